"""The field notes: enough of them, no two alike, times that can be, no person named, the plan's
truth in them.
"""

import re
from collections import Counter

import pytest

from inspectorate.demo import attachments, grammar, phrases, plan, truth
from tests.demo.facts import NOTES, PLAN

# A first name or an honorific before a capital: roles are all that a note may hold.
PERSON = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Sir|Dame|Lord|PC|DC|DS|Sgt|Insp|Supt)\.? [A-Z][a-z]+")
CAPITAL_PAIR = re.compile(r"(?<![.!?:\"“] )(?<!^)\b[A-Z][a-z]+ [A-Z][a-z]+\b")
KNOWN_PAIRS = {"Special Branch"}


def test_notes_number_at_least_1700_and_no_two_are_alike() -> None:
    assert len(NOTES) >= 1700
    assert len({note.text for note in NOTES}) == len(NOTES)
    assert len({note.key for note in NOTES}) == len(NOTES)


def test_notes_no_sentence_is_used_more_than_a_thirtieth_as_often_as_there_are_notes() -> None:
    sentences = Counter(
        s for note in NOTES for s in re.split(r"(?<=[.?!\"])\s+", note.text) if "survey" not in s
    )
    assert sentences.most_common(1)[0][1] < len(NOTES) / 30


def test_notes_vary_in_length_from_one_sentence_to_six() -> None:
    lengths = Counter(len(re.findall(r"[.?!][\"”)]?(?:\s|$)", note.text)) for note in NOTES)
    assert set(lengths) >= {1, 2, 3, 4, 5, 6}
    assert max(lengths) <= 9


@pytest.mark.parametrize("seed", [1, 5])
def test_notes_any_seed_can_be_written_and_again_alike(seed: int) -> None:
    made = plan.make(seed)
    first, second = grammar.items(made), grammar.items(made)
    assert first == second
    assert len({note.text for note in first}) == len(first) >= 1700


def test_notes_leave_no_slot_or_choice_open() -> None:
    assert [note.text for note in NOTES if re.search(r"[{}|@]", note.text)] == []
    assert [
        note.text for note in NOTES if "  " in note.text or " ." in note.text or ".." in note.text
    ] == []


def test_notes_name_nobody() -> None:
    assert [note.text for note in NOTES if PERSON.search(note.text)] == []
    pairs = {pair for note in NOTES for pair in CAPITAL_PAIR.findall(note.text)}
    assert pairs - KNOWN_PAIRS == set()


def test_notes_times_run_observed_inside_the_session_then_written_then_recorded() -> None:
    sessions = {session.code: session for visit in PLAN.visits for session in visit.sessions}
    for note in NOTES:
        session = sessions[note.session]
        assert session.starts_at < note.observed_at < session.ends_at
        assert note.observed_at < note.written_at < note.recorded_at
        assert note.inspector in session.inspectors
        assert session.body == note.body
        assert note.criterion in session.criteria
        assert session.method == note.method


def test_notes_late_ones_are_written_days_after_and_the_rest_the_same_day() -> None:
    late = [note for note in NOTES if note.late]
    assert 0.03 < len(late) / len(NOTES) < 0.12
    assert all(((note.written_at - note.observed_at).days >= 2) is note.late for note in NOTES)


def test_notes_mostly_agree_with_the_truth_and_some_do_not() -> None:
    against = [
        note
        for note in NOTES
        if PLAN.cells[note.body, note.criterion].findings[note.finding] is not note.holds
    ]
    assert 0.01 < len(against) / len(NOTES) < 0.06
    assert {note.finding for note in against} & grammar.UNANIMOUS == set()


def test_notes_every_inspected_cell_has_two_at_least() -> None:
    count = Counter((note.body, note.criterion) for note in NOTES)
    assert min(count[cell.body, cell.criterion] for cell in PLAN.inspected()) >= 2
    assert set(count) == {(cell.body, cell.criterion) for cell in PLAN.inspected()}


def test_notes_use_every_method_marking_and_kind_of_file() -> None:
    assert {note.method for note in NOTES} == set(grammar.VOICE_OF)
    assert {note.marking for note in NOTES} == {"OFFICIAL", "OFFICIAL-SENSITIVE"}
    assert {file.media_type for note in NOTES for file in note.attachments} == {
        "text/csv",
        "text/plain",
        "image/png",
    }


def test_notes_quoted_words_stand_in_their_note() -> None:
    by_key = {note.key: note for note in NOTES}
    for pinned in grammar.pinned():
        assert pinned.words in by_key[pinned.key].text
        assert (
            PLAN.cells[by_key[pinned.key].body, pinned.criterion].findings[pinned.finding]
            is pinned.holds
        )


def test_fragments_hold_for_every_finding_on_the_side_that_the_truth_needs() -> None:
    read = truth.read()
    lines = phrases.fragments(tuple(criterion.ref for criterion in read.criteria)).lines
    for criterion in read.criteria:
        inspected = sum(criterion.grades)
        for code, count in criterion.findings.items():
            for holds, needed in ((True, count), (False, inspected - count)):
                some = sum(len(lines.get((code, holds, voice), ())) for voice in phrases.VOICES)
                assert some >= (2 if needed > 3 else 1 if needed else 0), (code, holds)


def test_attachments_carry_the_rehearsal_notice() -> None:
    files = [file for note in NOTES for file in note.attachments]
    assert len(files) > 20
    assert all(attachments.NOTICE.encode() in file.content for file in files)


def test_spoken_choices_numbers_and_role_are_filled_in() -> None:
    import random

    said = phrases.spoken(
        "@lead {who} counted {3-3} {files|files}. {who} left",
        "Prevent strategic lead",
        random.Random(1),
    )
    assert said == "The Prevent strategic lead counted 3 files. The Prevent strategic lead left"
