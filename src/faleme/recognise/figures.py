"""Figures: the measured quantities that a reader would put in a table (CODEBOOK, section 5).

'12,5 milliards FCFA', '3,4 %', 'plus de 60 camions', 'à moins de deux kilomètres'. Left out: dates, ages,
durations, clock times, ranks, law numbers, scores, bare 'un', and what only takes up ('les deux pays').
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from faleme.lexicon.units import franc_of
from faleme.recognise.figure_drafts import Draft, drafts
from faleme.recognise.figure_ellipsis import settle, single_casualties
from faleme.recognise.figure_period import Ends, period_of
from faleme.recognise.figure_subject import measured
from faleme.recognise.numerals import Numeral
from faleme.recognise.sentences import sentences
from faleme.records.figure import Figure
from faleme.records.text import Span
from faleme.records.time import Timex


def figures(
    text: str, *, times: Sequence[Timex] = (), language: str = "fr", country: str | None = None
) -> tuple[Figure, ...]:
    """All figures of a text in order, as CODEBOOK section 5 defines them.

    `times` are the timexes of the same text: they mask dates and give periods. `country` is the ISO
    alpha-3 code of the outlet's country, for 'francs' (XOF where it is None).
    """
    language = "en" if language == "en" else "fr"
    found = drafts(text, times, language)
    if not found:
        return ()
    spans = sentences(text)
    settled = settle(text, found, spans, language)
    for start, end, noun in single_casualties(text, settled, language):
        one = Numeral(start, end, 1, "words")
        settled.append(
            Draft(start, end, one, 1, noun, "count", rule="one beside another count", noun_class="casualty")
        )
    settled.sort(key=lambda draft: draft.start)
    ordered = sorted(times, key=lambda timex: timex.start)
    return tuple(
        _figure(text, draft, period_of(text, draft, ordered, spans, at, language), country, language)
        for draft, at in _with_sentence(settled, spans)
    )


def _with_sentence(settled: list[Draft], spans: Sequence[Span]) -> Iterator[tuple[Draft, int]]:
    """Each draft with the number of its sentence, in one pass."""
    at = 0
    for draft in settled:
        while at + 1 < len(spans) and spans[at].end <= draft.start:
            at += 1
        yield draft, at


def _figure(text: str, draft: Draft, ends: Ends, country: str | None, language: str) -> Figure:
    return Figure(
        start=draft.start,
        end=draft.end,
        value=draft.value,
        unit=franc_of(country) if draft.unit == "franc" else draft.unit,
        modifier=draft.modifier,
        from_=ends[0],
        to=ends[1],
        kind=draft.kind,
        measures=measured(text, draft, language),
        rule=draft.rule,
    )
