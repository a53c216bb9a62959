"""What the commit before the house's second edition wrote opens, verifies, imports and builds.

``0001/how_it_was_made.py`` says how it was made. A new set is added beside it only when a stored
format changes; this one stays. ``test_goes_on`` opens the set 0002.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest

from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.published import OutInspection, OutRelease, Published
from inspectorate.domain.publication.verify import verify
from inspectorate.foundation.people.actions import CONSOLE
from inspectorate.interfaces.public import about
from inspectorate.interfaces.public.builder import build_site
from tests.factories.rooms import AT
from tests.written.pages import read_site

SLUG = "inspection-1"
LAST_BUNDLE = "inspection-1-2-2"
# Words of the public site that were changed on purpose since: (pattern before, words now, reason).
REWORDED: tuple[tuple[str, str, str], ...] = (
    (
        r"Corrected\. This is release 3: A figure was wrong\.",
        "",
        "it numbered bundles, not releases",
    ),
    (
        r"All 2 Closed 1 Answered 1",
        "All 2 Open 0 Answered 1 Reply overdue 0 Overdue 0 Closed 1",
        "every state has its page always, so that its address stays",
    ),
    (
        r"All 1 Open 1",
        "All 1 Open 1 Answered 0 Reply overdue 0 Overdue 0 Closed 0",
        "as above",
    ),
    (
        r"(inspected.* Recommendations to .* Recommendation \d) (?:Closed|Answered|Open)",
        r"\1, and where it stands",
        "a body's page is of a release, which does not know what became of it",
    ),
    (
        r"Withheld: the number is small enough to point at a body\.",
        "Withheld: it, or another number that it would give away, could point at a body.",
        "a number is withheld for what it would give away too",
    ),
    (r"It is asked to; no law obliges it", "It is asked to reply", "some law may ask for it"),
    (
        r"Permanent address of the sentence within this site\.",
        "Address of the sentence, from the release's folder.",
        "a site holds many releases",
    ),
    (
        r"(?<=under pseudonyms\. )Inspected: 12 (Force \d+) .* (?=Asked to act)",
        r"Inspected: 1 \1 ",
        "the scope names nobody: of bodies inspected, those alone that are asked something",
    ),
    (r"inspected between (\w+ \d{4}) to ", r"inspected between \1 and ", "plain English"),
    (
        r"(?<=2019\. )Grades Grades of Force \d+ .*? (?=Recommendations to)",
        "This inspection publishes findings about the whole, not a grade for each body. ",
        "the scope grades nobody",
    ),
    (r"Must it answer\? It is asked to reply", "Asked to reply Yes", "no law is spoken of"),
    (
        r"Must it answer\? Yes, by duty \(Police Act 1996 s\.55\(5A\)\)",
        "Asked to reply By 3 May 2020, under the Police Act 1996 s.55(5A)",
        "the day and the basis that are recorded",
    ),
    (
        r"Everything counted in the report, to download",
        "The counts, sentences and recommendations of this release, to download",
        "it says what is there",
    ),
    (
        r"(Evidence \d+ items?): (.*?)(?= The data behind| “| ?$)",
        r"\1 (\2)",
        "a list after a colon reads as its items",
    ),
)
# Where a scope names nobody, the page of a body inspected now says why nothing stands there, under
# the body's name: such an address was given by an earlier release.
NOT_NAMED = re.compile(rf"[\w ]+ {re.escape(about.NOT_NAMED)} What this inspection found")
OF_A_BODY = re.compile(r"(^|/)bodies/[^/]+\.html$")
# What each inspection in a folder had for itself, and the site has once.
ONCE = re.compile(r"[^/]+/(assets/|(404\.html|robots\.txt|sitemap\.xml|manifest\.json)$)")
LIVING = re.compile(r"^(?!data/)[^/]+/(data/)?index\.html$")
# Words of the public site that came later, on purpose.
ADDED: tuple[tuple[str, str], ...] = (
    (r"Corrected\. This is release 2: A figure was wrong\.", "told under its right number"),
    (r"Kept at an earlier address\. .*? Where this page stands now \.", "says where it stands now"),
    (r"(?<=No reply) received by us as at \d+ April 2020", "as at which day there was none"),
    (r"As at \d+ April 2020\.", "the day of the register"),
    (r"(?:Closed\. )?Confirmed by one person", "who confirmed it"),
)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The old set, unpacked once; nobody writes into it."""
    return unpacked("0001", tmp_path_factory.mktemp("written"))


