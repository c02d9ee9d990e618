"""Files with and without names of their columns."""

from tests.datasets.files.case import doubtful, sound

PRINTED = "   size  count\n" + "".join(f"{n}   {n}.5     {12 + n}\n" for n in range(8))

CASES = [
    sound("header-over-numbers", "a,b\n1,2\n3,4\n5,6\n", "a|b\n1|2\n3|4\n5|6", dialect={"header": True}),
    sound("no-header-numbers", "1.5,2\n3.5,4\n5.5,6\n", "1.5|2\n3.5|4\n5.5|6", dialect={"header": False}),
    sound("no-header-mixed", "1.5,red\n3.5,blue\n5.5,red\n7,red\n", "1.5|red\n3.5|blue\n5.5|red\n7|red", dialect={"header": False}),
    doubtful("header-over-classes", "p,x\n" + "e,s\ne,n\np,s\n" * 5, "p|x\n" + "e|s\ne|n\np|s\n" * 5, doubted=[1]),
    sound("header-of-usual-words", "name,city\nAnn,Rome\nBob,Oslo\nEve,Bern\n", "name|city\nAnn|Rome\nBob|Oslo\nEve|Bern", dialect={"header": True}),
    doubtful("header-cannot-be-told", "Ann,Rome\nBob,Oslo\nEve,Bern\n", "Ann|Rome\nBob|Oslo\nEve|Bern", doubted=[1]),
    doubtful("header-of-counting", "0,1,2\n5,6,7\n8,9,1\n", "0|1|2\n5|6|7\n8|9|1", doubted=[1]),
    doubtful("header-of-years", "country,2010,2011\nA,5,6\nB,7,8\nC,9,1\n", "country|2010|2011\nA|5|6\nB|7|8\nC|9|1"),
    sound("missing-name", ",a,b\n1,2.5,x\n2,3.5,y\n3,4.5,x\n", "|a|b\n1|2.5|x\n2|3.5|y\n3|4.5|x", dialect={"header": True}),
    sound("missing-name-in-the-middle", "größe;;kind\n1,5;2;x\n2,5;3;y\n", "größe||kind\n1,5|2|x\n2,5|3|y", dialect={"header": True, "decimal": ","}),
    sound("names-of-rows-by-r", '"size" "colour"\n"1" 1.5 "red"\n"2" 2.5 "dark blue"\n"3" 3.5 "red"\n', [["", "size", "colour"], ["1", "1.5", "red"], ["2", "2.5", "dark blue"], ["3", "3.5", "red"]], dialect={"header": True}),
    sound("codes-and-names-of-rows-by-r", '"id" "size"\n"1" "007" 1.5\n"2" "008" 2.5\n"3" "009" 3.5\n', "|id|size\n1|007|1.5\n2|008|2.5\n3|009|3.5"),
    sound("numbers-of-rows-by-pandas", PRINTED, [["", "size", "count"], *([str(n), f"{n}.5", str(12 + n)] for n in range(8))]),
    doubtful("last-name-lost", "id,size\n1,1.5,7\n2,2.5,8\n3,3.5,9\n", "1|1.5|7\n2|2.5|8\n3|3.5|9", doubted=[1]),
    sound("same-name-twice", "a,a,b\n1,2,x\n3,4,y\n5,6,x\n", "a|a|b\n1|2|x\n3|4|y\n5|6|x", dialect={"header": True}),
    sound("names-with-markup", "<b>a</b>,$x^2$,**c**\n1,2,3\n4,5,6\n", "<b>a</b>|$x^2$|**c**\n1|2|3\n4|5|6"),
    sound("long-name", f"{'x' * 300},b\n1,2\n3,4\n", f"{'x' * 300}|b\n1|2\n3|4"),
    sound("right-to-left-and-emoji", "שלום,😀\n1,2\n3,4\n", "שלום|😀\n1|2\n3|4"),
    sound("line-of-excel-that-names-the-delimiter", "sep=;\na;b\n1;1,5\n2;2,5\n", "a|b\n1|1,5\n2|2,5", dialect={"delimiter": ";", "header": True}),
    doubtful("line-end-in-a-name", '"a\nb",c\n1,2\n3,4\n', [["a\nb", "c"], ["1", "2"], ["3", "4"]], doubted=[1]),
    sound("header-of-many-years", "country;2010;2011;2012\nA;5,5;6,1;7,2\nB;7,5;8,1;9,9\nC;9,5;1,1;2,3\n", "country|2010|2011|2012\nA|5,5|6,1|7,2\nB|7,5|8,1|9,9\nC|9,5|1,1|2,3", dialect={"header": True}),
    doubtful("years-below-years", "country;2010;2011;2012\nA;2011;2012;2013\nB;2012;2013;2014\n", "country|2010|2011|2012\nA|2011|2012|2013\nB|2012|2013|2014", doubted=[1]),
    doubtful("last-name-lost-in-quotes", '"size";"count"\n"1";"1,5";"7"\n"2";"2,5";"8"\n"3";"3,5";"9"\n', "1|1,5|7\n2|2,5|8\n3|3,5|9", doubted=[1]),
    doubtful("last-name-lost-between-tabs", "size\tcount\n1\t1.5\t7\n2\t2.5\t8\n3\t3.5\t9\n", "1|1.5|7\n2|2.5|8\n3|3.5|9", doubted=[1]),
    doubtful("delimiters-behind-rows-that-count", '"place","size"\n"1","1.5",\n"2","2.5",\n"3","3.5",\n', [["1", "1.5", ""], ["2", "2.5", ""], ["3", "3.5", ""]], doubted=[1]),
    sound("names-with-a-line-for-the-unit", '"price\n(EUR)","income in 1,000 EUR"\n1.5,2\n2.5,4\n', [["price\n(EUR)", "income in 1,000 EUR"], ["1.5", "2"], ["2.5", "4"]]),
    sound("header-of-days", "shop;01.01.2024;01.02.2024\nA;5;61\nB;7;8\nC;12;9\n", "shop|01.01.2024|01.02.2024\nA|5|61\nB|7|8\nC|12|9", dialect={"header": True}),
    doubtful("quote-not-opened-in-a-name", '"a";b";"c"\n"x";1;"y"\n"z";2;"w"\n', [["a", 'b"', "c"], ["x", "1", "y"], ["z", "2", "w"]], doubted=[1]),
    doubtful("quote-in-a-name-alone", 'a;b";c\nx;1;y\nz;2;w\n', [["a", 'b"', "c"], ["x", "1", "y"], ["z", "2", "w"]], doubted=[1]),
]  # fmt: skip
