"""Page content as PDF operators, and the embedded subsets that it speaks through.

Text goes out as hexadecimal two-byte codes: reportlab would re-encode anything else, and each code
is a glyph of the document's own subset, so that nothing of the viewer's fonts is ever used.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from reportlab.pdfbase import pdfdoc

from inspector_app.adapters.pdf_writer.archive import Syntax, stream
from inspector_app.adapters.pdf_writer.typefaces import Face, load_face, subset
from inspector_app.adapters.pdf_writer.wrap import typeface

POINTS_PER_MM: Final = 72 / 25.4
PAGE_WIDTH: Final = 210 * POINTS_PER_MM
PAGE_HEIGHT: Final = 297 * POINTS_PER_MM

Box = tuple[float, float, float, float]
"""x, y, width, height in points."""


@dataclass(frozen=True, slots=True)
class Style:
    """How text looks: face, size and line height in points, colour as `r g b` of 0 to 1."""

    face: str
    size: float
    leading: float
    colour: str = "0.09 0.13 0.11"

    def room(self, width: float) -> int:
        """Return a width in points as 1/1000 em."""
        return int(width * 1000 / self.size)

    def width(self, text: str) -> float:
        """Return a line's width in points."""
        return typeface(self.face).width(text) * self.size / 1000


class Codes(dict[str, str]):
    """Character to hexadecimal code of one face's subset, in order of first use."""

    def __init__(self, face: Face, resource: str) -> None:
        super().__init__()
        self.face = face
        self.resource = resource
        self.glyphs: list[int] = []

    def __missing__(self, character: str) -> str:
        self.glyphs.append(self.face.glyphs[character])
        code = self[character] = f"{len(self.glyphs):04X}"
        return code

    def shown(self, text: str, size: float) -> str:
        """Return the operators that show a text. Raises KeyError for what the face lacks."""
        return f"{self.resource} {size:g} Tf <{''.join(map(self.__getitem__, text))}> Tj"


class Inks:
    """The subsets of one document."""

    def __init__(self) -> None:
        self.codes: dict[str, Codes] = {}

    def of(self, face: Face) -> Codes:
        """Return the face's subset, begun if new."""
        found = self.codes.get(face.name)
        if found is None:
            found = self.codes[face.name] = Codes(face, f"/F{len(self.codes) + 1}")
        return found

    def show(self, text: str, style: Style) -> str:
        """Return the operators that show a line in the current text object."""
        main = typeface(style.face)
        codes = self.of(main.faces[0])
        try:
            return (
                f"{codes.resource} {style.size:g} Tf <{''.join(map(codes.__getitem__, text))}> Tj"
            )
        except KeyError:
            return " ".join(self._run(face, run, style) for face, run in main.runs(text))

    def _run(self, face: Face, text: str, style: Style) -> str:
        codes = self.of(face)
        return f"{codes.resource} {style.size:g} Tf <{''.join(map(codes.__getitem__, text))}> Tj"

    def embed(self, document: Any) -> None:
        """Add the fonts to the document's font resources."""
        resources = document.idToObject["BasicFonts"].dict
        for codes in self.codes.values():
            if codes.glyphs:
                resources[codes.resource[1:]] = document.Reference(_font(document, codes))


