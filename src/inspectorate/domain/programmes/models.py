"""What is asked and by which yardstick: strategies, frameworks, scales, vocabularies."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from inspectorate.foundation.ledger.recorded import Permanent, Recorded

from .states import FrameworkState, framework_state


class Strategy(Permanent):
    """A strategy whose working is inspected (CONTEST), and who co-ordinates it."""

    code = models.SlugField(max_length=80, unique=True)
    name = models.CharField(max_length=160)
    co_ordinated_by = models.CharField(max_length=160, blank=True)

    class Meta:
        verbose_name_plural = "strategies"

    def __str__(self) -> str:
        return self.name


class Strand(Permanent):
    """One strand of a strategy (Prevent)."""

    strategy = models.ForeignKey(Strategy, on_delete=models.PROTECT, related_name="strands")
    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=160)
    aim = models.TextField(blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["strategy", "order"]
        constraints = [
            models.UniqueConstraint(fields=["strategy", "code"], name="strand_code_once")
        ]

    def __str__(self) -> str:
        return self.name


class Objective(Permanent):
    """One objective of a strand."""

    strand = models.ForeignKey(Strand, on_delete=models.PROTECT, related_name="objectives")
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["strand", "order"]

    def __str__(self) -> str:
        return self.text


class Scale(Permanent):
    """A version of a grading scale. Grades of two versions are not compared over time."""

    code = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    name = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="scale_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class Grade(Permanent):
    """One grade of a scale.

    ``order`` rises with quality from 0; ``meets`` says whether it counts as met.
    """

    scale = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="grades")
    order = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    letter = models.CharField(max_length=3)
    meets = models.BooleanField()

    class Meta:
        ordering = ["scale", "order"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "order"], name="grade_order_once"),
            models.UniqueConstraint(fields=["scale", "name"], name="grade_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class ScaleBreak(Permanent):
    """A break between two scales: no trend may be told across it.

    ``changed_on`` is the first day on which the scale after is graded on; of a break marked before
    it was asked nobody said.
    """

    before = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="+")
    after = models.ForeignKey(Scale, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    changed_on = models.DateField(
        "first day on which the scale after is graded on", null=True, blank=True
    )

    ADDED: ClassVar[dict[str, str | None]] = {"changed_on": None}

    def __str__(self) -> str:
        return f"{self.before} | {self.after}"


class Vocabulary(Permanent):
    """A quantity vocabulary as adopted.

    The bands of ``definition`` are those of the statistics library, in exact fractions.
    """

    code = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    name = models.CharField(max_length=160)
    definition = models.JSONField()
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "vocabularies"
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="vocabulary_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"


class Framework(Recorded):
    """A version of an inspection framework: one question, areas, criteria. Fixed once adopted."""

    code = models.SlugField(max_length=80)
    version = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    question = models.TextField(blank=True)
    strand = models.ForeignKey(
        Strand, on_delete=models.PROTECT, null=True, blank=True, related_name="frameworks"
    )
    loaded_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True, blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    left_out = models.TextField("columns of the file of which nothing is kept", blank=True)

    ADDED: ClassVar[dict[str, str]] = {"left_out": ""}

    class Meta:
        ordering = ["name", "version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="framework_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.version}"

    @property
    def state(self) -> FrameworkState:
        """Whether it is adopted."""
        return framework_state(self.adopted_at)


class Area(Permanent):
    """One area (pillar, key question, theme) of a framework."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="areas")
    code = models.SlugField(max_length=80)
    name = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["framework", "order"]
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="area_code_once")]

    def __str__(self) -> str:
        return self.name


class Criterion(Permanent):
    """What is judged: a question or criterion of an area.

    It is graded on ``scale``, or ungraded where ``scale`` is empty.
    """

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="criteria")
    ref = models.CharField(max_length=40)
    name = models.CharField(max_length=300)
    text = models.TextField(blank=True)
    scale = models.ForeignKey(
        Scale, on_delete=models.PROTECT, null=True, blank=True, related_name="criteria"
    )
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["area", "order"]
        verbose_name_plural = "criteria"
        constraints = [models.UniqueConstraint(fields=["area", "ref"], name="criterion_ref_once")]

    def __str__(self) -> str:
        return f"{self.ref} {self.name}".strip()


class Characteristic(Permanent):
    """What a grade looks like on a criterion, in writing."""

    criterion = models.ForeignKey(
        Criterion, on_delete=models.PROTECT, related_name="characteristics"
    )
    grade = models.ForeignKey(Grade, on_delete=models.PROTECT, related_name="characteristics")
    text = models.TextField()

    class Meta:
        ordering = ["criterion", "-grade__order"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "grade"], name="characteristic_once")
        ]

    def __str__(self) -> str:
        return self.text


class Finding(Permanent):
    """A yes-or-no point of a criterion that a judgment answers and a claim may count."""

    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="findings")
    code = models.SlugField(max_length=80)
    text = models.CharField(max_length=300)
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["criterion", "order"]
        constraints = [
            models.UniqueConstraint(fields=["criterion", "code"], name="finding_code_once")
        ]

    def __str__(self) -> str:
        return self.text


class WorkingCalendar(Permanent):
    """A calendar of days that are no working days, as it was loaded.

    It tells of the days from ``first_on`` to ``last_on``. Of those of one name the newest counts;
    ``version`` rises from 1. What an earlier one gave stays as it was given.
    """

    name = models.CharField(max_length=120)
    version = models.PositiveIntegerField()
    first_on = models.DateField()
    last_on = models.DateField()
    source_digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="calendar_version_once"),
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="calendar_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class NonWorkingDay(Permanent):
    """A day of a calendar that is no working day, and what it is."""

    calendar = models.ForeignKey(WorkingCalendar, on_delete=models.PROTECT, related_name="days")
    on = models.DateField()
    name = models.CharField(max_length=120)

    class Meta:
        ordering = ["calendar", "on"]
        constraints = [models.UniqueConstraint(fields=["calendar", "on"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.on}: {self.name}"


class HouseStyle(Permanent):
    """How the inspectorate writes, as it was adopted; the newest version counts.

    ``definition`` is that of ``prose.style.house``: rules that are on, measures and lists.
    """

    version = models.PositiveIntegerField(unique=True)
    definition = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return f"House style, version {self.version}"
