"""Stored articles are recognised anew after the rules or the authorities changed."""

import pytest
from django.db import OperationalError

from archive.editing import actions, reannotating
from archive.models import Article, EntityName, Mention, Reannotation, RecognisedWith

pytestmark = pytest.mark.django_db
TEXT = "وصل جوي هود إلى بغداد صباح الأحد والتقى عدداً من المسؤولين."


@pytest.fixture(autouse=True)
def own_folders(archive_folders):
    """What the worker writes stays in the test's folder."""


@pytest.fixture
def three(store_text):
    """An undated article, an old one and a new one, stored before anybody knew a name."""
    dates = ("", "2019-05-01", "2021-11-22")
    return [
        store_text(f"{TEXT} ({number})", title=f"زيارة {number}", published_on=date).article
        for number, date in enumerate(dates)
    ]


def test_what_would_change_is_told_and_nothing_written(three, make_entity):
    make_entity("baghdad", "بغداد", kind="place")

    tally = reannotating.recognise_all(reannotating.newest_first(), keep=False)

    assert tally.as_values() == {"names": {"added": 3}}
    assert (tally.articles, tally.changed_articles) == (3, 3)
    assert not Mention.objects.exists()


def test_what_is_written_is_what_was_told(three, make_entity):
    make_entity("baghdad", "بغداد", kind="place")
    told = reannotating.recognise_all(reannotating.newest_first(), keep=False)

    done = reannotating.recognise_all(reannotating.newest_first())

    assert done.as_values() == told.as_values()
    assert Mention.objects.count() == 3


def test_only_articles_that_changed_are_announced(three, make_entity, announced):
    make_entity("baghdad", "بغداد", kind="place")
    reannotating.recognise_all([three[0].pk])
    announced.clear()

    reannotating.recognise_all(reannotating.newest_first())

    assert sorted(key for keys, _ in announced for key in keys) == [three[1].pk, three[2].pk]


def test_a_text_that_cannot_be_recognised_keeps_no_other_waiting(three, make_entity, monkeypatch):
    make_entity("baghdad", "بغداد", kind="place")
    annotate = reannotating.annotate

    def stumble(revision, recogniser):
        annotate(revision, recogniser)
        if revision.article == three[1]:
            raise ValueError("a rule stumbles")

    monkeypatch.setattr(reannotating, "annotate", stumble)
    reannotating.note_if_due()

    assert reannotating.run_waiting() == 3

    assert Reannotation.objects.get().state == "done"
    named = set(Mention.objects.values_list("revision__article", flat=True))
    assert named == {three[0].pk, three[2].pk}
    tally = reannotating.recognise_all(reannotating.newest_first(), keep=False)
    assert tally.failed == [three[1].public_id]


def test_a_locked_database_is_no_fault_of_a_text(three, monkeypatch):
    def locked(revision, recogniser):
        raise OperationalError("database is locked")

    monkeypatch.setattr(reannotating, "annotate", locked)

    with pytest.raises(OperationalError):
        reannotating.recognise_all(reannotating.newest_first())


def test_what_a_person_decided_is_no_difference(three, make_entity):
    make_entity("baghdad", "بغداد", kind="place")
    reannotating.recognise_all(reannotating.newest_first())
    actions.decide_mention(Mention.objects.first(), Mention.Status.REJECTED)

    assert not reannotating.recognise_all(reannotating.newest_first()).counts
    assert Mention.objects.filter(status="rejected").count() == 1


def test_newest_come_first_and_undated_last(three):
    assert reannotating.newest_first() == [three[2].pk, three[1].pk, three[0].pk]


def test_an_empty_archive_owes_nothing(db):
    assert reannotating.note_if_due() is None
    assert not reannotating.is_due()


def test_a_changed_name_makes_the_whole_archive_due_once(three, make_entity):
    reannotating.note_recognised_with(reannotating.fingerprint())
    assert reannotating.note_if_due() is None
    make_entity("baghdad", "بغداد", kind="place")

    work = reannotating.note_if_due()

    assert work.total == 3
    assert reannotating.note_if_due() is None
    assert reannotating.run_waiting() == 3
    assert not reannotating.is_due()
    assert Mention.objects.count() == 3


def test_a_later_change_replaces_the_work_for_an_earlier_one(three, make_entity):
    entity = make_entity("baghdad", "بغداد", kind="place")
    first = reannotating.note_if_due()
    EntityName.objects.create(entity=entity, name="دار السلام")

    second = reannotating.note_if_due()

    first.refresh_from_db()
    assert first.state == Reannotation.State.REPLACED
    assert reannotating.unfinished() == second


def test_work_that_broke_off_goes_on_where_it_was(three, make_entity, monkeypatch):
    monkeypatch.setattr(reannotating, "BATCH", 1)
    make_entity("baghdad", "بغداد", kind="place")
    reannotating.note_if_due()
    stops = iter([False, False, True, True])
    reannotating.run_waiting(lambda: next(stops))
    work = reannotating.unfinished()
    assert (work.done, work.counts) == (1, {"names": {"added": 1}})
    assert Mention.objects.get().revision.article_id == three[2].pk

    assert reannotating.run_waiting() == 2

    work.refresh_from_db()
    assert (work.state, work.done, work.counts) == ("done", 3, {"names": {"added": 3}})


def test_others_may_write_between_two_articles_that_take_long(
    three, make_entity, limit, monkeypatch
):
    limit(transaction_seconds=0)
    turns = []
    monkeypatch.setattr(reannotating.time, "sleep", turns.append)
    make_entity("baghdad", "بغداد", kind="place")
    reannotating.note_if_due()

    assert reannotating.run_waiting() == 3

    assert turns == [reannotating.TURN] * 2
    assert Mention.objects.count() == 3


def test_a_source_that_waits_to_be_confirmed_makes_nothing_due(three, make_source):
    reannotating.note_recognised_with(reannotating.fingerprint())
    source = make_source("new-site", "موقع جديد")
    source.confirmed = False
    source.save()

    assert not reannotating.is_due()
    assert RecognisedWith.objects.count() == 1


def test_command_shows_differences_without_writing_them(three, make_entity, run_command):
    make_entity("baghdad", "بغداد", kind="place")

    code, (told,) = run_command("reannotate", "--dry-run")

    assert code == 0
    assert told["counts"] == {"names": {"added": 3}}
    assert {one["words"] for one in told["examples"]} == {"بغداد"}
    assert not Mention.objects.exists()


def test_command_takes_some_articles_and_names_those_it_does_not_know(
    three, make_entity, run_command
):
    make_entity("baghdad", "بغداد", kind="place")

    code, (told,) = run_command("reannotate", three[0].public_id, "nosuch")

    assert code == 1
    assert (told["articles"], told["unknown"]) == (1, ["nosuch"])
    assert Mention.objects.get().revision.article == Article.objects.get(pk=three[0].pk)
    assert reannotating.is_due()


def test_older_name_of_the_command_still_works(three, make_entity, run_command):
    make_entity("baghdad", "بغداد", kind="place")

    assert run_command("annotate", "--stored")[0] == 0

    assert Mention.objects.count() == 3
    assert not reannotating.is_due()
