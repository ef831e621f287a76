"""Alerts that were sent and that everybody may see, as an Atom feed (RFC 4287).

The same feed for whoever asks: scope Public, and every incident behind it is one that the public may see on
the day. Notes of people and the long description are not in it: the words of an incident are on its own page,
where the rule of release shapes them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from faleme.records.alert import AlertText, KeptAlert
from faleme.store.base import StoreWriter
from faleme.words.atom import LONG_AGO, add, add_link, feed_element, moment, urn, written
from faleme.words.wording import DeskLanguage

PATH = "/alertes.atom"
MOST = 50


def public_alerts(store: StoreWriter, today: dt.date) -> list[KeptAlert]:
    """The latest messages for everybody; what stands on no incident (a silent source) is the desk's."""
    found = store.alerts.list(states=["sent"], markings=["CLEAR"], limit=MOST)
    return [each for each in found if _is_public(each, store, today)]


def _is_public(kept: KeptAlert, store: StoreWriter, today: dt.date) -> bool:
    alert, day = kept.alert, today.isoformat()
    if alert.marking != "CLEAR" or alert.status != "Actual" or not alert.incidents:
        return False
    return all(store.incident(each, public_on=day) is not None for each in alert.incidents)


def alert_feed(
    alerts: Sequence[KeptAlert], *, language: DeskLanguage, title: str, author: str, site: str,
    page_of: Callable[[str], str],
) -> bytes:  # fmt: skip
    """The feed; `page_of` is the address of an incident."""
    root = feed_element(language)
    add(root, "id", urn("alerts", "public", language, "feed"))
    add(root, "title", title)
    add(root, "updated", max((_sent(each) for each in alerts), default=LONG_AGO))
    add(add(root, "author"), "name", author)
    add_link(root, f"{site}{PATH}?lang={language}", "self", "application/atom+xml")
    for kept in alerts:
        text = _own(kept, language)
        item = add(root, "entry")
        add(item, "id", urn("alert", language, kept.alert.id))
        add(item, "title", text.headline)
        add(item, "published", _sent(kept))
        add(item, "updated", _sent(kept))
        add_link(item, page_of(kept.alert.incidents[0]), "alternate", "text/html")
        add(item, "category", term=kept.alert.message)
        areas = ", ".join(area.name for area in kept.alert.areas)
        add(item, "summary", " – ".join(each for each in (text.event, areas, text.instruction) if each))
    return written(root)


def _sent(kept: KeptAlert) -> str:
    return moment(kept.first("confirm") or kept.proposed)


def _own(kept: KeptAlert, language: DeskLanguage) -> AlertText:
    texts = kept.alert.texts
    return next((each for each in texts if each.language.startswith(language)), texts[0])
