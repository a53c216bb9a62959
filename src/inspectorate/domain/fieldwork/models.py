"""Requests, visits, sessions."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import BASELINE, marking_column

from .diary.models import CalendarAddress as CalendarAddress
from .interruptions.kinds import Halt
from .interruptions.models import Interruption as Interruption
from .methods import Method

# Tables of this room too: Django finds them here.
from .planning.models import VisitPlan as VisitPlan
from .requests.models import RequestDueDay as RequestDueDay
from .returns.models import AskedReturn as AskedReturn
from .returns.models import DataReturn as DataReturn
from .returns.models import DataReturnWithdrawal as DataReturnWithdrawal
from .returns.models import ReturnCertificate as ReturnCertificate
from .returns.models import ReturnRule as ReturnRule
from .returns.models import ReturnTemplate as ReturnTemplate
from .samples.kinds import AnswerCode, DrawRule, Seeding, Unit
from .states import SessionState, session_state


class Request(Recorded):
    """A document or data request to a body."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="requests")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="requests")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    criteria = models.ManyToManyField(
        Criterion, through="RequestCriterion", blank=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        ordering = ["due_on", "pk"]

    def __str__(self) -> str:
        return self.title


class RequestCriterion(Recorded):
    """A criterion that a request is about."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="+")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "fieldwork_request_criteria"
        unique_together = (("request", "criterion"),)

    def __str__(self) -> str:
        return f"{self.request}: {self.criterion}"


class Receipt(Permanent):
    """What a body handed in for a request: a note and a file by its digest."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="receipts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    marking = marking_column()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.request}: {self.name or self.note}"


class Visit(Recorded):
    """A visit to a body; ``ended_at`` is when its hot debrief was recorded."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="visits")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="visits")
    team = models.CharField(max_length=20, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()
    debrief = models.TextField("provisional feedback given on the day", blank=True)
    debrief_marking = marking_column()
    ended_at = models.DateTimeField(null=True, blank=True)
    cancelled_reason = models.TextField(blank=True)
    window_reason = models.TextField("why it lies outside the fieldwork window", blank=True)
    version = models.PositiveIntegerField(default=1)
    # Told by the newest record of what befell it; empty while it goes on as planned.
    halted = models.CharField(max_length=20, choices=Halt, blank=True, default="")

    ADDED: ClassVar[dict[str, str]] = {"debrief_marking": BASELINE.value, "halted": ""}

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="visit_in_order"
            )
        ]

    def __str__(self) -> str:
        return f"{self.scope_body}, {self.starts_on}"

    @classmethod
    def with_days(cls) -> models.QuerySet[Visit]:
        """Visits that have days in the calendar: neither cancelled nor deferred."""
        return cls.objects.filter(cancelled_reason="").exclude(halted=Halt.DEFERRED)


class VisitMove(Permanent):
    """A move of a visit to other days, with the reason."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="moves")
    old_starts_on = models.DateField()
    old_ends_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.visit}: moved from {self.old_starts_on}"


class Session(Recorded):
    """One sitting of a visit: an interview, a focus group, an afternoon of case files."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="sessions")
    method = models.CharField(max_length=20, choices=Method)
    title = models.CharField(max_length=200)
    origin = models.CharField("who or what was heard, by role", max_length=160)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    inspectors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="SessionInspector", related_name="sessions", blank=True
    )

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(method__in=Method.values), name="session_method_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def state(self) -> SessionState:
        """Whether it still stands."""
        return session_state(cancelled=hasattr(self, "cancellation"))


class SessionMove(Permanent):
    """A move of a session to other times: what stood before, and the reason."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="moves")
    old_starts_at = models.DateTimeField()
    old_ends_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.session}: moved from {self.old_starts_at}"


class SessionCancellation(Permanent):
    """The record that a session was not held after all, and why. The session stays, marked."""

    session = models.OneToOneField(Session, on_delete=models.PROTECT, related_name="cancellation")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.session}: cancelled"


