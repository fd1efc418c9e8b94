"""Pages, mail and feeds as programs write them, around demonstration sentences."""

import json

FIRST = "أعلن المجلس البلدي في حي الياسمين التجريبي أن أعمال ترميم الجسر ستنتهي قبل نهاية الشهر."
SECOND = "وقال المهندس المشرف على المشروع إن حركة السير تعود إلى طبيعتها فور انتهاء الأعمال كلها."
THIRD = "وأضاف أن الكلفة لم تتجاوز ما كان مقرراً، وأن الدفعة الأخيرة ستُصرف في الأسبوع المقبل."
FOURTH = "ويخدم الجسر أربعة أحياء تجريبية، ويعبره يومياً أكثر من خمسة آلاف شخص وفق بيان المجلس."
PARAGRAPHS = (FIRST, SECOND, THIRD, FOURTH)
TITLE = "ترميم جسر حي الياسمين التجريبي يقترب من نهايته"
OUTLET = "جريدة الأرشيف التجريبية"
ADDRESS = "https://demo.example/news/2021/bridge"
MENU = "".join(
    f'<li><a href="/{name}">{name}</a></li>' for name in ("الرئيسية", "محليات", "اقتصاد", "رياضة")
)


def page(
    body: str = "", *, head: str = "", title: str = TITLE, around: bool = True, lang: str = "ar"
) -> bytes:
    """A page of an outlet: its menu, the article, what it offers besides, its foot."""
    text = body or "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    before = f"<header><nav><ul>{MENU}</ul></nav></header>" if around else ""
    after = (
        f"<aside><h3>الأكثر قراءة</h3><ul>{MENU}</ul></aside>"
        "<footer><p>جميع الحقوق محفوظة لجريدة الأرشيف التجريبية ٢٠٢١.</p></footer>"
        if around
        else ""
    )
    return (
        f'<!DOCTYPE html><html lang="{lang}" dir="rtl"><head><meta charset="utf-8">'
        f"<title>{title} | {OUTLET}</title>{head}</head><body>{before}"
        f'<article><h1>{title}</h1><div class="content">{text}</div></article>{after}'
        "</body></html>"
    ).encode()


def json_ld(**fields: object) -> str:
    piece = {"@context": "https://schema.org", "@type": "NewsArticle"} | fields
    return f'<script type="application/ld+json">{json.dumps(piece, ensure_ascii=False)}</script>'


def meta(**named: str) -> str:
    return "".join(f'<meta property="{name}" content="{value}">' for name, value in named.items())
