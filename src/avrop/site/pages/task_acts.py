"""What can be done with a task where it is listed: taken from among several, given back, and marked as
done where nothing that somebody does on the site ends it by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from avrop.site.actors import Request
from avrop.site.pages.performing import actor_of, signed_in
from avrop.site.patterns.forms import PageForm, keys_of
from avrop.site.patterns.shapes import Action
from avrop.tasks import actions
from avrop.tasks.queries import TaskView

#: What is mended or decided elsewhere, often outside of avrop. Every other task ends with its subject.
BY_HAND = frozenset(
    {
        "agreements.task_ceiling_near",
        "agreements.task_ends_soon",
        "authority.task_said_to_be_away",
        "onboarding.is_ready",
        "onboarding.requesters_wanted",
        "onboarding.sign_in_wanted",
        "payables.payment_rejected",
        "requisitions.asked_to_mend",
        "requisitions.need_rejected",
        "requisitions.need_substituted",
    }
)


def acts_on(request: Request, task: TaskView) -> tuple[Action, ...]:
    """The buttons of a task that waits for the reader; none where he alone can do it and it ends by
    itself."""
    return tuple(
        Action(
            told,
            reverse(name, args=[task.id]),
            "tertiary",
            post=True,
            hidden=keys_of(request, version=task.version),
        )
        for name, told in _offered(task, actor_of(request).person_id)
    )


def _offered(task: TaskView, reader: UUID | None) -> Iterator[tuple[str, Any]]:
    if task.taken_by is None and set(task.assignees) - {reader}:
        yield "take_task", gettext_lazy("I will do this")
    if task.taken_by == reader:
        yield "give_back_task", gettext_lazy("Give it back")
    if task.kind in BY_HAND and task.taken_by in (None, reader):
        yield "finish_task", gettext_lazy("Mark as done")


@require_POST
@signed_in
def take_task(request: Request, task_id: UUID) -> HttpResponse:
    """The reader does it: the others who could are told so."""
    told = _("The others see that you do it.")
    return _done(request, actions.take_task, task_id, told)


@require_POST
@signed_in
def give_back_task(request: Request, task_id: UUID) -> HttpResponse:
    """Any of those who can do it may take it again."""
    told = _("It waits for all of you again.")
    return _done(request, actions.give_back_task, task_id, told)


@require_POST
@signed_in
def finish_task(request: Request, task_id: UUID) -> HttpResponse:
    """The task is done, for everybody it waited for."""
    return _done(request, actions.finish_task, task_id, _("It is marked as done."))


def _done(request: Request, command: Callable[..., Any], task_id: UUID, told: str) -> HttpResponse:
    form = PageForm(request)
    if form.sends(command, task_id=task_id):
        messages.success(request, told)
    else:
        form.tell_refusal()
    return form.redirect("start")
