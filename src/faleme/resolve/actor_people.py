"""People inside one article: who a name means, and what this text says that the person acts for.

A person's ground is, in this order: an office beside the name, an office that takes the name up
('le député'), the table of officials, a rank, a noun that tells no office ('l'activiste', 'l'imam').
Two people of one family name and different codes leave a bare name undecided.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import msgspec

from faleme.lexicon.actors import ActorLexicon
from faleme.lexicon.names import fold
from faleme.records.actor import ActorMention

_APPOSITION = re.compile(r"\s?[,(–-]?\s?(?:(?:le|la|les|l['’]|M\.|Mme|the|et)\s?)?")
_COMPLEMENT = re.compile(
    r"[ \u00a0](?:de|du|des|d['’]|à|au|aux|en|pour|chargée?|près|of|for)\b[^,.;:!?«»()\n]{1,140}"
    r",[ \u00a0]?(?:(?:le|la|l['’]|M\.|Mme|Dr|Pr|Monsieur|Madame|the)[ \u00a0]?)?"
)
"""From an office over what it is for to the name: 'le secrétaire général [de la région du Nord, ]X'."""
_VERB = re.compile(r"\b(?:a|ont|est|sont|était|avait|sera|qui|que|dont|où|se|has|have|is|was|who|that)\b")
_OFFICE_REACH = 420
_COMPLEMENT_REACH = 170
_COURT = (":JUD", ":COP")
# Nouns of these rules name one person when they stand in the singular: 'l'activiste', 'l'imam'.
_SINGULAR_RULES = frozenset((
    "named-ngo", "people-ngo", "people-rel", "people-edu", "people-med", "people-bus", "people-cvl",
    "people-pty",
))  # fmt: skip
_NO_OFFICE = ("people-cvl", "people-crm", "people-rel", "people-edu", "people-med")
_GROUND_RANK = {"office": 4, "taken-up": 3, "table": 2, "rank": 1, "noun": 0}


def ground_of(rule: str) -> str:
    """How much a mention tells of the person named in it."""
    if rule.startswith("rank-"):
        return "rank"
    return "noun" if rule.startswith(_NO_OFFICE) else "office"


@dataclass
class Person:
    """A person of this article and the best ground so far; `mention` is the index that gave it."""

    words: tuple[str, ...]
    codes: tuple[str, ...] = ()
    ground: str = ""
    mention: int | None = None
    table: tuple[str, ...] = ()
    given: bool = True
    seen: list[int] = field(default_factory=list)

    @property
    def family(self) -> str:
        return self.words[-1]

    def take(self, codes: tuple[str, ...], ground: str, mention: int, given: bool = True) -> None:
        if codes and (not self.ground or _GROUND_RANK[ground] > _GROUND_RANK[self.ground]):
            self.codes, self.ground, self.mention, self.given = codes, ground, mention, given


def name_span(mention: ActorMention) -> tuple[int, int] | None:
    """Where the name stands in a person's mention, None for any other mention."""
    for reason in mention.reasons:
        if reason.startswith("name:"):
            start, end = reason.split(":")[1:]
            return int(start), int(end)
    if mention.rule in ("person-name", "official-person", "official-short"):
        return mention.start, mention.end
    return None


