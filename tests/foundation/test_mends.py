"""A mend is its sentence, and says of what sort it is."""

from __future__ import annotations

from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend, MendSort

SENTENCE = "Give the role first."


def test_mend_is_the_sentence_it_says() -> None:
    mend = Mend.by(PersonVerb.GRANT, SENTENCE)
    assert (mend, f"No. {mend}", mend in {SENTENCE}) == (SENTENCE, f"No. {SENTENCE}", True)


def test_each_sort_says_what_it_asks_for() -> None:
    assert [
        (one.sort, one.verbs, one.another)
        for one in (
            Mend.by(PersonVerb.GRANT, SENTENCE),
            Mend.by((PersonVerb.GRANT, PersonVerb.CLEAR), SENTENCE),
            Mend.by_another(PersonVerb.CLEAR, SENTENCE),
            Mend.words(SENTENCE),
            Mend.wait(SENTENCE),
            Mend.outside(SENTENCE),
            NOTHING_TO_DO,
        )
    ] == [
        (MendSort.ACT, (PersonVerb.GRANT,), False),
        (MendSort.ACT, (PersonVerb.GRANT, PersonVerb.CLEAR), False),
        (MendSort.ACT, (PersonVerb.CLEAR,), True),
        (MendSort.WORDS, (), False),
        (MendSort.WAIT, (), False),
        (MendSort.OUTSIDE, (), False),
        (MendSort.NOTHING, (), False),
    ]


def test_mend_carries_the_thing_its_act_is_done_to() -> None:
    thing = object()
    assert Mend.by(PersonVerb.GRANT, SENTENCE, thing).of is thing
    assert Mend.by(PersonVerb.GRANT, SENTENCE).of is None
