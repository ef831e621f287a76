"""Corridors: each segment's state with what it rests on, what would change it, and the way around.

States tell of gaps in a corridor's cover. They are shown up to AMBER+STRICT; everybody else sees only what a
person has widened, one record at a time, and each widening is an act that is kept.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.exceptions import ClientException
from litestar.response import Redirect, Template

from faleme.assess.corridor_look import CorridorLook, Turn, corridor_named, segment_named, turns
from faleme.assess.corridor_watch import MARKING, Evidence, SegmentState
from faleme.assess.corridors import load_corridors
from faleme.assess.detours import Detour
from faleme.desk.pages.border import day_asked, watch_of
from faleme.desk.pages.frame import DeskRequest, Frame, missing, text_of
from faleme.desk.session import iso, needs
from faleme.desk.views import IncidentLine
from faleme.desk.watch_svg import corridor_map
from faleme.errors import InputError
from faleme.records.person import MARKINGS, up_to
from faleme.records.text import Marking
from faleme.records.widening import Widening
from faleme.store.base import Wanted
from faleme.words.wording import as_day

LARGEST_FORM = 8_000
WIDER: tuple[Marking, ...] = MARKINGS[: MARKINGS.index(MARKING)]
"""What a record may be widened to."""
SUPPLY_DAYS, MOST_SUPPLY = 30, 5
SUPPLIES = ("fuel", "convoy")
MOST_TURNS = 4
WIDENED_DAYS = 60


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """An incident that counts, in words."""

    line: IncidentLine | None
    day: str
    what: str
    effect: str
    km: str
    left: int
    until: str
    wide: bool


class SegmentRow(msgspec.Struct, frozen=True, kw_only=True):
    """A segment as the page shows it; `widened` is the marking that a person gave its state of the day."""

    name: str
    state: str
    closed: bool
    on_way: bool
    read: str
    proofs: tuple[Proof, ...]
    ended: tuple[Proof, ...]
    eases: str
    turns: tuple[str, ...]
    detour: str
    widened: Widening | None


class CorridorCard(msgspec.Struct, frozen=True, kw_only=True):
    """A corridor as the page shows it."""

    look: CorridorLook
    rows: tuple[SegmentRow, ...]
    told: tuple[SegmentRow, ...]
    detour: str
    by: str
    crosses: str


@get("/axes", sync_to_thread=True)
def corridors(request: DeskRequest) -> Template:
    """The corridors on a day, one of them between two towns, or what was widened."""
    frame = Frame(request)
    return _page(frame) if sees_states(frame) else _widened_page(frame)


@post("/axes/elargir", opt=needs("review"), request_max_body_size=LARGEST_FORM)
async def widen(request: DeskRequest) -> Response[Any]:
    """Give the state of one segment on one day another marking, or take that back."""
    form = await request.form()
    return await sync_to_thread(_widen, Frame(request), form)


def sees_states(frame: Frame) -> bool:
    """Whether states may be shown to who asks."""
    person = frame.person
    return person is not None and frame.may("read") and MARKING in up_to(person.ceiling)


def _page(frame: Frame) -> Template:
    as_of, watch, words = day_asked(frame), watch_of(frame), frame.words
    looks = list(watch.corridors(as_of))
    why = ""
    asked = frame.chosen("corridor")
    if asked:
        closed = tuple(each for each in frame.request.query_params.getall("closed", []) if each)
        try:
            chosen = corridor_named(asked)
            begin, end = frame.chosen("from"), frame.chosen("to")
            look = watch.corridor(chosen, as_of, begin, end, closed)
            looks = [look, *(each for each in looks if each.corridor != look.corridor)]
        except InputError:
            why = words.say("axes_unknown")
            asked = None
    if not asked:
        looks.sort(key=lambda each: (not each.shut, each.corridor != "road-dakar-bamako"))
    widened = {
        (each.corridor, each.segment): each
        for each in frame.desk.store.widenings(since=as_of.isoformat(), until=as_of.isoformat())
    }
    return frame.form_page(
        "corridors.html",
        current="watch",
        title=words.say("axes_title"),
        as_of=as_of,
        marking=MARKING,
        cards=[_card(look, frame, widened) for look in looks],
        shown=looks[0],
        drawn=_drawn(looks, frame),
        why=why,
        corridors=[(each.id, each.name) for each in load_corridors()],
        towns={each.id: [place.name for place in each.places] for each in load_corridors()},
        supplies=[_supply(tag, as_of, frame) for tag in SUPPLIES],
        wider=WIDER,
        may_widen=frame.may("review"),
        done=frame.chosen("done") if frame.chosen("done") in ("widened", "narrowed") else None,
    )


def _widened_page(frame: Frame) -> Template:
    """What was widened of the last days, up to what who asks may see."""
    seen = up_to(frame.person.ceiling) if frame.person and frame.may("read") else ("CLEAR",)
    since = (frame.today - dt.timedelta(days=WIDENED_DAYS)).isoformat()
    last = {
        (each.day, each.corridor, each.segment): each
        for each in frame.desk.store.widenings(since=since, until=frame.today.isoformat())
    }
    shown = sorted(
        (each for each in last.values() if each.marking in seen),
        key=lambda each: (each.day, each.number), reverse=True,
    )  # fmt: skip
    names = {each.id: each.name for each in load_corridors()}
    return frame.page(
        "corridors_widened.html",
        current="watch",
        title=frame.words.say("axes_title"),
        rows=[(each, names.get(each.corridor, each.corridor)) for each in shown],
        days=WIDENED_DAYS,
    )


def _widen(frame: Frame, form: FormMultiDict) -> Response[Any]:
    if not sees_states(frame):
        raise missing()
    day, marking = as_day(text_of(form, "day")), text_of(form, "marking")
    if day is None or day > frame.today or marking not in (*WIDER, MARKING):
        raise ClientException()
    try:
        corridor = corridor_named(text_of(form, "corridor"))
        segment = segment_named(corridor, text_of(form, "segment"))
    except InputError as error:
        raise ClientException() from error
    look = next(each for each in watch_of(frame).corridors(day) if each.corridor == corridor.id)
    state = next(each.state for each in look.segments if each.segment == segment.name)
    assert frame.person is not None
    frame.desk.store.widen(
        Widening(
            corridor=corridor.id, segment=segment.name, day=day.isoformat(), state=state,
            marking=marking,
            who=frame.person.name, at=iso(frame.desk.now()), note=text_of(form, "note")[:500],
        )
    )  # fmt: skip
    done = "narrowed" if marking == MARKING else "widened"
    return Redirect(f"/axes?day={day}&done={done}#{corridor.id}", status_code=303)


def _card(
    look: CorridorLook, frame: Frame, widened: dict[tuple[str, str], Widening]
) -> CorridorCard:  # fmt: skip
    rows = tuple(
        _row(each, look, frame, widened.get((look.corridor, each.segment))) for each in look.segments
    )
    return CorridorCard(
        look=look, rows=rows, told=tuple(each for each in rows if each.proofs or each.ended or each.widened),
        detour=_way(look.around, frame) if look.shut else "",
        by=", ".join(look.around.by[1:-1]) if look.around else "",
        crosses=", ".join(look.crosses),
    )  # fmt: skip


def _row(state: SegmentState, look: CorridorLook, frame: Frame, widened: Widening | None) -> SegmentRow:
    words = frame.words
    eases = ""
    if state.eases_on and state.eases_to:
        eases = words.say(
            "axes_eases", state=words.label("corridor_state", state.eases_to), day=words.day(state.eases_on)
        )
    around = look.by_segment.get(state.segment)
    kept = widened if widened and widened.marking != MARKING else None
    return SegmentRow(
        name=state.segment, state=state.state, closed=state.segment in look.closed,
        on_way=state.segment in look.on_way,
        read="" if state.read is None else words.say("axes_read", n=state.read),
        proofs=tuple(_proof(each, frame) for each in state.evidence),
        ended=tuple(_proof(each, frame) for each in state.ended), eases=eases,
        turns=tuple(_turn(each, frame) for each in turns(state.state)[:MOST_TURNS]),
        detour=_way(around, frame) if around else "", widened=kept,
    )  # fmt: skip


def _proof(each: Evidence, frame: Frame) -> Proof:
    words, found = frame.words, frame.window.incident(each.incident)
    return Proof(
        line=frame.describe.line(found, frame.today) if found else None, day=words.day(each.day),
        what=words.label("corridor_what", each.rule), effect=words.label("corridor_effect", each.effect),
        km=words.km(each.km), left=round(100 * each.left), until=words.day(each.until), wide=each.wide,
    )  # fmt: skip


def _turn(turn: Turn, frame: Frame) -> str:
    words = frame.words
    return words.say(
        "axes_turn", what=words.label("corridor_what", turn.rule), km=words.km(turn.reach_km),
        state=words.label("corridor_state", turn.to),
    )  # fmt: skip


def _way(way: Detour | None, frame: Frame) -> str:
    """'Dakar–Bamako, environ 1 263 km, soit 122 km de moins …'; that none is known where none is."""
    words = frame.words
    if way is None:
        return words.say("axes_no_way")
    more = "axes_more" if way.extra_km >= 0 else "axes_less"
    km = words.km(way.km) if way.measured else words.say("axes_about", km=words.km(way.km))
    return words.say(
        "axes_way", begin=way.begin, end=way.end, km=km, extra=words.say(more, km=words.km(abs(way.extra_km)))
    )


def _drawn(looks: Sequence[CorridorLook], frame: Frame) -> str:
    segments = {each.id: each.segments for each in load_corridors()}
    shown = looks[0]
    label = frame.words.say("axes_map", name=shown.name)
    return corridor_map(looks, segments, shown, label=label)


def _supply(tag: str, as_of: dt.date, frame: Frame) -> tuple[str, int, list[IncidentLine], str]:
    """Incidents of a tag in the last days: how many, the latest of them, and where the others are."""
    since = (as_of - dt.timedelta(days=SUPPLY_DAYS - 1)).isoformat()
    wanted = Wanted(tag=tag, since=since, until=as_of.isoformat())
    found = frame.window.incidents(wanted, limit=MOST_SUPPLY)
    lines = [frame.describe.line(each, frame.today) for each in found]
    return tag, frame.window.count(wanted), lines, f"/incidents?tag={tag}&since={since}&until={as_of}"


ROUTES = (corridors, widen)
