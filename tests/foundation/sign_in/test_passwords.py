"""What a password may be: of any make, 12 characters or more, none that is known or guessed (P13).

Asked of the act that registers a person, and of the pages on which one sets one's own.
"""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import password_validation
from django.core import mail
from django.test import Client
from django.urls import reverse

from inspectorate.foundation.people import passwords
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.policies import registrable
from tests.factories.rooms import PASSWORD
from tests.factories.signing_in import LOGIN, sign_in, signed_in

pytestmark = pytest.mark.django_db
GOOD = "a kettle sings at noon"


def refused(password: str) -> list[str]:
    return [one.text for one in registrable("new@example.org", "New", password)]


def change(client: Client, new: str, old: str = PASSWORD) -> Any:
    return client.post(
        reverse("account_change_password"),
        {"oldpassword": old, "password1": new, "password2": new},
    )


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "lowercaseonlyfine",
        "839201748291038476",
        "~~~~ %% ~~~~ %% ~~~~",
        "żółć gęślą jaźń",
        "x" * 8 + "long " * 40,
        "12 signs ok.",
    ],
)
def test_password_of_any_make_and_length_is_taken(password: str) -> None:
    assert refused(password) == []


def test_password_of_eleven_characters_is_refused() -> None:
    assert refused("quietkettle") != []


@pytest.mark.parametrize(
    "password", ["123qweasdzxc", "1qaz2wsx3edc", "QWERTY123456", "passwordpassword"]
)
def test_password_out_of_a_published_breach_is_refused_whatever_its_capitals(password: str) -> None:
    assert "This password is on a list that attackers use. Choose another." in refused(password)


def test_list_of_known_passwords_is_of_those_that_are_long_enough() -> None:
    # Many times the three thousand of ASVS 6.2.4.
    assert len(passwords.KNOWN.read_bytes()) // passwords.WIDTH > 40_000
    path = password_validation.CommonPasswordValidator().DEFAULT_PASSWORD_LIST_PATH
    with gzip.open(path) as file:
        long = [word for word in file.read().decode().split() if len(word) >= 12]
    known = [word for word in long if passwords.is_known(word)]
    assert len(long) > 100
    # Two lists of two origins, and each is asked.
    assert len(known) > len(long) / 2
    assert not passwords.is_known(GOOD)


@pytest.mark.parametrize(
    "password",
    [
        "Inspectorate2026!",
        "1nspect0rate2026",
        "Inspector-November",
        "press officer 7",
        "WelcomeInspector",
        "staff.testserver",
    ],
)
def test_password_of_words_of_the_house_is_refused(password: str) -> None:
    assert any("words of the house" in text for text in refused(password))


def test_name_of_the_installation_is_a_word_of_the_house(settings: Any) -> None:
    settings.PUBLISHER_NAME = "Marshland Watch"
    assert any("words of the house" in text for text in refused("marshland 2026"))
    settings.PUBLISHER_NAME = "The Inspectorate"
    assert refused("marshland 2026") == []


def test_words_of_the_house_stand_in_the_guide() -> None:
    root = Path(__file__).resolve().parents[3]
    told = (root / "docs/guide/security-decisions.md").read_text("utf-8")
    assert [word for word in sorted(passwords.HOUSE_WORDS) if f"`{word}`" not in told] == []


def test_password_typed_with_spaces_and_sixty_four_characters_long_is_the_one_that_signs_in(
    inspector: Person,
) -> None:
    new = "  " + "a long line of own words " * 3 + "  "
    assert len(new) > 64
    assert change(signed_in(inspector), new).status_code == 302
    for wrong in (new.strip(), new.upper(), new[:64], new[:72]):
        assert "_auth_user_id" not in after(inspector, wrong).session
    # A second factor is set up: the right password leads on to it.
    client = Client()
    assert sign_in(client, inspector, new)["Location"] == reverse("mfa_authenticate")


def after(person: Person, password: str) -> Client:
    client = Client()
    sign_in(client, person, password)
    return client


def test_first_password_is_kept_as_the_administrator_typed_it() -> None:
    from inspectorate.interfaces.web.people.forms import RegisterForm

    typed = " " + GOOD + " "
    form = RegisterForm({"key": "k", "name": "N", "email": "n@example.org", "password": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["password"] == typed


def test_change_asks_for_the_password_of_today(inspector: Person) -> None:
    client = signed_in(inspector)
    assert 'name="oldpassword"' in client.get(reverse("account_change_password")).content.decode()
    for old in ("", "not my password at all"):
        assert change(client, GOOD, old).status_code == 200
        inspector.refresh_from_db()
        assert inspector.check_password(PASSWORD)
    assert change(client, GOOD).status_code == 302
    inspector.refresh_from_db()
    assert inspector.check_password(GOOD)


@pytest.mark.parametrize("password", ["1qaz2wsx3edc", "Inspectorate2026!", "too short"])
def test_change_refuses_what_registering_refuses(inspector: Person, password: str) -> None:
    assert change(signed_in(inspector), password).status_code == 200
    inspector.refresh_from_db()
    assert inspector.check_password(PASSWORD)


def test_link_that_was_mailed_refuses_what_registering_refuses(inspector: Person) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": inspector.email})
    body = str(mail.outbox[0].body)
    link = next(word for word in body.split() if "/password/reset/key/" in word)
    page = client.get(link.partition("testserver")[2], follow=True)
    to = page.request["PATH_INFO"]
    # The token was taken out of the address before any page was shown.
    assert to.endswith("-set-password/")
    answer = client.post(to, {"password1": "1qaz2wsx3edc", "password2": "1qaz2wsx3edc"})
    assert "list that attackers use" in answer.content.decode()
    inspector.refresh_from_db()
    assert inspector.check_password(PASSWORD)


def test_fields_for_passwords_are_masked_and_let_password_managers_in(inspector: Person) -> None:
    client = signed_in(inspector)
    for path, of, fields in (
        (LOGIN, Client(), {"password": "current-password"}),
        (
            reverse("account_change_password"),
            client,
            {"oldpassword": "current-password", "password1": "new-password"},
        ),
    ):
        page = of.get(path).content.decode()
        assert "onpaste" not in page
        for name, word in fields.items():
            field = next(one for one in page.split("<input") if f'name="{name}"' in one)
            field = field.partition(">")[0]
            assert 'type="password"' in field
            assert f'autocomplete="{word}"' in field, field


def test_password_stays_good_however_old_it_is(inspector: Person) -> None:
    Person.objects.filter(pk=inspector.pk).update(registered_at="2001-01-01T00:00:00Z")
    assert "_auth_user_id" in after(inspector, PASSWORD).session


def test_new_installation_holds_nobody() -> None:
    assert not Person.objects.exists()
