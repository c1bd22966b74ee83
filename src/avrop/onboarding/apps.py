"""The onboarding app."""

from django.apps import AppConfig


class OnboardingConfig(AppConfig):
    """New departments and new, moving and leaving requesters."""

    name = "avrop.onboarding"
    label = "onboarding"

    def ready(self) -> None:
        """Registers the rights, so that roles carry them however little else has been asked for, and
        lets the app hear of what happens."""
        from avrop.kernel import former
        from avrop.onboarding import permissions, reactions  # noqa: F401
        from avrop.onboarding.models import Department
        from avrop.parties.queries import rows_naming

        former.mask(Department._meta.db_table, rows_naming)
