"""Nothing restricted is in anything public, and nothing public depends on it.

Worlds that differ only in restricted words, counts and files give the same public bytes; canaries
in every restricted place are found nowhere. Each has its control: one count left in is a
difference, one word leaked into any published format is found.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from django.conf import settings as live
from django.db import transaction

from inspectorate.domain.claims import evidence_base
from inspectorate.domain.evidence.queries import relied_on
from inspectorate.domain.publication import bundle
from inspectorate.domain.publication.models import Release
from inspectorate.domain.reports.editions import how_we_know
from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.domain.reports.models import Document, Edition
from inspectorate.domain.reports.proof import proof_of
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.interfaces.public.builder import CHECKPOINT
from tests.domain.reports.test_redaction_canary import pdf_words
from tests.factories import editions
from tests.factories.decoding import found_in, found_under
from tests.factories.hidden_findings import a_hidden_inspection
from tests.factories.hidden_print import LETTER, corrected, put_out, the_site
from tests.factories.hidden_told import AWAY, UNSAID, secrets_of
from tests.factories.keeping import every_row
from tests.sizes import drilled, sized

pytestmark = pytest.mark.django_db

OTHERS = sized(2, 12)
PLACES = 118
CANARY = re.compile(r"zqk\d{4}wv")
# Of the letter to a body that was told a grade, what stands in no public file.
LETTER_SAYS = ("words on a difference",)
# Each count that was public once: what forgets to leave restricted evidence out of it.
FORGOTTEN: Mapping[str, tuple[Any, str, Any]] = {
    "how we inspected": (bundle, "describable", relied_on),
    "figures in a text": (evidence_base, "describable", relied_on),
    "evidence behind a claim": (how_we_know, "DESCRIBABLE", Marking.SECRET),
    "number of an item": (how_we_know, "printable", str),
}


@dataclass(slots=True)
class World:
    """What one world puts out, and what it would where a count is left in."""

    files: dict[str, bytes] = field(default_factory=dict)
    kept: str = ""
    forgotten: dict[str, bytes] = field(default_factory=dict)
    said: dict[str, list[str]] = field(default_factory=dict)
    site: Path = Path()
    bundles: Path = Path()
    rows: str = ""
    # What stands in no public file, and has no words of its own.
    unsaid: tuple[str, ...] = ()
    # The letter to a body as that body has it, and the public edition of it that is out; both as
    # Word files too.
    letter: bytes = b""
    public_letter: bytes = b""
    in_word: tuple[bytes, ...] = ()


def a_world(folder: Path, seed: int) -> World:
    """A world whose restricted things come from a seed; the first says canaries."""
    world, more = World(site=folder / "site", bundles=folder / "bundles"), random.Random(seed)

    def say(place: str) -> str:
        said = world.said.setdefault(place, [])
        said.append(
            f"zqk{sum(map(len, world.said.values())):04d}wv"
            if seed == 0
            else " ".join(
                "q" + "".join(more.choices("abcdefghijklmnop", k=more.randint(3, 9)))
                for _ in range(more.randint(1, 3))
            )
        )
        return said[-1]

    (folder / "checkpoint").mkdir()
    for name in CHECKPOINT:
        (folder / "checkpoint" / name).write_text(f"{name} of world {seed:02}\n")
    hidden = a_hidden_inspection(say, more)
    story, out = put_out(hidden)
    world.kept = out.contents.digest
    world.forgotten = {"nothing": _told(story.report, out)}
    for name, (module, attribute, forgets) in FORGOTTEN.items():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(module, attribute, forgets)
            world.forgotten[name] = _told(story.report, out)
    corrected(hidden, story, out)
    the_site(world.site, folder / "checkpoint")
    world.files = {
        path.relative_to(world.site).as_posix(): path.read_bytes()
        for path in sorted(world.site.rglob("*"))
        if path.is_file()
    }
    world.rows = str(every_row()) if seed == 0 else ""
    world.unsaid = (*UNSAID, *secrets_of(hidden.inspector))
    to_one = Edition.objects.filter(document__slug=LETTER)
    both = [EditionData.from_json(to_one.get(kind=kind).data) for kind in ("full", "public")]
    world.letter, world.public_letter = map(pdf, both)
    world.in_word = tuple(map(word, both))
    return world


def _told(report: Document, release: Release) -> bytes:
    """What the public would be told now: the report's public edition, and how it was inspected."""
    now = Document.objects.get(pk=report.pk)
    edition = proof_of(now).edition(EditionKind.PUBLIC)
    method = bundle._method(release.inspection)
    return canonical([edition.as_json(), list(method)])


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[Any]:
    """Worlds made one after another, each taken back before the next."""
    names = ("FILES_ROOT", "BUNDLES_ROOT", "HEADS_FILE")
    before = {name: getattr(live, name) for name in names}
    made = []
    try:
        with django_db_blocker.unblock():
            for seed in range(OTHERS + 1):
                folder = tmp_path_factory.mktemp("world")
                live.FILES_ROOT, live.BUNDLES_ROOT, live.HEADS_FILE = (
                    folder / "files",
                    folder / "bundles",
                    folder / "heads.log",
                )
                with transaction.atomic():
                    made.append(a_world(folder, seed))
                    transaction.set_rollback(True)
        yield made
    finally:
        for name, value in before.items():
            setattr(live, name, value)


