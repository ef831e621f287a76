"""Words and numbers of a text with their calendar classes, as one line for the time grammar.

Each token is one character of `line`; its class is that character. So a pattern over classes is an ordinary
regular expression, and an offset in `line` is the number of a token.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from itertools import accumulate, chain
from operator import itemgetter
from typing import NamedTuple

from faleme.lexicon.calendar import Word
from faleme.lexicon.names import Remembered

NUMERIC_CLASSES = (
    *("DAY", "NUM", "YEAR", "YEARPAIR", "YEARSHORT", "MONTHYEAR", "YEARMONTH"),
    *("FULLDATE", "DAYMONTH", "ORD", "BIG", "CLOCK", "DECADE", "QSYM", "HSYM"),
)
MARKS = {
    ".": "DOT", ",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", "/": "SLASH", "(": "OPEN", ")": "CLOSE",
    "'": "APOS", "%": "PERCENT", "°": "DEGREE", "~": "TILDE", ":": "COLON",
    "\n": "BREAK", "$": "MONEY", "€": "MONEY", "£": "MONEY",
}  # fmt: skip

_NUMBER = r"""
  (?P<FULLDATE>\d{4}[/.-]\d{1,2}[/.-]\d{1,2}(?![\d]|[/-]\d)
  | (?:\d{1,2}/\d{1,2}/|\d{1,2}\.\d{1,2}\.|\d{1,2}-\d{1,2}-)(?:\d{4}|\d{2})(?![\d]|[/-]\d))
| (?P<YEARPAIR>(?:1[89]|20)\d\d[ ]?[-–/~][ ]?(?:1[89]|20)\d\d(?![\d]|[-/.,]\d))
| (?P<YEARSHORT>(?:19|20)\d\d[-–/]\d\d(?![\d]|[-/.,]\d))
| (?P<YEARMONTH>(?:19|20)\d\d-\d(?![\d]|[-/.,]\d))
| (?P<MONTHYEAR>(?:0?[1-9]|1[0-2])[-/](?:19|20)\d\d(?![\d]|[-/.,]\d))
| (?P<DAYMONTH>\d{1,2}/\d{1,2}(?!\d|[/.,]\d|-\d+(?![\d/])))
| (?P<CLOCK>\d{1,2}[ ]?h(?:eures?)?(?:[ ]?\d\d)?(?![^\W\d_]|\d) | \d{1,2}:\d\d)
| (?P<ORD>\d{1,3}[ ]?(?:ers?|ème|eme|[eè]|re|ère|nde?|st|rd|th)(?![^\W\d_]))
| (?P<DECADE>(?:(?:19|20)\d|\d)0s(?![^\W\d_]))
| (?P<BIG>\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?!\d) | \d+[.,]\d+)
| (?P<INT>\d+)
"""
# '\b[tqsh]', written so that the engine passes over all other letters at once.
_SIGN = r"[tqsh](?<=\b.)[1-4]\b"
# A run of letters; those that most words are made of stand first, because they are looked up fastest.
_LETTERS = r"(?:[a-zß-öø-ÿ]++|[^\W\d_]++)++"
_WORD = rf"{_LETTERS}(?:[-']{_LETTERS})*+'?+"
_MARK = r"[^\w\s]|\n"
_BLANKS = r"(?:[^\S\n]|_)*+"
_TOKEN = re.compile(rf"(?P<SIGN>{_SIGN})|(?P<WORD>{_WORD})|(?P<MARK>{_MARK})|{_NUMBER}", re.VERBOSE)
# A token with a word's full stop and the blanks behind it: all that tells what it is, so that what is told of
# one can be remembered. Without groups, so that `findall` gives the strings.
_UNNAMED = re.sub(r"\?P<\w+>", "?:", _NUMBER)
_CHUNK = re.compile(rf"(?:{_SIGN}|{_WORD}\.?|{_MARK}|{_UNNAMED}){_BLANKS}", re.VERBOSE)
_LEAD = re.compile(_BLANKS)
_PIECE = re.compile(r"[^\W\d_]+'?|[-']")
# Same length on both sides: the folded text keeps the offsets of the text.
_FOLD = {
    "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    "ᵉ": "e", "ʳ": "r",
    "‑": "-", "‐": "-", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n", "º": "°", "\u0085": "\n",
}  # fmt: skip
# A scraper's fault: a word glued to the capital of the next one ('mardiLe'), or combining accents. One set of
# what to look for comes first: five times as fast as a look back from every letter.
_COMBINING = "\u0300-\u036f"
_GLUE = re.compile(rf"[A-ZÀ-ÖØ-Þ{_COMBINING}](?:(?<=[{_COMBINING}])|(?<=[a-zà-öø-ÿœ].)(?=[a-zà-öø-ÿœ]))")


def _lower(text: str) -> str:
    """Lower case of the same length ('İ' has a longer one)."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered


