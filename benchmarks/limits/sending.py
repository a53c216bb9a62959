"""Everything that is sent to the doors of one running server."""

from __future__ import annotations

import itertools
import re
import secrets
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from benchmarks.limits import hostile_files, hostile_texts
from benchmarks.limits.doors import Door, Doors
from benchmarks.limits.held import Held
from benchmarks.limits.wire import Answer, Part, Sender
from benchmarks.limits.workers import measured

MEGABYTE = hostile_files.MEGABYTE
# What two workers of eight threads do at one moment.
AT_ONCE = 16
AT_ONCE_FILES = ("lying.docx", "areas.csv", "formulas.csv", "one-line.txt")
# What the short drill sends of the files.
FEW = ("lying.docx", "macro.docx", "flood.png", "commas.csv", "areas.csv", "one-line.txt")
_FILE = re.compile(r'href="([^"]*(?:/file/|/proof/)[^"]*)"')
_KEPT = {
    "content-disposition": "attachment",
    "x-content-type-options": "nosniff",
    "content-type": "application/octet-stream",
    "content-security-policy": "sandbox",
}


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

    def everything(self) -> None:
        """Send it all, door by door, then at once."""
        self.odd_requests()
        self.texts()
        if not self.short:
            self.pages()
        self.queries()
        if self.whole:
            self.files()
            self.twelve_files()
            self.twelve_people()
            if not self.short:
                self.many_at_once()

    def one(self, name: str, ask: Callable[[Sender], Answer], door: Door | None = None) -> Answer:
        """Ask one thing, in the name of who opens a door; note its answer and its cost."""
        asker, page = (door.asker, door.page) if door else ("", "/accounts/login/")
        sender = self.doors.sender(asker, page)
        with measured(self.master) as cost:
            answer = ask(sender)
        self.held.answer(name, answer)
        self.held.memory(name, cost)
        if answer.status == 302 and door and door.asker:
            self._look_at(name, sender, answer)
        return answer

    def together(self, name: str, asks: Sequence[tuple[Door, Callable[[Sender], Answer]]]) -> None:
        """Ask many things at one moment."""
        ready = [(self.doors.sender(door.asker, door.page), ask) for door, ask in asks]
        with measured(self.master) as cost, ThreadPoolExecutor(len(ready)) as people:
            answers = list(people.map(lambda one: one[1](one[0]), ready))
        for answer in answers:
            self.held.answer(name, answer)
        self.held.memory(name, cost)

    def post(self, door: Door, told: dict[str, str], files: Sequence[Part] = ()) -> Answer:
        """Send one form, with some of its fields changed."""
        name = f"{door.to} by {door.asker or 'anybody'}: {_short(told)} {_names(files)}"
        return self.one(name, lambda sender: sender.form(door.to, _told(door, told), files), door)

    def _look_at(self, name: str, sender: Sender, answer: Answer) -> None:
        """What was taken: its page opens in time, its files come as attachments alone."""
        to = answer.headers.get("location", "/")
        with measured(self.master) as cost:
            shown = sender.get(to)
        self.held.answer(f"{to} after {name}", shown)
        self.held.memory(f"{to} after {name}", cost)
        for path in dict.fromkeys(_FILE.findall(shown.page)):
            got = sender.send("GET", path)
            self.held.answer(path, got)
            for header, value in _KEPT.items():
                if value not in got.headers.get(header, ""):
                    self.held.fail(f"{path} after {name}: {header} is not {value}")

    # What is sent.

    def files(self) -> None:
        """Every hostile file to every door that takes one."""
        every = itertools.chain(
            hostile_files.documents(), hostile_files.others(), hostile_files.collected()
        )
        for name, made in every:
            if not self.short or name in FEW:
                content = made()
                for door in self._some(self.doors.with_files(), 3):
                    field = door.form.files[0]
                    self.post(door, _filled(door), [Part.of(field, name, content)])

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
        """Twelve people who send 48 MB each at one moment, and who fetch it."""
        for door in self._some(self.doors.with_files(), 1):
            sends = _sends(door, {}, lambda f=door.form.files[0]: [_large(f)])
            self.together(f"{door.to}: 48 MB by twelve people at once", [(door, sends)] * 12)

    def texts(self) -> None:
        """Too many words in each field; as many as are taken, of each kind, dealt out; and what
        others collected.
        """
        kinds = itertools.cycle(hostile_texts.REPEATED)
        lengths = itertools.cycle((190_000, 1_900, 19_000))
        collected = itertools.cycle([*hostile_texts.ODD, *hostile_texts.collected()])
        for door in self._some(self.doors.with_texts(), 4):
            texts = door.form.texts
            for field in texts[: 1 if self.short else None]:
                self.post(door, {field: "x" * (20 * MEGABYTE)})
            for _ in range(1 if self.short else 4 if len(texts) > 2 else 12):
                length = next(lengths)
                words = {one: hostile_texts.repeated(next(kinds), length) for one in texts}
                self.post(door, words)
            for _ in range(1 if self.short else 12):
                self.post(door, {one: next(collected) for one in texts})
        for door in self.doors.with_texts():
            if door.to.endswith("/edit/") and not self.short:
                for kind in hostile_texts.REPEATED:
                    self.post(door, {"text": _document(kind)})

    def queries(self) -> None:
        """Every page asked with words that none expects, and with as many as a line holds."""
        odd = itertools.cycle([*hostile_texts.ODD, *hostile_texts.REPEATED])
        for page, asker in list(self.doors.pages.items())[: 3 if self.short else None]:
            sender = Sender(self.doors.port, self.doors.signed_in.get(asker, ""))
            for words in (next(odd), hostile_texts.repeated(next(odd), 1_200)):
                asked = "&".join(f"{one}={_quoted(words)}" for one in ("q", "page", "text", "body"))
                path = f"{page}{'&' if '?' in page else '?'}{asked}"[:7_900]
                with measured(self.master) as cost:
                    answer = sender.get(path)
                self.held.answer(path[:120], answer)
                self.held.memory(path[:120], cost)

    def odd_requests(self) -> None:
        """Forms that are none, headers and cookies beyond measure, numbers that no row has."""
        door = next(one for one in self.doors.with_files() if one.asker)
        login = next(one for one in self.doors.found if not one.asker)
        for name, ask in _odd(door):
            self.one(name, ask, door)
        for name, ask in _odd(login):
            self.one(f"{name} by anybody", ask, login)

    def many_at_once(self) -> None:
        """The dearest of all from sixteen people at once: words, tables, office files."""
        dear = dict(hostile_files.documents()) | dict(hostile_files.others())
        for door in self.doors.with_files():
            for name in AT_ONCE_FILES:
                field, content = door.form.files[0], dear[name]()
                sends = _sends(door, {}, lambda f=field, n=name, c=content: [Part.of(f, n, c)])
                self.together(f"{door.to}: {name} at once", [(door, sends)] * AT_ONCE)
        # A form of words costs the same at each door: one door in eight, and each once alone.
        for door in self.doors.with_texts()[::8]:
            for words in ("ŵ1 of 2 " * 24_000, "x" * 2_900_000):
                told = dict.fromkeys(door.form.texts[:1], words)
                name = f"{door.to}: {len(words):,} characters at once"
                self.together(name, [(door, _sends(door, told, lambda: ()))] * AT_ONCE)

    def pages(self) -> None:
        """Every page again, by who may read it, now that all that was taken stands there."""
        for page, asker in self.doors.pages.items():
            sender = Sender(self.doors.port, self.doors.signed_in.get(asker, ""))
            with measured(self.master) as cost:
                answer = sender.get(page)
            self.held.answer(f"{page} afterwards", answer)
            self.held.memory(f"{page} afterwards", cost)

    def _some(self, every: list[Door], few: int) -> list[Door]:
        return every[:few] if self.short else every