def unpacked(number: str, folder: Path) -> Path:
    """What an earlier commit wrote, unpacked into ``folder``."""
    with tarfile.open(Path(__file__).parent / number / "written.tar.xz") as packed:
        packed.extractall(folder, filter="data")
    return folder


@contextmanager
def installation(old: Path, folder: Path) -> Iterator[dict[str, str]]:
    """Copy the old data folder, with the database of its kind: the environment to run it in."""
    for name in ("files", "bundles"):
        (folder / name).parent.mkdir(exist_ok=True)
        subprocess.run(["cp", "-r", str(old / name), str(folder / name)], check=True)
    address = os.environ.get("DATABASE_URL", "")
    # Since rows have nonces, each kind of database has heads of its own.
    own_heads = old / "heads.sql.log"
    heads = (
        own_heads if address.startswith("postgres") and own_heads.exists() else old / "heads.log"
    )
    (folder / "heads.log").write_bytes(heads.read_bytes())
    environment = {
        **os.environ,
        "INSPECTORATE_MODE": "demo",
        "INSPECTORATE_DATA": str(folder),
        "PYTHONPATH": "src",
    }
    if not address.startswith("postgres"):
        name = "inspectorate.sqlite3"
        (folder / name).write_bytes((old / name).read_bytes())
        yield environment
        return
    name = f"written_{uuid4().hex[:12]}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            own = psycopg.conninfo.make_conninfo(address, dbname=name)
            with psycopg.connect(own, autocommit=True) as restored:
                # psql's own words ("\\restrict …") are not SQL.
                sql = (old / "inspectorate.sql").read_text("utf-8")
                restored.execute(re.sub(r"^\\.*$", "", sql, flags=re.M).encode())
            yield environment | {"DATABASE_URL": _named(address, name)}
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _named(address: str, name: str) -> str:
    """The address of another database of the same server."""
    head, _, query = address.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


@pytest.mark.drill
@pytest.mark.database
def test_old_installation_migrates_verifies_and_every_view_of_it_reads(
    old: Path, tmp_path: Path
) -> None:
    with installation(old, tmp_path) as environment:
        command = [sys.executable, "-m", "tests.written.opening", SLUG]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found = json.loads(done.stdout)
    assert found["faults"] == []
    for pages in found["pages"].values():
        assert {address for address, status in pages.items() if status >= 500} == set()
    read = {
        name: sum(status == 200 for status in pages.values())
        for name, pages in found["pages"].items()
    }
    assert read["lead"] >= 90
    assert read["body"] >= 10
    assert found["claims"]["mandatory-training"] == [9, 12]
    assert found["claims"]["completion-known"] == [12, 12]
    assert len(found["claims"]) == 8
    assert found["search"] == {
        "training": 16,
        "kind interview": 16,
        "interview, training": 15,
        "document, records": 1,
        "supports": 16,
        "document review": 1,
    }
    assert found["grid"] == {"agreed": 12, "unassigned": 34, "ready": 1, "not-inspected": 1}
    assert found["recommendations"] == [
        ["T1-R1", ["implemented"]],
        ["T1-R2", ["answered", "answered"]],
    ]
    site = read_site(tmp_path / "site")
    assert says_as_before(json.loads((old / "site.json").read_text("utf-8")), site) > 20
    # Anew in a folder of each release.
    assert {f"{SLUG}/1/report.html", f"{SLUG}/2/report.html"} < site.keys()


@pytest.mark.drill
@pytest.mark.database
def test_changed_byte_in_an_old_installation_is_named(old: Path, tmp_path: Path) -> None:
    """The control of the test above: what it calls sound would be called broken."""
    with installation(old, tmp_path) as environment:
        (blob,) = list((tmp_path / "files").rglob("*"))[-1:]
        blob.chmod(0o600)
        blob.write_bytes(b"Another.")
        done = subprocess.run(
            [sys.executable, "-m", "tests.written.opening", "faults"],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        )
    (fault,) = json.loads(done.stdout)
    assert blob.name in fault


