"""Lists: what is wanted, in order, page by page; whichever index leads, the answer is the same."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import msgspec
import pytest

from faleme.records.incident import Incident
from faleme.records.place import Proximity
from faleme.release.rule import incident_released, is_movement_to_come
from faleme.store import lists
from faleme.store.base import ArticlesWanted, Circle, Wanted
from faleme.store.listing import actors_of
from faleme.store.rows import day_of
from faleme.store.sql import SqlStore
from tests.made import DIBOLI, KAYES, KIDIRA, day, event, reading

AT = "2026-02-01T00:00:00+00:00"
WHO = {"who": "awa", "at": AT}
TODAY = "2025-07-15"
PLACES = (DIBOLI, KIDIRA, KAYES, None)
KINDS = ("ASSAULT", "PROTEST", "AGREE", "CONSULT")


def filled(store: SqlStore, count: int = 60) -> list[Incident]:
    """Incidents of every sort, one of each article; returns them all."""
    chance = random.Random(4)
    made = []
    for n in range(count):
        place = chance.choice(PLACES)
        if place:
            near = Proximity(border="b", border_km=float(n % 9 * 10), uncertainty_km=1.0, side=None)
            place = msgspec.structs.replace(place, proximity=near)
        told = event(
            f"a{n}:1", type=chance.choice(KINDS), place=place,
            status=chance.choice(("occurred", "occurred", "planned")),
            time=day(f"2025-{chance.randrange(5, 9):02d}-{chance.randrange(1, 28):02d}") if n % 7 else None,
            actors=(chance.choice(("JNIM", "MLI:MIL", "SEN:GOV")),),
            tags=chance.choice(((), ("road",), ("visit",))),
            strand=chance.choice(("defence", "other")), marking=chance.choice(("CLEAR", "CLEAR", "AMBER")),
        )  # fmt: skip
        text = f"Titre numéro {n}\n\nUne nouvelle toute autre, la {n * 37}e du lieu{n} et du jour{n * 3}."
        made.append(reading(f"a{n}", told, text=text, published=None if n % 7 == 0 else "2025-09-01"))
    store.add(made, actor="awa", at=AT)
    every = store.incidents(wanted=Wanted(rejected=True))
    store.judge(every[3].id, "reject", **WHO)
    store.judge(every[5].id, "accept", **WHO)
    return store.incidents(wanted=Wanted(rejected=True))


def is_wanted(each: Incident, wanted: Wanted) -> bool:
    """The same asked of a record."""
    place, told = each.place, day_of(each) or ""
    near = place.proximity if place else None
    released = incident_released(each, all_clear=each.marking == "CLEAR")
    ahead = told > TODAY or (told == TODAY and each.status == "planned")
    tests = {
        "public_on": released is not None and released <= (wanted.public_on or ""),
        "markings": each.marking in (wanted.markings or ()),
        "type": each.type == wanted.type,
        "types": each.type in wanted.types,
        "strand": each.strand == wanted.strand,
        "status": each.status == wanted.status,
        "tag": wanted.tag in each.tags,
        "actor": wanted.actor in actors_of(each),
        "country": place is not None and place.country == wanted.country,
        "within_km": near is not None and near.border_km <= (wanted.within_km or 0),
        "since": told >= (wanted.since or ""),
        "until": bool(told) and told <= (wanted.until or ""),
        "told_by": not ahead,
        "ahead_of": ahead,
        "reviewed": each.reviewed is wanted.reviewed,
        "placed": (place is not None) is wanted.placed,
        "near": place is not None and place.name in ("Diboli", "Kidira"),
        "box": place is not None and place.name == "Kayes",
    }
    asked = [name for name in tests if getattr(wanted, name) not in (None, ())]
    return all(tests[name] for name in asked) and (wanted.rejected or each.verdict != "rejected")


ASKED: list[dict[str, Any]] = [
    {}, {"rejected": True}, {"type": "ASSAULT"}, {"types": ("AGREE", "CONSULT")}, {"strand": "defence"},
    {"status": "planned"}, {"tag": "road"}, {"tag": "no such tag"}, {"actor": "MLI"}, {"actor": "MLI:MIL"},
    {"country": "MLI"}, {"within_km": 30.0}, {"since": "2025-07-01"}, {"until": "2025-06-30"},
    {"told_by": TODAY}, {"ahead_of": TODAY}, {"reviewed": True}, {"reviewed": False}, {"placed": True},
    {"placed": False}, {"near": Circle(14.4559, -12.208, 10)}, {"box": (-11.6, 14.3, -11.3, 14.6)},
    {"public_on": TODAY}, {"public_on": "2030-01-01"}, {"markings": ("CLEAR", "AMBER")},
    {"actor": "JNIM", "within_km": 40.0, "told_by": TODAY},
    {"country": "MLI", "type": "ASSAULT", "tag": "visit"},
    {"actor": "SEN", "near": Circle(14.4559, -12.208, 10)},
    {"strand": "other", "within_km": 50.0, "since": "2025-06-01"},
    {"public_on": TODAY, "actor": "SEN:GOV", "told_by": TODAY, "placed": True},
]  # fmt: skip


@pytest.mark.parametrize("many", [10_000, 3], ids=["few", "many"])
def test_lists_hold_what_is_wanted_in_order_and_in_pages(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    every = filled(store)
    monkeypatch.setattr(lists, "MANY", many)
    for asked in ASKED:
        wanted = Wanted(**asked)
        ids = [each.id for each in every if is_wanted(each, wanted)]
        assert [each.id for each in store.incidents(wanted=wanted)] == ids, asked
        pages = [store.incidents(wanted=wanted, limit=7, offset=7 * n) for n in range(10)]
        assert [each.id for page in pages for each in page] == ids, asked
        soonest = store.incidents(wanted=wanted, limit=100, soonest=True)
        assert [each.id for each in soonest] == ids[::-1], asked
        assert store.count(wanted) == len(ids) and store.count(wanted, most=2) == min(3, len(ids)), asked
        months = [(day_of(each) or "")[:7] for each in every if is_wanted(each, wanted)]
        told = {month: months.count(month) for month in sorted({*months} - {""})}
        assert store.months(wanted) == told, asked
        types = store.facets(wanted, "type")["type"]
        assert sum(types.values()) == len(ids), asked


def test_the_queue_is_read_in_pages(store: SqlStore) -> None:
    filled(store)
    whole = store.queue()
    assert [each.score for each in whole] == sorted((each.score for each in whole), reverse=True)
    assert [q.incident.id for n in range(10) for q in store.queue(limit=9, offset=9 * n)] == [
        each.incident.id for each in whole
    ]
    assert store.count(Wanted(waiting=True)) == len(whole)
    theirs = store.queue(wanted=Wanted(actor="JNIM"))
    assert theirs and [q.incident.id for q in theirs] == [
        each.incident.id for each in whole if "JNIM" in actors_of(each.incident)
    ]


def test_what_is_kept_of_an_answer_goes_with_the_next_change(store: SqlStore) -> None:
    every = filled(store)
    before = store.count(), store.counts(public_on=TODAY).incidents
    clear = next(each for each in every if incident_released(each, all_clear=each.marking == "CLEAR") == "")
    store.judge(clear.id, "reject", **WHO)
    assert (store.count(), store.counts(public_on=TODAY).incidents) == (before[0] - 1, before[1] - 1)


def test_articles_are_listed_by_outlet_days_and_language(store: SqlStore) -> None:
    store.add(
        [
            reading("a1", published="2025-03-01T22:10"),
            reading("a2", published="2025-03-02", source="Autre"),
            reading("a3", published=None, language="en"),
            reading("a4", published="2025-03-05", marking="GREEN"),
        ],
        actor="awa",
        at=AT,
    )

    def ids(**asked: Any) -> list[str]:
        wanted = ArticlesWanted(**asked)
        found = [each.id for each in store.articles(wanted=wanted)]
        assert store.count_articles(wanted) == len(found)
        return found

    assert ids() == ["a4", "a2", "a1", "a3"]
    assert ids(source="Autre") == ["a2"] and ids(language="en") == ["a3"]
    assert ids(since="2025-03-01", until="2025-03-01") == ["a1"]
    assert ids(public_on="2026-01-01") == ["a2", "a1", "a3"]
    assert store.outlets(ArticlesWanted(public_on="2026-01-01")) == {
        "Autre": 1,
        "Le Courrier de démonstration": 2,
    }
    assert store.articles_by_day(["2025-03-01", "2025-03-05", "2025-03-09"]) == {
        "2025-03-01": 1,
        "2025-03-05": 1,
    }


def test_an_article_that_is_marked_anew_takes_its_incident_from_the_public_at_once(store: SqlStore) -> None:
    store.add([reading("a1", event("a1:1"))], actor="awa", at=AT)
    (told,) = store.incidents(wanted=Wanted(public_on=TODAY))
    assert store.reading("a1", public_on=TODAY) is not None
    store.add([reading("a1", event("a1:1"), marking="AMBER")], actor="awa", at=AT)
    assert store.incident(told.id, public_on=TODAY) is None
    assert store.reading("a1", public_on=TODAY) is None and store.incident_of("a1", public_on=TODAY) == {}


def test_a_journey_is_public_from_the_day_after_it(store: SqlStore) -> None:
    journey = event("a1:1", type="CONSULT", mode="visit", tags=("visit",), time=day("2025-07-10"))
    store.add([reading("a1", journey)], actor="awa", at=AT)
    (told,) = store.incidents()
    for today, public in (("2025-07-10", False), ("2025-07-11", True)):
        assert (store.incident(told.id, public_on=today) is not None) is public
        assert (store.reading("a1", public_on=today) is not None) is public
    assert is_movement_to_come(told, dt.date(2025, 7, 10))
    assert not is_movement_to_come(told, dt.date(2025, 7, 11))


def test_a_date_out_of_all_reason_costs_a_month_of_its_own(store: SqlStore) -> None:
    for n, when in enumerate(("0312-05-01", "2025-07-01", "9998-01-01")):
        text = f"Nouvelle {n}\n\nLe village{n} a connu sa {n}e journée{n}."
        told = event(f"a{n}:1", time=day(when), type=KINDS[n], place=PLACES[n])
        store.add([reading(f"a{n}", told, text=text)], actor="awa", at=AT)
    assert store.months() == {"0312-05": 1, "2025-07": 1, "9998-01": 1}
