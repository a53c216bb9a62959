"""What `manage check` asks of an installation that has a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register


class LedgerConfig(AppConfig):
    """The ledger as Django loads it."""

    name = "inspectorate.foundation.ledger"

    def ready(self) -> None:
        """Have keys looked for whenever Django checks an installation."""
        register(keys_apart)


def keys_apart(**_: Any) -> list[CheckMessage]:
    """Name each private key under the data folder of a live installation."""
    if not settings.LIVE:
        return []
    from .checkpoints.keys import private_keys_in

    return [
        Error(
            f"{file} is a private key in the data folder: whoever can change the records there "
            f"could sign checkpoints too.",
            hint="Move it to another machine, or under another account.",
            id="ledger.E001",
        )
        for file in private_keys_in(Path(settings.DATA))
    ]
