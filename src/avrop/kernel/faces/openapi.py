"""The OpenAPI 3.1 document, made from the tables of routes and the types of the operations."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable
from enum import Enum
from typing import Any, get_args, get_origin

import msgspec

from avrop.kernel.faces.answers import ProblemDocument
from avrop.kernel.faces.files import FORM, XML_KINDS
from avrop.kernel.paging import Page
from avrop.kernel.routes import Route

REFERENCE = "#/components/schemas/{name}"
DENIALS = {
    "401": "Not signed in",
    "403": "No mandate for this",
    "404": "Not there, or not yours",
    "409": "The rules do not allow this",
    "413": "Larger than what is taken",
    "415": "Of a kind that is not taken",
    "422": "Cannot be read",
}
BRACES = re.compile(r"\{(\w+)\}")


def openapi_document(routes: Iterable[Route], *, title: str, version: str) -> dict[str, Any]:
    """The whole document as plain JSON values."""
    table = list(routes)
    kinds = [kind for route in table for kind in _kinds(route)]
    schemas, components = msgspec.json.schema_components(
        [*kinds, ProblemDocument], ref_template=REFERENCE, schema_hook=_choices
    )
    for component in components.values():
        if "properties" in component:
            component["additionalProperties"] = False
    problem = {"application/problem+json": {"schema": schemas[-1]}}
    paths: dict[str, Any] = {}
    given = iter(schemas)
    for route in table:
        own = [next(given) for _ in _kinds(route)]
        paths.setdefault(f"/{route.path}", {})[route.method.lower()] = _operation(
            route, own, problem
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": version, "license": {"name": "EUPL-1.2"}},
        "servers": [{"url": "/api/v1"}],
        "security": [{"session": []}, {"key": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "session": {"type": "apiKey", "in": "cookie", "name": "sessionid"},
                "key": {"type": "http", "scheme": "bearer"},
            },
        },
    }


def _choices(kind: Any) -> dict[str, Any]:
    """The values of an enumeration of Django's: msgspec reads them but cannot describe them."""
    if issubclass(kind, Enum):
        return {"title": kind.__name__, "enum": sorted(one.value for one in kind)}
    raise NotImplementedError


def _kinds(route: Route) -> list[Any]:
    """The types a route speaks in: its parameters', then its answer's.

    Of a page its items: two apps may each have an `OrderView`, and msgspec can't tell the pages of
    namesakes apart.
    """
    answer = route.operation.answer
    if _is_page(answer):
        answer = tuple[get_args(answer)[0], ...]  # type: ignore[misc]
    return [*(kind for kind, _ in route.operation.parameters().values()), answer]


def _is_page(answer: Any) -> bool:
    return get_origin(answer) is Page


def _answered(route: Route, schema: Any) -> Any:
    """The schema of an answer, given its type's or, of a page, that of its items."""
    if not _is_page(route.operation.answer):
        return schema
    return {
        "type": "object",
        "description": (Page.__doc__ or "").strip(),
        "properties": {
            "items": schema,
            "next_cursor": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        },
        "required": ["items", "next_cursor"],
    }


def _operation(route: Route, schemas: list[Any], problem: dict[str, Any]) -> dict[str, Any]:
    parameters = dict(zip(route.operation.parameters(), schemas, strict=False))
    in_path = BRACES.findall(route.path)
    required = {
        name
        for name, (_, default) in route.operation.parameters().items()
        if default is inspect.Parameter.empty
    }
    described: dict[str, Any] = {
        "operationId": route.operation.name,
        "summary": route.operation.summary,
        "tags": [route.operation.name.partition(".")[0]],
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": parameters[name]}
            for name in in_path
        ],
        "responses": {
            "200": {
                "description": "Done",
                "content": {"application/json": {"schema": _answered(route, schemas[-1])}},
            },
            **{
                status: {"description": text, "content": problem}
                for status, text in DENIALS.items()
            },
        },
    }
    rest = {name: schema for name, schema in parameters.items() if name not in in_path}
    if route.file is not None:
        described["requestBody"] = _file_body()
        rest.pop(route.file.fills)
    if route.method == "GET" or route.file is not None:
        described["parameters"] += [
            {"name": name, "in": "query", "required": name in required, "schema": schema}
            for name, schema in rest.items()
        ]
        return described
    described["parameters"].append(
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "description": "The same key and request again have one effect and one answer.",
            "schema": {"type": "string", "minLength": 1, "maxLength": 200},
        }
    )
    described["requestBody"] = {
        "required": bool(required & rest.keys()),
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "properties": rest,
                    "required": sorted(required & rest.keys()),
                    "additionalProperties": False,
                }
            }
        },
    }
    return described


def _file_body() -> dict[str, Any]:
    """A file alone, or in a form."""
    form = {
        "type": "object",
        "properties": {"file": {"type": "string", "format": "binary"}},
        "required": ["file"],
    }
    alone = {"schema": {"type": "string", "format": "binary"}}
    return {
        "required": True,
        "content": {**dict.fromkeys(XML_KINDS, alone), FORM: {"schema": form}},
    }
