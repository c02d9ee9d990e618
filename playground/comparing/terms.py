"""The words that pages and lessons use beside the names of controls, each before the words that need it."""

from typing import NamedTuple


class Term(NamedTuple):
    """A word, and what it is and does."""

    title: str
    help: str


TERMS = (
    Term(
        "Neuron",
        "Multiplies each of its inputs by a weight, adds them up, and adds a bias. What comes out is the answer, or an "
        "input of the next layer.",
    ),
    Term(
        "Weight",
        "The number by which a neuron multiplies one input. A larger one gives that input more say; training sets it.",
    ),
    Term(
        "Bias",
        "The number that a neuron adds to its sum. It moves the answer up or down, whatever the inputs are.",
    ),
    Term(
        "Parameter",
        "A number that training sets: a weight or a bias. More of them follow finer shapes, and learn rows by heart "
        "sooner.",
    ),
    Term(
        "Hidden layer",
        "Neurons side by side that see the same inputs and hand their answers on. With a bend in each, stacked layers "
        "draw shapes that one alone cannot.",
    ),
    Term(
        "Output layer",
        "The last layer, whose values are the prediction. It has one neuron for a number or for two classes, else one "
        "for each class.",
    ),
    Term(
        "Training row",
        "A row that the network learns from. Its error moves the weights, so being right on it proves little.",
    ),
    Term(
        "Validation row",
        "A row that the network never learns from. Its error moves no weight, so it shows what holds for new rows too.",
    ),
    Term(
        "Gradient",
        "For each weight, how the loss changes when that weight grows a little. A step against it makes the loss fall.",
    ),
    Term(
        "Batch",
        "The rows that are looked at before the weights move once. A small batch shows a rough gradient, a large one a "
        "smooth one.",
    ),
    Term(
        "Step",
        "One move of all weights against the gradient of one batch. Small steps are slow, large ones may jump over the "
        "minimum.",
    ),
    Term(
        "Epoch",
        "One pass over all training rows, batch by batch. After each, the curves get a point.",
    ),
    Term(
        "Minimum",
        "The point where every small change of the weights makes the loss larger. Training that has reached it stands "
        "still.",
    ),
    Term(
        "Signal",
        "What holds for new rows as well as for the rows at hand. A network that learns it is right on both.",
    ),
    Term(
        "Noise",
        "What holds by chance for the rows at hand alone. A network that learns it gets better on them "
        "and worse on new ones.",
    ),
    Term(
        "Underfitting",
        "The network does not even follow its training rows. Both losses stay high; a larger network or more epochs "
        "help.",
    ),
    Term(
        "Overfitting",
        "The network learns its training rows by heart, noise and all. Training falls on while validation stands still "
        "or rises.",
    ),
    Term(
        "Gap",
        "Validation loss minus training loss. Where it grows, the network learns its own rows by heart.",
    ),
    Term(
        "Best epoch",
        "The epoch with the best validation value. Its weights do not have what was learned by heart after it.",
    ),
    Term(
        "Dead neuron",
        "A neuron with ReLU that answers 0 for every row. No gradient reaches its weights, so it stays dead.",
    ),
    Term(
        "Outlier",
        "A value far from all others. With a squared error it alone can pull the whole answer towards it.",
    ),
    Term(
        "Baseline",
        "What is reached without learning: by always saying the mean, or the most frequent class. A network that does "
        "no better has learned nothing.",
    ),
    Term(
        "Probability",
        "How sure the network is of a class, from 0 to 1. Cross-entropy makes a sure and wrong answer expensive.",
    ),
    Term(
        "Threshold",
        "The probability from which class 1 is predicted. A higher one predicts it less often: precision usually "
        "grows, recall shrinks.",
    ),
    Term(
        "Confusion matrix",
        "How many rows of each class were called what. It shows which classes are mixed up, which accuracy hides.",
    ),
    Term(
        "Run",
        "One training from first weights to its end, with its settings and curves. It is kept, so that it can be "
        "compared with others.",
    ),
    Term(
        "Twin",
        "A run with the settings, first weights and batches of another, except for what you change. So what differs in "
        "the curves comes from that change.",
    ),
    Term(
        "Seeds",
        "Several runs of the same settings, each with another seed. How far they lie apart is luck, and a difference "
        "has to be larger to mean something.",
    ),
    Term(
        "Sweep",
        "One run for each value of a setting, or each pair of two settings. It shows where a value is best, and how "
        "much it matters.",
    ),
    Term(
        "Branch",
        "A run that begins with the weights of another run's epoch. What came before is the same, so what follows "
        "comes from the new settings.",
    ),
    Term(
        "Pause",
        "Holds a run where it is. Epoch and Batch then train one more at a time, so that you can watch each change.",
    ),
    Term(
        "Reset",
        "Brings the same first weights again, before the first batch. So the same settings give the same curve.",
    ),
)
