"""Tasks that are done when somebody says so: nothing that he does on the site ends them by itself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from avrop.site.actors import Request
from avrop.site.pages.performing import signed_in
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.shapes import Action
from avrop.tasks import actions
from avrop.tasks.queries import TaskView

#: What is mended or decided elsewhere, often outside of avrop. Every other task ends with its subject.
BY_HAND = frozenset(
    {
        "agreements.task_ceiling_near",
        "agreements.task_ends_soon",
        "payables.payment_rejected",
        "requisitions.asked_to_mend",
    }
)


def way_to_finish(request: Request, task: TaskView) -> Action | None:
    """The button that says that a task is done; None where it ends by itself."""
    if task.kind not in BY_HAND:
        return None
    address = reverse("finish_task", args=[task.id])
    keys = keys_of(request, version=task.version)
    return Action(gettext_lazy("Mark as done"), address, "tertiary", post=True, hidden=keys)


@require_POST
@signed_in
def finish_task(request: Request, task_id: UUID) -> HttpResponse:
    """The task is done, for everybody it waited for."""
    form = PageForm(request)
    if form.sends(actions.finish_task, task_id=task_id):
        messages.success(request, _("It is marked as done."))
    else:
        form.tell_refusal()
    return form.redirect("start")
