"""Documents, their revisions, editions, waivers and signatures."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import marking_column

from .accuracy.ending.models import CriticismWithdrawal as CriticismWithdrawal
from .accuracy.ending.models import FinishedCheck as FinishedCheck
from .accuracy.ending.models import RecalledCopy as RecalledCopy
from .accuracy.models import CheckReminder as CheckReminder
from .accuracy.models import Criticism as Criticism
from .accuracy.models import Decision as Decision
from .accuracy.models import ExtendedCheck as ExtendedCheck
from .accuracy.models import FactCheck as FactCheck
from .accuracy.models import Point as Point
from .documents.gates import Gate
from .documents.registry import choices
from .gaps import CODES
from .letters.models import MadeLetter as MadeLetter
from .pictures.models import OwnPicture as OwnPicture
from .pictures.models import PictureWithdrawal as PictureWithdrawal
from .quotations.models import ApprovalWithdrawal as ApprovalWithdrawal
from .quotations.models import LiveQuotation as LiveQuotation
from .quotations.models import SpeakerApproval as SpeakerApproval
from .quotations.models import SpeakerAsked as SpeakerAsked
from .remarks.models import Comment as Comment
from .remarks.models import CommentMention as CommentMention
from .remarks.models import CommentReopening as CommentReopening
from .remarks.models import CommentResolution as CommentResolution
from .remarks.models import Suggestion as Suggestion
from .remarks.models import SuggestionAnswer as SuggestionAnswer
from .sections.models import OpenedSection as OpenedSection
from .states import SectionStatus
from .variants.models import Variant as Variant


class Document(Recorded):
    """One document of an inspection. ``text`` is the newest revision's; edited by version."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="documents")
    slug = models.SlugField(max_length=80)
    # A function, so that a kind of document added later asks for no migration (decision 15).
    kind = models.CharField(max_length=10, choices=choices)
    title = models.CharField(max_length=250)
    scope_body = models.ForeignKey(
        ScopeBody, on_delete=models.PROTECT, null=True, blank=True, related_name="letters"
    )
    text = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "kind", "slug"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "slug"], name="document_slug_once")
        ]

    def __str__(self) -> str:
        return self.title


class Revision(Permanent):
    """One saved text of a document, kept for good.

    ``layout`` holds identity, version and length in characters of each section, in their order.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    # None where it was saved before documents had sections.
    layout = models.JSONField("its sections", null=True, default=None)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, object]] = {"layout": None}

    class Meta:
        ordering = ["document", "number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="revision_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.number}"


class Section(Recorded):
    """A section of a document: from one heading of level 1 or 2 to the next.

    ``identity`` stays while the section is cut, joined, moved or written anew, and is given once in
    a document; ``version`` counts its texts, of which the newest stands in the document.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="sections")
    identity = models.SlugField(max_length=40)
    place = models.PositiveIntegerField("its place in the text, from 1")
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField("when its text was last changed")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    status = models.CharField(
        max_length=10, choices=SectionStatus.choices, default=SectionStatus.WRITING
    )
    # Set where it was joined to another or taken out; nobody is given its identity again.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["document", "place", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "identity"], name="section_identity_once")
        ]

    def __str__(self) -> str:
        return f"{self.document}: section {self.identity}"


class Waiver(Permanent):
    """A problem somebody decided to let stand, with the reason.

    It holds for one excerpt of one check.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="waivers")
    check_name = models.CharField(max_length=60)
    excerpt = models.TextField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.check_name}: {self.reason}"


class Edition(Permanent):
    """A frozen document: ``data`` is the block model, ``pdf`` its PDF's digest. Never changed."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=[("full", "Full"), ("public", "Public")])
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    pdf = models.CharField(max_length=64, blank=True)
    # Kept apart from the text, so that a release can ask whether its claims still say the same.
    facts = models.JSONField("the claims' figures as frozen", default=dict)
    # None where it was frozen before wording was signed: what nobody signed says so.
    signed = models.JSONField("the signatures it was frozen under", null=True, default=None)
    # Each pseudonymous code that a rehearsal prints, with the body's own and the name printed; None
    # where it was frozen before addressees had pseudonyms. It is no part of the edition itself.
    addressees = models.JSONField("the pseudonyms of addressees", null=True, default=None)
    # What lay before whoever froze it, under the full edition, whose words it may quote; None where
    # it was frozen before that was kept (``showing.py``).
    shown = models.JSONField("what was shown when it was frozen", null=True, default=None)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, object]] = {"signed": None, "addressees": None, "shown": None}

    class Meta:
        ordering = ["document", "number", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number", "kind"], name="edition_once")
        ]

    def __str__(self) -> str:
        return f"{self.document}, {self.get_kind_display().lower()} edition {self.number}"


class PassedGate(Permanent):
    """A gate that warned, and that somebody who signed went past with a reason.

    ``missing`` names what was missing, as people call it. It is signed under one edition, by
    whoever froze it, or by whoever approved its release where something was missing only by then.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="passed_gates")
    gate = models.CharField(max_length=40)
    missing = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["edition", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="passed_gate_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.edition}: {self.gate}"

    @property
    def sentence(self) -> str:
        """What was missing at the gate, in general."""
        return CODES[Gate(self.gate)].sentence


class ReferenceDraft(Permanent):
    """An editor says that a document is ready to be signed, from one revision on."""

    document = models.ForeignKey(
        Document, on_delete=models.PROTECT, related_name="reference_drafts"
    )
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.document}, revision {self.revision}"


class DraftWithdrawal(Permanent):
    """A reference draft taken back, with the reason; what was signed meanwhile stays signed."""

    draft = models.OneToOneField(
        ReferenceDraft, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="draft_withdrawal_reason")
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.reason}"


class Signature(Permanent):
    """An evidence checker's word for a passage, for a source's context, or for a section.

    ``identity`` is a digest of what was signed, ``content`` what that is (``prose.passages``), and
    ``words`` the full and the public words as they were shown. It stands for whatever in the
    document has that content. ``revision`` is the one whose text was on the page.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    kind = models.CharField(
        max_length=10,
        choices=[("singly", "Passage"), ("source", "Context of a source"), ("section", "Section")],
    )
    identity = models.CharField(max_length=64)
    content = models.JSONField()
    words = models.JSONField()
    marking = marking_column()
    revision = models.PositiveIntegerField()
    # Of a passage of a language variant: the languages that its signer said to read, the original's
    # first. None of any other.
    languages = models.JSONField("the languages its signer reads", null=True, default=None)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, object]] = {"languages": None}

    class Meta:
        ordering = ["document", "at", "pk"]
        indexes = [models.Index(fields=["document", "identity"], name="signature_by_identity")]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_kind_display().lower()} {self.identity[:12]}"


class SignatureWithdrawal(Permanent):
    """A signature taken back, with the reason."""

    signature = models.OneToOneField(Signature, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="signature_withdrawal_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.signature}: {self.reason}"


class Objection(Permanent):
    """An evidence checker's reason why the words of a passage cannot be signed as they stand.

    ``finding`` says that they state a finding, which narrative or context may not. It falls away
    when the words change, and is answered when somebody signs them all the same.
    """

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="objections")
    identity = models.CharField(max_length=64)
    content = models.JSONField()
    finding = models.BooleanField(default=False)
    reason = models.TextField()
    marking = marking_column()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="objection_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.reason}"


class Look(Permanent):
    """An evidence checker has looked at a passage that an editor changed under its signature."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="looks")
    identity = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "identity", "by"], name="look_once")
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.identity[:12]}"
