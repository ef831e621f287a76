"""Cells of tables of trade: a period, a number, a code of goods, a unit, each read or told why not.

Each reader is given what is written and answers with what it means, or raises ValueError with what is wrong
and what to do. A table has few different periods, codes and units: each is read once for all its rows.
"""

from __future__ import annotations

import calendar
import re
from typing import Final, NamedTuple

from faleme.lexicon.names import fold
from faleme.lexicon.trade import TableWords, load_tables
from faleme.records.observation import Flow, ObservationStatus, PeriodGrain, ProductLevel

_YEAR = r"(19\d\d|20\d\d)"
_DAY: Final = re.compile(rf"{_YEAR}-(\d\d)-(\d\d)(?:T.*)?")
_MONTH: Final = re.compile(
    rf"{_YEAR}(?:[-/ ]?M|[-/ ])?(\d{{2}})|{_YEAR}[-/ ]M?(\d)|{_YEAR}M(\d)", re.IGNORECASE
)
_MONTH_FIRST: Final = re.compile(rf"(\d{{1,2}})[-/]{_YEAR}")
_QUARTER: Final = re.compile(rf"{_YEAR}[- ]?[QT]([1-4])|[QT]([1-4])[- /]?{_YEAR}", re.IGNORECASE)
_HALF: Final = re.compile(rf"{_YEAR}[- ]?[SH]([12])|[SH]([12])[- /]?{_YEAR}", re.IGNORECASE)
_MONTHS: Final = re.compile(rf"{_YEAR}-(\d\d)\s*(?:\.\.|–|/|to|à|a|-)\s*(?:{_YEAR}-)?(\d\d)")
_YEARS: Final = re.compile(rf"{_YEAR}\s*(?:-|–|/|\.\.|to|à|a)\s*{_YEAR}")
_DAYS: Final = re.compile(rf"({_YEAR}-\d\d-\d\d)\s*(?:/|\.\.|to|–)\s*({_YEAR}-\d\d-\d\d)")
_SUFFIXED: Final = re.compile(rf"{_YEAR}\s?\(?([a-zA-Z*]{{1,4}})\)?\.?")
_NUMBER: Final = re.compile(r"[-+−]?\d[\d\s'.,]*(?:[eE][-+]?\d+)?")
_NAMES: Final = (
    ("janvier", "january", "janv", "jan"), ("fevrier", "february", "fevr", "feb"), ("mars", "march", "mar"),
    ("avril", "april", "avr", "apr"), ("mai", "may"), ("juin", "june", "jun"),
    ("juillet", "july", "juil", "jul"), ("aout", "august", "aug"), ("septembre", "september", "sept", "sep"),
    ("octobre", "october", "oct"), ("novembre", "november", "nov"), ("decembre", "december", "dec"),
)  # fmt: skip
_NAMED: Final = re.compile(rf"([a-z]+)\.? {_YEAR}")


class PeriodCell(NamedTuple):
    """First and last day (ISO 8601), and how fine it is."""

    begin: str
    end: str
    grain: PeriodGrain


class ProductCell(NamedTuple):
    code: str
    level: ProductLevel


class MoneyCell(NamedTuple):
    """What one of a unit is worth: so many of a currency, None where the unit names none."""

    scale: float
    currency: str | None


def period_cell(written: str) -> PeriodCell:
    """'2024', '202401', '2024-01', '2024-Q1', '2012-2022', '2025-01..04', 'janvier 2024' as days.

    Raises ValueError for what is none, '2024p' among them.
    """
    text = " ".join(written.split()).strip("'\"")
    if re.fullmatch(_YEAR, text):
        return PeriodCell(f"{text}-01-01", f"{text}-12-31", "year")
    found = _quarter_or_half(text) or _range(text) or _month(text)
    if found:
        return found
    if suffixed := _SUFFIXED.fullmatch(text):
        year, sign = suffixed.groups()
        raise ValueError(
            f"the period {written!r} is no year: write {year}, and {sign!r} in a column of status"
        )
    raise ValueError(f"the period {written!r} cannot be read: write 2024, 2024-01, 2024-Q1 or 2012-2022")


def months_of(year: int, first: int, last: int, grain: PeriodGrain) -> PeriodCell:
    """From the first day of one month to the last of another of the same year."""
    if not (1 <= first <= last <= 12):
        raise ValueError(f"there is no such month: {first} to {last} of {year}")
    end = calendar.monthrange(year, last)[1]
    return PeriodCell(f"{year}-{first:02}-01", f"{year}-{last:02}-{end:02}", grain)


def _quarter_or_half(text: str) -> PeriodCell | None:
    for pattern, months, grain in ((_QUARTER, 3, "quarter"), (_HALF, 6, "stretch")):
        if found := pattern.fullmatch(text):
            year, part = int(found[1] or found[4]), int(found[2] or found[3])
            return months_of(year, months * (part - 1) + 1, months * part, grain)  # type: ignore[arg-type]
    return None


