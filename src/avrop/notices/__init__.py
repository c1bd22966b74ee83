"""Telling people by mail what waits for them: when each wants it, and what nobody can turn off."""
