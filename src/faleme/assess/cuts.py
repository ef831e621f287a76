"""Where the level of a series changes: the stretches that cost least together, exact.

A stretch costs the squares around its mean, plus a price; PELT (Killick et al. 2012) finds the same.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt


def cuts(values: npt.NDArray[np.float64], price: float, least_long: int) -> list[int]:
    """The ends of the stretches, the last that of the series, by the best cut of each beginning.

    `values` have a variance of 1 by chance alone; `price` is what a further stretch costs, `least_long` how
    many values one has.
    """
    size = len(values)
    sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (values, values**2))
    least = np.full(size + 1, np.inf)
    least[0] = -price
    before = np.zeros(size + 1, dtype=np.int64)
    for end in range(least_long, size + 1):
        begin = np.arange(end - least_long + 1)
        spread = squares[end] - squares[begin] - (sums[end] - sums[begin]) ** 2 / (end - begin)
        cost = least[begin] + spread + price
        before[end] = np.argmin(cost)
        least[end] = cost[before[end]]
    ends = [size]
    while before[ends[0]] > 0:
        ends.insert(0, int(before[ends[0]]))
    return ends
