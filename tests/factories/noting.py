"""Notes the heads that commits would have noted: most tests never commit."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from inspectorate.foundation.ledger import head_file, heads


def note_heads() -> None:
    """Note the newest entry of each stream."""
    head_file.append(Path(settings.HEADS_FILE), heads.of_ledger())
