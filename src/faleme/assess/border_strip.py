"""The border drawn straight: where along the line and how far from it each threat lies, place by place."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec
import numpy as np

from faleme.assess.border import Border, load_border
from faleme.assess.border_watch import BANDS_KM, segments_of
from faleme.assess.corridor_evidence import places_of
from faleme.assess.happenings import Happenings, date_of, day_number
from faleme.lexicon.watch import load_border_segments

YEAR_DAYS: Final = 365
LATELY_DAYS: Final = 28
MONTHS: Final = 12


class Dot(msgspec.Struct, frozen=True, kw_only=True):
    """The threats of a year at one place within 50 km: how far along the line (from the north) and from it.

    `side` is the country on whose side the point lies, None where the outlines do not tell. `incident` is the
    latest of them.
    """

    lat: float
    lon: float
    along_km: float
    km: float
    side: str | None
    count: int
    lately: int
    dead: int
    day: dt.date
    incident: str


def dots(told: Happenings, as_of: dt.date, border: Border | None = None) -> tuple[Dot, ...]:
    """The places with threats in the year up to a day, those with the latest ones last."""
    border = border or load_border()
    last = day_number(as_of)
    year = told.between(last - YEAR_DAYS + 1, last)
    near = year.where(year.threat & (year.border_km <= BANDS_KM[-1]) & ~np.isnan(year.lat))
    if not len(near):
        return ()
    (lat, lon), at = places_of(near.lat, near.lon)
    along = border.line.along_km(lat, lon)
    count = np.bincount(at)
    lately = np.bincount(at, weights=near.day > last - LATELY_DAYS).astype(int)
    dead = np.bincount(at, weights=near.dead).astype(int)
    latest = np.zeros(len(lat), dtype=np.int64)
    np.maximum.at(latest, at, np.arange(len(near)))
    found = [
        Dot(
            lat=float(lat[n]), lon=float(lon[n]), along_km=round(float(along[n]), 1),
            km=round(float(near.border_km[row]), 1), side=border.side(float(lat[n]), float(lon[n])),
            count=int(count[n]), lately=int(lately[n]), dead=int(dead[n]),
            day=date_of(int(near.day[row])), incident=str(near.id[row]),
        )
        for n, row in enumerate(latest.tolist())
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda dot: (dot.day, dot.along_km)))


def by_month(told: Happenings, as_of: dt.date) -> tuple[list[str], dict[str, list[int]]]:
    """Threats within 50 km by segment in the twelve months that were over by a day ('2025-07'), in order."""
    border, parts = load_border(), load_border_segments()
    end = as_of.replace(day=1)
    months = [(end.year * 12 + end.month - 1) - back for back in range(MONTHS, 0, -1)]
    starts = [dt.date(month // 12, month % 12 + 1, 1) for month in months]
    first, last = day_number(starts[0]), day_number(end) - 1
    window = told.between(first, last)
    near = window.where(window.threat & (window.border_km <= BANDS_KM[-1]) & ~np.isnan(window.lat))
    month = np.searchsorted([day_number(each) for each in starts], near.day, side="right") - 1
    segment = segments_of(near, border, parts) if len(near) else np.zeros(0, dtype=np.int64)
    found = np.zeros((len(parts.segment), MONTHS), dtype=int)
    np.add.at(found, (segment, month), 1)
    names = [f"{each:%Y-%m}" for each in starts]
    return names, {part.id: found[n].tolist() for n, part in enumerate(parts.segment)}
