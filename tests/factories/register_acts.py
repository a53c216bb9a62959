"""The acts on people, the register and programmes that ``world.a_world`` leaves out, each done once
with something in every text it takes.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.delegates import actions as delegates
from inspectorate.domain.bodies.models import Group
from inspectorate.domain.programmes import actions as programmes
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.days_off import actions as days_off
from inspectorate.foundation.people.invitations import actions as invitations
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.prose.style.house import HouseStyle, StyleRule
from tests.factories import rooms
from tests.factories.rooms import AT, a_key

REGISTER = b"code,name,kind\nnew-body,Newly Founded Constabulary,territorial\n"


def on_people() -> None:
    """A declaration and a clearance made and ended, a role ended, a person and a contact gone."""
    admin = rooms.an_admin()
    person = rooms.a_person(Role.INSPECTOR, name="Ffion Departing", password=rooms.PASSWORD)
    body = rooms.a_body()
    declared = people.declare(
        by=person, at=AT, key=a_key(), about_code=body.code, nature="My sister serves there"
    )
    people.end_declaration(by=person, at=AT, key=a_key(), declaration=declared)
    days_off.take_many_days_off(
        by=person, at=AT, key=a_key(), days="2027-01-04 to 2027-01-08  # away"
    )
    off = days_off.take_days_off(
        by=person, at=AT, key=a_key(), from_on=date(2018, 12, 24), to_on=date(2018, 12, 31)
    )
    days_off.withdraw_days_off(by=person, at=AT, key=a_key(), days_off=off)
    rooms.a_clearance(person, by=admin)
    people.end_clearance(
        by=admin, at=AT, key=a_key(), person=person, reason="Vetting was withdrawn"
    )
    given = {"user": person, "type": "totp", "defaults": {"data": {"secret": "A" * 32}}}
    people.change_factors(
        by=person, at=AT, key=a_key(), change=lambda: Authenticator.objects.get_or_create(**given)
    )
    people.reset_factors(
        by=admin, at=AT, key=a_key(), person=person, reason="Left it on the night train"
    )
    people.link_sign_in(
        by=person, at=AT, key=a_key(), issuer="https://Directory.example", subject="Account 118"
    )
    people.unlink_sign_in(
        by=admin, at=AT, key=a_key(), person=person, reason="The directory was exchanged"
    )
    _on_links(admin)
    people.end_role(by=admin, at=AT, key=a_key(), person=person, role=Role.INSPECTOR)
    people.leave(by=admin, at=AT, key=a_key(), person=person)
    contact = rooms.a_contact(body)
    delegates.end_delegate(by=contact, at=AT, key=a_key(), delegate=rooms.a_delegate(contact))
    bodies.end_contact(by=admin, at=AT, key=a_key(), contact=contact.speaks_for.get())


def _on_links(admin: Person) -> None:
    """Somebody invited, whose link is revoked, given again, used, and taken away."""
    said: Any = {"by": admin, "at": AT}
    told: Any = {"email": "invited@police.example", "name": "Invited Person", "role": Role.ANALYST}
    invited = invitations.invite_new(key=a_key(), digest="a" * 64, **told, **said)
    invitations.revoke_link(key=a_key(), invitation=invited.invitations.get(), **said)
    people.ask_for_link(by=people.ANYBODY, at=AT, key=a_key(), person=admin)
    link = invitations.invite(key=a_key(), person=invited, digest="b" * 64, **said)
    invitations.use_link(
        by=invited, at=AT, key=a_key(), invitation=link, password=make_password(rooms.PASSWORD)
    )
    invitations.reset_password(
        key=a_key(), person=invited, reason="Wrote it on a wall", digest="c" * 64, **said
    )


def on_the_register() -> None:
    """A body renamed, grouped and closed; a file read in."""
    said = {"by": rooms.an_admin(), "at": AT}
    old = rooms.a_body(
        official_code="E23 of old", nation="Wales of old", region="The far north", opened_on=None
    )
    bodies.change(
        key=a_key(),
        body=old,
        kind="renamed",
        on=AT.date(),
        former_name="Older Constabulary",
        new_name="Renamed Constabulary",
        **said,
    )
    bodies.group(key=a_key(), code="the-group", name="Those by the sea", bodies=[old], **said)
    group = Group.objects.get(code="the-group")
    bodies.regroup(key=a_key(), group=group, leaving=[old], reason="It lies inland", **said)
    bodies.close(key=a_key(), body=old, on=AT.date(), **said)
    bodies.reopen(key=a_key(), body=old, reason="Closed by a slip", **said)
    recorded = bodies.oversee(
        key=a_key(), overseer=rooms.a_body("local-policing"), body=old, from_on=AT.date(), **said
    )
    bodies.end_oversight(
        key=a_key(), oversight=recorded, to_on=AT.date(), reason="Another watches now", **said
    )
    bodies.import_register(key=a_key(), content=REGISTER, name="our register.csv", **said)


def on_programmes() -> None:
    """A strategy, two versions of a scale with a break, another version of the framework."""
    said = {"by": rooms.a_person(Role.SIGNING), "at": AT}
    strand = ("pursue", "Pursue and stop", "Aim of a strand", ["Objective of a strand"])
    programmes.register_strategy(
        key=a_key(),
        code="strategy",
        name="Strategy of ours",
        co_ordinated_by="Co-ordinating office",
        strands=[strand],
        **said,
    )
    programmes.adopt_vocabulary(
        key=a_key(), code="proposed_default", version="2 of ours", name="Words of ours", **said
    )
    before, after = (
        programmes.add_scale(
            key=a_key(),
            code="scale",
            version=version,
            name="Scale of two",
            grades=[("Not good", "N", False), ("Rather good", "G", True)],
            **said,
        )
        for version in ("1 of ours", "2 of ours")
    )
    programmes.mark_break(
        key=a_key(),
        before=before,
        after=after,
        reason="Its meaning changed",
        changed_on=AT.date(),
        **said,
    )
    programmes.load_calendar(
        by=rooms.an_admin(),
        at=AT,
        key=a_key(),
        content=b"day,name\n2018-12-25,First day of our feast\n2019-12-25,Its second\n",
        name="our days.csv",
        title="Our working days",
        first_on=AT.date(),
        last_on=date(2019, 12, 31),
    )
    programmes.adopt_style(
        by=rooms.a_person(Role.SIGNING),
        at=AT,
        key=a_key(),
        style=HouseStyle(
            rules=frozenset(StyleRule), words=(("our wont", "our way"),), swaps=(("till", "until"),)
        ),
    )
    programmes.load_framework(
        by=rooms.an_admin(),
        at=AT,
        key=a_key(),
        content=rooms.FRAMEWORK_CSV.replace(
            "Test framework,1", "Test framework,2 of ours"
        ).encode(),
        version="2 of ours",
        name="our framework.csv",
        question="Is it any better?",
    )
