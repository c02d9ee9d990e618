"""Files with every delimiter, quote and escape."""

from tests.datasets.files.case import doubtful, sound

ABC = "name|size|count\nAnn|1.5|3\nBob|2.25|4\nEve|3.5|5"


def _with(delimiter: str) -> str:
    return ABC.replace("|", delimiter) + "\n"


ADDRESSES = "E-mail\n" + "".join(
    f"{name}@example.com\n" for name in ("ann", "bob", "eve", "kim", "max", "zoe")
)
DAYS = "day\n" + "".join(f"2024/03/{day:02}\n" for day in range(1, 20, 3))

WAVES = (
    "Ort~Jahr~Wert~Höhe\nBonn~2005~NaN~1,568\nUlm~1994~-34041,68~-1,416\nUlm~2021~-26215,12~-1,58\n"
    "Köln~2007~98474,57~-0,72\n"
)
LOG = "".join(f"time={n} heat={n}.5 state=on\n" for n in range(1, 9))
CARS = "".join(f'{n}.5   {n}   31{n}.0   7{n}\t"ford torino"\n' for n in range(1, 9))
DOORS = "n,door\n" + "".join(f"{n},{'open' if n % 2 else 'closed'}\n" for n in range(1, 13)).replace(
    "4,closed", "4,open"
)
NAMES = "n,name\n" + "".join(f'{n},"Ek, Bo"\n' for n in range(1, 9))
MARKS = "id\tlink\tagent\n" + "".join(
    f"{n}\thttps://x.org/?a={n},2;3\tX/5 (a; b; c, d|e)\n" for n in range(1, 9)
)
SPOKEN = "wann\twert\tort\n" + "".join(f"{n}. März 2024\t{n}.5\tA{n}\n" for n in range(1, 9))


def _names(first: str) -> list[list[str]]:
    """The table of NAMES with another first name."""
    return [["n", "name"], ["1", first], *([str(n), "Ek, Bo"] for n in range(2, 9))]


