"""References: 'il', 'ce dernier', 'le groupe', 'les deux pays', and what each takes up before it."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from faleme.lexicon.actors import ActorLexicon
from faleme.lexicon.names import fold
from faleme.records.actor import ActorMention
from faleme.resolve.story import Story

_PRONOUN_REACH = 700
_TITLE_REACH = 500
"""Code points behind a title's 'les deux armées' in which the lead tells which."""


class References:
    """Takes up the mentions before a reference; `sentence` gives the sentence that holds an offset."""

    def __init__(
        self, story: Story, sentence: Callable[[int], tuple[int, int]], lexicon: ActorLexicon
    ) -> None:
        self.story = story
        self.sentence = sentence
        self.lexicon = lexicon

    def resolve(self, mention: ActorMention, before: list[ActorMention]) -> ActorMention:
        """The reference with the codes of what it takes up among the mentions before it."""
        which = mention.rule.removeprefix("reference-")
        if which in ("two", "three"):
            return self._several(mention, before, 2 if which == "two" else 3)
        if which == "person":
            return self._pronoun(mention, before)
        if which == "plural":
            return self._they(mention, before)
        return self._group(mention, before) if which == "group" else self._latter(mention, before)

    def _latter(self, mention: ActorMention, before: list[ActorMention]) -> ActorMention:
        """'Ce dernier', 'celui-ci': the nearest one before that it can mean."""
        for index in range(len(before) - 1, -1, -1):
            other = before[index]
            if mention.start - other.end > _PRONOUN_REACH:
                break
            told = (other.codes or other.candidates) and other.rule != "country-location"
            if told and self._is_last(mention, other):
                return self._taking_up(mention, other, index)
        return _undecided(mention, "nothing before that it takes up")

    def _group(self, mention: ActorMention, before: list[ActorMention]) -> ActorMention:
        """'Le groupe', 'la Confédération', 'le syndicat': by its own word, then by its sector."""
        called = self._called(mention, before)
        if called is not None:
            return self._taking_up(mention, before[called], called)
        loose: int | None = None
        for index in range(len(before) - 1, -1, -1):
            other = before[index]
            if other.kind == "reference" or not (other.codes or other.candidates):
                continue
            if loose is None and other.kind == "group" and self._armed(mention):
                loose = index
            if other.rule != "country-location" and self._is_group(mention, other):
                return self._taking_up(mention, other, index)
        if loose is not None:
            return self._taking_up(mention, before[loose], loose)
        sector = self.lexicon.takes_up.get(_noun(mention), ("",))[0]
        if sector in ("LAB", "BUS", "NGO"):
            country = self.story.country or "UNK"
            return msgspec.structs.replace(
                mention, codes=(f"{country}:{sector}",), reasons=("a body not named",)
            )
        return _undecided(mention, "nothing before that it takes up")

    def _pronoun(self, mention: ActorMention, before: list[ActorMention]) -> ActorMention:
        """'Il' takes up the first person of the nearest sentence before that has one: its likely subject."""
        start, _ = self.sentence(mention.start)
        own = start
        feminine = mention.name[0] in "Ee"  # 'Il' is a person nearly always, 'elle' as often a body
        stop = mention.start
        while stop > 0 and mention.start - stop < _PRONOUN_REACH:
            for index, other in enumerate(before):
                told = other.codes or other.candidates
                if start <= other.start < stop and told and _may_be_he(other):
                    return self._taking_up(mention, other, index)
            body = self._leading_body(before, start, stop) if start < own and feminine else None
            if body is not None:
                return self._taking_up(mention, before[body], body)
            stop = start
            start, _ = self.sentence(start - 1) if start else (0, 0)
        return _undecided(mention, "nobody before whom it takes up")

    def _they(self, mention: ActorMention, before: list[ActorMention]) -> ActorMention:
        """'Ils' take up the first several of the nearest sentence before: its likely subject."""
        start, _ = self.sentence(mention.start)
        stop = mention.start
        while stop > 0 and mention.start - stop < _PRONOUN_REACH:
            for index, other in enumerate(before):
                if start <= other.start < stop and _is_plural(other) and (other.codes or other.candidates):
                    return self._taking_up(mention, other, index)
            stop = start
            start, _ = self.sentence(start - 1) if start else (0, 0)
        return _undecided(mention, "no several before whom it takes up")

    @staticmethod
    def _leading_body(before: list[ActorMention], start: int, stop: int) -> int | None:
        """'Le Rassemblement condamne. Elle appelle': a body at the head of a sentence without a person."""
        for index, other in enumerate(before):
            if start <= other.start < stop:
                heads = other.kind in ("organisation", "group") and other.codes
                spoken = other.start - start < 40 and not other.name.split()[0].endswith("s")
                return index if heads and spoken and not other.codes[0].endswith(":MED") else None
        return None

    @staticmethod
    def _taking_up(mention: ActorMention, other: ActorMention, index: int) -> ActorMention:
        judgement = "same" if other.codes else "undecided"
        return msgspec.structs.replace(
            mention,
            codes=other.codes,
            candidates=other.candidates if not other.codes else (),
            antecedent=other.antecedent
            if other.kind == "reference" and other.antecedent is not None
            else index,
            judgement=judgement,
            reasons=(f"takes up '{other.name}'",),
        )

    def _several(self, mention: ActorMention, before: list[ActorMention], count: int) -> ActorMention:
        if fold(mention.name).endswith(self.lexicon.pairs_of_people):
            people = [other for other in before if other.kind in ("person", "office") and other.codes]
            codes = tuple(dict.fromkeys(code for other in people[-6:] for code in other.codes))[-count:]
            if len(codes) == count:
                return msgspec.structs.replace(mention, codes=codes, reasons=("the people told before",))
        countries = self.story.leading(mention.start, count)
        if len(countries) < count and self.story.in_title(mention.start):
            countries = self.story.leading(mention.start + _TITLE_REACH, count)
        home = self.story.home
        if len(countries) == count - 1 and home and home not in countries:
            countries.append(home)
        if len(countries) < count:
            return _undecided(mention, "too few countries before")
        sector = self.lexicon.sectors_of_two.get(_noun(mention), "GOV")
        codes = tuple(f"{iso}:{sector}" for iso in sorted(countries))
        return msgspec.structs.replace(mention, codes=codes, reasons=("the countries named most before",))

    @staticmethod
    def _called(mention: ActorMention, before: list[ActorMention]) -> int | None:
        """'La Confédération', 'la Banque' take up the body last named with that word."""
        head = _noun(mention)
        for index in range(len(before) - 1, -1, -1):
            other = before[index]
            if other.kind == "organisation" and other.codes and head in fold(other.name).split():
                return index
        return None

    @staticmethod
    def _armed(mention: ActorMention) -> bool:
        return "groupe" in fold(mention.name) or fold(mention.name).endswith("group")

    def _is_group(self, mention: ActorMention, other: ActorMention) -> bool:
        head = _noun(mention)
        wanted = self.lexicon.takes_up.get(head)
        if wanted:
            return any(
                code in wanted or any(part in wanted for part in code.split(":")) for code in other.codes
            )
        if References._armed(mention):
            return other.kind == "group" and not other.rule.startswith(
                ("people-reb", "people-uaf", "people-crm", "body-mil", "national")
            )
        return other.kind in ("organisation", "group") and any(
            ":" not in code or code.startswith("ORG:") or code.endswith(("NGO", "LAB", "REB"))
            for code in other.codes
        )

    @staticmethod
    def _is_last(mention: ActorMention, other: ActorMention) -> bool:
        plural = fold(mention.name).startswith("ce") and mention.name.endswith(("s", "x"))
        if plural:
            return _is_plural(other)
        return other.kind in ("person", "office", "organisation", "people")


def _noun(mention: ActorMention) -> str:
    """The noun of a reference, folded: 'organisation' of 'l'Organisation'."""
    return fold(mention.name).replace("’", " ").replace("'", " ").split()[-1]


def _may_be_he(other: ActorMention) -> bool:
    """A person or an office, but no unnamed judge or policeman, of whom a story seldom goes on."""
    if other.kind == "reference":
        return other.rule == "reference-person"
    unnamed = other.kind == "office" and not other.rule.endswith(("-jud", "-cop"))
    return other.kind == "person" or unnamed


def _undecided(mention: ActorMention, reason: str) -> ActorMention:
    return msgspec.structs.replace(mention, judgement="undecided", reasons=(reason,))


def _is_plural(other: ActorMention) -> bool:
    head = other.name.split()[0] if other.name.split() else ""
    return (
        other.kind in ("people", "group", "office", "organisation", "state") and head.endswith(("s", "x"))
    ) or len(other.codes) > 1
