"""Catalogues: price lists taken in, judged, reviewed and put in force; the articles that result."""
