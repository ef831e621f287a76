"""Schemathesis over the OpenAPI document: whatever is asked, the API answers as the document says.

Against the application itself, without a network, as the public and with an analyst's token.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.modes import GenerationMode

from faleme.desk.api.document import HANDLERS
from faleme.desk.app import create_app
from faleme.settings import Settings
from faleme.store.sql import SqlStore
from tests.desk.conftest import From
from tests.desk.seed import TODAY, seeded
from tests.desk.signed_in import Clock, add, give_token

TOKEN = "faleme_" + "jeton" * 8
BOUNDED = settings(
    max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=[*HealthCheck]
)


@pytest.fixture(scope="module")
def written_to(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """A store of its own: acts are sent too."""
    store = seeded(f"sqlite:///{tmp_path_factory.mktemp('api') / 'desk.db'}")
    add(store, "Awa Essai", "analyst", ceiling="RED")
    give_token(store, "Awa Essai", TOKEN)
    yield store
    store.close()


@pytest.fixture(scope="module")
def api(written_to: SqlStore) -> Any:
    app = create_app(
        settings=Settings(access="public", api_rate=0), store=written_to, today=TODAY, now=Clock()
    )
    # A body that is too long is refused as such, which schemathesis takes for no refusal.
    config = SchemathesisConfig.from_dict(
        {"checks": {"negative_data_rejection": {"expected-statuses": ["4xx"]}}}
    )
    asked = "/api/openapi.json?lang=en"
    return schemathesis.openapi.from_asgi(asked, From(app, "203.0.113.9"), config=config)


@pytest.fixture(scope="module")
def there(written_to: SqlStore) -> dict[str, list[Any]]:
    """What each variable of a path can be."""
    return {
        "incident_id": [each.id for each in written_to.incidents()],
        "article_id": [each.id for each in written_to.articles()],
        "number": [each.number for each in written_to.judgements()],
    }


OPERATIONS = sorted(handler.handler_name for handler in HANDLERS)


@pytest.mark.parametrize("mode", list(GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("token", [None, TOKEN], ids=["public", "token"])
@pytest.mark.parametrize("name", OPERATIONS)
def test_whatever_is_asked_is_answered_as_the_document_says(
    api: Any, there: dict[str, list[Any]], name: str, token: str | None, mode: GenerationMode
) -> None:
    """What the document allows is taken, what it forbids is refused, and nothing breaks the desk."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    operation = api.find_operation_by_id(name)
    known = st.fixed_dictionaries({each: st.sampled_from(values) for each, values in there.items()})

    @given(case=operation.as_strategy(generation_mode=mode), known=known)
    @BOUNDED
    def check(case: Any, known: dict[str, Any]) -> None:
        if mode is GenerationMode.POSITIVE:  # of what is there; by chance nobody would meet it
            case.path_parameters |= {each: known[each] for each in case.path_parameters}
        case.call_and_validate(headers=headers)

    check()
