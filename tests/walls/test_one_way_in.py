"""Who has pages, an API or a command line to offer runs commands through `perform` and by no other way,
so that what is refused is written down, counted and said alike."""

from __future__ import annotations

import ast
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from functools import reduce
from importlib import import_module
from types import ModuleType

import avrop.site
from avrop.kernel.commands import all_operations
from avrop.kernel.faces.performing import find_operation

find_operation("parties.add_person")  # every app is loaded
#: What lays the ground before anybody is there who could ask: the installation's own operator acts. In a
#: practice environment the colleagues that are played act in reactions, as every app's do.
SETTING_UP = (
    "avrop.site.demonstration",
    "avrop.site.founding",
    "avrop.site.practice",
    "avrop.site.trials",
)
COMMANDS = {operation.function for operation in all_operations() if operation.writes}


def modules_of_the_site() -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(avrop.site.__path__, "avrop.site."):
        if ".tests" not in found.name and not found.name.startswith(SETTING_UP):
            yield import_module(found.name)


def called(module: ModuleType, call: ast.Call) -> Callable[..., object] | None:
    """What a call calls, where that is a name of the module's or an attribute of one."""
    names = ast.unparse(call.func).split(".")
    if not all(name.isidentifier() for name in names):
        return None
    return reduce(lambda thing, name: getattr(thing, name, None), names, module)  # type: ignore[arg-type, return-value]


def direct_calls(module: ModuleType) -> Iterator[str]:
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if isinstance(node, ast.Call) and called(module, node) in COMMANDS:
            yield f"{module.__name__}:{node.lineno} {ast.unparse(node.func)}"


def test_no_page_and_no_face_calls_a_command_past_the_one_way_in() -> None:
    found = [call for module in modules_of_the_site() for call in direct_calls(module)]

    assert found == []
