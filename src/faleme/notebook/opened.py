"""A store that is open in a notebook: each method gives one Arrow table."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from faleme.notebook.needed import need
from faleme.store.base import Wanted
from faleme.store.read_only import ReadOnly, open_to_read

if TYPE_CHECKING:
    import polars as pl
    import pyarrow as pa

By = Literal["strand", "type", "quad", "status", "country"]
_ALL = Wanted(rejected=True)


class Opened:
    """A store to read, opened when it is first asked; `with` or `close` gives its connections back.

    Tables are `pyarrow.Table`: `polars.from_arrow(t)`, `t.to_pandas()` and `duckdb.sql("from t")` take them.
    Days are dates, distances km, points degrees (WGS 84). Where a method takes `until` and none is given it
    is the day of the newest article, so that the same store gives the same table on every day.
    """

    def __init__(self, path: str | Path, *, trade: Sequence[str | Path] = ()) -> None:
        need("pyarrow")
        self._path = path
        self._trade = tuple(Path(each) for each in trade)

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @functools.cached_property
    def store(self) -> ReadOnly:
        """The store itself, for what the tables do not hold: `store.reading(ID).article.text`."""
        return open_to_read(self._path)

    def close(self) -> None:
        """Give back the store's connections; asked again, it opens again."""
        if "store" in self.__dict__:
            self.store.close()
            del self.store

    def articles(self) -> pa.Table:
        """An article a row, the newest first: `published` as told, `day` its date, `events` how many."""
        from faleme.notebook.tables import articles

        return articles(self.store.articles())

    def events(self) -> pa.Table:
        """An event of an article a row, with the incident that it belongs to.

        `start` and `end` are the code points of the first sentence that tells it, `confidence` is from 0 to
        1, `border_km` the distance to the watched border; `dead_min`, `dead_max` are null where none is told.
        """
        from faleme.notebook.tables import events

        found = self.store.incidents(wanted=_ALL)
        incident_of = {(m.article, m.event): each.id for each in found for m in each.members}
        return events(self.store.readings(), incident_of)

    def incidents(self, *, rejected: bool = False) -> pa.Table:
        """A happening a row, the latest first, as people and machine say it now.

        `day` is the one that lists show: the last day told, else the first that it was reported on.
        `dead_min` is the least that any report tells, `dead_max` the most (a person's figure before all),
        `reports` how many tell it, `voices` how many of them are independent, `credibility` 1 (confirmed) to
        6 (cannot be judged), `radius_km` how sure the point is. `rejected` asks for rejected ones too.
        """
        from faleme.notebook.tables import incidents

        return incidents(self.store.incidents(wanted=Wanted(rejected=rejected)))

    def series(self, by: By = "strand", *, within_km: float | None = None) -> pa.Table:
        """Incidents by month ('2026-01') and strand, type, quad class, status or country, of any status.

        Columns: `month`, the column of `by`, `incidents`, `reports`, `dead_min` (people, 0 where none is
        told). `within_km` keeps those so near to the watched border. Months are those of `day`.
        """
        from faleme.notebook.tables import incidents, series

        return series(incidents(self.store.incidents(wanted=Wanted(within_km=within_km))), by)

    def border(self, *, until: str | dt.date | None = None, weeks: int = 104) -> pa.Table:
        """Threats at the watched border by week (its Monday), segment and band of distance.

        Columns: `segment`, `name`, `band_km` (a band holds the narrower ones), `week`, `threats`, `dead` (at
        least). The weeks before anything was read are left out. The last segment is the whole border.
        """
        from faleme.assess.border_watch import watch_border
        from faleme.assess.happenings import stored
        from faleme.notebook.tables import border

        last = self._until(until)
        begun = self.store.read_since()
        since = dt.date.fromisoformat(begun[:10]) if begun else None
        return border(watch_border(stored(self.store, until=last), last, weeks=weeks, read_since=since))

    def relation(
        self, one: str, other: str, *, until: str | dt.date | None = None, months: int = 24
    ) -> pa.Table:
        """PLOVER's scores of what two countries did towards each other, by month, strand and way.

        Columns: `month` (its first day), `strand` ('all' is their sum), `way` ('there' is `one` to `other`),
        `count`, `total` and `mean` of the scores (−10 to 10 each), `low` and `high` of the total (95 %),
        `read` (articles of the month), `per_1000` (the total for 1,000 articles).
        """
        from faleme.assess.relation_look import months_back, pair_named, relation_look
        from faleme.notebook.tables import relation

        last = self._until(until)
        look = relation_look(self.store, *pair_named(f"{one}-{other}"), months_back(last, months), last)
        return relation(look.index)

    def trade(self, one: str | None = None, other: str | None = None) -> pa.Table:
        """The rows of the tables of trade, or what two countries tell of each other, all goods together.

        `value` is in units of `currency` from `from` to `to`, of a year where `basis` is 'mean-a-year';
        `quantity` in `quantity_unit`; `file` and `line` say where a row stands.
        """
        from faleme.notebook.tables import trade

        return trade(self._trade_frame, one, other)

    def points(self) -> pa.Table:
        """The incidents that have a point, with `geometry` (WKB marked as geoarrow.wkb, longitude first)."""
        from faleme.notebook.tables import points

        return points(self.incidents())

    def geo(self) -> Any:
        """`points` as a `geopandas.GeoDataFrame` in WGS 84; needs geopandas 1.0."""
        need("geopandas")
        import geopandas

        return geopandas.GeoDataFrame.from_arrow(self.points(), geometry="geometry")

    @functools.cached_property
    def _trade_frame(self) -> pl.DataFrame:
        import polars as pl

        from faleme.read.trade_rows import COLUMNS
        from faleme.read.trade_tables import read_trade

        frames = [read_trade(path).frame for path in self._trade]
        return pl.concat(frames) if frames else pl.DataFrame(schema=COLUMNS)

    def _until(self, given: str | dt.date | None) -> dt.date:
        if given is not None:
            return given if isinstance(given, dt.date) else dt.date.fromisoformat(given)
        newest = next((each.published for each in self.store.articles(limit=1)), None)
        return dt.date.fromisoformat(newest[:10]) if newest else dt.date(1970, 1, 1)
