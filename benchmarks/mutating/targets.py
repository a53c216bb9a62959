"""What is changed, and the tests that ought to notice: a fixed map, kept by hand.

``only`` names functions where the rest of a module guards nothing. Every list is tried first; what
no test of it notices is tried again with every other test here that reaches the function.
"""

from __future__ import annotations

from dataclasses import dataclass

SRC = "src/inspectorate/"
# The printed page of permissions is drawn from the tables and compared with what is kept.
PRINTED = "tests/house/test_docs.py::test_generated_pages_are_current"
ROOMS = (
    "bodies",
    "programmes",
    "inspections",
    "fieldwork",
    "evidence",
    "judgments",
    "claims",
    "reports",
    "recommendations",
    "publication",
)
# Walks and whole worlds, each dearer than the mutants it would be tried on, and what runs in other
# processes, where no mutant is.
LEFT_OUT = (
    "test_command_of_the_guide",
    "test_several_processes_lose",
    "test_random_walks",
    "test_control_random_walks",
    "test_ledger_long",
    "test_two_writers",
    # A browser starts in no memory that a mutant is given: where this stood, it noticed whatever
    # reached it, and the code as it is too.
    "test_page_with_every_component_passes_axe",
)


@dataclass(frozen=True, slots=True)
class Target:
    """A module, the tests that ought to notice a change of it, and the functions that count."""

    file: str
    tests: tuple[str, ...]
    only: tuple[str, ...] = ()


def _target(file: str, *tests: str, only: str = "") -> Target:
    return Target(SRC + file, tests, tuple(only.split()))


_PEOPLE = "foundation/people/"
_LEDGER = "foundation/ledger/"
_PUBLICATION = "domain/publication/"
_CAN = "tests/domain/test_can.py"
_CLEARED = "tests/domain/inspections/test_clearance.py"

