"""The grid of 46 bodies by 300 criteria, all agreed: how long its page takes, how large it is, how
many queries it asks.
"""

from __future__ import annotations

import sys
from pathlib import Path

from benchmarks.statistics import Row
from benchmarks.worlds import answer, load, opened

BODIES, CRITERIA, TIMES = 46, 300, 10
GRADES = "Outstanding > Good > Requires improvement > Inadequate"


def measure() -> list[Row]:
    """Open the grid of a small inspection and of the large one."""
    from django.test import Client
    from tests.factories.rooms import AT, a_framework, an_inspection, member

    from inspectorate.domain.judgments.models import Agreed
    from inspectorate.domain.programmes.queries import criteria
    from inspectorate.foundation.people.roles import Role

    rows = []
    asked = []
    for bodies, count in ((3, 12), (BODIES, CRITERIA)):
        lines = [
            "framework,version,area,question,criterion,grade_scale,grades,graded,criterion_ref"
        ]
        lines += [
            f"Bench {count},1,Area {n // 30 + 1},How well?,Criterion {n},Four "
            f"grades,{GRADES},yes,{n}"
            for n in range(count)
        ]
        framework = a_framework("\n".join(lines))
        slug = f"bench-{count}"
        inspection = an_inspection(
            bodies=bodies, framework=framework, slug=slug, prefix=f"B{count}", phase="judging"
        )
        lead, every = member(inspection, Role.LEAD), criteria(framework)
        grades = {one.pk: list(one.scale.grades.all()) for one in every if one.scale}
        Agreed.objects.bulk_create(
            Agreed(
                scope_body=body,
                criterion=one,
                number=1,
                grade=grades[one.pk][(body.order + one.order) % 4],
                findings={},
                reasons="As submitted.",
                moved=False,
                by=lead,
                at=AT,
            )
            for body in inspection.scope.all()
            for one in every
        )
        client = Client()
        client.force_login(lead)
        found = opened(client, f"/i/{slug}/judgments/", TIMES)
        asked.append(found.queries)
        within, held = ("1 s", found.p95 < 1) if count == CRITERIA else ("", None)
        rows.append(Row(f"grid {bodies} × {count}", str(found), None, "", within, held))
    rows.append(
        Row(
            "queries of the large grid less those of the small",
            f"{asked[1] - asked[0]}",
            None,
            "",
            "0",
            asked[1] == asked[0],
        )
    )
    return rows


if __name__ == "__main__":
    load(Path(sys.argv[1]))
    answer(measure())
