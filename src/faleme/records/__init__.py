"""Frozen typed records that travel between the steps. They import nothing of ours but `errors`.

`msgspec.Struct` because it is frozen, typed, writes JSON and JSON Schema by itself, and decodes an
article some ten times faster than dataclasses with a validator.
"""
