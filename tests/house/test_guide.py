"""What is written for readers holds: links lead somewhere, commands exist with their options,
pictures are there and small.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from benchmarks.__main__ import BENCHES, DRILLS
from django.core.management import get_commands

from inspectorate.interfaces.cli.main import COMMANDS
from inspectorate.interfaces.cli.main import main as inspectorate
from inspectstats.cli.main import inspectstats

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"
IMAGES = GUIDE / "images"
PAGES = sorted(
    {
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        ROOT / "src" / "inspectstats" / "README.md",
    }
)
RUN = (ROOT / "run").read_text("utf-8")
CHORES = {
    word
    for line in re.findall(r"^([a-z][a-z |-]*)\)(?: |$)", RUN, re.MULTILINE)
    for word in line.split(" | ")
}
GROUPS: dict[str, click.Command] = {"inspectorate": inspectorate, "inspectstats": inspectstats}

LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")
FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^(?:\./run|inspectorate|inspectstats)(?: |$)")
REGISTRY = re.compile(
    r"pypi\.org|pythonhosted|docker\.io|ghcr\.io|quay\.io|gcr\.io|npmjs|registry\.(?!py\b)|"
    r"deb\.debian|archive\.ubuntu|crates\.io",
    re.I,
)
MACHINE = re.compile(r"(?<![\w.])/(?:work|root|home|tmp|Users)/")
LARGEST = 300_000


def _name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def _links(page: Path) -> Iterator[tuple[bool, str, str]]:
    """Yield whether it is a picture, its words, and its target without the part after #."""
    text = re.sub(r"`[^`\n]+`", "", FENCE.sub("", page.read_text("utf-8")))
    for bang, words, target in LINK.findall(text):
        if not re.match(r"[a-z]+:", target) and not target.startswith("#"):
            yield bool(bang), words, target.split("#")[0]


def _commands(text: str) -> list[str]:
    """Every command quoted: a line of a block, continued by a backslash, or an inline code span. A
    line is cut at a pipe or ;.
    """
    text = re.sub(r"\s*\\\n\s*", " ", text)
    blocks = [
        line.strip().removeprefix("$ ")
        for line in text.splitlines()
        if line.startswith(("    ", "\t", "./run", "insp"))
    ]
    spans = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    parts = [
        part.strip()
        for quoted in [*blocks, *spans]
        for part in re.split(r" && | \|\| | \| |; ", quoted)
    ]
    return sorted({part for part in parts if COMMAND.match(part)})


def _fault(command: str) -> str:
    """Why this command would not be understood; empty when it would."""
    words = shlex.split(command, comments=True)
    if words[0] == "./run":
        return _fault_of_chore(words[1:]) if len(words) > 1 else ""
    return _fault_of(GROUPS[words[0]], words[1:])


def _fault_of_chore(words: list[str]) -> str:
    chore, rest = words[0], words[1:]
    if chore not in CHORES:
        return f"there is no chore {chore}"
    if chore in GROUPS:
        return _fault_of(GROUPS[chore], rest)
    if chore in {"demo", "serve", "trace"}:
        return _fault_of(inspectorate, words)
    if chore == "manage" and rest and rest[0] not in get_commands():
        return f"Django has no command {rest[0]}"
    if chore in {"bench", "drill"} and rest and rest[0] != "NAME":
        known = {"bench": {*BENCHES, "statistics"}, "drill": {*DRILLS, "short"}}[chore]
        return "" if rest[0] in known else f"there is no {chore} {rest[0]}"
    return ""


def _fault_of(command: click.Command, words: list[str]) -> str:
    """Walk down to the command; each option it is given must exist, and its arguments must be as
    many as it takes.
    """
    while isinstance(command, click.Group):
        if not words or words[0].startswith("-") or words[0] == "ARGS":
            return ""
        found = command.get_command(click.Context(command), words[0])
        if found is None:
            return f"{command.name} has no command {words[0]}"
        command, words = found, words[1:]
    options = {
        spelling: one
        for one in command.params
        if isinstance(one, click.Option)
        for spelling in one.opts
    }
    arguments = [one for one in command.params if isinstance(one, click.Argument)]
    given, at = 0, 0
    while at < len(words):
        word = words[at].split("=")[0]
        if word.startswith("--") and word != "--help" and word not in options:
            return f"{command.name} has no option {word}"
        takes = word in options and not options[word].is_flag and "=" not in words[at]
        given += not word.startswith("-")
        at += 2 if takes else 1
    most = None if any(one.nargs == -1 for one in arguments) else len(arguments)
    if most is not None and given > most:
        return f"{command.name} takes {most} arguments, not {given}"
    return ""


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_relative_links_lead_to_what_exists(page: Path) -> None:
    assert [target for _, _, target in _links(page) if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=_name)
