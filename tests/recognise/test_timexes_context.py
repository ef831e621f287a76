"""Times that only their sentence, their article or nothing at all can resolve."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.recognise.timexes import timexes

THURSDAY = date(2025, 7, 10)


def read(
    text: str, published: date | None = THURSDAY, language: str = "fr"
) -> list[tuple[str, str | None, str | None]]:
    return [
        (text[t.start : t.end], t.from_, t.to) for t in timexes(text, published=published, language=language)
    ]


def days(text: str, published: date | None = THURSDAY) -> list[tuple[str | None, str | None]]:
    return [found[1:] for found in read(text, published)]


# -- the year of the sentence --
def test_months_after_a_dated_month_take_its_year() -> None:
    text = "Après une visite en mai 2023, une autre en août, puis une mission en octobre, le trafic a repris."
    assert days(text) == [
        ("2023-05-01", "2023-05-31"),
        ("2023-08-01", "2023-08-31"),
        ("2023-10-01", "2023-10-31"),
    ]


def test_the_next_sentence_starts_afresh() -> None:
    assert days("Il est venu en mai 2023. Il est revenu en juin.")[1] == ("2025-06-01", "2025-06-30")


def test_a_bare_month_is_the_latest_one_in_the_past_and_the_next_one_in_the_future() -> None:
    assert days("Le marché a brûlé en août.") == [("2024-08-01", "2024-08-31")]
    assert days("Le marché rouvrira en mars.") == [("2026-03-01", "2026-03-31")]


def test_a_day_of_the_month_is_the_nearest_one() -> None:
    assert days("Le poste a été attaqué le 19 février.") == [("2025-02-19", "2025-02-19")]
    assert days("Il a annoncé une marche pour le 26 juillet.") == [("2025-07-26", "2025-07-26")]
    assert days("Il avait été arrêté le 10 mars dernier.") == [("2025-03-10", "2025-03-10")]
    assert days("Le délai court jusqu'au 5 janvier prochain.") == [("2026-01-05", "2026-01-05")]


def test_both_ends_of_a_range_take_the_year_of_one() -> None:
    assert days("Le poste a fermé du 28 novembre au 3 janvier 2024.") == [("2023-11-28", "2024-01-03")]
    assert days("Le poste a fermé du 28 novembre 2022 au 3 janvier.") == [("2022-11-28", "2023-01-03")]
    assert days("Le trafic a baissé de mars à juin 2024.") == [("2024-03-01", "2024-06-30")]


# -- weekdays --
def test_a_dated_weekday_tells_the_bare_one() -> None:
    text = "Le maire face aux chauffeurs vendredi. La rencontre aura lieu ce vendredi 11 juillet 2025."
    assert days(text) == [("2025-07-11", "2025-07-11")] * 2


def test_a_wrong_weekday_does_not_move_its_date() -> None:
    assert days("Il est arrivé ce lundi 8 juillet 2025.") == [("2025-07-08", "2025-07-08")]


def test_a_praised_event_is_no_plan() -> None:
    assert days("Lundi, après une réunion très attendue, le maire a cédé.") == [("2025-07-07", "2025-07-07")]


def test_nights_and_week_ends() -> None:
    assert days("Le dépôt a brûlé dans la nuit du 5 au 6 juillet.") == [("2025-07-05", "2025-07-06")]
    assert days("Le dépôt a brûlé dans la nuit de vendredi.") == [("2025-07-04", "2025-07-04")]
    assert days("Il a plu ce week-end.", date(2025, 7, 7)) == [("2025-07-05", "2025-07-06")]
    assert days("Il pleuvra ce week-end.") == [("2025-07-12", "2025-07-13")]
    assert days("Le bac fermera en fin de semaine.") == [("2025-07-12", "2025-07-13")]


# -- taken up from before --
def test_anaphoric_days_take_up_the_day_said() -> None:
    text = "Le 3 mars 2024, le camp fut pris. La veille, l'armée était partie. Le lendemain, elle revint."
    assert days(text)[1:] == [("2024-03-02", "2024-03-02"), ("2024-03-03", "2024-03-03")]
    same = "Le 3 mars 2024, le camp fut pris. Le même jour, un pont sauta ; ce soir-là, tout brûlait."
    assert days(same)[1:] == [("2024-03-03", "2024-03-03")] * 2


def test_the_same_stretch_of_the_year_before() -> None:
    text = (
        "Au premier trimestre 2025, le trafic a doublé par rapport à la même période de l'année précédente."
    )
    assert days(text)[1] == ("2024-01-01", "2024-03-31")
    total = "Le cumul à fin mai 2025 dépasse celui de la même période de 2023."
    assert days(total) == [("2025-05-31", "2025-05-31"), ("2023-01-01", "2023-05-31")]


def test_so_long_after_or_before_a_day() -> None:
    text = "Arrêté le 3 mars 2024, il fut relâché deux jours plus tard."
    assert days(text)[1] == ("2024-03-05", "2024-03-05")
    assert days("Il partira trois jours après le 12 août 2025.") == [("2025-08-15", "2025-08-15")]
    assert days("Il est parti au lendemain du 12 août 2024.") == [("2024-08-13", "2024-08-13")]


def test_a_later_time_of_an_undated_event_is_left_out() -> None:
    assert read("Le chauffeur s'enfuit ; trois mois plus tard, il fut pris.") == []


# -- feasts --
def test_feasts_by_the_table() -> None:
    assert days("Il est mort le lundi de Pentecôte.") == [("2025-06-09", "2025-06-09")]
    assert days("Le marché a fermé le jour de la Tabaski.") == [("2025-06-07", "2025-06-07")]
    assert days("Le Grand Magal 2024 fut calme.") == [("2024-08-23", "2024-08-23")]
    assert days("Le poste rouvrira après Noël.") == [("2025-12-25", "2025-12-25")]


def test_a_feast_that_names_no_date_is_left_out() -> None:
    assert read("Le prix du mouton de Tabaski inquiète.") == []


# -- nothing to resolve against --
@pytest.mark.parametrize(
    "text",
    [
        "Il est venu ce mercredi.",
        "Il est venu hier.",
        "Depuis plusieurs jours, tout manque.",
        "En août, il a plu.",
    ],
)
def test_without_a_publication_date_nothing_is_guessed(text: str) -> None:
    assert days(text, None) == [(None, None)]


def test_impossible_dates_are_found_and_not_resolved() -> None:
    assert days("Réunion le 31 février 2025.") == [(None, None)]
    assert days("Réunion le 31 février.") == [(None, None)]


# -- what is no time --
@pytest.mark.parametrize(
    "text",
    [
        "Les 2000 soldats de la 25e brigade ont reçu 1 500 FCFA.",
        "L'article 12 de la loi n°2024-05 et le décret 2019 sont clairs.",
        "Victoire 3-2, 45 % de possession, 25/30 à l'examen, dossier A-2020.",
        "Le convoi a roulé pendant trois heures, à 15h30, puis deux jours.",
        "Chaque lundi, tous les ans, le marché ouvre désormais tous les jours.",
        "À ce jour, rien ; récemment, actuellement, par la suite, depuis lors.",
        "Dans les prochaines heures, la veille citoyenne sera renforcée.",
        "Le stade du 4-Août est plein pour l'Agenda 2063.",
        "Sept camions et 15 bus ; le numéro 2025.",
    ],
)
def test_counts_laws_scores_sets_and_clock_times_are_no_times(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize("text", ["La saison 2024/2025 commence.", "Un budget 2024-2025."])
def test_a_season_of_two_years(text: str) -> None:
    assert days(text) == [("2024-01-01", "2025-12-31")]


def test_a_year_that_names_a_year() -> None:
    assert days("Rapport, Édition 2024.") == [("2024-01-01", "2024-12-31")]
    assert days("En 2012, la route fut goudronnée.") == [("2012-01-01", "2012-12-31")]


# -- the scraper's faults --
def test_glued_words_are_parted_and_offsets_kept() -> None:
    text = "Le préfet est venu mardiLe maire non.Mercredi, rien.Signé le 3 mars 2024.Fin"
    assert [found[0] for found in read(text)] == ["mardi", "Mercredi", "3 mars 2024"]


def test_offsets_survive_letters_that_change_length() -> None:
    assert read("İİ · ſ le 3 mars 2024 · de\u0301c. 2023")[0] == ("3 mars 2024", "2024-03-03", "2024-03-03")
    assert read("Le 5 aou\u0302t 2024, rien.") == [("5 aou\u0302t 2024", "2024-08-05", "2024-08-05")]


# -- laws that hold for any text --
PIECES = """
le la du au à ce cette depuis jusqu'au d'ici entre et de fin mi- début lundi mardi dimanche mars
août sept. 1er 3 31 30 février 2024 2025 2024-2025 12/13/2025 99/99 hier demain il y a deux dernier
prochaine semaine mois ans trimestre premier nuit lendemain veille même jour période année
précédente Tabaski XXIe siècle les années 90 prochains derniers jours plus tard , . - ( ) the last
next of in May two weeks ago since Friday night and first quarter 9999 1500
"""
WORDS = st.sampled_from(PIECES.split())


@settings(max_examples=200, deadline=None)
@given(
    st.one_of(st.text(max_size=120), st.lists(WORDS, max_size=25).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.sampled_from(["fr", "en", "xx"]),
)
def test_any_text_gives_ordered_times_inside_it(text: str, published: date | None, language: str) -> None:
    position = 0
    for time in timexes(text, published=published, language=language):
        assert position <= time.start < time.end <= len(text)
        position = time.end
        if time.from_ is not None and time.to is not None:
            assert date.fromisoformat(time.from_) <= date.fromisoformat(time.to)
        assert time.rule
