"""The lives of a version of a course, of a test that somebody sits, of a certificate and of a roll-out
plan, as data.
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


class PlanState(TextChoices):
    """Where a unit's roll-out plan is."""

    DRAFT = "draft", pgettext_lazy("state of a plan", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("state of a plan", "With the coordinator")
    RETURNED = "returned", pgettext_lazy("state of a plan", "Sent back")
    APPROVED = "approved", pgettext_lazy("state of a plan", "Approved")
    SUPERSEDED = "superseded", pgettext_lazy("state of a plan", "Replaced by a newer one")
    WITHDRAWN = "withdrawn", pgettext_lazy("state of a plan", "Withdrawn")


#: Plans that are worked on; a unit has one at a time.
OPEN_PLANS = frozenset({PlanState.DRAFT, PlanState.SUBMITTED, PlanState.RETURNED})
#: Plans that are still carried out, and can be late.
FOLLOWED_PLANS = OPEN_PLANS | {PlanState.APPROVED}
#: Plans by which the exercise of a course was done, for good.
JUDGED_GOOD = frozenset({PlanState.APPROVED, PlanState.SUPERSEDED})

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
PLAN = Lifecycle(
    "rollout_plan",
    ("change", {PlanState.DRAFT}, PlanState.DRAFT),
    ("change", {PlanState.RETURNED}, PlanState.RETURNED),
    ("submit", {PlanState.DRAFT, PlanState.RETURNED}, PlanState.SUBMITTED),
    ("return", {PlanState.SUBMITTED}, PlanState.RETURNED),
    ("approve", {PlanState.SUBMITTED}, PlanState.APPROVED),
    ("supersede", {PlanState.APPROVED}, PlanState.SUPERSEDED),
    ("withdraw", OPEN_PLANS | {PlanState.APPROVED}, PlanState.WITHDRAWN),
)
