"""Claims and documents."""

from __future__ import annotations

from datetime import date
from typing import Any

from benchmarks.at_once import Call
from tests.factories import publishing
from tests.factories.findings import (
    LATER,
    a_claim,
)
from tests.factories.wording import declared, signed, signed_text

from inspectorate.domain.claims import actions as claims
from inspectorate.domain.claims.models import Claim
from inspectorate.domain.reports import actions as reports
from inspectorate.domain.reports import queries as problems_of
from inspectorate.domain.reports.accuracy import actions as accuracy
from inspectorate.domain.reports.accuracy.ending import actions as ending
from inspectorate.domain.reports.accuracy.recipients import inspected
from inspectorate.domain.reports.accuracy.rounds import changes
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.proof import proof_of
from inspectorate.domain.reports.wording import actions as wording
from inspectorate.domain.reports.wording.queries import open_draft
from inspectorate.foundation.people.roles import Role

from .ground import PREDICATE, Ground, Pair, again, call, twice


def _claim(on: Ground) -> Claim:
    return a_claim(on.story.inspection, PREDICATE)


def _edit(on: Ground, claim: Claim) -> Call:
    return call(
        claims.edit,
        by=on.story.who(Role.LEAD),
        at=LATER,
        claim=claim,
        statement="Forces train as they must",
        predicate=PREDICATE,
        version=claim.version,
    )


def edit_or_reference_a_claim(on: Ground) -> Pair:
    claim = _claim(on)
    by = on.story.who(Role.REFERENCER)
    return _edit(on, claim), call(claims.reference, by=by, at=LATER, claim=claim, supported=True)


def edit_or_refresh_a_claim(on: Ground) -> Pair:
    claim = _claim(on)
    by = on.story.who(Role.LEAD)
    return _edit(on, claim), call(
        claims.refresh, by=by, at=LATER, claim=claim, version=claim.version
    )


def claim_refreshed_twice(on: Ground) -> Pair:
    return again(edit_or_refresh_a_claim(on)[1])


def claim_drafted_twice(on: Ground) -> Pair:
    return twice(
        claims.draft,
        by=on.story.who(Role.LEAD),
        at=LATER,
        inspection=on.story.inspection,
        claim_key=f"claim-{next(on.numbers)}",
        kind="counted",
        statement="Training is mandatory",
        predicate=PREDICATE,
    )


def _document(on: Ground) -> Any:
    return publishing.a_document(
        on.story.inspection,
        f"text-{next(on.numbers)}",
        "release",
        "Most forces train",
        publishing.RELEASE + "\nNothing is bound here.\n",
    )


def _save(on: Ground, document: Any) -> Call:
    return call(
        reports.save,
        by=on.story.who(Role.EDITOR),
        at=publishing.DRAFTED,
        document=document,
        text=publishing.RELEASE,
        version=document.version,
    )


def save_or_freeze(on: Ground) -> Pair:
    document = signed(_document(on))
    freeze = call(
        reports.freeze,
        by=on.story.who(Role.SIGNING),
        at=publishing.SIGNED,
        document=document,
        version=document.version,
        reason=publishing.ALL_THE_SAME,
    )
    return _save(on, document), freeze


def save_or_place(on: Ground) -> Pair:
    document = _document(on)
    place = call(
        reports.place,
        by=on.story.who(Role.EDITOR),
        at=publishing.DRAFTED,
        document=document,
        claim=Claim.objects.get(inspection=on.story.inspection, key="mandatory-training"),
        excerpt="Nothing is bound here",
        version=document.version,
    )
    return _save(on, document), place


def _fact_check(on: Ground) -> Any:
    text = "# Draft\n\n{.narrative}\nForce 01 keeps records.\n"
    document = publishing.a_document(
        on.story.inspection, f"draft-{next(on.numbers)}", "summary", "A draft", text
    )
    return call(
        reports.open_fact_check,
        by=on.story.who(Role.LEAD),
        at=publishing.DRAFTED,
        document=document,
        recipient=inspected(on.story.body()),
        due_on=date(2099, 12, 31),
    )


def _point(on: Ground, check: Any) -> Call:
    return call(
        reports.raise_point,
        by=on.story.who(Role.LEAD),
        at=publishing.DRAFTED,
        fact_check=check,
        kind="accuracy",
        about="Force 01",
        text="It keeps none.",
    )


def raise_a_point_or_decide_one(on: Ground) -> Pair:
    check = _fact_check(on)()
    point = _point(on, check)()
    decide = call(
        reports.decide,
        by=on.story.who(Role.LEAD),
        at=publishing.DRAFTED,
        point=point,
        outcome="rejected",
        reason="It does.",
    )
    return _point(on, check), decide


def open_a_fact_check_or_save(on: Ground) -> Pair:
    check = _fact_check(on)
    return check, _save(on, check.given["document"])


def edited_twice(on: Ground) -> Pair:
    return again(_edit(on, _claim(on)))


def referenced_twice(on: Ground) -> Pair:
    return again(edit_or_reference_a_claim(on)[1])


def saved_twice(on: Ground) -> Pair:
    return again(_save(on, _document(on)))


def placed_twice(on: Ground) -> Pair:
    return again(save_or_place(on)[1])


def frozen_twice(on: Ground) -> Pair:
    return again(save_or_freeze(on)[1])


def draft_declared_twice(on: Ground) -> Pair:
    return twice(
        wording.declare_draft,
        by=on.story.who(Role.EDITOR),
        at=publishing.DRAFTED,
        document=_document(on),
    )


def draft_withdrawn_twice(on: Ground) -> Pair:
    return again(_sign_or_withdraw_the_draft(on)[1])


