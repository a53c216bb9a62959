"""A key belongs to whoever sent it: nobody takes another's, no form one of the system's, and what
was written before keys had spaces still answers a repeat.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.foundation.ledger import acts, chain
from inspectorate.foundation.ledger.acts import InternalKey, action, write
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.rooms import AT, an_admin

pytestmark = pytest.mark.django_db


def register(by: Person, key: str, code: str = "alpha") -> Body:
    return bodies.register(
        by=by,
        at=AT,
        key=key,
        code=code,
        name=f"{code} Constabulary",
        short_name=code,
        kind="territorial",
    )


def an_old_entry(by: Person, key: str, body: Body, *, verb: str = "") -> Entry:
    """The entry that format 1 kept of ``register(by, key)``: a bare key, arguments not salted."""
    sent = acts.fingerprint(
        {
            "code": body.code,
            "name": body.name,
            "short_name": body.short_name,
            "kind": body.kind,
        }
    )
    entry = Entry(
        format=1,
        stream="old",
        number=Entry.objects.filter(stream="old").count() + 1,
        at=datetime(2018, 1, 1, tzinfo=UTC),
        by=str(by.pk),
        by_name=by.name,
        verb=verb or "bodies.register",
        of=acts.label(body),
        key=key,
        payload=sent,
        previous=chain.START,
    )
    entry.digest = hashlib.sha256(chain.canonical(entry)).hexdigest()
    entry.save(force_insert=True)
    return entry


def a_second_admin() -> Person:
    other = people.register(
        by=an_admin(), at=AT, key="second", email="second@example.test", name="Second"
    )
    people.grant(by=an_admin(), at=AT, key="second-role", person=other, role=Role.ADMIN)
    return other


def test_key_of_another_person_is_not_refused_and_gives_nothing_of_theirs() -> None:
    theirs = register(an_admin(), "one-key", "alpha")
    mine = register(a_second_admin(), "one-key", "bravo")
    assert (theirs.code, mine.code, Body.objects.count()) == ("alpha", "bravo", 2)


def test_key_spelt_like_one_of_the_systems_or_of_another_stays_in_ones_own_space() -> None:
    admin, other = an_admin(), a_second_admin()
    for number, key in enumerate(
        ("sweep-prevent-1", "internal/sweep-prevent-1", f"../{admin.pk}/k", f"person/{admin.pk}/k")
    ):
        register(other, key, f"body-{number}")
        kept = Entry.objects.order_by("pk").last()
        assert kept is not None
        assert kept.key == f"person/{other.pk}/{key}"
    assert register(admin, "k", "mine").code == "mine"
    assert register(admin, InternalKey("sweep-prevent-1"), "internal").code == "internal"


def test_key_spelt_as_one_of_ones_own_was_stored_is_a_key_of_its_own() -> None:
    admin = an_admin()
    assert register(admin, "k", "alpha") != register(admin, f"person/{admin.pk}/k", "bravo")


def test_internal_key_is_one_for_whoever_acts_and_a_text_never_becomes_one() -> None:
    made = register(an_admin(), InternalKey("nightly"))
    assert register(an_admin(), InternalKey("nightly")) == made
    with pytest.raises(Refused) as refusal:
        register(a_second_admin(), InternalKey("nightly"))
    assert [reason.code for reason in refusal.value.reasons] == ["key_reused"]
    assert register(an_admin(), str(InternalKey("nightly")), "bravo") != made


def test_repeat_of_an_act_of_format_1_is_told_what_it_made_then() -> None:
    admin = an_admin()
    body = register(admin, "made-for-this-test")
    an_old_entry(admin, "old-key", body)
    before = Entry.objects.count()
    assert register(admin, "old-key") == body
    assert (Entry.objects.count(), Body.objects.count()) == (before, 1)
    with pytest.raises(Refused) as refusal:
        register(admin, "old-key", "bravo")
    assert [reason.code for reason in refusal.value.reasons] == ["key_reused"]
    assert register(admin, "another-key", "charlie").code == "charlie"


def test_old_bare_key_of_another_person_keeps_nobody_from_an_act() -> None:
    """Before keys had spaces a contact could post the key that the sweep would use."""
    admin, other = an_admin(), a_second_admin()
    an_old_entry(other, "sweep-prevent-1", register(other, "x", "alpha"))
    assert register(admin, "sweep-prevent-1", "bravo").code == "bravo"
    assert register(admin, InternalKey("sweep-prevent-1"), "charlie").code == "charlie"


def test_password_is_not_among_the_arguments_that_are_compared() -> None:
    person = an_admin()

    @action("test.password", streams=lambda **_: ["people"])
    def change(*, by: Person, at: datetime, key: str, password: str) -> Person:
        write(of=by, stream="people")
        return by

    assert change(by=person, at=AT, key="k", password="one") == person
    assert change(by=person, at=AT, key="k", password="other") == person
    assert Entry.objects.filter(verb="test.password").count() == 1
