"""The tables of the register: where each recommendation stands, and every step of its life."""

from __future__ import annotations

from collections.abc import Sequence

from inspectorate.domain.publication.register_schema import RecommendationInfo
from inspectorate.domain.publication.schema import TableInfo

Column = tuple[str, str, str, str]


def register_tables(recommendations: Sequence[RecommendationInfo]) -> tuple[TableInfo, ...]:
    """Return both tables; one row for each addressee, one for each step."""
    return _recommendations(recommendations), _history(recommendations)


def _recommendations(recommendations: Sequence[RecommendationInfo]) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("recommendation", "Recommendation", "string", "Permanent name of the recommendation."),
        ("addressee", "Addressee", "string", "The body it is put to."),
        ("text", "Text", "string", "What is recommended."),
        ("basis", "Basis", "string", "duty: asked under a legal basis; asked: asked to reply."),
        ("legal_basis", "Legal basis", "string", "As recorded of the body; empty where none is."),
        ("reply_by", "Reply by", "date", "The last day for a reply, where there is one."),
        ("due_on", "Due", "date", "The day it is to be done, as it stands."),
        ("agreement", "Agreement", "string", "What the addressee answered."),
        ("responded_on", "Answered", "date", "The day the newest reply was received."),
        (
            "being_read",
            "Being read",
            "boolean",
            "true while the words of the newest reply are read before they are published.",
        ),
        ("link", "Link", "string", "Where the addressee published its reply."),
        ("claimed", "Owner says", "string", "Progress as the addressee claims it."),
        ("confirmed", "Confirmed", "string", "Progress as the inspectorate confirmed it."),
        ("state", "State", "string", "Where it stands."),
        (
            "by_one",
            "Confirmed by one person",
            "string",
            "What is public on one person's word: reply, due, confirmed, closed.",
        ),
    )
    rows = tuple(
        (
            one.ref,
            to.body,
            one.text,
            to.basis,
            to.legal_basis,
            to.reply_by,
            to.due_on,
            to.agreement,
            to.responded_on,
            str(to.being_read).lower(),
            to.link,
            to.claimed,
            to.confirmed,
            to.state,
            " ".join(to.by_one),
        )
        for one in recommendations
        for to in one.addressees
    )
    told = (
        "What was asked, of whom, by when, what they answered and what was confirmed; one row "
        "for each addressee."
    )
    return TableInfo(
        "recommendations", "Recommendations", told, columns, rows, ("recommendation", "addressee")
    )


def _history(recommendations: Sequence[RecommendationInfo]) -> TableInfo:
    columns: tuple[Column, ...] = (
        ("recommendation", "Recommendation", "string", "Permanent name of the recommendation."),
        ("addressee", "Addressee", "string", "The body it is put to."),
        ("step", "Step", "integer", "Rises from 1 for each addressee."),
        ("on", "Day", "date", "When it happened."),
        ("what", "What", "string", "What happened, in words."),
        ("by_one", "Confirmed by one person", "boolean", "Public on one person's word."),
    )
    rows = tuple(
        (one.ref, to.body, str(step), line.on, line.what, str(line.by_one).lower())
        for one in recommendations
        for to in one.addressees
        for step, line in enumerate(to.history, 1)
    )
    told = (
        "Every step of every recommendation: answers, moved days with their reasons, "
        "verifications, closures."
    )
    key = ("recommendation", "addressee", "step")
    return TableInfo(
        "recommendation-history", "History of recommendations", told, columns, rows, key
    )
