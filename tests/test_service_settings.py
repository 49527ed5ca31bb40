"""The settings of the comment service: whatever is forgotten stops it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from conftest import ROOT
from django.core.management import call_command

SECRET = "s" + "0123456789" * 5
PRODUCTION = {"SITE_URL": "https://example.org/", "SECRET_KEY": SECRET}


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run one of Django's commands with this environment and nothing else."""
    return subprocess.run(
        [sys.executable, ROOT / "comments/manage.py", *arguments],
        env={"PATH": os.environ["PATH"]} | environment,
        check=False,
        capture_output=True,
        text=True,
    )


def complaint(**environment: str) -> str:
    """Return the last line that the service says before it gives up."""
    refused = manage("check", **environment)
    assert refused.returncode == 1
    return refused.stderr.splitlines()[-1].removeprefix(
        "django.core.exceptions.ImproperlyConfigured: "
    )


def test_production_passes_the_deployment_check() -> None:
    checked = manage("check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_a_preview_needs_no_settings() -> None:
    assert manage("check", COMMENTS_PREVIEW="1").returncode == 0


@pytest.mark.parametrize(
    "secret", ["", "short", "known-to-everybody-and-refused-outside-of-a-preview"]
)
def test_production_refuses_a_secret_that_is_none(secret: str) -> None:
    assert complaint(**PRODUCTION | {"SECRET_KEY": secret}).startswith("SECRET_KEY: expected a ")


@pytest.mark.parametrize("url", ["", "http://example.org/", "example.org", "https:///"])
def test_production_refuses_an_address_that_is_none(url: str) -> None:
    said = complaint(**PRODUCTION | {"SITE_URL": url})
    assert said.startswith("SITE_URL: expected ")
    assert "such as https://example.org/, got" in said


@pytest.mark.django_db
def test_every_change_of_a_table_has_its_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
