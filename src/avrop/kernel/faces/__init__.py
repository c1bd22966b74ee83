"""Faces: where a request from outside becomes one command or query, and a denial becomes words.

Web pages, the API, the command line and jobs all go through `perform`. It reads plain arguments as
the types the operation declares, runs it, and records refusals afterwards in a transaction of their
own, so that they are counted and audited although the command itself left nothing behind.
"""

from avrop.kernel.faces.performing import perform, perform_named, read_arguments

__all__ = ["perform", "perform_named", "read_arguments"]
