"""Moderation: what waits to be let through, and every decision, which can be taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template

from faleme.desk.brakes import number_of
from faleme.desk.comment_mails import to_writer
from faleme.desk.comments import CommentRow, TargetShown, target_shown
from faleme.desk.pages.comment import FORMS
from faleme.desk.pages.frame import Desk, DeskRequest, Frame, text_of
from faleme.desk.session import iso, needs
from faleme.errors import CommentError
from faleme.lexicon.comment_rules import load_comment_rules
from faleme.records.comment import STATE_OF, STATES, Comment, State
from faleme.records.message import Message

LARGEST_FORM = 8_000


class Row(msgspec.Struct, frozen=True):
    """A comment to decide about, what it is on, and what it answers."""

    row: CommentRow
    shown: TargetShown | None
    answers: Comment | None

    @property
    def comment(self) -> Comment:
        return self.row.comment


@get("/moderation", opt=needs("moderate"), sync_to_thread=True)
def moderation(request: DeskRequest) -> Template:
    """The comments of one state, those that wait first; a mail's link shows its own above them."""
    return _page(Frame(request))


@post("/moderation/{number:str}", opt=needs("moderate"), request_max_body_size=LARGEST_FORM)
async def decide(request: DeskRequest) -> Response[Any]:
    """One decision; then back to the list that it was made in."""
    form = await request.form()
    frame = Frame(request)
    try:
        return await sync_to_thread(_decide, frame, str(request.path_params["number"]), form)
    except CommentError as error:
        page = await sync_to_thread(_page, frame, error.reason)
        page.status_code = 400
        return page


def _decide(frame: Frame, written: str, form: FormMultiDict) -> Response[Any]:
    desk: Desk = frame.request.app.state.desk
    assert frame.person is not None
    number = int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0
    decision = next((each for each in STATE_OF if each == text_of(form, "act")), None)
    if decision is None:
        raise CommentError("no such decision", reason="act")
    settings = desk.settings

    def receipt(email: str, comment: Comment) -> tuple[str, Message]:
        shown = target_shown(frame, comment.target) or TargetShown(comment.target, "", "/")
        return to_writer(settings, shown, email, comment.language, is_shown=True)

    writes = receipt if settings.smtp_host and settings.public_url else None
    desk.store.comments.decide(
        number, decision, who=frame.person.name, at=iso(desk.now()), receipt=writes
    )  # fmt: skip
    query = {"state": _state(text_of(form, "state")), "done": str(number)}
    return Redirect(f"/moderation?{urlencode(query)}", status_code=303)


def _page(frame: Frame, why: str = "") -> Template:
    comments, rules = frame.desk.store.comments, load_comment_rules()
    state, counts = _state(frame.chosen("state")), comments.count()
    total = counts.get(state, 0)
    pages = max(1, -(-total // rules.per_page))
    page = min(frame.whole_number("page") or 1, pages)
    listed = comments.queue(state, limit=rules.per_page, offset=(page - 1) * rules.per_page)
    told = frame.chosen("comment")
    number = number_of(told, comments.secret(FORMS)) if told else None
    meant = comments.find(number) if number else None
    done = comments.find(frame.whole_number("done") or 0)
    return frame.form_page(
        "moderation.html", current="moderation", title=frame.words.say("moderation_title"),
        rows=[_row(frame, each) for each in listed if each != meant],
        meant=_row(frame, meant) if meant else None, told=bool(told), done=done, why=why, state=state,
        states=STATES, counts=counts, page=page, pages=pages, open=frame.desk.settings.comments == "open",
    )  # fmt: skip


def _state(asked: str | None) -> State:
    return next((each for each in STATES if each == asked), "waiting")


def _row(frame: Frame, comment: Comment) -> Row:
    answers = frame.desk.store.comments.find(comment.parent) if comment.parent else None
    return Row(CommentRow(comment), target_shown(frame, comment.target), answers)


ROUTES = (moderation, decide)
