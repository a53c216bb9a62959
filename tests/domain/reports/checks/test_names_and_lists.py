"""Names and lists of the records, altered by a word or a member: named with what the record has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspectorate.domain.reports.checks.registry import run
from inspectorate.domain.reports.facts import Facts
from inspectorate.foundation.reasons.reasons import Problem
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.checks.flood import FACTS as FLOOD
from tests.domain.reports.checks.flood import FOLDER
from tests.factories.claims import facts_of

FACTS = replace(FLOOD, claims={"folder": FOLDER})

WRONG = {
    "names_agree": """\
We thank the Repair board for its help.
Every LEVEE board met.
The flood-warning local map is old.
The coast-risk local map is old.
""",
    "strategy_as_registered": """\
LEVEE is co-ordinated by the Home Office.
LEVEE is old. The Cabinet Office co-ordinates it.
LEVEE is old. It is coordinated by the Ministry of Rivers.
Prepare seeks to keep water out of homes.
Protect aims to warn people before a flood.
It rests on Prepare, Protect and Restore.
The others are Prepare, Repair and Rescue.
Rescue is one of its three strands.
Its strands are Prepare and Repair.
Its three strands are Prepare and Protect.
Protect is one of its strands; the others are Protect and Repair.
Protect is one of its three strands, along with Repair and Protect.
FLOODGATE is the government's strategy for rivers.
Our question has three areas. The first is warning. The second is refuge. The third is repair of \
homes.
""",
    "enumeration_adds_up": """\
Our question has three areas. The first is warning. The second is rescue. The fourth is repair.
Our question has three areas. The second is warning. The second is rescue. The third is repair.
Two cautions are in place. Water is cold. It rises fast. And boats sink.
There are three dangers. Water is cold. And it rises fast.
It needs two questions: what do the maps show, who drew them, and what did we change.
Three groups advised us. A public group told us what it fears. A users' group read the words.
Two teams visited. A day team met boards. A night team met crews. Another team met nobody.
Its aims are four: to warn people, to move them and to bring them home.
""",
    "known_number_matches": """\
The four areas of Protect are listed.
The framework has twelve criteria in four areas.
Its areas are four, and they are old.
""",
    "recommendation_meant": """\
The last recommendation falls to the Home Office.
We recommend. The first, second and third are old. The fifth is new, and is known from the file.
""",
    "recommendation_count_matches": """\
We make five recommendations. All six are set out below.
""",
}
RIGHT = {
    "names_agree": """\
We thank the Protect board for its help.
Protect officers met the board. On Monday boards met.
The flood-risk local map is old.
The part-time officers drew a map.
We saw that Repair boards the windows.
The National board is new.
""",
    "strategy_as_registered": """\
LEVEE is co-ordinated by the Rivers Agency.
The Home Office co-ordinates its own work. LEVEE is apart from it.
The Home Office runs a plan.
Prepare seeks to warn people before a flood.
It rests on Prepare, Protect and Repair.
Boats, Pumps and Ropes were shown.
Prepare and Restore are words.
Protect is one of its three strands.
Its strands are Prepare, Protect and Repair.
Protect is one of its strands; the others are Prepare and Repair.
Protect is one of its three strands, along with Repair and Prepare.
Its strands are Old and New.
It is one of its three strands.
LEVEE is the government's strategy for rivers.
Our question has three areas. The first is warning. The second is rescue. The third is repair of \
homes.
The first is cost. The second is time. The third is staff.
""",
    "enumeration_adds_up": """\
Our question has three areas. The first is warning. The second is rescue. The third is repair.
We looked at three areas. The second is hard, and the third is dear.
We looked at three areas. The first is warning. The third is repair, and of it we say no more.
We looked at three areas. The third is repair. The second is rescue.
Two cautions are in place. Water is cold. And it rises fast. Boats help.
Two cautions are in place. Water is cold. It rises fast.
It needs three questions: what do the maps show, who drew them, and what did we change.
Its aims are three: to warn people, to move them and to bring them home.
Three forces came. One had boats. And one had none.
Two groups advised us. A public group told us what it fears. A users' group read the words.
Three groups advised us. They met in May. A public group told us what it fears.
""",
    "known_number_matches": """\
The three areas of Protect are listed.
The two areas of Wessmouth are listed.
The framework has twelve criteria in three areas.
They improved in two areas.
Its areas are three, and they are old.
""",
    "recommendation_meant": """\
The last recommendation falls to the Rivers Agency.
We recommend. The first, second and third are old. The fourth and fifth are new.
We recommend. The first, second and third are old.
""",
    "recommendation_count_matches": """\
