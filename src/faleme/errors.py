"""The error tree. Every error that a caller may want to catch is one of these.

    FalemeError                     anything that we raise on purpose
    ├── InputError                  an input that cannot be read: says file, line and what to do
    │   └── UnreadableError         one article or page set aside, with a reason code
    ├── DataError                   a shipped or user-given data file (lexicon, gazetteer, corridor) is wrong
    ├── SettingsError               a setting or an argument is missing or contradicts another
    ├── ModelError                  the language model is missing or of another version
    ├── JudgementError              a person's judgement that fits nothing: no such incident, field or value
    ├── PersonError                 an account that cannot be so: name, role, password, last administrator
    ├── CommentError                a comment that is not taken in or is not there
    ├── FetchError                  an address that the watch could not have: what kind of fault, when again
    ├── DeliveryError               a message that did not leave: why, and whether it ever will
    └── StoreError                  the store cannot be opened, is locked, or has another schema

An error carries where it arose (`source`, `line`, `article`) and prints as one line.
"""

from __future__ import annotations


class FalemeError(Exception):
    """Base of all our errors; `str()` is one line that says what, where and what to do."""

    exit_code = 1

    def __init__(
        self, message: str, *, source: str | None = None, line: int | None = None, article: str | None = None
    ) -> None:
        super().__init__(message)
        self.message = message
        self.source = source
        self.line = line
        self.article = article

    def __str__(self) -> str:
        where = self.source or ""
        if self.line is not None:
            where += f":{self.line}"
        if self.article is not None:
            where += f" [{self.article}]" if where else f"[{self.article}]"
        return f"{where}: {self.message}" if where else self.message


class InputError(FalemeError):
    """An input that cannot be read at all (missing file, not JSON, unknown format)."""

    exit_code = 3


class UnreadableError(InputError):
    """One article or page that is set aside; `reason` is a code of `records.text.Reason`."""

    def __init__(self, message: str, *, reason: str, **where: str | int | None) -> None:
        super().__init__(message, **where)  # type: ignore[arg-type]
        self.reason = reason


class DataError(FalemeError):
    """A data file (lexicon, gazetteer, corridor, publisher) breaks its own format."""

    exit_code = 4


class SettingsError(FalemeError):
    """A setting or argument that is missing, malformed or contradicts another."""

    exit_code = 2


class JudgementError(FalemeError):
    """A person's judgement names an incident, report, field, value or number that cannot be."""

    exit_code = 2


class PersonError(FalemeError):
    """A person's account that cannot be so; `reason` is a short code that the desk has words for."""

    exit_code = 2

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class CommentError(FalemeError):
    """A comment that is not taken in, or not there; `reason` is a short code that the desk has words for."""

    exit_code = 2

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class DeliveryError(FalemeError):
    """A message that did not leave; `for_good` says that another attempt would end like this one."""

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good


class FetchError(FalemeError):
    """An address that is not to be had; `kind` is a code of `records.watched.FaultKind`.

    `detail` is what its line names, `wait` how many seconds the server wants to be left alone, `status` its
    answer where there was one.
    """

    def __init__(
        self, kind: str, detail: str = "", *, wait: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(f"{kind} {detail}".strip())
        self.kind = kind
        self.detail = detail
        self.wait = wait
        self.status = status


class ModelError(FalemeError):
    """The language model's package is missing or does not fit."""

    exit_code = 4


class StoreError(FalemeError):
    """The store cannot be opened, is locked, or has a schema that this version does not know."""

    exit_code = 5
