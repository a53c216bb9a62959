"""Language variants: opened beside an original, signed against it, checked by what any language
has, frozen beside an edition of the same text.
"""

from __future__ import annotations

import pytest

from inspectorate.domain.reports.models import Document, Signature
from inspectorate.domain.reports.proof import Proof, proof_of
from inspectorate.domain.reports.queries import data_of, laid_out
from inspectorate.domain.reports.variants.actions import open_variant
from inspectorate.domain.reports.variants.languages import Language
from inspectorate.domain.reports.wording import actions as wording
from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Forbidden, Refused
from inspectorate.prose.passages import Signing
from tests.factories.findings import agreed
from tests.factories.publishing import (
    DRAFTED,
    SIGNED,
    Story,
    a_document,
    a_story,
    freeze_now,
    frozen,
    saved,
)
from tests.factories.rooms import a_key, criterion, reads_no_more
from tests.factories.wording import DECLARED, declared, sign, signed, signed_text

pytestmark = pytest.mark.django_db

ENGLISH = """\
---
title: Training in short
---

# Summary

{.narrative}
We looked at training in forces.

[Most forces have mandatory training (9 of the 12)]{#mandatory-training}.

# What happens next

{.narrative}
We shall write again.
"""
WELSH = """\
---
title: Hyfforddiant yn gryno
---

# Crynodeb

{.narrative}
Edrychwyd ar hyfforddiant mewn heddluoedd.

[Mae gan y rhan fwyaf o heddluoedd hyfforddiant gorfodol (9 o'r 12)]{#mandatory-training}.

# Beth sy'n digwydd nesaf

{.narrative}
Byddwn yn ysgrifennu eto.
"""


@pytest.fixture
def story() -> Story:
    return a_story()


@pytest.fixture
def original(story: Story) -> Document:
    return a_document(story.inspection, "summary", "summary", "Training in short", ENGLISH)


def opened(original: Document, *, by: Person | None = None, language: str = "cy") -> Document:
    return open_variant(
        by=by or Story(original.inspection, original, original).who(Role.EDITOR),
        at=DRAFTED,
        key=a_key(),
        original=Document.objects.get(pk=original.pk),
        language=language,
        title="Hyfforddiant yn gryno",
    )


@pytest.fixture
def variant(original: Document) -> Document:
    return saved(opened(original), WELSH)


def laid(document: Document) -> Proof:
    return proof_of(Document.objects.get(pk=document.pk))


def found(document: Document) -> list[tuple[str, str, str]]:
    return [
        (str(one.check), one.place.excerpt, one.severity)
        for one in laid(document).problems().problems
    ]


def left(document: Document) -> list[str]:
    """What is still asked of a document, in its own words."""
    return [one.words["full"] for one in signed_text(document).left()]


def refused_to_freeze(document: Document) -> list[str]:
    with pytest.raises(Refused) as refusal:
        freeze_now(document)
    return [one.code for one in refusal.value.reasons]


class TestOpening:
    def test_variant_begins_with_the_words_of_its_original_and_its_keys(
        self, original: Document
    ) -> None:
        made = opened(original)
        assert (made.slug, made.kind, made.title) == (
            "summary-cy",
            "variant",
            "Hyfforddiant yn gryno",
        )
        assert made.text == original.text
        assert (made.variant.original, made.variant.language) == (original, Language.WELSH)
        entry = Entry.objects.filter(verb="reports.open_variant").get()
        assert entry.detail["original_revision"] == original.version

    def test_second_of_a_language_another_language_and_a_kind_without_any_are_told(
        self, story: Story, original: Document
    ) -> None:
        made = opened(original)

        def codes(of: Document, language: str) -> list[str]:
            with pytest.raises(Refused) as refusal:
                opened(of, language=language)
            return [one.code for one in refusal.value.reasons]

        assert codes(original, "cy") == ["variant_there"]
        assert codes(original, "tlh") == ["language_unknown"]
        assert codes(story.release, "cy") == ["not_translatable"]
        assert codes(made, "ga") == ["not_translatable"]
        assert opened(original, language="ga").slug == "summary-ga"

    def test_kind_is_opened_beside_an_original_alone_and_by_who_opens_documents(
        self, story: Story, original: Document
    ) -> None:
        with pytest.raises(Refused) as refusal:
            a_document(story.inspection, "alone", "variant", "Alone", WELSH)
        assert [one.code for one in refusal.value.reasons] == ["opened_beside"]
        with pytest.raises(Forbidden):
            opened(original, by=story.who(Role.INSPECTOR))


