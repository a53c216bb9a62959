"""What entries on remarks are of: something said of a document, and none of its words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .things import Kind  # which reads this module for its table


def of_remarks(document: Callable[..., Kind]) -> Mapping[str, Kind]:
    """By the table as the ledger names it, what its entries are of; ``document`` makes the kind of
    what lies in a document.
    """

    def of(what: str, to: str) -> Kind:
        """Something said of the document that lies at ``to`` of the row."""

        def named(row: Any) -> str:
            for name in to.split("__"):
                row = getattr(row, name)
            return f"{what} on “{row.title}”"

        return document(named, to)

    return {
        "reports.suggestion": of("a suggestion", "document"),
        "reports.suggestionanswer": of("a suggestion", "suggestion__document"),
        "reports.comment": of("a comment", "document"),
        "reports.commentresolution": of("a comment", "comment__document"),
        "reports.commentreopening": of("a comment", "resolution__comment__document"),
    }
