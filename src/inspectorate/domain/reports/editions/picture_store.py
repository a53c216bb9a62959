"""The bytes of the pictures that an edition shows, out of the store, for what prints them."""

from __future__ import annotations

from collections.abc import Iterable

from inspectorate.foundation.files import store

from .typesetting import NotSet


def stored(digests: Iterable[str], name: str) -> dict[str, bytes]:
    """Return pictures by their digests, of which an empty one is none; raises NotSet with the
    document's ``name`` where one is not in the store.
    """
    try:
        return {digest: store.get(digest) for digest in dict.fromkeys(digests) if digest}
    except store.Missing as fault:
        raise NotSet(f"{name}: a picture cannot be printed: {fault}") from fault
