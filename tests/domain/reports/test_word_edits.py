"""What an edited Word file asks to change in the text that it was made from: each change by whom
the file says, marks and keys kept, and what cannot be placed named.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.domain.reports.editions.compile import compile_edition
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.note_words import notes_of
from inspectorate.domain.reports.editions.word.comments import AUTHOR, Comment
from inspectorate.domain.reports.editions.word.document import written
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.prose.origin import Origin
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.reading.word_changes import MOST_CHANGES, read_changes
from inspectorate.prose.reading.word_package import opened
from inspectorate.prose.word_edits.comparing import WordChange
from inspectorate.prose.word_edits.found import Found, FoundChange
from inspectorate.prose.word_edits.gathering import gathered
from inspectorate.prose.word_edits.literal import literal
from inspectorate.prose.word_edits.markdown_edits import changes_between
from inspectorate.prose.word_edits.proving import Proof, WantedChange, applied
from inspectorate.prose.word_edits.spots import spots_of
from tests.domain.reports.test_compile import BOARD, FACTS, SHELL
from tests.factories.word_editing import (
    AT,
    DOCUMENT,
    change,
    commented,
    marked,
    put_in,
    rewritten,
    run,
    taken_out,
    with_part,
)

KEY = next(iter(FACTS.claims or {}))
ORIGIN = Origin("pilot", "report", 3)
TEXT = f"""---
title: Working with partners
---
# What we found

