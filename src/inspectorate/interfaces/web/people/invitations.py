"""Inviting people, taking away a password, and the page on which one sets one's own by a link.

The link is mailed, and no word of any inspection with it. Where no mail server is set, or it does
not take the mail, whoever gave the link is shown it once.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import (
    password_validators_help_text_html,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from inspectorate.foundation.ledger.acts import done_of
from inspectorate.foundation.people.invitations import actions, links
from inspectorate.foundation.people.invitations.models import Invitation
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.roles import Role
from inspectorate.foundation.people.sign_in import client_of, internal_key
from inspectorate.foundation.people.verbs import PersonVerb
from inspectorate.foundation.reasons.reasons import Refused
from inspectorate.foundation.security_log.events import SecurityEvent
from inspectorate.foundation.security_log.log import note
from inspectorate.foundation.tries import limits
from inspectorate.foundation.tries.limits import Counted

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ...reminding import mails_nothing
from ..access import StaffRequest, signing, staff_page
from ..inspection_page import act_page, page
from ..sign_in import refused
from .forms import ReasonForm

logger = logging.getLogger(__name__)


class InviteForm(ActForm):
    """Whom to invite, and as what."""

    name = forms.CharField(
        max_length=120, label="Name", help_text="How the person appears in records."
    )
    email = forms.EmailField(
        label="E-mail address", help_text="The link goes there; later they sign in with it."
    )
    role = forms.ChoiceField(choices=Role.choices, label="Role")


class OwnPasswordForm(ActForm):
    """A password of one's own, twice."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        label="New password",
    )
    again = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        label="New password, again",
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["password"].help_text = password_validators_help_text_html()

    def clean(self) -> None:
        """Ask of the password what is asked of every one, and that it was typed as meant."""
        password = self.cleaned_data.get("password")
        if password is None:
            return
        if self.cleaned_data.get("again") != password:
            self.add_error("again", "This is not the same. Type the password again.")
        try:
            validate_password(password, self.person)
        except ValidationError as fault:
            self.add_error("password", fault)


@require_get_or_post
@staff_page(PersonVerb.INVITE_NEW)
@signing
def invite_new(request: StaffRequest) -> HttpResponse:
    """Register somebody with a role, and send them a link."""
    return _giving(
        request,
        InviteForm(request.POST or None),
        actions.invite_new,
        PersonVerb.INVITE_NEW,
        lambda made: made,
        title="Invite a person",
        button="Invite",
        back=reverse("people"),
        intro="They get a link by mail, good once and for seven days, set their own password and "
        "then a second factor. Nobody else ever knows the password. Of a body's contact say "
        "afterwards, on the page of the body, that they speak for it.",
    )


