"""Colleagues at work: clients logged in as each group, and the pages they use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse

from archive.editing.roles import ADMIN, CONTRIBUTOR, EDITOR
from archive.models import Article

TITLE = "القوات تستعد للمغادرة"
FIRST = "قال المتحدث باسم القوات إن موعد الانسحاب ثابت ولم يطرأ عليه أي تغيير."
SECOND = "وأضاف أن المستشارين باتوا أكثر خبرة وعدد من"
TEXT = f"{FIRST}\n\n{SECOND}\n\nوختم بأن [البيان](#) نُشر على [الموقع](https://example.org/a)."

# Long enough for another text to be nearly the same.
PARAGRAPHS = (
    "وصلت أول قافلة من الشاحنات إلى القاعدة الجوية فجر الأحد، وعلى متنها معدات ثقيلة كانت موزعة "
    "على ثلاثة معسكرات شمال العاصمة.",
    "وقال ضابط في قيادة العمليات المشتركة إن التسليم جرى وفق محضر موقّع من الجانبين، وإن الجنود "
    "العراقيين تسلموا الأبراج والمخازن ومدرج الطائرات المسيّرة.",
    "ولم يعلن التحالف عدد من بقي من مستشاريه، لكن مسؤولاً في وزارة الدفاع قدّره بأقل من نصف ما "
    "كان عليه قبل سنتين حين انتهت المعارك الكبرى غرب البلاد.",
)


@pytest.fixture(autouse=True)
def own_folders(archive_folders):
    """Uploads of a test stay in its own folder."""


def _client_of(group: str) -> Client:
    user = User.objects.create_user(f"a-{len(group)}-{group}", is_staff=True)
    user.groups.set([Group.objects.get(name=group)])
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def contributor(db) -> Client:
    return _client_of(CONTRIBUTOR)


@pytest.fixture
def editor(db) -> Client:
    return _client_of(EDITOR)


@pytest.fixture
def chief(db) -> Client:
    """May also withdraw, and manage accounts and authorities."""
    return _client_of(ADMIN)


@pytest.fixture
def draft(store_text) -> Article:
    return store_text(TEXT, title=TITLE).article


@pytest.fixture
def published(store_text) -> Article:
    return store_text(TEXT, title=TITLE, published_on="2021-11-22", publish=True).article


@pytest.fixture
def page() -> Callable[..., str]:
    """The address of an article's page in the admin: `page(article, "withdraw")`."""

    def address(article: Article, name: str = "change") -> str:
        return reverse(f"admin:archive_article_{name}", args=[article.pk])

    return address


@pytest.fixture
def review(page) -> Callable[..., Any]:
    """Opens the review page, changes some of its fields and presses a button."""

    def press(client: Client, article: Article, button: str, **changes: str) -> Any:
        opened = client.get(page(article))
        details, flags = opened.context["details"], opened.context["review"]
        data = {"seen": opened.context["seen"]}
        for form in (details, flags):
            for name in form.fields:
                value = form[name].value()
                if value is True:
                    data[form.add_prefix(name)] = "on"
                elif value:
                    data[form.add_prefix(name)] = value
        return client.post(page(article), {**data, **changes, button: ""}, follow=True)

    return press


def messages(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])
