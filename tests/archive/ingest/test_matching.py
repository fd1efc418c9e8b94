"""Which stored article a record is."""

import pytest

from archive.annotation.names import Recogniser
from archive.editing import actions
from archive.ingest import store
from archive.ingest.parsed import parse_text
from archive.models import Article
from tests.archive.ingest.pages import BODY, OTHER, PAGE, record, results

pytestmark = pytest.mark.django_db

THIRD = "أما الفصائل المسلحة فشككت في الموعد وطالبت بجدول زمني مكتوب يضمن خروج جميع الجنود."


def test_running_it_again_changes_nothing(ingest):
    records = [record(), record(id="a2", body=OTHER), record(id=None, body=OTHER + " كما قال.")]
    first = ingest(*records)

    again = ingest(*records)

    assert results(first) == ["stored"] * 3
    assert results(again) == ["unchanged"] * 3
    assert [line["article"] for line in again] == [line["article"] for line in first]


def test_the_same_body_twice_without_ids_is_a_duplicate_every_time(ingest):
    records = [record(id=None), record(id=None)]

    assert results(ingest(*records)) == ["stored", "duplicate"]
    assert results(ingest(*records)) == ["unchanged", "duplicate"]


def test_a_file_is_known_by_its_name_when_it_comes_again_edited(run_command, write_file):
    run_command("ingest", write_file("a.txt", PAGE), "--undated")

    _, [line] = run_command("ingest", write_file("a.txt", PAGE + "\nزيادة في آخره."), "--undated")

    assert (line["id"], line["result"]) == ("a", "revised")


def test_another_file_of_the_same_name_is_another_article(run_command, write_file):
    run_command("ingest", write_file("one/a.txt", PAGE), "--undated")
    page = "خبر آخر\n\nافتتحت الجامعة معرضها السنوي للكتاب بمشاركة دور نشر عربية كثيرة.\n"

    _, [line] = run_command("ingest", write_file("two/a.txt", page), "--undated")
    _, [again] = run_command("ingest", write_file("two/a.txt", page), "--undated")

    assert line["result"] == "stored"
    assert again["result"] == "unchanged"
    assert again["article"] == line["article"]
    assert Article.objects.count() == 2


def test_a_copy_of_a_file_under_another_name_is_a_duplicate(run_command, write_file):
    run_command("ingest", write_file("a.txt", PAGE), "--undated")

    _, [line] = run_command("ingest", write_file("b.txt", PAGE), "--undated")

    assert line["result"] == "duplicate"


def test_a_record_stays_known_after_an_editor_gave_it_an_outlet(
    run_command, write_file, make_source
):
    path = write_file("a.txt", PAGE)
    run_command("ingest", path, "--undated")
    actions.amend(Article.objects.get(), outlet=make_source("shafaq-news", "شفق نيوز"))

    assert results(run_command("ingest", path, "--undated")[1]) == ["unchanged"]
    edited = write_file("a.txt", PAGE + "\nزيادة في آخره.")
    assert results(run_command("ingest", edited, "--undated")[1]) == ["revised"]


def test_the_same_file_for_another_outlet_is_another_article(run_command, write_file, make_source):
    make_source("a", "الأول")
    make_source("b", "الثاني")
    path = write_file("a.txt", PAGE)

    reports = [run_command("ingest", path, "--undated", "--outlet", slug)[1] for slug in "abab"]

    assert [line["result"] for [line] in reports] == ["stored", "stored", "unchanged", "unchanged"]


def test_an_article_known_by_its_address_takes_no_id_that_another_has(ingest, make_source):
    make_source("ina", "واع")
    address = "https://a.example/1"
    ingest(record(id="x"), record(id=None, url=address, body=OTHER))

    [line] = ingest(record(id="x", outlet="ina", url=address, body=f"{OTHER} زيادة."))

    assert line["result"] == "revised"
    assert Article.objects.get(url=address).record_id is None


def test_the_id_goes_before_the_address(store_text, make_source):
    address = "https://a.example/1"
    parsed = [
        parse_text(text, Recogniser(), title="ع", record_id=record_id, url=address)
        for text, record_id in ((BODY, "a1"), (OTHER, "a2"), (THIRD, "a1"), (THIRD + "!", ""))
    ]

    results = [store.store(record) for record in parsed]

    assert [stored.result for stored in results] == ["stored", "stored", "revised", "revised"]
    assert results[0].article == results[2].article == results[3].article
    assert results[1].article != results[0].article


def test_an_article_known_by_its_address_takes_the_id_that_comes_later(store_text):
    address = "https://a.example/1"
    first = store.store(parse_text(BODY, Recogniser(), title="ع", url=address)).article

    store.store(parse_text(OTHER, Recogniser(), title="ع", url=address, record_id="a1"))

    first.refresh_from_db()
    assert first.record_id == "a1"
