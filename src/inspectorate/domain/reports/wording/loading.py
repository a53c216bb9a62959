"""Reads from the database what of a document's wording is signed, and lays the text beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import BASELINE, Marking, highest
from inspectorate.prose.editorial import drawn, editorial
from inspectorate.prose.manuscript import Manuscript, TextBlock
from inspectorate.prose.passages import (
    RECORDED,
    Passage,
    RecordedWords,
    Rules,
    Signing,
    identity,
    passages,
)
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.spelling import Lexicon
from inspectorate.prose.translation import Translation

from ..editions.model import EditionKind
from ..editions.outcomes import OutcomeWords, outcome_words
from ..editions.own_pictures import withheld_in_public
from ..editions.pictures import ChartData
from ..editions.runs import Treatment, runs_of, treatment, words
from ..facts import Facts
from ..keys import picture_key
from ..letters.origin import LetterOrigin, origin_of
from ..marking import of_passage
from ..models import Document, Edition, MadeLetter, Signature
from ..variants.signing import beside_original
from ..verbs import ReportVerb
from .authors import first_written
from .changes import editorial_changes
from .records import records_of
from .rules import rules_of
from .standing import (
    Editorial,
    Records,
    SectionStanding,
    TextStanding,
    section_identity,
    standing_of,
)

# What is said in the place of words of which the public edition prints nothing.
_REMOVED = "words that the public edition does not print"


@dataclass(frozen=True, slots=True)
class ToSign:
    """What one press signs: its content and words as shown, and what its signer must not be.

    ``since`` are the revisions in which words of it were changed last, ``keys`` the claims that it
    is bound to. ``version`` is the document's whose text was shown. ``writers`` are the keys of who
    wrote words of it that stand in records; ``recorded`` says that there are such among what is
    shown, which may change while the text does not; so may the original beside a translation, of
    which ``words`` holds ``original`` and ``original_public`` too.
    """

    kind: Signing
    identity: str
    content: Mapping[str, Any]
    words: Mapping[str, str]
    marking: str
    since: tuple[int, ...]
    keys: tuple[str, ...]
    version: int
    writers: tuple[int, ...] = ()
    recorded: bool = False


class SignedText:
    """A document's newest text, passage by passage, beside what was signed of it."""

    def __init__(
        self,
        document: Document,
        manuscript: Manuscript,
        facts: Facts,
        out: Collection[int] = (),
        *,
        board: ChartData,
    ) -> None:
        """Take the text as it was taken apart, and the facts its slots are read by; ``board`` holds
        the outcomes in words that it prints.

        ``out`` are the keys of editions that are out, which the room of publication knows: what
        went out before wording was signed is asked only where somebody changes it.
        """
        self.document, self.manuscript, self.facts = document, manuscript, facts
        self.out = out
        self.board = board
        self.outcomes: dict[tuple[str, str], OutcomeWords] = {}
        self.rules: Rules = rules_of(facts, self._prints)

    def _prints(self, block: TextBlock) -> list[RecordedWords]:
        """The words that a block prints from records; what else is known of them is kept."""
        found = outcome_words(self.board, block)
        self.outcomes.update(((one.source, one.full), one) for one in found)
        return [RecordedWords(one.full, one.source) for one in found]

    def recorded(self, held: Iterable[Passage]) -> list[OutcomeWords]:
        """The outcomes in words that are among passages."""
        return [self.outcomes[one.source, one.words] for one in held if one.sort == RECORDED]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every passage of the text."""
        beside = self.translation
        return beside.passages if beside else passages(self.manuscript, self.rules)

    @cached_property
    def translation(self) -> Translation | None:
        """The passages of a language variant beside its original's; None of other documents."""
        return beside_original(self.manuscript, self.facts, self.rules)

    def originals(self, held: Iterable[Passage]) -> list[Passage]:
        """The passages of the original that translated ones answer to, each once."""
        beside = self.translation.beside if self.translation else {}
        return list(dict.fromkeys(one for here in held for one in beside.get(here.identity, ())))

    @cached_property
    def records(self) -> Records:
        """What was signed of this document, and objected to; of a letter that was made from a
        template, what was signed of that too.
        """
        own = records_of(self.document)
        return own if self.origin is None else self.origin.records(own, self._rule)

    @cached_property
    def origin(self) -> LetterOrigin | None:
        """The template that a letter was made from; None of any other document."""
        return origin_of(self.document, self.rules)

    @cached_property
    def kept_apart(self) -> tuple[Sequence[str], Sequence[str]]:
        """The names, and the quantity words, in which nothing is editorial."""
        vocabulary = self.facts.vocabulary
        bands = vocabulary.bands if vocabulary else ()
        quantities = [word for band in bands for word in (band.word, *band.aliases)]
        return (*self.facts.body_names, *self.facts.printable_names), quantities

    def tidied(self, old: str, new: str) -> bool:
        """Do printed words differ in nothing but what an editor may change?"""
        if self.facts.variant_of:
            return False
        names, quantities = self.kept_apart
        found = editorial(
            old,
            new,
            names=names,
            lexicon=self._lexicon,
            quantities=quantities,
            swaps=self._swaps,
        )
        return found is not None

    @cached_property
    def _rule(self) -> Editorial:
        if self.facts.variant_of:  # what may be tidied is known of English alone
            return _nothing_tidied
        names, quantities = self.kept_apart
        return editorial_changes(names, self._words(), quantities, self._swaps)

    @property
    def _swaps(self) -> Sequence[tuple[str, str]]:
        return self.facts.style.swaps if self.facts.style else ()

    @cached_property
    def _lexicon(self) -> Lexicon:
        return Lexicon(self._words())

    @cached_property
    def standing(self) -> TextStanding:
        """Where each passage and section stands."""
        rule = self._rule
        found = standing_of(self.passages, self.records, rule)
        if found.unsigned or found.unread:  # else nothing rests on what went out before
            before, sections = self._before()
            records = replace(self.records, before=before, sections_before=sections)
            found = standing_of(self.passages, records, rule) if before else found
        changed = [one.passage.identity for one in found.passages if one.wording == "editorial"]
        looks = self.document.looks.values_list("identity", flat=True) if changed else ()
        looked = frozenset(looks)
        return replace(
            found, looked_at=looked, drawn=tuple(drawn(changed, seed=self.document.slug))
        )

    @property
    def signers(self) -> list[tuple[str, int]]:
        """Who signed how much, in signatures that stand, the busiest first."""
        return Counter(one.by for one in self.records.signed).most_common()

    @cached_property
    def since(self) -> Callable[[str], int]:
        """In which revision words of the text were changed last."""
        return first_written(self.document.revisions.values_list("number", "text"))

    def left(self) -> Iterator[ToSign]:
        """What an evidence checker is still asked, one press each.

        The findings come in the order of the text, then the sources, then the sections, which are
        read whole once what stands in them is signed.
        """
        sources: dict[str, None] = {}
        for one in self.standing.unsigned:
            if one.passage.signing is Signing.SOURCE:
                sources[one.passage.source] = None
            elif asked := self.to_sign(one.passage.identity):
                yield asked
        for source in sources:
            if asked := self.source_to_sign(source):
                yield asked
        for section in self.standing.unread:
            yield self._of_section(section)

    def to_sign(self, wanted: str) -> ToSign | None:
        """Return the passage of an identity as one press would sign it; None where there is none.

        One that is signed with its section or its source is signed by itself here.
        """
        found = self.standing.find(wanted)
        return None if found is None else self._of_passage(found.passage)

    def source_to_sign(self, source: str) -> ToSign | None:
        """Return the context of one source that is signed by one press."""
        held = [
            one.passage
            for one in self.standing.passages
            if one.passage.signing is Signing.SOURCE and one.passage.source == source
        ]
        if not held:
            return None
        content = {"source": source, "passages": {one.identity: one.content for one in held}}
        known = identity({"source": source, "passages": sorted(content["passages"])})
        return self._of_several(Signing.SOURCE, known, content, held)

    def section_to_sign(self, number: int) -> ToSign | None:
        """Return a section as one press signs it: its order, and its narrative."""
        section = next((one for one in self.standing.sections if one.number == number), None)
        return None if section is None else self._of_section(section)

    def holds(self, asked: ToSign) -> bool:
        """Does what a page showed of an earlier version still stand in the text?"""
        if asked.kind is Signing.SINGLY:
            return self.standing.find(asked.identity) is not None
        if asked.kind is Signing.SOURCE:
            found = self.source_to_sign(str(asked.content["source"]))
            return found is not None and found.identity == asked.identity
        return any(one.identity == asked.identity for one in self.standing.sections)

    def _of_section(self, section: SectionStanding) -> ToSign:
        every = [one.passage for one in section.passages]
        own = [one for one in every if one.signing is Signing.SECTION]
        made = self._of_several(Signing.SECTION, section.identity, section.content, own)
        # The words shown are the whole section's: who signs has read it whole.
        return replace(
            made,
            words=self._shown(every),
            marking=self._marking(every),
            recorded=self._moves(every),
        )

    def _of_passage(self, passage: Passage) -> ToSign:
        made = self._of_several(Signing.SINGLY, passage.identity, passage.content, [passage])
        return replace(made, keys=passage.keys)

    def _of_several(
        self,
        kind: Signing,
        known: str,
        content: Mapping[str, Any],
        held: Sequence[Passage],
    ) -> ToSign:
        recorded = self.recorded(held)
        theirs = self.origin.authors(held) if self.origin else {}
        since = {
            self.since(one.words)
            for one in held
            if one.sort != RECORDED and one.identity not in theirs
        }
        writers = {pk for one in recorded for pk in one.writers} | {*theirs.values()}
        return ToSign(
            kind,
            known,
            content,
            self._shown(held),
            self._marking(held),
            tuple(sorted(since)),
            (),
            self.document.version,
            tuple(sorted(writers)),
            recorded=self._moves(held),
        )

    def _moves(self, held: Sequence[Passage]) -> bool:
        """May what is shown change while the text does not: words of records, an original?"""
        return bool(self.recorded(held)) or self.translation is not None

    def _shown(self, held: Sequence[Passage]) -> dict[str, str]:
        found = self._printed(held)
        if self.translation is None:
            return found
        beside = self._printed(self.originals(held))
        return {**found, "original": beside["full"], "original_public": beside["public"]}

    def _printed(self, held: Sequence[Passage]) -> dict[str, str]:
        full = " ".join(" ".join(one.words.split()) for one in held)
        public = " ".join(self.public_words(one) for one in held)
        return {"full": full, "public": public}

    def public_words(self, passage: Passage) -> str:
        """The words of a passage as the public edition prints them."""
        if passage.sort == RECORDED:
            return self.outcomes[passage.source, passage.words].public
        if passage.block.picture and withheld_in_public(passage.block.picture, self.facts):
            return ""
        if passage.sort in ("chart", "table", "picture", "recommendation", "code"):
            printed = (one for one in passage.block.inline.values() if one.text)
            said = (words(runs_of(one, self._public)) for one in printed)
            return " ".join(" ".join(said).split())
        runs = runs_of(passage.block, self._public, start=passage.start, end=passage.end)
        return " ".join(words(runs).split())

    @cached_property
    def _public(self) -> Treatment:
        return treatment(EditionKind.PUBLIC, [self.manuscript, *self.facts.documents.values()])

    def _marking(self, held: Sequence[Passage]) -> str:
        """How high passages are marked: the highest of what is sensitive and of what they carry."""
        bears = self.facts.bears
        found: list[str] = [BASELINE]
        held = [*held, *self.originals(held)]
        for passage in held:
            for line in passage.block.inline.values() or (passage.block,):
                inside = line is not passage.block
                found += [
                    of_passage(span)
                    for span in line.spans
                    if span.kind == "sensitive"
                    and (inside or (span.start < passage.end and passage.start < span.end))
                ]
            named = [*passage.keys, picture_key(passage.block.picture)]
            found += [bears.get(key, Marking.PUBLIC.value) for key in named]
        found += [one.marking for one in self.recorded(held)]
        return highest(found)

    def _words(self) -> frozenset[str]:
        """Words of the register, the framework and the inspection, which no dictionary holds."""
        names = " ".join((*self.facts.body_names, *self.facts.titles.values()))
        sources = " ".join(one.statement for one in (self.facts.claims or {}).values())
        return frozenset(f"{names} {sources} {self.facts.population}".casefold().split())

    def _before(self) -> tuple[frozenset[str], frozenset[str]]:
        """What is out and went out before wording was signed: passages and sections, by identity.

        A correction of such a document is signed in what it changes, and so is the next. What
        somebody signed since, and took back, is asked.
        """
        rows = self.document.editions.filter(kind=EditionKind.PUBLIC, pk__in=self.out)
        # Neither what it printed nor its facts, which are long.
        newest = rows.defer("data", "facts").order_by("-number")
        out = newest.first() if self.out else None
        if out is None:
            return frozenset(), frozenset()
        if out.signed is not None:
            found, sections = out.signed["before"], out.signed["sections_before"]
        else:
            text = from_markdown(frozen_text(out), self.document.slug)
            # What records say now is not what stood in it then.
            read = passages(text, rules_of(self.facts))
            held = standing_of(read, Records(), _nothing_tidied)
            found = [one.identity for one in read]
            sections = [section_identity(one.content) for one in held.sections]
        back = self.document.signatures.filter(withdrawal__isnull=False)
        gone = set(back.values_list("identity", flat=True))
        return frozenset(found) - gone, frozenset(sections) - gone


