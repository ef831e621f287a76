"""What a notebook needs beyond the core, and how its absence is told."""

from __future__ import annotations

from importlib.util import find_spec

from faleme.errors import SettingsError

_INSTALL = {"altair": "faleme[notebook]", "pyarrow": "faleme[notebook]", "geopandas": "geopandas"}


def need(package: str) -> None:
    """Raises SettingsError where a package is not installed."""
    if find_spec(package) is None:
        raise SettingsError(f"this needs {package}: install it with `pip install '{_INSTALL[package]}'`")
