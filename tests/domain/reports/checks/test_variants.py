"""What a translation is held to in any language, beside the text of its original."""

from __future__ import annotations

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.criteria import KIND as COUNTED
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts, Spoken
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.speech import identity_of

CLAIMS = {"most": ClaimFacts("most", kind=COUNTED, figures=Figures())}
SAID = """\
# Summary

The chief inspector said:

{.said by="chief"}
> “We thank them.”
"""
SAID_IN_WELSH = """\
# Crynodeb

Dywedodd y prif arolygydd:

{.said by="chief"}
> “Diolchwn iddynt.”
"""


def told(
    original: str,
    translated: str,
    spoken: dict[str, Spoken] | None = None,
    unread: frozenset[str] = frozenset(),
) -> list[tuple[str, str, str]]:
    """Each problem of a translation: its check, at which words, what."""
    texts = {"summary": from_markdown(original, name="summary")}
    facts = Facts(
        claims=CLAIMS,
        documents=texts,
        spoken=spoken or {},
        variant_of="summary",
        unread=unread,
    )
    found = run(from_markdown(translated, name="summary-cy"), facts).problems
    return [(str(one.check), one.place.excerpt, one.what) for one in found]


class TestSaid:
    def spoken(self, words: str) -> dict[str, Spoken]:
        approved = frozenset({identity_of(words)})
        return {"chief": Spoken("chief inspector", approved=approved, ever=True)}

    def test_words_said_in_another_language_are_approved_in_that(self) -> None:
        approved = self.spoken("“We thank them.”")
        ((check, words, what),) = told(SAID, SAID_IN_WELSH, spoken=approved)
        assert (check, words) == ("quotation_approved", "“Diolchwn iddynt.”")
        assert "the words approved were others" in what

    def test_office_beside_them_may_be_translated(self) -> None:
        assert told(SAID, SAID_IN_WELSH, spoken=self.spoken("“Diolchwn iddynt.”")) == []

    def test_speaker_of_the_original_is_declared_of_the_translation(self) -> None:
        ((_, _, what),) = told(SAID, SAID_IN_WELSH, spoken={})
        assert what == "nobody has said who speaks as `chief`."


@pytest.mark.parametrize("lost", ["Geiriau.[^a]", "Geiriau.\n\n[^a]: Mwy"])
def test_footnote_without_its_call_or_its_words_is_named(lost: str) -> None:
    original = "# Summary\n\nWords.[^a]\n\n[^a]: More.\n"
    assert told(original, "# Crynodeb\n\nGeiriau.[^a]\n\n[^a]: Mwy.\n") == []
    ((check, _, _),) = told(original, f"# Crynodeb\n\n{lost}\n")
    assert check == "footnotes_called"