@require_get_or_post
@staff_page(PersonVerb.INVITE)
@signing
def invite(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a link to somebody who has no password yet, for the first time or again."""
    other = get_object_or_404(Person, pk=pk)
    return _giving(
        request,
        ActForm(request.POST or None),
        partial(actions.invite, person=other),
        PersonVerb.INVITE,
        lambda _: other,
        title=f"Send {other.name} a link",
        button="Send the link",
        back=reverse("people-person", args=[pk]),
        intro="It is good once and for seven days. A link that was sent before opens nothing more.",
    )


@require_get_or_post
@staff_page(PersonVerb.RESET_PASSWORD)
@signing
def reset_password(request: StaffRequest, pk: int) -> HttpResponse:
    """Take away somebody's password, and send them a link to set another."""
    other = get_object_or_404(Person, pk=pk)
    return _giving(
        request,
        ReasonForm(request.POST or None),
        partial(actions.reset_password, person=other),
        PersonVerb.RESET_PASSWORD,
        lambda _: other,
        title=f"Take away the password of {other.name}",
        button="Take it away and send a link",
        back=reverse("people-person", args=[pk]),
        intro="The password opens nothing from now on, and they are signed out everywhere. The "
        "link is good once and for seven days. The second factor stays.",
    )


@require_get_or_post
@staff_page(PersonVerb.REVOKE_LINK)
@signing
def revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """Let a link open nothing any more."""
    link = get_object_or_404(Invitation.objects.select_related("person"), pk=pk)
    return act_page(
        request,
        None,
        ActForm(request.POST or None),
        partial(actions.revoke_link, invitation=link),
        title=f"Revoke the link of {link.person.name}",
        button="Revoke the link",
        success_url=reverse("people-person", args=[link.person_id]),
        message="The link opens nothing any more.",
    )


def _giving(
    request: StaffRequest,
    form: ActForm,
    act: Callable[..., Any],
    verb: PersonVerb,
    whose: Callable[[Any], Person],
    *,
    title: str,
    button: str,
    back: str,
    intro: str,
) -> HttpResponse:
    """A page that gives somebody a link: the act keeps its digest, and this alone the link."""
    # Sent again, the very form does nothing more: what the link holds was told once. Pressed twice
    # at once, the second finds it done only after it has waited for the first.
    token, made = links.fresh(), None
    if not (done := done_of(request.user, request.POST.get("key", ""), verb)):
        made = perform(request, form, partial(act, digest=links.digest_of(token)))
        done = "" if made else done_of(request.user, request.POST.get("key", ""), verb)
    if done:
        messages.success(request, "The link was given. It can be sent again.")
        return HttpResponseRedirect(back)
    if made is None:
        return page(
            request,
            "inspectorate/act_page.html",
            None,
            title=title,
            form=form,
            button=button,
            back=back,
            intro=intro,
            status=status_of(form),
        )
    return _told(request, whose(made), token)


def _told(request: StaffRequest, person: Person, token: str) -> HttpResponse:
    """Mail the link; where that cannot be, show it once to whoever gave it."""
    url = request.build_absolute_uri(reverse("own-password-by-link", args=[token]))
    taken = not mails_nothing() and _mailed(person, url)
    where = reverse("people-person", args=[person.pk])
    if taken:
        messages.success(request, f"A link was mailed to {person.name}.")
        return HttpResponseRedirect(where)
    answer = page(
        request,
        "people/link.html",
        None,
        title=f"A link for {person.name}",
        link=url,
        whom=person,
        no_server=mails_nothing(),
        back=where,
    )
    return _unkept(answer)


def _mailed(person: Person, url: str) -> bool:
    """Mail a link, and say whether the mail server took it."""
    day = timezone.localdate(timezone.now() + links.GOOD_FOR)
    body = (
        f"With this link you set a password of your own, once, before {day.day} {day:%B %Y}:\n\n"
        f"{url}\n\n"
        "Whoever sent it does not know your password. If you expected nothing, leave it alone.\n"
    )
    mail = EmailMessage("Inspectorate: set your password", body, to=[person.email])
    try:
        mail.send()
    except OSError as fault:  # of the connection, and SMTP's own
        logger.error("A link to set a password was not mailed: %s", type(fault).__name__)
        return False
    return True


def _unkept(answer: HttpResponse) -> HttpResponse:
    """No browser keeps it, and nothing that one follows from it is told its address.

    The origin alone is told: told nothing, a browser would send the form back without any (ADR 9).
    """
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "strict-origin"
    return answer


@require_get_or_post
def own_password(request: HttpRequest, token: str) -> HttpResponse:
    """Set a password of one's own by a link; every link that is no good gets the same answer."""
    link = links.found(token, timezone.now())
    # What is counted is guessing, and setting: not that one looks at the page of a good link.
    if link is None or request.method == "POST":
        counted = Counted(limits.LINKS_OF_CLIENT, client_of(request))
        if answer := refused(request, counted):
            return answer
    if link is None:
        return _over(request)
    form = OwnPasswordForm(request.POST or None, person=link.person)
    if request.method == "POST" and form.is_valid():
        return _set(request, link, form.cleaned_data["password"])
    told = {"form": form, "link": link, "second": settings.SECOND_FACTOR_REQUIRED}
    return _unkept(render(request, "people/own_password.html", told, status=status_of(form)))


def _set(request: HttpRequest, link: Invitation, password: str) -> HttpResponse:
    try:
        actions.use_link(
            by=link.person,
            at=timezone.now(),
            key=internal_key(),
            invitation=link,
            # Made before the stream is held: it takes long.
            password=make_password(password),
        )
    except Refused:
        # Used, revoked or replaced a moment ago.
        return _over(request)
    note(SecurityEvent.RESET_DONE, person=link.person_id, client=client_of(request))
    get_adapter(request).send_notification_mail("account/email/password_reset", link.person)
    messages.success(request, "Your password is set. Sign in with it.")
    return _unkept(redirect("account_login"))


def _over(request: HttpRequest) -> HttpResponse:
    return _unkept(render(request, "people/link_over.html", status=404))
