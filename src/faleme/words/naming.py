"""Names of actors and countries in plain words ('l'armée malienne' for MLI:MIL)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from faleme.words.wording import DATA, DeskLanguage, read_words, typeset


class Phrase(NamedTuple):
    """A noun phrase with its article, and whether its verb is in the plural."""

    text: str
    plural: bool


class Naming:
    """Codes of CODEBOOK, 'Actors and recipients', as phrases of one language."""

    def __init__(self, language: DeskLanguage) -> None:
        self.language: DeskLanguage = language
        words = read_words(language, "desk_actors.toml")
        self._sectors: dict[str, str] = words["sectors"]
        self._unknown: dict[str, str] = words["unknown"]
        self._bodies: dict[str, str] = words["bodies"]
        self._countries: dict[str, list[str]] = words["countries"]
        self._plural: set[str] = set(words.get("plural", {}).get("sectors", ()))
        self._names = _country_names(language)

    def actor(self, code: str, *, as_state: bool = False) -> Phrase:
        """The phrase of one code; a government is its country where states deal with each other."""
        if code in self._bodies:
            return self._phrase(self._bodies[code])
        country, _, sector = code.partition(":")
        if country == "ORG" or not sector:
            return Phrase(sector or code, plural=False)
        if as_state and sector == "GOV" and country in self._countries:
            return self._phrase(self._countries[country][1])
        return self._sector(country, sector)

    def actors(self, codes: Iterable[str]) -> list[Phrase]:
        """Phrases of the actors of one happening, each once."""
        codes = tuple(codes)
        states = {code for code in codes if code.endswith(":GOV")}
        phrases = (self.actor(code, as_state=len(states) > 1) for code in codes)
        return list(dict.fromkeys(phrases))

    def country(self, code: str | None) -> str:
        """'Mali'; the code where we have no name."""
        if not code:
            return ""
        names = self._countries.get(code)
        return typeset(names[0] if names else self._names.get(code, code), self.language)

    def in_country(self, code: str) -> str:
        """'au Mali', 'in Mali'."""
        names = self._countries.get(code)
        return typeset(names[2], self.language) if names else f"({self.country(code)})"

    def adjective(self, code: str) -> str:
        """'malien', 'Malian'; the name in brackets where we have none."""
        names = self._countries.get(code)
        return names[3] if names else f"({self.country(code)})"

    def _sector(self, country: str, sector: str) -> Phrase:
        names = self._countries.get(country)
        pattern = self._sectors.get(sector)
        if pattern is None:
            return Phrase(f"{self.country(country)} ({sector})", plural=False)
        plural = sector in self._plural
        if names is None:
            text = self._unknown[sector]
            if country != "UNK":
                text += f" ({self.country(country)})"
            return self._phrase(text, plural)
        if self.language == "en":
            return self._phrase(pattern.format(adj=names[3], **{"in": names[2]}), plural)
        ms, fs, mp = names[3:6]
        fp = fs if fs.endswith("è") else fs + "s"
        return self._phrase(pattern.format(ms=ms, fs=fs, mp=mp, fp=fp, **{"in": names[2]}))

    def _phrase(self, text: str, plural: bool = False) -> Phrase:
        french_plural = self.language == "fr" and text.startswith(("les ", "des "))
        english_plural = self.language == "en" and text in ("the United Nations", "the United States")
        return Phrase(typeset(text, self.language), plural or french_plural or english_plural)


@cache
def _country_names(language: DeskLanguage) -> dict[str, str]:
    """Names by alpha-3 code from data/countries.tsv."""
    column = 1 if language == "fr" else 2
    names: dict[str, str] = {}
    for line in (DATA / "countries.tsv").read_text(encoding="utf-8").splitlines():
        fields = line.split("\t")
        if not line.startswith("#") and len(fields) > column:
            names[fields[0]] = fields[column].split("|")[0]
    return names


@cache
def naming(language: DeskLanguage) -> Naming:
    """The names of a language, read once."""
    return Naming(language)
