"""How often one may try: so many at once, and one more each time its share of the time is over.

The generic cell rate algorithm (ITU-T I.371): one number a row, changed by one statement that the
database decides, so that any number of workers at once let no more through than is allowed. Each
statement stands alone and holds one row; a flood keeps nobody waiting, and who is refused already
writes nothing.
"""

from __future__ import annotations

import time
from typing import NamedTuple

from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.crypto import salted_hmac

from .models import Tally


class Limit(NamedTuple):
    """``at_once`` tries, all of them regained in ``seconds``."""

    name: str
    at_once: int
    seconds: float

    @property
    def each(self) -> float:
        """Seconds in which one try is regained."""
        return self.seconds / self.at_once


class Counted(NamedTuple):
    """Who is held to which limit."""

    limit: Limit
    who: str

    @property
    def of(self) -> str:
        """The row: the database can tell neither an address nor a client from it."""
        return f"{self.limit.name}:{keyed(self.who)}"


# Wrong passwords for one address, known or not, wherever they come from.
ACCOUNT = Limit("account", 5, 5 * 60)
# Wrong passwords from one client, whatever addresses they are for.
CLIENT = Limit("client", 10, 60)
# Sign-ins from one client, right or wrong: a password takes long to check.
SIGN_INS = Limit("sign_ins", 60, 60)
# The same two for one person, from a browser that is known.
DEVICE = Limit("device", 5, 5 * 60)
DEVICE_SIGN_INS = Limit("device_sign_ins", 60, 60)
# Forms kept for whoever was signed out, from one client.
KEPT_OF_CLIENT = Limit("kept_of_client", 20, 60 * 60)
# Codes of a second factor, for one person; from a browser that is known; while signed in.
CODE = Limit("code", 5, 5 * 60)
DEVICE_CODE = Limit("device_code", 5, 5 * 60)
CODE_AGAIN = Limit("code_again", 5, 5 * 60)
# One's own password, typed again while signed in.
AGAIN = Limit("again", 5, 5 * 60)
# Sign-ins by a key alone from one client: nobody's in particular.
KEYS = Limit("keys", 10, 60)
# Links to set a password: for one address, and asked for or followed from one client.
LINKS = Limit("links", 5, 15 * 60)
LINKS_OF_CLIENT = Limit("links_of_client", 20, 60)
# The calendar at one secret address; and addresses of none, from one client.
CALENDAR = Limit("calendar", 60, 60 * 60)
NO_CALENDAR = Limit("no_calendar", 120, 60)
# Tokens of none that one client sends.
NO_TOKEN = Limit("no_token", 60, 60)
# Notes of one device that are nobody's yet.
QUARANTINE = Limit("quarantine", 200, 60 * 60)
# A code of an authenticator app is good once, and for half a minute.
CODE_ONCE = Limit("code_once", 1, 2 * 60)

PRUNED_AT_ONCE = 200
# Between two floating-point sums of the same times.
SLACK = 0.001


def keyed(who: str) -> str:
    """A digest that only this server can make: it counts whom it does not name."""
    return salted_hmac("inspectorate.tries", who, algorithm="sha256").hexdigest()[:32]


def take(*counted: Counted) -> bool:
    """Take one try of each; where any is used up, of none, and answer False."""
    now = time.time()
    rows = dict(Tally.objects.filter(of__in=[one.of for one in counted]).values_list("of", "until"))
    if any(rows[one.of] > _bound(one, now) for one in counted if one.of in rows):
        return False
    taken: list[Counted] = []
    for one in counted:
        if not _taken(one, now):
            give_back(*taken)
            return False
        taken.append(one)
    return True


def give_back(*counted: Counted) -> None:
    """Give back a try that was none: the password was right."""
    for one in counted:
        Tally.objects.filter(of=one.of).update(until=F("until") - one.limit.each)


def prune(now: float) -> None:
    """Remove what says nothing any more; what still counts is never removed."""
    passed = Tally.objects.filter(until__lte=now)
    keys = list(passed.values_list("pk", flat=True)[:PRUNED_AT_ONCE])
    # Another worker may be removing the same; whoever the database stops leaves it to that one.
    try:
        with transaction.atomic():
            passed.filter(pk__in=keys).delete()
    except OperationalError:
        return


def _bound(one: Counted, now: float) -> float:
    return now + one.limit.seconds - one.limit.each + SLACK


def _taken(one: Counted, now: float) -> bool:
    if _moved_on(one, now):
        return True
    try:
        with transaction.atomic():
            made = Tally.objects.create(of=one.of, until=now + one.limit.each)
    except IntegrityError:
        # Made by another worker since: it is there now, or it was used up all the while.
        return _moved_on(one, now)
    # Each thirty-second new row: so there are never many more than still count.
    if made.pk % 32 == 0:
        prune(now)
    return True


def _moved_on(one: Counted, now: float) -> bool:
    return bool(
        Tally.objects.filter(of=one.of, until__lte=_bound(one, now)).update(
            until=Greatest(F("until"), Value(now)) + one.limit.each
        )
    )
