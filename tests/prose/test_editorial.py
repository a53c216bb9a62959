"""Which changed wording leaves a signature standing."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspectorate.prose.editorial import EditKind, Editorial, drawn, editorial
from inspectorate.prose.spelling import Lexicon
from tests.prose.editorial_pairs import CLEAN, EXTRA, HOSTILE, NAMES, pair, rows
from tests.sizes import sized

LEXICON = Lexicon((*EXTRA, *NAMES))


def judged(old: str, new: str, **more: tuple[str, ...]) -> Editorial | None:
    return editorial(old, new, names=NAMES, lexicon=LEXICON, **more)


def kinds(old: str, new: str) -> list[str] | None:
    found = judged(old, new)
    return None if found is None else [edit.kind.value for edit in found.edits]


def test_lists_are_as_long_as_they_were_asked_to_be() -> None:
    assert len(rows(HOSTILE)) >= 200
    assert min(map(len, HOSTILE.values())) >= 12
    assert len(rows(CLEAN)) >= 60
    marked = [pair(one) for _, one in rows(HOSTILE) + rows(CLEAN)]
    assert [old for old, new in marked if old == new] == []
    assert max(Counter(marked).values()) == 1


@pytest.mark.parametrize(("family", "marked"), rows(HOSTILE))
def test_change_of_a_hostile_family_is_not_editorial(family: str, marked: str) -> None:
    assert judged(*pair(marked)) is None


@pytest.mark.parametrize(("family", "marked"), rows(CLEAN))
def test_clean_change_is_editorial_with_the_kind_of_its_family(family: str, marked: str) -> None:
    found = kinds(*pair(marked))
    assert found
    only = {
        "spacing": {"spacing"},
        "punctuation": {"punctuation"},
        "a misspelling": {"spelling"},
    }.get(family)
    assert only is None or set(found) == only


def test_each_edit_says_what_it_was_and_where_it_stands() -> None:
    old = "the forrce had a plan, and leaders  used it"
    new = "The force had a plan and leaders used it."
    found = judged(old, new)
    assert found is not None
    assert [(edit.kind, edit.old, edit.new) for edit in found.edits] == [
        (EditKind.CAPITAL, "the", "The"),
        (EditKind.SPELLING, "forrce", "force"),
        (EditKind.PUNCTUATION, "plan, and", "plan and"),
        (EditKind.SPACING, "leaders  used", "leaders used"),
        (EditKind.PUNCTUATION, "it", "it."),
    ]
    for edit in found.edits:
        assert old[slice(*edit.old_at)] == edit.old
        assert new[slice(*edit.new_at)] == edit.new


def test_same_text_is_editorial_with_no_edit() -> None:
    assert judged("Most forces had 46.", "Most forces had 46.") == Editorial(())


def test_quantity_word_of_the_inspectorate_guards_what_stands_beside_it() -> None:
    old, new = "A raft of leaders, by then, knew.", "A raft of leaders by then, knew."
    assert judged(old, new) is not None
    assert judged(old, new, quantities=("a raft of leaders",)) is None


def test_name_that_only_the_register_holds_guards_what_stands_beside_it() -> None:
    old, new = "Staff of the fire service, knew it.", "Staff of the fire service knew it."
    assert judged(old, new) is not None
    assert editorial(old, new, names=("Fire Service",), lexicon=LEXICON) is None


def test_agreed_swap_is_editorial_in_either_direction_with_the_capital_it_had() -> None:
    old, new = "Staff knew it whilst they trained.", "Personnel knew it while they trained."
    assert judged(old, new) is None
    swaps = (("staff", "personnel"), ("whilst", "while"))
    for was, now in ((old, new), (new, old)):
        found = editorial(was, now, names=NAMES, lexicon=LEXICON, swaps=swaps)
        assert found is not None
        assert [edit.kind for edit in found.edits] == [EditKind.SWAP, EditKind.SWAP]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Not staff alone knew it.", "Not personnel alone knew it."),
        ("There were 9 staff there.", "There were 9 personnel there."),
        ("One said “the staff knew”.", "One said “the personnel knew”."),
        ("They asked Kent staff there.", "They asked Kent personnel there."),
        ("They asked the staff there.", "They asked the Personnel there."),
        ("They asked the staff there.", "They asked the leaders there."),
        ("They asked most staff there.", "They asked most personnel there."),
    ],
)
def test_agreed_swap_in_or_beside_what_is_guarded_is_not_editorial(old: str, new: str) -> None:
    swaps = (("staff", "personnel"),)
    assert editorial(old, new, names=NAMES, lexicon=LEXICON, swaps=swaps) is None


def test_text_without_a_word_is_judged_by_its_marks() -> None:
    assert kinds(" ", "") == ["spacing"]
    assert kinds("", "?") is None


# Words of each kind, from which sentences are made.
PLAIN = (
    *("the", "force", "had", "plans", "leaders", "used", "training", "and", "staff", "knew"),
    *("it", "in", "time", "records", "were"),
)
GUARDS = (
    *("not", "no", "never", "without", "unable", "failed", "lacks", "hardly", "inadequate"),
    *("didn't", "46", "8", "eight", "twelve", "half", "12%", "2019", "most", "some", "few"),
    *("several", "many", "only", "all", "both", "majority", "every"),
    *("Kent", "Ofsted", "HMICFRS", "Channel"),
)
SPACES = (" ", "  ", "\n", "\u00a0", ", ", "; ", ": ", " – ", " - ", "—", ",", " ,")


@st.composite
def sentences(draw: st.DrawFn) -> tuple[list[str], list[str]]:
    """A sentence as its words and the gaps after them: plain words, with at least one guard."""
    words = draw(st.lists(st.sampled_from(PLAIN), min_size=4, max_size=12))
    for _ in range(draw(st.integers(1, 2))):
        words.insert(draw(st.integers(1, len(words))), draw(st.sampled_from(GUARDS)))
    gaps = [draw(st.sampled_from((" ", " ", " ", ", "))) for _ in words[1:]]
    return words, [*gaps, "."]


def text(words: list[str], gaps: list[str]) -> str:
    return "".join(word + gap for word, gap in zip(words, gaps, strict=True))


@settings(max_examples=sized(150, 600), deadline=None)
@given(sentences(), st.data())
def test_no_change_of_a_numeral_negation_quantity_name_or_known_word_is_editorial(
    made: tuple[list[str], list[str]], data: st.DataObject
) -> None:
    words, gaps = made
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(
        st.sampled_from([*PLAIN, *GUARDS]).filter(lambda word: word.lower() != words[at].lower())
    )
    changed = [*words[:at], other, *words[at + 1 :]]
    assert judged(text(words, gaps), text(changed, gaps)) is None


@settings(max_examples=sized(150, 600), deadline=None)
@given(sentences(), st.data())
def test_no_change_beside_a_guarded_word_is_editorial(
    made: tuple[list[str], list[str]], data: st.DataObject
) -> None:
    words, gaps = made
    guard = data.draw(st.sampled_from([at for at, word in enumerate(words) if word in GUARDS]))
    at = data.draw(st.sampled_from([one for one in (guard - 1, guard) if one < len(gaps) - 1]))
    new = data.draw(st.sampled_from(SPACES).filter(lambda gap: gap != gaps[at]))
    changed = [*gaps[:at], new, *gaps[at + 1 :]]
    assert judged(text(words, gaps), text(words, changed)) is None


@settings(max_examples=sized(150, 600), deadline=None)
@given(sentences(), st.data())
def test_plain_change_away_from_what_is_guarded_is_editorial_and_so_is_its_undoing(
    made: tuple[list[str], list[str]], data: st.DataObject
) -> None:
    words, gaps = made
    guards = {at for at, word in enumerate(words) if word in GUARDS}
    free = [at for at in range(len(gaps) - 1) if not guards & {at, at + 1}]
    if not free:
        return
    at = data.draw(st.sampled_from(free))
    new = data.draw(st.sampled_from(SPACES).filter(lambda gap: gap != gaps[at]))
    changed = [*gaps[:at], new, *gaps[at + 1 :]]
    there = judged(text(words, gaps), text(words, changed))
    back = judged(text(words, changed), text(words, gaps))
    assert (there is None) == (back is None)
    # What stands at two words may make a phrase of them ("the force had half").
    assert there is not None or _phrase_near(words, at)


def _phrase_near(words: list[str], at: int) -> bool:
    """Whether a guarded word stands so near that its phrase may reach the gap."""
    return any(word in GUARDS for word in words[max(0, at - 3) : at + 5])


@settings(max_examples=sized(300, 1_500), deadline=None)
@given(sentences(), st.data())
def test_whatever_letters_are_changed_what_passes_keeps_numbers_and_known_words(
    made: tuple[list[str], list[str]], data: st.DataObject
) -> None:
    old = text(*made)
    new = old
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(new)))
        put = data.draw(st.sampled_from([*"aeinorst n,.;:–-  '8T", ""]))
        new = new[:at] + put + new[at + data.draw(st.integers(0, 2)) :]
    if judged(old, new) is None:
        return
    assert re.findall(r"[\d%£]", old) == re.findall(r"[\d%£]", new)
    before, after = (re.findall(r"[^\W_]+(?:'[^\W_]+)*", one) for one in (old, new))
    assert len(before) == len(after)
    for at, (was, now) in enumerate(zip(before, after, strict=True)):
        if was != now:
            assert (at == 0 and was.lower() == now.lower()) or not LEXICON.known(was)
            assert not {*before[max(0, at - 1) : at + 2]} & {*GUARDS}
    marks = r"[^\w\s,;:.–—-]"
    assert re.findall(marks, old) == re.findall(marks, new)


@pytest.mark.parametrize(
    ("many", "looked_at"), [(0, 0), (1, 1), (5, 5), (6, 5), (50, 5), (51, 6), (100, 10), (401, 41)]
)
def test_tenth_is_drawn_five_at_least_in_the_order_of_the_document(
    many: int, looked_at: int
) -> None:
    changes = [f"change {at}" for at in range(many)]
    found = drawn(changes, seed="document 7")
    assert len(found) == looked_at == len(set(found))
    assert found == sorted(found, key=changes.index)
    assert found == drawn(changes, seed="document 7")


def test_draw_is_another_for_another_seed_and_reaches_every_change() -> None:
    changes = [f"change {at}" for at in range(40)]
    draws = [tuple(drawn(changes, seed=f"document {one}")) for one in range(200)]
    assert len(set(draws)) > 190
    times = Counter(change for draw in draws for change in draw)
    assert len(times) == 40
    # 5 of 40 in 200 draws: 25 each, with a standard deviation of 4.7.
    assert max(times.values()) < 25 + 5 * 4.7


def test_one_change_more_pushes_out_one_other_at_most() -> None:
    changes = [f"change {at}" for at in range(30)]
    before = drawn(changes, seed="document 7")
    for at in range(31):
        after = drawn([*changes[:at], "another", *changes[at:]], seed="document 7")
        assert len(set(before) - set(after)) <= 1
        assert set(after) - set(before) <= {"another"}
