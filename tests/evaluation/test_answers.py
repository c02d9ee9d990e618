"""What the answers of a network mean is said in words that tell its classes apart."""

from playground.evaluation.answers import Meaning


def test_each_class_has_an_answer_of_its_own_however_long_its_name_is() -> None:
    classes = ("c" * 70 + "1", "c" * 70 + "2", "d")
    meaning = Meaning("y", classes, "", is_margin=False, threshold=0.5)
    names = [meaning.of_class(index) for index in range(3)]
    assert len(set(names)) == 3
    assert names[2] == "probability of “d”"
