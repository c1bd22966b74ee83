"""Needs: a cart of lines with their coding, checked in one list, handed over where it must be."""
