"""The coding app."""

from django.apps import AppConfig


class CodingConfig(AppConfig):
    """Dimensions, values, combinations, short codes, accounts of categories."""

    name = "avrop.coding"
    label = "coding"

    def ready(self) -> None:
        """Registers what hangs on units, and the rights, so that roles carry them however little else
        has been asked for."""
        from avrop.coding import hanging, permissions  # noqa: F401