TARGETS = (
    # Who may
    _target(_PEOPLE + "roles.py", "tests/foundation/people/test_roles.py", only="allowed"),
    _target(_PEOPLE + "access.py", "tests/foundation/people/test_roles.py"),
    _target(
        _PEOPLE + "policies.py", "tests/foundation/people/", "tests/foundation/sign_in/", _CLEARED
    ),
    _target(_PEOPLE + "permissions.py", PRINTED),
    _target(
        _PEOPLE + "models.py",
        "tests/foundation/people/",
        _CLEARED,
        only="PersonManager.get_by_natural_key Person.roles Person.check_password Person.clearance "
        "Person.read_rights_once Person.once Person._clearance Person._roles",
    ),
    _target(_PEOPLE + "credentials.py", "tests/foundation/sign_in/"),
    _target(
        _PEOPLE + "queries.py",
        "tests/foundation/people/",
        _CLEARED,
        only="can register clearable clearances declarations my_declarations open_declarations",
    ),
    # How often somebody may try to sign in, and who comes in
    # The pages that ask them are slow, and more than a few of them would be tried on each.
    _target(
        "foundation/tries/limits.py",
        "tests/foundation/tries/test_limits.py",
        "tests/foundation/sign_in/test_limits.py",
    ),
    _target("foundation/tries/devices.py", "tests/foundation/tries/test_devices.py"),
    _target(
        _PEOPLE + "sign_in.py", "tests/foundation/sign_in/", "tests/foundation/single_sign_on/"
    ),
    _target("domain/inspections/access.py", "tests/domain/inspections/"),
    _target(
        "domain/inspections/policies.py",
        "tests/domain/inspections/",
        only="staffable joinable leavable on_team need_to_know_givable need_to_know_endable "
        "_on_team _serving",
    ),
    *(_target(f"domain/{room}/permissions.py", PRINTED) for room in ROOMS),
    _target("interfaces/web/access.py", "tests/interfaces/web/"),
    _target(
        "interfaces/web/capture/documents.py", "tests/interfaces/web/test_capture_documents.py"
    ),
    _target(
        _PEOPLE + "devices/queries.py",
        "tests/interfaces/web/test_capture_documents.py",
        only="pack_held",
    ),
    _target("interfaces/portal/frame.py", "tests/interfaces/portal/"),
    _target("interfaces/portal/access.py", "tests/interfaces/portal/"),
    # What each may read
    _target(
        "domain/inspections/queries.py",
        "tests/domain/inspections/",
        _CAN,
        only="visible_to visible_to_contact members can can_open conflicts needs_to_know",
    ),
    _target(
        "domain/bodies/queries.py",
        "tests/domain/bodies/",
        "tests/domain/fieldwork/test_sight.py",
        only="spoken_for_by _spoken speaks_for overseen_by overseers_of contacts can open_on",
    ),
    _target("domain/bodies/delegates/queries.py", "tests/domain/bodies/"),
    _target(
        "domain/fieldwork/queries.py",
        "tests/domain/fieldwork/",
        _CAN,
        only="can requests requests_for_contact visible_to visible_to_contact visits "
        "visits_visible_to visits_for_contact sessions sessions_of",
    ),
    _target(
        "domain/evidence/queries.py",
        "tests/domain/evidence/",
        _CLEARED,
        _CAN,
        only="can visible_to item relied_on describable attachment _readable _scope not_relied_on "
        "_not_relied_on",
    ),
    _target("domain/judgments/blindness.py", "tests/domain/judgments/"),
    _target("domain/judgments/what_happened.py", "tests/domain/judgments/"),
    _target(
        "domain/judgments/queries.py",
        "tests/domain/judgments/",
        _CAN,
        only="my_assignments cell agreement desk can reasons_not_to_settle resting_on sights",
    ),
    _target(
        "domain/claims/queries.py", "tests/domain/claims/", _CAN, only="can visible_to one happened"
    ),
    _target(
        "domain/reports/queries.py",
        "tests/domain/reports/test_actions.py",
        "tests/domain/reports/test_fact_check.py",
        _CAN,
        only="visible_to can carrying fact_checks_of has_ended",
    ),
    _target("domain/reports/accuracy/sides.py", "tests/domain/reports/test_sides.py"),
    _target("domain/reports/accuracy/copies.py", "tests/domain/reports/test_recipients.py"),
    _target(
        "domain/reports/accuracy/queries.py",
        "tests/domain/reports/test_recipients.py",
        only="drafts_of openable reads_as",
    ),
    _target("domain/reports/accuracy/rounds.py", "tests/domain/reports/test_rounds.py"),
    _target("domain/reports/variants/policies.py", "tests/domain/reports/test_variants.py"),
    _target("prose/translation.py", "tests/domain/reports/test_variants.py"),
    _target(
        "domain/reports/quotations/queries.py",
        "tests/domain/reports/test_quotations.py",
        only="asked_of speaks standing_of counts",
    ),
    _target(
        "domain/reports/checks/quotation_approved.py",
        "tests/domain/reports/checks/test_quotations.py",
    ),
    _target(
        "domain/reports/editions/own_pictures.py",
        "tests/domain/reports/test_own_pictures.py",
    ),
    _target(
        "domain/reports/pictures/policies.py",
        "tests/domain/reports/test_own_pictures.py",
    ),
    _target(
        _PUBLICATION + "embargo.py", "tests/domain/publication/test_embargo.py", only="to_press"
    ),
    _target(
        "domain/recommendations/queries.py",
        "tests/domain/recommendations/",
        _CAN,
        only="visible_to can addressees_visible_to addressed_to overseen",
    ),
    _target(
        _PUBLICATION + "queries.py",
        "tests/domain/publication/",
        _CAN,
        only="visible_to can may_confirm_clock _state released standing_editions published out_of",
    ),
    # What is marked
    # The column is made when a model is loaded, before there is any mutant.
    _target(
        "foundation/markings/scheme.py",
        "tests/foundation/test_markings.py",
        "tests/domain/inspections/test_marked_words.py",
        only="(module) highest lowest above up_to",
    ),
    _target("foundation/markings/reading.py", "tests/foundation/test_markings.py", _CLEARED),
    _target(
        "interfaces/web/middleware.py",
        "tests/interfaces/web/",
        only="Answers.__call__ Answers._tell_of_an_end _tell_of",
    ),
    _target("domain/inspections/marked_words.py", "tests/domain/inspections/", _CLEARED),
    _target("domain/judgments/marking.py", "tests/domain/judgments/test_marking.py"),
    _target("domain/claims/marking.py", "tests/domain/claims/test_marking.py"),
    _target("domain/reports/marking.py", "tests/domain/reports/test_marking.py"),
    _target(
        "domain/reports/sections/reading.py",
        "tests/domain/reports/test_sections_told.py",
        "tests/domain/reports/test_sections_read.py",
    ),
    _target("domain/reports/sections/placing.py", "tests/domain/reports/test_sections_read.py"),
    _target("prose/redacted.py", "tests/domain/reports/test_sections_told.py"),
    _target(
        "domain/reports/copies.py",
        "tests/interfaces/web/test_reports_copies.py",
        "tests/interfaces/web/test_reports_marked.py",
    ),
    _target("foundation/markings/redaction.py", "tests/domain/reports/test_redaction.py"),
    _target(
        "domain/reports/editions/compile.py",
        "tests/domain/reports/test_compile.py",
        "tests/domain/reports/test_compile_marked.py",
        "tests/domain/reports/test_redaction.py",
        "tests/domain/reports/test_redaction_canary.py",
        only="compile_edition _claims _marking _Writer.line _Writer._runs _Writer._quote "
        "_Writer._source _Writer._directive _Writer._recommendation _Writer._asked",
    ),
    _target(
        "domain/reports/editions/runs.py",
        "tests/domain/reports/test_runs.py",
        "tests/domain/reports/test_redaction.py",
        "tests/domain/reports/test_redaction_canary.py",
        "tests/domain/reports/test_compile.py",
    ),
    # When it goes out
    _target(
        _PUBLICATION + "policies.py",
        "tests/domain/publication/test_policies.py",
        "tests/domain/publication/test_release.py",
    ),
    _target(
        _PUBLICATION + "due.py",
        "tests/domain/publication/test_due.py",
        "tests/domain/publication/test_release.py",
        "tests/interfaces/publishing/test_turn.py",
    ),
    _target(
        _PUBLICATION + "doubts.py",
        "tests/domain/publication/test_due.py",
        "tests/interfaces/publishing/test_turn.py",
    ),
    _target(_PUBLICATION + "states.py", "tests/domain/publication/"),
    _target(
        _PUBLICATION + "contents.py",
        "tests/domain/publication/",
        only="keep moved not_as_signed",
    ),
    _target("interfaces/publishing/turn.py", "tests/interfaces/publishing/"),
    _target(
        _PUBLICATION + "published.py", "tests/domain/publication/", "tests/interfaces/publishing/"
    ),
    _target("foundation/clocks/watch.py", "tests/foundation/clocks/"),
    # What proves it
    _target(
        _LEDGER + "acts.py", "tests/foundation/test_ledger.py", "tests/foundation/test_keys.py"
    ),
    _target(_LEDGER + "chain.py", "tests/foundation/test_ledger"),
    _target(
        _LEDGER + "rows.py",
        "tests/foundation/test_ledger_rows.py",
        "tests/foundation/test_proof.py",
    ),
    _target(
        _LEDGER + "proof.py", "tests/foundation/test_proof.py", "tests/foundation/test_disposal.py"
    ),
    _target(_LEDGER + "heads.py", "tests/foundation/test_head"),
    _target(_LEDGER + "head_file.py", "tests/foundation/test_head"),
    # The rest of it is asked when a database is made, before there is any mutant.
    _target(
        _LEDGER + "disposal.py",
        "tests/foundation/test_disposal.py",
        only="dispose can_be_disposed_of",
    ),
    _target(_LEDGER + "clock.py", "tests/foundation/test_clock.py"),
    # Whether a word is true
    _target("prose/quantities/verdicts.py", "tests/prose/quantities/"),
)

