"""A learned second opinion on whether a reading is an event: a logistic model over what the rules found.

Its features are the rules' own findings and the words beside the trigger (`coding.features`); its weights are
a table that anyone can read (`data/fr/event_weights.tsv`), trained by `python -m bench.train_events` on
labelled articles and readings. The confidence is the model's, so a threshold means something
(docs/quality_second_opinion.md).
"""

from __future__ import annotations

import math
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.story import Story
from faleme.lexicon.weights import event_weights

GATE: Final = 25.0
"""Readings that the rules find less sure than this are not put to the model."""

SUPPORTING: Final = 50.0
"""A doubted reading as sure as this lends its facts to an event of its sentence."""

ACCEPTED: Final = 0.55
RULES_SURE: Final = 72.0
DOUBTED: Final = 0.35
"""A reading that the rules are sure of stands unless the model clearly speaks against it: the labels hold few
patrols, extraditions or acts of censorship, and these are what the desk is for."""

RULES_FIRM: Final = 66.0
"""The score asked for where the model, though it knows little of the type, doubts the reading."""

UNKNOWN: Final = 0.5
RULES_ALONE: Final = 60.0
"""The score that is asked for where the model has no say: another language, a type with few labels."""


def features(candidate: Candidate) -> dict[str, float]:
    """What a candidate shows, and the rules' own score (60 of 100 is 0)."""
    found = dict.fromkeys(candidate.features, 1.0)
    found["always"] = 1.0
    found["score of the rules"] = candidate.score / 10 - 6
    return found


def judged(candidates: list[Candidate], story: Story) -> list[Candidate]:
    """The candidates that are taken for events, each with its confidence and the model's strongest
    reasons.
    """
    weights = event_weights(story.language)
    if not weights:
        return [candidate for candidate in candidates if candidate.score >= RULES_ALONE]
    kept: list[Candidate] = []
    for candidate in candidates:
        parts = {
            name: value * weights[name] for name, value in features(candidate).items() if name in weights
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
