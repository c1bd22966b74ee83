"""Reading sales orders: themselves, and the work there is on them."""

from avrop.selling.sales.queries.orders import (
    AnswerToSend,
    answer_to_send,
    changes_waiting,
    order,
    order_by_number,
    order_to_fulfil,
    orders_numbered,
    orders_page,
    overdue_orders,
    stage_of,
    state_of_change,
    timeline,
)
from avrop.selling.sales.queries.work import (
    crossings_page,
    hand_offs_waiting,
    held_orders,
    link,
    links_of,
    stage_figures,
    work_queue,
)

__all__ = [
    "AnswerToSend",
    "answer_to_send",
    "changes_waiting",
    "crossings_page",
    "hand_offs_waiting",
    "held_orders",
    "link",
    "links_of",
    "order",
    "order_by_number",
    "order_to_fulfil",
    "orders_numbered",
    "orders_page",
    "overdue_orders",
    "stage_figures",
    "stage_of",
    "state_of_change",
    "timeline",
    "work_queue",
]
