"""Claims about trade in an article: figures of money, shares, rates whose sentence says what they are of.

'Les exportations du Sénégal vers le Mali ont atteint 802,8 milliards de FCFA en 2024'. A side that the
sentence does not name is not put in from elsewhere: a figure without one is no claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from faleme.lexicon.names import fold
from faleme.lexicon.trade import is_group
from faleme.lexicon.trade_claims import claim_words
from faleme.read.trade_cells import number_cell
from faleme.read.trade_claims import written_range
from faleme.read.trade_measures import (
    Measured,
    dealt_in,
    flow_in,
    is_deficit,
    measure_of,
    parties_in,
    plain,
)
from faleme.recognise.sentences import sentences
from faleme.records.figure import Figure
from faleme.records.observation import WORLD, PeriodGrain
from faleme.records.reading import Reading
from faleme.records.text import Span
from faleme.records.time import Period
from faleme.records.trade_claim import Claim, Dealt, Statement

_NUMBER = re.compile(r"\d(?:[\d\s.,]*\d)?")
_SHARE_OF = re.compile(
    r"\s*(?:des|de la|de l'|du total des|de toutes les|de l'ensemble des|de ce que|of what|of (?:the |all )?)"
    r"\s*(?=\w)"
)
_PRICE = re.compile(r"(?:pret|credit|projet|cout|prix|amende|loan|cost|price|fine)\s+(?:de|d'|of)?\s*$")
_RIGHT_BEHIND = 40
_LEAST_MONEY = 1e6
"""Less is a price, not a flow of trade."""
_CURRENCY = re.compile(r"[$€£]|[Cc][Ff][Aa]|[Ff]ranc|[Dd]ollar|[Ee]uro|[A-Z]{3}")
_REACH = 160
"""How far before a share its country may stand, in characters of its own sentence."""


def trade_claims(reading: Reading) -> tuple[Claim, ...]:
    """Every claim about trade of an article, in order, each with the span of its figure."""
    text = reading.article.text
    spans = [each for each in sentences(text) if flow_in(plain(each.quote(text))) is not None]
    found = []
    for sentence in spans:
        inside = [each for each in reading.figures if sentence.start <= each.start < sentence.end]
        found += [_claim(reading, *told) for told in _in_sentence(text, sentence, inside)]
    return tuple(found)


def _in_sentence(
    text: str, sentence: Span, figures: Sequence[Figure]
) -> Iterator[tuple[Figure, Measured, Span]]:
    """Figures of one sentence with what they are of, by the words nearest to each."""
    told: list[Measured] = []
    for at, figure in enumerate(figures):
        begin = figures[at - 1].end if at else sentence.start
        end = figures[at + 1].start if at + 1 < len(figures) else sentence.end
        before, after = fold(text[begin : figure.start]), fold(text[figure.end : end])
        whole = fold(text[sentence.start : sentence.end])
        up_to = fold(text[sentence.start : figure.start])
        measured = _that_is(before, told) if figure.unit == "%" else None
        measured = measured or _of_figure(figure, before, after, up_to, whole)
        if measured is not None and measured.of is not None:
            told.append(measured)
            yield figure, measured, sentence


def _that_is(before: str, told: Sequence[Measured]) -> Measured | None:
    """'1 446 milliards, dont 803 vers le Mali, soit 55 %': the share of the last value in that before."""
    if (
        not re.search(r"(?<!\w)(?:soit|or|that is)\s*(?:plus de|pres de|environ)?\s*$", before)
        or len(told) < 2
    ):
        return None
    whole, part = told[-2:]
    if whole.measure != "value" or part.measure != "value" or whole.of is None or part.of is None:
        return None
    nested = msgspec.structs.replace(part.of, partner=whole.of.partner) == whole.of
    return Measured("share", part.of, whole.of) if nested and part.of != whole.of else None


def _of_figure(figure: Figure, before: str, after: str, up_to: str, whole: str) -> Measured | None:
    if figure.kind == "money":
        of = _dealt(before, after, up_to)
        small = abs(figure.value) < _LEAST_MONEY
        return Measured("value", of) if of and not small and not _PRICE.search(before) else None
    if figure.unit != "%":
        return None
    if figure.kind == "change":
        of = _dealt(before, after, up_to)
        return Measured("growth", of) if of else None
    return _share(after, up_to)


def _dealt(before: str, after: str, up_to: str) -> Dealt | None:
    """What is traded: by the words since the figure before, else by the last flow that the sentence named.

    What stands behind a figure tells it only right there ('802 milliards d'exportations vers le Mali').
    """
    for words in (
        _since_last_flow(before),
        before,
        _since_last_flow(up_to),
        up_to,
        f"{before} {after[:_RIGHT_BEHIND]}",
    ):
        of = _told(plain(words))
        if of is not None:
            return _towards(of, before, after)
    return None


def _told(words: str) -> Dealt | None:
    """What words say is traded, where they say it well enough for a claim."""
    of = dealt_in(words) if flow_in(words) is not None else None
    if of is None:
        return None
    parties = {each.code for each in parties_in(words)}
    if of.flow in ("trade", "balance") and len(parties) > 2:
        return None  # which of them is with whom is not told
    strong = claim_words().strong.search(words)
    return of if strong or (of.partner != WORLD and len(parties) == 2) else None


def _since_last_flow(up_to: str) -> str:
    """A sentence's words from its last flow on, with the country that it named before where none follows."""
    words = claim_words().flow.values()
    starts = [found.start() for each in words for found in each.finditer(up_to)]
    return up_to[max(starts) :] if starts else ""


def _towards(of: Dealt, before: str, after: str) -> Dealt:
    """'…, dont 803 milliards vers le seul Mali': where a part goes stands right behind it."""
    there = parties_in(plain(after))
    goes = "to" if of.flow == "export" else "from"
    part = of.partner == WORLD or re.search(r"(?<!\w)(?:dont|including|of which)\s*$", before)
    if (
        part
        and there
        and there[0].role == goes
        and there[0].start < _RIGHT_BEHIND
        and there[0].code != of.reporter
    ):
        return msgspec.structs.replace(of, partner=there[0].code)
    return of


def _share(after: str, up_to: str) -> Measured | None:
    """'le Mali absorbe 20 % des exportations du Sénégal', 'la part du Mali dans … est de 20 %'."""
    lead = _SHARE_OF.match(after)
    if lead is not None:
        rest = plain(after[lead.end() :])
        flow = flow_in(rest)
        base = dealt_in(rest) if flow in ("export", "import") and _flow_first(rest) else None
        if base is None:
            return None
        named = (each.code for each in parties_in(plain(up_to[-_REACH:])))
        near = [code for code in named if code != base.reporter and not is_group(code)]
        if not near:
            return None
        part = Dealt(flow=base.flow, reporter=base.reporter, partner=near[-1], product=base.product)
        return Measured("share", part, base) if near[-1] != base.partner else None
    if claim_words().words["share"].search(up_to):
        found = measure_of(up_to)
        return found if found.measure == "share" else None
    return None


def _flow_first(rest: str) -> bool:
    """Whether the base begins with its flow ('exportations …'), not with something that has one in it."""
    return any(
        each.match(rest) or re.match(rf"\w+ {each.pattern}", rest) for each in claim_words().flow.values()
    )


def _claim(reading: Reading, figure: Figure, measured: Measured, sentence: Span) -> Claim:
    text, article = reading.article.text, reading.article
    period, grain = _period(figure)
    against = _year_before(period, grain) if measured.measure == "growth" else None
    low, high, loose = _range(text[figure.start : figure.end], figure)
    value = float(figure.value)
    if value > 0 and is_deficit(fold(sentence.quote(text)), measured.of):
        value, low, high, loose = -value, None if high is None else -high, None if low is None else -low, None
    statement = Statement(
        measure=measured.measure, of=measured.of, base=measured.base, value=value,
        unit=figure.unit or "?", written=_written(text, figure), low=low, high=high, loose=loose,
        modifier=figure.modifier, period=period, grain=grain, against=against,
    )  # fmt: skip
    worded = " ".join(sentence.quote(text).split())
    return Claim(
        id=f"{article.id}@{figure.start}", worded=worded, statements=(statement,),
        source=article.source or "", url=article.url, where=article.id, article=article.id,
        span=Span(figure.start, figure.end),
    )  # fmt: skip


def _written(text: str, figure: Figure) -> str:
    """The figure as it stands there, with its currency where the article leaves that to be understood."""
    told = " ".join(text[figure.start : figure.end].split())
    if figure.kind != "money" or not figure.unit or _CURRENCY.search(told):
        return told
    return f"{told} {'FCFA' if figure.unit in ('XOF', 'XAF') else figure.unit}"


def _range(written: str, figure: Figure) -> tuple[float | None, float | None, tuple[float, float] | None]:
    """The numbers that would be written so; the value itself where its digits cannot be told apart."""
    found = _NUMBER.search(written)
    try:
        number = number_cell(found[0]) if found else 0.0
        if not found or not number:
            raise ValueError
        sign = -1.0 if figure.value < 0 else 1.0
        low, high, loose = written_range(found[0], abs(figure.value) / number, figure.modifier)
        ends = (low, high) if sign > 0 else (None if high is None else -high, None if low is None else -low)
        return ends[0], ends[1], loose if sign > 0 else None
    except ValueError:
        value = float(figure.value)
        wide = abs(value) * (0.05 if figure.modifier == "about" else 0.0)
        return value - wide, value + wide, None


def _period(figure: Figure) -> tuple[Period | None, PeriodGrain | None]:
    if figure.from_ is None or figure.to is None:
        return None, None
    months = (
        (int(figure.to[:4]) - int(figure.from_[:4])) * 12 + int(figure.to[5:7]) - int(figure.from_[5:7]) + 1
    )
    whole = figure.from_.endswith("-01") and int(figure.to[8:]) >= 28
    grain: PeriodGrain = "stretch"
    if whole and months in (1, 3, 12):
        grain = {1: "month", 3: "quarter", 12: "year"}[months]  # type: ignore[assignment]
    return Period(figure.from_, figure.to), grain


def _year_before(period: Period | None, grain: PeriodGrain | None) -> Period | None:
    """Against what a year's rate is; a month's may be against the month before or last year's."""
    if period is None or grain != "year":
        return None
    return Period(*(f"{int(day[:4]) - 1}{day[4:]}" for day in (period.from_ or "", period.to or "")))
