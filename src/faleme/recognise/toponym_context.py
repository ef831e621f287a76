"""What a name stands for where it stands: a place, something else, or open until the rest of the text is read."""

from __future__ import annotations

import re
from enum import IntEnum

import msgspec

from faleme.lexicon.toponym_words import ToponymWords
from faleme.recognise.toponym_spans import NameSpan
from faleme.recognise.words import Words

_TIGHT = (" ", "-", "'", "\u00a0")
_SLUG = re.compile(
    r" ?(?:[:–—|]| - |\(|, ?(?:le |ce )?(?:\d|1er|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche))"
)
_LIST_GAP = re.compile(r"\s*,\s*|\s+et\s+|\s*/\s*|\s*\(\s*")
_INSTITUTION_REACH = 8


class Strength(IntEnum):
    """NONE: not a place here. OPEN: a place if the same name is one elsewhere in the text. PLACE: a place."""

    NONE = 0
    OPEN = 1
    PLACE = 2


class Evidence(msgspec.Struct, frozen=True):
    """The judgement on one span and the feature word that stands beside it."""

    strength: Strength
    cue: str | None = None


class _Left(msgspec.Struct, frozen=True):
    """What stands left of a name: the preposition, whether an article follows it, and the head noun's index."""

    preposition: str | None
    article: bool
    head: int


_NO = Evidence(Strength.NONE)


def weigh(
    span: NameSpan,
    words: Words,
    lexicon: ToponymWords,
    *,
    before: tuple[NameSpan, Evidence] | None,
    sporting: bool,
) -> Evidence:
    """Judges one span; `before` is the last span that may be a place, for lists ('à Niono, Molodo et Sandaré')."""
    if _is_acronym(span, words):
        return _NO
    left = _left(span, words, lexicon)
    cue = _cue(span, words, lexicon, left)
    listed = _listed(span, words, lexicon, before)
    if cue is None and listed is not None:
        cue = listed.cue
    if span.country and not _country_as_place(span, left, cue, lexicon):
        return _NO
    if _in_longer_name(span, words, lexicon, left):
        return _NO
    if cue is not None and (listed is None or listed.cue != cue):
        return Evidence(Strength.PLACE, cue)
    if _of_institution(span, words, lexicon, left):
        return _NO
    if sporting and _club(span, words, lexicon, left):
        return _NO
    return Evidence(_strength(span, words, lexicon, left, listed), cue)


def _is_acronym(span: NameSpan, words: Words) -> bool:
    """'CAN', 'SAM': capitals of up to four letters are no name, unless the whole line is in capitals."""
    text = words.text[span.start : span.end]
    if not (text.isupper() and len(text) <= 4 and len(text) > 1):
        return False
    line_start = words.text.rfind("\n", 0, span.start) + 1
    line = words.text[line_start : span.end + 40].split("\n")[0]
    return not line.isupper()


def _left(span: NameSpan, words: Words, lexicon: ToponymWords) -> _Left:
    at, article = span.first - 1, False
    if at < 0 or words.gaps[span.first] not in _TIGHT or span.start != words.starts[span.first]:
        glued = span.glued and span.start != words.starts[span.first]
        return _Left("de" if glued else None, False, span.first - 1 if glued else -1)
    word = words.folded[at]
    if word in lexicon.articles and words.gaps[span.first] != "-":
        article = True
        if at == 0 or words.gaps[at] not in _TIGHT:
            return _Left(None, True, -1)
        at -= 1
        word = words.folded[at]
    if (
        word in lexicon.locative
        or word in lexicon.of
        or word in lexicon.into_area
        or word in lexicon.about
        or word in lexicon.joining
        or word in lexicon.between
    ):
        head = at - 1 if at > 0 and words.gaps[at] in _TIGHT else -1
        return _Left(word, article, head)
    return _Left(None, article, at)


