"""What a reading shows, as names that the second opinion has weights for.

They are the row and its kind, the form of the trigger, who and what was found for it and how, what else the
sentence and the article told, where in the article it stands, and the words next to the trigger: at most two
together, cut to stems, and never a word with a capital, so that nobody's name is among them.
Each name can be read in `data/fr/event_weights.tsv` and in the reasons of an event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from faleme.coding.roles import Roles
from faleme.coding.sightings import Sighting
from faleme.coding.speakers import in_quote
from faleme.coding.story import Story
from faleme.coding.where_when import Where
from faleme.lexicon.grammar import grammar
from faleme.lexicon.names import fold
from faleme.recognise.qualifiers import Qualifier
from faleme.recognise.sentence_tokens import Tokens
from faleme.recognise.triggers import TriggerMatch
from faleme.records.time import Period

if TYPE_CHECKING:
    from faleme.coding.candidates import Candidate

_BEFORE: Final = ("definite", "indefinite", "demonstrative", "possessive", "of", "to")
_BEHIND: Final = ("definite", "indefinite", "possessive", "demonstrative", "of", "to", "that")
_DEPTH: Final = 8
_NEAR: Final = 3
"""Words on each side of a trigger that are looked at."""
_STEM: Final = 7
_NAME: Final = "Aa"
"""What stands for any word with a capital."""


def features_of(
    sighting: Sighting, match: TriggerMatch, qualifier: Qualifier, roles: Roles, where: Where | None,
    when: tuple[Period, str] | None, story: Story, told: Sequence[Candidate],
) -> tuple[str, ...]:  # fmt: skip
    """The names of what a reading shows; `told` are the readings before it in the article."""
    return (
        *_of_row(match),
        *_of_form(sighting.tokens, match, qualifier),
        *_of_parties(match, roles, story),
        *_of_place_and_time(match, where, when, story),
        *_of_company(sighting, match, roles, told),
        *_of_position(sighting, match, story),
        *_of_parse(sighting, match),
        *_of_words(sighting.tokens, match),
    )


def up_to(number: int, *edges: int) -> str:
    """The first edge that a number does not pass, 'more' behind the last."""
    return next((str(edge) for edge in edges if number <= edge), "more")


def _of_row(match: TriggerMatch) -> Iterator[str]:
    row = match.row
    yield f"type {row.type}"
    yield f"mode {row.type}/{row.mode}"
    yield f"part of speech {row.pos}"
    yield f"frame {row.frame.name}"
    yield f"needs {row.needs or 'nothing'}"
    yield f"row of {min(3, len(row.words.split()))} words"


def _of_form(tokens: Tokens, match: TriggerMatch, qualifier: Qualifier) -> Iterator[str]:
    group, first = match.group, match.first
    classes = grammar(tokens.language).classes
    if group is None:
        before = tokens.words[first - 1] if first else ""
        named = next((name for name in _BEFORE if before in classes[name]), "another word")
        yield f"noun behind {named if first else 'nothing'}"
        if tokens.words[first] != tokens.keys[first]:
            yield "noun in the plural"
    else:
        perfect, bare = " perfect" if group.perfect else "", " bare" if group.bare else ""
        yield f"verb {group.tense}{perfect} {group.voice}{bare}"
    yield f"status {qualifier.status}"
    yield f"status {qualifier.status} of {match.row.pos}"
    if qualifier.support:
        yield f"light verb gives {qualifier.support}"
    if qualifier.asserted:
        yield "said to have happened"
    inside = first and not tokens.breaks[first].strip("-'’")
    if inside and tokens.capital[first] and sum(tokens.capital) < 0.5 * len(tokens.capital):
        yield f"capital of {match.row.pos} inside a sentence"  # 'Selon Libération'
    behind = match.last + 1
    if behind >= len(tokens.words):
        kind = "nothing"
    elif tokens.breaks[behind].strip("-"):
        kind = "a break"
    elif tokens.capital[behind]:
        kind = "a capital"
    else:
        kind = next((name for name in _BEHIND if tokens.words[behind] in classes[name]), "another word")
    yield f"before {kind}"
    yield f"{match.row.pos} before {kind}"


def _of_parties(match: TriggerMatch, roles: Roles, story: Story) -> Iterator[str]:
    kind = match.row.type
    told: list[str] = []
    for name, mark, codes in (("actor", "A", roles.actors), ("recipient", "R", roles.recipients)):
        how = "guessed" if mark in roles.guessed else "named" if codes else "none"
        told.append(f"{name} {how}")
        yield f"{kind} {name} {how}"
        for code in codes[:3]:
            sector = "organisation" if code.startswith("ORG:") else code.partition(":")[2] or "organisation"
            yield f"{name} is {sector}"
            yield f"{kind} {name} is {sector}"
            if country := _country(code):
                yield f"{name} {'of the country of the story' if country == story.country else 'foreign'}"
    yield from told
    yield ", ".join(told)
    parties = {*roles.actors, *roles.recipients}
    yield f"parties: {min(3, len(parties))}"
    yield f"countries: {min(3, len({_country(code) for code in parties} - {''}))}"
    for reason in roles.reasons:
        role, _, rest = reason.partition(" ")
        how = rest.rpartition("», ")[2] if "», " in rest else rest.partition(": ")[2]
        yield f"{role} by {how.partition('«')[0].partition(chr(39))[0][:40].strip()}"


def _country(code: str) -> str:
    return code[:3] if ":" in code and not code.startswith(("ORG:", "UNK:")) else ""


def _of_place_and_time(
    match: TriggerMatch, where: Where | None, when: tuple[Period, str] | None, story: Story
) -> Iterator[str]:
    place = where.place.level if where else "none"
    yield f"place {place}"
    yield f"{match.row.type} {'with a' if where else 'without'} place"
    yield f"{match.row.type} {'with a' if when else 'without'} time"
    yield f"{'place' if where else 'no place'}, {'time' if when else 'no time'}"
    if when is None or not story.published or not when[0].from_ or not when[0].to:
        return
    first, last, published = when[0].from_, when[0].to, story.published
    if first > published:
        age = "to come"
    elif last[:7] == published[:7]:
        age = "of the month"
    else:
        age = "of the year" if first[:4] == published[:4] else "of another year"
    yield f"time {age}"
    yield f"time {age}, {'a day' if first == last else 'a stretch'}"


def _of_company(
    sighting: Sighting, match: TriggerMatch, roles: Roles, told: Sequence[Candidate]
) -> Iterator[str]:
    """What else the sentence holds and the article has told: one sentence seldom reports four acts."""
    kind = match.row.type
    others = [other for other in sighting.matches if other.start != match.start]
    for other in others:
        if other.row.type != kind:
            side = "before it" if other.start < match.start else "behind it"
            yield f"{kind} beside {other.row.type}"
            yield f"{other.row.type} {side}"
            if other.row.weight > match.row.weight:
                yield f"a surer word {side}"
    yield f"triggers: {up_to(len(others), 0, 1, 2, 4)}"
    yield f"triggers before it: {up_to(sum(other.start < match.start for other in others), 0, 1, 2)}"
    yield f"triggers of its type: {up_to(sum(other.row.type == kind for other in others), 0, 1)}"
    if match.group is None and any(other.group is not None for other in others):
        yield "a noun beside a verb"
    here = [candidate for candidate in told if candidate.sentence == sighting.number]
    yield f"told in the sentence: {up_to(len(here), 0, 1, 2)}"
    yield f"told before: {up_to(len(told), 0, 1, 3, 6)}"
    yield f"told before of its type: {up_to(sum(c.type == kind for c in told), 0, 1, 2)}"
    if any(candidate.in_title and candidate.type == kind for candidate in told):
        yield "its type is in the title"
    for candidate in here:
        acting = bool(set(candidate.actors) & set(roles.actors))
        if candidate.type == kind:
            yield "its type is told in the sentence" + (" of its actor" if acting else "")
        if acting:
            yield "its actor acts elsewhere in the sentence"
        if set(candidate.recipients) & set(roles.recipients):
            yield "its recipient suffers elsewhere in the sentence"
        if set(candidate.actors) & set(roles.recipients):
            yield "its recipient acts elsewhere in the sentence"


def _of_position(sighting: Sighting, match: TriggerMatch, story: Story) -> Iterator[str]:
    if sighting.span.start < story.title_end:
        yield "in the title"
    else:
        tenth = 10 * sighting.span.start // max(1, len(story.text))
        yield f"tenth of the text: {up_to(tenth, 0, 1, 3, 5, 7)}"
    yield f"sentence number: {up_to(sighting.number, 0, 1, 2, 4, 8, 14)}"
    yield f"sentence length: {up_to((sighting.span.end - sighting.span.start) // 60, 0, 1, 2, 4, 6)}"
    if in_quote(story.quotes, match.start):
        yield "in a quotation"
        yield f"{match.row.type} in a quotation"
    if sighting.mentions.figures:
        yield "a figure in the sentence"
    yield from (f"a story of {name}" for name in ("sport", "crime") if getattr(story, name))
    if story.suspects:
        yield "suspects in the story"


def _of_parse(sighting: Sighting, match: TriggerMatch) -> Iterator[str]:
    parse = sighting.parse
    word = parse.at(sighting.tokens.starts[match.verb]) if parse is not None else None
    if parse is None or word is None:
        return
    yield f"parsed as {parse.deps[word]}"
    yield f"{match.row.pos} parsed as {parse.deps[word]}"
    depth, above = 0, word
    while parse.heads[above] != above and depth < _DEPTH:
        above, depth = parse.heads[above], depth + 1
    yield f"depth in the parse: {up_to(depth, 0, 1, 2, 3, 5)}"
    yield from sorted({f"has {parse.deps[child].partition(':')[0]}" for child in parse.children[word]})


def _of_words(tokens: Tokens, match: TriggerMatch) -> Iterator[str]:
    """The row, the words of the trigger and the words beside it, marks between words among them."""
    yield f"row {match.row.type} {match.row.words}"
    inside = [_stem(tokens.words[i]) for i in range(match.first, match.last + 1)]
    yield from dict.fromkeys(f"word {word}" for word in inside)
    before = _beside(tokens, range(match.first - 1, -1, -1), 1)
    behind = _beside(tokens, range(match.last + 1, len(tokens.words)), 0)
    yield from (f"word {place} before: {word}" for place, word in enumerate(before, 1))
    yield from (f"word {place} behind: {word}" for place, word in enumerate(behind, 1))
    if before:
        yield f"words {before[0]} {inside[0]}"
    if behind:
        yield f"words {inside[-1]} {behind[0]}"


def _beside(tokens: Tokens, places: range, ahead: int) -> list[str]:
    """Up to three words and marks from the trigger on; `ahead` 1 goes towards the start of the sentence."""
    found: list[str] = []
    for i in places:
        marks = tokens.breaks[i + ahead].strip() if i + ahead < len(tokens.breaks) else ""
        if marks:
            found.append(marks[-1] if ahead else marks[0])
        found.append(_NAME if tokens.capital[i] else _stem(tokens.words[i]))
        if len(found) >= _NEAR:
            break
    return found[:_NEAR]


def _stem(word: str) -> str:
    return fold(word)[:_STEM]
