"""A second inspectorate's framework, loaded by command, carries a rehearsal to a frozen report:
nothing but its table is new.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from inspectorate.demo import fire_story
from inspectorate.demo.truth import content
from inspectorate.domain.bodies import actions as bodies
from inspectorate.domain.bodies.register_csv import shipped
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.judgments.models import Agreed
from inspectorate.domain.programmes import queries as programmes
from inspectorate.domain.programmes.models import Framework
from inspectorate.domain.publication.verify import verify
from inspectorate.domain.reports.models import Edition
from inspectorate.domain.reports.queries import data_of
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from tests.factories.noting import note_heads
from tests.factories.rooms import AT, a_key, a_person, a_vocabulary, an_admin
from tests.shared import shared

# The walk does these acts on both databases; here only the framework is another.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]


def loaded(file: Path, by: Person) -> Framework:
    """The framework of a file, loaded and adopted from the command line."""
    done = CliRunner().invoke(main, ["framework", "load", str(file), "--by", by.email, "--adopt"])
    assert done.exit_code == 0, done.output
    return programmes.frameworks(adopted=True).get()


def carried(file: Path) -> Edition:
    people = {role: a_person(role) for role in (Role.LEAD, *fire_story.STAFF)}
    bodies.import_register(
        by=an_admin(), at=AT, key=a_key(), content=shipped(), name="register.csv"
    )
    framework = loaded(file, people[Role.LEAD])
    return fire_story.rehearse(framework=framework, vocabulary=a_vocabulary(), people=people)


def asserted(edition: Edition) -> None:
    """Twelve pseudonyms, every graded criterion agreed for each, ungraded questions with evidence
    and no grade, a PDF.
    """
    inspection = edition.document.inspection
    graded = programmes.graded_criteria(inspection.framework)
    ungraded = [one for one in programmes.criteria(inspection.framework) if one.scale is None]
    labels = list(inspection.scope.order_by("order").values_list("label", flat=True))
    agreed = Agreed.objects.filter(scope_body__inspection=inspection)
    printed = str(data_of(edition))

    assert labels == [f"Service {number:02d}" for number in range(1, 13)]
    assert agreed.count() == 12 * len(graded)
    assert {one.criterion_id for one in agreed} == {one.pk for one in graded}
    assert ungraded
    assert all(
        Item.objects.filter(inspection=inspection, criteria=one).count() == 24 for one in ungraded
    )
    assert not any(
        one.body.name in printed or one.body.short_name in printed
        for one in inspection.scope.select_related("body")
    )
    assert "services inspected" in printed
    note_heads()
    assert verify().faults == ()


def test_shipped_fire_framework_carries_a_rehearsal_to_a_frozen_report(tmp_path: Path) -> None:
    file = tmp_path / "framework_fire.csv"
    file.write_text(content("framework_fire.csv"), "utf-8")
    asserted(carried(file))


@pytest.mark.drill
def test_published_fire_framework_carries_a_rehearsal_to_a_frozen_report() -> None:
    asserted(carried(shared("data/frameworks/hmicfrs_fire_2018_19.csv")))
