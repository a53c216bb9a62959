"""Planning in a real browser, with script and without: acts are clicks, choices and fields."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import World
from tests.browser.driving import Acts, looked_at
from tests.browser.walking import sign_in
from tests.browser.world import PASSWORD

pytestmark = pytest.mark.browser


def test_scope_of_46_is_made_in_six_acts_and_one_body_is_removed_with_its_reason(
    person: Page, one_world: World
) -> None:
    sign_in(person, one_world.address, one_world.people["planner"], PASSWORD)
    person.goto(f"{one_world.address}/i/planned/")
    acts = Acts()
    acts.click(person.get_by_role("button", name="Set scope"))
    acts.click(person.get_by_label("Fire and rescue service (43)"))
    acts.click(person.get_by_label("Non-Home Office force (3)"))
    acts.click(person.get_by_role("button", name="Set scope"))
    expect(person.get_by_text("The scope is set.")).to_be_visible()
    expect(person.get_by_text("46 forces in scope, 4 criteria")).to_be_visible()
    assert acts.count <= 6

    person.get_by_role("button", name="Set scope").click()
    person.get_by_role("link", name=re.compile("Remove Police of network 0")).click()
    person.get_by_label("Reason").fill("It is inspected by others this year.")
    person.get_by_role("button", name="Remove").click()
    expect(person.get_by_text("is no longer in scope.")).to_be_visible()
    expect(person.get_by_text("It is inspected by others this year.")).to_be_visible()
    expect(person.locator("input[name=bodies]:checked")).to_have_count(45)


@pytest.mark.drill
def test_cell_is_left_out_and_taken_back(person: Page, world: World) -> None:
    sign_in(person, world.address, world.people["lead"], PASSWORD)
    person.goto(f"{world.address}/i/small/coverage/leave-out/")
    person.get_by_label("Body").select_option(label="Force 03")
    person.get_by_label("Criterion").select_option(index=1)
    person.get_by_label("Why it is not inspected").fill("Nobody had the time.")
    person.get_by_role("button", name="Mark as not inspected").click()
    acts = Acts()
    acts.click(person.get_by_role("link", name=re.compile("^Take back Force 03 on")))
    acts.fill(person.get_by_label("Why it is inspected after all"), "There is time.")
    acts.click(person.get_by_role("button", name="Take back"))
    expect(person.get_by_text("What you chose is inspected again.")).to_be_visible()
    expect(person.get_by_text("There is time.")).to_be_visible()
    assert acts.count == 3


@pytest.mark.drill
def test_pages_of_the_plan_stand_as_they_should(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["planner"], PASSWORD)
    for name in ("scope", "amend", "team/join"):
        page.goto(f"{world.address}/i/planned/{name}/")
        looked_at(page, f"plan-{name.replace('/', '-')}")
    page.context.clear_cookies()
    sign_in(page, world.address, world.people["lead"], PASSWORD)
    page.goto(f"{world.address}/i/small/team/")
    page.get_by_role("link", name=re.compile("Take off.*, Inspector")).first.click()
    expect(page.get_by_text("What waits on them alone is listed here")).to_be_visible()
    looked_at(page, "plan-leave")
    page.goto(f"{world.address}/i/small/coverage/take-back/")
    looked_at(page, "plan-take-back")
    page.goto(f"{world.address}/i/small/scope/")
    looked_at(page, "plan-scope-fixed")


@pytest.mark.drill
def test_plan_of_656_is_drawn_and_accepted_in_ten_acts_after_it_said_what_it_can_tell(
    person: Page, world: World
) -> None:
    sign_in(person, world.address, world.people["drawer"], PASSWORD)
    person.goto(f"{world.address}/i/drawn/judgments/")
    acts = Acts()
    acts.click(person.get_by_role("button", name="Plan of judging"))
    expect(person.get_by_text("27 of 547 bodies on criteria are judged twice")).to_be_visible()
    chance = person.get_by_role("row", name=re.compile("^The chance that a word"))
    expect(chance).to_contain_text("20 in a hundred")
    expect(chance.get_by_role("cell").first).to_have_text("No")
    acts.fill(person.get_by_label("Share of the judgments made twice"), "20")
    acts.click(person.get_by_role("button", name="Draw"))
    expect(person.get_by_text("656 judgments to give out. 109 of 547")).to_be_visible()
    expect(chance.get_by_role("cell").first).to_have_text("Yes")
    acts.click(person.get_by_role("button", name="Accept this plan"))
    expect(person.get_by_text("The plan is accepted: 656 judgments given out.")).to_be_visible()
    assert acts.count <= 10


@pytest.mark.drill
def test_page_of_a_plan_of_judging_stands_as_it_should(page: Page, world: World) -> None:
    sign_in(page, world.address, world.people["drawer"], PASSWORD)
    for name in ("plan", "plan/mode", "plan/by-grade", "plan/leavers"):
        page.goto(f"{world.address}/i/drawn/judgments/{name}/")
        looked_at(page, f"judgments-{name.replace('/', '-')}")