def frozen_text(edition: Edition) -> str:
    """The text that an edition was frozen from: the entry of its freezing names the revision."""
    document = edition.document
    entries = Entry.objects.filter(stream=document.inspection.stream, verb=ReportVerb.FREEZE)
    for one in entries.order_by("-number"):
        if one.detail["digests"][EditionKind.PUBLIC] == edition.digest:
            return document.revisions.get(number=one.detail["revision"]).text
    return ""


def _nothing_tidied(*_: Mapping[str, Any]) -> bool:
    return False


def pinned(standing: TextStanding) -> dict[str, Any]:
    """What an edition keeps of the signatures under it: their identities, by how they were given.

    ``editorial`` maps a passage changed since to what was signed; ``before`` are passages that went
    out before wording was signed and that nobody has signed, ``sections_before`` such sections.
    ``carried`` maps what was signed in the template of a letter to what it is known by there.
    """
    found: dict[str, Any] = {"singly": [], "source": [], "section": []}
    for one in standing.passages:
        if one.signature and one.signature.kind is not Signing.SECTION:
            found[one.signature.kind].append(one.signature.identity)
    found["section"] = [one.signature.identity for one in standing.sections if one.signature]
    editorial = {
        one.passage.identity: one.known_as
        for one in standing.passages
        if one.wording == "editorial"
    }
    before = [one.passage.identity for one in standing.passages if one.wording == "before"]
    sections_before = [one.identity for one in standing.sections if one.before]
    return {
        **{name: sorted(set(held)) for name, held in found.items()},
        **_carried(standing),
        "editorial": editorial,
        "before": sorted(set(before)),
        "sections_before": sorted(set(sections_before)),
    }


