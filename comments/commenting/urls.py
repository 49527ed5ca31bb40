"""The addresses of the service, all below /comments/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("comments/admin/", admin.site.urls),
]
