"""What a numeral measures: the unit, the currency or the counted noun that stands beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from faleme.lexicon.units import (
    NounClass,
    Unit,
    any_of,
    counted_nouns,
    cue,
    figure_cues,
    plural_exceptions,
    singular,
    units,
)
from faleme.recognise.numerals import SPACE, Numeral

_WORD = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿœŒ]+(?:-[A-Za-zÀ-ÖØ-öø-ÿœŒ]+)*")
_OF = {"fr": rf"(?:de{SPACE}|d['’]{SPACE}?)", "en": rf"(?:of{SPACE})"}
_OWN = {"fr": rf"(?:[cs]es|leurs|nos|mes|des){SPACE}", "en": rf"(?:the|his|her|its|their|our|these){SPACE}"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun after a numeral: its singular, its class (None: not in the lexicon), where it ends."""

    noun: str
    noun_class: NounClass | None
    start: int
    end: int
    plural: bool
    partitive: bool


@dataclass(frozen=True, slots=True)
class _Patterns:
    folded: re.Pattern[str]
    exact: re.Pattern[str]
    prefix: re.Pattern[str]
    gap: re.Pattern[str]
    adjective: re.Pattern[str]
    rank: re.Pattern[str]
    not_noun: re.Pattern[str]
    forms: dict[str, Unit]


@cache
def _patterns(language: str) -> _Patterns:
    table = units(language)
    # '71 CM' is no length; a symbol of one or two letters is written as it is, but for 'KM' and 'KG'.
    exact = [f for f in table if f != f.lower() or (len(f) < 3 and f.isalpha() and f not in ("km", "kg"))]
    folded = [form for form in table if form not in exact]
    gap = rf"(?:{SPACE}{{0,2}}{_OF[language]}?|-)"
    money = [form for form, unit in table.items() if unit.kind == "money" and not form.islower()]
    money += [form for form, unit in table.items() if unit.kind == "money" and len(form) == 3]
    adjectives = figure_cues(language)["context"]
    return _Patterns(
        # 'FCFAet' is a scraper's glue; no other unit may run on into letters.
        re.compile(
            rf"{gap}(?P<form>{_forms(folded)})(?:(?!\w)|(?<=cfa)|(?<=dollars)|(?<=euros)|(?<=[%€$£°]))",
            re.IGNORECASE,
        ),
        re.compile(rf"{gap}(?P<form>{_forms(exact)})(?![\w'’])"),
        re.compile(
            rf"(?<![\w])(?P<form>(?:USD?|AUD?|CAD?|[AC]|NZD|HKD?|MXN)?[$€£]|{_forms(money)}){SPACE}?$",
            re.IGNORECASE,
        ),
        re.compile(rf"{SPACE}{{0,2}}(?P<of>{_OF[language]})?(?P<own>{_OWN[language]})?"),
        re.compile(rf"{any_of(adjectives['before_noun'])}\b(?:{SPACE}(?:{_OF[language]})?)?", re.IGNORECASE),
        re.compile(rf"{any_of(adjectives['rank'])}\b", re.IGNORECASE),
        re.compile(rf"{any_of(adjectives['not_noun'])}$", re.IGNORECASE),
        {form if form in exact else form.lower(): unit for form, unit in table.items()},
    )


def _forms(forms: list[str]) -> str:
    # A space in a form is any space, or none where the press leaves it out ('F CFA', '° C').
    written = sorted(forms, key=len, reverse=True)
    return "|".join(re.escape(form).replace(r"\ ", SPACE) for form in written) or r"(?!)"


def unit_after(text: str, end: int, language: str) -> tuple[Unit, int] | None:
    """The unit that follows a numeral ending at `end`, and where the unit ends."""
    patterns = _patterns(language)
    best: tuple[Unit, int] | None = None
    for pattern in (patterns.exact, patterns.folded):
        match = pattern.match(text, end)
        if match and (best is None or match.end() > best[1]):
            form = re.sub(SPACE, " ", match["form"])
            unit = patterns.forms.get(form) or patterns.forms.get(form.lower())
            if unit:
                best = unit, match.end()
    return best


def currency_before(text: str, start: int, language: str) -> tuple[Unit, int] | None:
    """A currency sign before the number ('$ 75 millions', 'EUR 1000'), and where it starts."""
    match = _patterns(language).prefix.search(text, max(0, start - 6), start)
    if match is None:
        return None
    form, forms = match["form"], _patterns(language).forms
    issuer = form[:-1].upper() if form[-1] == "$" else ""
    if issuer not in ("", "US", "USD"):
        return Unit(_DOLLARS.get(issuer, issuer), "money"), match.start()
    unit = forms.get(form.lower()) or forms.get(form) or forms.get(form[-1])
    return (unit, match.start()) if unit else None


# 'A$ 15', 'HK$ 15'; longer letters before the sign are the code itself ('CAD$ 15').
_DOLLARS = {"A": "AUD", "AU": "AUD", "C": "CAD", "CA": "CAD", "HK": "HKD"}


