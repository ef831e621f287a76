"""The timeline: its page, its picture on its own, and the notes that people write on it."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import parse_qsl, urlencode

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template

from faleme.desk.layers_svg import single
from faleme.desk.pages.frame import DeskRequest, Frame, missing, text_of
from faleme.desk.pages.home import DISTANCES_KM
from faleme.desk.session import iso, needs
from faleme.desk.timeline import STEPS
from faleme.desk.timeline_asked import Asked, Stretch, stretch_of
from faleme.desk.timeline_scene import PAGE, Timeline
from faleme.desk.timeline_svg import timeline_picture, timeline_svg
from faleme.desk.views import QUADS
from faleme.lexicon.corridors import load_corridor_declarations
from faleme.lexicon.review import load_review_rules
from faleme.records.note import LONGEST, Note
from faleme.records.person import up_to
from faleme.records.text import Marking
from faleme.records.timeline import AXES, LANES
from faleme.words.wording import as_day

MOST_LISTED = 10
LARGEST_FORM = 16_000


@get(PAGE, sync_to_thread=True)
def timeline(request: DeskRequest) -> Template:
    """Threats and the relation over a window of days."""
    frame = Frame(request)
    return _page(frame, Asked.of(frame), stretch_of(frame))


@get(f"{PAGE}.svg", sync_to_thread=True)
def timeline_image(request: DeskRequest) -> Response[bytes]:
    """The same picture on its own, with its title, legend and notes."""
    frame = Frame(request)
    shown = Timeline(frame, Asked.of(frame), stretch_of(frame))
    name = f"chronologie_{shown.stretch.first}_{shown.stretch.last}.svg"
    return Response(
        timeline_picture(shown.scene(), shown.sheet()).encode(),
        media_type="image/svg+xml",
        headers={"content-disposition": f'inline; filename="{name}"'},
    )


@post(f"{PAGE}/notes", opt=needs("note"), request_max_body_size=LARGEST_FORM)
async def write_note(request: DeskRequest) -> Response[Any]:
    """Add, edit or remove a note; then back to the window where its form stood."""
    form = await request.form()
    return await sync_to_thread(_write, Frame(request), form)


ROUTES = (timeline, timeline_image, write_note)


def _page(frame: Frame, asked: Asked, stretch: Stretch, **more: object) -> Template:
    shown = Timeline(frame, asked, stretch)
    naming, acts = frame.describe.writer.naming, frame.describe.writer.acts
    countries = frame.window.facets(None, "country")["country"]
    writes = frame.may("note")
    show = frame.form_page if writes else frame.page
    return show(
        "timeline.html",
        current="timeline",
        title=frame.words.say("timeline_title"),
        asked=asked,
        stretch=stretch,
        query=asked.query(stretch),
        shown=shown,
        drawn=timeline_svg(shown.scene()),
        steps=_steps(shown, frame.today),
        jumps=_jumps(shown),
        lanes=LANES,
        axes=AXES,
        quads=tuple(QUADS),
        shape=lambda quad: single(0, 0, quad),
        types=[(kind, acts.of(kind, None).name) for kind in acts.types()],
        tags=sorted(((tag, frame.words.label("tag", tag)) for tag in load_review_rules().tags), key=_name),
        countries=sorted(((code, naming.country(code)) for code in countries), key=_name),
        kms=[(km, frame.words.say("filter_km_within", km=km)) for km in DISTANCES_KM],
        corridors=[(each.id, each.name) for each in load_corridor_declarations()],
        empty=shown.tally.whole() is None and not asked.filtered,
        latest=shown.latest(MOST_LISTED) if shown.total else [],
        markings=up_to(frame.person.ceiling) if frame.person and writes else (),
        writes=writes,
        acts=_acts(frame) if writes else [],
        **more,
    )


def _name(pair: tuple[str, str]) -> str:
    return pair[1]


def _steps(shown: Timeline, today: dt.date) -> list[tuple[str, str, str]]:
    """Key, name in the words and address of each move that the window can make."""
    stretch = shown.stretch
    by = max(1, stretch.days // 2)
    now = stretch.moved((today - stretch.last).days + stretch.days // 8)
    moves = [
        ("earlier", stretch.moved(-by)),
        ("later", stretch.moved(by)),
        ("nearer", stretch.of_length(max(1, stretch.days // 3))),
        ("farther", stretch.of_length(max(3, stretch.days * 3))),
        ("today", now),
    ]
    return [(key, f"timeline_{key}", shown.link(to)) for key, to in moves]


def _jumps(shown: Timeline) -> list[tuple[str, str, bool]]:
    """Lengths to choose from: label's key, address, and whether the window is of that length."""
    stretch, whole = shown.stretch, shown.tally.whole()
    jumps = [(name, shown.link(stretch.of_length(days)), stretch.days == days) for name, days in STEPS]
    return [("whole", shown.link(whole), stretch == whole), *jumps] if whole else jumps


def _acts(frame: Frame) -> list[dict[str, str]]:
    """What was done to notes that may be seen, the latest first."""
    words = frame.words
    seen = up_to(frame.person.ceiling) if frame.person else ()
    return [
        {
            "act": words.label("note_act", each.act),
            "by": words.say("note_act", n=each.note, who=each.who, day=words.day(each.at)),
            "text": each.text,
        }
        for each in reversed(frame.desk.store.notes.acts())
        if each.marking in seen
    ]


def _write(frame: Frame, form: FormMultiDict) -> Response[Any]:
    act, store = text_of(form, "act"), frame.desk.store
    assert frame.person is not None
    by = {"who": frame.person.name, "at": iso(frame.desk.now())}
    number = _number(text_of(form, "note"))
    back = _back(text_of(form, "query"))
    if act in ("edit", "remove"):
        if number is None or _seen(frame, number) is None:
            raise missing()
        if act == "remove":
            store.notes.remove(number, **by)
            return Redirect(f"{back}#notes", status_code=303)
    days, text, marking = _days(form), text_of(form, "text"), _marking(frame, text_of(form, "marking"))
    why = "days" if days is None else "text" if not 0 < len(text) <= LONGEST else ""
    if why or days is None or marking is None:
        return _refused(frame, f"note_why_{why or 'marking'}", back)
    if act == "edit" and number is not None:
        store.notes.edit(number, days, text, marking, **by)
    else:
        number = store.notes.add(days, text, marking, **by)
    return Redirect(f"{back}#note-{number}", status_code=303)


def _refused(frame: Frame, why: str, back: str) -> Template:
    words = frame.words
    page = frame.page(
        "note_refused.html",
        current="timeline",
        title=words.say("note_refused"),
        why=words.say(why),
        back=back,
    )
    page.status_code = 400
    return page


def _seen(frame: Frame, number: int) -> Note | None:
    """A note that who asks may see; one above their ceiling is not there."""
    found = frame.window.notes("", "~")
    return next((each for each in found if each.number == number), None)


def _number(written: str) -> int | None:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else None


def _days(form: FormMultiDict) -> tuple[str, str] | None:
    first, last = as_day(text_of(form, "first")), as_day(text_of(form, "last") or text_of(form, "first"))
    return (first.isoformat(), last.isoformat()) if first and last and first <= last else None


def _marking(frame: Frame, written: str) -> Marking | None:
    seen = up_to(frame.person.ceiling) if frame.person else ()
    return next((each for each in seen if each == written), None)


def _back(query: str) -> str:
    return f"{PAGE}?{urlencode(parse_qsl(query))}" if query else PAGE
