"""The numbered sources of a brief and how many voices they are: house, near-copy and agency count once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from faleme.brief.groups import Group
from faleme.brief.note import Footnote
from faleme.brief.words import BriefWords
from faleme.link.voices import family_of
from faleme.store.base import Source

_WHY = re.compile(r"(\S+) and (\S+): (one house|near-copies|one agency)")
OneVoice = Literal["house", "copy", "agency"]
_KINDS: dict[str, OneVoice] = {"one house": "house", "near-copies": "copy", "one agency": "agency"}


class Footnotes:
    """Gives numbers to sources as they are named, each once."""

    def __init__(self, sources: Mapping[str, Source], words: BriefWords, most: int) -> None:
        self._sources, self._words, self._most = sources, words, most
        self._notes: dict[str, Footnote] = {}

    @property
    def notes(self) -> tuple[Footnote, ...]:
        return tuple(self._notes.values())

    @property
    def named(self) -> list[Source]:
        """The sources that have a number."""
        return [self._sources[article] for article in self._notes]

    def of(self, group: Group) -> tuple[int, ...]:
        """Numbers of the sources of a group, the earliest first."""
        articles = articles_of(group, self._sources)[: self._most]
        pairs = _pairs(group)
        for at, article in enumerate(articles):
            if article not in self._notes:
                self._notes[article] = self._note(article, articles[:at], pairs)
        return tuple(sorted(self._notes[article].number for article in articles))

    def _note(
        self, article: str, earlier: Sequence[str], pairs: Mapping[frozenset[str], OneVoice]
    ) -> Footnote:
        source, words = self._sources[article], self._words
        voice = ""
        for other in earlier:
            if kind := one_voice(self._sources[other], source, pairs):
                voice = words.say(f"same_{kind}", n=self._notes[other].number)
                break
        return Footnote(
            number=len(self._notes) + 1,
            article=article,
            outlet=source.source or words.say("unnamed"),
            day=words.wording.day(source.published) if source.published else words.say("no_date"),
            published=source.published,
            url=source.url if source.url and source.url.lower().startswith(("https://", "http://")) else None,
            voice=voice,
        )

    def voices_remark(self, group: Group) -> str:
        """'5 articles, une seule voix : une même maison.'"""
        words, articles = self._words, articles_of(group, self._sources)
        if len(articles) == 1:
            outlet = self._sources[articles[0]].source
            return words.say("sole", outlet=outlet) if outlet else words.say("sole_unnamed")
        voices = min(len(articles), max(item.incident.voices for item in group))
        if voices > 1:
            return words.say("voices", articles=len(articles), n=voices)
        pairs = _pairs(group)
        first, *rest = articles
        whys = [one_voice(self._sources[first], self._sources[other], pairs) for other in rest]
        kinds = list(dict.fromkeys(kind for kind in (*whys, *pairs.values()) if kind))
        if not kinds:
            return words.say("one_voice", n=len(articles))
        why = words.listed([words.say(f"why_{kind}") for kind in kinds])
        return words.say("one_voice_why", n=len(articles), why=why)


def articles_of(group: Group, sources: Mapping[str, Source]) -> list[str]:
    """The articles behind a group, the earliest first, those without a date last."""
    every = dict.fromkeys(article for item in group for article in item.articles)
    return sorted(every, key=lambda a: (sources[a].published is None, sources[a].published or "", a))


def one_voice(a: Source, b: Source, pairs: Mapping[frozenset[str], OneVoice]) -> OneVoice | None:
    """Why two sources are one voice, None if they are not known to be."""
    if found := pairs.get(frozenset((a.id, b.id))):
        return found
    house = family_of(a.source)
    return "house" if house and house == family_of(b.source) else None


def _pairs(group: Group) -> dict[frozenset[str], OneVoice]:
    """What linking says of pairs of reports; nothing of it is left for the public."""
    found = (_WHY.match(reason) for item in group for reason in item.incident.voices_reasons)
    return {frozenset((m[1], m[2])): _KINDS[m[3]] for m in found if m}
