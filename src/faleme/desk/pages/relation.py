"""The relation of two countries: index by strand, the acts on it, trade and corridor below, the record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from litestar import Response, get
from litestar.response import Template

from faleme.assess.relation_look import MOST_MONTHS, months_back, pair_named
from faleme.desk.pages.border import watch_of
from faleme.desk.pages.brief import asked_by
from faleme.desk.pages.corridors import sees_states
from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.desk.pages.home import day_chosen
from faleme.desk.relation_drawn import picture_of
from faleme.desk.relation_file import pdf, png, sheet_svg
from faleme.desk.relation_svg import relation_svg
from faleme.desk.relation_trade import trade_lines
from faleme.desk.relation_view import PAGE, STRANDS, RelationView
from faleme.desk.timeline_svg import coloured
from faleme.desk.views import IncidentLine
from faleme.errors import InputError
from faleme.lexicon.countries import country_names
from faleme.lexicon.relation import load_relation_rules
from faleme.words.wording import as_day

FEW_LINES, MOST_LINES = 12, 400
"""Incidents of one month that are told one by one by strand, and where all are asked for."""
KINDS = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}


@get(PAGE, sync_to_thread=True)
def relation(request: DeskRequest) -> Template:
    """The page of two countries over some months."""
    frame = Frame(request)
    pair, known = pair_chosen(frame)
    view = view_of(frame, pair)
    month = _month(frame, view)
    threats = next((each.incidents for each in view.look.threats if each.month == month), ())
    return frame.page(
        "relation.html",
        current="relation",
        title=view.title,
        view=view,
        known=known,
        drawn=relation_svg(picture_of(view)),
        countries=_countries(frame, pair),
        today=frame.today,
        strands=STRANDS,
        turns=[
            (told, better, _lines(frame, made), _lines(frame, missing))
            for told, better, made, missing in view.turns()
        ],
        month=month,
        month_name=view.month(month),
        of_month=_of_month(frame, view, month),
        threats=_lines(frame, threats[: _most(frame)]),
        more_threats=max(0, len(threats) - _most(frame)),
        visits=view.rows("visits"),
        acts=view.rows("acts"),
        undated=len(view.look.index.undated),
        files=[(kind.upper(), _file_address(view, kind)) for kind in ("png", "pdf", "svg")],
        shape=coloured,
        stretch=view.stretch,
        begins=_begins(view),
    )


@get([f"{PAGE}.svg", f"{PAGE}.png", f"{PAGE}.pdf"], sync_to_thread=True)
def relation_file(request: DeskRequest) -> Response[bytes]:
    """The picture on its own, or with the record as a document."""
    frame = Frame(request)
    view = view_of(frame, pair_chosen(frame)[0])
    kind = request.url.path.rpartition(".")[2]
    made = {"svg": sheet_svg, "png": png, "pdf": pdf}[kind](view)
    look = view.look
    name = f"relation_{look.one}-{look.other}_{look.index.since}_{look.index.until}.{kind}"
    return Response(
        made, media_type=KINDS[kind], headers={"content-disposition": f'inline; filename="{name}"'}
    )


ROUTES = (relation, relation_file)


def view_of(frame: Frame, pair: tuple[str, str]) -> RelationView:
    """What who asks may see of two countries, in their language."""
    since, until = _stretch(frame)
    look = watch_of(frame).relation(*pair, since, until, states=sees_states(frame))
    asked = asked_by(frame)
    named = asked.store.sources_for({each for act in look.record for each in act.articles}, asked.scope)
    return RelationView(look, frame.describe, named, trade_lines(frame.desk.trade, *pair, frame.language))


def pair_chosen(frame: Frame) -> tuple[tuple[str, str], bool]:
    """The pair that is asked for, as one word or two; else the one that is watched."""
    one, other = frame.chosen("one"), frame.chosen("other")
    written = frame.chosen("pair") or (f"{one}-{other}" if one and other else None)
    try:
        return pair_named(written or load_relation_rules().watched), True
    except InputError:
        return pair_named(load_relation_rules().watched), False


def _stretch(frame: Frame) -> tuple[dt.date, dt.date]:
    until = as_day(day_chosen(frame, "until"))
    last = min(until, frame.today) if until else frame.today
    begun = as_day(f"{(frame.chosen('since') or '')[:7]}-01")
    first = begun if begun and begun <= last else months_back(last)
    return max(first, months_back(last, MOST_MONTHS)), last


def _month(frame: Frame, view: RelationView) -> str:
    """The month that is told one by one: the one asked for, else the last that has something."""
    asked = (frame.chosen("month") or "")[:7]
    if asked in view.months:
        return asked
    told = [point.month for point in view.look.index.of("all").points if point.count]
    return told[-1] if told else view.months[-1]


def _of_month(
    frame: Frame, view: RelationView, month: str
) -> list[tuple[str, tuple[IncidentLine, ...], int, str]]:
    """The incidents of a month by strand: name, lines, how many more, and the sum."""
    found, most = [], _most(frame)
    for strand in (*STRANDS, "other"):
        point = next(each for each in view.look.index.of(strand).points if each.month == month)
        if point.count:
            lines = _lines(frame, point.incidents[:most])
            left = max(0, point.count - most)
            found.append((view.strand(strand), lines, left, view.number(point.total)))
    return found


def _most(frame: Frame) -> int:
    return MOST_LINES if frame.chosen("all") else FEW_LINES


def _lines(frame: Frame, ids: Iterable[str]) -> tuple[IncidentLine, ...]:
    wanted = list(dict.fromkeys(ids))[:MOST_LINES]
    seen = {each.id: each for each in frame.window.incidents_of(wanted)}
    return tuple(frame.describe.line(seen[each], frame.today) for each in wanted if each in seen)


def _countries(frame: Frame, pair: tuple[str, str]) -> list[tuple[str, str]]:
    """Countries to choose from by name: those that something is told of, and the pair."""
    told = frame.window.facets(None, "country")["country"]
    naming = frame.describe.writer.naming
    codes = {code for code in told if code in country_names("en")} | set(pair)
    codes |= set(load_relation_rules().between.members["ECOWAS"])
    return sorted(((code, naming.country(code)) for code in codes), key=lambda each: each[1])


def _begins(view: RelationView) -> set[int]:
    """Cells of the table of figures that begin a group; the first two are of no group."""
    lengths = [len(heads) for _, heads in view.columns()]
    return {2 + sum(lengths[:at]) for at in range(len(lengths))}


def _file_address(view: RelationView, kind: str) -> str:
    return view.link().replace(PAGE, f"{PAGE}.{kind}", 1)
