"""What is told of a text to who may not read all of it: no word that was marked, however it is
written, and every section in which nothing is marked, byte for byte.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from inspectorate.domain.reports.sections.reading import MARK, TextAsRead, told_to
from inspectorate.domain.reports.sections.standing import sections_in
from inspectorate.foundation.markings.reading import Reading
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.manuscript import Manuscript
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.sections import parts

EDITOR = Reading("x", frozenset({"PUBLIC", "OFFICIAL"}))
BEARS = {"closed": "OFFICIAL-SENSITIVE", "open": "OFFICIAL"}
S = '{.sensitive marking=OFFICIAL-SENSITIVE ground="Safety"}'
OPEN = "# Open\n\nNine of the twelve [forces]{#open} *train*.\n\n"


def told(text: str) -> TextAsRead:
    """The text as an editor has it who is cleared for nothing."""
    return told_to(EDITOR, text, sections_in(text, None, 2), BEARS)


def planted(manuscript: Manuscript) -> set[str]:
    """The words that stand in something marked above the editor, as Markdown is read."""
    found: set[str] = set()
    for block in manuscript.lines():
        spans = [one for one in block.spans if one.kind != "quotation"]
        for span in (*spans, *block.quotations()):
            bound = span.kind in ("claim", "quotation") and span.key == "closed"
            said = span.attributes.get("marking", "OFFICIAL-SENSITIVE")
            if bound or (span.kind == "sensitive" and said not in ("PUBLIC", "OFFICIAL")):
                found |= {*re.findall(r"canary\d+", block.text[span.start : span.end])}
    return found


def left(text: str) -> str:
    """What is told of a marked section behind an open one."""
    found = told(OPEN + text)
    assert found.sections[0].told == OPEN
    assert not found.sections[0].unread
    assert found.sections[1].unread
    return "".join(one.told for one in found.sections[1:])


def test_text_without_marks_is_told_as_it_stands() -> None:
    assert told(OPEN).text == OPEN
    assert told(OPEN).whole


def test_marked_passage_is_removed_with_its_ground_and_the_rest_of_the_section_stands() -> None:
    text = f"# Closed\n\nAs *it* was.\n\nBefore [canary1]{S} after.\n"
    assert left(text) == ("# Closed\n\nAs *it* was.\n\nBefore \\[removed: Safety\\] after.\n\n")


def test_words_bound_to_a_closed_claim_are_removed_and_its_key_too() -> None:
    said = left("# Closed\n\nIt is [canary1]{#closed}, and [more]{#open}.\n")
    assert "canary" not in said
    assert "#closed" not in said
    assert "[more]{#open}" in said


def test_marked_heading_is_replaced_and_its_section_keeps_its_place() -> None:
    found = told(f"{OPEN}## About [canary1]{S}\n\nWords.\n\n# Last\n\nMore.\n")
    assert [one.told.partition("\n")[0] for one in found.sections] == [
        "# Open",
        "## About \\[removed: Safety\\]",
        "# Last",
    ]
    assert [bool(one.unread) for one in found.sections] == [False, True, False]


@pytest.mark.parametrize("words", ["a", "a much longer passage with many words of all lengths"])
def test_what_is_told_is_as_long_whatever_was_removed(words: str) -> None:
    assert len(left(f"# C\n\nSo [{words}]{S}.\n")) == len("# C\n\nSo \\[removed: Safety\\].\n\n")


@pytest.mark.parametrize(
    "text",
    [
        "# C\n\nNever closed: [canary1{.sensitive marking=OFFICIAL-SENSITIVE}.\n",
        "# C\n\nThe canary1 {.sensitive ground=x} of it.\n",
        f"# C\n\n{S}\n\n```\ncanary1\n```\n",
        f"# C\n\n{S}\n- ```\n  canary1\n  ```\n",
        f"# C\n\n{S}\n- words\n\n  ```chart\n  caption: canary1\n  ```\n",
        "# C\n\n```recommendation\nnumber: 1\nto: canary1 {.sensitive}\ntext: x\n```\n",
        f"# C\n\n[canary1][a]{S} here.\n\n[a]: https://canary1.example\n",
        "# C\n\n| a |\n|---|\n| canary1 \\{.sensitive marking=OFFICIAL-SENSITIVE} |\n",
    ],
)
def test_section_in_which_nobody_can_say_what_is_marked_is_closed_whole(text: str) -> None:
    assert left(text) == f"# {MARK.replace('[', chr(92) + '[').replace(']', chr(92) + ']')}\n\n"


def test_marked_front_matter_closes_all_that_stands_before_the_first_heading() -> None:
    for line in (f"title: A [canary1]{S}", "stamp: canary1 {.sensitive}"):
        found = told(f"---\n{line}\nkind: canary2\n---\n\nBefore.\n\n{OPEN}")
        assert "canary" not in found.text
        assert found.sections[1].told == OPEN
        assert found.sections[0].told.startswith("\\[removed: ")


def test_text_that_no_reader_takes_apart_is_closed_in_all_its_sections() -> None:
    text = f"{OPEN}# Two\n\n{'[' * 2_100} canary1\n"
    with pytest.raises(Refused):
        from_markdown(text)
    found = told(text)
    assert all(one.unread for one in found.sections)
    assert "canary" not in found.text


def test_sections_that_do_not_lie_where_the_text_is_cut_are_all_closed() -> None:
    text = f"{OPEN}# Two\n\nA [canary1 and more]{S}.\n"
    at = text.index(" and more")
    layout = [["2-1", 1, at], ["2-2", 1, len(text) - at]]
    found = told_to(EDITOR, text, sections_in(text, layout, 2), BEARS)
    assert all(one.unread for one in found.sections)
    assert "and more" not in found.text


_CONTENT = st.integers(min_value=1, max_value=9).map(lambda n: f"canary{n}")
_MARKED = st.sampled_from(
    [
        f"[%s]{S}",
        f"[**%s** and `%s`]{S}",
        f"[out [%s]{S} of]{{#open}}",
        f"[[%s]{{#open}} x]{S}",
        f"[%s](https://secret.example){S}",
        f"![%s](https://secret.example){S}",
        f"`%s`{S}",
        "[%s]{#closed}",
        "[%s]{.quotation source=closed}",
        "[%s]{.sensitve}",
        "[%s]{.sensitive marking=OFFICIAL}",
        "[%s{.sensitive}",
        f"[a]({{.x}} [%s]{S}",
        f"**[%s**]{S}",
        f"[%s\n%s]{S}",
        f"[\\]%s\\[]{S}",
        f"[%s][a]{S}",
        "plain",
        "*[%s]{.narrative}*",
        "[[[%s]{#closed}",
        "&#91;%s]{.sensitive}",
        f"<b>[%s]{S}</b>",
    ]
)
_AROUND = st.sampled_from(
    [
        "%s\n\n",
        "# %s\n\n",
        "### %s\n\n",
        "%s\n===\n\n",
        "- a\n- %s\n  - %s\n\n",
        "1. %s\n\n",
        "> %s\n\n",
        "> a\n> # %s\n\n",
        "| a | b |\n|---|---|\n| %s | b |\n\n",
        f"{S}\n%s\n\n",
        f"{S}\n- %s\n- b\n\n",
        f"{S}\n## %s\n\n",
        f"{S}\n\n```\n%s\n```\n\n",
        f"> {S}\n> %s\n\n",
        "```\n%s\n```\n\n",
        "    %s\n\n",
        "```chart\nkind: strip\nclaim: closed\ncaption: %s\n```\n\n",
        "```recommendation\nnumber: 1\nto: x\ntext: %s\n```\n\n",
        "~~~\n%s\n",
        "[a]: https://canary9.example\n\n",
        "---\n\n",
        f"{S}\n",
        "%s  \nmore\n",
    ]
)


@st.composite
def _texts(draw: st.DrawFn) -> str:
    head = draw(
        st.sampled_from(["", f"---\ntitle: A [canary1]{S}\n---\n\n", "---\nkind: x\n---\n"])
    )
    pieces = []
    for around in draw(st.lists(_AROUND, min_size=1, max_size=7)):
        marked, content = draw(_MARKED), draw(_CONTENT)
        pieces.append(around.replace("%s", marked.replace("%s", content)))
    return head + "".join(pieces)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(_texts())
@example(f"> a\n> # [canary1]{S}\n\n# B\n\n[canary2]{S}\n")
@example(f"{S}\n# [a]{{#open}}\n\n~~~\ncanary1\n")
def test_no_word_that_is_marked_is_told_whatever_stands_around_it(text: str) -> None:
    manuscript = from_markdown(text)
    found = told(text)
    hidden = planted(manuscript)
    # A word of the same name may stand unmarked elsewhere: then nothing is said of it here.
    plain = _unmarked(text, manuscript)
    assert {one for one in hidden - plain if one in found.text} == set()
    assert "secret" not in found.text  # where it leads is as closed as the words it leads from
    for one, part in zip(found.sections, parts(text), strict=True):
        if not one.unread:
            assert one.told == part.text


def _unmarked(text: str, manuscript: Manuscript) -> set[str]:
    """The words that also stand somewhere in what is not marked."""
    everywhere = re.findall(r"canary\d+", text)
    return {one for one in {*everywhere} if everywhere.count(one) > _times(manuscript, one)}


def _times(manuscript: Manuscript, word: str) -> int:
    found = 0
    for block in manuscript.lines():
        covered = [False] * len(block.text)
        spans = [one for one in block.spans if one.kind != "quotation"]
        for span in (*spans, *block.quotations()):
            said = span.attributes.get("marking", "OFFICIAL-SENSITIVE")
            closed = span.kind in ("claim", "quotation") and span.key == "closed"
            if closed or (span.kind == "sensitive" and said not in ("PUBLIC", "OFFICIAL")):
                covered[span.start : span.end] = [True] * (span.end - span.start)
        found += sum(covered[one.start()] for one in re.finditer(rf"{word}\b", block.text))
    return found
