"""The coding app."""

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """Dimensions, values, combinations, short codes, accounts of categories."""

    name = "avrop.coding"
    label = "coding"

    def ready(self) -> None:
        """Registers what hangs on units."""
        from avrop.coding import hanging  # noqa: F401
