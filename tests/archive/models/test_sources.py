"""What must always hold of sources, whoever writes to the database."""

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError

from archive.models import Source

pytestmark = pytest.mark.django_db


def test_a_source_can_not_be_called_unknown():
    with pytest.raises(IntegrityError):
        Source.objects.create(slug="unknown", name_ar="مجهول")


def test_a_source_with_articles_can_not_be_deleted(store_text, make_source):
    outlet = make_source("a", "الأول")
    store_text("نص", outlet=outlet)

    with pytest.raises(ProtectedError):
        outlet.delete()
