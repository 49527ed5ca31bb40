"""One page of every kind, as they are tested."""

PAGES = {
    "home": "/",
    "article": "/articles/dont-flake-out/",
    "series": "/series/interviewing-101/",
    "tags": "/tags/",
    "tag": "/tags/salary/",
    "archive": "/archive/",
    "letters": "/letters/",
    "promised": "/promised/",
    "subscribe": "/subscribe/",
    "about": "/about/",
    "design": "/about/design/",
    "privacy": "/privacy/",
    "comment-policy": "/comment-policy/",
    "comments-down": "/502.html",
    "offline": "/503.html",
    "lost": "/2013/declning-offers.html",
}
# What does not arrive in pieces: a missing page, which only the web server has; and privacy, which
# begins with a table, whose columns fit all of its rows, and so move while rows come.
WHOLE = {"lost", "privacy"}
