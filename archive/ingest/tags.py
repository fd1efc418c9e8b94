"""Tags and character references of web pages in texts that should be plain."""

from __future__ import annotations

import html
import re

_BLOCKS = (
    "p|div|h[1-6]|ul|ol|table|tr|blockquote|article|section|header|footer|figure|figcaption|main"
    "|aside|nav|hr"
)
_INLINE = "span|a|b|i|u|em|strong|font|img|li|td|th|tbody|thead|small|sup|sub|center|iframe|video"
_TAG = re.compile(
    rf"<(?P<end>/?)(?P<name>{_BLOCKS}|{_INLINE}|br|script|style|body|html|head)"
    r"(?P<more>\s[^<>]*+)?/?>|<!--|-->",
    re.I,
)
_HIDDEN = {"script": "</script", "style": "</style", "<!--": "-->"}  # closed by what
_BLOCK = re.compile(_BLOCKS, re.I)
_HREF = re.compile(r"href\s*=\s*[\"']?(https?://[^\"'\s<>()]+)", re.I)
# References on a letter or a space beside one: «&quot;نهاية&quot;», «&nbsp;».
_REFERENCE = re.compile(
    r"(?<![\s«\"(>&;])&(?:quot|nbsp|laquo|raquo|[lr][ds]quo|hellip|ndash|mdash|amp|apos|zwnj|rlm|lrm|#\d{2,5});"
    r"|&(?:quot|nbsp|laquo|raquo|[lr][ds]quo|hellip|ndash|mdash|apos|zwnj|rlm|lrm|#\d{2,5});(?=\w)"
)
_LEAST_REFERENCES = 2
_LEAST_WITH_ATTRIBUTES = 3
_LEAST_BREAKS = 2
_ENCLOSED = 0.3  # of a text stands inside elements


def are_in(text: str) -> bool:
    """Whether a text is a piece of a page; one that only speaks of tags isn't."""
    if "<" in text and _has_tags(text):
        return True
    if "&lt;" in text and _has_tags(html.unescape(text)):
        return True
    return "&" in text and len(_REFERENCE.findall(text)) >= _LEAST_REFERENCES


def _has_tags(text: str) -> bool:
    breaks = attributes = enclosed = 0
    opened: dict[str, int] = {}
    for tag in _TAG.finditer(text):
        name = (tag["name"] or tag[0]).lower()
        if name == "br":
            breaks += 1
        elif not tag["end"]:
            attributes += "=" in (tag["more"] or "")
            opened.setdefault(name, tag.end())
        elif name in opened:
            enclosed += tag.start() - opened.pop(name)
    if enclosed >= _ENCLOSED * len(text) or attributes >= _LEAST_WITH_ATTRIBUTES:
        return True
    return breaks >= _LEAST_BREAKS


def without(text: str) -> str:
    """The words of a piece of a page: its blocks as paragraphs, its links as Markdown's."""
    if "<" not in text and "&lt;" in text:
        text = html.unescape(text)
    lower = text.lower()
    last = {opening: lower.rfind(closing) for opening, closing in _HIDDEN.items()}
    parts: list[str] = []
    taken, address, hidden = 0, "", ""
    for tag in _TAG.finditer(text):
        name = (tag["name"] or tag[0]).lower()
        if hidden:
            if tag[0].lower().startswith(hidden):
                taken, hidden = tag.end(), ""
            continue
        parts.append(text[taken : tag.start()])
        taken = tag.end()
        if name in _HIDDEN and not tag["end"] and last[name] >= tag.end():
            hidden = _HIDDEN[name]
        elif name == "a":
            link = _HREF.search(tag["more"] or "") if not tag["end"] else None
            parts += [f"]({address})"] if address else []
            address = link[1] if link else ""
            parts += ["["] if address else []
        elif name in ("br", "li"):
            parts.append("\n")
        elif _BLOCK.fullmatch(name):
            parts.append("\n\n")
    parts += [text[taken:], f"]({address})" if address else ""]
    lines = html.unescape("".join(parts)).replace("\N{NO-BREAK SPACE}", " ").split("\n")
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.strip() for line in lines)).strip()
