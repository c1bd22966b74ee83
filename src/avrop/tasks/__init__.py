"""Tasks: work that waits for somebody. Whoever opens one names who can do it."""
