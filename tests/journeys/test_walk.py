"""The walk of one datum, from a note in a station to a public register that says closed; then the
same way backwards.
"""

from __future__ import annotations

import csv
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspectorate.domain.claims import actions as claims
from inspectorate.domain.claims import queries as claim_queries
from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.judgments import actions as judgments
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.publication.nodes import Node
from inspectorate.domain.publication.queries import folder_of, published, root
from inspectorate.domain.publication.trace import trace
from inspectorate.domain.publication.verify import verify
from inspectorate.domain.recommendations import actions as recommendations
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.foundation.files import store
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.interfaces.public.builder import build_site
from tests.factories.findings import (
    LATER,
    a_claim,
    agreed,
    an_item,
    answers,
    assigned,
    referenced,
    submitted,
)
from tests.factories.keeping import kept
from tests.factories.noting import note_heads
from tests.factories.publishing import (
    COLLEGE,
    Story,
    a_document,
    a_story,
    frozen,
    left_out,
    released,
)
from tests.factories.rooms import (
    a_body,
    a_contact,
    a_key,
    a_session,
    a_visit,
    an_inspection,
    criterion,
    member,
    move_to,
    scope_body,
)

pytestmark = pytest.mark.django_db
TRAINING = "mandatory-training"
PACKAGE = "local-package"
NOTE = b"Training register, page 3: 41 of 41 officers trained."

REPORT = """---
title: How well forces train
published: 2020-03-09
---

# Summary

{.narrative}
We looked at training in forces.

[All forces have mandatory training]{#mandatory-training}.

# Training

[All forces have mandatory training]{#mandatory-training}, as their records show.

[All forces have a local package]{#local-package}.

```recommendation
number: 1
to: college-of-examples (asked)
due: 2020-09-30
origin: rehearsal
text: Set down what training is for.
```

# How we worked

```table
kind: vocabulary
caption: What our words mean
```
"""
RELEASE = """---
title: All forces train
published: 2020-03-09
---

[All forces have mandatory training]{#mandatory-training}.
"""


@kept
def judged() -> Story:
    """Three forces, two criteria: evidence with a file recorded, judged alone and agreed, claimed,
    referenced, written.
    """
    inspection = an_inspection(bodies=3, phase="fieldwork")
    a_body("national", code=COLLEGE, name="College of Examples", short_name="The college")
    session = a_session(a_visit(inspection))
    heard = {
        "session": session,
        "observed_at": session.starts_at,
        "written_at": session.ends_at,
        "at": session.ends_at,
    }
    items = {}
    for number in range(3):
        for ref in ("1.1", "1.2"):
            files = [("register.txt", NOTE)] if (number, ref) == (0, "1.1") else []
            given = heard if number == 0 else {}
            items[number, ref] = an_item(
                inspection, scope_body(inspection, number), ref, files=files, **given
            )
    move_to(inspection, "judging")
    for (number, ref), item in items.items():
        of, body = criterion(inspection, ref), scope_body(inspection, number)
        submitted(assigned(inspection, body, of, member(inspection, Role.INSPECTOR)), cited=[item])
        agreed(inspection, body, of, cited=[item])
    left_out(inspection)
    move_to(inspection, "drafting")
    said = {
        TRAINING: ("1.1", "Forces that have mandatory training"),
        PACKAGE: ("1.2", "Forces that have a local package"),
    }
    for key, (ref, statement) in said.items():
        referenced(
            a_claim(inspection, {"criterion": ref, "finding": key}, name=key, statement=statement)
        )
    texts = (
        ("report", "report", "How well forces train", REPORT),
        ("press-release", "release", "All forces train", RELEASE),
    )
    return Story(inspection, *(a_document(inspection, *row) for row in texts))


def of_kind(nodes: list[Node], kind: str) -> list[Node]:
    return [node for node in nodes if node.kind == kind]


