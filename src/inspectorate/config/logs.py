"""The server's own log on its error stream: a line of JSON each, told in UTC, whatever is in it."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

# A link to set a password is good for an hour, and mailed to somebody else than who reads a log;
# the address of a calendar opens somebody's hours.
SECRET = re.compile(r"(/password/reset/key/|/accounts/invited/|/calendar/)[^/\s\"']+")


class OneLine(logging.Formatter):
    """One line a record: JSON escapes line ends and control signs, so that nothing sent to the
    server can look like a line of its own.
    """

    def format(self, record: logging.LogRecord) -> str:
        """When (UTC), how grave, which part of the program, what it says, and the fault's trace."""
        told = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "says": SECRET.sub(r"\1…", record.getMessage()),
        }
        if record.exc_info:
            told["fault"] = SECRET.sub(r"\1…", self.formatException(record.exc_info))
        return json.dumps(told)
