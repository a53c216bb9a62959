"""What may be done to programmes now; each rule answers with reasons, none when all is well."""

from __future__ import annotations

import re
from collections.abc import Sequence

from inspectorate.foundation.reasons.reasons import Reason
from inspectstats.quantity.shipped import SHIPPED

from .models import Framework, Scale, ScaleBreak, Strategy, Vocabulary
from .reasons import ProgrammeReason

_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


def coded(code: str, name: str) -> list[Reason]:
    """A thing adopted has a code and a name."""
    reasons = []
    if not _SLUG.fullmatch(code) or len(code) > 80:
        text = f"{code!r} is no code."
        reasons.append(
            Reason(
                ProgrammeReason.CODE_MALFORMED,
                text,
                "Use small letters, digits and hyphens, up to 80.",
                "code",
            )
        )
    if not name.strip():
        reasons.append(
            Reason(
                ProgrammeReason.NAME_MISSING,
                "The name is missing.",
                "Give the name readers see.",
                "name",
            )
        )
    return reasons


def strategy(
    code: str, name: str, strands: Sequence[tuple[str, str, str, Sequence[str]]]
) -> list[Reason]:
    """A strategy is registered once, and its strands have codes of their own."""
    reasons = coded(code, name)
    if Strategy.objects.filter(code=code).exists():
        reasons.append(
            Reason(
                ProgrammeReason.CODE_TAKEN,
                f"The strategy {code} is already registered.",
                "Choose another code.",
                "code",
            )
        )
    codes = [strand[0] for strand in strands]
    for twice in sorted({one for one in codes if codes.count(one) > 1}):
        reasons.append(
            Reason(
                ProgrammeReason.STRAND_TWICE,
                f"The strand {twice} is there twice.",
                "Give each its own code.",
                "strands",
            )
        )
    for strand_code, strand_name, _, _ in strands:
        reasons += [
            Reason(one.code, f"{strand_code}: {one.text}", one.mend, "strands")
            for one in coded(strand_code, strand_name)
        ]
    return reasons


def scale(
    code: str, version: str, name: str, grades: Sequence[tuple[str, str, bool]]
) -> list[Reason]:
    """A scale has two grades or more, no two of one name or letter, and a version of its own."""
    reasons = coded(code, name)
    if Scale.objects.filter(code=code, version=version).exists():
        text = f"The scale {code} has a version {version} already."
        reasons.append(
            Reason(
                ProgrammeReason.VERSION_TAKEN,
                text,
                "A change is a new version: name another.",
                "version",
            )
        )
    if not version.strip() or len(version) > 40:
        reasons.append(
            Reason(
                ProgrammeReason.VERSION_MISSING,
                "The version is missing or too long.",
                "Give up to 40 characters.",
                "version",
            )
        )
    if len(grades) < 2:
        reasons.append(
            Reason(
                ProgrammeReason.GRADES_MISSING,
                "A scale has at least two grades.",
                "List them from worst to best.",
                "grades",
            )
        )
    for what, values in (
        ("name", [one[0] for one in grades]),
        ("letter", [one[1] for one in grades]),
    ):
        for twice in sorted({one for one in values if values.count(one) > 1}):
            text = f"The {what} {twice!r} stands there twice."
            reasons.append(
                Reason(f"grade_{what}_twice", text, f"Give each grade its own {what}.", "grades")
            )
        if any(not one.strip() or len(one) > {"name": 60, "letter": 3}[what] for one in values):
            reasons.append(
                Reason(
                    f"grade_{what}_malformed",
                    f"A {what} is empty or too long.",
                    "Correct it.",
                    "grades",
                )
            )
    return reasons


def vocabulary(code: str, version: str, name: str) -> list[Reason]:
    """A vocabulary that ships, total and disjoint, is adopted once per version."""
    reasons = coded(code, name)
    if code not in SHIPPED:
        text = f"There is no vocabulary {code!r}."
        reasons.append(
            Reason(
                ProgrammeReason.VOCABULARY_UNKNOWN,
                text,
                f"Choose one of: {', '.join(SHIPPED)}.",
                "code",
            )
        )
    elif problems := SHIPPED[code].problems(200):
        text = f"The vocabulary {code} is not total and disjoint: {problems[0]}."
        reasons.append(
            Reason(ProgrammeReason.VOCABULARY_UNSOUND, text, "Mend its bands first.", "code")
        )
    if not version.strip() or len(version) > 40:
        reasons.append(
            Reason(
                ProgrammeReason.VERSION_MISSING,
                "The version is missing or too long.",
                "Give up to 40 characters.",
                "version",
            )
        )
    if Vocabulary.objects.filter(code=code, version=version).exists():
        text = f"The vocabulary {code} has a version {version} already."
        reasons.append(
            Reason(
                ProgrammeReason.VERSION_TAKEN,
                text,
                "A change is a new version: name another.",
                "version",
            )
        )
    return reasons


def loadable(code: str, version: str, digest: str) -> list[Reason]:
    """A version once loaded never changes; another content is another version."""
    reasons = coded(code, code)
    there = Framework.objects.filter(code=code, version=version).first()
    if there is not None and there.source_digest != digest:
        text = f"{there} is already loaded from another file."
        reasons.append(
            Reason(
                ProgrammeReason.VERSION_TAKEN,
                text,
                "A change is a new version: name it otherwise in the file.",
                "version",
            )
        )
    return reasons


def adoptable(framework: Framework) -> list[Reason]:
    """A framework is adopted once, and has something to ask."""
    if framework.adopted_at is not None:
        return [
            Reason(
                ProgrammeReason.ADOPTED_ALREADY,
                f"{framework} is already adopted.",
                "Nothing is to be done.",
                "framework",
            )
        ]
    if not framework.areas.filter(criteria__isnull=False).exists():
        return [
            Reason(
                ProgrammeReason.FRAMEWORK_EMPTY,
                f"{framework} has no criterion.",
                "Load it with criteria.",
                "framework",
            )
        ]
    return []


def breakable(before: Scale, after: Scale, reason: str) -> list[Reason]:
    """A break lies between two scales, once, and says why."""
    reasons = []
    if before.pk == after.pk:
        reasons.append(
            Reason(
                ProgrammeReason.SAME_SCALE,
                "A scale does not break from itself.",
                "Choose two scales.",
                "after",
            )
        )
    if not reason.strip():
        reasons.append(
            Reason(
                ProgrammeReason.REASON_MISSING,
                "Why they cannot be compared is not said.",
                "Write it in a sentence.",
                "reason",
            )
        )
    if ScaleBreak.objects.filter(before=before, after=after).exists():
        reasons.append(
            Reason(
                ProgrammeReason.BREAK_RECORDED,
                "This break is already recorded.",
                "Nothing is to be done.",
                "after",
            )
        )
    return reasons
