"""A session that ends, an old page or a refusal loses no words: they are kept and shown again.

What a form sent and was not taken is kept, sealed (``kept_words``), and the answer leads to an
address that shows it. So no answer to a form that was not taken holds words, and no browser writes
them into the file in which it remembers its pages. Where a page is open and runs scripts, the form
stays where it is (``js/signed_in.js``).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csp import get_nonce
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import Resolver404, path, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_GET

from inspectorate.foundation.people.models import Person
from inspectorate.foundation.people.sign_in import client_of
from inspectorate.foundation.tries import limits
from inspectorate.foundation.tries.limits import Counted

from .. import kept_words
from ..act_forms import person
from ..in_place import is_in_place
from ..kept_words import KEPT, WHOSE, Kept, WhyKept
from .session_keys import proofs_of

# Answers that refuse a form and show what it sent. What failed on our side asks the store for
# nothing; what goes on by itself (200) is never shown again.
SHOWING = frozenset({404, 409, 422})
# Where somebody is led who must do something else first.
ELSEWHERE = "/accounts/"
# Where Django notes the policy of a view of its own (``csp_override``).
POLICY = "_csp_config"
# An attribute of ours: words of others come out with their quotation marks escaped.
_NONCE = re.compile(r'nonce="[^"]*"')
# In a session: for which of what is kept a proof was given just now.
PROVED_FOR = "proved_for"
OF_ANOTHER = (
    "What somebody else had written in this browser and not sent was removed. Nothing of it was "
    "done, and you cannot see it."
)


class AnotherPage(HttpResponseRedirect):
    """Leads on so that what is there is asked for, and nothing is sent again (303)."""

    status_code = 303


class ShownAgain:
    """Keeps what was sent and not taken, and shows it again at its own address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _taken_from_address(request)
        known, proofs, lie = request.user.is_authenticated, proofs_of(request), _where(request)
        if known and kept_words.wipe_of_others(request):
            messages.warning(request, OF_ANOTHER)
        owner = kept_words.whose(request.POST.get(WHOSE, "")) if request.method == "POST" else None
        if known and owner not in (None, request.user.pk):
            return _of_another(request)
        response = self.get_response(request)
        if known and not request.user.is_authenticated:
            response = _carried_over(request, response, lie, name)
        elif proofs_of(request) > proofs:
            _note_proof(request, response)
        return self._led(request, response, owner, name, known=known)

    @staticmethod
    def _led(
        request: HttpRequest, response: HttpResponse, owner: int | None, name: str, *, known: bool
    ) -> HttpResponse:
        """The answer of the page, or what leads to what was sent to it, or is kept for it."""
        if request.method == "POST" and owner is None and name and known:
            owner = request.user.pk  # what waited for a proof was sent just now
        if owner is not None:
            return _answered(request, response, owner, name)
        kept = _kept_here(request, name)
        return response if kept is None else _shown(request, response, kept, name)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Lay what was kept before the page, as though its form came back with it."""
        name = _name(request)
        if request.method != "GET" or not name or not request.user.is_authenticated:
            return
        kept = _kept_here(request, name)
        if kept is None:
            messages.warning(request, "What you sent is not kept any more: it is for an hour.")
            return
        if kept.why is WhyKept.ANSWERED and _still_holds(request, kept):
            return  # the page is drawn nevertheless, so that its own guards answer first
        request.POST = QueryDict(kept.fields)
        proved = request.session.pop(PROVED_FOR, "") == name
        if kept.why is WhyKept.PROOF and proved and not kept.files:
            # It came with its token, and waited only for the proof. Its key keeps it one act.
            request.method = "POST"
            request.user.read_rights_each_time()
            return
        request.META[kept_words.SHOWN] = kept.said()

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Keep what waits for a proof; the sign-in library would keep it in clear."""
        if not isinstance(fault, ReauthenticationRequired) or request.method != "POST":
            return None
        if request.user.pk is None:
            # Signed out by the same act in another window, while this one was sent.
            return HttpResponseRedirect(reverse("account_login"))
        kept = _kept(request, request.user.pk, WhyKept.PROOF)
        asked = {"next": kept_words.keep(request, kept)}
        ways = get_adapter(request).get_reauthentication_methods(request.user)
        at = f"{ways[0]['url'] if ways else reverse('account_login')}?{urlencode(asked)}"
        if is_in_place(request):
            return HttpResponse(status=204, headers={"HX-Redirect": at})
        return HttpResponseRedirect(at)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token, or with an old one (403)."""
    request.META[kept_words.WITHOUT_TOKEN] = True
    return csrf_failure(request, reason)


@require_GET
def standing(request: HttpRequest) -> JsonResponse:
    """Say whether the person of an open page is signed in, and give its forms their token.

    The page sends its mark. ``state`` is ``yours``, ``nobody``, ``somebody`` (another person) or
    ``unknown``, where the mark cannot be read any more.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"state": "nobody"})
    owner = kept_words.whose(request.headers.get("X-Whose", ""))
    if owner is None:
        return JsonResponse({"state": "unknown"})
    if owner != request.user.pk:
        return JsonResponse({"state": "somebody"})
    return JsonResponse({"state": "yours", "token": get_token(request)})


