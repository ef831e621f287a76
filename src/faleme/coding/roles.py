"""Who did it and to whom: the slots of a trigger filled with the actors that stand in them.

Each code has its reason. What the text leaves out takes the codebook's default ('arrêté' alone: the police of
the country of the story); what a table knows and the text does not say is never added.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from faleme.coding.slots import Slot
from faleme.coding.word_order import before_noun, first_of_list
from faleme.lexicon.grammar import grammar
from faleme.lexicon.triggers import Row
from faleme.recognise.qualifiers import Qualifier
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.records.actor import ActorMention

ARMED: Final = frozenset(("REB", "UAF", "CRM"))
ARMED_GROUPS: Final = frozenset(("JNIM", "ISGS", "FLA", "AQIM", "ISWAP", "BOKO"))
PEOPLE: Final = frozenset(("CVL", "CRM", "MED", "REL", "EDU", "LAB", "BUS"))
_STATE: Final = frozenset(("GOV", "COP", "JUD", "MIL", "LEG"))
_SUFFERED: Final = frozenset(("n-harm", "n-custody", "n-judge"))
"""Frames whose possessive is the recipient: 'son arrestation'."""
_SUFFERED_ALONE: Final = frozenset(("n-custody", "n-release"))
_PLACES: Final = frozenset(("à", "en", "dans", "sur", "vers", "de", "contre", "object", "patient", "subject"))
_ONLY_ADJECTIVES: Final = frozenset(("country-location", "demonym-adjective", "country-slug"))
FAR: Final = 160
OPENING: Final = 12
"""Code points of 'l'acteur de la' before the name that opens a main clause."""
NEAR: Final = 60
"""Code points between two coordinated actors."""


class Roles(NamedTuple):
    """Codes of both roles in the order of the text, the place slots, and the reasons.

    `guessed` holds the roles that a default filled: 'A', 'R'. `named` are people by name.
    """

    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place_slots: tuple[Slot, ...]
    reasons: tuple[str, ...]
    guessed: frozenset[str]
    named: frozenset[str]
    slots: tuple[Slot, ...] = ()


def is_armed(code: str) -> bool:
    return code in ARMED_GROUPS or code.partition(":")[2] in ARMED


def _of_state(code: str) -> bool:
    return ":" not in code or code.startswith("ORG:") or code.partition(":")[2] in _STATE


def usable(mention: ActorMention, *, given: bool = False) -> bool:
    """Whether a mention names someone: a country as a place and a bare adjective do not.

    `given` marks the place of a receiver, where a country is one ('un prêt au Sénégal').
    """
    if given and mention.rule == "country-location":
        return True
    return bool(mention.codes or mention.kind == "person") and mention.rule not in _ONLY_ADJECTIVES


def in_slot(
    tokens: Tokens, text: str, slot: Slot, mentions: Sequence[ActorMention], *, given: bool = False
) -> list[ActorMention]:
    """The mentions that fill a slot: the one on its head word, else the first that no other preposition parts
    from the head; then those coordinated with it."""
    patterns = grammar(tokens.language).patterns
    inside = [m for m in mentions if m.start < slot.end and m.end > slot.start and usable(m, given=given)]
    loose = slot.reason.startswith(("stands", "opens", "nearest"))
    first = None if loose else next((m for m in inside if m.start <= slot.head < m.end), None)
    if first is not None and slot.edge == "subject":
        told = patterns["according"].search(text[max(0, first.start - 16) : first.start])
        if told is not None:
            return []  # 'd'après le journal, les États-Unis avaient …'
    if first is None:
        if slot.reason.startswith("opens"):
            inside = [m for m in inside if m.start - slot.start <= OPENING]
        for mention in inside[::-1] if slot.reason.startswith("nearest") else inside:
            if loose:
                if not patterns["outside"].search(text[max(slot.start, mention.start - 24) : mention.start]):
                    first = mention
                    break
            elif mention.start <= slot.head or not patterns["apart"].search(text[slot.head : mention.start]):
                first = mention
                break
    if first is None:
        return []
    if slot.reason.startswith("nearest"):
        first = first_of_list(text, first, inside, tokens.language)
    if slot.edge == "object":  # a parse may cut a list short
        last = inside[-1]
        inside = inside + [m for m in mentions if last.end <= m.start < slot.end + NEAR and usable(m)]
    return _with_joined(text, first, inside, tokens.language)