def _cue(span: NameSpan, words: Words, lexicon: ToponymWords, left: _Left) -> str | None:
    """The feature word before ('région de', 'quartier X', 'région instable de') or after (', localité …')."""
    cues = lexicon.cues
    if left.head >= 0 and (left.preposition is None or left.preposition in lexicon.of):
        word = words.folded[left.head]
        if word in cues:
            return _singular(word, cues)
        below = left.head - 1
        if (
            left.preposition
            and below >= 0
            and words.gaps[left.head] == " "
            and words.folded[below] in cues
            and not words.capital[left.head]
            and word not in lexicon.institutions
        ):
            return _singular(words.folded[below], cues)
    after = span.last + 1
    if after < len(words.folded) and words.gaps[after] in (", ", ",  "):
        if words.folded[after] in ("une", "un", "cette", "la", "le") and after + 1 < len(words.folded):
            after += 1
        if (
            words.folded[after] in cues
            and words.gaps[after] in (", ", " ")
            and not (after + 1 < len(words.folded) and words.folded[after + 1] in ("de", "d", "du"))
        ):
            return _singular(words.folded[after], cues)
    return None


def _singular(word: str, cues: frozenset[str]) -> str:
    return word[:-1] if len(word) > 3 and word[-1] in "sx" and word[:-1] in cues else word


def _listed(
    span: NameSpan, words: Words, lexicon: ToponymWords, before: tuple[NameSpan, Evidence] | None
) -> Evidence | None:
    """The evidence of the name before in the same list ('Kolda, Kaffrine et Tambacounda', 'Diboli (Kayes)')."""
    if before is None:
        return None
    last = before[0].last
    between = words.text[before[0].end : span.start]
    if len(between) > 24 or "\n" in between:
        return None
    gap = span.first - last - 1
    inner = words.folded[last + 1 : span.first]
    small = (
        "et",
        "ou",
        "de",
        "d",
        "a",
        "du",
        "ainsi",
        "que",
        "dans",
        "ou",
        "encore",
        "mais",
        "aussi",
        "vers",
        "puis",
        "jusqu",
        "la",
        "le",
    )
    if gap > 3 or any(word not in small for word in inner) or any(mark in between for mark in ".;:!?"):
        return None
    if not inner and not any(mark in between for mark in ",/(-–"):
        return None
    if "(" in between:
        return Evidence(before[1].strength, None)
    return before[1]


def _country_as_place(span: NameSpan, left: _Left, cue: str | None, lexicon: ToponymWords) -> bool:
    """A country's name is a place's for once: 'fleuve Sénégal', 'préfecture de Mali', 'à Mali'."""
    if cue is not None:
        return span.area or cue in lexicon.locality_cues
    return left.preposition == "a" and not left.article and span.prominence >= 2


def _in_longer_name(span: NameSpan, words: Words, lexicon: ToponymWords, left: _Left) -> bool:
    """Whether a capitalised neighbour makes it part of a person's, firm's or organisation's name."""
    folded, capital, gaps = words.folded, words.capital, words.gaps
    at = span.first - 1
    if at >= 0 and gaps[span.first] in (" ", "\u00a0", "-") and span.start == words.starts[span.first]:
        word = folded[at]
        if (
            capital[at]
            and word not in lexicon.openers
            and word not in lexicon.cues
            and not _shouted(words, span)
        ):
            return not (gaps[span.first] == "-" and _side_by_side(words, at, lexicon))
        if word in lexicon.titles and not word == "ne":
            return True
    after = span.last + 1
    if span.glued or after >= len(folded) or not capital[after] or gaps[after] not in (" ", "\u00a0", "-"):
        return False
    word = folded[after]
    if word in lexicon.directions or word in lexicon.followers or _shouted(words, span):
        return False
    return not (gaps[after] == "-" and _side_by_side(words, after, lexicon))


def _side_by_side(words: Words, at: int, lexicon: ToponymWords) -> bool:
    """'axe Kidira-Bakel', 'Dakar-Bamako': two names joined by a hyphen, not one compound."""
    return len(words.folded[at]) > 3 and words.folded[at] not in lexicon.persons


def _shouted(words: Words, span: NameSpan) -> bool:
    """In a line of capitals a capital says nothing."""
    line_start = words.text.rfind("\n", 0, span.start) + 1
    line_end = words.text.find("\n", span.end)
    line = words.text[line_start : line_end if line_end >= 0 else len(words.text)]
    return len(line) > 12 and line.isupper()


