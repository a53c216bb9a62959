"""Read the settings from the environment once; refuse what is unsafe at start-up.

``INSPECTORATE_MODE`` is ``demo`` (loopback only, no second factor, a key made on the spot),
``test``, or ``live`` (default).
"""

import os
import secrets
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from django.utils.csp import CSP

from inspectorate.foundation.documents.scanner import scanner_at
from inspectorate.foundation.single_sign_on import provider

from .private import make_private, refuse_inside, refuse_open, refuse_served
from .secret import secret
from .sqlite.safety import PRAGMAS

ROOT = Path(__file__).resolve().parents[3]
# pytest-django reads the settings before any conftest could name the mode.
MODE = os.environ.get("INSPECTORATE_MODE", "test" if "pytest" in sys.modules else "live")
if MODE not in {"live", "demo", "test"}:
    raise ImproperlyConfigured(f"INSPECTORATE_MODE is {MODE!r}. Set it to live, demo or test.")
LIVE = MODE == "live"
DEMO = MODE == "demo"
TESTING = MODE == "test"
# A test run has a folder of its own, so that two at once never share a database.
DATA = Path(
    os.environ.get("INSPECTORATE_DATA")
    or (tempfile.mkdtemp(prefix="inspectorate-test-") if TESTING else ROOT / "var")
).resolve()
if LIVE:  # every process begins here: server, publisher, command line
    make_private()
DATA.mkdir(parents=True, exist_ok=True)
if LIVE:
    refuse_open(DATA)
RUN_DATA = DATA  # what this process began with; a test may point DATA elsewhere
FILES_ROOT = DATA / "files"
BUNDLES_ROOT = DATA / "bundles"
# Pieces of files that devices send, sealed, until the note that names them is taken in.
PIECES_ROOT = DATA / "pieces"
HEADS_FILE = DATA / "heads.log"
# The rehearsal does thousands of acts while its reader waits; a power cut then loses nothing of
# value.
HEADS_SYNCED = not (DEMO and os.environ.get("INSPECTORATE_QUICK_PASSWORDS") == "1")
PUBLISHER_NAME = os.environ.get("INSPECTORATE_PUBLISHER", "The Inspectorate")
# The rehearsal has an address that reaches nobody, so that its release can point at one.
_CONTACT = (
    "press@inspectorate.example or 01632 960 001, 9.00am to 5.00pm, Monday to Friday; at other "
    "hours 01632 960 002"
    if DEMO
    else ""
)
PUBLISHER_CONTACT = os.environ.get("INSPECTORATE_CONTACT", _CONTACT)
BASE_URL = os.environ.get("INSPECTORATE_BASE_URL", "http://127.0.0.1:8001/")
# Makes the pages of a release when it is prepared: a door that the room does not know.
RELEASE_PAGES = "inspectorate.interfaces.public.release_pages.release_files"
# The folder that the public site is switched to by; without one, this server switches nothing.
PUBLIC_SITE = os.environ.get("INSPECTORATE_SITE", "")
if LIVE and PUBLIC_SITE:
    refuse_served(DATA, Path(PUBLIC_SITE).resolve())
# What this host's clock said when it was last looked at, and where another time can be asked.
CLOCK_FILE = DATA / "clock.json"
TIME_SOURCE = os.environ.get("INSPECTORATE_TIME_SOURCE", "")
# The keys that open what devices seal: a folder outside the data and its backups. Whoever takes the
# data away, or a device, then reads nothing that was sealed. Without one no device can be enrolled.
OPENING_KEYS = os.environ.get("INSPECTORATE_OPENING_KEYS", "")
# A rehearsal has one of its own, beside its data, that is made when it is first needed.
OPENING_KEY_MADE_BY_ITSELF = DEMO and not OPENING_KEYS
if OPENING_KEY_MADE_BY_ITSELF:
    OPENING_KEYS = str(DATA.with_name(f"{DATA.name}-opening-keys"))
if LIVE and OPENING_KEYS:
    refuse_inside(DATA, Path(OPENING_KEYS).resolve())
