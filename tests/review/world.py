"""A small world for tests of review: reports, what the linker makes of them, and judgements on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from faleme.link.incidents import Report, link
from faleme.records.incident import Incident
from faleme.records.judgement import Act, Judgement
from faleme.review import decide
from faleme.review.apply import Applied, apply

AT = "2026-02-01T08:00:00+00:00"


class World:
    """Reports and the judgements given so far; `shown` is what everyone sees now."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self.reports = {each.event.id: each for each in reports}
        self.judgements: list[Judgement] = []

    @property
    def machine(self) -> tuple[Incident, ...]:
        return link(self.reports.values())

    def applied(self) -> Applied:
        return apply(self.machine, self.judgements, self.reports)

    def shown(self) -> tuple[Incident, ...]:
        return self.applied().incidents

    def of(self, event: str) -> Incident:
        return next(each for each in self.shown() if event in {m.event for m in each.members})

    def parts(self) -> set[frozenset[str]]:
        """Which reports are together."""
        return {frozenset(m.event for m in each.members) for each in self.shown()}

    def judge(self, event: str, act: Act, **given: Any) -> int:
        return self._keep(
            decide.judged(self.of(event), act, reports=self.reports, **({"who": "awa", "at": AT} | given))
        )

    def merge(self, *events: str) -> int:
        found = [self.of(event) for event in events]
        return self._keep(decide.merged(found, reports=self.reports, who="awa", at=AT))

    def split(self, event: str, out: Sequence[str]) -> int:
        return self._keep(decide.split(self.of(event), out, reports=self.reports, who="awa", at=AT))

    def undo(self, number: int) -> int:
        return self._keep(decide.undone(number, self.judgements, who="awa", at=AT))

    def read_again(self, report: Report, *, instead_of: str) -> None:
        """An article was read anew: this report stands where another one stood."""
        del self.reports[instead_of]
        self.reports[report.event.id] = report

    def _keep(self, judgement: Judgement) -> int:
        number = len(self.judgements) + 1
        self.judgements.append(msgspec.structs.replace(judgement, number=number))
        return number
