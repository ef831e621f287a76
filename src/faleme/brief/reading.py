"""The footer of a brief: what was read in its window, how fresh each source is, what could not be read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from faleme.brief.note import Fact
from faleme.brief.telling import Teller
from faleme.brief.words import BriefWords
from faleme.lexicon.brief_rules import BriefRules
from faleme.records.press import OutletRead, Press
from faleme.words.wording import as_day


def press_facts(
    press: Press, until: dt.date, words: BriefWords, rules: BriefRules, teller: Teller
) -> tuple[Fact, ...]:
    """Three facts: what was read, how fresh the sources are, what could not be read."""
    facts = [_read(press, words, rules)]
    if press.outlets:
        facts.append(_fresh(press.outlets, until, words, rules, teller))
    if press.set_aside is not None:
        facts.append(_aside(press.set_aside, words))
    return tuple(facts)


def _read(press: Press, words: BriefWords, rules: BriefRules) -> Fact:
    active = sorted((o for o in press.outlets if o.articles), key=lambda o: (-o.articles, o.outlet))
    if not active:
        return Fact(heading=words.say("read"), lines=(words.say("read_none") + ".",))
    named = [words.say("read_by", outlet=_name(o, words), n=o.articles) for o in active]
    total = words.say("read_window", n=press.articles)
    by = words.named(named, rules.most_outlets)
    return Fact(heading=words.say("read"), lines=(words.say("colon", head=total, rest=by) + ".",))


def _fresh(
    outlets: Sequence[OutletRead], until: dt.date, words: BriefWords, rules: BriefRules, teller: Teller
) -> Fact:
    """The freshest first; who has been silent for long is said to be."""
    ordered = sorted(outlets, key=lambda o: (o.last, o.outlet), reverse=True)
    lines = []
    for outlet in ordered[: rules.most_outlets]:
        last = as_day(outlet.last)
        silent = (until - last).days if last else 0
        rest = words.say("fresh_last", day=teller.day(outlet.last))
        if silent >= rules.silent_days:
            rest += f", {words.say('fresh_silent', n=silent)}"
        lines.append(words.say("colon", head=_name(outlet, words), rest=rest))
    if len(ordered) > rules.most_outlets:
        lines.append(words.say("read_others", n=len(ordered) - rules.most_outlets))
    return Fact(heading=words.say("fresh_title"), lines=tuple(lines))


def _aside(counts: Sequence[tuple[str, int]], words: BriefWords) -> Fact:
    total = sum(n for _, n in counts)
    if not total:
        return Fact(heading=words.say("aside_title"), lines=(words.say("aside_none"),))
    reasons = ", ".join(
        f"{words.label('reason', reason)} ({n})" for reason, n in sorted(counts, key=lambda c: (-c[1], c[0]))
    )
    return Fact(heading=words.say("aside_title"), lines=(words.say("aside", n=total, reasons=reasons),))


def _name(outlet: OutletRead, words: BriefWords) -> str:
    return outlet.outlet or words.say("unnamed")
