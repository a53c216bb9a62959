"""Requests that no browser makes: forms that are none, headers and cookies beyond measure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from benchmarks.limits.doors import Door
from benchmarks.limits.hostile_files import MEGABYTE
from benchmarks.limits.wire import Answer, Part, Sender


def odd(door: Door) -> Iterator[tuple[str, Callable[[Sender], Answer]]]:
    """Each by its name, at one door."""
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
