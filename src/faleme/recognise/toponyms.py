"""Toponyms: the geographical names of a text below the level of a country (CODEBOOK, section 3).

Capitalised words are looked up longest-first in the gazetteer; what stands around a name then decides whether
it is used as a place ('à Kayes', 'village de Diboli') or as something else: a person ('Birame Diop'), an
institution ('commissariat de Jaxaay'), a government ('Bamako dénonce'), a country, a word at the head of a
sentence. Which place a toponym names is decided later, in `resolve.places`.
"""

from __future__ import annotations

from typing import NamedTuple

from faleme.lexicon.gazetteer import Gazetteer
from faleme.lexicon.toponym_words import ToponymWords, load_toponym_words
from faleme.recognise.toponym_context import Evidence, Strength, weigh
from faleme.recognise.toponym_neighbours import in_longer_name, is_acronym, left_of, of_institution
from faleme.recognise.toponym_spans import NameSpan, name_spans
from faleme.recognise.words import Words, words_of
from faleme.records.place import Toponym


class Names(NamedTuple):
    """The toponyms of a text, and the names that are a part of an institution's ('tribunal de Kaolack').

    The latter are in no list of places (CODEBOOK, section 6), yet what an institution does happens there.
    """

    toponyms: tuple[Toponym, ...]
    institutions: tuple[Toponym, ...]


def toponyms(text: str, *, language: str = "fr", gazetteer: Gazetteer) -> tuple[Toponym, ...]:
    """The toponyms of a text in order, each with the gazetteer rows of its name and its feature word."""
    return names_in(text, language=language, gazetteer=gazetteer).toponyms


def names_in(text: str, *, language: str = "fr", gazetteer: Gazetteer) -> Names:
    """Toponyms and the towns of institutions, in one pass over the names of a text."""
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
    found: list[Toponym] = []
    seats: list[Toponym] = []
    for span, evidence in weighed:
        if evidence.strength is Strength.PLACE or (
            evidence.strength is Strength.OPEN and span.key in settled
        ):
            found.append(_toponym(text, span, evidence.cue))
        elif _is_seat(span, words, lexicon):
            seats.append(_toponym(text, span, None))
    return Names(tuple(found), tuple(seats))


def _is_seat(span: NameSpan, words: Words, lexicon: ToponymWords) -> bool:
    """Whether a name is the town of an institution: no country, no 'CHUR', no 'Ousmane' of a person."""
    if not span.rows or span.country or is_acronym(span, words):
        return False
    left = left_of(span, words, lexicon)
    return of_institution(span, words, lexicon, left) and not in_longer_name(
        span, words, lexicon, left, False
    )


def _toponym(text: str, span: NameSpan, cue: str | None) -> Toponym:
    return Toponym(
        start=span.start, end=span.end, name=text[span.start : span.end], candidates=span.rows, cue=cue
    )


def _is_about_sport(folded: list[str], lexicon: ToponymWords) -> bool:
    """Whether towns are likely to stand for their clubs ('Manchester s'incline à Monaco')."""
    found = sum(map(lexicon.sport.__contains__, folded))
    return found >= lexicon.sport_least or found * lexicon.sport_share > max(len(folded), 60)