_COMPOSED = {
    ("e", "\u0301"): "é", ("e", "\u0300"): "è", ("e", "\u0302"): "ê", ("u", "\u0302"): "û",
    ("a", "\u0300"): "à",
}  # fmt: skip


class Folded:
    """A text in lower case with plain quotes and spaces, glued words parted; `origin` maps offsets back."""

    __slots__ = ("_moved", "_shift", "text")

    def __init__(self, text: str) -> None:
        lowered = _lower(text)
        # A text has two or three of them; `str.translate` would look up every letter of it.
        for mark, plain in _FOLD.items():
            if mark in lowered:
                lowered = lowered.replace(mark, plain)
        self._moved: list[int] = []
        self._shift: list[int] = []
        self.text = self._parted(text, lowered) if _GLUE.search(text) else lowered

    def _parted(self, text: str, lowered: str) -> str:
        pieces: list[str] = []
        start = length = shift = 0
        for cut in _GLUE.finditer(text):
            at = cut.start()
            piece = lowered[start:at]
            if cut[0] < "\u0300":
                piece, shift = piece + " ", shift - 1
                start = at
            else:
                if piece:
                    piece = piece[:-1] + _COMPOSED.get((piece[-1], cut[0]), piece[-1])
                shift += 1
                start = cut.end()
            pieces.append(piece)
            length += len(piece)
            self._moved.append(length)
            self._shift.append(shift)
        pieces.append(lowered[start:])
        return "".join(pieces)

    def origin(self, offset: int, *, end: bool = False) -> int:
        """The offset in the text; an end stays before what was put in behind it."""
        if not self._moved:
            return offset
        index = bisect_right(self._moved, offset - end) - 1
        return offset + (self._shift[index] if index >= 0 else 0)


_CLOSING = frozenset("\n!?….")


class Token(NamedTuple):
    """A word, number or mark in lower case: its class's symbol, its value and key where it has one.

    `length` has the full stop of an abbreviation, `width` the blanks behind it as well.
    """

    form: str
    symbol: str
    value: int
    key: str
    length: int
    width: int


_FORM: Callable[[Token], str] = itemgetter(Token._fields.index("form"))
_SYMBOL: Callable[[Token], str] = itemgetter(Token._fields.index("symbol"))
_WIDTH: Callable[[Token], int] = itemgetter(Token._fields.index("width"))


class Reader:
    """Reads what a chunk of a text is, by the words of one language."""

    def __init__(self, words: Mapping[str, Word], symbols: Mapping[str, str]) -> None:
        self.words = words
        self._symbols = symbols
        self.tokens_of = Remembered(self._read, most=131_072)
        """The tokens of a chunk: one, or the parts of a compound, a word and its full stop."""

    def _read(self, chunk: str) -> tuple[Token, ...]:
        # Four in five are no word of the calendar, alone or before a full stop: read without a pattern.
        bare = chunk.rstrip(" ")
        word = bare.removesuffix(".")
        if word.isalpha() and word not in self.words:
            length = len(word)
            if word == bare:
                return (Token(word, self._symbols["OTHER"], 0, "", length, len(chunk)),)
            stop = Token(".", self._symbols["DOT"], 0, "", 1, len(chunk) - length)
            return (Token(word, self._symbols["OTHER"], 0, "", length, length), stop)
        found = list(self._tokens(chunk))
        ends = [start for start, _ in found[1:]] + [len(chunk)]
        return tuple(
            token._replace(width=end - start) for (start, token), end in zip(found, ends, strict=True)
        )

    def _tokens(self, chunk: str) -> Iterator[tuple[int, Token]]:
        last = 0
        for found in _TOKEN.finditer(chunk):
            start, form = found.start(), found[0]
            if start < last:
                continue  # the full stop of an abbreviation
            if found.lastgroup == "WORD" and form not in self.words:
                pieces = [(start + piece.start(), piece[0]) for piece in _PIECE.finditer(form)]
            else:
                pieces = [(start, form)]
            for at, piece in pieces:
                token = self._token(
                    piece, found.lastgroup or "INT", stopped=chunk.startswith(".", at + len(piece))
                )
                last = at + token.length
                yield at, token

    def _token(self, form: str, kind: str, *, stopped: bool) -> Token:
        word = self.words.get(form) if kind == "WORD" else None
        if word is not None:
            return self._word(word, form, stopped=stopped)
        value, class_ = 0, "OTHER"
        if kind in ("WORD", "MARK"):
            class_ = MARKS.get(form, "OTHER")
        else:
            value, class_ = _number(form, kind)
        other = self._symbols["OTHER"]
        return Token(form, self._symbols.get(class_, other), value, "", len(form), 0)

    def _word(self, word: Word, form: str, *, stopped: bool) -> Token:
        """A word of the calendar; an abbreviation takes its full stop, and some are words only with it."""
        class_, length = word.class_, len(form)
        if class_ in ("MABBR", "WDABBR", "SEPT"):
            if stopped:
                length += 1
            elif class_ == "WDABBR":
                class_ = "OTHER"
        return Token(form, self._symbols[class_], word.value, word.key, length, 0)