def sign_or_withdraw_the_draft(on: Ground) -> Pair:
    return _sign_or_withdraw_the_draft(on)


def sign_or_save(on: Ground) -> Pair:
    sign, withdraw = _sign_or_withdraw_the_draft(on)
    return sign, _save(on, withdraw.given["draft"].document)


def sign_or_object(on: Ground) -> Pair:
    sign = _sign_or_withdraw_the_draft(on)[0]
    given = {name: sign.given[name] for name in ("by", "at", "document", "asked")}
    return sign, call(wording.object_to, **given, reason="It says more than was found.")


def signed_twice(on: Ground) -> Pair:
    return again(_sign_or_withdraw_the_draft(on)[0])


def signature_withdrawn_twice(on: Ground) -> Pair:
    signature = _sign_or_withdraw_the_draft(on)[0]()
    return twice(
        wording.withdraw_signature,
        by=on.story.who(Role.REFERENCER),
        at=publishing.SIGNED,
        signature=signature,
        reason="It was read too fast.",
    )


def _sign_or_withdraw_the_draft(on: Ground) -> Pair:
    document = declared(_document(on))
    asked = next(iter(signed_text(document).left()))
    sign = call(
        wording.sign,
        by=on.story.who(Role.REFERENCER),
        at=publishing.DRAFTED,
        document=document,
        asked=asked,
    )
    withdraw = call(
        wording.withdraw_draft,
        by=on.story.who(Role.EDITOR),
        at=publishing.DRAFTED,
        draft=open_draft(document),
        reason="A section is missing.",
    )
    return sign, withdraw


def time_extended_twice(on: Ground) -> Pair:
    given = {"by": on.story.who(Role.LEAD), "at": publishing.DRAFTED}
    later = date(2100, 12, 31)
    return again(
        call(
            accuracy.extend_fact_check,
            **given,
            fact_check=_fact_check(on)(),
            due_on=later,
            reason="They asked for it.",
        )
    )


def copy_recalled_twice(on: Ground) -> Pair:
    check, lead = _fact_check(on)(), on.story.who(Role.LEAD)
    return twice(
        ending.recall_copy,
        by=lead,
        at=publishing.DRAFTED,
        fact_check=check,
        reason="It went to the wrong office.",
    )


def check_finished_twice(on: Ground) -> Pair:
    check, lead = _fact_check(on)(), on.story.who(Role.LEAD)
    return twice(ending.finish_check, by=lead, at=publishing.DRAFTED, fact_check=check)


def check_opened_again_twice(on: Ground) -> Pair:
    given = {"by": on.story.who(Role.LEAD), "at": publishing.DRAFTED}
    given["fact_check"] = _fact_check(on)()
    call(ending.finish_check, **given)()
    return twice(ending.reopen_check, **given)


def answer_on_a_change_withdrawn_twice(on: Ground) -> Pair:
    answer, _ = change_answered_twice(on)
    return twice(
        ending.withdraw_criticism,
        by=on.story.who(Role.REFERENCER),
        at=publishing.DRAFTED,
        criticism=answer(),
        reason="Given for the wrong body.",
    )


def change_answered_twice(on: Ground) -> Pair:
    check = _fact_check(on)()
    given = {"at": publishing.DRAFTED, "document": check.document}
    text = check.document.text.replace("keeps records", "keeps few records")
    call(
        reports.save,
        by=on.story.who(Role.EDITOR),
        text=text,
        version=check.document.version,
        **given,
    )()
    (change,) = changes(proof_of(Document.objects.get(pk=check.document_id)))
    return again(
        call(
            accuracy.answer_criticism,
            by=on.story.who(Role.REFERENCER),
            at=publishing.DRAFTED,
            fact_check=change.check,
            identity=change.identity,
            new=False,
        )
    )


def fact_check_opened_twice(on: Ground) -> Pair:
    return again(_fact_check(on))


def point_raised_twice(on: Ground) -> Pair:
    return again(_point(on, _fact_check(on)()))


def decided_twice(on: Ground) -> Pair:
    return again(raise_a_point_or_decide_one(on)[1])


def document_opened_twice(on: Ground) -> Pair:
    return twice(
        reports.open_document,
        by=on.story.who(Role.EDITOR),
        inspection=on.story.inspection,
        slug=f"text-{next(on.numbers)}",
        kind="summary",
        title="A summary",
    )


def problem_waived_twice(on: Ground) -> Pair:
    return again(_waive_or_mend(on)[0])


def waive_or_mend(on: Ground) -> Pair:
    return _waive_or_mend(on)


def mended_twice(on: Ground) -> Pair:
    return again(_waive_or_mend(on)[1])


def _waive_or_mend(on: Ground) -> Pair:
    text = publishing.RELEASE.replace("[Most f", "[All f") + "\nMany forces said so.\n"
    document = publishing.a_document(
        on.story.inspection, f"text-{next(on.numbers)}", "release", "Most forces train", text
    )
    found = problems_of.problems(document).problems
    (wrong,) = [one for one in found if one.check == "quantity_word_holds"]
    bare = next(one for one in problems_of.problems(document).blocking if one is not wrong)
    given = {"at": publishing.DRAFTED, "document": document}
    waive = call(
        reports.waive,
        by=on.story.who(Role.LEAD),
        check=bare.check,
        excerpt=bare.place.excerpt,
        reason="Said by all of them",
        **given,
    )
    mend = call(
        reports.mend,
        by=on.story.who(Role.EDITOR),
        check=wrong.check,
        excerpt=wrong.place.excerpt,
        version=document.version,
        **given,
    )
    return waive, mend
