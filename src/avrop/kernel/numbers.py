"""Numbers people see: unique per tenant and series, from a counter row.

Take them last in the transaction: the row stays locked until commit. A refusal rolls the counter
back, so a series has no gaps; that is what invoices and vouchers need (bokföringslagen 5:6-7).
"""

from __future__ import annotations

from django.db import connection

from avrop.kernel.scope import current_tenant
from avrop.values import uuid7


def next_number(series: str) -> int:
    """The next number of a series, starting at 1."""
    return next_numbers(series, 1).start


def number_to_come(series: str) -> int:
    """What `next_number` would give now; somebody else may take it first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select next_number from kernel_series where tenant_id = %s and series = %s",
            [current_tenant(), series],
        )
        found = cursor.fetchone()
    return found[0] if found else 1


def next_numbers(series: str, count: int) -> range:
    """A block of numbers in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into kernel_series as s (tenant_id, id, series, next_number) "
            "values (%s, %s, %s, %s) on conflict (tenant_id, series) "
            "do update set next_number = s.next_number + %s returning next_number",
            [current_tenant(), uuid7(), series, count + 1, count],
        )
        following: int = cursor.fetchone()[0]
    return range(following - count, following)


def last_numbers(beginning: str) -> dict[str, int]:
    """The last number given of each series whose name begins so. Where a number is taken in the
    transaction of what it numbers, everything up to it is there: the next waits for that commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select series, next_number - 1 from kernel_series "
            "where tenant_id = %s and starts_with(series, %s)",
            [current_tenant(), beginning],
        )
        return dict(cursor.fetchall())
