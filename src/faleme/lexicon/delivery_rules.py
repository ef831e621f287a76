"""How messages leave: `data/deliver.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError

PATH = Path(__file__).resolve().parent.parent / "data" / "deliver.toml"


class DeliveryRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """See the comments of the data file for each number."""

    lease_seconds: int
    patience_seconds: int
    look_seconds: float
    waits: tuple[int, ...]

    def wait_after(self, attempt: int) -> dt.timedelta | None:
        """How long to wait after a failed attempt (the first is 1), None where it was the last."""
        return dt.timedelta(seconds=self.waits[attempt - 1]) if attempt <= len(self.waits) else None


@cache
def load_delivery_rules(path: Path = PATH) -> DeliveryRules:
    """Read once. Raises DataError when the file breaks its format."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), DeliveryRules)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"cannot be read ({error})", source=str(path)) from error
