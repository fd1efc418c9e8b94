"""Packed files: each file inside is read as what it is, and nothing leads out of them."""

import hashlib
import io
import stat
import zipfile

import pytest

from archive.ingest.readers import Record, Refused
from archive.models import Original, Revision
from tests.archive.ingest.readers.made import (
    MORE,
    SENTENCE,
    TITLE,
    docx,
    paragraph,
    run,
    xlsx,
    zipped,
)
from tests.archive.ingest.readers.samples import lines, records

ARTICLE = f"{TITLE}\n\n{SENTENCE}\n"


def special(name: str, kind: int, data: str = "../../etc/hostname") -> bytes:
    made, entry = io.BytesIO(), zipfile.ZipInfo(name)
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(entry, data)
        archive.writestr("b.txt", ARTICLE)
    return made.getvalue()


def test_files_of_every_kind_are_read_in_their_order_and_named_by_both_names():
    data = zipped(
        {
            "folder/": "",
            "folder/a.txt": ARTICLE,
            "b.docx": docx(paragraph(run(TITLE)) + paragraph(run(MORE))),
            "c.jsonl": lines({"title": "أ", "body": SENTENCE}, {"title": "ب", "body": MORE}),
            "d.txt": xlsx([["title", "body"], [TITLE, MORE]]),
            "empty.txt": "",
            "__MACOSX/._a.txt": "x",
            ".hidden": "x",
        }
    )

    found = records("all.zip", data)

    assert [(one.number, one.name, type(one)) for one in found] == [
        (1, "all.zip/folder/a.txt", Record),
        (2, "all.zip/b.docx", Record),
        (3, "all.zip/c.jsonl", Record),
        (4, "all.zip/c.jsonl", Record),
        (5, "all.zip/d.txt", Record),
        (6, "all.zip/empty.txt", Refused),
    ]
    assert found[0].id == "a"
    assert found[3].member.number == 2


@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_names_that_say_no_encoding_are_read_as_they_were_typed(encoding):
    written = "سوق حي الزيزفون".encode(encoding)
    data = zipped({"x" * len(written): ARTICLE}).replace(b"x" * len(written), written)

    [record] = records("a.zip", data)

    assert (record.name, record.id) == ("a.zip/سوق حي الزيزفون", "سوق حي الزيزفون")


def test_a_packed_file_in_a_packed_file_is_read_and_a_third_refused():
    third = zipped({"c.txt": ARTICLE})
    data = zipped({"two.zip": zipped({"b.txt": ARTICLE, "three.zip": third})})

    read, refused = records("one.zip", data)

    assert read.name == "one.zip/two.zip/b.txt"
    assert refused.name == "one.zip/two.zip/three.zip"
    assert "at most 2" in refused.reason


@pytest.mark.parametrize("name", ["../a.txt", "x/../../a.txt", "/a.txt", "C:\\a.txt", "..\\a.txt"])
def test_a_name_that_leads_out_is_refused_and_the_others_are_read(name):
    refused, read = records("a.zip", zipped({name: ARTICLE, "b.txt": ARTICLE}))

    assert "leads out" in refused.reason
    assert read.name == "a.zip/b.txt"


@pytest.mark.parametrize(
    ("kind", "told"),
    [(stat.S_IFLNK, "a link"), (stat.S_IFIFO, "a device"), (stat.S_IFCHR, "a device")],
)
def test_links_and_devices_are_refused(kind, told):
    refused, read = records("a.zip", special("a.txt", kind))

    assert told in refused.reason
    assert isinstance(read, Record)


def test_what_was_made_to_fill_a_memory_is_not_unpacked():
    refused, read = records("a.zip", zipped({"bomb.txt": "0" * 30_000_000, "b.txt": ARTICLE}))

    assert "grows more than" in refused.reason
    assert isinstance(read, Record)


def test_all_together_may_unpack_to_so_much(limit):
    limit(zip_total=300)

    read, refused = records("a.zip", zipped({"a.txt": ARTICLE, "b.txt": ARTICLE}))

    assert isinstance(read, Record)
    assert "in all" in refused.reason


