"""``python -m benchmarks.outboxes FOLDER SLUG NOTES PLAIN EMAIL...``: enrol a device for each
e-mail in the world of the environment, and fill its outbox as one that was without a network.

Prints the paths of the outboxes as JSON: first those of ``NOTES`` notes in all, some with files,
then those of ``PLAIN`` notes without, from a second device each.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.standing import files_of, words_of

if TYPE_CHECKING:  # only once Django is loaded
    from tests.factories.devices import Browser

    from inspectorate.domain.inspections.models import Inspection

# Of so many notes one has files, one is refused by a rule, one bears no signature of its device.
WITH_FILES, RECEIVED, UNSIGNED = 3, 5, 12


def main(folder: Path, slug: str, notes: int, plain: int, people: list[str]) -> None:
    """Enrol, seal, write; print where."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
    import django

    django.setup()
    from tests.factories.devices import enrolled

    from inspectorate.domain.inspections.models import Inspection
    from inspectorate.foundation.people.models import Person

    inspection, paths = Inspection.objects.get(slug=slug), []
    for name, many in (("sealed", notes), ("plain", plain)):
        for place, email in enumerate(people):
            browser = enrolled(Person.objects.get(email=email), f"{name} {place}")
            keys = [f"{name}-{number}" for number in range(many)][place :: len(people)]
            paths.append(str(_filled(folder, inspection, browser, keys, files=name == "sealed")))
    sys.stdout.write(f"{json.dumps(paths)}\n")


def _filled(
    folder: Path, inspection: Inspection, browser: Browser, keys: list[str], *, files: bool
) -> Path:
    """The outbox of one device, a JSON file; the pieces of its files lie beside it."""
    notes = []
    for key in keys:
        number = int(key.rpartition("-")[2])
        note = _sealed(inspection, browser, key, number) if files else None
        notes.append(note or _plain(inspection, browser, key))
        for one in notes[-1].pop("contents"):
            for n, content in enumerate(one.pieces):
                (folder / f"{one.said['id']}.{n}").write_bytes(content)
    path = folder / f"{browser.id}.json"
    path.write_text(json.dumps({"token": browser.token, "notes": notes}), "utf-8")
    return path


def _plain(inspection: Inspection, browser: Browser, key: str) -> dict[str, Any]:
    envelope = browser.note(inspection.slug, _item(inspection, key))
    return {"key": key, "envelope": envelope, "fate": "recorded", "files": {}, "contents": []}


def _sealed(
    inspection: Inspection, browser: Browser, key: str, number: int
) -> dict[str, Any] | None:
    """A note with files, one that a rule refuses, or one with no signature; None for a plain one.

    A note may have files and be refused as well; one that nobody signed has none.
    """
    from tests.factories.devices import a_file, an_id

    item, slug = _item(inspection, key), inspection.slug
    if number % UNSIGNED == 1:
        own = an_id()
        said = browser.said(own, slug, item)
        envelope = browser.sealed(own, slug, said, signature=secrets.token_bytes(64))
        return {
            "key": key,
            "envelope": envelope,
            "fate": "quarantined",
            "files": {},
            "contents": [],
        }
    refused, with_files = number % RECEIVED == 2, number % WITH_FILES == 0
    if not refused and not with_files:
        return None
    cut = [a_file(name, content, "text/plain") for name, content in files_of(key)]
    contents = cut if with_files else []
    instead = {"kind": "gossip"} if refused else {}
    return {
        "key": key,
        "envelope": browser.note(slug, item | instead, files=contents),
        "fate": "received" if refused else "recorded",
        "files": {one.said["id"]: len(one.pieces) for one in contents},
        "contents": contents,
    }


def _item(inspection: Inspection, key: str) -> dict[str, Any]:
    from tests.factories.findings import a_recording

    from inspectorate.domain.evidence.arrivals.mending import as_said

    return as_said(a_recording(inspection, words=words_of(key)))


if __name__ == "__main__":
    where, about, many, without = sys.argv[1:5]
    main(Path(where), about, int(many), int(without), sys.argv[5:])
