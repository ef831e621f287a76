"""Actors: who is named in a text, phrase by phrase, with the code that the phrase alone gives a ground for.

A code may leave the country open (`UNK:MIL` with `country_given` False); `resolve.actors` settles it.
"""

from __future__ import annotations

from bisect import bisect_left

from faleme.lexicon.actors import ActorLexicon, Hit, Surface, actor_lexicon
from faleme.recognise.actor_phrases import Phrase, PhraseGrammar, kind_of
from faleme.records.actor import ActorKind, ActorMention


def actors(text: str, *, language: str = "fr") -> tuple[ActorMention, ...]:
    """Every mention of an actor in `text`, in order of its start; spans are code points of `text`.

    Pure recognition: no reference is taken up, no country of the story is assumed. Rules beginning 'country-'
    tell how a country's name is used: 'country-location' ('au Mali') names no actor by itself.
    """
    lexicon = actor_lexicon(language)
    surface = Surface(text)
    return _Recogniser(surface, lexicon).mentions()


_PREMODIFIERS = frozenset(("country", "demonym", "body"))


class _Recogniser:
    """One pass over the hits of one text."""

    def __init__(self, surface: Surface, lexicon: ActorLexicon) -> None:
        self.surface = surface
        self.lexicon = lexicon
        self.hits = lexicon.scan(surface)
        self.grammar = PhraseGrammar(surface, self.hits, lexicon)
        self.found: list[ActorMention] = []

    def mentions(self) -> tuple[ActorMention, ...]:
        index = 0
        covered = 0
        while index < len(self.hits):
            hit = self.hits[index]
            step = self._at(index, hit) if hit.start >= covered else 1
            if self.found and step > 1:
                covered = self.hits[index + step - 1].end
            index += max(step, 1)
        self._names()
        self.found.sort(key=lambda mention: (mention.start, -mention.end))
        return tuple(self.found)

    def _at(self, index: int, hit: Hit) -> int:
        """Read the hit at `index`; returns how many hits were consumed."""
        kind = hit.word.kind
        if kind in _PREMODIFIERS and self.lexicon.language == "en":
            led = self._premodified(index, hit)
            if led:
                return led
        if kind == "role":
            phrase = self.grammar.phrase(index)
            if phrase is None:
                return 1
            self._phrase(phrase)
            return phrase.hits
        if kind == "body":
            self._add(hit.start, hit.end, (hit.word.value,), _body_kind(hit), "body")
        elif kind in ("person", "short"):
            self._add(hit.start, hit.end, (hit.word.value,), "person", f"official-{kind}")
        elif kind == "country":
            self._country(hit)
        elif kind == "capital":
            self._capital(index, hit)
        elif kind == "demonym" and hit.word.value != "UNK":
            self._demonym(hit)
        elif kind == "reference":
            self._reference(hit)
        return 1

    def _premodified(self, index: int, hit: Hit) -> int:
        """English puts the country or the organisation first: 'Mali's army', 'JNIM fighters'."""
        step = index + 1
        while step < len(self.hits) and self.hits[step].word.kind in ("filler", "ex"):
            step += 1
        if step >= len(self.hits) or self.hits[step].word.kind != "role":
            return 0
        head = self.hits[step]
        between = self.surface.folded[hit.end : head.start].split()
        fillers = [
            word for h in self.hits[index + 1 : step] for word in self.surface.folded[h.start : h.end].split()
        ]
        written = self.surface.text[hit.end : head.start]
        if between not in (fillers, ["s", *fillers]) or any(mark in written for mark in ",.;:\n("):
            return 0
        phrase = self.grammar.phrase(step, led=True)
        if phrase is None or phrase.countries or phrase.organisation:
            return 0
        ex = phrase.ex or any(h.word.kind == "ex" for h in self.hits[index + 1 : step])
        codes = _led_codes(hit, phrase.sector)
        organised = bool(codes) and codes[0] == hit.word.value
        self._phrase(phrase._replace(start=hit.start, codes=codes, ex=ex, organisation=organised))
        return step - index + phrase.hits

    def _phrase(self, phrase: Phrase) -> None:
        codes = phrase.codes
        if phrase.acronym and phrase.sector in ("NGO", "LAB") and self._own_code(phrase):
            codes = (f"ORG:{phrase.acronym.upper()}",)
        given = bool(codes)
        if not codes and phrase.sector != "-":
            codes = (f"UNK:{phrase.sector}",)
        rule = (
            f"{phrase.role}-{phrase.sector}".lower()
            if not phrase.organisation
            else f"{phrase.role}-of-organisation"
        )
        if phrase.ex:
            rule = f"ex-{rule}"
        reasons: list[str] = []
        if phrase.acronym:
            reasons.append(f"acronym:{phrase.acronym}")
        if len(phrase.own) > 3:
            reasons.append(f"own-name:{phrase.own}")
        if phrase.name:
            start, end = map(self.surface.origin, phrase.name)
            reasons.append(f"name:{start}:{end}")
        self._add(phrase.start, phrase.end, codes, kind_of(phrase), rule, given=given, reasons=tuple(reasons))

    def _own_code(self, phrase: Phrase) -> bool:
        """Bodies that are no country's NGO: 'l'Organisation régionale ... (ORAD)' is ORG:ORAD."""
        words = self.surface.folded[phrase.start : phrase.end].split()
        if phrase.sector == "LAB":
            return not self.lexicon.sports.isdisjoint(words)
        return words[0] in self.lexicon.own_code or any(word in self.lexicon.own_code for word in words[1:3])

    def _words_before(self, start: int, count: int = 4) -> list[str]:
        """Folded words before `start` in the same clause."""
        low = max(0, start - 32)
        text = self.surface.text
        for position in range(start - 1, low - 1, -1):
            if text[position] in ",.;:()\n!?«»“”–—|":
                low = position + 1
                break
        return self.surface.folded[low:start].split()[-count:]

    def _country(self, hit: Hit) -> None:
        rule = "country-location" if self._ends_a_name(hit) else self._country_rule(hit)
        self._add(hit.start, hit.end, (f"{hit.word.value}:GOV",), "state", rule)

    def _ends_a_name(self, hit: Hit) -> bool:
        """'de Alino Faso', 'à Rosso Sénégal': a country's name at the end of a longer name."""
        before = self._words_before(hit.start, 2)
        if len(before) < 2 or before[1] in self.lexicon.not_a_name:
            return False
        first = hit.start - len(before[1]) - 1
        return self.surface.text[first].isupper() and self.surface.folded[hit.start - 1] == " "

    def _country_rule(self, hit: Hit) -> str:
        lexicon = self.lexicon
        text = self.surface.text
        before = self._words_before(hit.start)
        if not before:
            opening = text[max(0, hit.start - 2) : hit.start].rstrip(" \u00a0")[-1:]
            after = text[hit.end : hit.end + 3].lstrip(" \u00a0")[:1]
            if opening == "(" or (opening == "," and after in (",", ".", ")", ";", "")):
                return "country-location"
            return "country-slug" if after == ":" else "country-state"
        for size in (4, 3, 2, 1):
            if " ".join(before[-size:]) in lexicon.location and len(before) >= size:
                return "country-location"
        for size in (2, 1):
            if len(before) >= size and " ".join(before[-size:]) in lexicon.genitive:
                regional = before[:-size][-1:]
                return (
                    "country-location" if regional and regional[0] in lexicon.regional else "country-genitive"
                )
        return "country-state"

    def _capital(self, index: int, hit: Hit) -> None:
        """A capital that governs: it shares a verb or is told between two ('entre Dakar et Bamako')."""
        lexicon = self.lexicon
        before = self._words_before(hit.start, 1)
        word = before[0] if before else ""
        if word in lexicon.capital_not_before and not self._between(hit):
            return
        paired = self._paired(index)
        end = self.hits[paired].end if paired is not None else hit.end
        if (
            word == "entre"
            or word in lexicon.capital_governed
            or self._between(hit)
            or self._verb_follows(end)
            or (word in ("avec", "contre", "par") and not self._address_follows(hit.end))
        ):
            self._add(hit.start, hit.end, (f"{hit.word.value}:GOV",), "state", "capital-government")

    def _paired(self, index: int) -> int | None:
        if index + 1 < len(self.hits) and self.hits[index + 1].word.kind in ("capital", "country"):
            between = self.surface.folded[self.hits[index].end : self.hits[index + 1].start].split()
            if between in (["et"], ["and"], ["et", "le"], ["et", "la"]):
                return index + 1
        return None

    def _between(self, hit: Hit) -> bool:
        """The second of a pair whose first already stands for its government."""
        if not self.found:
            return False
        last = self.found[-1]
        if last.rule != "capital-government" and last.rule != "country-state":
            return False
        between = self.surface.text[self._surface_end(last) : hit.start]
        return len(between) < 8 and between.split() in (["et"], [","], ["and"], ["à"], ["de"], ["-"], ["–"])

    def _surface_end(self, mention: ActorMention) -> int:
        return self._last_end if self.found and mention is self.found[-1] else mention.end

    def _verb_follows(self, end: int) -> bool:
        lexicon = self.lexicon
        if self.surface.text[end : end + 2] == ", ":
            return self.surface.folded[end + 2 : end + 24].startswith(lexicon.capital_asides)
        if self.surface.text[end : end + 1] not in (" ", "\u00a0"):
            return False
        words = self.surface.folded[end : end + 30].split()
        if not words or not self.surface.text[end + 1 : end + 2].islower():
            return False
        word = words[0]
        return word in lexicon.capital_verbs or (len(word) > 3 and word.endswith(lexicon.capital_endings))

    def _address_follows(self, end: int) -> bool:
        return self.surface.text[end : end + 2] in (" (", ", ")

    def _demonym(self, hit: Hit) -> None:
        if not self.surface.text[hit.start].isupper():
            if self._language(hit):
                return
            self._add(hit.start, hit.end, (f"{hit.word.value}:GOV",), "state", "demonym-adjective")
            return
        before = self._words_before(hit.start, 1)
        if not before or before[0] in self.lexicon.determiners or before[0].isdigit():
            end = hit.end
            self._add(hit.start, end, (f"{hit.word.value}:CVL",), "people", "demonym-people")

    def _language(self, hit: Hit) -> bool:
        """'en anglais', 'l'anglais de son hôte': the language, not the country."""
        if self.surface.folded[hit.start : hit.end] not in self.lexicon.languages:
            return False
        before = self.surface.folded[max(0, hit.start - 4) : hit.start].split()[-1:]
        return before in (["en"], ["l"], ["le"], ["in"])

    def _reference(self, hit: Hit) -> None:
        value = hit.word.value
        if value == "person":
            after = self.surface.folded[hit.end : hit.end + 28].strip() + " "
            if after.startswith(self.lexicon.impersonal):
                return
        self._add(hit.start, hit.end, (), "reference", f"reference-{value}", given=False)

    def _names(self) -> None:
        taken = sorted((m.start, m.end) for m in self.found)
        for first, last in self.grammar.names.alone():
            start, end = map(self.surface.origin, (first, last))
            spot = bisect_left(taken, (end,))
            if spot == 0 or taken[spot - 1][1] <= start:
                self._add(first, last, (), "person", "person-name", given=False)

    def _add(
        self,
        start: int,
        end: int,
        codes: tuple[str, ...],
        kind: ActorKind,
        rule: str,
        *,
        given: bool = True,
        reasons: tuple[str, ...] = (),
    ) -> None:
        surface = self.surface
        self._last_end = end
        self.found.append(
            ActorMention(
                start=surface.origin(start),
                end=surface.origin(end),
                name=surface.source[surface.origin(start) : surface.origin(end)],
                codes=codes,
                kind=kind,
                rule=rule,
                country_given=given,
                reasons=reasons,
            )
        )


def _led_codes(hit: Hit, sector: str) -> tuple[str, ...]:
    """The code of a noun led by a country ('Malian troops') or by an organisation ('UN peacekeepers')."""
    value = hit.word.value
    if hit.word.kind == "body" and (value.startswith("ORG:") or ":" not in value):
        return (value,)
    iso, _, own = value.partition(":")
    return () if iso == "UNK" else (f"{iso}:{own or (sector if sector != '-' else 'GOV')}",)


def _body_kind(hit: Hit) -> ActorKind:
    if hit.word.group == "group":
        return "group"
    return "people" if hit.word.group == "people" else "organisation"
