"""The intruder test over the release of a demonstration that was told: what ./run drill disclosure
asks of a process of its own.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace

import django


def main() -> None:
    """Print seconds, secrets and what is derivable: as released, and with grades put back."""
    django.setup()
    from inspectorate.domain.publication import hidden, intruder, queries
    from inspectorate.domain.publication.known_loading import load_known
    from inspectorate.domain.publication.models import Release
    from inspectorate.domain.publication.tables import judgments
    from inspectorate.domain.reports import queries as reports
    from inspectstats.disclosure.intruder import search

    release = Release.objects.get()
    begun = time.perf_counter()
    found = intruder.found(release)
    seconds = time.perf_counter() - begun
    known = load_known(release.inspection)
    out = intruder.read(queries.root() / queries.digest_of(release), "")
    grades = judgments(reports.board(release.inspection))
    leaking = replace(out, bundle=replace(out.bundle, tables=(*out.bundle.tables, grades)))
    removed = intruder.removed(release.inspection, release, known)
    k = release.inspection.small_below
    given, secrets = hidden.gathered(leaking, known, removed, k=k)
    back = [one for one in search(given, secrets, k=k) if one.secret.hidden.value == "removed"]
    told = {
        "seconds": round(seconds, 2),
        "secrets": found.secrets,
        "derived": [one.secret.says for one in found.derived],
        "put back": [[one.bodies, [step.says for step in one.steps]] for one in back],
    }
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
