"""Figures inside a dated event take its period (CODEBOOK, section 6, 'Figures')."""

from __future__ import annotations

import pytest

from faleme.coding.figure_periods import with_periods
from faleme.recognise.figures import figures
from faleme.recognise.sentences import sentences
from faleme.records.event import Event, EventType
from faleme.records.text import Span
from faleme.records.time import Period, Timex

DAY = Period("2025-07-01", "2025-07-01")
NEXT = Period("2025-07-02", "2025-07-02")
NONE = Period(None, None)


def event(
    text: str, words: str, time: Period | None, type_: EventType = "ASSAULT", mode: str | None = None
) -> Event:
    """An event whose evidence is the sentence that holds `words`."""
    at = text.index(words)
    evidence = tuple(Span(s.start, s.end) for s in sentences(text) if s.start <= at < s.end)
    return Event(
        type=type_, mode=mode, status="occurred", tags=(), actors=(), recipients=(), place=None,
        time=time, fatalities=None, evidence=evidence,
    )  # fmt: skip


def periods(text: str, *events: Event, times: tuple[Timex, ...] = ()) -> list[Period]:
    return [Period(f.from_, f.to) for f in with_periods(text, figures(text, times=times), events)]


def test_a_toll_takes_the_day_of_its_event() -> None:
    text = "Un convoi a sauté. Quatre soldats ont été tués. Le village est à 12 km. Six élèves lisent."
    assert periods(text, event(text, "Quatre", DAY), event(text, "12 km", DAY)) == [DAY, NONE, NONE]


def test_a_period_of_its_own_stays() -> None:
    text = "En 2024, 40 camions ont été pris."
    year = Timex(start=3, end=7, from_="2024-01-01", to="2024-12-31", grain="year", rule="test")
    assert periods(text, event(text, "40", DAY), times=(year,)) == [Period("2024-01-01", "2024-12-31")]


def test_two_days_in_one_sentence_leave_the_period_open() -> None:
    text = "Les raids ont fait 30 morts."
    assert periods(text, event(text, "30", DAY), event(text, "30", NEXT)) == [NONE]
    assert periods(text, event(text, "30", DAY), event(text, "30", None)) == [DAY]


def test_what_is_said_beside_a_deed_does_not_date_its_toll() -> None:
    text = "Le raid a fait 13 morts, l’armée promet une riposte."
    said = event(text, "13", DAY, "THREATEN")
    assert periods(text, event(text, "13", None), said) == [NONE]
    assert periods(text, said) == [DAY]


@pytest.mark.parametrize(
    "text",
    [
        "Il a été arrêté pour une escroquerie de 5 millions FCFA.",
        "On l’a pris avec des billets de 100 dollars.",
        "Il est arrêté dans un cercle qui compte 12 communes.",
    ],
)
def test_a_charge_a_kind_of_note_and_what_stands_always_are_for_no_day(text: str) -> None:
    assert periods(text, event(text, text[-12:], DAY, "COERCE", "arrest")) == [NONE]


def test_a_headline_takes_its_period_from_the_body() -> None:
    text = "Raid : 30 morts et 12 blessés\n\nLe camp a été pris. Il y a eu 30 morts."
    assert periods(text, event(text, "Il y a eu", DAY)) == [DAY, DAY, DAY]


def test_a_copied_sentence_keeps_the_day() -> None:
    toll = "Le bilan du raid est, dit-on, de 30 morts dans le camp du fleuve."
    text = f"Le raid\n\nIl a plu. {toll}\n\nPuis rien. {toll}"
    assert periods(text, event(text, "Le bilan", DAY)) == [DAY, DAY]
