"""Under which section of a press page an article or an incident stands, and why: a pure function of it.

An outlet's own label decides for its article. Where it prints none that we know, what was read decides: rules
of data/sections.toml give points, an article's first event counts most.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from faleme.lexicon.names import fold
from faleme.lexicon.sections import SectionRule, SectionRules, load_sections
from faleme.records.event import Event
from faleme.records.incident import Incident
from faleme.records.reading import Reading

BY_LABEL = "label"
Points = dict[tuple[str, str], float]
"""By section and rule."""

_STATE = frozenset(("GOV", "MIL"))


class Filed(msgspec.Struct, frozen=True):
    """A section by its slug and the rules that put it there, strongest first ('label': the outlet's)."""

    slug: str
    why: tuple[str, ...]


def section_of(told: Reading | Incident) -> Filed | None:
    """The section of an article or an incident; None where nothing says one."""
    rules = load_sections()
    if isinstance(told, Incident):
        return _strongest(rules, _points(rules, told))
    labels = [fold(each).strip() for each in told.article.section]
    for label in labels:
        for section in rules.section:
            if label in section.words:
                return Filed(section.slug, (BY_LABEL,))
    return None if rules.aside.intersection(labels) else _by_content(rules, told)


def _by_content(rules: SectionRules, reading: Reading) -> Filed | None:
    points: Points = defaultdict(float)
    last = len(rules.rank_weights) - 1
    for rank, event in enumerate(reading.events):
        for key, given in _points(rules, event).items():
            points[key] += rules.rank_weights[min(rank, last)] * given
    for key, given in _of_mentions(rules, reading).items():
        points[key] += given
    return _strongest(rules, points)


def _points(rules: SectionRules, told: Event | Incident) -> Points:
    """Points by section and rule."""
    codes = (*told.actors, *told.recipients)
    sectors = _sectors(codes)
    states = {
        c for c, _, sector in (code.partition(":") for code in codes) if sector in _STATE and c != "UNK"
    }
    abroad = _is_abroad(rules, told, codes)
    points: Points = defaultdict(float)
    for section in rules.section:
        for rule in section.rule:
            if _fits(rule, told, sectors, len(states), abroad):
                points[section.slug, rule.why] += rule.points
    return points


def _fits(rule: SectionRule, told: Event | Incident, sectors: set[str], states: int, abroad: bool) -> bool:
    return (
        (not rule.types or told.type in rule.types)
        and (not rule.modes or told.mode in rule.modes)
        and (not rule.strands or told.strand in rule.strands)
        and (not rule.tags or not rule.tags.isdisjoint(told.tags))
        and (not rule.sectors or not rule.sectors.isdisjoint(sectors))
        and states >= rule.states
        and (abroad or not rule.abroad)
    )


def _sectors(codes: Iterable[str]) -> set[str]:
    """Sectors of codes; a body that is no country's stands for itself."""
    return {code.partition(":")[2] or code for code in codes}


def _is_abroad(rules: SectionRules, told: Event | Incident, codes: Iterable[str]) -> bool:
    """Whether it stands outside of the watched countries and nobody of them is in it."""
    countries = {code.partition(":")[0] for code in codes if ":" in code} - {"UNK", "ORG"}
    if told.place:
        countries.add(told.place.country)
    return bool(countries) and rules.home.isdisjoint(countries)


def _of_mentions(rules: SectionRules, reading: Reading) -> Points:
    """What actors, places and figures say by being named, many or few."""
    sectors = Counter(sector for mention in reading.actors for sector in _sectors(mention.codes))
    figures: Counter[str] = Counter(figure.kind for figure in reading.figures)
    abroad = sum(1 for place in reading.places if place.country and place.country not in rules.home)
    times: Points = defaultdict(float)
    for section in rules.section:
        times[section.slug, "figures"] += sum(figures[kind] for kind in section.figures)
        for rule in section.rule:
            if rule.of_mentions:
                times[section.slug, rule.why] += sum(sectors[each] for each in rule.sectors)
            elif rule.abroad:
                times[section.slug, rule.why] += abroad
    return {key: rules.mention_points * given for key, given in times.items() if given}


def _strongest(rules: SectionRules, points: Points) -> Filed | None:
    totals = {
        each.slug: sum(given for (slug, _), given in points.items() if slug == each.slug)
        for each in rules.section
    }
    slug = max(totals, key=totals.__getitem__, default="")  # of equals the first of the menu
    if not slug or totals[slug] < rules.least:
        return None
    why = sorted((key for key in points if key[0] == slug), key=lambda key: (-points[key], key))
    return Filed(slug, tuple(reason for _, reason in why))
