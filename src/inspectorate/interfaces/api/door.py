"""The door itself: its rooms' addresses, its description, and how it says no."""

from __future__ import annotations

import json
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from . import evidence, exports, fieldwork, inspections, judgments
from .problems import MEDIA_TYPE, answer_in_problems


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
        "the pages do. Times carry their offset. Lists come a page at a time: send `next` back as "
        "`cursor`. What is not done is answered as problem details (RFC 9457) with every reason."
    ),
    docs_url=None,
    urls_namespace="api",
)
for router in (inspections, fieldwork, evidence, judgments, exports):
    api.add_router("/inspections", router.router)
answer_in_problems(api)


def described() -> str:
    """The description as JSON, a key a line."""
    return json.dumps(api.get_openapi_schema(), indent=1, ensure_ascii=False) + "\n"