@pytest.mark.django_db
def test_old_binder_verifies_and_is_read_in(
    old: Path, django_capture_on_commit_callbacks: Any
) -> None:
    binder = old / "binder.zip"
    assert exchange.verify_binder(binder) == []
    with django_capture_on_commit_callbacks(execute=True):
        inspection = exchange.read(binder, by=CONSOLE, at=AT, key="read-in")
    assert inspection.slug == SLUG
    found = verify()
    assert found.faults == ()
    assert (found.editions, found.bundles) == (6, 3)


def test_old_bundle_keeps_its_words_and_anchors_at_its_addresses(old: Path, tmp_path: Path) -> None:
    listed = (old / "bundles" / LAST_BUNDLE / "manifest.json").read_bytes()
    release = OutRelease(
        number=2,
        folder=LAST_BUNDLE,
        digest=hashlib.sha256(listed).hexdigest(),
        at="2020-03-11T01:01:00+00:00",
        signed=False,
        given_at=("",),
    )
    out = Published("The Inspectorate", "", "", True, (OutInspection(SLUG, (release,), None),))
    build_site(out, old / "bundles", tmp_path / "site")
    before = json.loads((old / "site.json").read_text("utf-8"))
    assert len(before) > 20
    assert says_as_before(before, read_site(tmp_path / "site"))


# The pages of single bodies, and the list of them.
SINGLE, LISTED = re.compile(r"(^|/)bodies/[^/]+\.html$"), re.compile(r"(^|/)bodies\.html$")


def says_as_before(
    before: Mapping[str, Any], after: Mapping[str, Any], *, living: re.Pattern[str] = LIVING
) -> int:
    """Every path and anchor of a site stands with its words; return how many pages were read.

    Of ``living`` pages the words go on, so that only their anchors are compared.
    """
    kept = {path: page for path, page in before.items() if not ONCE.match(path)}
    assert {path for path in kept if path not in after} == set()
    pages = {path: page for path, page in kept.items() if page}
    for path, page in pages.items():
        assert set(page["anchors"]) <= set(after[path]["anchors"]), path
        # These are now of the whole site, and in a folder of the whole inspection: what a home said
        # stands in the inspection's folder, and what is said of tables in each release's.
        if path in ("404.html", "index.html") or living.search(path):
            continue
        if SINGLE.search(path) and ", inspected" in page["words"]:
            # The scope named nobody then either: the address stands, and says why nothing does.
            told = main_of(after[path]["words"])
            assert "Grades" not in told, path
            why = "name and grade no single body", "not a grade for each body"
            assert any(one in told for one in why), path
            continue
        if LISTED.search(path):
            # Of those inspected, the one that was asked something alone.
            told = main_of(after[path]["words"]).replace("Inspected: 1 Force 01 ", "")
            assert "Inspected:" not in told, path
            continue
        words = main_of(page["words"])
        for pattern, now, _ in REWORDED:
            words = re.sub(pattern, now, words)
        told = main_of(after[path]["words"])
        for pattern, _ in ADDED:
            told = re.sub(pattern, "", told)
        if OF_A_BODY.search(path) and NOT_NAMED.fullmatch(" ".join(told.split())):
            continue
        assert by_notes(told) == by_notes(words), path
    return len(pages)


def by_notes(words: str) -> str:
    """What a page says, whatever numbers its notes have: each sentence had one of its own before,
    and since has that of its note, as in the PDF, where it is told once with all its sentences.
    """
    words = re.sub(r" “[^“”]*” As note \d+\.", "", " ".join(words.split()))
    words = re.sub(r"“[^“”]*” (?=“[^“”]*” What we state)", "", words)
    words = re.sub(r"\d+ (?=How do we know\? Statement)", "", words)
    return re.sub(r"(Statement|As note) \d+", r"\1", words)


def main_of(words: Any) -> str:
    """What a page says between its navigation and its last lines, which name the release."""
    last_link = "Press release" if "Press release" in str(words) else " Data "
    return re.split(r"Published by|The register as at", str(words).split(last_link, 1)[1])[0]
