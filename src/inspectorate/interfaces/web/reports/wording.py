"""The desk where words are signed: the text as it is read, and one press for each finding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property, partial
from typing import Any

from django import forms
from django.core import signing as sealed
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.what_stands import SeenItem
from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.access import reading
from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.publication import queries as publication
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.editions.outcomes import OutcomeWords
from inspectorate.domain.reports.models import Document, Signature
from inspectorate.domain.reports.proof import Proof
from inspectorate.domain.reports.variants.queries import variant_of
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.domain.reports.wording import actions
from inspectorate.domain.reports.wording.loading import SignedText, ToSign
from inspectorate.domain.reports.wording.queries import open_draft
from inspectorate.domain.reports.wording.standing import PassageStanding, SectionStanding
from inspectorate.foundation.drawing.picture import Picture
from inspectorate.foundation.markings.scheme import highest
from inspectorate.foundation.people.models import Person
from inspectorate.prose.passages import RECORDED, Signing

from ...act_forms import ActForm, perform, require_get_or_post, sent
from ...in_place import is_in_place
from ..access import StaffRequest, inspection_page
from ..claims.figures import numbers
from ..claims.strips import strip_of
from ..inspection_page import act_page, page, unread_page
from .document_lookup import the_document
from .variants import reads_both
from .wording_forms import DeclareForm, LookForm, ObjectForm, ReasonForm

SALT = "reports.wording"
# About as much as one reads without looking up; a section is never cut.
AT_ONCE = 24
ITEMS = 6
ACTS = (
    ReportVerb.DECLARE_DRAFT,
    ReportVerb.WITHDRAW_DRAFT,
    ReportVerb.SIGN,
    ReportVerb.WITHDRAW_SIGNATURE,
    ReportVerb.OBJECT,
    ReportVerb.LOOK,
)


class SignForm(ActForm):
    """What the page showed, sealed, so that nothing else is signed."""

    asked = forms.CharField(widget=forms.HiddenInput)
    # Of a translation: its button says so.
    reads_both = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.document = document

    def clean_asked(self) -> ToSign:
        """Return what was shown; what this server did not seal for this document is refused."""
        try:
            found = sealed.loads(self.cleaned_data["asked"], salt=SALT)
        except sealed.BadSignature:
            raise forms.ValidationError("This page is too old. Open it again.") from None
        if found.pop("document") != self.document.pk:
            raise forms.ValidationError("This is of another document. Open the page again.")
        return ToSign(**{**found, "kind": Signing(found["kind"])})


def seal(asked: ToSign, document: Document) -> str:
    """Return what a page shows to be signed, sealed for the form that sends it back."""
    return sealed.dumps({**asdict(asked), "document": document.pk}, salt=SALT, compress=True)


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """A claim beside the words that carry it.

    ``items`` are some of its ``count`` items, those that go against it first, each with whether it
    does; ``named`` what a claim without items rests on: a source, and the words quoted.
    """

    key: str
    facts: ClaimFacts
    numbers: str
    picture: Picture | None
    items: Sequence[tuple[Item, bool]]
    count: int
    named: str


@dataclass(frozen=True, slots=True)
class OutcomeShown:
    """An outcome in words beside the words of it that are printed: some of its ``count`` items that
    this reader may read.
    """

    refs: str
    items: Sequence[Item]
    count: int


@dataclass(frozen=True, slots=True)
class PassageShown:
    """A passage on the desk: its words, what is signed by one press, and what stands behind it.

    ``after`` is the sentence that it leans on, as printed.
    """

    standing: PassageStanding
    asked: ToSign | None = None
    sealed: str = ""
    claims: tuple[ClaimShown, ...] = ()
    old: str = ""
    after: str = ""
    outcomes: tuple[OutcomeShown, ...] = ()

    @property
    def mark(self) -> str:
        """Where it stands on the page."""
        return f"p-{self.standing.passage.identity[:12]}"

    @property
    def in_text(self) -> bool:
        """Whether it is a sentence of the text, and no title, heading or field."""
        return self.standing.passage.sort in (
            *("sentence", "item", "quote", "stem", "row"),
            "footnote",
        )

    @property
    def field_name(self) -> str:
        """What a line of the front matter is; "" for what speaks for itself."""
        passage = self.standing.passage
        if passage.sort == RECORDED:
            return f"Outcome in words {passage.source}"
        known = ("heading", "title", "chart", "table", "picture", "recommendation", "code")
        return "" if self.in_text or passage.sort in known else passage.sort.capitalize()


@dataclass(frozen=True, slots=True)
class SectionShown:
    """A section on the desk, and what is signed when it has been read whole."""

    standing: SectionStanding
    passages: tuple[PassageShown, ...]
    asked: ToSign | None = None
    sealed: str = ""

    @property
    def mark(self) -> str:
        """Where it stands on the page."""
        return f"s-{self.standing.number}"


class _Desk:
    """Lays a text out for one reader."""

    def __init__(self, person: Person, laid: Proof) -> None:
        self.person, self.laid = person, laid
        self.text: SignedText = laid.signed_text
        self.inspection = laid.document.inspection
        self.reader = reading(person, self.inspection)
        self.seen: set[str] = set()
        self.more = False
        self.pictures: dict[str, ClaimShown] = {}

    def sections(self, *, whole: bool) -> Iterator[SectionShown]:
        """The sections in which something is left, so far as one reads at once; or all."""
        left = 0
        for section in self.text.standing.sections:
            asked = self._left_in(section)
            if not asked and not whole:
                continue
            if left >= AT_ONCE and not whole:
                self.more = True
                return
            left += asked
            yield self._section(section)

    def sources(self) -> list[tuple[str, str]]:
        """The sources of which context is left, each sealed to be signed by one press."""
        waiting = {
            one.passage.source: None
            for one in self.text.standing.unsigned
            if one.passage.signing is Signing.SOURCE
        }
        found = ((one, self.text.source_to_sign(one)) for one in waiting)
        return [(one, seal(asked, self.laid.document)) for one, asked in found if asked]

    def _left_in(self, section: SectionStanding) -> int:
        unsigned = sum(not one.wording.stands for one in section.passages)
        return unsigned + (not section.stands)

    def _section(self, section: SectionStanding) -> SectionShown:
        held = tuple(self._passage(one) for one in section.passages)
        asked = None if section.stands else self.text.section_to_sign(section.number)
        return SectionShown(section, held, asked, seal(asked, self.laid.document) if asked else "")

    def _passage(self, one: PassageStanding) -> PassageShown:
        known = one.passage.identity
        single = one.passage.signing is Signing.SINGLY and not one.wording.stands
        if not single or known in self.seen:
            return PassageShown(one, old=self.old(one))
        self.seen.add(known)
        asked = self.text.to_sign(known)
        claims = tuple(self._claim(key) for key in one.passage.keys if self._knows(key))
        text = seal(asked, self.laid.document) if asked else ""
        outcomes = tuple(self._outcome(held) for held in self.text.recorded([one.passage]))
        return PassageShown(one, asked, text, claims, self.old(one), self._after(one), outcomes)

    def _outcome(self, held: OutcomeWords) -> OutcomeShown:
        rows = evidence.visible_to(self.person, self.inspection).filter(pk__in=held.cited[:ITEMS])
        rows = rows.select_related("scope_body").order_by("number")
        items = evidence.laid_open(self.person, self.inspection, rows)
        return OutcomeShown(held.source, list(items), len(held.cited))

    def _after(self, one: PassageStanding) -> str:
        leaned = one.passage.leans[-1:]
        return next((self.printed.get(words, words) for words in leaned), "")

    @cached_property
    def printed(self) -> dict[str, str]:
        """The words of each passage as printed, by its words with their slots open."""
        return {one.signed: one.words for one in self.text.passages}

    def old(self, one: PassageStanding) -> str:
        """The old words, where this person may read them: they may have been marked higher."""
        held = one.old_signature
        if held is None or not self.reader.may(held.marking):
            return ""
        self.reader.of(Signature(pk=held.pk), held.marking)
        # With the numbers that stood in its slots: what was signed singly keeps its words.
        return held.words or one.old

    def _knows(self, key: str) -> bool:
        return key in (self.laid.facts.claims or {})

    def _claim(self, key: str) -> ClaimShown:
        if key not in self.pictures:
            facts = (self.laid.facts.claims or {})[key]
            figures, support = facts.figures, facts.figures.support
            every = (*support.otherwise, *support.items) if facts.kind.pins_items else ()
            named = facts.kind.spoken_in(figures.source, self.inspection.prefix)
            self.pictures[key] = ClaimShown(
                key,
                facts,
                numbers(figures),
                strip_of(self.inspection, figures, f"claim-{key}"),
                self._items(every[:ITEMS]) or self._spoken(named),
                len(every) or len(named),
                facts.kind.rests_on(figures) if figures.source and not every else "",
            )
        return self.pictures[key]

    def _spoken(self, numbers: Sequence[int]) -> list[tuple[Item, bool]]:
        """The items that a quotation names as its source, for who they are of."""
        if not numbers:
            return []
        rows = evidence.visible_to(self.person, self.inspection).filter(number__in=numbers)
        found = evidence.laid_open(self.person, self.inspection, rows.select_related("scope_body"))
        return [(one, False) for one in found]

    def _items(self, wanted: Sequence[SeenItem]) -> list[tuple[Item, bool]]:
        """Those of the items that this person may read, each with whether it says otherwise."""
        rows = evidence.visible_to(self.person, self.inspection)
        rows = rows.filter(pk__in=[one.pk for one in wanted]).select_related("scope_body")
        found = {one.pk: one for one in evidence.laid_open(self.person, self.inspection, rows)}
        return [(found[one.pk], one.says_otherwise) for one in wanted if one.pk in found]


def words_signed(laid: Proof) -> dict[str, Any]:
    """Who signed what of a text, in numbers."""
    standing = laid.wording
    singly = {
        one.passage.identity: one.wording.stands
        for one in standing.passages
        if one.passage.signing is not Signing.SECTION
    }
    return {
        "signed": sum(singly.values()),
        "of": len(singly),
        "read": len(standing.sections) - len(standing.unread),
        "sections": len(standing.sections),
        "by": laid.signed_text.signers,
    }


@require_GET
@inspection_page(ReportVerb.SEE)
def wording(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """The text passage by passage: what is signed as it stands, and what is left to sign."""
    document = the_document(request, inspection, name)
    out = publication.out(inspection)
    laid, unread = queries.laid_out(request.user, document, timezone.localdate(), out)
    back = reverse("reports-document", args=[inspection.slug, name])
    if unread:
        return unread_page(request, inspection, unread, title=document.title, back=back)
    whole = request.GET.get("show") == "all"
    desk, standing = _Desk(request.user, laid), laid.wording
    variant = variant_of(document)
    sections = list(desk.sections(whole=whole))
    return page(
        request,
        "reports/wording.html",
        inspection,
        title=f"Words of {document.title}",
        document=document,
        draft=open_draft(document),
        sections=sections,
        more=desk.more,
        sources=desk.sources(),
        looks=[PassageShown(one, old=desk.old(one)) for one in standing.not_looked_at],
        whole=whole,
        words=words_signed(laid),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in ACTS},
        form=SignForm(document=document),
        variant=variant,
        both=reads_both(variant) if variant else "",
        marking=highest([laid.marking, laid.marking_beside]),
    )


@require_get_or_post
@inspection_page(ReportVerb.DECLARE_DRAFT)
def declare(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Say that the document is ready to be signed."""
    document = the_document(request, inspection, name)
    return act_page(
        request,
        inspection,
        DeclareForm(sent(request)),
        partial(actions.declare_draft, document=document),
        title=f"Declare {document.title} ready to be signed",
        button="It is ready to be signed",
        success_url=_desk_of(inspection, name),
        message="It is ready to be signed. It may still be edited: what changes is asked again.",
    )


