"""What a review may set and how its queue is weighed: `data/review.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError

PATH = Path(__file__).resolve().parent.parent / "data" / "review.toml"


class QueueWeights(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the comments of the data file for each number."""

    near_border: float
    near_border_km: float
    material_conflict: float
    dead: float
    most_dead: float
    low_confidence: float
    sure_from: float
    undecided: float
    contradicting: float
    differs: float
    unseen: float
    single_source: float


class ReviewRules(msgspec.Struct, frozen=True, kw_only=True):
    """The modes of each type, the known tags, and the weights of the queue."""

    modes: dict[str, tuple[str, ...]]
    tags: frozenset[str]
    weights: QueueWeights


@cache
def load_review_rules(path: Path = PATH) -> ReviewRules:
    """The rules of review. Raises DataError where the file breaks its own format."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        return msgspec.convert(
            {"modes": table["modes"], "tags": table["tags"]["known"], "weights": table["weights"]},
            ReviewRules,
        )
    except (OSError, KeyError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"the rules of review are wrong: {error}", source=str(path)) from error
