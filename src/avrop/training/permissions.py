"""What training's commands need."""

from django.utils.translation import gettext_lazy as _

from avrop.kernel.permissions import Kind, Permission
from avrop.tasks.permissions import EVERY_ROLE

ACTIVITY = "training"

LEARN = Permission(
    "training.learn",
    ACTIVITY,
    Kind.EXECUTE,
    _("Take courses and tests, and acknowledge policies"),
    roles=EVERY_ROLE,
)
DECIDE = Permission(
    "training.decide",
    ACTIVITY,
    Kind.MANAGE,
    _("Decide who of one's people may act after the training"),
    roles=("manager",),
    personal=True,
)
STEER = Permission(
    "training.steer",
    ACTIVITY,
    Kind.MANAGE,
    _("Steer courses, questions, policies and what is required of whom"),
    roles=("coordinator", "system_administrator"),
)
PLAN = Permission(
    "training.plan_rollout",
    ACTIVITY,
    Kind.MANAGE,
    _("Plan how one's unit begins to order"),
    roles=("manager",),
    personal=True,
)
JUDGE = Permission(
    "training.judge_plans",
    ACTIVITY,
    Kind.MANAGE,
    _("Judge the roll-out plans of units"),
    roles=("coordinator",),
    personal=True,
)
WAIVE = Permission(
    "training.waive",
    ACTIVITY,
    Kind.MANAGE,
    _("Let somebody act for a time without the certificate, in an emergency"),
    roles=("coordinator",),
    personal=True,
    needs_proof=True,
)
FOLLOW = Permission(
    "training.follow",
    ACTIVITY,
    Kind.ASSURE,
    _("Follow who is trained, unit by unit"),
    roles=("manager", "coordinator", "auditor", "system_administrator"),
)
WATCH = Permission(
    "training.watch",
    ACTIVITY,
    Kind.ASSURE,
    _("Have tests that ran out of time closed, and people reminded"),
    roles=("coordinator", "system_administrator"),
)
