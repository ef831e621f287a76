"""The relation of two countries in words of one language: what its page, its picture and its PDF show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Literal
from urllib.parse import urlencode

import msgspec

from faleme.assess.relation import Point, StrandOf, WayOf
from faleme.assess.relation_look import RelationLook
from faleme.assess.relation_record import RecordAct
from faleme.desk.views import Describer
from faleme.records.time import Period
from faleme.store.base import Source
from faleme.words.wording import NO_BREAK, DeskLanguage, as_day, wording

PAGE = "/relation"
STRANDS: tuple[StrandOf, ...] = ("defence", "diplomacy", "economy")
MOST_SOURCES, MOST_ROWS = 3, 60
Part = Literal["visits", "acts"]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A series of any kind for the picture: points are days and values."""

    name: str
    unit: str
    points: Sequence[tuple[dt.date, float]]


class ActRow(msgspec.Struct, frozen=True, kw_only=True):
    """An act of the record as tables show it."""

    when: str
    kind: str
    way: str
    strand: str
    who: str
    whom: str
    where: str
    about: str
    incident: str
    planned: bool
    sources: tuple[Source, ...]
    more: int
    marking: str


class FigureRow(msgspec.Struct, frozen=True, kw_only=True):
    """A month of the table of figures: cells in the order of its columns."""

    month: str
    name: str
    cells: tuple[str, ...]


