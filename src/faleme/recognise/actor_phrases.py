"""The phrase of an actor: a head noun, what it acts for, its country and its name.

'le porte-parole de l'armée malienne', 'les gouvernements malien et sénégalais', 'le gouverneur de Kayes,
le général Moussa Soumaré'. The grammar walks over the lexicon's hits and looks only at the gaps between them.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from faleme.lexicon.actors import ActorLexicon, Hit, Surface, blank, names_something
from faleme.lexicon.names import fold
from faleme.recognise.actor_names import SINGULAR_PERSON, NameGrammar
from faleme.records.actor import ActorKind

_OPENINGS = frozenset('.\n:;!?«“"(,–—|')
_AGAINST = frozenset((" anti ", "anti "))
_CAPITAL = re.compile(r"[ \u00a0](?:de la |de l[’']|du |des |de |d[’'])?[A-ZÀ-ÖØ-Þ]")

_TAKES_COMPLEMENT = frozenset(("leader", "member", "follower", "union"))
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
    own: str = ""


class _Traits(NamedTuple):
    """What a head noun may do with the words behind it, by its classes and sectors."""

    takes: bool
    gathers: bool
    leads: bool
    governs: bool
    fights: bool
    people: bool


@cache
def _traits(roles: tuple[tuple[str, str], ...]) -> _Traits:
    classes = {role for role, _ in roles}
    return _Traits(
        takes=not classes.isdisjoint(_TAKES_COMPLEMENT),
        gathers="union" in classes,
        leads="leader" in classes,
        governs=("office", "GOV") in roles,
        fights=any(sector in ("REB", "UAF") for _, sector in roles),
        people=("people", "CVL") in roles,
    )


class _State:
    """What the walk has gathered so far."""

    __slots__ = (
        "blamed", "bodied", "codes", "countries", "domain", "end", "head", "open", "place", "plural",
        "sector", "step",
    )  # fmt: skip

    def __init__(self, end: int, step: int, head: _Traits, plural: bool) -> None:
        self.end = end
        self.step = step
        self.head = head
        self.plural = plural
        self.countries: list[str] = []
        self.place: str | None = None
        self.codes: tuple[str, ...] = ()
        self.sector: str | None = None
        self.domain = False
        self.open = False
        self.blamed = False
        self.bodied = False

    @property
    def may_take(self) -> bool:
        """Whether the head still lacks what it acts for."""
        return self.head.takes and not self.codes and not self.sector


class PhraseGrammar:
    """Walks the hits of one surface. Built once an article; holds no state between phrases."""

    def __init__(self, surface: Surface, hits: list[Hit], lexicon: ActorLexicon) -> None:
        self.surface = surface
        self.hits = hits
        self.lexicon = lexicon
        self.names = NameGrammar(surface, hits, lexicon)

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
        roles = head.word.roles
        if depth == 0 and (roles[0][0] == "inner" or (not led and not self._stands(head))):
            return None
        plural = self.surface.folded[head.start : head.end].split()[0].endswith(("s", "x"))
        if depth == 0 and self._is_given_name(head):
            return None
        state = _State(head.end, index + 1, _traits(roles), plural)
        self._walk(state, depth)
        if depth == 0 and state.end == head.end and self._unnamed_thing(head):
            return None
        role, sector = self._reading(roles, state, led)
        if role == "inner" and depth == 0:
            return None
        own = ""
        if role == "named":
            head_end, state.end = state.end, self.names.proper(state.end, state.step)
            own = self.surface.text[head_end : state.end].strip(' «»“”"')
        codes = state.codes
        if role == "national" and not state.countries and not led:
            return None
        if role == "rank" and depth == 0 and self._names_a_place(head, state.end):
            return None
        if role == "union" and state.open and self._is_an_act(head, state):
            return None
        if state.blamed:
            sector = "CRM"
        if state.domain and sector == "-" and role == "leader" and head.word.form.startswith("direct"):
            sector = "GOV"
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
        name, end = self.names.behind(role, state.end) if depth == 0 else (None, state.end)
        if name and state.bodied and not self.names.personal(*name):
            name, end = None, state.end  # 'le président du mouvement Agir': the body's name
        acronym = None
        if depth == 0 and role in ("body", "union", "named") and name is None:
            codes = codes or self._by_own_name(sector, own)
            end, acronym = self.names.own_name(head, end)
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
            bool(state.codes) and not countries, own,
        )  # fmt: skip

    def _is_an_act(self, head: Hit, state: _State) -> bool:
        """'l'organisation du pèlerinage': what somebody does, not a body."""
        plain = self.surface.text[head.start : state.end].islower() and not state.countries
        return plain and head.word.form in self.lexicon.acts

    def _by_own_name(self, sector: str, own: str) -> tuple[str, ...]:
        """'la société Orange Mali', 'la société China Africa Investment': the one country in the name."""
        countries = {self.lexicon.country_words.get(word) for word in blank(fold(own)).split()} - {None}
        return (f"{countries.pop()}:{sector}",) if len(countries) == 1 else ()

    def _is_given_name(self, head: Hit) -> bool:
        """'Pape Diop' is somebody's name, 'le pape' an office."""
        text = self.surface.text
        return (
            self.surface.folded[head.start : head.end] in self.lexicon.given
            and text[head.start].isupper()
            and text[head.end + 1 : head.end + 2].isupper()
        )

    def _unnamed_thing(self, head: Hit) -> bool:
        """'dans une société juste': such a noun names a firm only where a name or a complement follows."""
        if self.surface.folded[head.start : head.end] not in self.lexicon.goes_on:
            return False
        return not names_something(self.surface, head.start, head.end)

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
        if role == "follower":
            return "PTY" if complement == "PTY" else sector
        if role != "union":
            return complement
        if sector == "LAB":
            return "JUD" if complement == "JUD" else "LAB"
        return complement if complement in _OWN_SECTOR_WINS else sector

    def _walk(self, state: _State, depth: int) -> None:
        """Consume modifiers and complements to the right of the head."""
        while state.step < len(self.hits):
            hit = self.hits[state.step]
            tie = self.gap(state.end, state.step)
            if tie is None and self._goes_on(state, hit):
                tie = "and"
            if tie is None or not self._consume(state, hit, tie, depth):
                break
        if state.head.takes and not state.codes and not state.sector:
            state.open = state.open or self._complement_unknown(state.end)

    def _goes_on(self, state: _State, hit: Hit) -> bool:
        """A list after a comma: 'de l'Industrie, du Commerce'; 'les présidents du Mali, du Niger'."""
        listed = {"domain": state.domain, "country": state.plural, "demonym": state.plural}
        if not listed.get(hit.word.kind) or (hit.word.kind != "domain" and not state.countries):
            return False
        between = self.surface.text[state.end : hit.start].strip()
        if not between.startswith(","):
            return False
        words = " ".join(self.surface.folded[state.end : hit.start].split())
        return self.lexicon.gaps.get(words) == "of" or (not words and hit.word.kind == "demonym")

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
        elif kind == "body" and state.head.fights and hit.word.group == "group" and tie in ("of", "adjacent"):
            state.codes = (hit.word.value,)
        elif kind == "body" and tie in ("of", "to", "adjacent") and self._may_take_body(state, hit):
            self._take_body(state, hit)
            state.end, state.step = hit.end, state.step + 1
            return True
        elif kind == "colour" and tie == "adjacent" and state.head.gathers and not state.sector:
            state.sector = hit.word.value
        elif kind == "role" and tie == "adjacent" and self._is_modifier(hit):
            pass
        elif (
            kind == "role" and tie == "adjacent" and state.head.people and ("people", "CRM") in hit.word.roles
        ):
            state.blamed = True  # 'la jeune fille mise en cause', 'un homme accusé de vol'
        elif kind == "role" and state.may_take and tie in ("of", "to"):
            return self._take_role(state, depth)
        elif kind == "role" and tie == "of" and state.domain is False and self._is_domain(hit):
            state.domain = True
        else:
            return False
        state.end, state.step = hit.end, state.step + 1
        return True

    @staticmethod
    def _may_take_body(state: _State, hit: Hit) -> bool:
        """A leader of any body; officials in the plural of an organisation ('ministres de l'UEMOA')."""
        if state.may_take:
            return True
        own = ":" not in hit.word.value or hit.word.value.startswith("ORG:")
        return state.plural and state.head.governs and own and not (state.codes or state.countries)

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
        if inner is None or (inner.role == "inner" and not state.head.leads):
            return False
        state.bodied = inner.role in ("union", "named")
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


def kind_of(phrase: Phrase) -> ActorKind:
    """The record's kind for a phrase."""
    if phrase.name is not None:
        return "person"
    if phrase.role in SINGULAR_PERSON:
        return "office"
    if phrase.role in ("people", "member", "national"):
        return "group" if phrase.sector in ("REB", "UAF", "CRM", "MIL") else "people"
    return "state" if phrase.sector == "GOV" and phrase.role == "body" else "organisation"
