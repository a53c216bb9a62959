"""The guide's commands for checkpoints, run as they stand there: by the keeper of the server, by
the keeper of the key, and by an outsider with openssl, coreutils and one file of plain Python.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.browser import warm
from tests.migrated import laid
from tests.shared import ROOT

GUIDE = (ROOT / "docs/guide/checkpoints.md").read_text("utf-8")
SERVER = ["people", "first-admin", "--email", "administrator@example.org", "--name", "A"]
LINES = """
import json
from django.db import connection
from inspectorate.foundation.ledger import chain
from inspectorate.foundation.ledger.models import Entry
for one in Entry.objects.filter(stream="people").order_by("number"):
    print(json.dumps(json.loads(chain.canonical(one)) | {"digest": one.digest}))
"""
DIGESTS = """
import json
from inspectorate.domain.publication.binder import stream
for one in stream.digests("people"):
    print(json.dumps(one))
"""


def said(beginning: str, nth: int = 0) -> str:
    """The command of the guide that begins so."""
    found = re.findall(rf"^    ((?:\./run )?{re.escape(beginning)}.*)$", GUIDE, re.MULTILINE)
    assert len(found) > nth, beginning
    return str(found[nth]).removeprefix("./run ")


class Desk:
    """A folder of somebody's own, with the environment that person has."""

    def __init__(self, folder: Path, **environment: str) -> None:
        folder.mkdir(exist_ok=True)
        self.folder, self.environment = folder, {"PATH": os.environ["PATH"], **environment}

    def run(self, command: str, code: int = 0) -> str:
        """Run a command of the guide; what it prints."""
        done = (
            self._inspectorate(command)
            if command.startswith("inspectorate ")
            else self._of_the_system(command)
        )
        assert done.returncode == code, f"{command}: {done.stdout}{done.stderr}"
        assert "Traceback" not in done.stderr
        return done.stdout + done.stderr

    def _inspectorate(self, command: str) -> subprocess.CompletedProcess[str]:
        words = shlex.split(command)[1:]
        started = ["-m", "inspectorate.interfaces.cli.main", *words]
        return warm.ran(started, self.environment, self.folder)

    def _of_the_system(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-o", "pipefail", "-c", command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def give(self, name: str, to: Desk, other: str = "") -> None:
        """Carry a file to somebody else."""
        shutil.copy(self.folder / name, to.folder / (other or name))


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Desk]:
    """The guide carried out from its first command to its last, by three people."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not on this machine, and an outsider verifies with it")
    home = tmp_path_factory.mktemp("checkpoints")
    source = {"PYTHONPATH": str(ROOT / "src")}
    live = {"INSPECTORATE_MODE": "test", "INSPECTORATE_DATA": str(home / "data")}
    server = Desk(home / "server", **source, **live)
    keeper, outsider = Desk(home / "keeper", **source), Desk(home / "outsider", **source)
    manage = shlex.join([sys.executable, str(ROOT / "manage.py")])
    (home / "data").mkdir(mode=0o700)
    laid(home / "data")
    server.run(f"{manage} migrate --verbosity 0")
    server.run("inspectorate " + shlex.join([*SERVER, "--password", "corect horse b"]))

    def signed(key: str = "checkpoint.key.pem") -> None:
        server.run(said("inspectorate checkpoint make").replace("press@", "administrator@"))
        server.give("checkpoint.unsigned", keeper)
        sign = said("inspectorate checkpoint sign checkpoint.unsigned")
        keeper.run(sign.replace("checkpoint.key.pem", key))
        keeper.give("checkpoint.txt", server)
        server.run(said("inspectorate checkpoint accept").replace("press@", "administrator@"))

    new_key = said("inspectorate checkpoint new-key")
    keeper.run(new_key)
    keeper.give("checkpoint.pub.pem", server)
    server.run(said("inspectorate checkpoint trust checkpoint.pub.pem"))
    signed()
    server.give("checkpoint.txt", outsider, "checkpoint-before.txt")
    # Another key, signed over by the first.
    keeper.run(new_key.replace("checkpoint.", "next."))
    keeper.give("next.pub.pem", server)
    server.run(said("inspectorate checkpoint change-key"))
    server.give("change.unsigned", keeper)
    keeper.run(said("inspectorate checkpoint sign change.unsigned"))
    keeper.give("change.txt", server)
    server.run(said("inspectorate checkpoint trust next.pub.pem --note"))
    signed("next.key.pem")
    for name in ("checkpoint.txt", "checkpoint.pub.pem"):
        shutil.copy(home / "data/checkpoint" / name, outsider.folder / name)
    leaf = said("inspectorate checkpoint leaf").replace("inspection/prevent-2018", "people")
    server.run(leaf)
    server.give("leaf.json", outsider)
    shutil.copy(ROOT / "deploy/verify_chain.py", outsider.folder)
    lines, digests = (
        server.run(f"{manage} shell --no-imports -c {shlex.quote(script)}")
        for script in (LINES, DIGESTS)
    )
    _bind(outsider.folder / "prevent-2018.binder.zip", lines, digests)
    return {"server": server, "keeper": keeper, "outsider": outsider}


def _bind(file: Path, lines: str, digests: str) -> None:
    """A binder as far as its stream goes."""
    contents = json.dumps({"ledger": {"stream": "people"}})
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("binder.json", contents)
        packed.writestr("ledger/people.jsonl", lines)
        packed.writestr("ledger/people.digests.jsonl", digests)


def the_signature(desk: Desk, code: int = 0) -> str:
    """The outsider's three commands; what the last one prints."""
    for beginning in ("sed '/^$/,$d'", "sed -n 's/^"):
        desk.run(said(beginning))
    return desk.run(said("openssl pkeyutl"), code)


