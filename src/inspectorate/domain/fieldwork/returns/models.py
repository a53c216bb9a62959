"""Templates of data returns, who is asked for them, what came, and who certified it.

They are tables of the room, and its ``models.py`` brings them to Django. Nothing of them is ever
changed: a later version replaces a template, a later hand-in a return, and records of their own
take back a template, a return and a certificate.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection
from inspectorate.foundation.ledger.recorded import Permanent

from .kinds import ColumnKind, RuleKind

_PERSON = settings.AUTH_USER_MODEL
_TEMPLATE = "fieldwork.ReturnTemplate"


class ReturnTemplate(Permanent):
    """What a data return holds: its columns and rules. A later version ``replaces`` an earlier."""

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="return_templates"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    text = models.TextField("what a body should know that fills it in", blank=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced"
    )
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="return_template_number"),
            models.CheckConstraint(
                condition=models.Q(replaces=None) | models.Q(pk__gt=models.F("replaces")),
                name="return_template_replaces_earlier",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReturnColumn(Permanent):
    """A column of a template; ``number`` is its place from 1, ``name`` the heading in the file.

    ``least`` and ``most`` are the text of a number, or of a day where it holds days; blank is none.
    """

    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="columns")
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20, choices=ColumnKind.choices)
    unit = models.CharField(max_length=60, blank=True)
    meaning = models.CharField(max_length=400, blank=True)
    required = models.BooleanField(default=False)
    choices: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    least = models.CharField(max_length=40, blank=True)
    most = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["template", "number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="return_column_number"),
            models.UniqueConstraint(fields=["template", "name"], name="return_column_name"),
            models.CheckConstraint(
                condition=models.Q(kind__in=ColumnKind.values), name="return_column_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ReturnRule(Permanent):
    """A rule of a template on ``column``; ``others`` are numbers of columns it is compared with.

    A breach of a ``hard`` rule keeps a return from being taken. A breach of another is kept where
    an exception says why. ``value`` is what the other column holds where this one must be filled.
    """

    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="rules")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=RuleKind.choices)
    column = models.ForeignKey(ReturnColumn, on_delete=models.PROTECT, related_name="+")
    others: models.JSONField[list[int], list[int]] = models.JSONField(default=list, blank=True)
    value = models.CharField(max_length=200, blank=True)
    hard = models.BooleanField()

    class Meta:
        ordering = ["template", "number"]
        constraints = [
            models.UniqueConstraint(fields=["template", "number"], name="return_rule_number"),
            models.CheckConstraint(
                condition=models.Q(kind__in=RuleKind.values), name="return_rule_kind_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template}: rule {self.number}"


class ReturnTemplateWithdrawal(Permanent):
    """The record that no body is asked for returns of a template any more, and why."""

    template = models.OneToOneField(
        ReturnTemplate, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="return_template_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.template}: withdrawn"


class AskedReturn(Permanent):
    """That a request asks for a return, and by which version of a template it was first asked.

    Later versions take over by records (``ReturnTakeover``).
    """

    request = models.OneToOneField(
        "fieldwork.Request", on_delete=models.PROTECT, related_name="asked_return"
    )
    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="asked")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.request}: {self.template}"


class DataReturn(Permanent):
    """What a body returned, cell by cell; of several for one request the one numbered highest.

    The file lies with its ``receipt``. ``rows`` hold a canonical text for each column of
    ``template``, None where a cell is empty; ``first_row`` is where the first row stands in
    ``sheet``. ``soft`` holds the numbers of rows that breach a rule which is not hard, by rule.
    """

    asked = models.ForeignKey(AskedReturn, on_delete=models.PROTECT, related_name="returns")
    receipt = models.OneToOneField(
        "fieldwork.Receipt", on_delete=models.PROTECT, related_name="data_return"
    )
    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="returns")
    number = models.PositiveIntegerField()
    sheet = models.CharField(max_length=200)
    first_row = models.PositiveIntegerField()
    rows: models.JSONField[list[list[str | None]], list[list[str | None]]] = models.JSONField()
    rows_sha256 = models.CharField(max_length=64)
    row_count = models.PositiveIntegerField()
    soft: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["asked", "number"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "number"], name="data_return_number")
        ]

    def __str__(self) -> str:
        return f"{self.asked}, return {self.number}"


class DataReturnWithdrawal(Permanent):
    """The record that a return was taken back, and why; the body reads it.

    It came by mistake, or for another body. It counts for nothing, and its request asks again.
    """

    data_return = models.OneToOneField(
        DataReturn, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="data_return_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.data_return}: taken back"


class ReturnTakeover(Permanent):
    """That a later version of a template took over a request, and whether what had come holds.

    What had come is checked again: it ``holds`` where the version has the same columns and no hard
    rule is breached. ``soft`` holds the numbers of rows that breach another rule, by rule.
    """

    asked = models.ForeignKey(AskedReturn, on_delete=models.PROTECT, related_name="takeovers")
    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="takeovers")
    checked = models.ForeignKey(
        DataReturn, on_delete=models.PROTECT, null=True, blank=True, related_name="takeovers"
    )
    holds = models.BooleanField(default=False)
    soft: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)

    class Meta:
        ordering = ["asked", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["asked", "template"], name="return_taken_over_once"),
            models.CheckConstraint(
                condition=models.Q(holds=False) | ~models.Q(checked=None),
                name="return_that_holds_was_checked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked}: now {self.template}"


class ReturnException(Permanent):
    """Why every row of a return that breaches a rule which is not hard is right as it stands."""

    data_return = models.ForeignKey(DataReturn, on_delete=models.PROTECT, related_name="exceptions")
    rule = models.ForeignKey(ReturnRule, on_delete=models.PROTECT, related_name="+")
    rows: models.JSONField[list[int], list[int]] = models.JSONField()
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["data_return", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="return_exception_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.data_return}: exception to {self.rule}"


class ReturnExceptionWithdrawal(Permanent):
    """The record that an exception was taken back, and why; the rule may be explained anew."""

    exception = models.OneToOneField(
        ReturnException, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="return_exception_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.exception}: withdrawn"


class ReturnCertificate(Permanent):
    """That a named office of the body says that the rows shown to it are right.

    ``rows_sha256`` is of the rows under what ``template`` says of them, the version of then; of an
    earlier certificate, under its columns alone (``checking.DigestForm``).
    """

    data_return = models.ForeignKey(
        DataReturn, on_delete=models.PROTECT, related_name="certificates"
    )
    template = models.ForeignKey(ReturnTemplate, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=120)
    rows_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["data_return", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(office=""), name="return_certified_by_an_office"
            )
        ]

    def __str__(self) -> str:
        return f"{self.data_return}: certified by {self.office}"


class CertificateWithdrawal(Permanent):
    """The record that a certificate was taken back, and why."""

    certificate = models.OneToOneField(
        ReturnCertificate, on_delete=models.PROTECT, related_name="withdrawal"
    )
    reason = models.TextField()
    by = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="certificate_withdrawn_with_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: withdrawn"
