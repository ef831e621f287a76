"""What a name stands for where it stands: a place, something else, or open until the text is read."""

from __future__ import annotations

import re
from enum import IntEnum

import msgspec

from faleme.lexicon.toponym_words import ToponymWords
from faleme.recognise.toponym_neighbours import (
    TIGHT,
    Left,
    in_longer_name,
    is_acronym,
    is_compass,
    left_of,
    of_institution,
)
from faleme.recognise.toponym_spans import NameSpan, country_at
from faleme.recognise.words import Words

_WEEKDAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_SLUG = re.compile(rf" ?(?:[:–—|]| - |, ?(?:le |ce )?(?:\d|1er|{_WEEKDAY}|[A-Z(]))")
_BEFORE_SLUG = ' («"“-–\u200e\u200f\u200b\ufeff'
_LONGEST_LINK = 24
_DEAL_REACH = 9
_SHORT_NAME = 2
_ENUMERATION_REACH = 14
_PLURAL = "sx"
_OPENING = ("–", "—", ":", "-")


class Strength(IntEnum):
    """NONE: not a place here. OPEN: a place if the same name is one elsewhere in the text. PLACE: a place."""

    NONE = 0
    OPEN = 1
    PLACE = 2


class Evidence(msgspec.Struct, frozen=True):
    """The judgement on one span and the feature word that stands beside it."""

    strength: Strength
    cue: str | None = None


_NO = Evidence(Strength.NONE)
Before = tuple[NameSpan, Evidence] | None


def weigh(span: NameSpan, words: Words, lexicon: ToponymWords, *, before: Before, sporting: bool) -> Evidence:
    """Judges one span; `before` is the span before, for lists ('à Niono, Molodo et Sandaré')."""
    left = left_of(span, words, lexicon)
    if is_acronym(span, words) or left.preposition in lexicon.never:
        return _NO
    if _hangs_on(span, words, before):
        return _NO
    before_it = _cue_before(words, lexicon, left) or _cue_apposed(span, words, lexicon)
    beside = before_it or _cue_after(span, words, lexicon)
    listed = _listed(span, words, lexicon, before)
    cue = beside or (listed.cue if listed else None)
    if not span.rows:
        named = left.preposition in lexicon.at or _is_locative_head(words, left, lexicon)
        return Evidence(Strength.PLACE, beside) if (beside or named) and not left.article else _NO
    if span.headed and not in_longer_name(span, words, lexicon, left, True):
        head = words.folded[span.first]
        return Evidence(Strength.PLACE, _singular(head, lexicon) if head in lexicon.cues else None)
    if is_compass(span, lexicon):
        return _weigh_compass(span, cue, left, lexicon)
    if span.country and not _country_as_place(span, left, beside, lexicon):
        return _NO
    if in_longer_name(span, words, lexicon, left, beside is not None):
        return _NO
    if left.preposition in lexicon.contracted and not (span.area or span.articled or _is_plural(span)):
        return _NO  # 'du Brent': a town has no article.
    # A feature word behind the name does not take it out of an institution's: 'le lycée de X, ce village'.
    if beside is not None and (before_it or not of_institution(span, words, lexicon, left)):
        return Evidence(Strength.PLACE, beside)
    if of_institution(span, words, lexicon, left) or (sporting and _is_club(span, words, lexicon, left)):
        return _NO
    return Evidence(_strength(span, words, lexicon, left, listed), cue)


def _hangs_on(span: NameSpan, words: Words, before: Before) -> bool:
    """'le parquet de Pikine-Guédiawaye': the second half goes with the first."""
    if before is None or before[1].strength is not Strength.NONE:
        return False
    return before[0].last + 1 == span.first and words.gaps[span.first] == "-"


def _is_plural(span: NameSpan) -> bool:
    """'les Parcelles Assainies'"""
    return span.key.split(" ")[0].endswith("s")