def test_quoted_commands_exist_with_their_options(page: Path) -> None:
    found = {command: _fault(command) for command in _commands(page.read_text("utf-8"))}
    assert {command: fault for command, fault in found.items() if fault} == {}


@pytest.mark.parametrize(
    ("command", "fault"),
    [
        ("./run dance", "there is no chore dance"),
        ("./run inspectorate check release.md --loudly", "check has no option --loudly"),
        ("inspectorate publish", "inspectorate has no command publish"),
        (
            "inspectstats verify-sample cases.csv record.json more.csv",
            "verify-sample takes 2 arguments, not 3",
        ),
        ("./run manage fly", "Django has no command fly"),
        ("./run drill nothing", "there is no drill nothing"),
        ("./run demo --no-serve --site DIR --data DIR", ""),
    ],
)
def test_command_that_does_not_exist_is_told(command: str, fault: str) -> None:
    assert _fault(command).replace("main has", "inspectorate has") == fault


def test_commands_are_found_in_blocks_spans_and_over_several_lines() -> None:
    block = "    ./run inspectorate export prevent \\\n        --out FILE\n"
    text = f"Say `./run demo`, or\n\n{block}\nand `inspectorate verify; echo 1`.\n"
    assert _commands(text) == [
        "./run demo",
        "./run inspectorate export prevent --out FILE",
        "inspectorate verify",
    ]


@pytest.mark.parametrize("word", COMMANDS)
def test_every_command_that_help_lists_can_be_loaded(word: str) -> None:
    assert inspectorate.get_command(click.Context(inspectorate), word) is not None


def test_pictures_named_have_words_and_are_small_and_none_lies_unused() -> None:
    shown = {
        (page.parent / target).resolve(): words
        for page in PAGES
        for picture, words, target in _links(page)
        if picture
    }
    assert {_name(path) for path, words in shown.items() if len(words) < 20} == set()
    assert {_name(path): size for path in shown if (size := path.stat().st_size) >= LARGEST} == {}
    assert {_name(path) for path in IMAGES.iterdir()} - {_name(path) for path in shown} == set()


def test_no_page_names_a_registry_or_a_path_of_some_machine() -> None:
    deployed = [one for one in (ROOT / "deploy").rglob("*") if one.is_file()]
    written = [*PAGES, ROOT / "compose.yaml", *deployed]
    texts = {_name(path): path.read_text("utf-8") for path in written}
    found = {
        name: [*REGISTRY.findall(text), *MACHINE.findall(text)] for name, text in texts.items()
    }
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_every_page_of_the_guide_is_reached_from_its_index() -> None:
    here, reached = [GUIDE / "index.md"], set()
    while here:
        page = here.pop().resolve()
        if page not in reached:
            reached.add(page)
            here += [
                page.parent / target for _, _, target in _links(page) if target.endswith(".md")
            ]
    assert {_name(page) for page in GUIDE.rglob("*.md")} - {
        _name(page) for page in reached if page.is_relative_to(ROOT)
    } == set()


def test_every_setting_read_from_the_environment_is_explained() -> None:
    settings = (ROOT / "src/inspectorate/config/settings.py").read_text("utf-8")
    names = set(re.findall(r"""os\.environ(?:\.get\(|\[)["']([A-Z_]+)["']""", settings))
    # A secret is read from the environment, or from the file that it names.
    for name in re.findall(r"""\bsecret\(["']([A-Z_]+)["']\)""", settings):
        names |= {name, f"{name}_FILE"}
    told = set(
        re.findall(r"^\| `([A-Z_]+)` \|", (GUIDE / "running.md").read_text("utf-8"), re.MULTILINE)
    )
    assert names - told == set()
    made_up = {
        name for name in told - names if not name.startswith("INSPECTORATE_SMTP_")
    }  # those are read by a pattern
    assert made_up == set()
