"""Which names of a text are places: marked sentences, `[…]` around each toponym and nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faleme.lexicon.gazetteer import load_gazetteer
from faleme.recognise.toponyms import toponyms


def found(text: str) -> list[str]:
    return [toponym.name for toponym in toponyms(text, gazetteer=load_gazetteer())]


def marked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """The sentence without its marks, and the spans that they enclose."""
    text, spans = "", []
    for part in re.split(r"(\[[^\]]*\])", sentence):
        if part.startswith("["):
            spans.append((len(text), len(text) + len(part) - 2))
            part = part[1:-1]
        text += part
    return text, spans


PLACES = [
    "Un camion a brûlé à [Kidira], près de [Diboli].",
    "Les villes de [Niono], [Molodo], [Nioro du Sahel] et [Gogui] ont été visées.",
    "Le maire de [Mbour] et l'archevêque de [Dakar] se sont vus.",
    "Le berger, originaire de [Kaolack], vivait dans le [Boundou].",
    "La région instable de [Kidal] et le cercle de [Nioro] sont calmes.",
    "Une escorte est passée entre [Anefis] et [Aguelhok].",
    "Les localités d'[Anefis] et d'[Aguelhoc] sont reliées.",
    "À [Lafiabougou], les habitants ont fui.",
    "Le [fleuve Sénégal] déborde à [Bakel].",
    "L'axe [Kidira]-[Bakel] est coupé.",
    "La route entre [Dakar] et [Bamako] est rouverte.",
    "La route reliant [Ouagadougou] à [Kongoussi] est minée.",
    "Ils sont partis en direction de [Dakar].",
    "[Vélingara] : un puits s'effondre",
    "[Manga], 1er nov. 2025 (AIB) - Les travaux ont commencé.",
    "Le ministre est arrivé à [Washington] mercredi.",
    "Il a été opéré au [Caire], puis à [Genève].",
    "Une crue en [Casamance] et au [Fouta].",
    "Trois communes, à savoir [Pabré], [Saaba] et [Koubri], seront servies.",
    "Dans la capitale, [Bamako], la vie reprend.",
    "La commune de [Diaobé-Kabendou] a son marché.",
    "Le président atterrira à [Thiaroye-sur-Mer].",
    "La [baie de Hann] est polluée.",
    "Le drame est survenu à [Touba], où un mur est tombé.",
    "Les pluies sont attendues sur [Kolda], [Sédhiou] et [Ziguinchor].",
    "La région du [Centre-Nord] accueille des déplacés.",
    "La préfecture de [Mali] est isolée.",
    "Le pèlerinage marial de [Popenguine] approche.",
    "La maladie gagne à [Pikine]-[Guédiawaye].",
    "La capitale somalienne [Mogadiscio] est calme.",
    "Le drame du quartier [Kadior] est élucidé.",
    "La [place de la Révolution] est fermée.",
    "Il quitte [Ouaga] pour [Bobo-Dioulasso].",
]

NOT_PLACES = [
    "Birame Diop et Ousmane Sonko ont reçu le général Touré.",
    "M. Koudougou a remercié les donateurs.",
    "Le commissariat de Jaxaay et le parquet de Kaolack enquêtent.",
    "L'hôpital régional de Kolda et l'université de Bamako ferment.",
    "Près le tribunal de grande instance, le procureur de Fatick a parlé.",
    "Le parquet de Pikine-Guédiawaye vient d’ouvrir une enquête.",
    "Dakar et Bamako renforcent leurs liens.",
    "Les relations entre Dakar et Bamako s'améliorent.",
    "Les autorités de Bamako ont démenti.",
    "La riposte immédiate de Téhéran inquiète.",
    "Moscou a annoncé une livraison.",
    "La détermination de Dakar est entière.",
    "Il reproche à Bamako sa lenteur.",
    "Le Mali, le Sénégal et la Mauritanie coopèrent au Sahel.",
    "Les Maliens et la presse sénégalaise saluent l'accord d'Alger.",
    "Le bus de Dakar Dem Dikk est en panne.",
    "Il travaille chez Aberdeen, une société de gestion.",
    "Le cours du Brent recule.",
    "Save the Children et la CAN 2025.",
    "Le Nord et le Sud du pays restent secs.",
    "Est-ce vrai ? Son frère dit que Bien des gens y croient.",
    "Le district sanitaire de Nouna se réunit.",
    "Le commissariat d'arrondissement de Grand-Yoff enquête.",
    "L'arsenal de Téhéran diminue.",
    "Le lycée de Salikégné, ce village rural, rouvre.",
    "Le Jaraaf de Dakar a gagné le match de championnat : un but du buteur du club en finale.",
    "Le milieu de Strasbourg, prêté à Lille la saison dernière, est buteur du club en championnat.",
]  # fmt: skip


@pytest.mark.parametrize("sentence", PLACES)
def test_places_are_found_at_their_own_letters(sentence: str) -> None:
    text, spans = marked(sentence)
    got = toponyms(text, gazetteer=load_gazetteer())
    assert [(t.start, t.end) for t in got] == spans
    assert [text[t.start : t.end] for t in got] == [t.name for t in got]
    assert all(t.candidates for t in got if t.name != "Kadior")


@pytest.mark.parametrize("sentence", NOT_PLACES)
def test_what_is_no_place_is_left_out(sentence: str) -> None:
    assert found(sentence) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Diamniadioest sous le choc après le drame.", "Diamniadio"),
        ("Le corps a été trouvé dans le département deGoudiry.", "Goudiry"),
    ],
)
def test_a_name_glued_to_a_small_word_is_coded_at_its_own_letters(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("la région de Kayes", "region"),
        ("le quartier Médina de la ville", "quartier"),
        ("les départements de Kaolack et Fatick", "departement"),
        ("Kayes, région frontalière", "region"),
        ("à Kayes", None),
    ],
)
def test_the_feature_word_is_kept(text: str, cue: str | None) -> None:
    assert {toponym.cue for toponym in toponyms(text, gazetteer=load_gazetteer())} == {cue}


def test_a_bare_village_is_taken_where_the_text_elsewhere_shows_that_it_is_one() -> None:
    assert found("Diboli respire. Le calme est revenu.") == []
    assert found("Diboli respire. Le calme est revenu à Diboli.") == ["Diboli", "Diboli"]


@given(st.text(max_size=300))
def test_no_text_raises(text: str) -> None:
    for toponym in toponyms(text, gazetteer=load_gazetteer()):
        assert text[toponym.start : toponym.end] == toponym.name


PIECES = [
    "à ",
    "Kayes",
    "Diboli",
    " de ",
    "région",
    ", ",
    "\n",
    "Saint-",
    "Louis",
    "d’",
    "(",
    "Mali",
    "É",
    "\u0301",
    "-",
    "’",
    "\ud800",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join))
def test_no_shuffle_of_its_own_material_raises(text: str) -> None:
    for toponym in toponyms(text, gazetteer=load_gazetteer()):
        assert text[toponym.start : toponym.end] == toponym.name
