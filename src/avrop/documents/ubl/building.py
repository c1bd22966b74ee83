"""Frozen values, made as fast as ordinary ones.

Theory of operation. A frozen dataclass assigns each of its fields by way of `object.__setattr__`,
so that an item of twenty-four fields costs more than reading its XML. Here a value comes into the
world as its class's twin, which has the same slots and can be assigned to, and becomes a value of
the class, frozen from then on, when all its fields are there. Both have one layout in memory, which
is what Python asks of an object that changes its class.
"""

from collections.abc import Callable
from dataclasses import MISSING, Field, field, fields, make_dataclass
from typing import Any, TypeVar

T = TypeVar("T")


def maker_of(kind: type[T]) -> Callable[[dict[str, Any]], T]:
    """A function that makes a value of a frozen dataclass with slots from its fields by name.

    A class that looks at its fields when it is made is called in the ordinary way.
    """
    if hasattr(kind, "__post_init__") or not hasattr(kind, "__slots__"):
        return lambda found: kind(**found)
    table = [(each.name, Any, with_default(each)) for each in fields(kind)]  # type: ignore[arg-type]
    twin = make_dataclass(kind.__name__, table, slots=True, eq=False, repr=False)

    def make(found: dict[str, Any]) -> T:
        made: Any = twin(**found)
        made.__class__ = kind
        value: T = made
        return value

    return make


def with_default(each: "Field[Any]") -> Any:
    """The field of the twin: the same default, or none."""
    if each.default is not MISSING:
        return field(default=each.default)
    if each.default_factory is not MISSING:
        return field(default_factory=each.default_factory)
    return field()
