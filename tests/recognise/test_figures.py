"""Figures of French press text by the codebook, section 5: sentences of our own, with what must be read."""

from __future__ import annotations

import pytest

from faleme.recognise.figures import figures
from faleme.records.figure import Figure
from faleme.records.time import Timex

Row = tuple[str, float, str | None, str]


def read(text: str, **options: str) -> list[Row]:
    return [(text[f.start : f.end], f.value, f.unit, f.modifier) for f in figures(text, **options)]  # type: ignore[arg-type]


def only(text: str, **options: str) -> Figure:
    (figure,) = figures(text, **options)  # type: ignore[arg-type]
    return figure


@pytest.mark.parametrize(
    ("text", "row"),
    [
        ("Le port a coûté 12,5 milliards FCFA.", ("12,5 milliards FCFA", 12_500_000_000, "XOF", "exact")),
        ("Elle a payé 500.000 F hier.", ("500.000 F", 500_000, "XOF", "exact")),
        ("Un don de 3 000 F CFA.", ("3 000 F CFA", 3000, "XOF", "exact")),
        ("Un prêt de 40 millions de dollars.", ("40 millions de dollars", 40_000_000, "USD", "exact")),
        ("Une perte de 2 milliards de préjudice.", ("2 milliards", 2_000_000_000, "XOF", "exact")),
        ("Cent (100) millions de FCFA.", ("Cent (100) millions de FCFA", 100_000_000, "XOF", "exact")),
        (
            "Une dizaine de millions de francs.",
            ("Une dizaine de millions de francs", 10_000_000, "XOF", "about"),
        ),
        ("Trois institutrices sont là.", ("Trois institutrices", 3, "institutrice", "exact")),
        ("On a secouru 97 Maliens.", ("97 Maliens", 97, "Malien", "exact")),
        ("Il a perdu deux de ses camions.", ("deux de ses camions", 2, "camion", "exact")),
        (
            "Un marché de 546,7 milliards de FCFA.",
            ("546,7 milliards de FCFA", 546_700_000_000, "XOF", "exact"),
        ),
        ("Un fonds de 5 M€.", ("5 M€", 5_000_000, "EUR", "exact")),
        (
            "Une facture de treize euros et quarante centimes.",
            ("treize euros et quarante centimes", 13.4, "EUR", "exact"),
        ),
        ("Ils ont pris environ 300 litres.", ("environ 300 litres", 300, "l", "about")),
        ("La colonne a fait 45 km.", ("45 km", 45, "km", "exact")),
        ("Il a plu sur 20 hectares.", ("20 hectares", 20, "ha", "exact")),
        ("On attend jusqu’à 44 °C.", ("jusqu’à 44 °C", 44, "°C", "less-than")),
        (
            "Il y a au moins une vingtaine de morts.",
            ("au moins une vingtaine de morts", 20, "mort", "more-than"),
        ),
        ("On compte une trentaine de camions.", ("une trentaine de camions", 30, "camion", "about")),
        ("Ils ont volé trois chevaux.", ("trois chevaux", 3, "cheval", "exact")),
        (
            "Soixante-deux (62) militaires sont rentrés.",
            ("Soixante-deux (62) militaires", 62, "militaire", "exact"),
        ),
        ("Quelque 200 familles sont parties.", ("Quelque 200 familles", 200, "famille", "about")),
        ("À peine 40 élèves sont venus.", ("À peine 40 élèves", 40, "élève", "less-than")),
        ("Il manque 90 sacs environ.", ("90 sacs", 90, "sac", "about")),
        ("On a vu cinq nouveaux cas.", ("cinq nouveaux cas", 5, "cas", "exact")),
        ("Il a fui avec ses deux complices.", ("deux complices", 2, "complice", "exact")),
        ("On a bâti trois incinérateurs.", ("trois incinérateurs", 3, "incinérateur", "exact")),
        ("Deux des mis en cause ont fui.", ("Deux des mis en cause", 2, "mis en cause", "exact")),
        ("Plus de 600 PDI sont là.", ("Plus de 600 PDI", 600, "PDI", "more-than")),
        ("À bord : 1 Canadien.", ("1 Canadien", 1, "Canadien", "exact")),
        ("On a fermé cinq postes-frontières.", ("cinq postes-frontières", 5, "poste-frontière", "exact")),
        ("Il a jugé deux co-accusés.", ("deux co-accusés", 2, "co-accusé", "exact")),
        ("Ils ont gagné 3 buts à 1.", ("3 buts", 3, "but", "exact")),
        ("Il a été escroqué de plus de 8 millions.", ("plus de 8 millions", 8_000_000, "XOF", "more-than")),
        ("Une facture de 15 dollars 50.", ("15 dollars 50", 15.5, "USD", "exact")),
        ("L’action vaut 210 pence.", ("210 pence", 2.1, "GBP", "exact")),
        ("Le bilan porte à 45 le nombre de victimes.", ("45", 45, "victime", "exact")),
    ],
)
def test_a_measured_quantity_is_read_with_value_unit_and_modifier(text: str, row: Row) -> None:
    assert read(text) == [(row[0], pytest.approx(row[1]), row[2], row[3])]