def test_a_list_longer_than_a_memory_is_to_hold_is_refused_before_it_is_read(limit):
    limit(zip_entries=3)

    [refused] = records("a.zip", zipped({f"{number}.txt": ARTICLE for number in range(4)}))

    assert "more than 3 files" in refused.reason


def test_a_locked_file_is_refused_by_its_name():
    data = bytearray(zipped({"a.txt": ARTICLE}))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1

    [refused] = records("a.zip", bytes(data))

    assert "password" in refused.reason
    assert refused.name == "a.zip/a.txt"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (zipped({"a.txt": ARTICLE})[:-30], "only a part of it"),
        (zipped({}), "ZIP file is empty"),
        (b"PK\x03\x04 and no more", "only a part of it"),
    ],
)
def test_a_broken_packed_file_is_one_refusal(data, told):
    [refused] = records("a.zip", data)

    assert told in refused.reason


def test_damage_inside_is_told_of_the_file_that_has_it():
    data = zipped({"a.txt": ARTICLE, "b.txt": ARTICLE})
    at = data.index(b"a.txt") + len("a.txt") + 10
    broken = data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]

    refused, read = records("a.zip", broken)

    assert "damaged inside" in refused.reason
    assert isinstance(read, Record)


def test_the_bytes_of_each_file_inside_are_kept_as_its_own_original(run_command, write_file):
    inside = {"a.txt": ARTICLE.encode(), "b.jsonl": lines({"title": "أ", "body": MORE})}
    path = write_file("all.zip", zipped(inside))

    code, report = run_command("ingest", path, "--undated")

    assert code == 0
    assert [line["result"] for line in report] == ["stored", "stored"]
    kept = {original.name: original.sha256 for original in Original.objects.all()}
    for name, data in inside.items():
        assert kept[f"all.zip/{name}"] == hashlib.sha256(data).hexdigest()
    origins = [revision.original.name for revision in Revision.objects.order_by("article_id")]
    assert origins == ["all.zip/a.txt", "all.zip/b.jsonl"]
    assert run_command("ingest", path, "--undated")[1][0]["result"] == "unchanged"


def bag(**wrong: bytes) -> dict[str, bytes]:
    payload = {"data/a.txt": ARTICLE.encode(), "data/x/b.txt": f"{TITLE} ٢\n\n{MORE}".encode()}
    listed = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in payload.items()
    )
    return {
        "bagit.txt": b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n",
        "bag-info.txt": b"Source-Organization: x\n",
        "manifest-sha256.txt": listed.encode(),
        **payload,
        **{name.replace("__", "/"): data for name, data in wrong.items()},
    }


@pytest.mark.parametrize("top", ["", "bag/"])
def test_only_the_payload_of_a_bag_is_read_and_its_list_is_checked(top):
    data = zipped({f"{top}{name}": inside for name, inside in bag().items()})

    found = records("bag.zip", data)

    assert [one.name for one in found] == [f"bag.zip/{top}data/a.txt", f"bag.zip/{top}data/x/b.txt"]
    assert all("matches the bag's list (sha256)" in one.note for one in found)


def test_a_file_that_changed_came_or_went_since_the_bag_was_made_is_refused():
    inside = bag(**{"data/a.txt": b"changed", "data/c.txt": ARTICLE.encode()})
    del inside["data/x/b.txt"]

    changed, more, missing = records("bag.zip", zipped(inside))

    assert "changed after the bag was made" in changed.reason
    assert "not on the list" in more.reason
    assert "the bag is incomplete" in missing.reason
    assert missing.name == "bag.zip/data/x/b.txt"


def test_a_folder_that_is_a_bag_is_read_the_same_way(run_command, write_file):
    inside = bag(**{"data/x/b.txt": b"changed"})
    for name, data in inside.items():
        path = write_file(f"bag/{name}", data)

    code, report = run_command("ingest", path.parents[2], "--undated")

    assert code == 1
    assert [line["result"] for line in report] == ["stored", "refused"]
    assert "matches the bag's list" in report[0]["reason"]
    assert "changed after the bag was made" in report[1]["reason"]
