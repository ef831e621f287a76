"""Toponyms: the geographical names of a text below the level of a country (CODEBOOK, section 3).

Capitalised words are looked up longest-first in the gazetteer; what stands around a name then decides whether
it is used as a place ('à Kayes', 'village de Diboli') or as something else: a person ('Birame Diop'), an
institution ('commissariat de Jaxaay'), a government ('Bamako dénonce'), a country, a word at the head of a
sentence. Which place a toponym names is decided later, in `resolve.places`.
"""

from __future__ import annotations

from faleme.lexicon.gazetteer import Gazetteer
from faleme.lexicon.toponym_words import ToponymWords, load_toponym_words
from faleme.recognise.toponym_context import Evidence, Strength, weigh
from faleme.recognise.toponym_spans import NameSpan, name_spans
from faleme.recognise.words import words_of
from faleme.records.place import Toponym


def toponyms(text: str, *, language: str = "fr", gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The toponyms of a text in order, each with the gazetteer rows of its name and its feature word."""
    lexicon = load_toponym_words(language)
    words = words_of(text)
    sporting = _is_about_sport(words.folded, lexicon)
    weighed: list[tuple[NameSpan, Evidence]] = []
    before: tuple[NameSpan, Evidence] | None = None
    for span in name_spans(words, gazetteer, lexicon):
        evidence = weigh(span, words, lexicon, before=before, sporting=sporting)
        before = (span, evidence)
        weighed.append(before)
    settled = {span.key for span, evidence in weighed if evidence.strength is Strength.PLACE}
    return tuple(
        Toponym(
            start=span.start,
            end=span.end,
            name=text[span.start : span.end],
            candidates=span.rows,
            cue=evidence.cue,
        )
        for span, evidence in weighed
        if evidence.strength is Strength.PLACE or (evidence.strength is Strength.OPEN and span.key in settled)
    )


def _is_about_sport(folded: list[str], lexicon: ToponymWords) -> bool:
    """Whether towns are likely to stand for their clubs ('Manchester s'incline à Monaco')."""
    found = sum(word in lexicon.sport for word in folded)
    return found >= lexicon.sport_least or found * lexicon.sport_share > max(len(folded), 60)
