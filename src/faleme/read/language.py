"""Language of an article: French, English or other. Falémé reads the first two and sets the rest aside."""

from __future__ import annotations

from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from faleme.records.text import Language

# Languages of the press of the region and of the wires. The model knows many small neighbours of French and
# English (Walloon, Picard, Scots, Nigerian Pidgin) that only take short headlines away from them.
_PRESS_LANGUAGES = (
    "fr", "en", "ar", "es", "pt", "de", "it", "nl", "ru", "zh", "tr", "ha", "sw", "yo", "ig", "so", "am",
    "fa", "pl", "ro", "sv", "el", "he", "hi", "ja", "ko", "uk", "vi", "id", "mg", "ff", "bm", "wo",
)  # fmt: skip
_SAMPLE_CHARACTERS = 3000
_SHORT_CHARACTERS = 60
_SURE = 0.6


def language_of(text: str, given: object = None) -> Language:
    """'fr', 'en' or 'other'. A language that the article itself states wins when it is one of the three.

    A short Latin-script headline ('Kayes : couvre-feu') is French or English unless the model is sure of
    another language, because most of its words are names.
    """
    stated = given.strip().lower().split("-")[0].split("_")[0] if isinstance(given, str) else ""
    if stated in {"fr", "en", "other"}:
        return stated  # type: ignore[return-value]
    sample = text[:_SAMPLE_CHARACTERS].encode("utf-8", "replace").decode("utf-8")
    if not any(character.isalpha() for character in sample):
        return "other"
    ranked = _identifier().rank(sample)
    best, confidence = ranked[0]
    if best in {"fr", "en"}:
        return "fr" if best == "fr" else "en"
    if len(sample) > _SHORT_CHARACTERS or confidence >= _SURE or not _is_latin(sample):
        return "other"
    shares = dict(ranked)
    return "fr" if shares["fr"] >= shares["en"] else "en"


@cache
def _identifier() -> LanguageIdentifier:
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in _PRESS_LANGUAGES if code in known])
    return identifier


def _is_latin(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    latin = sum(character < "\u0250" for character in letters)
    return 2 * latin > len(letters)
