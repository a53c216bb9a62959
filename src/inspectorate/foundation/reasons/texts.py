"""Which texts may be stored: both databases must take them and give them back unchanged."""

from __future__ import annotations

from .reasons import Reason


def storable(
    text: object, field: str, *, needed: bool = False, limit: int | None = None
) -> list[Reason]:
    """Say why ``text`` cannot be stored in ``field``: no text, empty though ``needed``, too long,
    or characters no database keeps.

    NUL is refused by PostgreSQL and half a surrogate pair is no UTF-8, so both are refused
    everywhere.
    """
    named = field.replace("_", " ")
    if not isinstance(text, str):
        return [
            Reason(f"{field}_not_text", f"The {named} is not text.", "Write it as text.", field)
        ]
    if needed and not text.strip():
        return [Reason(f"{field}_missing", f"The {named} is empty.", "Write it.", field)]
    if limit is not None and len(text) > limit:
        return [
            Reason(
                f"{field}_too_long",
                f"The {named} is longer than {limit} characters.",
                "Shorten it.",
                field,
            )
        ]
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        mend = "Remove it (it is invisible) and send it again."
        return [
            Reason(
                f"{field}_unstorable",
                f"The {named} holds a character that cannot be stored.",
                mend,
                field,
            )
        ]
    return []
