"""Forms, stems and grams turned round."""

from hypothesis import given
from hypothesis import strategies as st

from archive.arabic.grams import grams
from search.engines.whoosh.forward_index import analyse
from search.engines.whoosh.inverted_index import grams_of_all, invert
from tests.archive.arabic.test_tokens import TEXTS
from tests.search.engines.whoosh.helpers import article

FORMS = st.lists(
    st.one_of(
        st.sampled_from(["و", "في", "حزب", "القوات", "هههههههه", "f16", "𐤀𐤁𐤂𐤃𐤄", "中文字"]),
        st.text(st.characters(codec="utf-8", min_codepoint=1), min_size=1, max_size=9),
    ),
    unique=True,
).map(sorted)


@given(FORMS)
def test_grams_of_many_forms_are_those_of_each(forms):
    words, gram_of, counts = grams_of_all(forms)

    assert words == sorted({gram for form in forms for gram in grams(form)})
    cut = iter(gram_of.tolist())
    for form, count in zip(forms, counts.tolist(), strict=True):
        assert [words[next(cut)] for _ in range(count)] == grams(form)
    assert next(cut, None) is None


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=5))
def test_postings_say_how_often_each_article_holds_a_form_and_its_grams(texts):
    documents = [article(pk, text, title=title) for pk, (title, text) in enumerate(texts, 1)]
    batch = analyse(documents)

    arrays = invert(batch, lambda form: form[:1])

    held: dict[tuple[str, int, str], int] = {}
    for doc, begin, middle, end in zip(
        range(len(batch)),
        batch.token_starts,
        batch.title_ends,
        batch.token_starts[1:],
        strict=False,
    ):
        words = [(index, batch.tokens[index]) for index in range(begin, end)]
        words += [(index, form) for index, _, form in batch.joined if begin <= index < end]
        for index, number in words:
            if number >= 0:
                weight = 3 if index < middle else 1
                form = batch.forms[number]
                labels = [("exact", form), ("stem", form[:1]), *(("gram", g) for g in grams(form))]
                for kind, label in labels:
                    held[kind, doc, label] = held.get((kind, doc, label), 0) + weight
    assert dict(_posted(arrays)) == held


def _posted(arrays):
    for kind, lexicon in (("exact", "form"), ("stem", "stem"), ("gram", "gram")):
        blob, edges = arrays[f"{lexicon}_bytes"].tobytes(), arrays[f"{lexicon}_ends"].tolist()
        starts = arrays[f"{kind}_starts"].tolist()
        for number in range(len(starts) - 1):
            word = blob[edges[number] : edges[number + 1]].decode()
            for index in range(starts[number], starts[number + 1]):
                doc, count = arrays[f"{kind}_docs"][index], arrays[f"{kind}_tfs"][index]
                yield (kind, int(doc), word), int(count)
