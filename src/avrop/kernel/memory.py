"""How often Python looks for cycles among what it holds.

A command of a thousand lines makes some hundred thousand small objects that refer to one another and
are all in use until it ends. With the interpreter's own thresholds the collector walks them, and all
code and models, over and over and finds nothing: about a third of the time of sending such an order.
"""

from __future__ import annotations

import gc

#: New objects that outlive their makers before the youngest are looked through.
YOUNG = 100_000
#: How many such rounds before the next older ones are.
OLDER = 20


def settle() -> None:
    """Set what has been loaded until now aside for good, and look through what comes less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, OLDER, OLDER)
