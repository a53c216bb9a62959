"""The copies of one draft: what each recipient is sent, by one allow-list for each kind.

The text is laid out once and compiled once for each kind of edition, as every other edition is, so
that what is removed for a recipient is removed by the same code. Beyond that no recipient reads the
name of another body (but those who read for us), nor of anybody of the team.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.bodies.queries import names_of_bodies, register
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
from ..fact_check import Names, Shown, chosen, drafted, named_in, pattern_of, plain
from ..models import Document
from ..proof import Proof, proof_of
from .kinds import RecipientKind
from .own import own_of
from .recipients import Recipient, inspected
from .sides import Side, agreed_reasons, sides_of, withheld

_NOBODY = "[somebody of the inspectorate]"
_APART = "[another body]"  # no body like those inspected: a national one, an overseer
# What stands before a surname within a sentence, or a title or an initial with its full stop.
_WITHIN = r"(?:(?<=[\w,;)]\s)|(?<=[(/])|(?<=\b[A-Z]\.\s)|(?<=\b[DM][rs]\.\s)|(?<=\bMrs\.\s))"
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
        self._hidden: dict[int, frozenset[str]] = {}

    @cached_property
    def laid(self) -> Proof:
        """The text with its facts, laid out for nobody."""
        return self._laid or proof_of(self.document)

    def of(self, recipient: Recipient) -> Copy:
        """Return what a recipient is sent; without a passage where nothing is for them."""
        if recipient.scope_body is not None:
            return self._of_body(recipient.scope_body)
        edition = self._edition(EditionKind.PUBLIC)
        kind = recipient.kind
        # A third party of no body of the register is criticised under their own name.
        named = recipient.person if kind is RecipientKind.THIRD_PARTY else None
        names = self._apart((named.name,)) if named else self._names_of(recipient.body)
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
        codes = frozenset({scope_body.code})
        shown = self._without_team(chosen(edition, names, letter=letter, codes=codes))
        reasons = self._reasons.get(scope_body.pk, {}) if self._tells_reasons else {}
        claims = self.laid.facts.claims or {}
        k = self.inspection.small_below
        # Of all bodies alike, and so found once.
        if k not in self._hidden:
            self._hidden[k] = withheld(edition, claims, k)
        found = sides_of(edition, claims, scope_body.label, reasons, k, self._hidden[k])
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
    def _register(self) -> dict[int, tuple[str, frozenset[str]]]:
        """Each body of the register by its key: its kind, and every name it is or was known by."""
        every = register()
        named = {one.code: one.names for one in names_of_bodies(every).bodies}
        return {one.pk: (one.kind, frozenset(named[one.code]) - {""}) for one in every}

    @cached_property
    def _others(self) -> frozenset[str]:
        """Every name of a body inspected, or of one of the register."""
        labels = {one.label for one in self._scope}
        return frozenset(labels.union(*(names for _, names in self._register.values())))

    @cached_property
    def _of_other_kinds(self) -> frozenset[str]:
        """The names of bodies of a kind of which none is inspected."""
        kinds = {one.body.kind for one in self._scope}
        other = (names for kind, names in self._register.values() if kind not in kinds)
        alike = (names for kind, names in self._register.values() if kind in kinds)
        return frozenset().union(*other) - frozenset().union(*alike)

    @cached_property
    def _scope(self) -> Sequence[ScopeBody]:
        return list(self.inspection.scope.select_related("body"))

    def _names(self, scope_body: ScopeBody) -> Names:
        # In a rehearsal the label is a pseudonym; no real name may stand beside it.
        real = () if self.inspection.rehearsal else self._known_as(scope_body.body_id)
        return self._apart((scope_body.label, *real))

    def _known_as(self, body: int) -> tuple[str, ...]:
        """Every name that a body is or was known by."""
        return tuple(sorted(self._register[body][1]))

    def _names_of(self, body: Body | None) -> Names:
        """The names of another body of the register: of the bodies inspected none is its own."""
        if body is None:
            return self._apart(())
        pseudonym = self.laid.addressable.hidden.get(body.code)
        if self.inspection.rehearsal:
            return self._apart((pseudonym,) if pseudonym else ())
        return self._apart(self._known_as(body.pk), bodies_only=True)

    def _apart(self, own: tuple[str, ...], *, bodies_only: bool = False) -> Names:
        # A national body reads the draft with the names of other national bodies in it.
        others = (self._inspected if bodies_only else self._others) - set(own)
        apart = others & self._of_other_kinds
        stand_in = f"[another {self.inspection.noun}]"
        return Names(own, tuple(sorted(others)), stand_in, tuple(sorted(apart)), _APART)

    @cached_property
    def _inspected(self) -> frozenset[str]:
        labels = {one.label for one in self._scope}
        return frozenset(labels.union(*(self._register[one.body_id][1] for one in self._scope)))

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
        """The names of those who are or were on the team, but for one that is made of a role.

        A surname alone counts as it is written, where it is no word of a body's name: within a
        sentence, or after a title. What begins a sentence may be a word like any other.
        """
        rows = self.inspection.team.order_by().values_list("person__name", flat=True).distinct()
        names = [one.strip() for one in rows if one.strip() and not _says_role(one)]
        if not names:
            return None
        of_bodies = {word.casefold() for name in self._others for word in name.split()}
        full = tuple(one for one in names if " " in one)
        single = _as_written((one for one in names if " " not in one), of_bodies)
        last = _as_written((one.split()[-1] for one in names), of_bodies)
        return re.compile(
            rf"(?i:{pattern_of(full).pattern})|(?<!\w)(?:{single})(?!\w)|{_WITHIN}(?:{last})(?!\w)"
        )

    def _cleaned(self, text: str) -> str:
        return self._team.sub(_NOBODY, plain(text)) if self._team else text

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


def _says_role(name: str) -> bool:
    return any(role in name.casefold() for role in _ROLES)


def _as_written(names: Iterable[str], of_bodies: Collection[str]) -> str:
    """A pattern of names of one word; without those that a body's name holds."""
    told = {one for one in names if len(one) > 2 and one[0].isupper()}
    ordered = sorted(told, key=len, reverse=True)
    found = "|".join(re.escape(one) for one in ordered if one.casefold() not in of_bodies)
    return found or "(?!)"


def shown_to(document: Document, scope_body: ScopeBody) -> Shown:
    """Return the numbered passages ``scope_body`` may check; empty when there is none.

    Each is ``{"number", "section", "text"}``.
    """
    return Copies(document).of(inspected(scope_body)).shown
