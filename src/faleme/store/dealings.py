"""What the relation of two parties asks of a store: its incidents as columns, and sums of other pairs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import numpy.typing as npt
import sqlalchemy as sa

from faleme.lexicon.countries import country_names
from faleme.records.relation import KINDS_OF_STRAND, PairSum
from faleme.records.text import Marking
from faleme.store.pairs import number_of
from faleme.store.relation_schema import dealing

Columns = dict[str, npt.NDArray[Any]]
_COLUMNS: dict[str, Any] = {
    "id": object, "day": np.int64, "way": np.int8, "strand": np.int8, "score": float, "kind": object,
    "planned": bool, "marking": object,
}  # fmt: skip
_AT_ONCE = 500


class DealingReader:
    """The part of a store that the relation reads."""

    _engine: sa.Engine

    def dealings(
        self, one: str, other: str, *, until: str | None = None,
        markings: Iterable[Marking] | None = None, public_on: str | None = None,
    ) -> Columns:  # fmt: skip
        """What is between two parties up to a day, as columns in the order of days, then of ids.

        Undated ones come first (`UNDATED`). `way` is 1 from `one` to `other`, whichever comes first in the
        alphabet.
        """
        first, last = sorted((one, other))
        names = [dealing.c["incident" if name == "id" else name] for name in _COLUMNS]
        query = sa.select(*names).where(dealing.c.one == first, dealing.c.other == last)
        query = query.where(*_seen(until, markings, public_on)).order_by(dealing.c.day, dealing.c.incident)
        with self._engine.connect() as connection:
            cursor = connection.execute(query).cursor
            assert cursor is not None
            parts = [[np.array([], dtype=kind) for kind in _COLUMNS.values()]]
            while rows := cursor.fetchmany(_AT_ONCE):
                columns = zip(zip(*rows, strict=True), _COLUMNS.values(), strict=True)
                parts.append([np.array(column, dtype=kind) for column, kind in columns])
        made = {
            name: np.concatenate(each) for name, each in zip(_COLUMNS, zip(*parts, strict=True), strict=True)
        }
        return made if first == one else made | {"way": -made["way"]}

    def pair_sums(
        self, parties: Iterable[str], *, since: str, until: str,
        markings: Iterable[Marking] | None = None, public_on: str | None = None,
    ) -> list[PairSum]:  # fmt: skip
        """Incidents and sums of scores by strand of every pair of countries of which one is named."""
        wanted, countries = tuple(parties), tuple(country_names("en"))
        counted = (sa.func.count(), sa.func.sum(dealing.c.score))
        sides = (dealing.c.one, dealing.c.other)
        met = [*_seen(until, markings, public_on), dealing.c.day >= number_of(since)]
        found: dict[tuple[str, str, int], PairSum] = {}
        with self._engine.connect() as connection:
            # One reading for each side: with OR the database would read every pair.
            for side, opposite in (sides, sides[::-1]):
                query = sa.select(*sides, dealing.c.strand, *counted).where(side.in_(wanted), *met)
                query = query.where(opposite.in_(countries)).group_by(*sides, dealing.c.strand)
                for one, other, strand, count, total in connection.execute(query):
                    found[one, other, strand] = PairSum(
                        one=one, other=other, strand=KINDS_OF_STRAND[strand], count=count, total=float(total)
                    )
        return [found[key] for key in sorted(found)]


def _seen(
    until: str | None, markings: Iterable[Marking] | None, public_on: str | None
) -> list[sa.ColumnElement[bool]]:
    met: list[sa.ColumnElement[bool]] = []
    if until is not None:
        met.append(dealing.c.day <= number_of(until))
    if markings is not None:
        met.append(dealing.c.marking.in_(tuple(markings)))
    if public_on is not None:
        met.append(dealing.c.public_from <= public_on)
    return met
