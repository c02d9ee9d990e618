"""Files whose lines end in every way, are ragged, cut off, or hold more than a table."""

from tests.datasets.files.case import doubtful, refused, sound

AB = "a|b\n1|x\n2|y\n3|z"
TEN = "id,size,colour\n" + "".join(f"{n},{n}.5,{'red' if n % 2 else 'blue'}\n" for n in range(1, 11))
NUMBERS = "count,size,number\n" + "".join(f"{n},{n}.25,{100 + n}\n" for n in range(1, 11))
WORDS = (
    "kind,colour,state\n"
    "ant,red,dry\nbee,red,wet\nfly,blue,wet\nant,blue,dry\nfly,red,wet\nbee,red,dry\nant,red,wet\n"
)
TEAMS = (
    "home,guest,goals\n"
    "red,blue,2\nblue,red,1\nred,green,3\nblue,green,\nred,blue,2\ngreen,blue,1\ngrey,red,\n"
)
SWAPPED = "day,name,size\n" + "".join(f"2024-01-{n:02},{name},{n}.5\n" for n, name in enumerate("abcd", 11))
SWAPPED += "".join(f"{name},2024-01-{n:02},{n}.5\n" for n, name in enumerate("efgh", 15))
DAYS_SWAPPED = "day,size\n" + "".join(f"2024-01-{n},{n}.5\n" for n in range(11, 15))
DAYS_SWAPPED += "".join(f"{n}.5,2024-01-{n}\n" for n in range(15, 19))
GAPS = "n,a,b,c\n" + "".join(f"r{n},,{n}.5,\nq{n},1,,\n" for n in range(1, 12)).replace(
    "q2,1,,", "q2 , 1 , , "
)
ORDERED = "year,text,day\n" + "".join(f"{n},to be read,2024-01-{n - 1990}\n" for n in range(2001, 2013))
ORDERED += "day,text,year\n" + "".join(f"2024-02-{n - 1990},to be read,{n}\n" for n in range(2001, 2013))
WRAPPED = '"id","paid"\n' + "".join(f'"{n}","t\nrue"\n' for n in range(1, 8))
TEN_CELLS = TEN.strip().replace(",", "|")

