"""What is missing, hard to believe or out of date in our own basic data (requirement SEC-12). Pure.

Theory of operation. What can be refused when it is entered is refused there (`rules`). These rules look
at what was let in, or has become so since: each looks at one thing with what has been read about it
(`…Seen`) and gives the facts of its sentence, or nothing where all is well. A rule's code is that of its
words. What is found is stored nowhere. A finding that somebody has put aside for a reason is known again
by its rule, its subject and a digest of its facts: when they change, or on the day after the last, it is
there again by itself.
"""
