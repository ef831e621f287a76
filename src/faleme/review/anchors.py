"""Anchors: how a judgement names reports, and how they are found again when an article was read anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from faleme.link.incidents import Report
from faleme.records.judgement import Anchor


def anchor_of(report: Report) -> Anchor:
    """The report as a judgement names it."""
    span = report.event.evidence[0]
    return Anchor(report.event.id, report.article, span.start, span.end, report.event.type)


class Anchorage:
    """The reports that are there, and which of them an anchor means.

    An event's id holds its type, place and words, so a better reading of the same article may change it. An
    anchor whose id is gone means the one report of its article that stands on the same sentence and has the
    same type, else the one that stands on the same sentence. Where there are two, it means none: a judgement
    is never moved by guess.
    """

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self._reports = reports
        self._by_article: dict[str, list[Report]] = defaultdict(list)
        for report in reports.values():
            self._by_article[report.article].append(report)

    def event(self, anchor: Anchor) -> str | None:
        """The id of the event that an anchor means now, None when it has vanished."""
        if anchor.event in self._reports:
            return anchor.event
        there = [
            report
            for report in self._by_article.get(anchor.article, ())
            if any((s.start, s.end) == (anchor.start, anchor.end) for s in report.event.evidence)
        ]
        alike = [report for report in there if report.event.type == anchor.type] or there
        return alike[0].event.id if len(alike) == 1 else None

    def events(self, anchors: Iterable[Anchor]) -> tuple[str, ...]:
        """The events of those anchors that are there, in their order, each once."""
        found = (self.event(anchor) for anchor in anchors)
        return tuple(dict.fromkeys(event for event in found if event is not None))
