"""The open data: each table as CSV and JSON, described by CSVW, Data Package and schema.org."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from inspectorate.domain.publication.schema import Bundle, TableInfo

from .cells import RULE, csv_text
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


def data_files(bundle: Bundle, tables: tuple[TableInfo, ...]) -> Iterator[tuple[str, str]]:
    """Yield (path, text) of every open-data file."""
    for table in tables:
        _refuse_uneven(table)
        published_table = published(table, bundle.notice)
        name = slug(table.slug)
        yield (
            f"data/{name}.csv",
            csv_text([column[0] for column in published_table.columns], published_table.rows),
        )
        yield f"data/{name}.csv-metadata.json", _json(_csvw(bundle, published_table, name))
        yield f"data/{name}.json", _json(_rows(bundle, table))
    yield "data/datapackage.json", _json(_data_package(bundle, tables))
    yield "data/dataset.jsonld", _json(dataset(bundle, tables))


def dataset(bundle: Bundle, tables: tuple[TableInfo, ...]) -> dict[str, Any]:
    """Return the schema.org description of the whole, for catalogues."""
    base = bundle.base_url.rstrip("/")
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": f"{base}/data/" if base else f"urn:inspectorate:{slug(bundle.slug)}:data",
        "name": f"{bundle.inspection}: open data",
        "description": sentences(bundle.notice, bundle.question, bundle.summary),
        "creator": {"@type": "Organization", "name": bundle.publisher},
        "datePublished": bundle.published_at[:10],
        "version": str(bundle.number),
        "temporalCoverage": f"{bundle.fieldwork_from}/{bundle.fieldwork_to}",
        "inLanguage": "en-GB",
        "isAccessibleForFree": True,
        "distribution": [
            {
                "@type": "DataDownload",
                "name": table.title,
                "encodingFormat": kind,
                "contentUrl": f"{base}/data/{slug(table.slug)}.{ending}"
                if base
                else f"{slug(table.slug)}.{ending}",
            }
            for table in tables
            for ending, kind in (("csv", "text/csv"), ("json", "application/json"))
        ],
    }


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


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


def _described(bundle: Bundle, table: TableInfo) -> str:
    return sentences(bundle.notice, table.description, RULE)


def _csvw(bundle: Bundle, table: TableInfo, name: str) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "columns": [
            {
                "name": column,
                "titles": [column, title] if title != column else [column],
                "datatype": datatype or "string",
                "dc:description": description,
                "required": column in table.primary_key,
            }
            for column, title, datatype, description in table.columns
        ]
    }
    if table.primary_key:
        schema["primaryKey"] = list(table.primary_key)
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "url": f"{name}.csv",
        "dialect": {"header": True, "encoding": "utf-8"},
        "dc:title": table.title,
        "dc:description": _described(bundle, table),
        "dc:publisher": bundle.publisher,
        "dc:issued": bundle.published_at[:10],
        "tableSchema": schema,
    }


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


def _rows(bundle: Bundle, table: TableInfo) -> dict[str, Any]:
    return {
        "notice": bundle.notice,
        "title": table.title,
        "description": table.description,
        "publisher": bundle.publisher,
        "inspection": bundle.inspection,
        "published": bundle.published_at[:10],
        "release": bundle.number,
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


def _data_package(bundle: Bundle, tables: tuple[TableInfo, ...]) -> dict[str, Any]:
    resources = []
    for table in tables:
        published_table = published(table, bundle.notice)
        fields = [
            {
                "name": name,
                "title": title,
                "type": _FRICTIONLESS.get(kind, "string"),
                "description": description,
            }
            for name, title, kind, description in published_table.columns
        ]
        resources.append(
            {
                "name": slug(table.slug),
                "path": f"{slug(table.slug)}.csv",
                "title": table.title,
                "description": _described(bundle, table),
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {"fields": fields, "primaryKey": list(table.primary_key)},
            }
        )
    return {
        "name": slug(bundle.slug),
        "title": bundle.inspection,
        "description": sentences(bundle.notice, bundle.question),
        "notice": bundle.notice,
        "version": str(bundle.number),
        "created": bundle.published_at,
        "resources": resources,
    }
