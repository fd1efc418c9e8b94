"""An article added by file or pasted text is kept as a draft and shown before it is public."""

from __future__ import annotations

import errno

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains

from archive.admin.articles import ArticleAdmin
from archive.editing import actions
from archive.ingest import readers
from archive.models import Article, PassageSpan
from archive.preservation import originals
from tests.desk import FIRST, PARAGRAPHS, TEXT, TITLE, messages

ADD = "admin:archive_article_add"


def add(client, **sent):
    return client.post(reverse(ADD), sent, follow=True)


def upload(name: str, content: str | bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content if isinstance(content, bytes) else content.encode())


def test_pasted_text_becomes_a_draft_that_readers_do_not_see(contributor, client):
    response = add(contributor, text=f"{TITLE}\n\n{TEXT}")

    article = Article.objects.get()
    assert article.status == "draft"
    assert article.title == TITLE
    assert article.record_id is None
    assertContains(response, "معاينة قبل النشر")
    assert client.get(article.get_absolute_url()).status_code == 404


def test_preview_shows_what_was_understood_and_what_is_missing(contributor, make_entity):
    make_entity("us-forces", "القوات الأمريكية", kind="organisation", short=["القوات"])

    response = add(contributor, text=f"{TITLE}\n\n{TEXT}")

    assertContains(response, "ينقص: <b>المصدر، تاريخ النشر</b>", html=False)
    assertContains(response, "رابط مفقود: «البيان»")
    assertContains(response, "رابط: «الموقع» ← https://example.org/a")
    assertContains(response, "نص مقطوع؟")
    assertContains(response, "جهة: القوات الأمريكية")


def test_file_keeps_its_bytes_and_front_matter(contributor, make_source):
    outlet = make_source("dijla", "شبكة دجلة")
    data = f"---\noutlet: شبكة دجلة\npublished_on: 2021-11\n---\n{TITLE}\n\n{TEXT}".encode()

    add(contributor, file=upload("a.md", data))

    article = Article.objects.get()
    original = article.current_revision.original
    assert (article.outlet, article.published_on) == (outlet, "2021-11")
    assert original.name == "a.md"
    assert originals.path_of(original.sha256).read_bytes() == data


def test_article_on_a_full_disk_is_refused_with_what_to_do(contributor, monkeypatch):
    def refuse(*arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(originals, "keep_bytes", refuse)

    response = add(contributor, text=f"{TITLE}\n\n{TEXT}")

    assertContains(response, "No space left on device", status_code=503)
    assertContains(response, "لم يُحفظ شيء", status_code=503)
    assertContains(response, TEXT, status_code=503)
    assert not Article.objects.exists()


def test_article_that_the_history_of_work_could_not_note_is_not_kept(contributor, monkeypatch):
    def locked(*arguments):
        raise OperationalError("database is locked")

    monkeypatch.setattr(ArticleAdmin, "log_addition", locked)

    response = add(contributor, text=f"{TITLE}\n\n{TEXT}")

    assertContains(response, TEXT, status_code=503)
    assert not Article.objects.exists()


def test_file_in_an_old_encoding_is_read(contributor):
    add(contributor, file=upload("a.txt", f"{TITLE}\n\n{TEXT}".encode("cp1256")))

    assert Article.objects.get().title == TITLE


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        pytest.param({}, "Choose a file or paste a text", id="nothing"),
        pytest.param({"text": "  \n "}, "Choose a file or paste a text", id="spaces"),
        pytest.param({"text": "عنوان بلا متن"}, "", id="title-alone"),
        pytest.param(
            {"file": ("a.pdf", b"%PDF-1.7")},
            "PDF",
            id="pdf",
        ),
        pytest.param({"file": ("a.txt", b"\x00\x01\x02\xff" * 50)}, "", id="binary"),
        pytest.param(
            {"file": ("a.jsonl", b'{"title":"a","body":"b"}\n{"title":"c","body":"d"}')},
            "import page",
            id="many-records",
        ),
    ],
)
def test_what_is_no_article_is_refused_with_what_to_do(contributor, sent, told):
    if "file" in sent:
        sent = {"file": upload(*sent["file"])}

    response = add(contributor, **sent)

    assert not Article.objects.exists()
    assertContains(response, 'role="alert"')
    assertContains(response, told)


def test_file_of_many_articles_is_read_no_further_than_tells_so(contributor, monkeypatch):
    def endless(file, name):
        yield readers.Record(number=1, name=name, body=TEXT, title=TITLE)
        yield readers.Record(number=2, name=name, body=TEXT, title=TITLE)
        pytest.fail("a packed file may hold gigabytes")

    monkeypatch.setattr(readers, "read_stream", endless)

    response = add(contributor, file=upload("a.jsonl.gz", b"packed"))

    assertContains(response, "import page")


def test_too_large_a_file_is_refused(contributor, limit):
    limit(upload=1 << 20)

    response = add(contributor, file=upload("a.txt", b"a" * ((1 << 20) + 1)))

    assertContains(response, "أكبر من 1 ميغابايت")


def test_same_text_again_leads_to_the_article_that_has_it(contributor, published):
    response = add(contributor, text=f"{TITLE}\n\n{TEXT}")

    assert Article.objects.get() == published
    assert "مكرر" in messages(response)
    assert response.context["article"] == published


def test_new_words_for_a_published_article_are_not_slipped_past_the_editors(
    contributor, client, store_text
):
    article = store_text(TEXT, title=TITLE, record_id="77", publish=True).article

    response = add(contributor, file=upload("a.md", f"---\nid: 77\n---\n{TITLE}\n\nنص جديد تماماً."))

    article.refresh_from_db()
    assert article.revisions.count() == 1
    assert "waits for an editor" in messages(response)
    assert "نص جديد تماماً." in article.proposals.get().body
    assertNotContains(client.get(article.get_absolute_url()), "نص جديد تماماً")


def test_withdrawn_article_is_not_added_again(contributor, published):
    actions.withdraw(published, "بطلب من المصدر")

    response = add(contributor, text=f"{TITLE}\n\n{TEXT}")

    assert Article.objects.count() == 1
    assert "سُحب" in messages(response)
    assertNotContains(response, FIRST)


def test_near_duplicate_is_flagged_in_its_preview(editor, store_text):
    known = store_text("\n\n".join(PARAGRAPHS), title="الأصل", publish=True).article

    response = add(editor, text="\n\n".join([TITLE, *PARAGRAPHS, "وكالات."]))

    assert Article.objects.get(status="draft").near_duplicate_of == known
    assertContains(response, "يكاد نصه يطابق")


def test_joined_paragraph_is_said_to_be_joined(contributor):
    start, end = PARAGRAPHS[1].split(" وإن ")

    response = add(contributor, text="\n\n".join([TITLE, start, f"وإن {end}", PARAGRAPHS[2]]))

    assert [len(span.pieces) for span in PassageSpan.objects.all()] == [2, 1]
    assertContains(response, "جُمعت من جزأين")


def test_what_was_guessed_is_said_when_a_draft_is_added(contributor):
    response = add(contributor, text=f"22-11-2021 | 10:15\n\n{TITLE}\n\n{TEXT}")

    article = Article.objects.get()
    assert article.title == TITLE
    assert (article.published_on, article.basis) == ("2021-11-22", Article.Basis.INFERRED)
    assertContains(response, "العنوان هو السطر 3")
