"""Sections: what was read alone, against the labels that outlets print, where those mean a section of ours.

An outlet's label also says for whom it writes (a war elsewhere under 'Politique' where its own government
spoke of it), so that full agreement is not to be had. Rules were looked at with every second article; the
others are told apart from them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from bench.material import press
from faleme.lexicon.sections import load_sections
from faleme.pipeline import load, read_articles
from faleme.records.reading import Reading
from faleme.records.text import Article
from faleme.words.sections import BY_LABEL, section_of

MOST = 160


def label_of(article: Article) -> str | None:
    """The section that an outlet's label means."""
    alone = Reading(article=article, events=(), places=(), times=(), figures=())
    found = section_of(alone)
    return found.slug if found and found.why == (BY_LABEL,) else None


def labelled(most: int, *, odd: bool = True) -> list[Article]:
    """Articles whose outlet's label means a section, spread over the press; every second one."""
    told = [article for article in press() if article.section][int(odd) :: 2]
    found = [article for article in told if label_of(article)]
    return found[:: max(1, len(found) // most)][:most] if found else []


def pairs(articles: Iterable[Article]) -> Counter[tuple[str, str]]:
    """How often a label met a section of ours, '' where what was read says none."""
    found: Counter[tuple[str, str]] = Counter()
    for reading in read_articles(articles, load()):
        bare = msgspec.structs.replace(reading.article, section=())
        ours = section_of(msgspec.structs.replace(reading, article=bare))
        found[label_of(reading.article) or "", ours.slug if ours else ""] += 1
    return found


def agreement(articles: Iterable[Article]) -> tuple[int, int]:
    """How many are under their label, and how many there are."""
    found = pairs(articles)
    return sum(n for (label, ours), n in found.items() if label == ours), found.total()


def main() -> None:
    slugs = [each.slug for each in load_sections().section]
    for odd, name in ((False, "looked at"), (True, "apart")):
        found = pairs(labelled(MOST, odd=odd))
        hits = sum(n for (label, ours), n in found.items() if label == ours)
        print(f"{name}: {hits} of {found.total()} under their outlet's label")
        print(f"{'label':>15}" + "".join(f"{slug:>15}" for slug in [*slugs, "none"]))
        for label in slugs:
            print(f"{label:>15}" + "".join(f"{found[label, ours]:>15}" for ours in [*slugs, ""]))


if __name__ == "__main__":
    main()
