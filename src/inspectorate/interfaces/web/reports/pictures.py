"""Pictures of editors' own: those of a document, one added, one taken back, one as it is shown."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports import queries
from inspectorate.domain.reports.models import OwnPicture
from inspectorate.domain.reports.pictures import actions
from inspectorate.domain.reports.pictures.queries import shown_to, told_to
from inspectorate.domain.reports.verbs import ReportVerb

from ...act_forms import require_get_or_post, sent
from ...downloads import shown
from ..access import StaffRequest, inspection_page
from ..inspection_page import act_page, page
from .document_lookup import for_readers, the_document
from .picture_forms import AddPictureForm, WithdrawPictureForm

_VERBS = (ReportVerb.ADD_PICTURE, ReportVerb.WITHDRAW_PICTURE)


@require_GET
@inspection_page(ReportVerb.SEE)
@for_readers
def pictures(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Each picture of a document with where it is from and who is in it, also one taken back."""
    document = the_document(request, inspection, name)
    return page(
        request,
        "reports/pictures.html",
        inspection,
        title=f"Pictures of {document.title}",
        document=document,
        told=told_to(request.user, document),
        may={verb.act: queries.can(request.user, inspection, verb) for verb in _VERBS},
    )


@require_get_or_post
@inspection_page(ReportVerb.ADD_PICTURE)
@for_readers
def add(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Add a picture from a file."""
    document = the_document(request, inspection, name)
    return act_page(
        request,
        inspection,
        AddPictureForm(sent(request), request.FILES or None),
        partial(actions.add_picture, document=document),
        title="Add a picture",
        button="Add it",
        success_url=_all(inspection, name),
        message="The picture is added. Put it in a section, with words for who does not see it.",
        intro="A picture is never changed under its short name, so that what is signed with it "
        "stays. It can be taken back.",
    )


@require_get_or_post
@inspection_page(ReportVerb.WITHDRAW_PICTURE)
def withdraw(request: StaffRequest, inspection: Inspection, name: str, key: str) -> HttpResponse:
    """Take a picture back, with a reason."""
    picture = _the_picture(request, inspection, name, key)
    return act_page(
        request,
        inspection,
        WithdrawPictureForm(sent(request)),
        partial(actions.withdraw_picture, picture=picture),
        title=f"Take back the picture {picture.key}",
        button="Take it back",
        success_url=_all(inspection, name),
        message="It is taken back. It stays on record, and no text that shows it is frozen.",
    )


@require_GET
@inspection_page(ReportVerb.SEE)
def picture_file(
    request: StaffRequest, inspection: Inspection, name: str, key: str
) -> HttpResponse:
    """The copy of a picture that texts show, for who may see it."""
    found = _the_picture(request, inspection, name, key)
    return shown(found.digest, found.media_type)


def _all(inspection: Inspection, name: str) -> str:
    return reverse("reports-pictures", args=[inspection.slug, name])


def _the_picture(request: StaffRequest, inspection: Inspection, name: str, key: str) -> OwnPicture:
    """A picture of the inspection that this person may see; any of its texts may show it."""
    the_document(request, inspection, name)
    found = shown_to(request.user, inspection, key)
    if found is None:
        raise Http404
    return found
