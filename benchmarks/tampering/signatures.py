"""Forgeries of what people sign before anything is public: contents, words of others, findings."""

from __future__ import annotations

from .forging import put_in, rows
from .meaning import _changed, _gone, forgery


@forgery("the contents of a release exchanged for another's", "publication.contents")
def _other_contents() -> None:
    one, other = rows("publication_contents").order_by("pk")[:2]
    rows("publication_contents").filter(pk=one.pk).update(digest=other.digest)


@forgery("a second signature put under other contents", "publication.releaseapproval")
def _signed_otherwise() -> None:
    signed = rows("publication_releaseapproval").order_by("pk")[0]
    other = rows("publication_contents").exclude(release_id=signed.release_id)[0]
    rows("publication_releaseapproval").filter(pk=signed.pk).update(digest=other.digest)


@forgery("an older register put in the place of the newest", "publication.publishedregister")
def _older_register() -> None:
    _changed(
        "publication_publishedregister", digest=rows("publication_publishedregister")[0].digest
    )


@forgery("a mandate that ended made to stand", "publication.mandateend")
def _mandate_stands() -> None:
    _gone("publication_mandateend")


@forgery("a register published under nobody's mandate", "publication.publishedregister")
def _no_mandate() -> None:
    under = rows("publication_publishedregister").exclude(mandate_id=None)[0]
    rows("publication_publishedregister").filter(pk=under.pk).update(mandate_id=None)


@forgery("a clock confirmed by nobody", "publication.clockconfirmation")
def _clock() -> None:
    put_in("publication_clockconfirmation", rows("publication_clockconfirmation")[0])


@forgery("other words accepted than were read", "recommendations.acceptance")
def _other_words() -> None:
    _changed("recommendations_acceptance", action="Call 01632 960 314.")


@forgery("words that were taken back made to stand", "recommendations.acceptancewithdrawal")
def _words_stand() -> None:
    _gone("recommendations_acceptancewithdrawal")


@forgery("a closure confirmed by another than signed it", "recommendations.confirmation")
def _confirmer() -> None:
    one = rows("recommendations_confirmation").exclude(closure_id=None)[0]
    other = rows("people_person").exclude(pk=one.by_id)[0]
    rows("recommendations_confirmation").filter(pk=one.pk).update(by_id=other.pk)


@forgery("a confirmation taken back made to stand", "recommendations.confirmationwithdrawal")
def _confirmation_stands() -> None:
    _gone("recommendations_confirmationwithdrawal")
