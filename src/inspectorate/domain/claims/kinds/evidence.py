"""Example and qualitative: what items of evidence say, without counting bodies."""

from __future__ import annotations

from .kind import Kind


class EvidenceKind(Kind):
    """Items of evidence on some criteria; the two kinds differ in how many suffice."""


class ExampleKind(EvidenceKind):
    """One item may suffice: it shows that something exists."""

    code = "example"
    label = "Examples from evidence"
    example = "There were examples of innovative working"
    method = (
        "Read among the evidence{on} that is tagged as practice worth sharing. The items are those "
        "read; not every one says the same."
    )


class QualitativeKind(EvidenceKind):
    """Several items of more than one kind of source point the same way."""

    code = "qualitative"
    label = "Evidence of several kinds"
    example = "Partners were mostly positive"
    method = (
        "Read among the evidence{on}, of several kinds, that points this way. The items are those "
        "read; not every one says it in so many words."
    )


EXAMPLE = ExampleKind()
QUALITATIVE = QualitativeKind()
