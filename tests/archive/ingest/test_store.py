"""Articles are written in one place, whole or not at all."""

import hashlib

import pytest

from archive.annotation.names import Recogniser
from archive.editing import actions
from archive.ingest import store
from archive.ingest.parsed import parse_text
from archive.models import Article, Mention, Passage, PassageSpan

pytestmark = pytest.mark.django_db

FIRST = "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر القاعدة نهاية الشهر المقبل."
SECOND = "ورحب رئيس الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها."
THIRD = "أما الفصائل المسلحة فشككت في الموعد وطالبت بجدول زمني مكتوب يضمن خروج جميع الجنود."


def passages(article: Article) -> dict[str, str]:
    """Public ids of the current passages by their text."""
    spans = article.current_revision.spans.select_related("passage", "revision")
    return {span.text: span.passage.public_id for span in spans}


def test_an_article_is_stored_with_its_passages_and_links(store_text):
    stored = store_text(f"{FIRST}\n\nكما [أكد](#) [المكتب](https://a.example/) ذلك.")

    revision = stored.article.current_revision
    assert stored.result == "stored"
    assert revision.number == 1
    assert [span.text for span in revision.spans.all()] == [FIRST, "كما أكد المكتب ذلك."]
    assert [
        (revision.text[link.start : link.end], link.missing) for link in revision.links.all()
    ] == [
        ("أكد", True),
        ("المكتب", False),
    ]


def test_what_is_stored_is_announced_inside_its_transaction(store_text, announced):
    article = store_text(FIRST).article

    assert announced == [([article.pk], True)]


def test_an_article_is_a_draft_unless_it_is_published(store_text):
    assert store_text(FIRST).article.status == "draft"
    assert store_text(SECOND, publish=True).article.status == "published"


def test_a_date_is_kept_as_far_as_it_is_known(store_text):
    month = store_text(FIRST, published_on="2021-11").article
    undated = store_text(SECOND).article

    assert (month.published_on, month.precision, month.basis) == ("2021-11", "month", "stated")
    assert (undated.published_on, undated.precision, undated.basis) == ("", "unknown", "")


def test_a_known_record_with_a_new_body_is_revised(store_text):
    first = store_text(f"{FIRST}\n\n{SECOND}", record_id="a1", publish=True).article
    before = passages(first)

    again = store_text(f"{FIRST}\n\n{THIRD}\n\n{SECOND}", record_id="a1", publish=True)

    after = passages(again.article)
    assert (again.result, again.article.pk) == ("revised", first.pk)
    assert again.article.status == "published"
    assert again.article.current_revision.number == 2
    assert {text: after[text] for text in before} == before
    assert after[THIRD] not in before.values()


def test_a_record_whose_body_was_seen_before_is_unchanged(store_text, announced):
    store_text(FIRST, record_id="a1")
    store_text(SECOND, record_id="a1")
    announced.clear()

    again = store_text(FIRST, record_id="a1")

    assert again.result == "unchanged"
    assert again.article.current_revision.number == 2
    assert announced == []


def test_the_same_body_under_another_id_is_a_duplicate(store_text):
    first = store_text(FIRST, record_id="a1").article

    again = store_text(FIRST, title="عنوان آخر", record_id="a2")

    assert (again.result, again.article) == ("duplicate", first)
    assert first.public_id in again.reason
    assert Article.objects.count() == 1


def test_the_same_body_from_another_outlet_is_another_article_that_is_flagged(
    store_text, make_source
):
    text = f"{FIRST} {SECOND} {THIRD}"
    first = store_text(text, record_id="a1", outlet=make_source("a", "الأول")).article

    other = store_text(text, record_id="a1", outlet=make_source("b", "الثاني"))

    assert other.result == "stored"
    assert other.article.near_duplicate_of == first


def test_a_near_duplicate_is_stored_and_flagged(store_text):
    first = store_text(f"بغداد: {FIRST} {SECOND} {THIRD}", record_id="a1").article

    near = store_text(f"وكالات: {FIRST} {SECOND} {THIRD} انتهى.", record_id="a2")

    assert (near.result, near.article.near_duplicate_of) == ("stored", first)
    assert first.public_id in near.reason


def test_another_article_on_the_same_subject_is_not_flagged(store_text):
    store_text(f"{FIRST} {SECOND} {THIRD}", record_id="a1")

    other = store_text(
        "وصل وزير الدفاع إلى القاعدة للإشراف على مغادرة آخر رتل من القوات القتالية، وشدد على أن "
        "التدريب مستمر وأن الحدود محمية، فيما طالبت كتل في مجلس النواب بجدول زمني معلن ومكتوب.",
        record_id="a2",
    )

    assert other.article.near_duplicate_of is None


def test_a_revision_that_no_longer_resembles_loses_the_flag(store_text):
    store_text(f"{FIRST} {SECOND} {THIRD}", record_id="a1")
    store_text(f"{FIRST} {SECOND} {THIRD} وكالات.", record_id="a2")

    revised = store_text("نص جديد تماماً لا صلة له بما سبق، كُتب بعد المراجعة.", record_id="a2")

    assert revised.article.near_duplicate_of is None


def test_a_withdrawn_article_stays_withdrawn_when_its_record_comes_again(store_text):
    article = store_text(FIRST, record_id="a1", publish=True).article
    actions.withdraw(article, "خطأ في الاسم")

    again = store_text(SECOND, record_id="a1", publish=True)

    again.article.refresh_from_db()
    assert again.result == "revised"
    assert again.article.status == "withdrawn"
    assert again.reason


