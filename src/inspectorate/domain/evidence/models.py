"""Evidence items, their files, and what became of them.

The database refuses to change or delete any of it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property

from inspectorate.domain.fieldwork.methods import Method
from inspectorate.domain.fieldwork.models import Receipt, Session
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.files.models import Blob
from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import Marking

from .arrivals.models import Arrival as Arrival
from .arrivals.models import ArrivalDecision as ArrivalDecision
from .arrivals.models import ArrivalFile as ArrivalFile
from .kinds import Direction, SourceKind
from .quarantine.models import Quarantined as Quarantined
from .quarantine.models import QuarantineDecision as QuarantineDecision
from .quarantine.models import QuarantinedFile as QuarantinedFile
from .reopening import after_reopening
from .states import ItemState, item_state

LATE_AFTER = timedelta(days=1)


def item_ref(prefix: str, number: int) -> str:
    """The number people say of an item: PREV-E0001."""
    return f"{prefix}-E{number:04d}"


class Item(Permanent):
    """One piece of evidence in the words of who recorded it.

    ``observed_at`` is when it was seen or heard, ``written_at`` when the words were written,
    ``recorded_at`` when they reached the system. SECRET content is never stored: ``words`` is empty
    and ``stub`` says where it is held. ``rebuilt``: its author says that the words were written
    again from memory. What came from a device has the time on the device's clock, and by how many
    seconds that was ahead of ours; ``brought_by`` is who brought a rescue file. ``received_at`` is
    when words came that a person decided on before they were recorded.
    """

    ADDED: ClassVar[dict[str, None]] = {
        "rebuilt": None,
        "received_at": None,
        "device_time": None,
        "skew": None,
        "brought_by_id": None,
    }
    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="evidence")
    number = models.PositiveIntegerField()
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="evidence")
    session = models.ForeignKey(
        Session, on_delete=models.PROTECT, null=True, blank=True, related_name="evidence"
    )
    kind = models.CharField(max_length=20, choices=SourceKind)
    method = models.CharField(max_length=20, choices=Method)
    origin = models.CharField("who or what it comes from, by role", max_length=160)
    words = models.TextField(blank=True)
    direction = models.CharField(max_length=12, choices=Direction)
    practice = models.BooleanField("shows innovative or effective practice", default=False)
    marking = models.CharField(max_length=20, choices=Marking, default=Marking.OFFICIAL)
    stub = models.TextField("SECRET: reference, custodian, holding system", blank=True)
    observed_at = models.DateTimeField()
    written_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="recorded"
    )
    # Null where nobody was asked: what was recorded before stays byte for byte.
    rebuilt = models.BooleanField(null=True, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    device_time = models.DateTimeField(null=True, blank=True)
    skew = models.BigIntegerField(null=True, blank=True)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    criteria = models.ManyToManyField(Criterion, through="ItemCriterion", related_name="evidence")

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="item_number_once"),
            models.CheckConstraint(
                # In the database as well, so that no way around the actions can bring SECRET words
                # in.
                condition=~models.Q(marking="SECRET") | models.Q(words=""),
                name="secret_text_is_never_stored",
            ),
            models.CheckConstraint(
                condition=models.Q(marking="SECRET") | ~models.Q(words=""), name="item_has_words"
            ),
            models.CheckConstraint(
                condition=models.Q(written_at__gte=models.F("observed_at")),
                name="written_after_observed",
            ),
        ]
        indexes = [
            models.Index(fields=["inspection", "scope_body", "number"]),
            models.Index(fields=["inspection", "kind", "number"]),
            models.Index(fields=["inspection", "method", "number"]),
            models.Index(fields=["recorded_by", "inspection"]),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def ref(self) -> str:
        """The number people say: PREV-E0001."""
        return item_ref(self.inspection.prefix, self.number)

    @property
    def state(self) -> ItemState:
        """Whether it is still relied on."""
        return item_state(
            withdrawn=hasattr(self, "withdrawal"), superseded=hasattr(self, "supersession")
        )

    @property
    def late(self) -> bool:
        """Whether it was written, or reached the system, over a day after it was observed."""
        # Either: words written on the day may wait on a device, words sent at once may come from
        # memory.
        return max(self.written_at, self.came_at) - self.observed_at > LATE_AFTER

    @property
    def came_at(self) -> datetime:
        """When its words reached the system, be it that a person first decided on them."""
        return self.received_at or self.recorded_at

    @cached_property
    def after_reopening(self) -> bool:
        """Whether it reached the system once its visit had been reopened.

        Queries of many items say it of each (:func:`after_reopening`); of one it is asked here.
        """
        known: bool | None = self.__dict__.get("reopened_before")
        if known is not None or self.session_id is None:
            return bool(known)
        return type(self).objects.filter(after_reopening(), pk=self.pk).exists()


class ItemCriterion(Permanent):
    """A criterion an item speaks to."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="links")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["item", "criterion"], name="item_criterion_once")
        ]

    def __str__(self) -> str:
        return f"{self.item_id} on {self.criterion_id}"


class Attachment(Permanent):
    """A file of an item, kept byte for byte under its digest."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="attachments")
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Citation(Permanent):
    """Where the words of an item stand in a document: a file handed in, or one of another item.

    ``digest`` is of the file, ``text_digest`` of its text as ``method`` read it, derived and made
    again at any time; ``page`` counts what is read at once, ``place`` is the anchor where the words
    begin, ``said`` how people say it ("page 12"). ``machine_read``: letters were guessed from a
    picture. The words are the item's own.
    """

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="citation")
    receipt = models.ForeignKey(
        Receipt, on_delete=models.PROTECT, null=True, blank=True, related_name="citations"
    )
    attachment = models.ForeignKey(
        Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="citations"
    )
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    text_digest = models.CharField(max_length=64)
    method = models.CharField(max_length=200)
    page = models.PositiveIntegerField()
    place = models.CharField(max_length=200)
    said = models.CharField(max_length=600)
    machine_read = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(receipt=None) ^ models.Q(attachment=None),
                name="citation_of_one_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.said} of {self.name}"

    @property
    def document(self) -> str:
        """The key of the document it points into: "hand-in-12", "file-7"."""
        return document_key(receipt=self.receipt_id, attachment=self.attachment_id)


def document_key(*, receipt: int | None = None, attachment: int | None = None) -> str:
    """How a document is named in an address, by the row that holds its file."""
    return f"hand-in-{receipt}" if receipt is not None else f"file-{attachment}"


class Withdrawal(Permanent):
    """An item is no longer relied on, and why. The item itself stays."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item}: withdrawn"


class Supersession(Permanent):
    """``item`` is replaced by ``by_item``, a fuller record of the same thing, and why."""

    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="supersession")
    by_item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="supersedes")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.item}: superseded by {self.by_item}"
