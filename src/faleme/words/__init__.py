"""What Falémé says in its own words: wording, names and sentences in French and English.

Desk and brief speak with one voice, so their words stand below both.
"""
