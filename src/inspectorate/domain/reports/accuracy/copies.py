"""The copies of one draft: what each recipient is sent, by one allow-list for each kind.

The text is laid out once and compiled once for each kind of edition, as every other edition is, so
that what is removed for a recipient is removed by the same code. Beyond that no recipient reads the
name of another body (but those who read for us), nor of anybody of the team.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.queries import real_names
from inspectorate.domain.inspections.models import ScopeBody
from inspectorate.domain.judgments.marking import marks
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.judgments.outcomes.models import (
    OutcomeMove,
    OutcomeStep,
    WrittenOutcome,
)
from inspectorate.foundation.people.roles import Role

from ..editions.model import EditionData, EditionKind
from ..fact_check import Names, Shown, chosen, drafted, named_in
from ..models import Document
from ..proof import Proof, proof_of
from .kinds import RecipientKind
from .own import own_of
from .recipients import Recipient, inspected
from .sides import Side, agreed_reasons, sides_of

_NOBODY = "[somebody of the inspectorate]"
_ROLES = frozenset(one.label.casefold() for one in Role)


@dataclass(frozen=True, slots=True)
class Copy:
    """What one recipient is sent: numbered passages, and a body's side of each printed count."""

    shown: Shown
    sides: list[Side]


class Copies:
    """The copies of a document as its text stands; each fact is read once."""

    def __init__(
        self, document: Document, laid: Proof | None = None, *, reasons: bool = True
    ) -> None:
        """Take the text as it has been laid out, where it has been.

        Without ``reasons`` a side tells none: what changed is asked of every page of a text.
        """
        self.document, self.inspection = document, document.inspection
        self._laid, self._tells_reasons = laid, reasons
        self._named: dict[str, bool] = {}

    @cached_property
    def laid(self) -> Proof:
        """The text with its facts, laid out for nobody."""
        return self._laid or proof_of(self.document)

    def of(self, recipient: Recipient) -> Copy:
        """Return what a recipient is sent; without a passage where nothing is for them."""
        if recipient.scope_body is not None:
            return self._of_body(recipient.scope_body)
        edition = self._edition(EditionKind.PUBLIC)
        names = self._names_of(recipient.body)
        kind = recipient.kind
        if kind is RecipientKind.THIRD_PARTY:
            return Copy(self._without_team(named_in(edition, names)), [])
        codes = None if kind.about.bodies else self._codes(recipient.body)
        return Copy(self._without_team(drafted(edition, names, codes)), [])

    def told(self, text: str, scope_body: ScopeBody) -> str:
        """Return words of the text as a body is told them, without the names of others."""
        return self._cleaned(self._names(scope_body).without_others(text))

    def figures(self, scope_body: ScopeBody | None) -> dict[str, Any]:
        """What the claims of the text said, and of a body its outcomes, its true side of each count
        that is printed, and which agreed reasons stand behind it: for ourselves.
        """
        claims = self.laid.facts.claims or {}
        carried = self._edition(EditionKind.FULL).claims
        told = {}
        for key in sorted(carried):
            if key in claims:
                figures = claims[key].figures
                counts = {"met": figures.met, "inspected": figures.inspected}
                told[key] = {
                    **{name: count for name, count in counts.items() if count is not None},
                    **({"values": dict(figures.values)} if figures.values else {}),
                }
        if scope_body is None:
            return {"claims": told, "outcomes": [], "own": {}}
        outcomes = self.outcomes_of(scope_body.pk)
        return {"claims": told, "outcomes": outcomes, "own": self.own_of(scope_body)}

    def outcomes_of(self, scope_body: int | None) -> list[list[Any]]:
        """The outcomes in words of a body that stand, by its key: criterion, kind, its number and
        that of its newest wording.
        """
        return self._outcomes.get(scope_body, []) if scope_body is not None else []

    def own_of(self, scope_body: ScopeBody) -> dict[str, Any]:
        """What is so of a body behind each printed count, by the claim's key: see ``own``."""
        claims, printed = self.laid.facts.claims or {}, self._edition(EditionKind.BODY).claims
        agreed = {of: row for (body, of), row in self._agreed.items() if body == scope_body.pk}
        return own_of(printed, claims, scope_body.label, agreed)

    def _of_body(self, scope_body: ScopeBody) -> Copy:
        edition = self._edition(EditionKind.BODY)
        names = self._names(scope_body)
        letter = self.document.scope_body_id == scope_body.pk
        shown = self._without_team(chosen(edition, names, letter=letter))
        reasons = self._reasons.get(scope_body.pk, {}) if self._tells_reasons else {}
        claims = self.laid.facts.claims or {}
        found = sides_of(edition, claims, scope_body.label, reasons, self.inspection.small_below)
        clean = [
            {
                **one,
                "statement": self._apart_from(names, one["statement"]),
                "reasons": [self._apart_from(names, said) for said in one["reasons"]],
            }
            for one in found
        ]
        return Copy(shown, clean)

    def _edition(self, kind: EditionKind) -> EditionData:
        return self.laid.edition(kind)

    @cached_property
    def _others(self) -> frozenset[str]:
        """Every name of a body inspected, or of one of the register."""
        return frozenset({one.label for one in self._scope} | set(real_names()))

    @cached_property
    def _scope(self) -> Sequence[ScopeBody]:
        return list(self.inspection.scope.select_related("body"))

    def _names(self, scope_body: ScopeBody) -> Names:
        own = (
            scope_body.label,
            # In a rehearsal the label is a pseudonym; the real name may not stand beside it.
            *(
                ()
                if self.inspection.rehearsal
                else (scope_body.body.name, scope_body.body.short_name)
            ),
        )
        return self._apart(own)

    def _names_of(self, body: Body | None) -> Names:
        """The names of another body of the register: of the bodies inspected none is its own."""
        if body is None:
            return self._apart(())
        pseudonym = self.laid.addressable.hidden.get(body.code)
        if self.inspection.rehearsal:
            return self._apart((pseudonym,) if pseudonym else ())
        return self._apart((body.name, body.short_name), bodies_only=True)

    def _apart(self, own: tuple[str, ...], *, bodies_only: bool = False) -> Names:
        own = tuple(filter(None, own))
        # A national body reads the draft with the names of other national bodies in it.
        others = self._inspected if bodies_only else self._others
        stand_in = f"[another {self.inspection.noun}]"
        return Names(own, tuple(sorted(others - set(own))), stand_in)

    @cached_property
    def _inspected(self) -> frozenset[str]:
        names = {
            name for one in self._scope for name in (one.label, one.body.name, one.body.short_name)
        }
        return frozenset(names - {""})

    def _codes(self, body: Body | None) -> frozenset[str]:
        """The codes under which recommendations to a body are printed."""
        if body is None:
            return frozenset()
        printed = self.laid.addressable.codes
        return frozenset({body.code, printed.get(body.code, body.code)})

    @cached_property
    def _reasons(self) -> dict[int, dict[int, str]]:
        return agreed_reasons(self._scope, self._agreed, marks(self.inspection), self.inspection)

    @cached_property
    def _agreed(self) -> Mapping[tuple[int, int], Agreed]:
        return self.laid.gates.agreed

    @cached_property
    def _outcomes(self) -> dict[int, list[list[Any]]]:
        moves = OutcomeMove.objects.filter(outcome=OuterRef("pk")).order_by("-number")
        rows = WrittenOutcome.objects.filter(inspection=self.inspection).annotate(
            last=Subquery(moves.values("step")[:1]), wording=Max("wordings__number")
        )
        found: dict[int, list[list[Any]]] = {}
        columns = ("last", "scope_body", "criterion__ref", "kind", "number", "wording")
        for last, body, *told in rows.order_by("number").values_list(*columns):
            if last != OutcomeStep.WITHDRAWN:
                found.setdefault(body, []).append(told)
        return found

    @cached_property
    def _team(self) -> re.Pattern[str] | None:
        """The names of those who are or were on the team, but for one that is made of a role."""
        rows = self.inspection.team.order_by().values_list("person__name", flat=True).distinct()
        names = [
            one
            for one in rows
            if " " in one.strip() and not any(role in one.casefold() for role in _ROLES)
        ]
        longest = "|".join(re.escape(one) for one in sorted(names, key=len, reverse=True))
        return re.compile(rf"(?<!\w)(?:{longest})(?!\w)", re.I) if names else None

    def _cleaned(self, text: str) -> str:
        return self._team.sub(_NOBODY, text) if self._team else text

    def _apart_from(self, names: Names, text: str) -> str:
        """The text without others' names; that a text names nobody is found once for all bodies."""
        if text not in self._named:
            every = Names((), tuple(sorted(self._others)), "")
            self._named[text] = every.names_other(text)
        return self._cleaned(names.without_others(text) if self._named[text] else text)

    def _without_team(self, shown: Shown) -> Shown:
        return [
            {
                **one,
                "section": self._cleaned(str(one["section"])),
                "text": self._cleaned(str(one["text"])),
            }
            for one in shown
        ]


def shown_to(document: Document, scope_body: ScopeBody) -> Shown:
    """Return the numbered passages ``scope_body`` may check; empty when there is none.

    Each is ``{"number", "section", "text"}``.
    """
    return Copies(document).of(inspected(scope_body)).shown
