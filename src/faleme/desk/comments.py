"""Comments on a page: what may be commented on, and what was let through, answers below what they answer.

Only what the public sees can be commented on, and comments stand nowhere else: whoever may read more finds
none on what is withheld.
"""

from __future__ import annotations

from urllib.parse import urlencode

import msgspec

from faleme.desk.pages.frame import Frame, article_url, incident_url
from faleme.desk.public import PublicWindow
from faleme.desk.views import Describer
from faleme.records.comment import Comment, Target, TargetKind


class TargetShown(msgspec.Struct, frozen=True):
    """What is commented on, as the public sees it."""

    target: Target
    title: str
    path: str
    language: str | None = None  # of a title that is the press's


class CommentRow(msgspec.Struct, frozen=True):
    """One comment, and the answers to it."""

    comment: Comment
    answers: tuple[CommentRow, ...] = ()

    @property
    def paragraphs(self) -> list[str]:
        return [each for each in self.comment.text.split("\n\n") if each]


class CommentBlock(msgspec.Struct, frozen=True):
    """The comments of a page; `write` leads to the form, None where comments are closed."""

    rows: tuple[CommentRow, ...]
    count: int
    write: str | None


def comments_of(frame: Frame, kind: TargetKind, identifier: str) -> CommentBlock | None:
    """The comments of a page that somebody looks at; None where there is nothing to say of comments."""
    target = Target(kind, identifier)
    if frame.window.everything and not is_public(frame, target):
        return None
    found = frame.desk.store.comments.of(target)
    open_ = frame.desk.settings.comments == "open"
    if not found and not open_:
        return None
    shown = sum(each.state == "approved" for each in found)
    return CommentBlock(_threads(found), shown, write_url(target) if open_ else None)


def write_url(target: Target, answer: int | None = None) -> str:
    """Where a comment on something is written."""
    query = {target.kind: target.id} | ({"reply": str(answer)} if answer else {})
    return f"/commenter?{urlencode(query)}"


def is_public(frame: Frame, target: Target) -> bool:
    window = PublicWindow(frame.desk.store, frame.today)
    found = window.article(target.id) if target.kind == "article" else window.incident(target.id)
    return found is not None


def target_shown(frame: Frame, target: Target, describe: Describer | None = None) -> TargetShown | None:
    """What the public sees of it, under its address of today; None where the public sees nothing."""
    window = PublicWindow(frame.desk.store, frame.today)
    if target.kind == "article":
        article = window.article(target.id)
        if article is None:
            return None
        return TargetShown(target, article.title, article_url(article.id), article.language)
    found = window.incident(target.id)
    if found is None:
        return None
    line = (describe or frame.describe).line(found, frame.today)
    return TargetShown(Target("incident", found.id), line.sentence, incident_url(found.id))


def _threads(found: list[Comment]) -> tuple[CommentRow, ...]:
    """In the order of time; an answer whose question is hidden stands alone."""
    there = {each.number for each in found}
    answers: dict[int, list[CommentRow]] = {}
    for each in found:
        if each.parent in there and each.parent is not None:
            answers.setdefault(each.parent, []).append(CommentRow(each))
    return tuple(
        CommentRow(each, tuple(answers.get(each.number, ()))) for each in found if each.parent not in there
    )
