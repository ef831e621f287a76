"""The watch of a corridor: what an incident does to a segment, how it fades, what ends it."""

from __future__ import annotations

import datetime as dt

from faleme.assess.corridor_watch import CorridorState, SegmentState, watch_corridor
from faleme.assess.corridors import load_corridors
from faleme.records.event import EventPlace
from faleme.records.incident import Incident
from tests.made import DIBOLI, KAYES, day, incident

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
