"""The brief's own words of one language beside the desk's: phrases, plural acts, lists, counted things."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache

from faleme.words.sentence import Act, Sentences, sentences
from faleme.words.wording import DeskLanguage, Phrases, Wording, typeset


class BriefWords(Phrases):
    """What a brief says in one language (data/*/brief.toml), with the writer of its sentences."""

    def __init__(self, language: DeskLanguage) -> None:
        super().__init__(language, "brief.toml")
        self.writer: Sentences = sentences(language)
        self.wording: Wording = self.writer.wording
        self._several: dict[str, tuple[str, str]] = {
            key: (typeset(noun, language), number) for key, (noun, number) in self.words["several"].items()
        }
        self._then = typeset(" ; ", language) if language == "fr" else "; "

    def act(self, kind: str, mode: str | None) -> Act:
        return self.writer.acts.of(kind, mode)

    def several(self, kind: str, mode: str | None) -> Act | None:
        """The act as a noun in the plural ('des attaques'), None where it has none."""
        key = f"{kind}.{mode}" if mode else kind
        found = self._several.get(key)
        return self.act(kind, mode)._replace(noun=found[0], number=found[1]) if found else None

    def listed(self, names: Sequence[str]) -> str:
        """'à Kayes, à Nioro et à Diéma'."""
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.wording.say('and')} {names[-1]}"

    def named(self, names: Sequence[str], most: int) -> str:
        """A list in which those beyond `most` are counted."""
        if len(names) > most + 1:
            names = [*names[:most], self.wording.say("others", n=len(names) - most)]
        return self.listed(names)

    def in_turn(self, parts: Sequence[str]) -> str:
        """Parts with semicolons between them."""
        return self._then.join(parts)

    def counted(self, key: str, low: int | None, high: int | None) -> str:
        """'6 personnes enlevées', 'au moins 40 véhicules touchés', '7 à 18 morts'."""
        number = self.wording.number
        if low == high:
            count = number(low or 0)
        elif high is None:
            count = self.say("least", n=number(low or 0))
        elif not low:
            count = self.say("most", n=number(high))
        else:
            count = self.say("range", low=number(low), high=number(high))
        return self.say(key, n=high or low or 0, count=count)

    def days(self, since: dt.date, until: dt.date) -> str:
        """The window as a title: 'Mercredi 2 juillet 2025', 'Du 1er au 2 juillet 2025'."""
        if since == until:
            return capitalised(self.wording.day(until, weekday=True))
        return capitalised(self.wording.between(since, until))


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


@cache
def brief_words(language: DeskLanguage) -> BriefWords:
    """The words of a language, read once."""
    return BriefWords(language)
