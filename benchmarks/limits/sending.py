"""Everything that is sent to the doors of one running server."""

from __future__ import annotations

import itertools
import re
import secrets
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from benchmarks.limits import hostile_files, hostile_texts
from benchmarks.limits.doors import Door, Doors
from benchmarks.limits.held import SECONDS, Held, told
from benchmarks.limits.odd_requests import odd
from benchmarks.limits.wire import Answer, Part, Sender
from benchmarks.limits.workers import Cost, measured, workers

MEGABYTE = hostile_files.MEGABYTE
# What two workers of eight threads do at one moment.
AT_ONCE = 16
# One door of each kind of reader of files, by what its address holds: each hostile file goes there.
# The other doors that take files get a few, and of the rest each one in turn.
READERS = ("/bodies/import/", "/programmes/load/", "/evidence/record/", "/hand-in/")
# The same for words, by address and field: each kind of hostile words, as long as it may be.
WRITERS = (
    ("/documents/report/edit/", "text", 490_000),
    ("/evidence/record/", "words", 190_000),
    ("/inspection-1/terms/", "text", 190_000),
    ("/claims/draft/", "statement", 190_000),
    ("/judge/", "reasons", 190_000),
    ("/visits/1/end/", "debrief", 190_000),
    ("/pause/", "words", 1_900),
    ("/incomplete/", "not_seen", 1_900),
    ("/reopen/", "reason", 1_900),
    ("/telling-grades/", "reason", 1_900),
    ("/difference/", "words", 1_900),
    ("/fieldwork/plans/new/", "visits", 490_000),
    ("/fieldwork/plans/new/", "sessions", 490_000),
    ("/requests/ask-many/", "text", 19_000),
    ("/returns/make/", "columns", 190_000),
    ("/returns/make/", "rules", 190_000),
    ("/days-off/several/", "days", 19_000),
    ("/stand-ins/1/name/", "reason", 1_000),
    ("/portal/recommendations/T1-R1/force-01/respond/", "action", 19_000),
    ("/portal/recommendations/T1-R1/force-01/progress/", "text", 19_000),
)
# What every door that takes files gets, and all that the short drill sends of them.
FEW = ("lying.docx", "macro.docx", "flood.png", "commas.csv", "areas.csv", "one-line.txt")
# What a database could answer differently of them: what is stored, and many rows.
OF_DATABASE = ("areas.csv", "lines.csv", "one-line.txt", "blns.txt", "utf8.csv", "script.pdf")
_FILE = re.compile(r'href="([^"]*(?:/file/|/proof/)[^"]*)"')
_KEPT = {
    "content-disposition": "attachment",
    "x-content-type-options": "nosniff",
    "content-type": "application/octet-stream",
    "content-security-policy": "sandbox",
}
Ask = Callable[[Sender], Answer]


@dataclass(slots=True)
class Dear:
    """Something that was asked at a door, and what it cost."""

    name: str
    door: Door
    ask: Ask
    cost: Cost


