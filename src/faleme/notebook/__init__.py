"""A store in a notebook: Arrow tables of what it holds, and charts of what the pages show."""

from __future__ import annotations

from faleme.notebook.needed import need
from faleme.notebook.opened import Opened

__all__ = ["Opened", "need"]
