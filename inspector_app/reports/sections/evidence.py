"""Photos, signatures and the proof that the record is what was sealed."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.events import PhotoAttached, SignatureGiven
from inspector_app.domain.text import Text
from inspector_app.reports.base import (
    Block,
    Heading,
    Paragraph,
    Picture,
    Pictures,
    ProofBlock,
    SignatureBlock,
    Signatures,
)
from inspector_app.reports.sections import labels
from inspector_app.reports.sections.context import Context
from inspector_app.words import figures

_REFUSED = Text(
    zh="拒绝签名。理由：{reason} 见证人：{witness}",
    en="Refused to sign. Reason: {reason} Witness: {witness}",
)
_CODE_AGREES = Text(zh="二维码与器具一致", en="its code names the instrument")
_CODE_DIFFERS = Text(zh="二维码与器具不符", en="its code names no such instrument")
_CARD = Text(zh="执法证号 {number}", en="Law enforcement card {number}")
_PROOF = Text(zh="核验", en="Verification")
_PROOF_LINES = (
    Text(
        zh="扫描二维码，或用 inspector-app verify 打开本文件，即可离线核验签名与记录。",
        en="Scan the code, or run inspector-app verify on this file: signature and record are "
        "checked without a network.",
    ),
    Text(
        zh="本文件内嵌封存记录 record.json，其 SHA-256：{sha256}",
        en="The sealed record is embedded as record.json; its SHA-256: {sha256}",
    ),
    Text(
        zh="封存时间（UTC）：{sealed_at}　签名密钥：{signer}",
        en="Sealed at (UTC): {sealed_at}. Signing key: {signer}",
    ),
)
_CLOCK = Text(
    zh="本机时钟上次与机关核对：{checked}（偏差）",
    en="Clock last compared with the office: {checked} (ahead by)",
)
_DRAFT = Text(
    zh="本文件为草稿，未封存，不具有证明效力。",
    en="This is a draft: not sealed, it proves nothing.",
)


def photos(context: Context, title: str) -> Iterator[Block]:
    """Yield the photos that were kept, with what they show."""
    kept = context.inspection.photos_kept()
    if not kept:
        return
    roles = {role.key: role.title for role in context.kind.photos}
    yield Heading(text=title)
    yield Pictures(
        items=tuple(
            Picture(
                sha256=photo.sha256,
                caption=_caption(context, roles.get(photo.role), photo) or photo.role,
            )
            for photo in kept
        )
    )


def _caption(context: Context, role: Text | None, photo: PhotoAttached) -> str:
    """Return what the photo shows, and what it says of itself: time, place, code."""
    parts = [context.say(role) if role else "", photo.caption, photo.photo_position]
    parts.append(photo.photo_taken_at.replace("T", " "))
    named = context.inspection.photo_names_instrument(photo)
    if named is not None:
        parts.append(context.say(_CODE_AGREES if named else _CODE_DIFFERS))
    return " · ".join(part for part in parts if part)


def signatures(context: Context) -> Iterator[Block]:
    """Yield the hands of the record and its day."""
    yield Signatures(blocks=hands(context), date=figures.day(context.inspection.on))


def hands(context: Context) -> tuple[SignatureBlock, ...]:
    """Return a place for each role of the kind: strokes, a refusal with its witness, or empty."""
    given = {each.role: each for each in context.inspection.signatures}
    roles = [*context.kind.signature_roles]
    roles += [role for role in given if role not in roles]
    return tuple(_signature(context, role, given.get(role)) for role in roles)


def _signature(context: Context, role: str, given: SignatureGiven | None) -> SignatureBlock:
    said = labels.ROLES.get(role)
    name = context.say(said) if said else role
    if given is None:
        return SignatureBlock(role=name, name="")
    if given.refused:
        note = context.say(_REFUSED).format(reason=given.reason, witness=given.witness)
    else:
        note = _card(context, given.name)
    return SignatureBlock(role=name, name=given.name, image_sha256=given.image_sha256, note=note)


def _card(context: Context, name: str) -> str:
    numbers = (p.card_number for p in context.inspection.inspectors if p.name == name)
    number = next(numbers, "")
    return context.say(_CARD).format(number=number) if number else ""


def proof(context: Context) -> Iterator[Block]:
    """Yield the QR of the seal's token; an unsealed record says that it proves nothing."""
    seal = context.inspection.seal
    if seal is None:
        yield Paragraph(text=context.say(_DRAFT))
        return
    facts = {
        "sha256": seal.record_sha256,
        "sealed_at": figures.moment(seal.sealed_at),
        "signer": seal.signer,
        "checked": seal.clock_checked,
    }
    lines = (*_PROOF_LINES, _CLOCK) if seal.clock_checked else _PROOF_LINES
    yield ProofBlock(
        token=seal.token,
        title=context.say(_PROOF),
        lines=tuple(context.say(line).format(**facts) for line in lines),
    )
