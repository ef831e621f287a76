"""A user's table of rates: one of `currency` is `per` units of `of`, from a day to a day, by `source`."""

from __future__ import annotations

import csv
from pathlib import Path

from faleme.errors import InputError
from faleme.lexicon.trade import Rate, bare
from faleme.read.trade_cells import number_cell, period_cell


def read_rates(path: Path) -> tuple[Rate, ...]:
    """Rates of a CSV file with the columns currency, of, per, period (or from and to), source.

    Raises InputError with the line of what cannot be read: a rate left out would be missed in silence.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = csv.DictReader(stream)
            names = {bare(each) for each in rows.fieldnames or ()}
            if not {"currency", "of", "per", "source"} <= names:
                raise InputError("a table of rates has the columns currency, of, per, period, source")
            return tuple(
                _rate({bare(name): (cell or "").strip() for name, cell in row.items() if name}, number)
                for number, row in enumerate(rows, 2)
            )
    except InputError as error:
        raise InputError(error.message, source=path.name, line=error.line) from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"not a readable table ({error})", source=path.name) from error


def _rate(row: dict[str, str], line: int) -> Rate:
    try:
        begin, end = row.get("from", ""), row.get("to", "")
        if row.get("period"):
            cell = period_cell(row["period"])
            begin, end = cell.begin, cell.end
        per = number_cell(row["per"])
        if per <= 0:
            raise ValueError(f"a rate is more than nothing, not {row['per']}")
        if not row["source"]:
            raise ValueError("a rate names its source")
    except ValueError as error:
        raise InputError(str(error), line=line) from error
    return Rate(
        currency=row["currency"].upper(), of=row["of"].upper(), per=per, from_=begin, to=end,
        source=row["source"],
    )  # fmt: skip
