"""Taking away what somebody signs in with, and telling that person."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from inspectorate.foundation.people import actions
from inspectorate.foundation.people.models import FactorReset, Person, SignInLink
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note


def factors_reset(request: HttpRequest, person: Person, **given: Any) -> FactorReset:
    """Do the act, note it in the security log, and send ``person`` a line without content."""
    made = actions.reset_factors(person=person, **given)
    note(SecurityEvent.FACTORS_RESET, person=person.pk, by=given["by"].pk)
    get_adapter(request).send_notification_mail("account/email/factors_reset", person)
    return made


def unlinked(request: HttpRequest, person: Person, **given: Any) -> SignInLink:
    """Do the act, note it in the security log, and send ``person`` a line without content."""
    made = actions.unlink_sign_in(person=person, **given)
    note(SecurityEvent.UNLINKED, person=person.pk, by=given["by"].pk)
    get_adapter(request).send_notification_mail("account/email/unlinked", person)
    return made
