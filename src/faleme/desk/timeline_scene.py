"""The timeline of a question in words: what its columns, marks and notes say and where they lead."""

from __future__ import annotations

import datetime as dt
from functools import cached_property

import msgspec
from babel.dates import get_month_names

from faleme.desk.pages.frame import Frame, incident_url
from faleme.desk.timeline import (
    MOST_SINGLE,
    Column,
    Grain,
    More,
    Spot,
    Tally,
    Tick,
    grain_of,
    is_near,
    spots,
    ticks,
)
from faleme.desk.timeline_asked import Asked, Stretch
from faleme.desk.timeline_svg import Bar, Mark, Pin, Rest, Scene, Sheet, rows_of
from faleme.desk.views import QUAD_OF, QUADS, IncidentLine
from faleme.records.note import Note
from faleme.records.time import Period
from faleme.records.timeline import LANES, STRANDS, THREATS, Lane

DEEP = 8
PHONE, MARK = 350, 17
"""Pixels of a narrow screen and of a mark: so many marks of a day stand side by side."""
PAGE = "/chronologie"


class Row(msgspec.Struct, frozen=True):
    """One row of the same numbers as a table."""

    when: str
    href: str
    counts: tuple[int, ...]


class Timeline:
    """What one request of the timeline shows."""

    def __init__(self, frame: Frame, asked: Asked, stretch: Stretch) -> None:
        self._frame, self.asked, self.stretch = frame, asked, stretch
        self._words = frame.words
        counts = frame.window.day_counts(asked.wanted(), asked.axis, everybody=asked.who == "all")
        self.tally = Tally(counts)
        self.grain: Grain = grain_of(stretch)
        self.near = is_near(stretch, self.tally)
        self.total = self.tally.total(stretch)

    @cached_property
    def notes(self) -> list[Note]:
        return self._frame.window.notes(self.stretch.first.isoformat(), self.stretch.last.isoformat())

    @cached_property
    def columns(self) -> list[Column]:
        return [column for lane in LANES for column in self.tally.columns(lane, self.stretch, self.grain)]

    def when(self, stretch: Stretch) -> str:
        """'en juillet 2025', 'du 1er au 12 juillet 2025'."""
        return self._words.period(Period(stretch.first.isoformat(), stretch.last.isoformat()))

    def link(self, stretch: Stretch) -> str:
        return f"{PAGE}?{self.asked.query(stretch)}"

    def scene(self) -> Scene:
        """All that is drawn."""
        say, label = self._words.say, self._words.label
        marks, rest = self._singles() if self.near else ([], [])
        relation = "timeline_relation_all" if self.asked.who == "all" else "timeline_relation"
        return Scene(
            stretch=self.stretch,
            today=self._frame.today,
            label=say("timeline_label", window=self.when(self.stretch)),
            groups=(say("timeline_threats"), say(relation)),
            scales=self._scales(),
            lanes={lane: label("lane", lane) for lane in LANES},
            counts={lane: self._words.number(self.tally.count(lane, self.stretch)) for lane in LANES},
            bars=[] if self.near else [self._bar(column) for column in self.columns],
            marks=marks,
            rest=rest,
            pins=self._pins(),
            notes=say("timeline_notes"),
            ticks=[(tick, self._tick(tick, n)) for n, tick in enumerate(ticks(self.stretch))],
            today_label=say("timeline_this", day=self._words.day(self._frame.today)),
        )

    def sheet(self) -> Sheet:
        """What stands around the picture when it is kept."""
        frame, words = self._frame, self._words
        filters = words.say("timeline_sheet_filtered" if self.asked.filtered else "timeline_sheet_all")
        window = self.when(self.stretch)
        title = f"{words.say('desk')} – {words.say('timeline_label', window=window)}"
        axis = words.label("axis_title", self.asked.axis)
        marking = frame.person.ceiling if frame.person and frame.window.everything else "CLEAR"
        return Sheet(
            title=title,
            line=words.say("timeline_sheet", axis=axis, filters=filters),
            legend=[(quad, words.label("quad", quad)) for quad in reversed(QUADS)],
            notes=[(n, f"{self.days_of(each)} – {each.text}") for n, each in enumerate(self.notes, 1)],
            foot=words.say("timeline_foot", day=words.day(frame.today), marking=marking),
        )

    def table(self) -> list[Row]:
        """Counts by column and lane, the earliest first."""
        found: dict[dt.date, tuple[Stretch, dict[Lane, int]]] = {}
        for each in self.columns:
            whole = Stretch(each.first, each.last)
            found.setdefault(each.first, (whole, {}))[1][each.lane] = each.total
        return [
            Row(self.when(whole), self.link(whole), tuple(counts.get(lane, 0) for lane in LANES))
            for _, (whole, counts) in sorted(found.items())
        ]

    def latest(self, most: int) -> list[tuple[IncidentLine, str]]:
        """The latest incidents of the window with the day that they stand on."""
        frame = self._frame
        found = frame.window.moments(
            self.asked.wanted(), self.asked.axis, self._days, limit=most, everybody=self.asked.who == "all"
        )
        return [
            (frame.describe.line(incident, frame.today), self._words.day(dt.date.fromordinal(moment.day)))
            for moment, incident in found
        ]

    def days_of(self, note: Note) -> str:
        return self._words.period(Period(note.first, note.last))

    @property
    def _days(self) -> tuple[int, int]:
        return self.stretch.first.toordinal(), self.stretch.last.toordinal()

    def _scales(self) -> tuple[str, str]:
        say = self._words.say
        if self.near or not self.columns:
            return "", ""
        threats = max((each.total for each in self.columns if each.lane in THREATS), default=0)
        sides = [max(each.cooperation, each.conflict) for each in self.columns if each.lane in STRANDS]
        grain = self._words.label("grain", self.grain)
        one, other = (
            say("timeline_scale", n=n, count=self._words.number(n), grain=grain) if n else ""
            for n in (threats, max(sides, default=0))
        )
        return one, other

    def _bar(self, column: Column) -> Bar:
        whole = Stretch(column.first, column.last)
        return Bar(column, self.link(whole), self._column_words(column, self.when(whole)))

    def _column_words(self, column: Column, when: str) -> str:
        words, when = self._words, when[:1].upper() + when[1:]
        lane = words.label("lane_said", column.lane)
        if column.lane in THREATS:
            count = words.number(column.total)
            return words.say("timeline_column", n=column.total, count=count, when=when, lane=lane)
        sides = {name: words.number(getattr(column, name)) for name in ("cooperation", "conflict")}
        return words.say("timeline_column_sides", when=when, lane=lane, **sides)

    def _singles(self) -> tuple[list[Mark], list[Rest]]:
        frame = self._frame
        everybody = self.asked.who == "all"
        found = frame.window.moments(
            self.asked.wanted(), self.asked.axis, self._days, limit=MOST_SINGLE, everybody=everybody
        )
        abreast = max(1, PHONE // self.stretch.days // MARK)
        placed, more = spots(found, self.stretch, deep=DEEP, abreast=abreast)
        return [self._mark(spot) for spot in placed], [self._rest(each) for each in more]

    def _mark(self, spot: Spot) -> Mark:
        found, frame = spot.incident, self._frame
        sentence = frame.describe.writer.sentence(found)
        status = frame.describe.status(found, frame.today)
        day = self._words.day(self.stretch.first + dt.timedelta(int(spot.at)))
        axis = self.asked.axis
        parts = [
            sentence,
            status.text if status else "",
            self._words.say(f"timeline_{axis}", day=day) if axis != "happened" else "",
        ]
        label = " · ".join(part for part in parts if part)
        return Mark(spot, incident_url(found.id), label, QUAD_OF[found.type], found.status != "occurred")

    def _rest(self, more: More) -> Rest:
        when = self._words.day(more.day)
        lane = self._words.label("lane_said", more.lane)
        label = self._words.say("timeline_rest", n=more.count, when=when, lane=lane)
        return Rest(more, self.link(Stretch(more.day, more.day)), label)

    def _pins(self) -> list[Pin]:
        days = [(dt.date.fromisoformat(n.first), dt.date.fromisoformat(n.last)) for n in self.notes]
        apart = max(1, round(self.stretch.days * 24 / PHONE))
        rows = rows_of(
            ((max(a, self.stretch.first).toordinal(), b.toordinal()) for a, b in days),
            lambda end, first: first >= end + apart,
        )
        return [
            Pin(n, first, last, row, f"#note-{note.number}", f"{n}. {self.days_of(note)} – {note.text}")
            for n, (note, (first, last), row) in enumerate(zip(self.notes, days, rows, strict=True), 1)
        ]

    def _tick(self, tick: Tick, n: int) -> str:
        if tick.shows == "year":
            return str(tick.day.year)
        months = get_month_names("abbreviated", locale=self._frame.language)
        month, first = months[tick.day.month], n == 0 or tick.day.month == 1
        if tick.shows == "month":
            return f"{month} {tick.day.year}" if first else month
        if n == 0 or tick.day.day <= 7:
            return f"{tick.day.day} {month}"
        return str(tick.day.day)
