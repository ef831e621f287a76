"""How exactly place and time are known, in the codes of UCDP's and ACLED's data sets.

UCDP Georeferenced Event Dataset, codebook: `where_prec` 1 the very place, 2 within some 25 km of it, 3 a
district, 4 a province, 6 a country; `date_prec` 1 the very day, 2 two to six days, 3 a week, 4 a month, 5
more. ACLED, codebook: `geo_precision` 1 the town, 2 an area around it, 3 a region or country;
`time_precision` 1 the day, 2 within a week, 3 within a month. None where nothing is told.
"""

from __future__ import annotations

import datetime as dt

from faleme.records.event import EventPlace
from faleme.records.time import Period

_TOWN_KM, _AROUND_KM, _DISTRICT_KM = 5.0, 25.0, 60.0


def where_prec(place: EventPlace | None) -> int | None:
    """UCDP's code of a place."""
    if place is None:
        return None
    radius = place.radius_km or 0.0
    if place.level == "locality":
        return 1 if radius <= _TOWN_KM else 2
    if place.level == "area":
        return 2 if 0 < radius <= _AROUND_KM else 3 if radius <= _DISTRICT_KM else 4
    return 6


def days(time: Period | None) -> int | None:
    """How many days a period has; None where an end is open."""
    if time is None or time.from_ is None or time.to is None:
        return None
    return (dt.date.fromisoformat(time.to) - dt.date.fromisoformat(time.from_)).days + 1


def date_prec(time: Period | None) -> int | None:
    """UCDP's code of a period."""
    length = days(time)
    if length is None:
        return None if time is None or (time.from_ or time.to) is None else 5
    return next((code for code, most in ((1, 1), (2, 6), (3, 7), (4, 31)) if length <= most), 5)


def geo_precision(place: EventPlace | None) -> int | None:
    """ACLED's code of a place."""
    code = where_prec(place)
    return None if code is None else {1: 1, 2: 2, 3: 2}.get(code, 3)


def time_precision(time: Period | None) -> int:
    """ACLED's code of a period; a day that only the report has is good to a month."""
    length = days(time)
    return 3 if length is None or length > 7 else 2 if length > 1 else 1