def _taken_from_address(request: HttpRequest) -> str:
    """Take the name of what is kept out of the address, so that no link of a page carries it."""
    name = request.GET.get(KEPT, "")
    if name:
        asked = request.GET.copy()
        del asked[KEPT]
        request.META["QUERY_STRING"] = asked.urlencode()
        request.GET = QueryDict(asked.urlencode())
    request.META[kept_words.NAME] = name
    return name


def _name(request: HttpRequest) -> str:
    return str(request.META.get(kept_words.NAME, ""))


def _where(request: HttpRequest) -> dict[str, Any]:
    """Where a session's own lie; nothing where it is ended by its person."""
    signs_out = request.path == reverse("account_logout")
    if signs_out and request.method == "POST":
        kept_words.forget_all(request)
    return dict(request.session.get(KEPT, {}))


def _carried_over(
    request: HttpRequest, response: HttpResponse, lie: dict[str, Any], name: str
) -> HttpResponse:
    """Let what is kept outlive a session that ended by itself; it is its writer's alone."""
    if lie:
        request.session[KEPT] = lie
    leads = urlsplit(response.get("Location", ""))
    if name in lie and request.method == "GET" and leads.path == reverse("account_login"):
        asked = {"next": kept_words.at(request.get_full_path(), name)}
        return AnotherPage(f"{leads.path}?{urlencode(asked)}")
    return response


def _note_proof(request: HttpRequest, response: HttpResponse) -> None:
    """Remember what waited for the proof that was given just now, by where it leads."""
    ahead = [request.POST.get("next"), request.GET.get("next"), response.get("Location")]
    ahead += [_asked(address, "next") for address in ahead]
    if waited := next((name for one in ahead if (name := _asked(one, KEPT))), ""):
        request.session[PROVED_FOR] = waited


def _asked(address: str | None, name: str) -> str:
    """What an address asks under ``name``."""
    return parse_qs(urlsplit(address or "").query).get(name, [""])[0]


def _of_another(request: HttpRequest) -> HttpResponse:
    """Do nothing with what one person wrote and another would send."""
    if is_in_place(request):
        return HttpResponse(status=401)
    messages.error(request, OF_ANOTHER)
    return AnotherPage(reverse("your-work"))


def _may_be_kept(request: HttpRequest, owner: int) -> bool:
    """Did a page of ours send it, for somebody who may come back; and not too often?

    Whoever is signed in is held to the pace of all they send.
    """
    origin = request.headers.get("Origin", "")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return False
    if origin not in ("", f"{request.scheme}://{request.get_host()}"):
        return False
    try:
        resolve(request.path)
    except Resolver404:
        return False
    if request.user.is_authenticated:
        return True
    active = Person.objects.filter(pk=owner, is_active=True).exists()
    return active and limits.take(Counted(limits.KEPT_OF_CLIENT, client_of(request)))


