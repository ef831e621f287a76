"""Surges on seeded histories of weekly counts, a Poisson CUSUM that knows both rates beside ours.

200 histories of each pair of rates: 130 weeks at the first (the first 26 only learnt from), 52 at the second.
False alarms are counted a year before the break; the delay is in weeks, 1 the first week after the break.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from faleme.assess.surges import surges

HISTORIES, BEFORE, WARM, AFTER = 200, 130, 26, 52
CASES = ((0.3, 1.0, 6), (1.0, 3.0, 4), (1.0, 5.0, 2), (2.0, 4.0, 5))
"""Rates before and after, and the bar on the median delay."""


def cusum(before: float, after: float, line: float) -> Callable[[Sequence[int]], list[int]]:
    """Weeks of alarm of a Poisson CUSUM for a rise between two rates that it is told (Lucas 1985)."""
    reference = (after - before) / math.log(after / before)

    def alarms(counts: Sequence[int]) -> list[int]:
        held, found = 0.0, []
        for week, count in enumerate(counts):
            held = max(0.0, held + count - reference)
            if held > line:
                found.append(week)
                held = 0.0
        return found

    return alarms


def ours(counts: Sequence[int]) -> list[int]:
    return [surge.start for surge in surges(counts)]


def tried(alarms: Callable[[Sequence[int]], list[int]], before: float, after: float) -> tuple[float, float]:
    """False alarms a year and the median delay in weeks."""
    random = np.random.default_rng(20260101)
    false, delays = 0, []
    for _ in range(HISTORIES):
        told = [*random.poisson(before, BEFORE).tolist(), *random.poisson(after, AFTER).tolist()]
        found = [week for week in alarms(told) if week >= WARM]
        false += sum(week < BEFORE for week in found)
        late = [week for week in found if week >= BEFORE]
        delays.append(late[0] - BEFORE + 1 if late else math.inf)
    return false / (HISTORIES * (BEFORE - WARM) / 52), float(np.median(delays))


def equal_line(before: float, after: float) -> float:
    """The lowest line of the CUSUM that gives no more than one false alarm a year."""
    line = 0.5
    while tried(cusum(before, after, line), before, after)[0] > 1.0:
        line += 0.25
    return line


def main() -> None:
    print(f"{HISTORIES} histories each; false alarms a year, median delay in weeks (bar)")
    for before, after, bar in CASES:
        false, delay = tried(ours, before, after)
        line = equal_line(before, after)
        other_false, other_delay = tried(cusum(before, after, line), before, after)
        print(
            f"{before:g} to {after:g} a week: ours {false:.2f} (1), {delay:g} ({bar}); "
            f"CUSUM told both rates {other_false:.2f}, {other_delay:g}"
        )


if __name__ == "__main__":
    main()
