"""Three records of judging: independent, moderated, agreed. None is ever changed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.domain.evidence.models import Item
from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion, Grade, Scale
from inspectorate.foundation.ledger.recorded import Permanent, Recorded
from inspectorate.foundation.markings.scheme import BASELINE, marking_column

# Tables of this room too: Django finds them here.
from .certainty.models import Certainty as Certainty
from .certainty.models import CertaintyWithdrawal as CertaintyWithdrawal
from .comparisons.models import Comparison as Comparison
from .comparisons.models import ComparisonWithdrawal as ComparisonWithdrawal
from .debriefs.models import Debrief as Debrief
from .debriefs.models import DebriefSource as DebriefSource
from .debriefs.models import GradesTelling as GradesTelling
from .debriefs.models import ToldDifference as ToldDifference
from .debriefs.models import ToldDifferenceWithdrawal as ToldDifferenceWithdrawal
from .debriefs.models import ToldGrade as ToldGrade
from .debriefs.models import ToldGradeWithdrawal as ToldGradeWithdrawal
from .desk.models import AgreementSample as AgreementSample
from .desk.models import SampledCell as SampledCell
from .desk.models import SampleLook as SampleLook
from .desk.models import ShownPapers as ShownPapers
from .exercises.models import Exercise as Exercise
from .outcomes.kinds import OutcomeKind
from .outcomes.models import WrittenOutcome as WrittenOutcome
from .panels.models import ConsistencyPanel as ConsistencyPanel
from .panels.models import Override as Override

CAUSE = OutcomeKind.CAUSE.value
# What a judgment may record beside a grade, by its code.
OUTCOMES = {one.value: str(one.label) for one in OutcomeKind}


class PlanKind(models.TextChoices):
    """What a plan of judging decides."""

    DRAW = "draw", "Who judges what, and what is read twice"
    GRADES = "grades", "Second readings that grades ask for"
    LEAVERS = "leavers", "Readers in place of those who left"


class Seconds(models.TextChoices):
    """Who reads a second time."""

    JOIN = "join", "An inspector of another field team, who joins the visit"
    VISIT = "visit", "Another inspector of those who visit the body"
    RECORD = "record", "An inspector of another field team, from the record"

    @property
    def made_from(self) -> MadeFrom:
        """What such a reading is made from."""
        return MadeFrom.RECORD if self is Seconds.RECORD else MadeFrom.SITE


class Mode(models.TextChoices):
    """Who judges a cell of an inspection."""

    BLIND_DOUBLE = "blind-double", "Blind double: some judgments are made twice, each alone"
    SINGLE = (
        "single",
        "Single with the evidence read: one inspector judges, and some judgments are made again "
        "from the record by somebody who was not on site",
    )
    TOGETHER = (
        "together",
        "A team that judges together: each member signs, sees the others, and may dissent",
    )


# What stood before modes were recorded, and stands where none is.
USUAL_MODE = Mode.BLIND_DOUBLE


class Ground(models.TextChoices):
    """Why a reading is made: it decides which figures the reading enters (``readings.py``)."""

    FIRST = "first", "The first reading"
    DRAWN = "drawn", "Drawn by chance"
    GRADE = "grade", "Asked for by the grade given first, or because it is borderline"
    TOGETHER = "together", "Judged together with the first"
    OTHER = "other", "Given by hand"
    # Of assignments from before: no reason is made up for them, and no chance.
    NOT_RECORDED = "", "Not recorded"


class MadeFrom(models.TextChoices):
    """What a reading is made from."""

    SITE = "site", "What the reader saw and heard on site"
    RECORD = "record", "The record, by somebody who was not on site"
    NOT_RECORDED = "", "Not recorded"


class ModeChoice(Permanent):
    """How the cells of an inspection are judged, and why; the newest stands."""

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="modes")
    number = models.PositiveSmallIntegerField()
    mode = models.CharField(max_length=20, choices=Mode)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="mode_number_once"),
            models.CheckConstraint(
                condition=models.Q(mode__in=["blind-double", "single", "together"]),
                name="mode_is_known",
            ),
            models.CheckConstraint(condition=~models.Q(reason=""), name="mode_has_its_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: {self.get_mode_display()}"


class PlanOfJudging(Permanent):
    """A plan of judging as it was drawn and accepted: who reads what, and what it was drawn from.

    ``drawn_from`` holds what the draw read, so that anybody may make it again: the cells, by the
    body's code and the criterion's area and reference; who may read each body first and a second
    time, by the number of each reader; and what stood already. ``share`` and ``chance`` are exact,
    as "1/5"; ``ceiling`` 0 is none. A later plan finds readers for those who left, or for the
    second readings that grades ask for.
    """

    inspection = models.ForeignKey(Inspection, on_delete=models.PROTECT, related_name="plans")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20, choices=PlanKind)
    share = models.CharField(max_length=40)
    chance = models.CharField(max_length=40)
    seconds = models.CharField(max_length=20, choices=Seconds)
    ceiling = models.PositiveIntegerField(default=0)
    seed = models.CharField(max_length=200)
    drawn_from = models.JSONField()
    reason = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="plan_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: plan of judging {self.number}"


class PlanReader(Permanent):
    """Who took part in a draw under which number, and in which field team they were then."""

    plan = models.ForeignKey(PlanOfJudging, on_delete=models.PROTECT, related_name="readers")
    number = models.PositiveSmallIntegerField()
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    team = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["plan", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_reader_number_once"),
            models.UniqueConstraint(fields=["plan", "person"], name="plan_reader_once"),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: reader {self.number}"


class Assignment(Recorded):
    """An inspector is to judge one body on one criterion, alone.

    ``second`` where the cell is judged twice by design; ``ground`` says why it is, ``chance`` the
    exact probability with which it was drawn ("1/5"), ``made_from`` whether its reader was on site.
    ``plan`` is the plan of judging that drew it, if one did. It ends, with the reason, when it is
    taken back or when what was submitted on it is withdrawn; then it counts nowhere.
    """

    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="assignments")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    inspector = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="to_judge"
    )
    second = models.BooleanField(default=False)
    ground = models.CharField(max_length=20, choices=Ground, blank=True, default="")
    chance = models.CharField(max_length=40, blank=True, default="")
    made_from = models.CharField(max_length=20, choices=MadeFrom, blank=True, default="")
    plan = models.ForeignKey(
        PlanOfJudging,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assignments",
    )
    due_on = models.DateField(null=True, blank=True)
    assigned_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_reason = models.TextField(blank=True)

    # Of an earlier assignment neither ground nor chance is known, and none is made up.
    ADDED: ClassVar[dict[str, str | None]] = {
        "ended_at": None,
        "ended_reason": "",
        "ground": "",
        "chance": "",
        "made_from": "",
        "plan_id": None,
    }

    class Meta:
        ordering = ["scope_body", "criterion", "second"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope_body", "criterion", "inspector"],
                condition=models.Q(ended_at=None),
                name="assigned_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | ~models.Q(ended_reason=""),
                name="assignment_ended_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(models.Q(ground="drawn"), ~models.Q(chance=""))
                | models.Q(~models.Q(ground="drawn"), chance=""),
                name="assignment_chance_of_what_was_drawn",
            ),
            models.CheckConstraint(
                condition=models.Q(ground="")
                | models.Q(ground="first", second=False)
                | models.Q(ground__in=["drawn", "grade", "together", "other"], second=True),
                name="assignment_ground_of_second",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_body} {self.criterion.ref}"

    @classmethod
    def standing(cls) -> models.QuerySet[Assignment]:
        """Those that have not ended: what all but history asks."""
        return cls.objects.filter(ended_at=None)


class Draft(Recorded):
    """What an inspector has written so far on an assignment.

    It is theirs alone, edited by version, and gone from view once submitted.
    """

    assignment = models.OneToOneField(Assignment, on_delete=models.PROTECT, related_name="draft")
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField(blank=True)
    marking = marking_column()
    cited = models.ManyToManyField(Item, through="DraftCitation", blank=True, related_name="+")
    # Whether the evidence could also bear another grade, as its inspector sees it.
    borderline = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str | bool]] = {"marking": BASELINE.value, "borderline": False}

    def __str__(self) -> str:
        return f"draft {self.assignment}"


class DraftCitation(Recorded):
    """An item that a draft cites."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # The table that Django made of its own accord before the ledger proved its rows.
        db_table = "judgments_draft_cited"
        unique_together = (("draft", "item"),)

    def __str__(self) -> str:
        return f"{self.draft}: {self.item}"