class TestChecks:
    def test_rules_of_english_are_off_and_each_is_named_as_not_run(self, variant: Document) -> None:
        assert found(variant) == []
        not_run = {str(one.check): str(one) for one in laid(variant).problems().not_run}
        assert not_run["no_unbound_quantity"] == "no_unbound_quantity (needs a text in English)"
        assert {"style_spelling", "quantity_word_holds", "number_matches"} <= not_run.keys()
        assert "claim_exists" not in not_run
        assert "variant_keys" not in not_run

    def test_variant_is_no_text_that_others_are_held_to(
        self, story: Story, variant: Document
    ) -> None:
        assert variant.slug not in laid(story.report).facts.documents
        assert variant.slug not in laid(story.report).facts.titles

    def test_key_that_the_original_has_not_keeps_it_back(self, variant: Document) -> None:
        other = WELSH.replace("{#mandatory-training}", "{#another}")
        checks = found(saved(variant, other))
        assert ("variant_keys", "Mae gan y rhan fwyaf", "blocks") in [
            (check, words[:20], severity) for check, words, severity in checks
        ]

    def test_key_that_is_missing_is_said_and_keeps_nothing_back(self, variant: Document) -> None:
        without = WELSH.replace("{#mandatory-training}", "").replace("[Mae", "Mae")
        without = without.replace("(9 o'r 12)]", "(9 o'r 12)")
        told = laid(saved(variant, without)).problems().problems
        assert [(str(one.check), one.severity) for one in told] == [("variant_keys", "warns")]
        assert told[0].what == "1 key of the original is missing: mandatory-training."

    @pytest.mark.parametrize(
        ("figures", "expected"),
        [
            ("(9 o'r 12)", []),
            ("(8 o'r 12)", ["8", "whole"]),
            ("(naw o'r 12)", ["whole"]),
            ("(75% o'r 12)", ["whole"]),
            ("(12 o'r 9)", []),
            ("(9 o'r 12 yn 2031)", ["2031"]),
        ],
    )
    def test_figures_in_digits_are_those_of_the_original(
        self, variant: Document, figures: str, expected: list[str]
    ) -> None:
        told = found(saved(variant, WELSH.replace("(9 o'r 12)", figures)))
        assert {check for check, _, _ in told} <= {"variant_figures"}
        words = [excerpt if excerpt.isdigit() else "whole" for _, excerpt, _ in told]
        assert sorted(words) == sorted(expected)

    def test_section_that_marks_less_than_the_original_keeps_it_back(
        self, original: Document, variant: Document
    ) -> None:
        mark = '{.sensitive marking="OFFICIAL-SENSITIVE" ground="section 31"}'
        saved(original, ENGLISH.replace("write again", f"[write again]{mark}"))
        assert found(variant) == [("variant_withholds", "Beth sy'n digwydd nesaf", "blocks")]
        marked = saved(variant, WELSH.replace("ysgrifennu eto", f"[ysgrifennu eto]{mark}"))
        assert found(marked) == []


