"""What must always hold of entities and their offices, whoever writes to the database."""

import pytest
from django.db import IntegrityError

from archive.models import Entity, Role

pytestmark = pytest.mark.django_db


def test_an_entity_is_of_a_known_kind():
    with pytest.raises(IntegrityError):
        Entity.objects.create(slug="x", name_ar="س", kind="ship")


def test_a_role_does_not_end_before_it_begins(make_entity):
    entity = make_entity("x", "اسم")

    Role.objects.create(entity=entity, role_ar="وزير", since="2020-05", until="2020-05-07")
    Role.objects.create(entity=entity, role_ar="نائب", since="2021-05", until="2021")
    with pytest.raises(IntegrityError):
        Role.objects.create(entity=entity, role_ar="وزير", since="2021", until="2020")
