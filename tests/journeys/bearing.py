"""What bears the statements that the publication of the rehearsal makes about itself.

Records of the told database, and files of the built site; each function compares, and is called in
the list by its name.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import pypdfium2

from inspectorate.demo.truth import content
from tests.journeys.told import SLUG, Demo


@dataclass(frozen=True)
class Publication:
    """The site as built, the bundle behind it, and the database that the records are in."""

    demo: Demo
    records: sqlite3.Connection

    @cached_property
    def folder(self) -> Path:
        return self.demo.site / SLUG / "1"

    @cached_property
    def bundle(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.folder / "bundle.json").read_text("utf-8"))
        return found

    def edition(self, slug: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(
            (self.folder / "documents" / f"{slug}.json").read_text("utf-8")
        )
        return found

    def page(self, path: str) -> str:
        return (self.folder / path).read_text("utf-8")

    @cached_property
    def printed(self) -> str:
        """The words of the report's PDF, without the blanks at which its lines break."""
        document = pypdfium2.PdfDocument(self.folder / "report.pdf")
        pages = (page.get_textpage().get_text_bounded() for page in document)
        return re.sub(r"[\s\u00ad\ufffe-]+", "", "".join(pages))

    def rows(self, asked: str) -> list[tuple[Any, ...]]:
        return self.records.execute(asked).fetchall()

    def one(self, asked: str) -> Any:
        return self.records.execute(asked).fetchone()[0]

    def none(self, of: str) -> bool:
        """Whether no row is so; ``of`` follows FROM."""
        return bool(self.one(f"SELECT count(*) FROM {of}") == 0)

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.folder / "data" / f"{name}.csv").open(encoding="utf-8-sig") as lines:
            return list(csv.DictReader(lines))


# What bears a statement, by the name under which the list calls it.


def opened_as_a_rehearsal(of: Publication) -> None:
    assert of.one("SELECT rehearsal FROM inspections_inspection") == 1
    assert of.bundle["rehearsal"] is True
    assert of.bundle["notice"] in of.page("report.html")
    for (label,) in of.rows("SELECT label FROM inspections_scopebody"):
        assert re.fullmatch(r"Force \d\d", label)


def notes_beside_findings(of: Publication) -> None:
    said = Counter(row["sentence"].partition("#")[0] for row in of.table("sentences"))
    assert min(said.values()) > 10
    claims = {one["key"]: one for one in of.bundle["claims"]}
    for page, many in said.items():
        _, *notes = of.page(page).split('<details class="know">')
        assert len(notes) == many, page
        numbers = {}
        for row in of.table("sentences"):
            anchor = row["sentence"].removeprefix(page)
            for note in (one for one in notes if f'href="{anchor}"' in one):
                told = " ".join(note.partition("</details>")[0].split())
                numbers[anchor] = re.findall(r"(\d+) of (\d+) inspected", told)
                one = claims[row["claim"]]
                counts = [(str(one["met"]), str(one["inspected"]))]
                assert numbers[anchor] in ([], counts), (anchor, numbers[anchor], counts)
        assert sum(map(bool, numbers.values())) > 5, page


def framework_as_adopted(of: Publication) -> None:
    adopted, begun = of.rows(
        "SELECT f.adopted_at, i.fieldwork_from FROM inspections_inspection i "
        "JOIN programmes_framework f ON f.id = i.framework_id"
    )[0]
    assert adopted[:10] == "2018-05-21"
    assert adopted[:10] < begun
    refs = {ref for _, ref, _ in of.bundle["framework"]}
    assert (len(refs), len({area for area, _, _ in of.bundle["framework"]})) == (12, 3)
    assert of.none(
        "programmes_criterion c WHERE NOT EXISTS "
        "(SELECT 1 FROM programmes_finding f WHERE f.criterion_id = c.id) AND c.area_id IN "
        "(SELECT a.id FROM programmes_area a JOIN inspections_inspection i "
        "ON i.framework_id = a.framework_id)"
    )


