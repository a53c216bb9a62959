"""The sample report and press release as frozen editions, with every kind of block."""

from __future__ import annotations

from typing import Any

from inspectorate.domain.publication.schema import Block, DocumentKind, EditionData, Run
from inspectorate.foundation.drawing.picture import Picture, ramp
from inspectorate.foundation.drawing.stacked import stacked
from inspectorate.foundation.drawing.strip import Band, strip

NOTICE = "Rehearsal: simulated evidence, says nothing about any real body"
LEVELS = ramp(
    [("O", "Outstanding"), ("G", "Good"), ("R", "Requires improvement"), ("I", "Inadequate")]
)


def p(*runs: Run | str) -> Block:
    """Return a paragraph."""
    return Block("paragraph", tuple(Run(one) if isinstance(one, str) else one for one in runs))


def h(level: int, text: str) -> Block:
    """Return a heading."""
    return Block("heading", (Run(text),), level=level)


def chart(picture: Picture) -> Block:
    """Return a picture as a block."""
    return Block(
        "chart",
        caption=picture.title,
        svg=picture.svg,
        alternative=picture.description,
        header=picture.header,
        rows=picture.rows,
    )


def _pictures() -> tuple[Picture, Picture]:
    rows = [
        ("1.1 Training", {"O": 4, "G": 31, "R": 4, "I": 1, "–": 6}),
        ("1.2 Knowing the threat", {"O": 6, "G": 32, "R": 2, "–": 6}),
    ]
    members = [
        (f"Force {n:02}", "met" if n < 36 else "not met" if n < 41 else "not inspected")
        for n in range(1, 47)
    ]
    return (
        stacked(
            rows,
            LEVELS,
            prefix="capability",
            title="Grades for capability, number of forces",
            heading="Criterion",
        ),
        strip(
            members,
            prefix="training",
            title="Forces in which training is mandatory",
            band=Band("most", 30, 39),
        ),
    )


def _blocks() -> tuple[Block, ...]:
    grades, training = _pictures()
    return (
        h(2, "Summary"),
        p(
            "In 2018 we asked how effective the police contribution to Prevent is. ",
            Run("Most forces have made training mandatory", claim="mandatory-training"),
            ", but ",
            Run("only a ", claim="completion-known"),
            Run("majority", claim="completion-known", emphasis=True),
            Run(" could say how many officers had completed it", claim="completion-known"),
            ".",
        ),
        p(
            Run("Prevent is one of four strands of the strategy.", basis="context"),
            " It has three objectives.",
        ),
        h(2, "Capability in forces"),
        h(3, "Training"),
        p(
            Run("Most forces have made training mandatory", claim="mandatory-training"),
            " for officers and staff who meet the public. In the best of them, supervisors "
            "checked what had been understood.",
        ),
        chart(training),
        h(3, "Knowing the threat"),
        p(
            "In ",
            Run(
                "most of the 40 forces inspected, plans rest on a current picture of the threat",
                claim="threat-understood",
            ),
            ".",
        ),
        chart(grades),
        Block(
            "table",
            caption="Coverage by criterion",
            header=("Criterion", "Inspected", "Not inspected"),
            rows=(("1.1", "40", "6"), ("1.2", "40", "6")),
        ),
        h(2, "Consistency with others"),
        p(
            Run(
                "Forces and regional units do not all work to one set of rules",
                claim="regional-rules",
            ),
            ".",
        ),
        Block(
            "list",
            items=(
                (Run("who takes the decision differs,"),),
                (Run("what is recorded differs, and"),),
                (Run("some keep no reason at all.", strong=True),),
            ),
        ),
        Block(
            "recommendation",
            (
                Run(
                    "By the end of September 2020, the national training college should "
                    "set a minimum standard."
                ),
            ),
            number=1,
            anchor="recommendation-1",
            caption="published",
            header=("body", "basis", "due_on"),
            rows=(("national-college", "asked", "2020-09-30"),),
        ),
        h(2, "Information and the public"),
        p(Run("Partners were mostly positive", claim="partners-positive"), ". One told us:"),
        Block(
            "quote",
            (Run("They ring before it becomes a problem."),),
            source="A partner, in a focus group",
        ),
        p(
            Run("Few forces had no agreement on sharing", claim="no-agreement"),
            ". ",
            Run("Text removed: Police Act 1996 s.55(2)", redacted="Police Act 1996 s.55(2)"),
            " The list is in the ",
            Run("strategy", link="https://www.example.org/strategy"),
            ".",
        ),
        Block(
            "recommendation",
            (Run("Chief officers should agree who decides on a referral, and write it down."),),
            number=2,
            anchor="recommendation-2",
            caption="rehearsal",
            header=("body", "basis", "due_on"),
            rows=(("force-07", "duty", "2020-09-30"), ("chiefs-council", "asked", "2020-09-30")),
        ),
        Block(
            "note",
            (Run("Fieldwork ended in February 2019; what changed since is labelled as such."),),
        ),
    )


def edition(**changes: Any) -> EditionData:
    """Return the report's edition with any field changed."""
    facts: dict[str, Any] = {
        "slug": "report",
        "kind": DocumentKind.REPORT,
        "title": "Prevent: the police contribution",
        "subtitle": "An inspection of how effective the police contribution to Prevent is",
        "edition": "public",
        "number": 1,
        "marking": "OFFICIAL",
        "publisher": "Inspectorate of the Rehearsal",
        "inspection": "Police and Prevent 2018/19",
        "published_on": "2020-03-09",
        "notice": NOTICE,
        "blocks": _blocks(),
    }
    return EditionData(**{**facts, **changes})


def report() -> EditionData:
    """Return the sample report."""
    return edition()


def release() -> EditionData:
    """Return the sample press release."""
    blocks = (
        p(
            Run("Most forces have made training mandatory", claim="mandatory-training"),
            ", an inspection has found.",
        ),
        Block(
            "list",
            items=(
                (Run("plans rest on a current picture of the threat", claim="threat-understood"),),
                (Run("partners were mostly positive", claim="partners-positive"),),
            ),
        ),
        h(2, "Notes to editors"),
        Block(
            "list",
            ordered=True,
            items=(
                (Run("The report makes two recommendations."),),
                (Run("Forces carry pseudonyms."),),
            ),
        ),
    )
    return edition(
        slug="press-release",
        kind=DocumentKind.RELEASE,
        title="Police well prepared for Prevent",
        subtitle="",
        blocks=blocks,
    )