@require_get_or_post
@inspection_page(ReportVerb.WITHDRAW_DRAFT)
def withdraw_draft(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Take that back; what was signed stays signed."""
    document = the_document(request, inspection, name)
    draft = open_draft(document)
    if draft is None:
        raise Http404
    return act_page(
        request,
        inspection,
        ReasonForm(sent(request)),
        partial(actions.withdraw_draft, draft=draft),
        title=f"{document.title} is not ready after all",
        button="Take it back",
        success_url=_desk_of(inspection, name),
        message="Nothing more is signed until it is said to be ready again.",
    )


@require_POST
@inspection_page(ReportVerb.SIGN)
def sign(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Sign what the page showed: in its place where the browser runs scripts."""
    document = the_document(request, inspection, name)
    form = SignForm(request.POST, document=document)
    made = perform(request, form, partial(actions.sign, document=document))
    if is_in_place(request):
        # A refusal is shown where the button was: the words beside it stay.
        context = {"inspection": inspection, "document": document, "made": made, "form": form}
        return render(request, "reports/_signed.html", context)
    if made is not None:
        return HttpResponseRedirect(_desk_of(inspection, name))
    return act_page(
        request,
        inspection,
        form,
        lambda **_: None,
        title="Not signed",
        button="Try again",
        success_url=_desk_of(inspection, name),
        message="",
    )


@require_get_or_post
@inspection_page(ReportVerb.OBJECT)
def object_to(
    request: StaffRequest, inspection: Inspection, name: str, identity: str
) -> HttpResponse:
    """Say why the words cannot be signed."""
    document = the_document(request, inspection, name)
    out = publication.out(inspection)
    laid, unread = queries.laid_out(request.user, document, timezone.localdate(), out)
    if unread:
        return unread_page(
            request, inspection, unread, title=document.title, back=_desk_of(inspection, name)
        )
    asked = laid.signed_text.to_sign(identity)
    if asked is None:
        raise Http404
    return act_page(
        request,
        inspection,
        ObjectForm(sent(request)),
        partial(actions.object_to, document=document, asked=asked),
        title="Object to these words",
        button="Object",
        success_url=_desk_of(inspection, name),
        message="The objection is recorded. The words are not signed.",
        intro=f"“{asked.words['full']}”",
    )


@require_get_or_post
@inspection_page(ReportVerb.WITHDRAW_SIGNATURE)
def withdraw_signature(
    request: StaffRequest, inspection: Inspection, name: str, pk: int
) -> HttpResponse:
    """Take back one's own signature."""
    document = the_document(request, inspection, name)
    found = Signature.objects.filter(document=document, pk=pk).first()
    reader = reading(request.user, inspection)
    if found is None or not reader.may(found.marking):
        # The words signed may be marked above the text: it prints some that stand in records.
        raise Http404
    if queries.reasons_unread(request.user, document):
        raise Http404
    reader.of(found, found.marking)
    return act_page(
        request,
        inspection,
        ReasonForm(sent(request)),
        partial(actions.withdraw_signature, signature=found),
        title="Take back a signature",
        button="Take it back",
        success_url=_desk_of(inspection, name),
        message="The signature is taken back.",
        intro=f"“{found.words['full']}”",
    )


@require_POST
@inspection_page(ReportVerb.LOOK)
def look(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Say that one has looked at a change under a signature."""
    document = the_document(request, inspection, name)
    return act_page(
        request,
        inspection,
        LookForm(request.POST),
        partial(actions.look, document=document),
        title="Not recorded",
        button="Try again",
        success_url=_desk_of(inspection, name),
        message="It is recorded that you looked at it.",
    )


def _desk_of(inspection: Inspection, name: str) -> str:
    return reverse("reports-wording", args=[inspection.slug, name])
