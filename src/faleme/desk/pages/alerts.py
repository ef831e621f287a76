"""Alerts: what rules propose, what a person sends, and how soon it was received."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template

from faleme.desk.alert_feed import PATH, alert_feed, public_alerts
from faleme.desk.pages.frame import DeskRequest, Frame, incident_url, missing, text_of
from faleme.desk.session import needs
from faleme.desk.share import site_of
from faleme.errors import JudgementError
from faleme.lexicon.alert_rules import load_alert_rules
from faleme.lexicon.receivers import read_receivers
from faleme.records.alert import AlertState, AlertText, KeptAlert
from faleme.records.person import up_to
from faleme.warn.cap import cap_xml
from faleme.warn.desk import Warner
from faleme.words.atom import MEDIA_TYPE

LARGEST_FORM = 8_000
MOST = 100
STATES: tuple[AlertState, ...] = ("proposed", "sent", "dismissed", "cancelled")
ACTS: dict[AlertState, tuple[str, ...]] = {
    "proposed": ("confirm", "dismiss"), "sent": ("acknowledge", "respond", "outcome", "cancel"),
}  # fmt: skip


class Step(msgspec.Struct, frozen=True):
    """A moment of an alert's way, and how long after the one before it."""

    name: str
    at: str
    after: str


class Row(msgspec.Struct, frozen=True):
    """An alert with its words in the reader's language and its way so far."""

    kept: KeptAlert
    text: AlertText
    steps: tuple[Step, ...]
    acts: tuple[str, ...]


@get("/alertes", opt=needs("review"), sync_to_thread=True)
def alerts(request: DeskRequest) -> Template:
    """The alerts of one state, those that wait for a person first."""
    return _page(Frame(request))


@get("/alertes/{alert_id:str}/cap.xml", opt=needs("review"), sync_to_thread=True)
def alert_cap(request: DeskRequest) -> Response[bytes]:
    """The message as CAP 1.2."""
    frame = Frame(request)
    kept = frame.desk.store.alerts.get(str(request.path_params["alert_id"]))
    if kept is None or kept.alert.marking not in _markings(frame):
        raise missing()
    return Response(cap_xml(kept.alert), media_type="application/cap+xml")


@post("/alertes/{alert_id:str}", opt=needs("review"), request_max_body_size=LARGEST_FORM)
async def decide(request: DeskRequest) -> Response[Any]:
    """One act; then back to the list that it was done in."""
    form = await request.form()
    frame = Frame(request)
    return await sync_to_thread(_decide, frame, str(request.path_params["alert_id"]), form)


def _decide(frame: Frame, identifier: str, form: FormMultiDict) -> Response[Any]:
    assert frame.person is not None
    kept = frame.desk.store.alerts.get(identifier)
    if kept is None or kept.alert.marking not in _markings(frame):
        raise missing()
    act, note = text_of(form, "act"), text_of(form, "note")[:500]
    settings = frame.desk.settings
    receivers = read_receivers(settings.receivers) if settings.receivers else ()
    sender = settings.mail_from or "faleme@localhost"
    warner = Warner(frame.desk.store, load_alert_rules(), receivers, sender=sender)
    who, now = frame.person.name, frame.desk.now()
    try:
        if act in ("respond", "outcome"):
            warner.told(identifier, act, who=who, now=now, note=note)
        elif act in ("confirm", "dismiss", "cancel", "acknowledge"):
            getattr(warner, act)(identifier, who=who, now=now, note=note)
        else:
            raise JudgementError(f"no act {act!r}")
    except JudgementError:
        page = _page(frame, wrong=True)
        page.status_code = 409
        return page
    state = text_of(form, "state")
    query = urlencode({"state": state if state in STATES else "proposed", "done": act})
    return Redirect(f"/alertes?{query}", status_code=303)


def _page(frame: Frame, *, wrong: bool = False) -> Template:
    state: AlertState = next((each for each in STATES if each == frame.chosen("state")), "proposed")
    found = frame.desk.store.alerts.list(states=[state], markings=_markings(frame), limit=MOST)
    done = frame.chosen("done")
    return frame.form_page(
        "alerts.html", current="watch", title=frame.words.say("alerts_title"),
        rows=[_row(frame, each) for each in found], state=state, states=STATES, wrong=wrong,
        done=done if done in {*ACTS["proposed"], *ACTS["sent"]} else None,
        receivers=frame.desk.settings.receivers is not None,
    )  # fmt: skip


def _markings(frame: Frame) -> tuple[Any, ...]:
    return up_to(frame.person.ceiling) if frame.person else ("CLEAR",)


def _row(frame: Frame, kept: KeptAlert) -> Row:
    texts = kept.alert.texts
    own = next((each for each in texts if each.language.startswith(frame.language)), texts[0])
    return Row(kept, own, tuple(_steps(frame, kept)), ACTS.get(kept.state, ()))


def _steps(frame: Frame, kept: KeptAlert) -> list[Step]:
    """Reported, proposed, sent, acknowledged: each with the time since the one before."""
    moments = [("reported", kept.reported), ("proposed", kept.proposed), ("sent", kept.first("confirm")),
               ("acknowledged", kept.first("acknowledge"))]  # fmt: skip
    steps: list[Step] = []
    before: dt.datetime | None = None
    for name, written in moments:
        if written is None:
            continue
        at = dt.datetime.fromisoformat(written)
        at = at if at.tzinfo else at.replace(tzinfo=dt.UTC)
        day_alone = len(written) == len("2025-07-01")
        shown = frame.words.day(written) + ("" if day_alone else f", {written[11:16]} UTC")
        after = "" if before is None else _lapse(frame, at - before)
        steps.append(Step(name, shown, after))
        before = None if day_alone else at
    return steps


def _lapse(frame: Frame, lapse: dt.timedelta) -> str:
    minutes = round(lapse.total_seconds() / 60)
    if minutes < 120:
        return frame.words.say("alerts_minutes", n=max(0, minutes))
    return frame.words.say("alerts_hours", n=round(minutes / 60))


@get(PATH, sync_to_thread=True)
def public_feed(request: DeskRequest) -> Response[bytes]:
    """Alerts that everybody may see, as an Atom feed; the same whoever asks."""
    frame = Frame(request)
    site = site_of(frame)
    body = alert_feed(
        public_alerts(frame.desk.store, frame.today), language=frame.language,
        title=frame.words.say("alerts_feed"), author=frame.words.say("desk"), site=site,
        page_of=lambda each: f"{site}{incident_url(each)}",
    )  # fmt: skip
    return Response(body, media_type=MEDIA_TYPE)


ROUTES = (alerts, alert_cap, decide, public_feed)
