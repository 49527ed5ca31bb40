"""The comment service as tests run it: as in a preview, with passwords that are quick to check."""

from __future__ import annotations

import os

os.environ["COMMENTS_PREVIEW"] = "1"

from commenting.settings import *  # noqa: F403 - the environment first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
