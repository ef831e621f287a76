"""Names and nouns of actors: countries, bodies, officials, roles, and the small words that tie them.

One automaton (Aho–Corasick) holds every form of a language, folded, at word bounds. A form that is written
with a capital in its file matches with a capital only, one all in capitals in capitals only: 'UN', not 'un'.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from faleme.errors import DataError
from faleme.lexicon.names import Remembered, fold, pieces_of

_GLUE = re.compile(r"[A-ZÀ-ÖØ-Þ](?<=[a-zß-öø-ÿ].)(?=[a-zß-öø-ÿ])")
"""Where a scraper glued two words: 'ministreOusmane', 'députéPape'; not 'FAMa'. The capital is what the
engine looks for, the letter before it comes second: four times as fast as the other way round."""

_HARD = re.compile(r"[\n;:!?()«»“”\"|]|\.\s|,")
"""Marks that no name runs across."""


class Word(NamedTuple):
    """One reading of a form.

    `kind`: country, demonym, capital, town, body (a named body or organisation), person, short, role, filler,
    domain, colour, ex, reference. `value`: the ISO code, the code or the class; `roles`: (class, sector).
    """

    kind: str
    value: str
    case: int = 0
    roles: tuple[tuple[str, str], ...] = ()
    group: str = ""
    form: str = ""
    trim: int = 0


class Hit(NamedTuple):
    """A form found in a surface, with the reading that its capitals allow."""

    start: int
    end: int
    word: Word


class Surface:
    """A text with the scraper's glued words parted, its folded form, and the way back to its own offsets."""

    __slots__ = ("_cuts", "folded", "source", "text")

    def __init__(self, article_text: str) -> None:
        self.source = article_text
        cuts = [match.start() for match in _GLUE.finditer(article_text)]
        if cuts:
            pieces = [article_text[a:b] for a, b in zip([0, *cuts], [*cuts, None], strict=True)]
            self.text = " ".join(pieces)
            self._cuts = [cut + number for number, cut in enumerate(cuts)]
        else:
            self.text = article_text
            self._cuts = []
        self.folded = "".join(map(_blanked.__getitem__, pieces_of(self.text)))

    def origin(self, position: int) -> int:
        """The offset in the article's own text."""
        return position - bisect_left(self._cuts, position) if self._cuts else position


_NOT_WORD = re.compile(r"[\W_]")


def blank(folded: str) -> str:
    """A folded text with everything but letters and digits made a space, one for one."""
    return _NOT_WORD.sub(" ", folded)


_blanked = Remembered(lambda piece: blank(fold(piece)))


def key(form: str) -> str:
    """The form as it is looked for: parted, folded, single spaces."""
    return " ".join(Surface(form).folded.split())


def _case(form: str) -> int:
    letters = [char for char in form if char.isalpha()]
    if not letters or letters[0].islower():
        return 0
    return 2 if len(letters) > 1 and all(char.isupper() for char in letters) else 1


def names_something(surface: Surface, start: int, stop: int) -> bool:
    """Whether 'le groupe' goes on to its own name ('Sonatel', 'de la foire') or ends one ('Maison de l'')."""
    before = surface.folded[max(0, start - 4) : start].split()[-1:]
    if before in (["de"], ["d"], ["of"]) and any(char.isupper() for char in surface.text[start + 1 : stop]):
        return True
    following = surface.folded[stop : stop + 5].split()[:1]
    return surface.text[stop + 1 : stop + 2].isupper() or following in (
        ["de"],
        ["du"],
        ["des"],
        ["d"],
        ["of"],
    )


def _same_ending(written: str, form: str) -> bool:
    """Whether the last vowel has its accent or not as in the form: 'élève', not 'élevé'; capitals drop it."""
    stem, model = written.rstrip("sS"), form.rstrip("s")
    return stem.isupper() or not stem or (stem[-1] in "éÉ") == (model[-1:] == "é")


def _rows(name: str, columns: int) -> Iterator[list[str]]:
    path = files("faleme") / "data" / name
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):
        if not line or line.startswith("#"):
            continue
        cells = line.split("\t")
        if len(cells) < columns:
            raise DataError(f"a row needs {columns} columns parted by tabs", source=name, line=number)
        yield cells


