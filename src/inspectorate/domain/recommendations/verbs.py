"""Acts on recommendations, from opening to closure."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import Verb


class RecommendationVerb(Verb):
    """Acts on recommendations, from opening to closure."""

    SEE = ("recommendations.see", "See recommendations and how far they have come.")
    OPEN = (
        "recommendations.open",
        "Open one recommendation of a public edition, with its addressees and days.",
    )
    OPEN_FROM = (
        "recommendations.open_from",
        "Open every recommendation of a public edition; part of releasing it.",
    )
    ANSWER_OUTCOME = (
        "recommendations.answer_outcome",
        "Record which cause of concern, area for improvement or promising practice it answers.",
    )
    END_ANSWER = (
        "recommendations.end_answer",
        "Record that a recommendation does not answer an outcome after all, with the reason.",
    )
    RESPOND = (
        "recommendations.respond",
        "Answer for a body: whether it agrees, and what it will do or why nothing.",
    )
    CLAIM_PROGRESS = ("recommendations.claim_progress", "Record what the owner says has been done.")
    MOVE_DUE = (
        "recommendations.move_due",
        "Move the day by which it is to be done, with the reason; the old day stays in print.",
    )
    VERIFY = (
        "recommendations.verify",
        "Record what the inspectorate confirmed, and on what evidence.",
    )
    CLOSE = ("recommendations.close", "Close an addressee's part of a recommendation.")
    ACCEPT = (
        "recommendations.accept",
        "Read an addressee's words and let them become public, with what must not taken out.",
    )
    WITHDRAW_ACCEPTANCE = (
        "recommendations.withdraw_acceptance",
        "Take accepted words out of the public register again, with the reason.",
    )
    CONFIRM = (
        "recommendations.confirm",
        "Sign a verification, a closure or a moved day as a second person; it becomes public.",
    )
    WITHDRAW_CONFIRMATION = (
        "recommendations.withdraw_confirmation",
        "Take a second signature back, with the reason.",
    )
