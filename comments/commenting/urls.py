"""The addresses of the service, all below /comments/."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from commenting import mailed, moderation, own, views

_READERS = [
    path("token/", views.token, name="token"),
    path("preview/", views.preview, name="preview"),
    path("post/", views.post, name="post"),
    path("mine/", own.mine, name="mine"),
    path("<int:number>/edit/", own.edit, name="edit"),
    path("<int:number>/delete/", own.delete, name="delete"),
    path("<int:number>/link/", own.link, name="link"),
    path("confirm/<str:key>/", mailed.confirm, name="confirm"),
    path("change/<str:key>/", mailed.change, name="change"),
    path("unsubscribe/<str:key>/", mailed.unsubscribe, name="unsubscribe"),
    path("silence/<str:key>/", mailed.silence, name="silence"),
    path("moderate/<str:key>/", moderation.moderate, name="moderate"),
]
urlpatterns = [
    path("comments/admin/", admin.site.urls),
    path("comments/", include(_READERS)),
]
handler400 = "commenting.answers.bad_request"
handler403 = "commenting.answers.forbidden"
handler404 = "commenting.answers.not_found"
handler500 = "commenting.answers.failed"
