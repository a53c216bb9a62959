"""Pictures that editors bring into a document, and those that were taken back.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import BASELINE, Marking

from .kinds import InPicture, PictureOrigin


class OwnPicture(Permanent):
    """A picture of an editor's own, which texts of the inspection show by its ``key``.

    ``digest`` is the SHA-256 of the copy that is shown, made anew without what the file said of
    itself; ``original`` that of the file as it came. ``width`` and ``height`` are pixels of the
    copy, ``size`` its bytes. Where it is from stands in ``item``, or in ``source`` with the
    ``ground`` on which it may be printed; ``agreement`` says how those in it agreed.
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="own_pictures"
    )
    document = models.ForeignKey(
        "reports.Document", on_delete=models.PROTECT, related_name="own_pictures"
    )
    key = models.SlugField("what texts call it", max_length=60)
    digest = models.CharField("copy that is shown", max_length=64)
    media_type = models.CharField(max_length=20)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField()
    original = models.CharField("file as it came", max_length=64)
    original_name = models.CharField(max_length=200)
    origin = models.CharField(max_length=10, choices=PictureOrigin)
    item = models.ForeignKey(
        Item, on_delete=models.PROTECT, null=True, blank=True, related_name="own_pictures"
    )
    source = models.CharField(max_length=400, blank=True, default="")
    ground = models.CharField("why it may be printed", max_length=400, blank=True, default="")
    people = models.CharField(max_length=10, choices=InPicture)
    agreement = models.TextField("how people agreed", blank=True, default="")
    marking = models.CharField(max_length=20, choices=Marking, default=BASELINE)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "key"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "key"], name="own_picture_once"),
            models.CheckConstraint(
                condition=models.Q(origin="evidence", item__isnull=False, source="", ground="")
                | models.Q(origin="ours", item__isnull=True, source="", ground="")
                | (
                    models.Q(origin="source", item__isnull=True)
                    & ~models.Q(source="")
                    & ~models.Q(ground="")
                ),
                name="own_picture_says_where_it_is_from",
            ),
            models.CheckConstraint(
                condition=models.Q(people="nobody", agreement="")
                | (models.Q(people="agreed") & ~models.Q(agreement="")),
                name="own_picture_says_who_is_in_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: picture {self.key}"


class PictureWithdrawal(Permanent):
    """A picture is taken back, with the reason: it stays on record, and no text may show it."""

    picture = models.OneToOneField(OwnPicture, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="picture_withdrawal_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.picture}, taken back"
