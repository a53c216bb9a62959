"""Acts on the plan of one inspection."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class InspectionVerb(Verb):
    """Acts on the plan of one inspection."""

    SEE = ("inspections.see", "See the plan of the inspection.")
    OPEN = ("inspections.open", "Open an inspection with its first team.")
    AMEND = (
        "inspections.amend",
        "Record what an inspection is called or asks from now on, and why, as part of the act of "
        "publication by which it is amended.",
    )
    APPROVE = ("inspections.approve", "Approve the inspection, naming the authority for it.")
    SET_TERMS = ("inspections.set_terms", "Write the terms of reference, or their next version.")
    SET_SCOPE = ("inspections.set_scope", "Choose which bodies are inspected.")
    REMOVE_BODY = (
        "inspections.remove_body",
        "Remove a body from the scope, and say why. Where something hangs on it already, all that "
        "is still inspected of it is left out instead.",
    )
    LEAVE_OUT = (
        "inspections.leave_out",
        "Record that a body is not inspected on a criterion, and why.",
    )
    TAKE_BACK = (
        "inspections.take_back",
        "Take what was left out back into the coverage, and say why.",
    )
    SUPPRESS = (
        "inspections.suppress",
        "Suppress a column of the published tables from which somebody could be worked out.",
    )
    UNSUPPRESS = (
        "inspections.unsuppress",
        "Publish a column again that was suppressed, and say why.",
    )
    JOIN = ("inspections.join", "Add a person to the team in a role they hold.")
    LEAVE = ("inspections.leave", "Record that a person leaves the team, and why.")
    GIVE_NEED_TO_KNOW = (
        "inspections.give_need_to_know",
        "Record that people of the team need to know what is marked above official, and why.",
    )
    END_NEED_TO_KNOW = (
        "inspections.end_need_to_know",
        "Record that a person need no longer know what is marked above official.",
    )
    NAME_GROUP = ("inspections.name_group", "Record a reference group that advises the inspection.")
    MOVE = ("inspections.move", "Move the inspection to another phase.")
    PUBLISH = (
        "inspections.publish",
        "Record that the report is out, so that the inspection is at Published, as part of the act "
        "of publication that publishes it.",
    )
