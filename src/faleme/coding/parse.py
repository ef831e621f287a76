"""The dependency parse of picked sentences: spaCy's French model with its parser alone.

The model is loaded at the first sentence. Morphologizer and lemmatizer stay off (measured: they cost three
times the parse); tense comes from the verb group, lemmas from the lexicon. A sentence is given to the parser
by itself, because it invents breaks inside a paragraph and then cuts names in two.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, cached_property
from itertools import islice
from typing import Any, Final

import msgspec
from threadpoolctl import ThreadpoolController

from faleme.errors import ModelError
from faleme.records.text import Span

MODEL = "fr_core_news_md"
_OFF = ["morphologizer", "lemmatizer", "ner", "attribute_ruler", "senter"]

BATCH: Final = 64
"""Sentences that go through the model together; more are no faster."""
_MASK: Final = 2**64 - 1
"""Labels are unsigned numbers, the distance of a head is a signed one."""
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
            from thinc.api import NumpyOps

            pipeline = spacy.load(self._model, exclude=_OFF)
        except (ImportError, OSError) as error:
            raise ModelError(f"language model {self._model} is missing or does not fit ({error})") from error
        # numpy's product of matrices takes a third of the time of the one that comes with spaCy
        numpy = NumpyOps(use_blis=False)
        for _, part in pipeline.pipeline:
            for layer in part.model.walk():  # type: ignore[attr-defined]
                layer.ops = numpy
        return pipeline

    @cached_property
    def _threads(self) -> ThreadpoolController:
        return ThreadpoolController()

    def parse(self, text: str, spans: Sequence[Span]) -> list[Parse]:
        """The parses of sentences, in their order."""
        return self.parse_all([(text, spans)])[0]

    def parse_all(self, asked: Sequence[tuple[str, Sequence[Span]]]) -> list[list[Parse]]:
        """The parses of sentences of many texts, text by text: together they cost a quarter less."""
        spans = [span for _, each in asked for span in each]
        if not spans:
            return [[] for _ in asked]
        # A lone surrogate stops spaCy; its stand-in is as long, so that the offsets stay.
        quotes = [_SURROGATE.sub("\ufffd", span.quote(text)) for text, each in asked for span in each]
        pipeline = self._pipeline
        # One thread: the matrices are so small that a second one only waits.
        with self._threads.limit(limits=1, user_api="blas"):
            documents = list(pipeline.pipe(quotes, batch_size=BATCH))
        parses = (
            _parse(document, quote, span.start)
            for document, quote, span in zip(documents, quotes, spans, strict=True)
        )
        return [list(islice(parses, len(each))) for _, each in asked]


def _parse(document: Any, quote: str, offset: int) -> Parse:
    columns = document.to_array(("IDX", "LENGTH", "DEP", "HEAD")).astype("int64").T.tolist()
    strings = document.vocab.strings
    begins = columns[0]
    ends = [begin + length for begin, length in zip(begins, columns[1], strict=True)]
    heads = [i + distance for i, distance in enumerate(columns[3])]
    children: list[list[int]] = [[] for _ in heads]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    return Parse(
        [offset + begin for begin in begins],
        [offset + end for end in ends],
        [quote[begin:end].lower().replace("’", "'") for begin, end in zip(begins, ends, strict=True)],
        [strings[label & _MASK] for label in columns[2]],
        heads,
        children,
    )


@cache
def load_parser(model: str = MODEL) -> Parser:
    """The parser of a model, one a process."""
    return Parser(model)
