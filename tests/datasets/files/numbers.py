"""Files with numbers, dates and words written in every way."""

from tests.datasets.files.case import Case, doubtful, sound


def _column(
    name: str, cells: str, kind: str, status: str = "read", missing: int = 0, **expected: object
) -> Case:
    """A file with the column that matters behind one of letters, its cells divided by bars."""
    values = cells.split("|")
    table = [["name", "x"], *([chr(97 + row % 3), value] for row, value in enumerate(values))]
    text = "".join("\t".join(row) + "\n" for row in table)
    make = sound if status == "read" else doubtful
    return make(name, text, table, kinds=["category", kind], missing=[0, missing], **expected)


SPACE = "a,b\n" + "".join(f"{n}.5,{n if n != 2 else ' '}\n" for n in range(1, 13))

GENES = "gene,x\nTP53,1.5\n2-Sep,2.5\nMYC,3.5\nACTB,1.5\nEGFR,2.5\nKRAS,3.5\nMYC,1.5\n1-Mar,2.5\nTP53,3.5\nMYC,4.5\nACTB,1.5\n"
UNITS = "a,b\nx,93.3\ny,4.2 cm\nx,62.8\ny,72.5 cm\nx,53.5\ny,11.7\nx,60.8 cm\ny,20.2\n"
SWITCHED = "town,n\n" + "Bonn,1\nUlm,2\nBern,3\n" * 3 + "7,4\nUlm,5\nOslo,6\n" + "12,7\n31,8\n25,9\n" * 4
CASES = [
    _column("numbers-point", "1.5|22.75|3|-0.25|+4", "number", dialect={"decimal": "."}),
    _column("numbers-comma", "1,5|22,75|3|-0,25|+4", "number", dialect={"decimal": ","}),
    _column("thousands-points-decimal-comma", "1.234,56|22,75|1.000.000,5|3,1", "number", dialect={"decimal": ","}),
    _column("thousands-commas-decimal-point", "1,234.56|22.75|1,000,000.5|3.1", "number", dialect={"decimal": "."}),
    _column("thousands-spaces", "1 234,5|22,75|1 000 000,5|3,1", "number", dialect={"decimal": ","}),
    _column("thousands-apostrophes", "1'234.5|22.75|1'000'000.5|3.1", "number", dialect={"decimal": "."}),
    _column("thousands-narrow-spaces", "1\u202f234,5|22,75|1\u00a0000,5|3,1", "number", "doubtful"),
    _column("millions-with-commas", "1,234,567|2,345,678|950", "number"),
    _column("whole-or-decimal", "1,234|2,345|3,456", "number", "doubtful", doubted=[2]),
    _column("point-and-three-digits", "1.234|2.345|3.456", "number", "doubtful", doubted=[2]),
    _column("point-after-zero", "0.234|0.345|1.456", "number", dialect={"decimal": "."}),
    _column("comma-after-zero", "0,234|0,345|1,456", "number", dialect={"decimal": ","}),
    _column("one-cell-with-the-other-sign", "1.5|2.5|3,5|4.5|5.25|6.5", "number", "doubtful", doubted=[4]),
    _column("one-cell-with-signs-swapped", "1,234.5|2,345.5|3.456,5|4,567.5", "number", "doubtful", doubted=[4]),
    _column("one-point-among-whole-numbers", "1500|2000|1.234|3000|2500|1800|900", "number", "doubtful", doubted=[4]),
    _column("one-grouped-among-decimals", "999.5|12.25|1,234|3.5|7.25", "number", "doubtful", doubted=[4]),
    _column("exponents", "1e5|2.5E-3|-1e+10|7", "number"),
    _column("infinite", "1.5|inf|-Infinity|2.5", "number"),
    _column("percent", "12 %|7.5 %|100 %", "number"),
    _column("percent-without-space", "12%|7%|100%", "number"),
    _column("one-percent", "12|7|5%|9", "number", "doubtful", doubted=[4]),
    _column("dollars", "$5|$7.50|-$3", "number"),
    _column("euros", "5 €|7,50 €|3 €", "number", dialect={"decimal": ","}),
    _column("two-currencies", "$5|$7|€3|$4|$9|$1", "number", "doubtful", doubted=[4]),
    _column("minus-signs", "\u22125|7|\u22123.5", "number"),
    _column("leading-zeros", "01234|00501|98101", "identifier"),
    _column("leading-zeros-of-months", "01|02|12|11", "identifier"),
    _column("one-leading-zero", "|".join([*(str(n) for n in range(1, 40)), "05"]), "number", "doubtful", doubted=[41]),
    _column("long-numbers", "12345678901234567890|12345678901234567891|12345678901234567893", "identifier"),
    _column("telephone", "0301234567|0407654321|0891122334", "identifier"),
    _column("hexadecimal", "1e5f|2a4b|33cc|9f00", "category"),
    _column("versions", "1.2.3|1.10.0|2.0.1", "category"),
    _column("underscores", "1_000|2_000|3_000", "category"),
    _column("other-digits", "١٢|٣٤|٥٦", "category"),
    _column("accounting", "5|(3)|7|8|9|4|6|2|1|5", "number", "doubtful", doubted=[3]),
    _column("two-points", "1.5|2..5|3.5|4.5|7.5|9.25", "number", "doubtful", doubted=[3]),
    _column("word-among-numbers", "1|2|three|4|5|6|7", "number", "doubtful", doubted=[4]),
    _column("numbers-and-codes", "A12|12|B7|9|C3|x", "category"),
    # missing
    _column("missing-empty", "1|2||4", "number", missing=1),
    _column("missing-na", "1|2|NA|4", "number", missing=1),
    _column("missing-n-a", "1|n/a|N/A|4", "number", missing=2),
    _column("missing-question", "1|?|3|4", "number", missing=1),
    _column("missing-dash", "1|-|3|-4", "number", missing=1),
    _column("missing-nan", "1.5|nan|NaN|null|None|#N/A", "number", missing=5),
    _column("missing-in-dates", "2024-03-01||2024-03-05|NA", "date", missing=2),
    _column("missing-words-are-words", "yes please|NA|?|-|no thanks|NA|?", "category", missing=0),
    _column("country-na", "DE|NA|FR|NA|DE|FR", "category", missing=0),
    _column("thousands-sign-once", "1.055|" + "|".join(["932"] * 20 + ["978.4", "1040", "1047"]), "number", "doubtful", doubted=[2]),
    # dates
    _column("dates-iso", "2024-03-01|2024-12-31|2023-01-15", "date"),
    _column("dates-iso-times", "2024-03-01T12:30:00Z|2024-12-31T00:00:00Z", "date"),
    _column("dates-slashes-year-first", "2024/03/01|2024/12/31", "date"),
    _column("dates-points", "1.3.2024|31.12.2024|15.1.2023", "date"),
    _column("dates-day-first", "13/2/2024|1/2/2024|25/12/2024", "date"),
    _column("dates-month-first", "2/13/2024|1/2/2024|12/25/2024", "date"),
    _column("dates-either", "1/2/2024|3/4/2024|5/6/2024", "date", "doubtful", doubted=[2]),
    _column("dates-one-other", "13/2/2024|1/2/2024|25/12/2024|3/25/2024|14/2/2024|15/2/2024", "date", "doubtful", doubted=[5]),
    _column("dates-with-words", "1 March 2024|15 Dec 2023|3 Jan 2022", "date"),
    _column("dates-that-are-none", "2024-02-30|2024-02-28|2024-02-29|2024-03-01|2024-03-02|2024-03-03", "date", "doubtful", doubted=[2]),
    _column("times", "12:30|13:45|08:15", "category"),
    # words
    _column("yes-no", "yes|no|no|yes", "yes_no"),
    _column("yes-no-large", "Yes|No|NO|yes", "yes_no"),
    _column("true-false", "TRUE|FALSE|TRUE", "yes_no"),
    _column("ja-nein", "ja|nein|ja", "yes_no"),
    _column("zero-and-one", "0|1|1|0", "number"),
    _column("classes", "red|green|red|blue", "category"),
    _column("spaces-around", " red|red |green|  red", "category"),
    _column("spaces-around-numbers", " 1.5| 2.5|13.5|  4", "number"),
    _column("sentences", "|".join(f"this is sentence number {n} of a longer text, in words" for n in range(8)), "text"),
    _column("names-of-things", "|".join(f"thing-{n:x}{n * 7:x}" for n in range(30)), "identifier"),
    _column("larger-than-any-number", "1.5|2.5|1e400|4.5", "number", "doubtful", doubted=[4]),
    _column("all-missing", "NA|NA|NA", "text", missing=3),
    # whole tables
    sound("thousands-in-one-and-in-two-groups", 'a,b\n1.5,"602,662"\n2.5,"46,000,123"\n3.5,"1,204,555"\n4.5,"7,002,111"\n', "a|b\n1.5|602,662\n2.5|46,000,123\n3.5|1,204,555\n4.5|7,002,111", kinds="number number"),
    doubtful("errors-of-a-spreadsheet", "a,b\n1,#REF!\n2,5.5\n3,#DIV/0!\n4,Err:502\n5,####\n", "a|b\n1|#REF!\n2|5.5\n3|#DIV/0!\n4|Err:502\n5|####", doubted=[2, 4, 5, 6]),
    doubtful("digits-of-full-width", "a,b\n1,2.5\n2,３.５\n3,\u200b4\n4,red\n", "a|b\n1|2.5\n2|３.５\n3|\u200b4\n4|red", doubted=[3, 4]),
    doubtful("rounded-by-a-spreadsheet", "a,b\n5554373241258,x\n8437625624706,y\n5.42149E+12,z\n9282200462215,x\n", "a|b\n5554373241258|x\n8437625624706|y\n5.42149E+12|z\n9282200462215|x", doubted=[4]),
    doubtful("zeros-lost-before-codes", "a,b\n00711,x\n00712,y\n713,z\n00714,x\n", "a|b\n00711|x\n00712|y\n713|z\n00714|x", doubted=[4]),
    sound("cells-of-one-space", SPACE, [line.split(",") for line in SPACE.splitlines()], kinds="number number"),
    sound("rising-numbers", "id,x\n1,5\n2,3\n3,9\n4,1\n5,2\n", "id|x\n1|5\n2|3\n3|9\n4|1\n5|2", kinds="identifier number"),
    sound("years", "year,x\n2001,5\n2002,3\n2003,9\n2004,1\n2005,2\n", "year|x\n2001|5\n2002|3\n2003|9\n2004|1\n2005|2", kinds="number number"),
    doubtful("columns-of-two-decimal-signs", 'a,b\n1.5,"2,5"\n2.5,"3,5"\n3.5,"4,25"\n', "a|b\n1.5|2,5\n2.5|3,5\n3.5|4,25", kinds="number number", doubted=[2]),
    sound("thousands-beside-decimals", 'a,b\n1.5,"1,234"\n2.5,"2,345"\n3.5,"3,456"\n', "a|b\n1.5|1,234\n2.5|2,345\n3.5|3,456", kinds="number number"),
    sound("comma-file-with-three-decimals", "a,b\n1.234,x\n2.345,y\n3.456,z\n", "a|b\n1.234|x\n2.345|y\n3.456|z", kinds="number category"),
    doubtful("names-made-days-by-a-spreadsheet", GENES, GENES.strip().replace(",", "|"), doubted=[3, 9]),
    sound("names-of-genes", GENES.replace("2-Sep", "SEPT2").replace("1-Mar", "MARCH1"), GENES.replace("2-Sep", "SEPT2").replace("1-Mar", "MARCH1").strip().replace(",", "|")),
    doubtful("sizes-made-days-by-a-spreadsheet", "size,n\n1/2,5\n10-12,6\n5-9,7\n12-Oct,8\n3/4,9\n1/2,1\n5-9,2\n", "size|n\n1/2|5\n10-12|6\n5-9|7\n12-Oct|8\n3/4|9\n1/2|1\n5-9|2", doubted=[5]),
    doubtful("codes-shown-short-by-a-spreadsheet", "code,price\n5.55E+12,1.5\n8.44E+12,2.5\n5.42E+12,3.5\n", "code|price\n5.55E+12|1.5\n8.44E+12|2.5\n5.42E+12|3.5", doubted=[2, 3, 4]),
    sound("large-numbers-with-exponents", "mass,n\n5.55E+24,1\n8.44E+22,2\n5.42E+23,3\n", "mass|n\n5.55E+24|1\n8.44E+22|2\n5.42E+23|3"),
    doubtful("unit-in-some-cells", UNITS, UNITS.strip().replace(",", "|"), doubted=[3, 5, 8]),
    sound("classes-of-a-school", "form,n\n7a,1\n7b,2\n8,3\n9,4\n10c,5\n10,6\n", "form|n\n7a|1\n7b|2\n8|3\n9|4\n10c|5\n10|6"),
    doubtful("numbers-from-a-row-on-but-for-one", SWITCHED, SWITCHED.strip().replace(",", "|"), doubted=[14]),
    _column("minus-behind", "1.234,56-|7,50|3,25-", "number", dialect={"decimal": ","}),
    _column("marks-of-a-school", "1|2-|3|3-|1|2", "category"),
    _column("one-minus-behind", "669,97-|7,50|3,25|4,5|8,25", "number", "doubtful", doubted=[2]),
    _column("minus-before-and-behind", "669,97-|-7,50|3,25-|4,5", "number", "doubtful", doubted=[2, 4]),
    _column("dates-with-a-point-behind", "2024.03.01.|2024.12.31.|2023.01.15.", "date"),
    _column("number-among-dates-with-a-point-behind", "2024.03.01.|44415|2024.12.31.|2023.01.15.|2023.01.16.", "date", "doubtful", doubted=[3]),
    _column("hours-that-are-none", "2024-03-01 12:30|2024-03-02 32:30|2024-03-03 08:15|2024-03-04 08:15", "date", "doubtful", doubted=[3]),
    _column("reals", "R$ 1.234,56|R$ 7,50|R$ 3,25", "number", dialect={"decimal": ","}),
    _column("crowns", "1\u00a0234,50 Kč|7,50 Kč|3,25 Kč", "number", dialect={"decimal": ","}),
    _column("lakhs", "12,34,567|1,23,456.5|7,17,08,746", "number", dialect={"decimal": "."}),
    _column("groups-that-are-none", "12,34,56|1,23,45|7,17,08", "category"),
    doubtful("thousands-signs-in-half-the-rows", "a;b\nx;12,345\ny;234,567.5\nx;34567\ny;1,345\n", "a|b\nx|12,345\ny|234,567.5\nx|34567\ny|1,345", doubted=[4]),
]  # fmt: skip
