"""Words stand in rows only: no entry of the ledger holds a text that somebody typed, a name, or a
digest by which either could be guessed at.

A whole world is told with words of its own planted in every text that an act takes.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from functools import cached_property
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils.text import slugify

from inspectorate.domain.evidence.recording import Recording
from inspectorate.domain.fieldwork.interruptions.policies import Asked
from inspectorate.domain.judgments.exercises.policies import Answer
from inspectorate.domain.reports.remarks.making import BroughtComment, BroughtSuggestion
from inspectorate.domain.reports.wording.loading import ToSign
from inspectorate.foundation.files.store import StoredFile
from inspectorate.foundation.ledger import acts
from inspectorate.foundation.ledger.acts import ACTIONS
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from tests.factories.remaining import remaining_acts
from tests.factories.rooms import an_admin
from tests.factories.world import a_world

# What an entry holds is put together before any database is asked.
pytestmark = [pytest.mark.django_db, pytest.mark.of_python]

# Texts that name a thing by its code, its number or its kind.
CODES = {
    "pem",  # a public key
    *("about_code", "agreement", "basis", "check", "claim_key", "claimed", "code", "confirmed"),
    "via",  # a door
    "why",  # one of the few for which an asking is withdrawn
    "identity",  # the digest by which a passage is known
    "digest",  # of a binder, which is compared with the one printed
    "seen",  # a digest of what a page showed as missing, which is compared and not kept
    "instead_of",  # the stored form of a password, which is compared
    *("ground", "key", "kind", "level", "marking", "method", "outcome", "prefix", "role", "slug"),
    *("column", "rendering", "to_phase", "chance", "mode", "seconds", "shown", "made_from"),
    *("unit", "seeding", "rule", "telling", "status", "language"),
    "rows_sha256",  # of the rows that a page showed, which is compared with those that stand
    *("secret", "salt"),  # made by the page, and typed by nobody
    *("nearness", "decision", "better", "finding"),
    "seed",  # made by the page from what stands, and typed by nobody
}
WORDS = {
    *("about", "action", "basis_text", "co_ordinated_by", "correction_reason", "days", "debrief"),
    *(
        "email",
        "evidence",
        "excerpt",
        "former_name",
        "heard_by",
        "holds",
        "label",
        "link",
        "name",
        "nation",
    ),
    *("nature", "new_name", "note", "official_code", "version"),
    *(
        "noun",
        "noun_plural",
        "not_seen",
        "origin",
        "outside_window",
        "password",
        "question",
        "reason",
    ),
    *(
        "reasons",
        "region",
        "short_name",
        "small_number_decision",
        "sponsor",
        "issuer",
        "subject",
        "statement",
        "team",
        "text",
    ),
    *("called", "references", "body_number"),
    *("visits", "sessions", "gone_past"),
    *("columns", "rules", "office"),  # of data returns
    *("title", "wave", "why_none", "words"),
    *("quote", "replacement"),
}
# Values whose fields are sent one by one.
BROUGHT = (Recording, ToSign, Answer, Asked, BroughtSuggestion, BroughtComment)
# An argument of this name that holds words in this one act.
WORDS_THERE = {("inspections.name_group", "role")}
_TEMPLATES = ("fieldwork.make_return_template", "fieldwork.replace_return_template")
# Words that the rules compare with others, so that nothing can be planted in them; they are looked
# for as they are.
AS_THEY_ARE: set[Any] = {
    *("email", "excerpt", "official_code", "password", "team", "version", "references"),
    *("visits", "sessions"),
    *(("reports.open_document", "title"), ("reports.save", "text")),
    ("reports.save_section", "text"),
    *((verb, "quote") for verb in ("reports.suggest", "reports.comment")),
    ("claims.release_excerpt", "text"),
    *((verb, name) for verb in _TEMPLATES for name in ("columns", "rules")),
    *(("recommendations.accept", name) for name in ("action", "why_none", "link")),
}
NOT_PERFORMED = {
    **dict.fromkeys(
        (
            *("ledger.checkpoint", "ledger.accept_checkpoint", "ledger.trust_key"),
            "ledger.take_over",
        ),
        "takes no text that somebody typed: numbers, public keys, signed notes",
    ),
    **dict.fromkeys(
        (*("people.rehash_password", "people.use_recovery_code"),),
        "takes a secret and no words; its entry is made of codes",
    ),
    "ledger.accept_heads": "sets files of heads aside, which no rollback brings back; tests of "
    "heads hold that its words stand in the row",
    "publication.import_binder": "takes an archive whose entries prove themselves, and no text",
}
_CODE = re.compile(r"[\w.:/+-]*|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00:00", re.ASCII)


@dataclass
class Told:
    """What was sent to the acts: words, planted ones among them, and the digests of what was sent.

    ``given`` are the (act, argument) that held words.
    """

    words: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    given: set[tuple[str, str]] = field(default_factory=set)
    entries: list[dict[str, Any]] = field(default_factory=list)
    people: list[str] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """Every column of every entry."""
        return json.dumps(self.entries, default=str, ensure_ascii=False).casefold()

    @cached_property
    def codes(self) -> set[str]:
        """Every text of every detail, small."""
        details = [one["detail"] for one in self.entries]
        return {str(text).casefold() for text in texts_in(details)}

    def take(self, verb: str, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Note an act's arguments, and return them with a word planted in each text."""
        sent = dict(kwargs)
        for name, value in kwargs.items():
            if isinstance(value, str) and value and holds_words(verb, name):
                if not {name, (verb, name)} & AS_THEY_ARE:
                    plant = f"Planted{len(self.words)}"
                    # A file keeps the end of its name.
                    sent[name] = f"{plant} {value}" if name == "name" else f"{value} {plant}"
                    self.words[plant] = f"{verb}, {name}"
                self.given.add((verb, name))
                self._note(sent[name], f"{verb}, {name}")
            elif not isinstance(value, str):
                for text in texts_in(value):
                    self._note(text, f"{verb}, {name}")
        return sent

    def _note(self, text: str | bytes | StoredFile, where: str) -> None:
        if isinstance(text, StoredFile):
            self.digests[text.digest] = where
            text = text.name
        # A single word may be a code as well, unless it was planted.
        if isinstance(text, str) and " " not in text:
            return
        raw = text if isinstance(text, bytes) else text.encode()
        self.digests[hashlib.sha256(raw).hexdigest()] = where
        lines = re.split(r"[\n,|>]", raw.decode("utf-8", "replace"))
        self.words.update((line.strip(), where) for line in lines if " " in line.strip())


