"""Findings that were published, each as a claim: quiet where the data say so, stopped where not.

Rule for the findings of the report on Prevent: every row, in the order of the file. Rule for the
sentences of other inspectorates: the first twenty rows in the order of the file, none from the
texts set aside for the outside check, whose quantity phrase has a meaning under the default
vocabulary or is a number, and which hold no word that the vocabulary sends back. Of the others
each that can be said now is a claim too (MORE), and each that cannot is listed with what it waits
for (WAITING).
"""

from __future__ import annotations

import csv
import re
from fractions import Fraction

import pytest

from inspectorate.domain.claims.figures import ModelTest
from inspectorate.domain.claims.kinds.registry import KINDS
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.quantities.estimates import Estimate
from inspectorate.prose.reading.markdown import from_markdown
from inspectstats.quantity.defined_words import UNDEFINED
from inspectstats.quantity.shipped import DEFAULT
from tests.factories.claims import facts_of
from tests.shared import shared

FINDINGS = "data/prevent_findings.csv"
SENTENCES = "data/texts/quantity.csv"
SET_ASIDE = ("05", "09", "13", "17", "43", "45", "49", "61")
CHECKS = (
    "quantity_word_holds",
    "number_matches",
    "fraction_and_percent_agree",
    "difference_is_borne",
)

# By row: the sentence, the statement of its claim, and the counts with which it is true and false.
COUNTED = {
    1: (
        "Not all forces had adopted innovative ways of working",
        "The force has adopted innovative ways of working",
        (30, 45),
        (45, 45),
    ),
    2: (
        "Most forces had mandatory Prevent training",
        "The force has mandatory Prevent training",
        (38, 46),
        (25, 46),
    ),
    3: (
        "Not all forces could say how many officers had completed it",
        "The force can say how many officers have completed the training",
        (30, 46),
        (46, 46),
    ),
    5: (
        "Some forces had designed training packages for frontline staff",
        "The force has designed its own training packages for frontline staff",
        (14, 46),
        (0, 46),
    ),
    6: (
        "No force had training tailored to the role of its Prevent strategic lead",
        "The strategic lead has had training tailored to the role",
        (0, 46),
        (1, 46),
    ),
    7: (
        "Most forces had a good and improving capability to support the multi-agency approach",
        "Capability to support the multi-agency approach is good and improving",
        (36, 46),
        (30, 46),
    ),
    9: (
        "The majority of forces overlooked the insider threat from vulnerable staff",
        "The force overlooks the insider threat from vulnerable staff",
        (28, 46),
        (18, 46),
    ),
    11: (
        "Only one force had arrangements that acknowledge that staff may need safeguarding",
        "The force has arrangements that acknowledge that staff may need safeguarding",
        (1, 46),
        (2, 46),
    ),
    12: (
        "The remainder (45 of 46) would rely on misconduct policies and supervisors",
        "The force would rely on misconduct policies and supervisors",
        (45, 46),
        (44, 46),
    ),
    13: (
        "Only two forces gave examples of a Prevent referral for a member of staff",
        "The force gave an example of a Prevent referral for a member of staff",
        (2, 46),
        (3, 46),
    ),
    14: (
        "Generally, forces did not mention staff vulnerability in their Prevent training",
        "Prevent training does not mention staff vulnerability",
        (41, 46),
        (20, 46),
    ),
    15: (
        "No force convinced us that it would make a Prevent referral",
        "The force would make a Prevent referral",
        (0, 46),
        (2, 46),
    ),
    17: (
        "Most forces described effective processes for sharing after incidents",
        "The force describes effective processes for sharing after incidents",
        (37, 46),
        (20, 46),
    ),
    19: (
        "In general, forces did not share lessons effectively or act on them",
        "Lessons are not shared effectively or acted on",
        (37, 46),
        (20, 46),
    ),
    21: (
        "Not all forces had trained single points of contact",
        "The force has trained single points of contact",
        (25, 45),
        (45, 45),
    ),
}
# Of these the kind that they are or wait for, and why no count makes them false.
OTHERS = {
    0: ("generic", "a bare plural says no quantity; the report says it with one"),
    4: ("share", "officers: a share of people, told below with its interval"),
    8: ("share", "interviewees: a share of people, told below with its interval"),
    10: ("share", "officers interviewed: a share of people, told below with its interval"),
    16: ("balance", "mostly positive views: items of evidence, weighed below"),
    18: ("qualitative", "can be a barrier: evidence that speaks, no count"),
    20: ("variation", "mixed: no count; held to its test below"),
    22: ("variation", "inconsistencies: no count; held to its test below"),
}
WAITED_FOR = {"generic"}