class TestWhole:
    ORIGINAL = """\
---
title: Training
headline: Forces train
---

# Summary

We looked. [Most train]{#most}.

```recommendation
number: 1
text: Write to us.
```

# What happens next

We write again.
"""
    TRANSLATED = """\
---
title: Hyfforddiant
headline: Mae heddluoedd yn hyfforddi
---

# Crynodeb

Edrychwyd. [Mae'r rhan fwyaf]{#most}.

```recommendation
number: 1
text: Ysgrifennwch.
```

# Nesaf

Byddwn yn ysgrifennu.
"""

    def whole(self, original: str = ORIGINAL, translated: str = TRANSLATED) -> list[str]:
        found = told(original, translated)
        return [what for check, _, what in found if check == "variant_whole"]

    def test_translation_in_which_all_is_answered_is_well(self) -> None:
        assert self.whole() == []

    def test_section_that_the_original_gains_is_missing(self) -> None:
        (what,) = self.whole(f"{self.ORIGINAL}\n# One more\n\n[Most train]{{#most}}. And more.\n")
        assert what == "the original has 3 headings, and 2 stand here."

    def test_section_that_the_original_has_not_is_named(self) -> None:
        (what,) = self.whole(translated=f"{self.TRANSLATED}\n# Un arall\n\nMwy.\n")
        assert what == "the original has nothing in this place to which these words answer."

    def test_recommendation_that_one_text_has_alone_is_named(self) -> None:
        more = "\n```recommendation\nnumber: 2\ntext: Train.\n```\n"
        (what,) = self.whole(self.ORIGINAL + more)
        expected = "nothing here answers to a passage (recommendation 2) of the original: “Train.”."
        assert what == expected
        (what,) = self.whole(translated=self.TRANSLATED + more)
        assert what == "the original has nothing in this place to which these words answer."

    def test_headline_that_is_not_translated_is_named(self) -> None:
        lost = self.TRANSLATED.replace("headline: Mae heddluoedd yn hyfforddi\n", "")
        (what,) = self.whole(translated=lost)
        assert what.endswith("(headline) of the original: “Forces train”.")

    def test_words_of_an_original_that_is_not_read_are_not_told(self) -> None:
        lost = self.TRANSLATED.replace("headline: Mae heddluoedd yn hyfforddi\n", "")
        found = told(self.ORIGINAL, lost, unread=frozenset({"summary"}))
        assert "Forces train" not in str(found)

    def test_words_that_the_original_marks_as_said_are_marked_here(self) -> None:
        mark = '{.said by="chief"}\n'
        (what,) = self.whole(SAID, SAID_IN_WELSH.replace(mark, ""))
        assert what == "the original marks more of its words as said by `chief`."
        twice = f"{SAID}\n{mark}> “Write.”\n"
        assert self.whole(twice, f"{SAID_IN_WELSH}\n> “Ysgrifennwch.”\n") == [what]
        assert self.whole(twice, f"{SAID_IN_WELSH}\n{mark}> “Ysgrifennwch.”\n") == []


class TestFigures:
    ORIGINAL = """\
---
title: Training in 2031
headline: 9 forces train
---

# Summary

We looked at twelve. [Most train (9 of the 12)]{#most}.

```recommendation
number: 1
text: Write within 30 days.
```

# What happens next

We write again in 5 weeks.
"""
    TRANSLATED = """\
---
title: Hyfforddiant yn 2031
headline: Mae 9 heddlu yn hyfforddi
---

# Crynodeb

Edrychwyd ar 12. [Mae'r rhan fwyaf (9 o'r 12)]{#most}.

```recommendation
number: 1
text: Ysgrifennwch o fewn 30 diwrnod.
```

# Nesaf

Byddwn yn ysgrifennu mewn 5 wythnos.
"""

    def figures(self, *change: str) -> list[str]:
        translated = self.TRANSLATED.replace(*change) if change else self.TRANSLATED
        assert translated != self.TRANSLATED or not change
        found = told(self.ORIGINAL, translated)
        return [words for check, words, _ in found if check == "variant_figures"]

    def test_numbers_of_the_original_in_their_places_are_well(self) -> None:
        assert self.figures() == []

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            (("[Mae'r rhan fwyaf (9 o'r 12)]{#most}", "11 o'r 12"), ["11"]),
            (("Edrychwyd ar 12.", "Edrychwyd ar 12: 77%."), ["77"]),
            (("Edrychwyd ar 12.", "Edrychwyd ar 9,77."), ["9,77"]),
            (("30 diwrnod", "31 diwrnod"), ["31"]),
            (("30 diwrnod", "[30 diwrnod, 8]{#most}"), ["30", "8"]),
            (("Mae 9 heddlu", "Mae 12 heddlu"), ["12"]),
            (("yn 2031", "yn 2030"), ["2030"]),
            (("5 wythnos", "9 wythnos"), ["9"]),
            (("# Nesaf", "# Nesaf: 8"), ["8"]),
        ],
    )
    def test_number_that_the_original_has_not_in_that_place_is_named(
        self, change: tuple[str, str], expected: list[str]
    ) -> None:
        assert self.figures(*change) == expected
