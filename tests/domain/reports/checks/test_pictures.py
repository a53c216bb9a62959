"""Pictures of editors' own are on record, are described, and go no higher than the edition."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.checks import (
    below_edition_ceiling,
    picture_described,
    picture_stands,
    variant_keys,
)
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts, ShownPicture
from inspectorate.prose.reading.markdown import from_markdown
from tests.factories.picturing import ALT, CAPTION, FENCE

SHOWN = ShownPicture("a" * 64, "image/png", 60, 40)
HIGH = ShownPicture("a" * 64, "image/png", 60, 40, marking="OFFICIAL-SENSITIVE")
MARK = '{.sensitive marking=OFFICIAL-SENSITIVE ground="It is in use"}\n'


def stands(**pictures: ShownPicture) -> list[str]:
    found = picture_stands.check(from_markdown(FENCE), Facts(pictures=pictures))
    return [one.what for one in found]


def described(alt: str, caption: str = "") -> list[str]:
    text = f"```picture\npicture: room\nalt: {alt}\ncaption: {caption}\n```\n"
    return [one.what for one in picture_described.check(from_markdown(text), Facts())]


class TestStands:
    def test_picture_on_record_is_well(self) -> None:
        assert stands(room=SHOWN) == []

    @pytest.mark.parametrize(
        ("known", "why"),
        [
            ({}, "there is no picture `room`."),
            ({"room": ShownPicture("a", "b", 1, 1, withdrawn=True)}, "was taken back."),
            (
                {"room": ShownPicture("a", "b", 1, 1, fallen="its evidence was withdrawn")},
                "its evidence was withdrawn (the picture `room`).",
            ),
        ],
    )
    def test_unknown_withdrawn_and_fallen_ones_are_named(
        self, known: dict[str, ShownPicture], why: str
    ) -> None:
        (what,) = stands(**known)
        assert what.endswith(why)

    def test_block_that_names_none_is_told_with_its_line(self) -> None:
        text = f"Words.\n\n```picture\nalt: {ALT}\n```\n"
        (problem,) = picture_stands.check(from_markdown(text), Facts(pictures={}))
        assert (problem.what, problem.place.line) == ("the block names no picture.", 3)
        assert problem.severity == "blocks"

    def test_outside_the_system_where_no_picture_is_known_it_is_not_run(self) -> None:
        assert "picture_stands (needs the pictures on record)" in map(
            str, run(from_markdown(FENCE), Facts()).not_run
        )


class TestDescribed:
    def test_sentence_is_well(self) -> None:
        assert described(ALT, "The control room") == []

    @pytest.mark.parametrize(
        ("alt", "why"),
        [
            ("", "has no alternative text"),
            ("Two desks", "has fewer than 3 words"),
            ("The photograph IMG_2041 of desks", "names a file"),
            ("the control room.png", "names a file"),
            ("room", "names a file"),
            ("The control *room* at night", "is the caption"),
            ("“The control room at night.”", "is the caption"),
            ("Screenshot 2024-03-11 at 10.22.31", "names a file"),
            ("WhatsApp Image 2024-03-11 at 10.22.31", "names a file"),
        ],
    )
    def test_words_that_tell_nothing_are_refused(self, alt: str, why: str) -> None:
        (what,) = described(alt, "The control room at  night")
        assert why in what


@pytest.mark.parametrize(
    ("text", "marking", "edition", "many"),
    [
        (FENCE, SHOWN, "public", 0),
        (FENCE, HIGH, "public", 1),
        (MARK + FENCE, HIGH, "public", 0),
        (MARK + FENCE, HIGH, "full", 3),
        (MARK.replace(' ground="It is in use"', "") + FENCE, HIGH, "public", 2),
    ],
)
def test_picture_above_the_ceiling_is_marked_with_its_ground_or_named(
    text: str, marking: ShownPicture, edition: str, many: int
) -> None:
    facts = Facts(pictures={"room": marking}, edition=edition, ceiling="OFFICIAL")
    found = below_edition_ceiling.check(from_markdown(text), facts)
    assert len(found) == many


def test_translation_shows_the_pictures_of_its_original_and_no_others() -> None:
    original = from_markdown(f"# Summary\n\n{FENCE}", "report")
    facts = Facts(documents={"report": original}, variant_of="report", pictures={})
    same = f"# Crynodeb\n\n{FENCE.replace(ALT, 'Dwy ddesg wag o flaen wal o sgriniau.')}"
    assert variant_keys.check(from_markdown(same), facts) == []
    other = same.replace("picture: room", "picture: another")
    what = [one.what for one in variant_keys.check(from_markdown(other), facts)]
    assert what[0] == "the original has no passage of the key `picture:another`."
    assert "is missing: picture:room" in what[1]


@pytest.mark.parametrize(
    ("old", "new", "held"),
    [
        (ALT, "Thirty-eight forces before a wall of screens.", True),
        (ALT, "Two empty desks before a wall of screens.", False),
        (CAPTION, "The control room of 38 officers", True),
        (CAPTION, "[Most forces have plans]{#plans}", False),
    ],
)
def test_numbers_of_a_caption_are_held_as_any_and_of_bodies_in_what_it_shows(
    old: str, new: str, held: bool
) -> None:
    facts = Facts(pictures={"room": SHOWN}, claims={})
    found = run(from_markdown(FENCE.replace(old, new)), facts, only=["no_unbound_quantity"])
    assert bool(found.problems) is held
