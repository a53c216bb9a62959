"""The demonstration's report as the editors' own copy, edited, and hostile files made from it."""

from __future__ import annotations

import io
import json
import secrets
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from tests.domain.reports.test_compile import BOARD, SHELL
from tests.factories.word_editing import (
    DOCUMENT,
    change,
    commented,
    marked,
    put_in,
    rewritten,
    run,
    with_part,
)

from inspectorate.domain.reports.edited.apart import answer
from inspectorate.domain.reports.edited.opening import found_in
from inspectorate.domain.reports.editions.compile import compile_edition
from inspectorate.domain.reports.editions.model import EditionData, EditionKind
from inspectorate.domain.reports.editions.note_words import notes_of
from inspectorate.domain.reports.editions.word.making import word
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Reason, Refused
from inspectorate.prose.origin import Origin
from inspectorate.prose.reading.markdown import from_markdown
from inspectorate.prose.reading.word_changes import MOST_CHANGES, read_changes
from inspectorate.prose.reasons import ProseReason
from inspectorate.prose.word_edits.found import Found, found_from

COPY = "Editors’ own copy of version 3"
ORIGIN = Origin("pilot", "report", 3)
MINUTES = 3


@dataclass(frozen=True, slots=True)
class Copy:
    """A text, its edition as its editors see it, and the copy that is taken away."""

    text: str
    edition: EditionData
    content: bytes

    def found(self, content: bytes, *, apart: bool = True) -> Found:
        """What a file asks for, read in a process of its own, or in this one."""
        if apart:
            return found_in(io.BytesIO(content), self.text, self.edition, COPY)
        notes = notes_of(self.edition)
        given = {"asks": "changes", "text": self.text, "notes": notes, "copy": COPY}
        told = answer({**given, "edition": json.loads(json.dumps(self.edition.as_json()))}, content)
        if "found" not in told:
            code, text, mend = told["refused"]
            raise Refused([Reason(ProseReason(code), text, Mend.words(mend))])
        return found_from(told["found"])


def a_copy(text: str) -> Copy:
    """The copy of a text on the facts of the demonstration's plan."""
    from tests.demo.facts import facts

    manuscript = from_markdown(text, "report")
    known = facts("report", {"report": manuscript})
    shell, kind = SHELL, EditionKind.FULL
    edition = compile_edition(manuscript, known, BOARD, shell, kind, marks=True).edition
    return Copy(text, edition, word(edition, (), COPY, ORIGIN.words))


def long_text(characters: int) -> str:
    """The demonstration's report over and over, each time under other headings."""
    from tests.demo.facts import DOCUMENTS

    front, text = "", DOCUMENTS["report"]
    if text.startswith("---"):
        front, text = text[: text.index("\n---", 3) + 5], text[text.index("\n---", 3) + 5 :]
    said, number = [front], 0
    while sum(map(len, said)) < characters:
        number += 1
        said.append(text.replace("\n# ", f"\n# {number}: ").replace("\n## ", f"\n## {number}: "))
    return "\n".join(said)[: characters * 2]


def keys(content: bytes, known: tuple[str, ...]) -> list[str]:
    """The key of each bound passage in a file, in order."""
    every = [
        piece.key
        for paragraph in read_changes(content, known).paragraphs
        for piece in paragraph.pieces
    ]
    return [one for at, one in enumerate(every) if one and (not at or every[at - 1] != one)]


def through_office(content: bytes, folder: Path, name: str) -> bytes:
    """The file as LibreOffice saves it again; raises RuntimeError where it does not."""
    (folder / f"{name}.docx").write_bytes(content)
    out = folder / "saved"
    out.mkdir(exist_ok=True)
    done = subprocess.run(
        [
            *("soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"),
            *("--convert-to", "docx", "--outdir", str(out), str(folder / f"{name}.docx")),
        ],
        capture_output=True,
        text=True,
        timeout=MINUTES * 60,
        check=False,
    )
    if done.returncode or not (out / f"{name}.docx").exists():
        raise RuntimeError(f"LibreOffice saved nothing: {done.stderr[-300:]}")
    return (out / f"{name}.docx").read_bytes()


@dataclass(frozen=True, slots=True)
class Edit:
    """What was done to a file, and what should come of it: words taken and given, by whom."""

    old: str
    new: str
    author: str
    make: Callable[[bytes], bytes]


