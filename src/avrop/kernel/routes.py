"""Addresses of operations, as data: each app's `api.py` is such a table and nothing else.

The API, its OpenAPI document and its refusals are made from these tables by `kernel.faces`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from avrop.kernel.commands import Operation, operation_of


@dataclass(frozen=True, slots=True)
class Route:
    """`POST orders/{order_id}/send` → the command. Braces name parameters of the operation."""

    method: str
    path: str
    operation: Operation


def get(path: str, function: Callable[..., Any]) -> Route:
    """Offer a query."""
    return Route("GET", path, operation_of(function))


def post(path: str, function: Callable[..., Any]) -> Route:
    """Offer a command."""
    return Route("POST", path, operation_of(function))


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
