"""The words of a text and what is remembered of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from faleme.lexicon.actors import Surface, blank
from faleme.lexicon.names import Remembered, fold
from faleme.recognise.timex_grammar import grammar
from faleme.recognise.timex_tokens import Reader, Tokens
from faleme.recognise.words import words_of

PIECES = st.lists(
    st.sampled_from(
        ["Kayes", "l’Été", "N’Diob", "e\u0301", "_", "12", "sept.", "mi-mai", " ", "\u00a0", "\n"]
    ),
    max_size=20,
).map("".join)
TEXTS = st.one_of(st.text(max_size=60), PIECES)


def test_words_are_cut_at_blanks_hyphens_and_elisions() -> None:
    words = words_of("À N’Diob, l’Été de Saint-Louis")
    assert words.folded == ["a", "ndiob", "l", "ete", "de", "saint", "louis"]
    assert words.gaps == ["", " ", ", ", "'", " ", " ", "-", ""]
    assert words.capital == [True, True, False, True, False, True, True]


@given(TEXTS)
def test_words_and_gaps_are_the_whole_text(text: str) -> None:
    words = words_of(text)
    end, whole = 0, ""
    for start, stop, gap in zip(words.starts, words.ends, words.gaps, strict=False):
        assert gap == fold(text[end:start])
        whole, end = whole + text[end:stop], stop
    assert whole + text[end:] == text


@given(TEXTS)
def test_a_surface_is_folded_as_a_whole_text_is(text: str) -> None:
    surface = Surface(text)
    assert surface.folded == blank(fold(surface.text))


@given(TEXTS)
def test_what_is_remembered_of_a_chunk_is_what_is_read_anew(text: str) -> None:
    rules = grammar("fr")
    again = Reader(rules.reader.words, rules.symbols)
    one, other = (Tokens(text, reader, rules.symbols, rules.class_names) for reader in (rules.reader, again))
    assert one.tokens == other.tokens
    assert all(one.end(i) <= start for i, start in enumerate(one.starts[1:]))


def test_a_full_memory_begins_anew_and_says_the_same() -> None:
    lengths = Remembered(len, most=3)
    assert [lengths[word] for word in ("a", "bb", "ccc", "dddd", "a")] == [1, 2, 3, 4, 1]
    assert len(lengths) <= 3
