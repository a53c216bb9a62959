"""Start-up refuses what is unsafe, and says how to mend it; each case is a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.shared import ROOT
from tests.sizes import drilled

KEY = "k" * 30 + "0123456789" * 3
LIVE = {"INSPECTORATE_MODE": "live", "SECRET_KEY": KEY, "ALLOWED_HOSTS": "staff.example"}
COOKIES = [
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "DEVICE_COOKIE_NAME",
    "SESSION_COOKIE_DOMAIN",
    "CSRF_COOKIE_DOMAIN",
]
ON = [
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY",
    "SECURE_SSL_REDIRECT",
    "SECOND_FACTOR_REQUIRED",
]
SHOWN = [*COOKIES, *ON, "SECURE_HSTS_SECONDS", "DEBUG"]


def started(
    given: dict[str, str], folder: Path, code: str = ""
) -> subprocess.CompletedProcess[str]:
    """Load the settings with the environment ``given`` and nothing else of ours."""
    ours = {
        "INSPECTORATE_MODE",
        "INSPECTORATE_DEBUG",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "DATABASE_URL",
    }
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    environment |= {"PYTHONPATH": str(ROOT / "src"), "INSPECTORATE_DATA": str(folder), **given}
    code = code or "from inspectorate.config import settings"
    return subprocess.run(
        [sys.executable, "-c", code],
        env=environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.mark.parametrize(
    ("given", "says"),
    drilled(
        [
            ({}, "SECRET_KEY is missing or shorter than 50 characters"),
            ({**LIVE, "SECRET_KEY": ""}, "SECRET_KEY is missing or shorter than 50 characters"),
            (
                {**LIVE, "SECRET_KEY": "short"},
                "SECRET_KEY is missing or shorter than 50 characters",
            ),
            ({**LIVE, "SECRET_KEY": "a" * 64}, "SECRET_KEY is not random"),
            ({**LIVE, "SECRET_KEY": "django-insecure-" + KEY}, "SECRET_KEY is not random"),
            ({**LIVE, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is empty"),
            ({**LIVE, "ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS names every host"),
            ({**LIVE, "INSPECTORATE_DEBUG": "1"}, "INSPECTORATE_DEBUG=1 is for 127.0.0.1 only"),
            ({**LIVE, "INSPECTORATE_MODE": "production"}, "INSPECTORATE_MODE is 'production'"),
            (
                {**LIVE, "INSPECTORATE_QUICK_PASSWORDS": "1"},
                "INSPECTORATE_QUICK_PASSWORDS=1 stores passwords so that they are quickly guessed",
            ),
            ({**LIVE, "INSPECTORATE_JOBS": "later"}, "INSPECTORATE_JOBS is 'later'"),
            ({**LIVE, "INSPECTORATE_PROXIES": "two"}, "INSPECTORATE_PROXIES is 'two'"),
            (
                {**LIVE, "INSPECTORATE_BASE_URL": "https://staff.example/"},
                "INSPECTORATE_BASE_URL names a host of ALLOWED_HOSTS",
            ),
            (
                {
                    **LIVE,
                    "ALLOWED_HOSTS": ".Example.org",
                    "INSPECTORATE_BASE_URL": "https://reports.example.org/",
                },
                "INSPECTORATE_BASE_URL names a host of ALLOWED_HOSTS",
            ),
            (
                {**LIVE, "DATABASE_URL": "sqlite:////tmp/x.sqlite3"},
                "DATABASE_URL names no PostgreSQL",
            ),
        ],
        3,
    ),
)
def test_unsafe_setting_stops_the_start_and_is_named(
    tmp_path: Path, given: dict[str, str], says: str
) -> None:
    found = started(given, tmp_path)
    assert found.returncode == 1
    assert says in found.stderr.splitlines()[-1]


def shown(given: dict[str, str], folder: Path) -> dict[str, Any]:
    code = "import json; from inspectorate.config import settings as s; "
    code += f"print(json.dumps({{name: getattr(s, name, None) for name in {SHOWN!r}}}))"
    found = started(given, folder, code)
    assert found.returncode == 0, found.stderr
    told: dict[str, Any] = json.loads(found.stdout)
    return told


def test_live_settings_bind_cookies_to_the_host_and_demand_tls_and_a_second_factor(
    tmp_path: Path,
) -> None:
    told = shown(LIVE, tmp_path)
    assert (told["SESSION_COOKIE_NAME"], told["CSRF_COOKIE_NAME"]) == (
        "__Host-session",
        "__Host-csrf",
    )
    assert {name: told[name] for name in ON} == dict.fromkeys(ON, True)
    assert told["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert (told["DEBUG"], told["SESSION_COOKIE_DOMAIN"], told["CSRF_COOKIE_DOMAIN"]) == (
        False,
        None,
        None,
    )


def test_second_factor_is_waived_in_the_demo_alone(tmp_path: Path) -> None:
    def required(mode: str) -> Any:
        return shown({**LIVE, "INSPECTORATE_MODE": mode}, tmp_path)["SECOND_FACTOR_REQUIRED"]

    assert [required(mode) for mode in ("live", "demo", "test")] == [True, False, True]


@pytest.mark.parametrize(
    ("mode", "asked", "done_by"),
    drilled(
        [
            ("live", "", "django_tasks_db.DatabaseBackend"),
            ("live", "immediate", "django.tasks.backends.immediate.ImmediateBackend"),
            ("demo", "", "django.tasks.backends.immediate.ImmediateBackend"),
            ("test", "", "django.tasks.backends.immediate.ImmediateBackend"),
            ("demo", "worker", "django_tasks_db.DatabaseBackend"),
        ],
        3,
    ),
)
def test_long_work_is_left_to_a_worker_in_earnest_unless_an_installation_does_without(
    tmp_path: Path, mode: str, asked: str, done_by: str
) -> None:
    code = "from inspectorate.config import settings as s; print(s.TASKS['default']['BACKEND'])"
    given = {**LIVE, "INSPECTORATE_MODE": mode, "INSPECTORATE_JOBS": asked}
    assert started(given, tmp_path, code).stdout.strip() == done_by


def test_demo_answers_on_this_machine_only_whatever_hosts_are_named(tmp_path: Path) -> None:
    code = "from inspectorate.config import settings as s; print(s.ALLOWED_HOSTS)"
    found = started({**LIVE, "INSPECTORATE_MODE": "demo"}, tmp_path, code)
    assert found.stdout.strip() == "['127.0.0.1', 'localhost', 'testserver']"


@pytest.mark.drill
def test_ledger_behind_its_external_head_stops_the_server(data: Path) -> None:
    environment = {"INSPECTORATE_MODE": "test"}
    serve = "from inspectorate.config.wsgi import application; print('serves')"
    assert started(environment, data, serve).stdout.strip() == "serves"
    (data / "heads.log").write_text("register\t3\t" + "a" * 64 + "\n")
    found = started(environment, data, serve)
    assert found.returncode == 1
    assert "ledger register: ends at entry 0, but the external head knows entry 3" in found.stderr


def test_server_keeps_what_it_loaded_out_of_every_search_for_garbage(data: Path) -> None:
    serve = "import gc; from inspectorate.config.wsgi import application; "
    told = "print(gc.get_freeze_count() > 100_000, gc.get_threshold()[0])"
    found = started({"INSPECTORATE_MODE": "test"}, data, serve + told)
    assert found.stdout.strip() == "True 20000"


@pytest.mark.parametrize(
    ("host", "starts"),
    drilled(
        [
            ("u@/d", True),
            ("u@%2Fvar%2Frun%2Fpostgresql/d", True),
            ("u@/d?host=/var/run/postgresql", True),
            ("u@127.0.0.1/d", True),
            ("u@db.example/d", False),
            ("u@10.0.0.5/d?sslmode=disable", False),
            ("u@db.example/d?sslmode=require", False),
            ("u@/d?host=db.example", False),
            ("u@/d?hostaddr=10.0.0.5", False),
            ("u@localhost/d?hostaddr=10.0.0.5", False),
            ("u@localhost/d?hostaddr=127.0.0.1", True),
            ("u@db.example/d?sslmode=verify-full&sslrootcert=system", True),
        ],
        4,
    ),
)
def test_database_elsewhere_is_reached_over_verified_tls_or_the_start_is_refused(
    tmp_path: Path, host: str, starts: bool
) -> None:
    found = started({**LIVE, "DATABASE_URL": f"postgres://{host}"}, tmp_path)
    assert (found.returncode == 0) is starts, found.stderr
    assert starts or "without verified TLS" in found.stderr
