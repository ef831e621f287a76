"""The words around toponyms (feature words, institutions, offices, countries): data/<language>/toponym_*."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from faleme.errors import DataError
from faleme.lexicon.names import fold, name_key

DATA = Path(__file__).resolve().parent.parent / "data"


class ToponymWords(msgspec.Struct, frozen=True, kw_only=True):
    """Folded word sets by what they say of the name beside them (see data/fr/toponym_rules.toml)."""

    locative: frozenset[str]
    of: frozenset[str]
    articles: frozenset[str]
    into_area: frozenset[str]
    about: frozenset[str]
    joining: frozenset[str]
    never: frozenset[str]
    at: frozenset[str]
    cue_follows: bool
    inside: re.Pattern[str]
    near: re.Pattern[str]
    determiners: frozenset[str]
    chaining: frozenset[str]
    beside_country: frozenset[str]
    linking: frozenset[str]
    enumerating: frozenset[str]
    reaching: frozenset[str]
    contracted: frozenset[str]
    prepositions: frozenset[str]
    compass: frozenset[str]
    abstract: tuple[str, ...]
    between: frozenset[str]
    locative_heads: frozenset[str]
    area_cues: frozenset[str]
    locality_cues: frozenset[str]
    ways: frozenset[str]
    institutions: frozenset[str]
    institutional: frozenset[str]
    phrase_ends: frozenset[str]
    government_heads: frozenset[str]
    seats: frozenset[str]
    addressed: frozenset[str]
    between_heads: frozenset[str]
    titles: frozenset[str]
    directions: frozenset[str]
    openers: frozenset[str]
    followers: frozenset[str]
    generic_halves: frozenset[str]
    glued_after: tuple[str, ...]
    glued_before: frozenset[str]
    sport: frozenset[str]
    dealings: frozenset[str]
    sport_least: int
    sport_share: int
    persons: frozenset[str]
    words: frozenset[str]
    countries: dict[str, str]
    demonyms: dict[str, str]
    country_heads: frozenset[str]
    country_words: int

    cues: frozenset[str]
    no_name: frozenset[str]
    governing: frozenset[str]


def _forms(words: Iterable[str]) -> frozenset[str]:
    """Each word with its regular plurals, hyphens as the tokeniser leaves them (last part only)."""
    last = [word.split("-")[-1] if "-" in word else word for word in words]
    return frozenset(form for word in last for form in (word, word + "s", word + "x"))


def _column(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(line.split("\t")[0] for line in lines if line and not line.startswith("#"))


def _feminine(masculine: str) -> str:
    for ending, feminine in (("ien", "ienne"), ("en", "enne"), ("e", "e"), ("on", "onne")):
        if masculine.endswith(ending):
            return masculine[: -len(ending)] + feminine
    return masculine + "e"


def _phrases(beside: dict[str, Any], kind: str) -> re.Pattern[str]:
    """The phrases of a kind as one pattern; `{ADMIN}` and `{COUNTRY}` stand for the section's own parts."""
    parts = {"{ADMIN}": f"(?:{beside['admin']})", "{COUNTRY}": f"(?:{beside['country']})?"}
    phrases = []
    for phrase in beside[kind]:
        for name, pattern in parts.items():
            phrase = phrase.replace(name, pattern)
        phrases.append(phrase)
    return re.compile("|".join(phrases))


def _countries(path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Name key to alpha-3 ('' for groups of countries), and folded forms of the adjective to alpha-3."""
    names: dict[str, str] = {}
    demonyms: dict[str, str] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) < 2:
            raise DataError("a country needs a code and names", source=str(path), line=number)
        code = columns[0].replace("-", "")
        names.update(dict.fromkeys(map(name_key, columns[1].split("|")), code))
        for masculine in filter(None, columns[2].split("|") if len(columns) > 2 else ()):
            for form in (fold(masculine), _feminine(fold(masculine))):
                last = form.split("-")[-1]
                if last == form:
                    demonyms.update({form: code, form + "s": code})
    return names, demonyms


@cache
def load_toponym_words(language: str = "fr") -> ToponymWords:
    """The word lists of a language; French for a language without lists of its own."""
    folder = DATA / (language if (DATA / language / "toponym_rules.toml").exists() else "fr")
    rules: dict[str, Any] = tomllib.loads((folder / "toponym_rules.toml").read_text(encoding="utf-8"))
    countries, demonyms = _countries(folder / "toponym_countries.tsv")
    prepositions, cues, government = rules["prepositions"], rules["cues"], rules["government"]
    persons = _column(DATA / "fr" / "toponym_persons.tsv")
    words = _column(folder / "toponym_words.tsv")
    every_cue = _forms(cues["area"] + cues["locality"] + cues["ways"] + cues["offices"])
    heads, institutions = _forms(rules["heads"]["locative"]), _forms(rules["institutions"]["heads"])
    openers, titles = frozenset(rules["names"]["openers"]), _forms(rules["persons"]["titles"])
    return ToponymWords(
        locative=frozenset(prepositions["locative"]),
        of=frozenset(prepositions["of"]),
        articles=frozenset(prepositions["articles"]),
        into_area=frozenset(prepositions["into_area"]),
        about=frozenset(prepositions["about"]),
        joining=frozenset(prepositions["joining"]),
        contracted=frozenset(prepositions["contracted"]),
        linking=frozenset(rules["lists"]["linking"]),
        enumerating=frozenset(rules["lists"]["enumerating"]),
        reaching=frozenset(rules["heads"]["reaching"]),
        at=frozenset(prepositions["at"]),
        cue_follows=bool(cues["follows"]),
        inside=_phrases(rules["beside"], "inside"),
        near=_phrases(rules["beside"], "near"),
        determiners=frozenset(rules["lists"]["determiners"]),
        chaining=frozenset(rules["lists"]["chaining"]),
        beside_country=frozenset(cues["beside_country"]),
        never=frozenset(prepositions["never"]),
        prepositions=frozenset(
            word for kind in prepositions if kind != "articles" for word in prepositions[kind]
        ),
        compass=frozenset(rules["names"]["compass"]),
        abstract=tuple(government["abstract"]),
        governing=every_cue | heads,
        no_name=persons | words | every_cue | institutions | openers | titles,
        cues=every_cue,
        between=frozenset(prepositions["between"]),
        locative_heads=heads,
        area_cues=_forms(cues["area"] + cues["offices"]),
        locality_cues=_forms(cues["locality"]),
        ways=_forms(cues["ways"]),
        institutions=institutions,
        institutional=_forms(rules["institutions"]["adjectives"]),
        phrase_ends=frozenset(rules["institutions"]["stops"]),
        seats=frozenset(government["seats"]),
        government_heads=_forms(government["heads"]),
        addressed=_forms(government["addressed"]),
        between_heads=_forms(government["between"]),
        titles=titles,
        directions=frozenset(rules["names"]["directions"]),
        openers=openers,
        followers=frozenset(rules["names"]["followers"]),
        generic_halves=frozenset(rules["names"]["generic_halves"]),
        glued_after=tuple(sorted(rules["names"]["glued_after"], key=len, reverse=True)),
        glued_before=frozenset(rules["names"]["glued_before"]),
        sport=frozenset(rules["sport"]["words"]),
        dealings=_forms(rules["sport"]["dealings"]),
        sport_share=int(rules["sport"]["share"]),
        sport_least=int(rules["sport"]["least"]),
        persons=persons,
        words=words,
        countries=countries,
        demonyms=demonyms,
        country_heads=frozenset(key.split(" ")[0] for key in countries),
        country_words=max(len(key.split(" ")) for key in countries),
    )
