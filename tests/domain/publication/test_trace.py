"""Trace down from print to digests and up from evidence to print; verify names whatever was changed
behind the system's back.
"""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.publication import queries
from inspectorate.domain.publication.nodes import Node
from inspectorate.domain.publication.trace import Unknown, trace
from inspectorate.domain.publication.verify import VerifiedRecords, verify
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.reading import noting_reads
from inspectorate.foundation.people.roles import Role
from tests.factories.findings import LATER, a_claim, a_recording, agreed, an_item, referenced
from tests.factories.keeping import kept
from tests.factories.noting import note_heads
from tests.factories.publishing import REPORT, Story, a_story, released, saved, taken_back
from tests.factories.rooms import a_key, a_person

pytestmark = pytest.mark.django_db


@pytest.fixture
@kept
def story() -> Story:
    """As every story, with a claim on an example that has a file."""
    made = a_story()
    item = an_item(made.inspection, practice=True, files=[("photo.txt", b"A notice board.")])
    other = an_item(
        made.inspection, made.body(1), practice=True, kind="document", method="document-review"
    )
    assert item.number < other.number
    predicate = {
        "criteria": ["1.1"],
        "practice": True,
        "min_items": 1,
        "min_kinds": 1,
        "min_bodies": 1,
    }
    claim = a_claim(
        made.inspection,
        predicate,
        name="example",
        kind="example",
        statement="Examples of good practice",
        small_number_decision="Nobody can be told from it.",
    )
    referenced(claim)
    saved(made.report, REPORT + "\n[There were examples of good practice]{#example}.\n")
    return made


def kinds(nodes: list[Node]) -> list[tuple[int, str]]:
    return list(dict.fromkeys((one.depth, one.kind) for one in nodes))


def test_sentence_leads_through_claim_and_judgments_to_evidence(story: Story) -> None:
    released(story)
    nodes = trace("report#mandatory-training")
    assert kinds(nodes) == [
        (0, "sentence"),
        (1, "signature"),
        (1, "edition"),
        (2, "bundle"),
        (1, "claim"),
        (2, "reference"),
        (2, "judgment"),
        (3, "evidence"),
    ]
    assert [one.text for one in nodes if one.kind == "sentence"] == [
        "Most forces have mandatory training"
    ] * 2
    assert (
        sum(one.kind == "judgment" for one in nodes)
        == sum(one.kind == "evidence" for one in nodes)
        == 12
    )
    assert all(len(one.digest) == 64 for one in nodes if one.kind != "sentence")


def test_sentence_leads_down_to_the_digest_of_a_file(story: Story) -> None:
    (file,) = [one for one in trace("report#example") if one.kind == "file"]
    assert store.get(file.digest) == b"A notice board."


@pytest.mark.parametrize(
    "ident",
    [
        "report#mandatory-training",
        "mandatory-training",
        "report.html#says-mandatory-training",
        "http://127.0.0.1:8001/report.html#says-mandatory-training-2",
        "press-release.html#known-mandatory-training",
        "https://x.example/one/1/report.html#says-mandatory-training-3f0b6e",
        "report.html#known-mandatory-training-3f0b6e-2",
    ],
)
def test_every_name_of_a_published_sentence_leads_to_its_claim(story: Story, ident: str) -> None:
    released(story)
    assert [one.ref for one in trace(ident) if one.kind == "claim"] == ["mandatory-training"]


def test_evidence_leads_up_to_print_by_judgment_claim_and_sentence(story: Story) -> None:
    released(story)
    nodes = trace(f"{story.inspection.prefix}-E0001")
    assert kinds(nodes) == [
        (0, "evidence"),
        (1, "judgment"),
        (1, "claim"),
        (2, "sentence"),
        (3, "signature"),
        (3, "edition"),
        (4, "bundle"),
    ]
    assert {one.ref for one in nodes if one.kind == "sentence"} == {
        "report#mandatory-training",
        "press-release#mandatory-training",
    }