class Tokens:
    """The tokens of a text: where each stands, how it reads in lower case, its class and its value."""

    __slots__ = (
        "class_names",
        "folded",
        "forms",
        "line",
        "starts",
        "stops",
        "symbols",
        "tokens",
    )

    def __init__(
        self, text: str, reader: Reader, symbols: Mapping[str, str], class_names: Mapping[str, str]
    ) -> None:
        self.folded = Folded(text)
        self.symbols = symbols
        self.class_names = class_names
        self.stops: list[int] = []
        self._read(reader)

    def _read(self, reader: Reader) -> None:
        """Cuts the text and sets the tokens side by side.

        No loop over tokens in Python: a remembered chunk costs a tenth of what reading one does.
        """
        text = self.folded.text
        lead = _LEAD.match(text)
        first = lead.end() if lead else 0
        self.tokens = list(
            chain.from_iterable(map(reader.tokens_of.__getitem__, _CHUNK.findall(text, first)))
        )
        self.forms = list(map(_FORM, self.tokens))
        self.line = "".join(map(_SYMBOL, self.tokens))
        self.starts = list(accumulate(map(_WIDTH, self.tokens), initial=first))
        """Where each token begins, and where one more would."""

    def value(self, token: int) -> int:
        """The number that the token stands for, 0 where it is none."""
        return self.tokens[token].value

    def key(self, token: int) -> str:
        """The unit or feast that the token names, or ''."""
        return self.tokens[token].key

    def end(self, token: int) -> int:
        """Where the token ends in the folded text."""
        return self.starts[token] + self.tokens[token].length

    def __len__(self) -> int:
        return len(self.tokens)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the text of the tokens from `first` up to `last`, which is left out."""
        return self.folded.origin(self.starts[first]), self.folded.origin(self.end(last - 1), end=True)

    def quote(self, first: int, last: int) -> str:
        """The words from `first` up to `last`, in lower case."""
        return self.folded.text[self.starts[first] : self.end(last - 1)]

    def abbreviated(self, token: int) -> bool:
        """Whether the token took a full stop: 'sept.' is the month, 'sept' the number."""
        return self.tokens[token].length > len(self.forms[token])

    def glued(self, token: int) -> bool:
        """Whether a letter, hyphen or degree sign touches the token: 'covid-2019', 'n°2016', 'U20'."""
        start = self.starts[token]
        before = self.folded.text[start - 1 : start]
        return before.isalnum() or before in ("-", "°", "_", "/", "#", "@", "+", ".", "–")

    def sentence(self, token: int) -> tuple[int, int]:
        """First token of the token's sentence and the token after its last one."""
        if not self.stops:
            closing = [i for i, form in enumerate(self.forms) if form in _CLOSING and self._ends_sentence(i)]
            self.stops = [*closing, len(self)]
        at = bisect_right(self.stops, token - 1)
        start = self.stops[at - 1] + 1 if at else 0
        return start, self.stops[min(at, len(self.stops) - 1)]

    def _ends_sentence(self, token: int) -> bool:
        """Whether a closing mark does close: a full stop does not behind an initial."""
        if self.forms[token] != "." or token == 0:
            return True
        before = self.forms[token - 1]
        return len(before) > 2 or not before.isalpha()


def _number(form: str, kind: str) -> tuple[int, str]:
    """Value and class of a number as written."""
    if kind == "INT":
        if len(form) > 4:
            return 0, "BIG"
        value = int(form)
        if len(form) == 4:
            return value, "YEAR" if 1500 <= value <= 2199 else "BIG"
        return value, "DAY" if 1 <= value <= 31 and len(form) <= 2 else "NUM"
    if kind == "ORD":
        digits = re.match(r"\d+", form)
        return int(digits[0]) if digits else 0, "ORD"
    if kind == "SIGN":
        return int(form[1]), "QSYM" if form[0] in "tq" else "HSYM"
    if kind == "DECADE":
        return int(form[:-1]), "DECADE"
    return 0, kind