def _with_joined(
    text: str, first: ActorMention, inside: Sequence[ActorMention], language: str
) -> list[ActorMention]:
    """The first mention and those in one list with it; a list has an 'et' before its last member."""
    joined, last = (grammar(language).patterns[name] for name in ("joined", "joined_last"))
    chosen = [first]
    sure = 1
    for mention in inside[inside.index(first) + 1 :]:
        between = text[chosen[-1].end : mention.start]
        if len(between) > NEAR or not joined.match(between):
            break
        chosen.append(mention)
        if last.search(between) or not between.strip(" ,"):
            sure = len(chosen)
    return chosen[:sure]


def fill_roles(
    tokens: Tokens,
    text: str,
    match: TriggerMatch,
    slots: Sequence[Slot],
    mentions: Sequence[ActorMention],
    qualifier: Qualifier,
    above: Sequence[Slot],
    story: str | None,
) -> Roles:
    """Fill the roles of one trigger from its slots; `above` are those of the verb over an event noun.

    `story` is the country that people without a code are taken to be of.
    """
    filled = _Filling(tokens, text, mentions, story)
    filled.giving = match.row.type in ("AID", "REQUEST", "SUPPORT", "SANCTION")
    filled.official = match.row.frame.actor in ("COP", "JUD")
    seen: set[str] = set()
    classes = grammar(tokens.language).classes
    turned = match.group is not None and match.verb > match.first and match.group.voice == "passive"
    for slot in slots:
        if turned and slot.edge in ("subject", "patient") and match.row.frame.object in ("-", "R"):
            continue  # 'une enquête a été ouverte': the noun itself is the subject
        listed = slot.edge in seen and _goes_on(tokens, slot)
        role = _role(match.row, slot, again=slot.edge in seen and not listed)
        own = slot.edge == "à" and tokens.words[match.last] in classes["to"]
        if own and role in ("P", "-") and match.row.frame.object == "R":
            role = "R"  # 'mettre le feu à la mairie': the row's own preposition
        if (
            role == "R"
            and filled.codes["R"]
            and not listed
            and slot.edge in ("à", "de", "sur", "pour", "avec")
        ):
            continue  # the object has filled it
        if filled.put(role, slot):
            seen.add(slot.edge)
    if turned or (match.group is not None and match.verb > match.first):
        _own_noun(tokens, match, mentions, filled)
    if above:
        _from_above(match.row, above, qualifier, filled)
    if match.group is None:
        _adjectives(match, mentions, filled)
        if tokens.language == "en":
            role = "R" if match.row.frame.name in _SUFFERED else "A"
            for mention in before_noun(text, match, mentions, tokens.language):
                filled.take(role, mention, "before the noun")
        _possessive(tokens, match, mentions, filled)
        if match.row.frame.name in _SUFFERED_ALONE and not filled.codes["R"]:
            _nearest_person(match, mentions, filled)
    armed = any(map(is_armed, filled.codes["A"]))
    if match.row.type == "ASSAULT" and not filled.codes["R"] and not armed:
        _struck_things(match, [*slots, *above], filled)
    towards = match.row.type == "SUPPORT" or match.row.mode == "disapprove"
    if towards and match.group is not None and not filled.codes["R"]:
        _anywhere_behind(match, mentions, filled)
    return Roles(
        tuple(filled.codes["A"]), tuple(filled.codes["R"]), tuple(filled.places), tuple(filled.reasons),
        frozenset(filled.guessed), frozenset(filled.names), tuple(slots),
    )  # fmt: skip