class ActorLexicon:
    """The forms of one language. `scan` finds them; the attributes are the small words of the grammar."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._readings: dict[str, list[Word]] = {}
        self.given: frozenset[str] = frozenset()
        self.officials: dict[str, str] = {}
        self.parties: dict[str, str] = {}
        words = tomllib.loads((files("faleme") / "data" / language / "actors_words.toml").read_text("utf-8"))
        self._foreign = frozenset(words["titles"]["foreign"])
        self._load_countries(language)
        self._load_names()
        self._load_roles(language)
        self._load_words(words)
        self._patterns = list(self._readings)
        self._automaton = AhoCorasick([f" {pattern} " for pattern in self._patterns])

    def _add(self, form: str, word: Word) -> None:
        pattern = key(form)
        if pattern and form not in self._foreign:
            self._readings.setdefault(pattern, []).append(word._replace(case=_case(form)))

    def _load_names(self) -> None:
        armed: set[str] = set()
        for code, group, forms, *_ in _rows("actors/organisations.tsv", 3):
            if group == "group":
                armed.add(code)
            for form in forms.split("|"):
                self._add(form, Word("body", code, group=group))
        for code, group, forms, *_ in _rows("actors/institutions.tsv", 3):
            for form in forms.split("|"):
                self._add(form, Word("body", code, group=group))
        self.heads_of_state: dict[str, str] = {}
        for code, office, names, short, party in _rows("actors/officials.tsv", 5):
            if office.startswith("président") and code.endswith(":GOV"):
                for form in names.split("|"):
                    self.heads_of_state.setdefault(key(form).split()[-1], code[:3])
            for kind, forms in (("person", names), ("short", short)):
                for form in filter(None, forms.split("|")):
                    self._add(form, Word(kind, code))
                    self.officials[key(form)] = code
                    self._add(form + "a", Word(kind, code, trim=1))
                    if party:
                        self.parties[key(form)] = party
        for iso, names in _rows("actors/towns.tsv", 2):
            for form in names.split("|"):
                self._add(form, Word("town", iso))
        self.armed = frozenset(armed)
        names_of: set[str] = set()
        for _kind, names in _rows("actors/names.tsv", 2):
            names_of.update(key(name) for name in names.split("|"))
        self.given = frozenset(names_of)

    def _load_countries(self, language: str) -> None:
        name, demonym, capital = (1, 3, 5) if language == "fr" else (2, 4, 6)
        self.country_words: dict[str, str] = {}
        for cells in _rows("countries.tsv", 7):
            for names in cells[1:3]:
                self.country_words.update((key(form), cells[0]) for form in names.split("|") if form)
            for kind, forms in (
                ("country", cells[name]),
                ("demonym", cells[demonym]),
                ("capital", cells[capital]),
            ):
                for form in filter(None, forms.split("|")):
                    self._add(form, Word(kind, cells[0]))
                    if kind == "country" or (kind == "demonym" and form.endswith("e")):
                        # A scraper glues the verb on: 'l'Iran' + 'a tiré', 'l'armée malienne' + 'a riposté'.
                        self._add(form + "a", Word(kind, cells[0], trim=1))

    def _load_roles(self, language: str) -> None:
        roles: dict[str, list[tuple[str, str]]] = {}
        written: dict[str, str] = {}
        for role, sector, forms in _rows(f"{language}/actors_roles.tsv", 3):
            for form in forms.split("|"):
                roles.setdefault(key(form), []).append((role, sector))
                written.setdefault(key(form), form)
        for pattern, readings in roles.items():
            kind = readings[0][0] if readings[0][0] in ("ex", "none") else "role"
            form = written[pattern]
            word = Word(kind, "", case=_case(form), roles=tuple(readings), form=form)
            self._readings.setdefault(pattern, []).append(word)

    def _load_words(self, words: dict[str, dict[str, list[str]]]) -> None:
        gaps: dict[str, str] = {"": "adjacent"}
        for name, forms in words["gaps"].items():
            gaps.update(dict.fromkeys(forms, name))
        self.gaps = gaps
        self.widest_gap = max(map(len, gaps)) + 2
        for form in words["fillers"]["adjectives"]:
            self._readings.setdefault(key(form), []).append(Word("filler", ""))
        for form in words["fillers"]["domains"]:
            self._readings.setdefault(key(form), []).append(Word("domain", ""))
        for sector, forms in words["colours"].items():
            for form in forms:
                self._readings.setdefault(key(form), []).append(Word("colour", sector))
        for name, forms in words["references"].items():
            if name != "impersonal":
                for form in forms:
                    self._readings.setdefault(key(form), []).insert(0, Word("reference", name))
        self.impersonal = tuple(f"{form} " for form in words["references"]["impersonal"])
        for form in words["continents"]["adjectives"]:
            self._readings.setdefault(key(form), []).insert(0, Word("demonym", "UNK"))
        self.takes_up = {noun: tuple(codes) for noun, codes in words["takes_up"].items()}
        self.attackers = tuple(words["people"]["attackers"])
        self.sectors_of_two = {
            noun: sector for sector, nouns in words["sectors_of_two"].items() for noun in nouns
        }
        self.local_heads = tuple(words["people"]["local_heads"])
        self.affiliated = tuple(words["people"]["affiliated"])
        self.pairs_of_people = tuple(words["people"]["pairs"])
        country = words["country"]
        self.location = frozenset(country["location"])
        self.genitive = frozenset(country["genitive"])
        self.regional = frozenset(country["regional"])
        self.state = frozenset(country["state"])
        capital = words["capital"]
        self.capital_asides = tuple(capital["asides"])
        self.capital_governed = frozenset(capital["governed"])
        self.capital_not_before = frozenset(capital["not_before"])
        self.capital_verbs = frozenset(capital["verbs"])
        self.capital_endings = tuple(capital["endings"])
        self.honorifics = frozenset(words["titles"]["honorifics"])
        self.particles = frozenset(words["titles"]["particles"])
        self.not_a_name = frozenset(words["titles"]["not_a_name"])
        self.own_code = frozenset(words["titles"]["own_code"])
        self.named_after = frozenset(words["titles"]["named_after"])
        self.acts = frozenset(words["titles"]["acts"])
        self.goes_on = frozenset(words["titles"]["goes_on"])
        self.languages = frozenset(words["titles"]["languages"])
        self.sports = frozenset(words["titles"]["sports"])
        self.determined = frozenset(words["titles"]["determined"])
        self.determiners = frozenset(words["titles"]["determiners"])

    def scan(self, surface: Surface) -> list[Hit]:
        """Every form at word bounds, leftmost and longest, without overlap, in order."""
        longest: dict[int, tuple[int, Word]] = {}
        text = surface.text
        for index, start, end in self._automaton.find_matches_as_indexes(
            f" {surface.folded} ", overlapping=True
        ):
            stop = end - 2
            if start in longest and longest[start][0] >= stop:
                continue
            pattern = self._patterns[index]
            word = self._reading(pattern, text[start:stop])
            if word is not None:
                longest[start] = (stop - word.trim, word)
        hits: list[Hit] = []
        covered = 0
        starts = sorted(longest)
        for number, start in enumerate(starts):
            if start < covered:
                continue
            stop, word = longest[start]
            if word.kind == "reference" and (
                self._runs_over(longest, starts[number + 1 :], stop)
                or (
                    word.value == "group"
                    and (names_something(surface, start, stop) or self._demonym_follows(surface, stop))
                )
            ):
                continue
            covered = stop
            hits.append(Hit(start, stop, word))
        return hits

    def _demonym_follows(self, surface: Surface, stop: int) -> bool:
        """'la société suisse X' names a firm; 'la société' alone takes one up."""
        following = surface.folded[stop : stop + 24].split()[:1]
        return bool(following) and any(w.kind == "demonym" for w in self._readings.get(following[0], ()))

    @staticmethod
    def _runs_over(longest: dict[int, tuple[int, Word]], later: list[int], stop: int) -> bool:
        """Whether a form that begins inside a reference ends behind it: 'l'Alliance pour la République'."""
        for start in later:
            if start >= stop:
                return False
            if longest[start][0] > stop:
                return True
        return False

    def _reading(self, pattern: str, written: str) -> Word | None:
        if " " in pattern and _HARD.search(written):
            return None
        head = written[0]
        for word in self._readings[pattern]:
            if word.form and not _same_ending(written, word.form):
                continue
            if word.case == 0 or (head.isupper() and (word.case == 1 or sum(map(str.isupper, written)) > 1)):
                return word
        return None

    def forms_of(self, kinds: frozenset[str]) -> list[tuple[str, str]]:
        """Folded forms of some kinds with their value, in a fixed order."""
        return [
            (pattern, word.value)
            for pattern, readings in self._readings.items()
            for word in readings[:1]
            if word.kind in kinds
        ]


def town_forms(lexicon: ActorLexicon) -> list[tuple[str, str]]:
    """Folded names of towns and capitals with their ISO code."""
    return lexicon.forms_of(frozenset(("town", "capital")))


@cache
def actor_lexicon(language: str) -> ActorLexicon:
    """The actors' lexicon of 'fr' or 'en'; French for any other language."""
    return ActorLexicon(language if language in ("fr", "en") else "fr")