@dataclass(slots=True)
class Sending:
    """The doors, the server's master, and where it is noted what came back. ``whole`` is everything
    there is; else what a database could make differ.
    """

    doors: Doors
    master: int
    held: Held
    short: bool
    whole: bool
    dear: list[Dear] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)

    def everything(self) -> None:
        """Send it all, part by part, and the dearest of it at once."""
        parts = [
            (self.odd_requests, True),
            (self.files, True),
            (self.twelve_files, self.whole),
            (self.words, True),
            (self.long_words, self.whole and not self.short),
            (self.strings, True),
            (self.queries, True),
            (self.twelve_people, self.whole),
            (self.at_once, not self.short),
            (self.pages, not self.short),
        ]
        for part, sent in parts:
            if sent:
                with self.held.of(part.__name__.replace("_", " ")):
                    part()
        for door, count in sorted(self.answers.items()):
            print(f"  {door}: {count}", flush=True)

    def one(self, name: str, ask: Ask, door: Door | None = None) -> Answer:
        """Ask one thing, in the name of who opens a door; note its answer and its cost."""
        sender = self._sender(door)
        with measured(self.master) as cost:
            answer = ask(sender)
        self.held.answer(name, answer, cost.waited, cost.computing)
        self.held.memory(name, cost)
        if door:
            self._keep_dear(Dear(name, door, ask, cost))
        if answer.status == 302 and door and door.asker:
            self._look_at(name, sender, answer)
        return answer

    def together(self, name: str, asks: Sequence[tuple[Door, Ask]]) -> None:
        """Ask many things at one moment."""
        ready = [(self._sender(door), ask) for door, ask in asks]
        with measured(self.master) as cost, ThreadPoolExecutor(len(ready)) as people:
            answers = list(people.map(lambda one: one[1](one[0]), ready))
        # The threads of a worker wait side by side: no free machine is quicker than one worker
        # computes.
        many = len(workers(self.master))
        waited = min(cost.waited / many, max(cost.seconds - cost.computing / many, 0.0))
        for answer in answers:
            self.held.answer(name, answer, waited=waited)
        self.held.memory(name, cost)
        if cost.computing / many > SECONDS:
            self.held.fail(f"{name}: each worker computed for {cost.computing / many:.1f} s")
        if not self.short:
            slowest = max(answer.seconds for answer in answers)
            print(
                f"  at once: {cost.megabytes:,.0f} MB, {slowest:.1f} s, "
                f"{cost.computing:.1f} s of computing for all: {name}",
                flush=True,
            )

    def post(self, door: Door, told: dict[str, str], files: Sequence[Part] = ()) -> Answer:
        """Send one form, with some of its fields changed."""
        name = f"{door.to} by {door.asker or 'anybody'}: {_short(told)} {_names(files)}"
        return self.one(name, lambda sender: sender.form(door.to, _told(door, told), files), door)

    def _sender(self, door: Door | None) -> Sender:
        return self.doors.sender(*((door.asker, door.page) if door else ()))

    def _keep_dear(self, one: Dear) -> None:
        """Keep the three that cost most memory, and the three that cost most computing."""
        self.dear.append(one)
        by_memory = sorted(self.dear, key=lambda it: -it.cost.risen)[:3]
        by_computing = sorted(self.dear, key=lambda it: -it.cost.computing)[:3]
        self.dear = [it for it in self.dear if it in by_memory or it in by_computing]

    def _look_at(self, name: str, sender: Sender, answer: Answer) -> None:
        """What was taken: its page opens in time, its files come as attachments alone."""
        to = answer.headers.get("location", "/")
        with measured(self.master) as cost:
            shown = sender.get(to)
        self.held.answer(f"{to} after {name}", shown, cost.waited, cost.computing)
        self.held.memory(f"{to} after {name}", cost)
        for path in dict.fromkeys(_FILE.findall(shown.page)):
            got = sender.send("GET", path)
            self.held.answer(path, got)
            for header, value in _KEPT.items():
                if value not in got.headers.get(header, ""):
                    self.held.fail(f"{path} after {name}: {header} is not {value}")

    # What is sent.

    def files(self) -> None:
        """Every hostile file to a door of each kind of reader, a few to each other door, and each
        of the rest to one of those in turn.
        """
        every = itertools.chain(
            hostile_files.documents(), hostile_files.others(), hostile_files.collected()
        )
        others = [one for one in self.doors.with_files() if not one.holds(*READERS)]
        turns = itertools.cycle(others)
        few = FEW if self.short else OF_DATABASE if not self.whole else ()
        self._sound()
        for name, made in every:
            if few and name not in few:
                continue
            doors = self._readers()[: 3 if self.short else None]
            if not self.short:
                doors += others if name in FEW else [next(turns)]
            content = made()
            for door in doors:
                file = Part.of(door.form.files[0], name, content)
                answer = self.post(door, _filled(door), [file])
                self.answers[f"{door.to} answered {answer.status}"] += 1
        self._sound()

    def _readers(self) -> list[Door]:
        """The doors of ``READERS``; one that is there no more ends the drill."""
        return [
            next(one for one in self.doors.with_files() if one.holds(ending)) for ending in READERS
        ]

    def _sound(self) -> None:
        """What is not hostile is taken, or the doors refuse something else than what is sent."""
        for door in self._readers()[2:]:
            answer = self.post(
                door, _filled(door), [Part.of(door.form.files[0], "sound.txt", b"Words.\n")]
            )
            if answer.status != 302:
                self.held.fail(f"{door.to}: a sound file is refused: {told(answer.page)[:300]}")

    def twelve_files(self) -> None:
        """Eight and twelve files of 48 MB in one form."""
        for door in self._some(self.doors.with_files(), 1):
            for count in (8, 12):
                sent = [
                    Part.large(door.form.files[0], f"{one}.txt", 48 * MEGABYTE)
                    for one in range(count)
                ]
                self.post(door, _filled(door), sent)

    def twelve_people(self) -> None:
        """Twelve people who send 48 MB each at one moment."""
        for door in self._some(self._readers(), 1):
            sends = _sends(door, _filled(door), lambda f=door.form.files[0]: [_large(f)])
            self.together(f"{door.to}: 48 MB by twelve people at once", [(door, sends)] * 12)

    def words(self) -> None:
        """To each form too many words, and of each kind as many as are taken, dealt out."""
        kinds = itertools.cycle(hostile_texts.REPEATED)
        lengths = itertools.cycle((190_000, 19_000, 1_900))
        for door in self._some(self.doors.with_texts(), 4):
            texts = door.form.texts
            if self.whole:
                self.post(door, {texts[0]: "x" * ((20 if self.short else 4) * MEGABYTE)})
            for _ in range(1 if self.short or not self.whole else 2):
                length = next(lengths)
                words = {one: hostile_texts.repeated(next(kinds), length) for one in texts}
                self.post(door, words)

    def long_words(self) -> None:
        """Of each kind as many words as are taken, to a door of each kind of reader of words."""
        for ending, name, most in WRITERS:
            door = next(one for one in self.doors.with_texts() if one.holds(ending))
            if name not in door.form.texts:
                raise LookupError(f"{door.to} asks for {door.form.texts}, not for {name}")
            for kind in hostile_texts.REPEATED:
                self.post(door, {**_filled(door), name: _document(kind, most)})

    def strings(self) -> None:
        """Each string that others collected, alone in a field: door by door, until all were sent;
        and all of them together as one text.
        """
        every = [*hostile_texts.ODD, *hostile_texts.collected()]
        left = iter(every[:8] if self.short else every)
        for door in itertools.cycle(self.doors.with_texts()):
            some = dict(zip(door.form.texts, left, strict=False))
            if not some:
                break
            self.post(door, {one: some.get(one, "a") for one in door.form.texts})
        if not self.short:
            for ending, name, most in WRITERS:
                door = next(one for one in self.doors.with_texts() if one.holds(ending))
                self.post(door, {**_filled(door), name: "\n".join(every)[:most]})

    def queries(self) -> None:
        """Every page asked with words that none expects, and with as many as a line holds."""
        odd = itertools.cycle([*hostile_texts.ODD, *hostile_texts.REPEATED])
        for page, asker in list(self.doors.pages.items())[: 3 if self.short else None]:
            for words in (next(odd), hostile_texts.repeated(next(odd), 1_200)):
                asked = "&".join(f"{one}={_quoted(words)}" for one in ("q", "page", "text", "body"))
                path = f"{page}{'&' if '?' in page else '?'}{asked}"[:7_900]
                self._get(path, asker, path[:120])

    def odd_requests(self) -> None:
        """Forms that are none, headers and cookies beyond measure, numbers that no row has."""
        door = next(one for one in self.doors.with_files() if one.asker)
        login = next(one for one in self.doors.found if not one.asker)
        for name, ask in odd(door):
            self.one(name, ask, door)
        for name, ask in odd(login):
            self.one(f"{name} by anybody", ask, login)

    def at_once(self) -> None:
        """The dearest of what was sent, by memory and by computing, by sixteen people at once."""
        for one in list(self.dear):
            self.together(f"{one.name} at once", [(one.door, one.ask)] * AT_ONCE)

    def pages(self) -> None:
        """Every page again, by who may read it, now that all that was taken stands there."""
        for page, asker in self.doors.pages.items():
            self._get(page, asker, f"{page} afterwards")

    def _get(self, path: str, asker: str, name: str) -> None:
        sender = Sender(self.doors.port, self.doors.signed_in.get(asker, ""))
        with measured(self.master) as cost:
            answer = sender.get(path)
        self.held.answer(name, answer, cost.waited, cost.computing)
        self.held.memory(name, cost)

    def _some(self, every: list[Door], few: int) -> list[Door]:
        return every[:few] if self.short else every


