"""The commands that show, annotate and load, as other programs call them."""

import json
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError

from archive.editing import actions
from archive.management.commands.prepare import Stamps
from archive.models import Article, Entity, EntityName, Mention, Role, Source, SourceName

pytestmark = pytest.mark.django_db

FIRST = "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر القاعدة نهاية الشهر المقبل."
SECOND = "ورحب رئيس الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها."
AUTHORITIES = Path(settings.BASE_DIR) / "fixtures" / "authorities"


# show


def test_an_article_is_shown_with_its_passages(run_command, store_text, make_source):
    article = store_text(
        f"{FIRST}\n\nموعد ثابت\n\n{SECOND}\n\n{FIRST} {SECOND}",
        record_id="a1",
        outlet=make_source("shafaq-news", "شفق نيوز"),
        published_on="2021-11",
    ).article

    code, [shown] = run_command("show", article.public_id)

    revision = article.current_revision
    assert code == 0
    assert {name: shown[name] for name in list(shown)[:9]} == {
        "article": article.public_id,
        "id": "a1",
        "title": "عنوان المقال",
        "outlet": "shafaq-news",
        "published_on": "2021-11",
        "precision": "month",
        "status": "draft",
        "revision": 1,
        "sha256": revision.sha256,
    }
    kinds = [passage["kind"] for passage in shown["passages"]]
    assert kinds == ["paragraph", "subheading", "paragraph", "paragraph"]
    assert shown["passages"][0]["text"] == FIRST
    assert shown["gone"] == []


def test_what_a_terminal_would_act_on_is_shown(store_text, capsys):
    article = store_text(f"{FIRST}\x1b[31m\u202e", title="عنوان\x1b[2J").article

    call_command("show", article.public_id)
    shown = capsys.readouterr().out
    call_command("show", article.public_id, "--json")
    printed = capsys.readouterr().out

    assert "عنوان␛[2J" in shown
    assert f"{FIRST}␛[31m<U+202E>" in shown
    assert not set("\x1b\u202e") & set(shown + printed)
    assert json.loads(printed)["title"] == "عنوان\x1b[2J"


def test_passages_that_left_are_shown_with_their_last_wording(run_command, store_text):
    article = store_text(f"{FIRST}\n\n{SECOND}", record_id="a1").article
    before = run_command("show", article.public_id)[1][0]
    store_text(FIRST.replace("آخر رتل", "آخر قافلة"), record_id="a1")

    _, [shown] = run_command("show", article.public_id)
    _, [earlier] = run_command("show", article.public_id, "--revision", 1)

    assert [passage["id"] for passage in shown["passages"]] == [before["passages"][0]["id"]]
    assert shown["gone"] == [
        {"id": before["passages"][1]["id"], "text": SECOND, "last_revision": 1}
    ]
    assert earlier == before


def test_an_unknown_article_is_said_and_the_others_are_shown(run_command, store_text):
    article = store_text(FIRST).article

    code, shown = run_command("show", "nosuchid", article.public_id)

    assert code == 1
    assert [one["article"] for one in shown] == [article.public_id]
    assert run_command("show", article.public_id, "--revision", 7) == (1, [])


# annotate


def test_a_file_is_shown_as_it_would_be_understood(
    run_command, write_file, make_entity, make_source
):
    make_entity("joey-hood", "جوي هود", short=["هود"])
    make_entity("qaim", "قضاء القائم", kind="place", short=["القائم"], standalone="context")
    make_source("newsweek", "نيوزويك")
    page = (
        f"هود في بغداد\n\n{FIRST}\n\nموعد ثابت\n\n{SECOND}\n\n"
        'وأكد هود لمجلة [نيوزويك](#) أن "الموعد ثابت ولن يغيره شيء مهما جرى في القائم وفي\n\n'
        f'غيرها"، على حد قوله.\n\n{FIRST} {SECOND}\n'
    )

    code, [shown] = run_command("annotate", write_file("000_ab.txt", page))

    assert code == 0
    assert shown["id"] == "000_ab"
    assert [line["role"] for line in shown["paragraphs"]] == [
        "title",
        "paragraph",
        "subheading",
        "paragraph",
        "paragraph",
        "paragraph",
        "paragraph",
    ]
    assert [line["p"] for line in shown["paragraphs"] if line["joins_previous"]] == [5]
    assert not any(line["truncated"] for line in shown["paragraphs"])
    assert shown["links"] == [{"p": 4, "anchor": "نيوزويك"}]
    assert shown["actors"] == [
        {"p": 0, "surface": "هود", "canonical": "joey-hood", "type": "person", "shown": True},
        {"p": 4, "surface": "هود", "canonical": "joey-hood", "type": "person", "shown": True},
        {"p": 4, "surface": "القائم", "canonical": "qaim", "type": "place", "shown": False},
    ]
    assert shown["outlets"] == ["newsweek"]
    assert not Article.objects.exists()


