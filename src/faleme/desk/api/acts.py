"""The addresses of /api/v1 that decide: the acts of the review page and the command line, for analysts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import msgspec
from litestar import Response, post
from litestar.params import FromPath, JSONBody
from msgspec import Meta

from faleme.desk.api.admit import api
from faleme.desk.api.asked import Plain
from faleme.desk.api.problems import PREFIX, NotThere
from faleme.desk.api.routes import JSON, Asking, asking
from faleme.desk.api.shapes import Made
from faleme.desk.deciding import incident_seen, report_seen, value_typed
from faleme.desk.pages.frame import DeskRequest
from faleme.desk.session import iso
from faleme.errors import JudgementError
from faleme.records.judgement import Judgement
from faleme.records.person import may

LARGEST_BODY = 64_000
Note = Annotated[str, Meta(max_length=2000)]
Name = Annotated[str, Meta(min_length=1, max_length=500)]


class Noted(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act that needs nothing but a reason in one's own words."""

    note: Note = ""


class Rejected(Noted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That it is no event; with `report` (id of an event or article) that one report of it is none."""

    report: Name | None = None


class Corrected(Noted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A field set right: as a person writes it ('Kidira, SEN', '2025-07-01', '15..18') or as in an answer."""

    field: Name
    value: Any = None
    report: Name | None = None


class Assigned(Noted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who is to look at it; None is who asks."""

    person: Name | None = None


class Merged(Noted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The other incidents that are the same one."""

    incidents: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=50)]


class Split(Noted, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The reports (ids of events or articles) that tell of another happening."""

    reports: Annotated[tuple[Name, ...], Meta(min_length=1, max_length=200)]


def deciding(path: str) -> dict[str, Any]:
    """What an address that decides is declared with."""
    return {
        "path": PREFIX + path,
        "opt": api("review") | {"asks": Plain},
        "sync_to_thread": True,
        "media_type": JSON,
        "request_max_body_size": LARGEST_BODY,
    }


@post(**deciding("/incidents/{incident_id:str}/accept"))
def accept(request: DeskRequest, incident_id: FromPath[str], data: JSONBody[Noted]) -> Response[Made]:
    return _decide(request, incident_id, data, lambda act: act.judge("accept"))


@post(**deciding("/incidents/{incident_id:str}/unverifiable"))
def unverifiable(request: DeskRequest, incident_id: FromPath[str], data: JSONBody[Noted]) -> Response[Made]:
    return _decide(request, incident_id, data, lambda act: act.judge("unverifiable"))


@post(**deciding("/incidents/{incident_id:str}/reject"))
def reject(request: DeskRequest, incident_id: FromPath[str], data: JSONBody[Rejected]) -> Response[Made]:
    return _decide(
        request, incident_id, data, lambda act: act.judge("reject", report=act.report(data.report))
    )


@post(**deciding("/incidents/{incident_id:str}/correct"))
def correct(request: DeskRequest, incident_id: FromPath[str], data: JSONBody[Corrected]) -> Response[Made]:
    def done(act: Deciding) -> Judgement:
        value = data.value
        if isinstance(value, str):
            value = value_typed(data.field, value, act.asking.desk.settings.gazetteer)
        return act.judge("correct", report=act.report(data.report), field=data.field, value=value)

    return _decide(request, incident_id, data, done)


@post(**deciding("/incidents/{incident_id:str}/assign"))
def assign(request: DeskRequest, incident_id: FromPath[str], data: JSONBody[Assigned]) -> Response[Made]:
    return _decide(
        request, incident_id, data, lambda act: act.judge("assign", value=act.somebody(data.person))
    )


@post(**deciding("/incidents/{incident_id:str}/merge"))
def merge(request: DeskRequest, incident_id: FromPath[str], data: JSONBody[Merged]) -> Response[Made]:
    def done(act: Deciding) -> Judgement:
        others = (incident_seen(act.window, each) for each in data.incidents)
        return act.window.store.merge([act.incident, *others], **act.by)

    return _decide(request, incident_id, data, done)


@post(**deciding("/incidents/{incident_id:str}/split"))
def split(request: DeskRequest, incident_id: FromPath[str], data: JSONBody[Split]) -> Response[Made]:
    return _decide(
        request, incident_id, data,
        lambda act: act.window.store.split(
            act.incident, [act.report(each) or each for each in data.reports], **act.by
        ),
    )  # fmt: skip


@post(**deciding("/judgements/{number:int}/undo"))
def undo(request: DeskRequest, number: FromPath[int], data: JSONBody[Noted]) -> Response[Made]:
    who, _ = asking(request, Plain)
    found = who.analyst.judgement(number)
    if found is None:
        raise NotThere("judgement", str(number))
    done = who.analyst.store.undo(number, **_by(who, data))
    return _made(who, done)


class Deciding:
    """One act on one incident: by whom, when, and on what they see."""

    def __init__(self, asking: Asking, incident: str, noted: Noted) -> None:
        self.asking = asking
        self.window = asking.analyst
        self.incident = incident
        self.by = _by(asking, noted)

    def judge(self, act: Any, **given: Any) -> Judgement:
        return self.window.store.judge(self.incident, act, **given, **self.by)

    def report(self, written: str | None) -> str | None:
        return report_seen(self.window, self.incident, written) if written else None

    def somebody(self, name: str | None) -> str:
        """Who is to look at it. Raises JudgementError for somebody who may not review."""
        me = self.asking.person
        assert me is not None
        if name is None or name == me.name:
            return me.name
        found = self.asking.desk.store.people.find(name)
        if found is None or not may(found, "review"):
            raise JudgementError(f"{name!r} is nobody who may review here")
        return found.name


def _decide(
    request: DeskRequest, identifier: str, data: Noted, decide: Callable[[Deciding], Judgement]
) -> Response[Made]:
    who, _ = asking(request, Plain)
    found = who.tell.incident_seen(identifier)
    return _made(who, decide(Deciding(who, found.id, data)))


def _made(who: Asking, done: Judgement) -> Response[Made]:
    now = who.window.incident(done.incident)
    made = Made(judgement=done, incident=now.id if now else None)
    return Response(made, status_code=201)


def _by(who: Asking, noted: Noted) -> dict[str, str]:
    assert who.person is not None
    return {"who": who.person.name, "at": iso(who.desk.now()), "note": noted.note.replace("\0", " ")}


ROUTES = (accept, unverifiable, reject, correct, assign, merge, split, undo)
