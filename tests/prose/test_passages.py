"""A passage is known by what it says: its words, what they are bound to, and what it leans on."""

from __future__ import annotations

import pytest

from inspectorate.prose.asserting import finds, law
from inspectorate.prose.leaning import leans
from inspectorate.prose.passages import Passage, Rules, Signing, passages
from inspectorate.prose.quantities.numbers import values
from inspectorate.prose.reading.markdown import from_markdown

FORCES = frozenset({"force", "forces"})
COUNTS = {"32": "met", "14": "not_met", "46": "base"}
RULES = Rules(
    slot=lambda span, numeral: COUNTS.get(numeral, ""),
    numerals=lambda text: [(start, end) for _, start, end in values(text)],
    finds=lambda text: finds(text, FORCES),
    law=law,
)
TEXT = """---
title: How forces train
published: 2020-03-09
---

# Training

[Most forces had a plan (32 of the 46)]{#plan}. [They]{#plan} had tested it.

Inspectors found that:

- [most forces had a plan]{#plan}
- officers were [named in one place]{.sensitive marking="OFFICIAL-SENSITIVE" ground="sources"}

{.context source="act"}
The Act places a duty on forces. A strategy has four strands.

{.narrative}
We spoke to many people.

```chart
kind: strip
claim: plan
caption: Forces with a plan
```

# How we worked

{.narrative}
We were welcome.
"""


def read(text: str) -> tuple[Passage, ...]:
    return passages(from_markdown(text, "report"), RULES)


def identities(text: str) -> list[str]:
    return [one.identity for one in read(text)]


def changed(old: str, new: str, text: str = TEXT) -> list[str]:
    """The words of the passages that the changed text holds and the first did not."""
    assert old in text
    known = set(identities(text))
    return [one.words for one in read(text.replace(old, new, 1)) if one.identity not in known]


def test_document_is_all_passages_with_its_titles_stems_captions_and_days() -> None:
    sorts = [one.sort for one in read(TEXT)]
    for sort in ("title", "published", "heading", "sentence", "stem", "item", "chart"):
        assert sort in sorts, sort


def test_each_passage_is_signed_as_what_it_says_asks() -> None:
    how = {one.words: one.signing for one in read(TEXT)}
    assert how["Most forces had a plan (32 of the 46)."] is Signing.SINGLY
    assert how["Forces with a plan"] is Signing.SINGLY
    assert how["The Act places a duty on forces."] is Signing.SINGLY  # it states law
    assert how["A strategy has four strands."] is Signing.SOURCE
    assert how["We spoke to many people."] is Signing.SECTION
    assert how["Training"] is Signing.SECTION


def test_words_wrapped_otherwise_are_the_same_passage() -> None:
    assert changed("We spoke to many people.", "We spoke\nto   many people.") == []


def test_numeral_of_the_claim_moves_within_its_slot_and_another_does_not() -> None:
    sentence = next(one for one in read(TEXT) if one.words.startswith("Most"))
    assert sentence.signed == "Most forces had a plan (⟦met⟧ of the ⟦base⟧)."
    COUNTS["33"] = "met"
    try:
        assert changed("32 of the 46", "33 of the 46") == []
    finally:
        del COUNTS["33"]
    assert changed("32 of the 46", "31 of the 46")


def test_numeral_in_quotation_marks_is_words() -> None:
    text = "[He said: “32 of the 46 had one.”]{#plan}"
    assert "⟦" not in read(text)[0].signed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Most forces had a plan (", "Most forces did not have a plan ("),
        ("{#plan}. [They]", "{#other}. [They]"),
        ("many people", "few people"),
        ('marking="OFFICIAL-SENSITIVE" ', 'marking="OFFICIAL" '),
        ("[named in one place]", "named [in one place]"),
        ("caption: Forces with a plan", "caption: Forces without a plan"),
        ("claim: plan", "claim: other"),
        ("# How we worked", "# How we rested"),
        ("title: How forces train", "title: How forces trained"),
        ("published: 2020-03-09", "published: 2020-03-10"),
        ('source="act"', 'source="bill"'),
    ],
)
def test_changed_word_key_mark_or_field_makes_another_passage(old: str, new: str) -> None:
    assert changed(old, new), (old, new)


