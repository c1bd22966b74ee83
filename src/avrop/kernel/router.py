"""Which login does what: the owner migrates, the application does everything else."""

from typing import Any


class OwnerMigrates:
    """A database router: schema changes are made through the alias `owner` only."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """True for the owner's login."""
        return db == "owner"
