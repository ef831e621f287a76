"""What a claim about trade is a figure of: 'exports Senegal->Mali', 'Mali share of Senegal's exports'.

Words are read in French and English. A side that is not named is not put in; without a country nothing is
read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from faleme.lexicon.names import fold
from faleme.lexicon.trade import is_group
from faleme.lexicon.trade_claims import claim_words, country_codes
from faleme.records.observation import TOTAL, WORLD
from faleme.records.trade_claim import Dealt, Goods, Measure

_ARROWS = ((re.compile(r"\s*(?:<->|↔)\s*"), " avec "), (re.compile(r"\s*(?:-+>|→|=>)\s*"), " vers "),
           (re.compile(r"\s*(?:<-+|←|<=)\s*"), " depuis "))  # fmt: skip
_SHARE_OF = re.compile(r"(?<!\w)(?:share|part|percentage|pourcentage|proportion|poids)(?!\w)")
_WITHIN = re.compile(r"(?<!\w)(?:dans|in|parmi|among)(?!\w)")
_CODE = re.compile(r"(?<![A-Za-z])[A-Z]{3}(?![A-Za-z])")
_BETWEEN = re.compile(r"\s*(?:l[ae]s?|les|the|l'|d[eu]|pays|countries|of)?\s*(?:seule?\s*)?")
_NEAR = 26


class Measured(msgspec.Struct, frozen=True):
    """A measure, what it is of, and for a share what it is a share of. `why` says what could not be read."""

    measure: Measure
    of: Dealt | None
    base: Dealt | None = None
    why: str = ""


class Party(NamedTuple):
    """A country or group in folded text, and how it stands there: 'to', 'from', 'with' or 'owner'."""

    code: str
    start: int
    end: int
    role: str


def measure_of(written: str) -> Measured:
    """What the words of a measure say; `measure` is 'other' where it is no trade of a country."""
    text = plain(written)
    words = claim_words()
    traded = words.words["share"].search(text) or flow_in(text)
    if (
        traded
        and words.words["route"].search(text)
        and not re.search(r"(?<!\w)ex(?:port|portation)s? ", text)
    ):
        return Measured("other", None, why="route")
    if words.words["share"].search(text):
        return _share(text)
    if words.words["rank"].search(text):
        return _rank(text)
    dealt = dealt_in(text)
    if dealt is None:
        return Measured("other", None, why="no-trade" if not flow_in(text) else "no-party")
    growth = words.words["growth"].search(text)
    return Measured("growth" if growth and not words.flow["balance"].search(text) else "value", dealt)


def plain(written: str) -> str:
    """Folded text in which an arrow is a word ('Senegal->Mali' is 'senegal vers mali')."""
    named = _CODE.sub(lambda found: country_codes().get(found[0], found[0]), written)
    text = fold(named).replace("\n", " ")
    for arrow, word in _ARROWS:
        text = arrow.sub(word, text)
    return re.sub(r"'s(?!\w)", " ", text)


def is_deficit(text: str, of: Dealt | None) -> bool:
    """Whether folded text tells a balance as what is lacking ('un déficit de 12 milliards' is −12)."""
    return of is not None and of.flow == "balance" and bool(claim_words().words["deficit"].search(text))


def flow_in(text: str) -> Goods | None:
    """The flow that folded text names first; a balance wins, since it names what it is the balance of."""
    words = claim_words().flow
    if words["balance"].search(text):
        return "balance"
    first = [
        (found.start(), name) for name in ("export", "import", "trade") if (found := words[name].search(text))
    ]
    return min(first)[1] if first else None  # type: ignore[return-value]


def parties_in(text: str) -> list[Party]:
    """Countries and groups in folded text, with what stands before each of them."""
    words = claim_words()
    found = []
    at = 0
    for each in words.party.finditer(text):
        before = text[max(at, each.start() - _NEAR) : each.start()]
        found.append(Party(words.parties[each[0]], each.start(), each.end(), _role(before)))
        at = each.end()
    return found


def _role(before: str) -> str:
    """'vers le ' is to, 'en provenance du ' is from, 'entre le ' is with; else the owner of what is named."""
    latest = [
        (each.end(), role)
        for role in ("to", "from", "with")
        for each in claim_words().words[role].finditer(before)
        if re.fullmatch(
            r"\s*(?:l[ae]s?|les|the|l'|d[eu]|pays|countries|of)?(?:\s*seule?)?\s*", before[each.end() :]
        )
    ]
    return max(latest)[1] if latest else "owner"


def dealt_in(text: str) -> Dealt | None:
    """What is traded between whom; None where no flow or no country is named."""
    flow = flow_in(text)
    parties = parties_in(text)
    if flow is None or not parties:
        return None
    product = product_in(text)
    by_role = {role: [p.code for p in parties if p.role == role] for role in ("owner", "to", "from", "with")}
    owner = next(_countries(by_role["owner"]), None)
    if flow in ("trade", "balance"):
        named = list(
            dict.fromkeys(_countries(by_role["owner"] + by_role["with"] + by_role["from"] + by_role["to"]))
        )
        groups = [p.code for p in parties if is_group(p.code)]
        if not named:
            return None
        partner = named[1] if len(named) > 1 else next(iter(groups), WORLD)
        return Dealt(flow=flow, reporter=named[0], partner=partner, product=product)
    near, far = ("from", "to") if flow == "export" else ("to", "from")
    reporter = owner or next(_countries(by_role[near]), None)
    if reporter is None or (by_role["owner"] and is_group(by_role["owner"][0])):
        return None  # 'L'Afrique de l'Ouest importe …' is of no country
    others = by_role[far] or [code for code in by_role["with"] + by_role["owner"] if code != reporter]
    partner = next((code for code in others if code != reporter), WORLD)
    return Dealt(flow=flow, reporter=reporter, partner=partner, product=product)


def _countries(codes: list[str]) -> Iterator[str]:
    return (code for code in codes if not is_group(code))


def product_in(text: str) -> str:
    """The kind of goods that is named, all goods where none is."""
    return next((each.id for each in claim_words().goods if each.pattern.search(text)), TOTAL)


def _share(text: str) -> Measured:
    """'X share of Y's exports to Z', 'part de X dans les exportations de Y', 'share of gold in …'."""
    words = claim_words()
    share = _SHARE_OF.search(text)
    flows = [each for name in ("export", "import", "trade") for each in words.flow[name].finditer(text)]
    if share is None or not flows:
        return Measured("other", None, why="no-base")
    flow = min(flows, key=lambda each: (each.start() < share.start(), each.start()))
    parties = parties_in(text)
    member = _member(text, parties, share.span(), flow.start())
    # The base begins at its flow, or at the owner that stands before it ('Senegal's exports').
    owners = [p for p in parties if p is not member and p.end <= flow.start() and p.start >= share.end()]
    cut = min([flow.start(), *(p.start for p in owners)])
    base_text = text[cut:]
    base = dealt_in(base_text)
    product = product_in(text[:cut])
    if base is None:
        return Measured("other", None, why="no-base")
    if member is not None:
        part = msgspec.structs.replace(base, partner=member.code)
        return Measured("share", part, base)
    if product != TOTAL and base.product == TOTAL:
        return Measured("share", msgspec.structs.replace(base, product=product), base)
    if base.partner != WORLD:  # 'share of exports to Mali in the exports of Senegal'
        return Measured("share", base, msgspec.structs.replace(base, partner=WORLD))
    return Measured("other", base, why="no-part")


def _member(text: str, parties: list[Party], share: tuple[int, int], flow: int) -> Party | None:
    """The country whose share it is: before 'share', or right after it ('share of Mali in …')."""
    begin, end = share
    before = [p for p in parties if p.end <= begin]
    if before:
        return before[-1]
    between = [p for p in parties if end <= p.start < flow and not _WITHIN.search(text, end, p.start)]
    return between[0] if between and (len(between) > 1 or len(parties) > 1) else None


def _rank(text: str) -> Measured:
    """'Mali's rank among Senegal's customers in Africa', 'le Mali, premier client africain du Sénégal'."""
    parties = parties_in(text)
    countries = [p.code for p in parties if not is_group(p.code)]
    if len(countries) < 2:
        return Measured("other", None, why="no-party")
    group = next((p.code for p in parties if is_group(p.code)), WORLD)
    supplier = re.search(r"fournisseur|supplier|import|achat", text)
    flow: Goods = "import" if supplier else "export"
    partner, reporter = countries[0], countries[1]
    of = Dealt(flow=flow, reporter=reporter, partner=partner, product=product_in(text))
    return Measured("rank", of, msgspec.structs.replace(of, partner=group))
