"""The sentence of a code alone, where its facts are not kept or are somebody's."""

from __future__ import annotations

import re

from avrop.kernel.problems import Problem
from avrop.kernel.wording import all_wording, say


def sentence_of(code: str) -> str:
    """What a code says in the reader's language, an ellipsis in the place of each fact; the code itself
    where it has no words."""
    if code not in all_wording():
        return code
    return re.sub(r"%\(\w+\)\w", "…", say(Problem(code)).sentence)