def test_a_failure_in_the_middle_leaves_nothing(store_text, monkeypatch):
    def fail(*arguments, **options):
        raise RuntimeError

    monkeypatch.setattr("archive.ingest.store.near_duplicates.remember", fail)

    with pytest.raises(RuntimeError):
        store_text(FIRST)
    assert not Article.objects.exists()
    assert not Passage.objects.exists()


def test_a_deleted_passage_that_returns_word_for_word_is_itself_again(store_text):
    first = store_text(f"{FIRST}\n\n{SECOND}", record_id="a1").article
    before = passages(first)
    store_text(FIRST, record_id="a1")

    again = store_text(f"{FIRST}\n\n{SECOND}\n\n{THIRD}", record_id="a1").article

    assert passages(again)[SECOND] == before[SECOND]


def test_what_an_editor_said_of_a_cut_passage_holds_in_later_revisions(store_text):
    cut = "وأكد المتحدث أن القوات ستواصل عملها في القواعد المتفق عليها وأن عدد"
    article = store_text(f"{FIRST}\n\n{SECOND}\n\n{THIRD}\n\n{cut}", record_id="a1").article
    [span] = PassageSpan.objects.filter(cut=PassageSpan.Cut.PROPOSED)
    actions.decide_cut(span, PassageSpan.Cut.REJECTED)

    store_text(f"{SECOND}\n\n{FIRST}\n\n{THIRD}\n\n{cut}", record_id="a1")

    again = article.revisions.get(number=2).spans.get(passage=span.passage)
    assert again.cut == PassageSpan.Cut.REJECTED


def test_a_name_marked_by_hand_is_kept_with_its_passage(store_text, make_entity):
    entity = make_entity("reed", "وزارة الدفاع العراقية", kind="organisation")
    article = store_text(f"{FIRST}\n\n{SECOND}", record_id="a1").article
    start = article.current_revision.text.index("وزارة الدفاع")
    actions.add_mention(article.current_revision, entity, start=start, end=start + 12)

    revised = store_text(f"{THIRD}\n\n{FIRST}", record_id="a1").article

    [mention] = Mention.objects.filter(revision=revised.current_revision)
    text = revised.current_revision.text
    assert text[mention.start : mention.end] == "وزارة الدفاع"
    assert mention.status == "confirmed"


def test_the_hash_of_a_parsed_record_is_the_one_its_revision_gets(store_text):
    parsed = parse_text(FIRST, Recogniser(), title="عنوان")

    revision = store.store(parsed).article.current_revision

    assert parsed.text_sha256 == revision.text_sha256
    assert revision.text_sha256 == hashlib.sha256(revision.text.encode()).hexdigest()


# A new text of a known record, where a person decided the text of today.


def test_new_text_of_a_corrected_article_waits_even_in_a_run_that_publishes(store_text):
    article = store_text(FIRST, record_id="a1", publish=True).article
    actions.correct(article, title=article.title, body=SECOND, reason="خطأ في النقل")

    again = store_text(THIRD, record_id="a1", publish=True)

    article.refresh_from_db()
    proposal = article.proposals.get()
    assert again.result == "proposed"
    assert article.current_revision.text == SECOND
    assert (proposal.body, proposal.base.text, proposal.state) == (THIRD, FIRST, "open")


def test_new_text_of_an_article_that_a_person_published_waits(store_text):
    article = store_text(FIRST, record_id="a1").article
    actions.publish(article)

    assert store_text(SECOND, record_id="a1", publish=True).result == "proposed"


def test_new_text_of_an_article_that_an_import_published_needs_one_that_publishes(
    store_text, admin_user
):
    store_text(FIRST, record_id="a1", publish=True, by=admin_user)

    assert store_text(SECOND, record_id="a1", by=admin_user).result == "proposed"
    assert store_text(THIRD, record_id="a1", publish=True, by=admin_user).result == "revised"


def test_draft_is_revised_unless_an_editor_corrected_it(store_text):
    article = store_text(FIRST, record_id="a1").article
    assert store_text(SECOND, record_id="a1").result == "revised"

    article.refresh_from_db()
    actions.correct(article, title=article.title, body=FIRST + " " + SECOND, reason="خطأ")

    assert store_text(THIRD, record_id="a1", publish=True).result == "proposed"
    article.refresh_from_db()
    assert article.status == "draft"


def test_new_text_of_a_withdrawn_article_waits_where_a_person_corrected_it(store_text):
    article = store_text(FIRST, record_id="a1", publish=True).article
    actions.correct(article, title=article.title, body=SECOND, reason="خطأ")
    actions.withdraw(article, "بطلب")

    assert store_text(THIRD, record_id="a1", publish=True).result == "proposed"


def test_the_same_proposed_text_changes_nothing_and_a_newer_one_replaces_it(store_text):
    article = store_text(FIRST, record_id="a1", publish=True).article

    results = [store_text(text, record_id="a1").result for text in (SECOND, SECOND, THIRD)]

    assert results == ["proposed", "unchanged", "proposed"]
    states = article.proposals.order_by("pk").values_list("body", "state")
    assert list(states) == [(SECOND, "replaced"), (THIRD, "open")]


def test_a_waiting_text_is_announced_to_nobody(store_text, announced):
    store_text(FIRST, record_id="a1", publish=True)
    announced.clear()

    store_text(SECOND, record_id="a1")

    assert announced == []


def test_proposal_keeps_the_marks_of_its_text(store_text):
    article = store_text(FIRST, record_id="a1", publish=True).article
    marked = f"## خلفية\n\nقال [البيان](https://example.org/a) ذلك.\n\n{SECOND}"

    store_text(marked, record_id="a1")

    assert article.proposals.get().body == marked
