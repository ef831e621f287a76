"""One happening, many reports: what is linked, what is kept apart, and why."""

from __future__ import annotations

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.link.incidents import link
from faleme.records.event import EventPlace
from tests.made import DIBOLI, KAYES, KIDIRA, day, dead, report


def test_two_outlets_on_the_same_attack_are_one_incident_with_reasons() -> None:
    (incident,) = link([report("e1", "a1"), report("e2", "a2", "2025-07-04")])
    assert [member.article for member in incident.members] == ["a1", "a2"]
    assert "same type ASSAULT" in incident.reasons[0]


def test_conflicting_tolls_stand_side_by_side() -> None:
    (incident,) = link(
        [
            report("e1", "a1", fatalities=dead(7, 7)),
            report("e2", "a2", fatalities=dead(15, None)),
            report("e3", "a3"),
        ]
    )
    assert [(claim.article, claim.fatalities.min, claim.fatalities.max) for claim in incident.claims] == [
        ("a1", 7, 7),
        ("a2", 15, None),
    ]


def test_two_ambushes_fifty_km_or_two_days_apart_stay_two() -> None:
    assert len(link([report("e1", "a1", place=DIBOLI), report("e2", "a2", place=KAYES)])) == 2
    assert len(link([report("e1", "a1"), report("e2", "a2", time=day("2025-07-03"))])) == 2


def test_a_late_report_joins_by_the_day_that_it_tells() -> None:
    assert len(link([report("e1", "a1"), report("e2", "a2", published="2025-07-09")])) == 1


def test_an_undated_report_joins_by_its_publication_only_within_days() -> None:
    assert len(link([report("e1", "a1"), report("e2", "a2", published="2025-07-03", time=None)])) == 1
    assert len(link([report("e1", "a1"), report("e2", "a2", published="2025-07-20", time=None)])) == 2


def test_without_a_place_nothing_is_merged() -> None:
    assert len(link([report("e1", "a1", place=None), report("e2", "a2", place=None)])) == 2


def test_two_events_of_one_article_are_two_happenings() -> None:
    assert len(link([report("e1", "a1"), report("e2", "a1")])) == 2


def test_planned_and_occurred_are_not_one() -> None:
    assert len(link([report("e1", "a1"), report("e2", "a2", status="planned")])) == 2


def test_other_actors_at_the_same_place_and_day_are_not_one() -> None:
    visits = [
        report("e1", "a1", type="CONSULT", actors=("SEN:GOV",)),
        report("e2", "a2", type="CONSULT", actors=("FRA:GOV",)),
    ]
    assert len(link(visits)) == 2


def test_the_strictest_marking_wins() -> None:
    (incident,) = link([report("e1", "a1"), report("e2", "a2", marking="AMBER+STRICT")])
    assert incident.marking == "AMBER+STRICT"


PLACES = (
    DIBOLI,
    KIDIRA,
    KAYES,
    None,
    EventPlace(name="Mali", country="MLI", lat=None, lon=None, level="country"),
)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(PLACES), st.integers(1, 9), st.integers(0, 5)), max_size=8),
    st.randoms(),
)
def test_the_order_of_reports_does_not_matter(told, random) -> None:  # type: ignore[no-untyped-def]
    reports = [
        report(f"e{n}", f"a{article}", f"2025-07-0{number}", place=place, time=day(f"2025-07-0{number}"))
        for n, (place, number, article) in enumerate(told)
    ]
    expected = link(reports)
    random.shuffle(reports)
    assert link(reports) == expected
    assert len(list(itertools.chain.from_iterable(i.members for i in expected))) == len(reports)
