"""Courses, written tests, certificates and acknowledged policies: who is trained for what."""
