"""What readers and moderators fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from commenting import words
from commenting.models import LONGEST_NAME, LONGEST_TEXT

_TOO_LONG = "This has %(show_value)d characters; %(limit_value)d is the most."


class WordsField(forms.CharField):
    """A text that can be shown, with one kind of line end."""

    def to_python(self, value: Any) -> str:
        """Return the text made clean; raise ValidationError where it is none."""
        return words.clean(super().to_python(value) or "")


class WordsForm(forms.Form):
    """What a comment says, and who says it."""

    text = WordsField(
        max_length=LONGEST_TEXT,
        error_messages={"required": "Write something first.", "max_length": _TOO_LONG},
    )
    name = WordsField(
        max_length=LONGEST_NAME, required=False, error_messages={"max_length": _TOO_LONG}
    )

    def clean_text(self) -> str:
        """Return the text, which must show something."""
        text: str = self.cleaned_data["text"]
        if not words.has_words(text):
            raise ValidationError("Write something first.")
        return text

    def clean_name(self) -> str:
        """Return the name on one line, or nothing where it would show nothing."""
        name = " ".join(self.cleaned_data["name"].split())
        return name if words.has_words(name) else ""

    def problems(self) -> dict[str, str]:
        """Return what is wrong by field; what nobody sees counts as the whole."""
        found: dict[str, str] = {}
        for name, errors in self.errors.items():
            is_shown = name in {"text", "name", "email"}
            found.setdefault(name if is_shown else "", " ".join(map(str, errors)))
        return found


class CommentForm(WordsForm):
    """A new comment."""

    email = forms.EmailField(
        required=False,
        error_messages={
            "invalid": "This is not an email address. Mend it, or leave it out.",
            "max_length": _TOO_LONG,
        },
    )
    parent = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2**63 - 1,
        error_messages=dict.fromkeys(
            ["invalid", "min_value", "max_value"], "The comment you answer is not here."
        ),
    )
    stamp = forms.CharField(required=False, max_length=500, empty_value="")
    homepage = forms.CharField(required=False)  # a trap: no person sees it
    employer = forms.CharField(required=False)  # of the writer's letter; never stored
    confirmed = forms.CharField(required=False)  # "post anyway"

    def clean_email(self) -> str:
        """Return the address in one way of writing it."""
        email: str = self.cleaned_data["email"]
        return email.lower()


class ReviseForm(WordsForm):
    """Other words for a comment."""

    confirmed = forms.CharField(required=False)


class LinkForm(forms.Form):
    """Whom to send the link for a comment to."""

    email = forms.EmailField(error_messages={"invalid": "This is not an email address."})
