"""Words and numbers of a text with their calendar classes, as one line for the time grammar.

Each token is one character of `line`; its class is that character. So a pattern over classes is an ordinary
regular expression, and an offset in `line` is the number of a token.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping

from faleme.lexicon.calendar import Word

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
  | \d{1,2}(?P<sep>[/.-])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?![\d]|[/-]\d))
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
_TOKEN = re.compile(
    rf"(?P<SIGN>\b[tqsh][1-4]\b)|(?P<WORD>[^\W\d_]+(?:[-'][^\W\d_]+)*'?)|{_NUMBER}|(?P<MARK>[^\w\s]|\n)",
    re.VERBOSE,
)
_PIECE = re.compile(r"[^\W\d_]+'?|[-']")
# Same length on both sides: the folded text keeps the offsets of the text.
_FOLD = str.maketrans(
    {
        "’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
        "ᵉ": "e", "ʳ": "r",
        "‑": "-", "‐": "-", "\t": " ", "\r": " ", "\u2028": "\n", "\u2029": "\n", "º": "°", "\u0085": "\n",
    }
)  # fmt: skip
_FOLDED = re.compile("[’‘ʼ´`\u00a0\u202f\u2009ᵉʳ‑‐\t\r\u2028\u2029º\u0085]")
# A scraper's fault: a word glued to the capital of the next one ('mardiLe'), or combining accents.
_GLUE = re.compile(r"(?<=[a-zà-öø-ÿœ])(?=[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿœ])|[\u0300-\u036f]")


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
        if _FOLDED.search(lowered):
            lowered = lowered.translate(_FOLD)
        self._moved: list[int] = []
        self._shift: list[int] = []
        self.text = self._parted(text, lowered) if _GLUE.search(text) else lowered

    def _parted(self, text: str, lowered: str) -> str:
        pieces: list[str] = []
        start = length = shift = 0
        for cut in _GLUE.finditer(text):
            at = cut.start()
            piece = lowered[start:at]
            if cut.end() == at:
                piece, shift = piece + " ", shift - 1
            else:
                if piece:
                    piece = piece[:-1] + _COMPOSED.get((piece[-1], cut[0]), piece[-1])
                shift += 1
            pieces.append(piece)
            length += len(piece)
            start = cut.end()
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


class Tokens:
    """The tokens of a text: where each stands, how it reads in lower case, its class and its value."""

    __slots__ = (
        "class_names",
        "ends",
        "folded",
        "forms",
        "keys",
        "line",
        "starts",
        "stops",
        "symbols",
        "values",
    )

    def __init__(
        self, text: str, words: Mapping[str, Word], symbols: Mapping[str, str], class_names: Mapping[str, str]
    ) -> None:
        self.folded = Folded(text)
        self.symbols = symbols
        self.class_names = class_names
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.forms: list[str] = []
        self.values: dict[int, int] = {}
        """Number of a token -> its value, for those that have one."""
        self.keys: dict[int, str] = {}
        self.stops: list[int] = []
        self.line = "".join(self._classes(words))

    def _classes(self, words: Mapping[str, Word]) -> list[str]:
        """Cuts the text and gives each token's class character, in order."""
        classes: list[str] = []
        add_class, add_start, add_end = classes.append, self.starts.append, self.ends.append
        add_form, known = self.forms.append, words.get
        other, last = self.symbols["OTHER"], 0
        for found in _TOKEN.finditer(self.folded.text):
            start, end = found.span()
            if start < last:
                continue  # the full stop of an abbreviation
            kind, form = found.lastgroup, found[0]
            if kind == "WORD":
                word = known(form)
                if word is not None:
                    last = self._add_word(word, form, start, classes)
                    continue
                if "-" in form or "'" in form:
                    last = self._add_pieces(form, start, words, classes)
                    continue
                add_class(other)
            elif kind == "MARK":
                add_class(self.symbols.get(MARKS.get(form, "OTHER"), other))
            else:
                value, class_ = _number(form, kind or "INT")
                if value:
                    self.values[len(self.starts)] = value
                add_class(self.symbols[class_])
            add_start(start)
            add_end(end)
            add_form(form)
        return classes

    def _add_word(self, word: Word, form: str, start: int, classes: list[str]) -> int:
        """A word of the calendar; an abbreviation takes its full stop, and some are words only with it."""
        end = start + len(form)
        class_ = word.class_
        if class_ in ("MABBR", "WDABBR", "SEPT"):
            if self.folded.text.startswith(".", end):
                end += 1
            elif class_ == "WDABBR":
                class_ = "OTHER"
        if word.value:
            self.values[len(self.starts)] = word.value
        if word.key:
            self.keys[len(self.starts)] = word.key
        self.starts.append(start)
        self.ends.append(end)
        self.forms.append(form)
        classes.append(self.symbols[class_])
        return end

    def _add_pieces(self, form: str, start: int, words: Mapping[str, Word], classes: list[str]) -> int:
        """A compound that is no calendar word, piece by piece: "l'année", 'mi-mars', 'samedi-dimanche'."""
        end = start
        for piece in _PIECE.finditer(form):
            word = words.get(piece[0])
            begin = start + piece.start()
            if word is not None:
                end = self._add_word(word, piece[0], begin, classes)
                continue
            end = begin + len(piece[0])
            self.starts.append(begin)
            self.ends.append(end)
            self.forms.append(piece[0])
            classes.append(self.symbols.get(MARKS.get(piece[0], "OTHER"), self.symbols["OTHER"]))
        return end

    def __len__(self) -> int:
        return len(self.starts)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Offsets in the text of the tokens from `first` up to `last`, which is left out."""
        return self.folded.origin(self.starts[first]), self.folded.origin(self.ends[last - 1], end=True)

    def quote(self, first: int, last: int) -> str:
        """The words from `first` up to `last`, in lower case."""
        return self.folded.text[self.starts[first] : self.ends[last - 1]]

    def abbreviated(self, token: int) -> bool:
        """Whether the token took a full stop: 'sept.' is the month, 'sept' the number."""
        return self.ends[token] - self.starts[token] > len(self.forms[token])

    def glued(self, token: int) -> bool:
        """Whether a letter, hyphen or degree sign touches the token: 'covid-2019', 'n°2016', 'U20'."""
        start = self.starts[token]
        before = self.folded.text[start - 1 : start]
        return before.isalnum() or before in ("-", "°", "_", "/", "#", "@", "+", ".", "–")

    def sentence(self, token: int) -> tuple[int, int]:
        """First token of the token's sentence and the token after its last one."""
        if not self.stops:
            self.stops = [i for i in range(len(self)) if self._ends_sentence(i)] + [len(self)]
        at = bisect_right(self.stops, token - 1)
        start = self.stops[at - 1] + 1 if at else 0
        return start, self.stops[min(at, len(self.stops) - 1)]

    def _ends_sentence(self, token: int) -> bool:
        form = self.forms[token]
        if form == "\n" or form in ("!", "?", "…"):
            return True
        if form != ".":
            return False
        return token == 0 or len(self.forms[token - 1]) > 2 or not self.forms[token - 1].isalpha()


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
