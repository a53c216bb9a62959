"""The scope set by ticking: what the form shows, keeps and asks, and what it sends."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.models import Body
from inspectorate.domain.inspections import actions, queries
from inspectorate.domain.inspections.models import Inspection, NotInspected
from inspectorate.foundation.people.roles import Role
from tests.factories import rooms
from tests.factories.rooms import AT, a_body, a_key, a_visit, member, scope_body
from tests.interfaces.web.acting import signed_in, words

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False


def _planned(bodies: int = 0, **given: Any) -> Inspection:
    return rooms.an_inspection(bodies=bodies, phase="planned", **given)


def _page(inspection: Inspection) -> tuple[Client, str]:
    return signed_in(member(inspection, Role.LEAD)), f"/i/{inspection.slug}/scope/"


def _sent(inspection: Inspection, **given: Any) -> Any:
    client, address = _page(inspection)
    shown = client.get(address).context["form"].initial["shown"]
    empty = {"key": a_key(), "shown": shown, "many": [], "bodies": [], "word": ""}
    return client.post(address, {**empty, **given})


def _scope(inspection: Inspection) -> dict[str, str]:
    return {row.label: row.body.code for row in queries.scope(inspection)}


def test_list_prints_codes_and_shows_ticked_what_is_in_scope() -> None:
    inspection, other = _planned(1), a_body(name="Fell Police", region="Dales")
    client, address = _page(inspection)
    html = client.get(address).content.decode()
    there = scope_body(inspection)
    for body, ticked in ((there.body, True), (other, False)):
        box = html.partition(f'id="id_bodies-{body.pk}"')[2].partition(">")[0]
        assert ("checked" in box, "disabled" in box) == (ticked, False)
        assert f"<code>{body.code}</code>" in html
    assert f'value="{there.label}"' in html


def test_forty_six_are_in_scope_in_six_acts_under_pseudonyms_that_tell_nothing_of_the_order() -> (
    None
):
    for number in range(43):
        a_body(name=f"Police of shire {number:02}", kind="territorial", region=f"R{number % 9}")
    for number in range(3):
        a_body(name=f"Police of rails {number}", kind="special")
    a_body(name="Commissioner", kind="local-policing")
    inspection = _planned()
    # Opening the page, two kinds ticked, one press: four acts.
    kinds = ["kind territorial", "kind special"]
    assert _sent(inspection, many=kinds, word="Force").status_code == 302
    rows = list(queries.scope(inspection))
    assert [row.label for row in rows] == [f"Force {number:02}" for number in range(1, 47)]
    assert "Commissioner" not in {row.body.name for row in rows}
    names = [row.body.name for row in rows]
    assert names != sorted(names)


def test_regions_groups_and_single_bodies_are_put_together() -> None:
    near, far = a_body(region="North"), a_body(region="South")
    single, grouped = a_body(), a_body()
    bodies.group(
        by=rooms.an_admin(), at=AT, key=a_key(), code="pilot", name="Pilot", bodies=[grouped]
    )
    inspection = _planned(rehearsal=False)
    sent = {"many": ["region North", "group pilot"], "bodies": [single.pk]}
    assert _sent(inspection, **sent).status_code == 302
    assert set(_scope(inspection).values()) == {near.code, single.code, grouped.code}
    assert far.code not in _scope(inspection).values()


def test_all_are_ticked_at_once_and_a_name_shared_by_two_bears_the_code() -> None:
    one, other = a_body(name="River Police"), a_body(name="River Police")
    alone = a_body(name="Fell Police")
    inspection = _planned(rehearsal=False)
    assert _sent(inspection, many=["all"]).status_code == 302
    found = _scope(inspection)
    assert found[f"River Police ({one.code})"] == one.code
    assert found[f"River Police ({other.code})"] == other.code
    assert alone.name in found


def test_pseudonyms_are_kept_and_only_new_bodies_are_given_a_number_that_is_free() -> None:
    inspection, new, named = _planned(2), a_body(), a_body()
    first, second = queries.scope(inspection)
    sent = {
        "bodies": [first.body_id, second.body_id, new.pk, named.pk],
        f"label-{first.body_id}": first.label,
        f"label-{second.body_id}": "Force 03",
        f"label-{named.pk}": "Island 1",
    }
    assert _sent(inspection, **sent).status_code == 302
    assert {row.label: row.body_id for row in queries.scope(inspection)} == {
        "Force 01": first.body_id,
        "Force 03": second.body_id,
        "Force 02": new.pk,
        "Island 1": named.pk,
    }


def test_form_sent_twice_is_answered_once_and_a_body_unticked_while_planned_leaves() -> None:
    inspection, new = _planned(2), a_body()
    kept = scope_body(inspection)
    sent = {
        "key": "the same",
        "shown": " ".join(str(row.body_id) for row in inspection.scope.all()),
        "bodies": [kept.body_id, new.pk],
        f"label-{kept.body_id}": kept.label,
    }
    assert [_sent(inspection, **sent).status_code for _ in range(2)] == [302, 302]
    assert [row.body_id for row in queries.scope(inspection)] == [kept.body_id, new.pk]


def test_body_that_somebody_else_put_in_scope_meanwhile_stays() -> None:
    inspection, theirs, mine = _planned(1), a_body(), a_body()
    there = scope_body(inspection)
    before = str(there.body_id)
    labels = {f"label-{there.body_id}": there.label}
    assert _sent(inspection, bodies=[there.body_id, theirs.pk], **labels).status_code == 302
    sent = {"shown": before, "bodies": [there.body_id, mine.pk], **labels, "word": "Shire"}
    assert _sent(inspection, **sent).status_code == 302
    rows = {row.body_id: row.label for row in queries.scope(inspection)}
    assert rows == {there.body_id: "Force 01", theirs.pk: "Force 02", mine.pk: "Shire 01"}


def test_refused_form_keeps_what_was_ticked_and_says_why() -> None:
    inspection, body = _planned(1), a_body(name="Isle Police", short_name="Isle")
    answer = _sent(inspection, bodies=[body.pk], **{f"label-{body.pk}": "Isle 9"})
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "gives away the real name" in words(answer)
    assert "checked" in html.partition(f'id="id_bodies-{body.pk}"')[2].partition(">")[0]
    there = scope_body(inspection).body_id
    assert "checked" not in html.partition(f'id="id_bodies-{there}"')[2].partition(">")[0]
    assert 'value="Isle 9"' in html


def test_once_fieldwork_has_begun_bodies_are_added_and_none_can_be_unticked() -> None:
    inspection, new = rooms.an_inspection(bodies=2), a_body()
    client, address = _page(inspection)
    there = scope_body(inspection)
    html = client.get(address).content.decode()
    box = html.partition(f'id="id_bodies-{there.body_id}"')[2].partition(">")[0]
    assert ("checked" in box, "disabled" in box) == (True, True)
    labels = {f"label-{row.body_id}": row.label for row in inspection.scope.all()}
    assert _sent(inspection, bodies=[new.pk], **labels).status_code == 302
    assert [row.body_id for row in queries.scope(inspection)][2:] == [new.pk]


def test_once_judging_has_begun_the_page_says_why_nothing_can_be_ticked() -> None:
    inspection = rooms.an_inspection(phase="judging")
    client, address = _page(inspection)
    page = words(client.get(address))
    assert (
        "The scope cannot change at judging. Move the inspection back to fieldwork first." in page
    )
    assert "Set scope" not in page


def test_body_on_which_something_hangs_is_removed_in_one_press_and_all_can_be_taken_back() -> None:
    inspection = rooms.an_inspection(bodies=2)
    a_visit(inspection)
    client, address = _page(inspection)
    row = scope_body(inspection)
    remove = f"{address}{row.body_id}/remove/"
    assert remove in client.get(address).content.decode()
    assert "left out of every criterion on which it is still inspected (4)" in words(
        client.get(remove)
    )
    done = client.post(remove, {"key": "k", "reason": "It was <merged>."}, follow=True)
    assert "Force 01 is left out of every criterion." in words(done)
    assert "Force 01 : It was <merged>." in words(done)
    assert NotInspected.standing().filter(scope_body=row).count() == 4
    back = f"/i/{inspection.slug}/coverage/take-back/?body={row.code}"
    assert back in client.get(f"/i/{inspection.slug}/coverage/").content.decode()
    ticked = client.get(back).context["form"].initial["left_out"]
    sent = {"key": "b", "left_out": ticked, "reason": "It was not."}
    assert client.post(back, sent).status_code == 302
    assert queries.coverage(inspection).inspected == (2, 2, 2, 2)


def test_body_that_was_never_in_scope_has_no_page_to_be_removed_on() -> None:
    inspection, elsewhere = rooms.an_inspection(), a_body()
    client, address = _page(inspection)
    assert client.get(f"{address}{elsewhere.pk}/remove/").status_code == 404
    assert Body.objects.filter(pk=elsewhere.pk).exists()


def test_body_that_a_colleague_removed_meanwhile_does_not_come_back_by_a_page_left_open() -> None:
    inspection = _planned(2)
    kept, gone = scope_body(inspection, 0).body, scope_body(inspection, 1).body
    client, address = _page(inspection)
    shown = client.get(address).context["form"].initial["shown"]
    actions.remove_body(
        by=member(inspection, Role.LEAD),
        at=AT,
        key=a_key(),
        inspection=inspection,
        body=gone,
        reason="Nobody may judge it",
    )
    sent = {
        "key": a_key(),
        "shown": shown,
        "bodies": [kept.pk, gone.pk],
        "word": "",
        f"label-{kept.pk}": "Force 01",
    }
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert f"{gone.name} was removed from the scope since" in words(answer)
    assert set(_scope(inspection).values()) == {kept.code}
    assert client.post(address, {**sent, "key": a_key(), "bodies": [kept.pk]}).status_code == 302