def _cue_before(words: Words, lexicon: ToponymWords, left: Left) -> str | None:
    """The feature word before the name: 'région de X', 'quartier X', 'région instable de X'."""
    if left.head < 0 or (left.preposition is not None and left.preposition not in lexicon.of):
        return None
    head = words.folded[left.head]
    if head in lexicon.cues:
        return None if _of_an_institution(words, left.head, lexicon) else _singular(head, lexicon)
    above = left.head - 1
    # 'la capitale somalienne Mogadiscio', 'la région instable de Kidal'
    joined = left.preposition is not None or head in lexicon.demonyms
    described = joined and above >= 0 and words.gaps[left.head] == " "
    if not described or words.capital[left.head]:
        return None
    if head in lexicon.institutions or head in lexicon.prepositions or head in lexicon.institutional:
        return None
    return _singular(words.folded[above], lexicon) if words.folded[above] in lexicon.cues else None


def _of_an_institution(words: Words, at: int, lexicon: ToponymWords) -> bool:
    """'le commissariat d'arrondissement de Grand-Yoff': without an article the two words are one name."""
    return at > 1 and words.folded[at - 1] in lexicon.of and words.folded[at - 2] in lexicon.institutions


def _cue_apposed(span: NameSpan, words: Words, lexicon: ToponymWords) -> str | None:
    """'dans la capitale, Bamako, …': the article says that the feature word means this one place."""
    at = span.first - 1
    apposed = at > 0 and words.gaps[span.first] == ", " and words.folded[at] in lexicon.locality_cues
    return (
        _singular(words.folded[at], lexicon) if apposed and words.folded[at - 1] in lexicon.articles else None
    )


def _cue_after(span: NameSpan, words: Words, lexicon: ToponymWords) -> str | None:
    """The feature word behind it: 'X, localité frontalière', in English 'X region'."""
    at = span.last + 1
    gaps = (", ", " (", " ") if lexicon.cue_follows else (", ", " (")
    if at >= len(words.folded) or words.gaps[at] not in gaps:
        return None
    if words.folded[at] in lexicon.determiners and at + 1 < len(words.folded):
        at += 1
    word = words.folded[at]
    following = words.folded[at + 1] if at + 1 < len(words.folded) else ""
    # 'Nieri, commune de Dianké': the word belongs to the name that follows.
    if word not in lexicon.cues or following in lexicon.of or words.capital[at]:
        return None
    return _singular(word, lexicon)


def _singular(word: str, lexicon: ToponymWords) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in _PLURAL and word[:-1] in lexicon.cues else word


def _listed(span: NameSpan, words: Words, lexicon: ToponymWords, before: Before) -> Evidence | None:
    """The evidence of the name before in a list ('Kolda, Kaffrine et Tambacounda', 'Diboli (Kayes)')."""
    if before is None or before[1].strength is Strength.NONE:
        return None
    between = words.text[before[0].end : span.start]
    if len(between) > _LONGEST_LINK or any(mark in between for mark in "\n.;:!?«»"):
        return None
    inner = words.folded[before[0].last + 1 : span.first]
    if len(inner) > 4 or any(word not in lexicon.linking for word in inner):
        return None
    # 'à Kayes de Bamako' is no list: without a mark there must be a joining word.
    marked = any(mark in between for mark in ",/(-–")
    if not marked and lexicon.chaining.isdisjoint(inner):
        return None
    same_kind = (marked or not lexicon.joining.isdisjoint(inner)) and lexicon.at.isdisjoint(inner)
    cue = before[1].cue if same_kind and "(" not in between else None
    return Evidence(before[1].strength, cue)


def _country_as_place(span: NameSpan, left: Left, cue: str | None, lexicon: ToponymWords) -> bool:
    """A country's name is a place's for once: 'fleuve Sénégal', 'préfecture de Mali', 'à Mali'."""
    if cue is not None:
        return cue in lexicon.beside_country
    return left.preposition in lexicon.at and not left.article and span.prominence >= 2


