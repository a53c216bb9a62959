"""A secret out of the environment, or out of a file that the environment names.

What stands in the environment is seen by whoever may list processes or look into a container; a
file can be given to one service and to no other.
"""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def secret(name: str) -> str:
    """Return the secret ``name``, or what the file that ``name_FILE`` names holds, without the
    line's end; empty where neither is set.

    Raises ImproperlyConfigured where both are set, or the file gives none.
    """
    given, file = os.environ.get(name, ""), os.environ.get(f"{name}_FILE", "")
    if not file:
        return given
    if given:
        raise ImproperlyConfigured(f"{name} and {name}_FILE are both set. Unset one of them.")
    try:
        held = Path(file).read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise ImproperlyConfigured(
            f"{name}_FILE names {file}, which cannot be read: {fault}. Give it to the account of "
            f"the service, or name another."
        ) from fault
    if not held:
        raise ImproperlyConfigured(
            f"{name}_FILE names {file}, which is empty. Put the secret into it."
        )
    return held
