"""Incidents between two countries as columns: what the index of their relation is computed from.

The store gives these columns straight from its own (`stored`); `dealings` makes them of records.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.records.incident import Incident
from faleme.records.text import Marking
from faleme.store.base import StoreReader
from faleme.store.pairs import dealing_rows
from faleme.store.rows import day_of

_KINDS: dict[str, Any] = {
    "id": object, "day": np.int64, "way": np.int8, "strand": np.int8, "score": float, "kind": object,
    "planned": bool, "marking": object,
}  # fmt: skip


class Dealings(msgspec.Struct, frozen=True, kw_only=True):
    """Columns of equal length, in the order of days (since 1970-01-01, `UNDATED` first), then of ids.

    `way` is 1 from the first country to the second, -1 back, 0 by both together; `strand` a number of
    records.relation.KINDS_OF_STRAND; `score` PLOVER's; `kind` a type, or type/mode.
    """

    id: npt.NDArray[Any]
    day: npt.NDArray[np.int64]
    way: npt.NDArray[np.int8]
    strand: npt.NDArray[np.int8]
    score: npt.NDArray[np.float64]
    kind: npt.NDArray[Any]
    planned: npt.NDArray[np.bool_]
    marking: npt.NDArray[Any]

    def __len__(self) -> int:
        return len(self.day)

    def where(self, kept: npt.NDArray[Any]) -> Dealings:
        """The rows of a mask or of row numbers."""
        return Dealings(**{name: getattr(self, name)[kept] for name in self.__struct_fields__})

    def between(self, first: int, last: int) -> Dealings:
        """Those of the days from `first` to `last`, both included."""
        start, end = np.searchsorted(self.day, [first, last + 1])
        return Dealings(**{name: getattr(self, name)[start:end] for name in self.__struct_fields__})


def stored(
    store: StoreReader,
    one: str,
    other: str,
    *,
    until: dt.date | None = None,
    markings: tuple[Marking, ...] | None = None,
    public_on: str | None = None,
) -> Dealings:
    """What a store holds between two countries up to a day, as far as it may be seen."""
    day = until.isoformat() if until else None
    return Dealings(**store.dealings(one, other, until=day, markings=markings, public_on=public_on))


def dealings(incidents: Iterable[Incident], one: str, other: str) -> Dealings:
    """The same columns of incidents; what is not between the two is left out."""
    first, last = sorted((one, other))
    turned = 1 if first == one else -1
    rows = [
        (row["incident"], row["day"], row["way"] * turned, row["strand"], row["score"], row["kind"],
         row["planned"], each.marking)
        for each in incidents
        for row in dealing_rows(each, day_of(each))
        if (row["one"], row["other"]) == (first, last)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row[1], row[0]))
    columns = list(zip(*rows, strict=True)) or [()] * len(_KINDS)
    made = (np.array(column, dtype=kind) for column, kind in zip(columns, _KINDS.values(), strict=True))
    return Dealings(**dict(zip(_KINDS, made, strict=True)))
