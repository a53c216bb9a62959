"""Reads the forms of a page as a browser would, and finds what a page would run."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

TEXTS = {"text", "search", "email", "url", "tel", "password", ""}


@dataclass(slots=True)
class Form:
    """A form: where it goes, how, what it would send untouched, which of its fields take any text,
    and the first value of each group of boxes of which none is ticked.
    """

    action: str
    method: str
    sends: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    boxes: dict[str, str] = field(default_factory=dict)


class Page(HTMLParser):
    """``forms``, and ``runs``: scripts in the page, handlers, addresses that are scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.runs: list[str] = []
        self._form: Form | None = None
        self._select = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._look(tag, given)
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        elif self._form is not None:
            self._field(tag, given, self._form)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "select":
            self._select = ""

    def _look(self, tag: str, given: dict[str, str]) -> None:
        own = given.get("src", "").startswith("/static/") or given.get("type") == "application/json"
        if tag in {"iframe", "object", "embed", "base"} or (tag == "script" and not own):
            self.runs.append(f"<{tag} {given}>")
        self.runs += [
            f"{tag} {name}={value}" for name, value in given.items() if name.startswith("on")
        ]
        goes = {
            name: value.strip().lower()
            for name, value in given.items()
            if name in {"href", "src", "action", "formaction"}
        }
        script = ("javascript:", "vbscript:", "data:text")
        self.runs += [
            f"{tag} {name}={value}" for name, value in goes.items() if value.startswith(script)
        ]

    def _field(self, tag: str, given: dict[str, str], form: Form) -> None:
        name = given.get("name", "")
        kind = given.get("type", "text").lower() if tag == "input" else tag
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            if given.get("value") and ("selected" in given or not form.sends.get(self._select)):
                form.sends[self._select] = given["value"]
        elif not name:
            return
        elif kind in TEXTS or kind == "textarea":
            form.texts.append(name)
            form.sends[name] = given.get("value", "")
        elif kind == "file":
            form.files.append(name)
        elif kind in {"radio", "checkbox"}:
            self._choice(name, kind, given, form)
        elif kind in {"hidden", "number", "date", "datetime-local"}:
            form.sends[name] = given.get("value", "")

    def _choice(self, name: str, kind: str, given: dict[str, str], form: Form) -> None:
        if "checked" in given or (kind == "radio" and name not in form.sends):
            form.sends[name] = given.get("value", "on")
            form.boxes.pop(name, None)
        elif name not in form.sends:
            form.boxes.setdefault(name, given.get("value", "on"))
