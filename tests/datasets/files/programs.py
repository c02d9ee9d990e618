"""Files in which programs left signs, and files whose cells have a rare format."""

from collections.abc import Callable

from tests.datasets.files.case import Case, doubtful, refused, rows, sound

_CITIES = ("Bath", "York", "Leeds", "Hull", "Ely", "Durham", "Bath", "Leeds", "York", "Ely", "Hull", "Bath")
_ROWS = [
    [f"{n}.{n % 5}0", city, f"{n * 7 % 24:02}:15", f"2021-03-{n:02}", f"K-{n * 37}", "yes" if n % 3 else "no"]
    for n, city in enumerate(_CITIES, 1)
]
_NAMES = ["size", "city", "time", "day", "code", "paid"]
_LINE = 6  # of the file, on which the changed row stands


def _with(name: str, column: str, change: Callable[[str], str] | str) -> Case:
    """The table with one changed cell, which must be in doubt."""
    table = [_NAMES, *(list(row) for row in _ROWS)]
    index = _NAMES.index(column)
    cell = table[_LINE - 1][index]
    table[_LINE - 1][index] = change if isinstance(change, str) else change(cell)
    text = "".join(";".join(f'"{one}"' if ";" in one else one for one in row) + "\n" for row in table)
    return doubtful(name, text, table, doubted=[_LINE])


def _texts(name: str, text: str) -> Case:
    """A table with texts of several lines, one of which must be in doubt."""
    table = [["id", "text"], *([str(n), f"one {n}\ntwo {n}"] for n in range(1, 12))]
    table[5][1] = text
    data = "".join(f'{one},"{other}"\n' for one, other in table)
    return doubtful(name, data, table, doubted=[10])


_TABLE = "".join(";".join(row) + "\n" for row in [_NAMES, *_ROWS])
_CELLS = [_NAMES, *_ROWS]
_EACH = "\n".join("|".join(row) for row in _CELLS)