def _weigh_compass(span: NameSpan, cue: str | None, left: Left, lexicon: ToponymWords) -> Evidence:
    """'la région de l'Est', 'le Centre-Nord': Burkina Faso names its regions so; whose it is comes later."""
    compound = " " in span.key and left.article
    told = cue == "region" and left.preposition in lexicon.of
    return Evidence(Strength.PLACE, "region") if span.area and (told or compound) else _NO


def _is_club(span: NameSpan, words: Words, lexicon: ToponymWords, left: Left) -> bool:
    """In a text about sport a foreign town is its club, unless something is plainly at it."""
    if left.preposition in lexicon.of and left.head >= 0 and words.capital[left.head]:
        return True  # 'le Jaraaf de Dakar'
    if span.home or _is_slug(span, words) or (span.capital and left.preposition in lexicon.at):
        return False
    if left.preposition in lexicon.at and not left.article:
        before: list[str] = []
        for at in range(span.first - 1, max(span.first - _DEAL_REACH, -1), -1):
            before.append(words.folded[at])
            if "," in words.gaps[at] or "." in words.gaps[at]:
                break
        return any(word in lexicon.dealings for word in before)
    return left.preposition not in lexicon.locative


def _strength(
    span: NameSpan, words: Words, lexicon: ToponymWords, left: Left, listed: Evidence | None
) -> Strength:
    """How the name is governed, against how well known it is (the table of codebook section 3)."""
    short = len(span.key) <= (_SHORT_NAME if span.prominence >= 2 and span.home else _SHORT_NAME + 1)
    doubtful = short or span.key in lexicon.persons or span.key in lexicon.words
    if _is_reached(words, left, lexicon) or (not doubtful and _country_follows(span, words, lexicon)):
        return Strength.PLACE
    if span.capital or span.key in lexicon.seats:
        return _capital_strength(span, words, lexicon, left, listed)
    if span.glued:
        return Strength.PLACE if span.prominence >= 2 and not doubtful else Strength.OPEN
    if doubtful:
        return _doubtful_strength(span, lexicon, left)
    if listed is not None and listed.strength is Strength.PLACE:
        return Strength.PLACE if span.prominence >= 1 or span.home or listed.cue else Strength.OPEN
    preposition, known = left.preposition, span.prominence >= 2
    article = left.article and not span.articled
    if preposition in lexicon.locative and not article:
        return Strength.PLACE
    if preposition is None and _is_enumerated(span, words, lexicon):
        return Strength.PLACE
    if preposition in lexicon.locative or preposition in lexicon.into_area or article:
        return Strength.PLACE if span.area and span.prominence >= 1 else Strength.OPEN
    if preposition in lexicon.of and _is_locative_head(words, left, lexicon):
        return Strength.PLACE
    if preposition in lexicon.between or _is_slug(span, words):
        return Strength.PLACE if span.prominence >= 1 else Strength.OPEN
    if preposition is None and not span.home:
        return Strength.OPEN
    return Strength.PLACE if known else Strength.OPEN


def _is_reached(words: Words, left: Left, lexicon: ToponymWords) -> bool:
    """'la route reliant Ouagadougou à Kongoussi', 'ils ont quitté Kayes'."""
    return left.preposition is None and left.head >= 0 and words.folded[left.head] in lexicon.reaching


def _country_follows(span: NameSpan, words: Words, lexicon: ToponymWords) -> bool:
    """'Dakar (Sénégal)', 'Tombouctou (nord du Mali)'."""
    at = span.last + 1
    gaps = (", ", " (", " ") if lexicon.cue_follows else (", ", " (")
    if at >= len(words.folded) or words.gaps[at] not in gaps:
        return False
    return any(country_at(words, word, lexicon) >= 0 for word in range(at, min(at + 4, len(words.folded))))


