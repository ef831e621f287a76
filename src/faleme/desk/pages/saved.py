"""One's saved searches: under a name, with a feed by a secret address and, if wished, mail of new finds."""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import parse_qsl

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.response import Template

from faleme.desk.ceiling import window_of
from faleme.desk.comment_form import is_email
from faleme.desk.pages.frame import DeskRequest, Frame, missing, text_of
from faleme.desk.saved_feed import saved_feed
from faleme.desk.saved_mail import (
    can_mail,
    confirmation,
    found_now,
    language_of_search,
    query_of_saved,
    search_of_link,
)
from faleme.desk.search_place import circle_of
from faleme.desk.session import ALWAYS, digest, iso, needs
from faleme.desk.share import site_of
from faleme.errors import JudgementError, PersonError
from faleme.records.person import may
from faleme.records.query import Query, query_of
from faleme.records.saved_search import TELLINGS, SavedSearch, Telling
from faleme.store.base import Hit
from faleme.store.saved import LONGEST_NAME
from faleme.words.atom import MEDIA_TYPE
from faleme.words.wording import wording

PAGE = "/compte/recherches"
LARGEST_FORM = 16_000
MOST_IN_FEED = 40
_LOOKED_AT = 200


@get(PAGE, opt=needs("read"), sync_to_thread=True)
def saved(request: DeskRequest) -> Template:
    """One's saved searches; with a search in the address, the form to save it."""
    frame = Frame(request)
    return _page(frame, asked=query_of(request.query_params))


@post(PAGE, opt=needs("read"), request_max_body_size=LARGEST_FORM)
async def manage(request: DeskRequest) -> Response[Any]:
    """Save a search, or rename, delete, renew or set one."""
    form = await request.form()
    return await sync_to_thread(_manage, Frame(request), form)


@get("/feeds/recherche/{token:str}", opt=ALWAYS, sync_to_thread=True)
def feed(request: DeskRequest) -> Response[bytes]:
    """The latest finds of a saved search, as its owner may see them; nobody without its address has it."""
    frame = Frame(request)
    store = frame.desk.store
    found = store.saved.of_feed(digest(str(request.path_params["token"])))
    if found is None or not may(found[1], "read"):
        raise missing()
    search, owner = found
    window, words = window_of(owner, store, frame.today), wording(language_of_search(search))
    hits: tuple[Hit, ...] = ()
    query = query_of_saved(search)
    try:
        near = circle_of(query, frame.desk.settings.gazetteer)
        hits = window.search(query, near=near, limit=_LOOKED_AT).hits
    except JudgementError:
        pass  # a place that the gazetteer no longer knows: nothing is there
    latest = sorted(hits, key=lambda hit: hit.day or "", reverse=True)[:MOST_IN_FEED]
    body = saved_feed(search, latest, window, words, site=site_of(frame), path=request.url.path)
    return Response(body, media_type=MEDIA_TYPE)


@get("/recherches/mail/{token:str}", opt=ALWAYS, sync_to_thread=True)
def mail(request: DeskRequest) -> Template:
    """By the link of a mail: buttons to confirm its address and to get no more; to look changes nothing."""
    return _mail_page(Frame(request), str(request.path_params["token"]))


@post("/recherches/mail/{token:str}", opt=ALWAYS, request_max_body_size=LARGEST_FORM)
async def answer_mail(request: DeskRequest) -> Template:
    """Confirm the address of a mail, or stop it."""
    form = await request.form()
    return await sync_to_thread(
        _answer, Frame(request), str(request.path_params["token"]), text_of(form, "act")
    )


ROUTES = (saved, manage, feed, mail, answer_mail)


def _mail_page(frame: Frame, token: str, done: str = "") -> Template:
    found, say = search_of_link(frame.desk.store, token), frame.words.say
    if found is None and not done:
        page = frame.page("error.html", current="", title=say("saved_mail_none"), line=say("saved_mail_none"))
        page.status_code = 404
        return page
    return frame.form_page(
        "saved_mail.html", current="", title=say("saved_mail_title"), search=found, done=done
    )  # fmt: skip


def _answer(frame: Frame, token: str, act: str) -> Template:
    store = frame.desk.store
    found = search_of_link(store, token)
    if found is None:
        return _mail_page(frame, token)
    if act == "confirm":
        store.saved.confirm(found.number)
        return _mail_page(frame, token, done="confirmed")
    store.saved.stop(found.number)
    return _mail_page(frame, token, done="stopped")


