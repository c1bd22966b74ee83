"""The site: composes the apps."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Pages, addresses, the command line and the demonstration."""

    name = "avrop.site"
    label = "site"

    def ready(self) -> None:
        """Lets the alarm hear of the account for emergencies, and colleagues of what is practised."""
        from avrop.site import alarms  # noqa: F401
        from avrop.site.practice import colleagues  # noqa: F401
