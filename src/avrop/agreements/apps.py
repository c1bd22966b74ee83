"""The agreements app."""

from django.apps import AppConfig


class AgreementsConfig(AppConfig):
    """The register of agreements."""

    name = "avrop.agreements"
    label = "agreements"

    def ready(self) -> None:
        """Lets the app hear of what happens, and its routine run."""
        from avrop.agreements import jobs, reactions  # noqa: F401
