"""Triggers: words of a sentence that report an event, matched with the rows of the lexicon.

At one word the longest row wins; rows of different types that are as long as each other all stand, and the
coder decides by their arguments ('condamner' a man to prison, or an attack).
"""

from __future__ import annotations

from typing import Final, NamedTuple

from faleme.lexicon.grammar import grammar
from faleme.lexicon.triggers import Lexicon, Pattern, Row, lexicon
from faleme.recognise.english_verbs import adjectival, english_noun
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.verb_group import VerbGroup, is_adverb, verb_group

GAP: Final = 4
"""How many words a '~' may stand for."""
INSERTED: Final = 14
"""Words between the commas of an inserted date and place."""


class TriggerMatch(NamedTuple):
    """A row found at words `first` to `last` (inclusive); `group` tells the verb's tense and voice.

    `group` is None for a noun. `verb` is the word that holds the verb, or the noun itself.
    """

    row: Row
    first: int
    last: int
    start: int
    end: int
    group: VerbGroup | None
    verb: int


def matches_at(tokens: Tokens, i: int, rest: tuple[frozenset[str] | None, ...]) -> int | None:
    """The last word of a phrase whose first word is i and whose other elements are `rest`; None if it
    breaks.
    """
    book = grammar(tokens.language)
    calendar = book.classes.get("calendar", frozenset())
    opens = calendar | book.classes.get("inserts", frozenset())
    at = i
    gap = 0
    for element in rest:
        if element is None:
            gap += GAP
            continue
        j, left, skips = at + 1, gap, 1
        while j < len(tokens.words):
            if tokens.breaks[j].strip(",-") or (tokens.breaks[j] and not gap):
                return None
            if tokens.words[j] in element or tokens.keys[j] in element:
                break
            if gap and (behind := _behind_insertion(tokens, j, calendar, opens)) > j:
                j = behind
                continue
            if left > 0:
                left -= 1
            elif skips > 0 and is_adverb(tokens.words[j], book):
                skips -= 1
            else:
                return None
            j += 1
        else:
            return None
        at, gap = j, 0
    return at


def _behind_insertion(tokens: Tokens, j: int, calendar: frozenset[str], opens: frozenset[str]) -> int:
    """The word behind what is inserted between verb and object; j where nothing is.

    'a tenu mardi 4 mai 2025 sa session', 'a remis, ce lundi à Kaya, un don', 'a signé, à travers lui,
    un accord': a date, or what a preposition opens between two commas, is no part of a gap.
    """
    if tokens.words[j] in calendar or tokens.words[j].isdigit():
        return j + 1
    if "," in tokens.breaks[j]:
        for k in range(j + 1, min(j + INSERTED, len(tokens.words))):
            if "," in tokens.breaks[k]:
                told = tokens.words[j] in opens or any(word in calendar for word in tokens.words[j:k])
                return k if told else j
    return j


def stands_as_noun(tokens: Tokens, i: int) -> bool:
    """Whether a word that may be noun or verb stands as a noun: 'l'attaque', 'une grave attaque', not 'il
    attaque'.
    """
    if tokens.language == "en":
        return english_noun(tokens, i)
    if i == 0 or tokens.breaks[i].strip("-"):
        return True
    book = grammar(tokens.language)
    classes = book.classes
    before = tokens.words[i - 1]
    left = classes["noun_left"] | classes["the"]
    if (
        before in classes["clitics"]
        and before in classes["the"]
        and i > 1
        and tokens.words[i - 2] in classes["verb_left"]
    ):
        return False
    if before in left:
        return True
    if before in classes["verb_left"] or before in classes["clitics"]:
        return False
    if i > 1 and tokens.words[i - 2] in left and not tokens.capital[i - 1]:
        # 'une nouvelle attaque' and 'l'armée attaque' look alike: an adjective ends like one
        return before.rstrip("s").endswith(book.endings)
    return False


def _group(tokens: Tokens, i: int, verb: str, book: Lexicon) -> VerbGroup | None:
    """The verb group at word i, if the word is a form of the verb and stands as one."""
    forms = tuple(form for form in book.forms.get(tokens.words[i], ()) if form.lemma == verb)
    if not forms:
        return None
    group = verb_group(tokens, i, forms)
    the = grammar(tokens.language).classes
    if (
        tokens.language == "en"
        and group.tense in ("participle", "past")
        and group.start == i
        and adjectival(tokens, i)
    ):
        return None
    if group.tense == "past" and tokens.language == "fr" and i > 0 and tokens.capital[i]:
        return None  # 'Gaza', 'Libéra': a name, not a simple past
    if group.tense in ("present", "subjunctive", "past") or (
        tokens.language == "en" and group.tense == "gerund"
    ):
        nounlike = tokens.keys[i] in book.nouns or tokens.words[i] in the.get("nounlike", ())
        direct = i > 0 and not tokens.breaks[i] and tokens.words[i - 1] in the["the"] | the["of"]
        if (nounlike or direct) and stands_as_noun(tokens, i):
            return None
    if group.bare and i > 0 and tokens.words[i - 1] in the["the"] and not tokens.breaks[i]:
        return None
    return group


