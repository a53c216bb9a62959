"""The register's pages: what was asked, what became of it, as at which day, confirmed by whom."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from inspectorate.domain.publication.register_schema import HistoryLine
from inspectorate.domain.recommendations.states import RECOMMENDATION_STATES
from inspectorate.interfaces.public.builder import build_site
from inspectorate.interfaces.public.register import STATES
from tests.factories.bundle import RECOMMENDATIONS, addressed, as_made, bundle
from tests.factories.out import register, sample
from tests.interfaces.public.pages import Page, broken_links

SLUG = "prevent-2018-19"


def test_register_lists_each_recommendation_under_its_state_and_the_states_add_up(
    inspection: Path,
) -> None:
    whole = Page(inspection / "recommendations.html").text
    assert "All 2 Open 1 Answered 0 Reply overdue 0 Overdue 0 Closed 1" in whole
    assert "Recommendation 2" not in Page(inspection / "recommendations/state-closed.html").text
    assert "0 recommendations of 2" in Page(inspection / "recommendations/state-overdue.html").text
    assert "2 recommendations." in whole


def test_every_state_has_its_page_always() -> None:
    assert sorted(STATES) == sorted(RECOMMENDATION_STATES)


def test_recommendation_page_tells_duty_refusal_and_moved_date(inspection: Path) -> None:
    closed = Page(inspection / "recommendations/prev-2020-1.html").text
    refused = Page(inspection / "recommendations/prev-2020-2.html").text
    assert (
        "14 August 2020 Due date moved from 31 July to 30 September 2020: pilots were delayed."
        in closed
    )
    assert "under the Police Act 1996 s.55" in refused
    assert (
        "Why nothing is proposed The force holds that its present agreement already says so."
        in refused
    )


@pytest.fixture(scope="module")
def put_to_many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose recommendation is put to a council and to 43 overseers, of which one has
    answered.
    """
    names = [f"Local policing body for Force {n:02d}" for n in range(1, 44)]
    overseers = [
        addressed(name, basis="duty", legal_basis="Police Act 1996 s.55(5A)") for name in names
    ]
    overseers[6] = replace(
        overseers[6],
        agreement="agreed",
        responded_on="2020-05-01",
        response="We do so now.",
        state="in progress",
        claimed="begun",
    )
    one = replace(
        RECOMMENDATIONS[1], addressees=(addressed("National chiefs' council"), *overseers)
    )
    folder = tmp_path_factory.mktemp("many")
    out = sample(folder, bundle(recommendations=(as_made(one),)), data=register(one))
    build_site(out, folder, folder / "site")
    return folder / "site" / SLUG


def test_register_says_many_addressees_in_one_row_and_counts_where_they_stand(
    put_to_many: Path,
) -> None:
    page = Page(put_to_many / "recommendations.html")
    (table,) = re.findall(
        r"<table.*?</table>", (put_to_many / "recommendations.html").read_text("utf-8"), re.S
    )
    assert table.count("<tr") == 3
    assert "Local policing body for Force" not in table
    assert (
        "43 local policing bodies No reply: 42; agreed: 1; asked for by 3 May 2020 "
        "30 September 2020" in page.text
    )
    assert "Nothing yet: 42; begun: 1 Not yet looked at: 43" in page.text


def test_register_folds_the_choice_of_many_addressees_under_their_kind(put_to_many: Path) -> None:
    whole = (put_to_many / "recommendations.html").read_text("utf-8")
    assert re.search(r"<details>\s*<summary>43 local policing bodies</summary>", whole)
    path = "recommendations/to-local-policing-body-for-force-07.html"
    chosen = " ".join((put_to_many / path).read_text("utf-8").split())
    folded = chosen.split("<details>")[1].split("</details>")[0]
    assert [n for n in range(1, 44) if f"Local policing body for Force {n:02d} " not in folded] == [
        7
    ]
    assert 'aria-current="page">Local policing body for Force 07 ' in chosen.split("</details>")[1]


