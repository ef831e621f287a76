"""The relation of two countries as what is drawn: its view in words, laid out by month."""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from faleme.assess.relation import Point, StrandOf
from faleme.assess.relation_beside import is_watched
from faleme.assess.relation_record import RecordAct
from faleme.desk.pages.frame import incident_url
from faleme.desk.relation_svg import Band, Column, Curve, Mark, Panel, Picture
from faleme.desk.relation_view import STRANDS, RelationView
from faleme.words.wording import NO_BREAK, as_day

MOST_ROWS = 4
"""Signs above each other; the rest is counted."""
MOST_LINES = 4
"""Lines of trade that are drawn; the table has all of them."""
_QUADS = {
    "visit": "verbal-cooperation", "talks": "verbal-cooperation", "agreement": "verbal-cooperation",
    "cooperation": "material-cooperation", "aid": "material-cooperation", "membership": "material-conflict",
}  # fmt: skip


def picture_of(view: RelationView) -> Picture:
    """All that is drawn of a relation."""
    return _Drawn(view).picture()


class _Drawn:
    def __init__(self, view: RelationView) -> None:
        self._view, self._words = view, view.words

    def share(self, day: dt.date) -> float:
        """Where a day lies in the picture, in months from its left."""
        first = dt.date.fromisoformat(f"{self._view.months[0]}-01")
        whole = (day.year - first.year) * 12 + day.month - first.month
        return whole + (day.day - 0.5) / calendar.monthrange(day.year, day.month)[1]

    def picture(self) -> Picture:
        """All that is drawn."""
        view = self._view
        look, words = view.look, view.words
        points = look.index.of("all").points
        watched = is_watched(look.one, look.other)
        label = words.say(
            "relation_picture_label", one=self._view.one, other=self._view.other, **self._view.stretch
        )
        return Picture(
            label=label, months=len(points), ticks=self._ticks(),
            unread=[at for at, point in enumerate(points) if point.read == 0],
            panels=[self._panel(strand) for strand in STRANDS],
            trade=words.say("relation_trade"), curves=self._curves(),
            no_trade=words.say("relation_no_trade_here" if self._view.lines else "relation_no_trade"),
            corridor=words.say("relation_corridor"), bands=self._bands(),
            no_corridor=words.say("relation_no_corridor" if watched else "relation_corridor_none"),
        )  # fmt: skip

    def _ticks(self) -> list[tuple[int, str, bool]]:
        """Years strong, quarters between them; months by number where there are few."""
        every = 3 if len(self._view.months) <= 36 else 12
        found = []
        for at, month in enumerate(self._view.months):
            number = int(month[5:])
            if number % every == 1 % every or at == 0:
                found.append((at, f"{number:02}/{month[2:4]}", number == 1 or at == 0))
        crowded = len(found) > 1 and found[1][0] - found[0][0] < 2
        return [found[1], *found[2:]] if crowded else found

    def _panel(self, strand: StrandOf) -> Panel:
        words, series = self._words, self._view.look.index.of(strand)
        told = words.say("relation_told_none")
        if series.count:
            told = words.say(
                "relation_told",
                total=self._view.number(series.total),
                n_told=self._view.incidents(series.count),
                mean=self._view.number(series.total / series.count),
            )
        columns = [self._column(at, point, strand) for at, point in enumerate(series.points) if point.count]
        return Panel(
            id=strand, name=self._view.strand(strand), told=told, columns=columns, marks=self._marks(strand)
        )

    def _column(self, at: int, point: Point, strand: StrandOf) -> Column:
        view = self._view
        label = self._words.say(
            "relation_column",
            strand=view.strand(strand),
            month=view.month(point.month),
            total=view.number(point.total),
            n_told=view.incidents(point.count),
            low=view.number(point.low),
            high=view.number(point.high),
        )
        href = f"{view.link(month=point.month)}#month"
        return Column(at=at, total=point.total, low=point.low, high=point.high, href=href, label=label)

    def _marks(self, strand: StrandOf) -> list[Mark]:
        """Acts of the record by their days, those of one time above each other; threats below defence."""
        found: list[Mark] = []
        for act in self._view.look.record:
            day = as_day(act.day)
            if act.strand == strand and day is not None and f"{day:%Y-%m}" in self._view.months:
                found.append(self._placed(found, self._act(act, self.share(day))))
        if strand == "defence":
            found += self._threat_marks(found)
        return self._heaped(found)

    def _act(self, act: RecordAct, at: float) -> Mark:
        row, aside = self._view.row(act), act.kind == "membership"
        label = f"{row.when}{NO_BREAK}: {row.kind}, {row.way}"
        if aside:
            label += f" ({self._words.say('relation_aside')})"
        href = incident_url(act.incidents[0])
        return Mark(at=at, row=0, quad=_QUADS[act.kind], aside=aside, href=href, label=label)

    def _heaped(self, found: Sequence[Mark]) -> list[Mark]:
        """What a heap has no room for is counted, and leads to its month."""
        left = Counter(int(mark.at) for mark in found if mark.row >= MOST_ROWS)
        more = [
            Mark(
                at=at + 0.5, row=MOST_ROWS, quad="", aside=False, text=f"+{count}",
                href=f"{self._view.link(month=self._view.months[at])}#month",
                label=self._words.say(
                    "relation_more_acts", n=count, month=self._view.month(self._view.months[at])
                ),
            )
            for at, count in sorted(left.items())
        ]  # fmt: skip
        return [*(mark for mark in found if mark.row < MOST_ROWS), *more]

    def _threat_marks(self, found: Sequence[Mark]) -> list[Mark]:
        marks: list[Mark] = []
        for month in self._view.look.threats:
            if month.month not in self._view.months:
                continue
            label = self._words.say(
                "relation_threats_mark", n=month.count, month=self._view.month(month.month)
            )
            mark = Mark(
                at=self._view.months.index(month.month) + 0.5, row=0, quad="material-conflict", aside=True,
                href=f"{self._view.link(month=month.month)}#month", label=label,
                text=str(month.count) if month.count > 1 else "",
            )  # fmt: skip
            marks.append(self._placed([*found, *marks], mark))
        return marks

    def _placed(self, found: Iterable[Mark], mark: Mark) -> Mark:
        """A mark on the first row where nothing stands near it: about 18 of 330 pixels on a phone."""
        apart = len(self._view.months) * 0.055
        taken = {other.row for other in found if abs(other.at - mark.at) < apart * (1.5 if mark.text else 1)}
        row = next(row for row in range(len(taken) + 1) if row not in taken)
        return msgspec.structs.replace(mark, row=row)

    def _curves(self) -> list[Curve]:
        found: list[Curve] = []
        for line in self._view.lines:
            points = [
                (
                    self.share(day) / len(self._view.months),
                    value,
                    f"{line.name}, {self._words.day(day)} ({line.unit}): {self._words.number(value)}",
                )
                for day, value in line.points
                if 0 <= self.share(day) < len(self._view.months)
            ]
            if points and len(found) < MOST_LINES:
                found.append(Curve(name=line.name, unit=line.unit, points=points))
        return found

    def _bands(self) -> list[Band]:
        size = len(self._view.months)
        return [
            Band(
                begin=max(0.0, self.share(each.start) - 0.5 / 30) / size,
                end=min(size, self.share(each.end) + 0.5 / 30) / size, state=each.state,
                label=self._words.say(
                    "relation_band", when=self._words.between(each.start, each.end),
                    state=self._words.label("relation_state", each.state),
                ),
            )
            for each in self._view.look.corridor or ()
        ]  # fmt: skip
