"""Writing a comment, and taking one's own back; plain forms, no script, no account."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.datastructures import FormMultiDict
from litestar.response import Redirect, Template

from faleme.desk import brakes
from faleme.desk.comment_form import LONGEST_EMAIL, Typed, typed, wrong
from faleme.desk.comment_mails import to_moderators, to_writer
from faleme.desk.comments import TargetShown, target_shown, write_url
from faleme.desk.pages.frame import Desk, DeskRequest, Frame, article_url, incident_url, missing, text_of
from faleme.desk.session import ALWAYS, digest, iso
from faleme.desk.views import Describer
from faleme.errors import CommentError
from faleme.lexicon.comment_rules import load_comment_rules
from faleme.records.comment import TARGET_KINDS, Comment, NewComment, Target
from faleme.records.message import Message

LARGEST_FORM = 48_000
"""The longest text, each sign four bytes written as %XX, and the rest."""
TRAP = "site"
FORMS = "forms"
"""The key of the store that stamps are signed by."""


class Asked(msgspec.Struct, frozen=True):
    """What somebody comments on, and the comment that they answer, if they answer one."""

    shown: TargetShown
    answers: Comment | None


@get("/commenter", sync_to_thread=True)
def write(request: DeskRequest) -> Template:
    """The form to comment on an article or an incident; after it was sent, that it was."""
    frame = Frame(request)
    asked = _asked(frame, request.query_params)
    if frame.chosen("sent"):
        return frame.page("comment_sent.html", current="", title=frame.words.say("comment_sent"), asked=asked)
    if frame.desk.settings.comments != "open":
        return _closed(frame, asked)
    return _form(frame, asked, Typed())


@post("/commenter", request_max_body_size=LARGEST_FORM)
async def send(request: DeskRequest) -> Response[Any]:
    """Take a comment in; or the form again, with what was typed and what is wrong with it."""
    form = await request.form()
    return await sync_to_thread(_send, Frame(request), form)


@get("/commentaire/{token:str}", opt=ALWAYS, sync_to_thread=True)
def own_comment(request: DeskRequest) -> Template:
    """One's own comment, by the link of a mail, and the button to take it back; to look changes nothing."""
    frame = Frame(request)
    found = frame.desk.store.comments.withdrawable(digest(str(request.path_params["token"])))
    return _own(frame, found, done=False)


@post("/commentaire/{token:str}", opt=ALWAYS, request_max_body_size=LARGEST_FORM)
async def withdraw(request: DeskRequest) -> Template:
    """Take one's own comment back."""
    frame = Frame(request)
    desk: Desk = request.app.state.desk
    key = digest(str(request.path_params["token"]))
    found = await sync_to_thread(desk.store.comments.withdraw, key, at=iso(desk.now()))
    return await sync_to_thread(_own, frame, found, done=True)


def _own(frame: Frame, found: Comment | None, *, done: bool) -> Template:
    say = frame.words.say
    if found is None:
        page = frame.page("error.html", current="", title=say("withdraw_none"), line=say("withdraw_none"))
        page.status_code = 404
        return page
    path = article_url(found.target.id) if found.target.kind == "article" else incident_url(found.target.id)
    return frame.form_page(
        "comment_own.html", current="", title=say("withdraw_done" if done else "withdraw_title"),
        comment=found, shown=target_shown(frame, found.target), path=path, done=done,
    )  # fmt: skip


def _asked(frame: Frame, given: Any) -> Asked:
    """What a query or a form is about; missing() where there is none that the public sees."""
    for kind in TARGET_KINDS:
        identifier = given.get(kind)
        if isinstance(identifier, str) and identifier and "\0" not in identifier:
            shown = target_shown(frame, Target(kind, identifier))
            if shown is None:
                break
            return Asked(shown, _answered(frame, shown, given.get("reply")))
    raise missing()