# The name of this installation in its checkpoints.
CHECKPOINT_ORIGIN = urlsplit(BASE_URL).netloc or "unnamed"
CHECKPOINT_ROOT = DATA / "checkpoint"

# Who came in, who was kept out, who read what is marked; "-" is the error stream.
SECURITY_LOG = os.environ.get("INSPECTORATE_SECURITY_LOG", "") or str(DATA / "security.log")

# The inspectorate's identity provider; None where people sign in here alone.
try:
    SINGLE_SIGN_ON = provider.read(
        issuer=os.environ.get("INSPECTORATE_OIDC_ISSUER", ""),
        client_id=os.environ.get("INSPECTORATE_OIDC_CLIENT_ID", ""),
        client_secret=secret("INSPECTORATE_OIDC_CLIENT_SECRET"),
        label=os.environ.get("INSPECTORATE_OIDC_LABEL", ""),
        hosts=os.environ.get("INSPECTORATE_OIDC_HOSTS", ""),
        factors=os.environ.get("INSPECTORATE_OIDC_AMR", ""),
        only=os.environ.get("INSPECTORATE_OIDC_ONLY", ""),
        ask_every=os.environ.get("INSPECTORATE_OIDC_ASK_EVERY", ""),
    )
except provider.Unset as unset:
    raise ImproperlyConfigured(str(unset)) from unset

DEBUG = os.environ.get("INSPECTORATE_DEBUG") == "1"
SECRET_KEY = secret("SECRET_KEY")
ALLOWED_HOSTS = [host for host in os.environ.get("ALLOWED_HOSTS", "").split(",") if host]
if not LIVE:
    SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(64)
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured(
        "SECRET_KEY is missing or shorter than 50 characters. Set it to a long random text."
    )
# Django's own check of this (security.W009) only warns.
if len(set(SECRET_KEY)) < 10 or SECRET_KEY.startswith("django-insecure-"):
    raise ImproperlyConfigured(
        "SECRET_KEY is not random. Make one: python -c 'import secrets; "
        "print(secrets.token_urlsafe(64))'."
    )
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS names every host. Name only the hosts that serve the staff application."
    )
if LIVE and not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS is empty. Name the hosts that serve the staff application, with commas."
    )
# Pages of one origin could read the other's: the public site is made of what others sent.
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
PUBLIC_HOST = urlsplit(BASE_URL).hostname or ""
# As Django compares them: a name that begins with a dot stands for all below it.
if LIVE and PUBLIC_HOST not in LOOPBACK and validate_host(PUBLIC_HOST, ALLOWED_HOSTS):
    raise ImproperlyConfigured(
        "INSPECTORATE_BASE_URL names a host of ALLOWED_HOSTS. Serve the public site from a host of "
        "its own."
    )
if DEBUG and any(
    host not in {"127.0.0.1", "localhost"} for host in ALLOWED_HOSTS if host != "testserver"
):
    raise ImproperlyConfigured("INSPECTORATE_DEBUG=1 is for 127.0.0.1 only. Unset it.")

DATABASE_URL = os.environ.get("DATABASE_URL", "")
if DATABASE_URL:
    DATABASES = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=600)}
    if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured(
            "DATABASE_URL names no PostgreSQL. Unset it, and SQLite is used as it is safe to use."
        )
    if PASSWORD := secret("DATABASE_PASSWORD"):
        DATABASES["default"]["PASSWORD"] = PASSWORD
    REACHED = DATABASES["default"].get("OPTIONS", {})
    # As the library of PostgreSQL has it: a number goes before the name beside it.
    DATABASE_HOST = REACHED.get("hostaddr") or REACHED.get("host") or DATABASES["default"]["HOST"]
    # A path is a socket file, and so is no name at all.
    if (
        LIVE
        and DATABASE_HOST
        and not DATABASE_HOST.startswith("/")
        and DATABASE_HOST not in LOOPBACK
        and REACHED.get("sslmode") != "verify-full"
    ):
        raise ImproperlyConfigured(
            "DATABASE_URL names a database on another machine without verified TLS. Add "
            "?sslmode=verify-full&sslrootcert=system, or the file of your own authority."
        )