def _carried(standing: TextStanding) -> dict[str, dict[str, str]]:
    signatures = [one.signature for one in standing.passages]
    signatures += [one.signature for one in standing.sections]
    found = {one.identity: one.origin for one in signatures if one and one.origin}
    return {"carried": found} if found else {}


def fallen(edition: Edition) -> list[str]:
    """The words of what was signed when an edition was frozen, and taken back since, as the public
    edition prints them: whoever releases it may be shown no more.

    Of an edition frozen before wording was signed nothing was signed, so that nothing falls.
    """
    if edition.signed is None:
        return []
    kept = {one for kind in ("singly", "source", "section") for one in edition.signed[kind]}
    rows = signatures_under(edition, kept)
    stands = set(rows.filter(withdrawal=None).values_list("identity", flat=True))
    gone = rows.exclude(identity__in=stands).order_by("at", "pk")
    return [one.words.get("public") or _REMOVED for one in gone]


def signatures_under(edition: Edition, kept: Collection[str]) -> QuerySet[Signature]:
    """Return the signatures of what an edition pins by these identities, in it or its template."""
    carried = (edition.signed or {}).get("carried", {})
    origins = [carried[one] for one in kept if one in carried]
    # Of a passage that rests on its template nothing that was given in the letter counts.
    own = Q(document=edition.document_id, identity__in=[one for one in kept if one not in carried])
    if not origins:
        return Signature.objects.filter(own)
    template = MadeLetter.objects.filter(letter=edition.document_id).values("template")
    return Signature.objects.filter(own | Q(document__in=template, identity__in=origins))


def as_printed(edition: Edition, signature: Signature) -> str:
    """Return the words of a signature as the edition prints them: a letter with its body's name."""
    words = str(signature.words["public"])
    if signature.document_id == edition.document_id:
        return words
    made = MadeLetter.objects.filter(letter=edition.document_id).last()
    for slot, value in (made.values if made else {}).items():
        words = words.replace(f"{{{{{slot}}}}}", value)
    return words
