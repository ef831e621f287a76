"""What tables and claims of trade are written in: codes, groups, sections, rates, kinds of tables, rules.

Files: `data/trade/`, and the names of countries of `data/countries.tsv` and `data/geo/countries.tsv`.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final, Literal

import msgspec

from faleme.errors import DataError
from faleme.lexicon.names import fold
from faleme.records.observation import Basis, Flow, PeriodGrain

DATA: Final = Path(__file__).resolve().parent.parent / "data"
_SIGNS = re.compile(r"[\W_]+")


class Left(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Members that a group lost, and on which day."""

    members: tuple[str, ...]
    on: str


class Group(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A group of countries; see the data file."""

    id: str
    names: tuple[str, ...]
    within: tuple[str, ...]
    members: frozenset[str] = frozenset()
    continent: str | None = None
    left: tuple[Left, ...] = ()


class Rate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of `currency` is `per` units of `of` from one day to another, both included; '' is open."""

    currency: str
    of: str
    per: float
    source: str
    from_: str = msgspec.field(name="from", default="")
    to: str = ""


class TableKind(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A kind of table by its header; see data/trade/tables.toml."""

    name: str
    needs: tuple[str | tuple[str, ...], ...]
    source: str
    roles: dict[str, tuple[str, ...]]
    scale: float = 1.0
    currency: str | None = None
    quantity_unit: str | None = None
    flow: Flow | None = None
    grain: PeriodGrain | None = None
    basis: Basis = "sum"
    keep: dict[str, tuple[str, ...]] = {}
    period_from_name: bool = False
    product_prefix: str = ""

    def fits(self, header: frozenset[str]) -> bool:
        """Whether every column that it needs stands in a header of folded names."""
        return all(
            each in header if isinstance(each, str) else not header.isdisjoint(each) for each in self.needs
        )


class TableWords(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Kinds of tables, and words of their cells."""

    table: tuple[TableKind, ...]
    flow: dict[Literal["export", "import", "within"], tuple[str, ...]]
    status: dict[str, tuple[str, ...]]
    scale: dict[str, float]
    money: dict[str, str]


class CheckRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules of the claim check; see the data file."""

    about: float
    near: float
    table: float
    most_seen: int


class PressRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where claims of the press are looked for; see the data file."""

    words: tuple[str, ...]
    most_articles: int
    most_claims: int


class TradeRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rules of the trade pages; see the data file."""

    by_road: float
    corridor: str
    weeks_a_year: float
    most_partners: int
    most_products: int
    least_members: float
    least_world: int
    check: CheckRules
    press: PressRules


class Section(msgspec.Struct, frozen=True):
    """A section of the Harmonized System with its chapters, both ends included, and its names."""

    number: int
    first: int
    last: int
    fr: str
    en: str

    @property
    def code(self) -> str:
        return f"S{self.number:02}"


class _Groups(msgspec.Struct, frozen=True):
    group: tuple[Group, ...]


class _Rates(msgspec.Struct, frozen=True):
    rate: tuple[Rate, ...]


def bare(name: str) -> str:
    """A name of a column as names are compared: 'Trade Value (US$)' is 'tradevalueus'."""
    return _SIGNS.sub("", fold(name))


@cache
def load_trade_rules() -> TradeRules:
    return msgspec.toml.decode(_bytes("rules.toml"), type=TradeRules)


@cache
def load_tables() -> TableWords:
    return msgspec.toml.decode(_bytes("tables.toml"), type=TableWords)


@cache
def load_groups() -> dict[str, Group]:
    """Groups by their id; a continent's members are filled in."""
    found = msgspec.toml.decode(_bytes("groups.toml"), type=_Groups).group
    continents: dict[str, set[str]] = {}
    for cells in _rows(DATA / "geo" / "countries.tsv", 4):
        continents.setdefault(cells[3], set()).add(cells[1])
    return {
        each.id: msgspec.structs.replace(each, members=frozenset(continents[each.continent]))
        if each.continent
        else each
        for each in found
    }


@cache
def load_rates() -> tuple[Rate, ...]:
    """Rates that hold by treaty."""
    return msgspec.toml.decode(_bytes("rates.toml"), type=_Rates).rate


@cache
def load_hs_sections() -> tuple[Section, ...]:
    rows = _rows(DATA / "trade" / "sections.tsv", 5)
    return tuple(Section(int(a), int(b), int(c), fr, en) for a, b, c, fr, en in rows)


@cache
def section_of_chapter() -> dict[str, str]:
    """'27' to 'S05'."""
    return {
        f"{chapter:02}": each.code
        for each in load_hs_sections()
        for chapter in range(each.first, each.last + 1)
    }


@cache
def trade_parties() -> dict[str, str]:
    """Every way that a table writes a country or group, folded, to its code: '466', 'MLI', 'ML', 'Mali'."""
    found: dict[str, str] = {}
    for cells in _rows(DATA / "geo" / "countries.tsv", 4):
        for name in (cells[2], cells[1], cells[0]):
            found[fold(name)] = cells[1]
    for cells in _rows(DATA / "countries.tsv", 3):
        for name in "|".join(cells[1:3]).split("|"):
            if name:
                found.setdefault(fold(name), cells[0])
    for code, party in _rows(DATA / "trade" / "codes.tsv", 2):
        found[code] = party
    for group in load_groups().values():
        for name in (group.id, *group.names):
            found[fold(name)] = group.id
    return found | {"s19": "TWN", "w00": "WLD"}


def party_of(written: str) -> str | None:
    """The code of a country or group as a table writes it; None where it is unknown.

    Leading zeros of a numeric code fall away, and so does what SDMX writes after a code ('SEN: Senegal').
    """
    name = fold(written).strip()
    known = trade_parties()
    if name in known:
        return known[name]
    if name.isdigit():
        return known.get(name.lstrip("0") or "0")
    code, colon, _ = name.partition(":")
    return known.get(code.strip()) if colon else None


@cache
def countries_known() -> tuple[str, ...]:
    """Every code that an observation can have, countries and groups, in order."""
    return tuple(sorted({*trade_parties().values()}))


def is_group(party: str) -> bool:
    return party in load_groups()


def _bytes(name: str) -> bytes:
    path = DATA / "trade" / name
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(f"cannot be read ({error})", source=str(path)) from error


def _rows(path: Path, least: int) -> list[list[str]]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line:
            continue
        cells = line.split("\t")
        if len(cells) < least:
            raise DataError(f"a row has {least} columns parted by tabs", source=str(path), line=number)
        rows.append(cells)
    return rows
