"""Footnotes of an author's own: called by letters, printed apart from the notes of claims, checked
and signed as other words, and gone with the words that call them.
"""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from inspectorate.domain.reports.checks.footnotes_called import check
from inspectorate.domain.reports.checks.list_stem_has_items import check as stems
from inspectorate.domain.reports.editions.footnotes import letter
from inspectorate.domain.reports.editions.markdown import as_markdown
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.domain.reports.fact_check import Names, chosen, drafted, named_in
from inspectorate.domain.reports.facts import Facts
from inspectorate.domain.reports.wording.changes import editorial_changes
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.reading.word import from_docx
from tests.domain.reports.pdf_objects import planted, taken_apart
from tests.domain.reports.pdf_structure import faults
from tests.domain.reports.test_compile import compiled
from tests.domain.reports.test_pdf import pages_of
from tests.domain.reports.word_structure import faults as word_faults
from tests.prose.test_passages import read

HOSTILE = "<script>a</script> #panic() *b* \\u{0} &amp; {{ c }}"
TEXT = f"""# One

Some words[^second], [most forces have mandatory training]{{#mandatory}}.[^first]

- An item[^second]

[^first]: Of the [nine of twelve]{{#mandatory}} at [its page](https://example.org/a).
[^second]: `{HOSTILE}`
"""


def edition(text: str = TEXT, kind: EditionKind = EditionKind.FULL) -> EditionData:
    """The text as one kind of edition."""
    return compiled(text, kind).edition


def problems(text: str) -> list[tuple[int, int, str, str]]:
    """Where, at which words and what is wrong with the footnotes of a text."""
    found = check(from_markdown(text), Facts())
    return [(one.place.line, one.place.column, one.place.excerpt, one.what) for one in found]


def letters(found: EditionData) -> list[str]:
    """The letters that are called, in order."""
    runs = [run for one in found.blocks for some in (one.runs, *one.items) for run in some]
    return [run.footnote for run in runs if run.footnote]


def test_footnotes_have_letters_in_the_order_in_which_they_are_called() -> None:
    found = edition()
    assert letters(found) == ["a", "b", "a"]
    own = [one for one in found.blocks if one.kind == "footnote"]
    assert [one.anchor for one in own] == ["a", "b"]
    assert "".join(run.text for run in own[0].runs) == HOSTILE
    assert [letter(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        *("a", "z", "aa", "az", "ba", "zz", "aaa"),
    ]


def test_what_is_frozen_with_footnotes_comes_back_and_without_them_has_its_old_shape() -> None:
    found = edition()
    assert EditionData.from_json(found.as_json()) == found
    plain = edition("# One\n\nSome words.\n").as_json()
    assert all("footnote" not in run for block in plain["blocks"] for run in block["runs"])


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Words[^a].", (1, 6, "[^a]", "There is no footnote “a”.")),
        ("[^a]: Words.", (1, 1, "[^a]:", "Nothing calls the footnote “a”, so it is not printed.")),
        ("W[^a].\n\n[^a]: A.\n[^a]: B.", (4, 1, "[^a]:", "There are two footnotes “a”.")),
        ("W[^a].\n\n[^a]:", (3, 1, "[^a]:", "The footnote “a” says nothing.")),
        (
            "W[^a].\n\n[^a]: A.\n\n    And\n    more.\n",
            (5, 5, "And", "These words are no part of the footnote “a” above them."),
        ),
        (
            "W.\n\n[^a]\n\n[^a]: A.",
            (3, 1, "[^a]", "Nothing is said where the footnote “a” is called."),
        ),
    ],
)
def test_footnote_that_does_not_meet_its_call_is_a_problem_at_its_place(
    text: str, wrong: tuple[int, int, str, str]
) -> None:
    assert problems(text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "# Head[^a]\n\nW[^a].\n\n[^a]: A.",
        "| Cell[^a] |\n|---|\n| 1 |\n\nW[^a].\n\n[^a]: A.",
        "```chart\nkind: grid\ncaption: Head[^a]\n```\n\nW[^a].\n\n[^a]: A.",
        "---\ntitle: Head[^a]\n---\n\nW[^a].\n\n[^a]: A.",
        "W[^a].\n\n[^a]: A[^a].",
    ],
)
def test_footnote_called_where_none_can_be_is_a_problem_and_stands_as_written(text: str) -> None:
    (found,) = problems(text)
    assert found[2] == "[^a]"
    assert "printed as it stands" in found[3]
    assert problems(TEXT) == []


