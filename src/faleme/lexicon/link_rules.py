"""What linking goes by: weights of data/link.toml, acts of data/link_acts.tsv, how common words are."""

from __future__ import annotations

import math
import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError

FOLDER = Path(__file__).resolve().parent.parent / "data"
_PER = 10_000  # what the table of words counts by: articles out of ten thousand


class LinkRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the comments of the data file for each number."""

    weights: dict[str, float]
    facts: dict[str, float]
    force: dict[str, float]
    same: float
    undecided: float
    apart: float
    cluster: float
    in_one_article: float
    near_km: float
    locality_km: float
    area_km: float
    short_days: int
    reported_within_days: int
    window_days: int
    copy: float
    wire: float
    rare: float
    bare: float
    keys: int
    story_words: int
    story: float
    like_title: float
    spoken_days: int
    done_to_a_person: tuple[str, ...]


@cache
def load_link_rules(path: Path = FOLDER / "link.toml") -> LinkRules:
    """Raises DataError when the file does not hold what `LinkRules` names."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(
            {name: table[name] for name in ("weights", "facts", "force")} | table["rules"], LinkRules
        )
    except (KeyError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"the rules of linking are wrong: {error}", source=str(path)) from error


@cache
def load_link_acts(
    path: Path = FOLDER / "link_acts.tsv",
) -> dict[str, tuple[tuple[str, tuple[str, ...]], ...]]:
    """Acts of each type of event in their order, each with the beginnings of its trigger words."""
    acts: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, _, rest = line.partition("\t")
            act, _, words = rest.partition("\t")
            if not words:
                raise DataError("a row has no words", source=str(path))
            acts[kind] = (*acts.get(kind, ()), (act, tuple(words.split())))
    return acts


class WordWeights:
    """How much a word tells: the logarithm of how few articles have it, by a table that does not change.

    A table of the batch at hand would make a judgement hang on what else is in the store; with this one the
    same two reports are judged the same wherever they meet.
    """

    def __init__(self, articles_with: dict[str, float]) -> None:
        self._known = {word: math.log(_PER / max(1.0, count)) for word, count in articles_with.items()}
        self.rarest = math.log(_PER / 5)

    def __call__(self, word: str) -> float:
        return self._known.get(word, self.rarest)


@cache
def load_word_weights(path: Path = FOLDER / "link_words.tsv") -> WordWeights:
    """The table of words; a word that is not in it is a rare one."""
    counts: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            word, _, count = line.partition("\t")
            counts[word] = float(count)
    return WordWeights(counts)
