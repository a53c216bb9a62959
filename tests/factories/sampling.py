"""A sample of undisputed judgments, drawn and looked at, before many are agreed."""

from __future__ import annotations

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.judgments.desk import actions
from inspectorate.domain.judgments.models import AgreementSample
from inspectorate.foundation.people.models import Person
from tests.factories.findings import LATER
from tests.factories.rooms import a_key


def a_sample(inspection: Inspection, by: Person) -> AgreementSample:
    """A sample of what is undisputed now."""
    return actions.draw_sample(by=by, at=LATER, key=a_key(), inspection=inspection)


def looked_at(inspection: Inspection, by: Person, *, stands: bool = True) -> AgreementSample:
    """A sample of what is undisputed now, of which all was looked at."""
    sample = a_sample(inspection, by)
    for cell in sample.cells.order_by("place"):
        actions.look(by=by, at=LATER, key=a_key(), cell=cell, stands=stands)
    return sample
