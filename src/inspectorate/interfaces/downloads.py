"""Files as downloads: what somebody else sent is never shown inside a page of ours, but as a copy
that we made anew.
"""

from __future__ import annotations

from pathlib import PurePath
from typing import cast

from django.http import FileResponse, HttpResponse

from inspectorate.foundation.documents import scanning
from inspectorate.foundation.files import store
from inspectorate.foundation.reasons.reasons import refuse_if

LONGEST_ENDING = 5


def download(digest: str, name: str, *, start: int = 0) -> HttpResponse:
    """A stored file as an attachment, named by its digest's start and the ending of ``name``: all
    of it, or what is left from the byte ``start`` on.

    Sent in pieces, once all of it has been compared with its digest. Raises Refused where it waits
    for the scanner, or was refused by it.
    """
    refuse_if(scanning.against_opening(digest))
    ending = PurePath(name).suffix.lower().removeprefix(".")
    known = ending.isalnum() and len(ending) <= LONGEST_ENDING
    file_name = f"{digest[:12]}.{ending}" if known else digest[:12]
    stream = store.opened(digest)
    stream.seek(start)
    response = FileResponse(stream, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{file_name}"'
    # Whoever opens it in a browser all the same gives it nothing of this site.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    # An answer in pieces has all that a view's answer needs of it.
    return cast(HttpResponse, response)


def shown(digest: str, media_type: str) -> HttpResponse:
    """A picture of an editor's own, as a page of ours shows it: the copy that we made of it, and
    never the file as it came.
    """
    response = FileResponse(store.opened(digest), content_type=media_type)
    response.headers["Content-Disposition"] = "inline"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return cast(HttpResponse, response)
