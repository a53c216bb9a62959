"""Run in a process of its own over a copy of the told demonstration: what its report was signed
with, and what is asked again after one sentence is changed.
"""

from __future__ import annotations

import json
import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "inspectorate.config.settings"
django.setup()

from django.utils import timezone  # noqa: E402

from inspectorate.domain.publication.queries import out  # noqa: E402
from inspectorate.domain.reports import actions  # noqa: E402
from inspectorate.domain.reports.models import Document  # noqa: E402
from inspectorate.domain.reports.proof import proof_of  # noqa: E402
from inspectorate.domain.reports.wording.loading import SignedText  # noqa: E402
from inspectorate.foundation.people.models import Person  # noqa: E402

OLD, NEW = "had arrangements", "had good arrangements"


def main() -> None:
    """Print what is asked of the report before and after the change."""
    document = Document.objects.get(inspection__slug="prevent-2018", slug="report")
    signed = document.signatures.filter(withdrawal=None)
    text = _text(document)
    bound = [one for one in text.passages if one.keys]
    assert document.text.count(OLD) >= 1
    changed = document.text.replace(OLD, NEW, 1)
    editor = Person.objects.get(email="editor@inspectorate.example")
    actions.save(
        by=editor,
        at=timezone.now(),
        key="one-sentence",
        document=document,
        text=changed,
        version=document.version,
    )
    asked = list(_text(Document.objects.get(pk=document.pk)).left())
    told = {
        "presses": signed.count(),
        "kinds": sorted(set(signed.values_list("kind", flat=True))),
        "bound": len(bound),
        "left": len(list(text.left())),
        "asked": [[one.kind.value, one.words["full"]] for one in asked],
    }
    sys.stdout.write(json.dumps(told) + "\n")


def _text(document: Document) -> SignedText:
    return proof_of(document, out=out(document.inspection)).signed_text


if __name__ == "__main__":
    main()