def _goes_on(tokens: Tokens, slot: Slot) -> bool:
    """'le feu à la mairie et à une banque': a second complement of the same kind."""
    first = tokens.at(slot.start)
    if first is None or first < 2:
        return False
    return tokens.words[first - 2] in grammar(tokens.language).classes["list_marks"]


def _own_noun(
    tokens: Tokens, match: TriggerMatch, mentions: Sequence[ActorMention], filled: _Filling
) -> None:
    """'les conducteurs enlevés', 'la population est appelée à': the trigger's own first noun is someone."""
    end = tokens.ends[match.first]
    if match.row.frame.object == "R" and not filled.codes["R"]:
        own = [m for m in mentions if m.start < end and m.end > match.start and usable(m)]
        verb = tokens.starts[match.verb]
        if own and own[0].end <= verb:
            inside = [m for m in mentions if own[0].start <= m.start < verb and usable(m)]
            for mention in _with_joined(filled.text, own[0], inside, tokens.language):
                filled.take("R", mention, "the trigger's own noun")


def _struck_things(match: TriggerMatch, slots: Sequence[Slot], filled: _Filling) -> None:
    """'des frappes contre des installations iraniennes': the state whose things are struck or blamed."""
    for slot in slots:
        if slot.edge in ("contre", "sur") or (slot.edge == "object" and match.row.frame.object == "R"):
            for mention in filled.mentions:
                inside = slot.head < mention.start < slot.end and mention.rule == "demonym-adjective"
                if inside and mention.codes[0] not in filled.codes["A"] and not filled.codes["R"]:
                    filled.take("R", mention, "its things")


def _nearest_person(match: TriggerMatch, mentions: Sequence[ActorMention], filled: _Filling) -> None:
    """'après un mois de détention, la cour a accordé à X …': custody with nobody beside it is the
    person's.
    """
    people = [
        m
        for m in mentions
        if usable(m) and m.kind in ("person", "office") and not set(m.codes) & set(filled.codes["A"])
    ]
    if people:
        filled.take("R", min(people, key=lambda m: abs(m.start - match.start)), "the person of the sentence")


def _anywhere_behind(match: TriggerMatch, mentions: Sequence[ActorMention], filled: _Filling) -> None:
    """Thanks and blame are for someone: the first one told behind the trigger ('a salué les victoires
    remportées par les forces')."""
    for mention in mentions:
        behind = match.end <= mention.start < match.end + FAR and usable(mention)
        if behind and not set(mention.codes) & set(filled.codes["A"]) and mention.kind != "reference":
            near = [m for m in mentions if mention.start <= m.start < mention.end + FAR and usable(m)]
            for listed in _with_joined(filled.text, mention, near, filled.tokens.language):
                filled.take("R", listed, "the first one told behind it")
            return


def _role(row: Row, slot: Slot, *, again: bool) -> str:
    frame = row.frame
    if slot.edge == "subject":
        return "-" if again else frame.subject
    if slot.edge in ("object", "patient"):
        return "P" if again else frame.object
    if slot.edge == "behind":
        return "P"
    role = frame.prepositions.get(slot.edge, "P" if slot.edge in _PLACES else "-")
    if role == "A1":
        return "R" if again else "A"
    return "P" if again and slot.edge not in ("avec", "entre") else role


def _adjectives(match: TriggerMatch, mentions: Sequence[ActorMention], filled: _Filling) -> None:
    """'frappes iraniennes', 'attaques terroristes': an adjective on the noun is who did it."""
    for mention in mentions:
        if mention.start <= match.start and match.end < mention.end and mention.codes:
            filled.take("A", mention, "holds the noun")  # 'frappes iraniennes'
            continue
        if not (match.start + 4 <= mention.start <= match.end + 2) or not mention.codes:
            continue
        if mention.rule == "demonym-adjective" or (mention.kind == "group" and match.row.type == "ASSAULT"):
            filled.take("A", mention, "adjective of the noun")


