"""The index of two countries: by month, strand and way, with sums that add up, and turns with reasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.assess.dealings import Dealings, dealings
from faleme.assess.relation import STRANDS, WAYS, RelationIndex, interval, months_between, relation_index
from faleme.assess.relation_look import months_back, pair_named
from faleme.assess.relation_pairs import beside
from faleme.assess.relation_turns import turns
from faleme.errors import InputError
from faleme.link.incidents import link
from faleme.link.traits import Report
from faleme.records.incident import Incident
from faleme.records.quad import QUAD_OF
from faleme.records.relation import PairSum
from tests.made import day, incident, report

SINCE, UNTIL = dt.date(2024, 1, 1), dt.date(2025, 12, 31)
WHO = {
    "there": (("SEN:GOV",), ("MLI:GOV",)),
    "back": (("MLI:GOV",), ("SEN:GOV",)),
    "together": (("MLI:GOV", "SEN:GOV"), ()),
}


def told(number: int, kind: str, on: str, way: str = "there", **given: Any) -> Incident:
    actors, recipients = WHO[way]
    return incident(
        f"i{number}", type=kind, actors=actors, recipients=recipients, place=None, time=day(on),
        strand=given.pop("strand", "diplomacy"), **given,
    )  # fmt: skip


def index(*incidents: Incident, read: dict[str, int] | None = None) -> RelationIndex:
    return relation_index(dealings(incidents, "SEN", "MLI"), "SEN", "MLI", SINCE, UNTIL, read)


Rows = list[tuple[str, dt.date, str, str]]
KINDS = sorted(QUAD_OF)
HAPPENINGS = st.lists(
    st.tuples(
        st.sampled_from(KINDS),
        st.dates(SINCE, UNTIL),
        st.sampled_from(sorted(WHO)),
        st.sampled_from(STRANDS[1:]),
    ),
    max_size=12,
)


def made(rows: Rows) -> list[Incident]:
    return [
        told(n, kind, on.isoformat(), way, strand=strand) for n, (kind, on, way, strand) in enumerate(rows)
    ]


def test_a_month_has_its_sum_mean_count_rate_and_incidents() -> None:
    found = index(
        told(1, "COOPERATE", "2025-02-20", "together"), told(2, "CONSULT", "2025-02-03", mode="visit"),
        told(3, "ACCUSE", "2025-03-01"), read={"2025-02": 50},
    )  # fmt: skip
    point = next(each for each in found.of("all").points if each.month == "2025-02")
    assert (point.count, point.total, point.mean, point.per_1000) == (2, 13.5, 6.75, 270.0)
    assert set(point.incidents) == {"i1", "i2"} and point.low <= point.total <= point.high
    assert found.of("all", "there").total == 1.0 and found.of("all", "together").total == 9.5
    quiet = next(each for each in found.of("all").points if each.month == "2025-04")
    assert (quiet.count, quiet.mean, quiet.read, quiet.per_1000) == (0, None, 0, None)


def test_what_goes_the_other_way_is_turned_with_the_pair() -> None:
    blamed = told(1, "ACCUSE", "2025-03-01", "back")
    turned = relation_index(dealings([blamed], "MLI", "SEN"), "MLI", "SEN", SINCE, UNTIL)
    assert index(blamed).of("all", "back").count == 1 == turned.of("all", "there").count


def test_what_has_no_day_is_in_no_month() -> None:
    nobody_knows = incident(
        "i1", type="SUPPORT", actors=("SEN:GOV",), recipients=("MLI:GOV",), place=None, time=None,
        first_published=None,
    )  # fmt: skip
    found = index(nobody_knows)
    assert found.undated == ("i1",) and found.of("all").count == 0


@given(HAPPENINGS)
@settings(max_examples=60, deadline=None)
def test_strands_and_ways_add_up_to_the_whole(rows: Rows) -> None:
    found = index(*made(rows))
    for at, point in enumerate(found.of("all").points):
        strands = [found.of(strand).points[at] for strand in STRANDS[1:]]
        assert point.count == sum(each.count for each in strands)
        assert point.total == pytest.approx(sum(each.total for each in strands))
        assert sorted(point.incidents) == sorted(i for each in strands for i in each.incidents)
        for strand in STRANDS:
            ways = [found.of(strand, way).points[at] for way in WAYS[1:]]
            assert found.of(strand).points[at].count == sum(each.count for each in ways)


@given(HAPPENINGS, st.sampled_from([k for k in KINDS if "cooperation" in QUAD_OF[k]]), st.dates(SINCE, UNTIL))
@settings(max_examples=60, deadline=None)
def test_a_cooperative_incident_never_lowers_a_sum(rows: Rows, kind: str, on: dt.date) -> None:
    before, after = index(*made(rows)), index(*made(rows), told(99, kind, on.isoformat()))
    for old, new in zip(before.series, after.series, strict=True):
        for was, now in zip(old.points, new.points, strict=True):
            assert now.total >= was.total


@given(HAPPENINGS, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_incidents_changes_nothing(rows: Rows, random: Any) -> None:
    incidents = made(rows)
    mixed = random.sample(incidents, len(incidents))
    assert index(*incidents) == index(*mixed)


def reports() -> list[Report]:
    visit = {"type": "CONSULT", "mode": "visit", "actors": ("SEN:GOV",), "recipients": ("MLI:GOV",)}
    return [
        report("e1", "a1", time=day("2025-02-03"), strand="diplomacy", **visit),
        report("e2", "a2", time=day("2025-06-10"), strand="diplomacy", **visit),
        report(
            "e3", "a3", type="ACCUSE", actors=("MLI:GOV",), recipients=("SEN:GOV",), time=day("2025-03-05")
        ),
    ]  # fmt: skip


@given(st.integers(0, 2), st.sampled_from(["a0", "b5", "z9"]))
def test_a_copy_of_a_report_changes_nothing(which: int, article: str) -> None:
    """The same report in one more article, published the same day: the incident is the same one."""
    one = reports()
    copied = Report(one[which].event, article, one[which].published, f"outlet of {article}")
    was, now = index(*link(one)), index(*link([*one, copied]))
    assert [(p.month, p.count, p.total, p.low, p.high) for s in was.series for p in s.points] == [
        (p.month, p.count, p.total, p.low, p.high) for s in now.series for p in s.points
    ]


def test_an_interval_is_that_of_the_scores_alone() -> None:
    assert interval(((4.0, 1),)) == (0.0, 12.0)
    low, high = interval(((4.0, 100),))
    assert 320 <= low < 400 < high <= 480
    assert interval(()) == (0.0, 0.0)


def busy(months: int, quiet: int, kind: str) -> list[Incident]:
    """Two praises a month for a year and a half, then so many incidents of another kind."""
    calm = [
        told(100 * m + n, "CONSULT", f"{2024 + m // 12}-{m % 12 + 1:02}-0{n + 1}")
        for m in range(months)
        for n in range(2)
    ]
    late = [
        told(100 * m + n, kind, f"{2024 + m // 12}-{m % 12 + 1:02}-0{n + 1}")
        for m in range(months, months + quiet)
        for n in range(3)
    ]
    return [*calm, *late]


def test_a_turn_is_found_with_the_incidents_that_made_it() -> None:
    incidents = busy(16, 8, "SANCTION")
    columns = dealings(incidents, "SEN", "MLI")
    score_of = dict(zip(columns.id.tolist(), columns.score.tolist(), strict=True))
    found = turns(index(*incidents).of("all"), score_of)
    assert [turn.month for turn in found] == ["2025-05"] and not found[0].better
    assert found[0].before == 5.0 and found[0].after == -18.0
    assert set(found[0].made) <= {each.id for each in incidents if each.type == "SANCTION"}
    assert found[0].missing


def test_a_steady_relation_does_not_turn_and_unread_months_are_no_quiet_ones() -> None:
    incidents = busy(16, 0, "CONSULT")
    columns = dealings(incidents, "SEN", "MLI")
    score_of = dict(zip(columns.id.tolist(), columns.score.tolist(), strict=True))
    read = dict.fromkeys(months_between(SINCE, dt.date(2025, 4, 30)), 10)
    assert turns(index(*incidents, read=read).of("all"), score_of) == ()
    assert turns(index(*incidents).of("all"), score_of)  # nobody counted: the months after are taken as quiet


def test_other_pairs_stand_beside_by_their_number_of_incidents() -> None:
    sums = [
        PairSum(one="GIN", other="MLI", strand="economy", count=5, total=12.5),
        PairSum(one="MLI", other="SEN", strand="defence", count=2, total=19.0),
        PairSum(one="MLI", other="SEN", strand="diplomacy", count=1, total=-3.0),
    ]
    first, second = beside(sums, ("SEN", "MLI"))
    assert (first.one, first.rank, first.mean) == ("GIN", 1, 2.5)
    assert (second.count, second.total, second.by_strand["diplomacy"]) == (3, 16.0, (1, -3.0))
    assert [each.rank for each in beside(sums, ("SEN", "GMB"))] == [1, 2, 3]


def test_a_pair_is_named_by_two_countries() -> None:
    assert pair_named("sen-mli") == ("SEN", "MLI")
    for wrong in ("SEN", "SEN-SEN", "SEN-XX", "AES-MLI", ""):
        with pytest.raises(InputError):
            pair_named(wrong)


def test_the_stretch_begins_with_a_month() -> None:
    assert months_back(dt.date(2026, 2, 6)) == dt.date(2024, 3, 1)
    assert months_back(dt.date(2025, 12, 31), 1) == dt.date(2025, 12, 1)
    assert months_between(dt.date(2024, 12, 30), dt.date(2025, 2, 1)) == ["2024-12", "2025-01", "2025-02"]


def test_columns_of_nothing_are_columns() -> None:
    none = dealings([], "SEN", "MLI")
    assert isinstance(none, Dealings) and len(none) == 0 and none.score.dtype == np.float64
