"""What every answer carries, whoever asks for what; methods, types, cookies (ASVS 3, 4, 13.4)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as configured
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.models import Person
from tests.config.test_settings import LIVE, started
from tests.factories.signing_in import FACTORS, LOGIN, WORK, signed_in
from tests.house.matrix import addresses

pytestmark = pytest.mark.django_db
CSS = "/static/inspectorate/css/inspectorate.css"


def answers(client: Client) -> dict[str, HttpResponse]:
    """One answer of each sort: page, refusal, redirect, static file, the health."""
    return {
        "a page": client.get(LOGIN, secure=True),
        "a page of one's own": client.get(WORK, secure=True),
        "nothing there": client.get("/nothing/here/", secure=True),
        "a static file": client.get(CSS, secure=True),
        "no static file": client.get("/static/nothing.css", secure=True),
        "the health": client.get("/healthz", secure=True),
        "a method not taken": client.delete(LOGIN, secure=True),
        "a form without its token": Client(enforce_csrf_checks=True).post(LOGIN, secure=True),
        "a host that is not ours": client.get(LOGIN, secure=True, headers={"host": "evil.example"}),
        "plain HTTP": client.get(LOGIN),
    }


def test_each_sort_of_answer_carries_every_rule_for_the_browser(
    inspector: Person, settings: Any
) -> None:
    settings.SECURE_SSL_REDIRECT = settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    settings.SECURE_HSTS_SECONDS = 31_536_000
    client = signed_in_over_tls(inspector)
    told = answers(client)
    assert [told["plain HTTP"].status_code, told["plain HTTP"]["Location"]] == [
        301,
        "https://testserver" + LOGIN,
    ]
    assert told["a static file"].status_code == 200
    for name, answer in told.items():
        policy = answer["Content-Security-Policy"]
        for part in ("object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"):
            assert part in policy, name
        assert answer["X-Content-Type-Options"] == "nosniff", name
        assert answer["Referrer-Policy"] == "same-origin", name
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", name
        assert "camera=()" in answer["Permissions-Policy"], name
        assert "Access-Control-Allow-Origin" not in answer, name
        if name != "plain HTTP":  # a browser heeds it over TLS alone
            hsts = answer["Strict-Transport-Security"]
            assert hsts == "max-age=31536000; includeSubDomains", name


def signed_in_over_tls(person: Person) -> Client:
    client = Client()
    client.defaults["wsgi.url_scheme"] = "https"
    client.force_login(person)
    return client


def test_health_is_not_sent_from_plain_http_to_https(settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/healthz").status_code == 200
    assert Client().get("/healthz", headers={"host": "unknown.example"}).status_code == 200


def test_each_answer_with_a_body_says_its_type_and_in_which_signs_it_is_written(
    inspector: Person,
) -> None:
    for name, answer in answers(signed_in(inspector)).items():
        if answer.content if not answer.streaming else True:
            assert answer["Content-Type"].startswith("text/"), name
            assert "charset=" in answer["Content-Type"], name


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PATCH", "PUT", "DELETE", "MADEUP"])
def test_method_that_no_page_uses_is_not_taken_and_echoes_nothing(
    inspector: Person, method: str
) -> None:
    client = signed_in(inspector)
    for path in (WORK, LOGIN, FACTORS, "/people/", "/interests/", "/healthz", "/portal/"):
        who = Client() if path == LOGIN else client
        answer = who.generic(method, path, headers={"x-told": "an-echo"})
        assert answer.status_code in {404, 405}, path
        assert "an-echo" not in answer.content.decode()


def test_session_is_not_ended_by_a_link(inspector: Person) -> None:
    client = signed_in(inspector)
    assert client.get(reverse("account_logout")).status_code == 200
    assert client.get(WORK).status_code == 200


def test_sign_out_clears_what_the_browser_keeps(inspector: Person) -> None:
    client = signed_in(inspector)
    assert client.post(reverse("account_logout"))["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in client.get(LOGIN)


def test_each_page_of_a_signed_in_person_has_the_way_out(inspector: Person) -> None:
    client = signed_in(inspector)
    form = f'action="{reverse("account_logout")}"'
    for path in (WORK, "/people/", "/interests/", FACTORS, reverse("account_change_password")):
        assert form in client.get(path).content.decode(), path


@pytest.mark.parametrize(
    "path",
    [
        "/.git/HEAD",
        "/.git/config",
        "/static/",
        "/static/inspectorate/",
        "/static/../manage.py",
        "/static/%2e%2e/%2e%2e/manage.py",
        "/manage.py",
        "/admin/",
        "/__debug__/",
        "/files/",
    ],
)
def test_nothing_lies_at_addresses_that_others_leave_open(inspector: Person, path: str) -> None:
    assert signed_in(inspector).get(path).status_code == 404


def test_no_address_is_one_of_a_tool_for_developers() -> None:
    tools = {"admin", "schema", "docs", "debug", "api", "metrics", "graphql", "ws"}
    parts = {part for _, pattern in addresses() for part in pattern.strip("^$").split("/")}
    assert len(parts) > 50
    assert sorted(parts & tools) == []
    assert not {"django.contrib.admin", "debug_toolbar"} & set(configured.INSTALLED_APPS)


@pytest.mark.drill
def test_cookies_of_a_live_server_are_named_for_this_host_and_sent_over_tls_alone(
    tmp_path: Path,
) -> None:
    code = (
        "import os; os.environ['DJANGO_SETTINGS_MODULE']='inspectorate.config.settings'\n"
        "import django; django.setup()\n"
        "from django.conf import settings as s\n"
        "from django.http import HttpResponse\n"
        "from django.test import RequestFactory\n"
        "from inspectorate.interfaces.web.messages import Messages\n"
        "request = RequestFactory().get('/', secure=True)\n"
        "request.session = {}\n"
        "kept, answer = Messages(request), HttpResponse()\n"
        "kept.add(20, 'The item is recorded.'); kept.update(answer)\n"
        "print(answer.cookies.output(header='').strip())\n"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME)\n"
    )
    found = started(LIVE, tmp_path, code)
    assert found.returncode == 0, found.stderr
    message, names = found.stdout.splitlines()
    assert message.startswith("__Host-messages=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=Lax"} <= set(message.split("; "))
    assert names == "__Host-session __Host-csrf"


def test_message_after_an_act_comes_under_our_own_name(inspector: Person) -> None:
    client = signed_in(inspector)
    client.post(reverse("sessions"), {})
    assert {name for name in client.cookies if "essage" in name} <= {
        configured.MESSAGES_COOKIE_NAME
    }
    assert "Signed out elsewhere" in client.get(reverse("sessions")).content.decode()


def test_no_session_key_stands_in_a_page_or_an_address(inspector: Person) -> None:
    client = signed_in(inspector)
    key = client.session.session_key
    assert key
    assert len(key) == 32
    for path in (WORK, FACTORS, reverse("sessions")):
        assert key not in client.get(path).content.decode()
    assert client.get(WORK).request["PATH_INFO"] == WORK