We make five recommendations. All five are set out below.
We make five recommendations. The two are dear, boats and pumps.
""",
}


def problems(check: str, text: str, facts: Facts = FACTS) -> list[Problem]:
    return list(run(from_markdown(text), facts, only=(check,)).problems)


def cases(of: dict[str, str]) -> list[tuple[str, str]]:
    texts = [(check, each.replace("\\\n", "")) for check, each in of.items()]
    return [(check, text) for check, each in texts for text in each.splitlines()]


@pytest.mark.parametrize(("check", "text"), cases(WRONG))
def test_altered_name_or_list_is_named_where_it_stands_with_what_the_record_has(
    check: str, text: str
) -> None:
    found = problems(check, "{.narrative}\n" + text)
    assert found
    assert all(one.severity == "blocks" and one.place.excerpt in text for one in found)


@pytest.mark.parametrize(("check", "text"), cases(RIGHT))
def test_name_or_list_as_recorded_is_quiet(check: str, text: str) -> None:
    assert [str(one) for one in problems(check, "{.narrative}\n" + text)] == []


def test_noun_of_two_words_is_held_to_what_the_text_itself_says_again_and_again() -> None:
    said = (
        "{.narrative}\nThe Protect duty sergeant met a Protect duty sergeant and no Protect duty "
    )
    said += "sergeant.\n\n{.narrative}\nWe thank the Repair duty sergeant."
    (found,) = problems("names_agree", said)
    assert (found.place.excerpt, found.replacement) == ("Repair", "Protect")
    assert problems("names_agree", said.replace("and no Protect duty sergeant", "twice")) == []


ACTS = '[A.]{{.context source="{}"}} [B.]{{.context source="{}"}} [C.]{{.context source="{}"}}'


@pytest.mark.parametrize(
    ("acts", "named"),
    [
        (["Rivers Act 1997"] * 2 + ["Rivers Reform Act 1997"], ["Rivers Reform Act 1997"]),
        (["Rivers Act 1997"] * 2 + ["Rivers and Homes Act 1997"], ["Rivers and Homes Act 1997"]),
        (["Rivers Act 1997"] * 2 + ["Rivers Reform Act 2002"], []),
        (["Rivers Act 1997"] * 2 + ["Housing Act 1997"], ["Housing Act 1997"]),
        (["Rivers Act 1997"] * 2 + ["Floods and Coasts (Wales) Act 1997"], []),
    ],
)
def test_act_of_one_year_that_differs_in_a_word_is_named(acts: list[str], named: list[str]) -> None:
    found = problems("names_agree", ACTS.format(*acts))
    assert [one.place.excerpt for one in found] == named


QUOTE = "> I was given a folder and a phone number.\n\n"
THOSE = '[The words are those of {}.]{{.quotation source="folder"}}'


@pytest.mark.parametrize(
    ("before", "by", "named"),
    [
        ("", "a Severn river warden", None),
        ("", "a warden, recorded at interview", None),
        ("", "a warden of the river", None),
        ("", "a Wye river warden", "Wye river warden"),
        ("", "a sergeant, recorded at interview", "sergeant"),
        ("", "a warden, recorded in a focus group", "focus group"),
        ("[As a warden put it:]{.narrative}\n\n", "a warden", None),
        ("[One said:]{.narrative}\n\n", "a warden", None),
        ("[As a sergeant put it:]{.narrative}\n\n", "a warden", "sergeant"),
        ("[We met again. A clerk told us:]{.narrative}\n\n", "a warden", "clerk"),
    ],
)
def test_words_quoted_are_of_whom_the_item_has_them_from(
    before: str, by: str, named: str | None
) -> None:
    found = problems("speaker_as_recorded", before + QUOTE + THOSE.format(by))
    assert [one.place.excerpt for one in found] == ([named] if named else [])


def test_speaker_nobody_recorded_is_not_asked_for() -> None:
    unknown = replace(FOLDER, figures=replace(FOLDER.figures, spoken_by="", heard=""))
    facts = replace(FACTS, claims={"folder": unknown})
    assert problems("speaker_as_recorded", QUOTE + THOSE.format("a clerk"), facts) == []


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        (("Warning", "Rescue", "Repair of roads"), ["Repair of roads"]),
        (("Warning in time", "Rescuing", "Repair of homes"), ["Rescuing"]),
        (("Warning", "Rescue", "Repair of homes"), []),
        (("Warning", "Rescue", "What was mended"), []),
        (("What we saw", "What we heard", "Repair of roads"), []),
    ],
)
def test_heading_that_nearly_names_an_area_is_told_its_name(
    headings: tuple[str, ...], named: list[str]
) -> None:
    text = "".join(f"# {one}\n\n" for one in headings)
    found = problems("strategy_as_registered", text)
    assert [one.place.excerpt for one in found] == named


def test_institution_but_for_one_word_on_record_blocks_even_under_a_source() -> None:
    (found,) = problems("names_as_recorded", '{.context source="A book"}\nThe Health Office met.')
    assert found.severity == "blocks"
    assert "Home Office" in found.what


def test_number_given_twice_is_quoted_with_the_place_it_stands_at() -> None:
    made = "```recommendation\nnumber: {}\nto: home-office (asked)\ntext: Plan.\n```\n\n"
    text = "---\nkind: report\n---\n\n" + "".join(made.format(n) for n in (1, 2, 2, 4, 5))
    (found,) = problems("recommendation_meant", text)
    assert (found.place.excerpt, found.place.line) == ("number: 2", 18)


def test_recommendation_cited_beside_whom_another_is_put_to_is_that_one() -> None:
    made = "```recommendation\nnumber: {}\nto: {} (asked)\ntext: {}\n```\n\n"
    told = [
        (1, "rivers-agency", "Teach wardens about vulnerable people and national rivers."),
        (2, "home-office", "Write guidance on vulnerable people, rivers and vetting."),
        (3, "home-office", "Count those trained."),
        (4, "home-office", "Buy pumps."),
        (5, "rivers-agency", "Mend boats."),
    ]
    text = "".join(made.format(*one) for one in told)
    said = (
        "{.narrative}\nThe Rivers Agency now speaks of vulnerable people and rivers. It bears on "
    )
    facts = replace(FACTS, recommendation_count=5)
    assert problems("recommendation_meant", text + said + "our first recommendation.", facts) == []
    (found,) = problems("recommendation_meant", text + said + "our third recommendation.", facts)
    assert found.replacement == "first"


TITLE = "Ready or not: how forces plan for floods"


@pytest.mark.parametrize(
    ("text", "check", "named"),
    [
        (f"So they say in *{TITLE}*, published on 9 March 2020.", "dates_agree", []),
        (f"So they say in *{TITLE}*, published on 8 March 2020.", "dates_agree", ["8 March 2020"]),
        (f"So they say in *{TITLE}*, published on 9 March 2020.", "title_is_one", []),
        (
            "So they say in *How forces plan for fires*, published on 9 March 2020.",
            "title_is_one",
            ["How forces plan for fires"],
        ),
        ("They inspect [46 forces]{#visits}, as at 9 March 2020.", "dates_agree", []),
        ("They inspect [46 forces]{#visits}, as at 1 March 2020.", "dates_agree", ["1 March 2020"]),
        ("They inspect [most forces]{#plans}, as at 1 March 2020.", "dates_agree", []),
        ("[Since the inspection, a guide is out]{#guidance}.", "development_labelled", []),
        (
            "# Since the inspection\n\n[Before our visits a guide came out]{#guidance}.",
            "development_labelled",
            ["Before our visits"],
        ),
        ("[Most forces had a plan before the inspection]{#plans}.", "development_labelled", []),
    ],
)
def test_day_title_and_label_are_those_of_the_record(
    text: str, check: str, named: list[str]
) -> None:
    facts = replace(FLOOD, documents={})
    assert [one.place.excerpt for one in problems(check, text, facts)] == named


RECORD = '[So.]{{.context source="Record: the words, adopted on {}"}}\n\n'


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (["21 May 2018", "21 May 2018"], []),
        (["21 May 2018", "21 May 2018", "14 May 2018"], ["14 May 2018"]),
        (["21 May 2018"], []),
    ],
)
def test_record_named_as_a_source_has_one_day(days: list[str], named: list[str]) -> None:
    facts = replace(FLOOD, documents={})
    found = problems("dates_agree", "".join(RECORD.format(day) for day in days), facts)
    assert [one.place.excerpt for one in found] == named
    other = replace(facts, documents={"other": from_markdown(RECORD.format(days[0]) * 2)})
    assert [
        one.place.excerpt for one in problems("dates_agree", RECORD.format("3 May 2018"), other)
    ] == ["3 May 2018"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[Of the 46 forces inspected, 36 wrote plans]{#plans}.", ["the text says 36"]),
        ("[of the 46 forces, in 36 partners had plans]{#plans}.", ["the text says 36"]),
        ("[Of the 46 forces inspected, 35 wrote plans]{#plans}.", []),
        ("[Of the 46 forces inspected, 35 wrote two plans]{#plans}.", []),
        ("[Most forces wrote 36 plans]{#plans}.", []),
    ],
)
def test_number_after_what_it_is_of_counts_the_bodies(text: str, told: list[str]) -> None:
    found = problems("number_matches", text, FLOOD)
    assert [one.what.partition(";")[0] for one in found] == told


MAP = replace(facts_of("map", met=30, inspected=46), statement="The local map is used by boards")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("in 30 forces the local plan was used by boards", True),
        ("30 forces had a local list that boards used", True),
        ("in 30 forces the local map was used by boards", False),
        ("in 30 forces it was used by local boards", False),
        ("30 forces had a map that local boards used", False),
        ("in 30 forces a local crew came", False),
    ],
)
def test_thing_that_the_claim_names_is_not_called_by_another_noun(said: str, wrong: bool) -> None:
    """The framework knows it as the "flood-risk local map"."""
    facts = replace(FACTS, claims={"map": MAP})
    found = problems("names_agree", f"[{said}]{{#map}}.", facts)
    assert [one.what.rpartition("; ")[2] for one in found] == (
        ["its claim is of the local map."] if wrong else []
    )


def test_nation_of_a_bound_figure_is_that_of_its_claim() -> None:
    fire = facts_of("fire", "figure", values={"fire services in England": "45"})
    fire = replace(fire, statement="Fire services of the register")
    facts = replace(FACTS, claims={"fire": fire})
    assert problems("names_as_recorded", "[45 fire services in England]{#fire}.", facts) == []
    (found,) = problems("names_as_recorded", "[45 fire services in Wales]{#fire}.", facts)
    assert found.what == "the text says Wales; its claim is of England."
