"""Commands are the only writers; this is the mark on them.

`@command(permission)` opens the tenant's scope, makes the five beats one transaction, holds the
function to asking for the permission it declares, and registers it. Faces (API, command line, jobs)
are made from the registry: none of them knows a rule, and a control cannot be walked round.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, get_type_hints

from avrop.kernel.actors import Actor
from avrop.kernel.looking import acting_alone
from avrop.kernel.permissions import Permission
from avrop.kernel.ports import asked
from avrop.kernel.scope import tenant_scope

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Operation:
    """A registered command or query: `name` is public, such as `orders.send_order`. What answers with a
    secret is answered once, and the answer is kept nowhere."""

    name: str
    function: Callable[..., Any]
    permission: Permission | None
    writes: bool
    is_secret: bool = False

    @property
    def summary(self) -> str:
        """The first line of the docstring."""
        return (inspect.getdoc(self.function) or "").partition("\n")[0]

    def parameters(self) -> dict[str, tuple[Any, Any]]:
        """Name → (type, default) of what a caller gives; actor and clock are the face's."""
        return {
            name: kind_and_default
            for name, kind_and_default in _declared(self.function).items()
            if name not in ("actor", "at")
        }

    @property
    def takes_clock(self) -> bool:
        """Whether the face must give `at`."""
        return "at" in _declared(self.function)

    @property
    def answer(self) -> Any:
        """The type of what it returns."""
        return get_type_hints(inspect.unwrap(self.function)).get("return", type(None))


@functools.cache
def _declared(function: Callable[..., Any]) -> dict[str, tuple[Any, Any]]:
    """Every parameter with its type and default; read once, since each call of a face asks."""
    hints = get_type_hints(inspect.unwrap(function))
    return {
        name: (hints.get(name), parameter.default)
        for name, parameter in inspect.signature(function).parameters.items()
    }


_OPERATIONS: dict[str, Operation] = {}


def all_operations() -> Iterator[Operation]:
    """Every command and query of every installed app, by name."""
    return iter(sorted(_OPERATIONS.values(), key=lambda operation: operation.name))


def _register(operation: Operation) -> None:
    """Two of one name would be asked for instead of one another: a mistake of whoever names them."""
    known = _OPERATIONS.setdefault(operation.name, operation)
    if known.function.__module__ != operation.function.__module__:
        modules = f"{known.function.__module__} and {operation.function.__module__}"
        raise ValueError(f"two operations are named {operation.name}: in {modules}")
    _OPERATIONS[operation.name] = operation


def operation_named(name: str) -> Operation:
    """The command or query of that name; KeyError where there is none."""
    return _OPERATIONS[name]


def operation_of(function: Callable[..., Any]) -> Operation:
    """The registered operation that `function` is."""
    return _OPERATIONS[_name_of(function)]


def _name_of(function: Callable[..., Any]) -> str:
    parts = function.__module__.split(".")
    app = next(part for part in reversed(parts[: _first_own(parts)]))
    return f"{app}.{function.__name__}"


def _first_own(parts: list[str]) -> int:
    return next(
        (n for n, part in enumerate(parts) if part in ("actions", "queries")), len(parts) - 1
    )


class PermissionNotAsked(AssertionError):
    """A command changed something without calling `require` for what it declares."""


def command(
    permission: Permission, *, is_secret: bool = False
) -> Callable[[Callable[Given, Answer]], Callable[Given, Answer]]:
    """Mark a command. It must be called with `actor=` and `at=`, and call `require` itself. `is_secret`:
    its answer opens something (a key, a link), and is not kept for who asks again."""

    def mark(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
        @functools.wraps(function)
        def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
            actor = kwargs["actor"]
            assert isinstance(actor, Actor)
            token = asked.set(set())
            try:
                with acting_alone(), tenant_scope(actor.tenant_id):
                    answer = function(*args, **kwargs)
                    if permission.name not in (asked.get() or ()):
                        raise PermissionNotAsked(f"{_name_of(function)}: {permission.name}")
                    return answer
            finally:
                asked.reset(token)

        _register(Operation(_name_of(function), run, permission, True, is_secret))
        return run

    return mark


def query(function: Callable[Given, Answer]) -> Callable[Given, Answer]:
    """Mark a read that faces may offer: opens the tenant's scope and registers it.

    *May I see it?* is answered inside, by `visible_to(actor)`.
    """

    @functools.wraps(function)
    def run(*args: Given.args, **kwargs: Given.kwargs) -> Answer:
        actor = kwargs["actor"]
        assert isinstance(actor, Actor)
        with tenant_scope(actor.tenant_id):
            return function(*args, **kwargs)

    _register(Operation(_name_of(function), run, None, writes=False))
    return run
