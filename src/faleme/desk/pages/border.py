"""The watch of the border: its line drawn straight, segments by distance, what rose and why.

The public sees how many public incidents each segment had in the months that are over, and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec
from litestar import get
from litestar.response import Template

from faleme.assess.border_strip import Dot
from faleme.assess.border_watch import BorderWatch, Front, Nearest, SegmentWatch
from faleme.assess.surges import Excess
from faleme.desk.pages.brief import asked_by
from faleme.desk.pages.frame import DeskRequest, Frame, incident_url
from faleme.desk.pages.home import day_chosen
from faleme.desk.views import IncidentLine
from faleme.desk.watch_svg import border_map, spark_svg, strip_svg
from faleme.desk.watched import Watch
from faleme.lexicon.watch import load_border_segments
from faleme.records.time import Period
from faleme.words.wording import Wording, as_day

SPARK_BAND_KM = 50.0
MOST_BEHIND = 5


class Cell(msgspec.Struct, frozen=True):
    """A segment within one band: this week, four weeks, what was to be expected in them."""

    km: int
    week: int
    lately: int
    expected: str
    rises: bool


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A segment of the border as the table shows it."""

    name: str
    stretch: str
    cells: tuple[Cell, ...]
    spark: str
    nearest: tuple[str, str, str] | None
    levels: str


class Rise(msgspec.Struct, frozen=True, kw_only=True):
    """A surge with its numbers and the incidents behind it; `where` are the bands in which it shows."""

    where: tuple[str, ...]
    reason: str
    since: str
    lines: tuple[IncidentLine, ...]
    total: int


def watch_of(frame: Frame) -> Watch:
    """The watch as who asks may see it."""
    asked = asked_by(frame)
    return Watch(asked.store, asked.scope, frame.desk.watched)


def day_asked(frame: Frame) -> dt.date:
    """The day looked at: today, or one of the past that was asked for."""
    asked = as_day(day_chosen(frame, "day"))
    return min(asked, frame.today) if asked else frame.today


@get("/frontiere", sync_to_thread=True)
def border(request: DeskRequest) -> Template:
    """The border on a day, or by month for the public."""
    frame = Frame(request)
    if not frame.may("read"):
        return _by_month(frame)
    as_of = day_asked(frame)
    words = frame.words
    found, spots = watch_of(frame).border(as_of)
    marked = [(dot, *_spot(dot, frame)) for dot in spots]
    sides = frame.describe.side("SEN"), frame.describe.side("MLI")
    whole = {each.band_km: each for each in found.whole}
    return frame.page(
        "border.html",
        current="watch",
        title=words.say("border_title"),
        as_of=as_of,
        rows=_rows(found, frame),
        total=_row(found.whole, frame, stretch=""),
        strip=strip_svg(marked, label=words.say("border_strip"), sides=sides),
        drawn=border_map(marked, label=words.say("border_map")),
        rises=_rises(found, frame),
        nearest=_nearest(found.nearest, frame),
        front=_front(found.front, frame),
        week=whole[SPARK_BAND_KM].counts[-1],
        spots=len(spots),
    )


def _by_month(frame: Frame) -> Template:
    months, counts = watch_of(frame).months(frame.today)
    words = frame.words
    parts = load_border_segments().segment
    rows = [(part.name, counts[part.id], sum(counts[part.id])) for part in parts]
    return frame.page(
        "border_public.html",
        current="watch",
        title=words.say("border_title"),
        months=[(month, _month(month, frame)) for month in months],
        rows=rows,
        sums=[sum(counts[part.id][at] for part in parts) for at in range(len(months))],
    )


