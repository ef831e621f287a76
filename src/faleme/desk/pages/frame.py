"""What every page has around it: language, window, day, links; and how a page is answered."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from functools import cached_property
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Request
from litestar.datastructures import FormMultiDict, State
from litestar.exceptions import NotFoundException
from litestar.response import Template
from markupsafe import Markup

from faleme import __version__
from faleme.desk.access import LANGUAGE_COOKIE, language_of
from faleme.desk.api.rate import Callers
from faleme.desk.attempts import Attempts
from faleme.desk.ceiling import window_of
from faleme.desk.oidc import Waiting
from faleme.desk.public import Window
from faleme.desk.session import FORM_COOKIE, TOKEN_FIELD, asker_of, form_token
from faleme.desk.views import Describer
from faleme.desk.watched import WatchKept
from faleme.lexicon.sections import load_sections
from faleme.records.observation import Observation
from faleme.records.person import Act, Person, may
from faleme.settings import Settings
from faleme.store.base import StoreWriter
from faleme.words.wording import DeskLanguage, Wording, wording

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
YEAR_SECONDS = 365 * 24 * 3600
DeskRequest = Request[Any, Any, State]


def clock() -> dt.datetime:
    """Now; nothing below the desk and the command line asks it."""
    return dt.datetime.now(dt.UTC)


class Desk(msgspec.Struct, frozen=True):
    """What the application was made with."""

    settings: Settings
    store: StoreWriter
    today: dt.date
    demo: bool = False
    now: Callable[[], dt.datetime] = clock
    attempts: Attempts = msgspec.field(default_factory=Attempts)
    oidc: Waiting = msgspec.field(default_factory=Waiting)
    callers: Callers = msgspec.field(default_factory=Callers)
    watched: WatchKept = msgspec.field(default_factory=WatchKept)
    trade: tuple[Observation, ...] = ()


class Frame:
    """One request's view of the desk."""

    def __init__(self, request: DeskRequest) -> None:
        desk: Desk = request.app.state.desk
        self.desk = desk
        self.request = request
        self.today = desk.today
        self.demo = desk.demo
        asked, remembered = request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)
        self.language: DeskLanguage = language_of(desk.settings, asked, remembered)
        self.asker = asker_of(request)
        self.person: Person | None = self.asker.person
        self.window: Window = window_of(self.person, desk.store, desk.today)

    @property
    def is_indexed(self) -> bool:
        """Whether search engines may keep a page: what everybody reads at an open desk."""
        settings = self.desk.settings
        is_open = settings.access == "public" and settings.pages == "open" and not self.demo
        return is_open and self.person is None

    def may(self, act: Act) -> bool:
        """Whether who asks may do that; nobody who has not signed in may do anything."""
        return may(self.person, act)

    @property
    def words(self) -> Wording:
        return wording(self.language)

    @property
    def describe(self) -> Describer:
        return Describer(self.language)

    def whole_number(self, name: str, least: int = 1) -> int | None:
        """A whole number of the query, None where there is none or it is no number."""
        value = self.request.query_params.get(name, "")
        return max(least, int(value)) if value.isascii() and value.isdigit() and len(value) < 8 else None

    def chosen(self, name: str) -> str | None:
        """A word of the query, None where it is absent or empty."""
        return self.request.query_params.get(name) or None

    def menu(self) -> list[tuple[str, str]]:
        """The entries of the menu and where they lead."""
        review = [("review", "/revue")] if self.may("review") else []
        if self.may("moderate"):
            review.append(("moderation", "/moderation"))
        return [
            ("today", "/"), ("home", "/incidents"), *review, ("map", "/carte"),
            ("timeline", "/chronologie"), ("watch", "/frontiere"), ("relation", "/relation"),
            ("trade", "/commerce"), ("articles", "/articles"), ("search", "/recherche"), ("about", "/about"),
        ]  # fmt: skip

    def sections(self) -> list[tuple[str, str]]:
        """The sections of a press page, by slug and name."""
        return [(each.slug, each.name[self.language]) for each in load_sections().section]

    def account_link(self) -> tuple[str, str] | None:
        """Where who asks signs in or finds their account, and what it is called; None where nobody has to."""
        if self.asker.local:
            return None
        if self.person:
            return "/compte", self.person.name
        url = self.request.url
        here = url.path + (f"?{url.query}" if url.query else "")
        query = "" if url.path in ("/", "/connexion") else "?" + urlencode({"next": here})
        return f"/connexion{query}", self.words.say("sign_in")

    def other_language_url(self) -> str:
        """This page in the other language, its filters kept."""
        query = [(k, v) for k, v in self.request.query_params.multi_items() if k != "lang" and v]
        query.append(("lang", self.words.say("other_language_code")))
        return f"{quote(self.request.url.path)}?{urlencode(query)}"

    @cached_property
    def _form_secret(self) -> str:
        """What the token of a form is made from: the session, or a cookie for forms alone."""
        return self.asker.token or self.request.cookies.get(FORM_COOKIE) or secrets.token_urlsafe(16)

    def form_page(self, template: str, *, current: str, title: str, **context: object) -> Template:
        """A page with a form that anybody may send; every form that posts holds {{ token_field }}."""
        page = self.page(template, current=current, title=title, **context)
        page.headers["referrer-policy"] = "same-origin"
        if not self.asker.token:
            page.set_cookie(
                FORM_COOKIE, self._form_secret, httponly=True, samesite="lax", secure=self.asker.https
            )
        return page

    def page(self, template: str, *, current: str, title: str, **context: object) -> Template:
        """An HTML page inside the frame; `current` is the entry of the menu that it belongs to."""
        words = self.words
        page = Template(
            template_name=template,
            context={
                "frame": self,
                "say": words.say,
                "label": words.label,
                "words": words,
                "current": current,
                "title": title,
                "version": __version__,
                "article_url": article_url,
                "incident_url": incident_url,
                "token_field": token_field(self._form_secret),
                **context,
            },
        )
        if self.asker.token:
            # With 'no-referrer' a browser hides the origin of a form even from the desk itself.
            page.headers["referrer-policy"] = "same-origin"
        if self.request.query_params.get("lang") == self.language:
            page.set_cookie(
                LANGUAGE_COOKIE, self.language, max_age=YEAR_SECONDS, httponly=True, samesite="lax"
            )
        return page


def text_of(form: FormMultiDict, name: str) -> str:
    """What was typed into a field of a form."""
    value = form.get(name, "")
    return value.strip() if isinstance(value, str) else ""


def token_field(secret: str) -> Markup:
    """What a form carries to show that it stood on a page of ours."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(TOKEN_FIELD, form_token(secret))


def article_url(article_id: str) -> str:
    """Path of an article's page; an identifier that is more than a plain word is written in base 64."""
    if _PLAIN.fullmatch(article_id):
        return f"/article/{article_id}"
    return "/article/~" + urlsafe_b64encode(article_id.encode()).decode().rstrip("=")


def article_id_of(segment: str) -> str:
    """The identifier behind the last segment of an article's path; what was not made by us is nobody's."""
    if not segment.startswith("~"):
        return segment
    coded = segment[1:]
    try:
        return urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()
    except ValueError:
        return ""


def incident_url(incident_id: str) -> str:
    """Path of an incident's page."""
    return f"/incident/{quote(incident_id, safe='')}"


def missing() -> NotFoundException:
    """Not there and not public are answered alike, so that nobody learns which."""
    return NotFoundException()
