"""Clusters: the mean decides, what is surely apart stays apart, whatever the order."""

from __future__ import annotations

from faleme.link.clusters import clusters, two_happenings
from faleme.link.incidents import link
from tests.made import DIBOLI, KAYES, day, report


def test_a_loose_link_does_not_chain_two_happenings() -> None:
    reports = [report(f"e{n}", f"a{n}") for n in range(4)]
    scores = {(0, 1): 4.0, (2, 3): 4.0, (1, 2): 0.5, (0, 2): -2.0, (1, 3): -2.0, (0, 3): -2.0}
    assert clusters(reports, scores) == [[0, 1], [2, 3]]


def test_one_sure_difference_bars_a_cluster_for_good() -> None:
    reports = [report(f"e{n}", f"a{n}") for n in range(3)]
    assert clusters(reports, {(0, 1): 6.0, (1, 2): 5.0, (0, 2): -5.0}) == [[0, 1], [2]]


def test_one_articles_events_at_two_places_or_days_are_never_one() -> None:
    here, there = report("e1", "a1", place=DIBOLI), report("e2", "a1", place=KAYES)
    assert two_happenings(here, there)
    assert two_happenings(report("e1", "a1"), report("e2", "a1", time=day("2025-07-04")))
    assert clusters([here, there, report("e3", "a2")], {(0, 2): 5.0, (1, 2): 4.0}) == [[0, 2], [1]]


def test_an_article_that_tells_one_event_twice_does_not_make_two_incidents_of_another_report() -> None:
    twice = [report("e1", "a1"), report("e2", "a1"), report("e3", "a2"), report("e4", "a3")]
    assert len(link(twice)) == 1


def test_what_may_be_the_same_is_named_for_a_person_to_decide() -> None:
    first, other = link(
        [report("e1", "a1"), report("e2", "a2", published="2025-07-03", time=None, actors=())]
    )
    assert first.undecided == (other.id,)
    assert other.undecided == (first.id,)


def test_reports_elsewhere_change_nothing() -> None:
    near = [report("e1", "a1"), report("e2", "a2")]
    far = [report("e3", "a3", place=KAYES), report("e4", "a4", place=KAYES, time=day("2025-09-09"))]
    assert set(link(near)) <= set(link([*near, *far]))
