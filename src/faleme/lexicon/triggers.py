"""The words that report an event: rows of `data/<language>/triggers.tsv` with their frames, ready to be
matched.

A row is compiled once into elements. An element is a set of word keys; a verb's element holds all its forms.
A word key is the word in lower case, a noun's plural ending taken off ('attaques' and 'attaque' are one key).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from faleme.errors import DataError
from faleme.lexicon.conjugation import Form, conjugate
from faleme.lexicon.grammar import DATA, grammar

TYPES: Final = frozenset(
    [
        "AGREE",
        "CONSULT",
        "SUPPORT",
        "CONCEDE",
        "COOPERATE",
        "AID",
        "RETREAT",
        "REQUEST",
        "ACCUSE",
        "REJECT",
        "THREATEN",
        "PROTEST",
        "SANCTION",
        "MOBILIZE",
        "COERCE",
        "ASSAULT",
    ]
)
_GAP: Final = "~"


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """Which grammatical place fills which role; see the header of `frames.tsv`."""

    name: str
    subject: str
    object: str
    prepositions: dict[str, str]
    actor: str | None
    recipient: str | None


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the lexicon."""

    words: str
    pos: str
    type: str
    mode: str | None
    frame: Frame
    tags: tuple[str, ...]
    needs: str
    weight: int

    @property
    def rule(self) -> str:
        return f"{self.type}{'/' + self.mode if self.mode else ''} «{self.words}»"


class Pattern(msgspec.Struct, frozen=True):
    """A row's elements behind its first word; None is a gap. `verb` is the lemma of the row's verb.

    `turned` marks the passive order of a row 'ouvrir ~ enquête': 'une enquête a été ouverte'; the verb is
    last.
    """

    row: Row
    verb: str | None
    reflexive: bool
    rest: tuple[frozenset[str] | None, ...]
    turned: bool = False


class Lexicon(msgspec.Struct, frozen=True):
    """Patterns by the key of their first word, and what a verb's form may be."""

    first: dict[str, tuple[Pattern, ...]]
    forms: dict[str, tuple[Form, ...]]
    nouns: frozenset[str]


def word_key(word: str) -> str:
    """The key under which a word is compared: 'Attaques' and 'attaque' share one, 'journaux' has
    'journal'.
    """
    word = word.lower().replace("’", "'")
    if len(word) > 3:
        if word.endswith("aux") and len(word) > 4:
            return word[:-3] + "al"
        if word[-1] in "sx":
            return word[:-1]
    return word


def _rows(path: Path, columns: int) -> list[list[str]]:
    rows: list[list[str]] = []
    header = True
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.startswith("#") or not line.strip():
                continue
            cells = line.rstrip("\n").split("\t")
            if len(cells) != columns:
                raise DataError(f"{columns} columns wanted", source=str(path), line=number)
            if not header:
                rows.append(cells)
            header = False
    return rows


@cache
def frames(language: str) -> dict[str, Frame]:
    """The frames of a language by name."""
    found: dict[str, Frame] = {}
    for name, subject, object_, prepositions, actor, recipient in _rows(DATA / language / "frames.tsv", 6):
        pairs = dict(pair.split(":") for pair in prepositions.split() if pair != "-")
        found[name] = Frame(
            name=name, subject=subject, object=object_, prepositions=pairs,
            actor=None if actor == "-" else actor, recipient=None if recipient == "-" else recipient,
        )  # fmt: skip
    return found


def rows(language: str) -> tuple[Row, ...]:
    """The rows of a language's lexicon in the order of the file. Raises DataError on a row that breaks the
    format.
    """
    path = DATA / language / "triggers.tsv"
    known = frames(language)
    found: list[Row] = []
    for words, pos, kind, mode, frame, tags, needs, weight in _rows(path, 8):
        if kind not in TYPES or frame not in known or pos not in ("v", "n", "p"):
            raise DataError(f"row '{words}': unknown type, frame or part of speech", source=str(path))
        found.append(
            Row(
                words=words,
                pos=pos,
                type=kind,
                mode=None if mode == "-" else mode,
                frame=known[frame],
                tags=() if tags == "-" else tuple(tags.split(",")),
                needs="" if needs == "-" else needs,
                weight=int(weight),
            )  # fmt: skip
        )
    return tuple(found)


