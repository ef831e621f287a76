"""Tables of claims about trade: a row a figure, as the press or an office gave it.

Columns: period, measure, value, unit, and if there are any change, source_said, url, modifier, id (French
names too). What stands in `change` is said beside the figure and checked with it: '+8.6 % vs 2023 (739)',
'about', '-3.8 % (237.0)', '27.0 % in 2021-12'.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

import msgspec

from faleme.errors import InputError
from faleme.lexicon.names import fold
from faleme.lexicon.trade import bare, load_trade_rules
from faleme.lexicon.trade_claims import claim_words
from faleme.read.trade_cells import PeriodCell, money_cell, number_cell, period_cell
from faleme.read.trade_measures import Measured, is_deficit, measure_of
from faleme.records.figure import Modifier
from faleme.records.observation import WORLD
from faleme.records.time import Period
from faleme.records.trade_claim import Claim, Said, Statement

_NAMES: Final = {
    "period": ("period", "periode", "date", "year", "annee"), "measure": ("measure", "mesure", "indicateur"),
    "value": ("value", "valeur", "montant"), "unit": ("unit", "unite"),
    "change": ("change", "variation", "evolution", "note", "notes"), "modifier": ("modifier", "modificateur"),
    "source": ("sourcesaid", "source", "sourcecitee"), "url": ("url", "lien", "address", "adresse"),
    "id": ("id",),
}  # fmt: skip
_PERIOD: Final = r"((?:19|20)\d\d(?:-?[QTqt]\d|-\d\d(?:\.\.\d\d)?|[-–](?:19|20)\d\d)?(?!\d))"
_PER_CENT: Final = r"(?:%|pour cent|per cent)"
_AGAINST: Final = r"(?:vs|par rapport a|against|compared (?:to|with)|sur|contre)"
_RATE: Final = re.compile(rf"([-+−]?)\s?(\d[\d\s.,]*?)\s?{_PER_CENT}(?:\s*{_AGAINST}\s*{_PERIOD})?")
_THEN: Final = re.compile(rf"(\d[\d\s.,]*?)\s?{_PER_CENT}\s*(?:in|en|at|pour)\s*{_PERIOD}")
_BEFORE: Final = re.compile(rf"\(\s*([-+−]?\d[\d\s.,]*?)\s*(?:(?:in|en)\s*{_PERIOD})?\s*\)")
_SUM: Final = (
    r"((?:milliards?|millions?|billions?|mds?)\s?(?:de |d')?"
    r"(?:f ?cfa|fcfa|cfa|xof|usd|us\$|\$|euros?|eur|dollars?|€))"
)
_MONEY: Final = re.compile(rf"([-+−]\s?\d[\d\s.,]*?)\s?{_SUM}")
_ALSO: Final = re.compile(rf"(\d[\d\s.,]*?)\s?{_SUM}")
_OF_TOTAL: Final = re.compile(r"(?<!\w)(?:of (?:the |its )?total|du total|de l'ensemble|of all)(?!\w)")
_RANGE: Final = re.compile(r"\s*(?:-|–|à|a|to|et|and)\s*(\d(?:[\d\s.,']*\d)?)")
_UNIT_VS: Final = re.compile(rf"^(%|pp|points?)\s*{_AGAINST}\s*{_PERIOD}")
_PAREN: Final = re.compile(r"\(([^)]*)\)")


class ClaimTable(msgspec.Struct, frozen=True, kw_only=True):
    """The claims of a table, and the rows that could not be read ('claims.csv:4: …')."""

    claims: tuple[Claim, ...]
    problems: tuple[str, ...]


def is_claim_table(header: list[str]) -> bool:
    """Whether a header is that of a table of claims."""
    names = set(map(bare, header))
    return all(names & set(_NAMES[role]) for role in ("measure", "value")) and not names & {
        "reporter",
        "partner",
    }


def read_claims(path: Path) -> ClaimTable:
    """Claims of a CSV file. Raises InputError where it is none."""
    name = path.name
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            delimiter = ";" if stream.readline().count(";") > 2 else ","
            stream.seek(0)
            rows = csv.DictReader(stream, delimiter=delimiter)
            if not is_claim_table(list(rows.fieldnames or ())):
                raise InputError("no table of claims: it needs period, measure, value, unit", source=name)
            return _read(rows, name)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"not a readable table ({error})", source=name) from error


def _read(rows: csv.DictReader[str], name: str) -> ClaimTable:
    there = {bare(each): each for each in rows.fieldnames or () if each}
    claims: list[Claim] = []
    problems: list[str] = []
    begin = rows.line_num
    for row in rows:
        line, begin = begin + 1, rows.line_num
        cells = {
            role: next(((row.get(there[each]) or "").strip() for each in names if each in there), "")
            for role, names in _NAMES.items()
        }
        try:
            claims.append(
                claim_of(cells, identifier=cells["id"] or str(len(claims) + 1), where=f"{name}:{line}")
            )
        except ValueError as error:
            problems.append(f"{name}:{line}: {error}; passed over")
    return ClaimTable(claims=tuple(claims), problems=tuple(problems))


def claim_of(cells: Mapping[str, str], *, identifier: str, where: str = "") -> Claim:
    """A claim of the cells period, measure, value, unit, change, modifier, source, url; '' where none is.

    Raises ValueError where its value or its period cannot be read.
    """
    why: list[str] = []
    period, aside = _period(cells["period"])
    why += [aside] if aside else []
    measured = measure_of(cells["measure"])
    why += [measured.why] if measured.why else []
    main = _main(cells, measured, period)
    if aside and fold(aside) not in fold(cells["change"]):
        why = [f"period: {aside}"] + [each for each in why if each != aside]
    statements = (main, *_beside(cells, main, period))
    return Claim(
        id=identifier, worded=cells["measure"], statements=statements, source=cells["source"],
        url=cells["url"] or None, where=where, why=tuple(why),
    )  # fmt: skip


def written_range(
    written: str, scale: float, modifier: Modifier
) -> tuple[float | None, float | None, tuple[float, float] | None]:
    """The least and the greatest number that would be written so, and both where last zeros are rounding.

    '802,8' with 'milliards' is 802.75 to 802.85 milliards; '800' may be 760 to 840. Plain units.
    """
    value = number_cell(written)
    digits = re.sub(r"[^\d]", "", written.split("e")[0].split("E")[0])
    plain = Decimal(repr(value)).normalize()
    decimals = _decimals(written, value)
    half = 0.5 * 10.0**-decimals
    loose = None
    if decimals == 0 and scale > 1 and value and digits.endswith("0"):
        exponent = plain.as_tuple().exponent
        wide = min(0.5 * 10.0 ** int(exponent), load_trade_rules().check.about * abs(value))
        loose = ((value - wide) * scale, (value + wide) * scale)
    if modifier == "about":
        half = max(half, load_trade_rules().check.about * abs(value))
    low, high = (value - half) * scale, (value + half) * scale
    if modifier == "more-than":
        return value * scale, None, loose
    if modifier == "less-than":
        return None, value * scale, loose
    return low, high, loose


def _decimals(written: str, value: float) -> int:
    """How many decimals are written: 1 of '802,8', 3 of '1 855,993', 0 of '1,446'."""
    tail = re.search(r"[.,](\d+)\s*$", written)
    if tail is None or value == int(value) and f"{int(abs(value))}".endswith(tail[1]) and len(tail[1]) == 3:
        return 0
    return len(tail[1])


def modifier_in(text: str) -> Modifier:
    """What words say of a number: 'environ', 'plus de', 'moins de'."""
    words = claim_words().words
    for name in ("more_than", "less_than", "about"):
        if words[name].search(fold(text)):
            return name.replace("_", "-")  # type: ignore[return-value]
    return "exact"


def _period(written: str) -> tuple[PeriodCell | None, str]:
    """A period, and what a bracket says beside it ('the headline says first quarter')."""
    if not written:
        return None, ""
    aside = " ".join(_PAREN.findall(written))
    cell = period_cell(_PAREN.sub("", written).strip())
    return cell, aside


def _main(cells: Mapping[str, str], measured: Measured, period: PeriodCell | None) -> Statement:
    text, unit_text = cells["value"].strip(), fold(cells["unit"]).strip()
    modifier = modifier_in(
        f"{cells['modifier']} {_without_numbers(cells['change'])} {_words(text)} {_words(unit_text)}"
    )
    part = claim_words().part.get(fold(text))
    if part is not None:
        text, modifier = f"{part:g}", "about"
    if fold(text) in claim_words().rank:
        text, unit_text = str(claim_words().rank[fold(text)]), "rank"
    number = re.search(r"[-+−]?\d(?:[\d\s.,']*\d)?", text)
    if number is None:
        raise ValueError(f"the value {cells['value']!r} is no number")
    written = number[0]
    if is_deficit(fold(cells["measure"]), measured.of) and written[0] not in "-−":
        written = f"-{written}"
    against = None
    if found := _UNIT_VS.match(unit_text):
        unit_text, against = "%" if found[1] == "%" else "pp", _as_period(period_cell(found[2]))
    measure, unit, scale = measured.measure, "%", 1.0
    if unit_text in ("%", "pour cent", "per cent", "percent", "pct"):
        if measure == "value":
            measure = "growth"
    elif unit_text in ("rank", "rang") or measure == "rank":
        measure, unit = "rank" if measured.base else "other", "rank"
    else:
        try:
            money = money_cell(unit_text)
            unit, scale = money.currency or "", money.scale
            measure = "value" if measure in ("value", "growth") else "other"
        except ValueError:
            measure, unit = "other", unit_text or "?"
        if not unit:
            measure, unit = "other", "?"
    if measured.of is None:
        measure = "other"
    base = measured.base
    if measure == "growth" and measured.of and _OF_TOTAL.search(fold(f"{cells['unit']} {cells['change']}")):
        measure, base = "share", msgspec.structs.replace(measured.of, partner=WORLD)
    if measure == "growth" and against is None:
        against = year_before(period)
    low, high, loose = written_range(written, scale, modifier)
    shown = "%" if unit == "%" else cells["unit"]
    value = number_cell(written) * scale
    if (other := _other_end(text, number.end())) is not None:  # '790-810', 'entre 790 et 810'
        high = written_range(other, scale, "exact")[1]
        value, loose, written = (value + number_cell(other) * scale) / 2, None, f"{written}–{other}"
    return Statement(
        measure=measure, of=measured.of, base=base, value=value, unit=unit,
        written=f"{written} {shown}".strip(), low=low, high=high, loose=loose, modifier=modifier,
        period=_as_period(period), grain=period.grain if period else None, against=against,
        basis="mean-a-year" if claim_words().words["mean"].search(fold(cells["measure"])) else "sum",
    )  # fmt: skip


def _other_end(text: str, begin: int) -> str | None:
    """The second number of a range, right behind the first."""
    found = _RANGE.match(text, begin)
    return found[1] if found else None


def _scale(unit: str) -> float:
    try:
        return money_cell(unit).scale
    except ValueError:
        return 1.0


def _words(text: str) -> str:
    return re.sub(r"[\d.,]+", " ", text)


def _without_numbers(change: str) -> str:
    """What of `change` speaks of the figure itself: a bare word ('about', 'plus de'), not a rate's words."""
    return "" if re.search(r"\d", change) else change