class TestTwoWorlds:
    def test_every_public_byte_is_the_same_but_for_the_checkpoint(
        self, worlds: list[World]
    ) -> None:
        first, *others = worlds
        assert len(first.files) > 80
        for other in others:
            assert list(other.files) == list(first.files)
            apart = {path for path in first.files if first.files[path] != other.files[path]}
            assert apart == set(CHECKPOINT)
            assert other.kept == first.kept
            assert other.said != first.said

    def test_checkpoint_is_declared_and_stands_in_no_other_file(self, worlds: list[World]) -> None:
        for world in worlds:
            told = json.loads(world.files["manifest.json"])
            assert told["without_digest"] == {
                name: len(world.files[name]) for name in sorted(CHECKPOINT)
            }
            for name in CHECKPOINT:
                content = world.files[name]
                digest = hashlib.sha256(content).hexdigest().encode()
                assert [
                    path
                    for path, one in world.files.items()
                    if path != name and (digest in one or content in one)
                ] == []

    @pytest.mark.parametrize("count", FORGOTTEN)
    def test_one_count_left_in_is_a_difference(self, worlds: list[World], count: str) -> None:
        assert len({one.forgotten["nothing"] for one in worlds}) == 1
        assert len({one.forgotten[count] for one in worlds}) > 1


class TestCanaries:
    def test_none_is_in_anything_public(self, worlds: list[World]) -> None:
        assert len(worlds[0].said) == PLACES
        assert found_under(worlds[0].site, CANARY) == {}

    def test_nothing_told_on_the_day_is_in_anything_public(self, worlds: list[World]) -> None:
        """No heading of it, no day off, no secret of an address: these have no words to plant."""
        *_, kept = worlds[0].unsaid
        assert (kept in worlds[0].rows, repr(AWAY[0]) in worlds[0].rows) == (True, True)
        assert found_under(worlds[0].site, _any_of(worlds[0].unsaid)) == {}

    def test_letter_of_the_body_says_what_it_was_told_and_why_it_is_otherwise(
        self, worlds: list[World]
    ) -> None:
        world = worlds[0]
        (said,) = (world.said[place][-1] for place in LETTER_SAYS)
        text = " ".join(pdf_words(world.letter).split())
        assert found_in("letter.pdf", world.letter, CANARY) == {said}
        assert ("Outstanding" in text, "11 October 2018" in text) == (True, True)
        assert found_in("letter.pdf", world.public_letter, _any_of(world.unsaid)) == set()
        assert found_in("letter.pdf", world.public_letter, CANARY) == set()
        assert found_in("letter.pdf", world.letter, _any_of(UNSAID)) >= set(UNSAID[-2:])
        full, public = world.in_word
        assert found_in("letter.docx", full, CANARY) == {said}
        assert found_in("letter.docx", public, CANARY) == set()
        assert found_in("letter.docx", public, _any_of(world.unsaid)) == set()

    def test_each_was_planted(self, worlds: list[World]) -> None:
        """In a row or a file of the installation: a place that took no words hides nothing."""
        world = worlds[0]
        there = set(CANARY.findall(world.rows))
        there |= set().union(*found_under(world.bundles.parent / "files", CANARY).values())
        assert {
            place: [word for word in words if word not in there]
            for place, words in world.said.items()
            if not set(words) <= there
        } == {}

    def test_what_waits_for_its_release_holds_its_own(self, worlds: list[World]) -> None:
        """The same search finds the words of a correction in contents that nobody approved."""
        (word,) = worlds[0].said["words of a correction that is not out"]
        found = found_under(worlds[0].bundles, CANARY)
        assert {Path(path).suffix for path, words in found.items() if word in words} >= {
            ".html",
            ".pdf",
            ".json",
        }

    def test_each_published_format_has_a_leak_that_is_found(self, worlds: list[World]) -> None:
        published = {Path(path).suffix for path in worlds[0].files}
        assert published <= {Path(name).suffix for name in LEAKS}


