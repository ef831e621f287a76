"""Bytes to text: which encoding a page is in, and text that was once decoded wrongly, mended.

Mending happens before `article.text` exists, so no offset is ever moved by it. JSON Lines of
articles are not mended: offsets of other people's readings point into them.
"""

from __future__ import annotations

import codecs
import re
import unicodedata

import ftfy
from charset_normalizer import from_bytes

from faleme.errors import UnreadableError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LIKELY = ["cp1252", "mac_roman", "cp1256"]  # Western Windows, old Macintosh, Arabic Windows
_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,30})""")
_HEAD_BYTES = 4096
_GUESS_BYTES = 200_000  # charset-normalizer is slow on megabytes and sure long before
_BREAKS = re.compile(r"\r\n?|[\u2028\u2029]")
# Soft hyphens and zero-width characters split a word for every recogniser and are invisible to a reader;
# the other controls are scrapers' dirt.
_INVISIBLE = re.compile("[\u00ad\u200b\u200c\u2060\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
# ftfy leaves 'o√π' (où) and 'l√†' (là) alone, since they might be mathematics; in the press they are not.
_ACCENTED = "àâäáãéèêëíîïìóôöõúùûüçñœæÀÂÄÁÉÈÊËÍÎÏÓÔÖÚÙÛÜÇÑŒÆ’‘“”«»–—…\u00a0\u202f°€"
_MAC_ROMAN = {letter.encode("utf-8").decode("mac_roman"): letter for letter in _ACCENTED}
_MAC_ROMAN_RUN = re.compile("|".join(map(re.escape, sorted(_MAC_ROMAN, key=len, reverse=True))))
_SURROGATES = re.compile("[\ud800-\udfff]")


def decoded(raw: bytes, declared: str | None = None) -> str:
    """Text of a page: by its byte order mark, as UTF-8, as declared, or as guessed; in that order.

    UTF-8 comes before the declaration because bytes that are valid UTF-8 by chance are very rare, and
    pages that declare Latin-1 while sent as UTF-8 are not. Raises UnreadableError('encoding').
    """
    for bom, name in _BOMS:
        if raw.startswith(bom):
            return raw.decode(name, errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    for told in (declared, _declared_in(raw)):
        text = _try(raw, told)
        if text is not None:
            return text
    text = _mostly_utf8(raw) or _guessed(raw)
    if text is None:
        raise UnreadableError(
            "the letters are in no encoding that we know; save it again as UTF-8", reason="encoding"
        )
    return text


def mended(text: str) -> str:
    """One stretch of text with wrongly decoded letters put right ('dÃ©fense', 'l‚Äôarmée') and one form of
    each accented letter (NFC); line breaks become '\\n', invisible characters go."""
    text = _SURROGATES.sub("\ufffd", text)
    text = _INVISIBLE.sub("", _BREAKS.sub("\n", text))
    if text.isascii():
        return text
    text = _MAC_ROMAN_RUN.sub(lambda run: _MAC_ROMAN[run.group()], text)
    return unicodedata.normalize("NFC", ftfy.fix_encoding(text))


def _declared_in(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:_HEAD_BYTES])
    return found.group(1).decode("ascii") if found else None


def _try(raw: bytes, name: str | None) -> str | None:
    if not name:
        return None
    # Browsers read 'latin-1' as Windows-1252, and so do the people who write the pages.
    lowered = name.lower().replace("_", "-")
    if lowered in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii"}:
        name = "cp1252"
    try:
        return raw.decode(name)
    except (UnicodeDecodeError, LookupError, ValueError):
        pass
    try:
        return raw.decode("latin-1") if name == "cp1252" else None
    except UnicodeDecodeError:
        return None


def _guessed(raw: bytes) -> str | None:
    """By charset-normalizer, first among the encodings that the region's machines write."""
    sample = raw[:_GUESS_BYTES]
    guess = from_bytes(sample, cp_isolation=_LIKELY).best() or from_bytes(sample).best()
    return _try(raw, guess.encoding) if guess else None


def _mostly_utf8(raw: bytes) -> str | None:
    """UTF-8 with a few broken bytes (a page cut in the middle of a letter)."""
    text = raw.decode("utf-8", errors="replace")
    return text if text.count("\ufffd") * 200 < len(text) else None
