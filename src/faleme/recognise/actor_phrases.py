"""The phrase of an actor: a head noun, what it acts for, its country and its name.

'le porte-parole de l'armée malienne', 'les gouvernements malien et sénégalais', 'le gouverneur de Kayes,
le général Moussa Soumaré'. The grammar walks over the lexicon's hits and looks only at the gaps between them.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from faleme.lexicon.actors import ActorLexicon, Hit, Surface
from faleme.records.actor import ActorKind

_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]*(?<![’'\-])"
_NAME = re.compile(
    rf"{_NAME_WORD}(?:[ \u00a0](?:(?:de|ag|ould|ben|bin|el|al|von|van|da|der)[ \u00a0])?{_NAME_WORD}){{0,5}}"
)
_APPOSED = re.compile(r",?\s*(?:M\.|Mme|Dr|Pr|Me|Monsieur|Madame|le |la |l[’'])?\s*(?=[A-ZÀ-ÖØ-Þ])")
_ACRONYM = re.compile(r"\s?\(\s?([A-ZÀ-Þ][\w&./’'\-]{1,14})\s?\)")
_OWN_NAME = re.compile(
    r"(?:[ ](?:(?:de la|de l[’']|du|des|de|d[’']|pour la|pour le|pour l[’']|pour|et|en|[«“\"])[ ]?)*"
    r"[«“\"]?[A-ZÀ-ÖØ-Þ][\w’'&\-]*[»”\"]?){1,6}"
)
_TAIL_STOP = re.compile(r"[.;:!?\n«»“”]")
_OPENINGS = frozenset('.\n:;!?«“"(,–—|')
_AGAINST = frozenset((" anti ", "anti "))
_CAPITAL = re.compile(r"[ \u00a0](?:de la |de l[’']|du |des |de |d[’'])?[A-ZÀ-ÖØ-Þ]")

SINGULAR_PERSON = frozenset(("office", "leader", "rank"))
_TAKES_COMPLEMENT = frozenset(("leader", "member", "union"))
_OWN_SECTOR_WINS = frozenset(("JUD", "BUS", "EDU", "REL", "MED", "CRM"))


class Phrase(NamedTuple):
    """A phrase as found: offsets are the surface's; `hits` is how many hits it consumed."""

    start: int
    end: int
    role: str
    sector: str
    codes: tuple[str, ...]
    countries: tuple[str, ...]
    hits: int
    name: tuple[int, int] | None = None
    acronym: str | None = None
    ex: bool = False
    open_complement: bool = False
    organisation: bool = False


class _State:
    """What the walk has gathered so far."""

    __slots__ = ("codes", "countries", "domain", "end", "open", "place", "sector", "step", "fights", "takes")

    def __init__(self, end: int, step: int) -> None:
        self.end = end
        self.step = step
        self.countries: list[str] = []
        self.place: str | None = None
        self.codes: tuple[str, ...] = ()
        self.sector: str | None = None
        self.domain = False
        self.open = False
        self.takes = False
        self.fights = False

    @property
    def may_take(self) -> bool:
        """Whether the head still lacks what it acts for."""
        return self.takes and not self.codes and not self.sector


