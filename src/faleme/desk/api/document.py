"""The OpenAPI 3.1 document of the API: answers and bodies by Litestar from the records, parameters from the
records of `asked`, words from the desk's tables. And the page that shows it, without a script.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import msgspec
from litestar import Litestar, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.response import Template

from faleme.desk.api import acts, routes
from faleme.desk.api.asked import ArticlesAsked, IncidentsAsked, Plain, SearchAsked
from faleme.desk.api.problems import MEDIA_TYPE
from faleme.desk.api.shapes import Problem
from faleme.desk.pages.frame import DeskRequest, Frame
from faleme.version import __version__
from faleme.words.wording import DeskLanguage, Wording, wording

HANDLERS: tuple[HTTPRouteHandler, ...] = (*routes.ROUTES, *acts.ROUTES)
Json = dict[str, Any]
_TOKEN = "token"


@cache
def document(language: DeskLanguage) -> Json:
    """The document with its words in one language."""
    words = wording(language)
    config = OpenAPIConfig(
        title=words.say("api_title"),
        version=__version__,
        description=words.say("api_about"),
        components=Components(
            security_schemes={
                _TOKEN: SecurityScheme(type="http", scheme="bearer", description=words.say("api_bearer"))
            }
        ),
        operation_id_creator=lambda handler, method, path: handler.handler_name,
    )
    made: Json = Litestar(route_handlers=HANDLERS, openapi_config=config).openapi_schema.to_schema()
    schemas = made["components"]["schemas"]
    # Litestar does not tell what the items of a list have to be, nor that other fields are refused.
    taken = [Problem, *_kinds(acts.Noted)]
    schemas.update(msgspec.json.schema_components(taken, ref_template="#/components/schemas/{name}")[1])
    for operation in _operations(made):
        _complete(operation, _handlers()[operation["operationId"]], words)
    return made


def _operations(made: Json) -> Iterator[Json]:
    for item in made["paths"].values():
        yield from (item[method] for method in ("get", "post") if method in item)


@cache
def _handlers() -> dict[str, HTTPRouteHandler]:
    return {each.handler_name: each for each in HANDLERS}


def _complete(operation: Json, handler: HTTPRouteHandler, words: Wording) -> None:
    """What Litestar does not know: the parameters of the address, who may ask, and how errors look."""
    name = operation["operationId"]
    operation["summary"] = words.label("api_operation", name)
    operation["deprecated"] = False
    asks: type[Plain] = handler.opt["asks"]
    for given in operation.get("parameters", []):
        given["description"] = words.label("api_parameter", given["name"])
    operation.setdefault("parameters", []).extend(parameters(asks, words))
    act = handler.opt.get("act")
    operation["security"] = [{_TOKEN: []}] if act else [{}, {_TOKEN: []}]
    answers: Json = operation["responses"]
    headers = {"etag": _header(words.say("api_etag"))} if "200" in answers else {}
    for status in ("200", "201"):
        if status in answers:
            answers[status] |= {"description": words.say(f"api_answer_{status}"), "headers": headers}
    if "200" in answers:
        answers["304"] = {"description": words.say("api_answer_304"), "headers": headers}
    for code in _errors(handler):
        answers[code] = {
            "description": words.say(f"api_error_{code}"),
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        if code == "429":
            answers[code]["headers"] = {"retry-after": _header(words.say("api_retry_after"))}


def _header(description: str) -> Json:
    return {"description": description, "schema": {"type": "string"}}


def _errors(handler: HTTPRouteHandler) -> tuple[str, ...]:
    """The errors that an address may answer with."""
    named = bool(handler.paths and any("{" in path for path in handler.paths))
    asks = handler.opt["asks"]
    followed = named or asks in (IncidentsAsked, ArticlesAsked, SearchAsked)
    decides = "POST" in handler.http_methods
    return (
        "400", "401", *(("403",) if handler.opt.get("act") else ()), *(("404",) if followed else ()),
        *(("409", "413") if decides else ()), "429", "503",
    )  # fmt: skip


def parameters(asks: type[Plain], words: Wording) -> Iterator[Json]:
    """The fields of a record as parameters of the query; none of them is a record itself."""
    _, made = msgspec.json.schema_components([asks])
    own = made[asks.__name__]
    for name, schema in own["properties"].items():
        yield {
            "name": name,
            "in": "query",
            "required": name in own.get("required", ()),
            "description": words.label("api_parameter", name),
            "schema": _without_null(schema),
        }


def _without_null(schema: Json) -> Json:
    """A parameter is given or it is not: nobody writes null in an address."""
    kept = {name: value for name, value in schema.items() if name != "default" or value is not None}
    if "anyOf" in kept:
        left = [each for each in kept.pop("anyOf") if each != {"type": "null"}]
        return kept | (left[0] if len(left) == 1 else {"anyOf": left})
    if "enum" in kept:
        kept["enum"] = [each for each in kept["enum"] if each is not None]
    return kept


def _kinds(kind: type[acts.Noted]) -> Iterator[type[acts.Noted]]:
    yield kind
    for each in kind.__subclasses__():
        yield from _kinds(each)


@get("/api/openapi.json", sync_to_thread=True)
def openapi(request: DeskRequest) -> Response[bytes]:
    """The document as JSON, in the language asked for."""
    body = msgspec.json.encode(document(Frame(request).language))
    return Response(body, media_type="application/vnd.oai.openapi+json; version=3.1")


@get("/api", sync_to_thread=True)
def page(request: DeskRequest) -> Template:
    """The document for people: each address with its parameters and an example."""
    frame = Frame(request)
    made = document(frame.language)
    base = str(request.base_url).rstrip("/")
    listed = [
        _row(path, method, operation, base)
        for path, item in made["paths"].items()
        for method, operation in item.items()
    ]
    return frame.page(
        "api.html", current="", title=frame.words.say("api_title"), operations=listed, base=base,
        about=made["info"]["description"], rate=frame.desk.settings.api_rate,
    )  # fmt: skip


def _row(path: str, method: str, operation: Json, base: str) -> Json:
    """One address as the page shows it."""
    by_token = operation["security"] == [{_TOKEN: []}]
    decides = method == "post"
    shown = f"{base}{path}"
    lines = ["curl", *(["-H 'Authorization: Bearer $FALEME_TOKEN'"] if by_token else [])]
    if decides:
        lines += ["-H 'Content-Type: application/json'", """-d '{"note": "…"}'"""]
    needed = (each for each in operation["parameters"] if each["required"] and each["in"] == "query")
    required = "&".join(f"{each['name']}=…" for each in needed)
    return {
        "path": path, "method": method.upper(), "id": operation["operationId"],
        "summary": operation["summary"], "by_token": by_token,
        "parameters": [_shown(each) for each in operation["parameters"]],
        "example": f"{' '.join(lines)} '{shown}{'?' + required if required else ''}'",
        "answer": _answer(operation),
    }  # fmt: skip


def _shown(parameter: Json) -> Json:
    schema = parameter["schema"]
    values = ", ".join(map(str, schema.get("enum", ())))
    ends = [str(schema[end]) for end in ("minimum", "maximum") if end in schema]
    what = values or "–".join(ends) or schema.get("format") or schema.get("pattern") or schema.get("type", "")
    return parameter | {"what": what, "default": schema.get("default")}


def _answer(operation: Json) -> str:
    """The name of the record that is answered."""
    found = operation["responses"].get("200") or operation["responses"]["201"]
    schema: Json = found["content"]["application/json"]["schema"]
    return str(schema.get("$ref", "")).rpartition("/")[2]


ROUTES = (openapi, page)
