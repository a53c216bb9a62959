"""The door for programs: who comes in, what is read there, and how it says no."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from inspectorate.domain.evidence import queries as evidence
from inspectorate.domain.evidence.models import Item
from inspectorate.domain.fieldwork import queries as fieldwork
from inspectorate.domain.judgments.grid import grid
from inspectorate.foundation.people import actions as people
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.tokens import actions
from inspectorate.foundation.people.tokens.scopes import Scope
from inspectorate.foundation.security_log.log import events
from inspectorate.interfaces.api import tokens
from inspectorate.interfaces.cells import exact
from tests.factories.rooms import AT, a_key
from tests.factories.world import World

from .asking import ROOT, Program, a_program, a_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(settings: Any, tmp_path: Path) -> Path:
    """The security log of this test alone."""
    settings.SECURITY_LOG = str(tmp_path / "security.log")
    return tmp_path / "security.log"


class TestWhoComesIn:
    @pytest.mark.parametrize("sent", ["", "Bearer", "Bearer none", "Basic bGVhZDpsZWFk", "x"])
    def test_without_a_token_that_opens_something_nobody_comes_in(self, sent: str) -> None:
        answer = Client().get(ROOT, headers={"Authorization": sent} if sent else {})
        assert answer.status_code == 401
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["WWW-Authenticate"].startswith("Bearer")

    def test_session_of_a_browser_is_no_token(self, world: World) -> None:
        client = Client()
        client.force_login(world.first.people["lead"])
        assert client.get(ROOT).status_code == 401

    def test_token_ended_run_out_or_of_who_is_no_longer_staff_opens_nothing(
        self, world: World
    ) -> None:
        lead, admin = world.first.people["lead"], world.first.people["admin"]
        secret, token = a_token(lead)
        assert Program(secret).get().status_code == 200
        actions.end_token(by=lead, at=timezone.now(), key=a_key(), token=token)
        assert Program(secret).get().status_code == 401
        old, _ = a_token(lead, days=1, at=timezone.now() - timedelta(days=2))
        assert Program(old).get().status_code == 401
        left, _ = a_token(lead)
        people.end_role(by=admin, at=AT, key=a_key(), person=lead, role=Role.LEAD)
        assert Program(left).get().status_code == 401

    def test_token_of_who_lost_the_second_factors_since_opens_nothing_whatever_is_set_up_again(
        self, world: World
    ) -> None:
        lead, admin = world.first.people["lead"], world.first.people["admin"]
        secret, _ = a_token(lead)
        Authenticator.objects.create(user=lead, type=Authenticator.Type.TOTP, data={})
        people.reset_factors(
            by=admin, at=timezone.now(), key=a_key(), person=lead, reason="Lost the telephone"
        )
        assert Program(secret).get().status_code == 401

    def test_token_made_for_something_else_is_told_what_it_lacks(self, world: World) -> None:
        program = a_program(world.first.people["lead"], Scope.READ_FIELDWORK)
        slug = world.first.inspection.slug
        assert program.get(f"{slug}/visits/").status_code == 200
        answer = program.get(f"{slug}/evidence/")
        assert answer.status_code == 403
        assert "evidence:read" in answer["WWW-Authenticate"]

    def test_inspection_off_ones_team_is_answered_as_one_that_does_not_exist(
        self, world: World
    ) -> None:
        program = a_program(world.first.people["lead"])
        for rest in ("", "visits/", "sessions/", "requests/", "evidence/", "judgments/"):
            other = program.get(f"{world.second.inspection.slug}/{rest}")
            none = program.get(f"no-such-inspection/{rest}")
            assert (other.status_code, other.content) == (404, none.content), rest

    def test_answer_is_kept_by_nobody(self, world: World) -> None:
        assert a_program(world.first.people["lead"]).get()["Cache-Control"] == "no-store"

    def test_token_of_whose_password_somebody_else_set_opens_nothing(self, world: World) -> None:
        lead = world.first.people["lead"]
        for by, more in ((people.CONSOLE, {}), (lead, {"by_link": True})):
            secret, _ = a_token(lead)
            assert Program(secret).get().status_code == 200
            people.set_password(
                by=by, at=timezone.now(), key=a_key(), person=lead, password="!x", **more
            )
            assert Program(secret).get().status_code == 401
        secret, _ = a_token(lead)
        people.set_password(by=lead, at=timezone.now(), key=a_key(), person=lead, password="!y")
        assert Program(secret).get().status_code == 200

    def test_token_of_who_could_not_sign_in_for_want_of_a_factor_opens_nothing(
        self, world: World, settings: Any
    ) -> None:
        lead = world.first.people["lead"]
        secret, _ = a_token(lead)
        settings.SECOND_FACTOR_REQUIRED = True
        assert Program(secret).get().status_code == 401
        Authenticator.objects.create(user=lead, type=Authenticator.Type.TOTP, data={})
        assert Program(secret).get().status_code == 200

    def test_whatever_a_program_is_refused_is_noted_as_its_persons(
        self, world: World, log: Path
    ) -> None:
        lead, other = world.first.people["lead"], world.second.inspection.slug
        narrow = a_program(lead, Scope.READ_FIELDWORK)
        narrow.get(f"{other}/visits/")
        narrow.get(f"{world.first.inspection.slug}/evidence/")
        refused = [ids for _, event, ids, _ in events(log) if event == "request.refused"]
        assert [(one["person"], one["status"]) for one in refused] == [
            (lead.pk, 404),
            (lead.pk, 403),
        ]

    def test_what_a_page_does_not_show_is_not_noted_as_read(self, world: World, log: Path) -> None:
        half = world.first
        lead = half.people["lead"]
        marked = Item.objects.filter(inspection=half.inspection).exclude(marking="OFFICIAL").first()
        before = evidence.visible_to(lead, half.inspection).filter(number__lt=marked.number)
        a_program(lead).get(f"{half.inspection.slug}/evidence/", limit=before.count())
        assert not log.exists() or f"evidence.item:{marked.pk}" not in log.read_text()
        a_program(lead).get(f"{half.inspection.slug}/evidence/", limit=before.count() + 1)
        assert f"evidence.item:{marked.pk}" in log.read_text()


class TestWhatIsRead:
    def test_every_list_holds_what_the_person_sees_a_page_at_a_time(self, world: World) -> None:
        half = world.first
        lead, slug = half.people["lead"], half.inspection.slug
        program = a_program(lead)
        today = timezone.localdate()
        wanted = {
            "evidence": {one.number for one in evidence.visible_to(lead, half.inspection)},
            "visits": {row.visit.pk for row in fieldwork.visits(lead, half.inspection, today)},
            "requests": {
                row.request.pk for row in fieldwork.requests(lead, half.inspection, today)
            },
            "sessions": {one.pk for one in fieldwork.sessions_of(lead, half.inspection)},
        }
        for name, keys in wanted.items():
            got, cursor, more = [], "", True
            while more:
                page = program.get(f"{slug}/{name}/", limit=3, cursor=cursor).json()
                got += [one["number" if name == "evidence" else "id"] for one in page["items"]]
                cursor, more = page["cursor"], page["more"]
            assert (len(got), set(got)) == (len(keys), keys), name
            # Kept until tomorrow, it begins what comes by then, and nothing before.
            again = program.get(f"{slug}/{name}/", cursor=cursor).json()
            assert again == {"items": [], "cursor": cursor, "more": False}

    def test_evidence_is_read_whole_and_above_ones_clearance_not_at_all(self, world: World) -> None:
        half = world.first
        for who in ("lead", "inspector", "moderator"):
            person = half.people[who]
            page = a_program(person).get(f"{half.inspection.slug}/evidence/", limit=200).json()
            seen = {one.ref: one for one in evidence.visible_to(person, half.inspection)}
            assert {one["ref"] for one in page["items"]} == set(seen)
            for one in page["items"]:
                item = seen[one["ref"]]
                assert (one["words"], one["body"]) == (item.words, item.scope_body.code)
                single = a_program(person).get(f"{half.inspection.slug}/evidence/{item.number}/")
                assert single.json() == one
        hidden = Item.objects.filter(inspection=half.inspection).exclude(
            pk__in=evidence.visible_to(half.people["editor"], half.inspection)
        )
        assert hidden.exists()
        program = a_program(half.people["editor"])
        for one in hidden:
            answer = program.get(f"{half.inspection.slug}/evidence/{one.number}/")
            assert answer.status_code == 404

    def test_judgments_are_those_the_grid_shows(self, world: World) -> None:
        half = world.first
        for who in ("lead", "inspector", "press"):
            person = half.people[who]
            answer = a_program(person).get(f"{half.inspection.slug}/judgments/", limit=200)
            if answer.status_code == 404:
                assert grid(person, half.inspection).cells == {}
                continue
            told = {
                (one["label"], one["criterion"], one["grade"]) for one in answer.json()["items"]
            }
            seen = grid(person, half.inspection)
            names = {one.pk: one.label for one in seen.bodies}
            refs = {one.pk: one.ref for one in seen.criteria}
            shown = {
                (names[body], refs[criterion], cell.grade or None)
                for (body, criterion), cell in seen.cells.items()
                if cell.state == "agreed"
            }
            assert told == shown
            assert told or who != "lead"

    def test_table_taken_out_holds_the_rows_of_its_list(self, world: World) -> None:
        half = world.first
        program = a_program(half.people["lead"])
        for what in ("evidence", "visits", "requests", "judgments"):
            answer = program.get(f"{half.inspection.slug}/exports/{what}.csv")
            assert answer.status_code == 200
            text = b"".join(answer.streaming_content).decode()
            rows = [
                {name: exact(cell) for name, cell in row.items()}
                for row in csv.DictReader(io.StringIO(text, newline=""))
            ]
            listed = program.get(f"{half.inspection.slug}/{what}/", limit=200).json()["items"]
            assert int(answer["X-Row-Count"]) == len(rows) == len(listed)
            for row, one in zip(rows, listed, strict=True):
                for name, value in one.items():
                    text = (
                        value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
                    )
                    assert row[name] == ("" if value is None else text), (what, name)


class TestHowItSaysNo:
    def test_cursor_that_nobody_gave_is_named(self, world: World) -> None:
        program = a_program(world.first.people["lead"])
        for cursor in ("x", "é", "LTE", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5", "%00"):
            answer = program.get(cursor=cursor)
            assert answer.status_code == 422, cursor
            (reason,) = answer.json()["reasons"]
            assert reason["field"] == "cursor"

    def test_limit_out_of_bounds_is_named(self, world: World) -> None:
        program = a_program(world.first.people["lead"])
        for limit in ("0", "201", "many"):
            answer = program.get(limit=limit)
            assert answer.status_code == 422
            assert [one["field"] for one in answer.json()["reasons"]] == ["limit"]

    @pytest.mark.parametrize(
        ("method", "address", "status"),
        [
            ("get", "/api/", 404),
            ("get", "/api/v1/nothing", 404),
            ("get", f"{ROOT}\x00/", 404),
            ("delete", ROOT, 405),
            ("post", ROOT, 405),
            ("put", ROOT, 405),
            ("get", ROOT.rstrip("/"), 404),
        ],
    )
    def test_what_there_is_not_is_a_problem_too_and_no_page(
        self, world: World, method: str, address: str, status: int
    ) -> None:
        program = a_program(world.first.people["lead"])
        ask = getattr(program.client, method)
        answer = ask(address, content_type="application/json", headers=program.headers)
        assert answer.status_code == status
        assert answer["Content-Type"] == "application/problem+json"
        assert answer.json()["status"] == status

    def test_token_used_faster_than_any_program_needs_waits(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tokens, "PACE", 3)
        program = a_program(world.first.people["lead"])
        statuses = [program.get().status_code for _ in range(5)]
        assert statuses == [200, 200, 200, 429, 429]
        assert program.get()["Retry-After"] == "60"
