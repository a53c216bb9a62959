"""Several days off on a page: written, or read from a calendar file that is not kept."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from inspectorate.foundation.people.models import DaysOff
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import a_key
from tests.interfaces.web.acting import House, signed_in, words

pytestmark = pytest.mark.django_db
ADDRESS = "/days-off/several/"


def a_calendar(*names: str) -> SimpleUploadedFile:
    """A file with an event of a day for each name, a week apart, from next week on."""
    first = timezone.localdate() + timedelta(days=7)
    days = [first + timedelta(days=7 * place) for place in range(len(names))]
    events = "".join(
        f"BEGIN:VEVENT\nUID:{day}\nDTSTART;VALUE=DATE:{day:%Y%m%d}\nSUMMARY:{name}\nEND:VEVENT\n"
        for day, name in zip(days, names, strict=True)
    )
    content = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//x//\n{events}END:VCALENDAR\n"
    return SimpleUploadedFile("own.ics", content.encode(), "text/calendar")


def test_calendar_file_is_read_into_lines_and_entered_only_when_they_are_sent(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    sent = {"key": a_key(), "days": "2027-05-01", "file": a_calendar("Crete", "Other job")}
    looked = client.post(ADDRESS, sent)
    assert not DaysOff.objects.exists()
    assert "2 stretches of days were read" in words(looked)
    lines = looked.context["form"]["days"].value()
    assert lines.splitlines()[0] == "2027-05-01"
    assert [one.partition("# ")[2] for one in lines.splitlines()[1:]] == ["Crete", "Other job"]
    assert lines in unescape(looked.content.decode())
    kept = "\n".join(one for one in lines.splitlines() if "Crete" not in one)
    told = client.post(ADDRESS, {"key": a_key(), "days": kept}, follow=True)
    assert "The days are entered." in words(told)
    assert DaysOff.objects.count() == 2


def test_file_that_is_no_calendar_is_refused_beside_its_field_and_what_was_typed_stays(
    house: House,
) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    file = SimpleUploadedFile("own.ics", b"Subject,Start\nAway,2027-01-04\n")
    answer = client.post(ADDRESS, {"key": a_key(), "days": "2027-05-01", "file": file})
    assert answer.status_code == 422
    assert "No days were read from it. It is damaged" in words(answer)
    assert answer.context["form"]["days"].value() == "2027-05-01"


def test_lines_that_cannot_be_printed_are_refused_beside_a_file_and_nothing_is_read(
    house: House,
) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    answer = client.post(ADDRESS, {"key": a_key(), "days": "\0", "file": a_calendar("Crete")})
    assert answer.status_code == 422
    assert "Crete" not in answer.content.decode()


def test_name_of_an_event_with_line_ends_of_other_kinds_stays_behind_its_day(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    sent = {"key": a_key(), "days": "", "file": a_calendar("Crete\u20282027-09-01\u0085really")}
    lines = client.post(ADDRESS, sent).context["form"]["days"].value()
    assert lines.endswith("# Crete 2027-09-01 really")
    client.post(ADDRESS, {"key": a_key(), "days": lines + "\u2028more"})
    assert DaysOff.objects.count() == 1


def test_line_that_is_no_day_is_named_and_nothing_is_entered(house: House) -> None:
    client = signed_in(house.who(Role.INSPECTOR))
    answer = client.post(ADDRESS, {"key": a_key(), "days": "2027-05-01\nsoon"})
    assert answer.status_code == 422
    assert "Line 2: 'soon' is no day." in words(answer)
    assert not DaysOff.objects.exists()


def test_days_of_a_calendar_are_entered_for_the_reader_alone_and_told_to_nobody(
    house: House,
) -> None:
    inspector, lead = house.who(Role.INSPECTOR), house.who(Role.LEAD)
    signed_in(inspector).post(ADDRESS, {"key": a_key(), "days": "2027-05-01"})
    assert set(DaysOff.objects.values_list("person", flat=True)) == {inspector.pk}
    page = words(signed_in(lead).get(f"/people/{inspector.pk}/"))
    assert "2027" not in page
    assert "1 May" not in page
