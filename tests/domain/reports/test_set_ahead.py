"""A PDF is set in a process of its own before the act of freezing takes its locks: what is frozen
has the PDF of its very words, whoever dies in between.
"""

from __future__ import annotations

import ast
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typst

from inspectorate.domain.reports import actions, set_ahead
from inspectorate.domain.reports.editions.layout import NotSet
from inspectorate.domain.reports.editions.model import Block, EditionData, Run
from inspectorate.domain.reports.editions.pdf import pdf
from inspectorate.domain.reports.editions.setting import pdf_apart
from inspectorate.domain.reports.models import Edition
from inspectorate.foundation.documents import limited
from inspectorate.foundation.documents.limited import Failed
from inspectorate.foundation.documents.reasons import DocumentReason
from inspectorate.foundation.files import store
from inspectorate.foundation.ledger.acts import under_way
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.domain.reports.test_pdf import EDITION
from tests.factories.publishing import ALL_THE_SAME, REPORT, SIGNED, Story, a_story, saved
from tests.factories.rooms import a_key
from tests.factories.wording import signed

SOURCE = Path(__file__).parents[3] / "src" / "inspectorate"
# In-process: the layout of a PDF and of a Word file, and what the processes themselves do.
SETTING = {"domain/reports/editions/" + one for one in ("pdf.py", "set_apart.py", "typesetting.py")}
WRITING = {"domain/reports/editions/word/" + one for one in ("apart.py", "making.py")}
# An edited copy is compared with the one that it was made from, in such a process too.
WRITING.add("domain/reports/edited/apart.py")


def test_pdf_set_in_a_process_of_its_own_is_the_same() -> None:
    assert pdf_apart(EDITION) == pdf(EDITION)


def test_process_of_its_own_says_why_it_refused() -> None:
    blocks = (*EDITION.blocks, Block("paragraph", (Run("Forces did so 漢 well."),)))
    told = (
        "^report, block 13: the character U\\+6F22 after “Forces did so ”, before “ well.” stands"
    )
    with pytest.raises(NotSet, match=told):
        pdf_apart(replace(EDITION, blocks=blocks))


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        (DocumentReason.TOO_LONG, "longer than 60 seconds"),
        (DocumentReason.TOO_MUCH_MEMORY, "more than 1024 MB"),
        (DocumentReason.DAMAGED, r"ended with a fault \(KeyError\)"),
    ],
)
def test_process_that_gave_no_answer_is_told_in_words(
    reason: DocumentReason, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> bytes:
        raise Failed(reason, "KeyError: 'x'")

    monkeypatch.setattr(limited, "run", fails)
    with pytest.raises(NotSet, match=f"^report: the PDF was not made: .*{told}"):
        pdf_apart(EDITION)


def test_no_module_but_those_processes_sets_a_pdf_or_writes_a_word_file() -> None:
    """Told by what they import: whoever has no such name cannot call it."""
    makes = {"typst": SETTING | {"domain/reports/editions/word/pictures.py"}}
    makes |= dict.fromkeys(("typeset", "pdf"), SETTING)
    makes |= dict.fromkeys(("written", "word"), WRITING)
    found = {
        (where, name)
        for file in SOURCE.rglob("*.py")
        for where in [file.relative_to(SOURCE).as_posix()]
        for name in _brought(file)
        if name in makes and where not in makes[name]
    }
    assert found == set()


def _brought(file: Path) -> set[str]:
    """What a module imports that could make one of them."""
    found: set[str] = set()
    text = file.read_text("utf-8")
    if not re.search(r"typst|from \S*\b(pdf|typesetting|making|document) import", text):
        return found
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom):
            last = (node.module or "").rpartition(".")[2]
            if last in ("pdf", "typesetting", "making", "document", "typst"):
                found |= {one.name for one in node.names}
    return found


@pytest.fixture
def story(db: None) -> Story:
    found = a_story()
    signed(found.report)
    return found


