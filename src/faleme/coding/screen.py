"""What is no event though a trigger's word is there: names of things, sport, a number of set phrases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from faleme.lexicon.cues import crime_words, nonevents, sport_words
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch, matches_at

_GAME: Final = frozenset(("ASSAULT", "PROTEST", "MOBILIZE", "CONCEDE", "THREATEN"))
"""Types that sport only plays at."""
_PLAYED: Final = frozenset(("CONSULT", "SANCTION", "COERCE"))
"""Types that sport's own bodies act in; the others need an actor of the state."""
_STATE: Final = frozenset(("GOV", "MIL", "COP", "JUD", "LEG"))
_NAMED: Final = frozenset(
    ("PROTEST", "AGREE", "AID", "MOBILIZE", "SUPPORT", "COOPERATE", "ACCUSE", "REQUEST", "RETREAT")
)
SPORT_WORDS: Final = 3
SHORT_SHARE: Final = 0.08
SPORT_SHARE: Final = 0.012
CRIME_WORDS: Final = 2
CRIME_SHARE: Final = 0.008
_SECTIONS: Final = ("sport", "lutte", "football", "basket")
_WEATHER: Final = ("météo", "meteo")


def is_sport(section: Sequence[str], keys: Sequence[str], language: str) -> bool:
    """Whether an article is about sport: by its section, or because every fiftieth word is one of the
    game.
    """
    if any(word in name.lower() for name in section for word in _SECTIONS):
        return True
    if not keys:
        return False
    words = sport_words(language)
    count = sum(key in words for key in keys)
    share = count / len(keys)
    return (count >= SPORT_WORDS and share > SPORT_SHARE) or (count >= 2 and share > SHORT_SHARE)


def is_crime(keys: Sequence[str], language: str) -> bool:
    """Whether an article is about common crime: three words of it, and one in every hundred."""
    words = crime_words(language)
    count = sum(key in words for key in keys)
    return count >= CRIME_WORDS and count / len(keys) > CRIME_SHARE


def is_weather(section: Sequence[str]) -> bool:
    return any(word in name.lower() for name in section for word in _WEATHER)


def is_play(kind: str, actors: Sequence[str]) -> bool:
    """Whether in an article about sport an act is the game's own: no actor of the state, no sanction, no
    meeting.
    """
    return kind not in _PLAYED and not any(code.partition(":")[2] in _STATE for code in actors)


def no_event(tokens: Tokens, match: TriggerMatch, *, sport: bool) -> str | None:
    """Why a trigger reports no event, None where it may."""
    if sport and match.row.type in _GAME:
        return "an article about sport"
    if match.group is None and (_is_name(tokens, match) or _of_body(tokens, match)):
        return "part of a name"
    if match.row.type == "ASSAULT" and _by_accident(tokens, match):
        return "an accident, weather or illness"
    book = nonevents(tokens.language)
    for first in range(max(0, match.first - 6), match.last + 1):
        for rest, why in (*book.get(tokens.words[first], ()), *book.get(tokens.keys[first], ())):
            last = matches_at(tokens, first, rest)
            if last is not None and first <= match.last and last >= match.first:
                return why
    return None


def _by_accident(tokens: Tokens, match: TriggerMatch) -> bool:
    """'a bus overturned near Kolda, killing four': an accident told before the verb of its sentence."""
    accident = grammar(tokens.language).classes.get("accident", frozenset())
    return match.group is not None and any(word in accident for word in tokens.words[: match.first])


def _is_name(tokens: Tokens, match: TriggerMatch) -> bool:
    """'le Rassemblement islamique', 'la Convention nationale': a capital inside a sentence of small
    letters.
    """
    if match.row.type not in _NAMED or match.first == 0 or not tokens.capital[match.first]:
        return False
    return not tokens.breaks[match.first].strip("-,") and sum(tokens.capital) < 0.6 * len(tokens.capital)


def _of_body(tokens: Tokens, match: TriggerMatch) -> bool:
    """'l'Office central de répression', 'la Brigade de lutte contre le trafic': what a body is for."""
    classes = grammar(tokens.language).classes
    for i in range(match.first - 1, max(-1, match.first - 6), -1):
        if tokens.breaks[i + 1].strip("-"):
            return False
        if tokens.keys[i] in classes["bodies"]:
            return tokens.capital[i] and i > 0 and tokens.words[i + 1] not in classes["the"]
    return False