class Submission(Permanent):
    """An independent judgment, made without sight of any other.

    ``findings`` maps finding codes to true or false; ``borderline`` where its inspector said that
    the evidence could also bear another grade.
    """

    assignment = models.OneToOneField(
        Assignment, on_delete=models.PROTECT, related_name="submission"
    )
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField()
    marking = marking_column()
    borderline = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submitted"
    )
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str | bool]] = {"marking": BASELINE.value, "borderline": False}

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reasons=""), name="submission_has_reasons")
        ]

    def __str__(self) -> str:
        return f"{self.assignment}: {self.grade}"


class SubmissionCitation(Permanent):
    """An item a submission rests on."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="citations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # as the inspector named them
        constraints = [
            models.UniqueConstraint(fields=["submission", "item"], name="submission_cites_once")
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} cites {self.item_id}"


class Moderation(Permanent):
    """A moderator's proposal on one cell, after looking at the submissions side by side."""

    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="moderations")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField()
    marking = marking_column()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="moderated"
    )
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"marking": BASELINE.value}

    class Meta:
        ordering = ["scope_body", "criterion", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope_body", "criterion", "number"], name="moderation_number_once"
            ),
            models.CheckConstraint(condition=~models.Q(reasons=""), name="moderation_has_reasons"),
        ]

    def __str__(self) -> str:
        return f"{self.scope_body} {self.criterion.ref}: {self.grade}"


