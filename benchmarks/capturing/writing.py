"""An inspector at the page of capture who writes on and on, faster than anybody types. What the
page said that it keeps is told at once, so that it is known when the browser is killed then.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import Page

# One white dot; what makes each picture another stands behind it.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAH"
    "ggJ/PchI7wAAAABJRU5ErkJggg=="
)
# Put words into the form and press, until ``many`` are kept; tell each that the page shows as kept.
# A large one is pressed over while it is still read.
BURST = """async ({ round, many, photo_each, pixel, large }) => {
  const at = (id) => document.getElementById(id);
  const until = async (done) => {
    while (!done()) await new Promise((go) => setTimeout(go, 2));
  };
  const words = at("words");
  for (let n = 0; n < many; n += 1) {
    const note = `round ${round} note ${n}: canaryworths of a note`;
    let photo = "";
    const big = large && n === 1;
    if (big || (photo_each && n % photo_each === photo_each - 1)) {
      const times = big ? 60_000 : 40;
      const bytes = new TextEncoder().encode(`canaryphoto of ${note} `.repeat(times));
      const dot = Uint8Array.from(atob(pixel), (one) => one.charCodeAt(0));
      const png = Uint8Array.from([...dot, ...bytes]);
      const chosen = new DataTransfer();
      chosen.items.add(new File([png], "canaryname.png", { type: "image/png" }));
      at("photo").files = chosen.files;
      at("photo").dispatchEvent(new Event("change", { bubbles: true }));
      if (!big) await until(() => at("attached").children.length);
      const digest = await crypto.subtle.digest("SHA-256", png);
      photo = [...new Uint8Array(digest)].map((one) => one.toString(16).padStart(2, "0")).join("");
    }
    words.value = note;
    words.dispatchEvent(new Event("input", { bubbles: true }));
    const { session, criterion } = Object.fromEntries(new FormData(at("note")));
    const pressed = new Date().toISOString();
    const press = { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true, cancelable: true };
    at("drafted").textContent = "";
    words.dispatchEvent(new KeyboardEvent("keydown", press));
    await until(() => at("drafted").textContent === "Saved on this device.");
    await window.told_kept(note, photo, Number(session) || 0, Number(criterion), pressed);
  }
}"""
# Type a draft word by word, with a pause after each, and tell what the page says that it keeps.
DRAFT = """async ({ round, many }) => {
  const said = document.getElementById("drafted");
  const words = document.getElementById("words");
  words.value = `round ${round} draft:`;
  for (let n = 0; n < many; n += 1) {
    words.value += ` canarydraft ${n}`;
    said.textContent = "";
    words.dispatchEvent(new Event("input", { bubbles: true }));
    while (said.textContent !== "Draft kept on this device.")
      await new Promise((go) => setTimeout(go, 5));
    await window.told_draft(words.value);
  }
}"""
# Save a grade of what is to be judged, and a debrief, as a person does; come back to notes. Each is
# told once the page says that it is kept.
BESIDE = """async ({ round }) => {
  const at = (id) => document.getElementById(id);
  const until = async (done) => {
    while (!done()) await new Promise((go) => setTimeout(go, 2));
  };
  for (const [meant, field] of [["grade", "grade-reasons"], ["debrief", "debrief-words"]]) {
    at(`write-${meant}`).click();
    const words = `round ${round} ${meant}: canary${meant} of a visit`;
    at(field).value = words;
    at(field).dispatchEvent(new Event("input", { bubbles: true }));
    at(`${meant}-drafted`).textContent = "";
    at(meant).requestSubmit();
    await until(() => at(`${meant}-drafted`).textContent === "Saved on this device.");
    await window.told_beside(words);
  }
  at("write-note").click();
}"""


NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Kept:
    """What the page said of a note that it keeps: the digest of its photo or "", the session (0
    for none), the criterion, and when the author pressed, by the device's clock.
    """

    photo: str = ""
    session: int = 0
    criterion: int = 0
    pressed: datetime = NEVER


@dataclass
class Told:
    """What the page said that it keeps: notes by their words, and the newest draft."""

    kept: dict[str, Kept] = field(default_factory=dict)
    # Reasons of grades and words of debriefs.
    beside: set[str] = field(default_factory=set)
    draft: str = ""

    def listen(self, page: Page) -> None:
        """Be told by this page."""
        page.expose_function("told_kept", self._kept)
        page.expose_function("told_draft", self._draft)
        page.expose_function("told_beside", self._beside)

    def _kept(self, words: str, photo: str, session: int, criterion: int, pressed: str) -> None:
        self.kept[words] = Kept(photo, session, criterion, datetime.fromisoformat(pressed))
        self.draft = ""

    def _beside(self, words: str) -> None:
        self.beside.add(words)

    def _draft(self, words: str) -> None:
        self.draft = words

    def burst(self, page: Page, round_: int, many: int, photo_each: int = 0) -> None:
        """Write ``many`` notes, and see each kept."""
        told: dict[str, Any] = {
            "round": round_,
            "many": many,
            "photo_each": photo_each,
            "pixel": PIXEL,
            "large": False,
        }
        page.evaluate(BURST, told)

    def write_beside(self, page: Page, round_: int) -> None:
        """Save a grade and a debrief, and see each kept."""
        page.evaluate(BESIDE, {"round": round_})

    def begin_burst(self, page: Page, round_: int) -> None:
        """Begin to write notes without an end, the second with a photo of several pieces, each
        25th with a small one.
        """
        self.draft = ""
        told: dict[str, Any] = {"round": round_, "many": 1_000_000, "photo_each": 25}
        told |= {"pixel": PIXEL, "large": True}
        page.evaluate(f"(told) => {{ void ({BURST})(told); }}", told)

    def begin_typing(self, page: Page, round_: int) -> None:
        """Begin to type a draft without an end."""
        told = {"round": round_, "many": 1_000_000}
        page.evaluate(f"(told) => {{ void ({DRAFT})(told); }}", told)


def between(least: float, most: float) -> float:
    """A moment by chance, in seconds."""
    return least + (most - least) * secrets.randbelow(10_000) / 10_000


def digest_of(content: bytes) -> str:
    """SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()
