"""Web fonts: woff2 subsets of the fonts that two packages carry, made once at set-up.

Noto Naskh Arabic sets headlines and source text, IBM Plex Sans Arabic the interface. Both are
under the SIL Open Font License 1.1, which reserves the name «Plex» for the unchanged original,
so its subsets are called «Archive Sans». The licences are copied beside the subsets.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from importlib import metadata, resources
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

# Letters of Arabic, and those that Persian and Kurdish names add; vowel marks; three sets of
# digits are used in the sources, of which Latin digits stand with the Latin letters.
ARABIC = (
    *range(0x0621, 0x063B),
    *range(0x0640, 0x0656),
    *range(0x0660, 0x066E),
    0x0670,
    0x0671,
    *(ord(letter) for letter in "پچژگڤڕڵۆێەکیۀۂھہۇۊڎڒ"),
    *range(0x06F0, 0x06FA),
    *(ord(mark) for mark in "،؛؟۔«»﴾﴿"),
    0x0020,
    0x00A0,
    *range(0x200C, 0x2010),
)
LATIN = (
    *range(0x0021, 0x007F),
    *range(0x00A1, 0x0100),
    *(ord(letter) for letter in "ĀāČčĞğĪīİıŌōŒœŞşŠšŪūŽž"),
    *(ord(mark) for mark in "‐‑–—‘’‚“”„•…‹›€←↑→↓↖↗−"),
)


@dataclass(frozen=True, slots=True)
class Face:
    """One subset: the package that carries its font, the file in it, the letters kept."""

    name: str  # of the woff2 file, without ending
    package: str
    file: str
    letters: tuple[int, ...]
    family: str | None = None  # its new name, where the licence reserves the old one


NASKH = ("pylopdf_fonts_ar", "NotoNaskhArabic-Variable.ttf")
PLEX = ("fontpkg_ibm_plex_sans_arabic", "files/IBMPlexSansArabic-{}.ttf")
FACES = (
    Face("naskh-arabic", *NASKH, ARABIC),
    Face("naskh-latin", *NASKH, LATIN),
    *(
        Face(f"sans-{script}-{weight}", PLEX[0], PLEX[1].format(style), letters, "Archive Sans")
        for weight, style in ((400, "Regular"), (600, "SemiBold"))
        for script, letters in (("arabic", ARABIC), ("latin", LATIN))
    ),
)
LICENCES = {
    "OFL-Noto-Naskh-Arabic.txt": "pylopdf-fonts-ar",
    "OFL-IBM-Plex-Sans-Arabic.txt": "fontpkg-ibm-plex-sans-arabic",
}


class FontMissingError(Exception):
    """A package of fonts is not installed; the message says what to do."""


def make_fonts(folder: Path, faces: Iterable[Face] = FACES) -> bool:
    """Write every face and the licences into `folder`; False when nothing had changed.

    Raises FontMissingError where a package of fonts is not installed.
    """
    faces = tuple(faces)
    stamp = folder / "made-from.json"
    inputs = _inputs(faces)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == inputs and _complete(folder, faces):
        return False
    folder.mkdir(parents=True, exist_ok=True)
    for face in faces:
        make_face(face, folder / f"{face.name}.woff2")
    for name, package in LICENCES.items():
        (folder / name).write_text(licence_of(package), encoding="utf-8")
    stamp.write_text(inputs, encoding="utf-8")
    return True


def make_face(face: Face, path: Path) -> None:
    """Subset one font to its letters, keeping every layout feature, and write it as woff2."""
    options = subset.Options(
        flavor="woff2", layout_features=["*"], hinting=False, notdef_outline=True, name_IDs=["*"]
    )
    options.drop_tables += ["meta"]  # design languages: of no use to a browser
    with subset.load_font(str(source_of(face)), options) as font:
        subsetter = subset.Subsetter(options)
        subsetter.populate(unicodes=face.letters)
        subsetter.subset(font)
        if face.family:
            rename(font, face.family)
        subset.save_font(font, str(path), options)


def rename(font: TTFont, family: str) -> None:
    """Give the font another family name wherever its name table gives one."""
    names = font["name"]
    style = names.getDebugName(17) or names.getDebugName(2) or "Regular"
    whole = f"{family} {style}"
    replaced = {1: whole, 2: "Regular", 3: whole, 4: whole, 6: whole.replace(" ", "-")}
    replaced |= {16: family, 17: style}
    for record in list(names.names):
        if record.nameID in replaced:
            names.setName(
                replaced[record.nameID],
                record.nameID,
                record.platformID,
                record.platEncID,
                record.langID,
            )
        elif record.nameID in (7, 18, 21, 22, 25):  # trademark and further names of the original
            names.removeNames(nameID=record.nameID)


def source_of(face: Face) -> Path:
    try:
        path = Path(str(resources.files(face.package))) / face.file
    except ModuleNotFoundError as error:
        raise FontMissingError(_install(face.package)) from error
    if not path.is_file():
        raise FontMissingError(_install(face.package))
    return path


def licence_of(package: str) -> str:
    """The text of the licence that came with an installed package."""
    files = metadata.files(package) or []
    licences = [file for file in files if file.name == "LICENSE" and "dist-info" in str(file)]
    if not licences:
        raise FontMissingError(_install(package))
    return licences[0].read_text(encoding="utf-8")


def _install(package: str) -> str:
    return (
        f"حزمة الخطوط {package} غير مثبّتة: ثبّت requirements.txt ثم أعد المحاولة. "
        f"The font package {package} is not installed: install requirements.txt and try again."
    )


def _inputs(faces: tuple[Face, ...]) -> str:
    digests = {}
    for face in faces:
        digests[face.file] = hashlib.sha256(source_of(face).read_bytes()).hexdigest()
    return json.dumps([digests, [asdict(face) for face in faces]], sort_keys=True)


def _complete(folder: Path, faces: tuple[Face, ...]) -> bool:
    wanted = [f"{face.name}.woff2" for face in faces] + list(LICENCES)
    return all((folder / name).is_file() for name in wanted)
