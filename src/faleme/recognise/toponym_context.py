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
    left_of,
    of_institution,
)
from faleme.recognise.toponym_spans import NameSpan
from faleme.recognise.words import Words

_WEEKDAY = "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
_SLUG = re.compile(rf" ?(?:[:–—|]| - |, ?(?:le |ce )?(?:\d|1er|{_WEEKDAY}|[A-Z]))")
_LINKS = frozenset(
    ["et", "ou", "de", "d", "a", "du", "ainsi", "que", "dans", "encore", "mais", "aussi", "vers", "puis", "jusqu", "la", "le", "les", "l", "comme", "notamment", "en"]
)
_LONGEST_LINK = 24
_DEAL_REACH = 9


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
    """Judges one span; `before` is the last span that may be a place ('à Niono, Molodo et Sandaré')."""
    left = left_of(span, words, lexicon)
    if is_acronym(span, words) or left.preposition in lexicon.never:
        return _NO
    beside = _cue(span, words, lexicon, left)
    listed = _listed(span, words, before)
    cue = beside or (listed.cue if listed else None)
    if _is_compass(span, lexicon) and (
        cue != "region" or left.preposition not in lexicon.of or not span.area
    ):
        return _NO
    if span.country and not _country_as_place(span, left, beside, lexicon):
        return _NO
    if in_longer_name(span, words, lexicon, left, beside is not None):
        return _NO
    if left.preposition in lexicon.contracted and not (span.area or span.articled):
        # 'du Brent': a town has no article.
        return _NO
    if beside is not None:
        return Evidence(Strength.PLACE, beside)
    if of_institution(span, words, lexicon, left) or (sporting and _is_club(span, words, lexicon, left)):
        return _NO
    return Evidence(_strength(span, words, lexicon, left, listed), cue)


def _cue(span: NameSpan, words: Words, lexicon: ToponymWords, left: Left) -> str | None:
    """The feature word beside the name: 'région de X', 'quartier X', 'région instable de X', 'X, localité …'."""
    before = _cue_before(words, lexicon, left)
    return before if before is not None else _cue_after(span, words, lexicon)


def _cue_before(words: Words, lexicon: ToponymWords, left: Left) -> str | None:
    if left.head < 0 or (left.preposition is not None and left.preposition not in lexicon.of):
        return None
    head = words.folded[left.head]
    if head in lexicon.cues:
        return _singular(head, lexicon)
    above = left.head - 1
    described = left.preposition is not None and above >= 0 and words.gaps[left.head] == " "
    if not described or words.capital[left.head] or head in lexicon.institutions | lexicon.prepositions:
        return None
    if head in lexicon.institutional:
        return None
    return _singular(words.folded[above], lexicon) if words.folded[above] in lexicon.cues else None


def _cue_after(span: NameSpan, words: Words, lexicon: ToponymWords) -> str | None:
    at = span.last + 1
    if at >= len(words.folded) or words.gaps[at] not in (", ", " ("):
        return None
    if words.folded[at] in ("une", "un", "cette", "ce", "la", "le") and at + 1 < len(words.folded):
        at += 1
    word = words.folded[at]
    following = words.folded[at + 1] if at + 1 < len(words.folded) else ""
    # 'Nieri, commune de Dianké': the word belongs to the name that follows.
    if word not in lexicon.cues or following in lexicon.of or words.capital[at]:
        return None
    return _singular(word, lexicon)


def _singular(word: str, lexicon: ToponymWords) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[:-1] in lexicon.cues else word


def _listed(span: NameSpan, words: Words, before: Before) -> Evidence | None:
    """The evidence of the name before in the same list ('Kolda, Kaffrine et Tambacounda', 'Diboli (Kayes)')."""
    if before is None:
        return None
    between = words.text[before[0].end : span.start]
    if len(between) > _LONGEST_LINK or any(mark in between for mark in "\n.;:!?«»"):
        return None
    inner = words.folded[before[0].last + 1 : span.first]
    if len(inner) > 4 or any(word not in _LINKS for word in inner):
        return None
    # 'à Kayes de Bamako' is no list: without a mark there must be a joining word.
    marked = any(mark in between for mark in ",/(-–")
    if not marked and not any(word in ("et", "ou", "a", "vers", "que", "puis") for word in inner):
        return None
    same_kind = marked or "et" in inner or "ou" in inner
    cue = before[1].cue if same_kind and "(" not in between and "a" not in inner else None
    return Evidence(before[1].strength, cue)


def _country_as_place(span: NameSpan, left: Left, cue: str | None, lexicon: ToponymWords) -> bool:
    """A country's name is a place's for once: 'fleuve Sénégal', 'préfecture de Mali', 'à Mali'."""
    if cue is not None:
        return cue in ("fleuve", "lac", "prefecture", "canal", "riviere", "golfe", "ville", "aeroport")
    return left.preposition == "a" and not left.article and span.prominence >= 2


def _is_compass(span: NameSpan, lexicon: ToponymWords) -> bool:
    return all(word in lexicon.compass for word in span.key.split(" "))


def _is_club(span: NameSpan, words: Words, lexicon: ToponymWords, left: Left) -> bool:
    """In a text about sport a town is its club or team, unless something is plainly at it."""
    if left.preposition == "a" and not left.article:
        before = words.folded[max(0, span.first - _DEAL_REACH) : span.first]
        return not span.home and any(word in lexicon.dealings for word in before)
    return not (span.home and left.preposition in lexicon.locative)


def _strength(
    span: NameSpan, words: Words, lexicon: ToponymWords, left: Left, listed: Evidence | None
) -> Strength:
    """How the name is governed, against how well known it is (the table of codebook section 3)."""
    doubtful = span.key in lexicon.persons or span.key in lexicon.words or len(span.key) <= 3
    if span.capital:
        return _capital_strength(span, words, lexicon, left, listed)
    if span.glued:
        return Strength.PLACE if span.prominence >= 2 and not doubtful else Strength.OPEN
    if doubtful:
        return _doubtful_strength(span, lexicon, left)
    if listed is not None and listed.strength is Strength.PLACE:
        return Strength.PLACE if span.prominence >= 1 else Strength.OPEN
    preposition, known = left.preposition, span.prominence >= 2
    if preposition in lexicon.locative and not left.article:
        return Strength.PLACE
    if preposition in lexicon.locative or preposition in lexicon.into_area or left.article:
        return Strength.PLACE if span.area and span.prominence >= 1 else Strength.OPEN
    if preposition in lexicon.of and _is_locative_head(words, left, lexicon):
        return Strength.PLACE
    if preposition in lexicon.between or _is_slug(span, words):
        return Strength.PLACE if span.prominence >= 1 else Strength.OPEN
    if preposition is None and not span.home:
        return Strength.OPEN
    return Strength.PLACE if known else Strength.OPEN


def _doubtful_strength(span: NameSpan, lexicon: ToponymWords, left: Left) -> Strength:
    """A name that is a word or a person's as well needs 'à', and a well-known bearer if it is a word."""
    if left.preposition != "a" or left.article:
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
    """A capital is a place only where something is at it, goes there or comes from it; else its government."""
    head = words.folded[left.head] if left.head >= 0 else ""
    preposition = left.preposition
    if preposition in lexicon.locative:
        return Strength.NONE if preposition == "a" and head in lexicon.addressed else Strength.PLACE
    if preposition in lexicon.into_area:
        return Strength.PLACE if preposition == "au" else Strength.NONE
    if preposition in lexicon.of:
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
    if words.text[line : span.start].strip(' «"“-–'):
        return False
    return bool(_SLUG.match(words.text, span.end))