def _answered(frame: Frame, shown: TargetShown, number: Any) -> Comment | None:
    """The comment that is answered, one of those that stand on the page and are no answers."""
    listed = frame.desk.store.comments.of(shown.target) if number else []
    there = {str(each.number): each for each in listed if each.state == "approved" and each.parent is None}
    return there.get(str(number))


def _send(frame: Frame, form: FormMultiDict) -> Response[Any]:
    desk, now, rules = frame.desk, frame.desk.now(), load_comment_rules()
    asked = _asked(frame, form)
    if desk.settings.comments != "open":
        return _closed(frame, asked)
    account = frame.may("comment")
    given = typed(text_of(form, "name"), text_of(form, "email"), text_of(form, "text"))
    errors = wrong(given, rules, account=account)
    opened = brakes.opened_at(text_of(form, "opened"), desk.store.comments.secret(FORMS))
    held = brakes.refused(trap=text_of(form, TRAP), opened=opened, now=now, text=given.text, rules=rules)
    if not errors and held is None:
        try:
            kept = _keep(frame, asked, given)
        except CommentError as error:
            held = error.reason
        else:
            return Redirect(_after(asked, kept), status_code=303)
    stamp = "" if held == "old" else text_of(form, "opened")
    page = _form(frame, asked, given, errors=errors, held=held, stamp=stamp)
    page.status_code = 429 if held in ("rate", "busy") else 400
    return page


def _keep(frame: Frame, asked: Asked, given: Typed) -> Comment:
    """Keep a comment and write its mails, all or nothing."""
    desk, rules = frame.desk, load_comment_rules()
    settings, comments = desk.settings, desk.store.comments
    account, secret = frame.may("comment"), comments.secret(FORMS)
    doubts = () if account else brakes.doubts(given.text, rules)
    withdrawal, receipt = None, None
    if settings.smtp_host and not account and not doubts:
        withdrawal, receipt = to_writer(
            settings, asked.shown, given.email, frame.language, is_shown=False
        )  # fmt: skip

    def mails(number: int) -> list[Message]:
        own = [receipt] if receipt else []
        if account or not settings.smtp_host:
            return own
        there = target_shown(frame, asked.shown.target, Describer(settings.language)) or asked.shown
        return [*to_moderators(settings, there, secret, number), *own]

    new = NewComment(
        target=asked.shown.target,
        name=frame.person.name if account and frame.person else given.name,
        email=None if account else given.email,
        text=given.text,
        language=frame.language,
        parent=asked.answers.number if asked.answers else None,
        doubts=doubts,
        withdrawal=withdrawal,
        account=account,
    )
    whence = brakes.whence(frame.asker.address)
    return comments.add(new, at=iso(desk.now()), address=whence, rates=rules.rates, mails=mails)


def _after(asked: Asked, kept: Comment) -> str:
    if kept.state == "approved":
        return f"{asked.shown.path}#comment-{kept.number}"
    return f"{write_url(asked.shown.target)}&sent=1"


def _form(
    frame: Frame,
    asked: Asked,
    given: Typed,
    *,
    errors: dict[str, str] | None = None,
    held: str | None = None,
    stamp: str = "",
) -> Template:
    desk, rules, say = frame.desk, load_comment_rules(), frame.words.say
    title = say("comment_answer_to", name=asked.answers.name) if asked.answers else say("comment_title")
    return frame.form_page(
        "comment.html", current="", title=(say("comment_error") if errors or held else "") + title,
        heading=title, asked=asked, given=given, errors=errors or {}, held=held, trap=TRAP,
        opened=stamp or brakes.stamp(desk.store.comments.secret(FORMS), desk.now()),
        rules=rules, longest_email=LONGEST_EMAIL, account=frame.may("comment"),
        days=desk.settings.forget_days, mails=bool(desk.settings.smtp_host), cancel=asked.shown.path,
    )  # fmt: skip


def _closed(frame: Frame, asked: Asked) -> Template:
    say = frame.words.say
    page = frame.page("comment_sent.html", current="", title=say("comment_closed"), asked=asked)
    page.status_code = 404
    return page


ROUTES = (write, send, own_comment, withdraw)