def _of_institution(span: NameSpan, words: Words, lexicon: ToponymWords, left: _Left) -> bool:
    """'le parquet du tribunal de Kaolack', 'UCAD de Dakar': the place is a part of the institution's name."""
    if left.preposition not in lexicon.of or left.head < 0:
        return False
    at = left.head
    surface = words.text[words.starts[at] : words.ends[at]]
    if surface.isupper() and len(surface) > 1 and not surface.isdigit():
        return True
    if words.folded[at] in lexicon.locative_heads and words.folded[at] not in lexicon.institutions:
        return False
    for _ in range(_INSTITUTION_REACH):
        if at < 0 or words.folded[at] in lexicon.phrase_ends:
            return False
        if words.folded[at] in lexicon.institutions:
            return True
        if words.gaps[at] not in _TIGHT:
            return False
        at -= 1
    return False


def _club(span: NameSpan, words: Words, lexicon: ToponymWords, left: _Left) -> bool:
    """In a text about sport a foreign town is its club, unless something is plainly at it."""
    if left.preposition == "a" and left.head >= 0:
        return span.prominence < 3 or words.folded[left.head] in lexicon.addressed
    return True


def _strength(
    span: NameSpan, words: Words, lexicon: ToponymWords, left: _Left, listed: Evidence | None
) -> Strength:
    """The table of codebook section 3: how the name is governed, against how well known it is."""
    doubtful = span.key in lexicon.persons or span.key in lexicon.words or len(span.key) <= 3
    if span.glued:
        return Strength.PLACE if span.prominence >= 2 and not doubtful else Strength.OPEN
    if span.capital:
        return _capital_strength(span, words, lexicon, left, listed)
    if listed is not None and (not doubtful or span.prominence >= 3):
        return listed.strength if span.prominence >= 1 else min(listed.strength, Strength.OPEN)
    preposition = left.preposition
    if preposition in lexicon.locative and not left.article:
        enough = span.prominence >= (2 if doubtful else 0)
        return Strength.PLACE if preposition == "a" and enough or not doubtful else Strength.OPEN
    if doubtful:
        return Strength.OPEN if span.prominence >= 2 and span.key not in lexicon.words else Strength.NONE
    if preposition in lexicon.locative or preposition in lexicon.into_area:
        return Strength.PLACE if span.area and span.prominence >= 1 else Strength.OPEN
    if preposition in lexicon.of:
        head = words.folded[left.head] if left.head >= 0 else ""
        if head in lexicon.locative_heads:
            return Strength.PLACE
        return Strength.PLACE if span.prominence >= 2 else Strength.OPEN
    if preposition in lexicon.between or _is_slug(span, words):
        return Strength.PLACE if span.prominence >= 1 else Strength.OPEN
    if preposition in lexicon.about:
        return Strength.PLACE if span.prominence >= 2 else Strength.OPEN
    return Strength.PLACE if span.prominence >= 2 else Strength.OPEN


def _capital_strength(
    span: NameSpan, words: Words, lexicon: ToponymWords, left: _Left, listed: Evidence | None
) -> Strength:
    """A capital is a place only where something is at it, goes to it or comes from it; else it is its government."""
    head = words.folded[left.head] if left.head >= 0 else ""
    preposition = left.preposition
    if preposition in lexicon.locative:
        return Strength.NONE if preposition == "a" and head in lexicon.addressed else Strength.PLACE
    if preposition in lexicon.into_area and not left.article:
        return Strength.PLACE if preposition == "au" else Strength.NONE
    if preposition in lexicon.of:
        if head in lexicon.government_heads:
            return Strength.NONE
        return Strength.PLACE
    if preposition in lexicon.between:
        return Strength.PLACE if head in lexicon.between_heads else Strength.NONE
    if _is_slug(span, words):
        return Strength.PLACE
    if listed is not None:
        return listed.strength
    return Strength.NONE


def _is_slug(span: NameSpan, words: Words) -> bool:
    """The name heads a paragraph: 'Vélingara : …', 'Manga, 1er nov. 2025 (AIB)'."""
    if words.text[words.text.rfind("\n", 0, span.start) + 1 : span.start].strip(' «"“-–'):
        return False
    return bool(_SLUG.match(words.text, span.end))
