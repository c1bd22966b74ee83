"""Reading who answers for what."""

from avrop.responsibility.queries.changes import planned_change, planned_changes_page
from avrop.responsibility.queries.confirming import (
    confirmation_counts,
    confirmation_sheet,
    confirmations_page,
    confirmations_to_make,
    duty_list,
)
from avrop.responsibility.queries.matrix import (
    gap_counts,
    matrix_of,
    matrix_rows_page,
    matrix_versions,
    responsibility_gaps_page,
)
from avrop.responsibility.queries.operating import (
    order_management,
    order_management_preview,
)
from avrop.responsibility.queries.parts import decision_conflicts_page, decision_levels
from avrop.responsibility.queries.people import my_responsibilities, who_does_what
from avrop.responsibility.queries.posts import hand_overs, posts

__all__ = [
    "confirmation_counts",
    "confirmation_sheet",
    "confirmations_page",
    "confirmations_to_make",
    "decision_conflicts_page",
    "decision_levels",
    "duty_list",
    "gap_counts",
    "hand_overs",
    "matrix_of",
    "matrix_rows_page",
    "matrix_versions",
    "my_responsibilities",
    "order_management",
    "order_management_preview",
    "planned_change",
    "planned_changes_page",
    "posts",
    "responsibility_gaps_page",
    "who_does_what",
]
