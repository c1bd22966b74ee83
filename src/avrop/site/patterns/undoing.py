"""Undo: after an act that another command can take back, the note that tells of it offers that command.

    undo_offered(request, _("The line was taken out."), actions.add_line, cart_id=…, …)

It can be taken back once, from the same session, and only while its command lets it be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.utils.translation import gettext_lazy

from avrop.kernel.canonical import to_plain
from avrop.kernel.commands import Operation, operation_of
from avrop.kernel.faces.performing import find_operation
from avrop.site.actors import Request

#: The reason that goes with an undoing where its command asks for one.
UNDONE = gettext_lazy("Undone right after it was done.")
IN_SESSION = "undo"
MOST_KEPT = 5
TAG = "undo-"


@dataclass(frozen=True, slots=True)
class Undo:
    """A command that takes an act back, and with what it is run."""

    operation: Operation
    arguments: dict[str, Any]


def undo_offered(
    request: Request, sentence: str, function: Callable[..., Any], **arguments: Any
) -> None:
    """Tell what was done, with a button that undoes it by running `function`."""
    key = uuid4().hex
    if "reason" in arguments:
        arguments["reason"] = str(arguments["reason"])
    kept: dict[str, Any] = request.session.get(IN_SESSION, {})
    latest = list(kept.items())[-(MOST_KEPT - 1) :]
    offer = {"operation": operation_of(function).name, "arguments": to_plain(arguments)}
    request.session[IN_SESSION] = {**dict(latest), key: offer}
    messages.success(request, sentence, extra_tags=f"{TAG}{key}")


def take_undo(request: Request, key: str) -> Undo | None:
    """What the button undoes, once; None where it is not offered any more."""
    kept: dict[str, Any] = dict(request.session.get(IN_SESSION, {}))
    offer = kept.pop(key, None)
    if offer is None:
        return None
    request.session[IN_SESSION] = kept
    return Undo(find_operation(offer["operation"]), offer["arguments"])
