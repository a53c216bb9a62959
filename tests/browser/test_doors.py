"""What a week of an inspection asks for again and again, in a real browser, with script and
without: a plan of judging given, claims referenced, a leaver's cell, a session, a hand-in.
"""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import World
from tests.browser.driving import Acts, a_page
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD, TO_GIVE

pytestmark = pytest.mark.browser
CRITERIA = ("1.1", "1.2", "2.1", "2.2")


@pytest.mark.drill
def test_plan_of_judging_is_given_from_a_paste(person: Page, world: World) -> None:
    sign_in(person, world.address, world.people["giver"], PASSWORD)
    person.goto(f"{world.address}/i/given/judgments/")
    acts = Acts()
    acts.click(person.get_by_role("button", name="Assign many"))
    expect(person.get_by_label("Judgments", exact=True)).to_be_visible()
    hint = person.get_by_text("A line each: body, criterion, inspector").inner_text()
    judge = hint.split("Inspectors: ")[1].split(",")[0].strip(" .")
    lines = [
        f"Force {number:02}\t{of}\t{judge}" for number in range(1, TO_GIVE + 1) for of in CRITERIA
    ]
    acts.fill(
        person.get_by_label("Judgments", exact=True), "\n".join([*lines, "Force 01\t9.9\tNobody"])
    )
    acts.click(person.get_by_role("button", name="Assign", exact=True))
    said = f"Line {len(lines) + 1}: no criterion is called '9.9'"
    expect(person.get_by_text(said).first).to_be_visible()
    assert _given(world) == 0

    acts.fill(person.get_by_label("Judgments", exact=True), "\n".join(lines))
    acts.click(person.get_by_role("button", name="Assign", exact=True))
    expect(person.get_by_text("The judgments are assigned.")).to_be_visible()
    assert (_given(world), acts.count) == (len(lines), 5)


def _given(world: World) -> int:
    """How many judgments of that inspection are given to somebody."""
    with sqlite3.connect(world.data / "inspectorate.sqlite3") as stored:
        found = stored.execute(
            "SELECT count(*) FROM judgments_assignment JOIN inspections_scopebody body "
            "ON body.id = scope_body_id JOIN inspections_inspection one "
            "ON one.id = body.inspection_id WHERE one.slug = 'given'"
        ).fetchone()
    stored.close()
    return int(found[0])


def test_five_claims_are_referenced_without_leaving_their_list(
    person: Page, one_world: World
) -> None:
    sign_in(person, one_world.address, one_world.people["referencer"], PASSWORD)
    claims = f"{one_world.address}/i/small/claims/"
    person.goto(claims)
    acts = Acts()
    for left in range(5, 0, -1):
        waiting = person.get_by_role("link", name=re.compile("^Reference "))
        expect(waiting).to_have_count(left)
        acts.click(waiting.first)
        acts.click(person.get_by_label("The support carries the claim"))
        acts.click(person.get_by_role("button", name="Sign", exact=True))
        # The words of the act before may still stand there: the list drawn anew does not.
        expect(waiting).to_have_count(left - 1)
        expect(person.get_by_text("Your signature is recorded")).to_be_visible()
        assert person.url.split("#")[0] == claims
    assert acts.count == 15


@pytest.mark.drill
def test_judgments_of_a_leaver_are_given_to_another_as_they_leave(
    person: Page, world: World
) -> None:
    sign_in(person, world.address, world.people["lead"], PASSWORD)
    person.goto(f"{world.address}/i/small/team/")
    row = person.get_by_role("row").filter(has_text="Inspector")
    names = row.get_by_role("rowheader").all_inner_texts()
    acts = Acts()
    acts.click(person.get_by_role("link", name=re.compile(f"^Take off {names[0]}")).first)
    given = person.get_by_label(re.compile("Judgments of .* not submitted"))
    expect(given.first).to_be_visible()
    for number in range(given.count()):
        offered = given.nth(number).get_by_role("option").all_inner_texts()
        acts.choose(given.nth(number), offered[-1])
    acts.fill(person.get_by_label("Why they leave"), "They left the inspectorate.")
    acts.click(person.get_by_role("button", name="Take off and hand over"))
    expect(person.get_by_text("has left the team. Handed over: 2. Open")).to_be_visible()
    assert acts.count <= 8


@pytest.mark.drill
def test_times_of_a_session_are_mended(person: Page, world: World) -> None:
    sign_in(person, world.address, world.people["lead"], PASSWORD)
    person.goto(f"{world.address}/i/small/fieldwork/")
    acts = Acts()
    acts.click(person.get_by_role("link", name="Force 01").first)
    acts.click(person.get_by_role("link", name=re.compile("^Mend the times of ")))
    expect(person.get_by_label("Why the times are mended")).to_be_visible()
    day = person.get_by_label("From").input_value()[:10]
    acts.fill(person.get_by_label("From"), f"{day}T13:00")
    acts.fill(person.get_by_label("To"), f"{day}T14:00")
    acts.fill(person.get_by_label("Why the times are mended"), "It was held after lunch.")
    acts.click(person.get_by_role("button", name="Mend the times"))
    expect(person.get_by_text("The times are mended.")).to_be_visible()
    expect(person.get_by_text("It was held after lunch.").first).to_be_visible()
    assert acts.count == 6


@pytest.mark.parametrize(
    "person", [True, False], ids=["with script", "without script"], indirect=True
)
def test_hand_in_is_opened_by_an_inspector_and_exists_for_no_contact_of_another_body(
    browser: Browser, person: Page, world: World, tmp_path: Path
) -> None:
    file = tmp_path / "records.csv"
    file.write_text("officer,trained\n1,yes\n", "utf-8")
    sign_in(person, world.address, world.people["contact"], PASSWORD)
    person.get_by_role("link", name="Training records of Force 01").first.click()
    expect(person.get_by_role("button", name="Send a note or a document")).to_be_visible()
    asked = person.url
    person.get_by_role("button", name="Send a note or a document").click()
    person.locator("input[type=file]").set_input_files(file)
    person.get_by_role("button", name="Send", exact=True).click()
    expect(person.get_by_role("link", name="records.csv", exact=True)).to_be_visible()
    theirs = person.get_by_role("link", name="records.csv", exact=True).get_attribute("href")

    with a_page(browser) as inspector:
        sign_in(inspector, world.address, world.people["inspector"], PASSWORD)
        inspector.goto(f"{world.address}/i/small/fieldwork/requests/")
        inspector.get_by_role("link", name="Training records of Force 01").first.click()
        expect(inspector.get_by_role("link", name="records.csv", exact=True)).to_be_visible()
        ours = inspector.get_by_role("link", name="records.csv", exact=True).get_attribute("href")
        with inspector.expect_download() as given:
            inspector.get_by_role("link", name="records.csv", exact=True).click()
        assert given.value.path().read_bytes() == file.read_bytes()

    with a_page(browser) as elsewhere:
        sign_in(elsewhere, world.address, world.people["elsewhere"], PASSWORD)
        for address in (asked, f"{world.address}{theirs}", f"{world.address}{ours}"):
            answer = elsewhere.request.get(address)
            assert answer.status == 404, address
            assert "trained" not in answer.text()
