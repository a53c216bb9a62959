"""Facts for the checks, made from the plan alone: what the database would answer once the story has
been told.
"""

import csv
from datetime import date
from typing import Any

from inspectorate.demo import grammar, plan, texts
from inspectorate.demo.planning import STRANDS
from inspectorate.demo.truth import content
from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Bodies
from inspectorate.domain.claims.what_stands import SeenItem
from inspectorate.domain.reports.facts import Facts, Spoken
from inspectorate.domain.reports.known_facts import KnownFacts, KnownRecommendation
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.speech import speeches
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import SIGNED, facts_of

PLAN = plan.make()
NOTES = grammar.items(PLAN)
FILLED = texts.values(PLAN, NOTES)
CLAIMS = {claim.key: claim for claim in texts.claims(FILLED)}
DOCUMENTS = {name: texts.document(name, FILLED) for name in ("report", "release", "letter")}
CONTACT = (
    "press@inspectorate.example or 01632 960 001, 9.00am to 5.00pm, Monday to Friday; at other "
    "hours 01632 960 002"
)
FRAMEWORK = [*csv.DictReader(content("framework_prevent.csv").splitlines())]
QUESTION = "How effective is the police contribution to Prevent?"
REGISTER = (
    *("College of Policing", "Home Office", "National Police Chiefs' Council", "CONTEST"),
    *("Police and Crime Commissioner", "England and Wales"),
)
ADDRESSED = {
    "college-of-policing": "College of Policing",
    "home-office": "Home Office",
    "national-police-chiefs-council": "National Police Chiefs' Council",
} | {
    f"overseer-of-force-{body.number:02d}": f"Local policing body for {body.name}"
    for body in PLAN.bodies
}
CONCERNS = [cell for cell in PLAN.inspected() if cell.grade == "Inadequate"]
FIGURES = {
    "bodies_inspected": "46",
    "visits": "46",
    "recommendations": "8",
    "visit_dates": "October 2018 to February 2019",
    "sessions": FILLED["sessions"],
    "evidence_items": FILLED["evidence_items"].replace(",", ""),
    "judgments": FILLED["judgments"],
    "judged_twice": FILLED["judged_twice"],
    "causes_of_concern": str(len(CONCERNS)),
    "bodies_with_cause_of_concern": str(len({cell.body for cell in CONCERNS})),
    "bodies_asked": "46",
}
REGISTERS = {
    "Home Office forces": "43",
    "non-Home Office forces": "3",
    "police forces in England and Wales": "43",
    "fire and rescue services in England": "45",
}


def counts_of(claim: texts.ClaimText) -> plan.Count:
    asked = claim.predicate
    return PLAN.count(
        asked["criterion"],
        finding=asked.get("finding", ""),
        holds=asked.get("holds", True),
        grades=asked.get("grades", ()),
        outcome=asked.get("outcome", ""),
        kind=asked.get("population", {}).get("kind", ""),
    )


def claim_facts(claim: texts.ClaimText) -> ClaimFacts:
    shared: dict[str, Any] = {
        "key": claim.key,
        "kind": claim.kind,
        "statement": claim.statement,
        "last_word": SIGNED,
        "drafted_by": "analyst",
    }
    if claim.kind == "counted":
        count = counts_of(claim)
        return facts_of(
            **shared,
            met=count.met,
            not_met=count.inspected - count.met,
            inspected=count.inspected,
            scope=count.scope,
            bodies=Bodies(met=count.bodies),
            word=str(DEFAULT.word_for(count.met, count.inspected)),
            small_number_decision=claim.small_number_decision,
        )
    if claim.kind == "figure":
        recipe = claim.predicate["recipe"]
        if recipe == "agreement":
            names = ("same_grade", "judged_twice", "agreement", "agreement_low", "agreement_high")
            return facts_of(
                **shared, values={name: FILLED[name] for name in names} | {"level": "95"}
            )
        value = FIGURES.get(recipe) or REGISTERS[claim.predicate["register"]]
        return facts_of(**shared, values={recipe: value})
    if claim.kind == "development":
        return facts_of(
            **shared,
            newest_item_on=date.fromisoformat(claim.predicate["on"]),
            source_kinds=("document",),
            item_count=1,
        )
    if claim.kind == "quotation":
        said = claim.predicate
        note = next(one for one in NOTES if one.key == said["source"])
        spoken = {"spoken_by": note.origin, "heard": note.source_kind}
        return facts_of(**shared, quoted=said["words"], source=said["source"], **spoken)
    support = texts.support(claim, NOTES)
    if claim.kind == "balance":
        every = len(support) + len(texts.against(claim, NOTES))
        shared |= {"met": len(support), "not_met": every - len(support), "inspected": every}
        shared |= {"scope": every, "word": str(DEFAULT.word_for(len(support), every))}
    return facts_of(
        **shared,
        item_count=len(support),
        body_count=len({n.body for n in support}),
        source_kinds=tuple({n.source_kind for n in support}),
        newest_item_on=date(2019, 2, 28),
        items=tuple(
            SeenItem(n, one.key, one.body, one.source_kind, one.marking, date(2019, 2, 28))
            for n, one in enumerate(support, start=1)
        ),
    )


