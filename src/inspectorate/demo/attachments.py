"""Files that come with some field notes: a training return, a form, a tally, a small map.

Made from the seed, byte for byte the same each time; none holds anything about a real person or
place.
"""

import csv
import io
import random
import struct
import zlib
from dataclasses import dataclass

NOTICE = "Rehearsal: simulated evidence, says nothing about any real body"
REFERRERS = (
    "school",
    "neighbourhood team",
    "hospital",
    "family member",
    "probation",
    "custody",
)
TEAMS = ("Response", "Neighbourhood", "Contact centre", "Custody", "Investigation", "Volunteers")


@dataclass(frozen=True, slots=True)
class Attachment:
    name: str
    media_type: str
    content: bytes


def _table(rows: list[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows([*rows, [NOTICE]])
    return out.getvalue().encode("utf-8")


def training_return(rng: random.Random, *, known: bool) -> Attachment:
    """A completion return by team; where completion is not known it counts enrolments and leaves
    completions blank.
    """
    rows = [["team", "establishment", "enrolled", "completed", "per cent complete"]]
    for team in TEAMS:
        posts = rng.randint(40, 900)
        enrolled = posts - rng.randint(0, posts // 12)
        done = enrolled - rng.randint(0, enrolled // 6)
        rows.append(
            [
                team,
                str(posts),
                str(enrolled),
                *([str(done), f"{100 * done / posts:.1f}"] if known else ["", ""]),
            ]
        )
    return Attachment("training-completion-return.csv", "text/csv", _table(rows))


def referral_form(rng: random.Random) -> Attachment:
    """A copy of a referral form as filled in, everything that could point to a person removed."""
    concern = rng.choice(
        (
            "Withdrawn since the summer; new friends met online only; says that he has "
            "been told the truth about everything.",
            "Drawings and slogans on college work; angry when asked; also recently bereaved.",
            "Shared three videos with a younger cousin, then asked her to keep it from her mother.",
            "Talks about a grievance at work in terms of a wider war; sleeping badly; has "
            "stopped seeing his daughter.",
            "Teaching assistant reports fixed interest in past attacks; no stated "
            "ideology; very isolated.",
        )
    )
    lines = [
        "PREVENT REFERRAL FORM (copy for inspection, identities removed)",
        f"Referred by: {rng.choice(REFERRERS)}",
        f"Received: day {rng.randint(1, 28)} of the month, "
        f"{rng.randint(8, 18):02d}:{rng.randint(0, 59):02d}",
        f"Age band: {rng.choice(('under 15', '15 to 20', '21 to 30', '31 to 40', 'over 40'))}",
        f"Concern: {concern}",
        f"Consent sought: "
        f"{rng.choice(('yes, given', 'yes, not yet given', 'not at this stage, reason recorded'))}",
        f"Checked by a second person: {rng.choice(('yes', 'yes, returned once', 'no entry'))}",
        f"Passed on after: {rng.randint(3, 71)} hours",
        f"Serial: {rng.randrange(16**6):06X}",
        NOTICE,
    ]
    return Attachment(
        "referral-form-copy.txt", "text/plain", ("\n".join(lines) + "\n").encode("utf-8")
    )


def case_file_tally(rng: random.Random) -> Attachment:
    """What the reviewer ticked, file by file."""
    rows = [
        [
            "file",
            "national form",
            "second reader",
            "hours to onward referral",
            "sharing recorded",
            "referrer told",
        ]
    ]
    for number in range(1, rng.randint(8, 14)):
        marks = [rng.choice(("yes", "yes", "no")) for _ in range(4)]
        rows.append(
            [f"{number:02d}", marks[0], marks[1], str(rng.randint(2, 160)), marks[2], marks[3]]
        )
    return Attachment("case-file-tally.csv", "text/csv", _table(rows))


def map_sketch(rng: random.Random, side: int = 96) -> Attachment:
    """A grey-scale PNG of clusters on an empty grid: the idea of the map, no place in it."""
    centres = [
        (rng.randint(15, side - 15), rng.randint(15, side - 15), rng.randint(5, 14))
        for _ in range(rng.randint(2, 4))
    ]
    rows = bytearray()
    for y in range(side):
        rows.append(0)
        for x in range(side):
            near = sum(
                max(0, 1 - ((x - cx) ** 2 + (y - cy) ** 2) / (r * r)) for cx, cy, r in centres
            )
            rows.append(
                200 if x % 16 == 0 or y % 16 == 0 else max(40, int(250 - 160 * min(near, 1)))
            )
    header = struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)
    text = b"Comment\x00" + NOTICE.encode("latin-1")
    body = [
        (b"IHDR", header),
        (b"tEXt", text),
        (b"IDAT", zlib.compress(bytes(rows), 9)),
        (b"IEND", b""),
    ]
    chunks = b"".join(
        struct.pack(">I", len(d)) + k + d + struct.pack(">I", zlib.crc32(k + d)) for k, d in body
    )
    return Attachment("hate-crime-map-sketch.png", "image/png", b"\x89PNG\r\n\x1a\n" + chunks)
