"""The relation of two countries as somebody may see it: index, turns, record, other pairs, and more."""

from __future__ import annotations

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from faleme.assess.corridor_watch import MARKING as STATES_MARKING
from faleme.assess.dealings import Dealings, stored
from faleme.assess.happenings import stored as happenings_stored
from faleme.assess.relation import RelationIndex, StrandOf, relation_index
from faleme.assess.relation_beside import (
    StateStretch,
    ThreatMonth,
    corridor_states,
    is_watched,
    threats_beside,
)
from faleme.assess.relation_pairs import PairShare, beside
from faleme.assess.relation_record import RecordAct, Visits, record, visits
from faleme.assess.relation_turns import Turn, turns
from faleme.errors import InputError
from faleme.lexicon.relation import load_relation_rules
from faleme.link.incidents import MARKINGS
from faleme.records.relation import UNDATED
from faleme.records.text import Marking
from faleme.store.base import StoreReader, Wanted
from faleme.store.pairs import is_country, number_of

MONTHS: Final = 24
"""Months looked at unless others are asked for."""
MOST_MONTHS: Final = 240
MOST_ACTS: Final = 240
"""The latest incidents that a record is made of."""
_OF_RECORD: Final = ("CONSULT", "AGREE", "COOPERATE", "AID")
_STATES_BACK: Final = dt.timedelta(days=400)
_TURNS: Final[tuple[StrandOf, ...]] = ("all", "defence", "diplomacy", "economy")


