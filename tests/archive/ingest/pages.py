"""Records and pages that the tests of ingest take in."""

BODY = "أعلنت وزارة الدفاع أن آخر رتل من القوات القتالية سيغادر القاعدة نهاية الشهر المقبل."
OTHER = "ورحب رئيس الوزراء بالخطوة وقال إن القوات العراقية باتت قادرة على حماية الحدود وحدها."
PAGE = f"عنوان المقال\n\n{BODY}\n\n{OTHER}\n"


def record(**fields: object) -> dict[str, object]:
    return {"id": "a1", "title": "عنوان", "body": BODY} | fields


def results(report: list[dict]) -> list[str]:
    return [line["result"] for line in report]
