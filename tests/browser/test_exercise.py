"""A standardisation exercise in a real browser: done by two inspectors, read by the lead."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import World
from tests.browser.driving import Acts, looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.drill]
CASES = 10


def as_(person: Page, world: World, who: str) -> None:
    person.context.clear_cookies()
    sign_in(person, world.address, world.people[who], PASSWORD)


def judge(person: Page, world: World, who: str, grade: str) -> None:
    """Open the work, judge ten cases by keyboard, hand in: three loads at most."""
    as_(person, world, who)
    person.goto(f"{world.address}/")
    loads: list[str] = []
    person.on("load", lambda page: loads.append(page.url))
    person.get_by_role("link", name="Judge the cases of “Before fieldwork”").click()
    expect(person.get_by_role("heading", name="Case 10", exact=False)).to_be_visible()
    for number in range(1, CASES + 1):
        group = person.get_by_role("group", name=f"Grade of case {number}", exact=True)
        group.get_by_label(grade, exact=True).focus()
        person.keyboard.press("Space")
        person.get_by_label(f"Reasons for case {number}", exact=True).focus()
        person.keyboard.type(f"As {who} saw it.")
    person.get_by_role("button", name="Hand in all answers").focus()
    person.keyboard.press("Enter")
    expect(person.get_by_text("Your answers are handed in.")).to_be_visible()
    expect(person.get_by_text("once the exercise is closed")).to_be_visible()
    assert len(loads) <= 3


def test_exercise_is_done_by_two_inspectors_and_read_by_the_lead(
    person: Page, world: World
) -> None:
    judge(person, world, "examined", "Good")
    judge(person, world, "examined-too", "Inadequate")
    as_(person, world, "examiner")
    person.goto(f"{world.address}/i/examined/judgments/")
    acts = Acts()
    acts.click(person.get_by_role("button", name="Standardisation exercises"))
    acts.click(person.get_by_role("link", name="1 Before fieldwork"))
    expect(person.get_by_text("2 of 2 inspectors have handed in")).to_be_visible()
    expect(person.get_by_text("As examined saw it.")).to_have_count(0)
    acts.click(person.get_by_role("button", name="Close and read"))
    acts.click(person.get_by_role("button", name="Close it"))
    expect(person.get_by_text("The exercise is closed.")).to_be_visible()
    expect(person.get_by_text("Of 20 answers, 10 gave the panel's grade")).to_be_visible()
    table = person.get_by_role("table", name="By inspector")
    far = table.get_by_role("row").filter(has_text="5 would reach it. It is not reached.")
    acts.click(far.get_by_role("link", name="Decide"))
    acts.click(person.get_by_label("Trains first"))
    acts.fill(person.get_by_label("Reasons"), "Judges lower than the panel on every case.")
    acts.click(person.get_by_role("button", name="Record the decision"))
    expect(person.get_by_text("Judges lower than the panel on every case.")).to_be_visible()

    as_(person, world, "examined-too")
    person.goto(f"{world.address}/i/examined/judgments/exercise/1/")
    expect(person.get_by_text("They lean lower than the panel's")).to_be_visible()
    expect(person.get_by_text("Judges lower than the panel on every case.")).to_be_visible()
    expect(person.get_by_text("As examined saw it.")).to_have_count(0)
    as_(person, world, "examined")
    person.goto(f"{world.address}/i/examined/judgments/exercise/1/")
    expect(person.get_by_text("Every answer is the panel's.")).to_be_visible()
    expect(person.get_by_text("As examined-too saw it.")).to_have_count(0)
    expect(person.get_by_text("Trains first")).to_have_count(0)


def test_pages_of_an_exercise_stand_as_they_should(page: Page, world: World) -> None:
    as_(page, world, "examiner")
    for name in ("exercises", "exercises/set", "exercises/1", "exercises/1/case"):
        page.goto(f"{world.address}/i/examined/judgments/{name}/")
        looked_at(page, f"judgments-{name.replace('/', '-')}")
    as_(page, world, "examined")
    page.goto(f"{world.address}/i/examined/judgments/exercise/1/")
    looked_at(page, "judgments-exercise-to-take")
    judge(page, world, "examined", "Good")
    looked_at(page, "judgments-exercise-handed-in")
    judge(page, world, "examined-too", "Inadequate")
    as_(page, world, "examiner")
    page.goto(f"{world.address}/i/examined/judgments/exercises/1/close/")
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("The exercise is closed.")).to_be_visible()
    looked_at(page, "judgments-exercise-results")
    page.get_by_role("link", name="Decide").first.click()
    expect(page.get_by_label("Trains first")).to_be_visible()
    as_(page, world, "examined-too")
    page.goto(f"{world.address}/i/examined/judgments/exercise/1/")
    looked_at(page, "judgments-exercise-own-result")