def characteristics_are_printed(of: Publication) -> None:
    written = [
        text
        for (text,) in of.rows(
            "SELECT h.text FROM programmes_characteristic h JOIN programmes_criterion c "
            "ON c.id = h.criterion_id JOIN programmes_area a ON a.id = c.area_id "
            "JOIN inspections_inspection i ON i.framework_id = a.framework_id"
        )
    ]
    cells = {
        cell
        for block in of.edition("report")["blocks"]
        for row in block["rows"]
        for cell in row
        if block["kind"] == "table"
    }
    assert len(written) == 48
    assert [text for text in written if text not in cells] == []
    assert [text for text in written if re.sub(r"[\s-]+", "", text) not in of.printed] == []


def most_counts_count_findings(of: Publication) -> None:
    counted = [
        json.loads(predicate)
        for (predicate,) in of.rows("SELECT predicate FROM claims_claim WHERE kind = 'counted'")
    ]
    of_findings = sum("finding" in json.dumps(one) for one in counted)
    assert 0.75 <= of_findings / len(counted) < 0.9, "the band of “most”"


def judgments_have_reasons_and_citations(of: Publication) -> None:
    assert of.none("judgments_submission WHERE reasons = ''")
    assert of.none(
        "judgments_submission s WHERE NOT EXISTS "
        "(SELECT 1 FROM judgments_submissioncitation c WHERE c.submission_id = s.id)"
    )
    # Nobody submitted after anything was agreed there.
    assert of.none(
        "judgments_submission s "
        "JOIN judgments_assignment a "
        "ON a.id = s.assignment_id JOIN judgments_agreed g "
        "ON g.scope_body_id = a.scope_body_id "
        "AND g.criterion_id = a.criterion_id WHERE s.at > g.at"
    )
    told = " ".join(of.bundle["method"])
    assert f"{of.one('SELECT count(*) FROM judgments_agreed'):,} judgments were agreed" in told
    twice = of.one(
        "SELECT count(*) FROM judgments_assignment WHERE second = 1 AND ended_at IS NULL"
    )
    assert f"{twice:,} of them were judged twice" in told


def differences_were_moderated(of: Publication) -> None:
    cells: dict[tuple[int, int], set[tuple[Any, str]]] = {}
    for body, criterion, grade, findings in of.rows(
        "SELECT a.scope_body_id, a.criterion_id, s.grade_id, s.findings "
        "FROM judgments_submission s "
        "JOIN judgments_assignment a ON a.id = s.assignment_id"
    ):
        cells.setdefault((body, criterion), set()).add((grade, findings))
    moderated = set(of.rows("SELECT scope_body_id, criterion_id FROM judgments_moderation"))
    assert {cell for cell, given in cells.items() if len(given) > 1} <= moderated


def too_few_pairs_for_one_criterion(of: Publication) -> None:
    pairs = Counter(
        criterion
        for (criterion,) in of.rows(
            "SELECT criterion_id FROM judgments_assignment WHERE second = 1"
        )
    )
    # Below about 25 pairs an interval for one criterion does not hold what it promises.
    assert max(pairs.values()) < 25


def agreement_as_measured(of: Publication) -> None:
    """Computed again from what was submitted, alpha by its own formula (Krippendorff 2011)."""
    cells: dict[tuple[int, int], list[int]] = {}
    for body, criterion, order in of.rows(
        'SELECT a.scope_body_id, a.criterion_id, g."order" FROM judgments_submission s '
        "JOIN judgments_assignment a ON a.id = s.assignment_id AND a.ended_at IS NULL "
        "JOIN programmes_grade g ON g.id = s.grade_id"
    ):
        cells.setdefault((body, criterion), []).append(order)
    pairs = [tuple(given) for given in cells.values() if len(given) == 2]
    (told,) = of.bundle["agreement"]
    same = 100 * sum(one == other for one, other in pairs) / len(pairs)
    near = 100 * sum(abs(one - other) <= 1 for one, other in pairs) / len(pairs)
    assert told["pairs"] == len(pairs)
    assert told["same"].startswith(f"{round(same)} %")
    assert told["near"].startswith(f"{round(near)} %")
    assert told["beyond_chance"].startswith(f"{_ordinal_alpha(pairs):.2f} ")


