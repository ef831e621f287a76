"""Errors of the API as `application/problem+json` (RFC 9457), each in one line: what, where, what to do."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, ValidationException

from faleme.desk.access import language_of
from faleme.desk.api.shapes import Problem
from faleme.errors import FalemeError, JudgementError, StoreError
from faleme.words.wording import Wording, wording

if TYPE_CHECKING:
    from faleme.desk.pages.frame import DeskRequest

PREFIX = "/api/v1"
MEDIA_TYPE = "application/problem+json"
_LOG = logging.getLogger("faleme.desk")
_SAID = (400, 401, 403, 404, 405, 409, 413, 429, 500, 503)


class BadParameter(HTTPException):
    """A parameter of the address that cannot be so; `why` is one of the words `api_parameter_*`."""

    status_code = 400

    def __init__(self, name: str, kind: str, *, known: str = "", why: str = "") -> None:
        super().__init__(detail=name)
        self.name, self.kind, self.known, self.why = name, kind, known, why

    def said(self, words: Wording) -> str:
        return words.say(f"api_parameter_{self.kind}", name=self.name, known=self.known, why=self.why)


class NotThere(HTTPException):
    """What was asked for is not there, or not for who asks: nobody learns which."""

    status_code = 404

    def __init__(self, what: str, name: str) -> None:
        super().__init__(detail=name)
        self.what, self.name = what, name

    def said(self, words: Wording) -> str:
        return words.say(f"api_no_{self.what}", name=_short(self.name))


class TooOften(HTTPException):
    """More requests than a caller may make; `wait` is in seconds."""

    status_code = 429

    def __init__(self, wait: int) -> None:
        super().__init__(headers={"retry-after": str(wait)})
        self.wait = wait

    def said(self, words: Wording) -> str:
        return words.say("api_too_often", n=self.wait)


class BadToken(HTTPException):
    """A token that nobody has, or no longer."""

    status_code = 401

    def said(self, words: Wording) -> str:
        return words.say("api_bad_token")


def problem(request: DeskRequest, error: Exception) -> Response[Any]:
    """Any error of a request to the API; what went wrong inside stays in the log."""
    status = _status(error)
    if status >= 500:
        _LOG.error("%s %s failed", request.method, request.url.path, exc_info=error)
    settings = request.app.state.desk.settings
    words = wording(language_of(settings, request.query_params.get("lang"), None))
    told = Problem(
        type="about:blank",
        title=words.say(f"api_error_{status if status in _SAID else 400}"),
        status=status,
        detail=" ".join(_detail(error, status, words).split()),
        instance=quote(request.url.path),
    )
    headers = dict(getattr(error, "headers", None) or {})
    if status == 401:
        headers["www-authenticate"] = 'Bearer realm="faleme"'
    return Response(msgspec.json.encode(told), status_code=status, media_type=MEDIA_TYPE, headers=headers)


def _status(error: Exception) -> int:
    if isinstance(error, HTTPException):
        return error.status_code
    if isinstance(error, JudgementError):
        return 409
    return 503 if isinstance(error, StoreError) else 500


def _detail(error: Exception, status: int, words: Wording) -> str:
    if isinstance(error, BadParameter | NotThere | TooOften | BadToken):
        return error.said(words)
    if isinstance(error, FalemeError) and not isinstance(error, StoreError):
        return str(error)
    if isinstance(error, ValidationException):
        return words.say("api_body", why=_why(error))
    if status == 400 and isinstance(error, HTTPException):
        return words.say("api_body", why=error.detail)
    return words.say(f"api_told_{status}" if status in _SAID else "api_told_400")


def _why(error: ValidationException) -> str:
    """What is wrong with a body, by the names of its fields."""
    extra = error.extra if isinstance(error.extra, list) else []
    told = [each for each in extra if isinstance(each, dict)]
    return "; ".join(f"{each.get('key', 'body')}: {each.get('message', '')}" for each in told) or error.detail


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"