def test_withdrawn_evidence_says_so_and_still_lists_what_rests_on_it(story: Story) -> None:
    item = Item.objects.get(number=1)
    evidence.withdraw(by=item.recorded_by, at=LATER, key=a_key(), item=item, reason="Misheard.")
    nodes = trace(item.ref)
    assert [one.text for one in nodes if one.kind == "withdrawn"] == ["Misheard."]
    assert "mandatory-training" in {one.ref for one in nodes if one.kind == "claim"}


def test_recommendation_tells_its_edition_and_steps(story: Story) -> None:
    released(story)
    assert kinds(trace(f"{story.inspection.prefix}-R1")) == [
        (0, "recommendation"),
        (1, "edition"),
        (1, "addressee"),
        (2, "due date"),
    ]


def test_texts_are_read_once_however_many_claims_rest_on_an_item(story: Story) -> None:
    item = story.inspection.evidence.filter(practice=True).order_by("number")[0]
    counts = []
    for name in ("second", "third"):
        with CaptureQueriesContext(connection) as captured:
            trace(item.ref, reader=story.who(Role.LEAD))
        read = [one for one in captured if 'FROM "reports_document"' in one["sql"]]
        counts.append(len(read))
        a_claim(
            story.inspection,
            {"criteria": ["1.1"], "practice": True},
            name=name,
            kind="example",
            small_number_decision="Nobody can be told from it.",
        )
    assert counts[0] == counts[1] == 2


def test_reader_sees_no_evidence_beyond_their_reach(story: Story) -> None:
    stranger = a_person(Role.INSPECTOR)
    with pytest.raises(Unknown):
        trace(f"{story.inspection.prefix}-E0001", reader=stranger)
    assert [
        one
        for one in trace("mandatory-training", reader=stranger)
        if one.kind in ("evidence", "file")
    ] == []
    assert (
        len(
            [
                one
                for one in trace("mandatory-training", reader=story.who(Role.LEAD))
                if one.kind == "evidence"
            ]
        )
        == 12
    )


class TestMarked:
    """What a reader who is not cleared is told: the same tree, without words above them."""

    @pytest.fixture
    def marked(self, story: Story) -> Story:
        """A judgment and a claim on evidence marked above OFFICIAL, drafted in the release."""
        inspection = story.inspection
        item = an_item(
            inspection, practice=True, ref="1.2", marking="OFFICIAL-SENSITIVE", words="canary-item"
        )
        of = taken_back(inspection, story.body(), "1.2")
        agreed(inspection, story.body(), of, cited=[item])
        claim = a_claim(
            inspection,
            {"criteria": ["1.2"], "practice": True},
            kind="example",
            name="closed",
            statement="canary-statement",
            small_number_decision="Nobody is named.",
        )
        referenced(claim, supported=False, reasons="canary-objection")
        a_claim(
            inspection,
            {"criterion": "1.2"},
            name="judged",
            statement="One was judged",
            small_number_decision="Nobody is named.",
        )
        saved(story.release, "[canary-draft]{#closed}.\n\n[One was judged]{#judged}.\n")
        return story

    @staticmethod
    def told(story: Story, ident: str, role: Role) -> str:
        return " ".join(f"{one.ref} {one.text}" for one in trace(ident, reader=story.who(role)))

    def test_claim_above_the_reader_is_named_and_nothing_of_it_told(self, marked: Story) -> None:
        for ident in ("closed", "press-release#closed"):
            said = self.told(marked, ident, Role.EDITOR)
            assert "closed" in said
            assert "canary" not in said
        whole = self.told(marked, "press-release#closed", Role.LEAD)
        for canary in ("item", "statement", "objection", "draft"):
            assert f"canary-{canary}" in whole

    def test_judgment_tells_its_grade_and_its_reasons_to_who_may_read_them(
        self, marked: Story
    ) -> None:
        said = {role: self.told(marked, "judged", role) for role in (Role.EDITOR, Role.LEAD)}
        assert "Good" in said[Role.EDITOR]
        assert "Good" in said[Role.LEAD]
        assert ("As submitted." in said[Role.EDITOR], "As submitted." in said[Role.LEAD]) == (
            False,
            True,
        )

    def test_read_of_what_is_marked_is_noted(self, marked: Story) -> None:
        with noting_reads() as reads:
            trace("closed", reader=marked.who(Role.LEAD))
        claim = marked.inspection.claims.get(key="closed")
        assert f"claims.claim:{claim.pk}" in {one.of for one in reads}
        with noting_reads() as reads:
            trace("closed", reader=marked.who(Role.EDITOR))
        assert reads == {}

    def test_newer_item_above_the_reader_is_neither_named_nor_explained(self, story: Story) -> None:
        inspection = story.inspection
        item = an_item(inspection, practice=True)
        newer = evidence.supersede(
            by=story.who(Role.INSPECTOR),
            at=LATER,
            key=a_key(),
            item=item,
            reason="canary-why",
            recording=a_recording(inspection, marking="OFFICIAL-SENSITIVE"),
        )
        said = {role: self.told(story, item.ref, role) for role in (Role.EDITOR, Role.LEAD)}
        assert ("canary-why" in said[Role.LEAD], newer.ref in said[Role.LEAD]) == (True, True)
        assert ("canary-why" in said[Role.EDITOR], newer.ref in said[Role.EDITOR]) == (False, False)


