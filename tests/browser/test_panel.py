"""A consistency panel in Chromium: three members, one withdrawn, five decided, minutes opened."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.disagreements import PASSWORD
from tests.browser.driving import looked_at
from tests.browser.test_desk import Desk, desk, told
from tests.browser.walking import sign_in

__all__ = ["desk", "told"]

pytestmark = [pytest.mark.browser, pytest.mark.drill]
TO_DECIDE = 5


def convened(page: Page, desk: Desk) -> None:
    """A panel of three with a quorum of two."""
    page.goto(f"{desk.address}/i/differ/judgments/desk/")
    page.get_by_role("button", name="Consistency panels").click()
    page.get_by_role("button", name="Convene a panel").click()
    expect(page.get_by_role("heading", name="Convene a consistency panel")).to_be_visible()
    page.get_by_label("Title").fill("Where inspectors differ")
    page.get_by_label("Day of the sitting").fill("2018-12-03")
    page.get_by_label("Chair", exact=True).select_option(label=desk.people["chair"])
    for box in page.get_by_role("group", name="Members").get_by_role("checkbox").all():
        box.check()
    page.get_by_label("Quorum").fill("2")
    page.get_by_role("button", name="Convene it").click()
    expect(page.get_by_text("The panel is convened.")).to_be_visible()


def filled(page: Page, desk: Desk) -> None:
    """Five judgments of the desk on its agenda, narrowed to those whose grades differ."""
    page.goto(f"{desk.address}/i/differ/judgments/desk/?reason=grades")
    page.get_by_role("button", name="Put before panel 1").click()
    expect(page.get_by_role("heading", name="Put judgments on the agenda")).to_be_visible()
    boxes = page.get_by_role("group", name="Judgments for the agenda").get_by_role("checkbox")
    expect(boxes).to_have_count(10)
    looked_at(page, "panel-agenda")
    for number, box in enumerate(boxes.all()):
        box.set_checked(1 <= number <= TO_DECIDE)
    page.get_by_role("button", name="Put what is ticked on the agenda").click()
    expect(page.get_by_text("5 judgments put on the agenda.")).to_be_visible()


def leaves(page: Page, name: str) -> None:
    """One of three leaves, which is told, and comes back."""
    row = page.get_by_role("listitem").filter(has_text=f"{name} Present")
    row.get_by_role("link", name="Record that they left").click()
    expect(page.get_by_label("When")).to_be_visible()
    expect(page.get_by_label("Left", exact=True)).to_be_checked()
    looked_at(page, "panel-attendance")
    page.get_by_role("button", name="Record it").click()
    expect(page.get_by_text("It is recorded.")).to_be_visible()
    came = page.get_by_role("link", name="Record that they came")
    expect(came).to_have_count(1)
    came.click()
    expect(page.get_by_label("Came", exact=True)).to_be_checked()
    page.get_by_role("button", name="Record it").click()
    back = page.get_by_role("listitem").filter(has_text=f"{name} Present")
    expect(back.get_by_text("Came", exact=False)).to_be_visible()
    looked_at(page, "panel-sitting")


def test_panel_of_three_with_one_withdrawn_decides_five_and_its_minutes_open(
    page: Page, desk: Desk
) -> None:
    sign_in(page, desk.address, desk.people["moderator"], PASSWORD)
    convened(page, desk)
    filled(page, desk)
    looked_at(page, "panel")
    aside = page.get_by_role("link", name="Withdraw from it").first
    aside.click()
    who = page.get_by_label("Who withdraws")
    expect(who).to_be_visible()
    name = desk.people["its name"]
    who.select_option(label=name)
    page.get_by_label("Reason", exact=True).fill("Worked there until last year")
    page.get_by_role("button", name="Record the withdrawal").click()
    expect(page.get_by_text("The withdrawal is recorded.")).to_be_visible()
    expect(page.get_by_text("2 can decide on it; the quorum is 2.")).to_be_visible()
    page.get_by_role("button", name="Open the sitting").click()
    present = page.get_by_role("group", name="Who is present").get_by_role("checkbox")
    expect(present).to_have_count(3)
    for box in present.all():
        box.check()
    page.get_by_role("button", name="Open the sitting").click()
    expect(page.get_by_text("The sitting is open.")).to_be_visible()
    leaves(page, name)
    for number in range(TO_DECIDE):
        page.get_by_role("button", name="Read and decide").first.click()
        evidence = page.get_by_role("region", name="Evidence")
        expect(evidence.get_by_text("was read in part.")).to_be_visible()
        if number == 0:
            looked_at(page, "panel-decision")
            expect(page.get_by_label(f"Dissent of {name}")).to_have_count(0)
        page.get_by_label("Requires improvement", exact=True).check()
        page.get_by_label("Reasons", exact=True).fill("The register is the fuller.")
        page.get_by_role("button", name="Record the panel's decision").click()
        expect(page.get_by_text("The panel's decision is recorded")).to_be_visible()
        expect(page.get_by_text("Decided: Requires improvement")).to_have_count(number + 1)
    page.get_by_role("button", name="Close the sitting").click()
    page.get_by_role("button", name="Close it").click()
    expect(page.get_by_text("These minutes are fixed.")).to_be_visible()
    minutes = page.get_by_role("article", name="Minutes")
    expect(minutes.get_by_text("Decided by")).to_have_count(TO_DECIDE)
    expect(minutes.get_by_text("Worked there until last year")).to_be_visible()
    expect(minutes.get_by_text(f"Did not decide: {name}. Withdrew.")).to_have_count(1)
    looked_at(page, "panel-minutes")
    page.emulate_media(media="print")
    expect(page.get_by_text("Digest of these minutes")).to_be_visible()
    assert desk.settled() == TO_DECIDE
    assert desk.kept() == 2 * TO_DECIDE


def test_approving_inspector_overrides_and_the_judgment_says_so(page: Page, desk: Desk) -> None:
    sign_in(page, desk.address, desk.people["signing"], PASSWORD)
    page.goto(f"{desk.address}/i/differ/judgments/")
    page.get_by_role("link", name="Force 11", exact=False).first.click()
    page.get_by_role("link", name="Override it").click()
    expect(page.get_by_role("heading", name="Override Force 11", exact=False)).to_be_visible()
    looked_at(page, "override")
    page.get_by_label("Outstanding", exact=True).check()
    page.get_by_label("Reasons", exact=True).fill("It stands out among all forces.")
    page.get_by_role("button", name="Override the judgment").click()
    expect(page.get_by_text("The judgment is overridden.")).to_be_visible()
    page.get_by_role("link", name="Force 11", exact=False).first.click()
    expect(page.get_by_text("Overridden by the approving inspector")).to_be_visible()
    expect(page.get_by_text("It stands out among all forces.").first).to_be_visible()
    looked_at(page, "overridden")
