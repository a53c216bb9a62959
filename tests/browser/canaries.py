"""What lies on a device, searched for words and keys that must not: in UTF-8 and in UTF-16, in
base64 and in hexadecimal; and what its shelves hold that none may.
"""

from __future__ import annotations

import base64
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


# Learns the raw bytes of every key that the page makes or opens, in hexadecimal.
LEARN = """() => {
  window.learnt = [];
  const { subtle } = crypto;
  const { generateKey, exportKey, importKey } = subtle;
  // Of a pair, written as PKCS 8, the part that is secret: its public part lies where it may.
  const secret = (bytes) => bytes.length === 138 ? bytes.slice(36, 68) : bytes;
  const learn = (bytes) => window.learnt.push([...secret(new Uint8Array(bytes))]
    .map((one) => one.toString(16).padStart(2, "0")).join(""));
  subtle.generateKey = async (how, _, uses) => {
    const made = await generateKey.call(subtle, how, true, uses);
    if (made.privateKey) learn(await exportKey.call(subtle, "pkcs8", made.privateKey));
    else learn(await exportKey.call(subtle, "raw", made));
    return made;
  };
  subtle.importKey = async (form, bytes, ...rest) => {
    if (form === "raw" && String(rest[0]).startsWith("AES")) learn(bytes);
    if (form === "pkcs8") learn(bytes);
    return importKey.call(subtle, form, bytes, ...rest);
  };
}"""
# Every field of every row, as "shelf: path of the field", and "KEY" where a key itself lies there.
SHELVES = """async () => {
  const store = await import("/static/inspectorate/capture/store.js");
  const found = new Set();
  const walk = (thing, path) => {
    const plain = thing && Object.getPrototypeOf(thing) === Object.prototype;
    if (thing instanceof CryptoKey) found.add(`${path} KEY`);
    else if (Array.isArray(thing)) for (const one of thing) walk(one, `${path}[]`);
    else if (plain) for (const [name, one] of Object.entries(thing)) walk(one, `${path}.${name}`);
    else found.add(path);
  };
  for (const shelf of ["devices", "drafts", "outbox", "pieces", "kept", "packs", "receipts",
                       "documents", "chunks", "turns"])
    for (const row of await store.all(shelf)) walk(row, shelf);
  return [...found].sort();
}"""
LOCKED = ("iv", "data")
# What may lie in each row: ids, times, sizes and states, and what is locked or sealed.
MAY: dict[str, set[str]] = {
    "devices": {"id", "salt", "rounds", "wrapped", "token", "opening.id", "opening.prove"}
    | {f"opening.jwk.{one}" for one in ("kty", "crv", "x", "y", "use", "alg", "kid")}
    | {f"{at}.{one}" for at in ("signing", "about") for one in LOCKED},
    "drafts": {"id", "device", "at", *LOCKED},
    "outbox": {"id", "device", "size", "made", "stored", "tries", "next", "said"}
    | {f"envelope.{one}" for one in ("v", "id", "device", "inspection", "opening_key")}
    | {"envelope.enc", "envelope.sealed", "files[].id", "files[].pieces", "files[].have[]"},
    "pieces": {"device", "note", "file", "n", "of", "bytes"},
    "kept": {"id", "device", "visit", "made", "until", *LOCKED},
    "packs": {"id", "device", *LOCKED},
    "documents": {"id", "device", "visit", *LOCKED},
    "chunks": {"file", "n", "device", "document", *LOCKED},
    "turns": {"id", "n", "born"},
    "receipts": {"id", "device", "state", "number", "ref", "at", "codes[]", "why"}
    | {f"why.{one}" for one in LOCKED},
}


def beyond(page: Page) -> list[str]:
    """What the shelves hold that none may: fields that are not listed, and keys."""
    found: list[str] = page.evaluate(SHELVES)
    allowed = {f"{shelf}.{one}" for shelf, names in MAY.items() for one in names}
    return [one for one in found if one not in allowed]


def keys_of(page: Page) -> dict[str, str | bytes]:
    """The keys that were learnt, to search for."""
    learnt: list[str] = page.evaluate("window.learnt")
    return {f"key {n}": bytes.fromhex(one) for n, one in enumerate(learnt)}


def forms(word: bytes) -> list[bytes]:
    """How bytes may stand on a disk: as they are, in hexadecimal, and in base64 of either alphabet
    wherever in three letters they begin.
    """
    found = [word, word.hex().encode(), word.hex().upper().encode()]
    for by, drop in ((0, 0), (1, 2), (2, 3)):
        whole = bytes(by) + word
        both = (base64.b64encode(whole), base64.urlsafe_b64encode(whole))
        found += [one[drop : len(whole) * 8 // 6] for one in both]
    return list(dict.fromkeys(found))


def _wanted(one: str | bytes) -> list[bytes]:
    if isinstance(one, bytes):
        return forms(one)
    wide = [one.encode("utf-16-le"), one.encode("utf-16-be")]
    return [*forms(one.encode()), *(form for each in wide for form in forms(each))]


def found_in(folder: Path, words: dict[str, str | bytes]) -> dict[str, list[str]]:
    """By each name, the files below ``folder`` in which its words stand."""
    wanted = {name: _wanted(one) for name, one in words.items()}
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