def every_act() -> dict[str, Callable[..., Any]]:
    """The acts of the product by their verb; other tests register some of their own."""
    import_module("inspectorate.foundation.ledger.actions")
    return {
        str(verb): act
        for verb, act in ACTIONS.items()
        if act.__module__.startswith("inspectorate.")
    }


def texts_of(act: Callable[..., Any]) -> set[str]:
    """The arguments of an act that are texts."""
    parameters = inspect.signature(act).parameters
    return {name for name, one in parameters.items() if str(one.annotation).startswith("str")}


def holds_words(verb: str, name: str) -> bool:
    """Does the text argument ``name`` of an act hold words, and not a code?"""
    return name in WORDS or (verb, name) in WORDS_THERE


def texts_in(value: Any) -> Iterator[str | bytes | StoredFile]:
    """Every text and every file in the parts of an argument, but for stored things."""
    if isinstance(value, str | bytes | StoredFile):
        yield value
    elif isinstance(value, Mapping):
        yield from texts_in(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts_in(one)
    elif isinstance(value, BROUGHT):
        for each in fields(value):
            yield from texts_in(getattr(value, each.name))


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Told:
    """A world in which every act was performed, and what its entries hold; rolled back again."""
    told, perform = Told(), acts._first_or_repeat

    def planted(
        function: Any, streams: acts.Streams, frame: acts.Frame, kwargs: dict[str, Any]
    ) -> Any:
        told.digests[frame.sent] = f"{frame.verb}, all its arguments"
        return perform(function, streams, frame, told.take(frame.verb, kwargs))

    folder = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch, django_db_blocker.unblock(), transaction.atomic():
        for name, path in (("FILES_ROOT", "files"), ("BUNDLES_ROOT", "bundles")):
            patch.setattr(settings, name, folder / path)
        patch.setattr(settings, "HEADS_FILE", folder / "heads.log")
        patch.setattr(settings, "OPENING_KEYS", str(folder / "opening-keys"))
        patch.setattr(settings, "PIECES_ROOT", folder / "pieces")
        patch.setattr(acts, "_first_or_repeat", planted)
        # On a database that holds somebody already no world is taken from a shelf.
        an_admin()
        remaining_acts(a_world())
        told.entries = list(Entry.objects.filter(format=2).values())
        told.people = list(Person.objects.values_list("name", flat=True))
        transaction.set_rollback(True)
    return told


def test_every_text_that_an_act_takes_is_known_as_a_code_or_as_words() -> None:
    unknown = {
        f"{verb}, {name}"
        for verb, act in every_act().items()
        for name in texts_of(act)
        if name not in CODES | WORDS
    }
    assert unknown == set()


def test_every_act_is_performed_with_words_in_every_text_it_takes(told: Told) -> None:
    performed = {one["verb"] for one in told.entries}
    assert set(every_act()) - performed == set(NOT_PERFORMED)
    taken = {
        (verb, name)
        for verb, act in every_act().items()
        for name in texts_of(act)
        if holds_words(verb, name) and verb not in NOT_PERFORMED
    }
    assert taken - told.given == set()


def test_no_entry_holds_what_somebody_typed(told: Told) -> None:
    assert len(told.words) > 500
    found = {
        word: where
        for word, where in told.words.items()
        if word.casefold() in told.text
        # The label of a body in a rehearsal, made small, would tell as much.
        or (where == "inspections.set_scope, bodies" and slugify(word) in told.codes)
    }
    assert found == {}


def test_no_entry_holds_a_name(told: Told) -> None:
    assert len(told.people) > 20
    assert [name for name in told.people if name.casefold() in told.text] == []


def test_no_entry_holds_a_digest_that_words_or_files_could_be_guessed_by(told: Told) -> None:
    assert [where for digest, where in told.digests.items() if digest in told.text] == []


def test_detail_of_an_entry_is_made_of_codes_numbers_and_moments(told: Told) -> None:
    strange = {
        f"{one['verb']}: {text}"
        for one in told.entries
        for text in texts_in([one["detail"]])
        if not _CODE.fullmatch(str(text))
    }
    assert strange == set()