def _month(month: str, frame: Frame) -> tuple[str, str]:
    """'07/25' and 'juillet 2025'."""
    first = dt.date.fromisoformat(f"{month}-01")
    last = (first.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
    return f"{first:%m/%y}", frame.words.period(Period(first.isoformat(), last.isoformat()))


def _rows(found: BorderWatch, frame: Frame) -> list[Row]:
    begin, rows = 0.0, []
    bands = len(found.whole)
    most = max(max(each.counts[-52:], default=0) for each in found.segments)
    for at, part in enumerate(load_border_segments().segment):
        told = found.segments[at * bands : (at + 1) * bands]
        stretch = frame.words.say("border_stretch", begin=round(begin), end=round(part.to_km))
        rows.append(_row(told, frame, stretch=stretch, most=most))
        begin = part.to_km
    return rows


def _row(told: Sequence[SegmentWatch], frame: Frame, *, stretch: str, most: int | None = None) -> Row:
    words, last = frame.words, told[-1]
    cells = tuple(
        Cell(
            round(each.band_km), each.counts[-1], each.lately,
            "–" if each.expected is None else words.number(each.expected), each.open_surge is not None,
        )
        for each in told
    )  # fmt: skip
    shown = last.counts[-52:]
    label = words.say("border_spark", n=sum(shown), weeks=len(shown), most=max(shown, default=0))
    return Row(
        name=last.name, stretch=stretch, cells=cells, spark=spark_svg(last.counts, label=label, most=most),
        nearest=_nearest(last.nearest, frame), levels=_levels(last, frame),
    )  # fmt: skip


def _nearest(nearest: Nearest | None, frame: Frame) -> tuple[str, str, str] | None:
    """Distance, day, and where the incident is."""
    if nearest is None:
        return None
    return frame.words.km(nearest.km), frame.words.day(nearest.day), incident_url(nearest.incident)


def _levels(each: SegmentWatch, frame: Frame) -> str:
    """'0,2 par semaine, puis 1,4 depuis le 3 mars 2025', '' where the level never changed."""
    if len(each.levels) < 2:
        return ""
    before, now = each.levels[-2:]
    words = frame.words
    return words.say(
        "border_levels", before=words.number(before.mean, 2), now=words.number(now.mean, 2),
        day=words.day(now.start),
    )  # fmt: skip


def _front(front: Front, frame: Frame) -> tuple[str, str]:
    """How far the nearest third reaches, and whether it came nearer; with why nothing is told."""
    words = frame.words
    if front.now_km is None:
        return words.say("front_few", n=front.now_count), ""
    reach = words.say("front_now", km=words.km(front.now_km), n=front.now_count)
    if front.moves is None or front.before_km is None:
        return reach, words.say("front_before_few")
    return reach, words.say(f"front_{front.moves}", km=words.km(front.before_km))


def _rises(found: BorderWatch, frame: Frame) -> list[Rise]:
    """Open surges; one that shows in several bands with the same incidents is one."""
    together: dict[tuple[str, ...], list[SegmentWatch]] = {}
    for each in (*found.segments, *found.whole):
        if each.open_surge is not None:
            together.setdefault(each.surge_incidents, []).append(each)
    return [_rise(ids, told, found.whole, frame) for ids, told in together.items()]


def _rise(
    ids: tuple[str, ...], told: Sequence[SegmentWatch], whole: Sequence[SegmentWatch], frame: Frame
) -> Rise:
    words, first = frame.words, told[0]
    surge = first.open_surge
    assert surge is not None
    bands: dict[str, list[int]] = {}
    for each in told:
        name = words.say("border_whole") if each in whole else each.name
        bands.setdefault(name, []).append(round(each.band_km))
    where = [words.say("border_within", name=name, km=_listed(kms, words)) for name, kms in bands.items()]
    seen = (frame.window.incident(each) for each in ids[:MOST_BEHIND])
    begun = first.start + dt.timedelta(weeks=surge.start)
    return Rise(
        where=tuple(where), reason=_reason(surge.excess, frame), since=words.day(begun),
        lines=tuple(frame.describe.line(each, frame.today) for each in seen if each), total=len(ids),
    )  # fmt: skip


def _listed(kms: Sequence[int], words: Wording) -> str:
    """'10, 25 et 50'."""
    *first, last = map(str, kms)
    return f"{', '.join(first)} {words.say('and')} {last}" if first else last


def _reason(excess: Excess, frame: Frame) -> str:
    words = frame.words
    return words.say(
        "surge_reason", n=excess.counted, weeks=words.say("weeks", n=excess.weeks),
        expected=words.number(round(excess.expected, 1)), chance=_chance(excess.chance, frame),
    )  # fmt: skip


def _chance(chance: float, frame: Frame) -> str:
    """One in so many, as it is said: '1 sur 3 000'."""
    return frame.words.number(int(float(f"{1 / max(chance, 1e-9):.1g}")))


def _spot(dot: Dot, frame: Frame) -> tuple[str, str]:
    """Where a spot leads and what it says."""
    words = frame.words
    href = incident_url(dot.incident) if dot.count == 1 else f"/carte?at={dot.lat:.4f},{dot.lon:.4f},11"
    title = words.say(
        "border_spot", n=dot.count, lately=dot.lately, km=words.km(dot.km), day=words.day(dot.day)
    )
    return href, title


ROUTES = (border,)