def _is_enumerated(span: NameSpan, words: Words, lexicon: ToponymWords) -> bool:
    """'trois villages, à savoir X et Y', 'des localités telles que X': the head says what they are."""
    at = span.first - 1
    if at < 1:
        return False
    gap = words.gaps[span.first]
    if gap.strip() not in _OPENING and not (gap == " " and words.folded[at] in lexicon.enumerating):
        return False
    for back in range(at, max(at - _ENUMERATION_REACH, -1), -1):
        if back < at and any(mark in words.gaps[back + 1] for mark in ".;\n"):
            return False
        if words.folded[back] in lexicon.cues and words.folded[back][-1] in _PLURAL:
            return True
    return False


def _doubtful_strength(span: NameSpan, lexicon: ToponymWords, left: Left) -> Strength:
    """A name that is a word or a person's as well needs 'à', and a well-known bearer if it is a word."""
    if left.preposition not in lexicon.at or left.article:
        return Strength.NONE if span.key in lexicon.words else Strength.OPEN
    if span.key in lexicon.words:
        return Strength.PLACE if span.prominence >= 3 else Strength.NONE
    return Strength.PLACE if span.prominence >= 2 else Strength.NONE


def _is_locative_head(words: Words, left: Left, lexicon: ToponymWords) -> bool:
    """'originaire de X', and with an adjective between 'pèlerinage marial de X'."""
    if left.head < 0:
        return False
    if words.folded[left.head] in lexicon.locative_heads:
        return True
    above = left.head - 1
    return above >= 0 and words.gaps[left.head] == " " and words.folded[above] in lexicon.locative_heads


def _capital_strength(
    span: NameSpan, words: Words, lexicon: ToponymWords, left: Left, listed: Evidence | None
) -> Strength:
    """A capital is a place only where something is, goes or comes from there; else its government."""
    head = words.folded[left.head] if left.head >= 0 else ""
    preposition = left.preposition
    if preposition in lexicon.locative:
        return Strength.NONE if preposition in lexicon.at and head in lexicon.addressed else Strength.PLACE
    if preposition in lexicon.into_area:
        return Strength.PLACE if preposition in lexicon.contracted else Strength.NONE
    if preposition in lexicon.of:
        if not span.home:  # 'l'arsenal de Téhéran'
            return Strength.PLACE if _is_locative_head(words, left, lexicon) else Strength.NONE
        return Strength.PLACE if not _is_governmental(head, words, lexicon, left) else Strength.NONE
    if preposition in lexicon.between:
        return Strength.PLACE if _between_places(words, left, lexicon) else Strength.NONE
    if _is_slug(span, words):
        return Strength.PLACE
    return listed.strength if listed is not None else Strength.NONE


def _is_governmental(head: str, words: Words, lexicon: ToponymWords, left: Left) -> bool:
    """'les autorités de Bamako', 'la détermination de Dakar'; not 'la population de Dakar'."""
    if _is_locative_head(words, left, lexicon):
        return False
    above = left.head - 1
    heads = [head]
    if above >= 0 and words.gaps[left.head] == " " and words.folded[above] not in lexicon.prepositions:
        heads.append(words.folded[above])  # 'la riposte immédiate de Téhéran'
    return any(
        word in lexicon.government_heads or word.removesuffix("s").endswith(lexicon.abstract)
        for word in heads
    )


def _between_places(words: Words, left: Left, lexicon: ToponymWords) -> bool:
    """'la route entre Dakar et Bamako', against 'les relations entre Dakar et Bamako'."""
    at = left.head
    for _ in range(3):
        if at < 0 or words.folded[at] in lexicon.between_heads:
            return at >= 0
        if words.gaps[at] not in TIGHT:
            return False
        at -= 1
    return False


def _is_slug(span: NameSpan, words: Words) -> bool:
    """The name heads a paragraph: 'Vélingara : …', 'Manga, 1er nov. 2025 (AIB)'."""
    line = words.text.rfind("\n", 0, span.start) + 1
    if words.text[line : span.start].strip(_BEFORE_SLUG):
        return False
    return bool(_SLUG.match(words.text, span.end))
