"""Watch the press: ask declared sources for what is new, read it, and let the rules of warning look.

One process asks many hosts, one request at a time each; whatever it knows stands in the store, so that a kill
at any moment loses nothing and reads nothing twice.
"""