def _odd(door: Door) -> Iterator[tuple[str, Callable[[Sender], Answer]]]:
    to, form = door.to, "application/x-www-form-urlencoded"

    def body(content: bytes, kind: str) -> Callable[[Sender], Answer]:
        return lambda sender: sender.send(
            "POST", to, [content], len(content), kind, {"X-CSRFToken": sender.token}
        )

    fields = "&".join(f"a{one}=1" for one in range(50_000)).encode()
    files = [Part.of(f"f{one}", "a.txt", b"x") for one in range(5_000)]
    yield f"{to}: 50,000 fields", body(fields, form)
    yield f"{to}: 5,000 files", lambda sender: sender.form(to, [], files)
    yield f"{to}: deep JSON", body(b"[" * (5 * MEGABYTE), "application/json")
    yield f"{to}: 50 MB of one field", body(b"a=" + b"x" * (50 * MEGABYTE), form)
    yield f"{to}: 50 MB of escapes", body(b"a=" + b"%C5%B5" * (8 * MEGABYTE), form)
    yield f"{to}: 50 MB of ampersands", body(b"&" * (50 * MEGABYTE), form)
    yield f"{to}: form without an edge", body(b"x" * 9_999, "multipart/form-data")
    yield f"{to}: edges that nest", body(b"--a\r\n" * 99_999, "multipart/form-data; boundary=a")
    long = b"--a\r\nContent-Disposition: form-data; name=" + b"x" * (20 * MEGABYTE)
    yield f"{to}: a part's head of 20 MB", body(long, "multipart/form-data; boundary=a")
    coded = (
        b"--a\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n"
    )
    coded += b"\r\n" + b"!" * (20 * MEGABYTE)
    yield f"{to}: 20 MB that is no base64", body(coded, "multipart/form-data; boundary=a")
    yield f"{to}: a strange charset", body(b"a=1", f"{form}; charset=utf-7")
    for size in (7_000, 60_000):
        yield f"{to}: a cookie of {size:,}", _with("Cookie", "a=" + "x" * size, door)
        yield f"{to}: a header of {size:,}", _with("X-Odd", "x" * size, door)
    yield f"{to}: cookies", _with("Cookie", "; ".join(f"{one}=1" for one in range(900)), door)
    yield f"{to}: a session of another kind", _with("Cookie", "__Host-session=../../x", door)
    for value in ("9" * 30, "-1", "%00", "%2e%2e", "a" * 3_000):
        path = (
            re.sub(r"\d+", value, door.page) if re.search(r"\d", door.page) else door.page + value
        )
        yield f"{path[:90]}", lambda sender, path=path: sender.get(path)


def _with(header: str, value: str, door: Door) -> Callable[[Sender], Answer]:
    return lambda sender: sender.get(door.page, {header: value})


def _large(field: str) -> Part:
    return Part.large(field, "a.txt", 48 * MEGABYTE)


def _filled(door: Door) -> dict[str, str]:
    """A form so filled that only its file could be refused."""
    return {one: "Words." for one in door.form.texts if not door.form.sends.get(one)}


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


def _document(kind: str) -> str:
    """A text as long as is taken, in paragraphs as long as are read."""
    words = hostile_texts.repeated(kind, 490_000)
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