def test_a_cut_paragraph_is_marked_on_its_last_line(run_command, write_file):
    cut = 'وأكد المتحدث أن "موعد المغادرة ثابت ولن يغيره شيء، وأن القوات باتت أكثر قوة وعدداً من'

    _, [shown] = run_command(
        "annotate", write_file("a.txt", f"عنوان\n\n{FIRST}\n\n{cut}\n\n{SECOND}\n")
    )

    assert [line["p"] for line in shown["paragraphs"] if line["truncated"]] == [2]


def test_annotate_tells_who_held_an_office_on_the_day_given(run_command, write_file, make_entity):
    Role.objects.create(
        entity=make_entity("sudani", "محمد شياع السوداني"),
        role_ar="رئيس مجلس الوزراء العراقي",
        since="2022-10-27",
        until="2026-05-14",
    )
    path = write_file("a.txt", "عنوان\n\nقال رئيس الوزراء العراقي إن الموعد ثابت.\n")

    _, [shown] = run_command("annotate", path, "--published-on", "2026-05-10")

    assert [(name["canonical"], name["shown"]) for name in shown["actors"]] == [("sudani", True)]
    assert run_command("annotate", path)[1][0]["actors"] == []
    assert run_command("annotate", path, "--published-on", "أمس") == (2, [])


def test_annotate_links_a_headline_with_the_wording_of_the_body(
    run_command, write_file, make_entity
):
    make_entity("rawi", "سالم الراوي", short=["الراوي"])
    body = "قال سالم الراوي: «الجسر الجديد مغلق أمام الشاحنات حتى الربيع». وقال إن الرواتب كاملة."

    _, [shown] = run_command(
        "annotate", write_file("a.txt", f"الراوي: الجسر الجديد مغلق حتى الربيع\n\n{body}\n")
    )

    told = [(one["same_as"], one["only_here"], one["shown"]) for one in shown["statements"]]
    assert told == [(1, [], True), (0, ["أمام الشاحنات"], True), (None, [], True)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.txt", ""),
        ("title.txt", "عنوان وحده"),
        ("photo.jpg", "x"),
        ("many.jsonl", '{"title": "ع", "body": "ن"}\n{"title": "ع", "body": "ن"}\n'),
    ],
)
def test_a_file_that_is_no_article_can_not_be_annotated(run_command, write_file, name, content):
    assert run_command("annotate", write_file(name, content)) == (2, [])


def test_stored_articles_are_recognised_anew(run_command, store_text, make_entity):
    store_text(f"{FIRST} قال جوي هود.")
    make_entity("joey-hood", "جوي هود")

    code, _ = run_command("annotate", "--stored")

    assert code == 0
    assert Mention.objects.get().surface == "جوي هود"


# load_authorities


