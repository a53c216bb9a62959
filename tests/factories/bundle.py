"""A release of a small rehearsal and its register: real in shape, made up in every finding. Nothing
here needs Django.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from inspectorate.domain.publication.register_schema import (
    AddresseeInfo,
    HistoryLine,
    RecommendationInfo,
)
from inspectorate.domain.publication.schema import (
    SCHEMA,
    AskedInfo,
    BodyInfo,
    Bundle,
    ClaimInfo,
    DocumentInfo,
    DocumentKind,
    MadeInfo,
    TableInfo,
    WordInfo,
)
from tests.factories.editions import NOTICE, release, report

BASE = "https://inspection.example/prevent/"
FRAMEWORK = (
    (
        "Capability in forces",
        "1.1",
        "Officers and staff are trained for the part they play in Prevent.",
    ),
    ("Capability in forces", "1.2", "The force knows the threat in its area and plans for it."),
    (
        "Consistency with others",
        "2.1",
        "The force works with its regional unit to one set of rules.",
    ),
    ("Consistency with others", "2.2", "Referrals are decided the same way wherever they arise."),
    (
        "Information and the public",
        "3.1",
        "Information is shared with partners in time to be used.",
    ),
    ("Information and the public", "3.2", "The public is told what Prevent is for."),
)
BODIES = tuple(
    BodyInfo(f"force-{n:02}", f"Force {n:02}", "police force", True, {}) for n in range(1, 47)
)
ADDRESSEES = (
    BodyInfo("national-college", "National training college", "national body", False, {}),
    BodyInfo("chiefs-council", "National chiefs' council", "national body", False, {}),
)
VOCABULARY = (
    WordInfo("all", "every body inspected", "46 of 46"),
    WordInfo("most", "at least three-quarters, but not all", "35 to 45 of 46"),
    WordInfo("a majority", "more than half and less than three-quarters", "24 to 34 of 46"),
    WordInfo("few", "at least one and less than a quarter", "1 to 11 of 46"),
)


def claim(key: str, statement: str, met: int | None, word: str = "", **other: Any) -> ClaimInfo:
    """Return a counted claim on 40 of 46 bodies, unless told otherwise."""
    facts: dict[str, Any] = {
        "kind": "counted" if met is not None else "qualitative",
        "band": next((one.meaning for one in VOCABULARY if one.word == word), ""),
        "inspected": None if met is None else 40,
        "scope": None if met is None else 46,
        "method": "Interviews, focus groups and a reading of training records in each force "
        "inspected.",
        "coverage": "Six forces were not asked this.",
        "source_kinds": ("interview", "document review", "focus group"),
        "evidence_count": 118,
        "criterion": "1.1",
        "margin": "Five judgments would have to change before “most” is wrong."
        if word == "most"
        else "",
    }
    return ClaimInfo(key=key, statement=statement, word=word, met=met, **{**facts, **other})


CLAIMS = (
    claim("mandatory-training", "Forces in which training on Prevent is mandatory.", 35, "most"),
    claim(
        "completion-known",
        "Forces that could say how many officers had completed the training.",
        27,
        "a majority",
    ),
    claim(
        "threat-understood",
        "Forces whose plans rest on a current picture of the local threat.",
        38,
        "most",
        criterion="1.2",
    ),
    claim(
        "regional-rules",
        "How far forces and regional units work to one set of rules.",
        None,
        criterion="2.1",
    ),
    claim(
        "no-agreement",
        "Forces without an agreement on sharing.",
        None,
        criterion="3.1",
        suppressed=True,
        kind="counted",
    ),
    claim(
        "partners-positive", "What partners said about working with forces.", None, criterion="3.1"
    ),
)


def addressed(body: str, **other: Any) -> AddresseeInfo:
    """Return an addressee that was asked and has not answered, unless told otherwise."""
    facts: dict[str, Any] = dict.fromkeys(
        ("legal_basis", "response", "why_none", "link", "responded_on", "claimed", "confirmed"), ""
    )
    facts |= {
        "basis": "asked",
        "reply_by": "2020-05-03",
        "due_on": "2020-09-30",
        "agreement": "no reply",
        "being_read": False,
        "state": "open",
    }
    return AddresseeInfo(body=body, **{**facts, **other})


RECOMMENDATIONS = (
    RecommendationInfo(
        "PREV-2020-1",
        1,
        "By the end of September 2020, the national training college should set a minimum "
        "standard of training for all officers.",
        "report",
        "published",
        1,
        "closed",
        (
            addressed(
                "National training college",
                agreement="agreed",
                response="We accept this and have begun.",
                responded_on="2020-04-20",
                claimed="done",
                confirmed="done, on evidence seen in November 2020",
                state="closed",
                history=(
                    HistoryLine("2020-04-20", "Agreed; the standard will be set by September."),
                    HistoryLine(
                        "2020-08-14",
                        "Due date moved from 31 July to 30 September 2020: pilots were delayed.",
                    ),
                    HistoryLine(
                        "2020-11-12",
                        "Closed after the inspectorate read the standard and sampled its "
                        "use in four forces.",
                    ),
                ),
            ),
        ),
    ),
    RecommendationInfo(
        "PREV-2020-2",
        2,
        "Chief officers should agree with their regional units who decides on a referral, "
        "and write it down.",
        "report",
        "rehearsal",
        1,
        "open",
        (
            addressed(
                "Force 07",
                basis="duty",
                legal_basis="Police Act 1996 s.55",
                agreement="not agreed",
                responded_on="2020-05-01",
                why_none="The force holds that its present agreement already says so.",
            ),
            addressed("National chiefs' council"),
        ),
    ),
)

TABLES = (
    TableInfo(
        "claims",
        "Findings and their counts",
        "Each claim of the report with its counts.",
        (
            ("claim", "Claim", "string", "Key of the claim."),
            ("statement", "Statement", "string", "The claim in words."),
            ("met", "Met", "integer", "Bodies that met it; empty where withheld or not counted."),
            ("inspected", "Inspected", "integer", "Bodies inspected on it."),
        ),
        tuple(
            (
                one.key,
                one.statement,
                "" if one.met is None else str(one.met),
                "" if one.inspected is None else "40",
            )
            for one in CLAIMS
        ),
        ("claim",),
    ),
    TableInfo(
        "remarks",
        "Remarks with awkward cells",
        "Cells that a spreadsheet would take for formulas.",
        (
            ("row", "Row", "integer", "Number of the row."),
            ("remark", "Remark", "string", "Free text."),
            ("change", "Change", "decimal", "Change in percentage points; may be negative."),
        ),
        (
            ("1", '=HYPERLINK("http://example.org")', "-4.5"),
            ("2", "+44 is a prefix", "0.50"),
            ("3", "'quoted' already", "12"),
            ("4", 'commas, "quotes"\nand lines', "-1"),
            ("5", "@sum and ŵŷ", ""),
        ),
        ("row",),
    ),
)


def as_made(one: RecommendationInfo) -> MadeInfo:
    """Return a recommendation of the register as the release that opened it says it."""
    to = tuple(
        AskedInfo(each.body, each.basis, each.legal_basis, each.reply_by, each.due_on)
        for each in one.addressees
    )
    return MadeInfo(one.ref, one.number, one.text, one.document, one.origin, True, to)


def bundle(**changes: Any) -> Bundle:
    """Return the sample bundle with any field changed."""
    made = Bundle(
        schema=SCHEMA,
        release=1,
        published_on="2020-03-09",
        correction="",
        publisher="Inspectorate of the Rehearsal",
        base_url=BASE,
        contact="Press office, weekdays 9am to 5pm, press@inspection.example",
        rehearsal=True,
        notice=NOTICE,
        inspection="Police and Prevent 2018/19",
        slug="prevent-2018-19",
        question="How effective is the police contribution to Prevent?",
        programme=("CONTEST", "Prevent", "Support people at risk"),
        fieldwork_from="2018-10-01",
        fieldwork_to="2019-02-28",
        headline="Forces are well prepared, but do not all work to the same rules",
        summary="Most forces train their people and know the threat they face. How referrals are "
        "decided still depends on where "
        "they arise, and partners do not always get information in time to use it.",
        method=(
            "We visited each force for about a week and spoke to officers, staff and partners.",
            "Two inspectors judged each criterion apart in one force of five, and a "
            "moderator compared their grades.",
        ),
        vocabulary_name="Our own words, version 1",
        vocabulary=VOCABULARY,
        vocabulary_notes=(
            "Published lists leave 74 to 75 per cent unnamed; here “most” begins at "
            "exactly three-quarters.",
        ),
        framework=FRAMEWORK,
        documents=(
            DocumentInfo("report", DocumentKind.REPORT, report().title, 1, True),
            DocumentInfo("press-release", DocumentKind.RELEASE, release().title, 1, False),
        ),
        claims=CLAIMS,
        recommendations=tuple(as_made(one) for one in RECOMMENDATIONS),
        bodies=(*BODIES, *ADDRESSEES),
        tables=TABLES,
        name_bodies=False,
    )
    return replace(made, **changes)
