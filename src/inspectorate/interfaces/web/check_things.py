"""What entries on copies of a draft that were sent out are of, on what was said of them, and on
words that a speaker was asked to approve.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .things import Kind  # which reads this module for its table


def of_checks(document: Callable[..., Kind]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of; ``document`` makes each."""
    return {
        "reports.factcheck": document(
            lambda row: f"“{row.document.title}” to {row.recipient}, to check its facts",
            "document",
            "scope_body__body",
            *("scope_body", "body", "document__inspection"),
        ),
        "reports.extendedcheck": _of_copy(document, "fact_check", "the time of "),
        "reports.criticism": _of_copy(document, "fact_check", "what changed for "),
        "reports.criticismwithdrawal": _of_copy(
            document,
            "criticism__fact_check",
            lambda row: f"the answer on what changed for {_copy(row.criticism)}",
        ),
        "reports.recalledcopy": _of_copy(document, "fact_check", "the copy of "),
        "reports.finishedcheck": _of_copy(document, "fact_check", ""),
        "reports.point": _of_copy(document, "fact_check", _point),
        "reports.livequotation": document(_said, "document"),
        "reports.speakerasked": document(lambda row: _said(row.quotation), "quotation__document"),
        "reports.speakerapproval": document(
            lambda row: _said(row.quotation), "quotation__document"
        ),
        "reports.approvalwithdrawal": document(
            lambda row: _said(row.approval.quotation), "approval__quotation__document"
        ),
        "reports.ownpicture": document(_picture, "document"),
        "reports.picturewithdrawal": document(
            lambda row: _picture(row.picture), "picture__document"
        ),
        "reports.decision": _of_copy(document, "point__fact_check", lambda row: _point(row.point)),
    }


def _of_copy(document: Callable[..., Kind], to: str, named: str | Callable[[Any], str]) -> Kind:
    """A record of one copy, which lies at ``to`` of the row."""

    def of_copy(row: Any) -> str:
        return f"{named}{_copy(row)}"

    return document(
        of_copy if isinstance(named, str) else named,
        f"{to}__document",
        f"{to}__scope_body__body",
        *(f"{to}__{one}" for one in ("scope_body", "body", "document__inspection")),
    )


def _copy(row: Any) -> str:
    check = row.fact_check
    return f"{check.recipient} on “{check.document.title}”"


def _said(row: Any) -> str:
    return f"the words of {row.office} in “{row.document.title}”"


def _picture(row: Any) -> str:
    return f"the picture {row.key} of “{row.document.title}”"


def _point(row: Any) -> str:
    check = row.fact_check
    return f"point {row.number} of {check.recipient} on “{check.document.title}”"
