"""Wires the kernel up: wherever tables are made, the application's role is let in."""

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class KernelConfig(AppConfig):
    """The ground floor."""

    name = "avrop.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Registers the checks, and the grants that follow every migration."""
        from avrop.kernel import auditing, checks, exports, memory  # noqa: F401  (they register)

        memory.settle()
        post_migrate.connect(_let_the_application_in, sender=self)


def _let_the_application_in(sender: Any, using: str, **kwargs: Any) -> None:
    """Packages' own migrations (sessions, job queue) know nothing of our role."""
    from avrop.kernel.postgresql.upkeep import grant_global_tables, make_partitions

    with connections[using].cursor() as cursor:
        grant_global_tables(cursor)
        make_partitions(cursor)
