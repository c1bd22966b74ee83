"""Addresses of the tasks app in the API. Tasks are opened and closed by what happens to their
subjects, so there is no address for that."""

from avrop.kernel.routes import get, post
from avrop.tasks import actions, queries

ROUTES = (
    get("tasks", queries.my_tasks),
    get("tasks/count", queries.number_of_my_tasks),
    get("tasks/news-seen", queries.news_seen_until),
    post("tasks/news-seen", actions.mark_news_seen),
    get("tasks/overdue", queries.overdue_tasks),
    get("tasks/about/{subject_id}", queries.tasks_about),
    get("tasks/{task_id}", queries.task),
    post("tasks/{task_id}/take", actions.take_task),
    post("tasks/{task_id}/give-back", actions.give_back_task),
    post("tasks/{task_id}/finish", actions.finish_task),
    post("tasks/{task_id}/escalate", actions.escalate_task),
)
