"""The pictures of the guide, taken from a demonstration: ``./run screenshots [DATA]`` (told afresh
where no folder is named).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.driving import ARGUMENTS
from tests.browser.served import free_port, served
from tests.browser.walking import sign_in
from tests.journeys.told import PASSWORD, ROOT, SLUG, told

IMAGES = ROOT / "docs" / "guide" / "images"
MOST_BYTES = 250_000
SIZE = {"width": 1366, "height": 900}
I = f"/i/{SLUG}"  # noqa: E741 - the inspection, as in addresses
STAFF = {
    "your-work": ("lead", "/"),
    "plan": ("lead", f"{I}/"),
    "coverage": ("lead", f"{I}/coverage/"),
    "visits": ("lead", f"{I}/fieldwork/"),
    "requests": ("lead", f"{I}/fieldwork/requests/"),
    "evidence": ("inspector-01", f"{I}/evidence/?q=training"),
    "evidence-item": ("inspector-01", f"{I}/evidence/7/"),
    "grid": ("lead", f"{I}/judgments/"),
    "cell": ("moderator", f"{I}/judgments/cell/force-05/{{criterion}}/"),
    "agreement": ("moderator", f"{I}/judgments/agreement/"),
    "claims": ("referencer", f"{I}/claims/"),
    "claim": ("referencer", f"{I}/claims/claim/mandatory-training/"),
    "documents": ("editor", f"{I}/documents/"),
    "document": ("editor", f"{I}/documents/report/"),
    "recommendations": ("lead", f"{I}/recommendations/"),
    "release": ("signing", f"{I}/publication/1/"),
    "trace": ("signing", f"{I}/publication/trace/?id=report%23mandatory-training"),
    "ledger": ("lead", f"{I}/ledger/"),
    "portal": ("contact-force-05", "/portal/"),
}
PUBLIC = {
    "public-home": f"{SLUG}/1/index.html",
    "public-report": f"{SLUG}/1/report.html",
    "public-recommendations": f"{SLUG}/recommendations.html",
    "public-method": f"{SLUG}/1/method.html",
    "public-press-release": f"{SLUG}/1/press-release.html",
    "public-data": f"{SLUG}/1/data/index.html",
}


def main(data: Path | None = None) -> int:
    """Take every picture; 1 where a page did not open or a picture is too large."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="inspectorate-pictures-") as folder:
        if data is None:
            demo = told(Path(folder) / "demonstration")
            if demo.code:
                print(demo.errors[-3000:])
                return 1
            data, site = demo.data, demo.site
        else:
            site = next(one for one in (data / "site", data.parent / "site") if one.is_dir())
        mine = Path(folder) / "data"
        shutil.copytree(data, mine)
        found = next(
            path
            for name in ("chromium", "chromium-browser", "google-chrome")
            if (path := shutil.which(name))
        )
        with sync_playwright() as playwright, served(mine) as address:
            browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
            faults = [*_staff(browser, address), *_public(browser, site)]
            browser.close()
    for fault in faults:
        print(fault)
    print(f"{len(STAFF) + len(PUBLIC) + 3 - len(faults)} pictures in {IMAGES.relative_to(ROOT)}")
    return 1 if faults else 0


def _staff(browser: Browser, address: str) -> list[str]:
    faults, who, page = [], "", _page(browser)
    page.goto(f"{address}/accounts/login/")
    faults += _take(page, "sign-in", 200)
    for name, (role, path) in STAFF.items():
        if role != who:
            page.context.close()
            page, who = _page(browser), role
            sign_in(page, address, f"{role}@inspectorate.example", PASSWORD)
        if "{criterion}" in path:
            page.goto(f"{address}{I}/judgments/")
            links = page.locator("a[href*='cell/force-05/']")
            path = path.format(
                criterion=(links.first.get_attribute("href") or "").rstrip("/").rsplit("/", 1)[-1]
            )
        response = page.goto(f"{address}{path}")
        faults += _take(page, name, response.status if response else 0)
    page.context.close()
    return [*faults, *_overclaiming(browser, address)]


def _overclaiming(browser: Browser, address: str) -> list[str]:
    """The draft with two sentences that claim too much; the margin names the check and the word
    that fits.
    """
    page = _page(browser)
    sign_in(page, address, "editor@inspectorate.example", PASSWORD)
    page.goto(f"{address}{I}/documents/report/edit/")
    text = page.locator("textarea[name=text]")
    words = text.input_value()
    for said, too_much in (
        ("[Most forces", "[Almost all forces"),
        ("[Almost all forces", "[All forces"),
    ):
        words = words.replace(said, too_much, 1)
    text.fill(words)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved. The checks have been run again.")).to_be_visible()
    response = page.goto(f"{address}{I}/documents/report/")
    page.locator(
        ".ins-doc__margin .ins-tag--problem, .ins-doc__margin [class*=problem]"
    ).first.scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 250)")
    faults = _take(page, "document-problems", response.status if response else 0)
    page.context.close()
    return faults


def _public(browser: Browser, site: Path) -> list[str]:
    port, faults, page = free_port(), [], _page(browser)
    command = [
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        "127.0.0.1",
        "--directory",
        str(site),
    ]
    files = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until_it_answers(port, files)
        for name, path in PUBLIC.items():
            response = page.goto(f"http://127.0.0.1:{port}/{path}")
            faults += _take(page, name, response.status if response else 0)
            if name == "public-report":
                page.locator("details.know summary").nth(2).click()
                page.locator("details.know").nth(2).scroll_into_view_if_needed()
                page.evaluate("window.scrollBy(0, 200)")
                faults += _take(page, "public-report-how", 200)
    finally:
        files.terminate()
        files.wait()
        page.context.close()
    return faults


def until_it_answers(port: int, running: subprocess.Popen[bytes]) -> None:
    """Wait until something listens on a port of the loopback; raises where that ended."""
    while running.poll() is None:
        with socket.socket() as one:
            if one.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


def _page(browser: Browser) -> Page:
    return browser.new_context(
        viewport=SIZE, locale="en-GB", timezone_id="Europe/London"
    ).new_page()  # type: ignore[arg-type]


def _take(page: Page, name: str, status: int) -> list[str]:
    if status != 200:
        return [f"{name}: {page.url} answered {status}"]
    page.evaluate("document.fonts.ready")
    path = IMAGES / f"{name}.png"
    page.screenshot(path=path)
    size = path.stat().st_size
    return [f"{name}: {size:,} bytes, more than {MOST_BYTES:,}"] if size > MOST_BYTES else []


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else None))
