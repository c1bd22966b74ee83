"""The commands of the twin app."""

from avrop.selling.twin.actions.script import remove_script, set_script
from avrop.selling.twin.actions.step import run_step, step_twin, stop_twin

__all__ = ["remove_script", "run_step", "set_script", "step_twin", "stop_twin"]
