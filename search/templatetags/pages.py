"""Small helps of the lists of results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from django import template
from django.core.paginator import Page

from search.query.syntax import ParsedQuery, Quoted

register = template.Library()

Value = TypeVar("Value")


@register.filter
def at(values: Mapping[str, Value], key: str) -> Value | None:
    return values.get(key)


@register.simple_tag(takes_context=True)
def page_sought(context: template.Context, page: Page) -> str:
    """What the address of a page asks for where there is no such page; else nothing."""
    sought = context["request"].GET.get("page", "").strip()
    return "" if sought == str(page.number) else sought


@register.filter
def page_numbers(page: Page) -> list[int]:
    """The numbers a pager shows: the first, the last, those around; 0 stands for a gap."""
    last = page.paginator.num_pages
    near = {1, last, page.number - 1, page.number, page.number + 1}
    numbers: list[int] = []
    for number in sorted(n for n in near if 1 <= n <= last):
        if numbers and number - numbers[-1] == 2:
            numbers.append(number - 1)
        elif numbers and number - numbers[-1] > 2:
            numbers.append(0)
        numbers.append(number)
    return numbers


@register.filter
def phrase(parsed: ParsedQuery) -> str:
    """The phrase that a search consists of, as typed; nothing where it is more, or another."""
    items = (*parsed.clauses, *parsed.required)
    alone = len(items) == 1 and not parsed.excluded
    return items[0].printed if alone and isinstance(items[0], Quoted) else ""
