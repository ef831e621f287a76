"""How the press is watched: `data/watch/press.toml`."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError

PATH = Path(__file__).resolve().parent.parent / "data" / "watch" / "press.toml"


class PressRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the comments of the data file for each number."""

    feed_seconds: float
    sitemap_seconds: float
    section_seconds: float
    pace_seconds: float
    most_pace_seconds: float
    backoff_seconds: float
    retry_after_seconds: float
    page_waits: tuple[float, ...]
    robots_seconds: float
    connect_seconds: float
    read_seconds: float
    whole_seconds: float
    feed_bytes: int
    page_bytes: int
    sitemap_bytes: int
    robots_bytes: int
    redirects: int
    at_once: int
    most_items: int
    most_sitemaps: int
    days_back: int
    sitemap_days_back: int
    ahead_minutes: int
    least_letters: int
    batch: int
    fault_days: int


@cache
def load_press_rules(path: Path = PATH) -> PressRules:
    """Read once. Raises DataError when the file breaks its format."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), PressRules)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"cannot be read ({error})", source=str(path)) from error
