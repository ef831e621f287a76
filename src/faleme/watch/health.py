"""How the sources of the press fare, of the store alone: what was read, what answers, what is silent."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Literal

import msgspec

from faleme.lexicon.alert_rules import load_alert_rules
from faleme.lexicon.publishers import Publisher, publisher_of
from faleme.records.watched import SourceState
from faleme.store.base import StoreReader, Wanted
from faleme.warn.scene import last_days

DAYS = 7
_BACK = 90
State = Literal["failing", "never", "well", "read"]


class OutletHealth(msgspec.Struct, frozen=True, kw_only=True):
    """One outlet of the press.

    state     'failing' if one of its sources failed at the last attempt, 'never' if none was asked, 'well',
              or 'read' if it is not watched
    articles  of the last seven days, by their days; `last` is the day of the last one
    lag       median of the minutes from publication to reading
    silent    days since its last article, of one that is a daily and over the line of the rule for that
    """

    name: str
    state: State
    articles: int = 0
    last: str | None = None
    country: str | None = None
    reliability: str | None = None
    verified: bool = False
    last_success: str | None = None
    lag: float | None = None
    failures: int = 0
    silent: int | None = None
    sources: tuple[SourceState, ...] = ()


def health_of(
    store: StoreReader, declared: Iterable[Publisher], now: dt.datetime, wanted: Wanted | None = None
) -> list[OutletHealth]:
    """Every outlet that is declared with an address, was asked, or was read; who fails or is silent first.

    `wanted` says who asks (`public_on`, `markings`): the public is told what was read, not how we watch.
    """
    today = now.astimezone(dt.UTC).date()
    since = today - dt.timedelta(days=DAYS - 1)
    asked = msgspec.structs.replace(wanted or Wanted(), since=str(since), until=str(today))
    read = {each.outlet: each for each in store.press(asked).outlets if each.outlet}
    by_name = {each.name: each for each in declared if each.feeds or each.sitemap or each.sections}
    states: dict[str, list[SourceState]] = defaultdict(list)
    silent: dict[str, int] = {}
    lags: dict[str, float | None] = {}
    if asked.public_on is None:
        for state in store.watched.sources().values():
            states[state.publisher].append(state)
        silent = _silent(store, today)
        moment = (now - dt.timedelta(days=DAYS)).astimezone(dt.UTC).isoformat(timespec="seconds")
        lags = {name: each.lag for name, each in store.watched.reads(moment).items()}
    else:
        by_name = {name: each for name, each in by_name.items() if name in read}
    found = []
    for name in by_name.keys() | states.keys() | read.keys():
        outlet = by_name.get(name) or publisher_of(name)
        told = read.get(name)
        mine = tuple(sorted(states[name], key=lambda each: each.address))
        found.append(
            OutletHealth(
                name=name, state=_state(mine, name in by_name), articles=told.articles if told else 0,
                last=told.last if told else None, country=outlet.country if outlet else None,
                reliability=outlet.reliability if outlet else None,
                verified=bool(outlet and outlet.verified),
                last_success=max((s.last_success for s in mine if s.last_success), default=None),
                lag=lags.get(name), failures=max((s.failures for s in mine), default=0),
                silent=silent.get(name), sources=mine,
            )
        )  # fmt: skip
    return sorted(
        found, key=lambda each: (each.state != "failing", each.silent is None, each.name.casefold())
    )


def _state(sources: tuple[SourceState, ...], is_declared: bool) -> State:
    if not sources:
        return "never" if is_declared else "read"
    if any(each.failures for each in sources):
        return "failing"
    return "well" if any(each.last_success for each in sources) else "never"


def _silent(store: StoreReader, today: dt.date) -> dict[str, int]:
    """Days since the last article of those that the rule 'silent-source' would speak of."""
    line = min((rule.days or 0 for rule in load_alert_rules() if rule.kind == "silent-source"), default=None)
    if line is None:
        return {}
    days = store.days_read(str(today - dt.timedelta(days=_BACK)), str(today))
    lapsed = {name: (today - last).days for name, last in last_days(days, today).items()}
    return {name: each for name, each in lapsed.items() if each >= line}
