"""Rules of warning: which there are, and what they would have seen in the past."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import click

from faleme.cli.border import JSON, day_of
from faleme.cli.incidents import day_text
from faleme.cli.inputs import output
from faleme.errors import SettingsError
from faleme.settings import Settings

RULES = click.option(
    "--rules", "file", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="rules of your own (default: the shipped ones)",
)  # fmt: skip


@click.group()
def rules() -> None:
    """The rules by which alerts are proposed."""


@rules.command("list")
@RULES
@JSON
def list_(file: Path | None, as_json: bool) -> None:
    """Every rule: what it looks for, with which values, and whether it is armed."""
    import msgspec

    from faleme.lexicon.alert_rules import RULES as SHIPPED
    from faleme.lexicon.alert_rules import load_alert_rules

    known = load_alert_rules(file or SHIPPED)
    with output(None) as stream:
        if as_json:
            stream.write(msgspec.json.encode(known).decode() + "\n")
            return
        for rule in known:
            values = ", ".join(f"{name} {value}" for name, value in _values(rule))
            armed = "armed" if rule.armed else "not armed"
            sends = ", sends itself" if rule.sends_itself else ""
            stream.write(f"{rule.id:<22}{rule.kind:<18}{values:<28}{armed}{sends}\n")


@rules.command("try")
@click.option("--since", required=True, callback=day_text, metavar="DATE", help="the first day")
@click.option("--until", callback=day_text, metavar="DATE", help="the last day (default: today)")
@RULES
@JSON
@click.pass_obj
def try_(settings: Settings, since: str, until: str | None, file: Path | None, as_json: bool) -> None:
    """What rules would have seen, day by day, by what had been published by then; nothing is sent.

    Each thing is told once, on the first day on which it was seen.
    """
    import msgspec

    from faleme.lexicon.alert_rules import RULES as SHIPPED
    from faleme.lexicon.alert_rules import load_alert_rules
    from faleme.store.sql import open_store
    from faleme.warn.rules import tried
    from faleme.warn.scene import scenes_of

    first, last = day_of(settings, since), day_of(settings, until)
    if first > last:
        raise SettingsError(f"--since {first} is after --until {last}")
    known = load_alert_rules(file or SHIPPED)
    store = open_store(settings.store)
    found = list(tried(scenes_of(store, first, last), known))
    store.close()
    counts = Counter(each.rule for each in found)
    with output(None) as stream:
        if as_json:
            told = {
                "since": str(first), "until": str(last), "days": (last - first).days + 1,
                "by_rule": {rule.id: counts[rule.id] for rule in known},
                "fired": msgspec.to_builtins(found),
            }  # fmt: skip
            stream.write(msgspec.json.encode(told).decode() + "\n")
            return
        for each in found:
            facts = ", ".join(f"{name} {value}" for name, value in each.facts.items() if value != "")
            behind = f"  [{' '.join(each.incidents)}]" if each.incidents else ""
            stream.write(f"{each.as_of}  {each.rule:<20}  {facts}{behind}\n")
        weeks = ((last - first).days + 1) / 7
        stream.write(f"\n{first} to {last}, {weeks:.0f} weeks:\n")
        for rule in known:
            armed = "" if rule.armed else "  (not armed)"
            stream.write(
                f"  {rule.id:<22}{counts[rule.id]:>5}  {counts[rule.id] / weeks:.2f} a week{armed}\n"
            )


def _values(rule: Any) -> list[tuple[str, str]]:
    named = ((name, getattr(rule, name)) for name in ("km", "days", "states", "chance", "ratio"))
    return [
        (name, "/".join(value) if isinstance(value, tuple) else f"{value:g}")
        for name, value in named
        if value
    ]
