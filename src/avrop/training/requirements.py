"""What is required of whom, as a dated rule set (requirement TRN-01), and how long before the end of a
certificate people are reminded of it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from avrop.kernel.problems import Problem

NAME = "training.requirements"
LONGEST_REMINDER = 365


@dataclass(frozen=True, slots=True)
class Requirement:
    """A course that holders of some roles must have; with `categories` only those whose mandate names
    goods of one of these classifications. `policies` must be acknowledged beside it."""

    course: str
    roles: tuple[str, ...]
    categories: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()

    def asks(self, role: str, goods: Collection[str]) -> bool:
        """Whether it is required of who holds a role for these goods."""
        if role not in self.roles:
            return False
        return not self.categories or any(
            mine.startswith(theirs) or theirs.startswith(mine)
            for mine in goods
            for theirs in self.categories
        )


@dataclass(frozen=True, slots=True)
class Requirements:
    """The courses required, the days before the end at which people are reminded, from how many days
    before the end a certificate is renewed, and how many days a new holder of a role has."""

    required: tuple[Requirement, ...]
    reminder_days: tuple[int, ...] = (60, 30, 7)
    renewal_days: int = 90
    days_to_begin: int = 30
    longest_waiver_days: int = 14

    def of_course(self, course: str) -> Requirement:
        """What goes with a course; a requirement of nobody where none names it."""
        return next((one for one in self.required if one.course == course), Requirement(course, ()))


RULES = ("ordering",)
DEFAULT = Requirements(
    (
        Requirement("requester", ("requester",), policies=RULES),
        Requirement("approver", ("approver",), policies=RULES),
        Requirement("receiver", ("receiver",), policies=RULES),
        Requirement("manager", ("manager",), policies=RULES),
        Requirement("coordinator", ("coordinator",), policies=RULES),
        Requirement("order_desk", ("order_clerk", "order_manager")),
    )
)


def problems_with_requirements(
    chosen: Requirements,
    courses: Collection[str],
    roles: Collection[str],
    policies: Collection[str],
) -> Iterator[Problem]:
    """What cannot be required: courses, roles or policies that are not there, days that are none."""
    seen: set[str] = set()
    for number, one in enumerate(chosen.required):
        place = ("required", number)
        if one.course not in courses:
            yield Problem("training.unknown_course", {"course": one.course}, (*place, "course"))
        if one.course in seen:
            yield Problem("training.required_twice", {"course": one.course}, (*place, "course"))
        seen.add(one.course)
        for role in one.roles:
            if role not in roles:
                yield Problem("authority.unknown_role", {"role": role}, (*place, "roles"))
        for policy in one.policies:
            if policy not in policies:
                yield Problem("training.unknown_policy", {"policy": policy}, (*place, "policies"))
    for name, days in (
        *(("reminder_days", days) for days in chosen.reminder_days),
        ("renewal_days", chosen.renewal_days),
        ("days_to_begin", chosen.days_to_begin),
        ("longest_waiver_days", chosen.longest_waiver_days),
    ):
        if not 0 < days <= LONGEST_REMINDER:
            yield Problem("training.days_out_of_range", {"most": LONGEST_REMINDER}, (name,))
