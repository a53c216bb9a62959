"""Kinds of source and ways of pointing: what is stored, and what differs by kind as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models

from inspectorate.domain.fieldwork.methods import Method


@dataclass(frozen=True, slots=True)
class KindOfSource:
    """What differs by kind: a ``sentence`` for a manager; ``testimony``: it is what people say."""

    sentence: str
    testimony: bool = False


class SourceKind(models.TextChoices):
    """The kind of source of an evidence item, for triangulation."""

    INTERVIEW = "interview", "Interview"
    FOCUS_GROUP = "focus-group", "Focus group"
    OBSERVATION = "observation", "Observation"
    DOCUMENT = "document", "Document"
    DATA = "data", "Data"
    CASE_FILE = "case-file", "Case file"
    SURVEY = "survey", "Survey"

    @property
    def about(self) -> KindOfSource:
        """What differs by this kind."""
        return KINDS[self]


KINDS: Mapping[SourceKind, KindOfSource] = {
    SourceKind.INTERVIEW: KindOfSource("What one person, or a few, answered.", testimony=True),
    SourceKind.FOCUS_GROUP: KindOfSource("What a group said together.", testimony=True),
    SourceKind.OBSERVATION: KindOfSource("What an inspector saw happen."),
    SourceKind.DOCUMENT: KindOfSource("What a policy, plan, minute or other paper says."),
    SourceKind.DATA: KindOfSource("Figures the body or somebody else keeps."),
    SourceKind.CASE_FILE: KindOfSource("What the file of one case shows was done."),
    SourceKind.SURVEY: KindOfSource("What people wrote when all were asked alike.", testimony=True),
}

# The kind of source that each method of fieldwork yields, unless its recorder says otherwise.
OF_METHOD: Mapping[Method, SourceKind] = {
    Method.INTERVIEW: SourceKind.INTERVIEW,
    Method.FOCUS_GROUP: SourceKind.FOCUS_GROUP,
    Method.REALITY_TESTING: SourceKind.OBSERVATION,
    Method.DOCUMENT_REVIEW: SourceKind.DOCUMENT,
    Method.CASE_FILE_REVIEW: SourceKind.CASE_FILE,
    Method.OBSERVATION: SourceKind.OBSERVATION,
    Method.SURVEY: SourceKind.SURVEY,
}


class Direction(models.TextChoices):
    """Which way an item points on its criteria."""

    SUPPORTS = "supports", "Points to good practice"
    CONTRADICTS = "contradicts", "Points to a weakness"
    NEUTRAL = "neutral", "Describes"
