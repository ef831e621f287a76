"""What a comment may be and how many are taken in: `data/comments.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError
from faleme.records.comment import Rates

PATH = Path(__file__).resolve().parent.parent / "data" / "comments.toml"


class CommentRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the comments of the data file for each number."""

    longest_text: int
    longest_name: int
    least_seconds: int
    most_hours: int
    links_doubted: int
    links_refused: int
    per_page: int
    rates: Rates


@cache
def load_comment_rules(path: Path = PATH) -> CommentRules:
    """Read once. Raises DataError when the file breaks its format."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), CommentRules)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"cannot be read ({error})", source=str(path)) from error
