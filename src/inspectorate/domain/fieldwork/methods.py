"""Methods of fieldwork: the enumeration stored, and what differs by method as data."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models


class Method(models.TextChoices):
    """How an inspector learns something."""

    INTERVIEW = "interview", "Interview"
    FOCUS_GROUP = "focus-group", "Focus group"
    REALITY_TESTING = "reality-testing", "Reality testing"
    DOCUMENT_REVIEW = "document-review", "Document review"
    CASE_FILE_REVIEW = "case-file-review", "Case file review"
    OBSERVATION = "observation", "Observation"
    SURVEY = "survey", "Survey"

    @property
    def sentence(self) -> str:
        """What the method is, for a manager."""
        return SENTENCES[self]


SENTENCES: Mapping[Method, str] = {
    Method.INTERVIEW: "Talk with one person, or a few, about what they do and know.",
    Method.FOCUS_GROUP: "Talk with a group of people who do the same work.",
    Method.REALITY_TESTING: "Go unannounced to those who do the work and see whether it is done.",
    Method.DOCUMENT_REVIEW: "Read policies, plans, minutes and other papers.",
    Method.CASE_FILE_REVIEW: "Read the files of single cases against written points.",
    Method.OBSERVATION: "Sit in on a meeting, a shift or a training and watch.",
    Method.SURVEY: "Put the same questions in writing to many people.",
}