def _ordinal_alpha(pairs: list[tuple[int, ...]]) -> float:
    given = Counter(one for pair in pairs for one in pair)
    grades = range(max(given) + 1)
    size = sum(given.values())

    def apart(low: int, high: int) -> float:
        between = sum(given[one] for one in range(low, high + 1))
        return float((between - (given[low] + given[high]) / 2) ** 2)

    seen = sum(2 * apart(*sorted(pair)) for pair in pairs if pair[0] != pair[1])
    by_chance = sum(
        2 * given[low] * given[high] * apart(low, high) / (size - 1)
        for low in grades
        for high in grades
        if low < high
    )
    return 1 - seen / by_chance


def differences_were_tested(of: Publication) -> None:
    asked: set[str] = set()
    for (answers,) in of.rows("SELECT answers FROM judgments_jointfigures"):
        asked |= {
            json.dumps(one["question"], sort_keys=True)
            for one in json.loads(answers)
            if one["answer"].get("reason") == "ok"
        }
    assert of.bundle["tested"].startswith(f"{len(asked)} statements that bodies differ")


def roles_spoken_to(of: Publication) -> None:
    told = of.rows("SELECT DISTINCT origin FROM evidence_item WHERE marking = 'OFFICIAL'")
    origins = " ".join(origin for (origin,) in told)
    for role in (
        *(
            "panel chair",
            "Prevent co-ordinator",
            "NHS trust safeguarding lead",
            "further education",
        ),
        *("probation manager", "advisory group member", "constable", "strategic lead"),
    ):
        assert role in origins, role


def reference_groups(of: Publication) -> None:
    groups = dict(of.rows("SELECT name, role FROM inspections_referencegroup"))
    assert groups == {
        "Public reference group": (
            "Tells us what the public would want to know and whether they could follow it."
        ),
        "Users' reference group": (
            "People who work in Prevent: tells us whether the characteristics can be seen "
            "in practice."
        ),
    }


def methods_as_held(of: Publication) -> None:
    held = of.rows(
        "SELECT s.method, count(DISTINCT s.id), count(DISTINCT e.scope_body_id), count(*) "
        "FROM evidence_item e JOIN fieldwork_session s ON s.id = e.session_id "
        "WHERE e.marking = 'OFFICIAL' AND NOT EXISTS (SELECT 1 FROM evidence_withdrawal w "
        "WHERE w.item_id = e.id) AND NOT EXISTS (SELECT 1 FROM evidence_supersession u "
        "WHERE u.item_id = e.id) GROUP BY s.method"
    )
    table = next(
        block
        for block in of.edition("report")["blocks"]
        if block["kind"] == "table" and block["header"][:1] == ["Method"]
    )
    shown = {row[0].lower().replace(" ", "-"): row[1:] for row in table["rows"]}
    assert shown == {method: [f"{one:,}" for one in counts] for method, *counts in held}
    visits = of.one(
        "SELECT count(*) FROM fieldwork_visit WHERE cancelled_reason = '' AND ended_at IS NOT NULL"
    )
    told = " ".join(of.bundle["method"])
    assert f"Inspectors made {visits} visits." in told
    assert f"{sum(row[1] for row in held):,} sessions left evidence" in told


def restricted_evidence_exists(of: Publication) -> None:
    assert of.one("SELECT count(*) FROM evidence_item WHERE marking = 'OFFICIAL-SENSITIVE'") > 0
    assert (
        of.one(
            "SELECT count(*) FROM judgments_agreedcitation c "
            "JOIN evidence_item e ON e.id = c.item_id "
            "WHERE e.marking = 'OFFICIAL-SENSITIVE'"
        )
        > 0
    )


def gaps_have_reasons(of: Publication) -> None:
    reasons = [one for (one,) in of.rows("SELECT reason FROM inspections_notinspected")]
    assert len(reasons) == 5
    for word in ("no local policing area", "no community policing", "operation", "severe weather"):
        assert sum(word in reason for reason in reasons) == 1, word
    gaps = {row["criterion"]: int(row["not_inspected"]) for row in of.table("coverage")}
    assert sum(gaps.values()) == 5
    for claim in of.bundle["claims"]:
        refs = claim["criterion"].split(", ")
        if claim["inspected"] and claim["scope"] == 46 and len(refs) == 1:
            assert claim["inspected"] == 46 - gaps[refs[0]], claim["key"]


