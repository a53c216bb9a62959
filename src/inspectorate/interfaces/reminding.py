"""Reminders by mail: a link and the days on which something is due, and no word of what it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date, datetime
from itertools import chain

from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import reverse

from inspectorate.domain.fieldwork.requests import reminders
from inspectorate.domain.fieldwork.requests.reminders import Reminded
from inspectorate.domain.reports.accuracy import reminders as drafts
from inspectorate.domain.reports.accuracy.reminders import RemindedOfDraft

logger = logging.getLogger(__name__)
# What keeps a mail or prints it on the server: where no mail server is set (``config.settings``).
KEPT_BACK = ("dummy.EmailBackend", "console.EmailBackend")


def mails_nothing() -> bool:
    """Is no mail server set, so that nobody can be reminded?"""
    return str(settings.MAILERS["default"]["BACKEND"]).endswith(KEPT_BACK)


def remind(today: date, now: Callable[[], datetime]) -> tuple[int, int]:
    """Mail everybody of whom something is due soon or late; return how many mails went and how
    many the mail server did not take.
    """
    went = failed = 0
    claimed: Iterable[Reminded | RemindedOfDraft]
    claimed = chain(reminders.claim(today), drafts.claim(today))
    for one in claimed:
        try:
            _mail(one, today).send()
        except OSError as fault:  # of the connection, and SMTP's own
            logger.error("A reminder was not mailed: %s", fault)
            failed += 1
            continue
        if isinstance(one, RemindedOfDraft):
            drafts.note_sent(one, now())
        else:
            reminders.note_sent(one, now())
        went += 1
    return went, failed


def _mail(reminded: Reminded | RemindedOfDraft, today: date) -> EmailMessage:
    days = [
        f"{'Due since' if one < today else 'Due on'} {one.day} {one:%B %Y}."
        for one in reminded.days
    ]
    scheme = "https" if settings.SECURE_SSL_REDIRECT else "http"
    link = f"{scheme}://{settings.ALLOWED_HOSTS[0]}{reverse('portal-home')}"
    body = "\n".join([*days, "", link, ""])
    return EmailMessage("Inspectorate: something is due", body, to=[reminded.person.email])
