"""Triggers: words of a sentence that report an event, matched with the rows of the lexicon.

At one word the longest row wins; rows of different types that are as long as each other all stand, and the
coder
decides by their arguments ('condamner' a man to prison, or an attack).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from faleme.lexicon.triggers import THE, Lexicon, Pattern, Row, lexicon
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.verb_group import CLITICS, VerbGroup, is_adverb, verb_group

GAP: Final = 4
_NOUN_LEFT: Final = THE | frozenset(
    [
        "de",
        "d'",
        "du",
        "des",
        "au",
        "aux",
        "à",
        "en",
        "par",
        "sans",
        "pour",
        "avec",
        "chaque",
        "toute",
        "aucune",
        "aucun",
        "contre",
    ]
)
_NOT_BEFORE_NOUN: Final = frozenset(
    [
        "ne",
        "n'",
        "se",
        "s'",
        "il",
        "elle",
        "on",
        "ils",
        "elles",
        "qui",
        "y",
        "je",
        "j'",
        "nous",
        "vous",
        "a",
        "ont",
    ]
)


class TriggerMatch(NamedTuple):
    """A row found at words `first` to `last` (inclusive); `group` tells the verb's tense and voice, None for
    a noun.
    """

    row: Row
    first: int
    last: int
    start: int
    end: int
    group: VerbGroup | None


def matches_at(tokens: Tokens, i: int, rest: tuple[frozenset[str] | None, ...]) -> int | None:
    """The last word of a phrase whose first word is i and whose other elements are `rest`, None if it breaks
    off.
    """
    at = i
    gap = 0
    for element in rest:
        if element is None:
            gap = GAP
            continue
        j, left, skips = at + 1, gap, 1
        while j < len(tokens.words):
            if tokens.breaks[j].strip(",-") or (tokens.breaks[j] and not gap):
                return None
            if tokens.words[j] in element or tokens.keys[j] in element:
                break
            if left > 0:
                left -= 1
            elif skips > 0 and is_adverb(tokens.words[j]):
                skips -= 1
            else:
                return None
            j += 1
        else:
            return None
        at, gap = j, 0
    return at


def _noun_here(tokens: Tokens, i: int) -> bool:
    """Whether a word that may be noun or verb stands as a noun: 'l'attaque', 'une nouvelle attaque', not 'il
    attaque'.
    """
    if i == 0:
        return True
    if tokens.breaks[i].strip("-"):
        return True
    before = tokens.words[i - 1]
    if before in ("l'", "les", "le", "la") and i > 1 and tokens.words[i - 2] in _NOT_BEFORE_NOUN:
        return False
    if before in _NOUN_LEFT:
        return True
    if before in _NOT_BEFORE_NOUN or before in CLITICS:
        return False
    if i > 1 and tokens.words[i - 2] in _NOUN_LEFT and not tokens.capital[i - 1]:
        # 'une nouvelle attaque' and 'l'armée attaque' look alike: an adjective is short or ends like one
        return before.endswith(
            ("elle", "ière", "ère", "ive", "euse", "nde", "ente", "ante", "xième", "ble", "que")
        )
    return False


def _verb_match(tokens: Tokens, i: int, pattern: Pattern, book: Lexicon) -> VerbGroup | None:
    forms = tuple(form for form in book.forms[tokens.words[i]] if form.lemma == pattern.verb)
    if not forms:
        return None
    group = verb_group(tokens, i, forms)
    if pattern.reflexive != group.reflexive and (pattern.reflexive or group.tense != "participle"):
        if pattern.reflexive:
            return None
        if not (group.reflexive and pattern.verb in ("être",)):
            return None
    nounlike = tokens.keys[i] in book.nouns or (group.bare and group.tense == "participle")
    if group.tense in ("present", "subjunctive") and nounlike and _noun_here(tokens, i):
        return None
    if group.bare and i > 0 and tokens.words[i - 1] in THE and not tokens.breaks[i]:
        return None
    return group


def triggers(tokens: Tokens, language: str) -> list[TriggerMatch]:
    """Every trigger of a sentence in the order of its words."""
    book = lexicon(language)
    found: list[TriggerMatch] = []
    for i, word in enumerate(tokens.words):
        patterns = book.first.get(word, ())
        if tokens.keys[i] != word:
            patterns += book.first.get(tokens.keys[i], ())
        if not patterns:
            continue
        found.extend(_best_at(tokens, i, patterns, book))
    return _without_covered(found)


def _best_at(tokens: Tokens, i: int, patterns: tuple[Pattern, ...], book: Lexicon) -> list[TriggerMatch]:
    best: list[tuple[int, int, Pattern, VerbGroup | None]] = []
    for pattern in patterns:
        if pattern.verb is not None and tokens.words[i] not in book.forms:
            continue
        last = matches_at(tokens, i, pattern.rest)
        if last is None:
            continue
        group = None
        if pattern.verb is not None:
            group = _verb_match(tokens, i, pattern, book)
            if group is None:
                continue
        elif len(pattern.rest) == 0 and tokens.words[i] in book.forms and not _noun_here(tokens, i):
            continue
        best.append((len(pattern.row.words.split()), last, pattern, group))
    if not best:
        return []
    longest = max(size for size, *_ in best)
    return [
        TriggerMatch(pattern.row, i, last, tokens.starts[i], tokens.ends[last], group)
        for size, last, pattern, group in best
        if size == longest
    ]


def _without_covered(found: list[TriggerMatch]) -> list[TriggerMatch]:
    """Drops a match inside a longer one: 'attaque' in 'mener une attaque'."""
    kept: list[TriggerMatch] = []
    for match in found:
        inside = any(
            other is not match
            and other.first <= match.first
            and match.last <= other.last
            and (other.first, other.last) != (match.first, match.last)
            for other in found
        )
        if not inside:
            kept.append(match)
    return kept