def vocabulary_as_adopted(of: Publication) -> None:
    assert of.one(
        "SELECT v.adopted_at FROM programmes_vocabulary v JOIN inspections_inspection i "
        "ON i.vocabulary_id = v.id"
    ).startswith("2018-05-21")
    covered = [
        number
        for word in of.bundle["vocabulary"]
        if "%" in word["meaning"]  # a band; "some" and "not all" lie across them
        if (found := re.match(r"(\d+)(?: to (\d+))? of 46", word["example"]))
        for number in range(int(found[1]), int(found[2] or found[1]) + 1)
    ]
    assert sorted(covered) == list(range(47)), "no hole and no overlap"


def evidence_claims_tell_their_items(of: Publication) -> None:
    for claim in of.bundle["claims"]:
        if claim["kind"] in ("qualitative", "example", "balance"):
            assert claim["evidence_count"], claim["key"]
            assert claim["source_kinds"], claim["key"]
            assert re.search(r"\d+ say so|\d+ says so", claim["method"]), claim["key"]


def lowest_grade_is_a_cause_of_concern(of: Publication) -> None:
    assert of.none(
        "judgments_agreed a JOIN programmes_grade g ON g.id = a.grade_id "
        "WHERE (a.outcome = 'cause-of-concern') <> (g.name = 'Inadequate')"
    )
    table = next(
        block
        for block in of.edition("report")["blocks"]
        if block["kind"] == "table" and "Inadequate" in block["header"]
    )
    place = table["header"].index("Inadequate")
    assert sum(int(row[place]) for row in table["rows"]) == 10


def causes_print_what_is_recorded(of: Publication) -> None:
    """Each paragraph is of one criterion and text, counts its forces, and tells what stands."""
    recorded = Counter(
        of.rows(
            "SELECT c.ref, w.text FROM judgments_writtenoutcome o "
            "JOIN programmes_criterion c ON c.id = o.criterion_id "
            "JOIN judgments_outcomewording w ON w.outcome_id = o.id AND w.number = ("
            "SELECT max(number) FROM judgments_outcomewording WHERE outcome_id = o.id) "
            "WHERE o.kind = 'cause-of-concern' AND NOT EXISTS ("
            "SELECT 1 FROM judgments_outcomemove m WHERE m.outcome_id = o.id)"
        )
    )
    printed: Counter[tuple[str, str]] = Counter()
    for block in of.edition("report")["blocks"]:
        said = "".join(run["text"] for run in block["runs"])
        told = re.fullmatch(r"Cause of concern at (\w+) forces? \((\d\.\d) [^)]*\): (.*)", said)
        if told and block["kind"] == "paragraph":
            printed[told[2], told[3]] += ("one", "two", "three").index(told[1]) + 1
    for of_criterion in {ref for ref, _ in recorded}:
        told, kept = (
            sum(many for (ref, _), many in found.items() if ref == of_criterion)
            for found in (printed, recorded)
        )
        assert told == kept, of_criterion
    assert sum(printed.values()) == 10
    # What is removed is counted in its criterion, and says no words.
    open_words = {key: many for key, many in printed.items() if "[removed: " not in key[1]}
    assert open_words
    assert all(many <= recorded[key] for key, many in open_words.items())


def terms_name_no_force(of: Publication) -> None:
    assert "The report will not name forces." in of.one(
        "SELECT text FROM inspections_termsofreference"
    )
    assert of.one("SELECT names_bodies FROM inspections_inspection") == 0


def no_force_is_named_or_graded(of: Publication) -> None:
    assert of.bundle["name_bodies"] is False
    assert [one["code"] for one in of.bundle["bodies"] if one["grades"]] == []
    assert not (of.folder / "data/judgments.csv").exists()
    for slug in ("report", "press-release"):
        for block in of.edition(slug)["blocks"]:
            if block["kind"] != "recommendation" and block["header"][:1] != ["Recommendation"]:
                words = json.dumps([block["runs"], block["items"]])
                assert not re.search(r"\bForce \d", words), words


