"""What reports count: the dead of each, side by side where they differ, then wounded, abducted, vehicles.

A report that counts soldiers and attackers apart is taken at their sum; one that relays several totals, at
its highest. Two reports differ where they count the same and cannot both be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from faleme.brief.groups import Group
from faleme.brief.words import BriefWords
from faleme.lexicon.brief_rules import ALL, BriefRules
from faleme.records.incident import Claim, ClaimKind
from faleme.words.speakers import speaker_kind

_OTHERS: tuple[ClaimKind, ...] = ("wounded", "abducted", "vehicles")
_NAMED = 3


class Toll(msgspec.Struct, frozen=True):
    """The dead by one report: `high` None is an open end; `counted` is who they are."""

    low: int
    high: int | None
    counted: str
    speaker: str = ""

    @property
    def most(self) -> int:
        return self.low if self.high is None else self.high

    @property
    def figure(self) -> tuple[int, int | None, str]:
        return self.low, self.high, self.counted


def toll_remarks(group: Group, words: BriefWords, rules: BriefRules) -> list[str]:
    """What a brief says of the dead and of what else is counted."""
    named = {article for item in group for article in item.articles}
    incidents = [item.incident for item in group]
    remarks = []
    kept = incidents[0].fatalities
    if kept:
        remarks.append(words.say("toll_person", figure=words.wording.dead(kept)))
    claims = dict.fromkeys(c for each in incidents for c in each.claims if c.article in named)
    outlets = {claim.article: claim.source or "" for claim in claims}
    tolls = {article: toll for article in outlets if (toll := _of_article(article, claims, rules))}
    if tolls:
        remarks.append(_told(tolls, outlets, words))
    said = [c for each in incidents for c in each.said if c.article in named]
    released = incidents[0].mode == "release"
    others = [text for kind in _OTHERS if (text := _other(kind, said, words, released=released))]
    if others:
        key = "other_figures" if remarks else "alone_figures"
        remarks.append(words.say(key, figures=words.listed(others)))
    return remarks


def _of_article(article: str, claims: Iterable[Claim], rules: BriefRules) -> Toll | None:
    totals: list[Toll] = []
    parts: dict[str, Toll] = {}
    for claim in claims:
        toll = _toll(claim, rules) if claim.article == article else None
        if toll is None:
            continue
        if toll.counted == ALL:
            totals.append(toll)
        elif toll.counted not in parts or toll.most > parts[toll.counted].most:
            parts[toll.counted] = toll
    best = max(totals, key=lambda toll: (toll.most, toll.low, toll.speaker), default=None)
    summed = sum(toll.most for toll in parts.values())
    if parts and (best is None or summed >= best.most):
        if len(parts) == 1:
            return next(iter(parts.values()))
        return best if best and best.most == summed else Toll(summed, summed, ALL)
    return best


def _toll(claim: Claim, rules: BriefRules) -> Toll | None:
    low, high = claim.fatalities.min, claim.fatalities.max
    if claim.kind != "fatalities" or (low is None and high is None):
        return None
    return Toll(low or 0, high, rules.counted_as(claim.counted), speaker_kind(claim.speaker or ""))


def _told(tolls: dict[str, Toll], outlets: dict[str, str], words: BriefWords) -> str:
    by_figure: dict[tuple[int, int | None, str], list[str]] = {}
    for article in sorted(tolls, key=lambda a: (tolls[a].most, tolls[a].low, tolls[a].counted)):
        by_figure.setdefault(tolls[article].figure, []).append(article)
    figures = [
        words.say("toll_part", figure=_figure(figure, words), who=_who(articles, tolls, outlets, words))
        for figure, articles in by_figure.items()
    ]
    number, mosts = words.wording.number, [toll.most for toll in tolls.values()]
    if min(mosts) == max(mosts) or not contradict(list(tolls.values())):
        return words.say("toll", figures=words.in_turn(figures))
    low, high = number(min(mosts)), number(max(mosts))
    return words.say("tolls", low=low, high=high, figures=words.in_turn(figures))


def contradict(tolls: Sequence[Toll]) -> bool:
    """Whether two of them count the same people and cannot both be right."""
    return any(
        a.counted == b.counted and (_ends(a) < b.low or _ends(b) < a.low)
        for i, a in enumerate(tolls)
        for b in tolls[i + 1 :]
    )


def _ends(toll: Toll) -> float:
    return float("inf") if toll.high is None else toll.high


def _figure(figure: tuple[int, int | None, str], words: BriefWords) -> str:
    low, high, counted = figure
    if (low, high) == (0, 0):
        return words.say("killed_none")
    return words.counted("killed" if counted == ALL else f"killed_{counted}", low, high)


def _who(articles: Sequence[str], tolls: dict[str, Toll], outlets: dict[str, str], words: BriefWords) -> str:
    """The outlets that say so, and whom they quote where all quote one kind of speaker."""
    names = list(dict.fromkeys(outlets[article] or words.say("unnamed") for article in articles))
    speakers = {tolls[article].speaker for article in articles}
    who = words.named(names, _NAMED)
    if len(names) == 1 and len(speakers) == 1 and (kind := speakers.pop()):
        return words.say("cites", outlet=who, speaker=words.label("speaker", kind))
    return who


def _other(kind: ClaimKind, said: Sequence[Claim], words: BriefWords, *, released: bool) -> str:
    """The range of one kind of count over all reports, where it is told; who is let go was abducted."""
    counts = [(c.least, c.most) for c in said if c.kind == kind and (c.least or c.most)]
    if not counts:
        return ""
    low = min(least or 0 for least, _ in counts)
    open_ended = any(most is None for _, most in counts)
    high = None if open_ended else max(most or 0 for _, most in counts)
    if open_ended:
        low = max(least or 0 for least, most in counts if most is None)
    return words.counted("released" if released and kind == "abducted" else kind, low, high)
