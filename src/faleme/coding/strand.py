"""Which strand an act is of: defence, diplomacy or economy, by who takes part and what its evidence says.

Cues of data/relation.toml and words of data/<language>/relation.toml give points; the strand that leads has
the act. Where none leads by enough, or the words say that it is no dealing of states (sport, a court), it is
undecided, which the record calls 'other'.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from faleme.lexicon.relation import RelationRules, StrandCue, load_relation_rules, plain, relation_words
from faleme.records.event import EventType, Strand

_MOST_TIMES: Final = 2
_MOST_READ: Final = 1200
"""Characters of evidence that are looked at: what an act is about stands near it."""
_STRANDS: Final[tuple[Strand, ...]] = ("defence", "diplomacy", "economy")
_OF_GROUP: Final = {f"{each}_office": each for each in _STRANDS} | {"care": "diplomacy", "money": "economy"}


class StrandTold(NamedTuple):
    """A strand and why, in codes and the text's own words that need no translation."""

    strand: Strand
    reason: str


def strand_of(
    kind: EventType,
    mode: str | None,
    codes: Sequence[str],
    tags: Sequence[str],
    text: str = "",
    language: str = "fr",
    title: str = "",
) -> StrandTold:
    """The strand of an act; `text` is its evidence. A title tells that all of it is sport or crime."""
    rules = load_relation_rules()
    points: defaultdict[str, float] = defaultdict(float)
    why: dict[str, list[str]] = {}
    parties = _Parties(codes, rules.acting)
    for cue in rules.cue:
        if _fits(cue, kind, mode, tags, parties):
            points[cue.strand] += cue.points
            why.setdefault(cue.strand, []).append(cue.name)
    for group, words in _words(text, language).items():
        strand = _OF_GROUP.get(group, group)
        most = 1 if group == "other" or group.endswith("_office") else _MOST_TIMES
        points[strand] += rules.words[group] * min(most, len(words))
        why.setdefault(strand, []).extend(f"« {word} »" for word in list(words)[:most])
    if "other" not in why and (aside := _words(title, language).get("other")):
        points["other"] += rules.words["other"]
        why["other"] = [f"« {word} »" for word in list(aside)[:1]]
    return _decided(points, why, rules)


class _Parties:
    """Sectors and bodies, how many states and bodies act, and of how many countries and bodies they are."""

    def __init__(self, codes: Sequence[str], acting: frozenset[str]) -> None:
        self.sectors = {code.partition(":")[2] for code in codes if not code.startswith("ORG:")}
        self.bodies = {code for code in codes if ":" not in code or code.startswith("ORG:")}
        states = {code[:3] for code in codes if code.partition(":")[2] in acting and code[:3] != "UNK"}
        self.states = len(states) + len(self.bodies)
        countries = {code[:3] for code in codes if ":" in code and not code.startswith(("ORG:", "UNK:"))}
        self.countries = len(countries) + len(self.bodies)


def _fits(cue: StrandCue, kind: EventType, mode: str | None, tags: Sequence[str], parties: _Parties) -> bool:
    return (
        (not cue.types or kind in cue.types)
        and (not cue.modes or mode in cue.modes)
        and (not cue.tags or not cue.tags.isdisjoint(tags))
        and (not cue.sectors or not cue.sectors.isdisjoint(parties.sectors))
        and (not cue.bodies or not cue.bodies.isdisjoint(parties.bodies))
        and parties.states >= cue.states
        and parties.countries >= cue.countries
    )


def _words(text: str, language: str) -> dict[str, dict[str, None]]:
    """The different words of each group, in the order of the text."""
    found: dict[str, dict[str, None]] = {}
    for match in relation_words(language).strand.finditer(plain(text[:_MOST_READ])):
        group = match.lastgroup or ""
        found.setdefault(group, {})[match[0]] = None
    return found


def _decided(points: Mapping[str, float], why: dict[str, list[str]], rules: RelationRules) -> StrandTold:
    ranked = sorted(((points.get(strand, 0.0), strand) for strand in _STRANDS), reverse=True)
    (best, strand), (second, other) = ranked[:2]
    if best < rules.least or points.get("other", 0.0) >= best:
        return StrandTold("other", f"strand other: {', '.join(why.get('other', ())) or '–'}")
    if best - second < rules.undecided_below:
        return StrandTold("other", f"strand undecided: {strand} {best:g}, {other} {second:g}")
    return StrandTold(strand, f"strand {strand}: {', '.join(why[strand])}")
