"""Addresses of operations, as data: each app's `api.py` is such a table and nothing else.

The API, its OpenAPI document and its refusals are made from these tables by `kernel.faces`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from avrop.kernel.commands import Operation, operation_of


@dataclass(frozen=True, slots=True)
class FileTaken:
    """A file in the body of a request, instead of JSON: alone, or as the field `file` of a form.

    Its bytes fill the operation's parameter `fills`, and the name that the form gives it `named`;
    `most` says how many bytes are taken.
    """

    fills: str
    named: str
    most: Callable[[], int]


@dataclass(frozen=True, slots=True)
class Route:
    """`POST orders/{order_id}/send` → the command. Braces name parameters of the operation. With a
    `file` the body is one, and the other parameters stand in the query."""

    method: str
    path: str
    operation: Operation
    file: FileTaken | None = None


def get(path: str, function: Callable[..., Any]) -> Route:
    """Offer a query."""
    return Route("GET", path, operation_of(function))


def post(path: str, function: Callable[..., Any]) -> Route:
    """Offer a command."""
    return Route("POST", path, operation_of(function))


def post_file(path: str, function: Callable[..., Any], file: FileTaken) -> Route:
    """Offer an operation that takes a file."""
    return Route("POST", path, operation_of(function), file)


def all_routes() -> Iterator[Route]:
    """The tables of every installed app, in floor order."""
    import importlib

    from django.apps import apps

    for config in apps.get_app_configs():
        if config.name.startswith("avrop."):
            try:
                module = importlib.import_module(f"{config.name}.api")
            except ModuleNotFoundError as missing:
                if missing.name != f"{config.name}.api":
                    raise
                continue
            yield from module.ROUTES
