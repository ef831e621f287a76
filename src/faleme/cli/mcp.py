"""Serve an analyst's own assistant: read-only, over standard input and output."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, cast

import click

from faleme.errors import SettingsError
from faleme.records.person import MARKINGS
from faleme.settings import Settings

if TYPE_CHECKING:
    from mcp.server import Server
    from mcp.types import Tool

    from faleme.desk.api.sourced import Assistant
    from faleme.words.wording import Wording


@click.command()
@click.option(
    "--marking", type=click.Choice(MARKINGS), default="CLEAR", show_default=True,
    help="the highest TLP label that may be told; CLEAR is what the public may see",
)  # fmt: skip
@click.option("--lang", type=click.Choice(["fr", "en"]), help="the answers' language (default: the desk's)")
@click.pass_obj
def mcp(settings: Settings, marking: str, lang: str | None) -> None:
    """Serve incidents, search and briefs with their sources to an assistant (Model Context Protocol, stdio).

    It reads and changes nothing. The assistant starts it: docs/8_use_the_api.md.
    """
    try:
        import anyio
        from mcp.server.stdio import stdio_server
    except ModuleNotFoundError as error:
        raise SettingsError("`faleme mcp` needs the extra: pip install 'faleme[mcp]'") from error

    from faleme.desk.api.sourced import Assistant
    from faleme.store.sql import open_store
    from faleme.words.wording import wording

    language = cast(Any, lang or settings.language)
    store = open_store(settings.store)
    assistant = Assistant(
        store, settings.as_of or dt.date.today(), ceiling=cast(Any, marking), language=language,
        gazetteer=settings.gazetteer,
    )  # fmt: skip
    server = _server(assistant, wording(language))

    async def serve() -> None:
        async with stdio_server() as (heard, told):
            await server.run(heard, told, server.create_initialization_options())

    anyio.run(serve)
    store.close()


def _server(assistant: Assistant, words: Wording) -> Server[Any]:
    """The server over what the assistant may be told; an error is an answer in one line."""
    import msgspec
    from mcp import types
    from mcp.server import Server

    from faleme.desk.api.problems import BadParameter, NotThere
    from faleme.desk.api.sourced import TOOLS
    from faleme.errors import FalemeError
    from faleme.version import __version__

    def said(text: str, *, wrong: bool = False, whole: Any = None) -> types.CallToolResult:
        content: list[Any] = [types.TextContent(type="text", text=text)]
        return types.CallToolResult(content=content, structured_content=whole, is_error=wrong)

    async def tools(_context: Any, _params: Any) -> types.ListToolsResult:
        return types.ListToolsResult(tools=[_tool(name, words) for name in TOOLS])

    async def call(_context: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        if params.name not in TOOLS:
            return said(words.say("mcp_no_tool", name=params.name, known=", ".join(TOOLS)), wrong=True)
        try:
            answer = assistant.answer(params.name, params.arguments or {})
        except (BadParameter, NotThere) as error:
            return said(error.said(words), wrong=True)
        except FalemeError as error:
            return said(str(error), wrong=True)
        return said(msgspec.json.encode(answer).decode(), whole=msgspec.to_builtins(answer))

    return Server(
        "faleme", version=__version__, instructions=words.say("mcp_about"), on_list_tools=tools,
        on_call_tool=call,
    )  # fmt: skip


def _tool(name: str, words: Wording) -> Tool:
    """A tool as an assistant is told of it."""
    from mcp.types import Tool, ToolAnnotations

    from faleme.desk.api.document import parameters
    from faleme.desk.api.sourced import TOOLS

    fields = list(parameters(TOOLS[name], words))
    schema = {
        "type": "object",
        "properties": {
            each["name"]: each["schema"] | {"description": each["description"]} for each in fields
        },
        "required": [each["name"] for each in fields if each["required"]],
        "additionalProperties": False,
    }
    hints = ToolAnnotations(read_only_hint=True, open_world_hint=False, idempotent_hint=True)
    return Tool(
        name=name, description=words.label("api_operation", name), input_schema=schema, annotations=hints
    )
