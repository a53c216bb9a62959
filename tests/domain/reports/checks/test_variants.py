"""What a translation is held to in any language, beside the text of its original."""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts, Spoken
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.speech import identity_of

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
    original: str, translated: str, spoken: dict[str, Spoken] | None = None
) -> list[tuple[str, str, str]]:
    """Each problem of a translation: its check, at which words, what."""
    texts = {"summary": from_markdown(original, name="summary")}
    facts = Facts(claims={}, documents=texts, spoken=spoken or {}, variant_of="summary")
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