CASES = [
    sound("comma", _with(","), ABC, dialect={"delimiter": ",", "decimal": ".", "header": True}, kinds="category number number"),
    sound("semicolon", _with(";"), ABC, dialect={"delimiter": ";"}),
    sound("tab", _with("\t"), ABC, dialect={"delimiter": "\t"}),
    sound("bar", _with("|"), ABC, dialect={"delimiter": "|"}),
    sound("caret", _with("^"), ABC, dialect={"delimiter": "^"}),
    sound("tilde", _with("~"), ABC, dialect={"delimiter": "~"}),
    sound("unit-separator", _with("\x1f"), ABC, dialect={"delimiter": "\x1f"}),
    sound("section-sign", _with("§"), ABC, dialect={"delimiter": "§"}),
    sound("broken-bar", _with("¦"), ABC, dialect={"delimiter": "¦"}),
    sound("exclamation", _with("!"), ABC, dialect={"delimiter": "!"}),
    sound("double-bar", _with("||"), ABC, dialect={"delimiter": "||"}),
    sound("double-colon", _with("::"), ABC, dialect={"delimiter": "::"}),
    sound("spaced-bar", _with(" | "), ABC, dialect={"delimiter": " | "}),
    sound("comma-and-space-quoted", '"name", "size"\n"Ann, B.", "1.5"\n"Bob", "2.5"\n', "name|size\nAnn, B.|1.5\nBob|2.5"),
    sound("comma-and-space", _with(", "), ABC, dialect={"delimiter": ", "}),
    sound("one-space", "x y z\n1 2.5 3\n4 5.5 6\n7 8.5 9\n", "x|y|z\n1|2.5|3\n4|5.5|6\n7|8.5|9"),
    sound(
        "aligned-by-spaces",
        "  x     y  z\n  1   2.5  3\n 44   5.5  6\n  7  18.5  9\n",
        "x|y|z\n1|2.5|3\n44|5.5|6\n7|18.5|9",
        dialect={"delimiter": "\\s+"},
    ),
    sound("one-column-of-numbers", "x\n1.5\n2.5\n3.5\n", "x\n1.5\n2.5\n3.5", kinds="number", dialect={"delimiter": ""}),
    sound("one-column-of-words", "city\nBerlin\nNew York\nParis\nSan Juan\n", "city\nBerlin\nNew York\nParis\nSan Juan"),
    sound("one-column-with-decimal-commas", "price\n1,5\n22,75\n3,1\n", "price\n1,5\n22,75\n3,1", dialect={"decimal": ","}),
    doubtful("decimal-comma-or-two-columns", "1,5\n2,5\n3,7\n4,1\n", "1|5\n2|5\n3|7\n4|1"),
    sound("semicolon-with-decimal-commas", "a;b\n1,5;2,5\n3,5;4,25\n", "a|b\n1,5|2,5\n3,5|4,25", kinds="number number", dialect={"delimiter": ";", "decimal": ","}),
    sound("tab-with-decimal-commas", "a\tb\n1,5\t2,5\n3,5\t4,25\n", "a|b\n1,5|2,5\n3,5|4,25", dialect={"delimiter": "\t", "decimal": ","}),
    sound("semicolon-without-header", "1,5;2,5\n3,5;4,25\n0,5;0,25\n", "1,5|2,5\n3,5|4,25\n0,5|0,25", dialect={"delimiter": ";", "header": False}),
    sound("commas-in-words", "id;text\n1;red, round\n2;blue, flat\n3;red, flat\n", "id|text\n1|red, round\n2|blue, flat\n3|red, flat", dialect={"delimiter": ";"}),
    sound("semicolons-in-quotes", 'id,text\n1,"a; b"\n2,"c; d"\n3,"e; f"\n', "id|text\n1|a; b\n2|c; d\n3|e; f", dialect={"delimiter": ","}),
    sound("times-and-dates", "when,value\n2024-03-01 12:30:00,5\n2024-03-02 12:30:00,6\n2024-03-03 12:31:00,7\n", "when|value\n2024-03-01 12:30:00|5\n2024-03-02 12:30:00|6\n2024-03-03 12:31:00|7", kinds="date number"),
    sound("dates-in-one-column", "day\n2024-03-01\n2024-03-02\n2024-03-03\n", "day\n2024-03-01\n2024-03-02\n2024-03-03", kinds="date"),
    # quotes
    sound("quotes-everywhere", '"a","b"\n"1","x, y"\n"2","z"\n', "a|b\n1|x, y\n2|z", dialect={"quote": '"'}),
    sound("quotes-doubled", 'a,b\n1,"say ""yes"" now"\n2,"no ""x"" y"\n3,z\n', [["a", "b"], ["1", 'say "yes" now'], ["2", 'no "x" y'], ["3", "z"]]),
    sound("apostrophes", "'a','b'\n'1','x, y'\n'2','z'\n", "a|b\n1|x, y\n2|z", dialect={"quote": "'"}),
    sound("apostrophes-within-words", "name,n\nO'Neil,1\nD'Arcy,2\nSmith,3\n", "name|n\nO'Neil|1\nD'Arcy|2\nSmith|3", dialect={"quote": '"'}),
    sound("backticks", "`a`,`b`\n`1`,`x, y`\n`2`,`z`\n", "a|b\n1|x, y\n2|z", dialect={"quote": "`"}),
    sound("line-ends-in-quotes", 'a,b\n1,"x\ny"\n2,"z\n\nw"\n3,u\n', [["a", "b"], ["1", "x\ny"], ["2", "z\n\nw"], ["3", "u"]]),
    sound("empty-in-quotes", 'a,b,c\n"","1","x"\n"","2","y"\n"w","3","z"\n', "a|b|c\n|1|x\n|2|y\nw|3|z"),
    sound("inches", "id\twidth\n" + "".join(f'{n}\t{n}" pipe\n' for n in range(1, 9)), [["id", "width"], *([str(n), f'{n}" pipe'] for n in range(1, 9))]),
    sound("backslash-escapes", 'a,b\n1,"say \\"yes\\" now"\n2,"no, \\"x\\""\n3,z\n', [["a", "b"], ["1", 'say "yes" now'], ["2", 'no, "x"'], ["3", "z"]]),
    sound("backslash-before-delimiter", "a,b\n1,x\\, y\n2,z\\, w\n3,u\n", "a|b\n1|x, y\n2|z, w\n3|u"),
    sound("paths", "id,path\n1,C:\\data\\x\n2,C:\\temp\\y\n", "id|path\n1|C:\\data\\x\n2|C:\\temp\\y"),
    doubtful("quote-not-closed", 'a,b\n1,"x\n2,y\n3,z\n', "a|b\n2|y\n3|z", left_out=[2]),
    doubtful("quote-not-opened", 'a,b\n"1","x"\n"2",y"\n"3","z"\n', "a|b\n1|x\n2|y\"\n3|z", doubted=[3]),
    doubtful("quote-within-quotes", 'a,b\n"1","x"\n"2","y"y"\n"3","z"\n', "a|b\n1|x\n3|z", left_out=[3]),
    doubtful("space-after-quote", 'a,b\n"1","x"\n"2" ,"y"\n"3","z"\n', "a|b\n1|x\n3|z", left_out=[3]),
    doubtful("stray-quotes-swallow-rows", 'a,b,c\n1,"x,y\n2,z,w\n3,z,w\n4,u",v\n5,s,t\n', [["a", "b", "c"], ["1", "x,y\n2,z,w\n3,z,w\n4,u", "v"], ["5", "s", "t"]], doubted=[2, 3, 4, 5]),
    doubtful("other-quotes-in-one-row", "a,b\n1,x\n2,'y'\n3,z\n4,w\n", "a|b\n1|x\n2|'y'\n3|z\n4|w", doubted=[3]),
    doubtful("row-in-quotes", 'a,b\n1,x\n"2,y"\n3,z\n', "a|b\n1|x\n3|z", doubted=[3]),
    doubtful("other-delimiter-in-one-row", "a,b,c\n1,2,3\n4;5;6\n7,8,9\n", "a|b|c\n1|2|3\n7|8|9", left_out=[3]),
    sound("one-column-of-addresses", ADDRESSES, [[line] for line in ADDRESSES.split()]),
    sound("one-column-of-dates", DAYS, [[line] for line in DAYS.split()], kinds=["date"]),
    doubtful("prose", "It was dark, and so on.\nNobody, of course, knew; nor did I.\nThen came the end.\n", [["It was dark, and so on."], ["Nobody, of course, knew; nor did I."], ["Then came the end."]]),
    doubtful("names-and-values", LOG, [line.split("=") for line in LOG.splitlines()]),
    doubtful("spaces-and-one-tab", CARS, [line.replace("\t", " ").replace('"', "").split(maxsplit=4) for line in CARS.splitlines()]),
    sound("waves-and-decimal-commas", WAVES, [line.split("~") for line in WAVES.splitlines()], dialect={"delimiter": "~", "decimal": ","}),
    doubtful("one-backslash-before-a-quote", 'a,b\n1,"x"\n2,"y\\"z"\n3,"w"\n4,"u"\n', [["a", "b"], ["1", "x"], ["2", 'y"z'], ["3", "w"], ["4", "u"]], doubted=[3]),
    doubtful("other-delimiter-behind-a-row", DOORS.replace("4,open", "4,open;"), DOORS.replace("4,open", "4,open;").strip().replace(",", "|"), doubted=[5]),
    doubtful("backslash-behind-a-row", DOORS.replace("4,open", "4,open\\"), DOORS.replace("4,open", "4,open\\").strip().replace(",", "|"), doubted=[5]),
    doubtful("tab-within-a-word", DOORS.replace("4,open", "4,op\ten"), [line.split(",") for line in DOORS.replace("4,open", "4,op\ten").splitlines()], doubted=[5]),
    doubtful("comma-without-a-space-in-quotes", NAMES.replace("Ek, Bo", "Ek,Bo", 1), _names("Ek,Bo"), doubted=[2]),
    sound("names-in-quotes", NAMES, _names("Ek, Bo")),
    doubtful("comma-of-full-width", NAMES.replace("Ek, Bo", "Ek，Bo", 1).replace("Ek, Bo", "Ek,Bo"), [[cell.replace(", ", ",") for cell in row] for row in _names("Ek，Bo")], doubted=[2]),
    doubtful("printed-quotes-around-greek", "a,b\n1,Πάτρα\n2,“Βόλος“\n3,Ρόδος\n4,Πάτρα\n", "a|b\n1|Πάτρα\n2|“Βόλος“\n3|Ρόδος\n4|Πάτρα", doubted=[3]),
    sound("texts-with-marks-between-tabs", MARKS, [line.split("\t") for line in MARKS.splitlines()], dialect={"delimiter": "\t"}),
    sound("days-with-words-between-tabs", SPOKEN, [line.split("\t") for line in SPOKEN.splitlines()], dialect={"delimiter": "\t"}),
    doubtful("comma-behind-a-word", "a b\n1 x\n2 y\n3 x,\n4 y\n5 x\n", "a|b\n1|x\n2|y\n3|x,\n4|y\n5|x", doubted=[4]),
    doubtful("each-line-in-quotes", '"a,b,c"\n"1,x,2.5"\n"2,y,3.5"\n"3,x,4.5"\n', [["a,b,c"], ["1,x,2.5"], ["2,y,3.5"], ["3,x,4.5"]]),
    sound("one-column-of-names-in-quotes", '"name"\n"Ek, Bo"\n"Li, Cy"\n"Ray, Di"\n', [["name"], ["Ek, Bo"], ["Li, Cy"], ["Ray, Di"]]),
    doubtful("tab-in-quotes-between-tabs", 'a\tb\n1\t"x"\n2\t"y\tz"\n3\t"x"\n4\t"y"\n', [["a", "b"], ["1", "x"], ["2", "y\tz"], ["3", "x"], ["4", "y"]], doubted=[3]),
    sound("missing-words-of-mysql", "a\tb\n1\tx\n2\t\\N\n3\ty\n4\tx y\n", "a|b\n1|x\n2|\\N\n3|y\n4|x y"),
]  # fmt: skip