@pytest.fixture
def authorities(tmp_path) -> Path:
    """A small folder of authorities, to be changed by the tests."""
    folder = tmp_path / "authorities"
    folder.mkdir()
    files = {
        "sources.csv": "slug,name_ar,name_en,aliases,country,language,kind,homepage_domain,cue\n"
        'al-hayat,الحياة,Al-Hayat,صحيفة الحياة|جريدة الحياة,Saudi Arabia,"ar, en",newspaper,,yes\n',
        "entities.csv": "slug,kind,name_ar,name_en,name_ku,description_ar,description_en,wikidata\n"
        "joey-hood,person,جوي هود,Joey Hood,,دبلوماسي أمريكي,,\n",
        "names.csv": "entity,name,language,kind,standalone\njoey-hood,هود,ar,short,yes\n",
        "roles.csv": "entity,role_ar,role_en,since,until\n"
        "joey-hood,مساعد وزير الخارجية,,2021,2021-12\n",
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    return folder


def counts(loaded: list[dict]) -> dict[str, tuple[int, int, int]]:
    return {one["file"]: (one["made"], one["changed"], one["same"]) for one in loaded}


def test_authorities_load_with_names_roles_and_cues(run_command, authorities):
    code, loaded = run_command("load_authorities", authorities)

    assert code == 0
    assert set(counts(loaded).values()) == {(1, 0, 0)}
    source, entity = Source.objects.get(), Entity.objects.get()
    assert (source.slug, source.languages, source.confirmed) == ("al-hayat", "ar,en", True)
    assert dict(source.names.values_list("name", "needs_cue")) == {
        "صحيفة الحياة": False,
        "جريدة الحياة": False,
        "الحياة": True,
    }
    assert entity.names.get().standalone == "yes"
    assert (entity.roles.get().since, entity.roles.get().until) == ("2021", "2021-12")


def test_loading_again_updates_and_never_doubles(run_command, authorities):
    run_command("load_authorities", authorities)
    path = authorities / "entities.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("دبلوماسي", "مسؤول"), encoding="utf-8")

    loaded = counts(run_command("load_authorities", authorities)[1])

    assert loaded["entities.csv"] == (0, 1, 0)
    assert loaded["sources.csv"] == loaded["names.csv"] == loaded["roles.csv"] == (0, 0, 1)
    assert Entity.objects.get().description_ar == "مسؤول أمريكي"
    assert SourceName.objects.count() == 3


def test_what_an_editor_added_by_hand_stays(run_command, authorities):
    run_command("load_authorities", authorities)
    entity = Entity.objects.get()
    EntityName.objects.create(entity=entity, name="السفير هود")
    Role.objects.create(entity=entity, role_ar="سفير", since="2022")
    Source.objects.create(slug="mine", name_ar="مصدر أضافه محرر")

    run_command("load_authorities", authorities)

    assert entity.names.count() == 2
    assert entity.roles.count() == 2
    assert Source.objects.filter(slug="mine").exists()


def test_a_source_that_came_with_articles_is_confirmed_by_the_files(run_command, authorities):
    Source.objects.create(slug="al-hayat", name_ar="Al-Hayat", confirmed=False)

    run_command("load_authorities", authorities)

    assert Source.objects.get().confirmed
    assert Source.objects.get().name_ar == "الحياة"


@pytest.mark.parametrize(
    ("file", "row", "named"),
    [
        pytest.param("entities.csv", "joey-hood,person,جوي,,,,,", "line 3", id="slug-twice"),
        pytest.param("entities.csv", "Bad Slug,person,جوي,,,,,", "line 3", id="no-slug"),
        pytest.param("entities.csv", "x,ship,سفينة,,,,,", "line 3", id="unknown-kind"),
        pytest.param("entities.csv", "x,person,,,,,,", "line 3", id="no-name"),
        pytest.param("entities.csv", "x,person,اسم,,,,,12", "line 3", id="no-wikidata-number"),
        pytest.param("entities.csv", "x,person,اسم,,,", "line 3", id="too-few-cells"),
        pytest.param("names.csv", "nobody,اسم,ar,short,yes", "line 3", id="unknown-entity"),
        pytest.param("names.csv", "joey-hood,اسم,ar,short,maybe", "line 3", id="unknown-use"),
        pytest.param("names.csv", "joey-hood,اسم,ar,short,yes,x", "line 3", id="too-many-cells"),
        pytest.param("roles.csv", "joey-hood,سفير,,2022,2021", "line 3", id="ends-first"),
        pytest.param("roles.csv", "joey-hood,سفير,,22,", "line 3", id="no-date"),
        pytest.param("sources.csv", "unknown,م,,,,,site,,no", "line 3", id="reserved-slug"),
        pytest.param("sources.csv", 'x,"م,,,,,site,,no', "line 3", id="open-quote"),
    ],
)
def test_a_bad_row_is_named_and_nothing_is_loaded(authorities, file, row, named, db):
    from django.core.management import CommandError, call_command

    with (authorities / file).open("a", encoding="utf-8") as target:
        target.write(f"{row}\n")

    with pytest.raises(CommandError) as error:
        call_command("load_authorities", str(authorities))

    assert error.value.returncode == 2
    assert f"{file}, {named}" in str(error.value)
    assert not Source.objects.exists()
    assert not Entity.objects.exists()


def test_a_role_may_end_in_the_year_in_which_it_began(run_command, authorities):
    with (authorities / "roles.csv").open("a", encoding="utf-8") as roles:
        roles.write("joey-hood,سفير,,2021-05,2021\n")

    code, _ = run_command("load_authorities", authorities)

    assert code == 0


@pytest.mark.parametrize("since", ["2021-05", "2021-05-03"])
def test_an_office_whose_beginning_is_known_more_exactly_stays_one(run_command, authorities, since):
    run_command("load_authorities", authorities)
    path = authorities / "roles.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",2021,", f",{since},"), "utf-8")

    loaded = counts(run_command("load_authorities", authorities)[1])

    assert loaded["roles.csv"] == (0, 1, 0)
    assert [role.since for role in Role.objects.all()] == [since]


def test_an_office_held_again_in_the_same_year_is_another(run_command, authorities):
    run_command("load_authorities", authorities)
    with (authorities / "roles.csv").open("a", encoding="utf-8") as roles:
        roles.write("joey-hood,مساعد وزير الخارجية,,2021-12,2022\n")

    loaded = counts(run_command("load_authorities", authorities)[1])

    assert loaded["roles.csv"] == (1, 0, 1)


def test_a_missing_file_or_column_is_named(run_command, authorities):
    path = authorities / "roles.csv"
    path.write_text("entity,role_ar\n", encoding="utf-8")
    assert run_command("load_authorities", authorities) == (2, [])

    path.unlink()
    assert run_command("load_authorities", authorities) == (2, [])
    assert not Entity.objects.exists()


def test_a_row_that_only_the_database_refuses_undoes_the_others(run_command, authorities):
    with (authorities / "roles.csv").open("a", encoding="utf-8") as file:
        file.write(f"joey-hood,{'ص' * 500},,,\n")

    assert run_command("load_authorities", authorities) == (2, [])
    assert not Entity.objects.exists()


def test_the_authorities_of_the_archive_load_and_load_again(run_command, tmp_path):
    folder = shutil.copytree(AUTHORITIES, tmp_path / "own")

    assert run_command("load_authorities", folder)[0] == 0
    again = counts(run_command("load_authorities", folder)[1])

    assert again
    assert all((made, changed) == (0, 0) for made, changed, _ in again.values())


def test_the_names_of_real_articles_are_recognised(run_command, samples):
    store_folder = AUTHORITIES
    run_command("load_authorities", store_folder)

    paths = sorted(samples.glob("*.txt"))

    assert paths
    for path in paths:
        _, [shown] = run_command("annotate", path)

        sure = {name["canonical"] for name in shown["actors"] if name["shown"]}
        assert {"iraq", "us-forces-iraq"} <= sure, path.name
        assert shown["outlets"], path.name


def test_store_is_the_way_in_for_names_marked_by_hand(store_text, make_entity):
    entity = make_entity("mod", "وزارة الدفاع العراقية", kind="organisation")
    revision = store_text(FIRST).article.current_revision

    mention = actions.add_mention(revision, entity, start=6, end=18)

    assert mention.surface == "وزارة الدفاع"


@pytest.mark.parametrize(
    "arguments", [["ingest"], ["show"], ["annotate"], ["load_authorities"]], ids=lambda a: a[0]
)
def test_a_command_whose_database_fails_could_not_run(
    run_command, monkeypatch, write_file, authorities, arguments
):
    path = (
        authorities
        if arguments == ["load_authorities"]
        else write_file("a.txt", f"عنوان\n\n{FIRST}\n")
    )

    def fail(*arguments, **options):
        raise OperationalError("no such table: archive_article")

    monkeypatch.setattr("django.db.backends.utils.CursorWrapper.execute", fail)

    assert run_command(*arguments, path) == (2, [])


# prepare


@pytest.mark.parametrize("content", ["", '{"fonts": "abc', "[]"])
def test_notes_of_steps_that_were_cut_off_let_all_steps_run_again(tmp_path, content):
    path = tmp_path / "prepared.json"
    path.write_text(content)
    files = [Path(__file__)]

    assert Stamps(path).differs("fonts", files)
    Stamps(path).done("fonts", files)

    assert not Stamps(path).differs("fonts", files)
