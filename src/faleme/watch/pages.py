"""Pages of articles: fetched, read together in their order, and written with the marks of their addresses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from faleme.errors import FetchError
from faleme.lexicon.press_watch import PressRules
from faleme.lexicon.publishers import Publisher
from faleme.read.archive import read_page
from faleme.records.reading import Reading
from faleme.records.text import Article, SetAside
from faleme.records.watched import Fault, FaultKind, Pending, Settled
from faleme.watch import schedule
from faleme.watch.body import lies_of_charset
from faleme.watch.fetch import Answer, Fetcher
from faleme.watch.schedule import iso

Read = Callable[[Sequence[Article]], Sequence[Reading | SetAside]]
_FOR_GOOD = ("robots", "elsewhere", "redirects", "too-large")
_TRY_AGAIN = (408, 425, 429)
_KIND: dict[str, FaultKind] = {"no-text": "no-text", "language": "language"}


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An article's page, or none where what its source tells has to do; with the faults on the way."""

    pending: Pending
    publisher: Publisher
    answer: Answer | None = None
    faults: tuple[Fault, ...] = ()


async def fetch_page(
    pending: Pending,
    publisher: Publisher,
    fetcher: Fetcher,
    rules: PressRules,
    now: Callable[[], dt.datetime],
) -> Fetched | tuple[Pending, Fault]:
    """The page of an address; or the address put off, and why."""
    try:
        answer = await fetcher.get(pending.address, publisher, most=rules.page_bytes)
        return Fetched(pending=pending, publisher=publisher, answer=answer)
    except FetchError as error:
        told = error
    except Exception as error:  # one request: a fault of ours costs this page, not the watch
        told = FetchError("ours", " ".join(f"{type(error).__name__}: {error}".split())[:200])
    fault = _fault(told.kind, pending, now(), told.detail)
    attempts = pending.attempts + 1
    again = None if _is_for_good(told) else schedule.page_again(attempts, now(), rules, wait=told.wait)
    if again is None:
        return Fetched(pending=pending, publisher=publisher, faults=(fault,))
    return replace(pending, attempts=attempts, due=again), fault


def _is_for_good(error: FetchError) -> bool:
    if error.kind in _FOR_GOOD:
        return True
    return error.status is not None and 400 <= error.status < 500 and error.status not in _TRY_AGAIN


def given_up(page: Fetched, error: Exception, now: dt.datetime) -> Settled:
    """A page that a fault of ours stops at; the rest goes on."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
    fault = _fault("ours", page.pending, now, said)
    return Settled(pending=page.pending, outcome="given-up", at=iso(now), faults=(*page.faults, fault))


def settled(pages: Sequence[Fetched], read: Read, rules: PressRules, now: dt.datetime) -> list[Settled]:
    """What becomes of pages: articles read, the rest set aside or given up, each with its faults."""
    drafts = [_draft(page, rules, now) for page in pages]
    articles = [draft for draft in drafts if isinstance(draft, _Draft)]
    readings = iter(read([draft.article for draft in articles]) if articles else ())
    return [_read(each, next(readings), now) if isinstance(each, _Draft) else each for each in drafts]


class _Draft(msgspec.Struct, frozen=True):
    page: Fetched
    article: Article
    faults: tuple[Fault, ...]


def _draft(page: Fetched, rules: PressRules, now: dt.datetime) -> _Draft | Settled:
    """The article of a page, by its source where the page has none; or what becomes of the address."""
    pending, faults = page.pending, list(page.faults)
    found: Article | SetAside | None = None
    if page.answer is not None:
        found = _of_page(page.answer, now)
        if lie := lies_of_charset(page.answer.body, page.answer.charset):
            faults.append(_fault("charset", pending, now, lie))
    own = pending.article
    told_enough = own is not None and len(own.text) >= rules.least_letters
    if isinstance(found, SetAside):
        faults.append(_fault(_KIND.get(found.reason, "unreadable"), pending, now, found.reason))
    if isinstance(found, Article):
        return _Draft(page, _dressed(found, page), tuple(faults))
    if own is not None and told_enough and own.language in ("fr", "en"):
        return _Draft(page, _dressed(own, page), tuple(faults))
    return Settled(
        pending=pending, outcome="set-aside" if found else "given-up", at=iso(now), aside=found,
        also=_also(page), faults=tuple(faults),
    )  # fmt: skip


def _of_page(answer: Answer, now: dt.datetime) -> Article | SetAside | None:
    as_of = now.astimezone(dt.UTC).date()
    pages = read_page(
        answer.body, answer.address, url=answer.address, charset=answer.charset, as_of=as_of,
        max_bytes=max(1, len(answer.body)),
    )  # fmt: skip
    return next(iter(pages), None)


def _dressed(article: Article, page: Fetched) -> Article:
    """An article under its outlet's declared name and marking, dated by its page, else by its source.

    A source that tells the hour of the page's day tells more.
    """
    told, own = page.pending.told, article.published
    if told and (own is None or (len(own) == 10 and told.startswith(own))):
        own = told
    outlet = page.publisher
    return replace(article, source=outlet.name, marking=outlet.marking, published=own)


def _read(draft: _Draft, found: Reading | SetAside, now: dt.datetime) -> Settled:
    pending = draft.page.pending
    if isinstance(found, Reading):
        return Settled(
            pending=pending, outcome="read", at=iso(now), reading=found, also=_also(draft.page),
            faults=draft.faults,
        )  # fmt: skip
    ours = _fault("ours", pending, now, found.message[:200])
    return Settled(
        pending=pending, outcome="set-aside", at=iso(now), aside=found, faults=(*draft.faults, ours)
    )


def _also(page: Fetched) -> tuple[str, ...]:
    to = page.answer.address if page.answer else page.pending.address
    return (to,) if to != page.pending.address else ()


def _fault(kind: str, pending: Pending, now: dt.datetime, detail: str = "") -> Fault:
    return Fault(
        kind=kind, at=iso(now), publisher=pending.publisher, source=pending.source,  # type: ignore[arg-type]
        address=pending.address, detail=detail,
    )  # fmt: skip
