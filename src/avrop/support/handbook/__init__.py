"""Handbooks: for each role what it does here, step by step, and answers to what is often asked.

One TOML file beside this module for each role, in every language of the site. A text is parted by
empty lines into paragraphs, numbered steps ("1. …"), points ("- …") and what can go wrong ("! …").
What a page calls something stands in braces, in English as the source has it: {Expected goods}, or
with its context {state of an order|Sent}. It is shown as the page shows it, and a test holds that
there is such a text, so that a handbook cannot name a button that is gone.
"""