class Agreed(Permanent):
    """The agreed judgment of a cell; the highest ``number`` counts, earlier ones stay readable.

    ``as_submitted`` where it takes over what every inspector submitted alike: its reasons are
    theirs, and none are written of its own.
    """

    scope_body = models.ForeignKey(ScopeBody, on_delete=models.PROTECT, related_name="agreed")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    grade = models.ForeignKey(
        Grade, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    findings = models.JSONField(default=dict)
    reasons = models.TextField(blank=True)
    as_submitted = models.BooleanField(default=False)
    marking = marking_column()
    outcome = models.CharField(
        max_length=30,
        blank=True,
        choices=list(OUTCOMES.items()),
    )
    moved = models.BooleanField("did moderation move a submitted grade or finding")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="agreed"
    )
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str | bool]] = {"marking": BASELINE.value, "as_submitted": False}

    class Meta:
        ordering = ["scope_body", "criterion", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["scope_body", "criterion", "number"], name="agreed_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(as_submitted=True, reasons="")
                | models.Q(models.Q(as_submitted=False), ~models.Q(reasons="")),
                name="agreed_has_reasons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scope_body} {self.criterion.ref}: {self.grade}"


class AgreedCitation(Permanent):
    """An item an agreed judgment rests on."""

    agreed = models.ForeignKey(Agreed, on_delete=models.PROTECT, related_name="citations")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]  # as they were named
        constraints = [models.UniqueConstraint(fields=["agreed", "item"], name="agreed_cites_once")]

    def __str__(self) -> str:
        return f"{self.agreed_id} cites {self.item_id}"


class JointFigures(Permanent):
    """What the joint model tells of the readings of one digest; the highest ``number`` is newest.

    Worked anew where readings came since; an earlier one stays readable. ``cells`` holds a short
    digest of the readings of each cell. ``answers`` lists what was
    asked, each with its answer (``joint/questions.py``, ``joint/answering.py``).
    """

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, related_name="joint_figures"
    )
    number = models.PositiveIntegerField()
    read_sha256 = models.CharField(max_length=64)
    # Empty where it was worked out before that was kept.
    method = models.CharField(max_length=60, blank=True, default="")
    readings = models.PositiveIntegerField()
    cells = models.JSONField(default=dict)
    answers = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    ADDED: ClassVar[dict[str, str]] = {"method": ""}

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "number"], name="joint_figures_number_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.inspection}: joint figures {self.number}"


class JointSeverity(Permanent):
    """How many hundredths of a grade lower than the average of these inspectors one reads on a
    scale, with limits.

    Each is None, with a ``reason``, where the readings cannot tell.
    """

    figures = models.ForeignKey(JointFigures, on_delete=models.PROTECT, related_name="severities")
    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    value = models.IntegerField(null=True)
    low = models.IntegerField(null=True)
    high = models.IntegerField(null=True)
    reason = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["figures", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["figures", "scale", "person"], name="joint_severity_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.figures}: {self.person}"
