"""Two entities or sources that are one are merged, and parted again as they were."""

import pytest
from django.core import serializers
from django.urls import reverse

from archive.editing import merging, reannotating
from archive.editing.naming import namesakes
from archive.ingest import authorities
from archive.ingest.refusals import RecordError
from archive.models import (
    Article,
    Citation,
    Entity,
    EntityName,
    Mention,
    Merge,
    Quotation,
    QuotationRelay,
    QuotationSpeaker,
    Role,
    Source,
    SourceName,
)
from tests.factories import make_article

pytestmark = pytest.mark.django_db

EVERYTHING = (
    Article, Citation, Entity, EntityName, Mention, Quotation, QuotationRelay, QuotationSpeaker,
    Role, Source, SourceName,
)  # fmt: skip


def everything() -> dict[str, list]:
    """All rows but for when they were touched."""
    rows = {
        model.__name__: serializers.serialize("python", model.objects.order_by("pk"))
        for model in EVERYTHING
    }
    for row in rows["Article"]:
        row["fields"].pop("changed_at")
    return rows


@pytest.fixture
def two(make_entity):
    """One man under two slugs, each with an office of his."""
    kept = make_entity("mustafa-al-kadhimi", "مصطفى الكاظمي", short=["الكاظمي"])
    former = make_entity("kadhimi", "مصطفى عبد اللطيف الكاظمي", short=["الكاظمي"])
    Role.objects.create(entity=kept, role_ar="رئيس الوزراء", since="2020-05")
    Role.objects.create(entity=former, role_ar="رئيس الوزراء", since="2020-05")
    Role.objects.create(entity=former, role_ar="رئيس جهاز المخابرات", since="2016")
    text = "قال مصطفى عبد اللطيف الكاظمي: «موعد الانسحاب ثابت هذا العام». وغادر الكاظمي بغداد."
    make_article(text=text)
    return former, kept


def test_everything_that_named_the_former_names_the_kept_one(two):
    former, kept = two

    merging.merge(former, kept)

    assert not Entity.objects.filter(slug="kadhimi").exists()
    assert {one.entity for one in Mention.objects.all()} == {kept}
    assert {one.entity for one in QuotationSpeaker.objects.all()} == {kept}
    assert sorted(kept.roles.values_list("role_ar", flat=True)) == [
        "رئيس الوزراء",
        "رئيس جهاز المخابرات",
    ]
    assert set(kept.names.values_list("name", flat=True)) == {
        "الكاظمي",
        "مصطفى عبد اللطيف الكاظمي",
    }


def test_undoing_a_merge_brings_back_every_row(two):
    before = everything()

    made = merging.merge(*two)
    assert everything() != before
    merging.undo(made)

    assert everything() == before


@pytest.fixture
def said_by_both(two):
    """A statement of which an editor made both speakers, relayed by two outlets."""
    (statement,) = Quotation.objects.all()
    statement.speakers.all().delete()
    for ordinal, entity in enumerate(reversed(two)):
        statement.speakers.create(ordinal=ordinal, entity=entity, printed=entity.name_ar)
    Quotation.objects.update(status=Quotation.Status.CONFIRMED)
    return statement


def test_two_who_spoke_together_speak_once_when_they_are_one(two, said_by_both):
    former, kept = two
    before = everything()

    made = merging.merge(former, kept)
    assert [one.entity for one in said_by_both.speakers.all()] == [kept]

    merging.undo(made)
    assert everything() == before


def test_a_statement_that_was_recognised_anew_keeps_its_speakers_when_a_merge_is_undone(
    two, said_by_both
):
    former, kept = two
    made = merging.merge(former, kept)
    said_by_both.speakers.create(ordinal=1, printed="غيره")

    merging.undo(made)

    assert [one.printed for one in said_by_both.speakers.all()] == [kept.name_ar, "غيره"]


def test_merging_tells_who_follows_the_archive(two, announced):
    merging.merge(*two)

    assert [keys for keys, _ in announced] == [[Article.objects.get().pk]]


def recognised_by_the_worker() -> None:
    assert reannotating.note_if_due()
    reannotating.run_waiting()


def test_what_two_shared_is_sure_once_they_are_one(make_entity):
    former, kept = make_entity("hood", "جوي هود"), make_entity("joey-hood", "جوي هود")
    make_article(text="وصل جوي هود إلى البصرة.")
    reannotating.note_recognised_with(reannotating.fingerprint())
    assert not Mention.objects.shown().exists()

    merging.merge(former, kept)
    recognised_by_the_worker()

    assert Mention.objects.shown().get().entity == kept


