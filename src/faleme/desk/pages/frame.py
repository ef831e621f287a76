"""What every page has around it: language, window, day, links; and how a page is answered."""

from __future__ import annotations

import datetime as dt
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import quote, urlencode

import msgspec
from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.response import Template

from faleme import __version__
from faleme.desk.access import LANGUAGE_COOKIE, at_the_desk, language_of, sees_everything
from faleme.desk.public import PublicWindow, WholeWindow, Window
from faleme.desk.views import Describer
from faleme.desk.wording import DeskLanguage, Wording, wording
from faleme.records.person import Act, Person, may
from faleme.settings import Settings
from faleme.store.base import StoreWriter

_PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*")
MAPPED_COUNTRIES = ("SEN", "MLI", "MRT", "GIN")
YEAR_SECONDS = 365 * 24 * 3600
DeskRequest = Request[Any, Any, State]


class Desk(msgspec.Struct, frozen=True):
    """What the application was made with."""

    settings: Settings
    store: StoreWriter
    today: dt.date
    demo: bool = False


class Frame:
    """One request's view of the desk."""

    def __init__(self, request: DeskRequest) -> None:
        desk: Desk = request.app.state.desk
        self.request = request
        self.today = desk.today
        self.demo = desk.demo
        asked, remembered = request.query_params.get("lang"), request.cookies.get(LANGUAGE_COOKIE)
        self.language: DeskLanguage = language_of(desk.settings, asked, remembered)
        client = request.client.host if request.client else None
        self.person: Person | None = (
            at_the_desk(desk.settings) if sees_everything(desk.settings, client, request.headers) else None
        )
        self.window: Window = (
            WholeWindow(desk.store) if self.may("read") else PublicWindow(desk.store, desk.today)
        )

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
        return [("home", "/"), *review, ("map", "/carte"), ("articles", "/articles"), ("about", "/about")]

    def map_words(self) -> dict[str, object]:
        """What the map's script says: its layers and the names of countries."""
        naming = self.describe.writer.naming
        layers = ("border", "corridors", "towns", "band25", "band50")
        said: dict[str, object] = {name: self.words.say(f"map_{name}") for name in layers}
        return said | {"countries": {code: naming.country(code) for code in MAPPED_COUNTRIES}}

    def other_language_url(self) -> str:
        """This page in the other language, its filters kept."""
        query = [(k, v) for k, v in self.request.query_params.multi_items() if k != "lang" and v]
        query.append(("lang", self.words.say("other_language_code")))
        return f"{quote(self.request.url.path)}?{urlencode(query)}"

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
                "map_words": self.map_words(),
                "incident_url": incident_url,
                **context,
            },
        )
        if self.request.query_params.get("lang") == self.language:
            page.set_cookie(
                LANGUAGE_COOKIE, self.language, max_age=YEAR_SECONDS, httponly=True, samesite="lax"
            )
        return page


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
