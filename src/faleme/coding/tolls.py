"""The sentences that tell an attack's toll and nothing else: 'Quatre assaillants ont péri.'

They report the attack that the sentences before them told (CODEBOOK, section 2: every sentence that
reports an event is its evidence), where the article tells of one attack only.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import msgspec

from faleme.coding.candidates import Candidate
from faleme.coding.fatalities import as_range
from faleme.coding.merge import best_time
from faleme.coding.story import Story
from faleme.lexicon.grammar import grammar
from faleme.records.event import Fatalities
from faleme.records.text import Span

REACH: Final = 2
"""Sentences behind one that reports the attack."""
NEAR: Final = 60
"""Code points between a count and the word of death that it goes with."""


def with_tolls(
    groups: Sequence[list[Candidate]], story: Story, sentences: Sequence[Span]
) -> list[list[Candidate]]:
    """The groups, the one attack of the article with the sentences that tell its dead and wounded."""
    attacks = [group for group in groups if group[0].type == "ASSAULT" and not group[0].listed]
    if len(attacks) != 1 or len(attacks) != sum(group[0].type == "ASSAULT" for group in groups):
        return list(groups)
    attack = attacks[0]
    taken = {candidate.span for group in groups for candidate in group}
    told = {candidate.sentence for candidate in attack}
    followed = [
        candidate
        for number, span in enumerate(sentences)
        if Span(span.start, span.end) not in taken
        and any(0 < number - other <= REACH for other in told)
        and (candidate := _follow_up(attack, number, span, story)) is not None
    ]
    return [[*group, *followed] if group is attack else group for group in groups]


def _follow_up(attack: list[Candidate], number: int, span: Span, story: Story) -> Candidate | None:
    """The sentence as a report of the attack, if it counts dead or wounded and has no day of its own."""
    text, inside = story.text, story.mentions.within(span)
    toll = grammar(story.language).patterns["toll"]
    counts = [
        figure
        for figure in inside.figures
        if figure.kind == "count" and toll.search(text, figure.start, min(span.end, figure.end + NEAR))
    ]
    if not counts or _of_another_day(attack, [(time.from_, time.to) for time in inside.times]):
        return None
    dead = grammar(story.language).patterns["dead"]
    killed = [f for f in counts if dead.search(text, f.start, min(span.end, f.end + NEAR))]
    fatalities: Fatalities | None = as_range(killed[0]) if len(killed) == 1 else None
    return msgspec.structs.replace(
        attack[0], span=Span(span.start, span.end), sentence=number, in_title=False, noun=True,
        place=None, time=None, fatalities=fatalities, status=None, actors=(), recipients=(), mode=None,
        tags=(), reasons=(),
    )  # fmt: skip


def _of_another_day(attack: list[Candidate], days: Sequence[tuple[str | None, str | None]]) -> bool:
    own = best_time(attack)
    return any(day != (own.from_, own.to) if own else True for day in days)
