"""Why something may not be done now in the room of claims: each reason's code and its sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class ClaimReason(ReasonCode):
    """Reasons of claims."""

    KEY_MALFORMED = (
        "key_malformed",
        "The short name of a claim may hold only small letters, digits and single hyphens.",
    )
    KEY_TAKEN = ("key_taken", "Another claim of the inspection has this short name.")
    KIND_UNKNOWN = ("kind_unknown", "There is no such kind of claim.")
    PREDICATE_WRONG = (
        "predicate_wrong",
        "What a claim counts or rests on is not filled in as its kind needs.",
    )
    NO_SUPPORT = (
        "no_support",
        "A claim rests on too little: no agreed judgment, or less evidence than it says.",
    )
    NO_SUCH_SOURCE = (
        "no_such_source",
        "A claim names an item of evidence that is not there for who drafts it.",
    )
    ITEMS_NOT_NAMED = (
        "items_not_named",
        "A claim on evidence does not say which items say so.",
    )
    NOT_QUOTED = ("not_quoted", "The words quoted do not stand in the item that is named.")
    ITEM_NOT_NAMED = (
        "item_not_named",
        "An excerpt is of an item that the claim does not name, or that is no longer relied on.",
    )
    ITEM_NOT_DESCRIBABLE = (
        "item_not_describable",
        "An excerpt is of an item that is marked above what may be described outside.",
    )
    RENDERING_UNKNOWN = (
        "rendering_unknown",
        "It is not said whether an excerpt is the item's own words or a paraphrase.",
    )
    NOT_FOR_PRINT = (
        "not_for_print",
        "An excerpt holds what tells of a person, or another thing that no print may hold.",
    )
    BODY_IN_EXCERPT = (
        "body_in_excerpt",
        "An excerpt names a body that nothing published may name.",
    )
    EXCERPTS_ENOUGH = ("excerpts_enough", "As many excerpts stand behind the claim as are printed.")
    EXCERPT_TWICE = ("excerpt_twice", "The very words are released behind the claim already.")
    EXCERPT_WITHDRAWN = ("excerpt_withdrawn", "The excerpt is withdrawn already.")
    OWN_CLAIM = (
        "own_claim",
        "Nobody references a claim they drafted, changed or refreshed themselves.",
    )
    CLAIM_STALE = (
        "claim_stale",
        "A claim whose support changed cannot be referenced as supported until it is refreshed.",
    )
    SMALL_NUMBER_UNDECIDED = (
        "small_number_undecided",
        "A number may identify a body, and nobody has decided whether to print it.",
    )
    FIGURES_CHANGED = (
        "figures_changed",
        "The figures of a claim are not those that were referenced.",
    )
    JUDGMENT_REPLACED = (
        "judgment_replaced",
        "A judgment that a claim rests on was agreed again, or is no longer counted.",
    )
    JUDGMENT_ADDED = ("judgment_added", "A judgment was agreed that a claim does not count yet.")
    NAMED_CLAIM_FELL = (
        "named_claim_fell",
        "A claim that a claim names is stale.",
    )
    EVIDENCE_FELL = (
        "evidence_fell",
        "Evidence that a claim rests on was withdrawn or superseded.",
    )


class SupportCheck(ReasonCode):
    """What the checks of a claim's support hold; the name of each is the code of its reason."""

    JUDGMENT_NEWER_THAN_EVIDENCE = (
        "judgment_newer_than_evidence",
        "The judgments behind a claim are newer than the evidence they rest on.",
    )
    REFERENCED_BY_ANOTHER = (
        "referenced_by_another",
        "Every claim in print was looked up and signed by somebody who did not draft it.",
    )
    SMALL_NUMBER_DECIDED = (
        "small_number_decided",
        "Where a number is so small that it may identify a body, somebody decided that "
        "it may be printed.",
    )
    ITEMS_NOT_SHARED = (
        "items_not_shared",
        "No two claims rest on the very same items of evidence, unless somebody said why.",
    )
    SUPPORT_NOT_WITHDRAWN = (
        "support_not_withdrawn",
        "No claim rests on evidence that was withdrawn.",
    )
    SUPPORT_OLDER_THAN_SIGNING = (
        "support_older_than_signing",
        "The newest evidence behind a claim is not younger than the signature on the document.",
    )
    SUPPORT_UNCHANGED = (
        "support_unchanged",
        "What a claim rests on is as it was when the claim was referenced; a stale claim "
        "is looked at again.",
    )
    TRIANGULATED = (
        "triangulated",
        "A qualitative claim rests on several items of at least two kinds of source; an "
        "example on at least one item.",
    )