@pytest.mark.parametrize(
    ("quote", "said"),
    [
        ("“Said.” [Letter]{.quotation source=letter}[^a]", "“Said.”a"),
        ("“Said.” [Let[^a]ter]{.quotation source=letter} on", "“Said.”a on"),
        ("“Said[^a].” [Letter[^b]]{.quotation source=letter}[^c].", "“Saida.”bc."),
        ("[Letter]{.quotation source=letter}[^a]: said.", "a: said."),
    ],
)
@pytest.mark.parametrize("kind", [EditionKind.FULL, EditionKind.PUBLIC])
def test_footnote_called_in_or_at_the_source_of_a_quotation_stands_behind_the_words_quoted(
    quote: str, said: str, kind: EditionKind
) -> None:
    text = f"> {quote}\n\nMore[^d].\n\n[^a]: A.\n\n[^b]: B.\n\n[^c]: C.\n\n[^d]: D.\n"
    found = edition(text, kind)
    made = [one.anchor for one in found.blocks if one.kind == "footnote"]
    assert letters(found) == made
    assert "".join(run.text or run.footnote for run in found.blocks[0].runs) == said


def test_markdown_calls_footnotes_by_their_letters_and_tells_their_words_by_themselves() -> None:
    said = as_markdown(edition())
    assert "Some words[^a], most forces have mandatory training.[^b]\n\n- An item[^a]\n" in said
    at = "[its page](https://example.org/a)"
    assert said.endswith(f"\n\n[^b]: Of the nine of twelve at {at}.\n")
    assert "\n\n[^a]: \\<script\\>a" in said


def test_code_that_its_author_fenced_may_stand_behind_a_footnote() -> None:
    assert problems("W[^a].\n\n[^a]: A.\n\n```\n    And\n```\n") == []
    assert problems("W[^a].\n\n[^a]: A.\n\nText.\n\n    Code.\n") == []


def test_footnote_between_a_stem_and_its_list_takes_neither_from_the_other() -> None:
    text = "The forces had[^a]:\n\n[^a]: One.\n\n- a plan\n"
    assert stems(from_markdown(text), Facts()) == []
    (found,) = stems(from_markdown(text.replace("- a plan", "A plan.")), Facts())
    assert found.place.line == 1


def test_call_of_a_footnote_that_stands_nowhere_is_printed_as_it_is_written() -> None:
    found = edition("Words[^gone] here.")
    assert "".join(run.text for run in found.blocks[0].runs) == "Words[^gone] here."
    assert letters(found) == []


@pytest.mark.parametrize(
    "closed",
    [
        '[closed words[^told]]{.sensitive marking=OFFICIAL-SENSITIVE ground="g"}',
        '[closed words]{.sensitive marking=OFFICIAL-SENSITIVE ground="g"}[^told]',
        '[closed[^told] words]{.sensitive marking=OFFICIAL-SENSITIVE ground="g"}',
    ],
)
def test_footnote_of_removed_words_goes_with_them_and_leaves_no_gap(closed: str) -> None:
    text = f"It says {closed}. Open[^open].\n\n[^told]: canarynote.\n\n[^open]: Said openly.\n"
    full, public = edition(text), edition(text, EditionKind.PUBLIC)
    assert letters(full) == ["a", "b"]
    assert letters(public) == ["a"]
    assert "canarynote" not in str(public.as_json())
    assert problems(text) == []


def test_marked_footnote_is_removed_where_it_stands() -> None:
    text = 'W[^a].\n\n{.sensitive marking=OFFICIAL-SENSITIVE ground="g"}\n[^a]: canarynote.\n'
    public = edition(text, EditionKind.PUBLIC)
    assert "canarynote" not in str(public.as_json())
    assert public.blocks[-1].runs[0].redacted == "g"


def test_words_bound_in_a_footnote_are_carried_and_have_no_number() -> None:
    found = edition("W[^a].\n\n[^a]: [Most forces]{#mandatory} do.\n")
    assert set(found.claims) == {"mandatory"}
    assert "How do we know?" not in "".join(pages_of(pdf(found)))


FIVE = Names(("Force 05",), ("Force 02", "Force 03"), "[another force]")
CHECKED = """# Found

Force 02 fell[^a]. It was told.

Some forces rose[^b].

# Summary

Forces train[^s].

- All but few[^t]

# Last

Nothing is said.

[^a]: It was fined twice.

[^b]: Among them Force 03{other}.

[^s]: Of the twelve.

[^t]: Force 03 is one.
"""