else:
    DATABASES = {
        "default": {
            "ENGINE": "inspectorate.config.sqlite",
            "NAME": str(DATA / "inspectorate.sqlite3"),
            "CONN_MAX_AGE": None,
            # IMMEDIATE takes the write lock at BEGIN. A transaction that reads first and writes
            # later fails at once where another wrote in between, however long the timeout; and
            # chain.lock relies on it.
            "OPTIONS": {"init_command": PRAGMAS, "transaction_mode": "IMMEDIATE", "timeout": 20},
            "TEST": {"NAME": str(DATA / "test.sqlite3")},
        }
    }

# Long work is done by a worker (inspectorate worker), or at once while whoever asked for it waits.
JOBS = os.environ.get("INSPECTORATE_JOBS", "") or ("worker" if LIVE else "immediate")
TASK_BACKENDS = {
    "worker": "django_tasks_db.DatabaseBackend",
    "immediate": "django.tasks.backends.immediate.ImmediateBackend",
}
if JOBS not in TASK_BACKENDS:
    raise ImproperlyConfigured(f"INSPECTORATE_JOBS is {JOBS!r}. Set it to worker or immediate.")
TASKS = {"default": {"BACKEND": TASK_BACKENDS[JOBS]}}

ROOMS = [
    "inspectorate.domain.bodies",
    "inspectorate.domain.programmes",
    "inspectorate.domain.inspections",
    "inspectorate.domain.fieldwork",
    "inspectorate.domain.evidence",
    "inspectorate.domain.judgments",
    "inspectorate.domain.claims",
    "inspectorate.domain.reports",
    "inspectorate.domain.recommendations",
    "inspectorate.domain.publication",
]
# What a search finds, in the order in which the page shows it: each room tells of its own things.
SEARCHED = [
    "inspectorate.domain.evidence.searched.ITEM",
    "inspectorate.domain.judgments.searched.AGREED",
    "inspectorate.domain.judgments.searched.SUBMISSION",
    "inspectorate.domain.judgments.searched.MODERATION",
    "inspectorate.domain.claims.searched.CLAIM",
    "inspectorate.domain.fieldwork.searched.REQUEST",
    "inspectorate.domain.fieldwork.searched.RECEIPT",
    "inspectorate.domain.fieldwork.searched.TEMPLATE",
    "inspectorate.domain.evidence.searched_pages.PAGE",
    "inspectorate.domain.fieldwork.searched.VISIT",
    "inspectorate.domain.fieldwork.searched.SESSION",
    "inspectorate.domain.judgments.debriefs.searched.DEBRIEF",
]
INSTALLED_APPS = [
    "inspectorate.interfaces.web",  # first: its templates stand before those of any library
    "whitenoise.runserver_nostatic",
    "inspectorate.foundation.people",  # before Django's accounts: its changepassword is an act
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "inspectorate.foundation.ledger",
    "inspectorate.foundation.files",
    "inspectorate.foundation.tries",
    "inspectorate.foundation.jobs",
    "inspectorate.foundation.documents",
    "inspectorate.foundation.search",
    "django_tasks_db",  # its tables stand in every installation, whoever takes the tasks up
    "inspectorate.foundation.single_sign_on",
    *ROOMS,
    "inspectorate.interfaces.portal",
]
MIDDLEWARE = [
    # Headers first: the health, static files and every refusal carry them too.
    "inspectorate.interfaces.web.headers.BrowserRules",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "inspectorate.interfaces.api.answers.Problems",
    "inspectorate.interfaces.web.health.Health",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "inspectorate.interfaces.uploads.Forms",
    "inspectorate.interfaces.web.middleware.Sessions",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "inspectorate.interfaces.web.middleware.Answers",
    "inspectorate.interfaces.web.shown_again.ShownAgain",
    "inspectorate.interfaces.web.asked_again.AskedAgain",
    "inspectorate.interfaces.web.session_keys.NewKeyOnProof",
    "inspectorate.interfaces.web.refusals.Refusals",
    "inspectorate.interfaces.web.pace.Pace",
    "inspectorate.interfaces.web.own_password.OwnPassword",
    "inspectorate.interfaces.web.middleware.SecondFactor",
]
ROOT_URLCONF = "inspectorate.config.urls"
WSGI_APPLICATION = "inspectorate.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["inspectorate.interfaces.web.unindented.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "inspectorate.interfaces.web.context.shell",
            ],
        },
    }
]
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["inspectorate.foundation.people.sign_in.HeldRoles"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "inspectorate.foundation.people.passwords.KnownPassword"},
    {"NAME": "inspectorate.foundation.people.passwords.HousePassword"},
    {"NAME": "inspectorate.foundation.people.passwords.SamePassword"},
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
QUICK = "django.contrib.auth.hashers.MD5PasswordHasher"
QUICK_ASKED = os.environ.get("INSPECTORATE_QUICK_PASSWORDS") == "1"
if LIVE and QUICK_ASKED:
    raise ImproperlyConfigured(
        "INSPECTORATE_QUICK_PASSWORDS=1 stores passwords so that they are quickly guessed. It is "
        "for the demonstration only. Unset it."
    )
