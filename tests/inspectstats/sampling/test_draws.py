"""Properties of draws: order, extension, merging, chances; and the verifier run as a body would run
it.
"""

from __future__ import annotations

import csv
import hashlib
import json
import subprocess
import sys
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspectstats.records import InputError
from inspectstats.sampling import verifier
from inspectstats.sampling.draw import Draw, chances_by_size, draw, draw_by_size
from inspectstats.sampling.frame import Case, frame, frame_sha256
from inspectstats.sampling.record import published
from inspectstats.sampling.seeds import commitment, dice_seed, joint_seed, reveals, rfc3797_key
from inspectstats.sampling.tickets import ticket

SALT = "0123456789abcdef"
ids = st.lists(
    st.text(st.characters(codec="ascii", categories=["L", "N"]), min_size=1, max_size=6),
    min_size=1,
    unique=True,
)


@given(ids, st.data())
def test_larger_draw_keeps_every_case_of_a_smaller_one(
    names: list[str], data: st.DataObject
) -> None:
    n = data.draw(st.integers(0, len(names)))
    assert draw(names, len(names), "s").ids()[:n] == draw(names, n, "s").ids()


@given(
    st.dictionaries(st.text("abcdefgh123", min_size=1), st.sampled_from("NSW"), min_size=1),
    st.data(),
)
def test_merged_draws_are_the_draw_of_the_union(where: dict[str, str], data: st.DataObject) -> None:
    cases = [
        Case(case_id, stratum, Fraction(1 + len(case_id))) for case_id, stratum in where.items()
    ]
    sizes = {s: data.draw(st.integers(0, n)) for s, n in Counter(where.values()).items()}
    for rule in (draw, draw_by_size):
        apart = {
            i
            for s in sizes
            for i in rule([c for c in cases if c.stratum == s], {s: sizes[s]}, "x").ids()
        }
        assert set(rule(cases, sizes, "x").ids()) == apart


@given(ids)
def test_ticket_is_what_sha256sum_prints(names: list[str]) -> None:
    expected = hashlib.sha256(f"seed\nmain\n\n{names[0]}".encode()).hexdigest()
    assert f"{ticket('seed', 'main', '', names[0]):064x}" == expected


def test_every_case_has_the_chance_it_should_have() -> None:
    """4,000 seeds: each of 10 cases is drawn 3 times in 10, within 5 standard errors."""
    seen = Counter(
        case_id
        for seed in range(4000)
        for case_id in draw([f"c{i}" for i in range(10)], 3, str(seed)).ids()
    )
    assert all(abs(count - 1200) < 5 * (4000 * 0.3 * 0.7) ** 0.5 for count in seen.values())


def test_pareto_chances_are_near_their_targets() -> None:
    cases = [Case(f"c{i}", "", Fraction(i + 1)) for i in range(8)]
    targets = chances_by_size(cases, 3)
    assert sum(targets.values()) == 3
    seen = Counter(
        case_id for seed in range(3000) for case_id in draw_by_size(cases, 3, str(seed)).ids()
    )
    for case_id, chance in targets.items():
        assert abs(seen[case_id] / 3000 - float(chance)) < 0.04


def test_frame_hash_is_that_of_the_text_file_and_depends_on_the_salt() -> None:
    cases = [Case("b", "north"), Case("a", "north", Fraction(5, 2))]
    text = f"{SALT}\nnorth\ta\t5/2\nnorth\tb\t1\n"
    assert frame_sha256(cases, SALT) == hashlib.sha256(text.encode()).hexdigest()
    assert frame_sha256(cases, SALT) == frame_sha256(cases[::-1], SALT)
    assert frame_sha256(cases, SALT) != frame_sha256(cases, SALT + "0")


def test_two_ways_of_typing_one_letter_are_one_id() -> None:
    with pytest.raises(InputError, match="duplicate_id"):
        frame(["caf\u00e9", "cafe\u0301"])


