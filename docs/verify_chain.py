"""Verifies an exported audit trail. Needs nothing but Python: `python verify_chain.py FILE [WITNESS…]`.

Each line is JSON: position, event_id, body (null where it was disposed of), body_hash, hash. The chain
holds when hash = SHA-256(previous hash + body_hash), starting from 32 zero bytes, and each body that is
there hashes to its body_hash and names the event. Each WITNESS is the hash of a head that somebody
outside kept: it must be in the chain, or the chain was made anew, or cut off, since then.
"""

import hashlib
import json
import sys


def faults(lines, witnesses=()):
    """Every place where the chain does not hold."""
    previous, expected, seen = bytes(32), 1, set()
    for number, line in enumerate(lines, start=1):
        try:
            link = json.loads(line)
            body, position = link["body"], int(link["position"])
            body_hash, kept = bytes.fromhex(link["body_hash"]), bytes.fromhex(link["hash"])
        except (ValueError, TypeError, KeyError):
            yield f"line {number} is no link of a chain"
            continue
        if position != expected:
            yield f"position {expected} is missing"
        if body is not None and hashlib.sha256(body.encode()).digest() != body_hash:
            yield f"position {position}: the body has been changed"
        elif body is not None and json.loads(body).get("id") != link.get("event_id"):
            yield f"position {position}: the body is another event's"
        if hashlib.sha256(previous + body_hash).digest() != kept:
            yield f"position {position}: the link does not follow"
        previous, expected = kept, position + 1
        seen.add(kept.hex())
    yield from (f"no link has the witness's hash {one}" for one in witnesses if one not in seen)


if __name__ == "__main__":
    with open(sys.argv[1], encoding="utf-8") as file:
        found = list(faults(file, [each.lower() for each in sys.argv[2:]]))
    print("\n".join(found) or "the chain holds")
    sys.exit(bool(found))
