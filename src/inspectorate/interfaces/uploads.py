"""How much may be sent with one form: what is too much is refused before it is written anywhere."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import (
    BadRequest,
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.template.loader import render_to_string

_DROPPED = "inspectorate.files_dropped"
_FORM = "application/x-www-form-urlencoded"
# Forms shorter than this cost little, however many are taken apart at once.
_SHORT = 128 * 1024
# What is wrong with a form that is not taken at all, and how it is mended.
_FILES = f"more than {settings.DATA_UPLOAD_MAX_NUMBER_FILES} files at once"
_UNREADABLE = (
    "What was sent cannot be read as a form",
    "Open the page again and send it from there.",
)
_WRONG: dict[type[Exception], tuple[int, str, str]] = {
    RequestDataTooBig: (
        413,
        f"The words of this form are more than "
        f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024 // 1024} MB together",
        "Send a part of it, and the rest as a file or in a second form.",
    ),
    TooManyFieldsSent: (
        413,
        f"This form has more than {settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:,} fields",
        "Send fewer at once.",
    ),
    TooManyFilesSent: (413, f"You chose {_FILES}", "Choose fewer, and send the others after them."),
    MultiPartParserError: (400, *_UNREADABLE),
    UnreadablePostError: (400, *_UNREADABLE),
    BadRequest: (400, *_UNREADABLE),
}


class Forms:
    """Takes each form apart before anything else looks at it; answers in words where it is none.

    A long one waits for its turn in this worker: taking it apart holds thirty times its size for a
    moment. Asks the database nothing.
    """

    _turn = threading.BoundedSemaphore(1)

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST":
            try:
                self._take_apart(request)
            except tuple(_WRONG) as fault:
                return unreadable(request, fault)
        return self.get_response(request)

    def _take_apart(self, request: HttpRequest) -> None:
        # No browser sends another charset with a form, and not each that Python knows is one of
        # texts.
        if (request.encoding or "utf-8").lower() not in ("utf-8", "utf8"):
            raise BadRequest("a form is sent in UTF-8")
        if request.content_type == _FORM and len(request.body) > _SHORT:
            # Its bytes are here already: whoever sends slowly keeps nobody waiting.
            with self._turn:
                request.POST  # noqa: B018 - read for its faults
        else:
            request.POST  # noqa: B018 - read for its faults


def not_taken(request: HttpRequest, status: int, what: str, mend: str) -> HttpResponse:
    """The page for a form that was not read, which says why."""
    read_out(request)
    return HttpResponse(
        render_to_string("not_taken.html", {"what": what, "mend": mend}), status=status
    )


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The page for whatever else is no request of a browser's: an address with too many fields, a
    host that is not ours (400 or 413).
    """
    kind = next((one for one in _WRONG if isinstance(exception, one)), BadRequest)
    return not_taken(request, *_WRONG[kind])


def read_out(request: HttpRequest) -> None:
    """Read what the browser is still sending: a connection closed before shows it no page at all.

    A form larger than is ever taken is cut off.
    """
    left = settings.FORM_LIMIT
    with suppress(OSError, ValueError):
        while left > 0 and (piece := request.read(64 * 1024)):
            left -= len(piece)


class LimitedUploads(FileUploadHandler):
    """Drops the files of a form whose files are too large together; its words still arrive.

    The size is the one the request says of itself: Django reads no byte past it.
    """

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 - Django calls it by this name
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Decide before the first byte is read."""
        Path(settings.FILE_UPLOAD_TEMP_DIR).mkdir(exist_ok=True)
        if content_length > settings.FORM_LIMIT:
            META[_DROPPED] = True
        self._dropped = _DROPPED in META

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Take none of them, before any handler has opened a file for it."""
        if self._dropped:
            raise SkipFile

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Hand the piece on to the handler that keeps it."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handler that kept it."""


def dropped(request: HttpRequest) -> bool:
    """Were files left out of what was sent, because they were too large together?"""
    return request.method == "POST" and _DROPPED in request.META


def refuse_dropped(request: HttpRequest, form: forms.Form) -> None:
    """Say beside the form's file field that its files were too large together, if they were."""
    if not request.POST or not dropped(request):
        return
    limit = settings.FORM_LIMIT // (1024 * 1024)
    for name, field in form.fields.items():
        if isinstance(field, forms.FileField):
            # That nothing was chosen is not true.
            form.errors.pop(name, None)
            form.add_error(
                name,
                f"The files are larger than {limit} MB together, so none was taken. Choose fewer, "
                f"and send the others by themselves.",
            )
