"""Forgeries of the proof itself: digests, lists of columns, disposals, entries, chains."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

from .forging import (
    chain_anew,
    fit_digest,
    fit_entry,
    forge_digest,
    last_entry,
    put_in,
    rows,
    take_out_act,
)
from .meaning import forgery

LEDGER = "ledger inspection"


def _entry_of(row: Any) -> Any:
    found = rows("ledger_rowdigest").filter(table=row._meta.db_table, row=str(row.pk))
    return rows("ledger_entry").get(pk=found.order_by("-turn")[0].entry_id)


def _digests_of(row: Any) -> Any:
    return rows("ledger_rowdigest").filter(table=row._meta.db_table, row=str(row.pk))


@forgery("a row removed with every digest of it", LEDGER)
def _row_and_digests() -> None:
    row = rows("evidence_withdrawal").order_by("pk")[0]
    _digests_of(row)._raw_delete("default")
    rows("evidence_withdrawal").filter(pk=row.pk)._raw_delete("default")


@forgery("a row, its digests and its entry removed", LEDGER)
def _row_and_entry() -> None:
    row = rows("judgments_moderation").order_by("pk")[0]
    entry = _entry_of(row)
    rows("ledger_rowdigest").filter(entry_id=entry.pk)._raw_delete("default")
    rows("judgments_moderation").filter(pk=row.pk)._raw_delete("default")
    rows("ledger_entry").filter(pk=entry.pk)._raw_delete("default")


@forgery("a whole act removed and its stream chained anew", LEDGER)
def _act() -> None:
    take_out_act(last_entry("judgments.moderate"))


@forgery("the last act of a stream removed", LEDGER)
def _last_act() -> None:
    stream = last_entry("publication.refresh").stream
    entry = rows("ledger_entry").filter(stream=stream).order_by("-number")[0]
    rows("ledger_rowdigest").filter(entry_id=entry.pk)._raw_delete("default")
    rows("ledger_entry").filter(pk=entry.pk)._raw_delete("default")


@forgery("a row changed and its digest made to fit", LEDGER)
def _fit() -> None:
    row = rows("judgments_agreed").order_by("pk")[0]
    rows("judgments_agreed").filter(pk=row.pk).update(reasons="As I was told.")
    fit_digest(row)


@forgery("a row, its digest, its entry and the chain made to fit", LEDGER)
def _fit_all() -> None:
    row = rows("judgments_agreed").order_by("pk")[0]
    rows("judgments_agreed").filter(pk=row.pk).update(reasons="As I was told.")
    fit_digest(row)
    fit_entry(_entry_of(row))


@forgery("a row put in under an entry that is there", LEDGER)
def _under_entry() -> None:
    like = rows("judgments_agreed").order_by("-pk")[0]
    made = put_in("judgments_agreed", like, number=like.number + 1)
    forge_digest(made, _entry_of(like))


@forgery("a row put in under an entry that is made to fit, and the chain", LEDGER)
def _under_fitting_entry() -> None:
    like = rows("judgments_agreed").order_by("pk")[0]
    made = put_in("judgments_agreed", like, number=like.number + 99)
    entry = _entry_of(like)
    forge_digest(made, entry)
    fit_entry(entry)


@forgery("a row put in under an entry that never was", "digests of rows name entry")
def _under_nothing() -> None:
    like = rows("judgments_agreed").order_by("-pk")[0]
    made = put_in("judgments_agreed", like, number=like.number + 1)
    digest = forge_digest(made, _entry_of(like))
    rows("ledger_rowdigest").filter(pk=digest.pk).update(entry_id=10**9)


@forgery("a change told as a later writing of the row", LEDGER)
def _later_writing() -> None:
    row = rows("people_person").order_by("-pk")[0]
    turn = _digests_of(row).order_by("-turn")[0].turn
    rows("people_person").filter(pk=row.pk).update(name="Somebody Else")
    forge_digest(row, last_entry("publication.refresh"), turn=turn + 1)


@forgery("the later writing of a row taken out, and the row as it was", LEDGER)
def _earlier_writing() -> None:
    release = rows("inspections_teammember").exclude(left_at=None)[0]
    _digests_of(release).order_by("-turn")[0:1].get()
    last = _digests_of(release).order_by("-turn")[0]
    rows("ledger_rowdigest").filter(pk=last.pk)._raw_delete("default")
    rows("inspections_teammember").filter(pk=release.pk).update(left_at=None)


@forgery("digests of two rows exchanged", "judgments.agreed | ledger inspection")
def _exchanged() -> None:
    one, other = rows("judgments_agreed").order_by("pk")[:2]
    first, second = (_digests_of(row).order_by("turn")[0] for row in (one, other))
    rows("ledger_rowdigest").filter(pk=first.pk).update(row="-1")
    rows("ledger_rowdigest").filter(pk=second.pk).update(row=first.row)
    rows("ledger_rowdigest").filter(pk=first.pk).update(row=second.row)


def _narrowed(*, digest: bool) -> None:
    table = "publication_release"
    row = rows(table).order_by("pk")[0]
    rows(table).filter(pk=row.pk).update(embargo_until=row.embargo_until - timedelta(days=1))
    for one in rows("ledger_columnlist").filter(table=table):
        names = " ".join(name for name in one.names.split() if name != "embargo_until")
        told = hashlib.sha256(f"{table}\n{names}".encode()).hexdigest()
        rows("ledger_columnlist").filter(pk=one.pk).update(
            names=names, digest=told if digest else one.digest
        )


@forgery("a list of columns without the one that was changed", "the list of columns")
def _list() -> None:
    _narrowed(digest=False)


@forgery("such a list with its digest made to fit", LEDGER)
def _fitting_list() -> None:
    _narrowed(digest=True)


@forgery("a row's digest that covers fewer columns, all made to fit", LEDGER)
def _fewer_columns() -> None:
    from inspectorate.foundation.ledger.canonical import row_digest
    from inspectorate.foundation.ledger.stored import read

    table = "publication_release"
    row = rows(table).order_by("pk")[0]
    rows(table).filter(pk=row.pk).update(embargo_until=row.embargo_until - timedelta(days=1))
    last = _digests_of(row).order_by("-turn")[0]
    kept = rows("ledger_columnlist").get(pk=last.columns_id)
    names = " ".join(name for name in kept.names.split() if name != "embargo_until")
    told = hashlib.sha256(f"{table}\n{names}".encode()).hexdigest()
    made = put_in("ledger_columnlist", kept, names=names, digest=told)
    ((_, values),) = read(type(row), [row.pk])
    del values["embargo_until"]
    rows("ledger_rowdigest").filter(pk=last.pk).update(
        columns_id=made.pk, digest=row_digest(last.nonce, table, values)
    )
    fit_entry(_entry_of(row))


@forgery("a forged disposal, and the words destroyed", "ledger.disposal")
def _disposal() -> None:
    row = rows("judgments_moderation").order_by("pk")[0]
    like = rows("ledger_disposal").order_by("-pk")[0]
    put_in("ledger_disposal", like, table=row._meta.db_table, row=str(row.pk), columns=["reasons"])
    rows("judgments_moderation").filter(pk=row.pk).update(reasons="[disposed]")
    _digests_of(row).update(nonce="[disposed]")


@forgery("a disposal pointed at another row", "ledger.disposal")
def _other_disposal() -> None:
    row = rows("judgments_moderation").order_by("pk")[0]
    rows("ledger_disposal").update(table=row._meta.db_table, row=str(row.pk))
    rows("judgments_moderation").filter(pk=row.pk)._raw_delete("default")


@forgery("another column of a row that was disposed of changed", "evidence.withdrawal")
def _beside_disposal() -> None:
    row = rows("evidence_withdrawal").get(reason="[disposed]")
    other = rows("people_person").exclude(pk=row.by_id)[0]
    rows("evidence_withdrawal").filter(pk=row.pk).update(by_id=other.pk)


@forgery("words put back where they were disposed of", "evidence.withdrawal")
def _words_back() -> None:
    rows("evidence_withdrawal").filter(reason="[disposed]").update(reason="Never destroyed.")


@forgery("a row that was disposed of put back", "reports.waiver")
def _row_back() -> None:
    gone = rows("ledger_disposal").filter(table="reports_waiver")[0]
    like = rows("reports_waiver")[0]
    put_in("reports_waiver", like, id=int(gone.row), excerpt="Another passage.")


@forgery("the nonce of a row destroyed", "the nonce of judgments_agreed")
def _nonce() -> None:
    row = rows("judgments_agreed").order_by("pk")[0]
    _digests_of(row).update(nonce="[disposed]")


@forgery("the salt of an act's arguments destroyed", "the salt of its arguments")
def _salt() -> None:
    entry = last_entry("publication.refresh")
    rows("ledger_rowdigest").filter(entry_id=entry.pk, place=0).update(nonce="[disposed]")


@forgery("an edition's text and its digest", "edition | reports.edition")
def _edition() -> None:
    from inspectorate.domain.reports.editions.frozen import canonical

    one = rows("reports_edition").filter(kind="public").order_by("pk")[0]
    data = json.loads(json.dumps(one.data).replace("forces", "farces"))
    digest = hashlib.sha256(canonical(data)).hexdigest()
    rows("reports_edition").filter(pk=one.pk).update(data=data, digest=digest)


@forgery("an edition's figures that facts are printed from", "reports.edition")
def _facts() -> None:
    one = rows("reports_edition").filter(kind="public").order_by("pk")[0]
    rows("reports_edition").filter(pk=one.pk).update(facts={"forged": one.facts})


@forgery("two entries exchange their numbers and the chain is made anew", LEDGER)
def _numbers() -> None:
    last = last_entry("publication.refresh")
    other = rows("ledger_entry").get(stream=last.stream, number=last.number - 1)
    for pk, number in ((last.pk, 10**6), (other.pk, last.number), (last.pk, other.number)):
        rows("ledger_entry").filter(pk=pk).update(number=number)
    chain_anew(last.stream)


@forgery("two entries exchange their ids", LEDGER)
def _ids() -> None:
    last = last_entry("publication.refresh")
    other = rows("ledger_entry").get(stream=last.stream, number=last.number - 1)
    for old, new in ((last.pk, 10**9), (other.pk, last.pk), (10**9, other.pk)):
        rows("ledger_entry").filter(pk=old).update(id=new)


@forgery("an act told as another person's, chained anew", LEDGER)
def _by() -> None:
    last = last_entry("publication.refresh")
    rows("ledger_entry").filter(pk=last.pk).update(by="1")
    chain_anew(last.stream)


@forgery("an act told as of an earlier day, chained anew", LEDGER)
def _at() -> None:
    last = last_entry("publication.refresh")
    rows("ledger_entry").filter(pk=last.pk).update(at=last.at - timedelta(days=1))
    chain_anew(last.stream)


@forgery("the clock set back under an entry, chained anew", LEDGER)
def _clock() -> None:
    last = last_entry("publication.refresh")
    earlier = last.recorded_at - timedelta(days=1)
    rows("ledger_entry").filter(pk=last.pk).update(recorded_at=earlier)
    chain_anew(last.stream)


@forgery("an entry told in format 1, which proves no rows", LEDGER)
def _format() -> None:
    last = last_entry("judgments.moderate")
    rows("ledger_rowdigest").filter(entry_id=last.pk)._raw_delete("default")
    rows("ledger_entry").filter(pk=last.pk).update(
        format=1, recorded_at=None, rows=0, rows_digest=""
    )
    chain_anew(last.stream)


@forgery("a row that never changes taken over anew", LEDGER)
def _taken_over() -> None:
    row = rows("judgments_agreed").order_by("pk")[0]
    turn = _digests_of(row).order_by("-turn")[0].turn
    rows("judgments_agreed").filter(pk=row.pk).update(reasons="As I was told.")
    entry = last_entry("judgments.agree")
    forge_digest(row, entry, turn=turn + 1)
    rows("ledger_entry").filter(pk=entry.pk).update(verb="ledger.take_over")
    fit_entry(entry)
