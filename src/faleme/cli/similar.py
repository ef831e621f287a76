"""Which articles are similar to one: its near-copies, its incidents' other articles, its story's."""

from __future__ import annotations

import click

from faleme.cli.inputs import output
from faleme.errors import JudgementError
from faleme.settings import Settings


@click.command()
@click.argument("article")
@click.option(
    "--limit", type=click.IntRange(min=1), default=8, show_default=True, help="no more than so many"
)
@click.option("--json", "as_json", is_flag=True, help="one neighbour a line, as JSON")
@click.pass_obj
def similar(settings: Settings, /, article: str, limit: int, as_json: bool) -> None:
    """List the articles nearest to ARTICLE (an id), each with the reason."""
    import msgspec

    from faleme.cli.tables import print_similar
    from faleme.store.sql import open_store

    store = open_store(settings.store)
    if store.reading(article) is None:
        store.close()
        raise JudgementError(f"no article {article!r} in the store")
    found = store.similar(article, limit=limit)
    store.close()
    with output(None) as stream:
        if as_json:
            for each in found:
                stream.write(msgspec.json.encode(each).decode() + "\n")
        else:
            print_similar(article, found, stream)
