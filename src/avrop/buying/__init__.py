"""Buying: from a need to a paid invoice. Meets `selling` only through `exchange`."""
