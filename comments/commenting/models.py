"""What the service keeps."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone

LONGEST_TEXT = 6_000
LONGEST_NAME = 80


class State(models.TextChoices):
    """Where a comment is in its life."""

    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SPAM = "spam"
    DELETED = "deleted"


class Comment(models.Model):
    """What a reader said; of a deleted one only its place is left.

    The build of the site reads this table: see hooks/interviewing/read_comments.py.
    """

    thread = models.CharField(max_length=300, help_text="Address of the page, from the site's root")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    created = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    decided = models.DateTimeField(null=True, editable=False)  # when it became what it is
    is_moderator = models.BooleanField(default=False)

    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT)
    html = models.TextField(editable=False)  # of the text, made once and safe to print

    # The writer. An address counts for nothing until its owner has confirmed it here.
    email = models.EmailField(blank=True)
    confirmed = models.DateTimeField(null=True, blank=True)
    wants_replies = models.BooleanField(default=True)
    browser = models.CharField(max_length=64, blank=True)  # a keyed hash of its cookie
    address = models.GenericIPAddressField(null=True, blank=True)  # for 30 days
    network = models.CharField(max_length=50, blank=True)  # for 30 days

    # Abuse
    stamp = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - of many comments without one, each is unique
    digest = models.CharField(max_length=64, blank=True)  # a keyed hash of the words
    score = models.SmallIntegerField(default=0)
    reasons = models.JSONField(default=list, blank=True)  # of the score, each a sentence

    # Where it was written, if not here: an import knows it again by these.
    source = models.CharField(max_length=20, blank=True)
    source_id = models.CharField(max_length=200, blank=True)

    class Meta:
        """Each index answers a question that is asked with every comment."""

        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [
            models.Index(fields=["thread", "id"], name="comment_thread"),
            models.Index(fields=["state", "id"], name="comment_state"),
            models.Index(fields=["browser", "created"], name="comment_browser"),
            models.Index(fields=["address", "created"], name="comment_address"),
            models.Index(fields=["network", "created"], name="comment_network"),
            models.Index(fields=["digest", "created"], name="comment_digest"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "source_id"],
                condition=~models.Q(source=""),
                name="comment_imported_once",
            ),
        ]

    def __str__(self) -> str:
        """Name it without its words: the admin's log must not outlive a deletion."""
        return f"Comment {self.pk}"
