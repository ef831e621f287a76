"""Similar articles: near-copies marked as such, then the same incident, then the same story.

An article's story is a vector of small whole numbers: its most telling words, each by how rare it is, hashed
into signed places (feature hashing), and beside them the mean of its words' meanings where word vectors are
given. Of a vector a sketch of bits is kept (signs of random projections). A search counts differing bits over
all articles, takes the nearest thousand, ranks them by their vectors and the best of these by their words and
copied shingles. All sums are of whole numbers, so that the same search gives the same answer everywhere.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from operator import eq
from pathlib import Path
from typing import Any, Literal, Protocol

import msgspec
import numpy as np
import numpy.typing as npt

from faleme.lexicon.link_rules import load_link_rules, load_word_weights
from faleme.link.judge import common
from faleme.link.traits import Page, stems
from faleme.records.text import Article

WORDS = 192
MEANING = 64
WIDTH = WORDS + MEANING
_BITS = 384
_AT_ONCE = 20_000  # articles sketched in one product
_NEAR = 1000  # articles ranked by their vectors, and those that tie with the last, up to four times as many
RANKED = 80  # articles ranked by their words
_LEAD = 700  # code points of an article that say what it is about
_SHARE = 0.6  # length of the meaning beside that of the words
_WORD = re.compile(r"[^\W_]{2,}")

Kind = Literal["near-copy", "same-incident", "same-story"]
Bytes = npt.NDArray[np.int8]
_Table = npt.NDArray[Any]


class Similar(msgspec.Struct, frozen=True):
    """A neighbour: its kind, how near it is (0 to 1), and its own near-copies, which are not listed again."""

    article: str
    kind: Kind
    score: float
    copies: tuple[str, ...] = ()


class Index(Protocol):
    """Articles that can be asked for those nearest to a vector."""

    def nearest(self, query: Bytes, /) -> list[tuple[str, float]]: ...


class WordVectors(Protocol):
    """Meanings of words, as spaCy's `Vocab` gives them."""

    def has_vector(self, key: str, /) -> bool: ...
    def get_vector(self, orth: str, /) -> Any: ...