def rows(path: str) -> list[dict[str, str]]:
    with shared(path).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def blocking(
    sentence: str, statement: str, counts: tuple[int, int], *nouns: str, kind: str = "counted"
) -> list[str]:
    met, inspected = counts
    claim = facts_of(
        "finding",
        kind,
        met=met,
        not_met=inspected - met,
        inspected=inspected,
        scope=inspected,
        statement=statement,
    )
    facts = Facts(
        claims={"finding": claim},
        vocabulary=DEFAULT,
        population=nouns[0] if nouns else "forces",
        nouns=nouns,
    )
    found = run(from_markdown(f"[{sentence}]{{#finding}}.\n"), facts, only=CHECKS).problems
    return [problem.what for problem in found if problem.severity == "blocks"]


def test_every_published_finding_has_a_kind_or_waits_for_one() -> None:
    published = rows(FINDINGS)
    assert len(published) == 23
    assert sorted([*COUNTED, *OTHERS]) == list(range(23))
    assert {kind for kind, _ in OTHERS.values()} - WAITED_FOR <= set(KINDS)
    assert not WAITED_FOR & set(KINDS)


@pytest.mark.parametrize("row", COUNTED)
def test_published_finding_is_quiet_when_true_and_stopped_when_not(row: int) -> None:
    said = rows(FINDINGS)[row]["quantifier_as_published"]
    sentence, statement, true, false = COUNTED[row]
    # The sentence says the quantifier that was published; "no training (zero)" is of forces here.
    plain = said.replace("majority of forces", "the majority of forces").split(" (")[0]
    word = "no" if plain.startswith("no ") else plain.split(" forces")[0].split(" force")[0]
    assert "not" in word or word in sentence.lower()
    assert blocking(sentence, statement, true) == []
    assert blocking(sentence, statement, false)


def test_published_balance_is_quiet_when_the_evidence_says_so_and_stopped_when_it_does_not() -> (
    None
):
    sentence = "Views of councils, health and education bodies were mostly positive"
    assert "mostly positive" in rows(FINDINGS)[16]["quantifier_as_published"]
    assert blocking(sentence, "Views are positive", (31, 40), kind="balance") == []
    assert blocking(sentence, "Views are positive", (10, 40), kind="balance")


# By row: the sentence, what the cases are called, the statement, and the share with its limits with
# which it is true and with which it is false. "Many" is a word that the vocabulary sends back: an
# author writes another, here the one whose band the published share would lie in.
SHARES = {
    4: (
        "Not all officers could recognise signs of radicalisation, even those trained recently",
        "officers",
        "The officer can recognise signs of radicalisation",
        ("0.8", "0.72", "0.87", 80),
        ("1", "1", "1", 100),
    ),
    8: (
        "Most interviewees were confident in the police",
        "interviewees",
        "The interviewee is confident in the police",
        ("0.86", "0.78", "0.89", 86),
        ("0.86", "0.68", "0.94", 86),
    ),
    10: (
        "Few officers interviewed recognised that colleagues may be vulnerable through a partner",
        "officers",
        "The officer recognises that colleagues may be vulnerable through a partner",
        ("0.16", "0.11", "0.22", 16),
        ("0.16", "0.11", "0.52", 16),
    ),
}


@pytest.mark.parametrize("row", SHARES)
def test_published_share_is_quiet_when_its_whole_interval_says_so_and_stopped_when_not(
    row: int,
) -> None:
    sentence, called, statement, true, false = SHARES[row]
    said = rows(FINDINGS)[row]["quantifier_as_published"]
    assert said.split()[-1] == called or said.startswith(f"few {called}")
    assert blocking_share(sentence, called, statement, true) == []
    assert blocking_share(sentence, called, statement, false)


def blocking_share(
    sentence: str, called: str, statement: str, share: tuple[str, str, str, int]
) -> list[str]:
    value, low, high, yes = share
    estimate = Estimate(Fraction(value), Fraction(low), Fraction(high), yes, 100, called)
    claim = facts_of(
        "finding",
        "share",
        statement,
        estimate=estimate,
        population=called,
        values={"per cent": "1"},
    )
    facts = Facts(claims={"finding": claim}, vocabulary=DEFAULT, population="forces")
    found = run(from_markdown(f"[{sentence}]{{#finding}}.\n"), facts, only=CHECKS).problems
    return [problem.what for problem in found if problem.severity == "blocks"]


def test_share_of_adults_is_said_once_the_glued_mark_of_a_footnote_is_taken_off() -> None:
    copied = rows(SENTENCES)[40]["sentence"].rstrip(".")
    assert copied == "Ninety per cent of adults with diabetes have Type 24"
    sentence = copied.removesuffix("4")
    told, statement = "adults", "The adult has Type 2"
    true = ("0.9", "0.9", "0.9", 90)
    assert blocking_share(sentence, told, statement, true) == []
    assert blocking_share(sentence, told, statement, ("0.8", "0.8", "0.8", 80))


