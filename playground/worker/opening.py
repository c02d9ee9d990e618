"""Opening: measures the network that a run kept on its sealed test rows."""

from playground.messages.checkpoint import from_npz
from playground.messages.events import Answer
from playground.messages.jobs import OpenTest, Result
from playground.messages.opened import Measures
from playground.worker.desk import Desk


def do(job: OpenTest, desk: Desk) -> Result:  # noqa: ARG001 - it sends no events
    """Returns `Measures` as JSON."""
    from playground.datasets.pipeline.opening import open_test_rows
    from playground.network.evaluate import evaluate
    from playground.network.model import untrained
    from playground.plan import plan

    planned = plan(job.experiment)
    test = open_test_rows(planned.experiment.data)
    model = untrained(planned.experiment, planned.prepared)
    model.set_weights(from_npz(job.weights))
    found = Measures(
        rows=len(test.rows),
        incomplete=test.incomplete,
        unfit=test.unfit,
        values=evaluate(model, test.rows.x, test.rows.y),
    )
    return Answer(content=found.model_dump_json().encode())
