"""Takes the readme of the wheel from beside the code, which the build tool would refuse to reach
for by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface


class ReadmeBesideTheCode(MetadataHookInterface):
    """Fills ``readme`` in the metadata."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Read ``src/inspectstats/README.md``."""
        text = (Path(self.root).parents[1] / "src" / "inspectstats" / "README.md").read_text(
            encoding="utf-8"
        )
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
