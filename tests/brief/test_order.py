"""What belongs to a window of days, where it is told and in which order."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from faleme.records.event import Fatalities
from tests.brief.made import (
    BAMAKO,
    DIBOLI,
    DIEMA,
    KAYES,
    KENIEBA,
    KIDIRA,
    MOPTI,
    NIORO,
    NORTH,
    ROAD,
    composed,
    dead,
    incident,
    on,
    place,
    plain,
    section,
    source,
    told,
)


def test_the_border_comes_first_then_the_corridors_then_the_relation_then_the_rest() -> None:
    brief = composed(
        incident("far", place=MOPTI),
        incident("road", place=DIEMA),
        incident("border", place=KIDIRA),
        incident("states", place=None, type="AGREE", actors=("SEN:GOV", "MLI:GOV"), recipients=()),
    )
    assert [each.id for each in brief.sections] == ["border", "corridors", "relation", "elsewhere"]
    assert [s.incidents for s in brief.sentences] == [("border",), ("road",), ("states",), ("far",)]
    lead = "4 faits : 1 à moins de 50 km de la frontière, 1 sur les corridors, 1 entre les deux pays, "
    assert plain(brief.lead).startswith(f"{lead}1 ailleurs.")


def test_at_the_border_the_gravest_and_nearest_come_first() -> None:
    brief = composed(
        incident("talk", type="CONSULT", place=DIBOLI, actors=("SEN:GOV",), recipients=()),
        incident("far attack", place=KENIEBA),
        incident("near attack", place=DIBOLI, actors=("ISGS",)),
        incident("deadly", place=KENIEBA, claims=(dead("a1", 30, 30),), actors=()),
        incident("denied", place=DIBOLI, status="denied", claims=(dead("a1", 50, 50),)),
    )
    ids = [s.incidents[0] for s in brief.sentences]
    assert ids == ["deadly", "near attack", "far attack", "talk", "denied"]


def test_fuel_comes_first_on_the_corridors() -> None:
    brief = composed(
        incident("ambush", place=DIEMA, claims=(dead("a1", 20, 20),)),
        incident("tankers", place=NIORO, tags=("fuel",), mode="destroy", recipients=("MLI:BUS",)),
    )
    corridors = section(brief, "corridors")
    assert [p.heading for p in corridors.paragraphs] == ["Route Kayes–Nioro–Gogui", "Route Dakar–Bamako"]
    assert corridors.paragraphs[0].sentences[0].label == "Sandaré–Nioro du Sahel, carburant"


def test_a_vague_place_and_talks_in_a_town_are_on_no_corridor() -> None:
    area = place("Kayes", 90.0, radius=80.0, level="area", roads=[(ROAD, 3.0, "Diboli–Kayes")])
    visit = incident("visit", type="CONSULT", mode="visit", place=BAMAKO, recipients=(), actors=("FRA:GOV",))
    fuel_talks = incident("fuel", type="CONSULT", place=BAMAKO, tags=("fuel",), actors=("FRA:GOV",))
    brief = composed(incident("area", place=area), visit, fuel_talks)
    assert [s.incidents[0] for p in section(brief, "corridors").paragraphs for s in p.sentences] == ["fuel"]


def test_the_relation_is_told_by_its_strands() -> None:
    def bilateral(name: str, strand: str) -> object:
        return incident(
            name, type="CONSULT", strand=strand, place=None, actors=("SEN:GOV",), recipients=("MLI:GOV",)
        )

    names = ("economy", "diplomacy", "defence")
    brief = composed(*(bilateral(name, name) for name in names))  # type: ignore[arg-type]
    headings = [p.heading for p in section(brief, "relation").paragraphs]
    assert headings == ["Défense", "Diplomatie", "Économie"]


def test_three_attacks_of_one_day_on_one_road_are_one_sentence() -> None:
    brief = composed(
        *(
            incident(town.name, place=town, mode="destroy", recipients=("MLI:BUS",))
            for town in (KAYES, NIORO)
        ),
        incident("other day", place=NIORO, mode="destroy", recipients=("MLI:BUS",), time=on("2025-06-30")),
    )
    first, second = (s for p in section(brief, "corridors").paragraphs for s in p.sentences)
    assert plain(first.text) == (
        "Le 1er juillet, le JNIM a commis des destructions aux dépens d’entreprises ou transporteurs maliens "
        "à Kayes et à Nioro du Sahel (Mali)."
    )
    assert set(first.incidents) == {"Kayes", "Nioro du Sahel"}
    assert second.incidents == ("other day",)
    assert section(brief, "corridors").paragraphs[0].heading.endswith(NORTH[1:])


def test_several_attacks_of_nobody_knows_whom_are_in_the_plural() -> None:
    towns = (place("Bala", 120.0), place("Sélou", 130.0, "SEN"))
    attacks = [incident(t.name, place=t, actors=(), recipients=()) for t in towns]
    assert told(composed(*attacks), "elsewhere") == [
        "Le 1er juillet, des attaques ont été rapportées à Bala (Mali) et à Sélou (Sénégal)."
    ]
    english = composed(*attacks, language="en")
    assert plain(english.sentences[0].text) == (
        "On 1 July, attacks were reported at Bala (Mali) and at Sélou (Senegal)."
    )


def test_tolls_that_differ_keep_attacks_apart() -> None:
    brief = composed(
        incident("kayes", place=KAYES, claims=(dead("a1", 3, 3),)),
        incident("nioro", place=NIORO, claims=(dead("a1", 5, 5),)),
    )
    assert len(brief.sentences) == 2


def test_what_happened_before_is_told_when_it_is_reported_in_the_window() -> None:
    given = {"time": on("2025-06-10"), "sources": {"a1": source("a1", published="2025-07-01")}}
    late = composed(incident("late", time=given["time"]), sources=given["sources"])
    assert [plain(r) for r in late.sentences[0].remarks][0] == "Rapporté le 1er juillet seulement."
    again = incident("again", time=given["time"], first_published="2025-06-11")
    assert plain(composed(again, sources=given["sources"]).sentences[0].remarks[0]) == (
        "On en reparle le 1er juillet."
    )
    old = composed(again, sources={"a1": source("a1", published="2025-06-11")})
    assert old.empty and not old.sections


def test_a_rejected_incident_and_one_without_a_source_are_not_told() -> None:
    assert composed(incident("no", verdict="rejected")).empty
    assert composed(incident("bare"), sources={}).empty


def test_an_empty_window_says_so_and_names_the_last_day_that_has_something() -> None:
    brief = composed(last=dt.date(2025, 6, 10))
    assert plain(brief.empty) == (
        "Aucun fait n’est rapporté sur cette période. Le dernier jour qui en compte : mardi 10 juin 2025."
    )
    assert brief.last == dt.date(2025, 6, 10) and brief.press
    assert "Rien n’a encore été rapporté" in plain(composed().empty)


def test_a_quiet_border_is_told_as_such() -> None:
    brief = composed(incident("far", place=MOPTI))
    assert plain(section(brief, "border").note) == ("Aucun fait rapporté à moins de 50 km de la frontière.")
    assert "Une presse calme n’est pas une frontière calme." in map(plain, brief.closing)


def test_a_long_section_ends_with_a_count() -> None:
    many = [
        incident(f"far-{n}", place=place(f"Lieu {n}", 900.0), actors=(f"ORG:{n}",), recipients=())
        for n in range(20)
    ]
    brief = composed(*many)
    assert len(told(brief, "elsewhere")) == 8
    assert plain(section(brief, "elsewhere").note) == "Et 12 autres faits."


@given(st.permutations(range(6)))
def test_the_order_of_the_records_changes_nothing(order: list[int]) -> None:
    towns = (DIBOLI, KIDIRA, KAYES, NIORO, DIEMA, MOPTI)
    made = [
        incident(f"i{n}", (f"a{n}", "a0"), place=town, fatalities=Fatalities(n, n))
        for n, town in enumerate(towns)
    ]
    assert composed(*(made[n] for n in order)) == composed(*made)