def _element(word: str, language: str) -> frozenset[str] | None:
    if word == _GAP:
        return None
    classes = grammar(language).classes
    keys: set[str] = set()
    for part in word.lower().split("|"):
        if part.startswith("="):
            keys.add(part[1:])
            continue
        group = next((classes[name] for name in ("of", "to", "the") if part in classes[name]), None)
        keys |= group if group is not None else {word_key(part)}
    return frozenset(keys)


def phrase_elements(phrase: str, language: str) -> tuple[frozenset[str] | None, ...]:
    """The elements of a phrase written as in the lexicon."""
    return tuple(_element(word, language) for word in phrase.split())


def _compile(row: Row, language: str, forms: dict[str, tuple[Form, ...]]) -> list[tuple[str, Pattern]]:
    """A row's patterns with the key of the first word of each."""
    words = row.words.split()
    reflexive = words[0] in grammar(language).classes["reflexive"]
    if reflexive:
        words = words[2:] if words[1] == "en" else words[1:]
    rest = tuple(_element(word, language) for word in words[1:])
    if row.pos != "v":
        first = _element(words[0], language) or frozenset()
        return [(key, Pattern(row, None, False, rest)) for key in sorted(first)]
    verb = words[0].split("/")[0]
    pattern = Pattern(row, verb, reflexive, rest)
    surfaces = conjugate(verb) if language == "fr" else english_forms(words[0])
    for surface, kinds in surfaces.items():
        had = forms.get(surface, ())
        forms[surface] = had + tuple(kind for kind in kinds if kind not in had)
    found = [(surface, pattern) for surface in surfaces]
    if len(rest) == 2 and rest[0] is None and rest[1] is not None and not reflexive:
        participles = frozenset(
            s for s, kinds in surfaces.items() if any(k.tense == "participle" for k in kinds)
        )
        turned = Pattern(row, verb, False, (None, participles), True)
        found.extend((key, turned) for key in sorted(rest[1]))
    return found


def english_forms(verb: str) -> dict[str, tuple[Form, ...]]:
    """Forms of an English verb written 'attack' or, irregular, 'take/took/taken'."""
    base, *irregular = verb.split("/")
    verb = base
    stem = base[:-1] if base.endswith("e") else base
    if base.endswith("y") and base[-2] not in "aeiou":
        third, past = base[:-1] + "ies", base[:-1] + "ied"
    else:
        third = base + ("es" if base.endswith(("s", "sh", "ch", "x", "z")) else "s")
        past = stem + "ed"
    gerund = (base if base.endswith("ee") else stem) + "ing"
    if irregular and irregular[0] == base + base[-1] + "ed":
        gerund = base + base[-1] + "ing"  # 'kidnap/kidnapped': 'kidnapping'
    elif base in ("hit", "set", "cut", "put", "shut", "quit", "beat", "run", "get", "begin", "sit"):
        gerund = base + ("" if base == "beat" else base[-1]) + "ing"
    simple, participle = (irregular[0], irregular[-1]) if irregular else (past, past)
    forms: dict[str, list[Form]] = {}
    if base == "be":
        forms = {word: [Form(base, "present", "")] for word in ("is", "are", "am")}
        forms["were"] = [Form(base, "past", "")]
    for surface, tense in (
        (base, "infinitive"), (base, "present"), (third, "present"), (simple, "past"),
        (participle, "participle"), (gerund, "gerund"),
    ):  # fmt: skip
        forms.setdefault(surface, []).append(Form(verb, tense, ""))  # type: ignore[arg-type]
    return {surface: tuple(kinds) for surface, kinds in forms.items()}


@cache
def lexicon(language: str) -> Lexicon:
    """The compiled lexicon of a language ('fr', 'en')."""
    first: dict[str, list[Pattern]] = {}
    forms: dict[str, tuple[Form, ...]] = {}
    nouns: set[str] = set()
    for row in rows(language):
        for key, pattern in _compile(row, language, forms):
            first.setdefault(key, []).append(pattern)
            if row.pos == "n":
                nouns.add(key)
    return Lexicon({key: tuple(patterns) for key, patterns in first.items()}, forms, frozenset(nouns))
