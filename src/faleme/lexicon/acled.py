"""ACLED's words for our events, actors and countries: `data/acled.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError

PATH = Path(__file__).resolve().parent.parent / "data" / "acled.toml"


class BothArmed(msgspec.Struct, frozen=True):
    """What an attack by and on armed people is called, and who counts as armed."""

    event: tuple[str, str]
    sectors: frozenset[str]
    groups: frozenset[str]


class AcledWords(msgspec.Struct, frozen=True):
    """See the comments of the data file for each table."""

    events: dict[str, tuple[str, str]]
    armed_on_both_sides: BothArmed
    disorder: dict[str, str]
    sectors: dict[str, tuple[str, str]]
    groups: dict[str, tuple[str, str]]
    countries: dict[str, tuple[int, str, str]]


@cache
def load_acled_words(path: Path = PATH) -> AcledWords:
    """The tables. Raises DataError where the file breaks its own format."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), AcledWords)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"ACLED's words are wrong: {error}", source=str(path)) from error
