"""Mails to whom a comment is put: a link to what waits on them, and no word of the comment."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from inspectorate.domain.reports.models import Comment
from inspectorate.foundation.people.models import Person

from ...reminding import mails_nothing

logger = logging.getLogger(__name__)


def tell_mentioned(act: Callable[..., Comment]) -> Callable[..., Comment]:
    """Return the act of commenting, which mails those to whom the comment is put once it is kept.

    Sent twice, it mails nobody again. What the mail server does not take is told to the server's
    log: it waits under "Your work" all the same.
    """

    @wraps(act)
    def told(**given: Any) -> Comment:
        made = act(**given)
        if made.at == given["at"] and not mails_nothing():
            _mail(given)
        return made

    return told


def _mail(given: Mapping[str, Any]) -> None:
    people: list[Person] = list(given.get("mentions", ()))
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    link = f"{scheme}://{settings.ALLOWED_HOSTS[0]}{reverse('your-work')}"
    for one in dict.fromkeys(people):
        body = f"A comment on a document was put to you.\n\n{link}\n"
        try:
            EmailMessage("Inspectorate: a comment waits on you", body, to=[one.email]).send()
        except OSError as fault:  # of the connection, and SMTP's own
            logger.error("That a comment waits was not mailed: %s", type(fault).__name__)
