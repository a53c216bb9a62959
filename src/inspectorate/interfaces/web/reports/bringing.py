"""An edited copy is brought in: read first and shown, then, by a second press, kept as remarks."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import PurePath
from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from inspectorate.domain.inspections.models import Inspection
from inspectorate.domain.reports.edited.bringing import Brought, markdown_brought, word_brought
from inspectorate.domain.reports.models import Document
from inspectorate.domain.reports.remarks import actions
from inspectorate.domain.reports.remarks.making import BroughtComment, BroughtSuggestion
from inspectorate.domain.reports.verbs import ReportVerb
from inspectorate.foundation.people.models import Person
from inspectorate.foundation.reasons.reasons import Refused

from ...act_forms import ActForm, perform, require_get_or_post, status_of
from ..access import StaffRequest, inspection_page
from ..inspection_page import page
from .document_lookup import for_readers, the_document

SEAL = "an edited copy that was read"
# Seconds for which what was read may be brought in: nobody looks at it for longer than a day.
_A_DAY = 24 * 60 * 60
# Of a text as Markdown; a byte more tells its reader that it is too long.
MOST_BYTES = 8_000_000
# Of each kind of what was found, on the page that shows it.
MOST_SHOWN = 200
# By what the name of a text that was taken as Markdown ends with.
_VERSION = re.compile(r"-version-(\d{1,9})(?: ?\(\d+\))?\.md$")


class EditedFileForm(ActForm):
    """An edited copy to be read; or, by what was read of one, sealed, to be brought in."""

    # What was read of the largest file that is taken, sealed.
    LONGEST = 2_000_000
    needed = ("file",)

    file = forms.FileField(
        required=False,
        label="Edited file",
        help_text="The editors’ own copy as it was edited (.docx), or the text as Markdown (.md). "
        "It is read and not kept; what it would bring in is shown first.",
    )
    version = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=2_000_000_000,
        label="Version it was made from (Markdown alone)",
        help_text="Where the name of the file does not say it; else the newest is taken. A Word "
        "file says its own.",
    )
    held = forms.CharField(required=False, widget=forms.HiddenInput)
    brought: Brought | None = None

    def __init__(self, *args: Any, person: Person, document: Document, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person, self.document = person, document
        self._of: dict[str, Any] = {}

    def clean(self) -> None:
        """Read the file so that the page shows what it asks for, or what was read of one."""
        file = self.cleaned_data.get("file")
        if file and not self.errors:
            try:
                self.brought = self._read(file)
            except Refused as refused:
                for one in refused.reasons:
                    self.add_error("file", f"{one.text} {one.mend}".strip())
                return
            self.data = {**dict(self.data.items()), "held": self._sealed(self.brought)}
        elif not file and not self.errors:
            self._unseal(self.cleaned_data.get("held") or "")

    def arguments(self) -> dict[str, Any]:
        """The remarks that were read."""
        return self._of

    def _read(self, file: Any) -> Brought:
        name = PurePath(file.name or "")
        if name.suffix.lower() in (".md", ".markdown", ".txt"):
            found = _VERSION.search(name.name)
            told = self.cleaned_data.get("version") or (int(found[1]) if found else 0)
            data = file.read(MOST_BYTES + 1)
            version = told or self.document.version
            return markdown_brought(self.person, self.document, data, version)
        with tempfile.TemporaryFile() as kept:
            for piece in file.chunks():
                kept.write(piece)
            return word_brought(self.person, self.document, timezone.localdate(), kept)

    def _sealed(self, brought: Brought) -> str:
        """What was read, so that what is brought in is what was shown."""
        remarks = [[asdict(one) for one in of] for of in (brought.suggestions, brought.comments)]
        for one in (*remarks[0], *remarks[1]):
            one["said_at"] = one["said_at"] and one["said_at"].isoformat()
        held = [self.person.pk, self.document.pk, *remarks]
        return signing.dumps(held, salt=SEAL, compress=True)

    def _unseal(self, held: str) -> None:
        if not held:
            self.add_error("file", "Choose a file.")
            return
        try:
            person, document, *remarks = signing.loads(held, salt=SEAL, max_age=_A_DAY)
        except (signing.BadSignature, ValueError, TypeError):
            person, document, remarks = 0, 0, []
        if (person, document) != (self.person.pk, self.document.pk):
            self.add_error("file", "What was read can be brought in no longer. Choose it again.")
            return
        told = json.dumps(remarks, sort_keys=True)
        for one in (*remarks[0], *remarks[1]):
            one["said_at"] = one["said_at"] and datetime.fromisoformat(one["said_at"])
        self._of = {
            # By the remarks, not by their seal: the same file read anew is the same thing to bring
            # in, another one read on the same page is another.
            "digest": hashlib.sha256(told.encode()).hexdigest(),
            "suggestions": [BroughtSuggestion(**one) for one in remarks[0]],
            "comments": [BroughtComment(**one) for one in remarks[1]],
        }


def _bring_in(
    *,
    by: Person,
    at: datetime,
    key: str,
    document: Document,
    digest: str,
    suggestions: Sequence[BroughtSuggestion],
    comments: Sequence[BroughtComment],
) -> Document:
    """Two acts by one press, both or neither: what refuses the comments brings in no suggestion."""
    key = f"{key[:40]}-{digest[:32]}"
    with transaction.atomic():
        if suggestions:
            actions.suggest_many(
                by=by, at=at, key=f"{key}-suggestions", document=document, brought=suggestions
            )
        if comments:
            actions.comment_many(
                by=by, at=at, key=f"{key}-comments", document=document, brought=comments
            )
    return document


@require_get_or_post
@inspection_page(ReportVerb.BRING_SUGGESTIONS)
@for_readers
def bring_in(request: StaffRequest, inspection: Inspection, name: str) -> HttpResponse:
    """Bring an edited copy in: what it changes as suggestions, its comments as comments."""
    document = the_document(request, inspection, name)
    form = EditedFileForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        person=request.user,
        document=document,
    )
    back = reverse("reports-document", args=[inspection.slug, name])
    if request.FILES:
        form.is_valid()  # read alone: what it asks for is looked at before it is brought in
    elif perform(request, form, partial(_bring_in, document=document)) is not None:
        messages.success(request, "The changes are suggestions now, and the comments comments.")
        return HttpResponseRedirect(back)
    return page(
        request,
        "reports/bring_in.html",
        inspection,
        title=f"Bring an edited copy of {document.title} in",
        document=document,
        form=form,
        brought=form.brought,
        most=MOST_SHOWN,
        back=back,
        status=status_of(form),
    )
