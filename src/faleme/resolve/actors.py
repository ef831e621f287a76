"""Actors of one article: later mentions of a person, references, and the country that a phrase left open.

The judgement of each mention says whether the article settles it: 'same' with an antecedent and reasons, or
'undecided' with the candidates. Nothing is taken from a table against what the text says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import msgspec

from faleme.lexicon.actors import ActorLexicon, actor_lexicon
from faleme.lexicon.names import fold
from faleme.records.actor import ActorMention
from faleme.resolve.actor_people import People, Person, ground_of, name_span, with_code
from faleme.resolve.references import References
from faleme.resolve.story import Story, iso_of

# Runs are taken whole and from their first sign: a page of dots must not be walked from each of them.
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[»”\"’)]*+\s++(?=[A-ZÀ-Þ«“\"])|[.!?»](?=[A-ZÀ-Þ«])|\n+")
_OF = re.compile(r"[ \u00a0](?:de la |de l[’']|du |des |de |d[’']|of |of the )")
_LONG_NAME = 5  # letters from which the first word of a firm's name may stand for it
_TRAVELLING = frozenset(("BUS", "EDU", "MED", "LAB"))
"""People who are of one country at work in another."""
_LOCAL_SECTORS = frozenset(("REB", "UAF", "CRM", "CVL", "MIL", "BUS"))


def resolve_actors(
    text: str, mentions: Sequence[ActorMention], *, country: str | None, language: str = "fr"
) -> tuple[ActorMention, ...]:
    """The mentions of one article with their codes settled, and later mentions added, in order of start.

    `country` is the ISO alpha-3 code of the outlet; the story's country may be another, by what it names.
    """
    lexicon = actor_lexicon(language)
    return _Resolution(text, mentions, country, lexicon).run()


class _Resolution:
    """One article on its way from phrases to codes."""

    def __init__(
        self, text: str, mentions: Sequence[ActorMention], country: str | None, lexicon: ActorLexicon
    ) -> None:
        self.text = text
        self.lexicon = lexicon
        self.story = Story(text, list(mentions), country, lexicon)
        self.breaks = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text) + 1]
        self.mentions = self._led(self._with_later(_of_one_congo(mentions)))
        self.people = People(text, self.mentions, lexicon)
        self.references = References(self.story, self.sentence, lexicon)
        self.people_of = _countries_of_people(self.mentions)
        self.told: dict[str, str] = {}
        self.told_together: dict[str, tuple[str, ...]] = {}

    def run(self) -> tuple[ActorMention, ...]:
        out: list[ActorMention] = []
        for index, mention in enumerate(self.mentions):
            person = self.people.of_mention.get(index)
            if person is not None:
                mention = self._person(index, mention, person)
            if mention.kind == "reference":
                mention = self.references.resolve(mention, out)
            elif mention.codes == ("UNK:UAF",) and fold(mention.name).startswith(self.lexicon.attackers):
                mention = self._attackers(mention, out)
            elif mention.rule.startswith("ex-") and mention.kind in ("office", "person") and mention.codes:
                mention = self._former(mention)
            elif not mention.country_given and any(code.startswith("UNK:") for code in mention.codes):
                mention = self._placed(mention)
            elif not mention.codes and mention.kind == "office":
                mention = msgspec.structs.replace(
                    mention, judgement="undecided", reasons=(*mention.reasons, "acts for something not told")
                )
            self._tell(mention)
            out.append(mention)
        return tuple(out)

    # -- later mentions ------------------------------------------------------------------------------------

    def _with_later(self, mentions: list[ActorMention]) -> list[ActorMention]:
        """Adds bare family names and acronyms that the article introduced."""
        wanted = self._introduced(mentions)
        if not wanted:
            return mentions
        taken = sorted((mention.start, mention.end) for mention in mentions)
        starts = [start for start, _ in taken]
        pattern = "|".join(sorted(map(re.escape, wanted), key=len, reverse=True))
        added = list(mentions)
        for match in re.finditer(rf"(?<![\w-])({pattern})(a)?(?![\w-])", self.text):
            spot = bisect_right(starts, match.start())
            if spot and taken[spot - 1][1] > match.start():
                continue
            if spot < len(taken) and taken[spot][0] < match.end(1):
                continue
            later = self._later(match.start(), match.end(1), wanted[match.group(1)])
            if later is not None:
                added.append(later)
        added.sort(key=lambda mention: (mention.start, -mention.end))
        return added

    def _led(self, mentions: list[ActorMention]) -> list[ActorMention]:
        """'La présidente de l'URF' where the article has told what the URF is."""
        led = list(mentions)
        for index, (leader, body) in enumerate(pairwise(mentions)):
            tie = self.text[leader.end : body.start]
            if leader.rule == "leader--" and body.rule == "acronym" and _OF.fullmatch(tie):
                led[index] = with_code(leader, body.codes, index + 1, f"leads '{body.name}'")
                led[index] = msgspec.structs.replace(led[index], country_given=body.country_given)
        return led

    def _introduced(self, mentions: list[ActorMention]) -> dict[str, ActorMention | None]:
        """What may stand alone later: a person's names (None), an acronym or own name with its long form."""
        wanted: dict[str, ActorMention | None] = {}
        for family, bearers in People(self.text, mentions, self.lexicon).surnames().items():
            for person in bearers:
                name = self._as_written(person, mentions)
                if name:
                    wanted[name] = None
                span = next(filter(None, (name_span(mentions[index]) for index in person.seen)), None)
                if span and span[1] - span[0] > len(family) + 2:
                    wanted[self.text[slice(*span)]] = None
        for mention in mentions:
            for reason in mention.reasons:
                kind, _, name = reason.partition(":")
                if kind in ("acronym", "own-name") and mention.codes:
                    wanted.setdefault(name, mention)
                    if kind == "own-name" and len(name.split()[0]) > _LONG_NAME:
                        wanted.setdefault(name.split()[0], mention)
        return wanted

    @staticmethod
    def _as_written(person: Person, mentions: list[ActorMention]) -> str | None:
        """The family name as it is written at its first mention."""
        for index in person.seen:
            last = mentions[index].name.split()[-1]
            if fold(last).replace("’", "'") == person.family:
                return last
        return None

    def _later(self, start: int, end: int, long_form: ActorMention | None) -> ActorMention | None:
        name = self.text[start:end]
        if long_form is not None:
            return msgspec.structs.replace(
                long_form,
                start=start,
                end=end,
                name=name,
                rule="acronym",
                reasons=(f"introduced as {long_form.name}",),
            )
        before = self.text[max(0, start - 24) : start].split()
        if (
            " " not in name
            and before
            and before[-1][:1].isupper()
            and not self._titled(before[-1])
            and self.text[start - 1] == " "
        ):
            return None
        return ActorMention(
            start=start, end=end, name=name, codes=(), kind="person", rule="person-name", country_given=False
        )

    def _titled(self, word: str) -> bool:
        folded = fold(word).strip(".,;:!?«»“”\"()-–’'")
        return word[-1] in ".:!?»" or folded in self.lexicon.honorifics or folded in self.lexicon.not_a_name

    # -- people ----------------------------------------------------------------------------------------------

    def _person(self, index: int, mention: ActorMention, person: Person) -> ActorMention:
        if mention.rule.startswith("ex-") and not person.codes:
            return self._former(mention)
        own = mention.codes and not mention.rule.startswith(("official-", "rank-", "ex-"))
        if own and ground_of(mention.rule) == "noun":
            own = person.ground in ("", "noun", "rank")
        if own and mention.rule == "leader-gov" and not mention.country_given and person.table:
            return with_code(
                mention, person.table, None, "an official known by this name; the text says no more"
            )
        if own and person.table and mention.codes[0].startswith("UNK:"):
            sector = mention.codes[0].split(":")[1]
            country = iso_of(person.table[0])
            if country:
                return with_code(
                    mention, (f"{country}:{sector}",), None, "country of the official by this name"
                )
        if own:
            return mention
        rivals = [
            other for other in self.people.people if other.family == person.family and other is not person
        ]
        if len(person.words) == 1 and len({other.codes for other in rivals if other.codes}) > 1:
            country = self.story.country or "UNK"
            told = (code for other in rivals for code in other.codes)
            candidates = tuple(dict.fromkeys(code.replace("UNK:", f"{country}:") for code in told))
            return msgspec.structs.replace(
                mention,
                codes=(),
                judgement="undecided",
                candidates=candidates,
                reasons=("several bear this name",),
            )
        if len(person.words) == 1 and not person.codes and any(other.codes for other in rivals):
            person.codes = next(other.codes for other in rivals if other.codes)
            person.ground = "office"
        if not person.codes:
            return self._unknown(mention)
        reason = "" if person.mention == index else f"{person.ground} told of this person"
        codes = self._of_table(person.codes, person)
        given = person.given or codes != person.codes
        mention = msgspec.structs.replace(mention, country_given=given)
        return with_code(
            mention, codes, person.mention if person.mention != index else None, reason or person.ground
        )

    def _former(self, mention: ActorMention) -> ActorMention:
        """Someone who held an office acts for it no more: a politician or a private person now."""
        sectors = ("PTY", "CVL") if mention.rule.endswith(("-gov", "-leg")) else ("CVL",)
        country = next(filter(None, map(iso_of, mention.codes)), None) or self.story.country or "UNK"
        return msgspec.structs.replace(
            mention,
            codes=(),
            judgement="undecided",
            candidates=tuple(f"{country}:{sector}" for sector in sectors),
            reasons=(*mention.reasons, "held the office before"),
        )

    @staticmethod
    def _of_table(codes: tuple[str, ...], person: Person) -> tuple[str, ...]:
        country = iso_of(person.table[0]) if person.table else None
        if country is None:
            return codes
        return tuple(f"{country}:{code[4:]}" if code.startswith("UNK:") else code for code in codes)

    def _unknown(self, mention: ActorMention) -> ActorMention:
        country = self.story.private_country() or "UNK"
        return msgspec.structs.replace(
            mention,
            judgement="undecided",
            candidates=(f"{country}:CVL",),
            reasons=(*mention.reasons, "a person of whom the text gives no office"),
        )

    # -- countries -------------------------------------------------------------------------------------------

    def _placed(self, mention: ActorMention) -> ActorMention:
        """Gives the country that the phrase left open, with the ground for it."""
        together = self.told_together.get(_plural_head(mention))
        if together and together[0].endswith(mention.codes[0][3:]):
            return with_code(mention, together, None, "the same offices told before")
        settled: list[str] = []
        reasons: list[str] = []
        for code in mention.codes:
            if not code.startswith("UNK:") or code == "UNK:UAF":
                settled.append(code)
                continue
            sector = code[4:]
            country, reason = self._country_for(mention, sector)
            settled.append(f"{country or 'UNK'}:{sector}")
            reasons.append(reason)
        return msgspec.structs.replace(
            mention, codes=tuple(settled), country_given=False, reasons=(*mention.reasons, *reasons)
        )

    def _attackers(self, mention: ActorMention, before: list[ActorMention]) -> ActorMention:
        """'Les assaillants' after terrorists or a named group are those; alone they stay unidentified."""
        groups = [
            index
            for index, other in enumerate(before)
            if other.codes
            and (other.kind == "group" or other.codes[0] in self.lexicon.armed)
            and not other.codes[0].endswith((":UAF", ":CRM", ":MIL"))
            and not self._affiliate(other)
        ]
        named = [index for index in groups if ":" not in before[index].codes[0]]
        if not groups:
            return mention
        index = (named or groups)[-1]
        return with_code(mention, before[index].codes, index, f"takes up '{before[index].name}'")

    def _affiliate(self, mention: ActorMention) -> bool:
        """'le JNIM, lié à Al-Qaïda': the group that another belongs to has done nothing here."""
        before = fold(self.text[max(0, mention.start - 24) : mention.start]).split()
        return any(word.startswith(self.lexicon.affiliated) for word in before[-3:])

    def _country_for(self, mention: ActorMention, sector: str) -> tuple[str | None, str]:
        start, end = self.sentence(mention.start)
        if start == 0 and self.story.slug:
            return self.story.slug, "the country at the head of the title"
        if fold(mention.name).startswith(self.lexicon.local_heads):
            place = self.story.nearest_place(mention.start, start, end)
            if place is None and start:
                place = self.story.nearest_place(start, *self.sentence(start - 1))
            if place is not None:
                return place, "the country of the place it governs"
        if sector == "GOV" and (known := self._of_surname(mention)):
            return known, "the one country with an official of this name"
        if sector in _TRAVELLING and mention.kind == "people" and len(self.people_of.get(sector, ())) == 1:
            return next(iter(self.people_of[sector])), "the country told of such people"
        if sector in _LOCAL_SECTORS:
            here = list(dict.fromkeys(self.story.between(start, end)))
            if len(here) == 1:
                return here[0], "the country named in the sentence"
            place = self.story.nearest_place(mention.start, start, end)
            if place is not None:
                return place, "the country of the nearest place in the sentence"
            if f"{sector}" in self.told and sector == "REB":
                return self.told[sector], "the country told before of such a group"
        head = f"{fold(mention.name.split()[0])}:{sector}"
        if head in self.told:
            return self.told[head], "the country told before of the same body"
        return self.story.country, "the country of the story"

    def _of_surname(self, mention: ActorMention) -> str | None:
        """'le président Faye' where the article never gives his first name."""
        span = name_span(mention)
        if span is None or mention.rule != "leader-gov":
            return None
        family = fold(self.text[slice(*span)])
        return self.lexicon.heads_of_state.get(family)

    def sentence(self, position: int) -> tuple[int, int]:
        """The stretch of the sentence that holds an offset."""
        spot = bisect_right(self.breaks, position)
        return self.breaks[spot - 1], self.breaks[min(spot, len(self.breaks) - 1)]

    def _tell(self, mention: ActorMention) -> None:
        if mention.kind == "reference":
            return
        if mention.country_given and len(mention.codes) > 1 and _plural_head(mention):
            self.told_together[_plural_head(mention)] = mention.codes
        if mention.country_given and len(mention.codes) == 1:
            country = iso_of(mention.codes[0])
            if country:
                self.told[mention.codes[0][4:]] = country
                self.told[f"{fold(mention.name.split()[0])}:{mention.codes[0][4:]}"] = country


def _countries_of_people(mentions: Sequence[ActorMention]) -> dict[str, set[str]]:
    """Sector to the countries of its people: 'six chauffeurs sénégalais … les conducteurs'."""
    found: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.kind == "people" and mention.country_given and len(mention.codes) == 1:
            country = iso_of(mention.codes[0])
            if country:
                found.setdefault(mention.codes[0][4:], set()).add(country)
    return found


def _of_one_congo(mentions: Sequence[ActorMention]) -> list[ActorMention]:
    """'Congolais' is of the DRC where the article names that country and not its neighbour."""
    named = {mention.codes[0][:3] for mention in mentions if mention.rule.startswith(("country", "capital"))}
    if "COD" not in named or "COG" in named:
        return list(mentions)
    return [
        msgspec.structs.replace(mention, codes=tuple(code.replace("COG:", "COD:") for code in mention.codes))
        for mention in mentions
    ]


def _plural_head(mention: ActorMention) -> str:
    """The head noun of several of a kind: 'ministres' of 'ministres malien et nigérien'; else empty."""
    head = fold(mention.name).split()[0]
    return head if head.endswith(("s", "x")) else ""
