"""Reports from people as a table: one row a report, in CSV with a header line.

Needed columns are `source`, `type` and `text`; the others may be left out or empty:

    source      who tells it, as it may be shown beside the claim ('préfet de Kidira', 'radio Gadec')
    text        what was told, in the words of whoever took it down
    type, mode, status, tags, actors, recipients    codes of the codebook; several parted by blanks
    reported    the day or moment at which it came in, ISO 8601 (else the one of the import)
    grade       Admiralty code, 'B2'; F6 where nothing is given
    channel     phone, radio, message, person, other
    marking     a TLP label; AMBER where nothing is given
    place, country, lat, lon    a name of the gazetteer, or a point
    time        when it happened: 2026-01-29, 2026-01-28..2026-01-30
    fatalities  7, 15..18, 12..
    language    fr or en, of the text
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from faleme.errors import FalemeError, InputError, JudgementError
from faleme.read.encoding import decoded
from faleme.read.typed_values import checked, read_value
from faleme.records.field_report import FieldReport
from faleme.records.text import SetAside

NEEDED = ("source", "type", "text")
COLUMNS = (*NEEDED, *(name for name in FieldReport.__struct_fields__ if name not in NEEDED))
MOST_BYTES = 50_000_000
_GRADE = re.compile(r"[A-F][1-6]\Z")
_CODED = ("mode", "status", "tags", "actors", "recipients", "time", "fatalities")
_AS_WRITTEN = ("channel", "language", "place")


class Row(msgspec.Struct, frozen=True):
    """A report and where it stands."""

    report: FieldReport
    source: str
    line: int


def read_table(path: Path, *, reported: str) -> Iterator[Row | SetAside]:
    """The reports of a CSV file, and a record with its line for every row that is none.

    `reported` is the moment of the import. Raises InputError where the file is no such table.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= MOST_BYTES else None
    except OSError as error:
        raise InputError(f"cannot read it ({error.strerror})", source=str(path)) from error
    if raw is None:
        raise InputError(f"larger than {MOST_BYTES:,} bytes: part it", source=str(path))
    text = decoded(raw).replace("\0", "").removeprefix("\ufeff")
    head = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    yield from _reports(rows, str(path), reported)


def _reports(rows: Any, source: str, reported: str) -> Iterator[Row | SetAside]:
    header = [name.strip().lower() for name in next(rows, [])]
    if unknown := [name for name in header if name not in COLUMNS]:
        raise InputError(f"no column {unknown[0]!r}; there are {', '.join(COLUMNS)}", source=source)
    if missing := [name for name in NEEDED if name not in header]:
        raise InputError(f"the column {missing[0]!r} is missing", source=source)
    line = rows.line_num + 1
    while True:
        try:
            row = next(rows, None)
            if row is None:
                return
            if any(cell.strip() for cell in row):
                if len(row) > len(header):
                    raise JudgementError(f"{len(row)} cells under {len(header)} columns")
                told = field_report(dict(zip(header, row, strict=False)), reported=reported)
                yield Row(told, source, line)
        except (FalemeError, csv.Error) as error:
            yield SetAside(source=source, line=line, reason="broken", message=str(error))
        line = rows.line_num + 1


def field_report(cells: Mapping[str, str | None], *, reported: str) -> FieldReport:
    """A report of what was written in each column. Raises JudgementError that says which cell is wrong."""
    given = {name: cell.strip() for name, cell in cells.items() if cell and cell.strip()}
    if missing := [name for name in NEEDED if name not in given]:
        raise JudgementError(f"{missing[0]} is missing")
    kind = checked("type", given["type"].upper(), kind="")
    values: dict[str, Any] = {"source": given["source"], "text": given["text"], "type": kind}
    for name in _CODED:
        if name in given:
            values[name] = checked(name, read_value(name, given[name]), kind=kind)
    values |= {name: given[name] for name in _AS_WRITTEN if name in given}
    values |= {name: given[name].upper() for name in ("grade", "marking", "country") if name in given}
    values |= {name: _degrees(name, given[name]) for name in ("lat", "lon") if name in given}
    if ("lat" in values) != ("lon" in values):
        raise JudgementError("a point has both lat and lon")
    if not _GRADE.match(values.get("grade", "F6")):
        raise JudgementError(f"the grade {values['grade']!r} is none: A–F with 1–6, as in B2")
    values["reported"] = _moment(given.get("reported", reported))
    try:
        return msgspec.convert(values, FieldReport)
    except msgspec.ValidationError as error:
        raise JudgementError(f"not a report: {error}") from error


def _degrees(name: str, written: str) -> float:
    try:
        value = float(written.replace(",", "."))
    except ValueError as error:
        raise JudgementError(f"{name} cannot be {written!r}: degrees, as in 14.455") from error
    if not abs(value) <= (90 if name == "lat" else 180):  # also refuses 'nan'
        raise JudgementError(f"{name} cannot be {written!r}")
    return value


def _moment(written: str) -> str:
    try:
        dt.datetime.fromisoformat(written)
    except ValueError as error:
        raise JudgementError(f"reported cannot be {written!r}: a day or moment, ISO 8601") from error
    return written
