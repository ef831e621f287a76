"""Similar articles on pages: all of them for the analyst, for the public what both articles show.

The public's neighbours are articles that anyone may see, each judged by the same rule as its own page. That
two articles tell of one incident is told only where the incident is public, and of the words that both have
only those that stand in both titles and excerpts as shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from faleme.lexicon.link_rules import load_link_rules
from faleme.link.similar import Kind
from faleme.link.traits import stems
from faleme.records.text import Marking
from faleme.store.base import Near, Source, StoreReader

if TYPE_CHECKING:
    from faleme.desk.public import ArticleShown, Window

MOST = 8
_LOOKED_AT = 3 * MOST  # of which the public may not see each
_ORDER: tuple[Kind, ...] = ("near-copy", "same-incident", "same-story")


class NearWindow:
    """The part of a window that shows similar articles."""

    everything: bool
    near_markings: tuple[Marking, ...] | None = None  # of the articles looked at; None: of all
    _store: StoreReader

    def near(self, article_id: str) -> list[Near]:
        """Neighbours of an article, to be passed on by `neighbours` only."""
        limit = MOST if self.everything else _LOOKED_AT
        return self._store.similar(article_id, limit=limit, markings=self.near_markings)

    def copies(self, article_ids: Iterable[str]) -> dict[str, str]:
        """Of articles that are shown the near-copies, each with the first of its kind."""
        return self._store.copies(article_ids)


class NearRow(msgspec.Struct, frozen=True, kw_only=True):
    """One neighbour as a list shows it; `incident` is the one that both tell."""

    id: str
    title: str
    source: str | None
    published: str | None
    language: str
    kind: Kind
    incident: str | None = None
    words: tuple[str, ...] = ()
    copies: tuple[NearRow, ...] = ()


def neighbours(window: Window, shown: ArticleShown) -> list[NearRow]:
    """The similar articles that the page of an article shows."""
    if window.everything:
        return [_whole(each) for each in window.near(shown.id)]
    found: list[NearRow] = []
    for each in window.near(shown.id):
        row = _public(window, shown, each)
        if row:
            found.append(row)
    found.sort(key=lambda row: _ORDER.index(row.kind))
    return found[:MOST]


def _whole(each: Near) -> NearRow:
    return _row(
        each.article, each.kind, incident=each.incident, words=each.words,
        copies=tuple(_row(copy, "near-copy") for copy in each.copies),
    )  # fmt: skip


def _row(
    source: Source,
    kind: Kind,
    *,
    incident: str | None = None,
    words: tuple[str, ...] = (),
    copies: tuple[NearRow, ...] = (),
) -> NearRow:
    return NearRow(
        id=source.id, title=source.title, source=source.source, published=source.published, language="fr",
        kind=kind, incident=incident, words=words, copies=copies,
    )  # fmt: skip


def _public(window: Window, shown: ArticleShown, each: Near) -> NearRow | None:
    """A neighbour as anyone may see it; where only its copy may be seen, that one stands for it."""
    visible = [article for name in (each.article, *each.copies) if (article := window.article(name.id))]
    if not visible:
        return None
    incident = each.incident if each.incident and window.incident(each.incident) else None
    kind = each.kind
    if kind == "same-incident" and incident is None:
        if each.score < load_link_rules().story:
            return None
        kind = "same-story"
    first, *others = visible
    if first.id != each.article.id:
        kind, incident = ("near-copy" if kind == "near-copy" else "same-story"), None
    said = set(stems(f"{shown.title} {shown.excerpt}")) & set(stems(f"{first.title} {first.excerpt}"))
    words = tuple(word for word in each.words if said.issuperset(stems(word)))
    return _of_article(
        first, kind, incident, words, tuple(_of_article(other, "near-copy", None, (), ()) for other in others)
    )


def _of_article(
    article: ArticleShown,
    kind: Kind,
    incident: str | None,
    words: tuple[str, ...],
    copies: tuple[NearRow, ...],
) -> NearRow:
    return NearRow(
        id=article.id, title=article.title, source=article.source, published=article.published,
        language=article.language, kind=kind, incident=incident, words=words, copies=copies,
    )  # fmt: skip
