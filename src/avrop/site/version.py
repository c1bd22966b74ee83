"""The version of avrop, in one place."""

VERSION = "0.1.0"
