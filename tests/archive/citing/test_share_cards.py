"""What share cards say."""

from __future__ import annotations

import pytest

from archive.citing.references import Citable
from archive.citing.share_cards import card_of
from archive.models import Citation
from tests.factories import make_entity
from tests.statements import make_statement


def test_card_says_outlet_relayed_source_and_inferred_date(stored_passage, make_source):
    outlet, relayed = make_source("dijla", "شبكة دجلة"), make_source("nw", "نيوزويك")
    passage = stored_passage(outlet=outlet, published_on="2021-11", basis="inferred")
    span = passage.spans.select_related("revision__article__outlet").get()
    Citation.objects.create(
        revision=span.revision, passage=passage, source=relayed, start=0, end=3, sure=True
    )

    said = card_of(span)

    assert (said.outlet, said.via) == ("شبكة دجلة", "نيوزويك")
    assert said.date == "[تشرين الثاني/نوفمبر 2021، تاريخ مستنتج]"
    assert said.number == "المقطع 1"
    assert said.address == f"archive.example/p/{passage.public_id}"


def test_card_of_the_unknown_says_so_and_of_the_demonstration_too(stored_passage, make_source):
    unknown = card_of(stored_passage().spans.get())
    desk = make_source("desk", "موجز الأرشيف")
    desk.kind = "desk"
    desk.save()
    shown = card_of(stored_passage("قال غيره شيئاً آخر.", outlet=desk).spans.get())

    assert (unknown.outlet, unknown.date) == ("ناشر غير معلوم", "د.ت.")
    assert "مادة تجريبية" in shown.site
    assert "مادة تجريبية" not in unknown.site


def test_card_cuts_a_word_and_a_passage_for_which_no_picture_has_room(stored_passage, limit):
    limit(card_word=10, card_text=30)
    passage = stored_passage("قال " + "ه" * 500 + " ثم مضى وعاد بعد ساعة إلى بيته.")

    said = card_of(passage.spans.get()).passage

    assert said == "قال " + "ه" * 10 + "…"


def test_card_says_the_whole_of_a_passage_that_has_room(stored_passage):
    said = card_of(stored_passage("قال الوزير إن القوات ستغادر.").spans.get()).passage

    assert said == "قال الوزير إن القوات ستغادر."


@pytest.mark.django_db
def test_card_names_the_speaker_with_the_office_of_that_day_and_the_chain(
    archive_folders, make_source
):
    speaker = make_entity("rawi", "سالم الراوي")
    speaker.roles.create(role_ar="الناطق باسم القيادة", since="2021-08-01")
    row = make_statement("موعد الانسحاب ثابت", speaker, relays=[make_source("nw", "نيوزويك")])
    span = row.revision.spans.get()

    guessed = card_of(span)
    row.status = "confirmed"
    row.save()
    confirmed = card_of(span)

    assert guessed.speaker == "سالم الراوي، الناطق باسم القيادة (القائل تقدير)"
    assert confirmed.speaker == "سالم الراوي، الناطق باسم القيادة"
    assert confirmed.via == "نيوزويك"


@pytest.mark.django_db
def test_a_chain_of_several_links_is_told_in_its_order(archive_folders, make_source):
    speaker = make_entity("rawi", "سالم الراوي", name_en="Salim al-Rawi")
    near = make_source("dijla", "شبكة دجلة")
    near.name_en = "Dijla"
    near.save()
    row = make_statement(
        "الموعد ثابت", speaker, relays=[near, "وسائل إعلام كردية"], on_behalf_of="قائد القوة"
    )
    span = row.revision.spans.get()

    cited = Citable.from_span(span)

    said = "سالم الراوي باسم قائد القوة، نقلاً عن شبكة دجلة، عن وسائل إعلام كردية"
    assert str(cited.arabic()).startswith(said)
    assert "Salim al-Rawi on behalf of قائد القوة, via Dijla, via وسائل إعلام كردية" in str(
        cited.chicago()
    )
    assert card_of(span).via == "شبكة دجلة، عن وسائل إعلام كردية"
