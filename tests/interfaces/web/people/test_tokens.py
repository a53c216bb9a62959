"""Tokens of the API on their pages: made after a proof, shown once, ended by whom they may be."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inspectorate.foundation.ledger.models import Entry, RowDigest
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import AccessToken, Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.tokens import actions
from inspectorate.foundation.people.tokens.known import digest_of, found
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_key, a_person, an_admin

pytestmark = pytest.mark.django_db
GIVEN = {"key": "k", "label": "Nightly figures", "scopes": ["evidence:read"], "days": "30"}


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _as(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def _shown(answer: Any) -> str:
    told = re.search(r'id="token" tabindex="0">([^<]+)<', answer.content.decode())
    return told[1] if told else ""


def _own(person: Person) -> str:
    return reverse("people-person", args=[person.pk])


class TestMake:
    def test_token_is_shown_once_and_stands_nowhere(self) -> None:
        person = a_person(Role.ANALYST)
        client = _as(person)
        answer = client.post(reverse("people-make-token"), GIVEN)
        secret = _shown(answer)
        assert secret.startswith("inspectorate_")
        (row,) = AccessToken.objects.all()
        assert (row.person, row.digest, row.opens) == (
            person,
            digest_of(secret),
            {"evidence:read"},
        )
        assert found(secret, timezone.now()) == row
        said = Entry.objects.filter(verb="people.make_token").get()
        assert secret not in str(said.__dict__)
        assert RowDigest.objects.filter(entry=said).exists()
        text = client.get(_own(person)).content.decode()
        assert "Nightly figures" in text
        assert secret not in text

    def test_form_sent_twice_makes_one_token_and_shows_the_same(self) -> None:
        client = _as(a_person(Role.ANALYST))
        first, again = (_shown(client.post(reverse("people-make-token"), GIVEN)) for _ in range(2))
        assert first == again != ""
        assert AccessToken.objects.count() == 1

    def test_form_sent_again_after_its_token_was_ended_shows_none(self) -> None:
        person = a_person(Role.ANALYST)
        client = _as(person)
        client.post(reverse("people-make-token"), GIVEN)
        client.post(
            reverse("people-end-token", args=[AccessToken.objects.get().pk]), {"key": "end"}
        )
        answer = client.post(reverse("people-make-token"), GIVEN)
        assert _shown(answer) == ""
        assert "was ended, and opens nothing" in answer.content.decode()

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"label": ""}, "label"),
            ({"scopes": []}, "scopes"),
            ({"scopes": ["everything"]}, "scopes"),
            ({"days": "0"}, "days"),
            ({"days": "367"}, "days"),
            ({"days": "soon"}, "days"),
        ],
    )
    def test_what_is_lacking_or_too_much_is_said_by_its_field(
        self, told: dict[str, Any], field: str
    ) -> None:
        answer = _as(a_person(Role.ANALYST)).post(reverse("people-make-token"), GIVEN | told)
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert AccessToken.objects.count() == 0

    def test_twenty_stand_and_no_more_until_one_is_ended(self) -> None:
        person, at = a_person(Role.ANALYST), timezone.now()
        given = {"label": "A program", "scopes": ["evidence:read"], "days": 9, "by": person}
        made = [
            actions.make_token(at=at, key=a_key(), digest=f"{n:064d}", **given) for n in range(20)
        ]
        with pytest.raises(Refused) as refused:
            actions.make_token(at=at, key=a_key(), digest="f" * 64, **given)
        assert codes_of(refused) == [": enough_there"]
        actions.end_token(by=person, at=at, key=a_key(), token=made[0])
        actions.make_token(at=at, key=a_key(), digest="f" * 64, **given)


class TestEnd:
    def test_own_is_ended_by_its_person_and_anybodys_by_an_administrator(self) -> None:
        person, admin = a_person(Role.ANALYST), an_admin()
        for by in (person, admin):
            _as(person).post(reverse("people-make-token"), GIVEN | {"key": a_key()})
            token = AccessToken.objects.get(ended_at=None)
            page = reverse("people-end-token", args=[token.pk])
            assert f'href="{page}"' in _as(by).get(_own(person)).content.decode()
            assert _as(by).post(page, {"key": a_key()}).status_code == 302
            token.refresh_from_db()
            assert token.ended_at is not None

    def test_colleague_neither_sees_nor_ends_it(self) -> None:
        person, other = a_person(Role.ANALYST), a_person(Role.LEAD)
        _as(person).post(reverse("people-make-token"), GIVEN)
        page = reverse("people-end-token", args=[AccessToken.objects.get().pk])
        assert _as(other).post(page, {"key": a_key()}).status_code == 404
        assert "Nightly figures" not in _as(other).get(_own(person)).content.decode()

    def test_page_says_that_one_has_run_out_or_is_believed_no_more(self) -> None:
        person, admin = a_person(Role.ANALYST), an_admin()
        said = {"label": "A program", "scopes": ["evidence:read"], "by": person}
        long_ago = timezone.now() - timedelta(days=9)
        actions.make_token(at=long_ago, key=a_key(), digest="1" * 64, days=2, **said)
        actions.make_token(at=long_ago, key=a_key(), digest="2" * 64, days=90, **said)
        # Nobody knows whose the account was between the two roles.
        change = {"by": admin, "person": person}
        people.end_role(at=timezone.now(), key=a_key(), role=Role.ANALYST, **change)
        people.grant(at=timezone.now(), key=a_key(), role=Role.EDITOR, **change)
        text = " ".join(_as(admin).get(_own(person)).content.decode().split())
        assert "ran out" in text
        assert "opens nothing any more" in text
