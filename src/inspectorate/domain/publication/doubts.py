"""Why the time by which releases go out is not believed now: the clocks, held against what the
ledger holds and what people have confirmed.
"""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import Max

from inspectorate.foundation.clocks.watch import Doubt, Watch
from inspectorate.foundation.ledger.clock import database_clock
from inspectorate.foundation.ledger.models import Entry

from .models import ClockConfirmation

# The newest moment stands among the newest rows: streams are written side by side, and the clock
# may have been set back since the last of them.
_LOOKED_AT = 1000


def doubts(watch: Watch | None = None) -> list[Doubt]:
    """Look at the clocks; return what there is to doubt.

    ``watch`` is that of the resident publisher, which also asks the time source. Without one
    nothing is asked: an act under way waits for no other server.
    """
    last = ClockConfirmation.objects.order_by("-pk").first()
    newest = Entry.objects.order_by("-pk")[:_LOOKED_AT].aggregate(last=Max("recorded_at"))["last"]
    watch = watch or Watch(Path(settings.CLOCK_FILE))
    return watch.look(database_clock(), confirmed=last.clock if last else None, newest=newest)
