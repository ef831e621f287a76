"""Actors by phrase: in marked sentences each '[words=CODE]' is a mention that must carry that code."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.recognise.actors import actors

_MARK = re.compile(r"\[([^\]=]+)=([^\]]+)\]")


def unmark(marked: str) -> tuple[str, list[tuple[int, int, tuple[str, ...]]]]:
    """The text without its marks, and the marks; '_' stands for a space in long names."""
    marked = marked.replace("_", " ")
    text, wanted, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        start = len(text)
        text += match.group(1)
        wanted.append((start, len(text), tuple(match.group(2).split("+"))))
        last = match.end()
    return text + marked[last:], wanted


SENTENCES = [
    # armed groups under all their names
    "Le [JNIM=JNIM] a revendiqué l'embuscade.",
    "Le [GSIM=JNIM] a revendiqué l'embuscade.",
    "Le [Groupe_de_soutien_à_l'islam_et_aux_musulmans=JNIM] a revendiqué l'embuscade.",
    "Le [Groupe_de_soutien_à_l’islam_et_aux_musulmans=JNIM] tient la route.",
    "La [katiba Macina=JNIM] bloque la ville.",
    "L'[EIGS=ISGS] a perdu deux chefs.",
    "L'[État islamique au Grand Sahara=ISGS] a perdu deux chefs.",
    "Le [Front de libération de l'Azawad=FLA] a abattu un drone, dit le [FLA=FLA].",
    "[Aqmi=AQIM] et [Boko Haram=BOKO] se sont rapprochés.",
    "Les hommes d'[Africa Corps=AFRICACORPS] ont pris la place de [Wagner=AFRICACORPS].",
    "Les [terroristes du JNIM=JNIM] ont brûlé des pneus.",
    "Le [groupe jihadiste JNIM=JNIM] a brûlé des pneus.",
    # organisations
    "La [Cédéao=ECOWAS] et la [CEDEAO=ECOWAS] sont une.",
    "L'[Alliance des États du Sahel=AES] crée une banque.",
    "L'[ONU=UN], l'[Unicef=UN] et le [HCR=UN] aident.",
    "Le [FMI=IMF] et la [Banque mondiale=WB] attendent.",
    "La [Cour pénale internationale=ICC] enquête.",
    "L'[UEMOA=UEMOA] ferme ses guichets ; l'[Union africaine=AU] s'inquiète.",
    "L'[Union européenne=EU] et l'[Otan=NATO] discutent.",
    "La [BOAD=ORG:BOAD] prête.",
    "La [délégation de la Cédéao=ECOWAS] est repartie.",
    "Le [représentant spécial de l'ONU=UN] s'est exprimé.",
    # named bodies of a country
    "Les [FAMa=MLI:MIL] ont riposté.",
    "Les [VDP=BFA:MIL] ont riposté.",
    "Le [GARSI=SEN:MIL] patrouille.",
    "Le [Pastef=SEN:PTY] et l'[APR=SEN:PTY] s'opposent.",
    "L'[USAID=USA:GOV] se retire.",
    "Le [Synpics=SEN:LAB] proteste.",
    "La [Senelec=SEN:GOV] coupe le courant.",
    # country by adjective, complement, town
    "L'[armée malienne=MLI:MIL] avance.",
    "L'[armée du Mali=MLI:MIL] avance.",
    "Les [forces de défense et de sécurité burkinabè=BFA:MIL] avancent.",
    "Les [douanes sénégalaises=SEN:COP] saisissent du thé.",
    "La [police de Mbour=SEN:COP] saisit du thé.",
    "Le [procureur de Ziguinchor=SEN:JUD] parle.",
    "Le [tribunal de Kayes=MLI:JUD] siège.",
    "Les [députés nigériens=NER:LEG] votent.",
    "La [Cour constitutionnelle du Gabon=GAB:JUD] valide.",
    "L'[opposition guinéenne=GIN:PTY] marche.",
    "Les [enseignants togolais=TGO:EDU] cessent le travail.",
    "Les [transporteurs sénégalais=SEN:BUS] s'arrêtent.",
    "Les [évêques ivoiriens=CIV:REL] prient.",
    "Les [autorités mauritaniennes=MRT:GOV] refoulent des [migrants guinéens=GIN:CVL].",
    "Le [gouverneur de Kayes=MLI:GOV] décide.",
    "Les [gouvernements malien et sénégalais=MLI:GOV+SEN:GOV] signent.",
    "L'[ambassadeur de Chine=CHN:GOV] au Sénégal sourit.",
    "Une [délégation malienne=MLI:GOV] arrive.",
    "Le [porte-parole de l'armée nigérienne=NER:MIL] dément.",
    "Le [conseiller technique au ministère malien de la Défense=MLI:GOV] dément.",
    "Le [ministre sénégalais des Forces armées=SEN:GOV] reçoit.",
    "Le [leader de Pastef=SEN:PTY] répond.",
    "Le [président de l'Union des routiers du Sénégal=SEN:LAB] répond.",
    # countries as states, capitals as governments, coordination
    "[Le Sénégal=SEN:GOV] et le [Mali=MLI:GOV] coopèrent.",
    "[Dakar=SEN:GOV] et [Bamako=MLI:GOV] renforcent leurs liens.",
    "[Bamako=MLI:GOV] a rejeté l'offre.",
    "La querelle entre [Alger=DZA:GOV] et [Bamako=MLI:GOV] dure.",
    "[Washington=USA:GOV], de son côté, attend.",
    "Un [réseau de fraudeurs=UNK:CRM] tombe.",
    "La [société China Roads=CHN:BUS] bâtit.",
    "[Téhéran=IRN:GOV] promet une réponse.",
    "Les [Maliens=MLI:CVL] attendent.",
    # the scraper's glued words
    "Le [Premier ministreOusmane Sonko=UNK:GOV] est là.",
    "Hier l'[Iran=IRN:GOV]a tiré.",
    "Hier l'[armée iranienne=IRN:MIL]a tiré.",
    # lists behind a plural, complements that only tell what a leader acts for, followers
    "Les [ministres du Togo, du Bénin et du Ghana=TGO:GOV+BEN:GOV+GHA:GOV] dînent.",
    "Les [présidents togolais, béninois et ghanéen=TGO:GOV+BEN:GOV+GHA:GOV] dînent.",
    "Les [ministres de l'UEMOA=UEMOA] dînent.",
    "Le [président du Faso=BFA:GOV] reçoit.",
    "Le [secrétaire général de la région=UNK:GOV] ouvre la séance.",
    "La [directrice de la Santé=UNK:GOV] ouvre la séance.",
    "Les [partisans du gouverneur=UNK:PTY] défilent, les [proches du maire=UNK:CVL] aussi.",
    "Le [lieutenant de police Ali Sarr=UNK:COP] dépose.",
    "L'[Honorable Ali Sarr=UNK:LEG] dépose.",
    "La [Commission nationale des sports=UNK:GOV] tranche.",
    # people under a reproach
    "La [jeune fille mise en cause=UNK:CRM] pleure.",
    "Un [homme accusé=UNK:CRM] de vol se tait.",
    # associations: by the adjective on them, by their sport
    "Le [Rassemblement islamique du Bénin=BEN:REL] prie.",
    "Une [association estudiantine=UNK:EDU] débat.",
    "La [Fédération togolaise de judo (FTJ)=ORG:FTJ] élit.",
    # armed groups and forces of other countries
    "Le [Hamas=PSE:REB] et les [Houthis=YEM:REB] menacent [Israël=ISR:GOV].",
    "Le [M23=COD:REB] recule devant les [forces rwandaises=RWA:MIL].",
    "L'[AIEA=ORG:AIEA] inspecte.",
    "La [police suisse=CHE:COP] enquête sur une [banque argentine=ARG:BUS].",
    # no country said
    "Des [hommes armés=UNK:UAF] ont tiré.",
    "Les [jihadistes=UNK:REB] ont tiré.",
    "La [gendarmerie=UNK:COP] enquête.",
    "Les [suspects=UNK:CRM] ont fui.",
    "Le [député Guy Marius Sagna=UNK:LEG] interroge.",
    "Le [collectif des fournisseurs=UNK:BUS] conteste.",
    "La [société civile=UNK:NGO] s'inquiète.",
    "L'[imam=UNK:REL] prie.",
    "Le [journaliste=UNK:MED] écrit.",
    "L'[État=UNK:GOV] paiera.",
]

ENGLISH = [
    "[Mali's army=MLI:MIL] killed a dozen [terrorists=UNK:REB].",
    "[JNIM fighters=JNIM] stopped a [fuel convoy=UNK:BUS].",
    "The [Senegalese government=SEN:GOV] met the [IMF=IMF].",
    "[Malian Prime Minister=MLI:GOV] spoke to [ECOWAS leaders=ECOWAS].",
    "[Bamako=MLI:GOV] has rejected the report.",
    "[Residents of Kayes=MLI:CVL] fled.",
    "[Gunmen=UNK:UAF] attacked [truckers from Senegal=SEN:BUS].",
    "The [World Bank=WB] and the [African Union=AU] agreed.",
    "[Burkina Faso=BFA:GOV] expelled a [French diplomat=FRA:GOV].",
    "[Nigerien police=NER:COP] arrested a [Chinese businessman=CHN:BUS].",
]


def found(text: str, language: str) -> dict[tuple[int, int], tuple[str, ...]]:
    return {(m.start, m.end): m.codes for m in actors(text, language=language)}


@pytest.mark.parametrize("marked", SENTENCES)
def test_french_phrase_has_its_code(marked: str) -> None:
    check(marked, "fr")


@pytest.mark.parametrize("marked", ENGLISH)
def test_english_phrase_has_its_code(marked: str) -> None:
    check(marked, "en")


def check(marked: str, language: str) -> None:
    text, wanted = unmark(marked)
    mentions = found(text, language)
    assert wanted
    for start, end, codes in wanted:
        here = {c for (a, b), c in mentions.items() if a < end and start < b}
        assert codes in here, (text[start:end], codes, here)


@pytest.mark.parametrize(
    "text",
    [
        "Il est parti tôt ce matin.",
        "La lutte anti-terroriste continue.",
        "Le concours Général est passé.",
        "Le taux est élevé.",
        "Dans le cadre de la fête, on danse.",
        "Un coup d'État couve.",
        "La garde à vue se prolonge.",
        "Il pleut à Bamako.",
        "La route de Dakar est coupée.",
        "UN MATIN DE PLUIE.",
        "Nous voulons une société juste.",
        "Ils ont passé le bac en anglais.",
        "La commune dort.",
        "L'organisation du pèlerinage coûte cher.",
        "Le mouvement de foule a fait peur.",
        "Le Tour du Faso est lancé.",
    ],
)
def test_everyday_words_and_places_name_no_actor(text: str) -> None:
    assert [m for m in actors(text) if m.kind != "reference"] == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Il vit au Mali.", "country-location"),
        ("La frontière du Sénégal est fermée.", "country-location"),
        ("Une ville (Mauritanie) du fleuve.", "country-location"),
        ("Le retrait du Mali est acté.", "country-genitive"),
        ("Le Mali se retire.", "country-state"),
        ("Mali : nouvelle attaque", "country-slug"),
        ("Des frappes sur le sol iranien.", "demonym-adjective"),
    ],
)
def test_the_rule_tells_how_a_country_is_used(text: str, rule: str) -> None:
    assert [m.rule for m in actors(text) if m.rule.startswith(("country", "demonym"))] == [rule]


def test_a_name_does_not_run_over_the_end_of_a_title() -> None:
    names = [m.name for m in actors("Le procès du commandant de police\n\nModou Diop Faty est jugé.")]
    assert "Modou Diop Faty" in names


def test_a_given_name_that_is_also_a_title_is_a_name() -> None:
    assert [m.codes for m in actors("Hier Pape Daouda Seck a chanté.")] == [()]
    assert [m.codes for m in actors("Hier le pape a prié.")] == [("UNK:REL",)]


def test_an_unknown_name_beside_an_office_is_a_person() -> None:
    names = [m.name for m in actors("Il a reçu Zhang Xiaolu, président de la banque.")]
    assert "Zhang Xiaolu" in names


def test_an_acronym_is_made_of_the_heads_of_words() -> None:
    reasons = [r for m in actors("La cour a reçu le chef du grand hôpital (CHU).") for r in m.reasons]
    assert not any(reason.startswith("acronym") for reason in reasons)


def test_every_country_has_its_names() -> None:
    for country, people in (("Vanuatu", "VUT"), ("Andorre", "AND"), ("Lesotho", "LSO"), ("Bahamas", "BHS")):
        assert [m.codes for m in actors(f"Hier {country} a signé.")] == [(f"{people}:GOV",)]


def test_an_armed_group_is_not_jnim_by_itself() -> None:
    assert all("JNIM" not in m.codes for m in actors("Un groupe armé a attaqué une position."))


def test_a_person_of_whom_nothing_is_said_has_no_code() -> None:
    (mention,) = actors("Un certain Moussa Traoré est venu.")
    assert mention.codes == ()
    assert mention.name == "Moussa Traoré"


@settings(max_examples=120, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "le ",
                "Mali",
                "JNIM",
                "armée",
                " ",
                "’",
                "ministre",
                "\n",
                "(",
                ")",
                "É",
                "Sonko",
                "a",
                "de ",
                "l'",
                "İ",
                "🚚",
                ",",
            ]
        )
        | st.text(max_size=4),
        max_size=30,
    ).map("".join),
    st.sampled_from(["fr", "en", "other"]),
)
def test_no_text_raises_and_every_quote_is_the_text(text: str, language: str) -> None:
    for mention in actors(text, language=language):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.name == text[mention.start : mention.end]