def _large(field: str) -> Part:
    return Part.large(field, "a.txt", 48 * MEGABYTE)


def _filled(door: Door) -> dict[str, str]:
    """A form so filled that only its file, or one text, could be refused."""
    words = {one: "Words." for one in door.form.texts if not door.form.sends.get(one)}
    # What no item may hold that is not secret, and a session at whose hour nothing was observed.
    fits = {"stub": "", "session": ""} if door.holds("/evidence/") else {}
    # What one hand-in replaced no other may replace.
    fits |= {"replaces": ""} if "replaces" in door.form.sends else {}
    return {**door.form.boxes, **words, **fits}


def _told(door: Door, changed: dict[str, str]) -> list[tuple[str, str]]:
    told = {**door.told, **changed}
    # A key of its own, else the second form would be the first one sent again.
    if "key" in told and "key" not in changed:
        told["key"] = secrets.token_hex(16)
    return list(told.items())


def _sends(
    door: Door, told: dict[str, str], files: Callable[[], Sequence[Part]]
) -> Callable[[Sender], Answer]:
    return lambda sender: sender.form(door.to, _told(door, told), files())


def _document(kind: str, most: int) -> str:
    """A text as long as is taken, in paragraphs as long as are read."""
    words = hostile_texts.repeated(kind, most)
    if "\n" in kind:
        return words
    return "\n\n".join(words[at : at + 30_000] for at in range(0, len(words), 30_000))


def _quoted(words: str) -> str:
    from urllib.parse import quote

    return quote(words, safe="", errors="surrogatepass")


def _short(told: dict[str, str]) -> str:
    return ", ".join(f"{name}={value[:12]!r}×{len(value):,}" for name, value in told.items())[:150]


def _names(files: Sequence[Part]) -> str:
    return ", ".join(one.name for one in files)[:80]