@pytest.mark.parametrize(
    "text",
    [
        "Les deux pays ont parlé.",
        "Les deux hommes sont partis.",
        "Ils ont signé deux accords.",
        "Il est âgé de 34 ans.",
        "Un délai de 48 heures est donné.",
        "La séance ouvre à 15h30, vers 16 heures.",
        "L’article 12 de la loi n° 2023-14 le dit.",
        "La 3e édition a lieu au stade.",
        "Le score est de 2-1 à la pause.",
        "Appelez le 77 123 45 67 ou le +221 33 800 10 10.",
        "Un riz 100 % local, vendu à 100 %.",
        "Plusieurs centaines de personnes sont venues.",
        "Des dizaines de millions de personnes regardent.",
        "Une ville et un camp sont touchés.",
        "La Covid-19, le G5 et le groupe des 77.",
        "En 2025, la vision 2050 du pays.",
        "Un fusil de calibre 7,62 mm.",
        "Il a gagné chez les -73 kg.",
        "Les cinq premiers mois, les trois derniers jours.",
        "Deux projets de loi sont votés.",
        "Il voit deux possibilités.",
        "Les engins à deux roues sont interdits.",
        "La chaîne Sahel 24 suspendue.",
        "Nos deux peuples sont liés.",
        "Le score est de 3 à 1.",
    ],
)
def test_what_a_reader_would_put_in_no_table_is_left_out(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("Le trafic est en hausse de 3,5 %.", 3.5, "change"),
        ("Le trafic est en baisse de près de 3,5 %.", -3.5, "change"),
        ("Les ventes ont reculé de 8 %.", -8, "change"),
        ("Un repli de 2,5 points est noté.", -2.5, "points"),
        ("Les ventes ont bondi de 12 points de pourcentage.", 12, "points"),
        ("Le taux baisse, à 8 %.", 8, "share"),
        ("Ils en ont pris 20 % de moins.", -20, "change"),
        ("La part est de 40 % des ventes.", 40, "share"),
        ("Le solde (-4 %) déçoit.", -4, "change"),
    ],
)
def test_a_fall_is_negative_and_a_level_is_no_change(text: str, value: float, kind: str) -> None:
    figure = only(text)
    assert (figure.value, figure.kind) == (value, kind)


def test_a_second_rate_goes_on_with_the_first_ones_sign() -> None:
    assert [f.value for f in figures("Une baisse de 3 % au port et de 5 % à la mine.")] == [-3, -5]


def test_an_ellipsis_takes_the_noun_it_takes_up() -> None:
    text = "Il y a douze blessés dont deux graves, sept morts et dix autres."
    assert [(v, u) for _, v, u, _ in read(text)] == [
        (12, "blessé"), (2, "blessé"), (7, "mort"), (10, "mort"),
    ]  # fmt: skip
    assert [(v, u) for _, v, u, _ in read("On a fouillé 300 véhicules, dont 70 saisis.")] == [
        (300, "véhicule"), (70, "véhicule"),
    ]  # fmt: skip
    assert [(v, u) for _, v, u, _ in read("Sur 900 candidats, 390 ont été admis.")] == [
        (900, "candidat"), (390, "candidat"),
    ]  # fmt: skip


def test_one_beside_another_count_is_a_number() -> None:
    assert [(v, u) for _, v, u, _ in read("Le choc a fait un mort et trois blessés.")] == [
        (1, "mort"),
        (3, "blessé"),
    ]
    assert read("Un mort est à déplorer.") == []


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("entre 10 et 15 blessés", [(10, "blessé"), (15, "blessé")]),
        ("de 3 à 5 morts", [(3, "mort"), (5, "mort")]),
        ("de 900 à 1 200 milliards FCFA", [(900e9, "XOF"), (1_200e9, "XOF")]),
        ("2 à 3 % du budget", [(2, "%"), (3, "%")]),
        ("Le nombre de forages passe de 1 500 à 1 740.", [(1500, "forage"), (1740, "forage")]),
        ("On a soigné 900 malades au nord, contre 700 au sud.", [(900, "malade"), (700, "malade")]),
        ("7 000 au lieu de 9 000 FCFA", [(7000, "XOF"), (9000, "XOF")]),
        ("dix des quatorze régions", [(10, "région"), (14, "région")]),
    ],
)
def test_a_range_is_its_two_ends_in_one_unit(text: str, rows: list[tuple[float, str]]) -> None:
    assert [(v, u) for _, v, u, _ in read(text)] == rows


def test_the_currency_of_an_article_carries_on() -> None:
    text = "Le solde est de 12 milliards contre 9 milliards.\n\nLe total atteint 21 milliards d’euros."
    assert {unit for _, _, unit, _ in read(text)} == {"EUR"}