# A handful for the small size, each with the one test that it is tried on. A name stands for every
# mutant whose name begins so.
SHORT: dict[tuple[str, ...], str] = {
    (
        SRC + "foundation/people/roles.py",
        "allowed",
        "side left out",
    ): "tests/foundation/people/test_roles.py::test_verb",
    (
        SRC + "domain/inspections/access.py",
        "_roles_on",
        "filter",
        "team = TeamMember.objects.filter(inspection=inspection, person=person, left_at=None)"
        ".order_by()",
        "team = TeamMember.objects.filter(inspection=inspection, person=person).order_by()",
    ): "tests/domain/inspections/test_team.py::TestTeam::test_person_who_left_the_team_holds",
    (
        SRC + "domain/judgments/blindness.py",
        "sight",
        "part left out",
        "reader in assigned and reader not in submitted",
    ): "tests/domain/judgments/test_blindness.py::test_sight_is_as_the_table_says",
    (
        SRC + "domain/reports/editions/runs.py",
        "Treatment.removes",
        "condition",
    ): "tests/domain/reports/test_redaction.py::test_",
    (
        SRC + "domain/publication/policies.py",
        "releasable",
        "condition",
        "if _ahead(at, embargo_until) > timedelta(0)",
    ): "tests/domain/publication/test_policies.py::TestEmbargoOnTheNights",
    (
        SRC + "domain/publication/permissions.py",
        "(module)",
        "open to every role",
    ): PRINTED,
    (
        SRC + "foundation/ledger/chain.py",
        "faults",
        "condition",
        "if previous and row.previous != previous",
    ): "tests/foundation/test_ledger.py::TestChain::test_entry_written_anew",
    (
        SRC + "prose/quantities/verdicts.py",
        "_plainly",
        "comparison",
        "rules[word] = 0 < twice < inspected",
    ): "tests/prose/quantities/test_verdicts.py::test_minority",
}
