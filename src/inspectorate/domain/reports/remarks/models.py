"""Comments and suggestions on words of a section, and what became of each. Nothing is changed.

They are tables of the room, and its ``models.py`` brings them to Django. They never leave the team:
no edition and no page of the portal holds one.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent
from inspectorate.foundation.markings.scheme import marking_column

_PERSON = settings.AUTH_USER_MODEL
# What a file that was brought in is taken to say where it names nobody.
NOT_SAID = "not said"
LONGEST_NAME = 250


class RemarkSource(models.TextChoices):
    """Where a remark was made."""

    HERE = "here", "Made here"
    WORD = "word", "From a Word file"


class SuggestionOutcome(models.TextChoices):
    """What became of a suggestion."""

    ACCEPTED = "accepted", "Accepted"
    DECLINED = "declined", "Not accepted"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Remark(Permanent):
    """Something said of words of a section, as they stood in one version of it.

    ``start`` counts characters of that version from 0; ``quote`` are the words, which may be none,
    between ``before`` and ``after``. ``marking`` is as high as the section was then, at least.
    ``said_by`` and ``said_at`` are what a file said; ``by`` brought it in.
    """

    document = models.ForeignKey(
        "reports.Document", on_delete=models.PROTECT, related_name="%(class)ss"
    )
    identity = models.SlugField("the section", max_length=40)
    version = models.PositiveIntegerField("the version of the section")
    start = models.PositiveIntegerField("where the words begin, from 0")
    quote = models.TextField("the words it is about", blank=True)
    before = models.TextField("what stood before them", blank=True)
    after = models.TextField("what stood after them", blank=True)
    marking = marking_column()
    source = models.CharField(
        max_length=10, choices=RemarkSource.choices, default=RemarkSource.HERE
    )
    said_by = models.CharField("who said it, as a file has it", max_length=LONGEST_NAME, blank=True)
    said_at = models.DateTimeField("when, as a file has it", null=True, blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Suggestion(Remark):
    """Words that somebody would put in the place of others: none of either, but not of both."""

    replacement = models.TextField("the words in their place", blank=True)

    class Meta:
        ordering = ["document", "at", "pk"]
        indexes = [models.Index(fields=["document", "identity"], name="suggestion_by_section")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(quote="", replacement=""), name="suggestion_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self.document}: suggestion {self.pk}"


class SuggestionAnswer(Permanent):
    """What became of a suggestion, said once: accepted, not accepted, or withdrawn by its maker."""

    suggestion = models.OneToOneField(Suggestion, on_delete=models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=10, choices=SuggestionOutcome.choices)
    reason = models.TextField(blank=True)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.suggestion}: {self.get_outcome_display()}"


class Comment(Remark):
    """What somebody says of words, or in answer to a comment; an answer has that one's anchor."""

    text = models.TextField()
    answers_to = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="answers"
    )

    class Meta:
        ordering = ["document", "at", "pk"]
        indexes = [models.Index(fields=["document", "identity"], name="comment_by_section")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(text=""), name="comment_says_something")
        ]

    def __str__(self) -> str:
        return f"{self.document}: comment {self.pk}"


class CommentMention(Permanent):
    """A member of the team to whom a comment is put."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # as they were named
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="comment_mention_once")
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.person}"


class CommentResolution(Permanent):
    """Somebody says that nothing is left to do about a comment and its answers."""

    comment = models.ForeignKey(Comment, on_delete=models.PROTECT, related_name="resolutions")
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["comment", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.comment}: resolved"


class CommentReopening(Permanent):
    """A comment that was resolved is open again; it may be resolved anew."""

    resolution = models.OneToOneField(
        CommentResolution, on_delete=models.PROTECT, related_name="reopening"
    )
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.resolution.comment}: open again"
