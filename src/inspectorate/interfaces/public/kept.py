"""A folder of what is out, read file by file, each compared with the digest that was signed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from inspectorate.domain.publication.schema import MANIFEST


class Kept:
    """A folder named by the digest of its list of files.

    Raises ValueError naming the file that is missing or was changed.
    """

    def __init__(self, folder: Path, digest: str, manifest: str = MANIFEST) -> None:
        self.folder = folder
        self.manifest = manifest
        listed = self._bytes(manifest)
        if hashlib.sha256(listed).hexdigest() != digest:
            raise ValueError(f"{folder / manifest}: was changed since it was signed")
        self.digests: dict[str, str] = json.loads(listed)["files"]

    def read(self, path: str) -> bytes:
        """Return a file once its digest is the one listed."""
        content = self._bytes(path)
        if path != self.manifest and hashlib.sha256(content).hexdigest() != self.digests[path]:
            raise ValueError(f"{self.folder / path}: was changed since it was signed")
        return content

    def json(self, path: str) -> Any:
        """Return a file as data."""
        return json.loads(self.read(path))

    def _bytes(self, path: str) -> bytes:
        try:
            return (self.folder / path).read_bytes()
        except OSError as error:
            raise ValueError(f"{self.folder / path}: cannot be read ({error.strerror})") from error
