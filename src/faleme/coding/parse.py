"""The dependency parse of picked sentences: spaCy's French model with its parser alone, one sentence at a
time.

The model is loaded at the first sentence. Morphologizer and lemmatizer stay off (measured: they cost three
times
the parse); tense comes from the verb group, lemmas from the lexicon. A sentence is given to the parser by
itself,
because it invents breaks inside a paragraph and then cuts names in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from typing import Any, Final

import msgspec

from faleme.errors import ModelError
from faleme.records.text import Span

MODEL = "fr_core_news_md"
_OFF = ["morphologizer", "lemmatizer", "ner", "attribute_ruler", "senter"]

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


class Parse(msgspec.Struct, frozen=True):
    """Parallel lists over the parser's words: offsets in the article, word, label of the edge, index of the
    head.
    """

    starts: list[int]
    ends: list[int]
    words: list[str]
    deps: list[str]
    heads: list[int]
    children: list[list[int]]

    def at(self, offset: int) -> int | None:
        """The parser's word that holds an offset of the article."""
        for i, end in enumerate(self.ends):
            if self.starts[i] <= offset < end:
                return i
        return None

    def subtree(self, i: int) -> list[int]:
        """Words under i, itself included, in their order."""
        found, stack, seen = [], [i], set()
        while stack:
            word = stack.pop()
            if word not in seen:
                seen.add(word)
                found.append(word)
                stack.extend(self.children[word])
        return sorted(found)


class Parser:
    """Parses sentences of an article; pass one Parser on, loading costs some seconds."""

    def __init__(self, model: str = MODEL) -> None:
        self._model = model

    @cached_property
    def _pipeline(self) -> Any:
        try:
            import spacy

            return spacy.load(self._model, exclude=_OFF)
        except (ImportError, OSError) as error:
            raise ModelError(f"language model {self._model} is missing or does not fit ({error})") from error

    def parse(self, text: str, spans: Sequence[Span]) -> list[Parse]:
        """The parses of sentences, in their order."""
        if not spans:
            return []
        # A lone surrogate stops spaCy; its stand-in is as long, so that the offsets stay.
        quotes = [_SURROGATE.sub("\ufffd", span.quote(text)) for span in spans]
        documents = self._pipeline.pipe(quotes, batch_size=32)
        return [_parse(document, span.start) for document, span in zip(documents, spans, strict=True)]


def _parse(document: Any, offset: int) -> Parse:
    children: list[list[int]] = [[] for _ in document]
    for token in document:
        if token.head.i != token.i:
            children[token.head.i].append(token.i)
    return Parse(
        [offset + token.idx for token in document],
        [offset + token.idx + len(token.text) for token in document],
        [token.text.lower().replace("’", "'") for token in document],
        [token.dep_ for token in document],
        [token.head.i for token in document],
        children,
    )


@cache
def load_parser(model: str = MODEL) -> Parser:
    """The parser of a model, one a process."""
    return Parser(model)
