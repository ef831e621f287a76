"""A learned second opinion on whether a reading is an event: a logistic model over what the rules found.

Its features are the rules' own findings and the words beside the trigger (`coding.features`); its weights are
a table that anyone can read (`data/fr/event_weights.tsv`), trained by `python -m bench.train_events` on
labelled articles and readings. The confidence is the model's, so a threshold means something
(docs/quality_second_opinion.md).
"""

from __future__ import annotations

import math
from typing import Final, NamedTuple

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


class Opinion(NamedTuple):
    """The learned second opinion on one reading.

    `parts` are what each feature adds to the log-odds, the strongest first, `confidence` the logistic of
    their sum; both are empty where a language has no weights. `asked` is what had to be reached: of the
    confidence where `by_confidence`, else of the rules' score, with the reason in `why`.
    """

    parts: tuple[tuple[str, float], ...]
    confidence: float | None
    asked: float
    by_confidence: bool
    why: str

    def kept(self, score: float) -> bool:
        """Whether a reading of that score is taken for an event."""
        return (self.confidence or 0.0 if self.by_confidence else score) >= self.asked


def opinion_of(candidate: Candidate, language: str) -> Opinion:
    """What the model adds to a reading, and what was asked of it."""
    weights = event_weights(language)
    if not weights:
        return Opinion((), None, RULES_ALONE, False, "no weights were learned for this language")
    shown = {name: value for name, value in features(candidate).items() if name in weights}
    parts = {name: value * weights[name] for name, value in shown.items()}
    confidence = 1 / (1 + math.exp(-sum(parts[name] for name in sorted(parts))))
    ordered = tuple(sorted(parts.items(), key=lambda part: (-abs(part[1]), part[0])))
    if f"type {candidate.type}" not in weights:
        sure = confidence >= UNKNOWN
        why = "the model has seen too few of this type" + ("" if sure else ", and doubts it")
        return Opinion(ordered, confidence, RULES_ALONE if sure else RULES_FIRM, False, why)
    if candidate.score >= RULES_SURE:
        return Opinion(ordered, confidence, DOUBTED, True, "the rules are sure of it")
    return Opinion(ordered, confidence, ACCEPTED, True, "")


def judged(candidates: list[Candidate], story: Story) -> list[Candidate]:
    """The candidates that are taken for events, each with its confidence and the model's strongest
    reasons.
    """
    kept: list[Candidate] = []
    for candidate in candidates:
        opinion = opinion_of(candidate, story.language)
        if not opinion.kept(candidate.score):
            continue
        if opinion.confidence is not None:
            told = ", ".join(f"{name} {part:+.1f}" for name, part in opinion.parts[:3])
            reason = f"confidence {opinion.confidence:.2f} by the learned weights: {told}"
            candidate = msgspec.structs.replace(
                candidate, confidence=opinion.confidence, reasons=(*candidate.reasons, reason)
            )
        kept.append(candidate)
    return kept