def rows_of(table: Path) -> list[dict[str, str]]:
    """Return the rows of a table of the open data."""
    return list(csv.DictReader(table.open(encoding="utf-8-sig")))


def states(site: Path, slug: str) -> list[str]:
    """Build the site of what is out; return the states that the public register says."""
    build_site(published(), root(), site)
    return [row["state"] for row in rows_of(site / slug / "data" / "recommendations.csv")]


def test_datum_walked_from_note_to_closure_is_published_and_then_said_to_be_closed(
    tmp_path: Path,
) -> None:
    story = judged()
    bundle = released(story)
    site, slug = tmp_path / "site", story.inspection.slug
    assert states(site, slug) == ["open"]
    pages = "\n".join(path.read_text("utf-8") for path in site.rglob("*.html"))
    assert "All forces have mandatory training" in pages
    assert {
        row["claim"]: (row["met"], row["evidence"])
        for row in rows_of(site / slug / "1" / "data" / "claims.csv")
    } == {TRAINING: ("3", "3"), PACKAGE: ("3", "3")}

    addressee = Addressee.objects.get(recommendation__inspection=story.inspection)
    contact = a_contact(addressee.body)
    when = datetime(2020, 4, 20, 10, 0, tzinfo=UTC)
    recommendations.respond(
        by=contact,
        at=when,
        key=a_key(),
        addressee=addressee,
        agreement="agreed",
        action="We will write it down by September.",
    )
    recommendations.claim_progress(
        by=contact,
        at=when + timedelta(days=90),
        key=a_key(),
        addressee=addressee,
        claimed="complete",
        text="It is written.",
    )
    found = recommendations.verify(
        by=story.who(Role.LEAD),
        at=when + timedelta(days=120),
        key=a_key(),
        addressee=addressee,
        confirmed="complete",
        evidence="The document was read.",
        file=store.take(b"What training is for.", name="purpose.txt"),
    )
    closed = recommendations.close(
        by=story.who(Role.SIGNING),
        at=when + timedelta(days=121),
        key=a_key(),
        addressee=addressee,
        outcome="implemented",
        reasons="Written down, and read by us.",
    )

    def shown(days: int) -> list[str]:
        """Publish the register; return the states that the public then reads."""
        at = when + timedelta(days=days)
        publication.refresh(
            by=story.who(Role.PRESS), at=at, key=a_key(), inspection=story.inspection
        )
        return states(site, slug)

    # One person's word that it is closed is not public yet; a second's is.
    assert "implemented" not in shown(122)
    second = {"at": when + timedelta(days=123)}
    recommendations.confirm(by=story.who(Role.SIGNING), key=a_key(), record=found, **second)
    recommendations.confirm(by=story.who(Role.LEAD), key=a_key(), record=closed, **second)
    assert shown(124) == ["implemented"]
    assert folder_of(bundle).exists()
    note_heads()
    assert verify().faults == ()


def test_published_sentence_traced_leads_to_judgments_evidence_and_the_digest_of_its_file() -> None:
    story = judged()
    bundle = released(story)

    nodes = trace(f"report#{TRAINING}")

    assert [node.text for node in of_kind(nodes, "sentence")] == [
        "All forces have mandatory training"
    ] * 2
    assert {node.digest for node in of_kind(nodes, "bundle")} == {bundle.digest}
    assert len(of_kind(nodes, "judgment")) == 3
    assert len(of_kind(nodes, "reference")) == 1
    assert [node.digest for node in of_kind(nodes, "file")] == [hashlib.sha256(NOTE).hexdigest()]
    unsigned = [
        node
        for node in nodes
        if node.kind in {"claim", "reference", "judgment", "evidence"} and len(node.digest) != 64
    ]
    assert unsigned == []


