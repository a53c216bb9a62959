"""The kinds of recipient of a draft: what each is shown, and what each may say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import models


class RecipientKind(models.TextChoices):
    """What a recipient of a draft is."""

    BODY = "body", "Inspected body"
    ADDRESSEE = "addressee", "National addressee"
    THIRD_PARTY = "third_party", "Criticised third party"
    LAWYER = "lawyer", "Lawyer"
    SECURITY = "security", "Security reviewer"

    @property
    def about(self) -> KindOfRecipient:
        """What differs by this kind."""
        return KINDS[self]


@dataclass(frozen=True, slots=True)
class KindOfRecipient:
    """What differs by kind.

    ``points`` are the kinds of point that they may raise. ``whole``: the draft is shown, and not
    only passages that name them. ``bodies``: so are passages that name an inspected body, which is
    for who reads on our behalf. ``a_person``: no organisation of the register stands behind them.
    ``told`` says in a sentence what they are shown.
    """

    points: tuple[str, ...]
    whole: bool
    bodies: bool
    a_person: bool
    told: str


_BOTH = ("accuracy", "judgment")
KINDS: Mapping[RecipientKind, KindOfRecipient] = {
    RecipientKind.BODY: KindOfRecipient(
        _BOTH,
        whole=False,
        bodies=False,
        a_person=False,
        told="What names it, be it a passage, a heading, a caption or its row of a table, the "
        "recommendations to it, the summary where no passage names it, and on which side of each "
        "printed count it is.",
    ),
    RecipientKind.ADDRESSEE: KindOfRecipient(
        _BOTH,
        whole=True,
        bodies=False,
        a_person=False,
        told="The draft without the passages that name a body inspected, and the wording of the "
        "recommendations to it.",
    ),
    RecipientKind.THIRD_PARTY: KindOfRecipient(
        _BOTH,
        whole=False,
        bodies=False,
        a_person=False,
        told="The passages that name it, and nothing else.",
    ),
    RecipientKind.LAWYER: KindOfRecipient(
        _BOTH,
        whole=True,
        bodies=True,
        a_person=True,
        told="The draft of the public edition.",
    ),
    RecipientKind.SECURITY: KindOfRecipient(
        ("redaction",),
        whole=True,
        bodies=True,
        a_person=True,
        told="The draft of the public edition; redactions are all that they may propose.",
    ),
}
