"""The team: who may sign in, and as what; for administrators, by plain forms."""

from __future__ import annotations

from typing import Any, get_args

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template

from faleme.desk.pages.frame import Desk, DeskRequest, Frame, text_of
from faleme.desk.session import iso, needs
from faleme.errors import PersonError
from faleme.records.person import MARKINGS, MAY, ROLES, Act, Person
from faleme.store.passwords import hashed, provisional
from faleme.store.people import People

LARGEST_FORM = 8_000
DONE = ("changed", "disabled", "enabled", "signed_out")
"""What was done, as the page says it after an act."""


class Row(msgspec.Struct, frozen=True):
    """Somebody, and when they were last seen here."""

    person: Person
    seen: str | None


@get("/equipe", opt=needs("people"))
async def team(request: DeskRequest) -> Template:
    """Everybody who may sign in, and the forms to change that."""
    return await sync_to_thread(_page, Frame(request))


@post("/equipe", opt=needs("people"), request_max_body_size=LARGEST_FORM)
async def manage(request: DeskRequest) -> Response[Any]:
    """One act on the team; a password that it makes is shown once, on the page that answers."""
    form = await request.form()
    frame = Frame(request)
    try:
        return await sync_to_thread(_act, frame, form)
    except PersonError as error:
        page = await sync_to_thread(_page, frame, f"people_{error.reason}", text_of(form, "person"))
        page.status_code = 400
        return page


def _act(frame: Frame, form: FormMultiDict) -> Response[Any]:
    desk: Desk = frame.request.app.state.desk
    people, name, act = desk.store.people, text_of(form, "person"), text_of(form, "act")
    assert frame.person is not None
    by = {"who": frame.person.name, "at": iso(desk.now())}
    if act in ("add", "reset"):
        password = provisional()
        if act == "add":
            new = Person(name=name, provisional=True, **_given(form))
            name = people.add(new, hashed(password), who=by["who"], at=by["at"]).name
        else:
            people.set_password(name, hashed(password), provisional=True, **by)
        return frame.form_page(
            "password.html", current="team", title=frame.words.say(f"people_{act}_done"),
            name=name, password=password,
        )  # fmt: skip
    return Redirect(f"/equipe?done={_change(people, name, act, form, by)}", status_code=303)


def _change(people: People, name: str, act: str, form: FormMultiDict, by: dict[str, str]) -> str:
    match act:
        case "change":
            people.change(name, **by, **_given(form))
            return "changed"
        case "disable" | "enable":
            people.change(name, **by, disabled=act == "disable")
            return act + "d"
        case "sign_out":
            people.close_sessions(name)
            return "signed_out"
    raise PersonError(f"no act {act!r}", reason="act")


def _given(form: FormMultiDict) -> dict[str, Any]:
    """Roles and ceiling of a form, as they were chosen."""
    return {"roles": tuple(map(str, form.getall("role", []))), "ceiling": text_of(form, "ceiling")}


def _page(frame: Frame, why: str = "", name: str = "") -> Template:
    desk: Desk = frame.request.app.state.desk
    people = desk.store.people
    rows = [Row(each, next((s.seen for s in people.sessions(each.name)), None)) for each in people.every()]
    done = frame.chosen("done")
    acts: tuple[Act, ...] = get_args(Act)
    return frame.form_page(
        "people.html", current="team", title=frame.words.say("people_title"),
        rows=rows, roles=ROLES, markings=MARKINGS, may=MAY, acts=acts, why=why, name=name,
        done=done if done in DONE else None, open=sum(not row.person.disabled for row in rows),
    )  # fmt: skip


ROUTES = (team, manage)
