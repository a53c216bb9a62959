"""Every picture of an editor's own was added, and neither it nor its evidence was taken back."""

from __future__ import annotations

from inspectorate.foundation.reasons.mends import Mend
from inspectorate.foundation.reasons.reasons import Place, Problem, Severity
from inspectorate.prose.manuscript import Manuscript, TextBlock

from ..facts import Facts, ShownPicture
from ..reasons import CheckName
from ..verbs import ReportVerb

NAME = CheckName.PICTURE_STANDS
SEVERITY: Severity = "blocks"
MEANING = NAME.sentence
NEEDS: tuple[str, ...] = ("pictures",)
LOCAL = False

_ADD = Mend.by(ReportVerb.ADD_PICTURE, "Add it on the page of the document's pictures.")
_CHOOSE = Mend.by(ReportVerb.SAVE_SECTION, "Choose another picture, or take the block out.")


def check(manuscript: Manuscript, facts: Facts) -> list[Problem]:
    """Name each block whose picture is unknown, was taken back, or is from evidence that fell."""
    known = facts.pictures or {}
    found = []
    for block in manuscript.blocks:
        if block.kind == "picture":
            what, mend = _amiss(block, known.get(block.picture))
            if what:
                where = Place(block.line, 1, f"picture: {block.picture}", manuscript.name)
                found.append(Problem(NAME, where, what, mend))
    return found


def _amiss(block: TextBlock, picture: ShownPicture | None) -> tuple[str, Mend]:
    """What keeps a picture from being shown, "" where nothing does, and what mends it."""
    if not block.picture:
        return "the block names no picture.", _CHOOSE
    if picture is None:
        return f"there is no picture `{block.picture}`.", _ADD
    if picture.withdrawn:
        return f"the picture `{block.picture}` was taken back.", _CHOOSE
    if picture.fallen:
        return f"{picture.fallen} (the picture `{block.picture}`).", _CHOOSE
    return "", _CHOOSE
