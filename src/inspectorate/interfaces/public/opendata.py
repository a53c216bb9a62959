"""The open data: each table as CSV and JSON, described by CSVW, Data Package and schema.org."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from inspectorate.domain.publication.schema import TableInfo

from ..cells import RULE, csv_text
from .about import About
from .wording import sentences, slug

NOTICE_COLUMN = (
    "notice",
    "Notice",
    "string",
    "What must be known before a row is used; the same in every row.",
)
_FRICTIONLESS = {
    "integer": "integer",
    "decimal": "number",
    "double": "number",
    "boolean": "boolean",
    "date": "date",
}


Made = tuple[str, Callable[[], bytes]]


@dataclass(frozen=True, slots=True)
class Source:
    """Whose tables they are, where they stand, and as of when.

    ``at`` is their folder's path in the site; ``stamp`` says in each JSON file when and with which
    release they came out; ``coverage`` is a pair of ISO days, or empty.
    """

    about: About
    at: str
    day: str
    version: str
    stamp: Mapping[str, str | int]
    description: str
    coverage: str


def published(table: TableInfo, notice: str) -> TableInfo:
    """Return the table as published.

    In a rehearsal every row ends with the notice, so that a row cut out still carries it.
    """
    if not notice:
        return table
    return TableInfo(
        slug=table.slug,
        title=table.title,
        description=table.description,
        columns=(*table.columns, NOTICE_COLUMN),
        rows=tuple((*row, notice) for row in table.rows),
        primary_key=table.primary_key,
    )


def data_files(source: Source, tables: tuple[TableInfo, ...]) -> Iterator[Made]:
    """Yield each open-data file: its path, and how its content is made.

    Raises ValueError naming the table and row that is uneven.
    """
    for table in tables:
        _refuse_uneven(table)
        name = slug(table.slug)
        yield f"data/{name}.csv", partial(_csv, table, source.about.notice)
        yield f"data/{name}.csv-metadata.json", partial(_csvw, source, table, name)
        yield f"data/{name}.json", partial(_rows, source, table)
    yield "data/datapackage.json", partial(_data_package, source, tables)
    yield "data/dataset.jsonld", lambda: _json(dataset(source, tables))


def _csv(table: TableInfo, notice: str) -> bytes:
    out = published(table, notice)
    return csv_text([column[0] for column in out.columns], out.rows).encode()


def dataset(source: Source, tables: tuple[TableInfo, ...]) -> dict[str, Any]:
    """Return the schema.org description of the whole, for catalogues."""
    about = source.about
    base = about.address(f"{source.at}/")
    told: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": base or f"urn:inspectorate:{source.at}",
        "name": f"{about.inspection}: open data",
        "description": sentences(about.notice, about.question, source.description),
        "creator": {"@type": "Organization", "name": about.publisher},
        "datePublished": source.day,
        "version": source.version,
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.title,
                "encodingFormat": kind,
                "contentUrl": f"{base}{slug(table.slug)}.{ending}",
            }
            for table in tables
            for ending, kind in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }
    if source.coverage:
        told["temporalCoverage"] = source.coverage
    return told


def _json(data: object) -> bytes:
    return f"{json.dumps(data, ensure_ascii=False, indent=1)}\n".encode()


def _refuse_uneven(table: TableInfo) -> None:
    for place, row in enumerate(table.rows, 1):
        if len(row) != len(table.columns):
            raise ValueError(
                f"table {table.slug!r}, row {place}: {len(row)} cells for "
                f"{len(table.columns)} columns"
            )
    names = [column[0] for column in table.columns]
    if unknown := [name for name in table.primary_key if name not in names]:
        raise ValueError(
            f"table {table.slug!r}: primary key names {', '.join(unknown)}, which is not a column"
        )


def _described(notice: str, table: TableInfo) -> str:
    return sentences(notice, table.description, RULE)


def _csvw(source: Source, table: TableInfo, name: str) -> bytes:
    out = published(table, source.about.notice)
    schema: dict[str, Any] = {
        "columns": [
            {
                "name": column,
                "titles": [column, title] if title != column else [column],
                "datatype": datatype or "string",
                "dc:description": description,
                "required": column in out.primary_key,
            }
            for column, title, datatype, description in out.columns
        ]
    }
    if out.primary_key:
        schema["primaryKey"] = list(out.primary_key)
    return _json(
        {
            "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
            "url": f"{name}.csv",
            "dialect": {"header": True, "encoding": "utf-8"},
            "dc:title": table.title,
            "dc:description": _described(source.about.notice, table),
            "dc:publisher": source.about.publisher,
            "dc:issued": source.day,
            "tableSchema": schema,
        }
    )


def _typed(text: str, datatype: str) -> str | int | float | bool | None:
    if text == "":
        return None
    if datatype in ("integer", "nonNegativeInteger"):
        return int(text)
    if datatype in ("decimal", "double"):
        return float(text)
    if datatype == "boolean":
        return text.lower() in ("true", "1")
    return text


def _rows(source: Source, table: TableInfo) -> bytes:
    return _json(
        {
            "notice": source.about.notice,
            "title": table.title,
            "description": table.description,
            "publisher": source.about.publisher,
            "inspection": source.about.inspection,
            **source.stamp,
            "columns": [
                {"name": name, "title": title, "datatype": datatype, "description": description}
                for name, title, datatype, description in table.columns
            ],
            "rows": [
                {
                    column[0]: _typed(cell, column[2])
                    for column, cell in zip(table.columns, row, strict=True)
                }
                for row in table.rows
            ],
        }
    )


def _data_package(source: Source, tables: tuple[TableInfo, ...]) -> bytes:
    about = source.about
    return _json(
        {
            "name": about.slug,
            "title": about.inspection,
            "description": sentences(about.notice, about.question),
            "notice": about.notice,
            "version": source.version,
            **source.stamp,
            "resources": [_resource(table, about.notice) for table in tables],
        }
    )


def _resource(table: TableInfo, notice: str) -> dict[str, Any]:
    out = published(table, notice)
    fields = [
        {
            "name": name,
            "title": title,
            "type": _FRICTIONLESS.get(kind, "string"),
            "description": description,
        }
        for name, title, kind, description in out.columns
    ]
    return {
        "name": slug(table.slug),
        "path": f"{slug(table.slug)}.csv",
        "title": table.title,
        "description": _described(notice, table),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": {"fields": fields, "primaryKey": list(table.primary_key)},
    }