CASES = [
    sound("programs-none", _TABLE, _CELLS),
    *(
        _with(f"programs-{name}", "city", word)
        for name, word in {
            "entity": "Bath &amp; Ely",
            "entity-number": "M&#252;nchen",
            "tag": "<b>Bath</b>",
            "line-break-tag": "Bath<br>Spa",
            "unicode-escape": "M\\u00fcnchen",
            "newline-escape": "Bath\\nSpa",
            "web-escape": "Bath%20Spa",
            "mail-escape": "M=C3=BCnchen",
            "bytes": "b'Bath'",
            "list": "['Bath']",
            "object": "[object Object]",
            "undefined": "undefined",
            "placeholder": "{{city}}",
            "format": "%s",
            "message": "BaNotice: Undefined index in /a/b.php on line 12th",
            "log": "Bath 10:12:01,532 INFO rows written",
            "carriage-return": "Bath^M",
            "soft-hyphen": "Ba\u00adth",
            "hard-space": "Bath\u00a0Spa",
            "ligature": "Shefﬁeld",
            "twice": "LeedsLeeds",
            "look-alike": "Вath",
            "question-mark": "M?nchen",
            "mac": "M√ºnchen",
            "dos": "M├╝nchen",
            "ansi-as-mac": "M¸nchen",
            "ansi-as-dos": "RenÚ",
            "utf-7": "M+APw-nchen",
            "control": "M\u0084nchen",
            "link": "[Bath](https://a.b)",
            "bold": "**Bath**",
            "comment": "Bath<!-- x -->",
            "base64": "TcO8bmNoZW4=",
            "hexadecimal": "0x42617468",
            "footnote": "Bath[1]",
            "note": "Bath TODO",
            "null": "(null)",
            "private-use": "\ue000ath",
            "two-signs": "Mu\u0308nchen",
            "right-to-left": "\u200fBath",
            "bullet": "• Bath",
            "accents-alone": "Êàçàíü",
            "capitals": "лБЪБОШ",
            "gbk": "M眉nchen",
            "mark": "Bath!",
            "digit": "117",
        }.items()
    ),
    *(
        _with(f"rare-{name}", column, change)
        for name, column, change in (
            ("no-decimals", "size", "53"),
            ("plus", "size", "+5.50"),
            ("endless", "size", "inf"),
            ("time", "time", "24:61"),
            ("time-of-twelve-hours", "time", "3:15 PM"),
            ("year-of-two-digits", "day", "05.03.21"),
            ("day-without-zero", "day", "2021-03-5"),
            ("century", "day", "0221-03-05"),
            ("code", "code", lambda cell: cell.replace("-", "–")),
            ("yes", "paid", "oui"),
            ("hard-space-behind", "size", lambda cell: cell + "\u00a0"),
            ("spaces-behind", "paid", lambda cell: cell + "  "),
        )
    ),
    _texts("texts-merge", "one 5\n<<<<<<< HEAD\ntwo 5"),
    _texts("texts-mail", "one 5\n> two 5"),
    _texts("texts-other-line-end", "one 5\r\ntwo 5"),
    _texts("texts-indented", "one 5\n    two 5"),
    _texts("texts-separator", "one 5\u2028two 5"),
    _texts("texts-comment", "one 5\n# two 5"),
    _texts("texts-spaces-behind", "one 5   \ntwo 5"),
    _texts("texts-number", "one 5\n17: two 5"),
    doubtful("lines-of-a-list", "".join(f"- {line}\n" for line in _TABLE.splitlines()), [["- " + row[0], *row[1:]] for row in _CELLS]),
    doubtful("lines-with-numbers", "".join(f"{n}. {line}\n" for n, line in enumerate(_TABLE.splitlines(), 1)), [[f"{n}. {row[0]}", *row[1:]] for n, row in enumerate(_CELLS, 1)]),
    doubtful("row-with-a-mark", _TABLE.replace("\n5.", "\n// 5."), [*_CELLS[:5], ["// " + _CELLS[5][0], *_CELLS[5][1:]], *_CELLS[6:]], doubted=[_LINE]),
    doubtful("row-between-single-quotes", "a,b\n" + "x,y\n" * 6 + "'x,y'\n" + "z,y\n" * 4, [["a", "b"], *[["x", "y"]] * 6, ["'x", "y'"], *[["z", "y"]] * 4], doubted=[8]),
    doubtful("lines-of-a-mail", "".join(f"> {line}\n" for line in _TABLE.splitlines()), [["> " + row[0], *row[1:]] for row in _CELLS]),
    doubtful("postcode-too-short", "zip,n\n" + "".join(f"{n}1234,{n}\n" for n in range(1, 9)) + "1234,9\n", [["zip", "n"], *([f"{n}1234", str(n)] for n in range(1, 9)), ["1234", "9"]], doubted=[10]),
    doubtful("tildes-in-pairs", '"","0"\n"","~~"\n', [["", "0"], ["", "~~"]], doubted=[2]),
    refused("script-of-a-database", "INSERT INTO t VALUES (1, 'a');\nINSERT INTO t VALUES (2, 'b');\n", "script of a database"),
    # what looks alike and is sound
    sound("entities-in-no-cell", "a,b\n1,A&B\n2,C & D\n3,AT&T\n", [["a", "b"], ["1", "A&B"], ["2", "C & D"], ["3", "AT&T"]]),
    sound("addresses-with-questions", "a,b\n1,x.php?id=3\n2,y.php?id=4\n3,z.php?id=5\n", [["a", "b"], ["1", "x.php?id=3"], ["2", "y.php?id=4"], ["3", "z.php?id=5"]]),
    sound("letters-of-many-languages", "a,b\n1,Élodie Être\n2,«Ángel» Muñoz\n3,Łódź Årø\n4,Ünal McÉwan\n".replace(" McÉwan", ""), "a|b\n1|Élodie Être\n2|«Ángel» Muñoz\n3|Łódź Årø\n4|Ünal"),
    sound("yes-and-no-in-turkish", "a,b\n1,Evet\n2,Hayır\n3,Evet\n", "a|b\n1|Evet\n2|Hayır\n3|Evet", kinds="number yes_no"),
    sound("comments-above", "# from a station\n# 2024\n" + _TABLE, _EACH, left_out=[]),
    sound("comment-below", _TABLE + "# the end\n", _EACH, left_out=[]),
    sound("heading-of-two-lines", "Report of March\nOffice Bath\n\n" + _TABLE, _EACH, left_out=[]),
    sound("texts-end-as-sentences", "a;b\n1;It rains.\n2;It is dry. It snows.\n3;It is hot.\n4;It rains. It is dry.", rows("a|b\n1|It rains.\n2|It is dry. It snows.\n3|It is hot.\n4|It rains. It is dry.")),
    sound("decimal-commas-in-json", '{"a": 1, "b": "2,5"}\n{"a": 2, "b": "3,25"}\n{"a": 3, "b": "0,5"}\n', "a|b\n1|2,5\n2|3,25\n3|0,5", kinds="number number"),
]  # fmt: skip