def test_recommendation_page_lists_many_addressees_by_state_and_tells_what_one_answered(
    put_to_many: Path,
) -> None:
    page = Page(put_to_many / "recommendations/prev-2020-2.html")
    assert "Open 42 of 43" in page.text
    assert "In progress 1 of 43" in page.text
    assert "Each is asked to reply under the Police Act 1996 s.55(5A)." in page.text
    assert [
        n for n in range(1, 44) if f"Local policing body for Force {n:02d}" not in page.text
    ] == []
    assert page.text.count("In its words We do so now.") == 1
    assert page.text.count("Asked to reply") == 2
    assert page.disorder == []
    assert len(page.ids) == len(set(page.ids))
    assert broken_links(put_to_many.parent) == []


def told(tmp_path: Path, **changes: object) -> str:
    """The page of a recommendation whose one addressee stands otherwise than the sample's."""
    one = replace(RECOMMENDATIONS[0], addressees=(addressed("The college", **changes),))
    out = sample(tmp_path, bundle(recommendations=(as_made(one),)), data=register(one))
    build_site(out, tmp_path, tmp_path / "site")
    return Page(tmp_path / "site" / SLUG / "recommendations/prev-2020-1.html").text


def test_page_says_as_of_which_day_nothing_was_received(tmp_path: Path) -> None:
    page = told(tmp_path)
    assert (
        "No reply received by us as at 25 November 2020; the last day for it is 3 May 2020" in page
    )
    assert "Asked to reply" in page
    assert "no law" not in page


def test_words_being_read_are_said_to_be_and_the_link_is_out_already(tmp_path: Path) -> None:
    page = told(
        tmp_path,
        agreement="agreed",
        responded_on="2020-04-20",
        being_read=True,
        link="https://college.example/reply",
    )
    assert (
        "Agreed, reply received on 20 April 2020; its words are being read before they are "
        "published" in page
    )
    assert "Where it published its reply https://college.example/reply" in page


def test_link_that_could_run_is_shown_as_words(tmp_path: Path) -> None:
    told(tmp_path, responded_on="2020-04-20", link="javascript:alert(1)")
    page = Page(tmp_path / "site" / SLUG / "recommendations/prev-2020-1.html")
    assert "javascript:alert(1)" in page.text
    assert not any(one.startswith("javascript") for one in page.addresses)


def test_what_one_person_confirmed_is_marked_and_what_two_did_is_not(tmp_path: Path) -> None:
    by_one = {
        "by_one": ("confirmed", "closed"),
        "history": (HistoryLine("2020-11-12", "Read.", True),),
    }
    page = told(tmp_path / "one", confirmed="complete", state="implemented", **by_one)
    assert "Complete Confirmed by one person" in page
    assert "Closed. Confirmed by one person" in page
    assert "Read. Confirmed by one person" in page
    assert "by one person" not in told(tmp_path / "two", confirmed="complete", state="implemented")


def test_recommendation_leads_to_the_release_that_made_it(inspection: Path) -> None:
    assert "../1/report.html" in Page(inspection / "recommendations/prev-2020-1.html").addresses


@pytest.mark.parametrize("rehearsal", [True, False])
def test_address_that_an_earlier_release_gave_by_a_real_name_answers_and_names_nobody(
    tmp_path: Path, rehearsal: bool
) -> None:
    was = replace(RECOMMENDATIONS[0], addressees=(addressed("National training college"),))
    now = replace(was, addressees=(addressed("National body A", agreement="agreed"),))
    made = bundle(recommendations=(as_made(was),), rehearsal=rehearsal)
    build_site(sample(tmp_path, made, data=register(now)), tmp_path, tmp_path / "site")
    folder = tmp_path / "site" / SLUG / "recommendations"
    assert (folder / "to-national-body-a.html").is_file()
    before = folder / "to-national-training-college.html"
    assert before.is_file() is rehearsal
    if rehearsal:
        page = Page(before)
        assert "whoever was asked something stands under a pseudonym" in page.text
        assert "National body A" not in page.text.split("Recommendations", 1)[1]
        assert {"by-state", "by-body", "prev-2020-1"} <= set(page.ids)
        assert "Agreed" not in page.text
        assert broken_links(tmp_path / "site") == []
