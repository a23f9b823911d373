"""Django settings. Everything from outside comes through `environment.py`, once."""

import os
import secrets
import tempfile
from hashlib import sha256
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config.environment import ROOT, read

BASE_DIR = ROOT
VAR = Path(read("BIAOZHU_VAR")).absolute()
VAR.mkdir(parents=True, exist_ok=True)


def _local_secret() -> str:
    """A key of this installation's own, made at the first start and readable by its owner only."""
    path = VAR / "secret_key"
    if not path.exists():
        fresh = VAR / f"secret_key.{os.getpid()}"
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(fresh, path)  # of two processes starting at once, one key wins
        except FileExistsError:
            pass
        fresh.unlink()
    return path.read_text().strip()


def _valkey_socket() -> Path:
    """Where the local Valkey listens. A socket's path may have 107 bytes at most, a checkout can lie deeper."""
    wanted = VAR / "valkey.sock"
    if len(os.fsencode(wanted)) <= 100:
        return wanted
    short = sha256(os.fsencode(VAR)).hexdigest()[:12]
    return Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"biaozhu-{short}.sock"


DEBUG = read("DEBUG")
ALLOWED_HOSTS = read("ALLOWED_HOSTS")
if not read("SECRET_KEY") and not DEBUG and set(ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set, and ALLOWED_HOSTS lets others than this machine in: set SECRET_KEY to a long random "
        "text, the same on every machine of this site."
    )
SECRET_KEY = read("SECRET_KEY") or _local_secret()
CSRF_TRUSTED_ORIGINS = read("CSRF_TRUSTED_ORIGINS")
TRUSTED_PROXIES = read("TRUSTED_PROXIES")
if read("HTTPS"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True

INSTALLED_APPS = [
    "workers",  # first: its `test` and `runserver` stand before Django's
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "annotation",
    "projects",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "projects.content_policy.ContentPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "projects.language.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "projects.wire.ProblemMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
APPEND_SLASH = False
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

if DATABASE_URL := read("DATABASE_URL"):
    DATABASES = {"default": environ.Env.db_url_config(DATABASE_URL)}
else:
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(VAR / "db.sqlite3")}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # One writer at a time, waiting its turn from BEGIN on; readers never wait.
    DATABASES["default"] |= {
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA mmap_size=134217728;"
            "PRAGMA journal_size_limit=67108864;PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;",
        },
        # A file, so that several threads and processes can meet in it as they do in service.
        "TEST": {"NAME": str(VAR / "test.sqlite3")},
    }
else:
    PREPARED = read("DATABASE_PREPARED")
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 0,  # the pool keeps the connections
        "OPTIONS": DATABASES["default"].get("OPTIONS", {})  # what the address itself asks for, such as ?sslmode=require
        | {"server_side_binding": PREPARED, "prepare_threshold": 2 if PREPARED else None}
        | {"pool": {"min_size": 1, "max_size": read("DATABASE_POOL"), "timeout": 20}},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "projects.Person"
AUTHENTICATION_BACKENDS = ["workers.samples.accounts.KnownPasswordsAreRefused"]
LOGIN_URL = "projects:sign-in"
LOGIN_REDIRECT_URL = "projects:home"
LOGOUT_REDIRECT_URL = "projects:sign-in"
PASSWORD_RESET_TIMEOUT = 3600
CSRF_FAILURE_VIEW = "projects.pages.errors.csrf_failure"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = read("LANGUAGE_CODE")
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = read("TIME_ZONE")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [("dist", ROOT / "static" / "dist")] if (ROOT / "static" / "dist").is_dir() else []
# esbuild's chunks carry their own hash in the name; what Django hashes carries twelve hex digits.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+(\.[0-9a-f]{12}|-[0-9A-Z]{8})\..+$"
MEDIA_ROOT = Path(read("MEDIA_ROOT") or VAR / "media").absolute()
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG else "config.static.StaticFiles"
    },
}
UPLOAD_LIMIT = read("UPLOAD_LIMIT_MB") * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FILES = 5000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # a path beside each file, and the options
FILE_UPLOAD_TEMP_DIR = None

EMAIL_CONFIG = environ.Env.email_url_config(read("EMAIL_URL"))
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = read("DEFAULT_FROM_EMAIL")

VALKEY_SOCKET = _valkey_socket()
REDIS_URL = read("REDIS_URL") or f"redis+socket://{VALKEY_SOCKET}"

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "projects.tokens.TokenAuthentication",
        "projects.protocol.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["projects.protocol.NamesAnAction"],
    "DEFAULT_RENDERER_CLASSES": ["projects.protocol.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["projects.protocol.JSONParser"],
    "EXCEPTION_HANDLER": "projects.wire.answer_exception",
    "DEFAULT_SCHEMA_CLASS": "projects.wire.Schema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SCHEMA_CHECK = "annotation.kinds.check_schema"  # a project is made in a lower app than the kinds of label

SPECTACULAR_SETTINGS = {
    "TITLE": "Biaozhu API",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "PATH_CONVERTER_OVERRIDES": {"id": {"type": "integer", "minimum": 1, "maximum": 10**18 - 1}},
    "ENUM_NAME_OVERRIDES": {
        "ProjectState": "projects.models.ProjectState",
        "TaskState": "projects.models.TaskState",
        "AssignmentState": "annotation.models.AssignmentState",
        "JobState": "workers.models.JobState",
        "ReleaseState": "workers.models.ReleaseState",
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": read("LOG_LEVEL")},
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
