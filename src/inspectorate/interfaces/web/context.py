"""What the shell of every page knows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Return the names the shell template uses on every page."""
    return {"demo_mode": settings.DEMO}
