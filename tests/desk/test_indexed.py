"""What search engines may keep: pages that everybody reads, of a desk that is open to the public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from faleme.store.sql import SqlStore
from tests.desk.conftest import visit
from tests.desk.seed import seeded
from tests.desk.signed_in import add, browser_of, signed_in

NOINDEX = '<meta name="robots" content="noindex">'


@pytest.fixture(scope="module")
def desk(tmp_path_factory: Any) -> Iterator[SqlStore]:
    store = seeded(f"sqlite:///{tmp_path_factory.mktemp('indexed') / 'desk.db'}")
    add(store, "Awa", "analyst")
    yield store
    store.close()


@pytest.mark.parametrize("address", ["/", "/incidents", "/carte", "/article/attaque", "/about"])
def test_only_the_open_desks_public_pages_are_kept(desk: SqlStore, address: str) -> None:
    assert NOINDEX not in browser_of(desk).get(address).text
    assert NOINDEX in signed_in(desk, "Awa").get(address).text
    assert NOINDEX in visit(desk).get(address).text


@pytest.mark.parametrize("address", ["/connexion", "/nulle-part", "/commentaire/x", "/recherches/mail/1.x"])
def test_forms_errors_and_secret_addresses_never_are(desk: SqlStore, address: str) -> None:
    assert NOINDEX in browser_of(desk).get(address).text


def test_corners_of_the_world_are_a_box(desk: SqlStore) -> None:
    for box in ("-180,-85,180,85", "-180.0,-85.0,180.0,85.0", "-180.000000,-90.0,180.0,90"):
        assert browser_of(desk).get(f"/api/v1/map/cells?bbox={box}&zoom=2").status_code == 200, box
