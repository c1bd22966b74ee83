"""Framework agreements: terms, who may use them, what has been called off, and the ceiling."""