@cache
def _signs(name: str, rows: int, columns: int) -> npt.NDArray[np.int32]:
    """A table of +1 and −1 that is the same on every machine."""
    size = rows * columns
    drawn = np.frombuffer(hashlib.shake_256(name.encode()).digest(size // 8 + 1), dtype=np.uint8)
    return (np.unpackbits(drawn)[:size].reshape(rows, columns).astype(np.int32) * 2) - 1


@lru_cache(maxsize=200_000)
def _places(word: str) -> tuple[tuple[int, int], ...]:
    digest = hashlib.blake2b(word.encode(), digest_size=8).digest()
    return tuple((digest[i] % WORDS, 1 if digest[i + 1] & 1 else -1) for i in (0, 2, 4))


def vector(page: Page, meaning: Bytes | None = None) -> Bytes:
    """The story of an article as `WIDTH` bytes: its words, then what they mean if that is given."""
    weight = load_word_weights()
    total = [0] * WORDS
    for word in sorted({*page.story, *page.title}):
        tells = round(100 * weight(word)) * (2 if word in page.title else 1)
        for place, sign in _places(word):
            total[place] += sign * tells
    told = _short(np.array(total, dtype=np.int64), 127)
    meant = (
        _short(meaning.astype(np.int64), round(127 * _SHARE)) if meaning is not None else np.zeros(MEANING)
    )
    return np.concatenate([told, meant]).astype(np.int8)


def _short(values: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.int64]:
    """A vector scaled to a length that a hundred bytes can hold, in whole numbers."""
    norm = int(np.sqrt(float((values * values).sum())))
    scaled = values * (length * 4) // norm if norm else values
    return scaled.clip(-127, 127)


def meaning(article: Article, vectors: WordVectors) -> Bytes:
    """Mean meaning of an article's first words, the rare ones weighing more, folded into `MEANING` bytes."""
    weight = load_word_weights()
    total: Any = None
    for word in article.text[:_LEAD].split():
        bare = word.strip(".,;:!?«»\"'’()").split("’")[-1]
        key = bare if vectors.has_vector(bare) else bare.lower()
        stem = stems(key)[:1]
        if not stem or not vectors.has_vector(key):
            continue
        meant = np.asarray(vectors.get_vector(key), dtype=np.float64)
        length = float(np.sqrt((meant * meant).sum()))
        if length:
            whole = np.rint(meant / length * 1000 * weight(stem[0])).astype(np.int64)
            total = whole if total is None else total + whole
    if total is None:
        return np.zeros(MEANING, dtype=np.int8)
    folded = total @ _signs("meaning", len(total), MEANING).astype(np.int64)
    return _short(folded, 127).astype(np.int8)


def sketch(vectors: Bytes) -> npt.NDArray[np.uint64]:
    """Signs of projections of vectors (rows) as words of 64 bits, one row a word, one column an article.

    The sums are whole numbers below 2^24, which single precision holds exactly in whatever order they come.
    """
    signs = _signs("sketch", WIDTH, _BITS).astype(np.float32)
    packed = np.empty((len(vectors), _BITS // 8), dtype=np.uint8)
    for start in range(0, len(vectors), _AT_ONCE):
        part = vectors[start : start + _AT_ONCE].astype(np.float32)
        packed[start : start + _AT_ONCE] = np.packbits(part @ signs > 0, axis=1)
    return np.ascontiguousarray(packed.view(np.uint64).T)


class Neighbours:
    """Articles' vectors, searched: made from rows, or opened from a folder and mapped rather than loaded."""

    def __init__(self, ids: Sequence[str], vectors: _Table, bits: _Table) -> None:
        self._ids, self._vectors, self._bits = ids, vectors, bits

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Bytes]]) -> Neighbours:
        """From articles' ids and vectors, in any order."""
        ordered = sorted(rows, key=lambda row: row[0])
        table = np.stack([row[1] for row in ordered]) if ordered else np.zeros((0, WIDTH), dtype=np.int8)
        return cls([row[0] for row in ordered], table, sketch(table))

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        np.save(folder / "vectors.npy", self._vectors)
        np.save(folder / "bits.npy", self._bits)
        (folder / "ids.json").write_bytes(msgspec.json.encode(list(self._ids)))

    @classmethod
    def open(cls, folder: Path) -> Neighbours:
        ids = msgspec.json.decode((folder / "ids.json").read_bytes(), type=list[str])
        return cls(
            ids, np.load(folder / "vectors.npy", mmap_mode="r"), np.load(folder / "bits.npy", mmap_mode="r")
        )

    def nearest(self, query: Bytes, count: int = RANKED) -> list[tuple[str, float]]:
        """The nearest articles with the cosine of their vectors, best first, ties by id."""
        if not self._ids:
            return []
        rows = near_rows(self._bits, sketch(query[None, :])[:, 0])
        cosines = cosines_of(self._vectors[rows], query)
        order = np.lexsort((rows, -cosines))[:count]
        return [(self._ids[rows[i]], float(cosines[i])) for i in order]


def near_rows(bits: _Table, asked: npt.NDArray[np.uint64]) -> npt.NDArray[np.intp]:
    """Rows whose sketches (columns of `bits`) differ from one in the fewest bits: `_NEAR` of them and ties.

    Of very many ties, as blank articles make them, the first ones.
    """
    if not bits.shape[1]:
        return np.zeros(0, dtype=np.intp)
    differing = np.bitwise_count(bits[0] ^ asked[0]).astype(np.uint16)
    for word in range(1, len(asked)):
        differing += np.bitwise_count(bits[word] ^ asked[word])
    counts = np.bincount(differing, minlength=_BITS + 1).cumsum()
    limit = int(np.searchsorted(counts, min(_NEAR, len(differing))))
    rows = np.flatnonzero(differing <= limit)
    if len(rows) > 4 * _NEAR:
        rows = np.sort(rows[np.argsort(differing[rows], kind="stable")[: 4 * _NEAR]])
    return rows


def cosines_of(vectors: _Table, query: Bytes) -> npt.NDArray[np.float64]:
    """Exact cosines of some vectors (rows) with one, from sums of whole numbers."""
    few, asked = vectors.astype(np.int32), query.astype(np.int32)
    norms = np.sqrt((few * few).sum(axis=1).astype(float) * float((asked * asked).sum()))
    cosines: npt.NDArray[np.float64] = (few @ asked) / np.maximum(norms, 1.0)
    return cosines


def similar(
    article: str,
    page: Page,
    query: Bytes,
    index: Index,
    *,
    pages: Callable[[Sequence[str]], Mapping[str, Page]],
    same_incident: Iterable[str] = (),
    limit: int = 10,
) -> tuple[Similar, ...]:
    """Neighbours of an article: its near-copies, then articles of its incidents, then of its story.

    `pages` gives the pages of articles by id, `same_incident` the other articles of its incidents. The
    article itself is never there, and what is a near-copy of a neighbour stands under it.
    """
    rules = load_link_rules()
    together = [other for other in dict.fromkeys(same_incident) if other != article]
    near = [other for other, _ in index.nearest(query) if other != article]
    known = pages(list(dict.fromkeys([*together, *near])))
    ranked: list[tuple[int, float, str]] = []
    for other, told in known.items():
        copied = _copied(page, told)
        score = max(copied, 0.8 * common(page.story, told.story) + 0.2 * common(page.title, told.title))
        rank = 0 if copied >= rules.copy else 1 if other in together else 2
        if rank < 2 or score >= rules.story:
            ranked.append((rank, round(score, 4), other))
    ranked.sort(key=lambda each: (each[0], -each[1], each[2]))
    kinds: tuple[Kind, ...] = ("near-copy", "same-incident", "same-story")
    found: list[Similar] = []
    for rank, score, other in ranked:
        original = next(
            (i for i, s in enumerate(found) if _copies(known, s.article, other, rules.copy)), None
        )
        if original is None:
            if len(found) < limit:
                found.append(Similar(other, kinds[rank], score))
        else:
            kept = found[original]
            found[original] = msgspec.structs.replace(kept, copies=(*kept.copies, other))
    return tuple(found)


def shared_words(a: Page, b: Page, most: int = 6) -> tuple[str, ...]:
    """Stems that tell what two articles have in common, the rarest first."""
    weight = load_word_weights()
    both = {*a.story, *a.title} & {*b.story, *b.title}
    return tuple(sorted(both, key=lambda word: (-weight(word), word))[:most])


def spelled(text: str) -> dict[str, str]:
    """Stems of a text, each with the first word that has it."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        for stem in stems(word):
            found.setdefault(stem, word)
    return found


def _copies(known: Mapping[str, Page], a: str, b: str, least: float) -> bool:
    return _copied(known[a], known[b]) >= least


def _copied(a: Page, b: Page) -> float:
    """The share of shingles that two articles have in common, as `traits.alike` says it, asked for often."""
    if not a.signature or len(a.signature) != len(b.signature):
        return 0.0
    same: int = sum(map(eq, a.signature, b.signature))
    return same / len(a.signature)