def freeze(story: Story, key: str = "") -> Edition:
    return actions.freeze(
        by=story.who(Role.SIGNING),
        at=SIGNED,
        key=key or a_key(),
        document=story.report,
        reason=ALL_THE_SAME,
    )


def refused(story: Story) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as found:
        freeze(story)
    assert not Edition.objects.exists()
    assert not Entry.objects.filter(verb="reports.freeze").exists()
    return [(one.code, one.text) for one in found.value.reasons]


def test_both_are_set_while_no_act_is_under_way_and_by_no_other_process_than_their_own(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    within = []

    def noted(data: EditionData) -> bytes:
        within.append(under_way())
        return pdf_apart(data)

    def here(*_: object, **__: object) -> bytes:
        raise AssertionError("set in the process of the server")

    monkeypatch.setattr(set_ahead, "pdf_apart", noted)
    monkeypatch.setattr(typst, "compile", here)
    key = a_key()
    made = freeze(story, key)
    assert within == [False, False]
    assert store.get(made.pdf).startswith(b"%PDF-1.7")
    # Sent again it is the same edition, and nothing is set.
    assert freeze(story, key) == made
    assert within == [False, False]


def test_text_that_moved_on_while_its_pdf_was_set_is_not_frozen(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile(data: EditionData) -> bytes:
        if data.edition == "public":
            signed(saved(story.report, f"{REPORT}\nIt rained.\n"))
        return pdf_apart(data)

    monkeypatch.setattr(set_ahead, "pdf_apart", meanwhile)
    assert [code for code, _ in refused(story)] == ["moved_on"]


def test_what_no_typeface_has_keeps_a_text_from_being_frozen_with_place_and_character(
    story: Story,
) -> None:
    signed(saved(story.report, f"{REPORT}\nIt rained \U0001f327 much.\n"))
    ((code, told),) = refused(story)
    assert code == "not_set"
    assert "U+1F327 after “It rained ”, before “ much.” stands in none of our typefaces" in told


def test_setting_process_that_is_killed_leaves_nothing_frozen(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = limited.run

    def killed(command: list[str], *given: Any, **more: Any) -> bytes:
        dies = f"import os; os.kill(os.getpid(), {signal.SIGKILL:d})"
        return run([sys.executable, "-c", dies], *given, **more)

    monkeypatch.setattr(limited, "run", killed)
    assert [code for code, _ in refused(story)] == ["not_set"]
    monkeypatch.setattr(limited, "run", run)
    assert store.get(freeze(story).pdf)


class Died(BaseException):
    """The process of the server ends here, as far as the database can tell."""


@pytest.mark.parametrize("after", ["taken", "first", "second"])
def test_act_that_dies_midway_leaves_nothing_frozen_and_may_be_done_again(
    story: Story, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    calls = []

    def dying(made: Callable[..., Any], which: int) -> Callable[..., Any]:
        def called(*given: Any, **more: Any) -> Any:
            found = made(*given, **more)
            calls.append(which)
            if len(calls) == which:
                raise Died
            return found

        return called

    with monkeypatch.context() as one:
        if after == "taken":
            one.setattr(store, "take", dying(store.take, 2))
        else:
            one.setattr(store, "put", dying(store.put, 1 if after == "first" else 2))
        with pytest.raises(Died):
            freeze(story)
    assert not Edition.objects.exists()
    made = freeze(story)
    assert Edition.objects.count() == 2
    assert store.get(made.pdf)


def test_process_ends_with_whoever_started_it() -> None:
    """Killed with its parent: no PDF is being set for a server that is gone."""
    sets = (
        "from inspectorate.foundation.documents.child import limit\n"
        "import time; limit(threads=True); print('.', end='', flush=True); time.sleep(60)"
    )
    serves = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    command = [sys.executable, "-c", serves, sets]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.read(1) == b"."
        server.kill()
        # Both held the other end of the pipe: it is closed where both are gone.
        assert server.stdout.read() == b""
