"""Whether two reports tell of one happening: same, not the same, undecided, with a score and its reasons.

The score is a sum of weights (data/link.toml) over what two reports have in common: place, time, parties,
tolls, status and the words that tell it. Half of all events of the press have no place, and a third no day:
there the words decide. Nothing is merged for want of a difference.
"""

from __future__ import annotations

import math
from functools import lru_cache

import msgspec

from faleme.lexicon.link_rules import load_link_rules, load_word_weights
from faleme.link.acts import done_to_a_person, known
from faleme.link.relations import FORCE, Relation, sides, status, tolls, when, where, who
from faleme.link.traits import Report, alike, published_day
from faleme.records.actor import Judgement

AT_ONE_PLACE = ("same", "near", "within", "along")


class Judged(msgspec.Struct, frozen=True):
    """A judgement on two reports; `score` is the logarithm of the odds that they tell of one happening."""

    judgement: Judgement
    score: float
    reasons: tuple[str, ...]

    @property
    def probability(self) -> float:
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.score))))


@lru_cache(maxsize=200_000)
def _norm(words: tuple[str, ...]) -> float:
    weight = load_word_weights()
    return math.sqrt(sum(weight(word) ** 2 for word in words))


def common(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Cosine of two sets of words, each weighed by how rare it is."""
    if not a or not b:
        return 0.0
    weight = load_word_weights()
    shared = set(a).intersection(b)
    return sum(weight(word) ** 2 for word in shared) / (_norm(a) * _norm(b)) if shared else 0.0


def held(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Share of the shorter of two sets of words that the longer holds, by weight."""
    if not a or not b:
        return 0.0
    weight = load_word_weights()
    shared = set(a).intersection(b)
    return sum(weight(word) ** 2 for word in shared) / min(_norm(a), _norm(b)) ** 2 if shared else 0.0


def rare_words(a: Report, b: Report) -> tuple[str, ...]:
    """Rare words that both reports' sentences have, the rarest first."""
    weight, rules = load_word_weights(), load_link_rules()
    shared = set(a.told.words).intersection(b.told.words)
    return tuple(sorted((w for w in shared if weight(w) >= rules.rare), key=lambda w: (-weight(w), w)))


def aspects(a: Report, b: Report) -> dict[str, Relation]:
    """Every aspect of two reports compared."""
    first, second = a.event, b.event
    return {
        "where": where(first.place, second.place, (a.told.road, b.told.road)),
        "when": when(a, b),
        "actors": who(first.actors, second.actors),
        "recipients": who(first.recipients, second.recipients),
        "sides": sides(first, second),
        "tolls": tolls(first.fatalities, second.fatalities),
        "status": status(a, b),
        "mode": _mode(first.mode, second.mode),
        "act": _act(a.told.act, b.told.act),
    }


def _mode(a: str | None, b: str | None) -> Relation:
    if a is None or b is None:
        return Relation("untold", "")
    return Relation("same", f"mode {a}") if a == b else Relation("other", f"{a} against {b}")


def _act(a: str, b: str) -> Relation:
    if not a or not b:
        return Relation("untold", "")
    return Relation("same", f"both tell of a {a}") if a == b else Relation("other", f"{a} against {b}")


def measures(a: Report, b: Report) -> dict[str, float]:
    """What the words of two reports and of their pages have in common, each between 0 and 1."""
    title = common(a.page.title, b.page.title)
    both = a.told.headline and b.told.headline
    return {
        "core": common(a.told.core, b.told.core),
        "words": common(a.told.words, b.told.words),
        "held": held(a.told.words, b.told.words),
        "title": title,
        "headline": title if both else 0.0,
        "titled": float(both),
        "crossed": max(_in_title(a, b), _in_title(b, a)),
        "told": (common(a.told.words, b.page.story) + common(b.told.words, a.page.story)) / 2,
        "story": common(a.page.story, b.page.story),
        "copy": alike(a.page.signature, b.page.signature),
        "rare": min(len(rare_words(a, b)), 5) / 5,
        "names": min(len(set(a.told.names).intersection(b.told.names)), 4) / 4,
        "unnamed": min(_only_here(a, b), _only_here(b, a), 3) / 3,
        "nameless": float(not (_named(a) and _named(b))),
        "late": float(_apart(a, b) > load_link_rules().reported_within_days),
        **_persons(a, b),
    }


def persons(a: Report, b: Report) -> set[str]:
    """People whom both reports name in their evidence or in their titles."""
    first, second = ({*r.told.people, *r.told.cast, *r.page.people} for r in (a, b))
    return first & second


def _persons(a: Report, b: Report) -> dict[str, float]:
    """Acts done to a person are known again by the person; where nobody is shared they mostly differ."""
    if not (done_to_a_person(a.event) and done_to_a_person(b.event)):
        return {"beside": 0.0, "anywhere": 0.0, "nobody": 0.0}
    one_act = bool(a.told.act) and a.told.act == b.told.act
    shared = bool(persons(a, b))
    return {
        "beside": float(one_act and not set(a.told.people).isdisjoint(b.told.people)),
        "anywhere": float(one_act and shared),
        "nobody": float(not shared),
    }


def _named(report: Report) -> bool:
    return not set(report.told.core).isdisjoint(report.told.names)


def _apart(a: Report, b: Report) -> int:
    """Days between two publications; a report without one counts as late."""
    first, second = published_day(a.published), published_day(b.published)
    return abs((first - second).days) if first and second else 99


def _in_title(a: Report, b: Report) -> float:
    """Share of b's title that a's evidence holds; a title of one or two words says too little."""
    return held(a.told.words, b.page.title) if len(b.page.title) > 2 else 0.0


def _only_here(a: Report, b: Report) -> int:
    """How many telling names of a's evidence the other article does not have."""
    weight = load_word_weights()
    elsewhere = {*b.told.words, *b.page.story, *b.page.title}
    return sum(weight(name) > 4.0 and name not in elsewhere for name in a.told.names)


def shown(a: Report, b: Report) -> dict[str, float]:
    """Everything that has a weight and that two reports of one type show, by its name in data/link.toml."""
    return _shown(a, b, aspects(a, b), measures(a, b))


def _shown(a: Report, b: Report, found: dict[str, Relation], in_common: dict[str, float]) -> dict[str, float]:
    told = {f"{name} {relation.word}": 1.0 for name, relation in found.items()}
    force = {f"force {name}": 1.0 for name in _force(found)} if a.event.type in FORCE else {}
    return {"bias": 1.0, f"type {a.event.type}": 1.0, **in_common, **told, **force}


def judge(a: Report, b: Report) -> Judged:
    """Whether two reports of different articles tell of one happening."""
    rules = load_link_rules()
    if a.event.type != b.event.type:
        return Judged("not-the-same", -9.0, (f"{a.event.type} against {b.event.type}",))
    found = aspects(a, b)
    reasons = [f"same type {a.event.type}", *(r.reason for r in found.values() if r.reason)]
    table, in_common, bare = rules.facts, {}, False
    if a.told.words and b.told.words:
        table, in_common = rules.weights, measures(a, b)
        reasons += _words_reasons(a, b, in_common)
        bare = _bare(found, in_common)
    score = sum(table.get(name, 0.0) * value for name, value in _shown(a, b, found, in_common).items())
    score += sum(rules.force[name] for name in _force(found)) if a.event.type in FORCE else 0.0
    if bare and score >= rules.same:
        score = rules.same - 0.01
        reasons.append("neither words nor a place in common")
    return Judged(_word(score, rules.same, rules.undecided), round(score, 4), tuple(reasons))


def _bare(found: dict[str, Relation], in_common: dict[str, float]) -> bool:
    """Whether two reports share no words and no place: parties and a day alone join nothing."""
    rules = load_link_rules()
    return (
        in_common["words"] < rules.bare
        and in_common["title"] < rules.like_title
        and found["where"].word not in AT_ONE_PLACE
    )


def same_happening(a: Report, b: Report) -> tuple[str, ...]:
    """Reasons to take two reports for one happening; empty where there is not enough ground."""
    judged = judge(a, b)
    return judged.reasons if judged.judgement == "same" else ()


def _word(score: float, same: float, undecided: float) -> Judgement:
    return "same" if score >= same else "undecided" if score >= undecided else "not-the-same"


def _force(found: dict[str, Relation]) -> list[str]:
    """Attacks and arrests are told apart, and known again, by place and day more than by words."""
    place, day = found["where"].word, found["when"].word
    names = ["other-place"] if place in ("apart", "abroad") else []
    names += ["other-day"] if day in ("apart", "far", "next-day") else []
    return names + (["place-and-day"] if place in AT_ONE_PLACE and day in ("same-day", "overlap") else [])


def _words_reasons(a: Report, b: Report, found: dict[str, float]) -> list[str]:
    reasons = []
    if found["copy"] >= load_link_rules().copy:
        reasons.append("near-copies of one text")
    elif found["headline"] >= load_link_rules().like_title:
        reasons.append("titles that say the same")
    if found["anywhere"]:
        reasons.append(f"both name {min(persons(a, b), key=lambda name: (-known(name), name))}")
    if rare := rare_words(a, b)[:4]:
        reasons.append(f"both tell {', '.join(rare)}")
    elif found["words"] < 0.1:
        reasons.append("told in other words")
    return reasons
