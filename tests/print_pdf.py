"""Prints a small PDF: lines of text and ruled tables, in one font whose letters are told by a ToUnicode map."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

Block = str | Sequence[Sequence[str]]
LEFT, TOP, LINE, COLUMN = 60, 780, 20, 200


def print_pdf(blocks: Sequence[Block], made: str = "", title: str = "") -> bytes:
    """A page with `blocks` below one another, a table being rows of cells; `made` in PDF's own form, D:20240304…"""
    texts = [text for block in blocks for text in ([block] if isinstance(block, str) else chain.from_iterable(block))]
    letters = sorted({letter for text in texts for letter in text})
    codes = {letter: number + 33 for number, letter in enumerate(letters)}
    drawn = draw(blocks, codes).encode()
    mapped = to_unicode(codes).encode()
    widths = " ".join("600" for _ in codes)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R "
        b"/Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        f"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /FirstChar 33 /LastChar {32 + len(codes)} "
        f"/Widths [{widths}] /ToUnicode 6 0 R >>".encode(),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(mapped), mapped),
        f"<< {f'/Title ({title})' if title else ''} {f'/CreationDate ({made})' if made else ''} >>".encode(),
    ]
    return assemble(objects)


def draw(blocks: Sequence[Block], codes: dict[str, int]) -> str:
    commands, height = [], TOP
    for block in blocks:
        if isinstance(block, str):
            commands.append(write(block, LEFT, height, codes))
            height -= LINE
            continue
        for row in block:
            for column, cell in enumerate(row):
                left = LEFT + column * COLUMN
                commands.append(f"{left} {height - 6} {COLUMN} {LINE} re S")
                commands.append(write(cell, left + 4, height, codes))
            height -= LINE
        height -= LINE
    return "\n".join(commands)


def write(text: str, left: int, height: int, codes: dict[str, int]) -> str:
    shown = "".join(f"{codes[letter]:02x}" for letter in text)
    return f"BT /F 10 Tf {left} {height} Td <{shown}> Tj ET"


def to_unicode(codes: dict[str, int]) -> str:
    pairs = "\n".join(f"<{code:02x}> <{ord(letter):04x}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /M def /CMapType 2 def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{pairs}\nendbfchar\n"
        "endcmap end end"
    )


def assemble(objects: Sequence[bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\nstartxref\n%d\n%%%%EOF" % (size, len(objects), len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end
