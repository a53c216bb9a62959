"""A session that ends, an old page or a refusal loses no words: they are kept and shown again.

What a form sent and was not taken is kept, sealed (``kept_words``), and the answer leads to an
address that shows it. So no answer to a form holds words, and no browser writes them into the file
in which it remembers its pages. Where a page is open and runs scripts, the form stays where it is
(``js/signed_in.js``).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from allauth.core.exceptions import ReauthenticationRequired
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.middleware.csrf import get_token
from django.urls import path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_GET

from .. import kept_words
from ..in_place import is_in_place
from ..kept_words import KEPT, WHOSE, Kept, WhyKept

# Answers to a form that show what it sent; what failed on our side asks the store for nothing.
SHOWING = frozenset({200, 404, 409, 422})
FILES = " Choose the files again: they were not kept."
OF_ANOTHER = (
    "What somebody else had written in this browser and not sent was removed. Nothing of it was "
    "done, and you cannot see it."
)
BELOW = "What you wrote stands below. Read it and send it."
SAYS = {
    WhyKept.SIGNED_OUT: f"You were signed out before this was sent, so nothing was done. {BELOW}",
    WhyKept.TOKEN: f"You have signed in anew since this page was opened. Nothing was done. {BELOW}",
    WhyKept.PROOF: f"You have proved who you are. {BELOW}",
}


class AnotherPage(HttpResponseRedirect):
    """Leads on so that what is there is asked for, and nothing is sent again (303)."""

    status_code = 303


class ShownAgain:
    """Keeps what was sent and not taken, and shows it again at its own address."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = _taken_from_address(request)
        known = request.user.is_authenticated
        if known and kept_words.wipe_of_others(request):
            messages.warning(request, OF_ANOTHER)
        owner = kept_words.whose(request.POST.get(WHOSE, "")) if request.method == "POST" else None
        if known and owner not in (None, request.user.pk):
            return _of_another(request)
        response = self.get_response(request)
        if request.method == "POST" and owner is None and name and known:
            owner = request.user.pk  # what waited for a proof was sent just now
        if owner is not None:
            return _answered(request, response, owner, name)
        kept = kept_words.found(request, name) if name else None
        return response if kept is None else _shown(request, response, kept, name)

    def process_view(self, request: HttpRequest, *_: object) -> None:
        """Lay what was kept before the page, as though its form came back with it."""
        name = _name(request)
        if request.method != "GET" or not name or not request.user.is_authenticated:
            return
        kept = kept_words.found(request, name)
        if kept is None or urlsplit(kept.address).path != request.path:
            messages.warning(request, "What you sent is not kept any more: it is for an hour.")
            return
        kept_words.note_shown(request, name)
        if kept.why is WhyKept.ANSWERED:
            return  # the page is drawn nevertheless, so that its own guards answer first
        request.POST = QueryDict(kept.fields)
        if kept.why is WhyKept.PROOF and not kept.files:
            # It came with its token, and waited only for the proof. Its key keeps it one act.
            request.method = "POST"
            request.user.read_rights_each_time()
            return
        messages.info(request, SAYS[kept.why] + (FILES if kept.files else ""))

    def process_exception(self, request: HttpRequest, fault: Exception) -> HttpResponse | None:
        """Keep what waits for a proof; the sign-in library would keep it in clear."""
        if not isinstance(fault, ReauthenticationRequired) or request.method != "POST":
            return None
        assert request.user.pk is not None  # whoever is asked again is signed in
        kept = _kept(request, request.user.pk, WhyKept.PROOF)
        asked = {"next": kept_words.keep(request, kept)}
        ways = get_adapter(request).get_reauthentication_methods(request.user)
        at = f"{ways[0]['url'] if ways else reverse('account_login')}?{urlencode(asked)}"
        if is_in_place(request):
            return HttpResponse(status=204, headers={"HX-Redirect": at})
        return HttpResponseRedirect(at)


def without_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that came without its token, or with an old one (403)."""
    request.without_token = True  # type: ignore[attr-defined]
    return csrf_failure(request, reason)


@require_GET
def standing(request: HttpRequest) -> JsonResponse:
    """Say whether the person of an open page is signed in, and give its forms their token.

    The page sends its mark. ``state`` is ``yours``, ``nobody`` or ``somebody``: another person.
    """
    if not request.user.is_authenticated:
        return JsonResponse({"state": "nobody"})
    if kept_words.whose(request.headers.get("X-Whose", "")) != request.user.pk:
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
    request.kept_name = name  # type: ignore[attr-defined]
    return name


def _name(request: HttpRequest) -> str:
    return str(getattr(request, "kept_name", ""))


def _of_another(request: HttpRequest) -> HttpResponse:
    """Do nothing with what one person wrote and another would send."""
    if is_in_place(request):
        return HttpResponse(status=401)
    messages.error(request, OF_ANOTHER)
    return AnotherPage(reverse("your-work"))


def _answered(request: HttpRequest, response: HttpResponse, owner: int, name: str) -> HttpResponse:
    """Lead from a form that was not taken to what it sent; ``owner`` wrote it."""
    if is_in_place(request):
        # The open page holds it, and sends it again.
        return response if request.user.is_authenticated else HttpResponse(status=401)
    if not request.user.is_authenticated:
        at = kept_words.keep(request, _kept(request, owner, WhyKept.SIGNED_OUT))
        messages.warning(
            request,
            "You are signed out, so what you sent was not done. It is kept for an hour: sign in, "
            "and it is shown to you again.",
        )
        return AnotherPage(f"{reverse('account_login')}?{urlencode({'next': at})}")
    if getattr(request, "without_token", False):
        return AnotherPage(kept_words.keep(request, _kept(request, owner, WhyKept.TOKEN)))
    shows = response.status_code in SHOWING and "html" in response.get("Content-Type", "")
    if shows and not response.streaming:
        answer = {"answer": response.content.decode(), "status": response.status_code}
        response = AnotherPage(
            kept_words.keep(request, _kept(request, owner, WhyKept.ANSWERED, **answer))
        )
    if response.status_code < 400:
        kept_words.forget(request, name)
    return response


def _shown(request: HttpRequest, response: HttpResponse, kept: Kept, name: str) -> HttpResponse:
    """The answer that was kept, where its page still opens; for what has no page of its own, the
    page it came from.
    """
    if kept.why is WhyKept.ANSWERED:
        opens = response.status_code in (200, 405, 422)
        return HttpResponse(kept.answer, status=kept.status) if opens else response
    if response.status_code != 405:
        return response
    kept_words.forget(request, name)
    messages.warning(request, "You were signed out, so nothing was done. Do it once more here.")
    return AnotherPage(kept.came_from or reverse("your-work"))


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
        fields="" if answer else fields.urlencode(),
        files=bool(request.FILES),
        **answer,
    )


urlpatterns = [path("standing/", standing, name="standing")]
