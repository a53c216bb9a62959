"""What may be done to programmes now: each rule returns its reasons, none when all is well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from inspectorate.foundation.reasons.mends import NOTHING_TO_DO, Mend
from inspectorate.foundation.reasons.reasons import Reason
from inspectorate.foundation.reasons.texts import storable
from inspectstats.quantity.shipped import SHIPPED

from .models import Framework, Scale, ScaleBreak, Strategy, Vocabulary
from .reasons import ProgrammeReason
from .states import FrameworkState
from .verbs import ProgrammeVerb

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_NEW_VERSION = Mend.words("A change is a new version. Give it another name.")
_LONGEST_NAME, _LONGEST_LETTER, _LONGEST_VERSION = 60, 3, 40
# A vocabulary is proved total and disjoint for every count out of up to so many bodies.
_PROVED_TO = 200
_LONGEST_TITLE, _CENTURY = 120, timedelta(days=36_525)


def nameable(code: str, name: str) -> list[Reason]:
    """Require a code and a name of whatever is adopted."""
    reasons = storable(name, "name", needed=True, limit=160)
    if not _SLUG.fullmatch(code) or len(code) > 80:
        text = f"The code {code!r} cannot be used."
        mend = Mend.words("Use small letters, digits and hyphens, up to 80 characters.")
        reasons.insert(0, Reason(ProgrammeReason.CODE_MALFORMED, text, mend, "code"))
    return reasons


def registrable(
    code: str, name: str, strands: Sequence[tuple[str, str, str, Sequence[str]]]
) -> list[Reason]:
    """Require a strategy with a code never given before, and strands with codes of their own."""
    reasons = nameable(code, name)
    if Strategy.objects.filter(code=code).exists():
        text = f"The strategy {code} is already registered."
        reasons.append(
            Reason(ProgrammeReason.CODE_TAKEN, text, Mend.words("Choose another code."), "code")
        )
    for twice in _repeated([strand[0] for strand in strands]):
        text = f"The strand {twice} is listed twice."
        mend = Mend.words("Give each strand its own code.")
        reasons.append(Reason(ProgrammeReason.STRAND_TWICE, text, mend, "strands"))
    for strand_code, strand_name, _, _ in strands:
        reasons += [
            replace(reason, text=f"{strand_code}: {reason.text}", field="strands")
            for reason in nameable(strand_code, strand_name)
        ]
    return reasons


def addable(
    code: str, version: str, name: str, grades: Sequence[tuple[str, str, bool]]
) -> list[Reason]:
    """Require two grades or more, each with its own name and letter, and a new version."""
    reasons = [*nameable(code, name), *_version(version)]
    if Scale.objects.filter(code=code, version=version).exists():
        text = f"The scale {code} already has a version {version}."
        reasons.append(Reason(ProgrammeReason.VERSION_TAKEN, text, _NEW_VERSION, "version"))
    if len(grades) < 2:
        text = "A scale needs at least two grades."
        mend = Mend.words("List them from worst to best.")
        reasons.append(Reason(ProgrammeReason.GRADES_MISSING, text, mend, "grades"))
    names, letters = [grade[0] for grade in grades], [grade[1] for grade in grades]
    twice, malformed = ProgrammeReason.GRADE_NAME_TWICE, ProgrammeReason.GRADE_NAME_MALFORMED
    reasons += _each_once("name", names, _LONGEST_NAME, twice, malformed)
    twice, malformed = ProgrammeReason.GRADE_LETTER_TWICE, ProgrammeReason.GRADE_LETTER_MALFORMED
    return reasons + _each_once("letter", letters, _LONGEST_LETTER, twice, malformed)


def _each_once(
    what: str,
    values: Sequence[str],
    longest: int,
    twice: ProgrammeReason,
    malformed: ProgrammeReason,
) -> list[Reason]:
    """Require that no two grades share a name (or letter), and that none is empty or too long."""
    mend = Mend.words(f"Give each grade its own {what}.")
    reasons = [
        Reason(twice, f"Two grades have the {what} {value!r}.", mend, "grades")
        for value in _repeated(values)
    ]
    if any(not value.strip() or len(value) > longest for value in values):
        text = f"The {what} of a grade is empty or longer than {longest} characters."
        reasons.append(Reason(malformed, text, Mend.words(f"Correct the {what}."), "grades"))
    return reasons


def vocabulary_adoptable(code: str, version: str, name: str) -> list[Reason]:
    """Require a vocabulary that ships, total and disjoint, in a version not adopted yet."""
    reasons = [*nameable(code, name), *_version(version)]
    if code not in SHIPPED:
        text = f"There is no vocabulary {code!r}."
        mend = Mend.words(f"Choose one of: {', '.join(SHIPPED)}.")
        reasons.append(Reason(ProgrammeReason.VOCABULARY_UNKNOWN, text, mend, "code"))
    elif problems := SHIPPED[code].problems(_PROVED_TO):
        text = f"The bands of the vocabulary {code} overlap or leave a gap: {problems[0]}."
        mend = Mend.outside("Correct its bands first.")
        reasons.append(Reason(ProgrammeReason.VOCABULARY_UNSOUND, text, mend, "code"))
    if Vocabulary.objects.filter(code=code, version=version).exists():
        text = f"The vocabulary {code} already has a version {version}."
        reasons.append(Reason(ProgrammeReason.VERSION_TAKEN, text, _NEW_VERSION, "version"))
    return reasons


def _version(version: str) -> list[Reason]:
    return storable(version, "version", needed=True, limit=_LONGEST_VERSION)


def _repeated(values: Sequence[str]) -> list[str]:
    return sorted({value for value in values if values.count(value) > 1})


def loadable(code: str, version: str, digest: str) -> list[Reason]:
    """Require that a version is not loaded from other content: a loaded version never changes."""
    reasons = nameable(code, code)
    loaded = Framework.objects.filter(code=code, version=version).first()
    if loaded is not None and loaded.source_digest != digest:
        text = f"{loaded} is already loaded from another file."
        mend = Mend.words("A change is a new version. Give it another name in the file.")
        reasons.append(Reason(ProgrammeReason.VERSION_TAKEN, text, mend, "version"))
    return reasons


def framework_adoptable(framework: Framework) -> list[Reason]:
    """Require a framework that is not adopted yet and has a criterion."""
    if framework.state is FrameworkState.ADOPTED:
        text = f"{framework} is already adopted."
        return [Reason(ProgrammeReason.ADOPTED_ALREADY, text, NOTHING_TO_DO, "framework")]
    if not framework.areas.filter(criteria__isnull=False).exists():
        text = f"{framework} has no criterion."
        mend = Mend.by(ProgrammeVerb.LOAD_FRAMEWORK, "Load it with criteria.")
        return [Reason(ProgrammeReason.FRAMEWORK_EMPTY, text, mend, "framework")]
    return []


def breakable(before: Scale, after: Scale, reason: str) -> list[Reason]:
    """Require two scales, a reason, and a break that is not recorded yet."""
    reasons = storable(reason, "reason", needed=True)
    if before.pk == after.pk:
        text = "A scale cannot break from itself."
        reasons.append(
            Reason(ProgrammeReason.SAME_SCALE, text, Mend.words("Choose two scales."), "after")
        )
    if ScaleBreak.objects.filter(before=before, after=after).exists():
        text = "This break is already recorded."
        reasons.append(Reason(ProgrammeReason.BREAK_RECORDED, text, NOTHING_TO_DO, "after"))
    return reasons


def calendar_loadable(title: str, first_on: date, last_on: date) -> list[Reason]:
    """Require a title, and days in order that are no more than a century."""
    reasons = storable(title, "title", needed=True, limit=_LONGEST_TITLE)
    if not first_on <= last_on <= first_on + _CENTURY:
        text = f"The calendar would cover {first_on} to {last_on}."
        mend = Mend.words("Give a last day after the first, within a hundred years.")
        reasons.append(Reason(ProgrammeReason.CALENDAR_OUT_OF_ORDER, text, mend, "last_on"))
    return reasons