def noun_after(text: str, numeral: Numeral, language: str) -> Counted | None:
    """The noun that a numeral counts, adjectives before it skipped ('trois nouveaux cas')."""
    patterns = _patterns(language)
    gap = patterns.gap.match(text, numeral.end)
    if gap is None:
        return None
    if gap.end() == numeral.end and not _glued_noun(text, numeral, language):
        return None
    if gap["own"] and not gap["of"] and gap["own"].lower().strip() != "des":
        return None
    # 'deux de ses joueuses' and 'deux des joueuses' count players; 'deux de' alone counts nothing.
    position, partitive = gap.end(), bool(gap["of"]) and not gap["own"]
    for _ in range(3):
        word = _WORD.match(text, position)
        if word is None:
            return None
        written = word[0]
        known = _known(written, language)
        adjective = patterns.adjective.match(text, position)
        if known is None or (adjective and _noun_goes_on(text, adjective.end(), language)):
            if patterns.rank.match(text, position):
                return None
            if adjective:
                position = adjective.end()
                continue
        if language == "en" and _qualifies_next(text, word, known is not None):
            position = word.end() + 1
            continue
        if known:
            tail = _noun_tail(language).match(text, position)
            noun, end = (known[0] + tail[1], tail.end()) if tail else (known[0], position + known[2])
            return Counted(noun, known[1], position, end, known[3], partitive)
        one_of_them = numeral.value == 1 and _DEMONYM.fullmatch(written + "s")
        if language == "fr" and (_DEMONYM.fullmatch(written) or one_of_them):
            one = written if written.endswith(("ais", "ois")) else singular(written, language)
            return Counted(one, "people", position, word.end(), True, partitive)
        if _ACRONYM.fullmatch(written):
            return Counted(written.rstrip("s"), None, position, word.end(), True, partitive)
        if patterns.not_noun.match(written) or len(written) < 4 or _is_title(written, numeral):
            return None
        one = singular(written.lower(), language)
        return Counted(one, None, position, word.end(), one != written.lower(), partitive)
    return None


# '600 PDI', '26 FDS': an acronym has no plural of its own.
_ACRONYM = re.compile(r"[A-Z]{2,6}s?")


def _is_title(written: str, numeral: Numeral) -> bool:
    """'7 Seconds' is a song; '362 Appelés' are counted."""
    return written[0].isupper() and (written.isupper() or (numeral.form == "digits" and numeral.value <= 10))


@cache
def _noun_tail(language: str) -> re.Pattern[str]:
    """'mis en cause': a noun that is none without the words behind it."""
    return re.compile("|".join(figure_cues(language)["context"]["noun_tail"]), re.IGNORECASE)


# 'douze Maliens', 'trois Sénégalaises'; one of them only behind a digit.
_DEMONYM = re.compile(
    r"[A-ZÉÎ][a-zà-ÿ]{2,}(?:ais|ois|iens|ains|éens|[iï]ennes|aines|éennes|aises|oises|abè|abés?|grins|ques|nais)"
)


def _qualifies_next(text: str, word: re.Match[str], known: bool) -> bool:
    """English puts what qualifies before the noun: 'Malian soldiers', 'fuel trucks', 'police officers'."""
    if text[word.end() : word.end() + 1] != " ":
        return False
    following = _WORD.match(text, word.end() + 1)
    if following is None:
        return False
    noun = _known(following[0], "en")
    if noun is None or (known and noun[1] == "casualty"):
        return False
    return noun[3]


def _glued_noun(text: str, numeral: Numeral, language: str) -> bool:
    """'27garçons': digits that lost the space before a noun of the lexicon."""
    word = _WORD.match(text, numeral.end)
    return bool(word and len(word[0]) >= 5 and numeral.form == "digits" and _known(word[0], language))


def _noun_goes_on(text: str, position: int, language: str) -> bool:
    """Whether a counted noun stands at `position`: 'jeunes' is an adjective only before one."""
    word = _WORD.match(text, position)
    return word is not None and _known(word[0], language) is not None


# 'ressortissantes' is counted as 'ressortissants' are, by its own name.
_FEMININE = (("euse", "eur"), ("trice", "teur"), ("ienne", "ien"), ("ère", "er"), ("e", ""))


def _known(written: str, language: str) -> tuple[str, NounClass, int, bool] | None:
    """Singular, class, length and number of a noun of the lexicon, also with letters glued to it."""
    nouns = counted_nouns(language)
    for form in (written, written.lower()):
        one = singular(form, language)
        if one in nouns:
            return one, nouns[one], len(written), one != form or form in _invariant(language)
    if "-" in written and (compound := _compound(written.lower(), language)):
        return compound
    if language == "fr":
        for feminine, masculine in _FEMININE:
            if one.endswith(feminine) and (base := one[: -len(feminine)] + masculine) in nouns:
                return one, nouns[base], len(written), one != form
    # 'localitésmaliennes': a plural of six letters or more with another word glued to it.
    for length in range(len(written) - 3, 6, -1):
        form = written[:length].lower()
        if form.endswith("s"):
            one = singular(form, language)
            if one in nouns and one != form:
                return one, nouns[one], length, True
    return None


def _compound(form: str, language: str) -> tuple[str, NounClass, int, bool] | None:
    """'postes-frontières', 'ex-détenus': a compound is of the class of the part that is a counted noun."""
    nouns = counted_nouns(language)
    parts = [singular(part, language) for part in form.split("-")]
    known = [nouns[part] for part in parts if part in nouns]
    one = "-".join(parts)
    if one in nouns:
        return one, nouns[one], len(form), one != form
    return (one, known[0], len(form), one != form) if known else None


@cache
def _invariant(language: str) -> frozenset[str]:
    same = {plural for plural, one in plural_exceptions(language).items() if plural == one}
    return frozenset(
        n for n in counted_nouns(language) if n.endswith(("s", "x", "z")) or n.isupper() or n in same
    )


@cache
def definite_before(language: str) -> re.Pattern[str]:
    """An article or possessive right before the number: 'les deux hommes' takes up, it does not count."""
    return cue(language, "context", "definite", r"(?<!\w)", rf"{SPACE}$")