def the_chain(desk: Desk, code: int = 0) -> str:
    """The stand-alone file in an empty environment."""
    command = said("python3 -I verify_chain.py").removeprefix("python3 ")
    return desk.run(f"env -i {shlex.quote(sys.executable)} {command}", code)


@pytest.fixture
def outsider(told: dict[str, Desk], tmp_path: Path) -> Desk:
    """The outsider's desk, in a copy that may be spoilt."""
    folder = tmp_path / "desk"
    shutil.copytree(told["outsider"].folder, folder)
    return Desk(folder, PYTHONPATH=str(ROOT / "src"))


def flipped(file: Path, at: int) -> None:
    """One bit of one byte the other way."""
    content = bytearray(file.read_bytes())
    content[at] ^= 1
    file.write_bytes(content)


def other_digit(file: Path, at: int) -> None:
    """One digit of a digest another one: still a text of the form."""
    text = file.read_text("utf-8")
    file.write_text(f"{text[:at]}{'1' if text[at] != '1' else '2'}{text[at + 1 :]}", "utf-8")


class TestOutsider:
    def test_signature_is_verified_with_openssl(self, outsider: Desk) -> None:
        assert "Signature Verified Successfully" in the_signature(outsider)

    @pytest.mark.parametrize("at", [0, 25, 60, 150, 170])
    def test_one_flipped_bit_of_the_text_breaks_the_signature(
        self, outsider: Desk, at: int
    ) -> None:
        flipped(outsider.folder / "checkpoint.txt", at)
        assert "Verified Successfully" not in the_signature(outsider, 1)

    def test_one_flipped_bit_of_the_signature_breaks_it(self, outsider: Desk) -> None:
        the_signature(outsider)
        flipped(outsider.folder / "signature", 30)
        assert "Verified Successfully" not in outsider.run(said("openssl pkeyutl"), 1)

    def test_checkpoint_follows_the_one_kept_before(self, outsider: Desk) -> None:
        digest = outsider.run(said("sha256sum")).split()[0]
        text = (outsider.folder / "checkpoint.txt").read_text("utf-8").splitlines()
        assert text[3] == digest
        assert "do not contradict" in outsider.run(said("inspectorate checkpoint compare"))

    def test_two_that_disagree_are_told_apart(self, outsider: Desk) -> None:
        other_digit(outsider.folder / "checkpoint-before.txt", 150)
        found = outsider.run(said("inspectorate checkpoint compare"), 1)
        assert "checkpoint 2 does not follow this checkpoint 1" in found

    def test_chain_is_walked_and_found_in_the_checkpoint(self, outsider: Desk) -> None:
        assert "held by the checkpoint, 0 faults" in the_chain(outsider)

    def test_any_flipped_bit_of_an_entry_is_named(self, outsider: Desk) -> None:
        file = outsider.folder / "prevent-2018.binder.zip"
        with zipfile.ZipFile(file) as packed:
            lines = packed.read("ledger/people.jsonl").decode()
            digests = packed.read("ledger/people.digests.jsonl").decode()
        for at in range(2, len(lines) - 2, 97):
            # A digit or a letter, so that the line stays JSON.
            if lines[at].isalnum():
                other = "1" if lines[at] != "1" else "2"
                _bind(file, lines[:at] + other + lines[at + 1 :], digests)
                assert "0 faults" not in the_chain(outsider, 1)

    def test_stream_chained_anew_does_not_fit_the_leaf(self, outsider: Desk) -> None:
        file = outsider.folder / "prevent-2018.binder.zip"
        forged = """
import hashlib, json, sys
previous = "0" * 64
for line in sys.stdin:
    entry = json.loads(line)
    del entry["digest"]
    entry |= {"previous": previous, "detail": {"forged": True}}
    text = json.dumps(entry, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    previous = hashlib.sha256(text.encode()).hexdigest()
    print(json.dumps(entry | {"digest": previous}))
"""
        with zipfile.ZipFile(file) as packed:
            lines = packed.read("ledger/people.jsonl").decode()
            digests = packed.read("ledger/people.digests.jsonl").decode()
        anew = subprocess.run(
            [sys.executable, "-c", forged], input=lines, capture_output=True, text=True, check=True
        )
        _bind(file, anew.stdout, digests)
        assert "entry 1 is not the one that the checkpoint was made over" in the_chain(outsider, 1)

    @pytest.mark.parametrize("name", ["leaf.json", "checkpoint.txt"])
    def test_another_leaf_or_root_is_named(self, outsider: Desk, name: str) -> None:
        file = outsider.folder / name
        text = file.read_text("utf-8")
        nonce = re.search(r'"nonce": "(.)', text)
        root = text.splitlines()[4] if name == "checkpoint.txt" else ""
        old = root or f'"nonce": "{nonce[1] if nonce else ""}'
        other = "1" if old[-1] != "1" else "2"
        file.write_text(text.replace(old, old[:-1] + other), "utf-8")
        assert "0 faults" not in the_chain(outsider, 1)


