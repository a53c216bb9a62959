"""The released folder: whole or not at all, the same bytes for the same facts, nothing in it that
is not for the public.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as live_settings

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.publication import folder, queries
from inspectorate.domain.publication.bundle import build
from inspectorate.domain.publication.models import Bundle
from inspectorate.domain.publication.schema import read_bundle, read_edition
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.editions.frozen import canonical
from inspectorate.foundation.people.roles import Role
from tests.domain.reports.test_redaction_canary import pdf_words
from tests.factories.findings import a_recording
from tests.factories.publishing import (
    DRAFTED,
    EMBARGO,
    REPORT,
    Story,
    a_story,
    frozen,
    released,
    saved,
    taken_back,
)
from tests.factories.rooms import a_contact, a_key, member

FILES = {"bundle.json": b"{}", "documents/report.json": b"[]", "documents/report.pdf": b"%PDF"}


def placed(root: Path, name: str = "x-1-1") -> str:
    return folder.place(root, name, FILES)


class TestFolder:
    def test_folder_holds_the_files_and_a_manifest_of_their_digests(self, tmp_path: Path) -> None:
        digest = placed(tmp_path)
        manifest = (tmp_path / "x-1-1/manifest.json").read_bytes()
        assert hashlib.sha256(manifest).hexdigest() == digest
        assert json.loads(manifest)["files"] == {
            path: hashlib.sha256(content).hexdigest() for path, content in FILES.items()
        }
        assert list(folder.faults(tmp_path / "x-1-1", digest)) == []

    def test_failure_while_writing_leaves_nothing(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(*_: Any) -> None:
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(folder, "_write", full)
        with pytest.raises(OSError, match="No space"):
            placed(tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_orphan_of_a_killed_release_makes_way_and_leftovers_are_swept(
        self, tmp_path: Path
    ) -> None:
        (tmp_path / "x-1-1").mkdir()
        (tmp_path / "x-1-1/bundle.json").write_text("half")
        (tmp_path / f"{folder.TEMPORARY}old").mkdir()
        digest = placed(tmp_path)
        assert [one.name for one in tmp_path.iterdir()] == ["x-1-1"]
        assert list(folder.faults(tmp_path / "x-1-1", digest)) == []

    @pytest.mark.parametrize("path", [*FILES, "manifest.json"])
    def test_changed_or_missing_file_is_named(self, tmp_path: Path, path: str) -> None:
        digest = placed(tmp_path)
        target = tmp_path / "x-1-1" / path
        target.chmod(0o644)
        target.write_bytes(target.read_bytes() + b" ")
        assert list(folder.faults(tmp_path / "x-1-1", digest)) == [
            f"bundle x-1-1: {path} was changed"
        ]
        target.unlink()
        # A folder without its list is taken for one of today, whose list has another name.
        lost = "contents.json" if path == "manifest.json" else path
        assert list(folder.faults(tmp_path / "x-1-1", digest)) == [
            f"bundle x-1-1: {lost} is missing"
        ]

    def test_file_nobody_released_is_named(self, tmp_path: Path) -> None:
        digest = placed(tmp_path)
        (tmp_path / "x-1-1/extra.csv").write_text("x")
        assert list(folder.faults(tmp_path / "x-1-1", digest)) == [
            "bundle x-1-1: extra.csv is not in its manifest"
        ]

    @pytest.mark.drill
    def test_killed_at_any_moment_the_folder_is_whole_or_absent(self, tmp_path: Path) -> None:
        code = (
            "import sys\nfrom pathlib import Path\nfrom inspectorate.domain.publication "
            "import folder\n"
            "print('go', flush=True)\n"
            "for n in range(10_000):\n"
            "    folder.place(Path(sys.argv[1]), f'x-1-{n}', {f'documents/{i}.json': b'y' "
            "* 2000 for i in range(3)})\n"
        )
        source = str(Path(folder.__file__).parents[3])
        seen = 0
        for attempt in range(6):
            root = tmp_path / str(attempt)
            root.mkdir()
            env = {
                **os.environ,
                "PYTHONPATH": source,
                "DJANGO_SETTINGS_MODULE": "inspectorate.config.settings",
                "INSPECTORATE_MODE": "test",
            }
            with subprocess.Popen(
                [sys.executable, "-c", code, str(root)], stdout=subprocess.PIPE, env=env
            ) as child:
                assert child.stdout is not None
                child.stdout.readline()
                while not (root / "x-1-0").exists():
                    assert child.poll() is None
                    time.sleep(0.001)
                time.sleep(0.003 * attempt)
                child.send_signal(signal.SIGKILL)
            for made in root.iterdir():
                if made.name.startswith(folder.TEMPORARY):
                    continue
                seen += 1
                digest = hashlib.sha256((made / "manifest.json").read_bytes()).hexdigest()
                assert list(folder.faults(made, digest)) == []
        assert seen >= 6


@pytest.mark.django_db
class TestContents:
    @pytest.fixture
    def story(self) -> Story:
        return a_story()

    def read(self, bundle: Bundle) -> dict[str, bytes]:
        root = queries.folder_of(bundle)
        return {
            path.relative_to(root).as_posix(): path.read_bytes()
            for path in sorted(root.rglob("*"))
            if path.is_file()
        }

    def test_bundle_reads_back_by_its_schema(self, story: Story) -> None:
        root = queries.folder_of(released(story))
        bundle = read_bundle(root)
        assert (bundle.rehearsal, bundle.notice, bundle.slug, bundle.release) == (
            True,
            story.inspection.notice,
            story.inspection.slug,
            1,
        )
        assert [(one.slug, one.kind, one.pdf) for one in bundle.documents] == [
            ("report", "report", True),
            ("press-release", "release", True),
        ]
        assert bundle.published_on == "2020-03-09"
        assert [(one.key, one.met, one.inspected) for one in bundle.claims] == [
            ("mandatory-training", 9, 12)
        ]
        assert read_edition(root, "report").title == "How well forces train"

    def test_every_claim_a_document_carries_is_in_the_bundle(self, story: Story) -> None:
        root = queries.folder_of(released(story))
        bundle = read_bundle(root)
        keys = {
            run.claim
            for one in bundle.documents
            for block in read_edition(root, one.slug).blocks
            for runs in (block.runs, *block.items)
            for run in runs
            if run.claim
        }
        assert keys == {one.key for one in bundle.claims}

    def test_bundle_names_no_real_body_of_a_rehearsal_anywhere(self, story: Story) -> None:
        files = self.read(released(story))
        everything = "\n".join(content.decode("latin-1") for content in files.values())
        everything += "".join(
            pdf_words(content) for path, content in files.items() if path.endswith(".pdf")
        )
        for one in story.inspection.scope.select_related("body"):
            for name in (one.body.name, one.body.short_name, one.body.code):
                assert name not in everything.replace(one.code, ""), name
        assert "Force 01" in everything

    def test_no_grade_of_a_single_body_is_published_where_the_scope_names_none(
        self, story: Story
    ) -> None:
        made = read_bundle(queries.folder_of(released(story)))

        assert story.inspection.rehearsal, "a pseudonym counts as a name"
        assert "judgments" not in {table.slug for table in made.tables}
        assert [one for one in made.bodies if one.grades or one.tile] == []

    def test_tables_are_even_and_have_their_keys(self) -> None:
        bundle = read_bundle(queries.folder_of(released(a_story(names_bodies=True))))
        assert [table.slug for table in bundle.tables] == [
            "bodies",
            "criteria",
            "coverage",
            "judgments",
            "claims",
            "recommendations",
            "vocabulary",
        ]
        for table in bundle.tables:
            names = [column[0] for column in table.columns]
            assert all(len(row) == len(names) for row in table.rows)
            keys = [
                tuple(row[names.index(name)] for name in table.primary_key) for row in table.rows
            ]
            assert len(set(keys)) == len(keys)

    def test_site_and_data_explain_the_words_that_the_annex_prints(self, story: Story) -> None:
        some = "\n\n[Not all forces train their people]{#mandatory-training}."
        saved(story.release, story.release.text.rstrip() + some)
        root = queries.folder_of(released(story))
        report = read_edition(root, story.report.slug)
        tables = [one for one in report.blocks if one.header[:1] == ("Word",)]
        told = [(one.word, one.meaning, one.example) for one in read_bundle(root).vocabulary]
        printed = [(row[0], row[1], f"{row[2]} of 12" if row[2] else "") for row in tables[0].rows]
        assert told == printed
        assert ("not all", "at least one did not", "0 to 11 of 12") in told

    def test_judgments_not_made_are_told_apart_from_those_not_inspected(self) -> None:
        story = a_story(names_bodies=True)
        # A press release may go out before all is judged; a report may not.
        taken_back(story.inspection, story.body(), "1.2")
        made = released(story, editions=[frozen(story.release)])
        bundle = read_bundle(queries.folder_of(made))
        (table,) = [one for one in bundle.tables if one.slug == "judgments"]
        states = {(row[1], row[2]) for row in table.rows}
        assert states == {
            ("1.1", "judged"),
            ("1.2", "not judged"),
            ("1.2", "not inspected"),
            ("2.1", "not inspected"),
        }

    def test_what_is_not_for_the_public_is_nowhere_in_the_folder(self, story: Story) -> None:
        """Canaries in evidence, claims nobody printed, points, drafts, waivers, decisions; and a
        sensitive passage.
        """
        lead, inspector = story.who(Role.LEAD), story.who(Role.INSPECTOR)
        evidence.record(
            by=inspector,
            at=DRAFTED,
            key=a_key(),
            inspection=story.inspection,
            recording=a_recording(story.inspection, words="CANARY words", origin="CANARY origin"),
        )
        hidden = (
            '[CANARY]{.sensitive ground="Police Act 1996 s.55(2)" marking="OFFICIAL-SENSITIVE"}'
        )
        saved(story.report, REPORT + "\nCANARY of an older draft.\n")
        document = saved(story.report, REPORT + f"\n{{.narrative}}\nWe went on {hidden}.\n")
        check = reports.open_fact_check(
            by=lead,
            at=DRAFTED,
            key=a_key(),
            document=document,
            recipient=inspected(story.body()),
            due_on=DRAFTED.date().replace(day=20),
        )
        point = reports.raise_point(
            by=a_contact(story.body().body),
            at=DRAFTED,
            key=a_key(),
            fact_check=check,
            kind="accuracy",
            about="CANARY",
            text="CANARY",
        )
        reports.decide(
            by=lead,
            at=DRAFTED,
            key=a_key(),
            point=point,
            outcome="rejected",
            reason="CANARY reason",
        )
        files = self.read(released(story))
        for path, content in files.items():
            text = pdf_words(content) if path.endswith(".pdf") else content.decode("latin-1")
            assert "CANARY" not in text, path
        full = document.editions.get(kind="full")
        assert "CANARY" in json.dumps(full.data)
        assert "removed: Police Act" in files["documents/report.json"].decode()

    @pytest.mark.drill
    def test_live_inspection_that_names_nobody_has_no_judgments_and_no_grades(
        self, settings: Any
    ) -> None:
        settings.BASE_URL = "https://inspectorate.example/"
        bundle = read_bundle(queries.folder_of(released(a_story(rehearsal=False))))
        assert "judgments" not in {table.slug for table in bundle.tables}
        assert {len(one.grades) for one in bundle.bodies} == {0}
        assert {one.tile for one in bundle.bodies} == {None}

    def test_withheld_number_is_in_no_file(self) -> None:
        story = a_story(
            claim={
                "withhold_count": True,
                "small_number_decision": "Two of them are known locally.",
            }
        )
        files = self.read(released(story))
        bundle = json.loads(files["bundle.json"])
        (claim,) = bundle["claims"]
        assert (claim["suppressed"], claim["met"], claim["word"]) == (True, None, "")
        assert "9 of 12" not in "".join(
            pdf_words(files[path]) for path in files if path.endswith(".pdf")
        )
        assert "9 of 12" not in "".join(
            files[path].decode()
            for path in files
            if path.endswith((".json", ".html", ".csv", ".jsonld"))
        )

    def test_facts_written_again_give_the_same_bytes(self, story: Story) -> None:
        bundle = released(story)
        before = self.read(bundle)
        editions = queries.standing_editions(story.inspection, bundle.release)
        again, _ = build(
            bundle.release,
            editions,
            on=bundle.at.date(),
            address=str(live_settings.BASE_URL),
        )
        # The release has opened its recommendations since.
        opened = [replace(one, opens=True) for one in again.recommendations]
        again = replace(again, recommendations=tuple(opened))
        assert canonical(again.as_json()) == before["bundle.json"]

    def test_what_stands_with_a_release_is_what_was_out_by_then(self, story: Story) -> None:
        first = released(story, editions=[frozen(story.report)])
        second = released(
            story,
            editions=[frozen(story.release)],
            embargo_until=EMBARGO + timedelta(hours=1),
            at=EMBARGO + timedelta(hours=1),
        )
        stands = [
            queries.standing_editions(story.inspection, one.release) for one in (first, second)
        ]
        assert [[one.document.slug for one in some] for some in stands] == [
            ["report"],
            ["report", "press-release"],
        ]

    def test_no_key_of_the_database_is_in_the_bundle(self, story: Story) -> None:
        def names(data: object) -> set[str]:
            if isinstance(data, dict):
                return set(data) | {name for value in data.values() for name in names(value)}
            return (
                {name for one in data for name in names(one)} if isinstance(data, list) else set()
            )

        bundle = json.loads(self.read(released(story))["bundle.json"])
        assert {
            name for name in names(bundle) if name in {"id", "pk"} or name.endswith("_id")
        } == set()
        assert member(story.inspection, Role.PRESS).name not in json.dumps(bundle)
