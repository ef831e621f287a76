"""French verbs in all their forms, so that a form in the text tells its verb and its tense without a tagger.

The models are in `data/fr/conjugation.tsv`. Not every form of a grammar is made: first and second persons
plural of the simple past and of the subjunctive do not occur in the press.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from faleme.errors import DataError

Tense = Literal[
    "present",
    "imperfect",
    "past",
    "future",
    "conditional",
    "subjunctive",
    "infinitive",
    "participle",
    "gerund",
]

MODELS: Final = Path(__file__).resolve().parent.parent / "data" / "fr" / "conjugation.tsv"
_PERSONS: Final = ("1s", "2s", "3s", "1p", "2p", "3p")
_IMPERFECT: Final = {"ais": "1s", "ait": "3s", "ions": "1p", "aient": "3p"}
_FUTURE: Final = {"ai": "1s", "a": "3s", "ons": "1p", "ez": "2p", "ont": "3p"}
_PAST: Final = {
    "a": {"a": "3s", "èrent": "3p", "ai": "1s"},
    "i": {"it": "3s", "irent": "3p"},
    "u": {"ut": "3s", "urent": "3p"},
    "in": {"int": "3s", "inrent": "3p"},
}


class Form(msgspec.Struct, frozen=True):
    """One form of a verb: 'condamnera' is Form('condamner', 'future', '3s')."""

    lemma: str
    tense: Tense
    person: str


class _Model(msgspec.Struct, frozen=True):
    name: str
    strip: str
    present: tuple[str, ...]
    imperfect: str
    future: str
    past: str
    subjunctive: tuple[str, ...]
    participle: str


@cache
def _models() -> dict[str, _Model]:
    """The model of each infinitive ending."""
    models: dict[str, _Model] = {}
    with MODELS.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith(("#", "model\t")) or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != 9 or len(cells[3].split(",")) != 6:
                raise DataError("nine columns and six present forms wanted", source=str(MODELS), line=number)
            name, ends, strip, present, imperfect, future, past, subjunctive, participle = cells
            model = _Model(
                name, strip, tuple(present.split(",")), imperfect, future, past,
                tuple(subjunctive.split(",")) if subjunctive else (), participle,
            )  # fmt: skip
            models.update(dict.fromkeys(ends.split(), model))
    return models


def _model(lemma: str) -> _Model | None:
    models = _models()
    for cut in range(len(lemma)):
        if (model := models.get(lemma[cut:])) is not None and lemma.endswith(model.strip):
            return model
    return None


@cache
def conjugate(lemma: str) -> dict[str, tuple[Form, ...]]:
    """Every form of a verb, with what it may be: 'condamne' is present or subjunctive.

    Raises DataError for a word that no model fits.
    """
    model = _model(lemma)
    if model is None:
        raise DataError(f"no model conjugates '{lemma}'; add one", source=str(MODELS))
    stem = lemma[: len(lemma) - len(model.strip)]
    forms: dict[str, list[Form]] = {}

    def add(surface: str, tense: Tense, person: str) -> None:
        forms.setdefault(surface, []).append(Form(lemma, tense, person))

    add(lemma, "infinitive", "")
    for ending, person in zip(model.present, _PERSONS, strict=True):
        if ending or model.present[0]:
            add(stem + ending, "present", person)
    for ending, person in _IMPERFECT.items():
        add(_imperfect_stem(stem + model.imperfect, ending, model) + ending, "imperfect", person)
        add(stem + model.future + ending, "conditional", person)
    for ending, person in _FUTURE.items():
        add(stem + model.future + ending, "future", person)
    if model.past != "-":
        past_stem, vowel = model.past.split(":")
        for ending, person in _PAST[vowel].items():
            shown = past_stem if vowel != "a" or ending[0] in "aâ" else past_stem.replace("ç", "c")
            if vowel == "a" and ending == "èrent" and shown.endswith("ge"):
                shown = shown[:-1]
            add(stem + shown + ending, "past", person)
    for ending, person in zip(model.subjunctive, ("3s", "3p"), strict=False):
        add(stem + ending, "subjunctive", person)
    gerund = _imperfect_stem(stem + model.imperfect, "ant", model) + "ant"
    add({"avant": "ayant", "étant": "étant", "savant": "sachant"}.get(gerund, gerund), "gerund", "")
    _add_participles(stem + model.participle, add)
    return {surface: tuple(kinds) for surface, kinds in forms.items()}


def _imperfect_stem(stem: str, ending: str, model: _Model) -> str:
    """'menaç-ait' but 'menac-ions', 'exige-ait' but 'exig-ions'."""
    if ending == "ions" and model.imperfect.endswith("ç"):
        return stem[:-1] + "c"
    if ending == "ions" and model.strip.endswith("ger"):
        return stem[:-1]
    return stem


def _add_participles(masculine: str, add: object) -> None:
    """The four forms of a past participle: 'interdit, interdite, interdits, interdites'."""
    assert callable(add)
    feminine = masculine.replace("û", "u") + "e"
    plural = masculine if masculine.endswith("s") else masculine.replace("û", "u") + "s"
    for surface, number in ((masculine, "ms"), (feminine, "fs"), (plural, "mp"), (feminine + "s", "fp")):
        add(surface, "participle", number)
