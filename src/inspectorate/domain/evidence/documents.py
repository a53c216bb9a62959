"""Documents that can be read here: files handed in, and files of items of evidence."""

from __future__ import annotations

from dataclasses import dataclass

from inspectorate.domain.fieldwork.models import Receipt
from inspectorate.domain.inspections.models import ScopeBody

from .models import Attachment, document_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One file with the row that holds it: a receipt, or an attachment."""

    receipt: Receipt | None = None
    attachment: Attachment | None = None

    @property
    def key(self) -> str:
        """How it is named in an address."""
        return document_key(
            receipt=self.receipt.pk if self.receipt else None,
            attachment=self.attachment.pk if self.attachment else None,
        )

    @property
    def _row(self) -> Receipt | Attachment:
        row = self.receipt or self.attachment
        assert row is not None
        return row

    @property
    def name(self) -> str:
        """The name it came with."""
        return self._row.name

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return self.receipt.digest if self.receipt else self.attached.blob_id

    @property
    def marking(self) -> str:
        """How high it is marked: as the hand-in is, or the item it belongs to."""
        return self.receipt.marking if self.receipt else self.attached.item.marking

    @property
    def scope_body(self) -> ScopeBody:
        """The body it is about."""
        return self.receipt.request.scope_body if self.receipt else self.attached.item.scope_body

    @property
    def attached(self) -> Attachment:
        """The attachment, of a document that is one."""
        assert self.attachment is not None
        return self.attachment
