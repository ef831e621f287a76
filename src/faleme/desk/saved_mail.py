"""Mail of saved searches: that an address is asked to be confirmed, and that there are new finds.

Of a find a mail names what everybody may see; how many more there are is told, and where to read them: a mail
box is no desk. The mail that asks to confirm holds no word of who asked for it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import parse_qsl

import msgspec

from faleme.desk.ceiling import window_of
from faleme.desk.pages.frame import article_url, incident_url
from faleme.desk.public import PublicWindow, Window
from faleme.desk.search_place import circle_of
from faleme.desk.session import iso
from faleme.desk.views import Describer
from faleme.errors import JudgementError
from faleme.records.message import Message
from faleme.records.person import Person, may
from faleme.records.query import Query, query_of
from faleme.records.saved_search import SavedSearch
from faleme.settings import Settings
from faleme.store.base import Circle, Hit, StoreWriter
from faleme.store.saved import about
from faleme.store.search import MOST
from faleme.words.wording import LANGUAGES, DeskLanguage, wording

MOST_NAMED = 20
DAILY = dt.timedelta(hours=24)
SECRET = "searches"
"""The key of the store that links in mails are signed by."""


class Finds(msgspec.Struct, frozen=True):
    """What a search finds now: its hits, their first day where there are more, and what it looked at."""

    hits: tuple[Hit, ...]
    floor: str
    revision: int


def can_mail(settings: Settings) -> bool:
    return bool(settings.smtp_host and settings.public_url)


def found_now(store: StoreWriter, window: Window, query: Query, near: Circle | None) -> Finds:
    """The finds of a search through somebody's window."""
    revision = store.revision()  # before the search: what comes in between is looked at the next time
    found = window.search(query, near=near, limit=MOST)
    days = [hit.day[:10] for hit in found.hits if hit.day]
    return Finds(found.hits, min(days, default="") if found.more else "", revision)


def link_token(secret: str, number: int, address: str) -> str:
    """What the links in mails of one search to one address bear."""
    signed = hmac.new(secret.encode(), f"search:{number}:{address}".encode(), hashlib.sha256).hexdigest()
    return f"{number}.{signed[:40]}"


def search_of_link(store: StoreWriter, token: str) -> SavedSearch | None:
    """The search of a link, None where we did not sign it or the address is another by now."""
    number = token.partition(".")[0]
    if not (number.isascii() and number.isdigit() and len(number) < 10):
        return None
    found = store.saved.numbered(int(number))
    if found is None or not found[0].address:
        return None
    own = link_token(store.comments.secret(SECRET), found[0].number, found[0].address)
    return found[0] if hmac.compare_digest(own.encode(), token.encode()) else None


def confirmation(settings: Settings, store: StoreWriter, number: int, address: str, at: str,
                 language: DeskLanguage) -> Message:  # fmt: skip
    """The mail that asks whether an address is its owner's."""
    words, link = wording(language), _link(settings, store, number, address, language)
    key = hashlib.sha256(f"confirm:{link}:{at}".encode()).hexdigest()[:32]
    subject, text = words.say("saved_mail_confirm_subject"), words.say("saved_mail_confirm_text", link=link)
    return _mail(key, number, address, subject, text)


def tell_finds(store: StoreWriter, settings: Settings, now: dt.datetime, today: dt.date) -> int:
    """Write the mails that are due of all saved searches; returns how many."""
    if not can_mail(settings):
        return 0
    return sum(_tell(store, settings, each, owner, now, today) for each, owner in store.saved.with_mail())


def is_due(search: SavedSearch, revision: int, now: dt.datetime) -> bool:
    """Whether there may be something new, and it is time to look."""
    if search.revision == revision:
        return False
    if search.telling == "daily":
        return now - dt.datetime.fromisoformat(search.told) >= DAILY
    return search.telling == "at-once"


def _tell(
    store: StoreWriter, settings: Settings, search: SavedSearch, owner: Person, now: dt.datetime,
    today: dt.date,
) -> bool:  # fmt: skip
    if not may(owner, "read") or not is_due(search, store.revision(), now):
        return False
    query = query_of_saved(search)
    try:
        near = circle_of(query, settings.gazetteer)
    except JudgementError:
        return False
    finds = found_now(store, window_of(owner, store, today), query, near)
    known = store.saved.known(search.number)
    new = {
        hit.id: hit
        for hit in finds.hits
        if hit.id not in known and (not search.floor or (hit.day or "") >= search.floor)
    }
    # All words are made before the transaction that tells them: making them reads the store.
    public, language, base = PublicWindow(store, today), language_of_search(search), _base(settings)
    lines = {each: _line(public, hit, language, base) for each, hit in new.items()}
    link = _link(settings, store, search.number, search.address, language)

    def write(ids: list[str]) -> Message:
        return _news(search, {each: lines[each] for each in ids}, link, base)

    return bool(store.saved.told(search.number, [*new], write, revision=finds.revision, at=iso(now)))


def query_of_saved(search: SavedSearch) -> Query:
    """The question of a saved search."""
    return query_of(dict(parse_qsl(search.query)))


def language_of_search(search: SavedSearch) -> DeskLanguage:
    return next((each for each in LANGUAGES if each == search.language), "fr")


def _news(search: SavedSearch, new: Mapping[str, str], link: str, base: str) -> Message:
    """The mail of new finds: their ids, each with its line or none."""
    words = wording(language_of_search(search))
    named = [line for line in new.values() if line][:MOST_NAMED]
    more = len(new) - len(named)
    parts = [
        words.say("saved_mail_text", n=len(new), name=search.name),
        *named,
        words.say("saved_mail_more", n=more) if more else "",
        f"{base}/recherche?{search.query}",
        words.say("saved_mail_stop", link=link),
    ]
    ids = ",".join(sorted(new))
    key = hashlib.sha256(f"{about(search.number)}:{search.made}:{ids}".encode()).hexdigest()[:32]
    subject = words.say("saved_mail_subject", n=len(new), name=search.name)
    return _mail(key, search.number, search.address, subject, "\n\n".join(part for part in parts if part))


def _line(public: PublicWindow, hit: Hit, language: DeskLanguage, base: str) -> str:
    """A find in words that everybody may read, '' where nobody may read it unless signed in."""
    if hit.kind == "incidents":
        found = public.incident(hit.id)
        said = Describer(language).writer.sentence(found) if found else ""
        return f"{said}\n{base}{incident_url(hit.id)}" if found else ""
    article = public.article(hit.id)
    if article is None:
        return ""
    day = wording(language).day(article.published) if article.published else ""
    told = " · ".join(part for part in (article.source, day) if part)
    return "\n".join(part for part in (article.title, told, f"{base}{article_url(hit.id)}") if part)


def _link(
    settings: Settings, store: StoreWriter, number: int, address: str, language: DeskLanguage
) -> str:  # fmt: skip
    token = link_token(store.comments.secret(SECRET), number, address)
    return f"{_base(settings)}/recherches/mail/{token}?lang={language}"


def _base(settings: Settings) -> str:
    return settings.public_url.rstrip("/")


def _mail(key: str, number: int, address: str, subject: str, text: str) -> Message:
    payload = {"subject": subject, "text": text}
    return Message(
        key=key, channel="mail", to=address, payload=payload, about=about(number), confidential=True
    )
