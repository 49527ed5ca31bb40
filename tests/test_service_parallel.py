"""Comments that arrive together are counted one after the other, on PostgreSQL too.

SQLite has one writer at a time; tests of the service in production see to it there.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from http import HTTPStatus

import psycopg
import pytest
import service
from django.db import connection, connections

from commenting.limits import LIMITS
from commenting.models import Comment

FEW, _ = LIMITS["browser"]
MANY = FEW + 4
HOLD = "LOCK TABLE comments_comment IN SHARE MODE"  # all may read, nobody may write
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = %s
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("DATABASE_URL" not in os.environ, reason="tested on PostgreSQL alone")
@pytest.mark.usefixtures("threads")
def test_comments_sent_at_once_find_the_limits_as_they_are() -> None:
    reader = service.Reader()
    known = [reader.token() for _ in range(MANY)]

    def send(number: int) -> int:
        """Send a comment as one of many tabs of a browser."""
        tab = service.Reader()
        tab.cookies = deepcopy(reader.cookies)
        given = {"csrfmiddlewaretoken": known[number]["token"], "stamp": known[number]["stamp"]}
        text = f"{service.TEXT} They did so {number} times."
        try:
            return tab.send(thread=service.PATH, text=text, **given).status_code
        finally:
            connections.close_all()

    settings = connection.get_connection_params()
    place = {name: settings[name] for name in ("host", "user", "dbname")}
    with ThreadPoolExecutor(MANY) as pool:
        with psycopg.connect(**place) as other:
            other.execute(HOLD)
            sent = [pool.submit(send, number) for number in range(MANY)]
            _await(settings["dbname"])  # each has read what it asks, unless it waits for others
        answers = [each.result() for each in sent]
    assert answers.count(HTTPStatus.TOO_MANY_REQUESTS) == MANY - FEW
    assert Comment.objects.count() == FEW


def _await(database: str) -> None:
    """Wait until everybody waits."""
    for _ in range(600):
        with connection.cursor() as cursor:
            cursor.execute(WAITING, [database])
            if cursor.fetchone() == (MANY,):
                return
        time.sleep(0.05)
    pytest.fail("they do not wait for each other")