def _as_period(cell: PeriodCell | None) -> Period | None:
    return Period(cell.begin, cell.end) if cell else None


def year_before(cell: PeriodCell | None) -> Period | None:
    """The same days of the year before, for a year or a stretch; None for a month or quarter, since a rate of
    these may be against the one before or against last year's.
    """
    if cell is None or cell.grain in ("month", "quarter"):
        return None
    years = int(cell.end[:4]) - int(cell.begin[:4]) + 1
    begin, end = (f"{int(day[:4]) - years}{day[4:]}" for day in (cell.begin, cell.end))
    return Period(begin, end.replace("02-29", "02-28"))


def _beside(cells: Mapping[str, str], main: Statement, period: PeriodCell | None) -> Iterator[Statement]:
    """What `change` and the source's words say beside the figure."""
    text = fold(cells["change"]).replace("\N{MINUS SIGN}", "-")
    if main.measure not in ("value", "share", "growth") or main.of is None:
        return
    for found in _THEN.finditer(text):
        at = period_cell(found[2])
        yield _statement(main, "share" if main.measure == "share" else "growth", found[1], "%", "also", at)
    text = _THEN.sub(" ", text)
    against = main.against or year_before(period)
    rate = _RATE.search(text)
    if rate and main.measure == "value":
        vs = _as_period(period_cell(rate[3])) if rate[3] else against
        fall = claim_words().words["fall"].search(text) and not rate[1]
        against = vs
        sign = "-" if rate[1] in ("-", "−") or fall else ""
        yield _statement(main, "growth", sign + rate[2], "%", "rate", period, vs)
    if money := _MONEY.search(text):
        cell = money_cell(money[2])
        yield _statement(
            main, "difference", money[1].replace(" ", ""), cell.currency or "", "difference", period, against,
            scale=cell.scale, shown=_upper(money[2]),
        )  # fmt: skip
        text = _MONEY.sub(" ", text)
    if before := _BEFORE.search(text):
        scale = _scale(cells["unit"]) if main.measure == "value" else 1.0
        then = period_cell(before[2]) if before[2] else None
        when = _as_period(then) or against
        if main.measure in ("value", "share"):
            yield _statement(
                main,
                main.measure,
                before[1],
                main.unit,
                "before",
                then,
                when,
                scale=scale,
                own=when,
                shown=cells["unit"],
            )
    if main.measure == "value" and (also := _ALSO.search(fold(cells["source"]))):
        cell = money_cell(also[2])
        yield _statement(
            main,
            "value",
            also[1],
            cell.currency or "",
            "also",
            period,
            scale=cell.scale,
            shown=_upper(also[2]),
        )


def _upper(unit: str) -> str:
    """A folded unit as it is written: 'milliards FCFA'."""
    return re.sub(r"(?<!\w)(f ?cfa|cfa|usd|eur|xof)(?!\w)", lambda found: found[0].upper(), unit)


def _statement(
    main: Statement, measure: str, written: str, unit: str, said: Said, period: PeriodCell | None,
    against: Period | None = None, *, scale: float = 1.0, own: Period | None = None, shown: str = "",
) -> Statement:  # fmt: skip
    written = written.replace("\N{MINUS SIGN}", "-").strip(" .,")
    low, high, loose = written_range(written, scale, "exact")
    when: Period | None = own if said == "before" else _as_period(period)
    return Statement(
        measure=measure, of=main.of, base=main.base if measure == "share" else None,  # type: ignore[arg-type]
        value=number_cell(written) * scale, unit=unit, written=f"{written} {shown or unit}", low=low,
        high=high, loose=loose, period=when, grain=period.grain if period else main.grain,
        against=against if measure in ("growth", "difference") else None, basis=main.basis, said=said,
    )  # fmt: skip
