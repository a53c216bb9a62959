"""Forgeries of meaning: what somebody who holds the database would want to be true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from .forging import put_in, rows
from .installation import Attack, Installation, tables

Forge = Callable[[], Any]
# By name: what is done with every trigger away, and the table or the words that must be named.
FORGERIES: dict[str, tuple[str, Forge]] = {}


def forgery(name: str, marks: str) -> Callable[[Forge], Forge]:
    """Note a forgery; ``marks`` is text that a fault must hold, parts split by " | "."""

    def note(forge: Forge) -> Forge:
        FORGERIES[name] = (marks, forge)
        return forge

    return note


def meaning_attacks(here: Installation) -> Iterator[Attack]:
    """Every forgery, triggers put back letter by letter after it."""
    from . import digests, signatures, unreadable  # noqa: F401

    for name, (marks, forge) in FORGERIES.items():
        yield Attack("meaning", name, partial(_done, forge), tuple(marks.split(" | ")), whole=True)
    for table in sorted(tables()):
        yield from _swapped(here, table)


def _done(forge: Forge, here: Installation) -> None:
    with here.unguarded():
        forge()


def _changed(table: str, **values: Any) -> Any:
    """Change the newest row of a table."""
    row = rows(table).order_by("-pk")[0]
    rows(table).filter(pk=row.pk).update(**values)
    return row


def _gone(table: str, **filters: Any) -> None:
    rows(table).filter(**filters)._raw_delete("default")


def _swapped(here: Installation, table: str) -> Iterator[Attack]:
    """Two rows of a table exchange their keys: each is there, and is another."""
    model = tables()[table]
    told = ("evidence_", "judgments_", "recommendations_", "publication_", "people_")
    if not table.startswith(told):
        return
    pk = model._meta.pk.column
    found = [one for (one,) in here.all(f'SELECT "{pk}" FROM {table} LIMIT 2')]
    if len(found) < 2:
        return

    def swap(here: Installation) -> None:
        with here.unguarded(table) as cursor:
            for old, new in ((found[0], -1), (found[1], found[0]), (-1, found[1])):
                cursor.execute(f'UPDATE {table} SET "{pk}" = %s WHERE "{pk}" = %s', [new, old])

    marks = tuple(f"{model._meta.label_lower}/{one}" for one in found)
    yield Attack("meaning", f"two rows of {table} exchange their keys", swap, marks)


@forgery("a forged agreed judgment with a higher number", "judgments.agreed")
def _agreed() -> None:
    like = rows("judgments_agreed").order_by("-number", "-pk")[0]
    other = rows("programmes_grade").exclude(pk=like.grade_id)[0]
    put_in("judgments_agreed", like, number=like.number + 1, grade_id=other.pk)


@forgery("a forged item of evidence", "evidence.item | evidence.itemcriterion")
def _item() -> None:
    like = rows("evidence_item").order_by("-number")[0]
    made = put_in("evidence_item", like, number=like.number + 1, words="Nobody said this.")
    put_in("evidence_itemcriterion", rows("evidence_itemcriterion")[0], item_id=made.pk)


@forgery("a forged reply of a body", "recommendations.response")
def _reply() -> None:
    like = rows("recommendations_response").order_by("-pk")[0]
    put_in("recommendations_response", like, agreement="agreed", action="We did it all.")


@forgery("the history of a document rewritten", "reports.revision | reports.document")
def _history() -> None:
    from django.db.models import F, Value
    from django.db.models.functions import Concat

    for table in ("reports_revision", "reports_document"):
        rows(table).update(text=Concat(F("text"), Value("\nIt was always so.\n")))


@forgery("a revision taken out and the later ones numbered anew", "reports.revision")
def _revision_out() -> None:
    from django.db.models import F

    first = rows("reports_revision").order_by("number", "pk")[0]
    _gone("reports_revision", pk=first.pk)
    later = rows("reports_revision").filter(document_id=first.document_id)
    later.update(number=F("number") + 1000)
    later.update(number=F("number") - 1001)


@forgery("submissions' citations pointed at other items", "judgments.submissioncitation")
def _citations() -> None:
    one, other = rows("evidence_item").order_by("pk")[:2]
    _gone("judgments_submissioncitation", item_id=other.pk)
    rows("judgments_submissioncitation").filter(item_id=one.pk).update(item_id=other.pk)


@forgery("claims worded otherwise after they were referenced", "claims.claim")
def _claims() -> None:
    rows("claims_claim").update(statement="Every force does everything.")


@forgery("a claim referenced by somebody who never looked", "claims.reference")
def _reference() -> None:
    like = rows("claims_reference").order_by("-pk")[0]
    put_in("claims_reference", like, claim_version=like.claim_version + 1)


@forgery("every 'not inspected' deleted", "inspections.notinspected")
def _not_inspected() -> None:
    _gone("inspections_notinspected")


@forgery("a release pointed at another edition", "publication.releasededition")
def _other_edition() -> None:
    link = rows("publication_release_editions").order_by("pk")[0]
    taken = rows("publication_release_editions").values("edition_id")
    other = rows("reports_edition").exclude(pk__in=taken)[0]
    rows("publication_release_editions").filter(pk=link.pk).update(edition_id=other.pk)


@forgery("an embargo ended a day earlier", "publication.release")
def _embargo() -> None:
    release = rows("publication_release").order_by("-pk")[0]
    _changed("publication_release", embargo_until=release.embargo_until - timedelta(days=1))


@forgery("a release prepared by somebody else", "publication.release")
def _preparer() -> None:
    release = rows("publication_release").order_by("-pk")[0]
    other = rows("people_person").exclude(pk=release.prepared_by_id)[0]
    _changed("publication_release", prepared_by_id=other.pk)


@forgery("a cancelled release brought back", "publication.cancellation")
def _uncancelled() -> None:
    _gone("publication_cancellation")


@forgery("a release approved by nobody's act", "publication.releaseapproval")
def _approved() -> None:
    like = rows("publication_releaseapproval")[0]
    approved = rows("publication_releaseapproval").values("release_id")
    release = rows("publication_release").exclude(pk__in=approved)[0]
    put_in("publication_releaseapproval", like, release_id=release.pk)


@forgery("a contact of a body made administrator", "people.roleheld")
def _administrator() -> None:
    contact = rows("bodies_contact")[0]
    like = rows("people_roleheld")[0]
    put_in("people_roleheld", like, person_id=contact.person_id, role="admin", ended_at=None)


@forgery("a role that had ended held again", "people.roleheld")
def _role_again() -> None:
    rows("people_roleheld").exclude(ended_at=None).update(ended_at=None)


@forgery("somebody who left signs in again", "people.person")
def _left() -> None:
    rows("people_person").filter(is_active=False).update(is_active=True)


@forgery("a member let back into a team", "inspections.teammember")
def _member() -> None:
    rows("inspections_teammember").exclude(left_at=None).update(left_at=None)


@forgery("a member put into a team", "inspections.teammember")
def _new_member() -> None:
    like = rows("inspections_teammember").order_by("-pk")[0]
    other = rows("people_person").exclude(pk=like.person_id).order_by("-pk")[0]
    put_in("inspections_teammember", like, person_id=other.pk, role="lead")


@forgery("a contact speaks for another body", "bodies.contact")
def _contact() -> None:
    contact = rows("bodies_contact").order_by("-pk")[0]
    other = rows("bodies_body").exclude(pk=contact.body_id).order_by("-pk")[0]
    _changed("bodies_contact", body_id=other.pk, ended_at=None)


@forgery("an interest declared and hidden", "people.declaration")
def _interest() -> None:
    _gone("people_declaration", pk=rows("people_declaration").order_by("pk")[0].pk)


@forgery("a body taken out of the scope", "inspections.scopebody")
def _scope() -> None:
    last = rows("inspections_scopebody").order_by("-pk")[0]
    _gone("inspections_scopebody", pk=last.pk)


@forgery("two bodies of the scope exchange their labels", "inspections.scopebody")
def _labels() -> None:
    one, other = rows("inspections_scopebody").order_by("-pk")[:2]
    table = rows("inspections_scopebody")
    table.filter(pk=one.pk).update(label="-", code="-", order=-1)
    table.filter(pk=other.pk).update(label=one.label, code=one.code, order=one.order)
    table.filter(pk=one.pk).update(label=other.label, code=other.code, order=other.order)


@forgery("an inspection moved on by nobody", "inspections.inspection")
def _phase() -> None:
    _changed("inspections_inspection", phase="closed")


@forgery("a grade that counts as met", "programmes.grade")
def _grade() -> None:
    rows("programmes_grade").filter(meets=False).update(meets=True)


@forgery("a quantity word that means another share", "programmes.vocabulary")
def _vocabulary() -> None:
    one = rows("programmes_vocabulary")[0]
    _changed("programmes_vocabulary", definition={"forged": one.definition})


@forgery("evidence withdrawn, and the withdrawal gone", "evidence.withdrawal")
def _withdrawal() -> None:
    _gone("evidence_withdrawal")


@forgery("evidence superseded, and the supersession gone", "evidence.supersession")
def _supersession() -> None:
    _gone("evidence_supersession")


@forgery("evidence marked lower", "evidence.item")
def _marking() -> None:
    rows("evidence_item").update(marking="official", direction="supports")


@forgery("a moderation that never was", "judgments.moderation")
def _moderation() -> None:
    like = rows("judgments_moderation").order_by("-number", "-pk")[0]
    put_in("judgments_moderation", like, number=like.number + 1, reasons="As I was told.")


@forgery("a point of a fact check decided otherwise", "reports.decision")
def _decision() -> None:
    rows("reports_decision").update(outcome="accepted")


@forgery("a check waived by nobody", "reports.waiver")
def _waiver() -> None:
    like = rows("reports_waiver")[0]
    put_in("reports_waiver", like, excerpt="All forces said so.")


@forgery("a recommendation closed by nobody", "recommendations.closure")
def _closure() -> None:
    like = rows("recommendations_closure")[0]
    other = rows("recommendations_addressee").exclude(pk=like.addressee_id)[0]
    put_in("recommendations_closure", like, addressee_id=other.pk)


@forgery("a due date moved back", "recommendations.duedate")
def _due() -> None:
    one = rows("recommendations_duedate").order_by("-pk")[0]
    _changed("recommendations_duedate", due_on=one.due_on - timedelta(days=90))


@forgery("a file handed in by a body taken for another", "fieldwork.receipt")
def _receipt() -> None:
    one = rows("fieldwork_receipt").order_by("-pk")[0]
    other = rows("files_blob").exclude(pk=one.digest)[0]
    _changed("fieldwork_receipt", digest=other.pk)


@forgery("an attachment moved to another item", "evidence.attachment")
def _attachment() -> None:
    one = rows("evidence_attachment").order_by("-pk")[0]
    other = rows("evidence_item").exclude(pk=one.item_id)[0]
    _changed("evidence_attachment", item_id=other.pk)


@forgery("a password set by nobody", "people.person")
def _password() -> None:
    person = rows("people_person").exclude(password__startswith="!").order_by("-pk")[0]
    other = rows("people_person").filter(password__startswith="!")[0]
    rows("people_person").filter(pk=other.pk).update(password=person.password)


@forgery("a second factor of somebody else's", "mfa.authenticator")
def _factor() -> None:
    like = rows("mfa_authenticator").filter(type="totp")[0]
    other = rows("people_person").exclude(pk=like.user_id)[0]
    put_in("mfa_authenticator", like, user_id=other.pk)


@forgery("a second factor removed", "mfa.authenticator")
def _no_factor() -> None:
    _gone("mfa_authenticator", type="totp")


@forgery("used recovery codes made good again", "mfa.authenticator")
def _codes() -> None:
    one = rows("mfa_authenticator").get(type="recovery_codes")
    rows("mfa_authenticator").filter(pk=one.pk).update(
        data={**one.data, "migrated_codes": one.data["migrated_codes"] * 2}
    )


@forgery("an address to sign in with", "account.emailaddress")
def _address() -> None:
    person = rows("people_person")[0]
    rows("account_emailaddress").bulk_create(
        [
            tables()["account_emailaddress"](
                user_id=person.pk, email="other@example.org", verified=True, primary=True
            )
        ]
    )


@forgery("a checkpoint told otherwise", "checkpoint")
def _checkpoint() -> None:
    one = rows("ledger_checkpoint").order_by("-number")[0]
    rows("ledger_checkpoint").filter(pk=one.pk).update(text=one.text.replace("1", "2"))


@forgery("checkpoints and their keys removed", "ledger.checkpoint")
def _no_checkpoints() -> None:
    for table in ("ledger_signedcheckpoint", "ledger_checkpoint", "ledger_checkpointkey"):
        _gone(table)


@forgery("a key that signs checkpoints exchanged", "ledger.checkpointkey")
def _key() -> None:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from inspectorate.foundation.ledger.checkpoints import keys

    other = keys.pem_of(Ed25519PrivateKey.generate().public_key())
    rows("ledger_checkpointkey").update(pem=other)