def test_stem_and_the_sentence_before_change_what_leans_on_them() -> None:
    assert changed("found that:", "found no evidence that:") == [
        "Inspectors found no evidence that:",
        "most forces had a plan",
        "officers were named in one place",
    ]
    assert "They had tested it." in changed("[Most forces had", "[Some forces had")
    assert "They had tested it." in changed(
        "[Most forces had a plan (32 of the 46)]{#plan}. [They]{#plan}", "[They]{#plan}"
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "They had tested it.",
        "This was so in all.",
        "However, these were old.",
        "Elsewhere officers waited.",
        "The remainder had none.",
        "The other 24 had none.",
        "Twelve did not.",
        "Most had tested it.",
        "But few of them knew.",
        "By contrast, councils waited.",
        "In 12 forces officers said otherwise.",
        "Another had begun.",
        "Others waited.",
    ],
)
def test_sentence_that_takes_up_the_one_before_leans(sentence: str) -> None:
    assert leans(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Most forces had a plan.",
        "Some schools were good.",
        "We visited forty-six forces.",
        "Two of the forces had none.",
        "This report says how.",
        "Officers knew the signs.",
    ],
)
def test_sentence_that_names_what_it_speaks_of_stands_alone(sentence: str) -> None:
    assert not leans(sentence)


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("We found good work.", True),
        ("Twelve forces trained their staff.", True),
        ("A force lacked a plan.", True),
        ("The strategy has four strands.", False),
        ("Prevent seeks to stop people becoming terrorists.", False),
    ],
)
def test_sentence_says_of_bodies_what_was_found(sentence: str, found: bool) -> None:
    assert finds(sentence, FORCES) is found


def test_law_and_registers_are_stated_where_their_words_stand() -> None:
    assert law("Section 26 of the Act places a duty on them.")
    assert law("There are 43 territorial forces in England and Wales.")
    assert not law("The strategy has four strands.")


NOTED = """# Forces

Force 01 fell[^a]. Force 02 rose[^b].

[^a]: It was fined. Twice.

[^b]: It was praised.
"""


def test_footnotes_put_in_each_others_place_are_other_passages() -> None:
    swapped = NOTED.replace("[^a]:", "[^x]:").replace("[^b]:", "[^a]:").replace("[^x]:", "[^b]:")
    known = set(identities(NOTED))
    new = [one.words for one in read(swapped) if one.identity not in known]
    assert new == ["It was fined.", "Twice.", "It was praised."]


@pytest.mark.parametrize(
    ("called", "signed"),
    [
        ("First words. [^a] Second words.", "First words."),
        ("First words. [^a]Second words.", "First words."),
        ("First words.[^a] Second words.", "First words."),
        ("First words.\n[^a] Second words.", "First words."),
        ("[^a]First words. Second words.", "First words."),
        ("[^a] First words. Second words.", "First words."),
        ("First words. Second words. [^a]", "Second words."),
        ("First words. Second words [^a].", "Second words."),
    ],
)
def test_call_of_a_footnote_is_signed_once_with_the_words_before_it(
    called: str, signed: str
) -> None:
    note = "\n\n[^a]: A note.\n"
    marked = [one for one in read(called + note) if any(k[0] == "footnote" for k in one.marks)]
    assert [one.words.replace(" .", ".") for one in marked] == [signed]
    assert set(identities(called + note)) != set(identities("First words. Second words." + note))


def test_only_a_footnote_is_known_by_a_name() -> None:
    named = [one.words for one in read(TEXT + NOTED) if "named" in one.content]
    assert named == ["It was fined.", "Twice.", "It was praised."]