def _range(text: str) -> PeriodCell | None:
    if found := _DAYS.fullmatch(text):
        return PeriodCell(found[1], found[3], "stretch")
    if found := _YEARS.fullmatch(text):
        if found[1] > found[2]:
            raise ValueError(f"the period {text!r} ends before it begins")
        return PeriodCell(f"{found[1]}-01-01", f"{found[2]}-12-31", "stretch")
    if (found := _MONTHS.fullmatch(text)) and not _DAY.fullmatch(text):
        if found[3] and found[3] != found[1]:
            begin, end = (
                months_of(int(found[1]), int(found[2]), int(found[2]), "month"),
                months_of(int(found[3]), int(found[4]), int(found[4]), "month"),
            )
            return PeriodCell(begin.begin, end.end, "stretch")
        first, last = int(found[2]), int(found[4])
        grain: PeriodGrain = "quarter" if (first % 3, last - first) == (1, 2) else "stretch"
        return months_of(int(found[1]), first, last, "year" if (first, last) == (1, 12) else grain)
    return None


def _month(text: str) -> PeriodCell | None:
    if found := _DAY.fullmatch(text):
        if found[3] != "01":
            raise ValueError(f"the period {text!r} is a day: trade is told by month, quarter or year")
        return months_of(int(found[1]), int(found[2]), int(found[2]), "month")
    if found := _MONTH.fullmatch(text):
        year, month = (each for each in found.groups() if each)
        return months_of(int(year), int(month), int(month), "month")
    if found := _MONTH_FIRST.fullmatch(text):
        return months_of(int(found[2]), int(found[1]), int(found[1]), "month")
    if found := _NAMED.fullmatch(fold(text)):
        for number, names in enumerate(_NAMES, 1):
            if found[1] in names:
                return months_of(int(found[2]), number, number, "month")
    return None


def number_cell(written: str) -> float:
    """'1 234,5', '1,234.5', '1234.5', '1.2e6'. Raises ValueError where it is no number, or may be two."""
    text = written.strip()
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{written!r} is no number: leave the cell empty where there is none")
    text = re.sub(r"[\s']", "", text).replace("\N{MINUS SIGN}", "-")
    commas, dots = text.count(","), text.count(".")
    if commas and dots:
        decimal = "," if text.rindex(",") > text.rindex(".") else "."
        text = text.replace("." if decimal == "," else ",", "").replace(decimal, ".")
    elif commas > 1 or dots > 1:
        text = text.replace(",", "").replace(".", "")
    elif commas:
        whole, part = text.split(",")
        # '1,234' is twelve hundred in English and one and a bit in French: a table that means it writes 1234.
        if len(part) == 3 and 0 < len(whole.lstrip("-+")) <= 3 and whole.lstrip("-+") != "0":
            raise ValueError(f"{written!r} may be {whole + part} or {whole}.{part}: write it without a comma")
        text = f"{whole}.{part}"
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{written!r} is no number") from None


def product_cell(written: str, *, prefix: str = "", digits: int = 0) -> ProductCell:
    """'27' a chapter, '2710' a heading, '271019' a subheading, 'TOTAL' or '' all goods.

    `prefix` makes sections of bare numbers ('5' with 'S' is S05); `digits` is the least length, for tables
    that lose leading zeros ('10121' is 010121).
    """
    text = written.strip().strip("'\"")
    folded = fold(text)
    if folded in ("", "total", "_t", "all", "ag", "toutes", "tous produits", "all commodities", "_z"):
        return ProductCell("TOTAL", "total")
    if prefix and text.isdigit():
        return ProductCell(f"{prefix}{int(text):02}", "section")
    if re.fullmatch(r"s\d\d", folded):
        return ProductCell(text.upper(), "section")
    if not text.isdigit():
        return ProductCell(text, "other")
    code = text.zfill(digits)
    code = code.zfill(len(code) + len(code) % 2)
    levels: dict[int, ProductLevel] = {2: "chapter", 4: "heading", 6: "subheading"}
    return ProductCell(code, levels.get(len(code), "other"))


def flow_cell(written: str) -> Flow | None:
    """Exports or imports; None for a part of them that is told again (re-exports). Raises ValueError."""
    name = fold(written).strip().partition(":")[0]
    for kind, words in load_tables().flow.items():
        if name in words:
            return None if kind == "within" else kind
    raise ValueError(f"the flow {written!r} is neither exports nor imports: write export or import")


def status_cell(written: str) -> ObservationStatus | None:
    """How sure a value is; None where the table says that there is none. Raises ValueError."""
    name = fold(written).strip().partition(":")[0]
    for kind, words in load_tables().status.items():
        if name in words:
            return None if kind == "missing" else kind  # type: ignore[return-value]
    raise ValueError(f"the status {written!r} is unknown: write final, provisional, estimated or revised")


def money_cell(written: str) -> MoneyCell:
    """'milliards FCFA', 'thousand USD', 'EUR', 'KXOF'. Raises ValueError where it is no money."""
    words = load_tables()
    name = fold(written).replace(".", " ").strip()
    if re.fullmatch(r"[a-z]{3}", name) and name not in words.scale and name not in words.money:
        return MoneyCell(1.0, name.upper())
    return _money(name, words, written)


def _money(name: str, words: TableWords, written: str) -> MoneyCell:
    scale, currency = 1.0, None
    rest = name
    for word, code in sorted(words.money.items(), key=lambda item: -len(item[0])):
        pattern = rf"(?<!\w){re.escape(word)}(?!\w)"
        if re.search(pattern, rest):
            currency = code or None
            rest = re.sub(pattern, " ", rest)
            break
    for word in re.findall(r"\w+", rest):
        if word in words.scale:
            scale *= words.scale[word]
        elif word not in ("de", "of", "d", "des", "in", "en", "the", "current", "courants"):
            raise ValueError(f"the unit {written!r} is no money: write a currency, as USD or milliards FCFA")
    return MoneyCell(scale, currency)
