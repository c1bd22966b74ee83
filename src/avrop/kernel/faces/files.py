"""Files that requests bring: no more of one is read than is taken, however long it is."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadhandler import FileUploadHandler
from django.http import HttpRequest
from django.http.multipartparser import MultiPartParserError

from avrop.kernel.problems import Invalid, Problem
from avrop.kernel.routes import FileTaken

FORM = "multipart/form-data"
XML_KINDS = ("application/xml", "text/xml", "application/octet-stream")
PIECE = 65_536
#: What Django raises for forms that are none.
UNREADABLE = (MultiPartParserError, SuspiciousOperation)


class TooLarge(Exception):
    """A file has more bytes than are taken."""


class KeepsTheBeginning(FileUploadHandler):
    """Passes on no more of a file than one byte over the limit, so that a file without end fills no
    disk; what is passed on says by its size that it was too large."""

    def __init__(self, request: HttpRequest | None = None, *, most: int) -> None:
        super().__init__(request)
        self.most, self.left = most, 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """A file begins."""
        super().new_file(*args, **kwargs)
        self.left = self.most + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """What the handlers after this one get of it."""
        kept = raw_data[: self.left]
        self.left -= len(kept)
        return kept or None

    def file_complete(self, file_size: int) -> None:
        """The next handler has the file."""
        return


def keep_the_beginning(request: HttpRequest, most: int) -> None:
    """Bound the files of a form. It must be called before anybody reads the form, as the CSRF check
    does."""
    request.upload_handlers.insert(0, KeepsTheBeginning(request, most=most))


def file_arguments(request: HttpRequest, taken: FileTaken) -> dict[str, Any]:
    """The file in the body, as arguments of the operation.

    Raises `TooLarge`, one of `UNREADABLE`, and `Invalid` for a form without a file.
    """
    most = taken.most()
    if request.content_type != FORM:
        return {taken.fills: _body(request, most)}
    file = request.FILES.get("file")
    if file is None:
        raise Invalid((Problem("kernel.argument_missing", {"name": "file"}, ("file",)),))
    if (file.size or 0) > most:
        raise TooLarge
    return {taken.fills: file.read(), taken.named: file.name or ""}


def _body(request: HttpRequest, most: int) -> bytes:
    """The whole body. One that is too long is read to its end all the same, and let go: who is still
    sending would not hear the answer."""
    kept, size = bytearray(), 0
    while piece := request.read(PIECE):
        size += len(piece)
        if size <= most:
            kept += piece
        else:
            kept.clear()
    if size > most:
        raise TooLarge
    return bytes(kept)
