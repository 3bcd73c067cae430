"""What makes a reportlab document PDF/A-3b (ISO 19005-3): metadata, colour, attachments, syntax.

reportlab 5.1 itself breaks three rules of it: no end-of-line before `endstream`, no output intent,
no XMP packet. All are mended here by subclassing, nothing of reportlab is patched.
"""

from __future__ import annotations

import base64
import hashlib
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfdoc

from inspector_app import resource_files
from inspector_app.services.ports import Attachment

PRODUCER: Final = "Hengping"
_HEADER: Final = b"%PDF-1.7\n%\xe6\xb0\xb4\xe5\xb9\xb3\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """What the file says of itself, in XMP and in the information dictionary alike."""

    title: str
    author: str
    subject: str
    keywords: tuple[str, ...]
    language: str
    created_at: datetime


class ArchiveCatalog(pdfdoc.PDFCatalog):
    """The document root with the entries that part 3 adds."""

    __NoDefault__ = [*pdfdoc.PDFCatalog.__NoDefault__, "OutputIntents", "AF"]  # noqa: RUF012 - theirs
    __Refs__ = __NoDefault__


class ArchiveDocument(pdfdoc.PDFDocument):
    """A reportlab document written with PDF/A's syntax: same input, same bytes."""

    def __init__(self, description: Description, identity: bytes) -> None:
        """Start a document; identity: 16 bytes naming it in the trailer's first /ID."""
        super().__init__(compression=1, invariant=1, pdfVersion=(1, 7))
        self.identity = identity
        catalog: Any = ArchiveCatalog()  # reportlab's objects take their entries as attributes
        this: Any = self
        this.Catalog = catalog
        catalog.Pages = this.Pages
        catalog.Lang = pdfdoc.PDFString(description.language.replace("_", "-"))
        catalog.ViewerPreferences = Syntax("<< /DisplayDocTitle true >>")
        catalog.Metadata = metadata(description)
        catalog.OutputIntents = output_intent(self)
        self.info = Information(description)

    def addPage(self, page: pdfdoc.PDFPage) -> None:  # noqa: N802 - reportlab's name
        """Add a page; its operators are deflated only, not wrapped in ASCII85 besides."""
        page.Contents = stream({}, page.stream.encode("ascii"))
        super().addPage(page)

    def format(self, document: object = None) -> bytes:
        """Return the file. Every stream's data is followed by CR LF (ISO 19005-3 6.1.7.1).

        A line feed alone would be read as part of it where the data itself ends with CR.
        """
        this: Any = self
        root, info = this.Reference(this.Catalog), this.Reference(this.info)
        parts, offsets, at, number = [_HEADER], [], len(_HEADER), 0
        while (number := number + 1) in self.numberToId:  # formatting may add objects
            name = self.numberToId[number]
            part = pdfdoc.PDFIndirectObject(name, self.idToObject[name]).format(self)
            if part.endswith(b"endstream\nendobj\n"):
                part = part[:-17] + b"\r\nendstream\nendobj\n"
            offsets.append(at)
            parts.append(part)
            at += len(part)
        body = b"".join(parts)
        return body + self._trailer(
            body, offsets, pdfdoc.format(root, self), pdfdoc.format(info, self)
        )

    def _trailer(self, body: bytes, offsets: list[int], root: bytes, info: bytes) -> bytes:
        size = len(offsets) + 1
        rows = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        names = (self.identity.hex(), hashlib.sha256(body).hexdigest()[:32])
        return (
            b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, rows)
            + b"trailer\n<< /Size %d /Root %s /Info %s " % (size, root, info)
            + b"/ID [ <%s> <%s> ] >>\n" % (names[0].encode(), names[1].encode())
            + b"startxref\n%d\n%%%%EOF\n" % len(body)
        )


