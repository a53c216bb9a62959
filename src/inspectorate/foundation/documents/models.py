"""What is kept of a document's text, and of what the scanner said. All of it can be made again."""

from __future__ import annotations

from django.db import models

from .reasons import DocumentReason


class TextLayer(models.Model):
    """The text of one file as one method read it: ``digest`` is of the file, ``text_digest`` of
    method, places and words (:func:`.places.digest_of`), empty where ``refused`` says why there
    is none. ``machine_read``: by a program that guesses letters from pictures.
    """

    digest = models.CharField(max_length=64)
    method = models.CharField(max_length=200, blank=True)
    text_digest = models.CharField(max_length=64, blank=True)
    refused = models.CharField(max_length=60, blank=True)
    machine_read = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["digest", "method"], name="text_layer_of_method"),
            models.CheckConstraint(
                condition=models.Q(refused="") ^ models.Q(text_digest=""),
                name="text_layer_read_or_refused",
            ),
        ]

    def __str__(self) -> str:
        return f"text of {self.digest}"

    @property
    def without_reader(self) -> bool:
        """Is the file of a kind that nothing here opens, so that no further try helps?"""
        return self.refused == DocumentReason.NO_READER


class TextPage(models.Model):
    """What is read at once of a text layer; ``parts`` is a list of pairs: anchor and words."""

    layer = models.ForeignKey(TextLayer, on_delete=models.CASCADE, related_name="pages")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=300)
    sheet = models.CharField(max_length=120, blank=True)
    parts = models.JSONField()

    class Meta:
        ordering = ["layer", "number"]
        constraints = [
            models.UniqueConstraint(fields=["layer", "number"], name="text_page_number"),
        ]

    def __str__(self) -> str:
        return self.title


class Outcome(models.TextChoices):
    """What came of a scan."""

    CLEAN = "clean", "Scanned: nothing was found"
    HIT = "hit", "Refused: the scanner found something harmful in it"
    NOT_SCANNED = "not-scanned", "Not scanned"


class Scan(models.Model):
    """What the scanner said of a file: the name of what it found, or why it did not look."""

    digest = models.CharField(max_length=64, unique=True)
    outcome = models.CharField(max_length=20, choices=Outcome)
    told = models.CharField(max_length=200, blank=True)
    scanner = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.digest}: {self.outcome}"
