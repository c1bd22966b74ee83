"""The lives of a version of a course, of a test that somebody sits, and of a certificate, as data.
docs/lifecycles/training-*.md are drawn from these tables."""

from django.db.models import TextChoices
from django.utils.translation import pgettext_lazy

from avrop.kernel.lifecycle import Lifecycle


class VersionState(TextChoices):
    """Where a version of a course is."""

    DRAFT = "draft", pgettext_lazy("state of a course", "Draft")
    PUBLISHED = "published", pgettext_lazy("state of a course", "Published")
    RETIRED = "retired", pgettext_lazy("state of a course", "Retired")


class SittingState(TextChoices):
    """Where a test that somebody sits is."""

    OPEN = "open", pgettext_lazy("state of a test", "Going on")
    PASSED = "passed", pgettext_lazy("state of a test", "Passed")
    FAILED = "failed", pgettext_lazy("state of a test", "Not passed")


class CertificateState(TextChoices):
    """Where a certificate is; that it has expired follows from its last day."""

    GRANTED = "granted", pgettext_lazy("state of a certificate", "Granted")
    REVOKED = "revoked", pgettext_lazy("state of a certificate", "Revoked")


VERSION = Lifecycle(
    "course_version",
    ("publish", {VersionState.DRAFT}, VersionState.PUBLISHED),
    ("retire", {VersionState.DRAFT, VersionState.PUBLISHED}, VersionState.RETIRED),
)
SITTING = Lifecycle(
    "test",
    ("pass", {SittingState.OPEN}, SittingState.PASSED),
    ("fail", {SittingState.OPEN}, SittingState.FAILED),
)
CERTIFICATE = Lifecycle(
    "certificate",
    ("revoke", {CertificateState.GRANTED}, CertificateState.REVOKED),
)
