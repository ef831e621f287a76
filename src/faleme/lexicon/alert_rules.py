"""Rules of warning as data: data/watch/rules.toml or a file of the user's."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import msgspec

from faleme.errors import DataError
from faleme.records.alert import Category, Certainty, RuleKind, Severity, Urgency

RULES = Path(__file__).resolve().parent.parent / "data" / "watch" / "rules.toml"
_NEEDS: dict[str, tuple[str, ...]] = {
    "attack-near": ("km",), "first-on-segment": ("km", "days"), "corridor-state": ("states",),
    "surge": ("km",), "risk-over": ("chance", "days"), "contradiction": ("km", "ratio"),
    "silent-source": ("days",),
}  # fmt: skip


class Rule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule: what it looks for and how its alerts are graded (see the file's header)."""

    id: str
    kind: RuleKind
    severity: Severity
    urgency: Urgency
    certainty: Certainty
    categories: tuple[Category, ...]
    event_codes: tuple[str, ...]
    expires_hours: float
    armed: bool = False
    sends_itself: bool = False
    km: float | None = None
    days: int | None = None
    states: tuple[str, ...] = ()
    chance: float | None = None
    ratio: float | None = None


class _Rules(msgspec.Struct, frozen=True):
    rule: tuple[Rule, ...]


@cache
def load_alert_rules(path: Path = RULES) -> tuple[Rule, ...]:
    """The rules of a file. Raises DataError that names the rule and what it lacks."""
    try:
        rules = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), _Rules).rule
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise DataError(f"no rules of warning: {error}", source=str(path)) from error
    seen: set[str] = set()
    for rule in rules:
        lacking = [name for name in _NEEDS[rule.kind] if not getattr(rule, name)]
        if lacking:
            raise DataError(f"rule {rule.id!r} ({rule.kind}) needs {', '.join(lacking)}", source=str(path))
        if rule.id in seen:
            raise DataError(f"two rules are called {rule.id!r}", source=str(path))
        seen.add(rule.id)
    return rules
