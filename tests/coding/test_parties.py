"""Who stands on the other side: claims, the one armed group, victims, meetings, and what stays empty."""

from __future__ import annotations

import pytest

from tests.coding.test_events import of
from tests.coding.test_sentences import read


def sides(kind: str, sentence: str) -> list[tuple[set[str], set[str]]]:
    return [(set(event.actors), set(event.recipients)) for event in of(kind, read(sentence))]


def test_a_claim_in_another_sentence_names_who_attacked() -> None:
    told = "Le camp militaire de Niono, au Mali, a été attaqué lundi. Le JNIM a revendiqué cet assaut."
    assert all(actors == {"JNIM"} for actors, _ in sides("ASSAULT", told))
    assert sides("ASSAULT", told)


def test_a_group_is_not_the_one_that_it_is_tied_to() -> None:
    told = (
        "Le JNIM, affilié à Al-Qaïda, a attaqué Niono lundi. L’armée malienne a neutralisé vingt assaillants."
    )
    assert ({"MLI:MIL"}, {"JNIM"}) in sides("ASSAULT", told)


def test_soldiers_killed_in_the_one_attack_are_among_the_struck() -> None:
    told = (
        "Un convoi de carburant a été attaqué lundi au Mali, entre Kayes et Sandaré. "
        "Le bilan est de quatre morts parmi les militaires maliens."
    )
    assert any({"MLI:BUS", "MLI:MIL"} <= recipients for _, recipients in sides("ASSAULT", told))


def test_kidnapped_people_are_let_go_by_no_court() -> None:
    told = "Les deux commerçants sénégalais enlevés lundi au Mali ont été relâchés mercredi."
    (release,) = sides("RETREAT", told)
    assert release == (set(), {"SEN:BUS"})


def test_people_at_work_abroad_keep_the_country_told_before() -> None:
    told = (
        "Dix chauffeurs sénégalais sont bloqués à Kayes, au Mali. "
        "Des hommes armés ont enlevé les chauffeurs mardi au Mali."
    )
    assert all(recipients == {"SEN:BUS"} for _, recipients in sides("ASSAULT", told))


def test_a_meeting_tells_who_signed() -> None:
    told = "Le président sénégalais a reçu le Premier ministre malien. Un accord a été signé à l’issue."
    assert ({"SEN:GOV", "MLI:GOV"}, set()) in sides("AGREE", told)


def test_joint_patrols_are_of_the_forces_told_of() -> None:
    told = "Militaires guinéens et bissau-guinéens se retrouvent. Des patrouilles mixtes ont débuté lundi."
    assert all(len(actors) == 2 for actors, _ in sides("COOPERATE", told))


@pytest.mark.parametrize(
    ("kind", "sentence", "actors", "recipients"),
    [
        ("ACCUSE", "Le parti PASTEF a dénoncé une gestion opaque.", {"SEN:PTY"}, {"SEN:GOV"}),
        (
            "ASSAULT",
            "L’armée israélienne a mené des frappes contre des dépôts iraniens.",
            {"ISR:MIL"},
            {"IRN:GOV"},
        ),
        (
            "ASSAULT",
            "Des jihadistes maliens ont mis le feu à la résidence du gouverneur de Kayes "
            "et à une banque malienne.",
            {"MLI:REB"},
            {"MLI:GOV", "MLI:BUS"},
        ),
        (
            "ACCUSE",
            "Le ministre malien a reçu son homologue guinéen, tout en condamnant les propos du Niger.",
            {"MLI:GOV"},
            {"NER:GOV"},
        ),
        (
            "ACCUSE",
            "Téhéran a durci le ton, accusant Washington et Paris.",
            {"IRN:GOV"},
            {"USA:GOV", "FRA:GOV"},
        ),
    ],
)
def test_a_sentence_tells_both_sides(
    kind: str, sentence: str, actors: set[str], recipients: set[str]
) -> None:
    assert (actors, recipients) in sides(kind, sentence)


def test_an_inquiry_into_causes_is_aimed_at_nobody() -> None:
    told = (
        "Deux suspects ont été interpellés lundi à Thiès pour vol. "
        "Une enquête a été ouverte pour déterminer les causes de l’incendie."
    )
    inquiries = [event for event in of("ACCUSE", read(told)) if event.mode == "investigate"]
    assert inquiries
    assert all(not event.recipients for event in inquiries)


@pytest.mark.parametrize(
    ("kind", "sentence", "actors", "recipients"),
    [
        (
            "AID",
            "Le FMI poursuit son appui technique, selon le ministre sénégalais des Finances.",
            {"IMF"},
            {"SEN:GOV"},
        ),
        (
            "SANCTION",
            "La Cour suprême du Sénégal a confirmé la condamnation du maire de Thiès.",
            {"SEN:JUD"},
            {"SEN:GOV"},
        ),
        (
            "ACCUSE",
            "Le président du mouvement Lendemain a dénoncé les arrestations.",
            {"SEN:NGO"},
            {"SEN:GOV"},
        ),
    ],
)
def test_the_state_of_the_story_is_the_other_side(
    kind: str, sentence: str, actors: set[str], recipients: set[str]
) -> None:
    assert (actors, recipients) in sides(kind, sentence)


def test_both_armies_are_the_soldiers_of_both_countries() -> None:
    told = "Le Mali et le Sénégal se rapprochent. Les deux armées patrouillent ensemble à la frontière."
    assert all(actors == {"MLI:MIL", "SEN:MIL"} for actors, _ in sides("COOPERATE", told))
    assert sides("COOPERATE", told)
