"""``inspectorate people``, ``bodies`` and ``framework``: what they do, and how a refusal ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inspectorate.domain.bodies.models import Body
from inspectorate.domain.programmes.models import Framework
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.interfaces.cli.main import main
from tests.factories.rooms import FRAMEWORK_CSV, PASSWORD, a_body, a_person, an_admin

pytestmark = pytest.mark.django_db


def call(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def _first_admin() -> Result:
    words = ["people", "first-admin", "--email", "first@inspectorate.example"]
    return call(*words, "--name", "First Person", "--password", PASSWORD)


def test_first_administrator_is_made_once_and_then_refused_with_2() -> None:
    made, refused = _first_admin(), _first_admin()
    assert (made.exit_code, "First Person is registered" in made.output) == (0, True)
    assert refused.exit_code == 2
    assert "There is an administrator already." in refused.output
    assert refused.output.endswith("Nothing was written.\n")
    assert Person.objects.count() == 1
    assert "Administrator" in call("people", "list").output


def test_bodies_are_counted_on_the_day_asked_for() -> None:
    a_body(name="Old Constabulary")
    result = call("bodies", "count", "--on", "2020-01-02")
    assert result.exit_code == 0
    assert "The register on 2 January 2020" in result.output


def test_register_loads_in_the_name_of_an_administrator_and_no_one_elses() -> None:
    refused = call("bodies", "load", "--by", a_person(Role.INSPECTOR).email)
    assert refused.exit_code == 2
    assert "you do not have a role that may do it" in refused.output
    assert Body.objects.count() == 0
    loaded = call("bodies", "load", "--by", an_admin().email)
    assert loaded.exit_code == 0
    assert Body.objects.filter(kind="territorial").count() == 43


def test_framework_is_loaded_and_adopted_in_one_call(tmp_path: Path) -> None:
    file = tmp_path / "framework.csv"
    file.write_text(FRAMEWORK_CSV, encoding="utf-8")
    lead = a_person(Role.LEAD)
    result = call("framework", "load", str(file), "--by", lead.email, "--adopt")
    assert result.exit_code == 0, result.output
    assert "2 areas, 4 criteria, 3 graded." in result.output
    assert Framework.objects.get().adopted_at is not None