def _verb_match(
    tokens: Tokens, i: int, last: int, pattern: Pattern, book: Lexicon
) -> tuple[VerbGroup, int] | None:
    assert pattern.verb is not None
    at = last if pattern.turned else i
    if pattern.verb == "avoir" and _helps(tokens, at, book):
        return None
    group = _group(tokens, at, pattern.verb, book)
    if group is None:
        return None
    if pattern.turned:
        return (group, at) if group.voice == "passive" else None
    if pattern.reflexive and not group.reflexive:
        return None
    if group.reflexive and not pattern.reflexive and group.tense != "participle":
        return None
    if pattern.verb in ("être", "be") and pattern.rest and _participle_behind(tokens, i, last):
        group = group._replace(voice="passive")
    return group, at


def _helps(tokens: Tokens, i: int, book: Lexicon) -> bool:
    """'a suspendu les discussions avec': the auxiliary of another verb is not 'avoir des discussions'."""
    behind = book.forms.get(tokens.words[i + 1], ()) if i + 1 < len(tokens.words) else ()
    return any(form.tense == "participle" and form.lemma != "avoir" for form in behind)


def _participle_behind(tokens: Tokens, i: int, last: int) -> bool:
    """'être accusé', 'être attendu': the subject is the one that it is done to."""
    return last > i and tokens.words[last].rstrip("es").endswith(("é", "u", "i", "it", "is", "ert"))


def triggers(tokens: Tokens) -> list[TriggerMatch]:
    """Every trigger of a sentence in the order of its words."""
    book = lexicon(tokens.language)
    found: list[TriggerMatch] = []
    held = {*tokens.words, *tokens.keys}
    for i, word in enumerate(tokens.words):
        patterns = book.first.get(word, ())
        if tokens.keys[i] != word:
            patterns += book.first.get(tokens.keys[i], ())
        if patterns:
            found.extend(_best_at(tokens, i, patterns, book, held))
    return _with_ellipses(tokens, _without_covered(found))


def _with_ellipses(tokens: Tokens, found: list[TriggerMatch]) -> list[TriggerMatch]:
    """'la visite du président en mai, celle du ministre en août': 'celle' is another of the last noun's
    kind.
    """
    classes = grammar(tokens.language).classes
    added: list[TriggerMatch] = []
    for i, word in enumerate(tokens.words[:-1]):
        if word not in classes["such"] or tokens.words[i + 1] not in classes["of"]:
            continue
        earlier = [match for match in found if match.group is None and match.last < i]
        if earlier:
            added.append(
                earlier[-1]._replace(first=i, last=i, verb=i, start=tokens.starts[i], end=tokens.ends[i])
            )
    return sorted((*found, *added), key=lambda match: (match.first, match.last)) if added else found


def _best_at(
    tokens: Tokens, i: int, patterns: tuple[Pattern, ...], book: Lexicon, held: set[str]
) -> list[TriggerMatch]:
    """The longest matches at word i; `held` are all words and keys of the sentence."""
    found: list[tuple[int, int, Pattern, VerbGroup | None, int]] = []
    for pattern in patterns:
        rest = pattern.rest
        if rest and (final := rest[-1]) is not None and final.isdisjoint(held):
            continue  # most rows of 'avoir' and 'faire' end here, at a third of the cost
        last = matches_at(tokens, i, rest)
        if last is None:
            continue
        group, at = None, i
        if pattern.verb is not None:
            verb = _verb_match(tokens, i, last, pattern, book)
            if verb is None:
                continue
            group, at = verb
        elif not pattern.rest and tokens.words[i] in book.forms and not stands_as_noun(tokens, i):
            continue
        found.append((sum(word != "~" for word in pattern.row.words.split()), last, pattern, group, at))
    if not found:
        return []
    longest = max(size for size, *_ in found)
    return [
        TriggerMatch(pattern.row, i, last, tokens.starts[i], tokens.ends[last], group, at)
        for size, last, pattern, group, at in found
        if size == longest
    ]


def _without_covered(found: list[TriggerMatch]) -> list[TriggerMatch]:
    """Drops a match inside a longer one: 'attaque' in 'mener une attaque'."""
    kept: list[TriggerMatch] = []
    for match in found:
        inside = any(
            other.first < match.first
            and (
                match.last <= other.last
                or (match.group is None and match.first <= other.last and match.row.type == other.row.type)
            )
            for other in found
        )
        if not inside:
            kept.append(match)
    return kept
