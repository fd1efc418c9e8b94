"""A name that an editor gives shows what it would change, and is applied to the archive."""

import pytest

from archive.editing import applying, reannotating
from archive.editing.applying import NewName
from archive.ingest.refusals import RecordError
from archive.models import Entity, EntityName, Mention, Reannotation
from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folders(archive_folders):
    """What is written stays in the test's folder."""


@pytest.fixture
def articles(db):
    texts = ("ونفى أبو سجى أي اتفاق.", "وعاد أبو سجى. وصرّح أبو سجى لاحقاً.", "نص لا يذكره.")
    return [make_article(f"مقال {number}", text) for number, text in enumerate(texts)]


@pytest.fixture
def huda(db):
    return make_editor()


@pytest.fixture
def alias(make_entity) -> NewName:
    return NewName(name="أبو سجى", entity=make_entity("abu-saja", "حسن البصري"))


@pytest.fixture
def somebody() -> NewName:
    entity = Entity(slug="abu-saja", kind="person", name_ar="أبو سجى")
    return NewName(name="أبو سجى", entity=entity)


@pytest.mark.parametrize("given", ["alias", "somebody"])
def test_effect_is_told_and_nothing_written(articles, given, request):
    new = request.getfixturevalue(given)
    entities = Entity.objects.count()

    effect = applying.effect_of(new)

    assert (len(effect.holding), effect.published, effect.is_small) == (2, 2, True)
    assert effect.tally.as_values() == {"names": {"added": 3}}
    assert Entity.objects.count() == entities
    assert not EntityName.objects.exists()
    assert not Mention.objects.exists()


@pytest.mark.parametrize("given", ["alias", "somebody"])
def test_applied_as_told(articles, given, request, huda):
    reannotating.note_recognised_with(reannotating.fingerprint())
    new = request.getfixturevalue(given)
    reannotating.note_recognised_with(reannotating.fingerprint())
    applying.effect_of(new)

    assert applying.apply(new, by=huda, article=articles[0]) is None

    assert Mention.objects.count() == 3
    assert {one.entity.slug for one in Mention.objects.all()} == {"abu-saja"}
    assert articles[0].decisions.get(kind="added").about == {"name": "أبو سجى", "slug": "abu-saja"}
    assert not reannotating.is_due()


def test_worker_goes_through_many_articles(articles, alias, huda, monkeypatch):
    monkeypatch.setattr(applying, "AT_ONCE", 1)
    reannotating.note_recognised_with(reannotating.fingerprint())

    work = applying.apply(alias, by=huda)

    assert (work.total, work.state) == (2, Reannotation.State.WAITING)
    assert not Mention.objects.exists()
    assert reannotating.note_if_due() is None
    assert reannotating.run_waiting() == 2
    assert Mention.objects.count() == 3
    assert not reannotating.is_due()


def test_a_name_that_stands_there_already_is_refused(articles, alias, huda):
    applying.apply(alias, by=huda)

    with pytest.raises(RecordError):
        applying.effect_of(NewName(name="أبو سَجى", entity=alias.entity))


def test_a_slug_of_another_is_refused(alias, somebody):
    with pytest.raises(RecordError):
        applying.effect_of(somebody)
