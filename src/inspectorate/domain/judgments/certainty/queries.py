"""Reads of how sure judgments are, as one reader may have them."""

from __future__ import annotations

from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person

from ..marking import marks
from ..models import Agreed
from .models import Certainty


def standing_of(agreed: Agreed) -> dict[str, Certainty]:
    """What stands of an agreed judgment, by finding, "" for the whole: the newest of each, unless
    it was withdrawn. A query. No reader is asked: see :func:`told`.
    """
    rows = agreed.certainties.select_related("by", "withdrawal").order_by("pk")
    newest = {one.finding: one for one in rows}
    return {of: one for of, one in newest.items() if not hasattr(one, "withdrawal")}


def told(person: Person, inspection: Inspection, agreed: Agreed | None) -> list[Certainty]:
    """What ``person``, who is shown ``agreed``, is told of how sure it is: the whole first.

    Words marked above the reader are withheld. At most four queries.
    """
    found = standing_of(agreed) if agreed else {}
    if agreed is None or not found:
        return []
    covered = marks(inspection, agreed.scope_body, agreed.criterion).of_settled(agreed)
    reader = reading(person, inspection)
    return [
        reader.of(found[of], highest([covered, found[of].marking]), "words") for of in sorted(found)
    ]
