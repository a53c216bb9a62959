"""Data returns: asked, taken whole or not at all, excepted, certified, taken over by a version."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from inspectorate.domain.fieldwork import actions as actions_on_requests
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.fieldwork.models import DataReturn, Receipt, ReturnTemplate
from inspectorate.domain.fieldwork.requests import actions as terms
from inspectorate.domain.fieldwork.requests.queries import new_receipts
from inspectorate.domain.fieldwork.requests.reminders import claim
from inspectorate.domain.fieldwork.returns import actions, queries, standing
from inspectorate.domain.fieldwork.returns.checking import DigestForm, digest_of
from inspectorate.domain.fieldwork.returns.taking_over import check_ahead
from inspectorate.domain.fieldwork.states import RequestState, ReturnState
from inspectorate.domain.fieldwork.verbs import FieldworkVerb
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.markings.scheme import Marking
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Conflict, Forbidden, Refused
from tests.domain.fieldwork.acting import AT, refused
from tests.factories import returns, rooms
from tests.factories.returns import COLUMNS, GOOD, ODD, RULES, a_csv

pytestmark = pytest.mark.django_db


@pytest.fixture
def template() -> ReturnTemplate:
    return returns.a_template(rooms.an_inspection())


def state(template: ReturnTemplate, number: int = 0) -> ReturnState:
    return standing.returned(template)[number].state


def withdraw(certificate: object) -> object:
    by = rooms.member(certificate.template.inspection, Role.LEAD)  # type: ignore[attr-defined]
    given = {"by": by, "at": AT, "key": rooms.a_key(), "reason": "Wrong year."}
    return actions.withdraw_certificate(certificate=certificate, **given)  # type: ignore[arg-type]


def renew(template: ReturnTemplate, **given: Any) -> ReturnTemplate:
    fields: dict[str, Any] = {"title": template.title, "columns": COLUMNS, "rules": RULES, **given}
    by = rooms.member(template.inspection, Role.LEAD)
    return actions.replace_template(by=by, at=AT, key=rooms.a_key(), template=template, **fields)


class TestHandingIn:
    def test_return_is_a_receipt_with_its_rows_in_the_order_of_the_columns(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        made = returns.hand_in(request)
        assert (made.rows, made.row_count, made.number) == ([list(GOOD)], 1, 1)
        assert made.receipt.request == request
        assert state(template) is ReturnState.RETURNED

    def test_hard_breach_or_bad_cell_stores_nothing(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        before = Entry.objects.count()
        for bad in ((GOOD, GOOD), (("A1", "yesterday", *GOOD[2:]),)):
            assert refused(returns.hand_in, request, *bad) == ["return_wrong"]
        assert not DataReturn.objects.exists()
        assert not Receipt.objects.exists()
        assert Entry.objects.count() == before

    def test_same_file_or_same_rows_twice_change_nothing(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        returns.hand_in(request)
        assert refused(returns.hand_in, request) == ["return_here_already"]
        bom = b"\xef\xbb\xbf" + a_csv(GOOD)
        assert refused(returns.hand_in, request, content=bom) == ["return_here_already"]
        assert DataReturn.objects.count() == 1

    def test_same_rows_with_another_marking_or_note_are_another_return(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        returns.hand_in(request)
        marked = returns.hand_in(request, marking=Marking.SENSITIVE)
        noted = returns.hand_in(request, marking=Marking.SENSITIVE, note="Counted by hand")
        assert [marked.number, noted.number] == [2, 3]
        given = {"marking": Marking.SENSITIVE, "note": "Counted by hand "}
        assert refused(returns.hand_in, request, **given) == ["return_here_already"]

    def test_later_return_stands_in_place_of_the_earlier_one(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        first = returns.hand_in(request)
        returns.certify(first)
        second = returns.hand_in(request, ("B1", *GOOD[1:]))
        assert second.receipt.replacement.earlier == first.receipt
        (stood,) = standing.returned(template)
        assert (stood.standing, stood.state) == (second, ReturnState.RETURNED)

    def test_contact_of_another_body_hands_in_nothing(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        other = rooms.a_contact(rooms.scope_body(template.inspection, 1).body)
        with pytest.raises(Forbidden):
            returns.hand_in(request, by=other)

    def test_row_is_never_changed(self, template: ReturnTemplate) -> None:
        returns.hand_in(returns.asked(template))
        with pytest.raises(DatabaseError), transaction.atomic():
            DataReturn.objects.update(row_count=2)


class TestAsking:
    def test_body_is_asked_once_by_a_template_and_its_later_versions(
        self, template: ReturnTemplate
    ) -> None:
        returns.asked(template)
        assert refused(returns.asked, template) == ["return_asked"]
        newer = renew(template)
        assert refused(returns.asked, newer) == ["return_asked"]
        assert refused(returns.asked, template, 1) == ["template_replaced"]
        returns.asked(newer, 1)

    def test_request_withdrawn_asks_nobody(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        by = rooms.member(template.inspection, Role.LEAD)
        given = {"by": by, "at": AT, "request": request, "reason": "Not needed"}
        terms.withdraw_request(key=rooms.a_key(), **given)
        assert standing.returned(template) == []

    def test_template_of_another_inspection_is_refused(self, template: ReturnTemplate) -> None:
        other = rooms.an_inspection()
        assert refused(rooms.a_request, other, template=template) == ["template_elsewhere"]

    def test_template_is_withdrawn_once_nobody_is_asked(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        by = rooms.member(template.inspection, Role.LEAD)
        given = {"by": by, "at": AT, "template": template, "reason": "Merged"}
        assert refused(actions.withdraw_template, key=rooms.a_key(), **given) == ["return_asked"]
        terms.withdraw_request(by=by, at=AT, key=rooms.a_key(), request=request, reason="No")
        actions.withdraw_template(key=rooms.a_key(), **given)
        assert refused(returns.asked, template) == ["template_withdrawn"]


class TestCertifying:
    def test_certified_rows_alone_count(self, template: ReturnTemplate) -> None:
        made = returns.hand_in(returns.asked(template))
        certificate = returns.certify(made)
        (stood,) = standing.returned(template)
        assert (stood.certified, stood.certificate) == (True, certificate)
        withdraw(certificate)
        assert state(template) is ReturnState.RETURNED
        assert refused(withdraw, certificate) == ["certificate_withdrawn"]
        returns.certify(made)
        assert state(template) is ReturnState.CERTIFIED

    def test_office_certifies_no_rows_it_did_not_see(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        first = returns.hand_in(request)
        returns.hand_in(request, ("B1", *GOOD[1:]))
        with pytest.raises(Conflict):
            returns.certify(first)
        (stood,) = standing.returned(template)
        assert stood.standing is not None
        with pytest.raises(Conflict):
            returns.certify(stood.standing, rows_sha256=first.rows_sha256)

    @pytest.mark.parametrize("said", [{"title": "Cases of 2019"}, {"text": "Count officers once."}])
    def test_office_certifies_no_rows_under_a_heading_it_did_not_see(
        self, template: ReturnTemplate, said: dict[str, str]
    ) -> None:
        made = returns.hand_in(returns.asked(template))
        newer = renew(template, **said)
        with pytest.raises(Conflict) as conflict:
            returns.certify(made, rows_sha256=made.rows_sha256)
        assert conflict.value.theirs.endswith(f"by template 2: {newer.title}")
        assert returns.certify(made).rows_sha256 != made.rows_sha256

    def test_certificate_holds_by_the_form_of_its_digest_and_by_none_where_rows_differ(
        self, template: ReturnTemplate
    ) -> None:
        made = returns.hand_in(returns.asked(template))
        given = returns.certify(made)
        assert queries.certified_by(given) is DigestForm.WHOLE
        # As one that was given before title and text were in the digest.
        columns = queries.columns_of(template)
        earlier = digest_of(template, columns, made.rows, DigestForm.COLUMNS)
        heads = [[one.name, one.unit, one.meaning] for one in columns]
        packed = json.dumps(
            {"columns": heads, "rows": made.rows}, ensure_ascii=False, separators=(",", ":")
        )
        assert earlier == hashlib.sha256(packed.encode()).hexdigest()
        given.rows_sha256 = earlier
        assert queries.certified_by(given) is DigestForm.COLUMNS
        given.rows_sha256 = digest_of(template, columns, [["B1", *GOOD[1:]]])
        assert queries.certified_by(given) is None

    def test_soft_breach_waits_for_an_exception(self, template: ReturnTemplate) -> None:
        made = returns.hand_in(returns.asked(template), GOOD, ODD, ("A3", *ODD[1:]))
        assert made.soft == {"3": [3, 4]}
        assert refused(returns.certify, made) == ["exception_missing"]
        assert returns.except_rows(made).rows == [3, 4]
        assert refused(returns.except_rows, made) == ["nothing_to_except"]
        returns.certify(made)
        assert state(template) is ReturnState.CERTIFIED

    def test_exception_is_taken_back_and_given_anew_until_an_office_certified_with_it(
        self, template: ReturnTemplate
    ) -> None:
        made = returns.hand_in(returns.asked(template), GOOD, ODD)
        first = returns.except_rows(made)
        returns.withdraw_exception(first)
        assert refused(returns.withdraw_exception, first) == ["exception_withdrawn"]
        assert refused(returns.certify, made) == ["exception_missing"]
        second = returns.except_rows(made)
        certificate = returns.certify(made)
        assert refused(returns.withdraw_exception, second) == ["certified_already"]
        withdraw(certificate)
        returns.withdraw_exception(second)
        assert standing.returned(template)[0].unexplained == [3]

    def test_office_is_named_and_certifies_once(self, template: ReturnTemplate) -> None:
        made = returns.hand_in(returns.asked(template))
        assert refused(returns.certify, made, office=" ") == ["text_missing"]
        returns.certify(made)
        assert refused(returns.certify, made) == ["certified_already"]

    def test_contact_certifies_what_the_own_body_returned(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        mine = rooms.a_contact(request.scope_body.body)
        other = rooms.a_contact(rooms.scope_body(template.inspection, 1).body)
        made = returns.hand_in(request, by=mine)
        with pytest.raises(Forbidden):
            returns.certify(made, other)
        returns.certify(made, mine)
        assert state(template) is ReturnState.CERTIFIED

    def test_colleague_certifies_nothing_marked_above_what_is_shown_to_them(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        mine, colleague = (rooms.a_contact(request.scope_body.body) for _ in range(2))
        made = returns.hand_in(request, by=mine, marking=Marking.SENSITIVE)
        assert queries.rows_for(colleague, made, outside=True) == []
        with pytest.raises(Forbidden):
            returns.certify(made, colleague)
        assert queries.rows_for(mine, made, outside=True) == [list(GOOD)]


class TestTakingBack:
    def test_return_taken_back_counts_for_nothing_and_its_request_is_open_again(
        self, template: ReturnTemplate
    ) -> None:
        request, inspection = returns.asked(template), template.inspection
        made = returns.hand_in(request)
        returns.certify(made)
        lead = rooms.member(inspection, Role.LEAD)
        assert fieldwork.waiting(lead, inspection) == []
        returns.take_back(made)
        (stood,) = standing.returned(template)
        assert (stood.standing, stood.certificate) == (None, None)
        assert stood.state is ReturnState.NOT_RETURNED
        assert stood.taken_back is not None
        assert stood.taken_back.reason == "It is of another force."
        (row,) = fieldwork.requests(lead, inspection, request.due_on + timedelta(days=2))
        assert (row.state, row.late_by, row.taken_back) == (RequestState.LATE, 2, True)
        assert fieldwork.counts(inspection)["requests_received"] == 0
        (work,) = fieldwork.waiting(lead, inspection)
        assert work.what.startswith("Taken back, asked again: ")
        assert work.due_on == request.due_on
        returns.hand_in(request)
        assert state(template) is ReturnState.RETURNED
        assert fieldwork.counts(inspection)["requests_received"] == 1
        assert fieldwork.waiting(lead, inspection) == []

    def test_body_is_reminded_again_of_what_was_taken_back(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        contact = rooms.a_contact(request.scope_body.body)
        made = returns.hand_in(request, by=contact)
        assert list(claim(request.due_on)) == []
        returns.take_back(made, contact)
        (reminded,) = claim(request.due_on)
        assert (reminded.person, reminded.days) == (contact, [request.due_on])

    def test_letter_that_came_beside_it_does_not_answer_the_request(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        lead = rooms.member(template.inspection, Role.LEAD)
        given = {"by": lead, "at": AT, "request": request, "note": "It is on its way"}
        actions_on_requests.receive(key=rooms.a_key(), **given)
        returns.take_back(returns.hand_in(request))
        (row,) = fieldwork.requests(lead, template.inspection, request.due_on)
        assert row.state is RequestState.SENT

    def test_contact_takes_the_own_return_back_until_an_office_certified_it(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        mine = rooms.a_contact(request.scope_body.body)
        other = rooms.a_contact(rooms.scope_body(template.inspection, 1).body)
        made = returns.hand_in(request, by=mine)
        given = returns.certify(made, mine)
        with pytest.raises(Forbidden):
            returns.take_back(made, other)
        assert refused(returns.take_back, made, mine) == ["certified_already"]
        withdraw(given)
        returns.take_back(made, mine)
        assert state(template) is ReturnState.NOT_RETURNED

    def test_colleague_takes_nothing_back_that_is_marked_above_what_is_shown_to_them(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        mine, colleague = (rooms.a_contact(request.scope_body.body) for _ in range(2))
        made = returns.hand_in(request, by=mine, marking=Marking.SENSITIVE)
        with pytest.raises(Forbidden):
            returns.take_back(made, colleague)
        returns.take_back(made, mine)

    def test_what_it_replaced_does_not_stand_again_and_may_be_sent_again(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        first = returns.hand_in(request)
        returns.certify(first)
        returns.take_back(returns.hand_in(request, ("B1", *GOOD[1:])))
        assert state(template) is ReturnState.NOT_RETURNED
        assert refused(returns.take_back, first) == ["return_superseded"]
        again = returns.hand_in(request)
        assert (again.number, state(template)) == (3, ReturnState.RETURNED)

    def test_return_is_taken_back_once_and_with_a_reason(self, template: ReturnTemplate) -> None:
        made = returns.hand_in(returns.asked(template), GOOD, ODD)
        assert refused(returns.take_back, made, reason=" ") == ["text_missing"]
        returns.take_back(made)
        assert refused(returns.take_back, made) == ["return_taken_back"]
        assert refused(returns.certify, made)[0] == "return_taken_back"
        assert refused(returns.except_rows, made)[0] == "return_taken_back"

    def test_no_later_version_wakes_a_return_that_was_taken_back(
        self, template: ReturnTemplate
    ) -> None:
        made = returns.hand_in(returns.asked(template))
        returns.certify(made)
        returns.take_back(made)
        newer = renew(template)
        assert state(newer) is ReturnState.NOT_RETURNED
        assert newer.takeovers.get().checked is None

    def test_return_that_a_later_version_does_not_take_is_taken_back_too(
        self, template: ReturnTemplate
    ) -> None:
        made = returns.hand_in(returns.asked(template))
        broken = renew(template, rules="Total not greater than Hours")
        returns.take_back(made)
        assert state(renew(broken)) is ReturnState.NOT_RETURNED

    def test_request_is_withdrawn_once_what_came_for_it_was_taken_back(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        made = returns.hand_in(request)
        by = rooms.member(template.inspection, Role.LEAD)
        given = {"by": by, "at": AT, "request": request, "reason": "Asked of the wrong body"}
        with pytest.raises(Refused) as refusal:
            terms.withdraw_request(key=rooms.a_key(), **given)
        (reason,) = refusal.value.reasons
        assert reason.code == "request_answered"
        assert isinstance(reason.mend, Mend)
        assert reason.mend.verbs == (FieldworkVerb.TAKE_RETURN_BACK,)
        returns.take_back(made)
        terms.withdraw_request(key=rooms.a_key(), **given)
        assert standing.returned(template) == []

    def test_nobody_has_to_look_at_what_was_taken_back(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        lead = rooms.member(template.inspection, Role.LEAD)
        made = returns.hand_in(request, by=rooms.a_contact(request.scope_body.body))
        assert [one.pk for one in new_receipts(lead, template.inspection)] == [made.receipt_id]
        returns.take_back(made)
        assert not new_receipts(lead, template.inspection)

    def test_request_open_again_is_late_also_while_something_new_waits_to_be_looked_at(
        self, template: ReturnTemplate
    ) -> None:
        request, inspection = returns.asked(template), template.inspection
        lead = rooms.member(inspection, Role.LEAD)
        contact = rooms.a_contact(request.scope_body.body)
        returns.hand_in(request, by=contact)
        returns.take_back(returns.hand_in(request, ("B1", *GOOD[1:]), by=contact))
        label = request.scope_body.label
        new, again = f"New from {label}: ", "Taken back, asked again: "
        after = request.due_on + timedelta(days=2)
        work = fieldwork.waiting(lead, inspection)
        assert [(one.what, one.late(after)) for one in work] == [
            (f"{new}{request.title}", False),
            (f"{again}{request.title} from {label}", True),
        ]
        terms.withdraw_request(
            by=lead, at=AT, key=rooms.a_key(), request=request, reason="Not needed"
        )
        assert [one.what for one in fieldwork.waiting(lead, inspection)] == [
            f"{new}{request.title}"
        ]

    def test_record_of_it_is_never_changed(self, template: ReturnTemplate) -> None:
        made = returns.take_back(returns.hand_in(returns.asked(template)))
        with pytest.raises(DatabaseError), transaction.atomic():
            type(made).objects.update(reason="Another")


class TestVersions:
    def test_return_that_holds_by_the_later_version_stands_with_its_certificate(
        self, template: ReturnTemplate
    ) -> None:
        made = returns.hand_in(returns.asked(template), GOOD, ODD)
        returns.except_rows(made)
        returns.certify(made)
        newer = renew(template, rules=RULES + "Hours not greater than Total\n")
        (stood,) = standing.returned(newer)
        assert (stood.standing, stood.state) == (made, ReturnState.CERTIFIED)
        assert standing.returned(template) == []

    def test_return_that_breaches_a_new_hard_rule_no_longer_stands(
        self, template: ReturnTemplate
    ) -> None:
        made = returns.hand_in(returns.asked(template))
        returns.certify(made)
        broken = renew(template, rules="Total not greater than Hours")
        (stood,) = standing.returned(broken)
        assert (stood.standing, stood.newest, stood.state) == (None, made, ReturnState.NOT_RETURNED)
        assert refused(returns.certify, made)[0] == "return_superseded"
        mended = renew(broken)
        assert state(mended) is ReturnState.CERTIFIED

    def test_other_columns_ask_for_another_return(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        returns.hand_in(request)
        newer = renew(template, columns=COLUMNS + "More,whole,no,,,,,\n")
        assert state(newer) is ReturnState.NOT_RETURNED
        assert refused(returns.hand_in, request) == ["return_wrong"]
        assert refused(returns.hand_in, request, template=template) == [
            "template_replaced",
            "return_wrong",
        ]

    def test_soft_rule_of_a_later_version_takes_the_certificate_its_weight(
        self, template: ReturnTemplate
    ) -> None:
        made = returns.hand_in(returns.asked(template))
        given = returns.certify(made)
        newer = renew(template, rules="soft: Total not greater than Hours")
        (stood,) = standing.returned(newer)
        assert (stood.state, stood.unexplained) == (ReturnState.RETURNED, [1])
        assert stood.certificate == given
        by = rooms.member(newer.inspection, Role.LEAD)
        said = {"by": by, "at": AT, "data_return": made, "reason": "Right."}
        actions.except_rows(key=rooms.a_key(), rule=newer.rules.get(), **said)
        # The office saw neither the rule nor why rows breach it.
        assert state(newer) is ReturnState.RETURNED
        anew = returns.certify(made)
        assert state(newer) is ReturnState.CERTIFIED
        withdraw(anew)
        assert (state(newer), standing.returned(newer)[0].certificate) == (
            ReturnState.RETURNED,
            given,
        )
        withdraw(given)

    @pytest.mark.parametrize(
        "said",
        [
            {"columns": COLUMNS.replace("officers", "officers per head")},
            {"columns": COLUMNS.replace("The reference", "The second reference")},
            {"columns": COLUMNS.replace("dropped", "dropped | pending")},
            {"text": "Count each officer once."},
            {"title": "Cases of 2019"},
        ],
    )
    def test_return_stands_uncertified_where_the_version_says_otherwise_what_it_holds(
        self, template: ReturnTemplate, said: dict[str, str]
    ) -> None:
        made = returns.hand_in(returns.asked(template))
        returns.certify(made)
        newer = renew(template, **said)
        (stood,) = standing.returned(newer)
        assert (stood.standing, stood.state) == (made, ReturnState.RETURNED)
        back = renew(newer, title=template.title)
        assert state(back) is ReturnState.CERTIFIED

    def test_office_that_saw_another_unit_certifies_nothing(self, template: ReturnTemplate) -> None:
        made = returns.hand_in(returns.asked(template))
        renew(template, columns=COLUMNS.replace("officers", "officers per head"))
        with pytest.raises(Conflict):
            returns.certify(made, rows_sha256=made.rows_sha256)
        assert returns.certify(made).rows_sha256 != made.rows_sha256

    def test_return_with_a_choice_that_is_spelt_otherwise_now_no_longer_stands(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        returns.certify(returns.hand_in(request))
        newer = renew(template, columns=COLUMNS.replace("charged", "Charged"))
        assert state(newer) is ReturnState.NOT_RETURNED
        made = returns.hand_in(request)
        assert made.rows[0][6] == "Charged"

    def test_same_rows_sent_after_a_later_version_leave_the_certificate(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        returns.certify(returns.hand_in(request))
        newer = renew(template, rules=RULES + "Hours not greater than Total\n")
        assert refused(returns.hand_in, request) == ["return_here_already"]
        assert state(newer) is ReturnState.CERTIFIED

    def test_rows_of_certified_returns_alone_are_read(self, template: ReturnTemplate) -> None:
        request = returns.asked(template)
        returns.hand_in(request)
        returns.certify(returns.hand_in(request, ("B1", *GOOD[1:])))
        returns.hand_in(returns.asked(template, 1))
        with CaptureQueriesContext(connection) as asked:
            certified, other = standing.returned(template, whole=True)
        reading = [one for one in asked if '"fieldwork_datareturn"."rows"' in one["sql"]]
        assert len(reading) == 1
        assert certified.standing is not None
        assert other.standing is not None
        assert certified.standing.rows == [["B1", *GOOD[1:]]]
        assert "rows" in other.standing.get_deferred_fields()


class TestCheckedAhead:
    def test_what_was_checked_before_the_act_is_not_read_again_and_what_came_since_is(
        self, template: ReturnTemplate
    ) -> None:
        first, second = returns.asked(template), returns.asked(template, 1)
        returns.hand_in(first, GOOD, ODD)
        returns.hand_in(second)
        ahead = check_ahead(template, COLUMNS, RULES)
        returns.hand_in(second, ("B1", *GOOD[1:]), ("B2", *ODD[1:]))
        with CaptureQueriesContext(connection) as asked:
            newer = renew(template, ahead=ahead)
        reading = [one for one in asked if '"fieldwork_datareturn"."rows"' in one["sql"]]
        assert len(reading) == 1
        assert [one.soft for one in newer.takeovers.order_by("pk")] == [{"3": [3]}] * 2
        assert {one.holds for one in newer.takeovers.all()} == {True}

    def test_what_was_checked_by_other_rules_is_checked_again(
        self, template: ReturnTemplate
    ) -> None:
        returns.hand_in(returns.asked(template))
        ahead = check_ahead(template, COLUMNS, RULES)
        broken = renew(template, rules="Total not greater than Hours", ahead=ahead)
        assert state(broken) is ReturnState.NOT_RETURNED

    def test_act_that_is_sent_twice_is_the_same_whatever_came_in_between(
        self, template: ReturnTemplate
    ) -> None:
        request = returns.asked(template)
        returns.hand_in(request)
        by, key = rooms.member(template.inspection, Role.LEAD), rooms.a_key()
        given = {"by": by, "at": AT, "key": key, "template": template, "title": "Cases"}
        given |= {"columns": COLUMNS, "rules": RULES}
        made = actions.replace_template(ahead=check_ahead(template, COLUMNS, RULES), **given)
        returns.hand_in(request, ("B1", *GOOD[1:]))
        ahead = check_ahead(template, COLUMNS, RULES)
        assert actions.replace_template(ahead=ahead, **given) == made


class TestTelling:
    def test_figures_of_columns_are_counted(self, template: ReturnTemplate) -> None:
        rows = [list(GOOD), [*ODD[:6], None, "yes"]]
        told = {one.column.name: one for one in queries.figures(queries.columns_of(template), rows)}
        assert told["Total"].told == "total 9.5, from 4.5 to 5"
        assert told["Reviewed"].told == "yes: 2"
        assert (told["Outcome"].filled, told["Outcome"].empty) == (1, 1)

    def test_rows_are_told_in_runs_without_a_cap(self) -> None:
        assert queries.runs([5, 2, 3, 9]) == "2 to 3, 5, 9"

    def test_rows_of_all_are_read_up_to_what_one_is_cleared_for(self) -> None:
        inspection = rooms.an_inspection(reading=None)
        template = returns.a_template(inspection)
        returns.hand_in(returns.asked(template))
        contact = rooms.a_contact(rooms.scope_body(inspection, 1).body)
        returns.hand_in(returns.asked(template, 1), by=contact, marking=Marking.SENSITIVE)
        lead = rooms.member(inspection, Role.LEAD)
        rows = list(queries.every_row(lead, queries.stood(lead, template)))
        assert [(one.scope_body.order, number) for one, number, _ in rows] == [
            (rooms.scope_body(inspection, 0).order, 2)
        ]
