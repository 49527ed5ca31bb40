"""What the service is told: by its environment in production, by nobody in a preview.

It is in production unless COMMENTS_PREVIEW is set, so that whatever is forgotten stops it from
starting and nothing forgotten leaves it open.
"""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

_PROJECT = Path(__file__).parent.parent
_DATA = _PROJECT / "data"
_SHORTEST_SECRET = 50

IS_PREVIEW = bool(os.environ.get("COMMENTS_PREVIEW"))


def _required(name: str, form: str, preview: str) -> str:
    """Return a setting that production must be given, and a preview need not."""
    value = os.environ.get(name, preview if IS_PREVIEW else "")
    if not value:
        raise ImproperlyConfigured(f"{name}: expected {form}, got nothing")
    return value


# The site: one origin, with the service below /comments/.

SITE_URL = _required(
    "SITE_URL", "the site's address such as https://example.org/", "http://127.0.0.1:8000/"
).rstrip("/")
_ADDRESS = urlsplit(SITE_URL)
if _ADDRESS.scheme not in ({"http", "https"} if IS_PREVIEW else {"https"}) or not _ADDRESS.hostname:
    raise ImproperlyConfigured(
        f"SITE_URL: expected an address such as https://example.org/, got {SITE_URL!r}"
    )
ALLOWED_HOSTS = [_ADDRESS.hostname, *(["127.0.0.1", "localhost"] if IS_PREVIEW else [])]
# Written by the build: the pages that have a thread, and the styles of the site.
THREADS_FILE = Path(os.environ.get("THREADS_FILE", _PROJECT.parent / "site/comments/threads.json"))
# Touched when a page has to be built anew.
CHANGED_FILE = Path(os.environ.get("CHANGED_FILE", _DATA / "changed"))
# The addresses of web servers whose X-Forwarded-For is believed, such as 127.0.0.1 or 10.0.0.0/8.
TRUSTED_PROXIES = os.environ.get("TRUSTED_PROXIES", "").split()

# Secrets

SECRET_KEY = _required(
    "SECRET_KEY",
    "a secret, made by: python3 -c 'import secrets; print(secrets.token_urlsafe(50))'",
    "known-to-everybody-and-refused-outside-of-a-preview",
)
if not IS_PREVIEW and (len(SECRET_KEY) < _SHORTEST_SECRET or SECRET_KEY.startswith("known-to-")):
    raise ImproperlyConfigured(
        "SECRET_KEY: expected a secret of its own, of 50 characters or more, made by: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
    )

# The database

_DATA.mkdir(exist_ok=True)
DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{_DATA / 'comments.sqlite3'}",
        conn_max_age=60,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # A transaction that begins by reading cannot become one that writes while others write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What was acknowledged is on the disk, whatever happens next.
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
    }

# Parts

INSTALLED_APPS = [
    "commenting",  # before the admin, for its templates
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
]
MIDDLEWARE = [
    "commenting.network.trusted_proxies",
    "django.middleware.security.SecurityMiddleware",
    "commenting.guards.answer_headers",
    "commenting.guards.plain_cookies",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "commenting.guards.Guard",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "commenting.threads.with_site",
            ],
        },
    }
]
ROOT_URLCONF = "commenting.urls"
WSGI_APPLICATION = "commenting.wsgi.application"
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
STATIC_URL = "/comments/static/"
WHITENOISE_USE_FINDERS = True  # the admin's few files are served as they are installed
WHITENOISE_AUTOREFRESH = False
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "MinimumLength", "CommonPassword", "NumericPassword")
]

# Counts requests, in each process for itself; nothing else is kept in it.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 20_000},
    }
}

# Security

SESSION_COOKIE_NAME = "comments-session"
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/comments/"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = not IS_PREVIEW
CSRF_COOKIE_NAME = "comments-form"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "commenting.answers.no_token"
# Six thousand characters of four bytes each, as forms write them, and room for the rest.
DATA_UPLOAD_MAX_MEMORY_SIZE = 100_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300  # the admin's lists have one a row
FILE_UPLOAD_HANDLERS: list[str] = []  # nothing here takes a file
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if IS_PREVIEW else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not IS_PREVIEW
X_FRAME_OPTIONS = "DENY"

# The admin's login: ten wrong passwords from one address, then a quarter of an hour of rest.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["ip_address"]
AXES_VERBOSE = AXES_ENABLE_ADMIN = False
AXES_DISABLE_ACCESS_LOG = True  # who came in when is nobody's business

# Mail

EMAIL_BACKEND = f"django.core.mail.backends.{'console' if IS_PREVIEW else 'smtp'}.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = bool(os.environ.get("EMAIL_USE_TLS"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = os.environ.get("EMAIL_FROM", f"comments@{_ADDRESS.hostname}")

# What goes wrong is said where the service was started, or in the journal.

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        # Each refused request and each host that robots make up is no news.
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR"},
        "django.server": {"handlers": [], "level": "ERROR"},
    },
}
