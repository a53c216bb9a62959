"""The demonstration from the outside: one command, what it prints, what it leaves, and what is
noticed when somebody changes it.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pypdfium2
import pytest

from inspectorate.domain.bodies.register_csv import shipped
from tests.domain.reports.pdf_structure import faults
from tests.house.test_no_chance import speaking
from tests.journeys.told import Demo, copy, quick

SLUG = "prevent-2018"
# Where the bytes stand that two people signed.
OUT = f"{SLUG}/1"
NOTICE = "Rehearsal: simulated evidence, says nothing about any real body."
# Addressed by the recommendations of the published report, never inspected: these the site may
# name.
NATIONAL = {
    "College of Policing",
    "National Police Chiefs' Council",
    "NPCC",
    "Home Office",
    "College",
    "The College",
}


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def plain(path: Path) -> str:
    """What a reader of a file of the site sees."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        return " ".join(page.get_textpage().get_text_bounded() for page in document)
    return path.read_text("utf-8")


def readable(site: Path) -> list[Path]:
    """Return the site's files with words of ours: no typefaces, styles, pictures, licences."""
    return [
        path
        for path in sorted(site.rglob("*"))
        if path.is_file() and path.suffix in {".html", ".pdf", ".csv", ".json", ".xml", ".jsonld"}
    ]


def test_demo_ends_well_and_its_summary_counts_bodies_claims_and_recommendations(
    demo: Demo,
) -> None:
    figures = dict(re.findall(r"^│ ([a-z ]+?) +│ ([\d,]+) +│", demo.output, re.MULTILINE))

    assert demo.code == 0
    assert (figures["bodies"], figures["recommendations"]) == ("46", "8")
    assert int(figures["evidence"].replace(",", "")) >= 1500
    assert 500 <= int(figures["judgments agreed"].replace(",", "")) <= 600
    assert "stale" not in demo.output
    assert "not referenced" not in demo.output
    assert demo.output.count("referenced") == int(figures["claims"])
    assert str(demo.site) in demo.output.replace("\n", "")


def test_demo_site_holds_report_release_register_open_data_and_feed(demo: Demo) -> None:
    expected = [
        "index.html",
        "feed.xml",
        "sitemap.xml",
        "manifest.json",
        "404.html",
        f"{OUT}/index.html",
        f"{OUT}/report.html",
        f"{OUT}/report.pdf",
        f"{OUT}/press-release.html",
        f"{OUT}/data/claims.csv",
        f"{OUT}/data/datapackage.json",
        f"{OUT}/contents.json",
        f"{SLUG}/index.html",
        f"{SLUG}/latest/report.html",
        f"{SLUG}/recommendations.html",
        f"{SLUG}/data/recommendations.csv",
        f"{SLUG}/data/recommendations.csv-metadata.json",
        f"{SLUG}/data/datapackage.json",
        f"{SLUG}/feed.xml",
    ]
    assert [name for name in expected if not (demo.site / name).is_file()] == []


def test_demo_pdfs_are_structured_so_that_they_can_be_read_aloud(demo: Demo) -> None:
    made = sorted((demo.site / OUT).glob("*.pdf"))
    assert len(made) >= 2
    assert {str(path): faults(path.read_bytes()) for path in made} == {
        str(path): [] for path in made
    }


def test_demo_publishes_nothing_of_a_single_force_inspected_as_its_scope_says(demo: Demo) -> None:
    bundle = json.loads((demo.site / OUT / "bundle.json").read_text("utf-8"))
    pages = {path.name for path in (demo.site / OUT / "bodies").glob("*.html")}

    assert bundle["name_bodies"] is False
    assert not (demo.site / OUT / "data/judgments.csv").exists()
    assert [one["code"] for one in bundle["bodies"] if one["grades"] or one["tile"]] == []
    assert [name for name in pages if re.fullmatch(r"force-\d+\.html", name)] == []
    assert len(pages) >= 43, "whoever was asked something has a page"


