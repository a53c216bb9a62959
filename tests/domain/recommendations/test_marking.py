"""Words marked above OFFICIAL: read by those who may, and never public."""

from __future__ import annotations

from typing import Any

import pytest

from inspectorate.domain.inspections.reasons import InspectionReason
from inspectorate.domain.recommendations import actions, queries, unread
from inspectorate.domain.recommendations.models import Addressee, Progress, Verification
from inspectorate.domain.recommendations.public_record import PublicPart, public_part
from inspectorate.domain.recommendations.reasons import RecommendationReason
from inspectorate.foundation.files import store
from inspectorate.foundation.markings.reading import noting_reads
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories.refusals import codes_of
from tests.factories.rooms import a_contact, a_key, reads_no_more

from .following import ON, accepted, asked, later, replied, signed, verified, who

SENSITIVE = "OFFICIAL-SENSITIVE"
WORDS, NAME = "Somebody was moved to another unit.", "somebody.pdf"


@pytest.fixture
def part(db: None) -> Addressee:
    return asked()


def _progress(part: Addressee, by: Person | None = None) -> Progress:
    return actions.claim_progress(
        by=by or a_contact(part.body),
        at=later(11),
        key=a_key(),
        addressee=part,
        claimed="some",
        text=WORDS,
        file=store.take(b"%PDF-1.4\n%%EOF\n", name=NAME),
        marking=SENSITIVE,
    )


def _looked(part: Addressee, **given: Any) -> Verification:
    return actions.verify(
        by=who(part, Role.LEAD),
        at=later(12),
        key=a_key(),
        addressee=part,
        confirmed="complete",
        evidence=WORDS,
        marking=SENSITIVE,
        **given,
    )


def _public(part: Addressee) -> PublicPart:
    return public_part(part, ON)


class TestNeverPublic:
    def test_reply_marked_so_is_not_accepted_whatever_is_removed(self, part: Addressee) -> None:
        reply = replied(part, action=WORDS, marking=SENSITIVE)
        for words in (WORDS, "[removed]"):
            with pytest.raises(Refused) as refused:
                accepted(reply, action=words)
            assert codes_of(refused) == [RecommendationReason.MARKED_TOO_HIGH]
        found = queries.addressees_visible_to(who(part, Role.LEAD), part.recommendation.inspection)
        assert unread.to_read(found.get()) is None

    def test_reply_marked_so_tells_the_public_no_more_than_one_nobody_read(
        self, part: Addressee
    ) -> None:
        link = "https://college.example/reply"
        reply = replied(part, action=WORDS, marking=SENSITIVE, link=link)
        public = _public(part)
        assert (public.agreement, public.being_read, public.link) == ("Agreed", True, "")
        assert WORDS not in str(public)
        # Nor where replies went out as they came, before anybody read them first.
        assert WORDS not in str(public_part(part, ON, public_before=later(99)))
        assert reply.marking == SENSITIVE

    def test_closure_marked_so_tells_the_public_its_outcome_alone(self, part: Addressee) -> None:
        signed(verified(part), 31)
        closure = actions.close(
            by=who(part, Role.LEAD),
            at=later(40),
            key=a_key(),
            addressee=part,
            outcome="implemented",
            reasons=WORDS,
            marking=SENSITIVE,
        )
        signed(closure, 41)
        public = _public(part)
        assert public.state == "implemented"
        assert "Closed, implemented" in [line.what for line in public.history]
        assert WORDS not in str(public)


class TestRead:
    def test_words_above_the_reader_are_withheld_and_the_steps_stay(self, part: Addressee) -> None:
        replied(part, action=WORDS, marking=SENSITIVE)
        _progress(part)
        _looked(part)
        inspection = part.recommendation.inspection
        editor, lead = who(part, Role.EDITOR), who(part, Role.LEAD)
        for reader, reads in ((editor, False), (lead, True)):
            with noting_reads() as noted:
                seen = queries.laid_open(reader, queries.standing(part, ON))
            words = [seen.responses[0].action, seen.progress[0].text]
            words.append(seen.verifications[0].evidence)
            assert [one == WORDS for one in words] == [reads] * 3
            assert (seen.progress[0].file_name == NAME) is reads
            assert len(noted) == (3 if reads else 0)
            assert {one.inspection for one in noted} <= {inspection.slug}
            assert (seen.response is not None, seen.claimed is not None) == (True, True)

    def test_file_above_the_reader_does_not_exist(self, part: Addressee) -> None:
        digest = _progress(part).digest
        found = queries.addressees_visible_to(who(part, Role.LEAD), part.recommendation.inspection)
        one = found.get()
        assert queries.file(who(part, Role.LEAD), one, digest) == NAME
        assert queries.file(who(part, Role.EDITOR), one, digest) is None
        assert queries.file(who(part, Role.LEAD), one, "") is None

    def test_contact_reads_their_own_and_nothing_higher_of_others(self, part: Addressee) -> None:
        contact, colleague = a_contact(part.body), a_contact(part.body)
        _progress(part, contact)
        _looked(part)
        seen = queries.read_by_contact(contact, queries.standing(part, ON))
        assert seen.progress[0].text == WORDS
        assert seen.verifications[0].evidence.startswith("Marked Official-sensitive.")
        seen = queries.read_by_contact(colleague, queries.standing(part, ON))
        assert seen.progress[0].text.startswith("Marked Official-sensitive.")

    def test_nobody_confirms_what_they_may_not_read(self, part: Addressee) -> None:
        looked = _looked(part)
        (signing,) = reads_no_more(who(part, Role.SIGNING))
        with pytest.raises(Refused) as refused:
            signed(looked, 31, signing)
        assert codes_of(refused) == [InspectionReason.NOT_CLEARED]
        signed(looked, 31, who(part, Role.INSPECTOR))


@pytest.mark.parametrize(
    ("marking", "code"),
    [("SECRET", "secret_words"), ("PUBLIC", "marking_unknown")],
)
def test_marking_that_our_words_cannot_have_is_refused(
    part: Addressee, marking: str, code: str
) -> None:
    by, at = who(part, Role.LEAD), later(12)
    given: dict[str, Any] = {"by": by, "at": at, "addressee": part, "marking": marking}
    with pytest.raises(Refused) as refused:
        actions.verify(key=a_key(), confirmed="partly", evidence="Seen.", **given)
    assert codes_of(refused) == [code]
    with pytest.raises(Refused) as refused:
        actions.close(key=a_key(), outcome="overtaken", reasons="Gone.", **given)
    assert codes_of(refused) == [code]
