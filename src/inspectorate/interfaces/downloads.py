"""Files as downloads: what somebody else sent is never shown inside a page of ours."""

from __future__ import annotations

from pathlib import PurePath

from django.http import HttpResponse

from inspectorate.foundation.files import store

LONGEST_ENDING = 5


def download(digest: str, name: str) -> HttpResponse:
    """A stored file as an attachment, named by its digest's start and the ending of ``name``."""
    ending = PurePath(name).suffix.lower().removeprefix(".")
    known = ending.isalnum() and len(ending) <= LONGEST_ENDING
    file_name = f"{digest[:12]}.{ending}" if known else digest[:12]
    response = HttpResponse(store.get(digest), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
