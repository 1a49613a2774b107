"""Finds reprints: exact digests, MinHash bands to propose pairs, and the proof that a pair tells one bulletin.

Words are compared in runs of five with their digits kept, so that two days' bulletins of one template stay apart: a
reprint changes words, another day's bulletin changes numbers.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import xxhash
from rensa import RMinHash  # type: ignore[import-untyped]

PERMUTATIONS, BANDS, ROWS = 48, 16, 3
RUN = 5
LEAST_SIMILARITY = 0.5
_SEED = 42
_SHARE_OF_NUMBERS = 0.9
_OWN_NUMBERS, _LEAST_NUMBERS = 1, 3
_WEIGHTS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)  # odd, as _FACTOR is
_FACTOR = np.uint64(0x2545F4914F6CDD1D)
_MOST_WORDS = 200_000
METHOD = f"words{RUN}-minhash{PERMUTATIONS}-{BANDS}x{ROWS}-rensa{RMinHash.ALGORITHM_VERSION}-6"

Hashes = npt.NDArray[np.uint64]

_GROUPED = re.compile(r"([0-9])(?: {1,2}|[\u202f,.'’])(?=[0-9]{3}(?![0-9]))")
_NUMBER = re.compile(r"[0-9][0-9.,:]*")
_WORD, _HAN = re.compile(r"\w+"), re.compile(r"[\u3400-\u9fff]")
_WORD_OR_HAN = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+")  # a Han letter is a word


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is compared of a text: sorted hashes of its runs of words, and its numbers in their order."""

    runs: Hashes
    numbers: tuple[str, ...]


class _WordHashes(dict[str, int]):
    """The hash of each word; begins anew when it knows too many, so that memory stays bounded (some 20 MB)."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _MOST_WORDS:
            self.clear()
        self[word] = value = xxhash.xxh3_64_intdigest(word.encode())
        return value


_word_hashes = _WordHashes()


def digest_text(text: str) -> str:
    """blake2b-128, in hex, of the text with case and spacing folded and digits kept."""
    folded = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return hashlib.blake2b(folded.encode(), digest_size=16).hexdigest()


def fingerprint(text: str) -> Fingerprint:
    """Thousands are joined first, so that 14 496, 14,496 and 14496 are one number."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ı", "i").replace("\u0307", "")  # as capitals do
    folded = _GROUPED.sub(r"\1", folded)
    words = (_WORD_OR_HAN if _HAN.search(folded) else _WORD).findall(folded) or [""]
    runs = np.sort(_hash_runs(_hash_words(words)))
    first = np.append(True, runs[1:] != runs[:-1])
    return Fingerprint(runs[first], tuple(number.rstrip(".,:") for number in _NUMBER.findall(folded)))


def band_hashes(prints: Sequence[Fingerprint]) -> list[list[int]]:
    """One signed 64-bit hash a band for each text, the same on every machine; texts that share one may be reprints.

    Each number counts as some runs more: another day's bulletin has other numbers, a reworded one the same.
    """
    if not prints:
        return []
    tokens = [part for each in prints for part in (each.runs, np.outer(_hash_words(each.numbers), _WEIGHTS).ravel())]
    ends = np.cumsum([len(part) for part in tokens], dtype=np.uint64)[1::2]
    starts = np.concatenate([np.zeros(1, np.uint64), ends])
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(np.concatenate(tokens), starts, PERMUTATIONS, _SEED)
    values = np.array(matrix.to_rows(), np.uint64).reshape(len(prints), BANDS, ROWS)
    hashes: list[list[int]] = _chain([values[:, :, row] for row in range(ROWS)]).astype(np.int64).tolist()
    return hashes


def number_bits(print_: Fingerprint) -> int:
    """A signed 64-bit set: where a bit of one is missing in another, so is a number."""
    bits = 0
    for number in print_.numbers:
        bits |= 1 << (_word_hashes[number] & 63)
    return _signed(bits)


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """Jaccard similarity of the runs of words, 0 to 1."""
    shared = len(np.intersect1d(one.runs, other.runs, assume_unique=True))
    return shared / (len(one.runs) + len(other.runs) - shared)


def tells_same_numbers(one: Fingerprint, other: Fingerprint, *, same_day: bool) -> bool:
    """Whether the numbers of the shorter text are in the other: a reprint may be cut or framed, but not renumbered.

    A number or two may differ among texts of one day (a misprint, an hour); never among those of different days, whose
    numbers stand in one order. One or two prove nothing then unless they are all that both have: what was cut off may
    have told them apart.
    """
    shorter, longer = sorted((one.numbers, other.numbers), key=len)
    if same_day:
        own = (Counter(shorter) - Counter(longer)).total()
        return own <= _OWN_NUMBERS or (len(shorter) - own) / len(shorter) >= _SHARE_OF_NUMBERS
    rest = iter(longer)
    in_order = all(number in rest for number in shorter)
    return in_order and (len(shorter) >= _LEAST_NUMBERS or shorter == longer)


def _hash_words(words: Collection[str]) -> Hashes:
    return np.fromiter(map(_word_hashes.__getitem__, words), np.uint64, len(words))


def _hash_runs(words: Hashes) -> Hashes:
    """One hash for each five words that follow one another; one for all where they are fewer."""
    length = min(RUN, len(words))
    return _chain([words[start : len(words) - length + 1 + start] for start in range(length)])


def _chain(parts: Sequence[Hashes]) -> Hashes:
    """What hashes make together, in this order."""
    chained = parts[0]
    for part in parts[1:]:
        chained = chained * _FACTOR + part
    return chained


def _signed(value: int) -> int:
    return value - (1 << 64) if value >= 1 << 63 else value
