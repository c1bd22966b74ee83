"""The tree that rules walk. It is the one that a document is read from: see `ubl.tree`."""

from avrop.documents.ubl.tree import Layout, Node, Paths, grown

__all__ = ["Layout", "Node", "Paths", "grown"]
