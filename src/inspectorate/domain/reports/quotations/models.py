"""Who speaks a live quotation of a document, who was asked, and what they approved.

They are tables of the room, and its ``models.py`` brings them to Django.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.timezone import localdate

from inspectorate.foundation.ledger.recorded import Permanent


class LiveQuotation(Permanent):
    """Somebody living speaks in a document: their words stand in its text, under ``code``.

    ``office`` is what they speak as; ``name`` may be empty, where the office stands for it.
    """

    document = models.ForeignKey(
        "reports.Document", on_delete=models.PROTECT, related_name="live_quotations"
    )
    code = models.SlugField("what the text calls it", max_length=80)
    office = models.CharField(max_length=200)
    name = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["document", "code"]
        constraints = [
            models.UniqueConstraint(fields=["document", "code"], name="live_quotation_once"),
            models.CheckConstraint(
                condition=~models.Q(office=""), name="live_quotation_has_office"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.speaker}"

    @property
    def speaker(self) -> str:
        """The speaker as pages call them: the name with the office, or the office alone."""
        return f"{self.name}, {self.office}" if self.name else self.office


class SpeakerAsked(Permanent):
    """The speaker is asked in the portal: ``person`` sees the words of the quotation, and nothing
    else of the document, until the end of ``until``. The newest row of a quotation counts.
    """

    quotation = models.ForeignKey(LiveQuotation, on_delete=models.PROTECT, related_name="asked")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="asked_to_speak"
    )
    # Before the day on which the row was made: it withdraws the asking before it.
    until = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["quotation", "at", "pk"]

    def __str__(self) -> str:
        if self.withdrawn:
            return f"{self.quotation}, asked no more"
        return f"{self.quotation}, asked until {self.until}"

    @property
    def withdrawn(self) -> bool:
        """Does this row end the asking before it? Nobody is asked until a day that is over."""
        return self.until < localdate(self.at)


class SpeakerApproval(Permanent):
    """The speaker approved ``words``, known by ``identity``; a paragraph of them a stretch.

    Where an editor recorded it, ``digest`` is the file with the message; else the speaker gave it
    in the portal themself. It counts for these words alone.
    """

    quotation = models.ForeignKey(LiveQuotation, on_delete=models.PROTECT, related_name="approvals")
    words = models.TextField()
    identity = models.CharField(max_length=64)
    by_speaker = models.BooleanField("given by the speaker in the portal")
    digest = models.CharField("file with the message", max_length=64, blank=True, default="")
    file_name = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["quotation", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(by_speaker=True) | ~models.Q(digest=""),
                name="approval_recorded_has_file",
            )
        ]

    def __str__(self) -> str:
        return f"{self.quotation}, approved"


class ApprovalWithdrawal(Permanent):
    """An approval is taken back, with the reason; it stays on record and no longer counts."""

    approval = models.OneToOneField(
        SpeakerApproval, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="approval_withdrawal_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.approval}, taken back"