class RelationLook(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that is told of two countries from one day to another.

    `threats` and `corridor` are empty for countries other than those of the watch; `corridor` is None where
    it may not be seen. `read_since` is the month of the earliest article: what came before was not read.
    `left_out` counts acts that are too many to be looked at one by one. `marking` is the highest of what is
    told.
    """

    one: str
    other: str
    since: dt.date
    until: dt.date
    read_since: str | None
    index: RelationIndex
    turns: tuple[Turn, ...]
    pairs: tuple[PairShare, ...]
    record: tuple[RecordAct, ...]
    visits: Visits
    threats: tuple[ThreatMonth, ...]
    corridor: tuple[StateStretch, ...] | None
    left_out: int
    marking: Marking


def pair_named(written: str) -> tuple[str, str]:
    """'SEN-MLI' as two countries. Raises InputError."""
    one, _, other = written.strip().upper().replace(",", "-").partition("-")
    for each in (one, other):
        if not is_country(each):
            raise InputError(f"{each or written!r} is no country's three letters (ISO 3166-1 alpha-3)")
    if one == other:
        raise InputError(f"{one} has no relation with itself")
    return one, other


def months_back(until: dt.date, months: int = MONTHS) -> dt.date:
    """The first day of the stretch of so many months that ends with a day."""
    first = max(until.year * 12 + until.month - months, 12)
    return dt.date(first // 12, first % 12 + 1, 1)


def relation_look(
    store: StoreReader,
    one: str,
    other: str,
    since: dt.date,
    until: dt.date,
    *,
    scope: Wanted | None = None,
    states: bool = True,
) -> RelationLook:
    """The relation of some months; `scope` says what may be seen, `states` whether the corridor's is."""
    return _Looker(store, one, other, scope or Wanted()).look(
        max(since, months_back(until, MOST_MONTHS)), until, states=states
    )


class _Looker:
    def __init__(self, store: StoreReader, one: str, other: str, scope: Wanted) -> None:
        self._store, self._one, self._other, self._scope = store, one, other, scope
        self._seen: dict[str, Any] = {"markings": scope.markings, "public_on": scope.public_on}

    def look(self, since: dt.date, until: dt.date, *, states: bool) -> RelationLook:
        one, other, store = self._one, self._other, self._store
        since = since.replace(day=1)
        told = stored(store, one, other, until=until, **self._seen)
        index = relation_index(told, one, other, since, until, self._read())
        begun = store.read_since()
        sums = store.pair_sums((one, other), since=since.isoformat(), until=until.isoformat(), **self._seen)
        ids, left_out = self._of_record(told, since, until)
        acts = self._record(ids)
        threats, threats_marking = self._threats(since, until)
        corridor = self._states(since, until) if states else None
        window = told.day >= number_of(since.isoformat())
        labels = {threats_marking, *told.marking[window | (told.day == UNDATED)].tolist()}
        labels |= {act.marking for act in acts}
        if any(each.state != "unknown" for each in corridor or ()):
            labels.add(STATES_MARKING)
        return RelationLook(
            one=one, other=other, since=since, until=until, read_since=begun[:7] if begun else None,
            index=index, turns=_turns(index, told), pairs=beside(sums, (one, other)),
            record=acts, visits=visits(acts), threats=threats,
            corridor=corridor, left_out=left_out, marking=max(labels, key=MARKINGS.index),
        )  # fmt: skip

    def _read(self) -> Mapping[str, int]:
        """Articles read by month."""
        by_month: Counter[str] = Counter()
        for day, count in self._store.articles_by_day(None, public_on=self._scope.public_on).items():
            by_month[day[:7]] += count
        return by_month

    def _of_record(self, told: Dealings, since: dt.date, until: dt.date) -> tuple[list[str], int]:
        """Ids of what the record may hold: of the pair in the window, undated, and towards their bodies."""
        kinds = [kind.partition("/")[0] in _OF_RECORD for kind in told.kind.tolist()]
        first = number_of(since.isoformat())
        ids = [
            identifier
            for identifier, day, kept in zip(told.id.tolist(), told.day.tolist(), kinds, strict=True)
            if kept and (day == UNDATED or day >= first)
        ]
        ids += self._towards_bodies(since, until)
        return ids[-MOST_ACTS:], max(0, len(ids) - MOST_ACTS)

    def _towards_bodies(self, since: dt.date, until: dt.date) -> Iterable[str]:
        rules = load_relation_rules().between
        both = {self._one, self._other}
        bodies = [body for body, members in rules.members.items() if both <= members]
        for body, country in itertools.product(bodies, sorted(both)):
            told = stored(self._store, country, body, until=until, **self._seen)
            window = told.between(number_of(since.isoformat()), number_of(until.isoformat()))
            for identifier, kind in zip(window.id.tolist(), window.kind.tolist(), strict=True):
                if kind in rules.membership or kind.partition("/")[0] in rules.membership:
                    yield identifier

    def _record(self, ids: Iterable[str]) -> tuple[RecordAct, ...]:
        found = self._store.incidents_of(dict.fromkeys(ids), self._scope)
        articles = {member.article for each in found for member in each.members}
        seen = self._store.sources_for(articles, self._scope)
        readings = {each.article.id: each for each in self._store.readings(seen)}
        return record(found, readings, self._one, self._other)

    def _threats(self, since: dt.date, until: dt.date) -> tuple[tuple[ThreatMonth, ...], Marking]:
        """Threats by month, and the highest marking among them."""
        if not is_watched(self._one, self._other):
            return (), "CLEAR"
        told = happenings_stored(self._store, since=since, until=until, **self._seen)
        found = threats_beside(told, since, until)
        allowed = self._scope.markings or MARKINGS
        for level in (each for each in MARKINGS[:0:-1] if found and each in allowed):
            marked = happenings_stored(
                self._store, since=since, until=until, **(self._seen | {"markings": (level,)})
            )
            if threats_beside(marked, since, until):
                return found, level
        return found, "CLEAR"

    def _states(self, since: dt.date, until: dt.date) -> tuple[StateStretch, ...]:
        if not is_watched(self._one, self._other):
            return ()
        told = happenings_stored(self._store, since=since - _STATES_BACK, until=until, **self._seen)
        return corridor_states(told, since, until)


def _turns(index: RelationIndex, told: Dealings) -> tuple[Turn, ...]:
    """The turns of the strands, and those of the whole that are not one strand's."""
    score_of = dict(zip(told.id.tolist(), told.score.tolist(), strict=True))
    found = list(itertools.chain(*(turns(index.of(strand), score_of) for strand in _TURNS)))
    of_strand = {(turn.month, turn.better) for turn in found if turn.strand != "all"}
    kept = [turn for turn in found if turn.strand != "all" or (turn.month, turn.better) not in of_strand]
    return tuple(sorted(kept, key=lambda turn: (turn.month, turn.strand)))
