"""What changes how somebody signs in asks for both proofs anew (ASVS 7.5.1)."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people.models import FactorReset, Person
from inspectorate.foundation.people.proofs import PAGES
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import PASSWORD, a_key, a_person, an_admin
from tests.factories.signing_in import (
    WORK,
    add_key,
    goes_on_to,
    set_up_totp,
    sign_in,
    signed_in,
    totp,
)
from tests.sizes import drilled

pytestmark = pytest.mark.django_db
BY_PASSWORD, BY_CODE = "account_reauthenticate", "mfa_reauthenticate"
LATER = 16 * 60


def leads_to(answer: Any) -> str:
    return str(answer["Location"].partition("?")[0])


def app_of(person: Person) -> bool:
    return Authenticator.objects.filter(user=person, type="totp").exists()


@pytest.fixture
def later(inspector: Person) -> Iterator[tuple[Client, str]]:
    """A person with an app, a quarter of an hour after the last proof; and the app's secret."""
    client = Client()
    sign_in(client, inspector)
    secret = set_up_totp(client)
    add_key(client)
    with time_machine.travel(time.time() + LATER):
        yield client, secret


def proves(client: Client, way: str, secret: str, to: str) -> Any:
    given = {"password": PASSWORD} if way == BY_PASSWORD else {"code": totp(secret)}
    return client.post(reverse(way), {**given, "next": to})


@pytest.mark.parametrize(("one", "other"), [(BY_PASSWORD, BY_CODE), (BY_CODE, BY_PASSWORD)])
def test_one_proof_removes_no_factor_and_leads_to_the_other(
    inspector: Person, later: tuple[Client, str], one: str, other: str
) -> None:
    client, secret = later
    remove = reverse("mfa_deactivate_totp")
    first = client.post(remove)
    assert leads_to(first) == reverse(BY_PASSWORD)
    asked = client.get(proves(client, one, secret, goes_on_to(first))["Location"])
    assert (asked.status_code, leads_to(asked)) == (302, reverse(other))
    assert app_of(inspector)
    client.get(proves(client, other, secret, goes_on_to(asked))["Location"])
    assert not app_of(inspector), "what was sent is done once both are given"


OPENED = sorted(
    PAGES
    - {"people-reset-factors", "people-unlink", "sign-on-disconnect"}
    - {"devices-enrol", "people-lost-device"}  # likewise
    - {"people-make-token"}  # whose form is shown to who has a session, and asks when it is sent
)


@pytest.mark.parametrize("way", [BY_PASSWORD, BY_CODE])
@pytest.mark.parametrize("name", drilled(OPENED, 3))
def test_page_that_changes_or_shows_a_factor_opens_for_both_proofs_alone(
    inspector: Person, later: tuple[Client, str], name: str, way: str
) -> None:
    client, secret = later
    key = Authenticator.objects.get(user=inspector, type="webauthn")
    page = reverse(
        name, args=[key.pk] if name in {"mfa_edit_webauthn", "mfa_remove_webauthn"} else []
    )
    proves(client, way, secret, WORK)
    for ask in (client.get, client.post):
        answer = ask(page)
        assert "reauthenticate" in answer["Location"], (name, ask)
    assert {one.type for one in Authenticator.objects.all()} == {
        *("totp", "webauthn", "recovery_codes")
    }


def test_stolen_session_with_the_password_changes_no_factor(inspector: Person) -> None:
    signed_in(inspector)
    thief = Client()
    thief.force_login(inspector)
    thief.post(reverse(BY_PASSWORD), {"password": PASSWORD})
    assert leads_to(thief.post(reverse("mfa_generate_recovery_codes"))) == reverse(BY_CODE)
    assert leads_to(thief.get(reverse("mfa_add_webauthn"))) == reverse(BY_CODE)


def test_other_way_is_offered_only_where_it_gives_what_is_lacking(
    later: tuple[Client, str],
) -> None:
    client, secret = later
    proves(client, BY_CODE, secret, WORK)
    page = client.get(reverse(BY_PASSWORD), {"next": reverse("mfa_deactivate_totp")})
    assert page.context["reauthentication_alternatives"] == []
    page = client.get(reverse(BY_PASSWORD), {"next": WORK})
    assert len(page.context["reauthentication_alternatives"]) == 2


