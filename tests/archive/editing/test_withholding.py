"""A passage or a wording that readers are not shown, on every surface, and its tombstone."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from archive.editing import actions, withholding
from archive.ingest.refusals import RecordError
from archive.ingest.structure import parse
from archive.models import Article, Decision, Passage, Revision, Withholding
from archive.models.withholdings import keyed_hash
from search.index import outbox
from tests.archive.views.pages import shown
from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db

FIRST = "قال الناطق المصنوع إن الموعد ثابت."
SECRET = "يسكن الشاهد المصنوع قرب الجسر الأخضر."
LAST = "وعاد الوفد المصنوع إلى بغداد."


@pytest.fixture(autouse=True)
def _own_folders(archive_folders):
    """Articles are stored in folders of the test's own."""


@pytest.fixture
def article() -> Article:
    """Corrected once: both wordings hold what is to be withheld."""
    made = make_article(text=f"{FIRST}\n\n{SECRET}\n\n{LAST}")
    return actions.correct(
        made, title="عنوان مصحح", body=f"{FIRST}\n\n{SECRET}\n\n{LAST}", reason="العنوان"
    )


def passage(article: Article, words: str) -> Passage:
    spans = article.revisions.first().spans.select_related("passage", "revision")
    return next(span.passage for span in spans if span.text == words)


def public_addresses(article: Article) -> list[str]:
    secret = passage(article, SECRET).public_id
    other = passage(article, FIRST).public_id
    return [
        article.get_absolute_url(),
        *(reverse("archive:revision", args=[article.public_id, n]) for n in (1, 2, 3)),
        reverse("archive:diff", args=[article.public_id, 1, 2]),
        reverse("archive:diff", args=[article.public_id, 2, 3]),
        reverse("archive:passage", args=[secret]),
        reverse("archive:passage_revision", args=[secret, 1]),
        reverse("archive:card", args=[secret]),
        reverse("archive:ris", args=[secret]),
        reverse("archive:passage_revision", args=[other, 1]),
        reverse("search:results") + "?q=الجسر+الأخضر",
        reverse("search:results") + f"?q={secret}",
        reverse("search:results") + "?q=%22الجسر+الأخضر%22",
        "/timeline/",
        "/quotations/",
        "/",
    ]


def test_a_withheld_passage_is_in_no_page_and_its_address_says_why(client, article):
    secret = passage(article, SECRET)
    withholding.withhold_passage(secret, "حماية لشاهد")
    outbox.drain()

    for address in public_addresses(article):
        response = client.get(address)
        assert SECRET not in response.content.decode(errors="ignore"), address
    tombstone = client.get(secret.get_absolute_url())
    assert tombstone.status_code == 410
    assert "حماية لشاهد" in shown(tombstone)
    assert FIRST in shown(tombstone)
    assert LAST in shown(tombstone)
    assert keyed_hash(SECRET) in shown(tombstone)
    page = shown(client.get(article.get_absolute_url()))
    assert page.index(FIRST) < page.index("حُجب هنا مقطع") < page.index(LAST)


def test_other_passages_and_their_citations_stay(client, article):
    other = passage(article, FIRST)
    withholding.withhold_passage(passage(article, SECRET), "حماية لشاهد")

    cited = client.get(reverse("archive:passage_revision", args=[other.public_id, 1]))

    assert cited.status_code == 200
    assert FIRST in shown(cited)
    current = Article.objects.get().current_revision
    assert current.text == f"{FIRST}\n\n{LAST}"
    assert current.public_number == 3
    assert set(current.spans.values_list("passage", flat=True)) == {
        other.pk,
        passage(article, LAST).pk,
    }


def test_what_is_withheld_is_not_lost_and_comes_back_in_two_acts(client, article):
    withheld = withholding.withhold_passage(passage(article, SECRET), "حماية لشاهد")
    second = Revision.objects.get(public_number=2)
    with pytest.raises(RecordError, match="withheld"):
        withholding.restore_wording(second, "زال السبب")

    withholding.lift(withheld, "زال السبب")
    assert SECRET in shown(client.get(second.get_absolute_url()))
    withholding.restore_wording(second, "زال السبب")

    article = Article.objects.get()
    assert article.current_revision.text == second.text
    assert article.current_revision.spans.filter(passage=passage(article, SECRET)).exists()
    assert SECRET in shown(client.get(article.get_absolute_url()))
    assert client.get(passage(article, SECRET).get_absolute_url()).status_code == 200


