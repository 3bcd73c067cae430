"""Publishing a package of rules: for the page and the command alike. Nothing here asks a laptop."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from inspector_app.domain.exceptions import InputInvalid
from inspector_app.packages.contents import rule_set
from inspector_app.packages.envelope import (
    FOLDERS,
    MEDIA_TYPE,
    MOST_FILE_BYTES,
    MOST_FILES,
    Package,
    SignedPackage,
    open_package,
    sign,
)
from inspector_app.packages.shelf import Installed
from office.parts import OfficeParts

ROLE = "package"


def files_of(folder: Path) -> dict[str, str]:
    """Return the TOML files below `regulations`, `overrides` and `kinds` of a folder, by name.

    Raises InputInvalid: `package_folder_missing`, `package_file_too_large`, `package_not_text`.
    """
    if not folder.is_dir():
        raise InputInvalid("package_folder_missing", folder=folder)
    found: dict[str, str] = {}
    for part in FOLDERS:
        for path in sorted((folder / part).glob("*.toml"))[: MOST_FILES + 1]:
            name = f"{part}/{path.name}"
            if path.stat().st_size > MOST_FILE_BYTES:
                raise InputInvalid("package_file_too_large", name=name, limit=MOST_FILE_BYTES)
            found[name] = as_text(name, path.read_bytes())
    return found


def as_text(name: str, data: bytes) -> str:
    """Return a file's text with plain line ends. Raises InputInvalid(`package_not_text`)."""
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputInvalid("package_not_text", field="files", name=name[:80]) from None


def build(
    parts: OfficeParts, files: Mapping[str, str], *, scopes: Sequence[str], by: str, note: str
) -> SignedPackage:
    """Return the next package, read whole and signed; nothing is published.

    Raises InputInvalid as `sign` and `rule_set`.
    """
    number, previous = parts.storage.packages.newest()
    package = Package(
        office_id=parts.office_id,
        number=number + 1,
        issued_at=parts.clock.now(),
        issued_by=by,
        scopes=tuple(scopes),
        previous=previous,
        note=note,
        files=files,
    )
    signed = sign(package, parts.signer)
    rule_set(package.files)
    return signed


def publish(parts: OfficeParts, data: bytes, by: str) -> Installed:
    """Publish a package that this office signed; the laptops fetch it at their next round.

    Raises as `open_package` and `rule_set`, and InputInvalid(`package_number_taken`).
    """
    key = parts.signer.public_key
    signed = open_package(data, office_id=parts.office_id, office_key=key)
    installed = Installed(signed, rule_set(signed.package.files))
    now = parts.clock.now()
    # The file lies here before anybody is told of it; laptops need not send it back to us.
    blob = parts.blobs.put(data, role=ROLE, media_type=MEDIA_TYPE)
    parts.storage.packages.publish(installed, by, now)
    parts.storage.intake.blob_stored(blob.sha256, blob.size, now)
    parts.storage.packages.shelf()
    return installed
