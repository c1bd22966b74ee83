"""The ground every app stands on: who acts, for whom, what may happen next, and what has happened.

The kernel knows no business. Its parts, in the order a command meets them:

- `actors`, `permissions`, `ports`: who acts, which right that takes, and the two questions that only
  a higher floor can answer (may this actor; who did what).
- `scope`: one transaction, one tenant.
- `problems`, `lifecycle`: saying no, and what may happen next, as data.
- `commands`: the mark on every function that writes; faces are made from it.
- `outbox`, `reactions`, `sealing`: what happened, what follows from it, and the proof of both.
- `numbers`, `once`, `ruleset`, `bulk`, `paging`: series, idempotency, dated rules, set-based writing.
- `postgresql`: the database backend that gives every table its tenant key, walls and history.
"""
