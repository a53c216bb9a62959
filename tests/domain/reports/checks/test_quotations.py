"""Words quoted have an origin, and what somebody says for a document is approved by them."""

from __future__ import annotations

import re

import pytest

from inspectorate.domain.claims.facts import ClaimFacts
from inspectorate.domain.claims.figures import Figures
from inspectorate.domain.claims.kinds.criteria import KIND as COUNTED
from inspectorate.domain.claims.kinds.quotation import KIND as QUOTED
from inspectorate.domain.reports.checks import quotation_approved, quotation_has_origin
from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts, Spoken
from inspectorate.domain.reports.reasons import CheckName
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.speech import identity_of, speeches

WORDS = "“What we found is encouraging.”"
TEXT = f'The chief inspector said:\n\n{{.said by="chief"}}\n> {WORDS}\n'
ELSEWHERE = [
    '---\ntitle: [“We did all of this well.”]{.said by="chief"} the minister said\n---\n\nWords.\n',
    '---\nsubtitle: [“We did all of this well.”]{.said by="chief"} the minister said\n---\n\nA.\n',
    '```chart\nclaim: most\ncaption: [“We did all this well.”]{.said by="chief"} he said\n```\n',
    '```recommendation\nnumber: 1\ntext: [“We did all of it.”]{.said by="chief"} he said\n```\n',
]
FACTS = {
    "most": ClaimFacts("most", kind=COUNTED, figures=Figures()),
    "folder": ClaimFacts("folder", kind=QUOTED, figures=Figures(quoted="I was given a folder.")),
}


def spoken(*approved: str, office: str = "chief inspector", ever: bool = False) -> Spoken:
    return Spoken(office, approved=frozenset(map(identity_of, approved)), ever=ever)


def unapproved(text: str, **declared: Spoken) -> list[str]:
    facts = Facts(claims=FACTS, spoken=declared)
    return [one.what for one in quotation_approved.check(from_markdown(text), facts)]


def without_origin(text: str) -> list[str]:
    facts = Facts(claims=FACTS, spoken={})
    found = quotation_has_origin.check(from_markdown(text), facts)
    return [one.place.excerpt for one in found]


class TestApproved:
    def test_words_that_stand_as_they_were_approved_are_well(self) -> None:
        assert unapproved(TEXT, chief=spoken(WORDS)) == []

    def test_words_broken_into_other_lines_are_the_same(self) -> None:
        broken = TEXT.replace("What we found ", "What we\n> found   ")
        assert unapproved(broken, chief=spoken(WORDS)) == []

    def test_words_nobody_approved_are_named_with_whom_to_ask(self) -> None:
        (what,) = unapproved(TEXT, chief=spoken())
        assert what == "`chief inspector` has not approved these very words."

    @pytest.mark.parametrize("change", [("found", "saw"), (".”", "!”"), ("What", "what")])
    def test_words_changed_since_they_were_approved_are_named(
        self, change: tuple[str, str]
    ) -> None:
        (what,) = unapproved(TEXT.replace(*change), chief=spoken(WORDS, ever=True))
        assert "the words approved were others" in what

    def test_all_that_one_speaker_says_is_approved_as_one(self) -> None:
        more = f'{TEXT}\n{{.said by="chief"}}\n> “And more.”\n'
        assert unapproved(more, chief=spoken(f"{WORDS}\n\n“And more.”")) == []
        assert len(unapproved(more, chief=spoken(WORDS))) == 1

    def test_speaker_who_is_not_declared_and_words_without_one_are_named(self) -> None:
        (what,) = unapproved(TEXT)
        assert what == "nobody has said who speaks as `chief`."
        (what,) = unapproved(TEXT.replace(' by="chief"', ""))
        assert what == "the words are marked as said, and not by whom."

    def test_speaker_who_stands_nowhere_beside_the_words_is_named(self) -> None:
        (what,) = unapproved(TEXT.replace("chief inspector", "body"), chief=spoken(WORDS))
        assert "neither the name nor the office" in what

    @pytest.mark.parametrize(
        ("text", "named"),
        [
            (f'[{WORDS}]{{.said by="chief"}} the chief inspector said.', True),
            (f'{{.said by="chief"}}\n> {WORDS} — The chief inspector', True),
            (f'[{WORDS}]{{.said by="chief"}} the chief inspectorate said.', False),
            (f'[{WORDS}]{{.said by="chief"}} a non-chief inspector said.', False),
            (f'We saw the chief inspector.\n\n{{.said by="chief"}}\n> {WORDS}', False),
        ],
    )
    def test_speaker_is_told_in_whole_words_with_a_verb_of_speaking(
        self, text: str, named: bool
    ) -> None:
        found = unapproved(text, chief=spoken(WORDS, f"{WORDS} — The chief inspector"))
        assert ([one for one in found if "neither" in one] == []) is named

    @pytest.mark.parametrize("more", ["deputy", "acting", "former", "shadow", "senior assistant"])
    def test_office_within_a_longer_one_is_not_named_by_it(self, more: str) -> None:
        text = TEXT.replace("chief inspector", f"{more} chief inspector")
        (what,) = unapproved(text, chief=spoken(WORDS))
        assert "neither the name nor the office" in what
        assert unapproved(text, chief=spoken(WORDS, office=f"{more} chief inspector")) == []
        both = text.replace(" said:", " and the chief inspector said:")
        assert unapproved(both, chief=spoken(WORDS)) == []

    def test_longest_office_that_is_declared_and_stands_there_is_the_one_named(self) -> None:
        text = TEXT.replace("chief inspector", "chief inspector of probation")
        assert unapproved(text, chief=spoken(WORDS)) == []
        other = spoken(office="chief inspector of probation")
        (what,) = unapproved(text, chief=spoken(WORDS), other=other)
        assert "neither the name nor the office" in what

    @pytest.mark.parametrize("text", ELSEWHERE)
    def test_words_said_outside_running_text_are_approved_too(self, text: str) -> None:
        (what,) = unapproved(text, chief=spoken(office="minister"))[-1:]
        assert what == "`minister` has not approved these very words."

    def test_words_that_an_edition_may_leave_out_are_named(self) -> None:
        text = TEXT.replace("encouraging", '[encouraging]{.sensitive marking="SECRET" ground="g"}')
        (what,) = unapproved(text, chief=spoken(WORDS))
        assert what == "the quotation holds words that no public edition prints."

    def test_words_within_a_sentence_are_read_as_those_set_apart(self) -> None:
        text = f'[{WORDS}]{{.said by="chief"}} the chief inspector said.'
        assert unapproved(text, chief=spoken(WORDS)) == []
        assert unapproved(text, chief=spoken("Others")) != []

    def test_words_marked_twice_are_said_once(self) -> None:
        text = '{.said by="a"}\n> [“One.”]{.said by="a"} “Two.”\n'
        assert speeches(from_markdown(text))["a"].words == "“One.” “Two.”"

    def test_text_of_which_nothing_is_known_is_not_checked(self) -> None:
        found = run(from_markdown(TEXT), Facts())
        told = {str(one.check): one.missing for one in found.not_run}
        assert told[CheckName.QUOTATION_APPROVED] == ("spoken",)


