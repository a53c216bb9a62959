"""How much may be sent with one form: what is too much is refused before it is written anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

_DROPPED = "inspectorate.files_dropped"


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


def refuse_dropped(request: HttpRequest, form: forms.Form) -> None:
    """Say beside the form's file field that its files were too large together, if they were."""
    if request.method != "POST" or not request.POST or _DROPPED not in request.META:
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
