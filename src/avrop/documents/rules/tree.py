"""The tree that rules walk. It is the one that a document is read from: see `ubl.tree`."""

from avrop.documents.ubl.tree import Branch, Layout, Make, Node

__all__ = ["Branch", "Layout", "Make", "Node"]
