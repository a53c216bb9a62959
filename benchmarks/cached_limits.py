"""The control of the flood: tries counted in the sign-in library's way, in Django's cache."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from inspectorate.foundation.people.sign_in import ClosedAddresses


class CachedLimits(ClosedAddresses):
    """Forgets, in a flood of other names, who was locked out."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count as the library does."""
        DefaultAccountAdapter.pre_authenticate(self, request, **credentials)

    def _rollback_login_failed_rl_usage(self) -> None:
        DefaultAccountAdapter._rollback_login_failed_rl_usage(self)
