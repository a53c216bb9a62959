"""What each check of a text is called, and what it holds the text to, in a sentence."""

from __future__ import annotations

from inspectorate.foundation.reasons.codes import ReasonCode


class CheckName(ReasonCode):
    """What the checks of a text hold; the name of each is the code of the reason it gives."""

    ADDRESSEE_IS_ONE = (
        "addressee_is_one",
        "A letter names the body it is written to, and no other in its place.",
    )
    BANDS_AS_ADOPTED = (
        "bands_as_adopted",
        "What the text says a quantity word means is what the adopted vocabulary says.",
    )
    DRAFT_SHOWN = (
        "draft_shown",
        "Who was shown the draft, who raised points and what is open is bound to the records, and "
        "“each” is said only where all were asked.",
    )
    BELOW_EDITION_CEILING = (
        "below_edition_ceiling",
        "No passage of an edition is marked above the edition's ceiling; what is removed "
        "has its ground.",
    )
    CHARACTERS_WRITTEN = (
        "characters_written",
        "Every character of a text can stand in a page, a PDF, a Word file and a feed.",
    )
    CLAIM_EXISTS = (
        "claim_exists",
        "Every bound passage, chart and table names a claim that exists.",
    )
    CONTACT_IS_KNOWN = (
        "contact_is_known",
        "Telephone numbers, e-mail addresses and hours of the inspectorate are those on record.",
    )
    COUNTS_MATCH_REGISTER = (
        "counts_match_register",
        "A number of forces, services or bodies equals the register's count on the day.",
    )
    COVERAGE_STATED = (
        "coverage_stated",
        "Where fewer bodies were inspected than are in scope, the passage says “of the N "
        "inspected”.",
    )
    NON_RESPONSE_STATED = (
        "non_response_stated",
        "Where fewer bodies returned data than were asked, the paragraph says how many did not.",
    )
    DATES_AGREE = (
        "dates_agree",
        "Dates exist, fall on the weekday named, run forwards, and agree with the "
        "fieldwork window and the day of publication.",
    )
    DEVELOPMENT_LABELLED = (
        "development_labelled",
        "A claim resting on what happened after the fieldwork is labelled so (“since the "
        "inspection, …”).",
    )
    DOCUMENTS_AGREE = (
        "documents_agree",
        "Documents of one inspection rest on the same figures of the same claim, whatever day "
        "they were frozen on.",
    )
    ENUMERATION_ADDS_UP = (
        "enumeration_adds_up",
        "A stated number of things (four strands, three reasons) is the number of things "
        "that are then told.",
    )
    EXCERPTS_KEEP_REDACTIONS = (
        "excerpts_keep_redactions",
        "No excerpt printed behind a claim holds words that a document removed.",
    )
    FRACTION_AND_PERCENT_AGREE = (
        "fraction_and_percent_agree",
        "A fraction or percentage is what the counts round to: three-quarters of 44 is "
        "33, 62 % of 71 is 44.",
    )
    OUTCOMES_IN_WORDS = (
        "outcomes_in_words",
        "What is agreed beside a grade is written in words that fit the grade and rest on evidence "
        "still relied on.",
    )
    GRADE_AGREES_WITH_OUTCOMES = (
        "grade_agrees_with_outcomes",
        "Grades and outcomes agree: the lowest grade has a cause of concern, a cause of "
        "concern has the lowest grade.",
    )
    HEADLINE_IN_BODY = (
        "headline_in_body",
        "Words in quotation marks in a headline are in the text below it.",
    )
    KNOWN_NUMBER_MATCHES = (
        "known_number_matches",
        "A number that the records hold (of criteria, areas, strands) is that of the records.",
    )
    LAW_HAS_SOURCE = (
        "law_has_source",
        "A sentence that states law is context with its statute as the source.",
    )
    LENGTHS_ADD_UP = (
        "lengths_add_up",
        "A stated length of time is that of the days it is said of; the time for comments is "
        "the one on record.",
    )
    LIST_STEM_HAS_ITEMS = (
        "list_stem_has_items",
        "A sentence that ends in a colon is followed by its list, table, figure or quotation.",
    )
    NAMES_AGREE = (
        "names_agree",
        "A name before its noun, a hyphenated term and the title of an Act are written as in the "
        "records and in the rest of the text.",
    )
    NAMES_AS_RECORDED = (
        "names_as_recorded",
        "A body, an institution or a strand is called by the name on record, and a passage "
        "names whom its claim names.",
    )
    NO_BODY_NAMED_AGAINST_SCOPE = (
        "no_body_named_against_scope",
        "No body is named beside a finding where the terms of reference forbid it; in a "
        "rehearsal never a real one.",
    )
    NO_REAL_BODY_BESIDE_SIMULATION = (
        "no_real_body_beside_simulation",
        "In a rehearsal no real body is named in a recommendation or beside a reply, agreement, "
        "lateness or progress, and a development since mentions no recommendation.",
    )
    FOOTNOTES_CALLED = (
        "footnotes_called",
        "Each footnote stands once with its words, and is called from running text.",
    )
    NO_MERGE_MARK = (
        "no_merge_mark",
        "No line is left by which a merge of two people's texts told their words apart.",
    )
    NO_RELATIVE_DATE = (
        "no_relative_date",
        "No date depends on the day of reading (yesterday, tomorrow, last week); “today” "
        "may be the day of publication.",
    )
    NO_TREND_ACROSS_SCALE_CHANGE = (
        "no_trend_across_scale_change",
        "No sentence compares grades from before a change of the grading scale with "
        "grades after it.",
    )
    NO_UNBOUND_BODY_NAME = (
        "no_unbound_body_name",
        "A sentence that names an inspected body is bound to a claim or marked as "
        "context with its source.",
    )
    NO_UNBOUND_QUANTITY = (
        "no_unbound_quantity",
        "Every number and quantity word is bound to a claim, marked as context with its "
        "source, or counted in a register.",
    )
    NUMBER_MATCHES = (
        "number_matches",
        "A number in a bound passage equals the number of the claim: how many met it, "
        "how many were inspected, the figure.",
    )
    QUANTITY_NOT_READ = (
        "quantity_not_read",
        "Every number and quantity word of a bound passage is read, on the side of the claim "
        "of which it speaks; what is not read waits for a person.",
    )
    QUANTITY_WORD_HOLDS = (
        "quantity_word_holds",
        "A quantity word (most, a majority of, not all, only one) is true of the counts "
        "behind it, as the vocabulary says.",
    )
    QUANTITY_WORDS_DEFINED = (
        "quantity_words_defined",
        "Every quantity word of a passage that counts is defined in its document, or the document "
        "points to the annex of the report that defines it.",
    )
    QUOTATION_APPROVED = (
        "quotation_approved",
        "Words that somebody says for this document are approved by them as they stand, and they "
        "are named beside them.",
    )
    QUOTATION_HAS_ORIGIN = (
        "quotation_has_origin",
        "Words quoted are bound to an item or a source, or marked as said for this document.",
    )
    QUOTATION_IN_SOURCE = (
        "quotation_in_source",
        "A quotation is word for word in the source it names; “…” may stand for words left out.",
    )
    RECOMMENDATION_COUNT_MATCHES = (
        "recommendation_count_matches",
        "The number of recommendations in the text is the number made, and the same "
        "wherever it is said.",
    )
    RECOMMENDATION_MEANT = (
        "recommendation_meant",
        "A recommendation is numbered once, cited by its own number, and said to be to whom "
        "it is put.",
    )
    REMAINDER_ADDS_UP = (
        "remainder_adds_up",
        "Where the text speaks of the remainder, the parts add up to the whole.",
    )
    SPEAKER_AS_RECORDED = (
        "speaker_as_recorded",
        "Words quoted are said to be of whom the item has them from, on the occasion it has.",
    )
    STRATEGY_AS_REGISTERED = (
        "strategy_as_registered",
        "Who co-ordinates the strategy, what each strand is for, and which strands and areas "
        "there are is what the records say.",
    )
    DIFFERENCE_IS_BORNE = (
        "difference_is_borne",
        "That bodies differ, are mixed or alike, that more of some than of others were found so, "
        "or that some stand lowest is said only where the test of the claim bears it.",
    )
    STYLE_DAYS = (
        "style_days",
        "Days are written in the form of the house.",
    )
    PICTURE_DESCRIBED = (
        "picture_described",
        "A picture has words for who does not see it, and they are no caption and no file's name.",
    )
    PICTURE_STANDS = (
        "picture_stands",
        "Every picture that a text shows was added and not taken back, and so was its evidence.",
    )
    STYLE_NUMBERS = (
        "style_numbers",
        "Counts are in words or figures, and shares with their sign, as the house writes them.",
    )
    STYLE_PLAIN = (
        "style_plain",
        "Sentences and paragraphs are no longer than the house writes them.",
    )
    STYLE_SPELLING = (
        "style_spelling",
        "No word is one letter from the only word it can be.",
    )
    STYLE_WORDS = (
        "style_words",
        "No word stands that the house avoids.",
    )
    SUPERLATIVE_BOUND = (
        "superlative_bound",
        "A superlative (the best, the most effective, the only force, never, "
        "unprecedented) rests on a claim or a source.",
    )
    TITLE_IS_ONE = (
        "title_is_one",
        "The title of a document is the same word for word everywhere.",
    )
    VARIANT_FIGURES = (
        "variant_figures",
        "The figures of a translation are those that the original gives of the same claim or, in "
        "words without one, in the same section.",
    )
    VARIANT_KEYS = (
        "variant_keys",
        "Every key of a translation stands in its original; which of them are missing is said.",
    )
    VARIANT_WHOLE = (
        "variant_whole",
        "All that the original says has something in a translation that answers to it.",
    )
    VARIANT_WITHHOLDS = ("variant_withholds", "A translation marks what its original marks.")
    DIRECTIVE_NOT_UNDERSTOOD = (
        "directive_not_understood",
        "A chart, table or recommendation is written so that it can be drawn.",
    )
