"""Addresses of the twin app."""

from avrop.kernel.routes import get, post
from avrop.selling.twin import actions, queries

ROUTES = (
    get("twin/scripts", queries.scripts),
    get("twin/runs/{order_id}", queries.run_of),
    post("twin/scripts", actions.set_script),
    post("twin/scripts/{script_id}/remove", actions.remove_script),
    post("twin/runs/{order_id}/step", actions.step_twin),
    post("twin/runs/{order_id}/take-step", actions.run_step),
    post("twin/runs/{order_id}/stop", actions.stop_twin),
)
