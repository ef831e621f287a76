"""What reports claim, each with who said it; and how many voices speak."""

from __future__ import annotations

import pytest

from faleme.link.incidents import link, reports_of
from faleme.link.traits import Page, Report, alike, signature
from faleme.link.voices import credibility, voices
from faleme.pipeline import Resources, load, read_articles
from faleme.read.sample import sample
from faleme.records.event import Attribution
from faleme.records.incident import Incident
from tests.made import article, report

LONG = " ".join(f"mot{n} chose{n % 7} lieu{n % 11}" for n in range(60))


@pytest.fixture(scope="module")
def resources() -> Resources:
    return load()


@pytest.fixture(scope="module")
def sample_incidents(resources: Resources) -> tuple[Incident, ...]:
    return link(r for reading in read_articles(sample(), resources) for r in reports_of(reading))


def test_the_ambush_of_29_january_is_one_incident_with_three_tolls_and_who_said_them(
    sample_incidents: tuple[Incident, ...],
) -> None:
    told = {f"demo-0{n}" for n in (28, 29, 30, 31, 32, 33, 40)}
    ambush = max(sample_incidents, key=lambda each: len(each.members))
    assert {member.article for member in ambush.members} == told
    assert ambush.time and ambush.time.from_ == "2026-01-29"
    said = {
        (claim.fatalities.min, claim.counted, claim.speaker)
        for claim in ambush.claims
        if claim.article == "demo-032"
    }
    assert (15, "chauffeur", "un animateur de radio de la région") in said
    assert (18, "mort", "Un responsable de la sécurité") in said
    assert (7, "militaire + assaillant", None) in said
    burnt = {(claim.least, claim.most) for claim in ambush.said if claim.kind == "vehicles"}
    assert (40, None) in burnt


def test_the_outlets_of_the_sample_are_one_house_and_one_voice(
    sample_incidents: tuple[Incident, ...],
) -> None:
    ambush = max(sample_incidents, key=lambda each: len(each.members))
    assert ambush.voices == 1
    assert "one house (demo)" in ambush.voices_reasons[0]
    assert any("tolls from" in reason for reason in ambush.credibility_reasons)


def test_every_claim_stands_on_its_span(resources: Resources) -> None:
    text = (
        "Attaque à Diboli\n\nDes hommes armés ont attaqué le poste de Diboli mardi. "
        "Selon l’armée, douze soldats et deux civils ont été tués. Cinq blessés sont à Kayes."
    )
    (reading,) = read_articles([article("a", text, published="2025-07-02")], resources)
    attack = next(r for r in reports_of(reading) if r.event.type == "ASSAULT")
    by_kind = {claim.kind: claim for claim in attack.claims}
    dead = by_kind["fatalities"]
    assert (dead.fatalities.min, dead.speaker) == (14, "l’armée")
    assert text[dead.start : dead.end] == "douze soldats et deux civils"
    assert by_kind["wounded"].least == 5


def spoken(identifier: str, source: str, text: str, wires: tuple[str, ...] = ()) -> Report:
    made = report(f"e-{identifier}", identifier)
    return Report(made.event, identifier, made.published, source, page=Page((), (), signature(text), wires))


def test_near_copies_one_house_and_one_agency_are_one_voice() -> None:
    other = LONG[::-1]
    assert voices([spoken("a", "Un", LONG), spoken("b", "Deux", LONG + " fin")]).count == 1
    assert voices([spoken("a", "RFI", LONG), spoken("b", "France 24", other)]).count == 1
    credited = [spoken("a", "Un", LONG, ("AFP",)), spoken("b", "Deux", other, ("AFP",))]
    assert voices(credited).count == 1
    assert "one agency" in voices(credited).reasons[0]
    assert voices([spoken("a", "Un", LONG), spoken("b", "Deux", other)]).count == 2


def test_credibility_follows_voices_contradictions_and_who_is_quoted() -> None:
    texts = [" ".join(f"{letter}{n}" for n in range(80)) for letter in "xyz"]
    three = [spoken(f"a{n}", f"Journal {n}", text) for n, text in enumerate(texts)]
    assert credibility(three).credibility == 1
    assert credibility(three[:2]).credibility == 2
    assert credibility(three[:1]).credibility == 6
    army = Attribution(start=0, end=4, speaker="l’armée", codes=("MLI:MIL",))
    quoted = [
        Report(
            report(f"e{n}", f"a{n}", attribution=army).event, r.article, r.published, r.source, page=r.page
        )
        for n, r in enumerate(three)
    ]
    grade = credibility(quoted)
    assert grade.credibility == 3
    assert "all of them quote one source (l’armée)" in grade.reasons


def test_signatures_tell_copies_from_others() -> None:
    assert alike(signature(LONG), signature(LONG)) == 1.0
    assert alike(signature(LONG), signature(LONG + " et une phrase de plus à la fin du texte")) > 0.7
    assert alike(signature(LONG), signature(LONG[::-1])) < 0.1
    assert alike((), signature(LONG)) == 0.0
