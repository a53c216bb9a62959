"""compose.yaml and the units of systemd, which nothing here can run: read, and held against what
they name. No service is given a secret it does not use; every command and file is there.
"""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import get_commands

from inspectorate.interfaces.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "compose.yaml").read_text("utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
# Which secret a service uses, and for what.
USES = {
    "database": {"database_superuser": "its image makes none without"},
    "staff": {"secret_key": "signs sessions"},
    "release": {"secret_key": "the settings are not read without it"},
    "worker": {"secret_key": "the settings are not read without it"},
    "heads": {},
    "security-log": {},
    "verify": {"secret_key": "the settings are not read without it"},
    "backup": {},
    "public": {},
}
UNITS = sorted((ROOT / "deploy" / "systemd").iterdir())
BUILT_IN = {"sh", "python", "pg_isready", "postgres"}  # of the images themselves


def words_of(service: dict[str, Any]) -> list[str]:
    """Every word that a service runs, its own command, its check and its shells' lines included."""
    found = []
    for told in (
        service.get("command", []),
        service.get("entrypoint", []),
        service.get("healthcheck", {}).get("test", [])[1:],
    ):
        for one in told:
            found += shlex.split(one) if one.startswith(("sh ", "pg_")) else [one]
    return found


@pytest.mark.parametrize("name", SERVICES)
def test_service_is_given_the_secrets_it_uses_and_no_other(name: str) -> None:
    service = SERVICES[name]
    assert set(service.get("secrets", [])) == set(USES[name])
    environment = service.get("environment", {})
    files = {value for key, value in environment.items() if key.endswith("_FILE")}
    assert files == {f"/run/secrets/{one}" for one in USES[name]}
    bare = {key for key in environment if re.search("PASSWORD|SECRET|KEY|TOKEN", key)}
    assert {key for key in bare if not key.endswith("_FILE")} == set()
    assert "@" not in environment.get("DATABASE_URL", "").partition("//")[2].partition(":")[2]


def test_settings_file_that_services_share_is_said_to_hold_no_secret() -> None:
    shown = TEXT[: TEXT.index("secrets/ with")]
    assert (
        re.findall(r"^#     (\w*(?:SECRET|PASSWORD|DATABASE_URL)\w*)=", shown, re.MULTILINE) == []
    )
    assert not {"database", "public", "heads", "security-log", "backup"} & {
        name for name, service in SERVICES.items() if "env_file" in service
    }


def test_every_secret_and_volume_and_network_named_is_declared_and_used() -> None:
    for kind in ("secrets", "networks"):
        used = {one for service in SERVICES.values() for one in service.get(kind, [])}
        assert used == set(COMPOSE[kind])
    mounted = {one.split(":")[0] for each in SERVICES.values() for one in each.get("volumes", [])}
    assert {one for one in mounted if not one.startswith(".")} == set(COMPOSE["volumes"])
    assert [one for one in mounted if one.startswith(".") and not (ROOT / one).exists()] == []


@pytest.mark.parametrize("name", SERVICES)
def test_every_command_of_a_service_exists(name: str) -> None:
    words, mounts = words_of(SERVICES[name]), SERVICES[name].get("volumes", [])
    for word in words:
        if word.startswith("/deploy/"):
            assert (ROOT / word.lstrip("/")).is_file(), word
            assert "./deploy:/deploy:ro" in mounts
    assert not words or words[0] in BUILT_IN


def test_commands_of_the_first_lines_exist() -> None:
    found = re.findall(r"docker compose run --rm (\w+) (?:sh -c '.* )?python ([^'\n]*)", TEXT)
    assert len(found) == 3
    for service, line in found:
        assert service in SERVICES
        words = shlex.split(line)
        if words[0] == "manage.py":
            assert words[1] in get_commands()
        else:
            assert words[:2] == ["-m", "inspectorate.interfaces.cli.main"]
            assert words[2] in COMMANDS


def test_database_is_made_by_the_lines_that_are_tried_and_known_by_the_account_alone() -> None:
    """``tests/journeys/test_database_roles.py`` runs the same two files on a real server."""
    database = SERVICES["database"]
    there = "/docker-entrypoint-initdb.d/"
    assert [one.split(":")[:2] for one in database["volumes"] if there in one] == [
        [f"./deploy/postgresql/{name}", f"{there}{name}"] for name in ("1-roles.sql", "2-peer.sh")
    ]
    assert database["environment"]["POSTGRES_INITDB_ARGS"].startswith("--auth-local=peer ")
    assert "listen_addresses=" in database["command"]
    assert database["network_mode"] == "none"
    accounts = {
        tuple(re.findall(r"useradd --system --uid (\d+) (\w+)", (ROOT / path).read_text("utf-8")))
        for path in ("deploy/Containerfile", "deploy/postgresql/Containerfile")
    }
    assert accounts == {(("10001", "inspectorate"),)}
    assert "account=${2:-inspectorate}" in (ROOT / "deploy/postgresql/2-peer.sh").read_text("utf-8")
    assert SERVICES["backup"]["user"] == "10001"
    for name in ("staff", "release", "worker", "verify", "backup"):
        address = SERVICES[name]["environment"]["DATABASE_URL"]
        assert address == "postgres://inspectorate@%2Fvar%2Frun%2Fpostgresql/inspectorate"
        assert "socket:/var/run/postgresql" in SERVICES[name]["volumes"]


def test_data_are_written_by_those_alone_who_must() -> None:
    writers = {
        name for name, service in SERVICES.items() if "data:/data" in service.get("volumes", [])
    }
    assert writers == {"staff", "release", "worker", "verify"}
    assert "shipped:/shipped:ro" in SERVICES["verify"]["volumes"]
    assert "public:/public:ro" in SERVICES["public"]["volumes"]


def test_staff_is_asked_for_its_health_where_the_application_answers() -> None:
    test = SERVICES["staff"]["healthcheck"]["test"]
    assert "/healthz" in test[-1]
    compile(test[-1], "healthcheck", "exec")


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_unit_of_systemd_runs_what_is_there(unit: Path) -> None:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(unit.read_text("utf-8"))
    if unit.suffix == ".timer":
        assert unit.with_suffix(".service").exists()
        assert read["Install"]["WantedBy"] == "timers.target"
        return
    if not unit.with_suffix(".timer").exists():
        assert read["Install"]["WantedBy"] == "multi-user.target", "nothing else begins it"
        assert read["Service"]["Restart"] == "always"
    script = re.search(
        r"/srv/inspectorate/checkout/(deploy/[\w-]+\.sh)", read["Service"]["ExecStart"]
    )
    assert script
    found = ROOT / script[1]
    assert found.is_file()
    assert found.stat().st_mode & 0o111, "systemd runs it by itself"
    assert read["Service"]["UMask"] == "0077"


def test_units_are_understood_by_systemd(tmp_path: Path) -> None:
    if not shutil.which("systemd-analyze"):
        pytest.skip("no systemd-analyze here")
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/srv/inspectorate/checkout", str(ROOT))
        (tmp_path / unit.name).write_text(text, "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", *map(str, sorted(tmp_path.iterdir()))],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in done.stderr.splitlines() if "inspectorate-" in line]
    assert said == []


def test_guide_names_each_unit_that_is_switched_on() -> None:
    page = (ROOT / "docs/guide/running.md").read_text("utf-8")
    on = [unit.name for unit in UNITS if "\n[Install]\n" in unit.read_text("utf-8")]
    assert len(on) >= 5
    assert [name for name in on if name not in page] == []
