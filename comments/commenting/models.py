"""What the service keeps."""

from __future__ import annotations

import datetime as dt
import ipaddress
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from commenting import threads

LONGEST_TEXT = 6_000
LONGEST_NAME = 80
MINUTES_TO_CHANGE = 15


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

    thread = models.CharField(max_length=300)  # address of the page, from the site's root
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replies"
    )
    created = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING)
    decided = models.DateTimeField(null=True, editable=False)  # when it became what it is
    announced = models.BooleanField(default=False, editable=False)  # to whom it answers, once
    is_moderator = models.BooleanField(default=False)

    name = models.CharField(max_length=LONGEST_NAME, blank=True)
    text = models.TextField(max_length=LONGEST_TEXT)
    html = models.TextField(editable=False)  # of the text, made once and safe to print

    # The writer. An address counts for nothing until its owner has confirmed it here.
    email = models.EmailField(blank=True)
    confirmed = models.DateTimeField(null=True, blank=True)
    wants_replies = models.BooleanField(default=True)
    linked = models.DateTimeField(null=True, editable=False)  # when a link was last asked for
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
            models.Index(fields=["thread", "state", "id"], name="comment_thread"),
            models.Index(fields=["state", "id"], name="comment_state"),
            models.Index(fields=["browser", "created"], name="comment_browser"),
            models.Index(fields=["address", "created"], name="comment_address"),
            models.Index(fields=["network", "created"], name="comment_network"),
            models.Index(fields=["digest", "created"], name="comment_digest"),
            models.Index(fields=["email", "created"], name="comment_email"),
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

    @property
    def edit_until(self) -> dt.datetime:
        """Return until when the browser that wrote it may change it."""
        return self.created + dt.timedelta(minutes=MINUTES_TO_CHANGE)

    @property
    def is_visible(self) -> bool:
        """Return whether the site shows it, or its place."""
        return self.state in {State.APPROVED, State.DELETED}


class ClosedThread(models.Model):
    """A page on which a moderator takes no more comments."""

    path = models.CharField("page", max_length=300, unique=True)
    since = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        """Newest first."""

        ordering: ClassVar = ["-since"]

    def __str__(self) -> str:
        """Name the page."""
        return self.path

    def clean(self) -> None:
        """Refuse a page that takes no comments, and write a good one in one way."""
        thread = threads.site().thread(self.path)
        if not thread:
            raise ValidationError(
                {"path": f"Expected a page such as /articles/dont-flake-out/, got {self.path!r}"}
            )
        self.path = thread.path


class Block(models.Model):
    """A word or a network from which nothing good came."""

    class Kind(models.TextChoices):
        """What is blocked."""

        WORD = "word", "Word: a comment with it is spam"
        NETWORK = "network", "Network: nobody there can comment"

    kind = models.CharField(max_length=10, choices=Kind)
    value = models.CharField(
        max_length=200, help_text="Words as they are written, or a network such as 192.0.2.0/24"
    )
    note = models.CharField(max_length=200, blank=True, help_text="Why, for whoever asks later")
    until = models.DateTimeField(
        null=True, blank=True, help_text="Networks change hands; empty means for ever"
    )

    class Meta:
        """Each is blocked once."""

        ordering: ClassVar = ["kind", "value"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "value"], name="block_once"),
        ]

    def __str__(self) -> str:
        """Name what is blocked."""
        return self.value

    def clean(self) -> None:
        """Refuse a network that is none, and write a good one in one way."""
        if self.kind != self.Kind.NETWORK:
            return
        try:
            self.value = str(ipaddress.ip_network(self.value.strip(), strict=False))
        except ValueError:
            raise ValidationError(
                {"value": f"Expected a network such as 192.0.2.0/24, got {self.value!r}"}
            ) from None


class Policy(models.Model):
    """What moderators have chosen; there is one."""

    class Later(models.TextChoices):
        """What becomes of comments after a first one was approved."""

        PUBLISH = "publish", "Publish at once, unless they look like spam"
        HOLD = "hold", "Hold until one of us has read them"

    later = models.CharField(
        "later comments of the same browser", max_length=10, choices=Later, default=Later.PUBLISH
    )
    mails_moderators = models.BooleanField(
        "write to moderators about each comment that waits", default=True
    )

    class Meta:
        """There is one."""

        verbose_name_plural = "policy"

    def __str__(self) -> str:
        """Say what it is."""
        return "Policy"

    @classmethod
    def chosen(cls) -> Self:
        """Return what was chosen, or the defaults."""
        return cls.objects.first() or cls()


class Mail(models.Model):
    """A mail that waits to be sent; once it is, nothing of it stays."""

    to = models.EmailField()
    subject = models.CharField(max_length=300)
    body = models.TextField()
    headers = models.JSONField(default=dict)
    comment = models.ForeignKey(Comment, models.CASCADE, null=True, related_name="mails")
    created = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now, null=True)  # None: given up
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        """Longest waiting first."""

        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["due"], name="mail_due")]

    def __str__(self) -> str:
        """Name its subject."""
        return self.subject


class Silenced(models.Model):
    """An address whose owner wants no mail from here, as a keyed hash."""

    digest = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        """Say nothing of the address."""
        return f"Silenced {self.pk}"
