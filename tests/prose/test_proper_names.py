"""Proper names, and which of those known a written one nearly is."""

from __future__ import annotations

import pytest

from inspectorate.prose.proper_names import nearest, proper_names

KNOWN = ("College of Policing", "Home Office", "National Police Chiefs' Council", "CONTEST")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("College of Police", "College of Policing"),
        ("Police College", "College of Policing"),
        ("Colege of Policing", "College of Policing"),
        ("National College of Policing", "College of Policing"),
        ("National Police Council", "National Police Chiefs' Council"),
        ("CONTACT", "CONTEST"),
        ("Home Ofice", "Home Office"),
        ("Home Office", None),
        ("Foreign Office", None),
        ("Home Secretary", None),
        ("Contest", None),
    ],
)
def test_name_that_nearly_is_a_known_one_is_told_from_another(
    written: str, meant: str | None
) -> None:
    assert nearest(written, KNOWN) == meant


def test_names_are_read_with_their_small_words_and_without_their_article() -> None:
    text = "The College of Policing and we met. Since May, Officers of the Home Office came."
    found = [one.text for one in proper_names(text, {0, 35})]
    assert found[0] == "College of Policing"
    assert "Officers of the Home Office" in found


@pytest.mark.parametrize(
    ("name", "is_one"),
    [("Floods Commission", True), ("College of Rivers", True), ("River Severn", False)],
)
def test_institution_is_known_by_its_head(name: str, is_one: bool) -> None:
    (found,) = proper_names(name)
    assert found.institution is is_one
