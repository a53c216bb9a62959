"""The server's own log: one line of JSON a record, in UTC, whatever was sent; nothing elsewhere."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from inspectorate.config.logs import OneLine
from tests.config.test_settings import LIVE, started


def written(record: logging.LogRecord) -> str:
    return OneLine().format(record)


def test_words_that_look_like_a_line_of_their_own_stay_in_their_line() -> None:
    sent = 'Not Found: /x\n{"at": "forged"}\r\x1b[31m\u2028'
    line = written(logging.LogRecord("django.request", 30, "f", 1, sent, None, None))
    assert line.splitlines() == [line]
    assert line.isascii()
    told = json.loads(line)
    assert told["says"] == sent
    assert (told["level"], told["logger"]) == ("WARNING", "django.request")
    assert told["at"].endswith("+00:00")


def test_link_to_set_a_password_stands_in_no_line() -> None:
    sent = "Forbidden (CSRF cookie not set.): /accounts/password/reset/key/5-dimuz6-347e34ce8e23/"
    told = written(logging.LogRecord("django.security.csrf", 30, "f", 1, sent, None, None))
    assert "dimuz6" not in told
    assert "/accounts/password/reset/key/" in told


def test_fault_is_told_with_its_trace_in_the_same_line(tmp_path: Path) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='inspectorate.config.settings'\n"
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "from django.test import Client\n"
        "from django.urls import path\n"
        "import inspectorate.config.urls as urls\n"
        "def broken(request): raise ValueError('an inner\\nmatter')\n"
        "urls.urlpatterns.insert(0, path('broken/', broken))\n"
        "client = Client(raise_request_exception=False)\n"
        "answer = client.get('/broken/', secure=True, headers={'host': 'staff.example'})\n"
        "print(answer.status_code, 'matter' in answer.content.decode(), 'Trace' in str(answer))\n"
    )
    found = started(LIVE, tmp_path, code)
    assert found.stdout.splitlines()[0] == "500 False False", found.stderr
    faults = [json.loads(line) for line in found.stderr.splitlines()]
    (told,) = [one for one in faults if "fault" in one]
    assert "ValueError: an inner\nmatter" in told["fault"]
    assert told["level"] == "ERROR"


@pytest.mark.drill
def test_live_server_logs_to_its_error_stream_and_to_the_security_log_alone(tmp_path: Path) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='inspectorate.config.settings'\n"
        "import django, logging, json; django.setup()\n"
        "from django.conf import settings as s\n"
        "every = [logging.root, *logging.root.manager.loggerDict.values()]\n"
        "print(json.dumps([type(h).__name__ for l in every for h in getattr(l, 'handlers', [])]))\n"
        "print(s.SECURITY_LOG); print(s.ADMINS)\n"
    )
    told = started(LIVE, tmp_path, code).stdout.splitlines()
    # Django's own for administrators mails to nobody: there are none.
    assert set(json.loads(told[0])) <= {
        "StreamHandler",
        "NullHandler",
        "AdminEmailHandler",
    }
    assert told[1] == str(tmp_path / "security.log")
    assert told[2] == "[]"
