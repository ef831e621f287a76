"""The watch of a corridor: what an incident does to a segment, how it fades, what ends it."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

from faleme.assess.corridor_evidence import STATES, CorridorEvidence
from faleme.assess.corridor_watch import CorridorState, SegmentState, watch_corridor
from faleme.assess.corridors import load_corridors
from faleme.assess.happenings import happenings, monday_of, week_of
from faleme.records.event import EventPlace
from faleme.records.incident import Incident
from tests.made import DIBOLI, KAYES, KIDIRA, day, incident

ROAD = next(each for each in load_corridors() if each.id == "road-dakar-bamako")
ATTACK = incident("attack", mode="firearms", time=day("2025-07-01"))
BLOCKADE = incident(
    "blockade", type="COERCE", mode="restrict", tags=("fuel", "road"), place=KAYES, time=day("2025-07-03")
)


def on(iso: str, *incidents: Incident, read: dict[str, int] | None = None) -> CorridorState:
    return watch_corridor(ROAD, incidents, dt.date.fromisoformat(iso), read=read)


def segment(state: CorridorState, name: str) -> SegmentState:
    return next(each for each in state.segments if each.segment == name)


def test_an_attack_at_diboli_disrupts_both_segments_that_meet_there() -> None:
    state = on("2025-07-01", ATTACK)
    disrupted = [each.segment for each in state.segments if each.state == "disrupted"]
    assert disrupted == ["Kidira–Diboli", "Diboli–Kayes"]
    told = segment(state, "Diboli–Kayes").evidence[0]
    assert (told.incident, told.rule, told.left, told.until) == (
        "attack", "attack-beside", 1.0, dt.date(2025, 7, 21),
    )  # fmt: skip
    assert state.state == "disrupted" and state.marking == "AMBER+STRICT"


def test_nothing_is_known_before_it_happened() -> None:
    assert {each.state for each in on("2025-06-30", ATTACK).segments} == {"unknown"}


def test_it_fades() -> None:
    assert segment(on("2025-07-11", ATTACK), "Diboli–Kayes").evidence[0].left == 0.5
    after = segment(on("2025-07-22", ATTACK, read={"Diboli–Kayes": 3}), "Diboli–Kayes")
    assert (after.state, after.evidence) == ("open", ())
    before = segment(on("2025-07-02", ATTACK, read={"Diboli–Kayes": 3}), "Diboli–Kayes")
    assert (before.eases_on, before.eases_to) == (dt.date(2025, 7, 22), "open")


def test_open_only_where_the_press_tells_of_the_segment() -> None:
    state = on("2025-07-01", read={"Diboli–Kayes": 2})
    assert segment(state, "Diboli–Kayes").state == "open"
    assert segment(state, "Kayes–Sandaré").state == "unknown"


def test_a_blockade_blocks_until_a_convoy_comes_through_and_a_reopening_ends_it() -> None:
    through = incident(
        "through", type="MOBILIZE", mode="troops", tags=("convoy", "fuel"), place=KAYES,
        time=day("2025-07-08"),
    )  # fmt: skip
    reopened = incident(
        "reopened", type="RETREAT", mode="access", tags=("road",), place=KAYES, time=day("2025-07-10")
    )
    assert segment(on("2025-07-05", BLOCKADE), "Diboli–Kayes").state == "blocked"
    passed = segment(on("2025-07-09", BLOCKADE, through), "Diboli–Kayes")
    assert passed.state == "disrupted"
    assert [each.incident for each in passed.ended] == ["blockade"]
    free = segment(on("2025-07-11", BLOCKADE, through, reopened), "Diboli–Kayes")
    assert free.state == "open"
    assert {each.incident for each in free.ended} == {"blockade", "through"}


def test_a_reopening_that_has_faded_does_not_bring_the_blockade_back() -> None:
    reopened = incident(
        "reopened", type="RETREAT", mode="access", tags=("road",), place=KAYES, time=day("2025-07-05")
    )
    with_, without = on("2025-08-10", BLOCKADE, reopened), on("2025-08-10", BLOCKADE)
    assert segment(without, "Diboli–Kayes").state == "blocked"
    assert segment(with_, "Diboli–Kayes").state == "unknown"


def test_what_happens_after_a_reopening_counts() -> None:
    reopened = incident(
        "reopened", type="RETREAT", mode="access", tags=("road",), time=day("2025-06-30"), place=DIBOLI
    )
    assert segment(on("2025-07-02", reopened, ATTACK), "Kidira–Diboli").state == "disrupted"


def test_a_region_counts_one_grade_less() -> None:
    region = EventPlace(
        name="région de Kayes", country="MLI", lat=14.5, lon=-11.4, level="area", radius_km=150.0
    )
    wide = incident(
        "wide", type="COERCE", mode="restrict", tags=("road",), place=region, time=day("2025-07-01")
    )
    told = segment(on("2025-07-02", wide), "Diboli–Kayes")
    assert told.state == "disrupted" and told.evidence[0].wide
    attack = incident("somewhere", place=region)
    assert segment(on("2025-07-02", attack), "Diboli–Kayes").evidence == ()


def test_denied_planned_and_rejected_do_nothing() -> None:
    idle = [
        incident("denied", status="denied"), incident("planned", status="planned"),
        incident("rejected", verdict="rejected"),
    ]  # fmt: skip
    assert on("2025-07-02", *idle).state == "unknown"


def test_the_states_of_a_history_by_week_are_those_of_its_sundays() -> None:
    rng = random.Random(5)
    kinds: tuple[dict[str, Any], ...] = (
        {"mode": "firearms"}, {"type": "COERCE", "mode": "restrict", "tags": ("road",)},
        {"type": "RETREAT", "mode": "access", "tags": ("road",)},
        {"type": "MOBILIZE", "mode": "troops", "tags": ("convoy",)},
    )  # fmt: skip
    region = EventPlace(name="Kayes", country="MLI", lat=14.5, lon=-11.4, level="area", radius_km=90.0)
    told = happenings(
        incident(
            f"i{n}", place=rng.choice((DIBOLI, KAYES, KIDIRA, region)), **rng.choice(kinds),
            time=day((dt.date(2025, 1, 1) + dt.timedelta(days=rng.randrange(365))).isoformat()),
        )
        for n in range(40)
    )  # fmt: skip
    first = int(week_of(told.day[:1])[0])
    by_week = CorridorEvidence(ROAD, told).weekly(first, 60)
    seen = set()
    for week in range(60):
        sunday = monday_of(first + week) + dt.timedelta(days=6)
        state = watch_corridor(ROAD, told, sunday)
        assert [each.state for each in state.segments] == [STATES[each] for each in by_week[:, week]]
        seen |= {each.state for each in state.segments}
    assert seen == set(STATES)
