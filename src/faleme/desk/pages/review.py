"""The review queue and every act on an incident, for analysts only; plain forms, no script needed."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template

from faleme.desk.deciding import incident_seen, report_seen, value_typed
from faleme.desk.pages.frame import Desk, DeskRequest, Frame, incident_url, text_of
from faleme.desk.pages.home import Filters, counted, page_of
from faleme.desk.plain import in_plain_words
from faleme.desk.public import WholeWindow
from faleme.desk.session import iso, needs
from faleme.desk.views import IncidentLine
from faleme.errors import JudgementError
from faleme.records.judgement import Act, Judgement
from faleme.review.by_report import REPORT_ACTS

PER_PAGE = 20
LARGEST_FORM = 64_000
SIMPLE: tuple[Act, ...] = ("accept", "reject", "unverifiable")
"""Acts that need nothing but a button."""
OWN_ORIGIN = {"referrer-policy": "same-origin"}
"""With 'no-referrer' a browser hides the origin of a form even from the desk itself."""


class QueueRow(msgspec.Struct, frozen=True):
    """One incident that waits, and why it stands where it stands."""

    line: IncidentLine
    score: float
    reasons: tuple[str, ...]
    assigned: str | None


def analyst_of(frame: Frame) -> WholeWindow:
    """The window of an analyst: the routes that need one are closed to anybody else."""
    assert isinstance(frame.window, WholeWindow)
    return frame.window


@get("/revue", opt=needs("review"), sync_to_thread=True)
def review(request: DeskRequest) -> Template:
    """What waits for a person, the most urgent first."""
    frame = Frame(request)
    window = analyst_of(frame)
    filters = Filters.of(frame)
    wanted = filters.wanted()
    total = window.count(filters.wanted(waiting=True))
    page, pages = page_of(frame, total, PER_PAGE)
    describe = frame.describe
    shown = [
        QueueRow(
            describe.line(each.incident, frame.today), each.score,
            tuple(in_plain_words(reason, frame.language) for reason in each.reasons),
            each.incident.assigned,
        )
        for each in window.queue(wanted, limit=PER_PAGE, offset=(page - 1) * PER_PAGE)
    ]  # fmt: skip
    acts = describe.writer.acts
    answer = frame.page(
        "review.html",
        current="review",
        title=frame.words.say("review_title"),
        rows=shown,
        total=total,
        total_words=counted(frame.words, total),
        filters=filters,
        page=page,
        pages=pages,
        types=[(kind, acts.of(kind, None).name) for kind in acts.types()],
        done=window.judgement(frame.whole_number("done")),
    )
    answer.headers.update(OWN_ORIGIN)
    return answer


@post("/revue/{incident_id:str}", opt=needs("review"), request_max_body_size=LARGEST_FORM)
async def decide(request: DeskRequest) -> Response[Any]:
    """One act on an incident; then back to where the form stood."""
    frame = Frame(request)
    window = analyst_of(frame)
    form = await request.form()
    identifier = str(request.path_params["incident_id"])
    try:
        done = await sync_to_thread(_act, frame, window, identifier, form)
    except JudgementError as error:
        refused = frame.page(
            "refused.html", current="review", title=frame.words.say("review_refused"),
            why=str(error), back=incident_url(identifier),
        )  # fmt: skip
        refused.status_code = 400
        return refused
    query = parse_qsl(text_of(form, "query"))
    if text_of(form, "back") == "queue":
        return Redirect(f"/revue?{urlencode([*query, ('done', done.number)])}", status_code=303)
    return Redirect(f"{incident_url(identifier)}?done={done.number}", status_code=303)


def _act(frame: Frame, window: WholeWindow, identifier: str, form: FormMultiDict) -> Judgement:
    desk: Desk = frame.request.app.state.desk
    act, store = text_of(form, "act"), window.store
    assert frame.person is not None
    who, identifier = frame.person.name, incident_seen(window, identifier)
    simple = next((each for each in SIMPLE if each == act), None)
    by = {"who": who, "at": iso(desk.now()), "note": text_of(form, "note")[:2000]}
    report = report_seen(window, identifier, text_of(form, "report")) if act in REPORT_ACTS else None
    if simple:
        return store.judge(identifier, simple, report=report, **by)
    if act == "assign":
        return store.judge(identifier, "assign", value=who, **by)
    if act == "correct":
        field = text_of(form, "field")
        value = value_typed(field, text_of(form, "value"), desk.settings.gazetteer)
        return store.judge(identifier, "correct", field=field, value=value, report=report, **by)
    if act == "merge":
        others = text_of(form, "other").replace(",", " ").split()
        return store.merge([identifier, *(incident_seen(window, each) for each in others)], **by)
    if act == "split":
        return store.split(identifier, [str(each) for each in form.getall("report", [])], **by)
    number = text_of(form, "number")
    if act == "undo" and number.isascii() and number.isdigit() and len(number) < 10:
        if window.judgement(int(number)) is None:
            raise JudgementError(f"no judgement {number}")
        return store.undo(int(number), **by)
    raise JudgementError(f"no act {act!r}")
