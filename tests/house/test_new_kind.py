"""A new kind of claim is one file, one line in the registry and one migration; all else follows.

The kind is added to a copy of the source, and the tests below run there, in a process of their own:
``./run drill controls``.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.house.scratch import ROOT, passes_the_house, replaced, run_python, scratch_copy

pytestmark = pytest.mark.drill
CLAIMS = "src/inspectorate/domain/claims"
METHOD = "Tallied over every {noun}{on}."
KIND = f'''"""Tally: how many agreed judgments there are. Stored as ``{{"criteria": […]}}``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..figures import Figures, Support
from ..what_stands import SeenItem
from .asking import Asking, Question, criteria_chosen, criteria_keys, criteria_question
from .kind import Kind
from .reading import Reader

if TYPE_CHECKING:
    from ..evidence_base import EvidenceBase  # for types alone: kinds load without a database


class TallyKind(Kind[tuple[int, ...]]):
    """Agreed judgments on some criteria, counted."""

    code = "tally"
    label = "A tally of judgments"
    example = "We made three judgments"
    method = "{METHOD}"

    def read_fields(self, reader: Reader, table: dict[str, Any]) -> tuple[int, ...]:
        """Read the criteria."""
        reader.only(table, "", "criteria", "area")
        return tuple(criterion.pk for criterion in reader.criteria(table))

    def count(
        self,
        predicate: tuple[int, ...],
        base: EvidenceBase,
        pinned: Sequence[SeenItem] | None = None,
    ) -> Figures:
        """Count the judgments."""
        judged = [one for place, one in base.judged.items() if place[1] in predicate]
        support = Support.of(base.cited(judged), judged=judged)
        return Figures(values={{"judgments": str(len(judged))}}, support=support)

    def questions(self, asking: Asking) -> list[Question]:
        """Ask which criteria."""
        return [criteria_question(asking.known.criteria)]

    def answers(self, asking: Asking) -> dict[str, Any]:
        """Tick the criteria stored."""
        return {{"criteria": criteria_keys(asking)}}

    def structure(self, asking: Asking, answers: Mapping[str, Any]) -> dict[str, Any]:
        """Name the criteria chosen."""
        return criteria_chosen(asking.known, answers["criteria"])


KIND = TallyKind()
'''
USED = '''"""The tally in use: a form, a claim, its page, a document that carries it, frozen."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.claims import queries
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.findings import agreed, referenced
from tests.factories.publishing import a_document, frozen, left_out
from tests.factories.rooms import an_inspection, criterion, scope_body
from tests.factories.upper import door, words

TEXT = """---
title: What we judged
published: 2020-03-09
---

[We made 3 judgments]{#judged}.
"""


@pytest.mark.django_db
def test_tally_is_drafted_referenced_shown_frozen_and_printed(settings: Any) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    inspection = an_inspection(bodies=3, phase="judging")
    of = criterion(inspection)
    for number in range(3):
        agreed(inspection, scope_body(inspection, number), of)
    left_out(inspection)
    lead = door(inspection, Role.LEAD)
    assert "We made three judgments" in words(lead.get("claims/draft/"))
    sent = {"claim_key": "judged", "statement": "Judgments made", "criteria": [of.pk]}
    looked = lead.post("claims/draft/?kind=tally", look="yes", **sent)
    assert "judgments: 3" in words(looked)
    assert lead.post("claims/draft/?kind=tally", **sent).status_code == 302
    claim = Claim.objects.get(key="judged")
    assert (claim.kind, claim.predicate) == ("tally", {"criteria": ["1.1"]})
    assert claim.pins.exclude(agreed=None).count() == 3
    edit = lead.get("claims/claim/judged/edit/").context["form"]
    assert edit.initial["criteria"] == [str(of.pk)]
    assert "A tally of judgments" in words(lead.get("claims/claim/judged/"))
    assert lead.get("claims/?kind=tally").status_code == 200
    referenced(claim)
    facts = queries.facts(inspection)["judged"]
    assert (facts.state, facts.values, facts.stale) == ("referenced", {"judgments": "3"}, ())
    edition = frozen(a_document(inspection, "report", "report", "What we judged", TEXT))
    record = EditionData.from_json(edition.data).claims["judged"]
    assert (record.kind, record.method) == ("tally", "Tallied over every force on criterion 1.1.")
    agreed(inspection, scope_body(inspection), of, "Outstanding")
    assert queries.facts(inspection)["judged"].state == "stale"


@pytest.mark.django_db
def test_tally_that_names_no_criterion_is_refused_by_field() -> None:
    known = queries.known(an_inspection())
    with pytest.raises(Refused) as refusal:
        KINDS["tally"].read({"criteria": []}, known)
    assert [reason.field for reason in refusal.value.reasons] == ["predicate.criteria"]
'''


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source with the kind added: the files that a kind needs, and no others."""
    copy = scratch_copy(tmp_path_factory.mktemp("house") / "copy")
    (copy / CLAIMS / "kinds/tally.py").write_text(KIND, "utf-8")
    replaced(
        copy / CLAIMS / "kinds/registry.py",
        {
            "    share,\n    variation,\n": "    share,\n    tally,\n    variation,\n",
            "        quotation.KIND,\n": "        quotation.KIND,\n        tally.KIND,\n",
        },
    )
    run_python(copy, "manage.py", "makemigrations", "claims", "--name", "tally")
    run_python(copy, "-m", "inspectorate.interfaces.cli.main", "draw-docs")  # drawn, not written
    return copy


def test_new_kind_of_claim_touches_three_files(scratch: Path) -> None:
    def texts(root: Path) -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in (root / "src").rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }

    before, after = texts(ROOT), texts(scratch)
    touched = sorted(name for name in after if after[name] != before.get(name))
    assert touched == [
        f"{CLAIMS}/kinds/registry.py",
        f"{CLAIMS}/kinds/tally.py",
        f"{CLAIMS}/migrations/0008_tally.py",
    ]


def test_new_kind_of_claim_works_from_its_form_to_print_and_fits_the_house(scratch: Path) -> None:
    (scratch / "tests/test_tally.py").write_text(USED, "utf-8")
    passes_the_house(scratch, "tests/test_tally.py")


def test_new_kind_of_claim_passes_the_linters(scratch: Path) -> None:
    files = [f"{CLAIMS}/kinds/tally.py", f"{CLAIMS}/kinds/registry.py"]
    run_python(scratch, "-m", "ruff", "check", *files)
    run_python(scratch, "-m", "ruff", "format", "--check", *files)
    run_python(scratch, "-c", "from importlinter.cli import lint_imports; exit(lint_imports())")
    assert "No changes detected" in run_python(scratch, "manage.py", "makemigrations", "--check")