@pytest.mark.parametrize(
    ("row", "said", "sentence"),
    [
        (20, "mixed", "Local community work to deliver Prevent was mixed"),
        (22, "inconsistencies", "There were inconsistencies in how referrals were used"),
    ],
)
def test_published_difference_is_quiet_when_its_test_holds_and_stopped_when_it_does_not(
    row: int, said: str, sentence: str
) -> None:
    assert said in rows(FINDINGS)[row]["quantifier_as_published"]
    assert said in sentence
    for holds in (True, False):
        tested = ModelTest({"differ": holds, "mixed": holds, "alike": False})
        claim = facts_of("finding", "variation", "Forces differ", tested=tested)
        facts = Facts(claims={"finding": claim}, vocabulary=DEFAULT, population="forces")
        found = run(from_markdown(f"[{sentence}]{{#finding}}.\n"), facts, only=CHECKS).problems
        stopped = [one for one in found if one.severity == "blocks"]
        assert bool(stopped) is not holds


# The counts (of so many) with which a phrase is true, and with which it is false.
PHRASES = {
    "most": ((40, 50), (20, 50)),
    "the majority of": ((30, 50), (20, 50)),
    "some": ((20, 50), (0, 50)),
    "not all": ((30, 50), (50, 50)),
    "a small number of": ((5, 50), (30, 50)),
    "a very small number of": ((2, 50), (30, 50)),
    "a high proportion of": ((40, 50), (5, 50)),
    "one third of": ((20, 60), (40, 60)),
}


def counts_of(phrase: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    plain = phrase.lower()
    if plain.isdigit():
        return (int(plain), 400), (int(plain) + 1, 400)
    return ((2, 50), (3, 50)) if plain == "only two" else PHRASES.get(plain)


def chosen() -> list[dict[str, str]]:
    """The rows by the rule above; every other one waits, most of them for *share*."""
    sent_back = re.compile(rf"\b(?:{'|'.join(UNDEFINED)})\b", re.I)
    open_rows = [
        row
        for row in rows(SENTENCES)
        if not row["file"].startswith(SET_ASIDE) and not sent_back.search(row["sentence"])
    ]
    return [row for row in open_rows if counts_of(row["quantity_phrase"])][:20]


def test_twenty_sentences_of_other_inspectorates_are_quiet_when_true_and_stopped_when_not() -> None:
    picked = chosen()
    assert len(picked) == 20
    wrong = []
    for row in picked:
        counts = counts_of(row["quantity_phrase"])
        assert counts is not None
        named = re.split(r"\s(?:who|at|in|with|without|from|for)\b|\(", row["quantifies"])[0]
        nouns = [word for word in re.findall(r"[a-z]+", named.lower()) if word != "and"]
        true, false = counts
        if found := blocking(row["sentence"].rstrip("."), "", true, *nouns):
            wrong.append(f"true, called wrong: {row['sentence']} {found}")
        if not blocking(row["sentence"].rstrip("."), "", false, *nouns):
            wrong.append(f"false, quiet: {row['sentence']}")
    assert wrong == []


# Rows of the file beyond the twenty, by their number from 1: nouns, true and false counts.
MORE = {
    29: (("practitioners",), (30, 50), (50, 50)),
    30: (("children",), (30, 50), (20, 50)),
    31: (("children",), (40, 50), (20, 50)),
    38: (("facilities",), (40, 50), (20, 50)),
    39: (("studies",), (40, 50), (20, 50)),
    40: (("adults", "middle aged"), (80, 100), (50, 100)),
    42: (("children",), (26, 300), (150, 300)),
    43: (("placements", "adoption placements"), (20, 60), (40, 60)),
    44: (("children",), (40, 50), (20, 50)),
}
NO_MEANING = "a word that the vocabulary sends back: an author writes another"
WAITING = {
    5: NO_MEANING,
    9: NO_MEANING,
    10: "comparison with a number from elsewhere: “better than the national average of 14%”",
    11: "change: “has increased to”, over two rounds",
    16: "generic: “the few shortfalls” names them and counts nothing",
    18: NO_MEANING,
    21: NO_MEANING,
    22: NO_MEANING,
    41: "share of adults, told above; the copy has glued the mark of a footnote to “Type 2”",
}


def test_every_sentence_of_other_inspectorates_is_said_or_set_aside_or_waits() -> None:
    every = rows(SENTENCES)
    said = {every.index(row) + 1 for row in chosen()}
    aside = {n for n, row in enumerate(every, 1) if row["file"].startswith(SET_ASIDE)}
    parts = [said, aside, set(MORE), set(WAITING)]
    assert sorted(n for part in parts for n in part) == list(range(1, len(every) + 1))
    sent_back = re.compile(rf"\b(?:{'|'.join(UNDEFINED)})\b", re.I)
    for n, why in WAITING.items():
        assert bool(sent_back.search(every[n - 1]["sentence"])) == (why == NO_MEANING), n


@pytest.mark.parametrize("row", MORE)
def test_sentence_beyond_the_twenty_is_quiet_when_true_and_stopped_when_not(row: int) -> None:
    sentence = rows(SENTENCES)[row - 1]["sentence"].rstrip(".")
    nouns, true, false = MORE[row]
    assert blocking(sentence, "", true, *nouns) == []
    assert blocking(sentence, "", false, *nouns)
