"""Asking the door for programs as one does."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.test import Client
from django.utils import timezone

from inspectorate.foundation.people.models import AccessToken, Person
from inspectorate.foundation.people.tokens import actions
from inspectorate.foundation.people.tokens.known import digest_of, secret_of
from inspectorate.foundation.people.tokens.scopes import Scope
from tests.factories.rooms import a_key

ROOT = "/api/v1/inspections/"


def a_token(
    person: Person,
    scopes: Iterable[str] = Scope.values,
    days: int = 30,
    at: datetime | None = None,
) -> tuple[str, AccessToken]:
    """A token of a person: what a program sends, and the row."""
    key = a_key()
    secret = secret_of(person, key)
    made = actions.make_token(
        by=person,
        at=at or timezone.now(),
        key=key,
        label="A program",
        scopes=list(scopes),
        days=days,
        digest=digest_of(secret),
    )
    return secret, made


class Program:
    """A program that holds a token."""

    def __init__(self, secret: str) -> None:
        self.client = Client()
        self.headers = {"Authorization": f"Bearer {secret}"}

    def get(self, address: str = "", **asked: Any) -> Any:
        return self.client.get(ROOT + address, asked, headers=self.headers)

    def post(self, address: str, sent: Any, key: str | None = "one") -> Any:
        headers = self.headers | ({"Idempotency-Key": key} if key is not None else {})
        return self.client.post(
            ROOT + address, sent, content_type="application/json", headers=headers
        )


def a_program(person: Person, *scopes: str) -> Program:
    """A program of a person, with a token for ``scopes``, or for all."""
    return Program(a_token(person, scopes or Scope.values)[0])
