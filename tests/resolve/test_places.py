"""Which place a name means: the homonyms of the border, told apart by what the text says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.lexicon.gazetteer import load_gazetteer
from faleme.recognise.toponyms import toponyms
from faleme.records.place import PlaceMention
from faleme.resolve.places import resolve_places


def resolved(text: str, country: str | None = None) -> tuple[PlaceMention, ...]:
    gazetteer = load_gazetteer()
    return resolve_places(text, toponyms(text, gazetteer=gazetteer), gazetteer=gazetteer, country=country)


HOMONYMS = [
    # Kidira: on the border in Senegal, and in Mali
    ("Le poste frontalier de Kidira a été renforcé.", "SEN", "Kidira", "SEN", 14.46, -12.22),
    ("À Kidira, dans la région de Kayes, au Mali, un puits sert.", "MLI", "Kidira", "MLI", 14.58, -10.46),
    # Diboli: on the border in Mali, and in Guinea
    ("À Diboli, près de Kidira, la douane a rouvert.", None, "Diboli", "MLI", 14.46, -12.20),
    ("À Diboli, dans la préfecture de Dinguiraye, un pont a cédé.", None, "Diboli", "GIN", 11.33, -10.68),
    # Goudiry and Goudiri
    ("Un marché s'ouvre à Goudiry, dans la région de Tambacounda.", "SEN", "Goudiry", "SEN", 14.18, -12.72),
    ("À Goudiri, le préfet de Bakel a reçu le maire de Kidira.", "SEN", "Goudiri", "SEN", 14.18, -12.72),
    ("À Goudiri, dans la région de Mopti, des vivres sont arrivés.", "MLI", "Goudiri", "MLI", 14.79, -4.81),
    ("Le département de Goudiry attend la pluie.", "SEN", "Goudiry", "SEN", 13.98, -12.91),
    # Nioro du Sahel and Nioro du Rip
    ("Le camp de Nioro a été attaqué, comme à Kayes, au Mali.", None, "Nioro", "MLI", 15.23, -9.59),
    ("Le maire de Nioro a reçu le préfet de Kaolack.", "SEN", "Nioro", "SEN", 13.75, -15.80),
    ("La ville de Nioro du Rip s'éclaire.", None, "Nioro du Rip", "SEN", 13.75, -15.80),
    # Kéniéba
    ("Une mine d'or près de Kéniéba, dans la région de Kayes.", "MLI", "Kéniéba", "MLI", 12.84, -11.24),
    ("À Kéniéba, au Sénégal, on attend la route.", None, "Kéniéba", "SEN", 14.10, -12.06),
    ("À Kéniéba, en Guinée, le marché a brûlé.", None, "Kéniéba", "GIN", 10.53, -8.65),
    # Moussala: on both sides
    ("Un poste s'ouvre à Moussala, près de Saraya.", "SEN", "Moussala", "SEN", 12.92, -11.41),
    ("Une ambulance a été volée à Moussala, près de Kayes.", "MLI", "Moussala", "MLI", 14.58, -11.71),
    # Nayé: on the border, near the coast, and in Mali
    ("Le village de Nayé, près de Kidira, a son poste.", "SEN", "Nayé", "SEN", 14.42, -12.21),
    ("Le village de Nayé, près de Diourbel, a son puits.", "SEN", "Nayé", "SEN", 14.82, -16.05),
    ("Le village de Nayé, dans la région de Mopti, a son école.", "MLI", "Nayé", "MLI", 14.43, -3.04),
    # Saraya
    ("Une battue a eu lieu à Saraya, dans la région de Kédougou.", "SEN", "Saraya", "SEN", 12.83, -11.75),
    ("À Saraya, en Guinée, près de Kouroussa, on creuse.", None, "Saraya", "GIN", 10.77, -10.40),
    ("Le département de Saraya est vaste.", "SEN", "Saraya", "SEN", 13.00, -11.80),
    # Kayes: town, region, cercle
    ("Un véhicule a sauté à Kayes.", "MLI", "Kayes", "MLI", 14.45, -11.44),
    ("Le gouverneur de la région de Kayes a parlé.", "MLI", "Kayes", "MLI", 13.90, -10.10),
    ("Le cercle de Kayes compte vingt communes.", "MLI", "Kayes", "MLI", 14.53, -11.55),
    # Tambacounda
    ("Il a été arrêté à Tambacounda.", "SEN", "Tambacounda", "SEN", 13.77, -13.67),
    ("La région de Tambacounda est la plus vaste.", "SEN", "Tambacounda", "SEN", 13.92, -13.25),
    ("Le département de Tambacounda vote.", "SEN", "Tambacounda", "SEN", 13.61, -13.65),
    # Bakel
    ("Une pirogue a chaviré à Bakel.", "SEN", "Bakel", "SEN", 14.90, -12.46),
    ("Le préfet de Bakel a pris un arrêté.", "SEN", "Bakel", "SEN", 14.24, -12.24),
    # Mali, the town of Guinea
    ("À Mali, dans la région de Labé, en Guinée, la route est coupée.", None, "Mali", "GIN", 12.08, -12.30),
    # Places of one name in the wide world
    ("Le sommet s'ouvre à Tombouctou (Mali).", None, "Tombouctou", "MLI", 16.77, -3.01),
    ("Il est arrivé à Londres mercredi.", "SEN", "Londres", "GBR", 51.51, -0.13),
]  # fmt: skip


@pytest.mark.parametrize(("text", "outlet", "name", "country", "lat", "lon"), HOMONYMS)
def test_homonyms_are_told_apart_by_the_text(
    text: str, outlet: str | None, name: str, country: str, lat: float, lon: float
) -> None:
    mentions = [mention for mention in resolved(text, outlet) if text[mention.start : mention.end] == name]
    assert mentions
    for mention in mentions:
        assert (mention.country, round(mention.lat or 0, 2), round(mention.lon or 0, 2)) == (
            country,
            lat,
            lon,
        )
        assert mention.reasons


def test_a_region_is_an_area_and_a_town_a_locality_with_its_radius() -> None:
    region, town = resolved("La région de Kayes et la ville de Kayes.", "MLI")
    assert (region.level, town.level) == ("area", "locality")
    assert region.radius_km is not None
    assert town.radius_km is not None
    assert region.radius_km > town.radius_km
    assert town.admin == ("Kayes",)


def test_no_ground_to_choose_leaves_it_undecided_with_the_candidates() -> None:
    (mention,) = resolved("Une moto a été volée à Moussala.", "MLI")
    assert (mention.country, mention.lat, mention.level) == (None, None, None)
    assert len(mention.candidates) > 1
    assert {candidate.country for candidate in mention.candidates} == {"MLI"}


def test_a_place_in_brackets_is_the_region_of_the_one_before() -> None:
    village, region = resolved("La ville de Diboli (Kayes) a été visée.", "SEN")
    assert (village.country, region.feature) == ("MLI", "A.ADM1")


def test_an_unknown_namesake_is_put_where_the_text_puts_it() -> None:
    inner, outer = resolved("Le village de Kabakoto, dans le département de Bakel, est isolé.", "SEN")
    assert (inner.lat, inner.lon) == (outer.lat, outer.lon)
    assert inner.geoname_id is None
    assert "Bakel" in inner.reasons[0]


def test_a_name_that_the_gazetteer_lacks_lies_where_the_text_puts_it_or_is_left_out() -> None:
    village, district = resolved(
        "Le village de Zamblara Kouna, dans le département de Bakel, est isolé.", "SEN"
    )
    assert district.feature == "A.ADM2"
    assert (round(village.lat or 0, 2), village.geoname_id) == (14.90, None)  # at the district's seat
    assert (village.radius_km or 0) >= 15
    town, quarter = resolved("Un feu a pris à Kaolack, dans le quartier Kadior.", "SEN")
    assert (quarter.lat, quarter.admin[0]) == (town.lat, "Kaolack")
    assert "not in the gazetteer" in quarter.reasons[0]
    assert resolved("Un feu a pris dans le quartier Kadior.", "SEN") == ()


def test_another_spelling_is_taken_where_the_text_puts_the_place() -> None:
    village, _ = resolved("Une case a brûlé à Missirah, dans la région de Fatick.", "SEN")
    assert (village.country, round(village.lat or 0)) == ("SEN", 14)
    assert village.geoname_id is not None


def test_a_village_of_a_country_that_nobody_speaks_of_is_no_mention() -> None:
    assert resolved("Il vit à Koulikoro et travaille à Diapangou.", "SEN")[0].name == "Koulikoro"
    assert len(resolved("Il vit à Koulikoro et travaille à Diapangou.", "SEN")) == 1
    assert len(resolved("Il vit à Koulikoro et travaille à Diapangou, au Burkina Faso.", "SEN")) == 2


def test_the_same_text_gives_the_same_places() -> None:
    text = "À Moussala, près de Kéniéba, et à Nioro, au Mali."
    assert resolved(text, "SEN") == resolved(text, "SEN")


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["à ", "Kayes", " Nioro", ", ", "(", ")", " Mali", " région de ", "Moussala", "\n", "près de "]
        ),
        max_size=20,
    ).map("".join)
)
def test_no_text_raises_and_every_quote_holds(text: str) -> None:
    found = toponyms(text, gazetteer=load_gazetteer())
    for mention in resolved(text, "MLI"):
        assert (mention.start, mention.end) in {(toponym.start, toponym.end) for toponym in found}
        assert (mention.lat is None) == (mention.country is None)


@pytest.mark.shared
def test_the_coded_articles_come_out(shared: Path) -> None:
    right = total = 0
    for line in (shared / "gold" / "dev.jsonl").read_text(encoding="utf-8").splitlines():
        reading = json.loads(line)
        mentions = resolved(reading["article"]["text"], "SEN")
        for place in reading["places"]:
            total += 1
            right += any(
                m.start < place["end"] and place["start"] < m.end and m.country == place["country"]
                for m in mentions
            )
    assert right / total > 0.92
