"""The page of capture in the system's Firefox, as a person's device: what ``tests.browser.device``
does in Chromium, by the page's own controls.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.capturing.writing import BURST, DRAFT, PIXEL, Kept, Told
from tests.browser.device import PASSPHRASE
from tests.browser.firefox import Firefox

# What the functions below stand on: wait for something of the page, fill, press.
HANDS = """
  const until = async (done, what) => {
    for (let n = 0; n < 6000; n += 1) {
      try { const found = await done(); if (found) return found; } catch { /* not yet */ }
      await new Promise((go) => setTimeout(go, 10));
    }
    throw new Error(`it never came: ${what}; ${document.body.innerText.slice(0, 800)}`);
  };
  const seen = (one) => one && one.getClientRects().length > 0 && one;
  const at = (id) => document.getElementById(id);
  const fill = (id, text) => {
    at(id).value = text;
    at(id).dispatchEvent(new Event("input", { bubbles: true }));
  };
"""
SIGNED_IN = """async () => {
  const done = () => document.readyState === "complete" && !location.pathname.includes("login");
  await until(done, "signing in");
  return true;
}"""
ENROL = """async (passphrase) => {
  await until(() => document.body.dataset.ready !== undefined, "ready");
  at("enrolling").open = true;
  fill("device-name", "Laptop"); fill("new-passphrase", passphrase); fill("again", passphrase);
  at("enrol").requestSubmit();
  await until(() => seen(at("visits")), "visits");
  at("more").click();
  (await until(() => document.querySelector("#offered button"), "what is offered")).click();
  (await until(() => document.querySelector("#taken button"), "what was taken")).click();
  await until(() => seen(at("capture")), "the visit");
}"""
UNLOCK = """async (passphrase) => {
  await until(() => document.body.dataset.ready !== undefined, "ready");
  await until(() => seen(at("locked")), "the lock");
  fill("passphrase", passphrase);
  at("unlock").requestSubmit();
  await until(() => seen(at("capture")), "the visit");
}"""
CHOOSE = """async () => {
  if (!document.querySelector("#criterion input:checked"))
    document.querySelector("#criterion label").click();
  window.kept = [];
  window.drafted = "";
  window.told_kept = async (...one) => { window.kept.push(one); window.drafted = ""; };
  window.told_draft = async (words) => { window.drafted = words; };
}"""
SEND = """async () => {
  const all = "All that was written here was received.";
  for (let n = 0; n < 30 && at("counts").textContent !== all; n += 1) {
    at("send").click();
    for (let k = 0; k < 200 && at("counts").textContent !== all; k += 1)
      await new Promise((go) => setTimeout(go, 10));
  }
  if (at("counts").textContent !== all) throw new Error(at("state").innerText);
  return true;
}"""


class FirefoxDevice:
    """One Firefox at the page of capture. ``told`` is what the page said that it keeps."""

    def __init__(self, profile: Path, port: int, address: str) -> None:
        self.browser, self.address, self.told = Firefox(profile, port), address, Told()

    def ask(self, script: str, *given: object) -> Any:
        """Run an async function in the page, with hands."""
        whole = f"async (...given) => {{ {HANDS} return ({script})(...given); }}"
        return self.browser.run(whole, *given)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form."""
        self.browser.go(f"{self.address}/accounts/login/")
        self.ask(
            """async (email, password) => {
              const secret = document.querySelector("input[type=password]");
              document.querySelector("input[type=email], input[name=username]").value = email;
              secret.value = password;
              setTimeout(() => secret.form.requestSubmit(), 0);
            }""",
            email,
            password,
        )
        self.browser.go_on(lambda: self.ask(SIGNED_IN))

    def enrol(self) -> None:
        """Enrol, take the visit along, and open it."""
        self.browser.go(f"{self.address}/capture/")
        self.ask(ENROL, PASSPHRASE)
        self.ask(CHOOSE)

    def reopened(self) -> None:
        """The page after a kill, unlocked; the visit opens by itself."""
        self.browser.open()
        self.browser.go(f"{self.address}/capture/")
        self.ask(UNLOCK, PASSPHRASE)
        self.ask(CHOOSE)

    def burst(self, round_: int, many: int, photo_each: int = 0) -> None:
        """Write notes, and see each kept."""
        told = {"round": round_, "many": many, "photo_each": photo_each}
        told |= {"pixel": PIXEL, "large": False}
        self.ask(f"async (told) => {{ await ({BURST})(told); return true; }}", told)
        self.listen()

    def begin(self, round_: int, what: str) -> None:
        """Begin to write notes, or a draft, without an end."""
        told = {"round": round_, "many": 1_000_000, "photo_each": 5, "pixel": PIXEL, "large": True}
        script = BURST if what == "notes" else DRAFT
        self.ask(f"async (told) => {{ void ({script})(told); return true; }}", told)

    def listen(self) -> None:
        """Hear what the page said by now: the notes that it keeps, and the newest draft."""
        kept, draft = self.ask("async () => [window.kept, window.drafted]")
        for words, photo, session, criterion, pressed in kept:
            moment = datetime.fromisoformat(pressed)
            self.told.kept[words] = Kept(photo, session, criterion, moment)
        self.told.draft = draft

    def words(self) -> str:
        """What stands in the form."""
        return str(self.ask("async () => at('words').value"))

    def all_sent(self) -> None:
        """Have everything sent; press once in a while, as a person would."""
        self.ask(SEND)


@contextmanager
def a_firefox(profile: Path, port: int, address: str) -> Iterator[FirefoxDevice]:
    """A Firefox with an empty profile, open; ended at the end."""
    device = FirefoxDevice(profile, port, address)
    device.browser.open()
    try:
        yield device
    finally:
        device.browser.close()
