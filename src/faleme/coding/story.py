"""What the coder knows of an article as a whole: its language, country, subject, quotations and title."""

from __future__ import annotations

from typing import NamedTuple

from faleme.coding.mentions import Mentions
from faleme.coding.roles import is_armed
from faleme.coding.screen import is_crime, is_sport, is_weather
from faleme.coding.speakers import Quote, quotes_of
from faleme.lexicon.actors import actor_lexicon
from faleme.lexicon.grammar import grammar
from faleme.recognise.sentence_tokens import keys_of
from faleme.records.text import Article
from faleme.resolve import story as countries


class Story(NamedTuple):
    """One article's frame. `country` is where the story is set, `title_end` the offset behind the title;
    `armed` tells that an armed group is named, `kidnapping` that people were carried off.
    """

    text: str
    language: str
    country: str | None
    published: str | None
    sport: bool
    crime: bool
    weather: bool
    quotes: tuple[Quote, ...]
    title_end: int
    mentions: Mentions
    suspects: bool
    armed: bool
    kidnapping: bool
    judged: bool

    @classmethod
    def of(cls, article: Article, mentions: Mentions, country: str | None) -> Story:
        text = article.text
        language = article.language if article.language in ("fr", "en") else "fr"
        set_in = countries.Story(
            text, [m for m in mentions.actors if m.codes], country, actor_lexicon(language)
        ).country
        keys = keys_of(text)
        end = text.find("\n\n")
        return cls(
            text, language, set_in or country, (article.published or "")[:10] or None,
            is_sport(article.section, keys, language), is_crime(keys, language), is_weather(article.section),
            quotes_of(text, mentions.actors, language), end if end >= 0 else 0, mentions,
            any(code.endswith(":CRM") for mention in mentions.actors for code in mention.codes),
            any(is_armed(code) and not code.endswith(":CRM") for m in mentions.actors for code in m.codes),
            bool(grammar(language).patterns["kidnapping"].search(text)),
            _sector_told(mentions, ":JUD") and not _sector_told(mentions, ":COP"),
        )  # fmt: skip


def _sector_told(mentions: Mentions, sector: str) -> bool:
    return any(code.endswith(sector) for mention in mentions.actors for code in mention.codes)
