"""Moderation."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.text import Truncator

from commenting import life, mails
from commenting.forms import WordsField
from commenting.models import (
    LONGEST_NAME,
    LONGEST_TEXT,
    Block,
    ClosedThread,
    Comment,
    Mail,
    Policy,
    State,
)
from commenting.words import digest_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

admin.site.site_header = "Comments"
admin.site.site_title = "Comments"
admin.site.index_title = "Moderation"
admin.site.login_template = "commenting/login.html"
admin.site.enable_nav_sidebar = False  # the room is for comments
_QUARTER = dt.timedelta(days=90)


class CommentForm(forms.ModelForm):
    """The words of a comment, checked like a reader's."""

    text = WordsField(max_length=LONGEST_TEXT, widget=AdminTextareaWidget)
    name = WordsField(max_length=LONGEST_NAME, required=False)


@admin.register(Comment)
class CommentAdmin(admin.ModelAdmin):
    """What waits first, each with what speaks against it."""

    list_display = ("words", "writer", "state", "why", "created")
    list_filter = ("state",)
    list_per_page = 50
    search_fields = ("text", "name", "thread", "address", "network")
    actions = ("approve", "reject", "spam", "erase", "close_threads", "block_networks")
    fields = (
        ("state", "is_moderator"),
        "text",
        "name",
        "page",
        "why",
        ("created", "decided"),
        ("email", "confirmed", "wants_replies"),
        ("address", "network"),
    )
    readonly_fields = (
        "is_moderator",
        *("page", "why", "created", "decided"),
        *("email", "confirmed", "wants_replies", "address", "network"),
    )
    form = CommentForm
    show_full_result_count = False

    def get_ordering(self, request: HttpRequest) -> list[Any]:
        """Return what waits first, then the rest, newest first."""
        waiting = Case(When(state=State.PENDING, then=Value(0)), default=Value(1))
        return [waiting.asc(), "-id"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Moderators write on the page, like everybody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Its place in the thread stays; "erase" removes the rest."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Comment | None = None) -> bool:
        """Leave what was deleted as it is."""
        is_gone = bool(obj and obj.state == State.DELETED)
        return not is_gone and super().has_change_permission(request, obj)

    # Columns

    @admin.display(description="comment")
    def words(self, comment: Comment) -> str:
        """Return how it begins."""
        return Truncator(comment.text).chars(140) or "(deleted)"

    @admin.display(description="by")
    def writer(self, comment: Comment) -> str:
        """Return the name, and where it stands."""
        return format_html("{} on {}", comment.name or "Anonymous", self.page(comment))

    @admin.display(description="page")
    def page(self, comment: Comment) -> str:
        """Return a link to its place."""
        return format_html('<a href="{}">{}</a>', mails.path_of(comment), mails.title_of(comment))

    @admin.display(description="what speaks against it")
    def why(self, comment: Comment) -> str:
        """Return the score and each reason for it."""
        if not comment.reasons:
            return "Nothing"
        reasons = format_html_join("", "<br>{}", ((each,) for each in comment.reasons))
        return format_html("<b>{}</b>{}", comment.score, reasons)

    # Deeds

    def _decide(self, request: HttpRequest, chosen: QuerySet[Comment], state: State) -> None:
        for comment in chosen:
            life.decide(comment, state)
        self.message_user(request, f"{len(chosen)} now {state.label.lower()}.")

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Show them on the site."""
        self._decide(request, chosen, State.APPROVED)

    @admin.action(description="Reject", permissions=["change"])
    def reject(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Show them to nobody."""
        self._decide(request, chosen, State.REJECTED)

    @admin.action(description="Mark as spam", permissions=["change"])
    def spam(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Show them to nobody, and keep their networks."""
        self._decide(request, chosen, State.SPAM)

    @admin.action(description="Erase for good: text, name and addresses", permissions=["change"])
    def erase(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Do what their writers could."""
        for comment in chosen:
            life.erase(comment)
        self.message_user(request, f"{len(chosen)} erased.")

    @admin.action(description="Close the threads they stand in", permissions=["change"])
    def close_threads(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Take no more comments on their pages."""
        paths = sorted({mails.path_of(comment).partition("#")[0] for comment in chosen})
        for path in paths:
            ClosedThread.objects.get_or_create(path=path)
        transaction.on_commit(life.ask_for_a_build)
        self.message_user(request, f"Closed: {', '.join(paths)}")

    @admin.action(description="Block their networks for 90 days", permissions=["change"])
    def block_networks(self, request: HttpRequest, chosen: QuerySet[Comment]) -> None:
        """Take no more comments from where they came."""
        networks = sorted({comment.network for comment in chosen} - {""})
        for network in networks:
            Block.objects.update_or_create(
                kind=Block.Kind.NETWORK,
                value=network,
                defaults={"until": timezone.now() + _QUARTER, "note": "From the list of comments"},
            )
        self.message_user(request, f"Blocked: {', '.join(networks) or 'no network is known'}")

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        """Store other words as if they had been written so, and do what follows from a state."""
        values = {"name": obj.name, "text": obj.text, "digest": digest_of(obj.text)}
        if State(obj.state) == State.DELETED:
            life.erase(obj)
        else:
            life.revise(obj, State(obj.state), **values)


@admin.register(ClosedThread)
class ClosedThreadAdmin(admin.ModelAdmin):
    """Pages that moderators have closed; deleting one opens it again."""

    list_display = ("path", "since")

    def save_model(self, request: HttpRequest, obj: ClosedThread, form: Any, change: bool) -> None:
        """Close it on the site too."""
        super().save_model(request, obj, form, change)
        transaction.on_commit(life.ask_for_a_build)

    def delete_model(self, request: HttpRequest, obj: ClosedThread) -> None:
        """Open it on the site too."""
        super().delete_model(request, obj)
        transaction.on_commit(life.ask_for_a_build)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[ClosedThread]) -> None:
        """Open them on the site too."""
        super().delete_queryset(request, queryset)
        transaction.on_commit(life.ask_for_a_build)


class BlockForm(forms.ModelForm):
    """What is blocked, with a name for each half of its end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        """Name what Django's own form shows a label for, but does not tie it to the field."""
        super().__init__(*arguments, **options)
        for half, name in zip(self.fields["until"].widget.widgets, ("date", "time"), strict=True):
            half.attrs["aria-label"] = f"Until, {name}"


@admin.register(Block)
class BlockAdmin(admin.ModelAdmin):
    """Words and networks."""

    form = BlockForm
    list_display = ("value", "kind", "note", "until")
    list_filter = ("kind",)


@admin.register(Policy)
class PolicyAdmin(admin.ModelAdmin):
    """There is one, so its list is left out."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Make the one by looking at it."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Policy | None = None) -> bool:
        """Keep the one."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Go to the one."""
        policy, _ = Policy.objects.get_or_create(pk=1)
        return HttpResponseRedirect(reverse("admin:comments_policy_change", args=[policy.pk]))


@admin.register(Mail)
class MailAdmin(admin.ModelAdmin):
    """What waits, and why it was not taken."""

    list_display = ("subject", "to", "created", "due", "attempts", "error")
    actions = ("try_again",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody writes one by hand."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Mail | None = None) -> bool:
        """Nobody rewrites one, but all can be tried again."""
        return obj is None and super().has_change_permission(request, obj)

    @admin.action(description="Try again now", permissions=["change"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[Mail]) -> None:
        """Send with the next minute."""
        chosen.update(due=timezone.now())
        self.message_user(request, "They go out within a minute.", messages.SUCCESS)
