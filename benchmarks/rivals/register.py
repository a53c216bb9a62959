"""People, bodies and programmes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.hashers import make_password
from tests.factories import rooms
from tests.factories.rooms import AT, a_key

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.delegates import actions as delegates
from inspectorate.domain.programmes import actions as programmes
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.prose.style.house import HouseStyle

from .ground import Ground, Pair, again, call, twice

_LETTERS = str.maketrans("0123456789", "abcdefghij")
ISSUER = "https://directory.example"
CLEARED = {
    "level": Marking.SENSITIVE,
    "sponsor": "Vetting unit",
    "expires_on": date(2099, 12, 31),
}


def grant_or_end_a_role(on: Ground) -> Pair:
    given = {
        "by": rooms.an_admin(),
        "person": rooms.a_person(Role.EDITOR),
        "role": Role.EDITOR,
    }
    return call(people.grant, **given), call(people.end_role, **given)


def grant_or_leave(on: Ground) -> Pair:
    admin, person = rooms.an_admin(), rooms.a_person(Role.EDITOR)
    return (
        call(people.grant, by=admin, person=person, role=Role.ANALYST),
        call(people.leave, by=admin, person=person),
    )


def contact_named_or_role_ended(on: Ground) -> Pair:
    admin, person = rooms.an_admin(), rooms.a_person(Role.BODY)
    return (
        call(bodies.name_contact, by=admin, person=person, body=rooms.a_body()),
        call(people.end_role, by=admin, person=person, role=Role.BODY),
    )


def name_or_end_a_contact(on: Ground) -> Pair:
    admin, body = rooms.an_admin(), rooms.a_body()
    contact = rooms.a_contact(body).speaks_for.get()
    return (
        call(bodies.name_contact, by=admin, person=contact.person, body=body),
        call(bodies.end_contact, by=admin, contact=contact),
    )


def delegate_named_by_both(on: Ground) -> Pair:
    admin, contact = rooms.an_admin(), rooms.a_contact(rooms.a_body())
    given = {
        "contact": contact.speaks_for.get(),
        "from_on": AT.date(),
        "to_on": AT.date(),
        "reason": "On leave",
    }
    return (
        call(delegates.name_delegate, by=admin, person=rooms.a_person(Role.BODY), **given),
        call(delegates.name_delegate, by=admin, person=rooms.a_person(Role.BODY), **given),
    )


def delegate_named_or_contact_ended(on: Ground) -> Pair:
    admin, contact = rooms.an_admin(), rooms.a_contact(rooms.a_body()).speaks_for.get()
    return (
        call(
            delegates.name_delegate,
            by=admin,
            contact=contact,
            person=rooms.a_person(Role.BODY),
            from_on=AT.date(),
            to_on=AT.date(),
            reason="On leave",
        ),
        call(bodies.end_contact, by=admin, contact=contact),
    )


def delegate_ended_by_both(on: Ground) -> Pair:
    contact = rooms.a_contact(rooms.a_body())
    delegate = rooms.a_delegate(contact)
    return (
        call(delegates.end_delegate, by=contact, delegate=delegate),
        call(delegates.end_delegate, by=delegate.person, delegate=delegate),
    )


def close_or_merge_a_body(on: Ground) -> Pair:
    admin, body = rooms.an_admin(), rooms.a_body()
    return (
        call(bodies.close, by=admin, body=body, on=AT.date()),
        call(
            bodies.change,
            by=admin,
            body=body,
            kind="merged",
            on=AT.date(),
            other=rooms.a_body(),
        ),
    )


def body_closed_twice(on: Ground) -> Pair:
    return again(close_or_merge_a_body(on)[0])


def body_merged_twice(on: Ground) -> Pair:
    return again(close_or_merge_a_body(on)[1])


def register_or_import_a_body(on: Ground) -> Pair:
    code, admin = f"rival-{next(on.numbers)}", rooms.an_admin()
    table = f"code,name,kind\n{code},Founded Constabulary,territorial\n".encode()
    return (
        call(
            bodies.register,
            by=admin,
            code=code,
            name="Founded Constabulary",
            short_name="Founded",
            kind="territorial",
        ),
        call(bodies.import_register, by=admin, content=table, name="register.csv"),
    )


def register_imported_twice(on: Ground) -> Pair:
    table = f"code,name,kind\nrival-{next(on.numbers)},Founded,territorial\n".encode()
    return twice(bodies.import_register, by=rooms.an_admin(), content=table, name="register.csv")


def group_named_twice(on: Ground) -> Pair:
    given = {"code": f"group-{next(on.numbers)}", "name": "By the sea", "bodies": [rooms.a_body()]}
    return twice(bodies.group, by=rooms.an_admin(), **given)


def overseen_twice(on: Ground) -> Pair:
    overseer, body = rooms.a_body("local-policing"), rooms.a_body()
    return twice(bodies.oversee, by=rooms.an_admin(), overseer=overseer, body=body)


def _framework(on: Ground) -> dict[str, Any]:
    version = f"Test framework,r{next(on.numbers)}"
    content = rooms.FRAMEWORK_CSV.replace("Test framework,1", version).encode()
    return {"content": content, "name": "framework.csv"}


def framework_loaded_twice(on: Ground) -> Pair:
    return twice(programmes.load_framework, by=rooms.an_admin(), **_framework(on))


def load_or_adopt_a_framework(on: Ground) -> Pair:
    file = _framework(on)
    made = programmes.load_framework(by=rooms.an_admin(), at=AT, key=a_key(), **file)
    by = rooms.a_person(Role.SIGNING)
    return (
        call(programmes.load_framework, by=rooms.an_admin(), **file),
        call(programmes.adopt_framework, by=by, framework=made),
    )


def framework_adopted_twice(on: Ground) -> Pair:
    made = programmes.load_framework(by=rooms.an_admin(), at=AT, key=a_key(), **_framework(on))
    return twice(programmes.adopt_framework, by=rooms.a_person(Role.SIGNING), framework=made)


def strategy_registered_twice(on: Ground) -> Pair:
    by, code = rooms.a_person(Role.SIGNING), f"strategy-{next(on.numbers)}"
    strand = ("pursue", "Pursue", "Its aim", ["An objective"])
    return twice(
        programmes.register_strategy, by=by, code=code, name="A strategy", strands=[strand]
    )


def _scale(on: Ground, version: str) -> dict[str, Any]:
    grades = [("Not good", "N", False), ("Good", "G", True)]
    return {
        "code": f"scale-{next(on.numbers)}",
        "version": version,
        "name": "Two",
        "grades": grades,
    }


def scale_added_twice(on: Ground) -> Pair:
    return twice(programmes.add_scale, by=rooms.a_person(Role.SIGNING), **_scale(on, "1"))


def break_marked_twice(on: Ground) -> Pair:
    by = rooms.a_person(Role.SIGNING)
    given = _scale(on, "1")
    before, after = (
        programmes.add_scale(by=by, at=AT, key=a_key(), **{**given, "version": version})
        for version in ("1", "2")
    )
    return twice(
        programmes.mark_break,
        by=by,
        before=before,
        after=after,
        reason="Its meaning changed",
        changed_on=AT.date(),
    )


def vocabulary_adopted_twice(on: Ground) -> Pair:
    return twice(
        programmes.adopt_vocabulary,
        by=rooms.a_person(Role.SIGNING),
        code="proposed_default",
        version=f"r{next(on.numbers)}",
        name="Words",
    )


def style_adopted_twice(on: Ground) -> Pair:
    return twice(
        programmes.adopt_style,
        by=rooms.a_person(Role.SIGNING),
        style=HouseStyle(words=((str(next(on.numbers)).translate(_LETTERS), ""),)),
    )


def password_set_twice(on: Ground) -> Pair:
    person = rooms.a_person(Role.EDITOR)
    hashed = make_password(f"a long enough one {next(on.numbers)}")
    return twice(people.set_password, by=person, person=person, password=hashed)


def sign_in_linked_twice(on: Ground) -> Pair:
    person = rooms.a_person(Role.EDITOR)
    return twice(people.link_sign_in, by=person, issuer=ISSUER, subject=_subject(on))


def one_sign_in_linked_by_two(on: Ground) -> Pair:
    subject = _subject(on)
    one, other = rooms.a_person(Role.EDITOR), rooms.a_person(Role.ANALYST)
    return (
        call(people.link_sign_in, by=one, issuer=ISSUER, subject=subject),
        call(people.link_sign_in, by=other, issuer=ISSUER, subject=subject),
    )


def sign_in_unlinked_by_both(on: Ground) -> Pair:
    person, admin = _linked(on), rooms.an_admin()
    given = {"person": person, "reason": "The directory was exchanged"}
    return (
        call(people.unlink_sign_in, by=person, **given),
        call(people.unlink_sign_in, by=admin, **given),
    )


def sign_in_unlinked_or_its_person_leaves(on: Ground) -> Pair:
    person, admin = _linked(on), rooms.an_admin()
    return (
        call(people.unlink_sign_in, by=admin, person=person, reason="Moved to another directory"),
        call(people.leave, by=admin, person=person),
    )


def clearance_given_or_its_person_leaves(on: Ground) -> Pair:
    person, admin = rooms.a_person(Role.INSPECTOR), rooms.an_admin()
    return (
        call(people.clear, by=admin, people=[person], **CLEARED),
        call(people.leave, by=admin, person=person),
    )


def clearance_given_anew_or_ended(on: Ground) -> Pair:
    person, admin = rooms.a_person(Role.INSPECTOR), rooms.an_admin()
    people.clear(by=admin, at=AT, key=a_key(), people=[person], **CLEARED)
    return (
        call(people.clear, by=admin, people=[person], **CLEARED),
        call(people.end_clearance, by=admin, person=person, reason="Vetting was withdrawn"),
    )


def clearance_ended_twice(on: Ground) -> Pair:
    person, admin = rooms.a_person(Role.INSPECTOR), rooms.an_admin()
    people.clear(by=admin, at=AT, key=a_key(), people=[person], **CLEARED)
    return twice(people.end_clearance, by=admin, person=person, reason="Vetting was withdrawn")


def _subject(on: Ground) -> str:
    return f"account {next(on.numbers)}"


def _linked(on: Ground) -> Person:
    person = rooms.a_person(Role.EDITOR)
    people.link_sign_in(by=person, at=AT, key=a_key(), issuer=ISSUER, subject=_subject(on))
    return person
