"""What tallies say is what counting says, whoever asks and whatever the worker has added up."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.urls import reverse

from archive.editing import actions, merging
from archive.models import Article, Tally, TallyChange, TallyState
from archive.models.visibility import Viewer
from archive.reading import statistics
from archive.reading.sayings import Asked, asked_for, groups_of, newest_keys
from archive.reading.tallies import keeping, kept
from archive.reading.tallies.kept import numbers_for
from archive.reading.timeline import Asked as AskedOfTimeline
from archive.reading.timeline import figures_of
from archive.views.entities import _figures
from search.index.verify import verify
from tests.factories import make_article, make_editor, make_entity

pytestmark = pytest.mark.django_db

READER = AnonymousUser()
TEXT = (
    "قال جوي هود إن القوات تنسحب في 31 كانون الأول 2021.\n\n"
    "وأضاف هود لوكالة فرانس برس: «الموعد ثابت ولن يتغير أبداً».\n\n"
    "وصل الوفد إلى بغداد عام 2020، ورفض المتحدث التعليق على ذلك."
)


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    cache.clear()


@pytest.fixture
def hood():
    make_entity("baghdad", "بغداد", "place")
    return make_entity("joey-hood", "جوي هود")


def add_up() -> None:
    while keeping.keep_up():
        pass


def everything(viewer: Viewer, *entities: Any) -> list[Any]:
    """All figures that come from tallies where there are any."""
    cache.clear()
    timeline = figures_of(AskedOfTimeline(), viewer, statistics.version(viewer))
    return [
        statistics.summary(),
        statistics.public_months(),
        statistics.presence(viewer),
        *(_figures(entity, viewer) for entity in entities),
        groups_of(Asked(), viewer),
        (list(timeline.rows), timeline.months, timeline.years),
    ]


def counted_anew(viewer: Viewer, *entities: Any) -> list[Any]:
    TallyState.objects.update(is_complete=False)
    try:
        return everything(viewer, *entities)
    finally:
        TallyState.objects.update(is_complete=True)


def assert_as_counted(viewers, *entities) -> None:
    for viewer in viewers:
        assert numbers_for(viewer, "article") is not None
        assert everything(viewer, *entities) == counted_anew(viewer, *entities)
    assert keeping.differences() == 0


def test_tallies_say_what_counting_says_after_every_kind_of_change(hood):
    make_article(title="قبل الحساب", text=TEXT, outlet="الزمان")
    add_up()
    viewers = READER, make_editor(), make_editor_who_withdraws()
    one = make_article(text=TEXT, outlet="الصباح", published_on="2021-12")
    two = make_article(title="آخر", text=f"{TEXT}\n\nقال جوي هود شيئاً.", published_on="")
    draft = make_article(title="مسودة", text=f"{TEXT}\n\nفي بغداد.", status="draft")

    def changes():
        yield lambda: None
        yield lambda: actions.publish(draft)
        yield lambda: actions.withdraw(one, "طلب صاحب الحق")
        yield lambda: actions.decide_mention(two.current_revision.mentions.first(), "rejected")
        yield lambda: actions.correct(
            two, title="آخر", body="قال جوي هود إن الموعد تغير.", reason="خطأ"
        )
        yield lambda: actions.restore(one)

    for change in changes():
        change()
        assert TallyChange.objects.exists()
        assert_as_counted(viewers, hood)  # with what changed counted beside
        add_up()
        assert not TallyChange.objects.exists()
        assert_as_counted(viewers, hood)


def make_editor_who_withdraws():
    from django.contrib.auth.models import Permission, User

    user = User.objects.create_user("zaynab", is_staff=True)
    names = ("view_article", "withdraw_article")
    user.user_permissions.set(Permission.objects.filter(codename__in=names))
    return user


def test_a_withdrawal_shows_at_once_though_nothing_is_added_up(client, hood):
    articles = [make_article(title=f"عنوان {n}", text=f"{TEXT}\n\nفي {n} منها.") for n in range(3)]
    add_up()
    page = reverse("archive:actor", args=["joey-hood"])
    assert "(3)" in client.get(page, {"view": "articles"}).content.decode()

    actions.withdraw(articles[0], "طلب صاحب الحق")

    shown = client.get(page, {"view": "articles"}).content.decode()
    assert "(2)" in shown
    assert "(3)" not in shown
    assert statistics.summary().articles == 2


def test_readers_learn_nothing_of_drafts(hood):
    make_article(text=TEXT)
    make_article(title="مسودة", text=f"{TEXT}\n\nوقال.", status="draft")
    add_up()

    assert numbers_for(READER, "article")["article"].total() == 1
    assert numbers_for(make_editor(), "article")["article"].total() == 2


def test_an_entity_that_was_merged_is_counted_as_the_one_that_was_kept(hood):
    former = make_entity("j-hood", "جوي هوود")
    make_article(text="قال جوي هوود إن الموعد ثابت.")
    add_up()

    merging.merge(former, hood)

    for _ in range(2):
        assert statistics.presence(READER) == {"person": [(hood.pk, 1)]}
        add_up()


def test_where_nothing_was_ever_added_up_everything_is_counted(hood):
    make_article(text=TEXT)

    assert numbers_for(READER, "article") is None
    assert statistics.summary().articles == 1


def test_where_very_much_waits_everything_is_counted(hood, monkeypatch):
    add_up()
    monkeypatch.setattr(kept, "MOST_BESIDE", 1)
    for number in range(2):
        make_article(title=f"عنوان {number}", text=f"{TEXT}\n\nفي {number} منها.")

    assert numbers_for(READER, "article") is None
    assert statistics.summary().articles == 2


def test_numbers_are_read_again_where_the_worker_adds_up_in_between(hood, monkeypatch):
    add_up()
    make_article(text=TEXT)
    read = kept.Kept._read

    def read_late(self, kinds, about):
        monkeypatch.setattr(kept.Kept, "_read", read)
        add_up()  # what was counted beside is in the rows by now
        return read(self, kinds, about)

    monkeypatch.setattr(kept.Kept, "_read", read_late)

    assert numbers_for(READER, "article")["article"].total() == 1


def test_tallies_of_other_rules_are_made_anew_in_steps(hood, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 2)
    for number in range(5):
        make_article(title=f"عنوان {number}", text=f"{TEXT}\n\nفي {number} منها.")
    add_up()
    keeping.forget()
    assert numbers_for(READER, "article") is None

    keeping.keep_up()
    assert numbers_for(READER, "article") is None  # two of five
    make_article(title="آخر", text=f"{TEXT}\n\nفي السادس منها.")
    add_up()

    assert numbers_for(READER, "article")["article"].total() == 6
    assert keeping.differences() == 0


def test_wrong_numbers_are_found_and_made_anew(hood):
    make_article(text=TEXT)
    add_up()
    Tally.objects.filter(kind="article", about=0).update(n=7)

    (found,) = (one for one in verify() if one.kind == "tallies")
    assert not found.mended
    (mended,) = (one for one in verify(repair=True) if one.kind == "tallies")
    assert mended.mended
    add_up()

    assert keeping.differences() == 0
    assert statistics.summary().articles == 1


def test_an_article_that_is_gone_counts_for_nothing(hood):
    editor = make_editor()
    article = Article.objects.create()
    keeping.note_changes(article_ids=[article.pk])
    add_up()
    assert numbers_for(editor, "article")["article"].total() == 1

    keeping.note_changes(article_ids=[article.pk])
    article.delete()

    for _ in range(2):
        assert not numbers_for(editor, "article")["article"]
        add_up()


# The first of many


def test_the_newest_statements_are_those_of_the_whole_order(hood):
    for number in range(12):
        day = f"2021-{1 + number // 2:02}-{1 + number}" if number % 5 else ""
        make_article(title=f"عنوان {number}", text=f"{TEXT}\n\nفي {number} منها.", published_on=day)
    seen = asked_for(Asked(), READER)
    in_order = list(seen.by_day().values_list("pk", flat=True))

    for most in (1, 3, 8):
        assert newest_keys(seen, READER, most) == in_order[:most]
    assert newest_keys(seen, READER, 10_000) == []  # not told so soon
