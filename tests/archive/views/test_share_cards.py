"""Who may see the share card of a passage, and how long it is kept."""

from __future__ import annotations

import errno
import io
import os
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse
from PIL import Image

from archive.citing import share_cards
from archive.editing import actions

SHORT = "موعد الانسحاب ثابت."


def address(passage) -> str:
    return reverse("archive:card", args=[passage.public_id])


@pytest.mark.usefixtures("archive_folders")
class TestCardPage:
    def test_reader_gets_a_picture_that_caches_ask_for_again(self, client, stored_passage):
        response = client.get(address(stored_passage()))

        assert response.headers["Content-Type"] == "image/png"
        assert response.headers["Cache-Control"] == "public, no-cache"
        assert response.headers["Last-Modified"]
        assert Image.open(io.BytesIO(response.content)).size == (1200, 630)

    def test_unchanged_card_is_not_sent_twice(self, client, stored_passage):
        passage = stored_passage()
        etag = client.get(address(passage)).headers["ETag"]

        again = client.get(address(passage), headers={"if-none-match": etag})

        assert again.status_code == 304
        assert again.content == b""

    def test_corrected_passage_gets_a_new_card_and_keeps_the_old_one(self, client, stored_passage):
        passage = stored_passage()
        old = client.get(address(passage)).headers["ETag"]
        actions.correct(
            passage.article,
            title="عنوان المقال",
            body=f"{SHORT} حقاً.\n\nوأضاف أن الجدول لم يتغير.",
            reason="تصحيح",
        )

        assert client.get(address(passage)).headers["ETag"] != old
        assert client.get(address(passage), {"r": 1}).headers["ETag"] == old

    def test_card_is_drawn_once(self, client, stored_passage, monkeypatch):
        passage = stored_passage()
        first = client.get(address(passage)).content
        monkeypatch.setattr(share_cards, "draw_card", lambda card: pytest.fail("drawn again"))

        assert client.get(address(passage)).content == first

    def test_card_that_can_not_be_kept_is_shown(self, client, stored_passage, monkeypatch):
        def refuse(*arguments):
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(share_cards.os, "replace", refuse)

        response = client.get(address(stored_passage()))

        assert response.status_code == 200
        assert response.content.startswith(b"\x89PNG")
        assert list((settings.ARCHIVE_CACHE / "cards").iterdir()) == []

    def test_kept_cards_are_bounded(self, client, stored_passage, monkeypatch):
        monkeypatch.setattr(share_cards, "MOST_KEPT", 2)
        for word in ("واحد", "اثنان", "ثلاثة"):
            passage = stored_passage(f"قال {word} إن الموعد ثابت.", title=word)
            client.get(address(passage))

        kept = [path.name for path in (settings.ARCHIVE_CACHE / "cards").iterdir()]

        assert len(kept) == 2
        assert any(name.startswith(passage.public_id) for name in kept)

    def test_card_that_another_process_takes_away_meanwhile_is_no_fault(
        self, client, stored_passage, monkeypatch
    ):
        folder = settings.ARCHIVE_CACHE / "cards"

        def listed_and_gone(path):
            yield from [*os.scandir(path), folder / "gone.png"]

        monkeypatch.setattr(Path, "iterdir", lambda path: map(Path, listed_and_gone(path)))

        assert client.get(address(stored_passage())).status_code == 200

    def test_draft_has_no_public_card(self, client, admin_client, stored_passage):
        passage = stored_passage(publish=False)

        seen = admin_client.get(address(passage))

        assert client.get(address(passage)).status_code == 404
        assert seen.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in seen.headers
        assert not (settings.ARCHIVE_CACHE / "cards").exists()

    def test_withdrawn_card_is_gone_at_once_with_the_reason(self, client, stored_passage):
        passage = stored_passage()
        etag = client.get(address(passage)).headers["ETag"]
        actions.withdraw(passage.article, "بطلب من المصدر")

        response = client.get(address(passage), headers={"if-none-match": etag})

        assert response.status_code == 410
        assert "بطلب من المصدر" in response.content.decode()

    def test_unknown_passage_is_not_found(self, client, db):
        assert client.get("/p/zzzzzzzzzz/card.png").status_code == 404

    def test_card_only_answers_reading(self, client, stored_passage):
        assert client.post(address(stored_passage())).status_code == 405
