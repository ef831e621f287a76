"""The learned second opinion: what it reads, how it decides, and that its say is shown."""

from __future__ import annotations

import msgspec
import pytest

from faleme.coding.candidates import Candidate
from faleme.coding.features import features_of, up_to
from faleme.coding.mentions import Mentions
from faleme.coding.second_opinion import DOUBTED, RULES_ALONE, features, judged
from faleme.coding.sightings import sightings_of
from faleme.coding.story import Story
from faleme.coding.weigh import candidates_of
from faleme.lexicon.weights import event_weights
from faleme.recognise.actors import actors
from faleme.recognise.sentences import sentences
from faleme.records.text import Article
from faleme.resolve.actors import resolve_actors


def told(text: str, language: str = "fr") -> tuple[list[Candidate], Story]:
    """Every reading of a text, however doubtful, by the order of the words."""
    article = Article(id="t", title="", text=text, language=language, published="2025-06-12")
    mentions = Mentions(actors=resolve_actors(text, actors(text), country="SEN"))
    story = Story.of(article, mentions, "SEN")
    found: list[Candidate] = []
    for sighting in sightings_of(article, sentences(text), mentions, story, None):
        found.extend(candidates_of(sighting, story, found, 0.0))
    return found, story


def test_a_reading_shows_what_the_rules_found() -> None:
    [reading] = told("Le gouvernement sénégalais a condamné la junte malienne.")[0]
    assert {"type ACCUSE", "part of speech v", "verb present perfect active"} <= set(reading.features)
    assert {"actor is GOV", "told before: 0", "triggers: 0"} <= set(reading.features)


def test_the_words_beside_a_trigger_are_shown_as_stems_and_no_name_is() -> None:
    [reading] = told("Hier, Moussa Traoré a condamné, selon Awa Diop, la junte malienne.")[0]
    assert {"word condamn", "word 1 behind: ,", "word 2 behind: selon"} <= set(reading.features)
    words = {word for name in reading.features for word in name.lower().split()}
    assert not words & {"moussa", "traore", "awa", "diop"}
    assert any(name.endswith("Aa") for name in reading.features)


def test_what_the_sentence_told_before_is_shown() -> None:
    found, _ = told("L'armée malienne a tué dix terroristes et l'armée malienne a arrêté deux suspects.")
    later = found[-1]
    assert "told in the sentence: 1" in later.features
    assert "its actor acts elsewhere in the sentence" in later.features


def test_the_weight_of_its_say_is_in_the_reasons() -> None:
    found, story = told("L'armée malienne a tué dix terroristes à Diboli.")
    [event] = [candidate for candidate in judged(found, story) if candidate.type == "ASSAULT"]
    assert 0.0 < event.confidence <= 1.0
    assert event.reasons[-1].startswith(f"confidence {event.confidence:.2f} by the learned weights: ")


def test_confidence_rises_with_the_score_of_the_rules() -> None:
    found, story = told("L'armée malienne a tué dix terroristes à Diboli.")
    sure = next(candidate for candidate in found if candidate.type == "ASSAULT")
    assert event_weights("fr")["score of the rules"] > 0
    doubtful = msgspec.structs.replace(sure, score=30.0)
    low, high = ([c.confidence for c in judged([each], story)] for each in (doubtful, sure))
    assert high
    assert not low or low < high


def test_a_reading_that_the_model_speaks_clearly_against_falls(monkeypatch: pytest.MonkeyPatch) -> None:
    found, story = told("L'armée malienne a tué dix terroristes à Diboli.")
    sure = next(candidate for candidate in found if candidate.type == "ASSAULT")
    against = {"type ASSAULT": -5.0}
    monkeypatch.setattr("faleme.coding.second_opinion.event_weights", lambda language: against)
    assert sure.score >= RULES_ALONE and DOUBTED > 0.01
    assert judged([sure], story) == []


def test_a_language_without_a_model_goes_by_the_rules() -> None:
    found, story = told("The Malian army killed ten fighters in Diboli.", "en")
    assert not event_weights("en")
    assert judged(found, story) == [candidate for candidate in found if candidate.score >= RULES_ALONE]


def test_weights_are_names_that_readings_show_and_hold_no_score_but_the_rules() -> None:
    weights = event_weights("fr")
    assert 100 < len(weights) < 6000
    assert not [
        name for name in weights if name.startswith("word") and not name.islower() and "Aa" not in name
    ]
    found, _ = told("L'armée malienne a tué dix terroristes à Diboli.")
    shown = features(found[0])
    assert len(shown.keys() & weights.keys()) > 20
    assert features_of.__module__ == "faleme.coding.features"


@pytest.mark.parametrize(("number", "name"), [(0, "0"), (1, "2"), (2, "2"), (9, "more")])
def test_a_number_is_named_by_the_first_edge_that_it_does_not_pass(number: int, name: str) -> None:
    assert up_to(number, 0, 2, 4) == name
