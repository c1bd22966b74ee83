"""Fixtures of the kernel's tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.db import connections


@pytest.fixture
def as_owner() -> Callable[[str, UUID, list[Any]], None]:
    """Run a statement as the owner of the tables, in a tenant's scope: what nobody else may."""

    def run(statement: str, tenant_id: UUID, values: list[Any]) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute("select set_config('avrop.tenant', %s, false)", [str(tenant_id)])
            cursor.execute(statement, values)
        connections["owner"].close()

    return run
