"""Where and when, beyond the words around the trigger: institutions, struck countries, stretches of road."""

from __future__ import annotations

from functools import cache

import pytest

from faleme.pipeline import Resources, load, read_article
from faleme.records.event import Event
from faleme.records.reading import Reading
from faleme.records.text import Article


@cache
def resources() -> Resources:
    return load()


def reading(text: str, published: str = "2025-07-10", language: str = "fr") -> Reading:
    """An invented article of a Senegalese outlet, published on a Thursday."""
    article = Article(
        id="t", title=text.split("\n")[0], published=published, url="https://www.aps.sn/t", source="APS",
        language=language, section=(), authors=(), text=text,
    )  # fmt: skip
    return read_article(article, resources())


def only(text: str, kind: str, **how: str) -> Event:
    (event,) = (event for event in reading(text, **how).events if event.type == kind)
    return event


@pytest.mark.parametrize(
    ("kind", "town", "text"),
    [
        ("COERCE", "Kaolack", "Deux hommes ont été arrêtés puis déférés au parquet de Kaolack."),
        ("ACCUSE", "Thiès", "Un ancien maire a comparu mardi devant le tribunal de Thiès pour escroquerie."),
        ("CONSULT", "Kolda", "La ministre de la Santé a visité mardi l’hôpital régional de Kolda."),
    ],
)
def test_an_institution_puts_an_event_in_its_town(kind: str, town: str, text: str) -> None:
    found = reading("Justice et santé\n\n" + text)
    places = [event.place.name for event in found.events if event.type == kind and event.place]
    assert places == [town]
    assert all(place.name != town for place in found.places)


def test_the_court_behind_the_verb_wins_over_an_office_before_it() -> None:
    text = "Le chef de la brigade municipale de Touba a comparu mardi devant le tribunal de Diourbel."
    place = only("Procès\n\n" + text, "ACCUSE").place
    assert place is not None
    assert place.name == "Diourbel"


def test_a_person_with_the_name_of_a_place_is_no_seat() -> None:
    text = "La Cour suprême a confirmé la condamnation d’Ousmane Sarr à deux ans de prison."
    assert all(event.place is None for event in reading("Justice\n\n" + text).events)


def test_a_state_that_strikes_another_does_so_in_the_other() -> None:
    text = "L’armée israélienne a bombardé lundi des sites nucléaires iraniens."
    place = only("Guerre\n\n" + text, "ASSAULT").place
    assert place is not None
    assert (place.name, place.level) == ("Iran", "country")


@pytest.mark.parametrize(
    ("where", "first"),
    [
        ("entre Diboli et Kayes", "Diboli"),
        ("sur la route de Kayes à Nioro du Sahel", "Kayes"),
        ("sur la route qui relie Kayes à Nioro du Sahel", "Kayes"),
    ],
)
def test_a_stretch_of_road_begins_at_its_first_town(where: str, first: str) -> None:
    place = only(f"Mali\n\nDes jihadistes ont attaqué mardi un convoi de citernes {where}.", "ASSAULT").place
    assert place is not None
    assert place.name == first


def time_of(text: str, kind: str) -> str | None:
    time = only(text, kind).time
    return time.from_ if time else None


def test_the_day_of_the_telling_is_not_the_day_of_the_deed() -> None:
    told = "Le ministre de la Sécurité a annoncé ce mercredi l’arrestation de dix passeurs."
    assert time_of("Sécurité\n\n" + told, "COERCE") is None
    dated = "Le ministre de la Sécurité a annoncé ce mercredi l’arrestation de dix passeurs lundi à Mbour."
    assert time_of("Sécurité\n\n" + dated, "COERCE") == "2025-07-07"


def test_a_suspension_is_decided_where_it_is_announced() -> None:
    text = "Le Mali a annoncé mercredi la suspension de sa coopération avec la France."
    assert time_of("Diplomatie\n\n" + text, "SANCTION") == "2025-07-09"


@pytest.mark.parametrize(
    "text",
    [
        "Le juge a ordonné la saisie de ses comptes, et l’audience est reportée au 23 juillet.",
        "Le président a félicité le lutteur sénégalais de Pikine qui a gagné samedi son combat.",
        "Le député a dénoncé « ceux qui, hier encore, se taisaient ».",
    ],
)
def test_a_time_of_something_else_is_not_the_event_s(text: str) -> None:
    assert all(event.time is None for event in reading("Actualité\n\n" + text).events)


def test_what_the_title_tells_happened_when_and_where_the_lead_says() -> None:
    text = (
        "Les armées ouvrent une opération conjointe\n\n"
        "À Kidira, des soldats des deux armées sont entrés mardi en brousse pour cette opération."
    )
    event = only(text, "COOPERATE")
    assert event.time is not None
    assert event.time.from_ == "2025-07-08"
    assert event.place is not None
    assert event.place.name == "Kidira"


def test_the_dead_told_behind_an_attack_are_its_dead() -> None:
    text = (
        "Attaque près de Kayes\n\nUn convoi a été attaqué mardi près de Kayes par des jihadistes. "
        "Les véhicules ont pris feu. Trois soldats maliens ont péri, selon l’armée."
    )
    attack = only(text, "ASSAULT")
    assert attack.fatalities is not None
    assert attack.fatalities.min == 3
    assert len(attack.evidence) == 3
    dead = [figure for figure in reading(text).figures if figure.value == 3]
    assert [figure.from_ for figure in dead] == ["2025-07-08"]


def test_a_toll_of_another_day_is_not_the_attack_s() -> None:
    text = (
        "Attaque près de Kayes\n\nUn convoi a été attaqué mardi près de Kayes par des jihadistes. "
        "En juin, quatre routiers étaient morts dans un accident sur cette route."
    )
    assert len(only(text, "ASSAULT").evidence) == 2


def test_what_is_said_in_court_is_said_in_its_town() -> None:
    text = (
        "Procès\n\nUn chauffeur a comparu mardi devant le tribunal de Thiès pour escroquerie. "
        "À la barre, l’accusé a nié les faits."
    )
    place = only(text, "REJECT").place
    assert place is not None
    assert place.name == "Thiès"


def test_a_message_has_the_day_that_the_lead_gives_it() -> None:
    text = (
        "Enseignement\n\nLe syndicat sénégalais des enseignants a diffusé un communiqué mardi. "
        "Le syndicat sénégalais des enseignants dénonce l’attitude du gouvernement."
    )
    assert only(text, "ACCUSE").time is not None


def test_a_verb_shares_the_day_of_the_one_before_it() -> None:
    text = (
        "Mali\n\nLe gouvernement sénégalais, dans un communiqué publié mardi, condamne l’attaque de Kayes"
        " et salue le courage de l’armée malienne."
    )
    assert time_of(text, "SUPPORT") == "2025-07-08"


def test_the_afternoon_is_that_of_the_day_told_before() -> None:
    text = (
        "Visite\n\nLe Premier ministre sénégalais a visité mardi matin le port de Dakar. "
        "Dans l’après-midi, il a reçu l’ambassadeur de Chine."
    )
    days = {event.time and event.time.from_ for event in reading(text).events if event.type == "CONSULT"}
    assert days == {"2025-07-08"}


def test_the_place_at_the_head_of_a_title_is_that_of_what_the_title_tells() -> None:
    text = (
        "Ziguinchor : la police ouvre le feu sur des manifestants\n\nLa nuit a été courte pour tout le monde."
    )
    place = only(text, "ASSAULT").place
    assert place is not None
    assert place.name == "Ziguinchor"