def test_evidence_traced_leads_up_to_every_sentence_that_rests_on_it_and_to_no_other() -> None:
    story = judged()
    released(story)
    item = Item.objects.get(inspection=story.inspection, number=1)

    nodes = trace(item.ref)

    assert nodes[0].ref == item.ref
    assert [node.ref for node in of_kind(nodes, "claim")] == [TRAINING]
    assert (
        sorted(node.ref for node in of_kind(nodes, "sentence"))
        == [f"press-release#{TRAINING}"] + [f"report#{TRAINING}"] * 2
    )


def test_one_agreed_judgment_changed_makes_its_claim_stale_and_freezing_names_each_sentence() -> (
    None
):
    story = judged()
    frozen(story.report)
    of, body = criterion(story.inspection), story.body(1)
    agreed(story.inspection, body, of, mandatory_training=False, at=LATER + timedelta(days=1))

    assert [key for key, facts in claim_queries.facts(story.inspection).items() if facts.stale] == [
        TRAINING
    ]
    with pytest.raises(Refused) as refusal:
        frozen(story.report)
    said = [str(reason) for reason in refusal.value.reasons]
    lines = [number for number, line in enumerate(REPORT.splitlines(), 1) if f"#{TRAINING}" in line]
    assert len(lines) == 2
    for line in lines:
        assert any(
            f"{line}" in reason and "All forces have mandatory training" in reason
            for reason in said
        ), said
    assert not any("local package" in reason for reason in said)
    assert story.report.editions.count() == 2


def test_withdrawn_evidence_makes_freezing_refuse_with_each_sentence_it_touches() -> None:
    story = judged()
    item = Item.objects.get(inspection=story.inspection, number=2)
    evidence.withdraw(
        by=story.who(Role.LEAD), at=LATER, key=a_key(), item=item, reason="Written up from memory."
    )

    with pytest.raises(Refused) as refusal:
        frozen(story.report)

    said = " ".join(str(reason) for reason in refusal.value.reasons)
    assert "All forces have a local package" in said
    assert item.ref in said
    assert "All forces have mandatory training" not in said


def test_claim_looked_at_again_after_a_judgment_changed_prints_with_the_word_that_is_now_true() -> (
    None
):
    story = judged()
    agreed(
        story.inspection,
        story.body(1),
        criterion(story.inspection),
        mandatory_training=False,
        at=LATER + timedelta(days=1),
    )
    claim = story.inspection.claims.get(key=TRAINING)
    claims.refresh(
        by=story.who(Role.ANALYST),
        at=LATER + timedelta(days=2),
        key=a_key(),
        claim=claim,
        version=claim.version,
    )

    found = claim_queries.one(story.who(Role.LEAD), story.inspection, TRAINING)

    assert found is not None
    _, facts = found
    assert (facts.figures.met, facts.figures.inspected, facts.stale, facts.referenced) == (
        2,
        3,
        (),
        False,
    )


def test_most_at_25_of_46_is_refused_with_the_word_that_fits() -> None:
    story = a_story(bodies=46, met=25)

    with pytest.raises(Refused) as refusal:
        frozen(story.report)

    said = [str(reason) for reason in refusal.value.reasons]
    assert any(
        "most" in reason.lower() and "25" in reason and "majority" in reason for reason in said
    ), said


def test_judgment_that_answers_no_finding_of_its_criterion_is_refused_and_nothing_is_written() -> (
    None
):
    inspection = an_inspection(bodies=3, phase="judging")
    of = criterion(inspection)
    assignment = assigned(
        inspection, scope_body(inspection), of, member(inspection, Role.INSPECTOR)
    )
    entries = verify().entries
    item = an_item(inspection, by=assignment.inspector)

    with pytest.raises(Refused):
        judgments.submit(
            by=assignment.inspector,
            at=LATER,
            key=a_key(),
            assignment=assignment,
            grade=of.scale.grades.get(name="Good"),
            findings={code: value for code, value in answers(of).items() if code != TRAINING},
            reasons="Seen.",
            cited=[item],
        )

    assert verify().entries == entries + 1
