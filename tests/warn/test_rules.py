"""Rules of warning: what fires, once, with what is behind it and under which marking."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from faleme.errors import DataError
from faleme.lexicon.alert_rules import Rule, load_alert_rules
from faleme.records.alert import Firing
from faleme.records.event import Fatalities
from faleme.records.incident import Claim
from faleme.warn.rules import fired, tried
from faleme.warn.scene import Scene
from tests.warn.made import DIBOLI, KAYES, attack, day, incident, placed, scene


def rule(identifier: str) -> Rule:
    return next(each for each in load_alert_rules() if each.id == identifier)


def seen(identifier: str, told: Scene) -> list[Firing]:
    return fired(told, [rule(identifier)])


def test_an_attack_near_the_border_fires_with_its_place_and_circle() -> None:
    told = seen(
        "attack-10km", scene("2025-07-02", attack("a", "2025-07-01"), attack("k", "2025-07-01", KAYES))
    )
    assert [each.incidents for each in told] == [("a",)]
    assert told[0].facts["place"] == "Diboli" and told[0].facts["km"] == 0.3
    ((middle, radius),) = told[0].areas[0].circles
    assert middle == pytest.approx((14.4551, -12.1995), abs=1e-3) and radius == 5.0
    assert told[0].marking == "CLEAR"


def test_what_became_known_late_is_no_news() -> None:
    late = attack("a", "2025-05-01", first_published="2025-07-01")
    assert seen("attack-10km", scene("2025-07-02", late)) == []


def test_what_is_published_later_is_not_known_yet() -> None:
    late = attack("a", "2025-07-01", first_published="2025-07-03")
    assert seen("attack-10km", scene("2025-07-02", late)) == []
    assert len(seen("attack-10km", scene("2025-07-03", late))) == 1


def test_first_attack_on_a_segment_and_no_second_first() -> None:
    first, second = attack("a", "2025-03-01"), attack("b", "2025-07-01")
    told = seen("first-on-segment", scene("2025-07-02", first, second))
    segments = {each.facts["segment"] for each in told}
    assert {"Kidira–Diboli", "Diboli–Kayes"} <= segments and "Kayes–Sandaré" not in segments
    assert told and all(each.facts["days"] == 122 for each in told)
    assert all(each.marking == "AMBER+STRICT" for each in told)
    third = attack("c", "2025-07-10")
    assert seen("first-on-segment", scene("2025-07-10", first, second, third)) == []


def test_a_blocked_segment_fires_for_as_long_as_one_thing() -> None:
    blockade = attack(
        "b", "2025-07-03", KAYES, type="COERCE", mode="restrict", tags=("road", "fuel"), actors=("JNIM",)
    )
    days = [scene(f"2025-07-0{n}", blockade) for n in range(1, 9)]
    told = list(tried(days, [rule("corridor-blocked")]))
    assert told and {each.as_of for each in told} == {dt.date(2025, 7, 3)}
    assert all(each.facts["state"] == "blocked" and each.incidents == ("b",) for each in told)
    assert len({each.key for each in told}) == len(told)


def test_a_surge_fires_once_on_its_segment() -> None:
    quiet = [attack(f"q{n}", f"2024-{n:02}-05") for n in range(1, 12)]
    burst = [attack(f"b{n}", f"2025-07-0{n}") for n in range(1, 6)]
    days = [scene(f"2025-07-{n:02}", *quiet, *burst) for n in range(1, 13)]
    told = list(tried(days, [rule("surge-50km")]))
    assert [each.facts["segment"] for each in told] == ["Kidira–Diboli"]
    assert told[0].areas[0].polygons[0][0] == told[0].areas[0].polygons[0][-1]


def test_contradictory_tolls() -> None:
    claims = tuple(
        Claim(kind="fatalities", article=f"a{n}", source=None, fatalities=Fatalities(n, n)) for n in (3, 18)
    )
    told = seen("contradictory-toll", scene("2025-07-02", attack("a", "2025-07-01", claims=claims)))
    assert (told[0].facts["low"], told[0].facts["high"]) == (3, 18)
    agree = attack("a", "2025-07-01", claims=(claims[1], claims[1]))
    assert seen("contradictory-toll", scene("2025-07-02", agree)) == []


def test_a_silent_source() -> None:
    last = {"Le Courrier": dt.date(2025, 6, 20), "L'Écho": dt.date(2025, 7, 1)}
    told = seen("silent-source", scene("2025-07-02", last_read=last))
    assert [(each.facts["source"], each.facts["days"]) for each in told] == [("Le Courrier", 12)]


def test_a_firing_is_as_restricted_as_what_is_behind_it() -> None:
    told = seen("attack-10km", scene("2025-07-02", attack("a", "2025-07-01", marking="RED")))
    assert told[0].marking == "RED"


def test_rejected_and_planned_do_not_fire() -> None:
    idle = [attack("a", "2025-07-01", verdict="rejected"), attack("b", "2025-07-01", status="planned")]
    assert fired(scene("2025-07-02", *idle), load_alert_rules()) == []


def test_a_rule_that_lacks_its_value_is_named(tmp_path: Path) -> None:
    file = tmp_path / "rules.toml"
    file.write_text(
        '[[rule]]\nid="x"\nkind="surge"\nseverity="Minor"\nurgency="Past"\ncertainty="Likely"\n'
        'categories=["Other"]\nevent_codes=[]\nexpires_hours=1\n'
    )
    with pytest.raises(DataError, match=r"'x' \(surge\) needs km"):
        load_alert_rules(file)


def test_a_visit_is_no_attack() -> None:
    visit = incident("v", type="CONSULT", mode="visit", place=placed(DIBOLI), time=day("2025-07-01"))
    assert fired(scene("2025-07-02", visit), load_alert_rules()) == []
