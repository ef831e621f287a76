"""The watch of a border: by segment and distance, how many threats a week, how grave, what changes.

Computed from columns (`Happenings`), a million rows in seconds. `as_of` is the last day looked at; nothing
later is used, so a day of the past can be looked at as it was.
"""

from __future__ import annotations

import datetime as dt
from typing import Final, Literal

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.assess.border import Border, load_border
from faleme.assess.corridor_evidence import places_of
from faleme.assess.cuts import cuts
from faleme.assess.happenings import Happenings, Ints, date_of, day_number, monday_of, week_of
from faleme.assess.surges import Excess, Surge, SurgeRules, expected_of, season_of, surges
from faleme.lexicon.watch import BorderSegments, load_border_segments

LATELY: Final = 4
"""Weeks that stand beside what was to be expected in them."""
BANDS_KM: Final = (10.0, 25.0, 50.0)
FRONT_DAYS: Final = 28
"""Days over which the nearest third is measured, so that a week with one incident is no movement."""
FRONT_LEAST: Final = 6
"""Incidents that a stretch of the front needs: a third of them is two."""
MOVED_KM: Final = 10.0
"""The front is said to move where the nearest third has come or gone by more than this."""
_LEVEL_LEAST: Final = 8
"""Weeks between two changes of level."""


class Nearest(msgspec.Struct, frozen=True, kw_only=True):
    """The threat that came nearest to the line, of equals the latest."""

    incident: str
    day: dt.date
    km: float


class Front(msgspec.Struct, frozen=True, kw_only=True):
    """How far from the border the nearest third of the threats reaches, now and in the four weeks before.

    `moves` is 'nearer', 'away', 'stands' or None where either stretch has too few to tell.
    """

    now_km: float | None
    before_km: float | None
    now_count: int
    before_count: int
    moves: Literal["nearer", "away", "stands"] | None


class Level(msgspec.Struct, frozen=True, kw_only=True):
    """A stretch of weeks between two change points, with its weekly mean."""

    start: dt.date
    end: dt.date
    mean: float


class SegmentWatch(msgspec.Struct, frozen=True, kw_only=True):
    """One segment within one band: weekly counts and dead (the first week begins on `start`), what rose, why.

    `surge_incidents` are the ids behind the last surge that is open at `as_of`, the latest first. `expected`
    is how many the weeks before lead one to expect in the last four, None where too few lie before.
    """

    segment: str
    name: str
    band_km: float
    start: dt.date
    counts: tuple[int, ...]
    dead: tuple[int, ...]
    nearest: Nearest | None
    surges: tuple[Surge, ...]
    levels: tuple[Level, ...]
    surge_incidents: tuple[str, ...] = ()
    expected: float | None = None

    @property
    def lately(self) -> int:
        """How many in the last four weeks."""
        return sum(self.counts[-LATELY:])

    @property
    def open_surge(self) -> Surge | None:
        return self.surges[-1] if self.surges and self.surges[-1].end is None else None


class BorderWatch(msgspec.Struct, frozen=True, kw_only=True):
    """A border on one day: its segments by band, the front, the nearest threat of the last 28 days."""

    border: str
    as_of: dt.date
    segments: tuple[SegmentWatch, ...]
    whole: tuple[SegmentWatch, ...]
    front: Front
    nearest: Nearest | None


def watch_border(
    told: Happenings,
    as_of: dt.date,
    *,
    weeks: int = 104,
    read_since: dt.date | None = None,
    border: Border | None = None,
    parts: BorderSegments | None = None,
    rules: SurgeRules | None = None,
) -> BorderWatch:
    """The watch of a border over the last `weeks` whole or begun weeks up to `as_of`.

    The weeks before anything was read (`read_since`) are no quiet weeks: they are left out.
    """
    border = border or load_border()
    parts = parts or load_border_segments()
    last = day_number(as_of)
    last_week = int(week_of(np.array([last]))[0])
    if read_since is not None:
        begun = int(week_of(np.array([min(day_number(read_since), last)]))[0])
        weeks = min(weeks, last_week - begun + 1)
    first_week = last_week - weeks + 1
    first_day = day_number(monday_of(first_week))
    window = told.between(first_day, last)
    near = window.where(window.threat & (window.border_km <= BANDS_KM[-1]))
    number = segments_of(near, border, parts)
    made = _Weekly(near, first_week, weeks, rules)
    segments = [
        made.of(segment.id, segment.name, band, (number == i) & (near.border_km <= band))
        for i, segment in enumerate(parts.segment)
        for band in BANDS_KM
    ]
    whole = [made.of(parts.id, border.name, band, near.border_km <= band) for band in BANDS_KM]
    threats = window.where(window.threat & ~np.isnan(window.border_km))
    late = threats.between(last - FRONT_DAYS + 1, last)
    return BorderWatch(
        border=border.name, as_of=as_of, segments=tuple(segments), whole=tuple(whole),
        front=front(threats, last), nearest=_nearest(late),
    )  # fmt: skip