@pytest.mark.parametrize(
    "ident", ["", "report#nobody", "XX-E0001", "XX-R1", "../../etc/passwd", "#", "PREV-E"]
)
def test_name_nobody_knows_is_refused_with_what_names_there_are(story: Story, ident: str) -> None:
    with pytest.raises(Unknown, match="report#claim-key"):
        trace(ident)


def verified() -> VerifiedRecords:
    """What is found once heads are noted, as they are when acts commit."""
    note_heads()
    return verify()


class TestVerify:
    def test_sound_world_is_sound_and_counted(self, story: Story) -> None:
        released(story)
        found = verified()
        assert (found.faults, found.sound, found.editions, found.bundles) == ((), True, 4, 1)
        assert (found.entries, found.files) == (Entry.objects.count(), 5)

    def test_changed_bundle_file_is_named(self, story: Story) -> None:
        bundle = released(story)
        target = queries.folder_of(bundle) / "report.pdf"
        target.chmod(0o644)
        target.write_bytes(target.read_bytes().replace(b"%PDF-1.7", b"%PDF-1.8"))
        assert verified().faults == (f"bundle {bundle.folder}: report.pdf was changed",)

    def test_changed_edition_is_named(self, story: Story) -> None:
        released(story)
        edition = Edition.objects.get(document=story.report, kind="public")
        _unguarded(
            Edition._meta.db_table,
            lambda: Edition.objects.filter(pk=edition.pk).update(
                data={**edition.data, "title": "Other"}
            ),
        )
        row, text = verified().faults
        assert row.startswith(
            f"reports.edition/{edition.pk}: the row was changed after it was written "
            f"(ledger inspection/"
        )
        assert text == "edition report 1 (public): its text is not the one that was frozen"

    def test_edition_changed_with_its_digest_is_told_by_the_ledger(self, story: Story) -> None:
        released(story)
        edition = Edition.objects.get(document=story.report, kind="full")
        _unguarded(
            Edition._meta.db_table,
            lambda: Edition.objects.filter(pk=edition.pk).update(digest="0" * 64),
        )
        assert "edition report 1 (full): the ledger does not know its digest" in verified().faults

    def test_changed_file_is_named(self, story: Story) -> None:
        released(story)
        digest = Edition.objects.get(document=story.report, kind="public").pdf
        path = store.path_of(digest)
        path.chmod(0o644)
        path.write_bytes(b"other")
        assert verified().faults == (f"file {digest} was changed on disk",)

    def test_deleted_bundle_folder_is_named(self, story: Story) -> None:
        bundle = released(story)
        queries.folder_of(bundle).rename(queries.folder_of(bundle).with_name("elsewhere"))
        assert verified().faults == (
            f"bundle {bundle.folder}: contents.json is missing",
            "bundle elsewhere: no record names this folder",
        )


def _unguarded(table: str, change: object) -> None:
    """Change a row behind the system's back: with the database's own guard put aside."""
    assert callable(change)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            change()
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        (sql,) = cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name = %s", [f"{table}_no_update"]
        ).fetchone()
        cursor.execute(f"DROP TRIGGER {table}_no_update")
        change()
        cursor.execute(sql)
