"""Every pinned package against advisories in a file, versions as OSV reads them; a look-up that
looked nothing up is no clean result. And the bill of materials of the same lock.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from packaging.version import Version

from tests import audit, licences, sbom
from tests.secrets_scan import HOSTS

DJANGO = next(one.version for one in sbom.pinned(sbom.LOCK) if one.name == "django")


def advisory(name: str = "Django", **affected: Any) -> dict[str, Any]:
    """One advisory of OSV: of every version from 6.0 to one after the pinned, unless said."""
    told = {"events": [{"introduced": "6.0"}, {"fixed": "99.1"}], "type": "ECOSYSTEM"}
    affected = affected or {"ranges": [told]}
    return {
        "id": "GHSA-test",
        "aliases": ["CVE-2026-0001"],
        "summary": "A hole.",
        "affected": [{"package": {"ecosystem": "PyPI", "name": name}, **affected}],
    }


def run(
    tmp_path: Path, told: Any, capsys: pytest.CaptureFixture[str], name: str = "told.json"
) -> tuple[int, str, str]:
    file = tmp_path / name
    file.write_text(told if isinstance(told, str) else json.dumps(told), "utf-8")
    code = audit.main(["--advisories", str(file)])
    said = capsys.readouterr()
    return code, said.out, said.err


class TestAdvisoriesInAFile:
    def test_one_that_names_a_pinned_version_fails_with_package_version_advisory_and_mend(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, out, _ = run(tmp_path, advisory(), capsys)
        assert code == 1
        expected = f"django {DJANGO}: GHSA-test, CVE-2026-0001: A hole. (fixed in 99.1)"
        assert out.splitlines()[0] == expected

    def test_one_that_names_another_version_passes_and_says_how_much_was_looked_up(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        other = {"events": [{"introduced": "0"}, {"fixed": "5.0"}], "type": "ECOSYSTEM"}
        code, out, err = run(tmp_path, [advisory(ranges=[other])], capsys)
        assert (code, err) == (0, "")
        number = len({one.name for one in audit.everything()})
        assert out.startswith(f"{number} of {number} pinned packages looked up in 1 advisories")

    @pytest.mark.parametrize(
        "told",
        [
            "",
            "[]",
            "{}",
            "null",
            '{"vulns": []}',
            "not json",
            '[{"summary": "no id"}]',
            json.dumps([{"id": "RUST-1", "affected": [{"package": {"ecosystem": "crates.io"}}]}]),
            json.dumps([{"id": "X", "affected": []}]),
        ],
    )
    def test_file_that_says_nothing_of_python_is_no_clean_result(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], told: str
    ) -> None:
        code, _, err = run(tmp_path, told, capsys)
        assert (code, err.startswith("Nothing was looked up: ")) == (2, True)

    @pytest.mark.parametrize("missing", ["nowhere.json", "."])
    def test_file_or_folder_without_any_is_no_clean_result(
        self, tmp_path: Path, missing: str
    ) -> None:
        assert audit.main(["--advisories", str(tmp_path / missing)]) == 2

    def test_advisory_whose_versions_cannot_be_understood_is_named_and_no_clean_result(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        for events in ([{"introduced": "six"}], [{"made_up": "1"}]):
            odd = {"events": events, "type": "ECOSYSTEM"}
            code, _, err = run(tmp_path, advisory(ranges=[odd]), capsys)
            assert (code, "GHSA-test of django" in err) == (2, True)

    def test_withdrawn_one_and_one_of_another_ecosystem_name_nothing(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        elsewhere = advisory()
        elsewhere["affected"][0]["package"]["ecosystem"] = "npm"
        withdrawn = {**advisory(), "withdrawn": "2026-01-01T00:00:00Z"}
        assert run(tmp_path, [withdrawn, elsewhere], capsys)[0] == 0

    def test_zip_and_folder_are_read_as_osv_gives_them_out(self, tmp_path: Path) -> None:
        (tmp_path / "all").mkdir()
        (tmp_path / "all/GHSA-test.json").write_text(json.dumps(advisory()), "utf-8")
        with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
            archive.write(tmp_path / "all/GHSA-test.json", "GHSA-test.json")
        assert audit.main(["--advisories", str(tmp_path / "all")]) == 1
        assert audit.main(["--advisories", str(tmp_path / "all.zip")]) == 1

    def test_name_is_compared_as_package_names_are(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        code, out, _ = run(tmp_path, advisory("Dj_Database.URL", versions=["3.1.2"]), capsys)
        assert (code, out.startswith("dj-database-url 3.1.2: ")) == (1, True)


@pytest.mark.parametrize(
    ("version", "events", "named"),
    [
        ("1.5", [{"introduced": "0"}], True),
        ("1.5", [{"introduced": "1.5"}, {"fixed": "1.6"}], True),
        ("1.6", [{"introduced": "1.5"}, {"fixed": "1.6"}], False),
        ("1.6", [{"introduced": "1.5"}, {"last_affected": "1.6"}], True),
        ("1.6.1", [{"introduced": "1.5"}, {"last_affected": "1.6"}], False),
        ("1.10", [{"introduced": "1.9"}, {"fixed": "1.11"}], True),
        ("1.9", [{"introduced": "1.10"}], False),
        ("2.0rc1", [{"introduced": "0"}, {"fixed": "2.0"}], True),
        ("0a1", [{"introduced": "0"}, {"fixed": "1"}], True),
        ("3.1", [{"fixed": "2.1"}, {"introduced": "3.0"}, {"introduced": "1"}], True),
        ("2.5", [{"introduced": "1"}, {"fixed": "2.1"}, {"introduced": "3.0"}], False),
        ("2.5", [{"introduced": "1"}, {"limit": "2.0"}], False),
        ("1.5", [{"introduced": "1"}, {"limit": "2.0"}], True),
        ("2.5", [{"introduced": "1"}, {"limit": "*"}], True),
    ],
)
def test_version_is_in_a_range_as_osv_has_it(
    version: str, events: list[dict[str, str]], named: bool
) -> None:
    told = {"ranges": [{"type": "ECOSYSTEM", "events": events}]}
    assert audit.is_affected(Version(version), told) is named


def test_listed_versions_are_compared_as_versions_and_commits_not_at_all() -> None:
    listed = {"versions": ["1.0", "of-long-ago"]}
    assert audit.is_affected(Version("1.0.0"), listed)
    assert not audit.is_affected(Version("1.1"), listed)
    commits = {"ranges": [{"type": "GIT", "events": [{"introduced": "0"}]}]}
    assert not audit.is_affected(Version("1.0"), commits)


class TestSources:
    """pip-audit's answers are given here: what it could ask lies outside this machine."""

    @staticmethod
    def answers(
        monkeypatch: pytest.MonkeyPatch, known: Callable[[str, str], bool]
    ) -> list[tuple[str, int]]:
        calls: list[tuple[str, int]] = []

        def asked(packages: list[sbom.Pinned], source: str) -> tuple[set[str], list[audit.Found]]:
            calls.append((source, len(packages)))
            return {one.name for one in packages if known(one.name, source)}, []

        monkeypatch.setattr(audit, "asked", asked)
        return calls

    def test_nothing_looked_up_fails_and_says_so(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.answers(monkeypatch, lambda *_: False)
        assert audit.main([]) == 2
        assert "Nothing could be looked up, so this is no clean result" in capsys.readouterr().err

    def test_one_package_not_looked_up_fails_and_is_named(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        calls = self.answers(monkeypatch, lambda name, _: name != "whitenoise")
        assert audit.main([]) == 2
        assert "no source answered for whitenoise." in capsys.readouterr().err
        assert calls[1] == ("osv", 1), "only what the first source did not know is asked again"

    def test_all_looked_up_by_one_source_or_the_other_passes(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.answers(monkeypatch, lambda name, source: (source == "osv") == (name == "django"))
        assert audit.main([]) == 0

    def test_source_without_an_answer_is_not_taken_for_a_clean_one(self) -> None:
        [one] = [one for one in sbom.pinned(sbom.LOCK) if one.name == "django"]
        unknown = one._replace(name="a-package-of-this-name-is-nowhere", version="0.0.0.1")
        assert audit.asked([unknown], "pypi") == (set(), [])

    def test_unknown_option_is_refused(self) -> None:
        assert audit.main(["--quietly"]) == 2


class TestBill:
    def test_bill_has_the_form_names_every_pinned_package_and_no_host(self, tmp_path: Path) -> None:
        assert sbom.main([str(tmp_path / "deep/bill.json")]) == 0
        text = (tmp_path / "deep/bill.json").read_text("utf-8")
        assert sbom.faults_of_form(text) is None
        told = json.loads(text)
        named = {(one["name"], one["version"]) for one in told["components"]}
        lock = sbom.LOCK.read_text("utf-8")
        assert named == set(re.findall(r"^([\w.-]+)==(\S+)", lock, re.M))
        assert len(named) == len(licences.names(sbom.LOCK))
        assert not HOSTS.search(text)
        for one in told["components"]:
            assert one["purl"] == f"pkg:pypi/{one['name']}@{one['version']}"
            assert {each["alg"] for each in one["hashes"]} == {"SHA-256"}
            assert one["licenses"] or one["scope"] == "optional"
        digests = {each["content"] for one in told["components"] for each in one["hashes"]}
        assert digests == set(re.findall(r"--hash=sha256:([0-9a-f]{64})", lock))
        needs = {one["ref"]: one.get("dependsOn", []) for one in told["dependencies"]}
        assert f"django=={DJANGO}" in needs["inspectorate"]
        assert any(each.startswith("asgiref==") for each in needs[f"django=={DJANGO}"])

    def test_same_lock_gives_the_same_number(self) -> None:
        one, other = (json.loads(sbom.bill()) for _ in range(2))
        assert one["serialNumber"] == other["serialNumber"]
        assert one["components"] == other["components"]

    def test_lock_without_a_digest_is_refused(self, tmp_path: Path) -> None:
        lock = tmp_path / "requirements.lock"
        lock.write_text("click==8.5.1\nrich==15.0.0 \\\n    --hash=sha256:" + "a" * 64 + "\n")
        with pytest.raises(ValueError, match="click"):
            sbom.pinned(lock)
