"""What is marked sensitive leaves no trace in a public edition: planted in every place a manuscript
has, found in none.

The full edition is the control: there each planted word must be found, or the search itself is
blind.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from dataclasses import replace

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectorate.domain.reports.editions.compile import compile_edition
from inspectorate.domain.reports.editions.model import EditionData, EditionKind, Run
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.runs import runs_of, treatment, words
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.domain.reports.facts import Facts
from inspectorate.prose.reading.markdown import from_markdown
from tests.domain.reports.test_compile import BOARD, CLAIMS, FACTS, SHELL
from tests.factories.claims import facts_of

GROUND = "Police Act 1996 s.55(2)"
REMOVED = f"[removed: {GROUND}]"


def secret(word: str) -> str:
    return f'[{word}]{{.sensitive ground="{GROUND}" marking="OFFICIAL-SENSITIVE"}}'


WHOLE = f'{{.sensitive ground="{GROUND}" marking="OFFICIAL-SENSITIVE"}}'
PLACES = {
    "paragraph": f"Text {secret('CANARYONE')} more.",
    "heading": f"# About {secret('CANARYONE')}",
    "item": f"- an item {secret('CANARYONE')}\n- another",
    "ordered item": f"1. an item {secret('CANARYONE')}\n2. another",
    "quote": f"> We said {secret('CANARYONE')}.",
    "attribution": f'> We said it. [The chief of {secret("CANARYONE")}]{{.quotation source="x"}}',
    "cell": f"| A | B |\n|---|---|\n| one | {secret('CANARYONE')} |",
    "head of a table": f"| A | {secret('CANARYONE')} |\n|---|---|\n| one | two |",
    "caption of a chart": f"```chart\nkind: distribution\ncaption: Of {secret('CANARYONE')}\n```",
    "caption of a table": f"```table\nkind: vocabulary\ncaption: Of {secret('CANARYONE')}\n```",
    "recommendation": f"```recommendation\nnumber: 1\nto: college (asked)\ntext: Do "
    f"{secret('CANARYONE')}.\n```",
    "table of recommendations": f"```recommendation\nnumber: 1\nto: college (asked)\ntext: Do "
    f"{secret('CANARYONE')}.\n```\n\n"
    "```table\nkind: recommendations\n```",
    "bound span": f"[Most forces {secret('CANARYONE')}]{{#mandatory}} train.",
    "around a bound span": "[So [most forces CANARYONE]{#mandatory}]"
    f'{{.sensitive ground="{GROUND}"}} train.',
    "whole paragraph": f"{WHOLE}\nWe saw CANARYONE there.",
    "whole list": f"{WHOLE}\n- one CANARYONE\n- two",
    "whole quote": f"{WHOLE}\n> We saw CANARYONE there.",
    "whole heading": f"{WHOLE}\n# About CANARYONE",
    "code": f"See `CANARYONE`{WHOLE} there.",
    "picture's words": f"See ![CANARYONE](x.png){WHOLE} there.",
    "strong": f"It is **very {secret('CANARYONE')}**.",
    "link words": f"See [the {secret('CANARYONE')} page](https://example.org/).",
    "link address": f"See {secret('[a page](https://example.org/CANARYONE)')}.",
    "title": f"---\ntitle: About {secret('CANARYONE')}\n---\nText.",
    "subtitle": f"---\nsubtitle: About {secret('CANARYONE')}\n---\nText.",
    "claim's key": f"[Most forces {secret('x')}]{{#canaryone}} train.",
    "claim's statement": f"[Most forces {secret('x')}]{{#told}} train.",
    "strip of a touched claim": f"[Most {secret('x')}]{{#told}}.\n\n"
    "```chart\nkind: strip\nclaim: told\n```",
    "grid that names a touched claim": f"[Most {secret('x')}]{{#told}}.\n\n"
    "```chart\nkind: grid\nclaim: told\n```",
    "table that names a touched claim": f"[Most {secret('x')}]{{#told}}.\n\n"
    "```table\nkind: vocabulary\nclaim: told\n```",
    "claims of a touched claim": f"[Most {secret('x')}]{{#told}}.\n\n```table\nkind: claims\n```",
}
_TOLD = facts_of(
    "told", statement="CANARYONE forces", met=7, inspected=12, scope=12, word="a majority of"
)
KNOWN = replace(
    FACTS,
    claims={
        **CLAIMS,
        "told": _TOLD,
        "canaryone": replace(_TOLD, key="canaryone", statement="Forces"),
    },
)


def edition(text: str, kind: str, facts: Facts = KNOWN) -> EditionData:
    return compile_edition(
        from_markdown(text, "report"), facts, BOARD, SHELL, EditionKind(kind)
    ).edition


def pdf_words(content: bytes) -> str:
    """Everything a PDF says: text of its pages, its metadata, its outline; and its raw bytes."""
    document = pdfium.PdfDocument(content)
    pages = "".join(page.get_textpage().get_text_bounded() for page in document)
    outline = " ".join(one.get_title() for one in document.get_toc())
    streams = "".join(
        unpacked(part) for part in re.findall(rb"stream\r?\n(.*?)endstream", content, re.S)
    )
    return (
        (f"{pages} {document.get_metadata_dict()} {outline} {streams} {content.decode('latin-1')}")
        .replace("\r\n", "")
        .replace("\n", "")
    )


def unpacked(stream: bytes) -> str:
    """A stream of a PDF, decompressed where it is packed (link targets and tags lie in such
    streams).
    """
    try:
        return zlib.decompressobj().decompress(stream).decode("latin-1")
    except zlib.error:
        return stream.decode("latin-1")


def test_search_of_a_pdf_sees_link_targets() -> None:
    assert "CANARYONE" in pdf_words(
        pdf(edition("See [a page](https://example.org/CANARYONE).", "public"))
    )


@pytest.mark.parametrize("place", PLACES)
def test_planted_word_is_in_the_full_edition_and_nowhere_in_the_public_one(place: str) -> None:
    full, public = (
        json.dumps(edition(PLACES[place], kind).as_json()).upper() for kind in ("full", "public")
    )
    assert ("CANARYONE" in full, "CANARYONE" in public) == (True, False)
    assert GROUND.upper() in public


def test_planted_words_are_nowhere_in_the_public_pdf() -> None:
    text = "\n\n".join(
        PLACES[place]
        for place in PLACES
        if not place.endswith("title") and place != "recommendation"
    )
    text = f"---\ntitle: About {secret('CANARYONE')}\n---\n# First\n\n{text}"
    full, public = (pdf_words(pdf(edition(text, kind))) for kind in ("full", "public"))
    assert ("CANARYONE" in full, "CANARYONE" in public) == (True, False)
    assert "removed: Police Act" in public


@pytest.mark.parametrize("place", PLACES)
def test_planted_word_is_nowhere_in_the_public_word_file(place: str) -> None:
    full, public = (unzipped(word(edition(PLACES[place], kind))) for kind in ("full", "public"))
    assert ("CANARYONE" in full.upper(), "CANARYONE" in public.upper()) == (True, False)


def unzipped(content: bytes) -> str:
    """Everything that the parts of a Word file say."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return "".join(package.read(one).decode("latin-1") for one in package.namelist())