class TestSigning:
    def test_passage_is_signed_beside_the_passage_of_its_key_by_a_reader_of_both(
        self, variant: Document
    ) -> None:
        current = declared(variant)
        asked = next(one for one in signed_text(current).left() if one.keys)
        assert asked.words["full"].startswith("Mae gan y rhan fwyaf")
        assert asked.words["original"].startswith("Most forces have mandatory training (9 of")
        referencer = Story(variant.inspection, variant, variant).who(Role.REFERENCER)
        given = {"by": referencer, "at": DECLARED, "document": current, "asked": asked}
        with pytest.raises(Refused) as refusal:
            wording.sign(key=a_key(), **given)
        assert [one.code for one in refusal.value.reasons] == ["both_not_read"]
        made = wording.sign(key=a_key(), reads_both=True, **given)
        assert made.languages == ["en-GB", "cy"]
        assert made.content["original"] == asked.content["original"]
        assert made.words["original"] == asked.words["original"]

    def test_signature_of_another_document_names_no_language(self, original: Document) -> None:
        signed(original)
        assert set(Signature.objects.values_list("languages", flat=True)) == {None}

    def test_word_of_the_original_that_changes_undoes_what_answers_to_it_and_no_more(
        self, original: Document, variant: Document
    ) -> None:
        signed(variant)
        assert left(variant) == []
        saved(original, ENGLISH.replace("have mandatory", "do have mandatory"))
        (asked,) = left(variant)
        assert asked.startswith("Mae gan y rhan fwyaf")
        saved(original, ENGLISH)
        assert left(variant) == []

    def test_narrative_of_the_original_that_changes_undoes_that_section(
        self, original: Document, variant: Document
    ) -> None:
        signed(variant)
        saved(original, ENGLISH.replace("We shall write again", "We shall not write again"))
        (asked,) = left(variant)
        assert "Byddwn yn ysgrifennu eto." in asked

    def test_words_taken_out_of_their_key_answer_to_it_still(
        self, original: Document, variant: Document
    ) -> None:
        bare = WELSH.replace("[Mae", "Mae").replace(")]{#mandatory-training}", ")")
        signed(saved(variant, bare))
        assert left(variant) == []
        saved(original, ENGLISH.replace("have mandatory", "do have mandatory"))
        (asked,) = left(variant)
        assert "Mae gan y rhan fwyaf" in asked

    def test_section_that_the_original_gains_keeps_a_signed_translation_back(
        self, original: Document, variant: Document
    ) -> None:
        signed(variant)
        saved(original, f"{ENGLISH}\n# More\n\n{{.narrative}}\nWe looked again.\n")
        place = "Beth sy'n digwydd nesaf"
        assert found(variant) == [("variant_whole", place, "blocks")]

    def test_word_of_the_translation_that_changes_undoes_it_however_small(
        self, variant: Document
    ) -> None:
        signed(variant)
        assert left(saved(variant, WELSH.replace("gorfodol (9", "gorfodol, (9")))

    def test_page_that_showed_the_original_as_it_was_signs_nothing(
        self, original: Document, variant: Document
    ) -> None:
        current = declared(variant)
        asked = next(one for one in signed_text(current).left() if one.keys)
        saved(original, ENGLISH.replace("have mandatory", "do have mandatory"))
        with pytest.raises(Refused) as refusal:
            sign(current, asked)
        assert [one.code for one in refusal.value.reasons] == ["passage_gone"]

    def test_words_are_shown_beside_an_original_to_who_may_read_that(
        self, story: Story, original: Document, variant: Document
    ) -> None:
        lead, referencer = story.who(Role.LEAD), story.who(Role.REFERENCER)
        reads_no_more(referencer)
        mark = '{.sensitive marking="OFFICIAL-SENSITIVE" ground="section 31"}'
        saved(original, ENGLISH.replace("write again", f"[write again]{mark}"))
        assert laid_out(lead, variant, DRAFTED.date())[1] == []
        assert laid_out(referencer, variant, DRAFTED.date())[1] != []


class TestFreezing:
    def test_report_with_pictures_tables_and_recommendations_is_translated_whole(
        self, story: Story
    ) -> None:
        frozen(story.report)
        variant = opened(story.report)
        assert found(variant) == []
        asked = {one.kind: one for one in signed_text(variant).left() if not one.keys}
        assert "Set down what training is for." in asked[Signing.SINGLY].words["original"]
        data = data_of(frozen(saved(variant, variant.text.replace("We looked", "Edrychwyd"))))
        assert "Set down what training is for." in str(data.as_json()["blocks"])

    def test_variant_is_frozen_beside_an_edition_of_the_very_text_and_names_it(
        self, original: Document, variant: Document
    ) -> None:
        signed(variant)
        assert refused_to_freeze(variant) == ["original_not_frozen"]
        number = frozen(original).number
        data = data_of(freeze_now(variant, at=SIGNED))
        assert (data.language, data.original, data.original_number) == ("cy", "summary", number)
        assert data.as_json()["original"] == "summary"
        assert "original" not in data_of(original.editions.get(kind="public")).as_json()

    def test_original_that_moved_on_keeps_it_back_until_it_is_frozen(
        self, original: Document, variant: Document
    ) -> None:
        frozen(original)
        later = ENGLISH.replace("We shall write", "We will write")
        saved(original, later)
        signed(variant)
        assert refused_to_freeze(variant) == ["original_moved"]

    def test_figures_that_moved_since_the_originals_edition_keep_it_back(
        self, story: Story, original: Document, variant: Document
    ) -> None:
        frozen(original)
        signed(variant)
        agreed(
            story.inspection, story.body(0), criterion(story.inspection), mandatory_training=False
        )
        assert refused_to_freeze(variant) == ["original_moved"]

    def test_variant_that_is_not_signed_is_not_frozen(
        self, original: Document, variant: Document
    ) -> None:
        frozen(original)
        assert "wording_not_signed" in refused_to_freeze(variant)
