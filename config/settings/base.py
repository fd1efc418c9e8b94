"""Settings that every installation shares; the overlays beside this file are short."""

import os

import dj_database_url
from django.utils.translation import gettext_lazy as _

from config.environment import ROOT, data_folder, listed, required, switched_on
from config.settings.limits import Limits, LoginLimits, ReaderLimits

BASE_DIR = ROOT

# The archive itself.

ARCHIVE_NAME = os.environ.get("ARCHIVE_NAME", "أرشيف الانسحاب")
ARCHIVE_NAME_EN = os.environ.get("ARCHIVE_NAME_EN", "Withdrawal Archive")
ARCHIVE_CONTACT = os.environ.get("ARCHIVE_CONTACT", "")
ARCHIVE_DATA = data_folder()
ARCHIVE_ORIGINALS = ARCHIVE_DATA / "originals"
ARCHIVE_CACHE = ARCHIVE_DATA / "cache"
ARCHIVE_INDEX = ARCHIVE_DATA / "index"
SITE_URL = required("SITE_URL").rstrip("/")
LIMITS = Limits()
LOGIN_LIMITS = LoginLimits()
READER_LIMITS = ReaderLimits()

# Addresses of time-stamping authorities (RFC 3161), asked once a day; none by default.
TIME_STAMP_AUTHORITIES = listed("TIME_STAMP_AUTHORITIES")

# Months as lists print them: "iraqi" (تشرين الثاني), "arabic" (نوفمبر) or "both".
ARCHIVE_MONTHS = os.environ.get("ARCHIVE_MONTHS", "iraqi")

# Django.

DEBUG = switched_on("DEBUG")
SECRET_KEY = required("SECRET_KEY")
ALLOWED_HOSTS = listed("ALLOWED_HOSTS") or [required("ALLOWED_HOSTS")]

INSTALLED_APPS = [
    "archive.apps.ArchiveConfig",
    "search.apps.SearchConfig",
    "haystack",
    "axes",
    "django_htmx",
    "config.apps.ArchiveAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.ContentSecurityPolicy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.KeptByCaches",
    "config.middleware.BodiesAreForTheAdmin",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.middleware.StrangersSendLittle",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "config.middleware.NothingSaved",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.context.site",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.config(
        default=f"sqlite:///{ARCHIVE_DATA / 'archive.sqlite3'}", conn_max_age=60
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for the writer, writers wait for each other in turn, and what was
    # acknowledged survives a power cut.
    DATABASES["default"].setdefault("OPTIONS", {}).update(
        transaction_mode="IMMEDIATE",
        timeout=20,
        init_command=(
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-16000; PRAGMA mmap_size=134217728; PRAGMA temp_store=MEMORY;"
        ),
    )

HAYSTACK_CONNECTIONS = {
    "default": {
        "ENGINE": "search.engines.whoosh.engine.WhooshEngine",
        "PATH": str(ARCHIVE_INDEX),
    },
}

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "archive",
    },
}

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
] + [{"NAME": "archive.logins.LongestPassword"}]
AXES_FAILURE_LIMIT = LOGIN_LIMITS.from_address_with_name
AXES_ENABLE_ADMIN = False  # archive/admin/users.py lists them
AXES_HANDLER = "archive.logins.LoginThrottle"
AXES_CLIENT_IP_CALLABLE = "config.clients.address_of_peer"
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# What is refused is neither stored nor counted: it would keep colleagues out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_VERBOSE = False

LANGUAGE_CODE = "ar"
LANGUAGES = [("ar", _("Arabic")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = "Asia/Baghdad"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ARCHIVE_CACHE / "static"
# Fonts are subset from packages at set-up and live with the other things the archive makes.
ARCHIVE_FONTS = ARCHIVE_CACHE / "fonts"
STATICFILES_DIRS = [ROOT / "static", ("fonts", ARCHIVE_FONTS)]
# Before set-up there is no folder of fonts yet; pages then use the reader's own.
SILENCED_SYSTEM_CHECKS = ["staticfiles.W004"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = ARCHIVE_ORIGINALS

# What one form may bring. Files beyond the size kept in memory wait on disk while they are read.
DATA_UPLOAD_MAX_MEMORY_SIZE = LIMITS.sent_text
DATA_UPLOAD_MAX_NUMBER_FILES = LIMITS.files
DATA_UPLOAD_MAX_NUMBER_FIELDS = LIMITS.fields
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024  # bytes
FILE_UPLOAD_PERMISSIONS = 0o600
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
LOGIN_URL = "admin:login"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "config.logs.PlainLines",
            "format": "{asctime} {levelname} {name}: {message}",
            "datefmt": "%Y-%m-%d %H:%M:%S%z",
            "style": "{",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
    "loggers": {
        "archive": {"level": os.environ.get("LOG_LEVEL", "INFO")},
        "search": {"level": os.environ.get("LOG_LEVEL", "INFO")},
        "axes": {"level": "ERROR"},  # archive.login says it once, in a line that can be relied on
        # Whoever scans the net asks for other names all day; a 400 is answer enough.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