class SessionInspector(Recorded):
    """An inspector who holds a session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "fieldwork_session_inspectors"
        unique_together = (("session", "person"),)

    def __str__(self) -> str:
        return f"{self.session}: {self.person}"


class ReviewForm(Permanent):
    """What is asked of each case of a sample: fixed before anything is drawn, and never changed.

    ``called`` is what several of them are called in print ("case files", "officers").
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="review_forms"
    )
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160)
    unit = models.CharField(max_length=20, choices=Unit.choices)
    called = models.CharField(max_length=60)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="review_form_number"),
            models.CheckConstraint(
                condition=models.Q(unit__in=Unit.values), name="review_form_unit_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ReviewQuestion(Permanent):
    """A question of a form, on a criterion of the framework; ``number`` is its place from 1."""

    form = models.ForeignKey(ReviewForm, on_delete=models.PROTECT, related_name="questions")
    number = models.PositiveIntegerField()
    text = models.CharField(max_length=600)
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["form", "number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="review_question_number")
        ]

    def __str__(self) -> str:
        return self.text


class PooledBody(Permanent):
    """A body over whose cases, with those of the others named, a form is counted together.

    Named with the form, before anything is drawn: nobody leaves out a body whose cases displease.
    """

    form = models.ForeignKey(ReviewForm, on_delete=models.PROTECT, related_name="pooled")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["form", "scope_body__order"]
        constraints = [
            models.UniqueConstraint(fields=["form", "scope_body"], name="pooled_body_once")
        ]

    def __str__(self) -> str:
        return f"{self.form}: {self.scope_body}"


class CaseSample(Permanent):
    """A sample of one body's cases, begun before its list is known.

    ``commitment`` is the digest of the seed that the inspectorate published; it is empty where the
    body itself gives the seed. The seed lies in ``secret``, is shown nowhere before the draw and
    leaves in no binder: the draw holds it once it is revealed.
    """

    form = models.ForeignKey(ReviewForm, on_delete=models.PROTECT, related_name="samples")
    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="samples")
    number = models.PositiveIntegerField()
    seeding = models.CharField(max_length=20, choices=Seeding.choices)
    commitment = models.CharField(max_length=64, blank=True)
    secret = models.CharField(max_length=64, blank=True)
    # Its digest is proven, and the draw asks for it: what a binder lacks no digest may cover.
    UNPROVEN = ("secret",)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["form", "scope_body__order", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["form", "scope_body", "number"], name="case_sample_number"
            ),
            models.CheckConstraint(
                condition=models.Q(seeding__in=Seeding.values), name="case_sample_seeding_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form}, {self.scope_body}"

    @property
    def inspection(self) -> Inspection:
        """The inspection it belongs to."""
        return self.form.inspection


class CaseList(Permanent):
    """The list that a sample is drawn from, closed: references, strata and sizes, no person.

    ``cases`` holds a row [reference, stratum, size as a fraction] for each case; ``frame_sha256``
    is the digest of it with ``salt``, told before the draw. The newest list counts.
    """

    sample = models.ForeignKey(CaseSample, on_delete=models.PROTECT, related_name="lists")
    number = models.PositiveIntegerField()
    rule = models.CharField(max_length=20, choices=DrawRule.choices)
    wanted = models.PositiveIntegerField()
    cases = models.JSONField()
    salt = models.CharField(max_length=64)
    frame_sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["sample", "number"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "number"], name="case_list_number"),
            models.CheckConstraint(
                condition=models.Q(rule__in=DrawRule.values), name="case_list_rule_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sample}: list {self.number}"


class CaseDraw(Permanent):
    """The draw from a closed list: its seed, how the seed came about, and how many of each stratum.

    Whoever holds the list and this row draws the same cases again.
    """

    case_list = models.OneToOneField(CaseList, on_delete=models.PROTECT, related_name="draw")
    revealed = models.CharField(max_length=200, blank=True)
    body_number = models.CharField(max_length=200, blank=True)
    seed = models.CharField(max_length=64)
    method = models.CharField(max_length=40)
    sizes = models.JSONField()
    populations = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_list}: drawn"


class DrawnCase(Permanent):
    """A case drawn, or taken in the order of the same draw instead of one that cannot be had.

    ``place`` is its place in the order of its stratum, ``chance`` a fraction as text.
    """

    draw = models.ForeignKey(CaseDraw, on_delete=models.PROTECT, related_name="cases")
    stratum = models.CharField(max_length=60, blank=True)
    place = models.PositiveIntegerField()
    ref = models.CharField(max_length=60)
    ticket = models.CharField(max_length=64)
    chance = models.TextField()
    certain = models.BooleanField(default=False)

    class Meta:
        ordering = ["draw", "stratum", "place"]
        constraints = [models.UniqueConstraint(fields=["draw", "ref"], name="drawn_case_once")]

    def __str__(self) -> str:
        return self.ref


class MissingCase(Permanent):
    """A drawn case that cannot be had, and why; the next in the order of the draw stands in.

    ``stands_in`` is None where the list has no other.
    """

    case = models.ForeignKey(DrawnCase, on_delete=models.PROTECT, related_name="not_had")
    stands_in = models.OneToOneField(
        DrawnCase, on_delete=models.PROTECT, null=True, blank=True, related_name="instead_of"
    )
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case}: not had"


class FoundCase(Permanent):
    """A case that could not be had was found after all, and is read; what stood in is not."""

    not_had = models.OneToOneField(MissingCase, on_delete=models.PROTECT, related_name="found")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.not_had}: found"


class CaseReview(Permanent):
    """What one inspector found in a case; it stands until it is taken back."""

    case = models.ForeignKey(DrawnCase, on_delete=models.PROTECT, related_name="reviews")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.case}: reviewed"


class CaseAnswer(Permanent):
    """The answer of a review to one question; ``note`` refers to where the notes on it lie."""

    review = models.ForeignKey(CaseReview, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(ReviewQuestion, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(max_length=20, choices=AnswerCode.choices)
    note = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["review", "question__number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "question"], name="case_answer_once"),
            models.CheckConstraint(
                condition=models.Q(answer__in=AnswerCode.values), name="case_answer_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.answer}"


class CaseReviewWithdrawal(Permanent):
    """A review was taken back, and why; the case waits to be reviewed again."""

    review = models.OneToOneField(CaseReview, on_delete=models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.review}: taken back"


class SampleEnd(Permanent):
    """A sample was given up, and why. It stays, its draw included, and counts for nothing."""

    sample = models.OneToOneField(CaseSample, on_delete=models.PROTECT, related_name="given_up")
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.sample}: given up"
