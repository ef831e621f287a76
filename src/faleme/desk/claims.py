"""What each report claims of an incident, side by side: one row a report, one column a kind of claim."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from faleme.desk.views import Describer
from faleme.records.incident import Claim, ClaimKind, Incident
from faleme.words.speakers import speaker_kind

KINDS: tuple[ClaimKind, ...] = ("fatalities", "wounded", "abducted", "vehicles", "place", "time")


class Said(msgspec.Struct, frozen=True):
    """One claim in words; `speaker` as the article names it, `role` what kind of speaker that is."""

    text: str
    speaker: str = ""
    role: str = ""


class ClaimRow(msgspec.Struct, frozen=True):
    """What one report says, a tuple for each column."""

    article: str
    source: str
    cells: tuple[tuple[Said, ...], ...]


class ClaimTable(msgspec.Struct, frozen=True):
    """Claims of all kinds that there are, by report."""

    kinds: tuple[ClaimKind, ...]
    rows: tuple[ClaimRow, ...]


def claim_table(incident: Incident, describe: Describer) -> ClaimTable:
    """The claims of an incident, the reports in their order."""
    claims = (*incident.claims, *incident.said)
    kinds = tuple(kind for kind in KINDS if any(claim.kind == kind for claim in claims))
    articles = dict.fromkeys(claim.article for claim in claims)
    return ClaimTable(kinds, tuple(_row(each, claims, kinds, describe) for each in articles))


def _row(
    article: str, claims: Iterable[Claim], kinds: tuple[ClaimKind, ...], describe: Describer
) -> ClaimRow:
    own = [claim for claim in claims if claim.article == article]
    cells = tuple(
        tuple(dict.fromkeys(_said(claim, describe) for claim in own if claim.kind == kind)) for kind in kinds
    )
    source = next((claim.source for claim in own if claim.source), None)
    return ClaimRow(article, source or describe.words.say("no_source"), cells)


def _said(claim: Claim, describe: Describer) -> Said:
    speaker = claim.speaker or ""
    kind = speaker_kind(speaker)
    return Said(_text(claim, describe), speaker, describe.words.label("speaker", kind) if kind else "")


def _text(claim: Claim, describe: Describer) -> str:
    words = describe.words
    if claim.kind == "fatalities":
        return describe.dead(claim.fatalities)
    if claim.kind == "time":
        return " – ".join(words.day(day) for day in (claim.value or "").split(" / "))
    if claim.value is not None:
        return claim.value
    low, high = claim.least, claim.most
    if low == high:
        text = words.number(low or 0)
    elif high is None:
        text = words.say("claim_least", n=words.number(low or 0))
    elif not low:
        text = words.say("claim_most", n=words.number(high))
    else:
        text = words.say("claim_range", low=words.number(low), high=words.number(high))
    return f"{text} ({claim.counted})" if claim.counted else text
