"""The server, with time for a few acts in each request: what takes long is seen with a few."""

from __future__ import annotations

from inspectorate.config.wsgi import application
from inspectorate.interfaces import many

many.AT_MOST = 0.05

__all__ = ["application"]
