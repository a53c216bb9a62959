"""Makes the vendored word lists again from the packages they come from, so that anybody can check
what ships: ``python -m tests.word_list NPM SCOWL``.

``NPM`` is the unpacked package dictionary-en-gb of npm, ``SCOWL`` the folder of lists that Debian's
package scowl installs. Both are of SCOWL 2020.12.07. What is written must have the digests that
``vendored.toml`` names.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HOME = ROOT / "src/inspectorate/prose/vendor"
# Names and abbreviations are no words here. Lists from 80 on hold words that nobody writes, and
# some of them under a licence of their own.
LIST = re.compile(r"(?P<spelling>[a-z_12]+)-words\.(?P<size>\d\d)")
LARGEST, IN_DICTIONARY = 70, 60
DICTIONARY = ("english", "british")
WORD = re.compile(r"[a-z]+")


def beyond(scowl: Path) -> bytes:
    """Return the words of the lists in ``scowl`` up to size 70, of every spelling, which the
    dictionary (British, up to 60) has not; one a line, sorted, a–z alone.

    Raises FileNotFoundError where the folder holds no list.
    """
    every: set[str] = set()
    inside: set[str] = set()
    for path in sorted(scowl.iterdir()):
        found = LIST.fullmatch(path.name)
        if found is None or int(found["size"]) > LARGEST:
            continue
        words = {one for one in path.read_text("utf-8").split() if WORD.fullmatch(one)}
        every |= words
        if found["spelling"] in DICTIONARY and int(found["size"]) <= IN_DICTIONARY:
            inside |= words
    if not every:
        raise FileNotFoundError(f"{scowl} holds none of SCOWL's lists, as english-words.10")
    return "".join(f"{one}\n" for one in sorted(every - inside)).encode("ascii")


def made(npm: Path, scowl: Path) -> dict[str, bytes]:
    """Return each vendored file by its name."""
    return {
        "en_GB.aff": (npm / "index.aff").read_bytes(),
        "en_GB.dic": (npm / "index.dic").read_bytes(),
        "LICENCE-scowl.txt": (npm / "license").read_bytes(),
        "beyond.txt": beyond(scowl),
    }


def main(npm: str, scowl: str, home: Path = HOME) -> None:
    """Write the files into ``home``."""
    home.mkdir(exist_ok=True)
    for name, content in made(Path(npm), Path(scowl)).items():
        (home / name).write_bytes(content)


if __name__ == "__main__":
    main(*sys.argv[1:3])
