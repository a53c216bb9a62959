"""Sign-in: one address and password, then a second factor; nobody signs themselves up."""

from __future__ import annotations

import contextlib
import ipaddress
import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.core import context
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.sites.shortcuts import get_current_site
from django.core.mail import EmailMessage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from inspectorate.foundation.ledger.acts import InternalKey
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.tries import devices, limits
from inspectorate.foundation.tries.limits import Counted

from . import actions, policies, proofs
from .models import Person

RIGHT_OR_WRONG = (limits.SIGN_INS, limits.DEVICE_SIGN_INS)


class ClosedAddresses(DefaultAccountAdapter):  # type: ignore[misc]
    """People are registered by an administrator; the sign-up page does not exist."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    _counted: tuple[Counted, ...] = ()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try before the password is looked at: in the database, not in the cache.

        A person signed in, and one in a browser that is known, are counted apart, so that nobody
        keeps them out by trying in their name.
        """
        address = str(credentials.get("email", "")).strip().casefold()
        person = Person.objects.filter(email__iexact=address).first()
        self._counted = self._counters(request, address, person)
        if not limits.take(*self._counted):
            note(
                SecurityEvent.LOCKED_OUT,
                **who(address, person),
                client=self.get_client_ip(request),
                by=self._counted[0].limit.name,
            )
            raise self.validation_error("too_many_login_attempts")

    def _counters(
        self, request: HttpRequest, address: str, person: Person | None
    ) -> tuple[Counted, ...]:
        if request.user.is_authenticated:
            return (Counted(limits.AGAIN, str(request.user.pk)),)
        device = devices.known(request, person, timezone.now())
        if device is not None:
            mine = str(device.pk)
            return (Counted(limits.DEVICE, mine), Counted(limits.DEVICE_SIGN_INS, mine))
        client = client_of(request)
        return (
            Counted(limits.ACCOUNT, address),
            Counted(limits.CLIENT, client),
            Counted(limits.SIGN_INS, client),
        )

    def _rollback_login_failed_rl_usage(self) -> None:
        """Not here: a right password of somebody who may not sign in counts as a wrong one."""

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Person | None:
        """Answer a person who has left or holds no role as a wrong password is answered."""
        # The same answer as to a stranger, so that nobody learns who has an account.
        person: Person | None = super().authenticate(request, **credentials)
        if person and person.is_active and person.roles and not self.comes_otherwise(person):
            limits.give_back(*(one for one in self._counted if one.limit not in RIGHT_OR_WRONG))
            return person
        if not request.user.is_authenticated:
            address = str(credentials.get("email", "")).strip().casefold()
            note(
                SecurityEvent.SIGN_IN_FAILED,
                **who(address, Person.objects.filter(email__iexact=address).first()),
                client=self.get_client_ip(request),
            )
        return None

    def comes_otherwise(self, person: Person) -> bool:
        """Say whether a password opens nothing to ``person`` (``single_sign_on.adapter``)."""
        return False

    def pre_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse | None:
        """Let nobody in by a key whom a password would not let in either."""
        if user.is_active and user.roles:
            answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
            return answer
        note(SecurityEvent.SIGN_IN_FAILED, person=user.pk, client=self.get_client_ip(request))
        self.add_message(
            request, messages.ERROR, message=str(self.error_messages["incorrect_code"])
        )
        return HttpResponseRedirect(reverse("account_login"))

    def post_login(self, request: HttpRequest, user: Person, **kwargs: Any) -> HttpResponse:
        """Note that the person is in; know the browser where both proofs were given."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        device = None
        if not settings.SECOND_FACTOR_REQUIRED or proofs.proved_twice(request, user):
            device = devices.remember(request, response, user, timezone.now()).pk
        note(
            SecurityEvent.SIGNED_IN,
            person=user.pk,
            client=self.get_client_ip(request),
            device=device,
        )
        return response

    def is_safe_url(self, url: str | None) -> bool:
        """May one be sent on there? What cannot be read as an address is none of ours."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and note it."""
        person = request.user.pk
        super().logout(request)
        note(SecurityEvent.SIGNED_OUT, person=person)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Signing in a moment ago counts; the library would ask for the password again at once."""
        request = context.request
        asked = super().is_reauthentication_required(
            app=app, **kwargs
        ) and not proofs.proved_lately(request)
        if asked:
            note(SecurityEvent.STEP_UP_ASKED, person=request.user.pk)
        return bool(asked)

    def get_reauthentication_methods(self, user: Person) -> list[dict[str, Any]]:
        """How a person may prove again who they are; where both proofs are asked for, by which
        they give one that is still lacking.
        """
        ways = self.ways_to_prove(user)
        if not user.is_authenticated or not proofs.waiting_for_both(context.request):
            return ways
        return self._ways_to_the_rest(ways) or ways

    def given_by_no_way(self, user: Person) -> str:
        """Which proof a page waits for that no way offered here can give: ``proofs.FIRST`` or
        ``proofs.SECOND``; empty where there is a way, or none is waited for.
        """
        request = context.request
        if not user.is_authenticated or not proofs.waiting_for_both(request):
            return ""
        if self._ways_to_the_rest(self.ways_to_prove(user)):
            return ""
        return min(proofs.lacking(request), default="")

    def _ways_to_the_rest(self, ways: list[dict[str, Any]]) -> list[dict[str, Any]]:
        wanted = proofs.lacking(context.request)
        return [one for one in ways if self._gives(one) in wanted]

    def ways_to_prove(self, user: Person) -> list[dict[str, Any]]:
        """Every way in which a person may prove again who they are."""
        found: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return found

    @staticmethod
    def _gives(way: dict[str, Any]) -> str:
        return proofs.SECOND if str(way["id"]).startswith("mfa_") else proofs.FIRST

    def set_password(self, user: Person, password: str) -> None:
        """Set one's own password, as an act: changed while signed in, or by a link that was mailed.

        Whoever has the link is taken for the person it was mailed to.
        """
        changed = context.request.user.is_authenticated
        actions.set_password(
            by=user,
            at=timezone.now(),
            key=internal_key(),
            person=user,
            password=make_password(password),
            # Read when the old password, or the link, was looked at.
            instead_of=user.password,
            by_link=not changed,
        )
        note(
            SecurityEvent.PASSWORD_CHANGED if changed else SecurityEvent.RESET_DONE,
            person=user.pk,
            client=self.get_client_ip(context.request),
        )

    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:
        """Write the mail; once the answer is gone its page records that it was asked for, and sends
        it (``mails_of``). None goes to whom links of an administrator alone let set a password: one
        that was revoked, or a password taken away, is not undone by whoever reads the mail.
        """
        if not user.has_usable_password() and user.invitations.exists():
            return
        request = context["request"]
        site = get_current_site(request)
        told = {"email": email, "current_site": site, **context}
        mail = self.render_mail("account/email/password_reset_key", email, told)
        mails_of(request).append((user, mail))

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Tell the person only once the change is stored; nothing is locked while it is mailed."""
        transaction.on_commit(
            lambda: super(ClosedAddresses, self).send_notification_mail(*args, **kwargs)
        )


