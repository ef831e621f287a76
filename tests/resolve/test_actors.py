"""Actors by article: countries left open, later mentions of a person, references, what stays undecided."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from faleme.recognise.actors import actors
from faleme.records.actor import ActorMention
from faleme.resolve.actors import resolve_actors


def read(text: str, country: str | None = "SEN", language: str = "fr") -> tuple[ActorMention, ...]:
    return resolve_actors(text, actors(text, language=language), country=country, language=language)


def of(text: str, words: str, country: str | None = "SEN", language: str = "fr") -> ActorMention:
    """The last mention that overlaps the last occurrence of `words`."""
    start = text.rindex(words)
    here = [m for m in read(text, country, language) if m.start < start + len(words) and start < m.end]
    assert here, f"no mention at {words!r}"
    return here[-1]


CASES = [
    # the country of the story, the sentence, or the body told before
    ("La gendarmerie a ouvert une enquête.", "gendarmerie", "SEN:COP"),
    ("Mali : attaque à Kayes\n\nDes terroristes ont tiré. L'armée a riposté à Nioro.", "armée", "MLI:MIL"),
    ("À Kayes, des jihadistes ont brûlé un pont.", "jihadistes", "MLI:REB"),
    ("L'attaque terroriste près de Kayes inquiète le Sénégal.", "terroriste", "MLI:REB"),
    ("L'armée malienne est venue. Le Sénégal regarde. L'armée est repartie.", "L'armée", "MLI:MIL"),
    ("Des hommes armés ont tiré à Kayes.", "hommes armés", "UNK:UAF"),
    # offices and the people who hold them
    ("Le ministre sénégalais des Forces armées, le général Birame Diop, reçoit.", "Birame Diop", "SEN:GOV"),
    ("Le gouverneur de Kayes, le général Moussa Soumaré, décide.", "Moussa Soumaré", "MLI:GOV"),
    ("Oumar Kanté, ministre malien du Commerce, parle.", "Oumar Kanté", "MLI:GOV"),
    (
        "Le colonel-major Oumarou Maïga, conseiller au ministère malien de la Défense, parle.",
        "Maïga",
        "MLI:GOV",
    ),
    ("Le président Vladimir Poutine reçoit.", "Poutine", "RUS:GOV"),
    ("Assimi Goïta reçoit.", "Goïta", "MLI:GOV"),
    ("Le général Moussa Diarra a parlé.", "Moussa Diarra", "SEN:MIL"),
    # later mentions
    ("Le député Ibra Faty est venu. Faty a parlé.", "Faty", "SEN:LEG"),
    ("Ibra Faty réagit\n\nLe député Ibra Faty est venu.", "Ibra Faty", "SEN:LEG"),
    ("Le maire Ali Sarr est venu. M. Sarr a parlé.", "Sarr", "SEN:GOV"),
    ("Ibra Faty a réagi hier. Le député a condamné l'acte. Faty insiste.", "Faty", "SEN:LEG"),
    ("Ousmane Sonko était là. Le patron de Pastef a ri. Sonko est parti.", "Sonko", "SEN:PTY"),
    ("Le Premier ministre Ousmane Sonko était là. Sonko est parti.", "Sonko", "SEN:GOV"),
    ("L'activiste Ardo Fam a été entendu. Fam se tait.", "Fam", "SEN:CVL"),
    # an office over its complement, beside a name without a comma, unknown names
    ("Le préfet de la province du Wem, Karim Sarr, parle.", "Karim Sarr", "SEN:GOV"),
    ("Le député de Pastef, Ibra Faty, parle.", "Ibra Faty", "SEN:LEG"),
    ("Ibra Faty député à l'Assemblée nationale parle.", "Ibra Faty", "SEN:LEG"),
    # what stands weaker than the table of officials: ranks, titles of faith, a state of life
    ("Le capitaine Ibrahim Traoré salue la foule.", "Ibrahim Traoré", "BFA:GOV"),
    ("L'ayatollah Ali Khamenei menace.", "Khamenei", "IRN:GOV"),
    ("Le détenu Bougane Guèye est malade.", "Bougane Guèye", "SEN:PTY"),
    # acronyms introduced in brackets
    ("L'Union des routiers du Fouta (URF) a fait grève. L'URF menace.", "URF", "SEN:LAB"),
    ("L'Organisation régionale des marchés (ORMA) a tranché. L'ORMA maintient.", "ORMA", "ORG:ORMA"),
    # one word for two peoples
    ("La RDC accuse le Rwanda. L'armée congolaise recule.", "armée congolaise", "COD:MIL"),
    ("Le Congo-Brazzaville vote. L'armée congolaise veille.", "armée congolaise", "COG:MIL"),
    # a firm by its own name
    ("La société suisse Volmeda AG a menti. Selon lui, Volmeda fuit.", "Volmeda", "CHE:BUS"),
    ("L'Union des routiers du Fouta (URF) veille. La présidente de l'URF, Awa Sy, rit.", "Awa Sy", "SEN:LAB"),
    # references
    ("Ardo Gueladio réagit\n\nL’activiste Ardo Gueladio est venu.", "Ardo Gueladio réagit", "SEN:CVL"),
    ("Le JNIM a frappé. Le groupe a menacé la ville.", "Le groupe", "JNIM"),
    ("Le FMI a suspendu son programme. Le Fonds attend.", "Le Fonds", "IMF"),
    ("La Cédéao a réagi. L'organisation demande du calme.", "L'organisation", "ECOWAS"),
    ("Le ministre malien du Commerce est venu. Il a salué la foule.", "Il", "MLI:GOV"),
    ("Le maire a reçu le préfet. Ce dernier a salué la foule.", "Ce dernier", "SEN:GOV"),
    ("La Confédération AES et l'ONU ont parlé. La Confédération attend.", "La Confédération", "AES"),
    ("Le Rassemblement islamique du Sénégal condamne. Elle appelle au calme.", "Elle", "SEN:REL"),
    ("Les avocats ont écrit aux autorités. Ils dénoncent un abus.", "Ils", "SEN:CVL"),
    ("Les terroristes du JNIM ont fui. Ils ont brûlé des camions.", "Ils", "JNIM"),
]


@pytest.mark.parametrize(("text", "words", "code"), CASES)
def test_the_article_settles_the_code(text: str, words: str, code: str) -> None:
    assert of(text, words).codes == (code,)


def test_the_two_countries_are_those_named_before() -> None:
    text = "Le Sénégal a reçu une délégation malienne. Les deux pays patrouillent ensemble."
    assert of(text, "Les deux pays").codes == ("MLI:GOV", "SEN:GOV")


def test_the_same_offices_in_the_plural_are_those_told_before() -> None:
    text = "Les ministres du Togo et du Ghana ont dîné. Les ministres ont convenu d'un plan. Ils se taisent."
    assert of(text, "ministres ont").codes == ("TGO:GOV", "GHA:GOV")
    assert of(text, "Ils").codes == ("TGO:GOV", "GHA:GOV")


@pytest.mark.parametrize("office", ["Le juge", "La justice", "Le tribunal"])
def test_an_accused_person_is_not_the_judge_told_behind_the_name(office: str) -> None:
    assert of(f"Ibra Faty est accusé de vol. {office} a tranché. Faty se tait.", "Faty").codes == ()


def test_he_is_not_the_judge_told_before() -> None:
    text = "Le député Ibra Faty est accusé. Le juge a tranché. Il est inculpé."
    assert of(text, "Il").codes == ("SEN:LEG",)


def test_a_minister_told_before_is_not_the_artist_told_last() -> None:
    text = (
        "Le ministre Ali Sarr a visité le jardin de Brahima Komi. Le ministre a salué l'oeuvre. Komi sourit."
    )
    assert of(text, "Komi").codes == ()


def test_a_reference_with_nothing_before_stays_undecided() -> None:
    mention = of("Les deux pays patrouillent ensemble.", "Les deux pays", country=None)
    assert mention.codes == ()
    assert mention.judgement == "undecided"


def test_two_people_of_one_family_name_leave_it_undecided() -> None:
    text = "Le député Ibra Faty est venu. L'imam Ali Faty aussi. Faty a parlé."
    mention = of(text, "Faty")
    assert mention.judgement == "undecided"
    assert set(mention.candidates) == {"SEN:LEG", "SEN:REL"}


def test_a_former_minister_acts_for_the_government_no_more() -> None:
    mention = of("L'ancien ministre Ali Faty a été entendu.", "Ali Faty")
    assert mention.codes == ()
    assert "SEN:GOV" not in mention.candidates


def test_an_unknown_person_is_a_candidate_citizen_of_the_story() -> None:
    mention = of("Moussa Traoré est venu à Dakar.", "Moussa Traoré")
    assert (mention.codes, mention.candidates) == ((), ("SEN:CVL",))


def test_the_text_wins_over_the_table() -> None:
    mention = of("Le chef de parti Ousmane Sonko a parlé à Dakar.", "Sonko")
    assert mention.codes == ("SEN:PTY",)


def test_a_later_mention_points_to_the_mention_that_grounds_it() -> None:
    text = "Le député Ibra Faty est venu. Faty a parlé."
    mentions = read(text)
    later = mentions[-1]
    assert later.antecedent is not None
    assert mentions[later.antecedent].name == "député Ibra Faty"
    assert later.reasons


def test_the_outlet_gives_the_country_when_nothing_else_does() -> None:
    assert of("La police a arrêté trois suspects.", "suspects", country="BFA").codes == ("BFA:CRM",)
    assert of("La police a arrêté trois suspects.", "suspects", country=None).codes == ("UNK:CRM",)


def test_english_references() -> None:
    text = (
        "Senegalese President Bassirou Diomaye Faye met Malian officials. The two countries agreed. He left."
    )
    assert of(text, "The two countries", language="en").codes == ("MLI:GOV", "SEN:GOV")
    assert of(text, "He", language="en").codes == ("SEN:GOV",)


@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "Le ",
                "député ",
                "Ibra Faty",
                " Faty",
                ". ",
                "il ",
                "les deux pays ",
                "(URF) ",
                "Mali ",
                "le groupe ",
                "\n\n",
            ]
        )
        | st.text(max_size=3),
        max_size=30,
    ).map("".join),
    st.sampled_from([None, "SEN", "MLI"]),
)
def test_no_text_raises_and_spans_stay_in_range(text: str, country: str | None) -> None:
    mentions = read(text, country)
    for index, mention in enumerate(mentions):
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.name == text[mention.start : mention.end]
        assert mention.antecedent is None or (
            0 <= mention.antecedent < len(mentions) and mention.antecedent != index
        )
