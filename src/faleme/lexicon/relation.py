"""Rules and words of the relation of two countries: `data/relation.toml`, `data/<language>/relation.toml`."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError
from faleme.lexicon.names import fold
from faleme.records.event import EventType, Strand

DATA = Path(__file__).resolve().parent.parent / "data"
PATH = DATA / "relation.toml"


class StrandCue(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Points for a strand where an act meets every condition that is given."""

    name: str
    strand: Strand
    points: float
    types: frozenset[EventType] = frozenset()
    modes: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    states: int = 0
    countries: int = 0


class Between(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What counts as an act between two countries, and what stands beside it; see the data file."""

    no_party: frozenset[str]
    by_place: frozenset[EventType]
    near_km: float
    beside_km: float
    members: dict[str, frozenset[str]]
    membership: frozenset[str]
    not_paired: frozenset[str]
    most_parties: int


class Index(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the index is made: draws of the bootstrap, its interval, what a turn is."""

    draws: int
    many: int
    interval: float
    least_months: int
    least_made: int
    penalty: float
    most_reasons: int


class RelationRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that data/relation.toml says."""

    watched: str
    least: float
    undecided_below: float
    acting: frozenset[str]
    cue: tuple[StrandCue, ...]
    words: dict[str, float]
    between: Between
    index: Index
    score: dict[str, float]

    def score_of(self, kind: str, mode: str | None) -> float:
        """PLOVER's score of a type and mode, that of the type where the mode has none of its own."""
        return self.score.get(f"{kind}/{mode}", self.score[kind])


class RelationWords(msgspec.Struct, frozen=True):
    """The words of one language: patterns over folded text, a group for each name."""

    strand: re.Pattern[str]
    topic: re.Pattern[str]
    level: tuple[tuple[str, re.Pattern[str]], ...]


@cache
def load_relation_rules(path: Path = PATH) -> RelationRules:
    """The rules. Raises DataError where the file breaks its own format."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=RelationRules)
    except (OSError, tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise DataError(f"the rules of the relation are wrong: {error}", source=str(path)) from error


@cache
def relation_words(language: str) -> RelationWords:
    """The words of a language, French where it is not English. Raises DataError."""
    path = DATA / ("en" if language == "en" else "fr") / "relation.toml"
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        levels = tuple((name, _pattern({"level": words})) for name, words in told["level"].items())
        # Offices first: 'ministre de la défense' is one, before it is a word of defence.
        names = sorted(told["strand"], key=lambda name: not name.endswith("_office"))
        strands = {name: told["strand"][name] for name in names}
        return RelationWords(_pattern(strands), _pattern(told["topic"]), levels)
    except (OSError, KeyError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"the words of the relation are wrong: {error}", source=str(path)) from error


def plain(text: str) -> str:
    """A text as the words are written: folded, apostrophes straight, no line breaks."""
    return fold(text).replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("\n", " ")


def _pattern(groups: dict[str, list[str]]) -> re.Pattern[str]:
    parts = (f"(?P<{name}>{'|'.join(map(_word, words))})" for name, words in groups.items())
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})")


def _word(written: str) -> str:
    """'soldat$' is a whole word; '*' stands for up to three words."""
    beginning = re.escape(written.removesuffix("$")).replace(r"\ \*\ ", r"\s(?:\S+\s){0,3}")
    return beginning + r"(?!\w)" if written.endswith("$") else beginning