def test_demo_manifest_knows_every_file_of_the_site_by_its_sha256(demo: Demo) -> None:
    manifest = json.loads((demo.site / "manifest.json").read_text("utf-8"))
    # No other file depends on the signed checkpoint, which differs from one telling to the next.
    assert manifest["without_digest"] == {
        name: (demo.site / name).stat().st_size for name in ("checkpoint.pub.pem", "checkpoint.txt")
    }
    found = {
        path.relative_to(demo.site).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in demo.site.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    assert set(found) - set(manifest["files"]) == set(manifest["without_digest"])
    assert manifest["files"].items() <= found.items()


def test_demo_every_page_and_file_carries_the_notice_of_the_rehearsal(demo: Demo) -> None:
    words = NOTICE.split()
    bare = [
        path.relative_to(demo.site).as_posix()
        for path in readable(demo.site)
        if path.name != "sitemap.xml"
        and not re.search(r"\s+".join(map(re.escape, words)), plain(path))
    ]
    assert bare == []


def test_demo_site_names_no_real_body_but_the_national_ones_it_addresses(demo: Demo) -> None:
    import csv
    import io

    rows = list(csv.DictReader(io.StringIO(shipped().decode("utf-8"))))
    names = {
        row[column].strip()
        for row in rows
        if row["kind"] != "national"
        for column in ("name", "short_name")
    } - {""}
    assert len(names) > 150
    pattern = re.compile(
        "|".join(rf"\b{re.escape(name)}\b" for name in sorted(names, key=len, reverse=True))
    )
    assert pattern.search("said an officer of Avon and Somerset Constabulary") is not None
    named = {
        path.relative_to(demo.site).as_posix(): found
        for path in readable(demo.site)
        if (found := sorted(set(pattern.findall(plain(path)))))
    }
    assert named == {}


def test_demo_release_passes_the_check_of_texts_from_outside(demo: Demo) -> None:
    for name in ("press-release.html", "report.html"):
        done = quick("check", str(demo.site / OUT / name))
        assert (done.returncode, done.stdout) == (0, done.stdout), done.stdout + done.stderr
        assert "blocks" not in done.stderr


def test_demo_trace_of_a_published_sentence_ends_in_digests_and_of_evidence_in_sentences(
    demo: Demo,
) -> None:
    counted = json.loads((demo.site / OUT / "data" / "sentences.json").read_text("utf-8"))
    key = "mandatory-training"
    assert f'"{key}"' in json.dumps(counted)
    down = quick("trace", f"report#{key}", data=demo.data)
    assert down.returncode == 0, down.stderr
    evidence = re.findall(r"evidence (PREV-E\d+):.*sha256:[0-9a-f]{64}", down.stdout)
    assert evidence
    up = quick("trace", evidence[0], data=demo.data)
    assert up.returncode == 0, up.stderr
    assert f"claim {key}:" in up.stdout


def test_demo_verify_finds_everything_as_it_was_written(demo: Demo) -> None:
    done = quick("verify", data=demo.data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "every one as it was written" in done.stdout


def test_demo_one_byte_of_one_ledger_row_changed_is_found_and_named(
    demo: Demo, tmp_path: Path
) -> None:
    data = copy(demo, tmp_path / "data")
    stream, number = behind_its_back(
        data,
        "UPDATE ledger_entry SET by_name = 'J' || substr(by_name, 2) WHERE id = "
        "(SELECT id FROM ledger_entry WHERE verb = 'judgments.submit' ORDER BY id LIMIT 1 "
        "OFFSET 100)",
        "SELECT stream, number FROM ledger_entry WHERE verb = 'judgments.submit' ORDER BY "
        "id LIMIT 1 OFFSET 100",
    )

    done = quick("verify", data=data)

    assert done.returncode == 1
    assert [
        line for line in done.stderr.splitlines() if stream in line and str(number) in line
    ] != []


@pytest.mark.drill
def test_demo_one_byte_of_one_file_changed_is_found_and_named(demo: Demo, tmp_path: Path) -> None:
    data = copy(demo, tmp_path / "data")
    target = next(
        path
        for path in sorted((data / "files").rglob("*"))
        if path.is_file() and re.fullmatch("[0-9a-f]{60,64}", path.name)
    )
    target.chmod(0o600)
    content = bytearray(target.read_bytes())
    content[len(content) // 2] ^= 1
    target.write_bytes(bytes(content))

    done = quick("verify", data=data)

    assert done.returncode == 1
    assert target.name[-32:] in done.stderr


@pytest.mark.drill
def test_demo_one_byte_of_a_released_bundle_changed_is_found_and_named(
    demo: Demo, tmp_path: Path
) -> None:
    data = copy(demo, tmp_path / "data")
    target = next(
        path
        for path in sorted((data / "bundles").rglob("*.json"))
        if path.stat().st_size > 10_000 and b"Good" in path.read_bytes()
    )
    target.chmod(0o600)
    target.write_bytes(target.read_bytes().replace(b"Good", b"Bad ", 1))

    done = quick("verify", data=data)

    assert done.returncode == 1
    assert target.name in done.stderr


def test_demo_ledger_cut_at_its_tail_is_caught_by_the_head_kept_outside(
    demo: Demo, tmp_path: Path
) -> None:
    data = copy(demo, tmp_path / "data")
    stream, number = behind_its_back(
        data,
        "DELETE FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)",
        "SELECT stream, number FROM ledger_entry WHERE id = (SELECT max(id) FROM ledger_entry)",
    )

    done = quick("verify", data=data)

    assert done.returncode == 1
    assert f"ledger {stream}: ends at entry {number - 1}" in done.stderr
    assert "its tail was cut" in done.stderr


def behind_its_back(data: Path, change: str, ask: str) -> tuple[str, int]:
    """Change the ledger as somebody with the file in their hands would: its triggers dropped, and
    put back. Ask first which row.
    """
    with sqlite3.connect(data / "inspectorate.sqlite3") as database:
        stream, number = database.execute(ask).fetchone()
        triggers = database.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = "
            "'ledger_entry'"
        ).fetchall()
        assert triggers
        for name, _ in triggers:
            database.execute(f"DROP TRIGGER {name}")
        assert database.execute(change).rowcount == 1
        for _, sql in triggers:
            database.execute(sql)
    database.close()
    return stream, number


def test_demo_mandate_ends_and_pieces_that_a_reader_took_out_are_nowhere_in_public(
    demo: Demo,
) -> None:
    with sqlite3.connect(demo.data / "inspectorate.sqlite3") as database:
        mandates = database.execute("SELECT count(*) FROM publication_mandate").fetchone()
        ended = database.execute("SELECT count(*) FROM publication_mandateend").fetchone()
        replies = database.execute(
            "SELECT wrote.action, shown.action FROM recommendations_acceptance AS shown "
            "JOIN recommendations_response AS wrote ON wrote.id = shown.response_id "
            "WHERE shown.action LIKE '%[removed]%'"
        ).fetchall()
        claimed = database.execute("SELECT text FROM recommendations_progress").fetchall()
    database.close()
    # Else a served demonstration would be published as of today, with everything overdue.
    assert (mandates, ended) == ((1,), (1,))
    taken_out = []
    for wrote, shown in replies:
        before, after = shown.split("[removed]")
        taken_out.append(wrote[len(before) : len(wrote) - len(after)])
    unread = [*taken_out, *(words for (words,) in claimed)]
    assert len(taken_out) > 0
    assert len(claimed) > 0
    public = "\n".join(plain(path) for path in readable(demo.site))
    assert "[removed]" in public
    assert [words for words in unread if words in public] == []


def test_demo_publishes_no_chance_that_a_word_holds(demo: Demo) -> None:
    assert speaking(demo.site, (".html", ".csv", ".json", ".md", ".txt")) == []


def test_demo_folder_with_something_else_in_it_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work", "utf-8")
    done = quick("demo", "--no-serve", "--data", str(tmp_path))
    assert done.returncode == 2
    assert "nothing was touched" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.txt"]


def test_demo_site_built_twice_from_what_is_out_is_the_same_byte_for_byte(
    demo: Demo, tmp_path: Path
) -> None:
    for name in ("one", "two"):
        done = quick("public-build", "--out", str(tmp_path / name), data=demo.data)
        assert done.returncode == 0, done.stderr
    digests = [(tmp_path / name / "manifest.json").read_bytes() for name in ("one", "two")]
    assert digests[0] == digests[1]
    assert digests[0] == (demo.site / "manifest.json").read_bytes()
    shutil.rmtree(tmp_path / "one")
