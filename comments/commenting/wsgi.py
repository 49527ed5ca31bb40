"""The service for a web server: `gunicorn commenting.wsgi`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "commenting.settings")
application = get_wsgi_application()
