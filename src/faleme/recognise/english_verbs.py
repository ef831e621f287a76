"""English verb forms in their sentence: what the words to the left make of them, whether a word is a noun.

English has few endings: 'attack' may be a noun, an infinitive or a headline's present, 'freed' a past or a
participle. The neighbours decide: 'will be freed', 'six drivers freed in Mali', 'gunmen attack a convoy'.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from faleme.lexicon.cues import cues
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import Tokens

BE: Final = frozenset(("is", "are", "was", "were", "be", "been", "being", "am"))
HAVE: Final = frozenset(("has", "have", "had", "having"))
DO: Final = frozenset(("do", "does", "did"))
_SINGULAR: Final = frozenset(("is", "was", "has"))
_FUTURE: Final = frozenset(("will", "shall", "must"))
_MAYBE: Final = frozenset(("would", "could", "can", "may", "might", "should"))
_SHORT: Final = {"won'": "will", "can'": "can", "shan'": "shall"}
AUXILIARY: Final = BE | HAVE | DO | _FUTURE | _MAYBE
REACH: Final = 6
"""Words to the left of a form that may belong to its group."""
REPORTED: Final = 8
"""Words to the left of 'would' in which a verb of saying makes it a plan."""


class EnglishGroup(NamedTuple):
    """Tense, person, passive, perfect, negated, the first word, whether it has no auxiliary (`bare`)."""

    tense: str
    person: str
    passive: bool
    perfect: bool
    negated: bool
    start: int
    bare: bool


def _plain(word: str) -> str:
    """The auxiliary of a short form: "didn'" (of "didn't") is 'did'."""
    if word.endswith("n'"):
        return _SHORT.get(word, word[:-2])
    return word


def _adverb(word: str, tokens: Tokens) -> bool:
    return word in grammar(tokens.language).classes["adverbs"] or (word.endswith("ly") and len(word) > 5)


def english_group(tokens: Tokens, i: int, tenses: frozenset[str]) -> EnglishGroup:
    """The group of the form at word i, which may be of any of `tenses`."""
    seen: list[str] = []
    negated = False
    start, j = i, i - 1
    while j >= 0 and i - j <= REACH and not tokens.breaks[j + 1].strip("-"):
        word = _plain(tokens.words[j])
        if word in ("not", "never", "t", "n't", "cannot"):
            negated, start = True, j
        elif word in AUXILIARY:
            seen.append(word)
            start = j
        elif word == "to" and not seen and tenses & {"infinitive"}:
            return EnglishGroup("infinitive", "", False, False, negated, j + 1, False)
        elif word == "to" and seen and seen[-1] in ("be", "have"):
            return EnglishGroup("infinitive", "", _passive(seen, tenses), False, negated, j + 1, False)
        elif not _adverb(word, tokens):
            break
        j -= 1
    if not seen:
        return _alone(tokens, i, tenses)
    first = seen[-1]
    person = "3s" if any(word in _SINGULAR for word in seen) else "3p"
    perfect = bool(HAVE & set(seen))
    passive = _passive(seen, tenses)
    if first in _FUTURE or (first == "would" and _reported(tokens, start)):
        return EnglishGroup("future", person, passive, perfect, negated, start, False)
    if first in _MAYBE:
        return EnglishGroup("conditional", person, passive, perfect, negated, start, False)
    tense = "past" if first in ("was", "were", "had", "did") else "present"
    return EnglishGroup(tense, person, passive, perfect or tense == "past", negated, start, False)


def _passive(seen: list[str], tenses: frozenset[str]) -> bool:
    """'was attacked', not 'was attacking', not 'has attacked'; `seen` is from right to left."""
    return "participle" in tenses and seen[0] in BE


def _reported(tokens: Tokens, start: int) -> bool:
    """'the army said that it would send troops': a plan, not a wish."""
    said = cues(tokens.language).verbs
    words = tokens.words[max(0, start - REPORTED) : start]
    return any(kind == "say" for word in words for _, kind in said.get(word, ()))


def denied_that(tokens: Tokens, start: int) -> bool:
    """'the army denied that its troops had killed': said not to have happened."""
    for i in range(start - 1, max(0, start - REPORTED), -1):
        if tokens.words[i] == "that":
            denial = cues(tokens.language).verbs.get(tokens.words[i - 1], ())
            return ("deny", "deny") in denial
    return False


def _alone(tokens: Tokens, i: int, tenses: frozenset[str]) -> EnglishGroup:
    if "infinitive" in tenses and i and tokens.words[i - 1] in ("him", "them", "us", "me", "help", "let"):
        return EnglishGroup("infinitive", "", False, False, False, i, False)  # 'to help him oust'
    if "participle" in tenses and (tenses == {"participle"} or _reduced(tokens, i)):
        return EnglishGroup("participle", "", True, True, False, i, True)
    tense = next((t for t in ("past", "present", "gerund", "infinitive") if t in tenses), "past")
    return EnglishGroup(tense, "", False, False, False, i, False)


def _reduced(tokens: Tokens, i: int) -> bool:
    """'a convoy attacked by gunmen', 'six drivers freed in Mali', 'the kidnapped men'.

    A transitive verb with no object behind it is a participle; so is what stands right behind 'the'.
    """
    classes = grammar(tokens.language).classes
    before = tokens.words[i - 1] if i and not tokens.breaks[i] else ""
    if before in classes["the"] or before in grammar(tokens.language).prepositions:
        return True
    after = _after(tokens, i)
    if after == "by":
        return True
    if before in classes["and"] or tokens.words[i] not in classes["transitive"]:
        return False
    loose = classes["adverbial"] | classes["clause"]
    return not after or after in grammar(tokens.language).prepositions or after in loose


def adjectival(tokens: Tokens, i: int) -> bool:
    """'Ousted president …', 'of kidnapped drivers', 'the captured men': an adjective, no event."""
    book = grammar(tokens.language)
    after = _after(tokens, i)
    if not after or after in book.prepositions or after in book.classes["adverbial"] | book.classes["the"]:
        return False
    before = tokens.words[i - 1] if i and not tokens.breaks[i].strip("-") else ""
    return i == 0 or before in book.prepositions or before in book.classes["the"]


def _after(tokens: Tokens, i: int) -> str:
    """The next word, '' at the end or before a mark."""
    if i + 1 >= len(tokens.words) or tokens.breaks[i + 1].strip("-"):
        return ""
    return tokens.words[i + 1]


def english_noun(tokens: Tokens, i: int) -> bool:
    """Whether a word is a noun where it stands: 'an attack on', not 'gunmen attack a convoy'."""
    book = grammar(tokens.language)
    classes = book.classes
    word, after = tokens.words[i], _after(tokens, i)
    before = tokens.words[i - 1] if i and not tokens.breaks[i].strip("-") else ""
    if word.endswith("ing"):
        return (
            before in classes["the"] or not after or after in book.prepositions or _plain(after) in AUXILIARY
        )
    if word.endswith("ed"):
        return False
    if not before:
        return True
    if before in classes["verb_left"] or _plain(before) in AUXILIARY - {"had", "has", "have"}:
        return False
    if before in classes["the"] or before in classes["noun_left"] or before in book.prepositions:
        return True
    if _adverb(before, tokens):
        return False
    many = before.endswith(("men", "people")) or (before.endswith("s") and not before.endswith("ss"))
    base = tokens.keys[i] == word
    if not after:
        return True
    if after in classes["the"] or after in classes["pronouns"] or after.isdigit():
        return False
    if after in book.prepositions or after in classes["adverbial"]:
        return not (many and base)
    if _plain(after) in AUXILIARY or after.endswith("ed"):
        return True
    if tokens.capital[i + 1]:
        return after in classes["days"]
    return base and not many
