"""The desk's sentences; they stand in `faleme.words`, where the brief finds them too."""

from faleme.words.sentence import Act, Acts, Sentences, Told, sentences

__all__ = ["Act", "Acts", "Sentences", "Told", "sentences"]