def mails_of(request: HttpRequest) -> list[tuple[Person, EmailMessage]]:
    """The mails that are to be sent once the answer to ``request`` is gone, and to whom each is."""
    found: list[tuple[Person, EmailMessage]] = request.__dict__.setdefault("_mails_afterwards", [])
    return found


def internal_key() -> InternalKey:
    """A key for what a person does through the sign-in library, whose forms bring none."""
    return InternalKey(f"sign-in/{secrets.token_hex(16)}")


def client_of(request: HttpRequest) -> str:
    """What limits count as one client: its address, of IPv6 the network that one customer has."""
    address = str(get_adapter().get_client_ip(request))
    with contextlib.suppress(ValueError):
        found = ipaddress.ip_address(address)
        if isinstance(found, ipaddress.IPv6Address):
            # An IPv4 client as a socket for both sees it: all of them are in one network.
            mapped = found.ipv4_mapped
            return str(mapped or ipaddress.ip_network(f"{address}/64", strict=False))
    return address


def who(address: str, person: Person | None) -> dict[str, int | str]:
    """The ids by which the security log names who was tried; never the address."""
    if person is not None:
        return {"person": person.pk}
    return {"person": "unknown", "tried": limits.keyed(address)}


class HeldRoles(AuthenticationBackend):  # type: ignore[misc]
    """Only an active person who holds at least one role may sign in or stay signed in."""

    def get_user(self, user_id: Any) -> Person | None:
        # Asked at every request, so that a role taken away ends the session with the next one.
        person = Person.objects.filter(pk=user_id, is_active=True).first()
        if person is None:
            return None
        person.let_in_with = person.roles
        return person if person.let_in_with else None

    def _check_password(self, user: Person | None, password: str) -> Person | None:
        """Check a password; one that is right and stored in an old form is stored anew."""
        found: Person | None = super()._check_password(user, password)
        if found is not None and not policies.rehashable(found):
            # Refused where another sign-in did it meanwhile; a wrong clock keeps nobody out here.
            with contextlib.suppress(Refused):
                actions.rehash_password(
                    by=found,
                    at=timezone.now(),
                    key=internal_key(),
                    password=make_password(password),
                )
        return found

    def user_can_authenticate(self, user: Person) -> bool:
        return user.is_active and bool(user.roles)
