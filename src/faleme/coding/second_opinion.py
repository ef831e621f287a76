"""A learned second opinion on whether a reading is an event: a logistic model over what the rules found.

Its features are the rules' own findings (type, frame, which role was named or guessed, what was missing), no
words of the text; its weights are a table that anyone can read (`data/fr/event_weights.tsv`), trained by
`python -m bench.train_events` on labelled articles. The confidence is the model's, so a threshold means
something.
"""

from __future__ import annotations

import math
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.story import Story
from faleme.lexicon.weights import event_weights

GATE: Final = 35.0
"""Readings that the rules find less sure than this are not put to the model."""

SUPPORTING: Final = 50.0
"""A doubted reading as sure as this lends its facts to an event of its sentence."""

ACCEPTED: Final = 0.5
RULES_SURE: Final = 80.0
DOUBTED: Final = 0.28
"""A reading that the rules are sure of stands unless the model clearly speaks against it: the labels hold few
patrols, extraditions or acts of censorship, and these are what the desk is for."""

RULES_FIRM: Final = 66.0
"""The score asked for where the model, though it knows little of the type, doubts the reading."""

UNKNOWN: Final = 0.4
RULES_ALONE: Final = 60.0
"""The score that is asked for where the model has no say: another language, a type with few labels."""


def features(candidate: Candidate, story: Story, sentences: int) -> dict[str, float]:
    """The features of a candidate; `sentences` is how many the article has."""
    kind = candidate.type
    acting = {code.partition(":")[2] or "organisation" for code in candidate.actors}
    named_a = _found(candidate.actors, "A" in candidate.guessed)
    named_r = _found(candidate.recipients, "R" in candidate.guessed)
    names = [
        "always",
        f"type {kind}",
        f"mode {kind}/{candidate.mode}",
        f"frame {candidate.row.frame.name}",
        f"needs {candidate.row.needs or 'nothing'}",
        "noun" if candidate.noun else "verb",
        f"{'noun' if candidate.noun else 'verb'} of {kind}",
        f"status {candidate.status}",
        f"actor {named_a}",
        f"recipient {named_r}",
        f"{kind} actor {named_a} recipient {named_r}",
        "place" if candidate.place else "no place",
        "time" if candidate.time else "no time",
        "title" if candidate.in_title else "body",
        "sport" if story.sport else "no sport",
        "crime" if story.crime else "no crime",
        f"fifth {min(4, 5 * candidate.sentence // max(1, sentences))} of the article",
        *(["definite"] if candidate.definite else ()),
        *(["indefinite"] if candidate.indefinite else ()),
        *(["demonstrative"] if candidate.anaphor else ()),
        *(f"lost: {why.partition(':')[0]}" for why in candidate.lost),
        *(f"actor is {sector}" for sector in acting),
        *(f"{kind} by {sector}" for sector in acting),
        *(f"recipient is {code.partition(':')[2] or 'organisation'}" for code in candidate.recipients),
    ]
    found = dict.fromkeys(names, 1.0)
    found["score"] = candidate.score / 20 - 3.5
    found["row's weight"] = candidate.row.weight / 20 - 3.5
    return found


def _found(codes: tuple[str, ...], guessed: bool) -> str:
    if not codes:
        return "none"
    return "guessed" if guessed else "named"


def judged(candidates: list[Candidate], story: Story, sentences: int) -> list[Candidate]:
    """The candidates that are taken for events, each with its confidence and the model's strongest
    reasons.
    """
    weights = event_weights(story.language)
    if not weights:
        return [candidate for candidate in candidates if candidate.score >= RULES_ALONE]
    kept: list[Candidate] = []
    for candidate in candidates:
        parts = {
            name: value * weights[name]
            for name, value in features(candidate, story, sentences).items()
            if name in weights
        }
        confidence = 1 / (1 + math.exp(-sum(parts[name] for name in sorted(parts))))
        if not _accepted(candidate, confidence, known=f"type {candidate.type}" in weights):
            continue
        strongest = sorted(parts, key=lambda name: (-abs(parts[name]), name))[:3]
        told = ", ".join(f"{name} {parts[name]:+.1f}" for name in strongest)
        reasons = (*candidate.reasons, f"confidence {confidence:.2f} by the learned weights: {told}")
        kept.append(msgspec.structs.replace(candidate, confidence=confidence, reasons=reasons))
    return kept


def _accepted(candidate: Candidate, confidence: float, *, known: bool) -> bool:
    """Whether a reading is taken for an event; `known` tells that the model has learned about its type."""
    if not known:
        asked = RULES_ALONE if confidence >= UNKNOWN else RULES_FIRM
        return candidate.score >= asked
    return confidence >= (DOUBTED if candidate.score >= RULES_SURE else ACCEPTED)
