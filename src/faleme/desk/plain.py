"""Reasons of every step, which steps below the desk give in English, in the reader's words.

What no row of data/<language>/desk_reasons.toml or desk/reasons*.toml fits is left as it is: no reason is
ever lost, and `plain` says in which language it stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec

from faleme.words.wording import DATA, DeskLanguage, read_words, typeset, wording

_POINTS = re.compile(r" \(\+\d+\)$")
_PAIR = re.compile(r"(\S+) and (\S+): (.*)")
_SCORED = re.compile(r"(.*) \(score ([+-][\d.]+)\)")
_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_CITED = re.compile(r"(?<!\w)'([^']*)'(?!\w)")
_DAY = re.compile(r"\b\d{4}-\d\d-\d\d\b")


class Plain(msgspec.Struct, frozen=True):
    """A reason and the language that it stands in."""

    text: str
    language: DeskLanguage


class _Table(msgspec.Struct, frozen=True):
    """Rows of patterns and what they say; words that stand for a group of them."""

    rows: tuple[tuple[re.Pattern[str], str], ...]
    words: dict[str, str]


@cache
def _table(language: DeskLanguage) -> _Table:
    names = ["desk_reasons.toml"]
    names += sorted(f"desk/{path.name}" for path in (DATA / language / "desk").glob("reasons*.toml"))
    files = [read_words(language, name) for name in names]
    rows = tuple((re.compile(row["is"]), row["say"]) for each in files for row in each.get("reason", ()))
    return _Table(rows, {word: said for each in files for word, said in each.get("words", {}).items()})


@lru_cache(maxsize=4096)
def plain(reason: str, language: DeskLanguage) -> Plain:
    """One reason in the reader's words; its share of a score ('(+12)') is left out."""
    reason = _POINTS.sub("", reason)
    table = _table(language)
    for pattern, say in table.rows:
        if match := pattern.fullmatch(reason):
            given = [_given(group or "", table, language) for group in match.groups()]
            said = typeset(say.format(*given), language)
            return Plain(_DECIMAL.sub(",", said) if language == "fr" else said, language)
    return Plain(reason, "en")


def why_linked(reason: str, outlets: Mapping[str, str], language: DeskLanguage) -> Plain:
    """Why two reports were taken for one ('a and b: both at X, the same Y (score +1.9)'), part by part."""
    pair = _PAIR.fullmatch(reason)
    scored = _SCORED.fullmatch(pair[3]) if pair else None
    if pair is None or scored is None:
        return plain(reason, language)
    said = [plain(part, language) for part in _parts(scored[1], language)]
    if any(each.language != language for each in said):
        return Plain(reason, "en")
    names = " + ".join(outlets.get(each, each) for each in (pair[1], pair[2]))
    colon, score = (" : ", "score") if language == "fr" else (": ", "score")
    number = scored[2].replace(".", ",") if language == "fr" else scored[2]
    told = ", ".join(each.text for each in said)
    return Plain(typeset(f"{names}{colon}", language) + f"{told} ({score} {number})", language)


def _parts(reasons: str, language: DeskLanguage) -> list[str]:
    """Reasons by commas; what means nothing alone belongs to the one before ('both tell diboli, kayes')."""
    found: list[str] = []
    for part in reasons.split(", "):
        joined = f"{found[-1]}, {part}" if found else ""
        alone = plain(part, language).language == language
        if joined and not alone and plain(joined, language).language == language:
            found[-1] = joined
        else:
            found.append(part)
    return found


def in_plain_words(reason: str, language: DeskLanguage) -> str:
    """The same, where nobody asks in which language it stands."""
    return plain(reason, language).text


def _given(words: str, table: _Table, language: DeskLanguage) -> str:
    """A group of a pattern: a word of ours, days in words, an article's words in the language's quotes."""
    words = _DAY.sub(lambda day: wording(language).day(day[0]), table.words.get(words, words))
    return _CITED.sub(r"« \1 »", words) if language == "fr" else words


def of_articles(reason: str, outlets: Mapping[str, str], language: DeskLanguage) -> str:
    """A reason about two articles ('a and b: one house (x)') with their outlets in place of their ids."""
    match = _PAIR.fullmatch(reason)
    if match is None or not {match[1], match[2]} <= set(outlets):
        return in_plain_words(reason, language)
    pair = " + ".join((outlets[match[1]], outlets[match[2]]))
    return typeset(f"{pair} : " if language == "fr" else f"{pair}: ", language) + in_plain_words(
        match[3], language
    )
