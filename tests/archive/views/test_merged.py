"""Saved addresses that name what was merged away lead to the same of what was kept."""

import pytest
from pytest_django.asserts import assertRedirects

from archive.editing import merging

pytestmark = pytest.mark.django_db


@pytest.fixture
def merged(make_entity, make_source):
    """A person and an outlet that stood there twice."""
    merging.merge(make_entity("old-hood", "هود القديم"), make_entity("joey-hood", "جوي هود"))
    return merging.merge(make_source("old", "دجلة القديمة"), make_source("dijla", "دجلة"))


@pytest.mark.parametrize(
    ("saved", "leads_to"),
    [
        ("/search/?q=x&outlet=old&outlet=ina", "/search/?q=x&outlet=dijla&outlet=ina"),
        ("/search/?actor=old-hood", "/search/?actor=joey-hood"),
        ("/search/choices/outlet/?outlet=old", "/search/choices/outlet/?outlet=dijla"),
        ("/quotations/?via=old&speaker=old-hood", "/quotations/?via=dijla&speaker=joey-hood"),
        ("/quotations/?speaker=old", "/quotations/?speaker=dijla"),
        ("/quotations/choices/via/?outlet=old", "/quotations/choices/via/?outlet=dijla"),
        ("/timeline/?actor=old-hood&q=x", "/timeline/?actor=joey-hood&q=x"),
        (
            "/ledgers/promises/?speaker=old-hood&outlet=old",
            "/ledgers/promises/?speaker=joey-hood&outlet=dijla",
        ),
        ("/ledgers/refusals/?outlet=old", "/ledgers/refusals/?outlet=dijla"),
        ("/ledgers/missing/?of=outlet:old", "/ledgers/missing/?of=outlet:dijla"),
        ("/en/quotations/?via=old", "/en/quotations/?via=dijla"),
    ],
)
def test_filters_lead_to_what_was_kept(client, merged, saved, leads_to):
    response = client.get(saved)

    assertRedirects(response, leads_to, status_code=301, fetch_redirect_response=False)


@pytest.mark.parametrize("address", ["/quotations/?via=nobody", "/quotations/?via=old-hood"])
def test_what_was_never_merged_stays(client, merged, address):
    assert client.get(address).status_code == 200


def test_filters_lead_nowhere_once_the_merge_is_undone(client, merged):
    merging.undo(merged)

    assert client.get("/quotations/?via=old").status_code == 200