def judgments_rest_on_the_fieldwork(of: Publication) -> None:
    newest = of.one(
        "SELECT max(e.observed_at) FROM judgments_agreedcitation c JOIN evidence_item e "
        "ON e.id = c.item_id"
    )
    development = json.loads(
        of.one("SELECT predicate FROM claims_claim WHERE key = 'college-module'")
    )
    assert newest[:10] <= "2019-02-28" < development["on"]


def origins_are_marked(of: Publication) -> None:
    origins = {
        block["number"]: block["caption"]
        for block in of.edition("report")["blocks"]
        if block["kind"] == "recommendation"
    }
    made_up = {number for number, origin in origins.items() if origin == "rehearsal"}
    assert (set(origins), made_up) == (set(range(1, 9)), {3, 8})
    assert of.page("report.html").count("Made up for the rehearsal.") == len(made_up)


def closed_by_decision(of: Publication) -> None:
    for reasons, roles in of.rows(
        "SELECT c.reasons, group_concat(r.role) FROM recommendations_closure c "
        "JOIN people_roleheld r ON r.person_id = c.by_id GROUP BY c.id"
    ):
        assert reasons
        assert not {"body", "overseer"} & set(roles.split(","))


def three_times_of_evidence(of: Publication) -> None:
    assert of.one("SELECT count(*) FROM evidence_item") > 1500
    assert of.none(
        "evidence_item WHERE observed_at IS NULL OR written_at IS NULL OR "
        "recorded_at IS NULL OR written_at < observed_at OR recorded_at < written_at OR method = ''"
    )
    assert of.none("evidence_withdrawal WHERE reason = ''")


def drafted_by_one_referenced_by_another(of: Publication) -> None:
    assert of.none(
        "claims_claim c WHERE NOT EXISTS (SELECT 1 FROM claims_reference r "
        "WHERE r.claim_id = c.id AND r.supported AND r.by_id <> c.drafted_by_id "
        "AND r.claim_version = c.version)"
    )


def words_are_signed(of: Publication) -> None:
    for slug, many in of.rows(
        "SELECT d.slug, (SELECT count(*) FROM reports_signature s WHERE s.document_id = d.id) "
        "FROM reports_document d"
    ):
        assert many > 5, slug
    assert of.none(
        "reports_signature s JOIN reports_revision r "
        "ON r.document_id = s.document_id WHERE r.by_id = s.by_id"
    )


def points_are_answered(of: Publication) -> None:
    rows = of.rows("SELECT kind, count(DISTINCT scope_body_id) FROM reports_factcheck GROUP BY 1")
    asked = dict(rows)
    assert asked["body"] == 46
    assert "addressee" in asked
    assert {kind for (kind,) in of.rows("SELECT kind FROM reports_point")} == {
        "accuracy",
        "judgment",
    }
    assert of.none(
        "reports_point p WHERE NOT EXISTS (SELECT 1 FROM reports_decision d "
        "WHERE d.point_id = p.id AND d.reason <> '')"
    )


def copies_hold_nothing_of_others(of: Publication) -> None:
    rows = of.rows(
        "SELECT b.label, f.shown, f.sides FROM reports_factcheck f "
        "JOIN inspections_scopebody b ON b.id = f.scope_body_id WHERE f.kind = 'body'"
    )
    assert len({label for label, _, _ in rows}) == 46
    for label, shown, sides in rows:
        assert json.loads(shown)
        assert {*re.findall(r"\bForce \d\d\b", f"{shown} {sides}")} <= {label}


def grounds_are_given(of: Publication) -> None:
    removed = [
        run
        for block in of.edition("report")["blocks"]
        for runs in (block["runs"], *block["items"])
        for run in runs
        if run["redacted"]
    ]
    assert removed
    assert all(run["redacted"] in run["text"] for run in removed)


def small_counts_are_decided(of: Publication) -> None:
    decided = dict(of.rows("SELECT key, small_number_decision FROM claims_claim"))
    for claim in of.bundle["claims"]:
        if claim["kind"] == "counted" and claim["met"] in (1, 2):
            assert decided[claim["key"]], claim["key"]


