"""Who was asked for a return by a template, what stands of each, and whether it is certified.

Only what is certified counts for claims. The rule of it stands here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from inspectorate.domain.inspections.models import ScopeBody

from ..models import Request
from ..states import ReturnState, return_state
from .asking import TemplateVersion, versions
from .models import (
    AskedReturn,
    DataReturn,
    DataReturnWithdrawal,
    ReturnCertificate,
    ReturnException,
    ReturnRule,
    ReturnTakeover,
    ReturnTemplate,
)
from .rules import meaning


@dataclass(frozen=True, slots=True)
class BodyReturn:
    """What stands of one body asked: its return and the certificate over it, if any.

    ``soft`` are rows that breach a rule of the template of now which is not hard, by the number of
    the rule; ``unexplained`` are numbers of those rules without an exception. ``newest`` is what
    came last, also where a later version of the template no longer takes it, unless it was taken
    back; ``last`` is it in any case, and what it replaced does not stand again. That it was taken
    back (``is_taken_back``) is told also to whoever may not read it. ``certificate`` is over it and
    was not taken back; it counts where the state says so, and else may be taken back.
    """

    asked: AskedReturn
    template_id: int
    state: ReturnState
    standing: DataReturn | None
    certificate: ReturnCertificate | None
    newest: DataReturn | None
    last: DataReturn | None
    soft: Mapping[str, Sequence[int]]
    exceptions: Mapping[int, ReturnException]
    unexplained: Sequence[int]
    is_taken_back: bool

    @property
    def request(self) -> Request:
        """The request that asks for it."""
        return self.asked.request

    @property
    def scope_body(self) -> ScopeBody:
        """The body asked."""
        return self.asked.request.scope_body

    @property
    def certified(self) -> bool:
        """Whether it counts for claims."""
        return self.state is ReturnState.CERTIFIED

    @property
    def taken_back(self) -> DataReturnWithdrawal | None:
        """The record by which what came last was taken back; None where it was not."""
        return getattr(self.last, "withdrawal", None)


def returned(template: ReturnTemplate, *, whole: bool = False) -> list[BodyReturn]:
    """What stands of every body that is asked by this version, in the order of the scope.

    A request that was withdrawn asks nobody. ``whole`` reads the rows of certified returns along,
    and of no others. Eight queries, and one more for each of those.
    """
    line = AskedReturn.objects.filter(request__inspection=template.inspection_id)
    found = [one for one in _loaded(line) if _version(one) == template.pk]
    found.sort(key=lambda one: (one.request.scope_body.order, one.pk))
    stood = _stood(found)
    for one in stood if whole else ():
        if one.standing is not None and one.certified:
            one.standing.rows = rows_of(one.standing.pk)
    return stood


def rows_of(pk: int) -> list[list[str | None]]:
    """The rows of one return. One query; no other loads rows, so that nobody holds those of all."""
    return DataReturn.objects.values_list("rows", flat=True).get(pk=pk)


def of_request(request: Request) -> BodyReturn | None:
    """What stands of a request that asks for a return, withdrawn or not; None for any other."""
    asked = _loaded(AskedReturn.objects.filter(request=request), withdrawn=True)
    found = _stood(asked)
    return found[0] if found else None


def template_of(asked: AskedReturn) -> ReturnTemplate:
    """The version of the template that asks now. Two queries."""
    newest = asked.takeovers.order_by("-pk").values_list("template", flat=True).first()
    return ReturnTemplate.objects.select_related("inspection").get(pk=newest or asked.template_id)


def _loaded(rows: QuerySet[AskedReturn], *, withdrawn: bool = False) -> list[AskedReturn]:
    came = DataReturn.objects.select_related("receipt", "by", "withdrawal__by").defer("rows")
    certificates = ReturnCertificate.objects.select_related("by", "withdrawal")
    exceptions = ReturnException.objects.select_related("rule__column", "by", "withdrawal")
    rows = rows if withdrawn else rows.filter(request__withdrawal=None)
    asked = rows.select_related("request__scope_body__body", "request__inspection")
    return list(
        asked.prefetch_related(
            "takeovers",
            Prefetch("returns", came),
            Prefetch("returns__certificates", certificates),
            Prefetch("returns__exceptions", exceptions),
        )
    )


def _version(asked: AskedReturn) -> int:
    """The key of the version that asks now."""
    taken = [one.template_id for one in asked.takeovers.all()]
    return taken[-1] if taken else asked.template_id


def _stood(asked: Iterable[AskedReturn]) -> list[BodyReturn]:
    listed = list(asked)
    certified = (given.template_id for one in listed for given in _given(_newest(one)))
    known = versions([*(_version(one) for one in listed), *certified])
    return [_one(one, known) for one in listed]


def _last(asked: AskedReturn) -> DataReturn | None:
    came = list(asked.returns.all())
    return came[-1] if came else None


def _newest(asked: AskedReturn) -> DataReturn | None:
    """What came last, where it was not taken back."""
    last = _last(asked)
    return None if last is None or hasattr(last, "withdrawal") else last


def _one(asked: AskedReturn, known: Mapping[int, TemplateVersion]) -> BodyReturn:
    version = _version(asked)
    rules = known[version].rules
    newest = _newest(asked)
    soft = _holds(newest, version, list(asked.takeovers.all())) if newest else None
    standing = newest if soft is not None else None
    exceptions = _excepted(standing, rules, soft or {})
    breached = [one for one in rules if (soft or {}).get(str(one.number))]
    unexplained = [one.number for one in breached if one.number not in exceptions]
    given = _given(newest)
    counts = [one for one in given if known[one.template_id].covers(known[version], breached)]
    certified = standing is not None and bool(counts) and not unexplained
    return BodyReturn(
        asked=asked,
        template_id=version,
        state=return_state(returned=standing is not None, certified=certified),
        standing=standing,
        certificate=next(reversed(counts or given), None),
        newest=newest,
        last=_last(asked),
        is_taken_back=_was_taken_back(asked, newest),
        soft=soft or {},
        exceptions=exceptions,
        unexplained=unexplained,
    )


def _was_taken_back(asked: AskedReturn, newest: DataReturn | None) -> bool:
    """Came something, and stands nothing of it?"""
    return newest is None and _last(asked) is not None


def _holds(
    newest: DataReturn, version: int, takeovers: Sequence[ReturnTakeover]
) -> Mapping[str, Sequence[int]] | None:
    """Rows of a return that breach rules of this version; None where it takes the return no more.

    A return that came for this version was checked by it; an earlier one when it took over.
    """
    if newest.template_id == version:
        return newest.soft
    over = [one for one in takeovers if one.template_id == version]
    checked = over[0] if over and over[0].checked_id == newest.pk and over[0].holds else None
    return checked.soft if checked else None


def _excepted(
    standing: DataReturn | None,
    rules: Sequence[ReturnRule],
    soft: Mapping[str, Sequence[int]],
) -> dict[int, ReturnException]:
    """Exceptions that cover every row which breaches a rule, by the number of the rule.

    One to a rule of an earlier version counts where the rule asks the same.
    """
    if standing is None:
        return {}
    there = (one for one in standing.exceptions.all() if not hasattr(one, "withdrawal"))
    given = {meaning(one.rule): one for one in there}
    found = {}
    for rule in rules:
        one = given.get(meaning(rule))
        if one is not None and set(soft.get(str(rule.number), ())) <= set(one.rows):
            found[rule.number] = one
    return found


def _given(newest: DataReturn | None) -> list[ReturnCertificate]:
    """The certificates over a return that were not taken back, in the order they were given."""
    given = newest.certificates.all() if newest is not None else ()
    return [one for one in given if not hasattr(one, "withdrawal")]
