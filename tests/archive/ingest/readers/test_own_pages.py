"""A page that the archive serves, saved and read back, is the article that it shows."""

import pytest

from archive.ingest.readers import Record
from archive.ingest.structure import parse
from archive.models import Article
from tests.archive.ingest.readers.samples import records
from tests.archive.ingest.readers.web import ADDRESS, FIRST, FOURTH, SECOND, THIRD, TITLE

TEXT = (
    f"{FIRST}\n\n{SECOND} ونُشر [البيان]({ADDRESS}) أمس.\n\n## الكلفة\n\n"
    f"{THIRD}\n\nوختم: «انتهى» (5 < 6) & انصرف.\n\n{FOURTH}"
)


@pytest.fixture
def article(store_text, make_source) -> Article:
    outlet = make_source("demo", "جريدة الأرشيف التجريبية")
    stored = store_text(TEXT, title=TITLE, published_on="2021-11-22", outlet=outlet, publish=True)
    return stored.article


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["", "/en"])
def test_an_article_saved_from_the_archive_is_read_back_as_it_was(client, article, language):
    page = client.get(language + article.get_absolute_url())

    [record] = records("saved.html", page.content)

    assert isinstance(record, Record)
    found = parse(record.body, title=record.title)
    assert found.title == TITLE
    assert found.text == article.current_revision.text
    assert [link.address for link in found.links] == [ADDRESS]
    assert [block.kind for block in found.passages] == [
        span.kind for span in article.current_revision.spans.all()
    ]
