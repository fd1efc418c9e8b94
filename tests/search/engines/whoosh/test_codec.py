"""What Whoosh itself makes of a segment: the codec over the arrays."""

import pytest
from whoosh.index import open_dir
from whoosh.query import And, FuzzyTerm, Phrase, Prefix, Term
from whoosh.reading import TermNotFound

from archive.arabic.letters import fold
from archive.arabic.tokens import tokenize
from search.engines.whoosh.schema import INDEX_NAME
from search.index.documents import lines
from tests.search.engines.whoosh.helpers import article, built, changed

TEXTS = {
    1: "القوات الأمريكية في العراق\nانسحاب القوات من القاعدة",
    2: "مجلة نيوز ويك الأمريكية",
    5: "القوات العراقية، القوات الأمريكية",
}


@pytest.fixture
def searcher(tmp_path):
    documents = [
        article(pk, text, outlet=f"outlet-{pk % 2}", passages=tuple(lines(text)))
        for pk, text in TEXTS.items()
    ]
    generation = built(tmp_path / "one", documents)
    with open_dir(str(generation.folder), indexname=INDEX_NAME).searcher() as searcher:
        yield searcher


def found(searcher, query) -> list[str]:
    return sorted(hit["django_id"] for hit in searcher.search(query))


def test_whoosh_finds_words_phrases_prefixes_and_codes(searcher):
    assert found(searcher, Term("text", fold("القوات"))) == ["1", "5"]
    assert found(searcher, Phrase("text", [fold("القوات"), fold("الأمريكية")])) == ["1", "5"]
    assert found(searcher, Phrase("text", [fold("العراق"), fold("انسحاب")])) == []
    assert found(searcher, Prefix("text", fold("العراق"))) == ["1", "5"]
    assert found(searcher, FuzzyTerm("text", fold("القواب"))) == ["1", "5"]
    assert found(searcher, And([Term("outlet", "outlet-1"), Term("actors", "centcom")])) == [
        "1",
        "5",
    ]
    assert found(searcher, Term("id", "archive.article.2")) == ["2"]
    assert found(searcher, Term("text", "missing")) == []


def test_terms_are_the_words_of_each_field_in_order(searcher):
    reader = searcher.reader()

    words = sorted({token.key for text in TEXTS.values() for token in tokenize(text)})
    assert list(reader.field_terms("text")) == sorted([*words, fold("نيوزويك")])
    assert list(reader.field_terms("outlet")) == ["outlet-0", "outlet-1"]
    terms = list(reader.all_terms())
    assert terms == sorted(terms)
    assert [term for term, _ in reader] == terms


def test_statistics_are_counted_over_live_and_deleted_articles(searcher):
    reader = searcher.reader()
    word = fold("القوات")

    assert reader.doc_frequency("text", word) == 2
    assert reader.frequency("text", word) == 4
    assert reader.doc_frequency("text", "missing") == 0
    info = reader.term_info("text", word)
    assert (info.min_id(), info.max_id(), info.max_weight()) == (0, 2, 2)
    assert [reader.doc_field_length(doc, "text") for doc in range(3)] == [8, 5, 4]
    assert reader.field_length("text") == 17
    assert (reader.min_field_length("text"), reader.max_field_length("text")) == (4, 8)
    with pytest.raises(TermNotFound):
        reader.term_info("text", "missing")


def test_positions_count_the_words_of_the_text(searcher):
    matcher = searcher.reader().postings("text", fold("القوات"))

    positions = {}
    while matcher.is_active():
        positions[matcher.id()] = matcher.value_as("positions")
        matcher.next()

    assert positions == {0: [0, 6], 2: [0, 2]}


def test_stored_fields_tell_the_article_and_its_state(searcher):
    stored = searcher.document(id="archive.article.5")

    assert stored["django_ct"] == "archive.article"
    assert (stored["django_id"], stored["revision"]) == ("5", 5)
    assert (stored["published_from"], stored["precision"]) == ("2021-11-22", "day")
    assert len(stored["fingerprint"]) == 32


def test_deleted_articles_are_not_found(tmp_path):
    generation = built(tmp_path / "one", [article(pk, text) for pk, text in TEXTS.items()])
    changed(generation, [article(9, "القوات")], gone=[1])

    with open_dir(str(generation.folder), indexname=INDEX_NAME).searcher() as searcher:
        assert found(searcher, Term("text", fold("القوات"))) == ["5", "9"]
        assert searcher.doc_count() == 3


def test_an_article_without_words_is_indexed(tmp_path):
    generation = built(tmp_path / "one", [article(1, "؟!", title="…")])

    with open_dir(str(generation.folder), indexname=INDEX_NAME).searcher() as searcher:
        assert list(searcher.reader().field_terms("text")) == []
        assert found(searcher, Term("outlet", "reuters")) == ["1"]


def test_plain_whoosh_reads_the_index(tmp_path):
    generation = built(tmp_path / "one", [article(1), article(2, "مجلة نيوزويك الأمريكية")])
    changed(generation, [article(3, "القوات الأمريكية")], gone=[2])

    index = open_dir(str(generation.folder), indexname=INDEX_NAME)
    with index.searcher() as searcher:

        def found(query):
            return sorted(hit["django_id"] for hit in searcher.search(query))

        assert found(Term("text", fold("الأمريكية"))) == ["1", "3"]
        phrase = [fold("القوات"), fold("الأمريكية")]
        assert found(Phrase("text", phrase)) == ["1", "3"]
        assert found(Phrase("text", phrase[::-1])) == []
        assert found(Term("outlet", "reuters")) == ["1", "3"]
        assert searcher.document(id="archive.article.1")["revision"] == 1