def checked(other: str = "") -> EditionData:
    """A text with footnotes as it is compiled for a body."""
    return edition(CHECKED.format(other=other), EditionKind.BODY)


def pairs(shown: list[dict[str, object]]) -> list[tuple[object, object]]:
    """What is shown, each under its heading."""
    return [(one["section"], one["text"]) for one in shown]


def test_body_shown_the_summary_is_shown_its_footnotes_and_none_on_others() -> None:
    assert pairs(chosen(checked(), FIVE)) == [
        ("Summary", "Forces train."),
        ("Summary", "All but few"),
        ("Summary", "Of the twelve."),
    ]


def test_body_named_in_a_footnote_is_shown_it_with_the_words_that_call_it() -> None:
    shown = [
        ("Found", "Some forces rose."),
        ("Found", "Among them [another force] and Force 05."),
    ]
    assert pairs(chosen(checked(" and Force 05"), FIVE)) == shown
    assert pairs(named_in(checked(" and Force 05"), FIVE)) == shown


def test_body_named_in_words_is_shown_the_footnote_that_they_call() -> None:
    two = Names(("Force 02",), ("Force 05", "Force 03"), "[another force]")
    assert pairs(chosen(checked(), two)) == [
        ("Found", "Force 02 fell. It was told."),
        ("Found", "It was fined twice."),
    ]


def test_national_body_is_shown_no_footnote_of_a_sentence_that_is_left_out() -> None:
    assert pairs(drafted(checked(), FIVE, ())) == [
        ("Found", "Found"),
        ("Found", "Some forces rose."),
        ("Summary", "Summary"),
        ("Summary", "Forces train."),
        ("Summary", "All but few"),
        ("Last", "Last"),
        ("Last", "Nothing is said."),
        ("Summary", "Of the twelve."),
    ]


def test_letter_and_whole_draft_are_shown_with_every_footnote_under_its_own_heading() -> None:
    notes = [
        ("Found", "It was fined twice."),
        ("Found", "Among them Force 03."),
        ("Summary", "Of the twelve."),
        ("Summary", "Force 03 is one."),
    ]
    assert pairs(drafted(checked(), FIVE, None))[-4:] == notes
    hidden = [(over, text.replace("Force 03", "[another force]")) for over, text in notes]
    assert pairs(chosen(checked(), FIVE, letter=True))[-4:] == hidden


def test_pdf_tags_footnotes_as_notes_and_prints_their_words_as_they_are() -> None:
    content = pdf(edition())
    assert faults(content) == []
    told = " ".join("".join(pages_of(content)).split())
    assert HOSTILE in told
    assert told.count(HOSTILE) == 1
    assert "its page (https://example.org/a)" in told
    objects = str(taken_apart(content))
    assert len(re.findall(r"'S': '?/?(?:FENote|Note)\b", objects)) == 2


def test_word_file_has_real_footnotes_under_letters_and_reads_back_without_them() -> None:
    content = word(edition())
    assert word_faults(content) == []
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        notes = parts.read("word/footnotes.xml").decode()
        body = parts.read("word/document.xml").decode()
    assert body.count('w:customMarkFollows="1"') == 2
    assert body.count("NOTEREF foot_a") == 1
    assert "&lt;script&gt;a&lt;/script&gt; #panic()" in notes
    assert "its page (https://example.org/a)" in re.sub("<[^>]+>", "", notes)
    read = [one.text for one in from_docx(content).blocks]
    assert "Some words, most forces have mandatory training." in read


def test_footnote_is_read_by_the_checks_as_other_words_are() -> None:
    manuscript = from_markdown(TEXT)
    assert [one.kind for one in manuscript.prose()].count("footnote") == 2
    assert manuscript.keys() == ("mandatory",)


def test_planted_footnote_without_a_name_is_found() -> None:
    content = planted(pdf(edition()), r"/ID\(Note 2\)", "")
    assert "7.9: a footnote without a name of its own" in faults(content)


def test_footnote_put_under_another_name_is_not_only_tidied() -> None:
    (*_, old), (*_, named) = (
        read(f"W[^a], w[^b].\n\n[^{name}]: It was fined twice.") for name in ("a", "b")
    )
    keeps = editorial_changes((), ())
    assert old.words == named.words
    assert keeps(old.content, old.content)
    assert not keeps(old.content, named.content)
