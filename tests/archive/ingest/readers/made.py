"""Files of office programs, made here from invented sentences."""

import io
import zipfile
from xml.sax.saxutils import escape

SENTENCE = "افتتحت بلدية حي الزيزفون سوقها التجريبي صباح السبت بحضور عدد من الأهالي."
MORE = "وقال مدير السوق إن الدخول مجاني، وإن البيع يستمر حتى المغرب في أيام العطل."
TITLE = "حي الزيزفون يفتتح سوقه التجريبي"

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "text", "table")
)
_XML = '<?xml version="1.0" encoding="UTF-8"?>'


def zipped(entries: dict[str, str | bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return made.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(inside: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{inside}</w:p>"


def docx(body: str, *, relations: str = "", prologue: str = "", **entries: str) -> bytes:
    """A Word document: `relations` are those of the text, `entries` further parts by name."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/>'
        "</w:style>"
        for level in (1, 2)
    )
    parts = {
        "[Content_Types].xml": f"{_XML}<Types/>",
        "_rels/.rels": _relations(
            f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relations(relations),
        "word/styles.xml": f"{_XML}<w:styles {_W}>{styles}</w:styles>",
        "word/document.xml": f"{_XML}{prologue}<w:document {_W} {_R}><w:body>{body}</w:body>"
        "</w:document>",
    }
    return zipped({**parts, **{name.replace("__", "/"): text for name, text in entries.items()}})


def relation(key: str, kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target="{target}"{mode}/>'


def _relations(inside: str) -> str:
    return (
        f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{inside}</Relationships>"
    )


def odt(text: str, *, prologue: str = "", meta: str = "") -> bytes:
    content = (
        f'{_XML}{prologue}<office:document-content {_ODF} xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0">'
        f"<office:body><office:text>{text}</office:text></office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "content.xml": content,
            "meta.xml": f'{_XML}<office:document-meta {_ODF} xmlns:dc="http://purl.org/dc/elements/1.1/"'
            f"><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )


def xlsx(*sheets: list[list[str]], hidden: int = -1) -> bytes:
    """A workbook of sheets of rows; a cell is a text, or `=` and a number that is a day."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": f"{_XML}<Types/>",
        "_rels/.rels": _relations(
            f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml'
        '/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>'
        "</styleSheet>",
    }
    names, relations = "", relation("s", "styles", "styles.xml", external=False)
    for number, rows in enumerate(sheets, start=1):
        state = ' state="hidden"' if number == hidden else ""
        names += f'<sheet name="ورقة {number}" sheetId="{number}"{state} r:id="r{number}"/>'
        target = f"worksheets/sheet{number}.xml"
        relations += relation(f"r{number}", "worksheet", target, external=False)
        parts[f"xl/{target}"] = _sheet(rows)
    parts["xl/_rels/workbook.xml.rels"] = _relations(relations)
    parts["xl/workbook.xml"] = (
        f'{_XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" {_R}>'
        f"<sheets>{names}</sheets></workbook>"
    )
    return zipped(parts)


def _sheet(rows: list[list[str]]) -> str:
    written = ""
    for number, row in enumerate(rows, start=1):
        cells = ""
        for column, cell in enumerate(row):
            place = f"{chr(ord('A') + column)}{number}"
            if cell.startswith("="):
                cells += f'<c r="{place}" s="1"><v>{cell[1:]}</v></c>'
            else:
                cells += f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
        written += f'<row r="{number}">{cells}</row>'
    return (
        f'{_XML}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{written}</sheetData></worksheet>"
    )


def ods(rows: list[list[str]]) -> bytes:
    written = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in rows
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"{_XML}<manifest/>",
            "content.xml": f"{_XML}<office:document-content {_ODF}><office:body>"
            f'<office:spreadsheet><table:table table:name="ورقة">{written}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        }
    )


def pdf(lines: list[str], *, extra: str = "") -> bytes:
    """A PDF of one page, its letters drawn from the left; no lines are a page of pictures."""
    lines = [line[::-1] for line in lines]
    letters = sorted({letter for line in lines for letter in line})
    codes = {letter: number for number, letter in enumerate(letters, start=1)}
    shown = "".join(
        f"<{''.join(f'{codes[letter]:04x}' for letter in line)}> Tj 0 -20 Td " for line in lines
    )
    stream = f"BT /F1 12 Tf 72 700 Td {shown} ET" if lines else "0 0 100 100 re f"
    table = "\n".join(f"<{code:04x}> <{ord(letter):04x}>" for letter, code in codes.items())
    meanings = (
        "/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <ffff> "
        f"endcodespacerange\n{len(codes)} beginbfchar\n{table}\nendbfchar endcmap end"
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Demo /Encoding /Identity-H"
        " /DescendantFonts [7 0 R] /ToUnicode 6 0 R >>",
        f"<< /Length {len(meanings)} >>\nstream\n{meanings}\nendstream",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Demo /CIDSystemInfo"
        " << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
    ]
    made, offsets = b"%PDF-1.4\n", []
    for number, inside in enumerate(objects, start=1):
        offsets.append(len(made))
        made += f"{number} 0 obj\n{inside}\nendobj\n".encode()
    start = len(made)
    made += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    made += "".join(f"{offset:010d} 00000 n \n" for offset in offsets).encode()
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R {extra}>>"
    return made + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF".encode()