def _pdf(title: str = "Title", subtitle: str = "") -> bytes:
    return pdf(replace(editions.release(), title=title, subtitle=subtitle))


def _attached(word: str) -> bytes:
    document = pypdfium2.PdfDocument(_pdf())
    document.new_attachment("note.txt").set_data(word.encode())
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def _zipped(word: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.xml", f"<a>{word}</a>")
    return held.getvalue()


def _base64(word: str) -> bytes:
    return base64.b64encode(f"x{word}y".encode())


# How each published format might hold a word that nobody sees at once.
LEAKS: Mapping[str, Callable[[str], bytes]] = {
    "parted.html": lambda word: f"<p>{word[:4]}<b>{word[4:]}</b>".encode(),
    "comment.html": lambda word: f"<!-- {word.upper()} -->".encode(),
    "entities.html": lambda word: "".join(f"&#{ord(one)};" for one in word).encode(),
    "address.html": lambda word: (
        b'<a href="?q=' + "".join(f"%{ord(one):02x}" for one in word).encode() + b'">'
    ),
    "picture.html": lambda word: b'<img src="data:image/png;base64,' + _base64(word) + b'">',
    "escaped.json": lambda word: (
        json.dumps({"a": "".join(f"\\u{ord(one):04x}" for one in word)})
        .replace("\\\\", "\\")
        .encode()
    ),
    "key.jsonld": lambda word: json.dumps({word: 1}).encode(),
    "cell.csv": lambda word: f'a,b\n1,"{word}"\n'.encode(),
    "wide.csv": lambda word: f"a\n{word}\n".encode("utf-16"),
    "feed.xml": lambda word: f"<entry><title>&amp;lt;b&amp;gt;{word}</title></entry>".encode(),
    "title.svg": lambda word: (
        f"<svg><text>{word[:5]}<tspan>{word[5:]}</tspan></text></svg>".encode()
    ),
    "comment.css": lambda word: f"a {{}} /* {word[::-1]} */".encode(),
    "robots.txt": lambda word: f"Disallow: /{word}\n".encode(),
    "redirects.map": lambda word: f"/old /{word};\n".encode(),
    "checkpoint.pub.pem": lambda word: f"-----BEGIN-----\n{word}\n".encode(),
    "face.woff2": lambda word: b"wOF2\x00\x01" + word.encode(),
    "text.pdf": lambda word: _pdf(subtitle=f"About {word}"),
    "metadata.pdf": lambda word: _pdf(title=word),
    "attached.pdf": _attached,
    "members.zip": _zipped,
    "packed.docx": _zipped,
}


@pytest.mark.parametrize("name", LEAKS)
def test_one_leak_is_found_in_each_format(name: str) -> None:
    word = "zqk0042wv"
    assert found_in(name, LEAKS[name](word), CANARY) == {word}
    assert found_in(name, LEAKS[name]("nothing12"), CANARY) == set()


@pytest.mark.parametrize("word", [*UNSAID, "kq2z-7_t" * 5, "0f1e2d3c" * 8])
@pytest.mark.parametrize("name", drilled(LEAKS, 4))
def test_one_leak_of_what_has_no_words_of_its_own_is_found_in_each_format(
    name: str, word: str
) -> None:
    found = found_in(name, LEAKS[name](word), _any_of([word]))
    assert {re.sub(r"\s", "", one) for one in found} == {word.replace(" ", "")}
    assert found_in(name, LEAKS[name]("nothing12"), _any_of([word])) == set()


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    """Each of some words, however its blanks are written."""
    return re.compile("|".join(r"\s*".join(map(re.escape, one.split())) for one in words))


def test_a_leak_in_the_name_of_a_file_is_found() -> None:
    assert found_in("data/zqk0042wv.csv", b"", CANARY) == {"zqk0042wv"}
