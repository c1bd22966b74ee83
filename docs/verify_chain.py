"""Verifies an exported audit trail. Needs nothing but Python: `python verify_chain.py FILE [HEAD]`.

Each line is JSON: position, event_id, body (null where it was disposed of), body_hash, hash. The chain
holds when hash = SHA-256(previous hash + body_hash), starting from 32 zero bytes, and each body that is
there hashes to its body_hash. HEAD is the hash an outside witness kept.
"""

import hashlib
import json
import sys


def faults(lines):
    """Every place where the chain does not hold."""
    previous, expected = bytes(32), 1
    for line in lines:
        link = json.loads(line)
        body_hash = bytes.fromhex(link["body_hash"])
        if link["position"] != expected:
            yield f"position {expected} is missing"
        if link["body"] is not None and hashlib.sha256(link["body"].encode()).digest() != body_hash:
            yield f"position {link['position']}: the body has been changed"
        if hashlib.sha256(previous + body_hash).hexdigest() != link["hash"]:
            yield f"position {link['position']}: the link does not follow"
        previous, expected = bytes.fromhex(link["hash"]), link["position"] + 1
    if len(sys.argv) > 2 and previous.hex() != sys.argv[2]:
        yield "the witness holds another head"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = list(faults(file))
    print("\n".join(found) or "the chain holds")
    sys.exit(bool(found))
