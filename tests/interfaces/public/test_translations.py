"""Where a translation stands on the site: beside its original, in its own language."""

import re
from dataclasses import replace

from inspectorate.domain.publication.schema import DocumentInfo
from inspectorate.domain.reports.documents.registry import DocumentKind
from inspectorate.domain.reports.editions.model import EditionData
from inspectorate.interfaces.public.release_pages import release_files
from tests.factories.bundle import bundle
from tests.factories.editions import edition


def pages(beside: int = 1) -> tuple[str, str, str]:
    """The pages of an original, of its translation, and of the release; ``beside`` is the edition
    that was translated.
    """
    original = edition()
    welsh: EditionData = replace(
        original,
        slug="report-cy",
        kind=DocumentKind.VARIANT,
        title="Pa mor dda",
        language="cy",
        original=original.slug,
        original_number=beside,
    )
    infos = tuple(
        DocumentInfo(one.slug, one.kind, one.title, one.number, pdf=False)
        for one in (original, welsh)
    )
    files = release_files(bundle(documents=infos), {original.slug: original, welsh.slug: welsh}, {})
    report, translation, release = (
        re.sub(r"\s+", " ", files[one].decode())
        for one in ("report.html", "documents/report-cy.html", "index.html")
    )
    return report, translation, release


def test_original_and_translation_lead_to_each_other_and_name_the_language() -> None:
    original, welsh, release = pages()
    link = '<a href="documents/report-cy.html" lang="cy" hreflang="cy">Pa mor dda (Cymraeg)</a>'
    assert f"In Welsh: {link}" in original
    assert "A translation into Welsh of <a" in welsh
    assert 'href="../report.html" hreflang="en-GB"' in welsh
    assert '<h3 lang="cy"><a href="documents/report-cy.html">' in release


def test_words_of_a_translation_are_in_its_language_and_what_stands_around_them_is_not() -> None:
    original, welsh, _ = pages()
    assert '<html lang="en-GB">' in welsh
    assert '<article class="document" lang="cy">' in welsh
    assert '<p class="imprint" lang="en-GB">' in welsh
    assert '<article class="document">' in original
    assert '<p class="imprint">' in original


def test_translation_of_an_edition_that_was_corrected_says_so() -> None:
    said = "which has been corrected since"
    assert said not in pages(edition().number)[1]
    assert said in pages(edition().number + 1)[1]
