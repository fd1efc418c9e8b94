"""Who would not speak."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from archive.reading.ledgers.refusals import refusals, refusals_asked_for
from archive.reading.sayings import Asked
from archive.reading.statements import statements
from tests.factories import make_entity
from tests.statements import make_statement

pytestmark = pytest.mark.django_db
READER = AnonymousUser()


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


def listed(**asked) -> list:
    return refusals(statements(refusals_asked_for(Asked(**asked), READER)))


def test_a_refusal_says_about_what_and_by_which_outlet_it_became_known(make_source):
    rawi, newsweek = make_entity("rawi", "سالم الراوي"), make_source("newsweek", "نيوزويك")
    make_statement("رفض التعليق على الموعد", rawi, relays=[newsweek], kind="refusal")
    make_statement("الموعد ثابت", rawi)

    (refusal,) = listed()

    assert (refusal.about, refusal.asked_by, refusal.relay) == ("الموعد", "", newsweek)


def test_kinds_in_an_address_make_no_refusal_of_other_statements():
    make_statement("الموعد ثابت", make_entity("rawi", "سالم الراوي"))

    assert listed(kinds=("direct",)) == []


def test_refusals_that_are_not_sure_wait_for_an_editor():
    rawi = make_entity("rawi", "سالم الراوي")
    make_statement("رفض التعليق على الموعد", rawi, kind="refusal", sure=False)

    assert listed() == []