class RelationView:
    """A look in words; `sources` are the articles that may be named, by id."""

    def __init__(
        self,
        look: RelationLook,
        describe: Describer,
        sources: Mapping[str, Source],
        trade: Sequence[Line] = (),
    ) -> None:
        self.look, self._describe, self._sources, self.lines = look, describe, sources, trade
        self.words = describe.words
        self._rows: dict[tuple[str, ...], ActRow] = {}
        naming = describe.writer.naming
        self.one, self.other = naming.country(look.one), naming.country(look.other)

    @property
    def title(self) -> str:
        return self.words.say("relation_title", one=self.one, other=self.other)

    @property
    def stretch(self) -> dict[str, str]:
        """Both ends, as sentences have them."""
        return {"since": self.month(self.look.index.since), "until": self.month(self.look.index.until)}

    def link(self, **more: str) -> str:
        """The address of the page with the same pair and stretch."""
        asked = {"pair": f"{self.look.one}-{self.look.other}", "since": self.look.index.since}
        return f"{PAGE}?{urlencode(asked | {'until': self.look.until.isoformat()} | more)}"

    def month(self, month: str) -> str:
        """'février 2025'."""
        first = dt.date.fromisoformat(f"{month}-01")
        return self.words.day(first).partition(NO_BREAK)[2]

    def strand(self, strand: str) -> str:
        return self.words.label("relation_strand", strand)

    def number(self, value: float | None) -> str:
        return "–" if value is None else _number(self.words.language, round(value, 1))

    def incidents(self, count: int) -> str:
        return self.words.say("relation_n", n=count)

    def facts(self) -> list[tuple[str, str, str]]:
        """Name, sum and what it is made of, by strand."""
        found = []
        for strand in STRANDS:
            series = self.look.index.of(strand)
            mean = series.total / series.count if series.count else None
            told = self.incidents(series.count)
            if mean is not None:
                told += f", {self.words.say('relation_mean').lower()} {self.number(mean)}"
            found.append((self.strand(strand), self.number(series.total), told))
        return found

    @cached_property
    def months(self) -> list[str]:
        return [point.month for point in self.look.index.of("all").points]

    def trade(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """Name, unit, and days with values of each line of trade, whether it is drawn or not."""
        return [
            (
                line.name,
                line.unit,
                [(self.words.day(day), self.words.number(value)) for day, value in line.points],
            )
            for line in self.lines
        ]

    def keys(self) -> list[tuple[str, bool, str]]:
        """The signs of the picture: quad class, whether hollow, what it stands for."""
        say = self.words.say
        return [
            ("verbal-cooperation", False, say("relation_key_talk")),
            ("material-cooperation", False, say("relation_key_deed")),
            ("material-conflict", True, say("relation_key_aside")),
        ]

    def turns(self) -> list[tuple[str, bool, tuple[str, ...], tuple[str, ...]]]:
        """What a turn is, whether to the better, and the ids of its reasons."""
        return [
            (
                self.words.say(
                    "relation_turn", strand=self.strand(turn.strand), month=self.month(turn.month),
                    before=self.number(turn.before), after=self.number(turn.after),
                ),
                turn.better, turn.made, turn.missing,
            )
            for turn in self.look.turns
        ]  # fmt: skip

    def rows(self, part: Part) -> list[ActRow]:
        """The acts of one table of the record, the latest of them."""
        acts = [act for act in self.look.record if (act.kind == "visit") == (part == "visits")]
        return [self.row(act) for act in acts[-MOST_ROWS:]]

    def left_out(self) -> int:
        """How many acts of the record no table has."""
        visits = sum(act.kind == "visit" for act in self.look.record)
        rest = len(self.look.record) - visits
        return self.look.left_out + max(0, visits - MOST_ROWS) + max(0, rest - MOST_ROWS)

    def row(self, act: RecordAct) -> ActRow:
        """An act in words, worked out once."""
        if act.incidents not in self._rows:
            self._rows[act.incidents] = self._row(act)
        return self._rows[act.incidents]

    def _row(self, act: RecordAct) -> ActRow:
        words = self.words
        sources = [self._sources[each] for each in act.articles if each in self._sources]
        guest = self.other if act.way == "back" else self.one
        host = self.one if act.way == "back" else self.other
        level = words.label("relation_level", act.level) if act.level else ""
        named = ", ".join(act.who) or (words.say("relation_not_named") if act.kind == "visit" else "")
        body = words.label("relation_body", act.body) if act.body else ""
        return ActRow(
            when=self._when(act), kind=self._kind(act), way=self._way(act, guest, host, body),
            strand=self.strand(act.strand), who=f"{named} ({level})" if level and named else named,
            whom=", ".join((*act.whom, *([body] if body and act.kind != "membership" else []))),
            where=self._where(act), about=", ".join(words.label("relation_topic", t) for t in act.topics),
            incident=act.incidents[0], planned=act.status == "planned",
            sources=tuple(sources[:MOST_SOURCES]), more=max(0, len(sources) - MOST_SOURCES),
            marking=act.marking,
        )  # fmt: skip

    def _when(self, act: RecordAct) -> str:
        if act.when and (act.when.from_ or act.when.to):
            first, last = as_day(act.when.from_), as_day(act.when.to)
            if first and last and first != last:
                return self.words.period(Period(act.when.from_, act.when.to))
            return self.words.day(act.when.from_ or act.when.to)
        if act.reported:
            return self.words.say("undated_reported", day=self.words.day(act.reported))
        return self.words.say("relation_undated")

    def _kind(self, act: RecordAct) -> str:
        if act.kind == "membership":
            return self._describe.writer.acts.of(act.type, act.mode).name
        return self.words.label("relation_kind", act.kind)

    def _way(self, act: RecordAct, guest: str, host: str, body: str) -> str:
        if act.kind == "membership":
            return f"{guest} – {body}"
        if act.way == "together":
            return f"{self.one} – {self.other}"
        return f"{guest} → {host}"

    def _where(self, act: RecordAct) -> str:
        place = act.place
        if place is None:
            return ""
        country = self._describe.writer.naming.country(place.country)
        return country if place.level == "country" else f"{place.name} ({country})"

    def tempo(self) -> list[tuple[str, int, int]]:
        return [
            (
                self.words.say("relation_quarter_of", q=each.quarter[-1], year=each.quarter[:4]),
                each.there,
                each.back,
            )
            for each in self.look.visits.tempo
        ]

    def levels(self) -> list[tuple[str, int, int]]:
        none = self.words.say("relation_level_none")
        return [
            (self.words.label("relation_level", level) if level else none, there, back)
            for level, (there, back) in self.look.visits.levels.items()
        ]

    def pairs(self) -> list[tuple[int, str, str, bool, tuple[str, ...]]]:
        """Rank, address, names, whether it is this pair, and cells: count, sum, mean, sums by strand."""
        naming, found = self._describe.writer.naming, []
        for each in self.look.pairs:
            mine = {each.one, each.other} == {self.look.one, self.look.other}
            first, second = (each.other, each.one) if each.other == self.look.one else (each.one, each.other)
            cells = (
                self.words.number(each.count), self.number(each.total),
                self.number(each.mean if each.count else None),
                *(self.number(each.by_strand.get(strand, (0, 0.0))[1]) for strand in STRANDS),
            )  # fmt: skip
            href = self.link(pair=f"{first}-{second}")
            found.append(
                (each.rank, href, f"{naming.country(first)} – {naming.country(second)}", mine, cells)
            )
        return found

    def columns(self) -> list[tuple[str, tuple[str, ...]]]:
        """Heads of the table of figures, each with those of its own columns."""
        say = self.words.say
        ways = [
            say("relation_there", one=self.one, other=self.other),
            say("relation_there", one=self.other, other=self.one),
            say("relation_together"),
        ]
        strands = [self.strand(each) for each in (*STRANDS, "other", "all")]
        count, total = say("relation_count"), say("relation_sum")
        whole = (count, total, say("relation_interval"), say("relation_mean"))
        return [*((name, whole) for name in strands), *((name, (count, total)) for name in ways)]

    def figures(self) -> list[FigureRow]:
        """Every month that has an article or an incident, the latest first."""
        index, rows = self.look.index, []
        ways: tuple[WayOf, ...] = ("there", "back", "together")
        for at, point in enumerate(index.of("all").points):
            if not point.count and not point.read:
                continue
            read = "–" if point.read is None else self.words.number(point.read)
            cells = [read, self.number(point.per_1000)]
            for strand in (*STRANDS, "other", "all"):
                cells += self._cells(index.of(strand).points[at])
            for way in ways:
                cells += self._cells(index.of("all", way).points[at])[:2]
            rows.append(FigureRow(month=point.month, name=self.month(point.month), cells=tuple(cells)))
        return rows[::-1]

    def _cells(self, point: Point) -> list[str]:
        """Count, sum, interval and mean; of a month without any the count alone."""
        if not point.count:
            return ["0", "", "", ""]
        ends = f"{self.number(point.low)}{NO_BREAK}… {self.number(point.high)}"
        return [str(point.count), self.number(point.total), ends, self.number(point.mean)]


@lru_cache(maxsize=8192)
def _number(language: DeskLanguage, value: float) -> str:
    """A number as a table has it: the words of numbers take their time, and there are many of them."""
    return wording(language).number(value).replace("-", "\N{MINUS SIGN}")
