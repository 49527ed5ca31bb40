"""The comment service: one Django app that is a project too."""