def contact_as_recorded(of: Publication) -> None:
    contact = of.bundle["contact"]
    assert f"[Press office: {contact}.]" in content("release.md")
    assert contact in of.page("press-release.html")


def letter_to_one_in_scope(of: Publication) -> None:
    text = of.one(
        "SELECT r.text FROM reports_revision r JOIN reports_document d ON d.id = r.document_id "
        "WHERE d.kind = 'letter' ORDER BY r.number DESC LIMIT 1"
    )
    scope = "reports_document d JOIN inspections_scopebody b ON b.id = d.scope_body_id"
    label = of.one(f"SELECT b.label FROM {scope} WHERE d.kind = 'letter'")
    assert f"To the chief officer of {label}" in text


def latest_is_the_newest(of: Publication) -> None:
    for path in ("report.html", "press-release.html"):
        kept, newest = (of.demo.site / SLUG / where / path for where in ("1", "latest"))
        assert kept.read_bytes() == newest.read_bytes()


def register_beside_the_release(of: Publication) -> None:
    living = of.demo.site / SLUG / "recommendations.html"
    assert "As at 13 November 2020" in " ".join(living.read_text("utf-8").split())
    refs = {row["recommendation"] for row in of.table("recommendations")}
    pages = {path.stem for path in (of.demo.site / SLUG / "recommendations").glob("prev-r*.html")}
    assert {ref.lower() for ref in refs} == pages


def no_real_name_among_bodies(of: Publication) -> None:
    names = [row["name"] for row in of.table("bodies")]
    assert all(
        re.fullmatch(r"Force \d\d|Local policing body for Force \d\d|National body [A-Z]", name)
        for name in names
    ), names


def tables_as_described(of: Publication) -> None:
    described = json.loads(of.page("data/datapackage.json"))
    names = {one["name"] for one in described["resources"]}
    tables = {path.stem for path in (of.folder / "data").glob("*.csv")}
    assert len(names) == len(tables)
    for name in tables:
        assert (of.folder / "data" / f"{name}.json").exists()
        assert (of.folder / "data" / f"{name}.csv-metadata.json").exists()
        rows = of.table(name)
        assert {row["notice"] for row in rows} == {of.bundle["notice"]}
        shown = (
            next(one for one in of.bundle["tables"] if one["slug"] == name)
            if name != "sentences"
            else None
        )
        assert shown is None or len(rows) == len(shown["rows"])
    assert sum(row["inspected"] == "true" for row in of.table("bodies")) == 46


def sentences_as_published(of: Publication) -> None:
    keys = {row["claim"] for row in of.table("claims")}
    rows = of.table("sentences")
    assert {row["claim"] for row in rows} <= keys
    for row in rows:
        page, _, anchor = row["sentence"].partition("#")
        assert f'id="{anchor}"' in of.page(page)


def register_of_bodies_as_at(of: Publication) -> None:
    open_then = "ifnull(opened_on, '') <= '2020-11-13' AND ifnull(closed_on, '9') > '2020-11-13'"
    kinds = dict(of.rows(f"SELECT kind, count(*) FROM bodies_body WHERE {open_then} GROUP BY kind"))
    assert (kinds["territorial"], kinds["fire"]) == (43, 45)


def excerpts_as_released(of: Publication) -> None:
    fallen = "SELECT excerpt_id FROM claims_excerptwithdrawal"
    standing = of.rows(f"SELECT text FROM claims_excerpt WHERE id NOT IN ({fallen})")
    assert {(row["text"],) for row in of.table("excerpts")} <= set(standing)


def findings_are_counted(of: Publication) -> None:
    found = sum(
        claim["kind"] not in ("figure", "development", "quotation") for claim in of.bundle["claims"]
    )
    shown = " ".join(re.sub(r"<[^>]+>", " ", of.page("index.html")).split())
    assert f"findings, each with what stands behind it {found}" in shown


def release_has_notes_to_editors(of: Publication) -> None:
    assert "Notes to editors" in of.page("press-release.html")


BEARERS = {
    name: one
    for name, one in globals().items()
    if callable(one) and getattr(one, "__module__", "") == __name__ and name != "Publication"
}
