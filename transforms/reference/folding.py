"""The one spelling in which names are compared: lower case and a single apostrophe, without changing any offset."""

from __future__ import annotations

import re

_APOSTROPHES = "\u2018\u2019\u201b\u02bb\u02bc\u02b9\u02bd\u02c8\u0060\u00b4\u2032\uff07\u055a\ua78c"
_HYPHENS = "\u2010\u2011\u00ad\ufe63\uff0d"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_TABLE = str.maketrans(
    {
        **dict.fromkeys(_APOSTROPHES, "'"),
        **dict.fromkeys(_HYPHENS, "-"),
        **dict.fromkeys(_SPACES, " "),
        **{chr(0xFF10 + n): str(n) for n in range(10)},
        **{chr(0xFF41 + n): chr(ord("a") + n) for n in range(26)},
        "ё": "е",
        "ı": "i",
        "İ": "i",
    }
)
_LATIN_I_AMONG_CYRILLIC = re.compile(r"(?<=[\u0400-\u04ff])i+|i+(?=[\u0400-\u04ff])")


def fold(text: str) -> str:
    """Return `text` in the spelling of the reference data, of the same length, so that offsets into either agree.

    Lower case; every apostrophe is "'", every hyphen that joins is "-", every space in a line is " "; ё is е, the
    dotless ı is i, full-width letters and digits are plain; a Latin i beside a Cyrillic letter is the Kazakh і.
    """
    folded = text.translate({0x130: "i"}).lower().translate(_TABLE)
    if "i" in folded:
        folded = _LATIN_I_AMONG_CYRILLIC.sub(lambda match: "і" * len(match[0]), folded)
    return folded