def manuscripts() -> dict[str, Manuscript]:
    return {name: from_markdown(text) for name, text in DOCUMENTS.items()}


def facts(slug: str, manuscript: dict[str, Manuscript]) -> Facts:
    title = manuscript["report"].meta["title"]
    return Facts(
        slug=slug,
        titles={name: m.meta["title"] for name, m in manuscript.items()},
        report_title=title,
        headline=manuscript["release"].meta["headline"] if slug == "release" else "",
        inspection_from=PLAN.visits[0].starts_on,
        inspection_to=date(2019, 2, 28),
        published_on=date(2020, 3, 9),
        signing_on=date(2020, 3, 2),
        claims={key: claim_facts(claim) for key, claim in CLAIMS.items()},
        vocabulary=DEFAULT,
        counts={
            "Home Office forces": 43,
            "non-Home Office forces": 3,
            "police forces": 46,
            "police forces in England and Wales": 43,
            "fire and rescue services": 45,
            "fire and rescue services in England": 45,
        },
        recommendation_count=8,
        body_names=tuple(body.name for body in PLAN.bodies),
        printable_names=tuple(body.name for body in PLAN.bodies),
        may_name_bodies=False,
        documents=manuscript,
        sources=dict(DOCUMENTS)
        | {note.key: note.text for note in NOTES if note.key.startswith("quote-")},
        edition="full",
        ceiling="OFFICIAL-SENSITIVE",
        rehearsal=True,
        grade_outcome_problems=(),
        outcome_gaps=(),
        population="forces",
        nouns=("force",),
        known=known(slug),
        pictures={},
        spoken={
            code: Spoken("approving inspector", approved=frozenset({said.identity}))
            for code, said in speeches(manuscript[slug]).items()
        },
    )


def known(slug: str) -> KnownFacts:
    """What the records hold that a text may state; the letter is to one body."""
    to = FILLED["body"] if slug == "letter" else ""
    bodies = {body.number: body.name for body in PLAN.bodies}
    visits = [(one.starts_on, one.ends_on) for one in PLAN.visits]
    return KnownFacts(
        addressee=(to,) if to else (),
        others=tuple(name for name in bodies.values() if name != to),
        visits=tuple(
            days for days, one in zip(visits, PLAN.visits, strict=True) if bodies[one.body] == to
        ),
        visited=(min(first for first, _ in visits), max(last for _, last in visits)),
        asked={
            one.number: KnownRecommendation(
                one.number, tuple(ADDRESSED.get(code, code) for code, _ in one.to), one.due
            )
            for one in texts.recommendations(DOCUMENTS["report"])
        },
        names=REGISTER,
        numbers={"criteria": 12, "areas": 3, "strands": 4, "objectives": 3, "grades": 4},
        listed={
            "strands": ("Prevent", "Pursue", "Protect", "Prepare"),
            "strand": ("Prevent",),
            "nations": ("England", "Wales"),
            "areas": tuple(dict.fromkeys(row["area"] for row in FRAMEWORK)),
        },
        strategy="CONTEST",
        co_ordinated_by="Home Office",
        aims={name: aim for _, name, aim, _ in STRANDS},
        phrases=tuple(row[name] for row in FRAMEWORK for name in ("area", "criterion", "findings")),
        contacts=(CONTACT,),
        comment_days=56,
        question=QUESTION,
        labels=bodies,
        inspected={"forces": 46, "Home Office forces": 43, "non-Home Office forces": 3},
    )
