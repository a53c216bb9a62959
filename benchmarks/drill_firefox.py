"""Capture in the system's Firefox, in the short form of ``./run drill capture``: the browser is
killed among notes, files and drafts, the page is opened again without a server, and everything is
sent once there is one. Nothing that the page said it keeps is lost, doubled or torn, and nothing of
it can be read in the profile.

Skipped aloud where there is no Firefox. WebKitGTK is not tried: its driver gives every session a
store in memory alone, which a kill takes with it; that is a private window, for which the page says
that it stores nothing for good.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from benchmarks.capturing import world
from benchmarks.capturing.firefox_device import FirefoxDevice, a_firefox
from benchmarks.capturing.outcome import compared
from benchmarks.capturing.writing import Kept, between
from benchmarks.drill_capture import CANARIES
from tests.browser import served, warm
from tests.browser.canaries import found_in
from tests.browser.firefox import firefox

PLANT = """async (words) => {
  const opened = await new Promise((resolve) => {
    const asked = indexedDB.open("inspectorate-capture");
    asked.onsuccess = () => resolve(asked.result);
  });
  const tx = opened.transaction("receipts", "readwrite", { durability: "strict" });
  tx.objectStore("receipts").put({ id: "planted", device: "planted", words });
  await new Promise((resolve) => { tx.oncomplete = resolve; });
  opened.close();
  return true;
}"""


def killed(device: FirefoxDevice, kills: int) -> list[str]:
    """Kill the browser in the middle of notes and of typing in turn; the drafts that were lost."""
    lost = []
    for round_ in range(1, kills + 1):
        device.begin(round_, "draft" if round_ % 2 == 0 else "notes")
        time.sleep(between(1.0, 3.0))
        device.listen()
        device.browser.kill()
        draft = device.told.draft
        device.reopened()
        if draft and not device.words().startswith(draft):
            lost.append(draft)
    return lost


def main(*, short: bool = False, kills: str = "20") -> bool:
    """Run the drill; whether everything that was shown held. Short: two kills."""
    if firefox() is None:
        print("not run: there is neither firefox-esr nor firefox on this machine")
        return True
    many, began = 2 if short else int(kills), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="inspectorate-drill-") as name:
        folder, port = Path(name), served.free_port()
        data = folder / "data"
        data.mkdir(mode=0o700)
        warm.begin()
        email = world.told(data)
        server = served.begun(data, port)
        address, profile = f"http://127.0.0.1:{port}", folder / "profile"
        with a_firefox(profile, served.free_port(), address) as device:
            device.sign_in(email, world.PASSWORD)
            device.enrol()
            device.burst(1_000, 5, photo_each=3)
            served.stop(server)
            lost = killed(device, many)
            # Reopened by its worker alone: nobody answers.
            device.burst(2_000, 10, photo_each=5)
            in_clear = found_in(profile, CANARIES)
            server = served.begun(data, port)
            try:
                device.all_sent()
            finally:
                served.stop(server)
            in_clear |= found_in(profile, CANARIES)
            outcome = compared(data, device.told.kept)
            missed = compared(data, {**device.told.kept, "never written": Kept()}).lost
            device.ask(PLANT, "canaryworths")
            planted = "words" in found_in(profile, CANARIES)
    photos = sum(bool(one.photo) for one in device.told.kept.values())
    print(
        f"{many} kills in {time.monotonic() - began:.0f} s: {outcome}; photos {photos}; drafts "
        f"lost {len(lost)}; in clear on the disk: {in_clear or 'none'}"
    )
    for said in (outcome.lost, outcome.doubled, outcome.torn, lost):
        for one in said[:5]:
            print(f"  {one}")
    print(f"controls: a note that never was missed: {bool(missed)}; planted found: {planted}")
    good = outcome.good and photos > 0 and not lost and not in_clear
    good = good and planted and missed == ["never written"]
    print("good" if good else "NOT good")
    return good
