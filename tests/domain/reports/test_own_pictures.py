"""A picture of an editor's own: added, never changed, taken back; shown where its text goes and
withheld with it.
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import docx
import pypdfium2
import pytest
from django.conf import settings
from django.db import DatabaseError, transaction

from inspectorate.domain.evidence import actions as evidence
from inspectorate.domain.publication.binder import exchange
from inspectorate.domain.publication.contents import keep
from inspectorate.domain.publication.queries import candidates
from inspectorate.domain.publication.still_true import still_true
from inspectorate.domain.publication.verify import verify
from inspectorate.domain.reports.accuracy.copies import Copies
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.copies import editors_copy, for_the_press
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.setting import pdf_apart
from inspectorate.domain.reports.editions.word.making import word_apart
from inspectorate.domain.reports.models import Document, Edition, OwnPicture
from inspectorate.domain.reports.pictures.queries import offered_to, shown_to
from inspectorate.domain.reports.pictures.taking import taken
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.queries import reasons_unread
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.prose.reading.word_changes import read_changes
from tests.domain.reports.pdf_structure import faults
from tests.factories.binders import elsewhere, read_in, written_out
from tests.factories.findings import an_item
from tests.factories.picturing import (
    ALT,
    CAPTION,
    FENCE,
    GPS,
    a_picture,
    jpeg,
    png,
    withdrawn,
)
from tests.factories.publishing import (
    DRAFTED,
    EMBARGO,
    Story,
    a_document,
    a_story,
    frozen,
    prepared,
    saved,
)
from tests.factories.rooms import a_key, a_person, member

pytestmark = pytest.mark.django_db
DAY = DRAFTED.date()
MARK = '{.sensitive marking=OFFICIAL-SENSITIVE ground="It is in use"}\n'


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def document(story: Story) -> Document:
    text = f"# Summary\n\n{{.narrative}}\nWe went there.\n\n{FENCE}"
    return a_document(story.inspection, "seen", "summary", "What we saw", text)


def edition(document: Document, kind: EditionKind = EditionKind.PUBLIC) -> EditionData:
    return proof_of(Document.objects.get(pk=document.pk), DAY).edition(kind)


def faulty() -> list[str]:
    """What is wrong; heads are written with what is committed, and here nothing is."""
    return [one for one in verify().faults if not one.startswith("heads.log")]


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {str(one.code) for one in refusal.value.reasons}


def problems(document: Document) -> set[str]:
    laid = proof_of(Document.objects.get(pk=document.pk), DAY)
    return {str(one.check) for one in laid.problems().problems}


class TestRecord:
    def test_added_once_with_both_files_its_entry_and_proofs_of_every_column(
        self, document: Document
    ) -> None:
        key = a_key()
        picture = a_picture(document, key=key)
        assert a_picture(document, key=key) == picture
        assert OwnPicture.objects.count() == 1
        shown, came = store.get(picture.digest), store.get(picture.original)
        assert GPS in came
        assert GPS not in shown
        assert (picture.width, picture.height, picture.size) == (60, 40, len(shown))
        entry = Entry.objects.get(verb="reports.add_picture")
        assert entry.detail == {"document": "seen", "picture": "room"}
        assert faulty() == []

    def test_no_column_is_changed_and_no_row_taken_away(self, document: Document) -> None:
        picture = a_picture(document)
        for column, value in (("marking", "PUBLIC"), ("digest", "0" * 64), ("people", "agreed")):
            with pytest.raises(DatabaseError), transaction.atomic():
                OwnPicture.objects.filter(pk=picture.pk).update(**{column: value})
        with pytest.raises(DatabaseError), transaction.atomic():
            OwnPicture.objects.filter(pk=picture.pk)._raw_delete("default")

    @pytest.mark.parametrize("which", ["digest", "original"])
    def test_changed_or_missing_file_is_named(self, document: Document, which: str) -> None:
        path = store.path_of(getattr(a_picture(document), which))
        held = path.read_bytes()
        path.chmod(0o600)
        path.write_bytes(held + b"x")
        assert any(path.name in one and "changed on disk" in one for one in faulty())
        path.write_bytes(held)
        assert faulty() == []

    @pytest.mark.parametrize(
        ("other", "code"),
        [
            ({"origin": ""}, "picture_origin"),
            ({"origin": "evidence", "item": 999}, "picture_evidence"),
            ({"origin": "source", "source": "A paper", "ground": " "}, "text_missing"),
            ({"origin": "source", "ground": "Licence"}, "text_missing"),
            ({"people": ""}, "picture_people"),
            ({"people": "agreed"}, "text_missing"),
            ({"marking": "SECRET"}, "not_cleared"),
            ({"marking": "OFFICIAL-SENSITIVE"}, "not_cleared"),
        ],
    )
    def test_refused_without_origin_ground_people_or_clearance(
        self, document: Document, other: dict[str, Any], code: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            a_picture(document, **other)
        assert code in codes(refusal)
        assert not OwnPicture.objects.exists()

    def test_short_name_is_taken_once_in_an_inspection_and_is_one(
        self, story: Story, document: Document
    ) -> None:
        a_picture(document)
        for name in ("room", "Two Rooms", "x" * 61):
            with pytest.raises(Refused) as refusal:
                a_picture(story.report, name)
            assert codes(refusal) == {"picture_key"}

    def test_from_evidence_it_falls_with_it(self, story: Story, document: Document) -> None:
        item = an_item(story.inspection)
        picture = a_picture(document, origin="evidence", item=item.number)
        assert picture.item == item
        assert "picture_stands" not in problems(document)
        evidence.withdraw(
            by=item.recorded_by, at=DRAFTED, key=a_key(), item=item, reason="Not ours"
        )
        assert "picture_stands" in problems(document)
        with pytest.raises(Refused) as refusal:
            a_picture(document, "again", origin="evidence", item=item.number)
        assert codes(refusal) == {"picture_evidence"}

    def test_marked_no_lower_than_its_evidence(self, story: Story, document: Document) -> None:
        item = an_item(story.inspection, marking="OFFICIAL-SENSITIVE")
        lead = story.who(Role.LEAD)  # who may read the item
        with pytest.raises(Refused) as refusal:
            a_picture(document, by=lead, origin="evidence", item=item.number)
        assert codes(refusal) == {"picture_below"}
        given = {"origin": "evidence", "item": item.number}
        assert a_picture(document, by=lead, marking=item.marking, **given).item == item

    def test_taken_back_once_with_a_reason_by_who_writes(self, document: Document) -> None:
        picture = a_picture(document)
        withdrawn(picture)
        with pytest.raises(Refused) as refusal:
            withdrawn(picture)
        assert codes(refusal) == {"picture_gone"}
        assert "picture_stands" in problems(document)
        assert offered_to(member(document.inspection, Role.EDITOR), document.inspection) == []
        for who in (member(document.inspection, Role.REFERENCER), a_person(Role.EDITOR)):
            with pytest.raises(Forbidden):
                a_picture(document, "other", by=who)

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("a.gif", b"GIF89a", "picture_kind"),
            ("a.svg", b"<svg/>", "picture_kind"),
            ("a.tiff", b"II*\0", "picture_kind"),
            ("a.png", b"", "file_empty"),
            ("a.png", b"not a picture", "file_not_its_name"),
            ("a.jpg", png(), "file_not_its_name"),
            ("a.png", png(60, 40, rows=bytes(9)), "picture_not_read"),
            ("a.jpg", jpeg()[:-2], "picture_not_read"),
            ("a.png", png(more=[(b"acTL", bytes(8))]), "picture_not_read"),
            ("a.png", png(9_000, 9_000, rows=b""), "file_pixels"),
            ("a.png", png(6_000, 6_000, rows=b""), "picture_not_read"),
        ],
    )
    def test_what_is_no_picture_to_show_is_refused_in_words(
        self, name: str, content: bytes, code: str
    ) -> None:
        with pytest.raises(Refused) as refusal:
            taken(io.BytesIO(content), name)
        assert codes(refusal) == {code}
        (reason,) = refusal.value.reasons
        assert name in reason.text
        assert reason.field == "file"

    def test_larger_than_the_limit_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(settings, "PICTURE_LIMIT", 100)
        with pytest.raises(Refused) as refusal:
            taken(io.BytesIO(png()), "a.png")
        assert codes(refusal) == {"file_too_large"}


class TestShown:
    def test_pdf_word_and_press_copies_have_it_with_its_words(self, document: Document) -> None:
        picture = a_picture(document)
        made = edition(document)
        assert EditionData.from_json(made.as_json()) == made
        (block,) = (one for one in made.blocks if one.kind == "picture")
        assert (block.caption, block.alternative, block.file) == (CAPTION, ALT, picture.digest)
        pdf = pdf_apart(made)
        assert faults(pdf) == []
        assert f"/Alt({ALT})".encode() in pdf
        held = word_apart(made)
        opened = docx.Document(io.BytesIO(held))
        assert opened.element.body.xpath(".//wp:docPr/@descr") == [ALT]
        with zipfile.ZipFile(io.BytesIO(held)) as package:
            assert store.get(picture.digest) in [
                package.read(one) for one in package.namelist() if one.startswith("word/media/")
            ]
        assert f"Picture: {ALT}" in for_the_press(made, "md").decode()

    def test_photograph_stays_a_photograph_in_word(self, document: Document) -> None:
        assert a_picture(document, content=jpeg(), name="a.jpg").media_type == "image/jpeg"
        package = zipfile.ZipFile(io.BytesIO(word_apart(edition(document))))
        assert "word/media/picture-1.jpg" in package.namelist()
        assert b'Extension="jpg"' in package.read("[Content_Types].xml")
        assert faults(pdf_apart(edition(document))) == []

    def test_copy_in_word_comes_back_as_itself(self, story: Story, document: Document) -> None:
        a_picture(document)
        data = editors_copy(story.who(Role.EDITOR), document, DAY)
        file = read_changes(data)
        assert [one.text for each in file.paragraphs for one in each.pieces if one.change] == []
        assert CAPTION in [one.new for one in file.paragraphs]

    def test_other_picture_or_other_words_are_another_text_to_sign(
        self, document: Document
    ) -> None:
        a_picture(document)

        def known(text: str) -> set[str]:
            return {
                one.identity for one in proof_of(saved(document, text), DAY).signed_text.passages
            }

        before = known(document.text)
        for other in ("picture: other", "alt: Two empty chairs before a wall of screens."):
            name = other.partition(":")[0]
            line = next(one for one in document.text.split("\n") if one.startswith(name))
            text = document.text.replace(line, other)
            assert known(text) != before
            document = Document.objects.get(pk=document.pk)


class TestWithheld:
    @pytest.fixture
    def high(self, story: Story, document: Document) -> OwnPicture:
        lead = story.who(Role.LEAD)  # who is cleared, as an editor is not
        return a_picture(document, by=lead, marking="OFFICIAL-SENSITIVE")

    def test_marked_higher_it_is_in_no_public_edition_nor_in_what_a_body_is_sent(
        self, story: Story, document: Document, high: OwnPicture
    ) -> None:
        full, public = (edition(document, one) for one in (EditionKind.FULL, EditionKind.PUBLIC))
        assert high.digest in str(full.as_json())
        assert full.marking == "OFFICIAL-SENSITIVE"
        for made in (public, edition(document, EditionKind.BODY)):
            told = str(made.as_json())
            assert not any(one in told for one in (high.digest, ALT, CAPTION))
        assert "below_edition_ceiling" in problems(document)
        marked = saved(document, document.text.replace("```picture", f"{MARK}```picture"))
        assert "below_edition_ceiling" not in problems(marked)
        assert ALT not in str(edition(marked).as_json())

    def test_who_is_not_cleared_sees_neither_picture_nor_its_section(
        self, story: Story, document: Document, high: OwnPicture
    ) -> None:
        editor = story.who(Role.EDITOR)
        assert shown_to(editor, document.inspection, "room") is None
        assert offered_to(editor, document.inspection) == []
        assert [one.code for one in reasons_unread(editor, document)] == ["not_cleared"]
        assert shown_to(story.who(Role.LEAD), document.inspection, "room") == high

    def test_marked_in_its_text_it_goes_with_its_words(self, document: Document) -> None:
        picture = a_picture(document)
        text = document.text.replace("```picture", f"{MARK}```picture")
        public = str(edition(saved(document, text)).as_json())
        assert not any(one in public for one in (picture.digest, ALT, CAPTION))
        assert "It is in use" in public
        hidden = document.text.replace("empty desks", '[empty desks]{.sensitive ground="Q"}')
        document = Document.objects.get(pk=document.pk)
        assert picture.digest not in str(edition(saved(document, hidden)).as_json())


class TestSent:
    def test_body_is_shown_a_picture_with_words_that_name_it_and_no_other(
        self, story: Story
    ) -> None:
        mine, other = story.body(0), story.body(1)
        text = "# Summary\n\nAll is well.\n\n# Found\n\n" + "\n".join(
            FENCE.replace("picture: room", f"picture: {key}").replace(CAPTION, caption)
            for key, caption in (
                ("own", f"The control room of {mine.label}"),
                ("both", f"{mine.label} and {other.label}"),
                ("theirs", f"The control room of {other.label}"),
                ("all", CAPTION),
            )
        )
        document = a_document(story.inspection, "draft", "summary", "A draft", text)
        for key in ("own", "both", "theirs", "all"):
            a_picture(document, key)
        shown = Copies(document).of(inspected(mine)).shown
        assert [one["picture"] for one in shown if "picture" in one] == ["own"]
        assert f"Picture own: {ALT}" in str(shown)
        assert "theirs" not in str(shown)


def test_frozen_edition_whose_picture_is_taken_back_does_not_go_out(story: Story) -> None:
    picture = a_picture(story.report)
    words = FENCE.replace(CAPTION, "A room")
    report = saved(story.report, f"{story.report.text}\n{words}")
    frozen(report)
    public = Edition.objects.get(document=report, kind="public")
    assert picture.digest in str(public.data)
    assert still_true(candidates(story.inspection, [public])) == []
    withdrawn(picture)
    (reason,) = still_true(candidates(story.inspection, [public]))
    assert str(reason.code) == "picture_fallen"
    assert "picture `room`: it was taken back" in reason.text


def test_release_has_a_shown_picture_as_a_file_beside_its_page_and_no_byte_of_a_withheld_one(
    story: Story,
) -> None:
    shown = a_picture(story.report)
    kept = a_picture(
        story.report,
        "kept",
        content=png(colour=b"\x99\x11\x22"),
        by=story.who(Role.LEAD),
        marking="OFFICIAL-SENSITIVE",
    )
    secret = FENCE.replace("room", "kept", 1).replace(ALT, "The CANARY behind a closed door.")
    secret = secret.replace(CAPTION, "CANARYCAPTION of it")
    words = FENCE.replace(CAPTION, "A room")
    report = saved(story.report, f"{story.report.text}\n{words}\n{MARK}{secret}")
    editions = [frozen(report), frozen(story.release)]
    full = Edition.objects.get(document=report, kind="full")
    assert {shown.digest, kept.digest} <= {one.get("file") for one in full.data["blocks"]}
    folder = Path(settings.BUNDLES_ROOT) / keep(prepared(story, editions), EMBARGO.date())
    files = {one.relative_to(folder).as_posix(): one.read_bytes() for one in folder.rglob("*.*")}
    (path,) = (one for one in files if one.startswith("pictures/"))
    assert (path, files[path]) == (f"pictures/{shown.digest}.png", store.get(shown.digest))
    page = next(one for name, one in files.items() if name.startswith("report") and b"<img" in one)
    assert f'<img src="{path}"'.encode() in page
    assert f'alt="{ALT}"'.encode() in page
    assert b'width="60"' in page
    for name, content in files.items():
        assert kept.digest.encode() not in content, name
        assert b"CANARY" not in content, name
        assert store.get(kept.digest) not in content, name
    (pdf,) = (one for name, one in files.items() if name == "report.pdf")
    objects = [each for one in pypdfium2.PdfDocument(pdf) for each in one.get_objects()]
    pictures = [one.get_px_size() for one in objects if one.type == 3]
    assert pictures == [(60, 40)]


def test_binder_takes_both_files_of_a_picture_along_and_puts_them_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, home = tmp_path / "one.zip", tmp_path / "second"
    with elsewhere():
        document = a_document(a_story().inspection, "seen", "summary", "What we saw", FENCE)
        picture = a_picture(document)
        withdrawn(picture)
        written_out(document.inspection, path)
    assert exchange.verify_binder(path) == []
    with zipfile.ZipFile(path) as packed:
        kept = {f"files/{one}" for one in (picture.digest, picture.original)}
        assert len(kept & set(packed.namelist())) == 2
    home.mkdir()
    for name in ("FILES_ROOT", "BUNDLES_ROOT", "HEADS_FILE"):
        monkeypatch.setattr(settings, name, home / name)
    read_in(path)
    here = OwnPicture.objects.get(key="room")
    assert (here.digest, here.withdrawal.reason) == (picture.digest, "Somebody in it asked us to.")
    assert GPS in store.get(here.original)
    assert GPS not in store.get(here.digest)