class People:
    """The people of one article, and the code of every mention of them."""

    def __init__(self, text: str, mentions: list[ActorMention], lexicon: ActorLexicon) -> None:
        self.text = text
        self.mentions = mentions
        self.lexicon = lexicon
        self.people: list[Person] = []
        self.of_mention: dict[int, Person] = {}
        for index, mention in enumerate(mentions):
            span = name_span(mention)
            if span is not None:
                self._register(index, mention, span)
        self._appositions()
        self._taken_up()

    def _register(self, index: int, mention: ActorMention, span: tuple[int, int]) -> None:
        words = tuple(fold(self.text[span[0] : span[1]]).replace("’", "'").split())
        if not words:
            return
        person = self._known(words)
        if person is None:
            person = Person(words)
            self.people.append(person)
            official = self.lexicon.officials.get(" ".join(" ".join(words).replace("-", " ").split()))
            if official is not None:
                person.table = (official,)
                person.take(person.table, "table", index)
        elif len(words) > len(person.words):
            person.words = words
        person.seen.append(index)
        self.of_mention[index] = person
        if mention.rule.startswith("official-"):
            person.table = mention.codes
            person.take(mention.codes, "table", index)
        elif mention.codes and not mention.rule.startswith("ex-"):
            person.take(mention.codes, ground_of(mention.rule), index, mention.country_given)

    def _known(self, words: tuple[str, ...]) -> Person | None:
        if len(words) == 1:
            bearers = [person for person in self.people if person.family == words[0]]
            full = [person for person in bearers if len(person.words) > 1]
            alone = [person for person in bearers if len(person.words) == 1]
            return full[0] if len(full) == 1 else next(iter(alone), None)
        for person in self.people:
            if person.words == words:
                return person
            longer, shorter = (
                (person.words, words) if len(person.words) >= len(words) else (words, person.words)
            )
            if longer[-1] == shorter[-1] and set(shorter) <= set(longer):
                return person
        return None

    def _appositions(self) -> None:
        """'le gouverneur de Kayes, le général X'; 'X, ministre de Y'; the office gives the person's code."""
        for index in range(len(self.mentions)):
            first = self.mentions[index]
            if index in self.of_mention and not (first.codes and ground_of(first.rule) == "office"):
                self._office_before(index)
            if index + 1 == len(self.mentions):
                break
            second = self.mentions[index + 1]
            if not self._apposed(first, second):
                continue
            led = _is_office(first) and _singular(first)
            if led and index + 1 in self.of_mention and index not in self.of_mention:
                self._ground(self.of_mention[index + 1], first, index)
            elif index in self.of_mention and index + 1 not in self.of_mention and _is_office(second):
                self._ground(self.of_mention[index], second, index + 1)

    def _office_before(self, index: int) -> None:
        """'le député de tel parti, X': the office at the head of what stands before the comma."""
        name = self.mentions[index]
        for number in range(index - 1, -1, -1):
            office = self.mentions[number]
            if name.start - office.end > _COMPLEMENT_REACH:
                return
            if (
                number in self.of_mention
                or not office.codes
                or not _is_office(office)
                or not _singular(office)
            ):
                continue
            between = self.text[office.end : name.start]
            if _COMPLEMENT.fullmatch(between) and not _VERB.search(between):
                self._ground(self.of_mention[index], office, number)
                return

    def _apposed(self, first: ActorMention, second: ActorMention) -> bool:
        between = self.text[first.end : second.start]
        if len(between) > 8 or not _APPOSITION.fullmatch(between) or "et" in between.split():
            return False
        if "," in between or "(" in between or first.kind == "office":
            return True
        return (
            first.kind == "person"
            and second.kind == "office"
            and not between.strip()
            and second.name[0].islower()
        )

    @staticmethod
    def _ground(person: Person, office: ActorMention, index: int) -> None:
        if not office.rule.startswith("ex-"):
            person.take(office.codes, ground_of(office.rule), index, office.country_given)

    def _taken_up(self) -> None:
        """'Le député a condamné' after a person of whom nothing was said: the office is that person's."""
        last: int | None = None
        for index, mention in enumerate(self.mentions):
            if index in self.of_mention:
                last = index
            elif last is not None and self._may_take_up(mention, self.mentions[last]):
                person = self.of_mention[last]
                if self._agrees(person, mention):
                    person.take(mention.codes, "taken-up", index, mention.country_given)
                    self.of_mention[index] = person

    def _may_take_up(self, mention: ActorMention, name: ActorMention) -> bool:
        if mention.start - name.end > _OFFICE_REACH or not mention.codes or mention.rule.startswith("ex-"):
            return False
        if not (_is_office(mention) or mention.kind == "people"):
            return False
        if mention.codes[0].endswith(_COURT):
            return False  # 'Le procureur a requis' behind a name is seldom the one who bears it.
        before = fold(self.text[max(0, mention.start - 4) : mention.start])
        definite = before.endswith(("le ", "la ", "l'", "l’")) or mention.start == 0
        opening = self.text[max(0, mention.start - 6) : mention.start]
        starts = (
            mention.start < 4 or any(mark in opening for mark in ".\n»,:") or opening.strip()[:1].isupper()
        )
        return definite and _singular(mention) and starts

    def _agrees(self, person: Person, mention: ActorMention) -> bool:
        if person.ground in ("office", "taken-up", "noun"):
            return False
        if any(self._holds(other, mention) for other in self.people if other is not person):
            return False
        if not person.table:
            return True
        party = self.lexicon.parties.get(" ".join(person.words))
        return any(
            _compatible(code, other) for code in mention.codes for other in (*person.table, party or "")
        )

    @staticmethod
    def _holds(person: Person, mention: ActorMention) -> bool:
        """Whether the article told of someone else in such an office: 'le ministre' is that one."""
        same = any(_compatible(code, other) for code in mention.codes for other in person.codes)
        return same and person.ground == "office"

    def surnames(self) -> dict[str, list[Person]]:
        """Family name to the people who bear it here, for names of two words and more."""
        found: dict[str, list[Person]] = {}
        for person in self.people:
            if len(person.words) > 1 and len(person.family) > 1 and not person.family.isdigit():
                found.setdefault(person.family, []).append(person)
        return found


def _is_office(mention: ActorMention) -> bool:
    if mention.kind == "office":
        return True
    return mention.rule in _SINGULAR_RULES


def _singular(mention: ActorMention) -> bool:
    return not mention.name.split()[0].endswith(("s", "x"))


def _compatible(code: str, other: str) -> bool:
    if code == other:
        return True
    return (
        bool(other) and code.startswith("UNK:") and ":" in other and code.split(":")[1] == other.split(":")[1]
    )


def with_code(
    mention: ActorMention, codes: tuple[str, ...], antecedent: int | None, reason: str
) -> ActorMention:
    """The mention with a code that the article gave it, and why."""
    return msgspec.structs.replace(
        mention, codes=codes, antecedent=antecedent, reasons=(*mention.reasons, reason), judgement="same"
    )
