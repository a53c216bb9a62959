"""The template that a letter was made from, read beside the letter: whose words those of it are,
and what is signed with it.
"""

from __future__ import annotations

from collections.abc import Iterable

from inspectorate.prose.editorial import drawn
from inspectorate.prose.passages import Passage, Rules

from ..models import Document, MadeLetter
from ..wording.authors import first_written
from ..wording.records import records_of
from ..wording.standing import Editorial, Records, standing_of
from .making import made_from, text_of, values_for
from .signing import FilledTemplate, SignedTemplate, joined


class LetterOrigin:
    """A letter's template as it was when the letter was made, filled as the record has it now."""

    def __init__(self, made: MadeLetter, filled: FilledTemplate) -> None:
        self.made, self.filled = made, filled

    def records(self, own: Records, rule: Editorial) -> Records:
        """What stands signed of the letter: its ``own``, and what is signed in its template."""
        theirs = records_of(self.made.template)
        laid = SignedTemplate(text_of(self.made), theirs, self._unseen(theirs, rule))
        carried = tuple(self.filled.signed(laid, rule))
        return joined(own, carried, self.filled.objected(theirs.objected))

    def authors(self, held: Iterable[Passage]) -> dict[str, int]:
        """Who wrote those passages of the letter last that are its template's, by identity."""
        words = self.filled.words
        here = {one.identity: words[one.identity] for one in held if one.identity in words}
        if not here:
            return {}
        rows = self.made.template.revisions.filter(number__lte=self.made.template_version)
        by = dict(rows.values_list("number", "by"))
        of = first_written(rows.values_list("number", "text"))
        return {known: by[of(said)] for known, said in here.items()}

    def _unseen(self, records: Records, rule: Editorial) -> frozenset[str]:
        """The passages that were tidied there and drawn for a look that nobody has taken."""
        found = standing_of(self.filled.before, records, rule)
        changed = [one.passage.identity for one in found.passages if one.wording == "editorial"]
        if not changed:
            return frozenset()
        looked = self.made.template.looks.values_list("identity", flat=True)
        return frozenset(drawn(changed, seed=self.made.template.slug)) - frozenset(looked)


def origin_of(letter: Document, rules: Rules) -> LetterOrigin | None:
    """Return the origin of a letter, its passages read by ``rules``; None of any other document."""
    made, body = made_from(letter), letter.scope_body
    if made is None or body is None:
        return None
    return LetterOrigin(made, FilledTemplate(text_of(made), values_for(body), rules))
