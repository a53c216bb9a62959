"""Verifies a binder's ledger with the standard library alone, and holds it against a checkpoint.

    python3 -I verify_chain.py BINDER.zip [--leaf LEAF.json] [--note checkpoint.txt]

It shares no line with the software that made the binder, and needs nothing of it. It walks the
inspection's stream entry by entry. With a leaf it also says that the checkpoint was made over this
very stream; the note is the one you got from the public site, and its signature is for openssl to
verify (the guide's page on the binder has the commands). Exit code 0, or 1 with a sentence for each
fault.
"""

import argparse
import hashlib
import json
import sys
import zipfile
from pathlib import Path


def sha256(text):
    """SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def digest(entry):
    """The digest an entry must have: of all its other fields, in canonical JSON."""
    told = {name: value for name, value in entry.items() if name != "digest"}
    return sha256(json.dumps(told, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def members(binder):
    """The entries of the inspection's stream, and the digests of the rows that each wrote."""
    with zipfile.ZipFile(binder) as packed:
        stream = "ledger/" + json.loads(packed.read("binder.json"))["ledger"]["stream"]
        entries = lines(packed.read(stream + ".jsonl"))
        rows = {}
        if stream + ".digests.jsonl" in packed.namelist():
            for one in lines(packed.read(stream + ".digests.jsonl")):
                rows.setdefault(one["entry"], []).append(one)
        return entries, rows


def lines(content):
    """Each line of a member, as JSON."""
    return [json.loads(line) for line in content.decode("utf-8").split("\n") if line]


def chain_faults(stream, rows):
    """Each entry has its number, the digest of the one before it, its own, and that of its rows."""
    previous = "0" * 64
    for number, entry in enumerate(stream, 1):
        if entry.get("number") != number:
            yield f"entry {number} is missing (found {entry.get('number')} there)"
        if entry.get("previous") != previous:
            yield f"entry {number} does not follow the one before it"
        if entry.get("digest") != digest(entry):
            yield f"entry {number} was changed after it was written"
        # An entry of the first format wrote none; of every other they must be here.
        if "rows_digest" in entry and rows_digest(rows.get(number, [])) != entry["rows_digest"]:
            yield f"entry {number}: the digests of its rows are not those it was written with"
        previous = entry.get("digest")


def rows_digest(rows):
    """One SHA-256 over the digests of an act's rows, in their places."""
    return sha256(
        "".join(
            f"{one['place']}\t{one['table']}\t{one['row']}\t{one['turn'] or 0}\t"
            f"{one['columns'] or ''}\t{one['seal']}\t{one['digest']}\n"
            for one in rows
        )
    )


def leaf_faults(stream, leaf, note):
    """The leaf is this stream's, it is among all leaves, and they make the root that was signed."""
    number = leaf["number"]
    held = stream[number - 1] if 0 < number <= len(stream) else {}
    if (held.get("stream"), held.get("digest")) != (leaf["stream"], leaf["digest"]):
        yield f"entry {number} is not the one that the checkpoint was made over"
    own = sha256(f"{leaf['nonce']}\t{leaf['stream']}\t{leaf['number']}\t{leaf['digest']}\n")
    if own not in leaf["leaves"]:
        yield "the leaf is not among those of the checkpoint"
    root = sha256("".join(f"{one}\n" for one in sorted(leaf["leaves"])))
    lines = note.split("\n\n")[0].split("\n")
    if len(lines) != 5 or lines[4] != root:
        yield "the leaves do not make the root that the note names"


def read(path):
    """A text file, whole."""
    return Path(path).read_text("utf-8")


def main():
    """Read the arguments, print what was found, and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binder")
    parser.add_argument("--leaf", help="what you were sent with the binder")
    parser.add_argument("--note", help="the checkpoint from the public site")
    given = parser.parse_args()
    try:
        stream, rows = members(given.binder)
        faults = list(chain_faults(stream, rows))
        if given.leaf:
            leaf = json.loads(read(given.leaf))
            note = read(given.note) if given.note else leaf["note"]
            faults += leaf_faults(stream, leaf, note)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, zipfile.BadZipFile) as fault:
        faults = [f"it cannot be read: {fault}"]
        stream = []
    for fault in faults:
        print(fault, file=sys.stderr)
    if not stream:
        return 1
    held = ", held by the checkpoint" if given.leaf and not faults else ""
    print(f"{stream[0].get('stream')}: {len(stream)} entries{held}, {len(faults)} faults")
    print(f"Ledger head {stream[-1].get('digest')} at entry {len(stream)}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