@pytest.mark.parametrize(
    ("country", "code"), [(None, "XOF"), ("SEN", "XOF"), ("CMR", "XAF"), ("tcd", "XAF"), ("GIN", "GNF")]
)
def test_francs_are_those_of_the_outlets_country(country: str | None, code: str) -> None:
    assert figures("Une amende de 5 000 francs.", country=country)[0].unit == code


def test_a_known_noun_is_found_under_a_scrapers_glue() -> None:
    assert read("Dans neuf localitésfrontalières, 27garçons jouent.") == [
        ("neuf localités", 9, "localité", "exact"), ("27garçons", 27, "garçon", "exact"),
    ]  # fmt: skip


def test_an_unknown_noun_in_a_list_of_counts_is_counted() -> None:
    assert [u for _, _, u, _ in read("Ils ont pris deux camions, quatre chaudrons et six motos.")] == [
        "camion", "chaudron", "moto",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("Il paie une amende de 200 000 F.", "amende"),
        ("Le préjudice est estimé à plus de 10 milliards FCFA.", "préjudice"),
        ("Il vend 75 % des exportations régionales du pays.", "exportations régionales"),
        ("On compte plus d’un million d’enfants.", "enfants"),
    ],
)
def test_the_governing_noun_is_quoted(text: str, measures: str) -> None:
    assert only(text).measures == measures
    assert measures in text


def timex(text: str, words: str, first: str, last: str) -> Timex:
    start = text.index(words)
    return Timex(start=start, end=start + len(words), from_=first, to=last, grain="day", rule="test")


def period(text: str, *times: Timex) -> list[tuple[str | None, str | None]]:
    return [(f.from_, f.to) for f in figures(text, times=times)]


YEAR = ("2024-01-01", "2024-12-31")
BEFORE = ("2023-01-01", "2023-12-31")
DAY = ("2025-07-01", "2025-07-01")


def test_a_date_is_no_figure_and_gives_the_period() -> None:
    text = "En 2024, le port a reçu 300 navires."
    assert period(text, timex(text, "2024", *YEAR)) == [YEAR]


def test_a_baseline_is_not_the_period() -> None:
    for text in (
        "Le trafic de 2024 est en hausse de 8 % par rapport à 2023.",
        "Le trafic de 2024 est en hausse de 8 % par rapport à l’exercice 2023.",
    ):
        assert period(text, timex(text, "2024", *YEAR), timex(text, "2023", *BEFORE)) == [YEAR]


def test_what_is_set_against_has_its_own_period() -> None:
    text = "Le port a reçu 300 navires en 2024, contre 280 navires en 2023."
    assert period(text, timex(text, "2024", *YEAR), timex(text, "2023", *BEFORE)) == [YEAR, BEFORE]


def test_the_day_of_the_telling_is_not_the_period() -> None:
    text = "La douane a annoncé mardi avoir saisi 30 camions."
    assert period(text, timex(text, "mardi", *DAY)) == [(None, None)]


def test_a_distance_has_no_period() -> None:
    text = "Le village, à 12 km du fleuve, a été attaqué mardi."
    assert period(text, timex(text, "mardi", *DAY)) == [(None, None)]


def test_a_day_that_opens_a_sentence_goes_on_in_its_paragraph() -> None:
    scene = "Mardi, le ciel sera clair. Le thermomètre montera à 38 °C."
    assert period(scene, timex(scene, "Mardi", *DAY)) == [DAY]
    aside = "Le ciel était clair mardi. Le thermomètre montera à 38 °C."
    assert period(aside, timex(aside, "mardi", *DAY)) == [(None, None)]
    assert period(f"{scene[:26]}\n\n{scene[27:]}", timex(scene, "Mardi", *DAY)) == [(None, None)]


def test_a_headlines_count_takes_the_time_of_the_lead() -> None:
    text = "Crue : 30 morts dans 4 villages\n\nLe fleuve a débordé mardi. Il pleut."
    assert period(text, timex(text, "mardi", *DAY)) == [DAY, (None, None)]


def test_an_anaphor_takes_up_the_time_before() -> None:
    text = "Le convoi est parti mardi. Ce départ concerne 40 camions."
    assert period(text, timex(text, "mardi", *DAY)) == [DAY]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("À la CAN féminine 2023, 16 équipes ont joué.", "2023"),
        ("L’examen, prévu le 9 mai, réunit 300 candidats.", "9 mai"),
        ("Le tournoi de mardi réunit, lui qui compte 12 clubs, du monde.", "mardi"),
        ("La douane a saisi mardi des billets de 100 dollars.", "mardi"),
    ],
)
def test_a_year_in_a_name_a_date_to_come_and_what_stands_always_give_no_period(text: str, words: str) -> None:
    assert period(text, timex(text, words, *DAY)) == [(None, None)]


def test_a_sum_up_to_a_day_is_the_years_until_then() -> None:
    text = "Le cumul des recettes à fin mai atteint 40 milliards FCFA."
    assert period(text, timex(text, "fin mai", "2025-05-31", "2025-05-31")) == [("2025-01-01", "2025-05-31")]