class TestServer:
    def test_checkpoint_kept_elsewhere_is_compared(self, told: dict[str, Desk]) -> None:
        told["outsider"].give(
            "checkpoint-before.txt", told["server"], "checkpoint-from-elsewhere.txt"
        )
        command = said("inspectorate verify --checkpoint")
        assert "every one as it was written" in told["server"].run(command)
        file = told["server"].folder / "checkpoint-from-elsewhere.txt"
        other_digit(file, 150)
        assert "is not the one that was kept elsewhere" in told["server"].run(command, 1)

    def test_lost_key_is_followed_by_another(self, told: dict[str, Desk]) -> None:
        server, keeper = told["server"], told["keeper"]
        keeper.run(said("inspectorate checkpoint new-key").replace("checkpoint.", "third."))
        keeper.give("third.pub.pem", server, "next.pub.pem")
        said_so = server.run(said("inspectorate checkpoint trust next.pub.pem --lost"))
        assert "signs from checkpoint 3 on" in said_so

    def test_key_in_the_data_folder_is_neither_made_nor_used(self, told: dict[str, Desk]) -> None:
        server, keeper = told["server"], told["keeper"]
        data = Path(server.environment["INSPECTORATE_DATA"])
        new_key = said("inspectorate checkpoint new-key")
        inside = new_key.replace("checkpoint.key.pem", str(data / "checkpoint.key.pem"))
        assert "lies in the data folder" in server.run(inside, 2)
        shutil.copy(keeper.folder / "checkpoint.key.pem", data / "checkpoint.key.pem")
        sign = said("inspectorate checkpoint sign checkpoint.unsigned")
        used = sign.replace("checkpoint.key.pem", str(data / "checkpoint.key.pem"))
        assert "lies in the data folder" in server.run(used, 2)
        (data / "checkpoint.key.pem").unlink()

    def test_what_is_no_checkpoint_is_not_signed(self, told: dict[str, Desk]) -> None:
        keeper = told["keeper"]
        (keeper.folder / "checkpoint.unsigned").write_text("I owe you ten pounds.\n", "utf-8")
        found = keeper.run(said("inspectorate checkpoint sign checkpoint.unsigned"), 2)
        assert "is not signed: it is not the text of a checkpoint" in found

    def test_disk_that_takes_no_published_note_is_named_and_the_command_mends_it(
        self, told: dict[str, Desk]
    ) -> None:
        server = told["server"]
        root = Path(server.environment["INSPECTORATE_DATA"]) / "checkpoint"
        (root / "checkpoint.txt").unlink()
        (root / ".checkpoint.txt.new").mkdir()
        accept = said("inspectorate checkpoint accept").replace("press@", "administrator@")
        assert "Mend that, then run the command again." in server.run(accept, 1)
        (root / ".checkpoint.txt.new").rmdir()
        server.run(accept)
        assert (root / "checkpoint.txt").exists()
