"""Several days off at once: lines read, all entered or none, each taken back by itself."""

from __future__ import annotations

import json
from datetime import date

import pytest

from inspectorate.foundation.ledger.models import Entry
from inspectorate.foundation.people.days_off import actions, lines
from inspectorate.foundation.people.models import DaysOff
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.reasons import Refused
from tests.factories import rooms

pytestmark = pytest.mark.django_db


def take(days: str) -> list[tuple[date, date]]:
    """Enter the lines as an inspector; return what stands."""
    person = rooms.a_person(Role.INSPECTOR)
    actions.take_many_days_off(by=person, at=rooms.AT, key=rooms.a_key(), days=days)
    return list(DaysOff.objects.filter(person=person).values_list("from_on", "to_on"))


def refused(days: str) -> list[str]:
    """What is said of lines of which none is entered."""
    with pytest.raises(Refused) as refusal:
        take(days)
    assert not DaysOff.objects.exists()
    return [one.text for one in refusal.value.reasons]


def test_each_line_is_entered_once_and_its_remark_is_kept_nowhere() -> None:
    said = "\n2027-01-04 to 2027-01-08  # Crete\n2027-02-01\n# 2027-03-01\n2027-02-01 # again\n"
    assert take(said) == [
        (date(2027, 1, 4), date(2027, 1, 8)),
        (date(2027, 2, 1), date(2027, 2, 1)),
    ]
    kept = json.dumps(list(Entry.objects.values_list("detail", flat=True)), default=str)
    assert "Crete" not in kept
    assert "2027" not in kept
    assert Entry.objects.filter(verb=PersonVerb.TAKE_DAYS_OFF).count() == 2


def test_every_line_that_is_no_day_is_named_and_none_is_entered() -> None:
    told = refused("2027-01-04\nnext week\n2027-02-30\n2027-01-04 - 2027-01-05")
    assert told == [
        "Line 2: 'next week' is no day.",
        "Line 3: '2027-02-30' is no day.",
        "Line 4: '2027-01-04 - 2027-01-05' is no day.",
    ]


def test_days_in_the_wrong_order_or_of_more_than_a_year_are_named_by_their_days() -> None:
    assert refused("2027-01-04\n2027-01-08 to 2027-01-04\n2027-01-01 to 2028-06-01") == [
        "2027-01-08 to 2027-01-04: The last day is before the first.",
        "2027-01-01 to 2028-06-01: That is more than a year.",
    ]


@pytest.mark.parametrize("days", ["", "  \n# nothing\n"])
def test_no_day_is_refused_with_what_to_write(days: str) -> None:
    assert refused(days) == ["There is no day."]


def test_more_than_a_page_shows_are_refused_and_as_many_as_it_shows_are_taken() -> None:
    first = date(2027, 1, 1).toordinal()
    several = [str(date.fromordinal(first + 2 * place)) for place in range(201)]
    assert len(refused("\n".join(several))) == 1
    assert len(take("\n".join(several[:200]))) == 200


def test_what_was_read_from_a_calendar_is_lines_that_are_read_back_and_what_is_there_a_remark() -> (
    None
):
    found = [
        {"from": "2027-01-04", "to": "2027-01-08", "names": ["Crete # really", "Away"]},
        {"from": "2027-02-01", "to": "2027-02-01", "names": []},
        {"from": "2027-03-02", "to": "2027-03-02", "names": ["Course"]},
    ]
    written = lines.written(found, [(date(2027, 3, 1), date(2027, 3, 5))])
    assert written.splitlines() == [
        "2027-01-04 to 2027-01-08  # Crete # really, Away",
        "2027-02-01",
        "# entered already: 2027-03-02 Course",
    ]
    assert lines.stretches(written) == [
        (date(2027, 1, 4), date(2027, 1, 8)),
        (date(2027, 2, 1), date(2027, 2, 1)),
    ]
