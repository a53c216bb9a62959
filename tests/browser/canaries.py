"""What lies on a device, searched for words that must not: in UTF-8 and in UTF-16."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

PLANT = """async (words) => {
  const opened = await new Promise((resolve) => {
    const asked = indexedDB.open("inspectorate-capture");
    asked.onsuccess = () => resolve(asked.result);
  });
  const tx = opened.transaction("receipts", "readwrite", { durability: "strict" });
  tx.objectStore("receipts").put({ id: "planted", device: "planted", words });
  await new Promise((resolve) => { tx.oncomplete = resolve; });
  opened.close();
}"""


def found_in(folder: Path, words: dict[str, str | bytes]) -> dict[str, list[str]]:
    """By each name, the files below ``folder`` in which its words stand."""
    wanted = {
        name: [one]
        if isinstance(one, bytes)
        else [one.encode(), one.encode("utf-16-le"), one.encode("utf-16-be")]
        for name, one in words.items()
    }
    found: dict[str, list[str]] = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            continue
        for name, forms in wanted.items():
            if any(one in content for one in forms):
                found.setdefault(name, []).append(str(path.relative_to(folder)))
    return found


def plant(page: Page, words: str) -> None:
    """Put words in clear where the page keeps its own: a search that does not find them is none."""
    page.evaluate(PLANT, words)