def test_first_factor_is_set_up_by_the_password_just_given_and_its_codes_are_shown(
    inspector: Person,
) -> None:
    client = Client()
    sign_in(client, inspector)
    set_up_totp(client)
    assert client.get(reverse("mfa_view_recovery_codes")).status_code == 200


def test_passkey_that_signed_in_alone_is_both_for_a_quarter_of_an_hour(inspector: Person) -> None:
    client = Client()
    sign_in(client, inspector)
    key = add_key(client)
    other, page = Client(), reverse("mfa_login_webauthn")
    asked = other.get(page, headers={"x-requested-with": "XMLHttpRequest"}).json()
    other.post(page, {"credential": key.answers(asked["request_options"], inspector)})
    assert other.get(reverse("mfa_add_webauthn")).status_code == 200
    with time_machine.travel(time.time() + LATER):
        assert leads_to(other.get(reverse("mfa_add_webauthn"))) == reverse(BY_PASSWORD)


def test_administrator_takes_away_the_factors_of_another_by_both_proofs() -> None:
    admin, other = an_admin(), a_person(Role.INSPECTOR, password=PASSWORD)
    signed_in(other)
    client = Client()
    sign_in(client, admin)
    secret = set_up_totp(client)
    path = reverse("people-reset-factors", args=[other.pk])
    sent = {"reason": "Lost the telephone, and was here in person.", "key": a_key()}
    with time_machine.travel(time.time() + LATER):
        first = client.post(path, sent)
        asked = client.get(proves(client, BY_PASSWORD, secret, goes_on_to(first))["Location"])
        assert leads_to(asked) == reverse(BY_CODE)
        assert not FactorReset.objects.exists()
        client.get(proves(client, BY_CODE, secret, goes_on_to(asked))["Location"])
    assert FactorReset.objects.filter(person=other).exists()
    assert not app_of(other)


def test_token_for_a_program_is_made_by_both_proofs_and_by_none_alone(
    inspector: Person, later: tuple[Client, str]
) -> None:
    client, secret = later
    sent = {"key": a_key(), "label": "A program", "scopes": ["evidence:read"], "days": "9"}
    first = client.post(reverse("people-make-token"), sent)
    asked = client.get(proves(client, BY_PASSWORD, secret, goes_on_to(first))["Location"])
    assert leads_to(asked) == reverse(BY_CODE)
    assert not inspector.access_tokens.exists()
    done = client.get(proves(client, BY_CODE, secret, goes_on_to(asked))["Location"])
    assert inspector.access_tokens.exists()
    assert 'id="token"' in done.content.decode()


@pytest.mark.parametrize("way", [BY_PASSWORD, BY_CODE, "account_login"])
def test_address_that_is_none_is_no_page_to_go_on_to(later: tuple[Client, str], way: str) -> None:
    client = Client() if way == "account_login" else later[0]
    assert client.get(reverse(way), {"next": "//["}).status_code == 200


def test_page_says_what_is_asked_for_and_no_more(later: tuple[Client, str]) -> None:
    client, _ = later
    by_password, for_both = reverse(BY_PASSWORD), {"next": reverse("mfa_deactivate_totp")}

    def says(way: str, query: dict[str, str]) -> str:
        return " ".join(client.get(reverse(way), query).content.decode().split())

    assert "It takes two proofs" in says(BY_PASSWORD, for_both)
    assert "second factor" not in says(BY_PASSWORD, {"next": WORK})
    client.post(by_password, {"password": PASSWORD, **for_both})
    assert "Now your second factor: what you are about to do takes both." in says(BY_CODE, for_both)
    assert "some time ago" not in says(BY_CODE, for_both)


def test_code_given_first_leads_to_a_page_that_asks_for_the_password(
    later: tuple[Client, str],
) -> None:
    client, secret = later
    remove = reverse("mfa_deactivate_totp")
    page = client.get(proves(client, BY_CODE, secret, remove)["Location"], follow=True)
    assert "takes one more proof, the one below" in " ".join(page.content.decode().split())
