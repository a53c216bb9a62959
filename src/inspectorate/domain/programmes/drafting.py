"""Turns the draft read from a file into rows: areas, scales, criteria and the rest.

A scale that is stored already with the same grades is reused.
"""

from __future__ import annotations

from django.utils.text import slugify

from .grades import GradeText
from .loader import CriterionDraft, Draft
from .models import Area, Characteristic, Criterion, Finding, Framework, Grade, Scale


def store(framework: Framework, draft: Draft) -> None:
    """Write what ``draft`` says under ``framework``, in bulk, inside the caller's transaction."""
    areas = {
        name: Area.objects.create(framework=framework, code=code, name=name, order=order)
        for order, (name, code) in enumerate(draft.areas.items(), start=1)
    }
    scales = {one.scale: one.grades for one in draft.criteria if one.grades}
    stored = {name: _scale(name, grades) for name, grades in scales.items()}
    grades_of = {
        name: {grade.name: grade for grade in scale.grades.all()} for name, scale in stored.items()
    }
    criteria = Criterion.objects.bulk_create(
        [
            Criterion(
                area=areas[one.area],
                ref=one.ref,
                name=one.name,
                text=one.text,
                scale=stored.get(one.scale),
                order=order,
            )
            for order, one in enumerate(draft.criteria, start=1)
        ]
    )
    pairs: list[tuple[CriterionDraft, Criterion]] = list(zip(draft.criteria, criteria, strict=True))
    Characteristic.objects.bulk_create(
        [
            Characteristic(criterion=criterion, grade=grades_of[one.scale][name], text=text)
            for one, criterion in pairs
            for name, text in one.characteristics.items()
        ]
    )
    Finding.objects.bulk_create(
        [
            Finding(criterion=criterion, code=code, text=text, order=order)
            for one, criterion in pairs
            for order, (code, text) in enumerate(one.findings.items(), start=1)
        ]
    )


def _scale(name: str, grades: list[GradeText]) -> Scale:
    """The newest scale of this name with exactly these grades, or its next version."""
    code = slugify(name)[:80] or "scale"
    wanted = [(one.name, one.meets) for one in grades]
    versions = list(Scale.objects.filter(code=code).prefetch_related("grades").order_by("-pk"))
    # Reused only with the same grades that count as met: otherwise figures of two years would not
    # compare.
    for scale in versions:
        if [(grade.name, grade.meets) for grade in scale.grades.all()] == wanted:
            return scale
    taken = {scale.version for scale in versions}
    version = next(str(number) for number in range(1, len(taken) + 2) if str(number) not in taken)
    scale = Scale.objects.create(code=code, version=version, name=name)
    Grade.objects.bulk_create(
        [
            Grade(scale=scale, order=order, name=one.name, letter=one.letter, meets=one.meets)
            for order, one in enumerate(grades)
        ]
    )
    return scale
