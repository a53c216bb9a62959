"""What is opened at the switch is what two people signed: each difference is named."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from inspectorate.domain.publication import contents, policies
from inspectorate.domain.publication.queries import standing_editions
from tests.factories.publishing import EMBARGO, a_story, released
from tests.factories.rooms import an_inspection

pytestmark = pytest.mark.django_db
Signed = list[dict[str, Any]]


def _of_first(**other: Any) -> Callable[[Signed], None]:
    return lambda signed: signed[0]["to"][0].update(other)


# What the contents signed could have said instead, and how many recommendations are named then.
OTHERWISE: dict[str, tuple[Callable[[Signed], Any], int]] = {
    "as it is": (lambda signed: None, 0),
    "one was not signed": (lambda signed: signed.clear(), 1),
    "one more was signed": (lambda signed: signed.append({**signed[0], "ref": "X-R9"}), 1),
    "another text": (lambda signed: signed[0].update(text="Something else."), 1),
    "another body": (_of_first(body="Another"), 1),
    "another basis": (_of_first(basis="duty"), 1),
    "a day to reply by": (_of_first(reply_by="2020-05-04"), 1),
    "another day due": (_of_first(due_on="2020-10-01"), 1),
    "no day due": (_of_first(due_on=""), 1),
    "the same body twice": (lambda signed: signed[0]["to"].append(signed[0]["to"][0]), 1),
    "nobody": (lambda signed: signed[0]["to"].clear(), 1),
}


def test_recommendation_that_opened_otherwise_than_was_signed_is_named(
    settings: Any, tmp_path: Path
) -> None:
    bundle = released(a_story())
    release, on = bundle.release, policies.day(EMBARGO)
    editions = standing_editions(release.inspection, release)
    read = json.loads((Path(settings.BUNDLES_ROOT) / bundle.digest / "bundle.json").read_text())
    (made,) = read["recommendations"]
    settings.BUNDLES_ROOT = str(tmp_path)
    (tmp_path / "signed").mkdir()
    for name, (change, named) in OTHERWISE.items():
        signed = json.loads(json.dumps(read))
        change(signed["recommendations"])
        (tmp_path / "signed" / "bundle.json").write_text(json.dumps(signed), "utf-8")
        found = contents.not_as_signed(release, "signed", on, editions)
        assert len(found) == named, name
        assert set(found) <= {made["ref"], "X-R9"}, name
    # One that is still to open, though all else is as it was signed.
    other = an_inspection()
    told = json.dumps(read).replace(made["ref"], f"{other.prefix}-R1")
    (tmp_path / "signed" / "bundle.json").write_text(told, "utf-8")
    release.inspection = other
    found = contents.not_as_signed(release, "signed", on, editions)
    assert found == [f"{other.prefix}-R1"]
