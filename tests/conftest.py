"""What all tests share: where ../shared is, and how a missing service is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def require(service: str, present: bool) -> None:
    """Skip where a service is missing, unless FALEME_REQUIRE names it: then its absence is a failure."""
    if present:
        return
    if service in os.environ.get("FALEME_REQUIRE", "").split(","):
        pytest.fail(f"{service} is required by FALEME_REQUIRE and is not there")
    pytest.skip(f"{service} is not installed")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder ../shared beside the checkout; tests that need it are skipped without it."""
    if not SHARED.is_dir():
        pytest.skip("needs ../shared beside the checkout")
    return SHARED
