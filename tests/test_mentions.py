"""Names of columns and classes stand in sentences as text, however long or many they are."""

from playground.datasets.parts import Parts
from playground.datasets.pipeline.report import Report
from playground.mentions import listed, mentioned, quoted, short, told_apart


def test_of_many_names_the_first_few_are_mentioned_with_how_many_more_there_are() -> None:
    names = [f"c{number}" for number in range(3000)]
    assert mentioned(names[:2]) == "c0 and c1"
    assert mentioned(names[:8]) == "c0, c1, c2, c3, c4, c5, c6 and c7"
    assert mentioned(names) == "c0, c1, c2, c3, c4, c5, c6 and 2,993 more"
    assert mentioned(names[:2], ["(3)", "(1)"]) == "c0 (3) and c1 (1)"
    assert listed(names) == "“c0”, “c1”, “c2” and 2,997 more columns"
    assert listed(names[:5], "words") == "“c0”, “c1”, “c2” and 2 more words"


def test_a_name_is_one_short_line_that_turns_nothing_around() -> None:
    assert short("a\n b") == "a b"
    assert len(short("c" * 300)) == 60
    assert quoted("\u202eabc\u2067") == "“abc”"
    assert quoted("Größe") == "“Größe”"
    assert quoted("שלום") == "“\u2068שלום\u2069”"
    assert mentioned(["שלום"]) == "\u2068שלום\u2069"
    for name in ("\u2068ש", "\u2069ש", "ש\u2068 שם\u2069\u2069"):
        assert quoted(name).replace("ש", "").replace("ם", "").replace(" ", "") == "“\u2068\u2069”"
    assert short(quoted("ש" * 100), 10).count("\u2068") == 0  # what ends it is cut off


def test_options_whose_short_names_are_the_same_are_told_apart() -> None:
    first, second = "c" * 70 + "1", "c" * 70 + "2"
    labels = told_apart([first, second, "a  b", "a b", "a b (2)"])
    assert list(labels) == [first, second, "a  b", "a b", "a b (2)"]
    assert len(set(labels.values())) == 5
    assert labels[second] == f"{'c' * 55}… (2)"
    assert quoted(labels[second]) == f"“{labels[second]}”"
    assert [labels["a  b"], labels["a b"]] == ["a b", "a b (2)"]


def test_what_was_done_to_thousands_of_columns_is_a_few_short_sentences() -> None:
    names = tuple(f"{number} {'long' * 70}" for number in range(3000))
    counts = dict.fromkeys(names, 3)
    said = Report(
        rows=100,
        rows_dropped=0,
        parts=Parts(70, 30),
        used=names,
        left_out=tuple((f"b{name}", f"has {count} different values") for count, name in enumerate(names)),
        filled=counts,
        encoded=counts,
        unseen_classes=counts,
        unseen_values=counts,
        target=names[0],
        copies=2,
        same_features=2,
        probable_codes=tuple(counts.items()),
        in_order_of=names[1],
    ).sentences()
    assert len(said) < 15
    assert max(map(len, said)) < 1000
    assert any("The table is in the order of" in sentence for sentence in said)
    assert any("and 2,993 more have only a few values" in sentence for sentence in said)