class PhraseGrammar:
    """Walks the hits of one surface. Built once an article; holds no state between phrases."""

    def __init__(self, surface: Surface, hits: list[Hit], lexicon: ActorLexicon) -> None:
        self.surface = surface
        self.hits = hits
        self.lexicon = lexicon

    def gap(self, end: int, index: int) -> str | None:
        """Which tie stands between `end` and the hit: adjacent, of, to, and; None where there is no tie."""
        start = self.hits[index].start
        if start - end > self.lexicon.widest_gap:
            return None
        return self.tie(end, start)

    def tie(self, end: int, start: int) -> str | None:
        between = self.surface.folded[end:start]
        if not between.strip():
            written = self.surface.text[end:start]
            return "adjacent" if written.strip(" \u00a0\u202f’'-\t") == "" else None
        tie = self.lexicon.gaps.get(" ".join(between.split()))
        if tie is not None and any(mark in self.surface.text[end:start] for mark in ",.;:()\n!?«»"):
            return None
        return tie

    def phrase(self, index: int, depth: int = 0, led: bool = False) -> Phrase | None:
        """The phrase whose head is the role at `index`, or None where the noun stands for no actor here."""
        head = self.hits[index]
        if depth == 0 and not led and not self._stands(head):
            return None
        state = _State(head.end, index + 1)
        roles = head.word.roles
        self._walk(state, roles, depth)
        role, sector = self._reading(roles, state, led)
        codes = state.codes
        if role == "national" and not state.countries and not led:
            return None
        if role == "rank" and depth == 0 and self._names_a_place(head, state.end):
            return None
        if not codes and state.sector and role in _TAKES_COMPLEMENT:
            sector = self._gathered(role, sector, state.sector)
        if (
            role == "union"
            and sector == "LAB"
            and not state.sector
            and not codes
            and not self._introduced(state.end)
        ):
            return None
        if state.open and role == "leader" and not codes and not state.sector:
            sector = "-"
        if sector == "-" and not codes and role == "member" and not led:
            return None
        countries = tuple(dict.fromkeys(state.countries)) or ((state.place,) if state.place else ())
        if not codes and sector != "-":
            codes = tuple(f"{country}:{sector}" for country in countries)
        name, end = self._named(role, state.end) if depth == 0 else (None, state.end)
        acronym = None
        if depth == 0 and role in ("body", "union", "named") and name is None:
            end, acronym = self._own_name(role, head, end)
        step = state.step
        while step < len(self.hits) and self.hits[step].start < end:
            step += 1
        ex = (
            index > 0
            and self.hits[index - 1].word.kind == "ex"
            and self.gap(self.hits[index - 1].end, index) == "adjacent"
        )
        return Phrase(
            head.start, end, role, sector, codes, countries, step - index, name, acronym, ex, state.open,
            bool(codes) and not countries,
        )  # fmt: skip

    def _introduced(self, end: int) -> bool:
        """Whether an acronym in brackets follows: 'l'Union des rouliers (UR)', not 'l'union sacrée'."""
        return "(" in self.surface.text[end : end + 60]

    def _names_a_place(self, head: Hit, end: int) -> bool:
        """'le camp Général X' is a place, 'le capitaine de l'équipe' plays: neither is an officer."""
        before = self.surface.folded[max(0, head.start - 16) : head.start].split()
        if before and before[-1] in self.lexicon.named_after:
            return True
        return self._complement_unknown(end)

    def _stands(self, head: Hit) -> bool:
        """Whether a noun that is also an everyday word names an actor here ('le parti', not 'est parti')."""
        lexicon = self.lexicon
        folded = self.surface.folded
        if folded[max(0, head.start - 5) : head.start] in _AGAINST:
            return False
        if folded[head.start : head.end] not in lexicon.determined:
            return True
        text = self.surface.text
        before = folded[max(0, head.start - 16) : head.start].split()
        if not before or text[max(0, head.start - 2) : head.start].strip(" \u00a0")[-1:] in _OPENINGS:
            return True
        return before[-1] in lexicon.determiners or before[-1].isdigit()

    def _reading(self, roles: tuple[tuple[str, str], ...], state: _State, led: bool) -> tuple[str, str]:
        """Of several readings of a noun, the transparent one where a complement was found."""
        if len(roles) > 1:
            if (state.countries or led) and not state.codes and not state.sector:
                for role, sector in roles:
                    if role == "national":
                        return role, sector
            for role, sector in roles:
                if role != "national" and (role in _TAKES_COMPLEMENT) == bool(state.codes or state.sector):
                    return role, sector
            for role, sector in roles:
                if sector != "-" and role != "national":
                    return role, sector
        return roles[0]

    @staticmethod
    def _gathered(role: str, sector: str, complement: str) -> str:
        if role != "union":
            return complement
        if sector == "LAB":
            return "JUD" if complement == "JUD" else "LAB"
        return complement if complement in _OWN_SECTOR_WINS else sector

    def _walk(self, state: _State, roles: tuple[tuple[str, str], ...], depth: int) -> None:
        """Consume modifiers and complements to the right of the head."""
        takes = state.takes = any(role in _TAKES_COMPLEMENT for role, _ in roles)
        state.fights = any(sector in ("REB", "UAF") for _, sector in roles)
        while state.step < len(self.hits):
            hit = self.hits[state.step]
            tie = self.gap(state.end, state.step)
            if (
                tie is None
                and state.domain
                and hit.word.kind == "domain"
                and self._listed(state.end, hit.start)
            ):
                tie = "of"
            if tie is None or not self._consume(state, hit, tie, depth):
                break
        if takes and not state.codes and not state.sector:
            state.open = state.open or self._complement_unknown(state.end)

    def _listed(self, end: int, start: int) -> bool:
        """A portfolio that goes on after a comma: 'de l'Industrie, du Commerce'."""
        between = self.surface.text[end:start].strip()
        return (
            between.startswith(",")
            and self.lexicon.gaps.get(" ".join(self.surface.folded[end:start].split())) == "of"
        )

    def _consume(self, state: _State, hit: Hit, tie: str, depth: int) -> bool:
        kind = hit.word.kind
        if kind == "demonym" and (tie == "adjacent" or (tie == "and" and state.countries)):
            if self.surface.text[hit.start].isupper() and tie == "and":
                return False
            state.countries.append(hit.word.value)
        elif kind == "filler" and tie in ("adjacent", "and"):
            pass
        elif kind == "domain" and (tie == "of" or (tie == "to") or (tie == "and" and state.domain)):
            state.domain = True
        elif kind == "country" and (tie == "of" or (tie == "and" and state.countries)):
            if state.countries and tie == "of" and not state.domain:
                return False
            state.countries.append(hit.word.value)
        elif kind == "country" and tie == "adjacent" and state.codes:
            pass  # a section of an organisation: 'Amnesty International Sénégal'
        elif kind in ("town", "capital") and tie == "of" and not state.countries:
            state.place = hit.word.value
        elif kind == "body" and state.fights and hit.word.group == "group" and tie in ("of", "adjacent"):
            state.codes = (hit.word.value,)
        elif kind == "body" and state.may_take and tie in ("of", "to", "adjacent"):
            self._take_body(state, hit)
            state.end, state.step = hit.end, state.step + 1
            return True
        elif kind == "role" and tie == "adjacent" and self._is_modifier(hit):
            pass
        elif kind == "role" and state.may_take and tie in ("of", "to"):
            return self._take_role(state, depth)
        elif kind == "role" and tie == "of" and state.domain is False and self._is_domain(hit):
            state.domain = True
        else:
            return False
        state.end, state.step = hit.end, state.step + 1
        return True

    def _take_body(self, state: _State, hit: Hit) -> None:
        value = hit.word.value
        if ":" in value and not value.startswith("ORG:"):
            iso, sector = value.split(":")
            state.sector = sector
            if not state.countries:
                state.countries.append(iso)
        else:
            state.codes = (value,)

    def _take_role(self, state: _State, depth: int) -> bool:
        if depth > 2:
            return False
        inner = self.phrase(state.step, depth + 1)
        if inner is None:
            return False
        state.codes = inner.codes if inner.organisation else ()
        state.sector = inner.sector if inner.sector != "-" else None
        state.open = state.open or (inner.open_complement and inner.sector == "-")
        if not state.countries:
            state.countries.extend(inner.countries)
        state.end = inner.end
        state.step += inner.hits
        return True

    @staticmethod
    def _is_modifier(hit: Hit) -> bool:
        """A role word that only colours the one before it: 'groupe terroriste', 'forces rebelles'."""
        return any(
            sector in ("REB", "MIL", "PTY") and role in ("people", "body") for role, sector in hit.word.roles
        )

    @staticmethod
    def _is_domain(hit: Hit) -> bool:
        """A role word inside a portfolio: 'ministre de la Justice', 'ministère des Forces armées'."""
        return any(
            role == "body" and sector in ("JUD", "MIL", "GOV", "COP") for role, sector in hit.word.roles
        )

    def _complement_unknown(self, end: int) -> bool:
        """Whether a complement that the lexicon does not know follows: 'le président du Casino'."""
        return (
            _CAPITAL.match(self.surface.text, end) is not None
            and bool(re.match(r"\s(?:du|de|des|d)\b", self.surface.folded[end : end + 6]))
            or bool(re.match(r"\s(?:du|de|des|d)\s", self.surface.folded[end : end + 6]))
        )

    def _named(self, role: str, end: int) -> tuple[tuple[int, int] | None, int]:
        """The person's own name behind an office or a rank: 'le ministre X', 'le ministre, X'."""
        if role not in SINGULAR_PERSON and role != "people":
            return None, end
        text = self.surface.text
        joint = _APPOSED.match(text, end)
        if joint is None or (role == "people" and "," in joint.group()):
            return None, end
        found = _NAME.match(text, joint.end())
        if found is None:
            return None, end
        name = self.trimmed(found.start(), found.end(), "," not in joint.group())
        if name is None:
            return None, end
        if not self.personal(*name) and (
            "," in joint.group() or (role == "people" and not self._one(end, name))
        ):
            return None, end
        return name, name[1]

    def _one(self, end: int, name: tuple[int, int]) -> bool:
        """'l'activiste Ardo Gueladio': one person and two words or more, though no name of the lexicon."""
        head = self.surface.folded[:end].rsplit(" ", 1)[-1]
        several = head.endswith(("s", "x")) or head in self.lexicon.named_after
        known = any(hit.start < name[1] and name[0] < hit.end for hit in self.hits)
        return not several and not known and " " in self.surface.text[slice(*name)]

    def trimmed(self, start: int, end: int, bare: bool = False) -> tuple[int, int] | None:
        """A run of capitalised words cut at the first word that is no part of a person's name."""
        words = [(m.start(), m.end()) for m in re.finditer(r"\S+", self.surface.text[start:end])]
        folded = self.surface.folded
        while words and folded[start + words[0][0] : start + words[0][1]].strip() in self.lexicon.not_a_name:
            if bare:
                return None
            words.pop(0)
        kept: list[tuple[int, int]] = []
        for first, last in words:
            piece = folded[start + first : start + last].strip()
            if kept and (piece in self.lexicon.not_a_name and piece not in self.lexicon.particles):
                break
            kept.append((start + first, start + last))
        while kept and self.surface.text[kept[-1][0]].islower():
            kept.pop()
        return (kept[0][0], kept[-1][1]) if kept else None

    def personal(self, start: int, end: int) -> bool:
        """Whether a run of capitalised words holds a given or family name of the lexicon."""
        words = self.surface.folded[start:end].split()
        return any(word in self.lexicon.given for word in words)

    def _own_name(self, role: str, head: Hit, end: int) -> tuple[int, str | None]:
        """A body's own name and the acronym in brackets behind it: 'Union des routiers (URS)'."""
        text = self.surface.text
        if role == "named":
            own = _OWN_NAME.match(text, end)
            if own:
                end = own.end()
        bracket = text.find("(", end, end + 90)
        if bracket < 0 or _TAIL_STOP.search(text, end, bracket):
            return end, None
        found = _ACRONYM.match(text, bracket - 1 if text[bracket - 1].isspace() else bracket)
        if found and spells(text[head.start : bracket], found.group(1)):
            return head.start + len(text[head.start : bracket].rstrip()), found.group(1)
        return end, None


def spells(long_form: str, acronym: str) -> bool:
    """Whether the letters of an acronym follow one another in a long form that begins with the first."""
    letters = [char for char in acronym.casefold() if char.isalpha()]
    words = long_form.casefold()
    if len(letters) < 2 or not words or words[0] != letters[0]:
        return False
    position = 0
    for letter in letters:
        position = words.find(letter, position) + 1
        if position == 0:
            return False
    return True


def kind_of(phrase: Phrase) -> ActorKind:
    """The record's kind for a phrase."""
    if phrase.name is not None:
        return "person"
    if phrase.role in SINGULAR_PERSON:
        return "office"
    if phrase.role in ("people", "member", "national"):
        return "group" if phrase.sector in ("REB", "UAF", "CRM", "MIL") else "people"
    return "state" if phrase.sector == "GOV" and phrase.role == "body" else "organisation"