def _answered(request: HttpRequest, response: HttpResponse, owner: int, name: str) -> HttpResponse:
    """Lead from a form that was not taken to what it sent; ``owner`` wrote it."""
    if is_in_place(request):
        # The open page holds it, and sends it again.
        return response if request.user.is_authenticated else HttpResponse(status=401)
    if not _may_be_kept(request, owner):
        return response
    if not request.user.is_authenticated:
        at = kept_words.keep(request, _kept(request, owner, WhyKept.SIGNED_OUT))
        messages.warning(
            request,
            "You are signed out, so what you sent was not done. It is kept for an hour: sign in, "
            "and it is shown to you again.",
        )
        return AnotherPage(f"{reverse('account_login')}?{urlencode({'next': at})}")
    if kept_words.WITHOUT_TOKEN in request.META:
        return AnotherPage(kept_words.keep(request, _kept(request, owner, WhyKept.TOKEN)))
    if _goes_elsewhere(request, response):
        kept_words.keep(request, _kept(request, owner, WhyKept.FIRST))
        return response
    shows = response.status_code in SHOWING and "html" in response.get("Content-Type", "")
    if shows and not response.streaming:
        answer = {"answer": response.content.decode(), "status": response.status_code}
        kept = _kept(request, owner, WhyKept.ANSWERED, **answer)
        response = AnotherPage(kept_words.keep(request, kept))
    if response.status_code < 400:
        kept_words.forget(request, name)
    return response


def _goes_elsewhere(request: HttpRequest, response: HttpResponse) -> bool:
    """Is the person led to what they must do first, though nothing was kept for that yet?"""
    to = response.get("Location", "")
    elsewhere = to.startswith(ELSEWHERE) and not request.path.startswith(ELSEWHERE)
    return elsewhere and not _asked(_asked(to, "next"), KEPT)


def _kept_here(request: HttpRequest, name: str) -> Kept | None:
    """What this person's session keeps under ``name`` for this very address."""
    if not name or not request.user.is_authenticated:
        return None
    kept = kept_words.found(request, name)
    return kept if kept and urlsplit(kept.address).path == request.path else None


def _still_holds(request: HttpRequest, kept: Kept) -> bool:
    """May the person see now what they might when the answer was made?"""
    return kept.rights == kept_words.rights(person(request))


def _shown(request: HttpRequest, response: HttpResponse, kept: Kept, name: str) -> HttpResponse:
    """What was kept: in its page where that opens, and else the words alone, to be copied."""
    if urlsplit(response.get("Location", "")).path.startswith(ELSEWHERE):
        return response  # it waits until that is done
    kept_words.note_shown(request, name)
    as_answered = kept.why is WhyKept.ANSWERED and _still_holds(request, kept)
    opens = response.status_code in (200, 422)
    if as_answered and kept.status != 404 and (opens or response.status_code == 405):
        return _as_answered(request, response, kept)
    if opens:
        return response
    words = kept.words()
    if not words and kept.status == 404:
        return HttpResponse(kept.answer, status=404)
    if words:
        given = {"words": words, "came_from": kept.came_from}
        return render(request, "inspectorate/own_words.html", given)
    messages.warning(request, "This was not done. Do it once more here.")
    return AnotherPage(kept.came_from or reverse("your-work"))


def _as_answered(request: HttpRequest, response: HttpResponse, kept: Kept) -> HttpResponse:
    """The page as it was answered then, under the policy that its address has: what it lets in by
    a nonce is let in by the one of today.
    """
    nonce = str(get_nonce(request)) if hasattr(response, POLICY) else ""
    answer = _NONCE.sub(f'nonce="{nonce}"', kept.answer) if nonce else kept.answer
    shown = HttpResponse(answer, status=kept.status)
    if nonce:
        setattr(shown, POLICY, getattr(response, POLICY))
    return shown


def _kept(request: HttpRequest, owner: int, why: WhyKept, **answer: Any) -> Kept:
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from._replace(scheme="", netloc="").geturl()
    ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/")
    fields = request.POST.copy()
    for of_the_page in (WHOSE, "csrfmiddlewaretoken"):
        fields.pop(of_the_page, None)
    return Kept(
        whose=owner,
        why=why,
        address=request.get_full_path(),
        came_from=back if ours else "",
        fields=fields.urlencode(),
        files=bool(request.FILES),
        rights=kept_words.rights(person(request)) if answer else "",
        **answer,
    )


urlpatterns = [path("standing/", standing, name="standing")]
