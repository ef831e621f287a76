"""One sentence of our own for an incident: who did what to whom, where and when.

Built from the incident's codes alone, never from an article's words, so that it may be shown to anyone who
may see the incident. Who is not known is not named: the act then is the subject ('une attaque … a été
rapportée').
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple, Protocol

from faleme.records.event import EventPlace, Status
from faleme.records.time import Period
from faleme.words.naming import Naming, Phrase, naming
from faleme.words.wording import DeskLanguage, Wording, read_words, typeset, wording

MOST_NAMED = 3
"""More actors than this are counted, not listed."""


class Told(Protocol):
    """What events and incidents have in common."""

    @property
    def type(self) -> str: ...
    @property
    def mode(self) -> str | None: ...
    @property
    def status(self) -> Status: ...
    @property
    def actors(self) -> tuple[str, ...]: ...
    @property
    def recipients(self) -> tuple[str, ...]: ...
    @property
    def place(self) -> EventPlace | None: ...
    @property
    def time(self) -> Period | None: ...


class Act(NamedTuple):
    """An event type or mode in words (data/*/desk_acts.toml says what each is)."""

    name: str
    do: tuple[str, str]
    on: tuple[str, str]
    to: str
    noun: str
    number: str
    noun_to: str


class Acts:
    """The words for all types and modes of one language."""

    def __init__(self, language: DeskLanguage) -> None:
        self._language: DeskLanguage = language
        self._acts: dict[tuple[str, str | None], Act] = {}
        for kind, words in read_words(language, "desk_acts.toml").items():
            self._acts[(kind, None)] = self._act(words)
            for mode, own in words.items():
                if isinstance(own, dict):
                    self._acts[(kind, mode)] = self._act(words | own, own)

    def of(self, kind: str, mode: str | None) -> Act:
        """The words of a mode, else of its type."""
        return self._acts.get((kind, mode)) or self._acts[(kind, None)]

    def types(self) -> list[str]:
        """All types in the order of the codebook."""
        return [kind for kind, mode in self._acts if mode is None]

    def known(self) -> set[tuple[str, str | None]]:
        """Every type and every mode of a type that has words."""
        return set(self._acts)

    def _act(self, words: dict[str, Any], own: dict[str, Any] | None = None) -> Act:
        do = words["do"]
        # A mode with a verb of its own does not take over its type's verb for recipients.
        on = (own or words).get("on") or (do if own is None or "do" in own else words.get("on", do))
        to = words.get("to", "")
        noun, number = words["noun"]
        says = [typeset(said, self._language) for said in (words["name"], *do, *on, noun)]
        return Act(
            name=says[0], do=(says[1], says[2]), on=(says[3], says[4]), to=to,
            noun=says[5], number=number, noun_to=words.get("noun_to", to),
        )  # fmt: skip


class Sentences:
    """Writes sentences in one language; the grammar is in its subclasses."""

    language: DeskLanguage
    by: str

    def __init__(self) -> None:
        self.acts = Acts(self.language)
        self.naming: Naming = naming(self.language)
        self.wording: Wording = wording(self.language)

    def sentence(self, told: Told) -> str:
        """'Le JNIM a attaqué l’armée malienne à Diboli (Mali) le 1er juillet 2025.'"""
        parts = [self.deed(told), self.where(told.place), self.wording.period(told.time)]
        text = " ".join(part for part in parts if part)
        return text[:1].upper() + text[1:] + "."

    def deed(self, told: Told, act: Act | None = None) -> str:
        """Who did what to whom, without place and days; `act` replaces the words of its type."""
        act = act or self.acts.of(told.type, told.mode)
        who, whom = self.naming.actors(told.actors), self.naming.actors(told.recipients)
        if not who or told.status not in ("occurred", "planned"):
            return self.nominal(act, who, whom, told.status)
        does, to = (act.on, act.to) if whom else (act.do, "")
        parts = [
            self.listed(who),
            self.verb(does, self.plural(who), told.status),
            self.to(to, whom) if whom else "",
        ]
        return " ".join(part for part in parts if part)

    def listed(self, phrases: Sequence[Phrase]) -> str:
        """'le Mali, le Niger et le Sénégal'; a long list ends with a count."""
        names = [phrase.text for phrase in phrases]
        if len(names) > MOST_NAMED + 1:
            names = [*names[:MOST_NAMED], self.wording.say("others", n=len(names) - MOST_NAMED)]
        if len(names) < 2:
            return "".join(names)
        return f"{', '.join(names[:-1])} {self.wording.say('and')} {names[-1]}"

    @staticmethod
    def plural(phrases: Sequence[Phrase]) -> bool:
        return len(phrases) > 1 or any(phrase.plural for phrase in phrases)

    def where(self, place: EventPlace | None) -> str:
        """'à Diboli (Mali)', 'dans le secteur de Kayes (Mali)', 'au Mali'."""
        if place is None:
            return ""
        if place.level == "country":
            return self.naming.in_country(place.country)
        name = self.in_area(place.name) if place.level == "area" else self.at(place.name)
        return f"{name} ({self.naming.country(place.country)})"

    def verb(self, does: tuple[str, str], plural: bool, status: Status) -> str:
        raise NotImplementedError

    def nominal(self, act: Act, who: Sequence[Phrase], whom: Sequence[Phrase], status: Status) -> str:
        """'une attaque contre des civils a été rapportée', 'des grèves sont annoncées'."""
        return f"{self.noun(act, who, whom)} {self.state(act, status)}"

    def noun(self, act: Act, who: Sequence[Phrase], whom: Sequence[Phrase]) -> str:
        """'une attaque contre des civils par des hommes armés'."""
        parts = [self.article(act), act.noun, self.to(act.noun_to, whom) if whom else ""]
        parts.append(f"{self.by} {self.listed(who)}" if who else "")
        return " ".join(part for part in parts if part)

    def article(self, act: Act) -> str:
        raise NotImplementedError

    def state(self, act: Act, status: Status) -> str:
        raise NotImplementedError

    def to(self, preposition: str, whom: Sequence[Phrase]) -> str:
        raise NotImplementedError

    def at(self, name: str) -> str:
        raise NotImplementedError

    def in_area(self, name: str) -> str:
        raise NotImplementedError


class French(Sentences):
    language = "fr"
    by = "par"

    def verb(self, does: tuple[str, str], plural: bool, status: Status) -> str:
        infinitive, participle = does
        if status == "planned":
            return f"{'doivent' if plural else 'doit'} {infinitive}"
        return f"{'ont' if plural else 'a'} {participle}"

    def article(self, act: Act) -> str:
        return "des" if act.number.endswith("p") else "une" if act.number.startswith("f") else "un"

    def state(self, act: Act, status: Status) -> str:
        plural, feminine = act.number.endswith("p"), act.number.startswith("f")
        ending = ("e" if feminine else "") + ("s" if plural else "")
        return {
            "occurred": f"{'ont' if plural else 'a'} été rapporté{ending}",
            "planned": f"{'sont' if plural else 'est'} annoncé{ending}",
            "called-for": f"{'sont' if plural else 'est'} demandé{ending} ou souhaité{ending}",
            "denied": f"{'sont' if plural else 'est'} démenti{ending}",
        }[status]

    def to(self, preposition: str, whom: Sequence[Phrase]) -> str:
        """'à' and 'de' are repeated and take up the article ('au Mali et aux Nations unies')."""
        if not preposition.endswith(("à", "de")) or not whom:
            return f"{preposition} {self.listed(whom)}".strip()
        small = "de" if preposition.endswith("de") else "à"
        head = preposition.removesuffix(small).rstrip()
        taken = [Phrase(_contracted(small, phrase.text), phrase.plural) for phrase in whom]
        return f"{head} {self.listed(taken)}".strip()

    def at(self, name: str) -> str:
        if name.startswith(("Le ", "Les ")):
            return _contracted("à", name[0].lower() + name[1:])
        return f"à {name}"

    def in_area(self, name: str) -> str:
        return f"dans le secteur {_contracted('de', name)}"


def _contracted(small: str, phrase: str) -> str:
    """'à' + 'le Mali' is 'au Mali', 'de' + 'des civils' is 'de civils', 'de' + 'Abidjan' is 'd’Abidjan'."""
    if phrase.startswith("le "):
        return ("au " if small == "à" else "du ") + phrase[3:]
    if phrase.startswith("les "):
        return ("aux " if small == "à" else "des ") + phrase[4:]
    if small == "de" and phrase.startswith("des "):
        phrase = phrase[4:]
    if small == "de" and phrase[:1].lower() in "aeiouéèêâîôh":
        return "d’" + phrase
    return f"{small} {phrase}"


class English(Sentences):
    language = "en"
    by = "by"

    def verb(self, does: tuple[str, str], plural: bool, status: Status) -> str:
        base, past = does
        return f"{'are' if plural else 'is'} to {base}" if status == "planned" else past

    def article(self, act: Act) -> str:
        return "" if act.number == "p" else "an" if act.noun[0] in "aeiou" else "a"

    def state(self, act: Act, status: Status) -> str:
        be = "are" if act.number == "p" else "is"
        return {
            "occurred": f"{'were' if act.number == 'p' else 'was'} reported",
            "planned": f"{be} announced",
            "called-for": f"{be} called for or wished",
            "denied": f"{be} denied",
        }[status]

    def to(self, preposition: str, whom: Sequence[Phrase]) -> str:
        return f"{preposition} {self.listed(whom)}".strip()

    def at(self, name: str) -> str:
        return f"at {name}"

    def in_area(self, name: str) -> str:
        return f"in the area of {name}"


@cache
def sentences(language: DeskLanguage) -> Sentences:
    """The writer of a language, made once."""
    return French() if language == "fr" else English()
