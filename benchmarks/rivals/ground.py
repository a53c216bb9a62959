"""What the pairs stand on: inspections made when first asked for, and how a pair is written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from benchmarks.at_once import Call
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.factories import publishing, rooms
from tests.factories.rooms import AT, a_key, member

from inspectorate.domain.inspections.models import Inspection, ScopeBody
from inspectorate.domain.programmes.models import Criterion
from inspectorate.domain.publication import actions as publication
from inspectorate.domain.recommendations.models import Addressee
from inspectorate.domain.recommendations.opening import actions as opening
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role

CELLS = 70  # bodies judged on three criteria
RECOMMENDATIONS = 130
WINDOW = 400  # days of fieldwork
PREDICATE = {"criterion": "1.1", "finding": "mandatory-training"}
FILES = [("notes.txt", b"What was said.\n"), ("list.txt", b"Who was there.\n")]
Pair = tuple[Call, Call]


def call(act: Callable[..., Any], **given: Any) -> Call:
    return Call(act, {"at": AT, "key": a_key("rival"), **given})


def twice(act: Callable[..., Any], **given: Any) -> Pair:
    return call(act, **given), call(act, **given)


def again(call: Call) -> Pair:
    return call, Call(call.act, {**call.given, "key": a_key("rival")})


@dataclass
class Ground:
    """The inspections that the pairs stand on, each made when first asked for.

    Binders lie in ``folder``.
    """

    folder: Path
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    # Every other day of the window: a visit may be moved to the next.
    days: Iterator[int] = field(default_factory=lambda: itertools.count(0, 2))
    days_of_two: Iterator[int] = field(default_factory=itertools.count)
    # By the public keys that the installation was told of.
    private_keys: dict[str, Ed25519PrivateKey] = field(default_factory=dict)

    @cached_property
    def judging(self) -> Inspection:
        """One with many cells."""
        return rooms.an_inspection(bodies=CELLS, phase="judging")

    @cached_property
    def fieldwork(self) -> Inspection:
        """One under way, for as long as there are visits to plan."""
        return rooms.an_inspection(bodies=3, fieldwork_to=rooms.FROM + timedelta(days=WINDOW))

    @cached_property
    def exported(self) -> Inspection:
        """A small one, of which binders are made."""
        return rooms.an_inspection(bodies=1, team=((Role.SIGNING, ""), (Role.INSPECTOR, "A")))

    @cached_property
    def planned(self) -> Inspection:
        """One whose scope may still be set."""
        return rooms.an_inspection(bodies=3, phase="planned")

    @cached_property
    def story(self) -> publishing.Story:
        """One with judgments, claims and texts."""
        return publishing.a_story()

    @cached_property
    def released(self) -> publishing.Story:
        """One with a press release that is out, and no other: a bundle holds all that are out."""
        story = publishing.a_story()
        release = publishing.approved(
            publishing.prepared(story, [publishing.frozen(story.release)])
        )
        publication.release(
            by=story.who(Role.PRESS), at=publishing.EMBARGO, key=a_key(), release=release
        )
        return story

    @cached_property
    def cells(self) -> Iterator[tuple[ScopeBody, Criterion]]:
        """Cells nobody has judged."""
        criteria = [rooms.criterion(self.judging, ref) for ref in ("1.1", "1.2", "2.1")]
        return iter(
            [(body, of) for body in self.judging.scope.order_by("order") for of in criteria]
        )

    def lead(self, inspection: Inspection) -> Person:
        """Who leads it."""
        return member(inspection, Role.LEAD)

    def edition(self) -> Any:
        """A press release of its own, frozen."""
        slug = f"release-{next(self.numbers)}"
        made = publishing.a_document(
            self.story.inspection, slug, "release", "Most forces train", publishing.RELEASE
        )
        return publishing.frozen(made)

    @cached_property
    def spare(self) -> Any:
        """A press release, frozen, that is never released."""
        return self.edition()

    def release(self, *, goes_out: bool = True) -> Any:
        """A release of one edition, prepared."""
        return publishing.prepared(self.story, [self.edition() if goes_out else self.spare])

    def report(self, *numbers: int) -> Any:
        """A report that makes recommendations under these numbers, frozen."""
        before, rest = publishing.REPORT.split("```recommendation\n")
        one, after = rest.split("```\n", 1)
        made = "\n".join(
            f"```recommendation\n{one}```\n".replace("number: 1", f"number: {number}").replace(
                "what training is for", f"what training is for, part {number}"
            )
            for number in numbers
        )
        # Without its pictures, which take long to set.
        text = re.sub(r"```chart\n.*?```\n", "", before + made + after, flags=re.DOTALL)
        return publishing.frozen(
            publishing.a_document(
                self.story.inspection,
                f"report-{numbers[0]}",
                "report",
                "How well forces train",
                text,
            )
        )

    @cached_property
    def many(self) -> tuple[Any, Iterator[int]]:
        """A report that makes many recommendations, and the numbers not yet opened."""
        numbers = range(1001, 1001 + RECOMMENDATIONS)
        return self.report(*numbers), iter(numbers)

    def part(self) -> Addressee:
        """An addressee's part of a recommendation."""
        edition, numbers = self.many
        made = opening.open_one(
            by=self.story.who(Role.PRESS),
            at=publishing.EMBARGO,
            key=a_key(),
            edition=edition,
            number=next(numbers),
        )
        return Addressee.objects.get(recommendation=made)

    @cached_property
    def one_part(self) -> Addressee:
        """A part that stays open."""
        return self.part()