def edits(copy: Copy) -> list[Edit]:
    """Words changed with tracking and without, a bound passage, and a paragraph put in."""
    bound = next(
        one.text.split(" ")[0]
        for block in copy.edition.blocks
        for one in block.runs
        if one.claim and block.kind == "paragraph" and one.text[:1].isalpha()
    )
    plain = [
        one.text.split(". ")[0]
        for block in copy.edition.blocks
        if block.kind == "paragraph" and len(block.runs) == 1
        for one in block.runs
        if not one.claim and len(one.text) > 60 and not one.strong
    ]
    words = list(dict.fromkeys(" ".join(one.split()[:6]) for one in plain))[:3]
    return [
        Edit(
            words[0],
            "Other words entirely",
            "",
            _rewriter(change(words[0], "Other words entirely")),
        ),
        Edit(
            words[1],
            "What a reader would say",
            "A. Reader",
            _rewriter(change(words[1], "What a reader would say", "A. Reader")),
        ),
        Edit(bound, "Nearly", "B. Reader", _rewriter(change(bound, "Nearly", "B. Reader"))),
        Edit(
            "",
            "A paragraph that nobody wrote here before.",
            "C. Reader",
            _rewriter(put_in(words[2], "A paragraph that nobody wrote here before.", "C. Reader")),
        ),
    ]


def _rewriter(edit: Callable[[Any], None]) -> Callable[[bytes], bytes]:
    return lambda content: rewritten(content, edit)


def with_comment(copy: Copy, content: bytes) -> bytes:
    """The file with a comment of somebody on the first bound passage."""
    words = next(
        one.text for block in copy.edition.blocks for one in block.runs if one.claim and one.text
    )
    return commented(content, words, "Do we know this?", "D. Reader")


def hostile(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Files that would take a reader's memory, time or sense, each with what it is."""

    def body(*parts: Any) -> bytes:
        return rewritten(content, lambda tree: next(tree.iter(qn("w:p"))).extend(parts))

    def many(tree: Any) -> None:
        holder = next(tree.iter(qn("w:p")))
        holder.extend(
            marked("ins", "E. Reader", run(secrets.token_hex(24))) for _ in range(100_000)
        )

    def nested(tag: str, inner: str) -> bytes:
        opening = f"<w:{tag}>{inner}" * 120
        closing = f"{'</w:sdtContent>' if inner else ''}</w:{tag}>" * 120
        words = "<w:r><w:t>deep</w:t></w:r>"
        xml = f"<w:p {nsdecls('w')}>{opening}{words}{closing}</w:p>"
        return rewritten(content, lambda tree: tree[0].append(parse_xml(xml)))

    laughs = "".join(f"<!ENTITY a{n + 1} '{f'&a{n};' * 10}'>" for n in range(9))
    entities = (
        f"<!DOCTYPE w [<!ENTITY a0 'ha'>{laughs}]><w:document {nsdecls('w')}>&a9;</w:document>"
    )
    yield "a bomb of zeros", _bomb(content)
    yield "entities within entities", with_part(content, DOCUMENT, lambda _: entities.encode())
    outside = f"<!DOCTYPE w [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><w:document {nsdecls('w')}>"
    told = f"{outside}<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    yield "a file of the machine", with_part(content, DOCUMENT, lambda _: told.encode())
    yield f"100,000 tracked changes (of {MOST_CHANGES:,})", rewritten(content, many)
    yield "a control character", with_part(content, DOCUMENT, lambda held: held + b"\x01")
    yield "its end cut off", content[: len(content) // 2]
    yield "controls in controls", nested("sdt", "<w:sdtContent>")
    yield "changes in changes", nested("ins", "")
    yield (
        "taken out and then put in",
        body(marked("del", "E. Reader", marked("ins", "E. Reader", run("never")))),
    )
    yield (
        "a range of a comment that never ends",
        body(parse_xml(f'<w:commentRangeStart {nsdecls("w")} w:id="77"/>')),
    )
    yield (
        "half of its letters others",
        bytes(one ^ (17 if at % 400 == 399 else 0) for at, one in enumerate(content)),
    )
    yield "no bytes", b""


def _bomb(content: bytes) -> bytes:
    made = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as held,
        zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for entry in held.infolist():
            package.writestr(entry, held.read(entry))
        with package.open("word/media/zeros.png", "w", force_zip64=True) as part:
            for _ in range(400):
                part.write(bytes(1024 * 1024))
    return made.getvalue()
