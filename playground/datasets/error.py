"""DataError: what is wrong with the data part of an experiment, as a sentence."""

from typing import Self


class DataError(ValueError):
    """Data that cannot be used as asked: the field of the experiment at fault, and a sentence for the person.

    `field` is the path in the experiment, such as "data.features"; `str(error)` is the sentence.
    """

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence

    def __reduce__(self) -> tuple[type[Self], tuple[str, str]]:
        # An exception is pickled by its `args`, here the sentence alone; workers send these errors home.
        return type(self), (self.field, self.sentence)
