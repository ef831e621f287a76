"""The words beside a name, and what they make of it: a person, a firm, an institution, an acronym."""

from __future__ import annotations

from typing import NamedTuple

from faleme.lexicon.toponym_words import ToponymWords
from faleme.recognise.toponym_spans import NameSpan
from faleme.recognise.words import Words

TIGHT = (" ", "-", "'", "\u00a0")
_BLANK = (" ", "\u00a0", "-")
_INSTITUTION_REACH = 8
_LONGEST_ACRONYM = 6


class Left(NamedTuple):
    """What stands left of a name: the preposition, whether an article follows it, the head noun or -1."""

    preposition: str | None
    article: bool
    head: int


def left_of(span: NameSpan, words: Words, lexicon: ToponymWords) -> Left:
    """The words that govern the name; nothing across a punctuation mark or a line."""
    if span.start != words.starts[span.first]:
        return Left("de", False, span.first - 1)
    at, article = span.first - 1, False
    if at < 0 or words.gaps[span.first] not in TIGHT:
        return Left(None, False, -1)
    if words.folded[at] in lexicon.articles and words.gaps[span.first] != "-":
        if at == 0 or words.gaps[at] not in TIGHT:
            return Left(None, True, -1)
        at, article = at - 1, True
    if words.folded[at] in lexicon.prepositions:
        # '… municipale (BSM) de Touba': the brackets close what the preposition hangs on.
        reached = at > 0 and (words.gaps[at] in TIGHT or words.gaps[at] == ") ")
        return Left(words.folded[at], article, at - 1 if reached else -1)
    return Left(None, article, at)


def is_acronym(span: NameSpan, words: Words) -> bool:
    """'CAN', 'ORADA': a short word in capitals is no name, unless its whole line is in capitals."""
    text = words.text[span.start : span.end]
    short = len(text) <= _LONGEST_ACRONYM and text.isupper()
    return short and not shouted(words, span) and not (len(text) > 3 and span.prominence >= 2)


def shouted(words: Words, span: NameSpan) -> bool:
    """Whether the line is in capitals; a capital says nothing there."""
    line_start = words.text.rfind("\n", 0, span.start) + 1
    line_end = words.text.find("\n", span.end)
    line = words.text[line_start : line_end if line_end >= 0 else len(words.text)]
    return len(line) > 12 and line.isupper()


def in_longer_name(span: NameSpan, words: Words, lexicon: ToponymWords, left: Left, cued: bool) -> bool:
    """Whether a neighbour makes it part of a person's, firm's or organisation's name."""
    if shouted(words, span):
        return False
    return _named_before(span, words, lexicon) or _named_after(span, words, lexicon, cued)


def _named_before(span: NameSpan, words: Words, lexicon: ToponymWords) -> bool:
    at = span.first - 1
    if at >= 0 and words.gaps[span.first] == ". ":
        return words.folded[at] in lexicon.titles  # 'M. Koudougou'
    if at < 0 or words.gaps[span.first] not in _BLANK or span.start != words.starts[span.first]:
        return False
    word = words.folded[at]
    if not words.capital[at]:
        return word in lexicon.titles
    if word in lexicon.openers or word in lexicon.cues:
        return False
    return not (words.gaps[span.first] == "-" and _stands_alone(word, lexicon))


def _named_after(span: NameSpan, words: Words, lexicon: ToponymWords, cued: bool) -> bool:
    at = span.last + 1
    if span.end != words.ends[span.last] or at >= len(words.folded) or not words.capital[at]:
        return False
    if words.gaps[at] not in _BLANK:
        return False
    word = words.folded[at]
    if word in lexicon.followers or word in lexicon.openers:
        return False
    if word in lexicon.directions and not is_compass(span, lexicon):
        return False
    return not (words.gaps[at] == "-" and _stands_alone(word, lexicon))


def is_compass(span: NameSpan, lexicon: ToponymWords) -> bool:
    """Whether the name is a quarter of the compass: 'Nord', 'Centre-Est'."""
    return lexicon.compass.issuperset(span.key.split(" "))


def _stands_alone(word: str, lexicon: ToponymWords) -> bool:
    """'axe Kidira-Bakel', 'Dakar-Bamako': two names joined by a hyphen rather than one compound."""
    return len(word) > 3 and word not in lexicon.persons


def of_institution(span: NameSpan, words: Words, lexicon: ToponymWords, left: Left) -> bool:
    """'le parquet du tribunal de Kaolack', 'UCAD de Dakar': the place is a part of the institution's name."""
    if left.head < 0 or left.preposition not in lexicon.of:
        # 'le cinéma Thiaroye', 'l'hôtel Savana'
        return left.preposition is None and left.head >= 0 and words.folded[left.head] in lexicon.institutions
    at = left.head
    surface = words.text[words.starts[at] : words.ends[at]]
    acronym = len(surface) > 1 and surface.isupper() and surface.isalpha()
    if acronym and words.gaps[at].endswith("("):
        at -= 1  # 'la brigade de surveillance (BSM) de Touba', against 'le député (LR) d'Eure-et-Loir'
    elif acronym:
        return True
    if words.folded[at] in lexicon.locative_heads:
        # 'en direction de Dakar' against 'la direction régionale de Dakar'
        before = words.folded[at - 1] if at > 0 and words.gaps[at] == " " else ""
        phrase = before in lexicon.at or before in lexicon.into_area
        if phrase or words.folded[at] not in lexicon.institutions:
            return False
    if words.folded[at] in lexicon.institutional and at > 0 and words.folded[at - 1] in lexicon.cues:
        return True  # 'district sanitaire de Nouna'
    for _ in range(_INSTITUTION_REACH):
        if at < 0 or words.folded[at] in lexicon.phrase_ends:
            return False
        if words.folded[at] in lexicon.institutions:
            return True
        if words.gaps[at] not in TIGHT:
            return False
        at -= 1
    return False
