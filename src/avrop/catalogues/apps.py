"""The catalogues app."""

from django.apps import AppConfig


class CataloguesConfig(AppConfig):
    """Articles and price lists of the agreements."""

    name = "avrop.catalogues"
    label = "catalogues"

    def ready(self) -> None:
        """Lets the app take catalogues in, hear of what happens, and run its routine."""
        from avrop.catalogues import jobs, reactions, takers  # noqa: F401
