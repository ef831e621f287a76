"""Names beside the nouns of actors: the person of an office, a body's own name, its acronym in brackets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from faleme.lexicon.actors import ActorLexicon, Hit, Surface

# A word of a name is bounded: a line of a thousand capitals must not be walked to its end from each of them.
_NAME_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]{0,60}(?<![’'\-])"
_NAME = re.compile(
    rf"{_NAME_WORD}(?:[ \u00a0](?:(?:de|ag|ould|ben|bin|el|al|von|van|da|der)[ \u00a0])?{_NAME_WORD}){{0,5}}"
)
_NAME_RUN = re.compile(
    r"[A-ZÀ-ÖØ-Þ][\w’'\-]{1,60}+(?:[ \u00a0](?:(?:ag|ould|ben|bin|el|al|de|von|van|da|der)[ \u00a0])?"
    r"(?:[A-ZÀ-ÖØ-Þ][\w’'\-]{1,60}|[A-Z]\.)){1,5}"
)
_APPOSED = re.compile(
    r",?[ \u00a0]*(?:M\.|Mme|Dr|Pr|Me|Monsieur|Madame|le |la |l[’'])?[ \u00a0]*(?=[A-ZÀ-ÖØ-Þ])"
)
_ADJECTIVE = re.compile(r"[ ][a-zà-ÿ]{2,}(?:ien|ienne|if|ive|al|ale|aire|eux|euse)(?=[ ][A-ZÀ-ÖØ-Þ])")
_OFFICE_BEHIND = re.compile(r"[ ]?,[ ]?(?:(?:le|la|l[’']|un|une)[ ]?)?")
_ACRONYM = re.compile(r"\s?\(\s?([A-ZÀ-Þ][\w&./’'\-]{1,14})\s?\)")
_OWN_NAME = re.compile(
    r"(?:[ ](?:(?:de la|de l[’']|du|des|de|d[’']|pour la|pour le|pour l[’']|pour|et|en|[«“\"])[ ]?)*"
    r"[«“\"]?[A-ZÀ-ÖØ-Þ][\w’'&\-]*[»”\"]?){1,6}"
)
_TAIL_STOP = re.compile(r"[.;:!?\n«»“”]")
_NAMED_ONES = frozenset(("body", "person"))

SINGULAR_PERSON = frozenset(("office", "leader", "rank"))


class NameGrammar:
    """Reads names in one surface; holds no state between two of them."""

    def __init__(self, surface: Surface, hits: list[Hit], lexicon: ActorLexicon) -> None:
        self.surface = surface
        self.hits = hits
        self.lexicon = lexicon
        self._named_starts = {hit.start for hit in hits if hit.word.kind in ("role", "body", "country")}

    def behind(self, role: str, end: int) -> tuple[tuple[int, int] | None, int]:
        """The person's own name behind an office or a rank: 'le ministre X', 'le ministre, X,'."""
        if role not in SINGULAR_PERSON and role != "people":
            return None, end
        text = self.surface.text
        adjective = _ADJECTIVE.match(text, end) if role == "people" else None
        joint = _APPOSED.match(text, adjective.end() if adjective else end)
        apart = joint is not None and "," in joint.group()
        if joint is None or (role == "people" and apart):
            return None, end
        found = _NAME.match(text, joint.end())
        if found is None:
            return None, end
        name = self.trimmed(found.start(), found.end(), bare=not apart)
        if name is None or self._names_another(name[0]):
            return None, end
        if not self.personal(*name):
            alone = apart and not (self._one(end, name) and text[name[1] : name[1] + 1] == ",")
            if alone or (role == "people" and not self._one(end, name)):
                return None, end
        return name, name[1]

    def _names_another(self, start: int) -> bool:
        """'représentant le Chef de l'État', 'le président Burkina Faso': what follows is no person's name."""
        return start in self._named_starts

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
        return not self.lexicon.given.isdisjoint(words)

    def alone(self) -> Iterator[tuple[int, int]]:
        """People by name with no office before them; the article tells what they act for, or nobody does."""
        for match in _NAME_RUN.finditer(self.surface.text):
            name = self.trimmed(match.start(), match.end())
            if name is None or " " not in self.surface.text[name[0] : name[1]]:
                continue
            if self._place_named_after(match.start(), name[0]):
                continue
            behind = _OFFICE_BEHIND.match(self.surface.text, name[1])
            if self.personal(*name) or (
                behind is not None and behind.end() in self._offices and self._one(name[0], name)
            ):
                yield name

    @cached_property
    def _offices(self) -> frozenset[int]:
        """Where the offices of single people begin."""
        return frozenset(hit.start for hit in self.hits if self._is_office(hit))

    @staticmethod
    def _is_office(hit: Hit) -> bool:
        return hit.word.kind == "role" and any(role in SINGULAR_PERSON for role, _ in hit.word.roles)

    def _place_named_after(self, run: int, start: int) -> bool:
        """'le stade Léopold Sédar Senghor': the name of a place, not of someone who acts."""
        words = self.surface.folded[max(0, run - 12) : start].split()[-3:]
        return any(word in self.lexicon.named_after for word in words)

    def own_name(self, head: Hit, end: int) -> tuple[int, str | None]:
        """The acronym in brackets behind a body's long name: 'Union des routiers (URS)'."""
        text = self.surface.text
        bracket = text.find("(", end, end + 90)
        if bracket < 0 or _TAIL_STOP.search(text, end, bracket):
            return end, None
        found = _ACRONYM.match(text, bracket - 1 if text[bracket - 1].isspace() else bracket)
        if found and spells(text[head.start : bracket], found.group(1)):
            return head.start + len(text[head.start : bracket].rstrip()), found.group(1)
        return end, None

    def proper(self, end: int, step: int) -> int:
        """Where a body's own name ends: 'la société [Teranga Mining]'; before 'et' and a known name."""
        own = _OWN_NAME.match(self.surface.text, end)
        if own is None:
            return end
        stop = own.end()
        for hit in self.hits[step : step + 3]:
            joined = self.surface.text.rfind(" et ", end, hit.start)
            if end < joined and hit.start < stop and hit.word.kind in _NAMED_ONES:
                return joined
        return stop


def spells(long_form: str, acronym: str) -> bool:
    """Whether an acronym's letters follow one another in a long form, half of them at the head of words."""
    letters = [char for char in acronym.casefold() if char.isalpha()]
    words = " " + " ".join(re.split(r"[\s'’\-]+", long_form.casefold()))
    if len(letters) < 2 or words[1:2] != letters[0]:
        return False
    position = heads = 0
    for letter in letters:
        head = words.find(f" {letter}", position)
        heads += head >= 0
        position = (head + 1 if head >= 0 else words.find(letter, position)) + 1
        if position == 0:
            return False
    return 2 * heads >= len(letters)
