"""Rules of the archive's own: nothing is called safe, no SQL is put together, no read is unasked.

An exemption says why it is none of what the rule forbids.
"""

from pathlib import Path

import pytest

from tests.rules.code import TEMPLATE_SAFE, made_safe, reads_unasked, sql_of_input

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(
    path.relative_to(ROOT).as_posix()
    for package in ("archive", "search", "config")
    for path in (ROOT / package).rglob("*.py")
)
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*") if path.is_file())
# Where what is read is shown to readers.
SHOWN = (
    "archive/views/",
    "archive/citing/",
    "archive/reading/",
    "archive/templatetags/",
    "search/",
)

SQL_WRITTEN_ELSEWHERE = {
    "archive/preservation/importing.py": "Django's own, for the next keys",
    "archive/management/command.py": "runs a command, and asks no database",
    "archive/preservation/fixity.py": "the trigger's name is a constant, its text the database's",
    "archive/preservation/snapshots.py": "questions are those of the module, about its own copy",
    "archive/reading/prepared.py": "written by Django's compiler; values are parameters",
}

UNASKED = {
    "archive/views/crawlers.py _with_passages": "of revisions that anyone may see",
    "archive/views/entities.py order_of_passages": "of the articles it is given, asked for",
    "archive/views/entities.py passages_naming": "of the articles it is given, asked for",
    "archive/views/entities.py namings": "of spans that PassagesNaming asked for",
    "archive/views/outlets.py _most_relayed": "of the articles it is given, asked for",
    "archive/views/passages.py _passage": "_show asks for the passage's article",
    "search/pasted.py _article": "of an article that _known asked for",
    "archive/views/visible.py numbered": "of an article that the caller asked for",
    "archive/views/visible.py _neighbours": "of an article that the caller asked for",
    "archive/views/visible.py span_in": "of an article that the caller asked for",
    "archive/reading/revisions.py wordings": "of an article that the caller asked for",
    "archive/citing/references.py Citable.from_revision": "of a revision that the caller asked for",
    "archive/reading/successions.py fate_of": "of an article that the caller asked for",
    "archive/reading/successions.py _ends": "of an article that the caller asked for",
    "archive/views/mementos.py _revisions": "of an article that the caller asked for",
    "archive/reading/comparison.py _naming": "in statements that _asked_of asked for",
    "archive/reading/front.py passage_of_the_day": "one of _relaying_passages, which are published",
    "archive/reading/front.py _with_openings": "of the articles it is given, published ones",
    "archive/reading/statistics.py _last_change": "a moment, of the statuses that a viewer sees",
    "archive/reading/statistics.py _in_how_many": "of the articles it is given, asked for",
    "archive/reading/statistics.py naming": "narrows the articles it is given, asked for",
    "archive/reading/tallies/counting.py counted": "by status; kept.py sums those that are seen",
    "archive/reading/tallies/counting.py _named": "of the texts of counted",
    "archive/reading/tallies/keeping.py _go_on": "keys, of which the worker keeps numbers",
    "archive/reading/tallies/keeping.py differences": "compares numbers of all statuses",
    "search/index/documents.py _passages": "of the articles it is given, published ones",
    "archive/reading/happenings.py _finisher": "of tellings, which are dates asked for",
    "archive/reading/statements.py _spans": "of statements that the caller asked for",
    "archive/reading/ledgers/later.py _subjects": "of statements that the caller asked for",
    "archive/reading/ledgers/later.py _texts": "of passages that _naming and _dated asked for",
    "archive/reading/ledgers/later.py _shown": "of passages that _naming and _dated asked for",
    "archive/reading/public_revisions.py _without_texts": "of published articles",
    "search/pages.py _in_revisions": "of results, which are cards of visible articles",
    "search/pasted.py _things": "ids alone: `_known` asks for their articles",
    "search/snippets.py ": "of the revisions it is given, those of visible cards",
}


def _source(module):
    return (ROOT / module).read_text(encoding="utf-8")


def test_there_is_something_to_judge():
    assert len(MODULES) > 100
    assert len(TEMPLATES) > 30


@pytest.mark.parametrize("module", MODULES)
def test_no_text_is_called_safe(module):
    assert list(made_safe(_source(module))) == []


def test_no_template_calls_a_text_safe():
    assert [
        path.name for path in TEMPLATES if TEMPLATE_SAFE.search(path.read_text(encoding="utf-8"))
    ] == []


def test_no_sql_is_put_together():
    """Migrations excepted: they run once, before there is any input."""
    found = {
        module
        for module in MODULES
        if "/migrations/" not in module and list(sql_of_input(_source(module)))
    }

    assert found == set(SQL_WRITTEN_ELSEWHERE)


def test_nothing_is_shown_without_asking_who_may_see_it():
    found = {
        f"{module} {where}"
        for module in MODULES
        if module.startswith(SHOWN) and "/migrations/" not in module
        for where in reads_unasked(_source(module))
    }

    assert found == set(UNASKED)


@pytest.mark.parametrize(
    "bad",
    [
        "from django.utils.safestring import mark_safe",
        "from django.utils import safestring",
        "page = SafeString(article.title)",
        "page = django.utils.safestring.mark_safe(text)",
        "page = format_html(f'<b>{title}</b>')",
    ],
)
def test_a_text_that_is_called_safe_is_told(bad):
    assert list(made_safe(bad)) == [1]


def test_markup_that_is_escaped_passes():
    good = "from django.utils.safestring import SafeString\npage = format_html('<b>{}</b>', title)"

    assert list(made_safe(good)) == []


@pytest.mark.parametrize("bad", ["{{ title|safe }}", "{{ title | safe }}", "{% autoescape off %}"])
def test_a_template_that_calls_a_text_safe_is_told(bad):
    assert TEMPLATE_SAFE.search(bad)
    assert not TEMPLATE_SAFE.search("{{ title|safely }} {{ safe }}")


@pytest.mark.parametrize(
    "bad",
    [
        "cursor.execute(f'SELECT {asked}')",
        "cursor.execute('SELECT ' + asked)",
        "cursor.execute('SELECT %s' % asked)",
        "cursor.execute('SELECT {}'.format(asked))",
        "Article.objects.raw(asked)",
        "Article.objects.extra(where=[asked])",
        "Article.objects.annotate(x=RawSQL(asked, ()))",
    ],
)
def test_sql_that_is_put_together_is_told(bad):
    assert list(sql_of_input(f"def read(asked):\n    {bad}")) == ["read"]


def test_sql_with_parameters_passes():
    assert list(sql_of_input("cursor.execute('SELECT 1 WHERE %s = 1', [asked])")) == []


@pytest.mark.parametrize(
    "bad",
    [
        "return Article.objects.get(pk=key)",
        "return Passage.objects.all()",
        "return get_object_or_404(Revision, pk=key)",
        "return archive.models.Article._default_manager.first()",
    ],
)
def test_a_read_that_asks_nobody_is_told(bad):
    assert list(reads_unasked(f"def view(request, key):\n    {bad}")) == ["view"]


@pytest.mark.parametrize(
    "good",
    [
        "return Article.objects.visible_to(request.user).get(pk=key)",
        "return visible_article(request, key).passages.all() or Passage.objects.none()",
        "return Source.objects.get(pk=key)",
    ],
)
def test_a_read_that_asks_passes(good):
    assert list(reads_unasked(f"def view(request, key):\n    {good}")) == []
