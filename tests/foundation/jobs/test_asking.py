"""One job of a kind and subject is under way, however many ask for it and whenever."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from inspectorate.foundation.jobs.asking import ask, newest, stop
from inspectorate.foundation.jobs.models import Job
from inspectorate.foundation.jobs.states import NEXT, SILENCE, Ending, JobState, state_of
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from tests.factories.rooms import AT, a_person
from tests.foundation.jobs.tasks import Kind
from tests.foundation.test_two_writers import at_once

LATER = AT + SILENCE + timedelta(seconds=1)


@pytest.fixture
def person(db: None) -> Person:
    return a_person(Role.INSPECTOR)


asked = partial(ask, kind=Kind.COUNT, subject="inspection:1", at=AT)


def again(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


class TestAsking:
    def test_job_asked_for_again_while_under_way_is_the_same(self, person: Person) -> None:
        first = asked(by=person)
        assert asked(by=a_person(Role.INSPECTOR)) == first
        Job.objects.update(begun_at=AT)
        assert asked(by=person) == first
        assert (again(first).by, Job.objects.count()) == (person, 1)

    def test_job_of_another_kind_or_subject_is_another(self, person: Person) -> None:
        first = asked(by=person)
        assert asked(by=person, subject="inspection:2") != first
        assert asked(by=person, kind="another") != first

    @pytest.mark.parametrize("ending", Ending)
    def test_job_that_ended_is_followed_by_a_new_one(self, person: Person, ending: Ending) -> None:
        first = asked(by=person)
        Job.objects.update(ended_at=AT, ending=ending)
        second = asked(by=person, at=AT + timedelta(seconds=1))
        assert second != first
        assert newest(Kind.COUNT, "inspection:1") == second
        assert state_of(second, AT) == JobState.WAITING

    def test_lost_job_is_ended_as_lost_and_followed_by_a_new_one(self, person: Person) -> None:
        first = asked(by=person)
        second = asked(by=person, at=LATER)
        assert second != first
        assert state_of(again(first), LATER) == JobState.LOST
        assert (again(first).ended_at, "asked for again" in again(first).told) == (LATER, True)

    def test_nothing_was_asked_for(self, person: Person) -> None:
        assert newest(Kind.COUNT, "inspection:1") is None

    def test_database_itself_keeps_a_second_from_being_under_way(self, person: Person) -> None:
        asked(by=person)
        fields = {"kind": Kind.COUNT, "subject": "inspection:1", "asked_at": AT}
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.create(by=person, heard_at=AT, **fields)

    @pytest.mark.parametrize("wrong", [{"ended_at": AT}, {"ending": "done"}, {"share": 1.1}])
    def test_database_itself_refuses_what_cannot_be(
        self, person: Person, wrong: dict[str, object]
    ) -> None:
        asked(by=person)
        with pytest.raises(IntegrityError), transaction.atomic():
            Job.objects.update(**wrong)


@pytest.mark.django_db(transaction=True)
class TestAtOneMoment:
    def test_job_asked_for_by_eight_at_once_is_one_and_given_to_all(self) -> None:
        person = a_person(Role.INSPECTOR)
        given = at_once(*[partial(asked, by=person)] * 8)
        assert given == [Job.objects.get()] * 8

    def test_lost_job_asked_for_by_eight_at_once_is_followed_by_one(self) -> None:
        person = a_person(Role.INSPECTOR)
        first = asked(by=person)
        given = at_once(*[partial(asked, by=person, at=LATER)] * 8)
        second = Job.objects.get(ended_at=None)
        assert given == [second] * 8
        assert (Job.objects.count(), again(first).ending) == (2, Ending.LOST)


class TestStopping:
    def test_waiting_job_stops_at_once(self, person: Person) -> None:
        job = asked(by=person)
        stop(job=job, at=LATER)
        assert state_of(again(job), LATER) == JobState.STOPPED
        assert again(job).ended_at == LATER

    def test_running_job_is_asked_and_ends_itself(self, person: Person) -> None:
        job = asked(by=person)
        Job.objects.update(begun_at=AT)
        stop(job=job, at=AT)
        assert (state_of(again(job), AT), again(job).ended_at) == (JobState.STOPPING, None)

    def test_ended_job_stays_as_it_is(self, person: Person) -> None:
        job = asked(by=person)
        Job.objects.update(begun_at=AT, ended_at=AT, ending=Ending.DONE)
        stop(job=job, at=LATER)
        assert (again(job).ending, again(job).stop_asked) == (Ending.DONE, False)


class TestStates:
    @pytest.mark.parametrize("begun", [None, AT])
    def test_job_of_which_nothing_is_heard_for_ten_minutes_is_lost(self, begun: object) -> None:
        job = Job(asked_at=AT, heard_at=AT, begun_at=begun)
        before = JobState.RUNNING if begun else JobState.WAITING
        assert state_of(job, AT + SILENCE) == before
        assert state_of(job, LATER) == JobState.LOST

    @pytest.mark.parametrize("ending", Ending)
    def test_job_that_ended_is_where_its_ending_says_for_good(self, ending: Ending) -> None:
        job = Job(asked_at=AT, heard_at=AT, begun_at=AT, ended_at=AT, ending=ending)
        assert state_of(job, LATER) == JobState(ending)

    def test_running_job_that_is_asked_to_stop_is_stopping(self) -> None:
        job = Job(asked_at=AT, heard_at=AT, begun_at=AT, stop_asked=True)
        assert state_of(job, AT) == JobState.STOPPING

    def test_every_state_and_ending_stands_in_the_table(self) -> None:
        assert set(NEXT) == set(JobState)
        assert {one for after in NEXT.values() for one in after} <= set(JobState)
        assert {JobState(one) for one in Ending} <= set(JobState)