[Most forces]{{#{KEY}}} plan **with care** and \\*act\\* on it.
They say so & mean it.

A second paragraph about training, which nobody changes.

{{.context}}
A third paragraph, of context.

- the first item
- the second item of a list

| Force | Plans |
| --- | --- |
| North | yes |
| South | no |

## What comes next

> We plan for what may come.

The last words.
"""


def edition(text: str = TEXT) -> EditionData:
    return compile_edition(
        from_markdown(text, "report"), FACTS, BOARD, SHELL, EditionKind.FULL, marks=True
    ).edition


def as_file(comments: list[Comment] | None = None) -> bytes:
    return word(edition(), comments or (), "Editors’ own copy", ORIGIN.words)


def found_in(data: bytes) -> Found:
    base = written(edition(), notes_of(edition()), (), "Editors’ own copy", draws=False)
    return gathered(TEXT, from_markdown(TEXT), read_changes(base), read_changes(data), AUTHOR)


def found(*edits: Callable[[Any], None]) -> Found:
    data = as_file()
    for one in edits:
        data = rewritten(data, one)
    return found_in(data)


def after(told: Found) -> str:
    said = applied(TEXT, told.changes)
    assert said is not None
    return said


def test_file_that_nobody_changed_asks_for_nothing() -> None:
    assert found_in(as_file([Comment(0, "Say when.")])) == Found(of_checks=1)


def test_file_says_which_text_it_was_made_from() -> None:
    assert opened(as_file()).origin == ORIGIN
    assert as_file() == as_file()


@pytest.mark.parametrize(
    ("old", "new", "was", "now"),
    [
        ("Most forces", "Few forces", "[Most forces]", "[Few forces]"),
        ("training", "the law & *more*", "about training", "about the law & \\*more\\*"),
        ("with care", "without", "**with care**", "**without**"),
        ("The last words.", "1. The last.", "\nThe last words.", "\n1\\. The last."),
        ("second item", "2nd [item]", "- the second item", "- the 2nd \\[item\\]"),
        ("North", "Nor|th", "| North |", "| Nor\\|th |"),
        ("What comes next", "What follows", "## What comes next", "## What follows"),
        ("may come", "will come", "what may come", "what will come"),
        ("on it. They say", "on that. All say", "on it.\nThey", "on that. All"),
        ("Working with", "Working beside", "title: Working with", "title: Working beside"),
        ("*act*", "act", "\\*act\\*", "act"),
        ("context.", "context. More.", "of context.", "of context. More."),
        ("South", "", "| South |", "|  |"),
    ],
)
@pytest.mark.parametrize("author", [None, "A. Reader"])
def test_changed_words_become_a_change_of_their_place_by_whom_the_file_names(
    old: str, new: str, was: str, now: str, author: str | None
) -> None:
    told = found(change(old, new, author))
    assert (told.comments, told.unread) == ((), ())
    assert after(told).split() == TEXT.replace(was, now, 1).split()
    assert {one.author for one in told.changes} == {author or ""}
    assert all(bool(one.at) is bool(author) for one in told.changes)


def test_each_hand_has_its_own_change() -> None:
    told = found(
        change("Most forces", "Few forces", "One"),
        change("training", "rules", "Two"),
        change("second item", "last item"),
    )
    assert [one.author for one in told.changes] == ["One", "Two", ""]


@pytest.mark.parametrize("author", [None, "A. Reader"])
@pytest.mark.parametrize(
    ("behind", "style", "said", "stands"),
    [
        ("A second paragraph", "", "- New words", "changes.\n\n\\- New words\n\n{.context}"),
        ("the first item", "ListBullet", "new item", "first item\n- new item\n- the second"),
        ("The last words", "Heading2", "Another", "The last words.\n\n## Another\n"),
        ("We plan for", "Quote", "They said", "may come.\n\n> They said\n\nThe last"),
    ],
)
def test_paragraph_put_in_stands_behind_its_neighbour(
    behind: str, style: str, said: str, stands: str, author: str | None
) -> None:
    told = found(put_in(behind, said, author, style))
    assert (told.comments, told.unread) == ((), ())
    assert stands in after(told)
    assert [one.author for one in told.changes] == [author or ""]


@pytest.mark.parametrize("author", [None, "A. Reader"])
@pytest.mark.parametrize(
    ("words", "was", "now"),
    [
        ("A second", "changes.\n\n{.con", None),
        ("the first item", "- the first item\n", ""),
        ("The last words", "\n\nThe last words.\n", None),
    ],
)
def test_paragraph_taken_out_goes_with_its_lines(
    words: str, was: str, now: str | None, author: str | None
) -> None:
    told = found(taken_out(words, author))
    assert (told.comments, told.unread) == ((), ())
    assert words not in after(told)
    assert len(from_markdown(after(told)).blocks) == len(from_markdown(TEXT).blocks) - 1
    if now is not None:
        assert after(told) == TEXT.replace(was, now)


def test_comment_stands_at_its_words_by_whom_the_file_names() -> None:
    told = found_in(commented(as_file([Comment(0, "Say when.")]), "A second", "Is it so?"))
    (one,) = told.comments
    assert (TEXT[one.start : one.end], one.text, one.author) == (
        "A second paragraph about training, which nobody changes.",
        "Is it so?",
        "Somebody",
    )
    assert (told.changes, told.of_checks) == ((), 1)


def test_answer_typed_below_the_words_of_the_checks_is_a_comment_of_nobody_named() -> None:
    def answered(tree: Any) -> None:
        (one,) = tree.iter(qn("w:p"))
        below = deepcopy(one)
        for text in list(below.iter(qn("w:t")))[:1]:
            text.text = "In March 2020."
        one.addnext(below)

    told = found_in(rewritten(as_file([Comment(0, "Say when.")]), answered, "word/comments.xml"))
    assert [(one.text, one.author) for one in told.comments] == [("In March 2020.", "")]
    assert told.of_checks == 1


@pytest.mark.parametrize(
    ("now", "said"),
    [
        ("Say when. In March 2020.", ["In March 2020."]),
        ("Say  when.In March 2020.", ["In March 2020."]),
        ("Say when.", []),
        ("Say, in March 2020, when.", ["Say, in March 2020, when."]),
        ("We did in March 2020.", ["We did in March 2020."]),
        ("", []),
    ],
)
def test_answer_typed_into_the_words_of_the_checks_is_a_comment_beside_the_passage(
    now: str, said: list[str]
) -> None:
    def typed(tree: Any) -> None:
        (words,) = tree.iter(qn("w:t"))
        words.text = now

    data = rewritten(as_file([Comment(0, "Say when.")]), typed, "word/comments.xml")
    told = found_in(data)
    assert [(one.text, one.author) for one in told.comments] == [(one, "") for one in said]
    assert all(TEXT[one.start : one.end] == "What we found" for one in told.comments)
    assert (told.changes, told.of_checks) == ((), 1)


def test_comment_of_the_checks_of_two_paragraphs_is_nobodys_answer() -> None:
    assert found_in(as_file([Comment(0, "Say when.\nSay who.")])).comments == ()


def whole(tree: Any, words: str) -> Any:
    return next(one for one in tree.iter(qn("w:t")) if words in (one.text or ""))


def test_bound_passage_said_anew_keeps_its_key_wherever_the_new_words_stand() -> None:
    """Some programs put what is typed over a control behind it."""

    def outside(tree: Any) -> None:
        text = whole(tree, "Most forces")
        own = text.getparent()
        control = next(own.iterancestors(qn("w:sdt")))
        own.getparent().replace(own, marked("del", "One", run("Most forces", deleted=True)))
        control.addnext(marked("ins", "One", run("Few forces")))

    told = found(outside)
    assert after(told) == TEXT.replace("Most forces", "Few forces")
    assert len(told.changes) == 1


def test_bound_passage_taken_out_goes_with_its_marks() -> None:
    told = found(change("Most forces", "", "One"))
    assert f"]{{#{KEY}}}" not in after(told)
    assert told.comments == ()


def test_two_hands_at_one_place_are_two_changes() -> None:
    def both(tree: Any) -> None:
        change("training", "rules", "One")(tree)
        added = next(tree.iter(qn("w:ins")))
        added.addnext(marked("ins", "Two", run(" and more")))

    told = found(both)
    assert [(one.author, one.replacement) for one in told.changes] == [
        ("One", "rules"),
        ("Two", " and more"),
    ]
    assert "about rules and more, which" in after(told)


@pytest.mark.parametrize("outer", ["ins", "del"])
def test_words_put_in_and_taken_out_again_were_never_there(outer: str) -> None:
    inner = "del" if outer == "ins" else "ins"

    def never(tree: Any) -> None:
        text = whole(tree, "A second paragraph")
        held = marked(inner, "Two", run("never", deleted=True))
        text.getparent().addnext(marked(outer, "One", held))

    assert found(never) == Found()


def test_paragraph_cut_in_two_is_cut_in_the_text() -> None:
    def cut(tree: Any) -> None:
        text = whole(tree, "A second paragraph")
        own, before = text.getparent().getparent(), text.text
        first, second = before.split(", which", 1)
        text.text = first
        mark = f'<w:rPr><w:ins w:id="9" w:author="One" w:date="{AT}"/></w:rPr>'
        own.insert(0, parse_xml(f"<w:pPr {nsdecls('w')}>{mark}</w:pPr>"))
        following = parse_xml(f"<w:p {nsdecls('w')}/>")
        following.append(run(f", which{second}"))
        own.addnext(following)

    told = found(cut)
    assert (told.comments, [one.author for one in told.changes]) == ((), ["One"])
    assert "about training\n\n, which nobody" in after(told)


def test_what_nobody_can_place_is_a_comment_with_its_words_on_the_nearest_passage() -> None:
    def row(tree: Any) -> None:
        last = list(tree.iter(qn("w:tr")))[-1]
        added = deepcopy(last)
        for one, said in zip(added.iter(qn("w:t")), ("East", "perhaps"), strict=True):
            one.text = said
        last.addnext(added)

    told = found(row)
    assert told.changes == ()
    assert ["East" in told.comments[0].text, "perhaps" in told.comments[1].text] == [True, True]
    assert all(one.unplaced for one in told.comments)
    assert "South" in TEXT[told.comments[0].start : told.comments[0].end + 20] or told.comments


def test_words_changed_above_or_below_the_pages_are_named_as_not_read() -> None:
    data = as_file()
    heads = [
        one
        for one in zipfile.ZipFile(io.BytesIO(data)).namelist()
        if one.startswith(("word/header", "word/footer"))
    ]
    assert heads
    for part in heads:

        def elsewhere(tree: Any) -> None:
            for one in list(tree.iter(qn("w:t")))[:1]:
                one.text = "Say this elsewhere"

        told = found_in(rewritten(data, elsewhere, part))
        assert ["Say this elsewhere" in one for one in told.unread] == [True], part


def test_change_that_becomes_a_comment_is_told_with_all_of_its_words() -> None:
    long = " ".join(f"The forces told us {at} things about it." for at in range(20)) + " The end."

    def row(tree: Any) -> None:
        last = list(tree.iter(qn("w:tr")))[-1]
        added = deepcopy(last)
        for one in added.iter(qn("w:t")):
            one.text = long
        last.addnext(added)

    told = found(row)
    assert [f"“{long}”" in one.text for one in told.comments] == [True, True]


def test_what_is_not_read_is_named_with_its_place() -> None:
    def more(tree: Any) -> None:
        own = whole(tree, "A second paragraph").getparent()
        own.addnext(parse_xml(f"<w:r {nsdecls('w')}><w:pict/></w:r>"))
        math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
        own.addnext(parse_xml(f'<m:oMath xmlns:m="{math}"/>'))

    told = found(more)
    assert len(told.unread) == 2
    assert all("“A second paragraph about" in one for one in told.unread)
    assert ["an equation" in told.unread[0], "a picture" in told.unread[1]] == [True, True]


def test_words_put_into_a_marked_passage_stay_in_it() -> None:
    """Whatever another edition leaves out, it leaves out with what was written into it."""
    text = TEXT.replace("about training", "about [training]{.sensitive marking=OFFICIAL}")
    base = edition(text)

    def among(tree: Any) -> None:
        own = whole(tree, "training").getparent()
        own.addprevious(marked("ins", "One", run("secret ")))

    copy = word(base, (), "Editors’ own copy", ORIGIN.words)
    plain = written(base, notes_of(base), (), "Editors’ own copy", draws=False)
    sides = read_changes(plain), read_changes(rewritten(copy, among))
    told = gathered(text, from_markdown(text), *sides, AUTHOR)
    assert applied(text, told.changes) == text.replace("[training]", "[secret training]")


NOTED = "# One\n\nHeld[^a] there[^b].\n\n[^a]: On 3 May.\n\n[^b]: See [it](https://a.example)."


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("On 3 May.", "On 4 May.", "The footnote “On 3 May.” was changed to “On 4 May.”."),
        ("On 3 May.", None, "The footnote “On 3 May.” was taken out."),
        (
            "See ",
            "Or see ",
            "The footnote “See it (https://a.example).” was changed to "
            "“Or see it (https://a.example).”.",
        ),
    ],
)
def test_change_of_an_authors_own_footnote_is_told_with_its_words(
    old: str, new: str | None, said: str
) -> None:
    base = edition(NOTED)

    def over(tree: Any) -> None:
        at = next(one for one in tree.iter(qn("w:t")) if one.text == old)
        if new is None:
            note = next(one for one in at.iterancestors() if one.tag == qn("w:footnote"))
            note.getparent().remove(note)
        else:
            at.text = new

    copy = word(base, (), "Editors’ own copy", ORIGIN.words)
    plain = written(base, notes_of(base), (), "Editors’ own copy", draws=False)
    sides = read_changes(plain), read_changes(rewritten(copy, over, "word/footnotes.xml"))
    told = gathered(NOTED, from_markdown(NOTED), *sides, AUTHOR)
    assert told.unread == (f"{said} Change it in the text: it is not read from the file.",)


SECRET = TEXT.replace("about training", "about [training]{.sensitive marking=OFFICIAL}")


@pytest.mark.parametrize("author", [None, "A. Reader"])
@pytest.mark.parametrize("behind", [False, True])
def test_words_written_into_a_marked_passage_for_others_beside_it_stay_marked(
    author: str | None, behind: bool
) -> None:
    base = edition(SECRET)
    gone = ", which nobody" if behind else "paragraph about "

    def over(tree: Any) -> None:
        change(gone, "", author)(tree)
        own = whole(tree, "training").getparent()
        if author is None:
            said = own.find(qn("w:t"))
            said.text = f"{said.text} HIDDEN" if behind else f"HIDDEN {said.text}"
        else:
            put = marked("ins", author, run(" HIDDEN" if behind else "HIDDEN "))
            (own.addnext if behind else own.addprevious)(put)

    copy = word(base, (), "Editors’ own copy", ORIGIN.words)
    plain = written(base, notes_of(base), (), "Editors’ own copy", draws=False)
    sides = read_changes(plain), read_changes(rewritten(copy, over))
    told = gathered(SECRET, from_markdown(SECRET), *sides, AUTHOR)
    now = applied(SECRET, told.changes)
    assert now is not None
    if author is None:
        # Which blank between was kept nobody can say: not where nothing is marked.
        assert ("HIDDEN" in now, "HIDDEN" in told.comments[0].text) == (False, True)
        return
    said = "[training HIDDEN]" if behind else "[HIDDEN training]"
    assert (said in now, gone in now, told.comments) == (True, False, ())


def test_change_that_puts_marked_words_where_nothing_is_marked_does_not_hold() -> None:
    manuscript = from_markdown(SECRET)
    spot = next(one for one in spots_of(manuscript) if "training" in one.text)
    for at, holds in ((spot.text.index("about"), False), (spot.text.index("training"), True)):
        start = SECRET.index(spot.text[at:][:5])
        put = WordChange(at, at, "HIDDEN ", "", "", "", marked=True)
        wanted = WantedChange(FoundChange(start, start, "HIDDEN "), spot, "", words=put)
        assert bool(Proof(SECRET, manuscript).sound([wanted])) is holds


def test_words_that_the_system_writes_are_named_and_not_changed() -> None:
    told = found(change("Editors’ own copy", "Final copy"))
    assert told.changes == ()
    assert "nobody writes these words: “Final copy”" in told.comments[0].text


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (b"", "not_a_word_file"),
        (b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aa'>]><x>&a;</x>", "not_a_word_file"),
        (b"<x>" * 5_000, "not_a_word_file"),
    ],
)
def test_document_that_is_none_is_refused(said: bytes, code: str) -> None:
    with pytest.raises(Refused) as refused:
        read_changes(with_part(as_file(), DOCUMENT, lambda _: said))
    assert [one.code for one in refused.value.reasons] == [code]


def test_more_changes_than_anybody_looks_through_are_refused_in_words() -> None:
    def many(tree: Any) -> None:
        own = whole(tree, "A second paragraph").getparent().getparent()
        own.extend(marked("ins", "One", run("x")) for _ in range(MOST_CHANGES + 1))

    with pytest.raises(Refused) as refused:
        read_changes(rewritten(as_file(), many))
    assert refused.value.reasons[0].code == "too_many_changes"


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_words_of_somebody_else_are_read_as_they_are_written(words: str) -> None:
    plain = " ".join(words.split())
    blocks = from_markdown(f"Before.\n\n{literal(plain, begins=True)}\n\nBehind.").blocks
    assert [one.text for one in blocks] == ["Before.", *([plain] if plain else []), "Behind."]


def test_what_is_put_in_at_one_place_is_one_change() -> None:
    was = "# A\n\nOne two three four.\n\nLast paragraph here.\n"
    now = was.replace("Last", "First new one said alpha.\n\nSecond new one said beta.\n\nLast")
    (one,) = changes_between(was, now).changes
    assert (one.start == one.end, applied(was, [one])) == (True, now)


def test_few_changed_words_of_a_long_text_are_few_changes() -> None:
    lines = (
        f"{f'# Head {at}\n\n' if at % 50 == 0 else ''}Paragraph {at} says what force {at * 7} told."
        for at in range(1_500)
    )
    was = "\n\n".join(lines) + "\n"
    now = was
    for at in (2, 700, 1_498):
        now = now.replace(f"Paragraph {at} says", f"Paragraph {at} holds")
    told = changes_between(was, now).changes
    assert [(was[one.start : one.end], one.replacement) for one in told] == [("says", "holds")] * 3


WORDS = st.lists(st.sampled_from([*"abc", " ", "\n", "\n\n", "# ", "- ", "**"]), max_size=40)


@given(WORDS.map("".join), WORDS.map("".join))
def test_changes_of_a_text_make_of_it_the_other(was: str, now: str) -> None:
    assert applied(was, changes_between(was, now).changes) == now


def test_words_beside_a_footnote_change_and_its_calls_stay() -> None:
    notes = "[^a]: Said once.\n\n[^b]: And *more*.\n"
    text = f"# One\n\nSome old[^a] words[^b] stand here[^a].\n\n{notes}"
    made = edition(text)
    base = written(made, notes_of(made), (), "Editors’ own copy", draws=False)

    def told(data: bytes) -> Found:
        return gathered(text, from_markdown(text), read_changes(base), read_changes(data), AUTHOR)

    data = word(made, (), "Editors’ own copy", ORIGIN.words)
    assert told(data) == Found()
    for old, new in (("Some old", "Some new"), (" stand here", " stand there")):
        found = told(rewritten(data, change(old, new, None)))
        assert applied(text, found.changes) == text.replace(old, new)
