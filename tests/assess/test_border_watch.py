"""The watch of the border: segments, bands, the nearest, the front, surges and levels with their reasons."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from faleme.assess.border import load_border
from faleme.assess.border_watch import levels, watch_border
from faleme.assess.happenings import Happenings, day_number, happenings, monday_of, week_of
from tests.made import incident

AS_OF = dt.date(2025, 7, 6)  # a Sunday
DIBOLI, KENIEBA_LINE, KAYES = (14.45511, -12.19945), (12.84, -11.39), (14.44693, -11.44448)


def told(*rows: tuple[str, dt.date, tuple[float, float], int]) -> Happenings:
    """Threats at points."""
    border = load_border()
    ordered = sorted(rows, key=lambda row: (row[1], row[0]))
    return Happenings(
        id=np.array([row[0] for row in ordered], dtype=object),
        day=np.array([day_number(row[1]) for row in ordered], dtype=np.int64),
        told=np.array([day_number(row[1]) for row in ordered], dtype=np.int64),
        lat=np.array([row[2][0] for row in ordered], dtype=float),
        lon=np.array([row[2][1] for row in ordered], dtype=float),
        radius_km=np.ones(len(ordered)),
        border_km=np.array([border.distance_km(*row[2]) for row in ordered], dtype=float),
        dead=np.array([row[3] for row in ordered], dtype=np.int64),
        threat=np.ones(len(ordered), dtype=bool),
        rule=np.full(len(ordered), -1),
    )


def ago(days: int) -> dt.date:
    return AS_OF - dt.timedelta(days=days)


def test_an_attack_at_diboli_is_of_its_segment_within_every_band() -> None:
    found = watch_border(told(("a", ago(5), DIBOLI, 3)), AS_OF)
    here = {(each.segment, each.band_km): sum(each.counts) for each in found.segments}
    assert here["kidira-diboli", 10.0] == here["kidira-diboli", 50.0] == 1
    assert sum(here.values()) == 3
    assert found.segments[3].dead[-1] == 3 and found.segments[3].counts[-1] == 1
    assert found.nearest is not None and found.nearest.incident == "a"
    assert found.nearest.km == pytest.approx(0.308, rel=0.02)


def test_kayes_is_beyond_every_band() -> None:
    found = watch_border(told(("a", ago(5), KAYES, 0)), AS_OF)
    assert sum(sum(each.counts) for each in (*found.segments, *found.whole)) == 0
    assert found.nearest is not None and found.nearest.km == pytest.approx(64.1, rel=0.02)


def test_what_comes_after_the_day_is_not_known_on_it() -> None:
    rows = told(("a", ago(5), DIBOLI, 3), ("b", ago(-2), DIBOLI, 9))
    assert watch_border(rows, AS_OF) == watch_border(told(("a", ago(5), DIBOLI, 3)), AS_OF)


def test_a_surge_names_the_incidents_behind_it() -> None:
    quiet = [(f"q{n}", ago(150 + 70 * n), DIBOLI, 0) for n in range(6)]
    burst = [(f"b{n}", ago(n), DIBOLI, 1) for n in range(5)]
    found = next(
        each for each in watch_border(told(*quiet, *burst), AS_OF).segments
        if each.segment == "kidira-diboli" and each.band_km == 10.0
    )  # fmt: skip
    assert found.open_surge is not None and found.open_surge.excess.counted >= 5
    assert found.surge_incidents[:5] == ("b0", "b1", "b2", "b3", "b4")


def test_weeks_before_anything_was_read_are_no_quiet_weeks() -> None:
    burst = told(*((f"b{n}", ago(n), DIBOLI, 1) for n in range(5)))
    whole = watch_border(burst, AS_OF).segments[3]
    late = watch_border(burst, AS_OF, read_since=ago(70)).segments[3]
    assert whole.open_surge is not None and whole.expected == 0
    assert late.open_surge is None and late.expected is None and len(late.counts) == 11


def test_one_after_a_long_quiet_is_no_surge() -> None:
    assert watch_border(told(("a", ago(2), DIBOLI, 0)), AS_OF).segments[3].open_surge is None


def test_the_front_comes_nearer() -> None:
    far = [(f"f{n}", ago(30 + n), (14.45, -10.9), 0) for n in range(9)]
    near = [(f"n{n}", ago(n), (14.45, -11.9), 0) for n in range(9)]
    moved = watch_border(told(*far, *near), AS_OF).front
    assert moved.moves == "nearer" and moved.now_km is not None and moved.before_km is not None
    assert moved.before_km - moved.now_km > 80
    assert watch_border(told(*near), AS_OF).front.moves is None


def test_levels_find_a_lasting_change() -> None:
    found = levels([0, 1, 0, 0, 1, 0] * 6 + [4, 5, 3, 6, 4, 5] * 4, dt.date(2024, 1, 1))
    assert [level.mean for level in found] == pytest.approx([0.33, 4.5], abs=0.1)
    assert found[1].start == dt.date(2024, 1, 1) + dt.timedelta(weeks=36)
    assert len(levels([1, 0, 1, 1, 0] * 12, dt.date(2024, 1, 1))) == 1


def test_weeks_begin_on_monday() -> None:
    week = int(week_of(np.array([day_number("2025-07-06")]))[0])
    assert monday_of(week) == dt.date(2025, 6, 30)


def test_only_what_happened_counts_and_a_country_has_no_point() -> None:
    rows = happenings([
        incident("attack", mode="firearms"), incident("planned", status="planned"),
        incident("rejected", verdict="rejected"), incident("police", mode="crowd-control"),
        incident("visit", type="CONSULT", mode="visit", place=None),
    ])  # fmt: skip
    by_id = dict(zip(rows.id.tolist(), rows.threat.tolist(), strict=True))
    assert by_id == {"attack": True, "visit": False, "police": False}
    assert np.isnan(rows.lat[rows.id == "visit"]).all()


def test_levels_are_the_cheapest_cut_there_is() -> None:
    rng = np.random.default_rng(2)
    for _ in range(20):
        counts = rng.poisson(np.repeat(rng.choice([0.3, 2.0, 6.0], 3), 11)).tolist()
        even = 2 * np.sqrt(np.array(counts) + 3 / 8)
        cuts = [()] + [(a,) for a in range(8, 26)] + [(a, b) for a in range(8, 18) for b in range(a + 8, 26)]
        cuts += [(a, b, c) for a in range(8, 10) for b in range(a + 8, 18) for c in range(b + 8, 26)]

        def cost(cut: tuple[int, ...], values: np.ndarray = even) -> float:  # type: ignore[type-arg]
            parts = np.split(values, cut)
            return sum(float(((p - p.mean()) ** 2).sum()) for p in parts) + 2 * np.log(33) * len(parts)

        found = levels(counts, dt.date(2024, 1, 1))
        starts = tuple((level.start - dt.date(2024, 1, 1)).days // 7 for level in found[1:])
        assert not any(counts) or cost(starts) == pytest.approx(min(map(cost, cuts)))