CASES = [
    sound("ends-lf", "a,b\n1,x\n2,y\n3,z\n", AB),
    sound("ends-crlf", "a,b\r\n1,x\r\n2,y\r\n3,z\r\n", AB),
    sound("ends-cr", "a,b\r1,x\r2,y\r3,z\r", AB),
    sound("ends-cr-cr-lf", "a,b\r\r\n1,x\r\r\n2,y\r\r\n3,z\r\r\n", AB),
    sound("ends-mixed", "a,b\r\n1,x\n2,y\r\n3,z\n", AB),
    sound("no-end", "a,b\n1,x\n2,y\n3,x", "a|b\n1|x\n2|y\n3|x"),
    sound("no-end-but-a-quote", 'a,b\n1,"x"\n2,"y"\n3,"z"', AB),
    sound("ends-twice", "a,b\n1,x\n2,y\n3,z\n\n", AB),
    sound("begins-with-empty-lines", "\n\na,b\n1,x\n2,y\n3,z\n", AB),
    sound("line-separators-in-cells", "a,b\n1,x\u2028y\n2,x\x85y\n3,z\n", [["a", "b"], ["1", "x\u2028y"], ["2", "x\x85y"], ["3", "z"]]),
    sound("crlf-in-quotes", 'a,b\r\n1,"x\r\ny"\r\n2,"z\r\nw"\r\n3,u\r\n', [["a", "b"], ["1", "x\r\ny"], ["2", "z\r\nw"], ["3", "u"]]),
    sound("lf-in-quotes-of-crlf", 'a,b\r\n1,"x\ny"\r\n2,"z\nw"\r\n3,u\r\n', [["a", "b"], ["1", "x\ny"], ["2", "z\nw"], ["3", "u"]]),
    doubtful("return-in-a-row", TEN.replace("4,4.5", "4,4\r.5"), [row.replace("4|4.5", "4|4\r.5").split("|") for row in TEN_CELLS.split("\n")], doubted=[5]),
    sound("no-end-but-a-whole-date", "a,b\n1,2024-03-01\n2,2024-03-02\n3,2024-03-03\n4,2024-03-04", "a|b\n1|2024-03-01\n2|2024-03-02\n3|2024-03-03\n4|2024-03-04"),
    sound("no-end-but-as-many-decimals", "a,b\n1,912.25\n2,13.75\n3,11.15\n4,1.10", "a|b\n1|912.25\n2|13.75\n3|11.15\n4|1.10"),
    doubtful("cut-off-in-a-date", "a,b\n1,2024-03-11\n2,2024-03-12\n3,2024-03-13\n4,2024-03-1", "a|b\n1|2024-03-11\n2|2024-03-12\n3|2024-03-13\n4|2024-03-1", doubted=[5]),
    doubtful("cut-off-in-a-word", "a,b\n1,green\n2,green\n3,blue\n4,gre", "a|b\n1|green\n2|green\n3|blue\n4|gre", doubted=[5]),
    doubtful("cut-off-in-a-number", "a,b\n1,12.25\n2,13.75\n3,1", "a|b\n1|12.25\n2|13.75\n3|1", doubted=[4]),
    doubtful("cut-off-in-decimals", "a,b\n1,9.25\n2,3.75\n3,11.1", "a|b\n1|9.25\n2|3.75\n3|11.1", doubted=[4]),
    doubtful("cut-off-in-a-row", "a,b,c\n1,2,3\n4,5,6\n7,8", "a|b|c\n1|2|3\n4|5|6", doubted=[4], left_out=[4]),
    doubtful("cut-off-in-quotes", 'a,b\n1,"x, y"\n2,"y, z"\n3,"z', "a|b\n1|x, y\n2|y, z", left_out=[4]),
    doubtful("empty-line-between", "a,b\n1,x\n\n2,y\n3,z\n", AB, doubted=[3]),
    doubtful("empty-line-in-one-column", "a\n1\n\n2\n3\n", [["a"], ["1"], [""], ["2"], ["3"]], doubted=[3]),
    # ragged
    doubtful("one-field-more", TEN.replace("4,4.5,blue", "4,4.5,blue,x"), [row.split("|") for row in TEN_CELLS.split("\n") if not row.startswith("4|")], left_out=[5]),
    doubtful("one-field-less", TEN.replace("4,4.5,blue", "4,4.5"), [row.split("|") for row in TEN_CELLS.split("\n") if not row.startswith("4|")], left_out=[5]),
    doubtful("two-rows-in-one-line", TEN.replace("red\n4,", "red4,"), [row.split("|") for row in TEN_CELLS.split("\n") if row[0] not in "34"], left_out=[4]),
    doubtful("row-in-two-lines", TEN.replace("4,4.5,", "4,4.5\n,"), [row.split("|") for row in TEN_CELLS.split("\n") if row[0] != "4"], left_out=[5, 6]),
    doubtful("word-in-two-lines", "a,b\n1,red\n2,bl\nue\n3,red\n4,blue\n", "a|b\n1|red\n2|bl\n3|red\n4|blue", left_out=[4], doubted=[3]),
    doubtful("header-too-short", "a,b\n1,2,3\n4,5,6\n7,8,9\n", "1|2|3\n4|5|6\n7|8|9", doubted=[1]),
    doubtful("header-too-long", "a,b,c,d\n1,2,3\n4,5,6\n7,8,9\n", "1|2|3\n4|5|6\n7|8|9", doubted=[1]),
    doubtful("delimiter-at-the-end-of-rows", "a,b\n1,2,\n4,5,\n7,8,\n", "1|2|\n4|5|\n7|8|", doubted=[1]),
    # before and after
    doubtful("title", "Results 2024\n" + TEN, TEN_CELLS, left_out=[1]),
    sound("title-and-empty-line", "Results 2024\n\n" + TEN, TEN_CELLS, left_out=[]),
    doubtful("comments", "# made by hand\n# units: m, kg\n" + TEN, TEN_CELLS, left_out=[1, 2]),
    doubtful("comment-in-the-middle", TEN.replace("5,5.5", "# five\n5,5.5"), TEN_CELLS, left_out=[6]),
    doubtful("keys-before", "Station: 7\nOperator: Smith, J.\n\n" + TEN, TEN_CELLS, left_out=[1, 2]),
    doubtful("title-filled-up", "Results,,\n,,\n" + TEN, TEN_CELLS, left_out=[1, 2]),
    doubtful("note-below", TEN + "Source: own\n", TEN_CELLS, left_out=[12]),
    doubtful("note-below-a-gap", TEN + "\nSource: own, 2024\n", TEN_CELLS, left_out=[13]),
    doubtful("total-below", TEN + "Total,60.5,\n", TEN_CELLS + "\nTotal|60.5|", doubted=[12]),
    doubtful("total-of-another-language", WORDS + "合计,blue,wet\n", WORDS.strip().replace(",", "|") + "\n合计|blue|wet", doubted=[9]),
    doubtful("total-without-a-word", "size,colour,count\n1.5,red,2\n2.5,blue,3\n4,red,5\n5,red,7\n13,,17\n", "size|colour|count\n1.5|red|2\n2.5|blue|3\n4|red|5\n5|red|7\n13||17", doubted=[6]),
    doubtful("subtotals", WORDS.replace("ant,blue", "Subtotal,,wet\nant,blue"), WORDS.strip().replace("ant,blue", "Subtotal,,wet\nant,blue").replace(",", "|"), doubted=[5]),
    doubtful("shifted-to-the-right", TEN.replace("4,4.5,blue", ",4,4.5"), TEN_CELLS.replace("4|4.5|blue", "|4|4.5"), doubted=[5]),
    doubtful("shifted-to-the-left", TEN.replace("4,4.5,blue", "4.5,blue,"), TEN_CELLS.replace("4|4.5|blue", "4.5|blue|"), doubted=[5]),
    doubtful("numbers-shifted", NUMBERS.replace("4,4.25,104", ",4,4.25"), NUMBERS.strip().replace("4,4.25,104", ",4,4.25").replace(",", "|"), doubted=[5]),
    doubtful("words-shifted", WORDS.replace("bee,red,wet", "red,wet,"), WORDS.strip().replace("bee,red,wet", "red,wet,").replace(",", "|"), doubted=[3]),
    sound("teams-with-a-gap", TEAMS, TEAMS.strip().replace(",", "|")),
    sound("numbers-with-a-gap", NUMBERS.replace("4,4.25,104", ",4.25,104"), NUMBERS.strip().replace("4,4.25,104", ",4.25,104").replace(",", "|")),
    doubtful("row-taken-out", WORDS.replace("bee,red,dry", "#bee,red,dry"), WORDS.strip().replace("bee,red,dry", "#bee,red,dry").replace(",", "|"), doubted=[7]),
    doubtful("row-numbered-twice", TEN.replace("6,6.5,blue", "6,6.5,blue\n6,7.5,blue"), TEN_CELLS.replace("6|6.5|blue", "6|6.5|blue\n6|7.5|blue"), doubted=[8]),
    doubtful("columns-swapped-midway", SWAPPED, SWAPPED.strip().replace(",", "|"), doubted=[6]),
    doubtful("dates-and-numbers-swapped", DAYS_SWAPPED, DAYS_SWAPPED.strip().replace(",", "|"), doubted=[6]),
    doubtful("lines-wrapped-within-quotes", WRAPPED, [["id", "paid"], *([str(n), "t\nrue"] for n in range(1, 8))], doubted=[2, 4]),
    doubtful("two-tables", TEN + "\nname,age\nAnn,3\nBob,4\n", TEN_CELLS, left_out=[13, 14, 15]),
    doubtful("two-tables-of-one-width", TEN + "\nname,age,town\nAnn,3,Rome\nBob,4,Oslo\n", TEN_CELLS, left_out=[13, 14, 15]),
    doubtful("two-tables-without-a-gap", TEN + "name,age,town,land\nAnn,3,Rome,IT\nBob,4,Oslo,NO\nEve,5,Bern,CH\n", TEN_CELLS, left_out=[12, 13, 14, 15]),
    doubtful("small-table-first", "a,b\n1,2\n3,4\n5,6\n\n" + TEN, TEN_CELLS),
    doubtful("three-columns-first", "a,b,c\n1,2,3\n4,5,6\n7,8,9\n\n" + TEN.replace(",red", ",red,x").replace(",blue", ",blue,x").replace("colour", "colour,y"), "a|b|c\n1|2|3\n4|5|6\n7|8|9"),
    doubtful("header-again", TEN.replace("6,6.5", "id,size,colour\n6,6.5"), TEN_CELLS.replace("6|6.5", "id|size|colour\n6|6.5"), doubted=[7]),
    doubtful("units-below-the-names", TEN.replace("colour\n", "colour\n,cm,\n"), TEN_CELLS.replace("colour\n", "colour\n|cm|\n"), doubted=[2]),
    doubtful("rows-of-empty-cells-below", TEN + ",,\n,,\n", TEN_CELLS + "\n||\n||", doubted=[12, 13]),
    doubtful("note-below-filled-up", TEN.replace("id,", "name,").replace("\n", "\nx", 10).rstrip("x") + "1) estimated,,\n", TEN_CELLS.replace("id|", "name|").replace("\n", "\nx") + "\n1) estimated||", doubted=[12]),
    doubtful("headings-of-parts", "name,age,town\nGroup A,,\nAnn,3,Rome\nBob,4,Oslo\nEve,5,Bern\nGroup B,,\nCem,3,Rome\nDan,4,Oslo\n", "name|age|town\nGroup A||\nAnn|3|Rome\nBob|4|Oslo\nEve|5|Bern\nGroup B||\nCem|3|Rome\nDan|4|Oslo", doubted=[2, 6]),
    sound("a-place-without-data", "name,size,count\nAnn,1.5,3\nBob,,\nEve,2.5,4\nDan,3.5,1\n", "name|size|count\nAnn|1.5|3\nBob||\nEve|2.5|4\nDan|3.5|1"),
    doubtful("two-tables-side-by-side", "a,b,,c,d\n1,x,,5,u\n2,y,,6,v\n3,x,,,\n", "a|b||c|d\n1|x||5|u\n2|y||6|v\n3|x|||", doubted=[2]),
    doubtful("another-order-of-columns-midway", ORDERED, ORDERED.strip().replace(",", "|"), doubted=[14]),
    sound("no-end-but-a-whole-time", "a,b\n1,12:30\n2,13:45\n3,08:15\n4,\n5,09:05", "a|b\n1|12:30\n2|13:45\n3|08:15\n4|\n5|09:05"),
    sound("no-end-but-a-minus-behind", "a;b\n1;9.112,25-\n2;3,75\n3;411,15\n4;11,10-", "a|b\n1|9.112,25-\n2|3,75\n3|411,15\n4|11,10-"),
    doubtful("no-end-and-perhaps-a-minus-lost", "a;b\n1;9.112,25-\n2;3,75-\n3;411,15-\n4;11,10", "a|b\n1|9.112,25-\n2|3,75-\n3|411,15-\n4|11,10", doubted=[5]),
    sound("lines-of-a-letter", 'a,b\n1,"Steps:\n1. open\n2. save"\n2,x\n3,y\n4,z\n', [["a", "b"], ["1", "Steps:\n1. open\n2. save"], ["2", "x"], ["3", "y"], ["4", "z"]]),
    # few rows
    doubtful("one-row", "a,b,c\n", "a|b|c", doubted=[1]),
    sound("names-and-one-row", "name,size\nAnn,1.5\n", "name|size\nAnn|1.5"),
    doubtful("one-word", "hello\n", "hello"),
    refused("empty", "", "empty"),
    refused("empty-lines", "\n\n \n\t\n", "empty"),
    refused("zeros", b"\x00" * 100, "empty"),
    doubtful("column-a-row-too-high", "n,size,kind\n1,2.5,x\n2,3.5,y\n3,4.5,x\n4,5.5,y\n5,6.5,x\n6,,y\n", "n|size|kind\n1|2.5|x\n2|3.5|y\n3|4.5|x\n4|5.5|y\n5|6.5|x\n6||y", doubted=[7]),
    doubtful("spaces-in-a-row-of-gaps", GAPS, [line.split(",") for line in GAPS.splitlines()], doubted=[5]),
]  # fmt: skip
