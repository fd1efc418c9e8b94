"""Who decided what about an article stays known."""

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction

from archive.dates import parse_partial
from archive.editing import actions
from archive.ingest.refusals import RecordError
from archive.models import Article, Decision, Mention, PassageSpan

pytestmark = pytest.mark.django_db

TEXT = "التقى مصطفى الكاظمي وفداً من القيادة لبحث موعد الانسحاب في آخر العام."


@pytest.fixture
def huda() -> User:
    return User.objects.create_user("huda")


@pytest.fixture
def article(store_text) -> Article:
    return store_text(TEXT).article


def history(article: Article) -> list[tuple[str, str, dict]]:
    return list(article.decisions.values_list("kind", "made_by_name", "about"))


def test_each_step_of_an_article_is_told_with_its_reason(article, huda):
    actions.publish(article, by=huda)
    actions.correct(article, title="عنوان", body=f"{TEXT} تصحيح.", reason="خطأ في الرقم", by=huda)
    actions.withdraw(article, "طلب صاحب الحق", by=huda)
    actions.restore(article, by=huda)

    assert history(article) == [
        ("published", "huda", {"by_ingest": False}),
        ("corrected", "huda", {"reason": "خطأ في الرقم"}),
        ("withdrawn", "huda", {"reason": "طلب صاحب الحق"}),
        ("restored", "huda", {}),
    ]


def test_an_article_published_by_a_command_was_published_by_nobody(store_text):
    article = store_text(TEXT, publish=True).article

    assert history(article) == [("published", "", {"by_ingest": True})]


def test_publishing_what_is_published_decides_nothing(store_text, huda):
    article = store_text(TEXT, publish=True).article

    actions.publish(article, by=huda)

    assert len(history(article)) == 1


def test_what_was_known_before_it_was_amended_stays_known(article, huda, make_source):
    actions.amend(article, published=parse_partial("2021-11"), byline="سعد", by=huda, reason="سبب")
    actions.amend(
        article, outlet=make_source("ina", "واع"), byline="سعد علي", by=huda, reason="سبب"
    )

    assert history(article) == [
        (
            "amended",
            "huda",
            {
                "changes": [
                    {"field": "published_on", "before": "", "after": "2021-11"},
                    {"field": "basis", "before": "", "after": "stated"},
                    {"field": "byline", "before": "", "after": "سعد"},
                ],
                "reason": "سبب",
            },
        ),
        (
            "amended",
            "huda",
            {
                "changes": [
                    {"field": "outlet", "before": "", "after": "ina"},
                    {"field": "byline", "before": "سعد", "after": "سعد علي"},
                ],
                "reason": "سبب",
            },
        ),
    ]


def test_decisions_about_names_and_cuts_say_what_they_were_about(store_text, make_entity, huda):
    kadhimi = make_entity("kadhimi", "مصطفى الكاظمي")
    article = store_text(TEXT).article
    span = article.current_revision.spans.get()

    actions.decide_mention(Mention.objects.get(), Mention.Status.REJECTED, by=huda)
    actions.decide_mention(Mention.objects.get(), Mention.Status.PROPOSED, by=huda)
    actions.decide_cut(span, PassageSpan.Cut.CONFIRMED, by=huda)
    actions.add_mention(article.current_revision, kadhimi, start=0, end=5, by=huda)

    named = {"slug": "kadhimi", "passage": span.passage.public_id}
    assert history(article) == [
        ("rejected", "huda", {"surface": "مصطفى الكاظمي", **named}),
        ("reopened", "huda", {"surface": "مصطفى الكاظمي", **named, "was": "rejected"}),
        ("confirmed", "huda", {"cut": span.passage.public_id}),
        ("added", "huda", {"surface": "التقى", **named}),
    ]


def test_what_failed_is_no_decision(article, huda):
    with pytest.raises(RecordError):
        actions.restore(article, by=huda)

    assert history(article) == []


def test_a_decision_outlives_the_account_of_who_made_it(article, huda):
    actions.publish(article, by=huda)

    huda.delete()

    decision = article.decisions.get()
    assert (decision.made_by, decision.made_by_name) == (None, "huda")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda decision: decision.save(), id="saved-again"),
        pytest.param(lambda decision: decision.delete(), id="deleted"),
        pytest.param(lambda decision: Decision.objects.update(about=""), id="updated"),
        pytest.param(lambda decision: Decision.objects.all().delete(), id="all-deleted"),
    ],
)
def test_a_decision_is_never_changed(article, huda, change):
    actions.withdraw(article, "طلب صاحب الحق", by=huda)

    with pytest.raises(TypeError):
        change(article.decisions.get())

    assert history(article) == [("withdrawn", "huda", {"reason": "طلب صاحب الحق"})]


@pytest.mark.parametrize("column", ["article_id", "kind", "about", "made_at", "made_by_name"])
def test_the_database_refuses_to_change_a_decision(article, huda, column):
    actions.publish(article, by=huda)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE archive_decision SET {column} = '7'")  # noqa: S608

    assert history(article) == [("published", "huda", {"by_ingest": False})]
