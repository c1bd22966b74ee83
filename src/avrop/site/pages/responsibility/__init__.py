"""Who answers for what: the matrix, its gaps, who does what, what is decided where, what managers
confirm, and planned changes."""

from django.urls import path

from avrop.site.pages.responsibility import people

# isort: split
from avrop.site.pages.responsibility import changes, confirming, levels, matrix, operating

_CHANGE = "planned-changes/<uuid:change_id>"
#: Addresses of these pages.
RESPONSIBILITY = (
    path("who-does-what", people.who_does_what, name="who_does_what"),
    path("my-responsibilities", people.my_responsibilities, name="my_responsibilities"),
    path("responsibilities", matrix.responsibilities, name="responsibilities"),
    path("responsibilities/grid", matrix.grid, name="responsibility_grid"),
    path("responsibilities/gaps", matrix.gaps, name="responsibility_gaps"),
    path("responsibilities/versions", matrix.versions, name="responsibility_versions"),
    path("responsibilities/levels", levels.decision_levels, name="decision_levels"),
    path("responsibilities/levels/conflicts", levels.conflicts, name="decision_conflicts"),
    path("responsibilities/levels/<slug:part>", levels.decide_level, name="decide_level"),
    path("order-management", operating.order_management, name="order_management"),
    path("unit-confirmations", confirming.confirmations, name="unit_confirmations"),
    path("unit-confirmations/text", confirming.duty_text, name="duty_text"),
    path(
        "unit-confirmations/whole/<slug:frequency>",
        confirming.confirm_whole,
        name="confirm_whole",
    ),
    path(
        "unit-confirmations/<uuid:unit_id>/<slug:frequency>",
        confirming.confirm_unit,
        name="confirm_unit",
    ),
    path("planned-changes", changes.planned_changes, name="planned_changes"),
    path("planned-changes/new", changes.plan_change, name="plan_change"),
    path(_CHANGE, changes.planned_change, name="planned_change"),
    path(f"{_CHANGE}/add/<slug:kind>", changes.add_step, name="add_change_step"),
    path(f"{_CHANGE}/remove", changes.remove_step, name="remove_change_step"),
    path(f"{_CHANGE}/hours", changes.hours, name="change_hours"),
)