@pytest.mark.parametrize("share", ["", " " + "كلمات كثيرة بقيت في المقطع نفسه بعد قسمته " * 3])
def test_a_passage_that_held_the_words_before_it_was_divided_is_withheld_too(client, share):
    first = f"{FIRST}{share}".strip()
    whole = f"{first} {SECRET}"
    article = make_article(text=f"{whole}\n\n{LAST}")
    former = passage(article, whole)
    article = actions.correct(
        article, title=article.title, body=f"{first}\n\n{SECRET}\n\n{LAST}", reason="فقرتان"
    )
    spans = article.current_revision.spans.select_related("passage", "revision")
    secret = next(span.passage for span in spans if span.text == SECRET)

    withholding.withhold_passage(secret, "حماية لشاهد")

    for address in (
        secret.get_absolute_url(),
        former.get_absolute_url(),
        reverse("archive:passage_revision", args=[former.public_id, 1]),
        reverse("archive:revision", args=[article.public_id, 1]),
        reverse("archive:diff", args=[article.public_id, 1, 2]),
        article.get_absolute_url(),
    ):
        assert SECRET not in client.get(address).content.decode(), address


def test_a_whole_revision_is_withheld_and_the_others_stay(client, article):
    first = article.revisions.get(number=1)
    withholding.withhold_revision(first, "أمر قضائي")
    address = reverse("archive:revision", args=[article.public_id, 1])

    response = client.get(address)

    assert response.status_code == 410
    assert "أمر قضائي" in shown(response)
    assert client.get(reverse("archive:diff", args=[article.public_id, 1, 2])).status_code == 410
    page = client.get(article.get_absolute_url())
    assert address not in page.content.decode()
    assert page.status_code == 200
    ris = client.get(reverse("archive:article_ris", args=[article.public_id]) + "?r=1")
    assert ris.status_code == 410


@pytest.mark.parametrize("words", ["", "  "])
def test_nothing_is_withheld_without_a_reason(article, words):
    with pytest.raises(RecordError, match="reason"):
        withholding.withhold_passage(passage(article, SECRET), words)

    assert not Withholding.objects.exists()


def test_the_text_of_today_and_a_lone_passage_are_not_withheld(article):
    with pytest.raises(RecordError, match="text of today"):
        withholding.withhold_revision(article.current_revision, "سبب")

    lone = make_article(title="قصير", text="فقرة مصنوعة واحدة لا غير.")
    with pytest.raises(RecordError, match="withdraw"):
        withholding.withhold_passage(lone.passages.get(), "سبب")
    assert not Withholding.objects.exists()


def test_who_decided_is_in_the_history_and_acts_are_for_those_who_may(client, article):
    secret = passage(article, SECRET)
    address = reverse("admin:archive_article_withhold_passage", args=[article.pk, secret.public_id])
    editor = make_editor("change_article", "publish_article")
    client.force_login(editor)
    assert client.get(address).status_code == 403

    editor.user_permissions.add(Permission.objects.get(codename="withdraw_article"))
    assert SECRET in shown(client.get(address))
    assert client.post(address, {"reason": ""}).status_code == 200
    client.post(address, {"reason": "حماية لشاهد"})

    decided = Decision.objects.get(kind=Decision.Kind.WITHHELD)
    assert decided.about == {"reason": "حماية لشاهد", "withheld": secret.public_id}
    page = client.get(reverse("admin:archive_article_change", args=[article.pk]))
    assert "ما حُجب" in shown(page)
    lift = reverse("admin:archive_article_lift", args=[article.pk, Withholding.objects.get().pk])
    client.post(lift, {"reason": "زال السبب"})
    assert not Withholding.objects.standing().exists()
    back = reverse("admin:archive_article_bring_back", args=[article.pk, 2])
    client.post(back, {"reason": "زال السبب"})
    assert Article.objects.get().current_revision.text.count(SECRET) == 1


@given(
    st.lists(
        st.sampled_from(["قصيرة.", "فقرة أطول من غيرها قليلاً.", "ثالثة، تنتهي هنا."]),
        min_size=2,
        max_size=6,
    ),
    st.data(),
)
def test_what_is_left_of_a_text_is_as_it_was(paragraphs, data):
    paragraphs = [f"{number} {words}" for number, words in enumerate(paragraphs)]
    structure = parse("\n\n".join(paragraphs), title="عنوان")
    index = data.draw(st.integers(0, len(structure.passages) - 1))

    left = withholding.without(structure, index)

    kept = [block for at, block in enumerate(structure.passages) if at != index]
    assert [left.words_of(block) for block in left.passages] == [
        structure.words_of(block) for block in kept
    ]
    assert structure.words_of(structure.passages[index]) not in left.text
    assert left.text == left.text.strip("\n")
