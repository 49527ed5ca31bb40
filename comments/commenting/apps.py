"""The app: its tables begin with `comments_`, as the build expects them."""

from __future__ import annotations

from django.apps import AppConfig


class CommentingConfig(AppConfig):
    """Comments below the pages of the site."""

    name = "commenting"
    label = "comments"
    verbose_name = "Comments"
    default_auto_field = "django.db.models.BigAutoField"
