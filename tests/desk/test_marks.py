"""Cutting a text at overlapping marks loses nothing and hides nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from faleme.desk.marks import Mark, paragraphs, segments
from tests.desk.seed import attack

TEXT = "Des tirs à Diboli mardi, puis à Kayes."


def marks_over(length: int) -> st.SearchStrategy[list[Mark]]:
    kinds = st.sampled_from(("event", "place", "time", "figure", "actor"))
    ends = st.tuples(st.integers(0, length), st.integers(0, length)).map(sorted).filter(lambda e: e[0] < e[1])
    return st.lists(
        st.builds(lambda kind, e, item: Mark(kind, e[0], e[1], item), kinds, ends, st.integers(0, 9)),
        max_size=8,
    )


@given(marks_over(len(TEXT)))
def test_the_pieces_put_together_are_the_text(marks: list[Mark]) -> None:
    pieces = segments(TEXT, 0, len(TEXT), marks)
    assert "".join(piece.text for piece in pieces) == TEXT
    assert all(piece.text for piece in pieces)


@given(marks_over(len(TEXT)))
def test_every_mark_covers_its_own_words_and_begins_once(marks: list[Mark]) -> None:
    pieces = segments(TEXT, 0, len(TEXT), marks)
    for mark in marks:
        own = "".join(piece.text for piece in pieces if mark in piece.marks)
        assert own == TEXT[mark.start : mark.end]
        assert sum(mark in piece.begins for piece in pieces) == 1


def test_two_overlapping_marks_make_three_pieces() -> None:
    first, second = Mark("event", 0, 17, 0), Mark("place", 11, 23, 0)
    pieces = segments(TEXT, 0, 23, [first, second])
    assert [(piece.text, piece.marks) for piece in pieces] == [
        ("Des tirs à ", (first,)),
        ("Diboli", (first, second)),
        (" mardi", (second,)),
    ]


def test_a_mention_inside_a_longer_one_is_shown_as_itself() -> None:
    office, place = Mark("actor", 0, 20, 0), Mark("place", 11, 17, 0)
    pieces = segments(TEXT, 0, 20, [office, place])
    assert [piece.mention for piece in pieces] == [office, place, office]


def test_the_first_paragraph_is_the_title_and_no_words_are_lost() -> None:
    reading = attack()
    found = paragraphs(reading)
    assert [paragraph.is_title for paragraph in found] == [True, False, False]
    texts = ["".join(segment.text for segment in paragraph.segments) for paragraph in found]
    assert "\n\n".join(texts) == reading.article.text
