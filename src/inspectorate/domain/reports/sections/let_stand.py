"""Which problems somebody let stand, for one reader of a text."""

from __future__ import annotations

from ..models import Document
from ..queries import waived
from .reading import TextAsRead, folded, printed


def let_stand(document: Document, read: TextAsRead) -> set[tuple[str, str]]:
    """Return the (check, excerpt) pairs that were let stand, for who has the text as ``read``.

    An excerpt quotes the text. To who does not read all of it, one counts that stands in what they
    have and nowhere else of it: a problem that is gone would confirm a guess at closed words.
    """
    every = waived(document)
    if read.whole or not every:
        return every
    told, whole = printed(read.text), printed(document.text)
    if told is None or whole is None:
        return set()
    words = {one: folded(one[1].removesuffix("…")) for one in every}
    return {
        one for one, said in words.items() if said and 0 < told.count(said) == whole.count(said)
    }
