"""A small invented inspection (floods) whose facts fit ``clean/contract.md``: the ground on which
contradictions are sown.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import ModelTest
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.known_facts import KnownFacts, KnownRecommendation
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import SIGNED, but, facts_of

TITLE = "Ready or not: how forces plan for floods"
TEXT = (Path(__file__).parent / "clean" / "contract.md").read_text("utf-8")


def counted(key: str, met: int, inspected: int = 46, **more: object) -> ClaimFacts:
    """A referenced counted claim over 46 forces."""
    given: dict[str, object] = {
        "not_met": inspected - met,
        "scope": 46,
        "last_word": SIGNED,
        "drafted_by": "analyst",
        "newest_item_on": date(2019, 1, 31),
        "newest_judgment_on": date(2019, 3, 1),
        "item_count": 60,
        **more,
    }
    return facts_of(key, met=met, inspected=inspected, **given)


def signed(key: str, kind: str, **more: object) -> ClaimFacts:
    """A referenced claim that counts no bodies."""
    given: dict[str, object] = {
        "last_word": SIGNED,
        "drafted_by": "analyst",
        "item_count": 9,
        **more,
    }
    return facts_of(key, kind, **given)


CLAIMS = {
    claim.key: claim
    for claim in (
        counted("plans", 35),
        counted("tested", 43),
        counted("learnt", 30),
        counted(
            "boats", 1, identifies=True, small_number_decision="may be printed: no force is named"
        ),
        counted("no-boats", 45),
        signed("partners", "qualitative", source_kinds=("interview", "survey"), body_count=12),
        signed("guidance", "development", newest_item_on=date(2019, 11, 4)),
        signed(
            "visits",
            "figure",
            values={"forces": "46", "from": "October 2018", "to": "February 2019"},
        ),
        signed("recommendations", "figure", values={"recommendations": "5"}),
        signed(
            "spread",
            "variation",
            tested=ModelTest({"differ": False, "mixed": False, "alike": False}),
        ),
    )
}

FOLDER = signed(
    "folder",
    "quotation",
    quoted="I was given a folder and a phone number.",
    source="folder",
    spoken_by="Severn river warden",
    heard="interview",
)

FACTS = Facts(
    slug="report",
    titles={"report": TITLE},
    report_title=TITLE,
    inspection_from=date(2018, 10, 1),
    inspection_to=date(2019, 2, 28),
    published_on=date(2020, 3, 9),
    signing_on=date(2020, 2, 20),
    claims=CLAIMS,
    vocabulary=DEFAULT,
    counts={"Home Office police forces": 43, "fire and rescue services": 45},
    recommendation_count=5,
    spoken={},
    pictures={},
    body_names=("Norchester Police", "Wessmouth Constabulary", "Force 07"),
    printable_names=("Force 07",),
    may_name_bodies=False,
    documents={
        "summary": from_markdown(
            "[Most forces]{#plans} have a plan; [only one force]{#boats} had boats."
        )
    },
    sources={
        "clerk": "On the day we were told on the Sunday that the water would come on the Monday."
    },
    edition="public",
    ceiling="OFFICIAL",
    grade_outcome_problems=(),
    outcome_gaps=(),
    scale_changes=(date(2019, 9, 1),),
    known=KnownFacts(
        addressee=("Force 07",),
        others=("Force 08", "Norchester Police"),
        visited=(date(2018, 10, 1), date(2019, 2, 28)),
        asked={
            number: KnownRecommendation(number, (to,), date(2020, 12, 31))
            for number, to in enumerate(
                [
                    *("Rivers Agency", "Home Office", "Home Office"),
                    *("Local policing body for Force 07", "Rivers Agency"),
                ],
                start=1,
            )
        },
        names=("Home Office", "Rivers Agency", "Cabinet Office", "LEVEE"),
        numbers={"criteria": 12, "areas": 3},
        listed={
            "strands": ("Prepare", "Protect", "Repair"),
            "strand": ("Protect",),
            "nations": ("England", "Wales"),
            "areas": ("Warning", "Rescue", "Repair of homes"),
        },
        strategy="LEVEE",
        co_ordinated_by="Rivers Agency",
        aims={"Prepare": "Warn people before a flood.", "Protect": "Keep water out of homes."},
        phrases=("Each force has a Protect board", "The flood-risk local map is used by boards"),
        inspected={"forces": 46},
        contacts=("Press office, press@floods.example, 020 7946 0000, 9.00am to 5.00pm",),
        comment_days=56,
        question="How ready are forces for floods?",
    ),
)


def read(text: str = TEXT) -> Manuscript:
    """Read a text as the flood report."""
    return from_markdown(text, "report")


def with_claim(key: str, **changes: object) -> Facts:
    """The facts with one claim changed."""
    return replace(FACTS, claims={**CLAIMS, key: but(CLAIMS[key], **changes)})
