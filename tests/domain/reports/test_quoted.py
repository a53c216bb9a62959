"""Words quoted from an item of evidence bear its marking, however a text quotes them: in a passage,
in a quote set apart, by a claim or by the item's own number.
"""

from __future__ import annotations

from datetime import date

import pytest

from inspectorate.domain.reports import queries
from inspectorate.domain.reports.editions.model import EditionKind
from inspectorate.domain.reports.editions.runs import CLOSED
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.reasons import CheckName
from inspectorate.domain.reports.sections.left import preview
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import a_claim, an_item, referenced
from tests.factories.publishing import REPORT, Story, a_story, frozen, saved

pytestmark = pytest.mark.django_db
SENSITIVE = "OFFICIAL-SENSITIVE"
GROUND = "Police Act 1996 s.55(2)"
CANARY = "canary words were said"
PASSAGE = f"One told us [“{CANARY}”]{{.quotation source=quoted}}."
APART = f"> {CANARY}\n>\n> [A constable]{{.quotation source=quoted}}"
AFTER = f"> {CANARY}\n\n[A constable]{{.quotation source=quoted}}"
HEADED = f"## [{CANARY}]{{.quotation source=quoted}}"
CELL = f"| Said |\n|---|\n| [{CANARY}]{{.quotation source=quoted}} |"
QUOTED = {"passage": PASSAGE, "apart": APART, "after": AFTER, "heading": HEADED, "cell": CELL}
REMOVED = f'[{PASSAGE}]{{.sensitive marking={SENSITIVE} ground="{GROUND}"}}'


@pytest.fixture
def story() -> Story:
    """A report, and a claim that quotes an item marked OFFICIAL-SENSITIVE."""
    made = a_story()
    item = an_item(made.inspection, marking=SENSITIVE, words=f"In confidence: {CANARY}.")
    referenced(
        a_claim(
            made.inspection,
            {"source": item.ref, "words": CANARY},
            kind="quotation",
            name="quoted",
            statement="What one said",
        )
    )
    return made


def _written(story: Story, text: str) -> Document:
    return saved(story.report, f"{REPORT}\n{text}\n")


def _shown(story: Story, who: Role, kind: EditionKind) -> str:
    document = Document.objects.get(pk=story.report.pk)
    return str(preview(story.who(who), document, kind).as_json())


@pytest.mark.parametrize("how", QUOTED)
def test_quotation_marks_the_text_and_is_removed_for_who_may_not_read_it(
    story: Story, how: str
) -> None:
    document = _written(story, QUOTED[how])
    assert queries.marking_of(story.inspection, document.text) == SENSITIVE
    laid = queries.proof_of(document)
    assert (laid.marking, laid.edition(EditionKind.FULL).marking) == (SENSITIVE, SENSITIVE)
    assert CANARY in _shown(story, Role.LEAD, EditionKind.FULL)
    told = _shown(story, Role.PRESS, EditionKind.FULL)
    assert CANARY not in told
    assert f"[removed: {CLOSED}]" in told
    # Nor is it among what a body is shown to check.
    assert CANARY not in str(laid.edition(EditionKind.BODY).as_json())


@pytest.mark.parametrize("how", QUOTED)
def test_quotation_above_the_ceiling_of_print_is_never_frozen(story: Story, how: str) -> None:
    document = _written(story, QUOTED[how])
    with pytest.raises(Refused) as refusal:
        frozen(document)
    assert f"this passage is {SENSITIVE}" in str(refusal.value.reasons[0])
    found = queries.problems(document, on=date(2020, 3, 2)).problems
    assert CheckName.BELOW_EDITION_CEILING in {one.check for one in found}


def test_quotation_removed_with_its_ground_is_frozen_and_not_in_print(story: Story) -> None:
    document = _written(story, REMOVED)
    frozen(document)
    public, full = (str(document.editions.get(kind=kind).data) for kind in ("public", "full"))
    assert (CANARY in public, CANARY in full) == (False, True)


def test_quotation_by_the_number_of_an_item_is_marked_as_the_item(story: Story) -> None:
    item = story.inspection.evidence.get(marking=SENSITIVE)
    document = _written(story, PASSAGE.replace("quoted", item.ref))
    assert queries.marking_of(story.inspection, document.text) == SENSITIVE
    assert CANARY not in _shown(story, Role.PRESS, EditionKind.FULL)


def test_quotation_of_words_open_to_all_stays(story: Story) -> None:
    words = "We all did it in the end"
    a_claim(
        story.inspection,
        {"source": "The college", "words": words},
        kind="quotation",
        name="open",
    )
    document = _written(story, PASSAGE.replace("quoted", "open").replace(CANARY, words))
    assert queries.proof_of(document).marking == "OFFICIAL"
    assert words in _shown(story, Role.PRESS, EditionKind.PUBLIC)
