"""DataError: an error in the data part of an experiment, as a sentence."""

from typing import Self


class DataError(ValueError):
    """The data of an experiment cannot be used as its settings say.

    Args:
        field: the path of the wrong setting, such as "data.features".
        sentence: the sentence for the person, which is also `str(error)`.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        # Workers send these errors pickled. By default pickle would use `args`, which has only the sentence.
        return type(self), (self.field, self.sentence)
