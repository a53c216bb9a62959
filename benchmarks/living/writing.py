"""The report and the press release written, bound, checked by the bodies, signed and frozen."""

from __future__ import annotations

import re
from datetime import timedelta

from playwright.sync_api import expect

from inspectorate.prose.dates import in_words

from .planning import TODAY, VISITS, move
from .story import CONTACTS, FORCES, TITLE
from .walker import PATIENCE, Walk, Walker

DUE = TODAY + timedelta(days=200)
FIRST, LAST = VISITS[FORCES[0]], VISITS[FORCES[-1]]
HEADLINE = "Care is given, and few lessons are learned"
REPORT = f"""---
title: {TITLE}
published: {TODAY}
---

# Summary

{{.narrative}}
We asked how well people in police custody are cared for.

[Three forces]{{#bodies-inspected}} were inspected, between [{in_words(FIRST)} and
{in_words(LAST)}]{{#visit-dates}}. [We make two
recommendations]{{#recommendation-count}}.

# Care

[2 of the 3 forces inspected see people in custody in time]{{#seen-in-time}}.
[2 of the 3 forces inspected keep and give medicines safely]{{#medicines-safe}}.
[All forces help people with mental ill health (3 of the 3 forces inspected)]{{#help-given}}.

```recommendation
number: 1
to: college-of-examples (asked)
due: {DUE}
origin: published
text: Set down within what time a nurse must see everybody who is held.
```

# Leading

[In all forces somebody answers for care (3 of the 3 forces inspected)]{{#lead-named}}. All forces
record care (3 of the 3 forces inspected). No force learns lessons (0 of the 3 forces inspected).

```recommendation
number: 2
to: council-of-examples (asked)
due: {DUE}
origin: published
text: Gather what went wrong and tell every force once a year.
```

# How we worked

```table
kind: vocabulary
caption: What our words mean
```
"""
BOUND = {
    "All forces record care (3 of the 3 forces inspected)": "care-recorded",
    "No force learns lessons (0 of the 3 forces inspected)": "lessons-learned",
}
DESK = "Words signed"
# What the desk offers to press beside words, at the end of a section, beside a source.
SIGNED = re.compile("^(Sign|I have read this section whole|The source says so)$")
RELEASE = f"""---
title: {HEADLINE}
published: {TODAY}
---

[All forces help people with mental ill health (3 of the 3 forces inspected)]{{#help-given}}, but
[no force learns lessons (0 of the 3 forces inspected)]{{#lessons-learned}}.
"""


def written(walk: Walk) -> None:
    """The editor writes the report and binds what is not bound; the press officer the release."""
    move(walk, "Drafting")
    editor = walk["editor"]
    _open(walk, "editor", "Report", TITLE, "report", REPORT)
    for words, claim in BOUND.items():
        editor.go(re.compile(f"^Bind this sentence.*{re.escape(words)}"))
        editor.choose_by("The claim they rest on", claim)
        editor.press("Bind")
    _open(walk, "press", "Press release", HEADLINE, "press-release", RELEASE)


def _open(walk: Walk, word: str, kind: str, title: str, slug: str, text: str) -> None:
    one = walk[word]
    one.room("Documents")
    one.go("Begin a document")
    one.tick(kind)
    one.fill("Title", title)
    one.fill("Short name", slug)
    one.press("Begin")
    one.go("Edit the text")
    one.fill("Text", text)
    one.press("Save")


def checked(walk: Walk) -> None:
    """The editor asks every force to check the facts; one raises a point, which is decided."""
    move(walk, "Fact check")
    editor = walk["editor"]
    editor.room("Documents")
    editor.go(TITLE)
    editor.go("Factual accuracy check")
    for name in FORCES:
        editor.go("Ask a body to check facts")
        editor.choose("Body", name)
        editor.fill("Send points by", f"{TODAY + timedelta(days=10)}")
        editor.press("Ask")
    for contact in list(CONTACTS)[: len(FORCES)]:
        walk[contact].to(re.compile("^Factual accuracy check"))
        walk[contact].reads("Points on accuracy")
    one = walk[next(iter(CONTACTS))]
    one.go("Raise a point")
    one.tick(re.compile("^Accuracy"))
    one.choose_by("Which passage is it about?", "2")
    one.fill(
        "What is not right, and how you know",
        "The visits were by two teams; the text says nothing of it.",
    )
    one.press("Raise the point")
    lead = walk["lead"]
    lead.room("Documents")
    lead.go(TITLE)
    lead.go("Factual accuracy check")
    lead.go(re.compile("^Decide"))
    lead.tick("Not accepted")
    lead.fill("Reason", "Field teams are named in no report.")
    lead.press("Decide")


def signed(walk: Walk) -> None:
    """Who wrote each says that it is ready; the evidence checker signs its words at the desk."""
    for word, title in (("editor", TITLE), ("press", HEADLINE)):
        _desk(walk[word], title)
        walk[word].go("It is ready to be signed")
        walk[word].press("It is ready to be signed")
        checker = walk["checker"]
        _desk(checker, title)
        while checker.here.get_by_role("button", name=SIGNED).count():
            _sign_all(checker)
            checker.go(title)
            checker.go(DESK)
        checker.reads("Every word is signed as it stands.")


def _desk(one: Walker, title: str) -> None:
    one.room("Documents")
    one.go(title)
    one.go(DESK)


def _sign_all(checker: Walker) -> None:
    """Press what the desk offers, from the top, each where it stands: words, sections, sources."""
    buttons = checker.here.get_by_role("button", name=SIGNED)
    for left in range(buttons.count(), 0, -1):
        checker.click(buttons.first)
        expect(buttons).to_have_count(left - 1, timeout=PATIENCE)
    expect(checker.page.get_by_text("This was not signed.")).to_have_count(0)


def frozen(walk: Walk) -> None:
    """The approving inspector freezes the report and the press release."""
    one = walk["approving"]
    for title in (TITLE, HEADLINE):
        one.room("Documents")
        one.go(title)
        one.press("Freeze")
        one.reads("Frozen: a full and a public edition")
