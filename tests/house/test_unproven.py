"""Every table is proven, or stands in one list with the reason why it need not be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from inspectorate.foundation.ledger.models import BroughtDigest, ColumnList, Entry, RowDigest
from inspectorate.foundation.ledger.recorded import Recorded
from inspectorate.foundation.people import credentials

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guide" / "security.md"
# The chain proves them (foundation.ledger.chain, .proof).
LEDGER = {one._meta.db_table for one in (Entry, ColumnList, RowDigest, BroughtDigest)}
# Proofs of their own prove them (foundation.people.credentials).
CREDENTIALS = {
    "people_person.password",
    *(apps.get_model(one)._meta.db_table for one in (credentials.FACTOR, credentials.ADDRESS)),
}
# A table, a column, or a key within a JSON column. The guide says the same, word for word.
NOT_PROVEN = {
    "django_session": (
        "who is signed in now. Signed with the secret key, which the database does not hold; but "
        "whoever writes to the database can copy somebody's row under a key of their own, until "
        "it ends (ten hours at most)"
    ),
    "single_sign_on_providersession": (
        "which sessions the identity provider opened, and when it last said yes. Its tokens are "
        "encrypted by the secret key; whoever writes to the database can move the hour, as they "
        "can copy a session"
    ),
    "people_person.last_login": "when somebody last signed in. Opens nothing, is printed nowhere",
    "fieldwork_casesample.secret": (
        "the seed of a sample of cases before it is drawn. The digest of it was told and is "
        "proven, and no draw is made from another; whoever writes to the database can take it "
        "away, and the sample must be begun anew"
    ),
    "fieldwork_interruption.welfare_office": (
        "whom a body can call about somebody's welfare while its visit stands still, which no "
        "binder holds. Triggers refuse to change it; whoever takes those away can have a body "
        "call somebody else"
    ),
    "fieldwork_interruption.welfare_reach": "how that office is reached: the same holds",
    "mfa_authenticator.last_used_at": "when a second factor was last used. Opens nothing",
    "mfa_authenticator.data.viewed_at": "whether somebody looked at their recovery codes",
    "ledger_rowdigest.id": "counts the digests; nothing refers to one by it",
    "ledger_broughtdigest.id": "counts the digests; nothing refers to one by it",
    "tries_tally": (
        "how often somebody tried to sign in, under keyed digests, and codes just used. Opens "
        "nothing; whoever writes to the database can take back a lock-out, and then has to guess "
        "as before"
    ),
    "tries_device": (
        "in which browsers a person signed in. Opens nothing: tries from one are counted apart; "
        "whoever writes to the database can add some, and guess five times more from each"
    ),
    "inspections_readersmark": (
        "up to which entry a person has looked at the ledger of an inspection. Opens nothing; "
        "whoever writes to the database can move it, and one reader is told of too many acts or "
        "too few as new"
    ),
    "fieldwork_requestreminder": (
        "who was mailed a link to the portal, and on which day. Opens nothing; whoever writes to "
        "the database can keep somebody from being mailed, and has them late as without mail"
    ),
    "reports_checkreminder": (
        "who was mailed a link to a draft in the portal, and on which day. Opens nothing; whoever "
        "writes to the database can keep somebody from being mailed, and has them late as without "
        "mail"
    ),
    "jobs_job": (
        "how far a piece of long work is, and how it ended. Opens nothing; whoever writes to "
        "the database can make one look done that is not, and what it was to compute is then "
        "missing or old where it is shown"
    ),
    "documents_textlayer": (
        "the text of documents, derived from their files. Never evidence by itself; a citation "
        "keeps its words in its item; `./run inspectorate read-documents --again` compares it and "
        "makes it again"
    ),
    "documents_textpage": "the pages of that text, covered by its digest",
    "documents_scan": (
        "what the scanner said of files. Whoever writes to the database can have a harmful file "
        "opened, or a clean one refused; that one was refused stands in the security log"
    ),
    "django_tasks_database_dbtaskresult": (
        "which tasks wait for a worker, by name and by the number of their job. Whoever "
        "writes to the database can have any function that this code marks as a task run "
        "again; each writes by its own rules"
    ),
    "account_emailconfirmation": "stays empty: the pages that would use it do not exist here",
    "auth_permission": "Django's own; nobody here holds a permission or is in a group",
    "auth_group": "Django's own; nobody here holds a permission or is in a group",
    "auth_group_permissions": "Django's own; nobody here holds a permission or is in a group",
    "django_content_type": "Django's own names of tables; nothing refers to them",
    "django_migrations": "which migrations ran. Each that changed anything left an entry",
    "evidence_search": (
        "the search index. Finds evidence and shows none; `./run inspectorate reindex` makes it "
        "again"
    ),
    "search_index": (
        "the search index of all but evidence. Finds things and shows none; `./run inspectorate "
        "reindex` makes it again"
    ),
    "search_savedsearch": (
        "searches that a person gave a name. Opens nothing: each is asked within what they may "
        "see; whoever writes to the database can change or remove one"
    ),
    "reports_openedsection": (
        "who has a section open, and since when. Opens nothing and nothing rests on it; whoever "
        "writes to the database can have an editor told of a colleague who is not there"
    ),
    "search_ownmark": (
        "what a person has seen and starred. Opens nothing and nobody else is told; whoever "
        "writes to the database can make one miss what they have not read"
    ),
}


def tables() -> set[str]:
    """Every table of this database; SQLite keeps an index of words in several."""
    there = set(connection.introspection.table_names())
    return {one for one in there if not one.startswith(("evidence_search_", "search_index_"))}


def left_out() -> set[str]:
    """Every column that a digest leaves out, in a recorded table, a digest's own row or a
    credential.
    """
    # Of a digest's own row an entry covers all but its number (chain.digest_of).
    found = {f"{one._meta.db_table}.id" for one in (RowDigest, BroughtDigest)}
    found |= {
        f"{model._meta.db_table}.{name}"
        for model in Recorded.recorded_models()
        for name in model.UNPROVEN
    }
    factor = apps.get_model(credentials.FACTOR)._meta.db_table
    found |= {f"{factor}.{name}" for name in credentials.WRITTEN_BY_USE}
    found |= {f"{factor}.data.{name}" for name in credentials.WRITTEN_BY_USE_IN_DATA}
    return found


def test_every_table_is_proven_or_named_with_the_reason_why_not() -> None:
    recorded = {one._meta.db_table for one in Recorded.recorded_models()}
    assert tables() - recorded - LEDGER - CREDENTIALS - set(NOT_PROVEN) == set()


def test_every_column_that_a_digest_leaves_out_is_proven_apart_or_named() -> None:
    assert left_out() - CREDENTIALS == {one for one in NOT_PROVEN if "." in one}


def test_list_names_only_what_is_there_and_not_proven() -> None:
    recorded = {one._meta.db_table for one in Recorded.recorded_models()}
    named = {one for one in NOT_PROVEN if "." not in one}
    assert named <= tables() - recorded - LEDGER - CREDENTIALS


def test_guide_lists_the_same_with_the_same_reasons() -> None:
    section = GUIDE.read_text("utf-8").split("### Not proven\n")[1].split("\n## ")[0]
    told = dict(re.findall(r"^\| `([a-z_.]+)` \| (.+) \|$", section, re.MULTILINE))
    assert told == NOT_PROVEN