def _manage(frame: Frame, form: FormMultiDict) -> Template:
    if frame.asker.local or frame.person is None:
        return _page(frame, status=400)
    owner, store, act = frame.person.name, frame.desk.store, text_of(form, "act")
    token = secrets.token_urlsafe(32)
    number = _number(text_of(form, "number"))
    try:
        if act == "save":
            return _save(frame, form, token)
        if act == "rename" and store.saved.rename(owner, number, text_of(form, "name")):
            return _page(frame, done="saved_renamed")
        if act == "renew" and store.saved.renew(owner, number, digest(token)):
            return _page(frame, done="saved_renewed", token=token, number=number)
        if act == "delete" and store.saved.delete(owner, number):
            return _page(frame, done="saved_deleted")
        if act == "mail":
            return _set_mail(frame, form, number)
    except PersonError as error:
        return _page(frame, why=error.reason, number=number, status=400)
    return _page(frame, why="saved_none", status=400)


def _save(frame: Frame, form: FormMultiDict, token: str) -> Template:
    assert frame.person is not None
    store, query = frame.desk.store, query_of({each: text_of(form, each) for each in form})
    if query == Query(kind=query.kind):
        return _page(frame, why="saved_empty", status=400)
    at, name = iso(frame.desk.now()), text_of(form, "name")
    try:
        number = store.saved.add(
            frame.person.name, name, query.query(), language=frame.language, feed=digest(token), at=at
        )
    except PersonError as error:
        return _page(frame, why=error.reason, asked=query, name=name, status=400)
    return _page(frame, done="saved_kept", token=token, number=number)


def _set_mail(frame: Frame, form: FormMultiDict, number: int) -> Template:
    """Tell new finds by mail, or no more; what is found today is not new."""
    assert frame.person is not None
    desk, owner = frame.desk, frame.person.name
    mine = next((each for each in desk.store.saved.every(owner) if each.number == number), None)
    telling: Telling = next((each for each in TELLINGS if each == text_of(form, "telling")), "none")
    address = text_of(form, "email")
    if mine is None:
        return _page(frame, why="saved_none", status=400)
    if telling == "none":
        desk.store.saved.stop(number)
        return _page(frame, done="saved_mail_off", number=number)
    if not can_mail(desk.settings):
        return _page(frame, why="saved_no_mail", number=number, status=400)
    if not is_email(address):
        return _page(frame, why="saved_address", number=number, status=400)
    query = query_of_saved(mine)
    try:
        finds = found_now(desk.store, frame.window, query, circle_of(query, desk.settings.gazetteer))
    except JudgementError:
        return _page(frame, why="saved_place", number=number, status=400)
    at, confirmed = iso(desk.now()), mine.confirmed and mine.address == address
    asked = (
        None if confirmed else confirmation(desk.settings, desk.store, number, address, at, frame.language)
    )
    desk.store.saved.tell(
        owner, number, telling, address, known=[hit.id for hit in finds.hits], floor=finds.floor,
        revision=finds.revision, message=asked, at=at,
    )  # fmt: skip
    return _page(frame, done="saved_mail_on" if confirmed else "saved_mail_asked", number=number)


def _page(
    frame: Frame, *, asked: Query | None = None, name: str = "", done: str = "", why: str = "",
    token: str = "", number: int = 0, status: int = 200,
) -> Template:  # fmt: skip
    assert frame.person is not None
    held: list[SavedSearch] = [] if frame.asker.local else frame.desk.store.saved.every(frame.person.name)
    has_question = asked is not None and asked != Query(kind=asked.kind)
    page = frame.form_page(
        "saved.html", current="account", title=frame.words.say("saved_title"), local=frame.asker.local,
        searches=held, asked=asked if has_question else None, name=name, done=done, why=why, number=number,
        feed=f"{site_of(frame)}/feeds/recherche/{token}" if token else "", longest=LONGEST_NAME,
        tellings=TELLINGS, mails=can_mail(frame.desk.settings), parts=_parts,
    )  # fmt: skip
    page.status_code = status
    return page


def _parts(query: Query) -> list[tuple[str, str]]:
    """What a form sends again of a question."""
    return parse_qsl(query.query())


def _number(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
