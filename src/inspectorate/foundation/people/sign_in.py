"""Sign-in: one address and password, then a second factor; nobody signs themselves up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from django.http import HttpRequest

from .models import Person


class ClosedDoors(DefaultAccountAdapter):  # type: ignore[misc]
    """People are registered by an administrator; the sign-up page does not exist."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class HeldRoles(AuthenticationBackend):  # type: ignore[misc]
    """Only an active person who holds at least one role may sign in or stay signed in."""

    def get_user(self, user_id: Any) -> Person | None:
        person = Person.objects.filter(pk=user_id, is_active=True).first()
        return person if person and person.roles else None

    def user_can_authenticate(self, user: Person) -> bool:
        return user.is_active and bool(user.roles)