def test_claim_touched_in_one_document_is_told_in_none() -> None:
    """A release must not print the count that the report removes."""
    report = from_markdown(PLACES["claim's statement"], "report")
    facts = replace(KNOWN, documents={"report": report})
    release = edition("[Most forces]{#told}.", "public", facts)
    assert release.claims == {}
    assert release.blocks[0].runs[0].claim == ""


def test_public_editions_of_worlds_that_differ_only_in_secrets_are_the_same_bytes() -> None:
    other = {
        place: text.replace("CANARYONE", "Q").replace("canaryone", "told")
        for place, text in PLACES.items()
    }
    for place, text in PLACES.items():
        assert edition(text, "public") == edition(other[place], "public"), place


def test_removed_words_have_one_replacement_whatever_their_length() -> None:
    short, long = (words(public(f"a {secret(word)} b")) for word in ("x", "x" * 400))
    assert short == long == f"a {REMOVED} b"


def test_neighbouring_removals_become_one_with_both_grounds() -> None:
    text = '[a]{.sensitive ground="One"}[b]{.sensitive ground="Two"}'
    (run,) = public(text)
    assert (run.text, run.redacted) == ("[removed: One; Two]", "One; Two")


def public(text: str) -> tuple[Run, ...]:
    """The runs of one line in a public edition."""
    (block,) = from_markdown(text).blocks
    return runs_of(block, treatment(EditionKind.PUBLIC))


WORD = st.from_regex(r"[a-z]{1,8}", fullmatch=True)


@given(st.lists(st.tuples(WORD, st.booleans()), min_size=1, max_size=12))
def test_only_unmarked_words_survive(parts: list[tuple[str, bool]]) -> None:
    text = " ".join(secret(f"{word}ZZ") if hidden else f"{word}AA" for word, hidden in parts)
    said = words(public(text))
    assert "ZZ" not in said
    assert [part for part in said.replace(REMOVED, " ").split() if part] == [
        f"{word}AA" for word, hidden in parts if not hidden
    ]
