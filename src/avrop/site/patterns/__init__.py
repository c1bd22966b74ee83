"""What pages are built of: forms, lists, parts and drawings. Each is declared once as plain values and
shown by a template below `templates/site/parts`; the page `/patterns` shows all of them in every state.
"""
