"""Files that others made: each is listed with its licence, is the file that was listed, and carries
nobody's emblem.
"""

import hashlib
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FILES = tomllib.loads((ROOT / "vendored.toml").read_text("utf-8"))["file"]
HOMES = (
    "src/inspectorate/interfaces/web/static/inspectorate/vendor",
    "src/inspectorate/foundation/typefaces",
    "src/inspectorate/foundation/people/vendor",
    "src/inspectorate/prose/vendor",
    "tests/browser/vendor",
)
BRAND = re.compile(
    r"GDS Transport|url\(|@font-face|crest|crown|logotype|govuk-header|govuk-footer", re.IGNORECASE
)
# SCOWL's: to use, change, sell and pass on, with its notices; Ispell's part is BSD-3-Clause.
LICENCES = {"0BSD", "MIT", "OFL-1.1", "MPL-2.0", "SCOWL"}


@pytest.mark.parametrize("row", FILES, ids=lambda row: Path(row["path"]).name)
def test_vendored_file_matches_its_recorded_hash_and_licence(row: dict[str, str]) -> None:
    assert hashlib.sha256((ROOT / row["path"]).read_bytes()).hexdigest() == row["sha256"]
    assert row["licence"] in LICENCES
    assert row["version"]
    assert "//" not in row["source"], "name the package, not a host"


def test_folders_of_vendored_files_hold_nothing_unlisted() -> None:
    found = {
        str(path.relative_to(ROOT))
        for home in HOMES
        for path in (ROOT / home).rglob("*")
        if path.is_file()
    }
    own = {path for path in found if path.endswith(".py") or "__pycache__" in path}
    assert found - own == {row["path"] for row in FILES}


def test_vendored_css_carries_no_brand_and_no_address() -> None:
    css = (ROOT / HOMES[0] / "govuk-frontend.css").read_text("utf-8")
    assert BRAND.findall(css) == []
    assert "Atkinson Hyperlegible Next" in css


def test_vendored_css_with_brand_put_back_would_be_caught() -> None:
    planted = (
        "@font-face{font-family:GDS "
        "Transport;src:url(/assets/fonts/light.woff2)}.govuk-footer__crown{margin:0}"
    )
    assert len(BRAND.findall(planted)) == 5


def test_our_css_names_only_files_that_exist() -> None:
    static = ROOT / "src/inspectorate/interfaces/web/static/inspectorate"
    names = re.findall(
        r'url\("([^"]+)"\)',
        "".join(path.read_text("utf-8") for path in (static / "css").glob("*.css")),
    )
    assert len(names) == 12
    homes = {"../type": ROOT / "src/inspectorate/foundation/typefaces"}
    assert [
        name
        for name in names
        if not (homes[name.rsplit("/", 1)[0]] / name.rsplit("/", 1)[1]).is_file()
    ] == []