@pytest.mark.parametrize(
    ("call", "where"),
    [
        (lambda: frame(["a", ""]), "row 2, id"),
        (lambda: frame(["a", "b\nc"]), "row 2, id"),
        (lambda: frame(["a", " b"]), "row 2, id"),
        (lambda: frame_sha256(["a"], "short"), "salt"),
        (lambda: draw(["a"], 2, "s"), "stratum ''"),
        (lambda: draw(["a"], {"north": 1}, "s"), "sizes"),
        (lambda: draw([], 1, "s"), "frame"),
        (lambda: dice_seed("1234"), "dice"),
        (lambda: commitment("short"), "secret"),
        (lambda: joint_seed("ab"), "seed"),
    ],
)
def test_unusable_input_names_the_row_or_argument(call: object, where: str) -> None:
    with pytest.raises(InputError) as caught:
        call()  # type: ignore[operator]
    assert caught.value.where == where
    assert caught.value.mend


def test_commit_and_reveal() -> None:
    assert reveals("a secret of the inspectorate", commitment("a secret of the inspectorate"))
    assert not reveals("another secret altogether", commitment("a secret of the inspectorate"))
    assert joint_seed("ab", "beacon") != joint_seed("ab", "beacon", "dice")
    assert dice_seed("1234 5612 3456 1234 5612") == "12345612345612345612"
    assert rfc3797_key(["W 4-1", [32, 21]]) == "W41./21.32./"


def _written(folder: Path, cases: list[Case], drawn: Draw) -> tuple[Path, Path]:
    listed, record = folder / "list.csv", folder / "record.json"
    with listed.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow(["id", "stratum", "size"])
        writer.writerows([case.id, case.stratum, str(case.size)] for case in cases)
    record.write_text(json.dumps(published(drawn, frame_sha256(cases, SALT))), encoding="utf-8")
    return listed, record


CASES = [Case(f"c{i:02}", "north" if i % 3 else "s\u00fcd", Fraction(i % 5 + 1)) for i in range(40)]


@pytest.mark.parametrize("rule", [draw, draw_by_size])
def test_verifier_alone_confirms_a_right_draw(tmp_path: Path, rule: object) -> None:
    """The file is copied away and run by a bare interpreter, without a package of ours."""
    listed, record = _written(tmp_path, CASES, rule(CASES, 4, "seed"))  # type: ignore[operator]
    alone = tmp_path / "verifier.py"
    alone.write_bytes(Path(verifier.__file__).read_bytes())
    command = [sys.executable, "-I", "-S", str(alone), str(listed), str(record), "--salt", SALT]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "8 cases drawn of 40" in done.stdout


def test_verifier_confirms_one_stratum_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, record = _written(tmp_path, CASES, draw(CASES, 4, "seed"))
    (tmp_path / "own").mkdir()
    own, _ = _written(
        tmp_path / "own",
        [case for case in CASES if case.stratum == "north"],
        draw(CASES, 4, "seed"),
    )
    assert verifier.main([str(own), str(record)]) == 0
    assert "4 cases drawn of 26" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda r: r["drawn"][0].update(id="c39"), "should not have been drawn"),
        (lambda r: r["drawn"].reverse(), "wrong order"),
        (lambda r: r["populations"].update(north=25), "26 cases in the list, 25 in the record"),
        (lambda r: r.update(frame_sha256="00"), "its hash differs"),
        (lambda r: r.update(seed="other"), "should have been drawn"),
        (lambda r: r.update(method="lottery"), "unknown"),
    ],
)
def test_verifier_finds_every_way_of_cheating(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: object, says: str
) -> None:
    listed, record = _written(tmp_path, CASES, draw(CASES, 4, "seed"))
    held = json.loads(record.read_text())
    change(held)  # type: ignore[operator]
    record.write_text(json.dumps(held))
    assert verifier.main([str(listed), str(record), "--salt", SALT]) == 1
    assert says in capsys.readouterr().out


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name\nc1\n", "no column id"),
        ("id\nc1\nc1\n", "row 3, column id"),
        ('id\n""\n', "row 2"),
        ("id,size\nc1,big\n", "row 2, column size"),
    ],
)
def test_verifier_unreadable_list_says_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, says: str
) -> None:
    _, record = _written(tmp_path, CASES, draw(CASES, 4, "seed"))
    bad = tmp_path / "bad.csv"
    bad.write_text(text)
    assert verifier.main([str(bad), str(record)]) == 2
    assert says in capsys.readouterr().err