def segments_of(near: Happenings, border: Border, parts: BorderSegments) -> Ints:
    """The number of the segment that each happening is nearest to; every place is measured once."""
    ends = np.array([segment.to_km for segment in parts.segment])
    (lat, lon), at = places_of(near.lat, near.lon)
    along = border.line.along_km(lat, lon) if len(near) else np.zeros(0)
    return np.minimum(np.searchsorted(ends, along), len(ends) - 1)[at]


class _Weekly:
    """Weekly series of parts of the same happenings."""

    def __init__(self, near: Happenings, first_week: int, weeks: int, rules: SurgeRules | None) -> None:
        self._near = near
        self._first, self._weeks = first_week, weeks
        self._week: Ints = week_of(near.day) - first_week
        self._rules = rules

    def of(self, segment: str, name: str, band: float, kept: npt.NDArray[np.bool_]) -> SegmentWatch:
        """The series of the rows that a mask keeps."""
        week, near = self._week[kept], self._near.where(kept)
        counts = np.bincount(week, minlength=self._weeks).astype(int).tolist()
        dead = np.bincount(week, weights=near.dead, minlength=self._weeks).astype(int).tolist()
        start = monday_of(self._first)
        season = season_of(counts, start.isocalendar().week)
        found = surges(counts, self._rules, season)
        latest = found[-1] if found and found[-1].end is None else None
        return SegmentWatch(
            segment=segment, name=name, band_km=band, start=start, counts=tuple(counts), dead=tuple(dead),
            nearest=_nearest(near), surges=tuple(found), levels=levels(counts, start),
            surge_incidents=_behind(near, week, latest.excess) if latest else (),
            expected=expected_of(counts, LATELY, self._rules, season),
        )  # fmt: skip


def _behind(near: Happenings, week: Ints, excess: Excess) -> tuple[str, ...]:
    """The incidents from the window of an alarm on, the latest first."""
    since = excess.week - excess.weeks + 1
    return tuple(str(each) for each in near.id[week >= since][::-1])


def _nearest(told: Happenings) -> Nearest | None:
    if not len(told):
        return None
    row = len(told) - 1 - int(np.argmin(told.border_km[::-1]))
    return Nearest(incident=str(told.id[row]), day=date_of(int(told.day[row])), km=float(told.border_km[row]))


def front(threats: Happenings, last: int) -> Front:
    """How far the nearest third of the threats reaches in the last 28 days and in the 28 before them."""
    now = threats.between(last - FRONT_DAYS + 1, last)
    before = threats.between(last - 2 * FRONT_DAYS + 1, last - FRONT_DAYS)
    reach = [_third(each) for each in (now, before)]
    moves: Literal["nearer", "away", "stands"] | None = None
    if reach[0] is not None and reach[1] is not None:
        by = reach[0] - reach[1]
        moves = "stands" if abs(by) <= MOVED_KM else "nearer" if by < 0 else "away"
    return Front(
        now_km=reach[0], before_km=reach[1], now_count=len(now), before_count=len(before), moves=moves
    )


def _third(told: Happenings) -> float | None:
    if len(told) < FRONT_LEAST:
        return None
    return round(float(np.quantile(told.border_km, 1 / 3)), 1)


def levels(counts: list[int], start: dt.date) -> tuple[Level, ...]:
    """The stretches between change points, looking back over the whole series.

    The cut with the least cost (squares around each stretch's mean, 2 log n for one more stretch), exact, as
    PELT finds it (Killick et al. 2012), on counts made equal in variance (Anscombe). A surge is told sooner,
    a level is what remains of it.
    """
    size = len(counts)
    if size < 2 * _LEVEL_LEAST or not any(counts):
        return ()
    ends = cuts(2 * np.sqrt(np.asarray(counts, dtype=float) + 3 / 8), 2 * float(np.log(size)), _LEVEL_LEAST)
    found = []
    for first, end in zip([0, *ends[:-1]], ends, strict=True):
        span = counts[first:end]
        found.append(
            Level(
                start=start + dt.timedelta(weeks=first), end=start + dt.timedelta(weeks=end, days=-1),
                mean=round(sum(span) / len(span), 2),
            )
        )  # fmt: skip
    return tuple(found)
