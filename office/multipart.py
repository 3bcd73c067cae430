"""A form with files as browsers send it (RFC 7578), read by the standard library's mail parser."""

from __future__ import annotations

from email import policy
from email.parser import BytesParser

from inspector_app.domain.exceptions import InputInvalid

MOST_PARTS = 600
MEDIA_TYPE = "multipart/form-data"
Fields = dict[str, tuple[str, ...]]
Files = tuple[tuple[str, bytes], ...]


def read_form(content_type: str, body: bytes) -> tuple[Fields, Files]:
    """Return fields and chosen files; a file box left empty gives none.

    The body is bounded by who read it. Raises InputInvalid(`package_form_unreadable`).
    """
    if not content_type.isascii() or len(content_type) > 300:
        raise InputInvalid("package_form_unreadable", field="files")
    head = f"Content-Type: {content_type}\r\n\r\n".encode("ascii")
    whole = BytesParser(policy=policy.HTTP).parsebytes(head + body)
    parts = list(whole.iter_parts()) if whole.is_multipart() else []
    if not parts or len(parts) > MOST_PARTS or whole.defects:
        raise InputInvalid("package_form_unreadable", field="files")
    fields: dict[str, list[str]] = {}
    files: list[tuple[str, bytes]] = []
    for part in parts:
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if not isinstance(name, str) or not isinstance(data, bytes) or part.is_multipart():
            raise InputInvalid("package_form_unreadable", field="files")
        file = part.get_filename()
        if file is None:
            fields.setdefault(name, []).append(_text(data))
        elif file:
            files.append((file, data))
    return {name: tuple(values) for name, values in fields.items()}, tuple(files)


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise InputInvalid("package_form_unreadable", field="files") from None
