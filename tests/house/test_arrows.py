"""Foreign keys point down the staircase; every action has the one shape; the database itself
refuses change.
"""

from __future__ import annotations

import inspect
import pkgutil
from importlib import import_module

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

import inspectorate.domain
from inspectorate.foundation.ledger.acts import ACTIONS

ORDER = [
    "people",
    "ledger",
    "files",
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
]
APPEND_ONLY = [
    "ledger.Entry",
    "ledger.AcceptedHeads",
    "ledger.Checkpoint",
    "ledger.SignedCheckpoint",
    "ledger.CheckpointKey",
    "files.Blob",
    "inspections.Approval",
    "inspections.TermsOfReference",
    "inspections.Amendment",
    "inspections.TakenBack",
    "inspections.ScopeRemoval",
    "inspections.Suppression",
    "inspections.SuppressionEnd",
    "fieldwork.Receipt",
    "evidence.Item",
    "evidence.ItemCriterion",
    "evidence.Attachment",
    "evidence.Withdrawal",
    "evidence.Supersession",
    "judgments.ModeChoice",
    "judgments.PlanOfJudging",
    "judgments.PlanReader",
    "judgments.Exercise",
    "judgments.PanelMember",
    "judgments.ExerciseCase",
    "judgments.PanelAnswer",
    "judgments.CaseRemoval",
    "judgments.PassMark",
    "judgments.ExerciseMove",
    "judgments.HandIn",
    "judgments.ExerciseAnswer",
    "judgments.HandInWithdrawal",
    "judgments.ReadinessDecision",
    "judgments.ConsistencyPanel",
    "judgments.PanelSeat",
    "judgments.PanelMove",
    "judgments.PanelPresence",
    "judgments.PanelAttendance",
    "judgments.PanelCell",
    "judgments.PanelCellRemoval",
    "judgments.SteppingAside",
    "judgments.PanelDecision",
    "judgments.PanelVoice",
    "judgments.Override",
    "judgments.OverrideWithdrawal",
    "recommendations.AnsweredOutcome",
    "recommendations.AnsweredOutcomeEnd",
    "judgments.WrittenOutcome",
    "judgments.OutcomeWording",
    "judgments.OutcomeCitation",
    "judgments.OutcomeMove",
    "judgments.Certainty",
    "judgments.CertaintyWithdrawal",
    "judgments.Comparison",
    "judgments.ComparisonWithdrawal",
    "judgments.JointFigures",
    "judgments.JointSeverity",
    "judgments.Submission",
    "judgments.SubmissionCitation",
    "judgments.Moderation",
    "judgments.Agreed",
    "judgments.AgreedCitation",
    "claims.Pin",
    "claims.Reference",
    "claims.Excerpt",
    "claims.ExcerptWithdrawal",
    "reports.Revision",
    *("reports.Suggestion", "reports.SuggestionAnswer", "reports.Comment"),
    *("reports.CommentMention", "reports.CommentResolution", "reports.CommentReopening"),
    "reports.Waiver",
    "reports.Edition",
    "reports.PassedGate",
    "reports.ReferenceDraft",
    "reports.DraftWithdrawal",
    "reports.Signature",
    "reports.SignatureWithdrawal",
    "reports.Objection",
    "reports.Look",
    *("reports.LiveQuotation", "reports.SpeakerAsked"),
    *("reports.SpeakerApproval", "reports.ApprovalWithdrawal"),
    *("reports.OwnPicture", "reports.PictureWithdrawal"),
    "reports.ExtendedCheck",
    "reports.Criticism",
    "reports.Point",
    "reports.Decision",
    "recommendations.Recommendation",
    "recommendations.DueDate",
    "recommendations.Response",
    "recommendations.Progress",
    "recommendations.Verification",
    "recommendations.Closure",
    "publication.ReleaseApproval",
    "publication.Cancellation",
    "publication.Bundle",
]


def _load_actions() -> None:
    for package in (
        inspectorate.domain.__path__,
        [f"{inspectorate.domain.__path__[0]}/../foundation"],
    ):
        for room in pkgutil.iter_modules(package):
            prefix = (
                "inspectorate.domain"
                if package is inspectorate.domain.__path__
                else "inspectorate.foundation"
            )
            try:
                import_module(f"{prefix}.{room.name}.actions")
            except ModuleNotFoundError as missing:
                if not str(missing.name).endswith(".actions"):
                    raise


def test_foreign_keys_point_down() -> None:
    up = []
    for label in ORDER:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                if (
                    isinstance(field, models.ForeignKey | models.ManyToManyField)
                    and not field.auto_created
                ):
                    target = field.related_model._meta.app_label
                    if target in ORDER and ORDER.index(target) > ORDER.index(label):
                        up.append(f"{model._meta.label}.{field.name} -> {target}")
    assert up == []


def test_every_deletion_is_refused_by_the_foreign_key() -> None:
    loose = [
        f"{model._meta.label}.{field.name}"
        for label in ORDER
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.fields
        if isinstance(field, models.ForeignKey)
        and field.remote_field.on_delete is not models.PROTECT
    ]
    assert loose == []


def test_every_action_is_keyword_only_and_says_who_when_and_by_which_key() -> None:
    _load_actions()
    assert len(ACTIONS) > 40
    wrong = []
    for verb, act in ACTIONS.items():
        if verb.startswith("test."):
            continue
        parameters = inspect.signature(act).parameters
        if any(
            one.kind is not inspect.Parameter.KEYWORD_ONLY for one in parameters.values()
        ) or not {"by", "at", "key"} <= set(parameters):
            wrong.append(verb)
    assert wrong == []


def test_every_action_writes_one_entry_in_its_body() -> None:
    """The decorator refuses at run time whatever leaves none or two; here the source is read, so
    that no action is missed.
    """
    _load_actions()
    silent = []
    for verb, act in ACTIONS.items():
        function = inspect.unwrap(act)
        body = inspect.getsource(function)
        if verb.startswith("test.") or "write(" in body:
            continue
        # An act that differs from another only in its rows may hand the writing to a neighbour in
        # its own file, by name.
        neighbours = inspect.getmembers(inspect.getmodule(function), inspect.isfunction)
        if not any(
            f" {name}(" in body and " write(" in inspect.getsource(one)
            for name, one in neighbours
            if one is not act
        ):
            silent.append(verb)
    assert silent == []


@pytest.mark.django_db
@pytest.mark.parametrize("name", APPEND_ONLY)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_append_only_table_refuses_change_in_the_database(name: str, verb: str) -> None:
    model = apps.get_model(name)
    table, pk = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "SELECT count(*) FROM sqlite_master WHERE type='trigger' AND tbl_name=%s "
                "AND sql LIKE %s",
                [table, f"%BEFORE {verb}%"],
            )
        else:
            mask = {"UPDATE": 16, "DELETE": 8}[verb]
            cursor.execute(
                "SELECT count(*) FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
                "WHERE relname=%s AND NOT tgisinternal AND tgenabled<>'D' AND (tgtype & %s) > 0",
                [table, mask],
            )
        assert cursor.fetchone()[0] >= 1, f"{table} has no trigger against {verb} ({pk})"


@pytest.mark.django_db
def test_stored_file_row_changed_by_hand_is_refused_by_the_database() -> None:
    from datetime import UTC, datetime

    from inspectorate.foundation.files.models import Blob

    Blob.objects.create(
        digest="0" * 64, size=1, media_type="text/plain", stored_at=datetime(2019, 1, 1, tzinfo=UTC)
    )
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Blob.objects.update(size=2)