class Syntax(pdfdoc.PDFObject):
    """Ready PDF syntax as an object that reportlab can number and refer to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text

    def format(self, document: object) -> bytes:
        """Return it."""
        return self.text.encode("ascii")


def stream(entries: dict[str, object], content: bytes, *, compressed: bool = False) -> Any:
    """Return a stream object; compressed: `content` is deflated already, else it is done here."""
    dictionary = pdfdoc.PDFDictionary(dict(entries))
    packed = dictionary.dict.get("Filter", "/FlateDecode")
    data = content if compressed else zlib.compress(content, 6)
    if data.endswith((b"\r", b"\n")):
        # A reader that looks for `endstream` cannot tell this byte from the line's end before it.
        data = base64.a85encode(data) + b"~>"
        packed = pdfdoc.PDFArray(["/ASCII85Decode", packed])
    dictionary.dict["Filter"] = packed
    return pdfdoc.PDFStream(dictionary, data)


@lru_cache(maxsize=1)
def _profile() -> bytes:
    return zlib.compress(resource_files.read_bytes("colour/sRGB.icc"), 9)


def output_intent(document: Any) -> Any:
    """Return the output intent: the sRGB of IEC 61966-2-1 (ISO 19005-3 6.2.3)."""
    profile = document.Reference(stream({"N": 3}, _profile(), compressed=True), "colour")
    intent = pdfdoc.PDFDictionary(
        {
            "Type": "/OutputIntent",
            "S": "/GTS_PDFA1",
            "OutputConditionIdentifier": "(sRGB IEC61966-2.1)",
            "Info": "(sRGB IEC61966-2.1)",
            "RegistryName": "(http://www.color.org)",
            "DestOutputProfile": profile,
        }
    )
    return pdfdoc.PDFArray([intent])


class Information(pdfdoc.PDFInfo):
    """The information dictionary, dated by the description and not by reportlab."""

    def __init__(self, description: Description) -> None:
        super().__init__()
        self.title = description.title
        self.author = description.author
        self.subject = description.subject
        self.keywords = ", ".join(description.keywords)
        self.creator = self.producer = PRODUCER
        self.when = description.created_at.astimezone(UTC).strftime("(D:%Y%m%d%H%M%SZ)")

    def format(self, document: pdfdoc.PDFDocument) -> bytes:
        """Return the dictionary."""
        names = ("Title", "Author", "Subject", "Keywords", "Producer", "Creator")
        entries: dict[str, object] = {
            name: pdfdoc.PDFString(getattr(self, name.lower())) for name in names
        }
        entries |= {"CreationDate": self.when, "ModDate": self.when}
        return bytes(pdfdoc.PDFDictionary(entries).format(document))


def metadata(description: Description) -> Any:
    """Return the XMP packet (ISO 19005-3 6.6.2), never compressed so that any tool can read it."""
    entries = pdfdoc.PDFDictionary({"Type": "/Metadata", "Subtype": "/XML"})
    return pdfdoc.PDFStream(entries, _packet(description))


def _packet(description: Description) -> bytes:
    when = description.created_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    language = description.language.replace("_", "-")
    values = {
        "title": description.title,
        "author": description.author,
        "subject": description.subject,
        "keywords": ", ".join(description.keywords),
    }
    filled = {name: escape(_xml(value)) for name, value in values.items()}
    return _XMP.format(when=when, language=language, producer=PRODUCER, **filled).encode()


def _xml(text: str) -> str:
    """Leave out what XML 1.0 cannot say."""
    return "".join(c for c in text if c >= " " and c not in "\ufffe\uffff")


_XMP = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<pdfaid:part>3</pdfaid:part><pdfaid:conformance>B</pdfaid:conformance>
<dc:format>application/pdf</dc:format>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>{producer}</pdf:Producer>
<xmp:CreatorTool>{producer}</xmp:CreatorTool><xmp:CreateDate>{when}</xmp:CreateDate>
<xmp:ModifyDate>{when}</xmp:ModifyDate><xmp:MetadataDate>{when}</xmp:MetadataDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def attach(document: Any, attachments: tuple[Attachment, ...], when: datetime) -> None:
    """Embed files as associated files of the document (ISO 19005-3 6.8)."""
    if not attachments:
        return
    stamp = when.astimezone(UTC).strftime("(D:%Y%m%d%H%M%SZ)")
    specifications = [
        (each.name, document.Reference(_specification(document, each, stamp), f"file{n}"))
        for n, each in enumerate(attachments)
    ]
    names = [x for n, ref in sorted(specifications) for x in (pdfdoc.PDFString(n), ref)]
    tree = pdfdoc.PDFDictionary({"Names": pdfdoc.PDFArray(names)})
    document.Catalog.Names = pdfdoc.PDFDictionary({"EmbeddedFiles": tree})
    document.Catalog.AF = pdfdoc.PDFArray([ref for _name, ref in specifications])


def _specification(document: Any, file: Attachment, stamp: str) -> Any:
    facts = f"<< /Size {len(file.data)} /ModDate {stamp} >>"
    subtype = "/" + file.media_type.replace("/", "#2F").replace("+", "#2B")
    content = stream({"Type": "/EmbeddedFile", "Subtype": subtype, "Params": facts}, file.data)
    held = document.Reference(content)
    return pdfdoc.PDFDictionary(
        {
            "Type": "/Filespec",
            "F": pdfdoc.PDFString(file.name),
            "UF": pdfdoc.PDFString(file.name),
            "Desc": pdfdoc.PDFString(file.description or file.name),
            "AFRelationship": f"/{file.relationship}",
            "EF": pdfdoc.PDFDictionary({"F": held, "UF": held}),
        }
    )
