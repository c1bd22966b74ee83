"""The life of a document, as a table of verbs.

From one table come the check, the buttons, the API's `available_actions`, the diagram in
`docs/lifecycles/` and a property test.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from avrop.kernel.problems import Problem, Refused


@dataclass(frozen=True, slots=True)
class Step:
    """A verb, the states it leaves and the state it reaches."""

    verb: str
    leaves: frozenset[str]
    reaches: str


class Lifecycle:
    """`Lifecycle("order", ("send", {DRAFT}, SENT), …)`."""

    def __init__(self, name: str, *steps: tuple[str, Iterable[str], str]) -> None:
        self.name = name
        self.steps = tuple(
            Step(verb, frozenset(str(state) for state in leaves), str(reaches))
            for verb, leaves, reaches in steps
        )
        self._after = {
            (state, step.verb): step.reaches for step in self.steps for state in step.leaves
        }
        if len(self._after) != sum(len(step.leaves) for step in self.steps):
            raise ValueError(f"{name}: a verb leaves one state twice")

    @property
    def verbs(self) -> tuple[str, ...]:
        """Every verb once, in the table's order."""
        return tuple(dict.fromkeys(step.verb for step in self.steps))

    @property
    def states(self) -> tuple[str, ...]:
        """Every state the table names, in the order it names them."""
        named = (state for step in self.steps for state in (*sorted(step.leaves), step.reaches))
        return tuple(dict.fromkeys(named))

    def verbs_from(self, state: str) -> tuple[str, ...]:
        """What may happen next."""
        return tuple(verb for verb in self.verbs if (str(state), verb) in self._after)

    def after(self, state: str, verb: str) -> str:
        """The state this verb reaches; `Refused` where it does not leave `state`."""
        reached = self._after.get((str(state), verb))
        if reached is None:
            raise Refused(
                (
                    Problem(
                        "kernel.wrong_step",
                        {"document": self.name, "state": str(state), "verb": verb},
                    ),
                )
            )
        return reached

    def mermaid(self) -> str:
        """The table as a Mermaid state diagram."""
        arrows = [
            f"    {state} --> {step.reaches}: {step.verb}"
            for step in self.steps
            for state in sorted(step.leaves)
        ]
        return "\n".join(["stateDiagram-v2", *arrows]) + "\n"
