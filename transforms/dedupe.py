"""Finds reprints: exact digests, MinHash bands to propose pairs, and the proof that a pair tells one bulletin.

Words are compared in runs of five with their digits kept, so that two days' bulletins of one template stay apart: a
reprint changes words, another day's bulletin changes numbers.
"""

from __future__ import annotations

import hashlib
import re
import struct
import unicodedata
from collections import Counter
from dataclasses import dataclass

import xxhash
from rensa import RMinHash  # type: ignore[import-untyped]

PERMUTATIONS, BANDS, ROWS = 48, 16, 3
RUN = 5
LEAST_SIMILARITY = 0.5
_SEED = 42
_SHARE_OF_NUMBERS = 0.9
_OWN_NUMBERS, _LEAST_NUMBERS = 1, 3
_WEIGHT = (" 0", " 1", " 2")
METHOD = f"words{RUN}-minhash{PERMUTATIONS}-{BANDS}x{ROWS}-rensa{RMinHash.ALGORITHM_VERSION}-4"

_GROUPED = re.compile(r"(?<=\d)(?: {1,2}|[\u202f,.'’])(?=\d{3}(?!\d))")
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[\u3400-\u9fff]|[^\W\d_\u3400-\u9fff]+")  # a Han letter is a word


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is compared of a text: its runs of words, and its numbers with how often each stands there."""

    runs: frozenset[str]
    numbers: Counter[str]


def digest_text(text: str) -> str:
    """blake2b-128, in hex, of the text with case and spacing folded and digits kept."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.blake2b(folded.encode(), digest_size=16).hexdigest()


def fingerprint(text: str) -> Fingerprint:
    """Thousands are joined first, so that 14 496, 14,496 and 14496 are one number."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i").replace("\u0307", "")  # as capitals do
    folded = _GROUPED.sub("", folded)
    words = _WORD.findall(folded)
    shifted = (words[start:] for start in range(RUN))
    runs = frozenset(map(" ".join, zip(*shifted, strict=False))) or frozenset([" ".join(words)])
    return Fingerprint(runs, Counter([word for word in words if word[0].isdigit()]))


def band_hashes(print_: Fingerprint) -> list[int]:
    """One signed 64-bit hash a band, the same on every machine; texts that share one may be reprints.

    Each number counts as some runs more: another day's bulletin has other numbers, a reworded one the same.
    """
    minhash = RMinHash(num_perm=PERMUTATIONS, seed=_SEED)
    minhash.update([*print_.runs, *[number + more for number in print_.numbers for more in _WEIGHT]])
    packed = struct.pack(f">{PERMUTATIONS}Q", *minhash.digest())
    size = 8 * ROWS
    return [_signed(xxhash.xxh3_64_intdigest(packed[at : at + size])) for at in range(0, len(packed), size)]


def number_bits(print_: Fingerprint) -> int:
    """A signed 64-bit set: where a bit of one is missing in another, so is a number."""
    bits = 0
    for number in print_.numbers:
        bits |= 1 << (xxhash.xxh3_64_intdigest(number.encode()) & 63)
    return _signed(bits)


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """Jaccard similarity of the runs of words, 0 to 1."""
    return len(one.runs & other.runs) / len(one.runs | other.runs)


def tells_same_numbers(one: Fingerprint, other: Fingerprint, *, same_day: bool) -> bool:
    """Whether the numbers of the shorter text are in the other: a reprint may be cut or framed, but not renumbered.

    A number or two may differ among texts of one day (a misprint, an hour); never among those of different days, where
    one or two numbers prove nothing unless they are all that both have: what was cut off may have told them apart.
    """
    fewer = min(one.numbers.total(), other.numbers.total())
    own = fewer - (one.numbers & other.numbers).total()
    if same_day:
        return own <= _OWN_NUMBERS or (fewer - own) / fewer >= _SHARE_OF_NUMBERS
    return own == 0 and (fewer >= _LEAST_NUMBERS or one.numbers == other.numbers)


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
