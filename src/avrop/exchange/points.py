"""The numbered points of sending and receiving at which a process may be killed, for the kill test.

Between every two steps that something outside could see there is a point. Whatever dies at one of
them, the steps run again have one effect (`delivery` says why). `reached` does nothing unless the
environment names the point in AVROP_KILL_AT.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "AVROP_KILL_AT"

POINTS = {
    "send.1": "the message, its bytes, key, event and job are written, not committed",
    "send.2": "the attempt is counted and the bytes are read; the receiver has nothing",
    "send.3": "the receiver has everything, the sender does not know it",
    "send.4": "the sender's new state is written, not committed",
    "send.5": "the sender's new state is committed, the job is not reported as done",
    "receive.1": "nothing is stored yet",
    "receive.2": "bytes, message, keys, event and job are written, not committed",
    "receive.3": "the message is committed, whoever brought it has not been told",
    "receive.4": "the attempt at taking it in is counted and the bytes are read",
    "receive.5": "the document is read, nothing of it is written",
    "receive.6": "the business has taken it in, the message's state is not written; not committed",
    "receive.7": "state, keys, step, event and report are written, not committed",
    "receive.8": "everything is committed, the job is not reported as done",
    "report.1": "what the receiver's side says is written at the sender, not committed",
    "report.2": "it is committed, the job is not reported as done",
    "open.1": "a person has opened the message, its acknowledgement is written, not committed",
}


def reached(point: str) -> None:
    """Die here if the environment says so. An unknown name is a mistake in the code."""
    assert point in POINTS
    if os.environ.get(VARIABLE) == point:
        die()


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)