if TESTING or QUICK_ASKED:
    # The rehearsal registers forty people whose one password it prints.
    PASSWORD_HASHERS.insert(0, QUICK)
elif DEMO:
    # Last: it reads what a rehearsal wrote, while a real installation in demo mode writes no such
    # hash.
    PASSWORD_HASHERS.append(QUICK)
ACCOUNT_ADAPTER = "inspectorate.foundation.single_sign_on.adapter.ProviderFirst"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
# An administrator registers people under addresses the inspectorate knows.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Inspectorate: "
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # a stranger's address gets no mail from us
# Django's own: the library's would write the address into its own table while it makes a link.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# A changed password or factor is told to the person, by a line without content.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# How many of our own proxies stand in front: without it every sign-in seems to come from one
# address.
if not os.environ.get("INSPECTORATE_PROXIES", "0").isdecimal():
    raise ImproperlyConfigured(
        f"INSPECTORATE_PROXIES is {os.environ['INSPECTORATE_PROXIES']!r}. Give the number "
        f"of proxies."
    )
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("INSPECTORATE_PROXIES", "0"))
# The library counts in Django's cache, which forgets; foundation.tries counts in the database.
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "inspectorate.interfaces.web.codes.CodeForm",
    "reauthenticate": "inspectorate.interfaces.web.codes.CodeAgainForm",
    "add_webauthn": "inspectorate.interfaces.web.keys.AddKeyForm",
    "authenticate_webauthn": "inspectorate.interfaces.web.keys.KeyForm",
    "login_webauthn": "inspectorate.interfaces.web.keys.PasskeyForm",
    "reauthenticate_webauthn": "inspectorate.interfaces.web.keys.KeyAgainForm",
}
# Hashed, they cannot be shown again (people.recovery).
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Inspectorate"
SECOND_FACTOR_REQUIRED = not DEMO
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "/static/"
STATICFILES_DIRS = [("inspectorate/type", ROOT / "src/inspectorate/foundation/typefaces")]
STATIC_ROOT = DATA / "static"
STATIC_ROOT.mkdir(exist_ok=True)  # empty outside live mode, where files are found beside the code
STORAGES = {
    # Nothing of ours goes through Django's storage (foundation.files keeps contents by digest).
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if LIVE
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not LIVE
WHITENOISE_ALLOW_ALL_ORIGINS = False
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    # A browser holds where a form leads on to against this too.
    "form-action": [CSP.SELF, *(SINGLE_SIGN_ON.origins if SINGLE_SIGN_ON else [])],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
# Nothing goes to other sites. "no-referrer" would make browsers send "Origin: null" with our own
# forms, which then fail.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
# A watcher of the health ends no TLS, and is not sent elsewhere unseen.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS = 10 * 60 * 60
SESSION_IDLE_SECONDS = 30 * 60
DEVICE_COOKIE_NAME = "device"
MESSAGES_COOKIE_NAME = "messages"
MESSAGE_STORAGE = "inspectorate.interfaces.web.messages.Messages"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "inspectorate.interfaces.web.shown_again.without_token"
if LIVE:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    DEVICE_COOKIE_NAME = "__Host-device"
    MESSAGES_COOKIE_NAME = "__Host-messages"
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Preloading binds a whole domain for years: its owner's decision, not a program's.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
UPLOAD_LIMIT = 50 * 1024 * 1024  # one file
PICTURE_LIMIT = 10 * 1024 * 1024  # one picture of an editor's own, as it came and as it is shown
PIECES_LIMIT = 500 * 1024 * 1024  # one file that comes in pieces, into the portal
# All files of one form together: the largest single file and the words beside it. What is sent lies
# on this disk twice until its act is done, for as many people as send at once.
FORM_LIMIT = 60 * 1024 * 1024
# The words of one form: six bytes for each character of the longest document. Taking a form apart
# costs thirty times what it weighs, in every thread at once.
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "inspectorate.interfaces.uploads.LimitedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# A scanner that speaks ClamAV's protocol on this machine: unix:/run/clamav/clamd.ctl or
# tcp://127.0.0.1:3310. Without one files are shown as not scanned; with one none is opened before.
SCANNER = os.environ.get("INSPECTORATE_SCANNER", "")
# Bytes: what clamd takes as it comes (its StreamMaxLength); what is larger is not sent to it.
SCANNER_LIMIT = 100 * 1024 * 1024
if SCANNER:
    try:
        scanner_at(SCANNER)
    except ValueError as fault:
        raise ImproperlyConfigured(
            f"INSPECTORATE_SCANNER: {fault}. Write unix:/path/of/socket or tcp://127.0.0.1:PORT."
        ) from fault
# Beside the store and not in /tmp, which may be memory, and where nothing would sweep what a killed
# process left of somebody's evidence.
FILE_UPLOAD_TEMP_DIR = DATA / "uploads"
FILE_UPLOAD_TEMP_DIR.mkdir(exist_ok=True)
MAIL = "django.core.mail.backends."
if os.environ.get("INSPECTORATE_SMTP_HOST"):
    OPTIONS = {
        name: os.environ.get(f"INSPECTORATE_SMTP_{name.upper()}", "")
        for name in ("host", "username")
    }
    OPTIONS["password"] = secret("INSPECTORATE_SMTP_PASSWORD")
    MAILERS = {
        "default": {
            "BACKEND": f"{MAIL}smtp.EmailBackend",
            # One that hangs keeps nobody: seconds, after which the mail was not taken.
            "OPTIONS": {**OPTIONS, "port": 587, "use_tls": True, "timeout": 10},
        }
    }
else:
    # A live server without a mail server sends nothing: a link to set a password does not belong in
    # its log.
    MAILERS = {
        "default": {
            "BACKEND": f"{MAIL}dummy.EmailBackend" if LIVE else f"{MAIL}console.EmailBackend"
        }
    }
DEFAULT_FROM_EMAIL = os.environ.get("INSPECTORATE_MAIL_FROM", "inspectorate@localhost")
# What a person may ask for and send, and in how many seconds; a rehearsal's walks are machines.
# While somebody types, their page asks for checks twice a second at most.
PACE = (
    [("asked", 60, 300), ("asked", 3600, 3000), ("sent", 60, 60), ("typed", 60, 150)]
    if LIVE
    else []
)
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "inspectorate.config.logs.OneLine"}},
    # People read it in a rehearsal, machines on a server.
    "handlers": {
        "console": {"class": "logging.StreamHandler", **({"formatter": "line"} if LIVE else {})}
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
}
