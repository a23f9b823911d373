"""Makes readings.ts: which characters have which reading, for searching labels by pinyin.

    pip install pypinyin==0.55.0 && python static/src/lib/pinyin/make.py

The characters are the 6,763 of GB 2312, each with up to three readings without tones, ü as v. A search wants every
reading, not the right one, so no dictionary of words is needed; but what is found by the usual readings comes first.
"""

from collections import defaultdict
from itertools import product
from pathlib import Path

from pypinyin import Style, pinyin

MOST = 3
HEAD = """\
/**
 * Made by make.py from pypinyin (MIT, mozillazg and contributors): the characters of GB 2312 by their readings without
 * tones, ü as v. A character with several readings stands at each: at the usual one before the sign ', at others after.
 */
export const READINGS =
  "{}";
"""


def characters() -> list[str]:
    rows = product(range(0xB0, 0xF8), range(0xA1, 0xFF))
    found = (bytes(row).decode("gb2312", errors="ignore") for row in rows)
    return [character for character in found if character]


def main() -> None:
    by_reading: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for character in characters():
        readings = pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0]
        for place, reading in enumerate(list(dict.fromkeys(readings))[:MOST]):
            if reading.isascii() and reading.isalpha():
                by_reading[reading][place > 0].append(character)
    groups = ((reading, "".join(usual), "".join(others)) for reading, (usual, others) in sorted(by_reading.items()))
    table = " ".join(f"{reading}{usual}'{others}".rstrip("'") for reading, usual, others in groups)
    Path(__file__).with_name("readings.ts").write_text(HEAD.format(table), encoding="utf-8")


if __name__ == "__main__":
    main()