def test_what_came_in_between_goes_to_whom_it_names_once_they_are_parted(two):
    former, kept = two
    made = merging.merge(former, kept)
    later = make_article("لاحق", text="غادر مصطفى عبد اللطيف الكاظمي بغداد.")
    assert Mention.objects.get(revision__article=later).entity == kept

    merging.undo(made)
    recognised_by_the_worker()

    assert Mention.objects.shown().get(revision__article=later).entity.slug == "kadhimi"


def test_old_address_leads_to_the_kept_one_through_two_merges(two, make_entity, client):
    former, kept = two
    last = make_entity("al-kadhimi", "الكاظمي رئيساً")
    merging.merge(former, kept)
    merging.merge(kept, last)

    response = client.get(reverse("archive:actor", args=["kadhimi"]), {"sort": "oldest"})

    assert response.status_code == 301
    assert response["Location"] == last.get_absolute_url() + "?sort=oldest"


def test_only_the_latest_of_two_merges_is_undone(two, make_entity):
    former, kept = two
    first = merging.merge(former, kept)
    second = merging.merge(kept, make_entity("al-kadhimi", "الكاظمي رئيساً"))
    with pytest.raises(RecordError):
        merging.undo(first)

    merging.undo(second)
    first.refresh_from_db()
    merging.undo(first)

    assert Entity.objects.filter(slug="kadhimi").exists()
    with pytest.raises(RecordError):
        merging.undo(first)


def test_two_of_different_kinds_are_not_merged(two, make_entity):
    with pytest.raises(RecordError):
        merging.merge(make_entity("baghdad", "بغداد", kind="place"), two[0])
    with pytest.raises(RecordError):
        merging.merge(two[0], two[0])


@pytest.fixture
def outlets(make_source):
    kept, former = make_source("newsweek", "نيوزويك"), make_source("news-week", "مجلة النيوزويك")
    make_article("الأول", outlet=former)
    make_article("الثاني", text="ونقلت مجلة النيوزويك أن الموعد ثابت، بحسب ما نشرته نيوزويك.")
    return former, kept


def test_sources_are_merged_and_parted(outlets, client):
    former, kept = outlets
    before = everything()

    made = merging.merge(former, kept)

    assert Article.objects.get(current_revision__title="الأول").outlet == kept
    assert {one.source for one in Citation.objects.all()} == {kept}
    response = client.get(reverse("archive:outlet", args=["news-week"]))
    assert response["Location"] == kept.get_absolute_url()
    merging.undo(made)
    assert everything() == before


def test_sources_that_both_have_a_record_are_looked_at_first(make_source):
    kept, former = make_source("a", "الأولى"), make_source("b", "الثانية")
    make_article("واحد", outlet=kept, record_id="7")
    make_article("اثنان", text="نص آخر تماماً لمقال آخر.", outlet=former, record_id="7")

    with pytest.raises(RecordError, match="7"):
        merging.merge(former, kept)

    assert not Merge.objects.exists()


def test_loading_the_authorities_again_does_not_bring_the_former_back(two, tmp_path):
    merging.merge(*two)
    files = {
        "sources.csv": [],
        "entities.csv": ["kadhimi,person,مصطفى عبد اللطيف الكاظمي,,,,,"],
        "names.csv": ["kadhimi,أبو هيا,ar,alias,yes"],
        "roles.csv": ["kadhimi,رئيس الوزراء,,2020-05,2022-10"],
    }
    for name, rows in files.items():
        header = ",".join(authorities.COLUMNS[name])
        (tmp_path / name).write_text("\n".join([header, *rows]), encoding="utf-8")

    authorities.load(tmp_path)

    kept = Entity.objects.get()
    assert kept.names.filter(name="أبو هيا").exists()
    assert kept.roles.get(role_ar="رئيس الوزراء").until == "2022-10"


def test_namesakes_are_those_who_bear_a_full_name_of_it(two, make_entity):
    other = make_entity("other", "مُصطفى الكاظمي", kind="organisation")

    assert [one.thing for one in namesakes(other)] == [two[1]]
    assert namesakes(make_entity("salim", "سالم الراوي")) == []