class TestOrigin:
    @pytest.mark.parametrize(
        "text",
        [
            "> We found much to praise.",
            "> [We found most forces]{#most} to be well run.",
            "“What we found is encouraging,” the chief inspector said.",
            "The chief inspector said: “What we found is encouraging.”",
            "[“Most forces have done this,” the chief inspector said]{#most}.",
            "“We found much. All is well there,” the chief inspector said.",
            "The chief inspector said: “We found much. All is well there. We go on.”",
            "The chief inspector said:\n\n“We found much. All is well there.”",
            "The chief inspector said:\n\n* “We found much. All is well there.”",
            '“We found much to praise,” [he]{.said by="chief"} said.',
            '“[We found]{.said by="chief"} much to praise,” the chief inspector said.',
            '> “We found [much]{.said by="chief"} to praise.”',
            "[“We found much to praise,” he said.]{.context}",
            "{.context}\n> We found much to praise.",
            *(re.sub(r"\[(.*)\]\{.said[^}]*\}", r"\1", one) for one in ELSEWHERE),
        ],
    )
    def test_words_that_are_none_of_the_three_are_named(self, text: str) -> None:
        assert len(without_origin(text)) == 1

    @pytest.mark.parametrize(
        "text",
        [
            TEXT,
            "> [I was given a folder.]{#folder}",
            "> “[I was given a folder.]{#folder}” — an officer",
            "> [I was given]{#folder} [a folder.]{#folder}",
            '{.context source="CONTEST"}\n> We found much to praise.',
            *ELSEWHERE,
            "The chief inspector said so.\n\n“The whole of the long guidance” is read.",
            "> I was given a folder.\n\n[An officer said so.]{.quotation source=folder}",
            '[“Prevent is one of its four strands,” it says.]{.context source="CONTEST"}',
            "“Most” is said of three-quarters.",
            "We read “the whole of the long guidance”.",
        ],
    )
    def test_words_that_are_one_of_the_three_or_no_speech_are_well(self, text: str) -> None:
        assert without_origin(text) == []

    def test_speech_that_goes_on_in_the_next_paragraph_is_named_in_each(self) -> None:
        text = (
            "She said:\n\n“We found much. All is well.\n\n“We go on with this work.”\n\nSo it is."
        )
        assert len(without_origin(text)) == 2