class Pen:
    """Draws on one page. Points from the page's lower left corner; y of text is its baseline."""

    def __init__(self, inks: Inks) -> None:
        self.inks = inks
        self.operators: list[str] = []
        self.forms: list[str] = []

    def text(
        self, x: float, y: float, line: str, style: Style, colour: str = "", spread: float = 0.0
    ) -> None:
        """Write one line that starts at x; spread: points added after each character."""
        if line:
            shown = self.inks.show(line, style)
            if spread:
                shown = f"{spread:.3f} Tc {shown} 0 Tc"
            self.operators.append(
                f"{colour or style.colour} rg BT 1 0 0 1 {x:.2f} {y:.2f} Tm {shown} ET"
            )

    def text_right(self, x: float, y: float, line: str, style: Style, colour: str = "") -> None:
        """Write one line that ends at x."""
        self.text(x - style.width(line), y, line, style, colour)

    def text_centred(self, x: float, y: float, line: str, style: Style, colour: str = "") -> None:
        """Write one line with its middle at x."""
        self.text(x - style.width(line) / 2, y, line, style, colour)

    def rule(self, ends: tuple[float, float, float, float], width: float, colour: str) -> None:
        """Draw a straight line x1, y1, x2, y2."""
        x1, y1, x2, y2 = ends
        self.operators.append(f"{colour} RG {width:g} w {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S")

    def boxes(self, boxes: list[Box], width: float, colour: str) -> None:
        """Outline rectangles x, y, width, height."""
        path = " ".join(f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re" for x, y, w, h in boxes)
        self.operators.append(f"{colour} RG {width:g} w {path} S")

    def fill(self, boxes: list[Box], colour: str) -> None:
        """Fill rectangles x, y, width, height."""
        path = " ".join(f"{x:.2f} {y:.2f} {w:.2f} {h:.2f} re" for x, y, w, h in boxes)
        self.operators.append(f"{colour} rg {path} f")

    def path(
        self,
        spots: list[tuple[float, float]],
        width: float,
        colour: str,
        *,
        closed: bool = False,
        dash: float = 0,
    ) -> None:
        """Draw a line through the spots; dash: length of its dashes, 0 for none."""
        pattern = f"[{dash:g}] 0 d " if dash else ""
        end = "s" if closed else "S"
        drawn = f"{pattern}{colour} RG {width:g} w {_through(spots)} {end}"
        self.operators.append(f"q {drawn} Q" if dash else drawn)

    def area(self, spots: list[tuple[float, float]], colour: str) -> None:
        """Fill the face within the spots."""
        self.operators.append(f"{colour} rg {_through(spots)} f")

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a disc: a line of no length with round ends."""
        drawn = f"1 J {colour} RG {2 * radius:g} w {x:.2f} {y:.2f} m {x:.2f} {y:.2f} l S"
        self.operators.append(f"q {drawn} Q")

    def image(self, name: str, x: float, y: float, width: float, height: float) -> None:
        """Place a registered image."""
        self.forms.append(name)
        place = f"{width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f}"
        self.operators.append(f"q {place} cm /{pdfdoc.xObjectName(name)} Do Q")


def _through(spots: list[tuple[float, float]]) -> str:
    (x, y), *others = spots
    return " ".join((f"{x:.2f} {y:.2f} m", *(f"{a:.2f} {b:.2f} l" for a, b in others)))


def _font(document: Any, codes: Codes) -> Any:
    """Return a Type 0 font: codes are glyph numbers (Identity), text comes back by ToUnicode."""
    glyphs = tuple(codes.glyphs)
    tag = hashlib.sha256(repr(glyphs).encode()).digest()
    name = "".join(chr(65 + byte % 26) for byte in tag[:6]) + f"+{codes.face.name}"
    program = document.Reference(_program(codes.face.name, glyphs))
    descriptor = document.Reference(
        Syntax(_descriptor(codes.face, name, _reference(document, program)))
    )
    descendant = document.Reference(
        Syntax(
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity"
            " /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >>"
            f" /FontDescriptor {_reference(document, descriptor)} /DW 1000"
            f" /W [ 0 [ {_widths(codes)} ] ] >>"
        )
    )
    mapping = document.Reference(stream({}, _to_unicode("".join(codes))))
    return Syntax(
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H"
        f" /DescendantFonts [ {_reference(document, descendant)} ]"
        f" /ToUnicode {_reference(document, mapping)} >>"
    )


def _widths(codes: Codes) -> str:
    """Return the widths in 1/1000 em; glyph 0 is never shown."""
    return " ".join(map(str, (1000, *map(codes.face.widths.__getitem__, codes))))


def _reference(document: Any, reference: Any) -> str:
    return str(pdfdoc.format(reference, document), "ascii")


@lru_cache(maxsize=64)
def _deflated(name: str, glyphs: tuple[int, ...]) -> tuple[bytes, int]:
    program = subset(load_face(name), glyphs)
    return zlib.compress(program, 4), len(program)  # 6 costs a third more time for 2 %


def _program(name: str, glyphs: tuple[int, ...]) -> Any:
    deflated, length = _deflated(name, glyphs)
    return stream({"Length1": length}, deflated, compressed=True)


def _descriptor(face: Face, name: str, program: str) -> str:
    m = face.metrics
    box = " ".join(map(str, m.bounding_box))
    return (
        f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [ {box} ] /ItalicAngle 0"
        f" /Ascent {m.ascent} /Descent {m.descent} /CapHeight {m.cap_height}"
        f" /StemV {m.weight // 5} /FontFile2 {program} >>"
    )


def _to_unicode(characters: str) -> bytes:
    rows = [
        f"<{number:04X}> <{character.encode('utf-16-be').hex().upper()}>"
        for number, character in enumerate(characters, 1)
    ]
    blocks = [rows[at : at + 100] for at in range(0, len(rows), 100)]  # 100: limit of CMap blocks
    body = "\n".join(
        f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks
    )
    return _CMAP.format(body=body).encode("ascii")


_CMAP = """\
/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
{body}
endcmap
CMapName currentdict /CMap defineresource pop
end
end"""
