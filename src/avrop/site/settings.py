"""Django's settings. Everything an installation may change is an environment variable here, and
`docs/settings.md` names each."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from avrop.launcher.places import state_folder
from avrop.site import sign_ins

PACKAGE = Path(__file__).resolve().parent.parent


def _database(url: str, *, pooled: bool) -> dict[str, Any]:
    """Django's database settings for a `postgresql://` address."""
    parts = urlsplit(url)
    options: dict[str, Any] = {key: values[0] for key, values in parse_qs(parts.query).items()}
    host = options.pop("host", parts.hostname or "")
    # Statements are prepared (kernel.postgresql.base), so their values travel apart from them.
    options |= {"server_side_binding": True, "prepare_threshold": 1}
    if pooled and os.environ.get("AVROP_POOL", "1") == "1":
        options["pool"] = {"min_size": 1, "max_size": int(os.environ.get("AVROP_POOL_SIZE", "8"))}
    return {
        "ENGINE": "avrop.kernel.postgresql",
        "NAME": parts.path.lstrip("/") or "avrop",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


_application = os.environ.get("AVROP_DATABASE_URL", "postgresql:///avrop")
_owner = os.environ.get("AVROP_OWNER_DATABASE_URL", _application)
DATABASES = {
    "default": _database(_application, pooled=True),
    "owner": _database(_owner, pooled=False),
}
DATABASE_ROUTERS = ["avrop.kernel.router.OwnerMigrates"]

# A key made anew at each start would sign everybody out; `./avrop` keeps one in its state.
SECRET_KEY = os.environ.get("AVROP_SECRET_KEY", "not-secret: only for commands that sign nothing")
DEBUG = False
#: In the demonstration anybody may sign in as anybody, by one click and without a password.
AVROP_DEMO = os.environ.get("AVROP_DEMO") == "1"
ALLOWED_HOSTS = os.environ.get("AVROP_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("AVROP_ORIGINS", "").split(",") if o]
SECURE = os.environ.get("AVROP_HTTPS", "0") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
#: Proxies that are believed about whom they pass on: the same as gunicorn believes about HTTPS.
TRUSTED_PROXIES = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1").split(",")
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "avrop.site.session_store"
#: How long somebody stays signed in without asking for anything. Five minutes before the end the page
#: offers to stay (WCAG 2.2.1).
SESSION_COOKIE_AGE = 60 * max(10, int(os.environ.get("AVROP_SESSION_MINUTES", "480")))
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "avrop.site.pages.errors.form_expired"

APPS_IN_FLOOR_ORDER = [
    "avrop.kernel",
    "avrop.accounts",
    "avrop.exchange",
    "avrop.parties",
    "avrop.tasks",
    "avrop.authority",
    "avrop.responsibility",
    "avrop.coding",
    "avrop.agreements",
    "avrop.catalogues",
    "avrop.approvals",
    "avrop.buying.requisitions",
    "avrop.buying.orders",
    "avrop.buying.receipts",
    "avrop.buying.invoices",
    "avrop.buying.payables",
    "avrop.selling.stock",
    "avrop.selling.sales",
    "avrop.selling.fulfilment",
    "avrop.selling.billing",
    "avrop.selling.twin",
    "avrop.support",
    "avrop.training",
    "avrop.onboarding",
    "avrop.notices",
    "avrop.site",
]
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    *(["allauth.socialaccount.providers.saml"] if sign_ins.SAML else []),
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    *(
        name
        for name in APPS_IN_FLOOR_ORDER
        if (PACKAGE.joinpath(*name.split(".")[1:]) / "apps.py").exists()
    ),
]
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["avrop.accounts.backend.PasswordBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/sign-in"
#: Second factors and the sign-ins of others are django-allauth's; every page is ours, and none of its
#: own pages has an address. What is secret in a second factor is stored sealed (accounts.sealing).
MFA_ADAPTER = "avrop.accounts.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "avrop"
MFA_WEBAUTHN_USER_VERIFICATION = "required"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_ADAPTER = "avrop.site.pages.account.elsewhere.OtherSignIns"
SOCIALACCOUNT_PROVIDERS = sign_ins.PROVIDERS
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_OPENID_CONNECT_URL_PREFIX = ""
#: What seals secrets in the database; the former one opens what was sealed before a change.
AVROP_SECRETS_KEY = os.environ.get("AVROP_SECRETS_KEY", "") or SECRET_KEY
AVROP_SECRETS_KEY_FORMER = os.environ.get("AVROP_SECRETS_KEY_FORMER", "")
#: How long a code or a passkey counts as fresh, for payments, bank details and mandates.
AVROP_PROOF_MINUTES = max(1, int(os.environ.get("AVROP_PROOF_MINUTES", "10")))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SILENCED_SYSTEM_CHECKS: list[str] = []

LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska"), ("en", "English"), ("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Stockholm"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "avrop.site.policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "avrop.site.sessions.Sessions",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "avrop.site.foreign.ForeignWords",
]
ROOT_URLCONF = "avrop.site.urls"
WSGI_APPLICATION = "avrop.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
STATIC_URL = "/static/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
# In the state folder, which is this installation's own: a name in the folder for temporary files
# could be anybody's.
STATIC_ROOT = os.environ.get("AVROP_STATIC", str(state_folder() / "static"))
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
#: Mail goes out by AVROP_MAIL ("smtp://user:password@host:587"); without it none is sent.
_mail = urlsplit(os.environ.get("AVROP_MAIL", ""))
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if _mail.hostname else 'dummy'}.EmailBackend"
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
EMAIL_USE_TLS, EMAIL_TIMEOUT = EMAIL_PORT == 587, 20
AVROP_MAIL_FROM = os.environ.get("AVROP_MAIL_FROM", "")
AVROP_ADDRESS = os.environ.get("AVROP_ADDRESS", "").rstrip("/")
#: Where people who cannot sign in write about what stops them, on the accessibility statement.
AVROP_ACCESSIBILITY_CONTACT = os.environ.get("AVROP_ACCESSIBILITY_CONTACT", "")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
#: Django's 1,000 are used up by an answer to an order of 200 lines.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
MESSAGE_LIMIT_BYTES = int(os.environ.get("AVROP_MESSAGE_LIMIT", str(100 * 1024 * 1024)))
#: Documents are judged for whoever asks, by the page and the API, up to so many bytes; on the page also
#: for who is not signed in, where the operator allows it.
CHECK_LIMIT_BYTES = int(os.environ.get("AVROP_CHECK_LIMIT", str(32 * 1024 * 1024)))
AVROP_CHECK_OPEN = os.environ.get("AVROP_CHECK_OPEN") == "1"
#: The number of our service provider on the Peppol network ("0242:123456"): as whom a message level
#: status is sent. Without it none is.
AVROP_SERVICE_PROVIDER = os.environ.get("AVROP_SERVICE_PROVIDER", "")

#: A worker that has not been heard of for so long is taken for dead and its jobs are given back.
AVROP_WORKER_HEARTBEAT_SECONDS = float(os.environ.get("AVROP_WORKER_HEARTBEAT", "5"))
AVROP_WORKER_STALL_SECONDS = float(os.environ.get("AVROP_WORKER_STALL", "20"))
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("AVROP_LOG", "WARNING")},
}
