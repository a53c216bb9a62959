"""The door itself: its rooms' addresses, its description, and how it says no."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.responses import NinjaJSONEncoder

from . import capture, evidence, exports, fieldwork, inspections, judgments
from .evidence import KeyedItemIn
from .problems import MEDIA_TYPE, answer_in_problems


class _Parser(Parser):
    """Reads JSON in which no name comes twice: of two with one name nobody knows which is meant."""

    def parse_body(self, request: HttpRequest) -> Any:
        """What was sent; the library answers 400 where it is not taken."""
        return json.loads(request.body.decode("utf-8"), object_pairs_hook=_once)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name comes twice")
    return found


class _Encoder(NinjaJSONEncoder):
    """Writes moments to the microsecond, as tables and the ledger have them."""

    def default(self, o: Any) -> Any:
        """What JSON has no way of its own for."""
        if isinstance(o, datetime):
            return o.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return super().default(o)


class _Renderer(JSONRenderer):
    """Writes what is answered."""

    encoder_class = _Encoder


class Door(NinjaAPI):
    """The library's, whose description says of what type a problem is."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        """The description, OpenAPI 3.1: what is not done is answered as a problem."""
        schema = super().get_openapi_schema(**asked)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if int(status) >= 400 and "content" in answer:
                        answer["content"] = {MEDIA_TYPE: answer["content"]["application/json"]}
        # Of a batch each item is read by itself, so that the library does not see what it is.
        known = schema["components"]["schemas"]
        known["KeyedItemIn"] = KeyedItemIn.model_json_schema()
        items = known["BatchIn"]["properties"]["items"]
        items["items"] = {"$ref": "#/components/schemas/KeyedItemIn"}
        return schema

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of what is done, as a client made from the description calls it."""
        name: str = operation.view_func.__name__
        return name


api = Door(
    title="Inspectorate",
    version="1",
    description=(
        "Programs act here for a person, by a token that the person makes on their own page. "
        "Nothing is answered that this person could not see there, and every act is the one that "
        "the pages do. Times carry their offset. Lists come a page at a time: send `cursor` back "
        "for what follows. What is not done is answered as problem details (RFC 9457) with its "
        "reasons."
    ),
    docs_url=None,
    urls_namespace="api",
    parser=_Parser(),
    renderer=_Renderer(),
)
for router in (inspections, fieldwork, evidence, judgments, exports):
    api.add_router("/inspections", router.router)
api.add_router("/capture", capture.router)
answer_in_problems(api)


def described() -> str:
    """The description as JSON, a key a line."""
    return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False) + "\n"