def _from_above(row: Row, above: Sequence[Slot], qualifier: Qualifier, filled: _Filling) -> None:
    for slot in above:
        if slot.edge == "subject" and qualifier.support != "R" and not filled.codes["A"]:
            filled.put("A", slot, why="subject of the verb over it")
        elif slot.edge in ("subject", "patient") and qualifier.support == "R" and not filled.codes["R"]:
            filled.put("R", slot, why="suffers it")
        elif slot.edge == "par" and not filled.codes["A"]:
            filled.put("A", slot, why="agent of the verb over it")
        elif slot.edge in ("avec", "entre") and row.frame.prepositions.get(slot.edge):
            filled.put(row.frame.prepositions[slot.edge], slot)
        elif not filled.codes["R"] and _receives(row, slot.edge):
            filled.put("R", slot, why="complement of the verb over it")


def _receives(row: Row, edge: str) -> bool:
    told = row.frame.prepositions.get(edge) == "R" and edge != "de"
    return told or (row.type == "ASSAULT" and edge == "contre")


def _possessive(
    tokens: Tokens, match: TriggerMatch, mentions: Sequence[ActorMention], filled: _Filling
) -> None:
    """'son arrestation', 'sa visite': the one told last before it, or the sentence's first."""
    if (
        match.first == 0
        or tokens.words[match.first - 1] not in grammar(tokens.language).classes["possessive"]
    ):
        return
    role = "R" if match.row.frame.name in _SUFFERED else "A"
    if filled.codes[role]:
        return
    people = [m for m in mentions if usable(m) and m.kind in ("person", "office", "reference", "people")]
    before = [m for m in people if m.end <= match.start]
    if before or people:
        filled.take(role, before[-1] if before else people[0], "taken up by the possessive")


class _Filling:
    """Codes gathered while the slots are read."""

    def __init__(
        self, tokens: Tokens, text: str, mentions: Sequence[ActorMention], story: str | None
    ) -> None:
        self.tokens = tokens
        self.text = text
        self.mentions = mentions
        self.story = story
        self.codes: dict[str, list[str]] = {"A": [], "R": []}
        self.places: list[Slot] = []
        self.reasons: list[str] = []
        self.names: set[str] = set()
        self.taken: set[int] = set()
        self.guessed: set[str] = set()
        self.official = False
        self.giving = False

    def put(self, role: str, slot: Slot, why: str = "") -> bool:
        """Fill a role from a slot; whether anything was found in it."""
        if slot.edge in _PLACES and not why:
            self.places.append(slot)
        if role in ("-", "P"):
            return False
        given = role == "R" and self.giving and slot.edge in ("à", "pour")
        chosen = in_slot(self.tokens, self.text, slot, self.mentions, given=given)
        for mention in chosen:
            side = "R" if role == "PR" else role
            if role == "AR":
                armed = all(is_armed(code) for code in mention.codes) and mention.codes
                side = "A" if armed or mention.rule in ("country-genitive", "country-state") else "R"
            self.take(side, mention, why or f"{slot.edge}: {slot.reason}")
        return bool(chosen)

    def take(self, role: str, mention: ActorMention, why: str) -> None:
        if mention.start in self.taken:
            return
        if self.official and role == "A" and not any(_of_state(code) for code in mention.codes):
            return  # nobody is arrested, judged or looked into by a passer-by
        self.taken.add(mention.start)
        private = mention.candidates[:1] if mention.kind in ("person", "office") else ()
        codes = mention.codes or private or ((f"{self.story}:CVL",) if self.story else ())
        if not mention.codes:
            self.guessed.add(role)
        new = [code for code in codes if code not in self.codes[role]]
        self.codes[role].extend(new)
        if mention.kind == "person":
            self.names.add(mention.name)
        if new:
            label = "actor" if role == "A" else "recipient"
            self.reasons.append(f"{label} {', '.join(new)}: « {mention.name} », {why}")
