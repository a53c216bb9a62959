"""The settings of a live server, but for what a drill cannot wait for: quick passwords, no
collected static files. With ``DRILL_CACHED=1`` tries are counted as they were before: in a cache.
"""

import os

from inspectorate.config.settings import *  # noqa: F403
from inspectorate.config.settings import DATA, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if os.environ.get("DRILL_CACHED") == "1":
    ACCOUNT_ADAPTER = "benchmarks.cached_limits.CachedLimits"
    ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key"}
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": DATA / "cache",
        }
    }
