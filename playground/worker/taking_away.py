"""Taking away: the exports of a run that need TensorFlow or much time."""

import io
import json
import tempfile
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

from playground.messages.checkpoint import from_npz
from playground.messages.events import Answer
from playground.messages.jobs import Result, TakeAway
from playground.plan import Plan, plan
from playground.worker.desk import Desk


def do(job: TakeAway, desk: Desk) -> Result:  # noqa: ARG001 - it sends no events
    """Returns a zip of files; for a check, `playground.export.comparing.Difference` as JSON."""
    planned = plan(job.experiment)
    match job.way:
        case "check":
            return Answer(content=json.dumps(_check(planned, job)).encode())
        case "model":
            files = _model(planned, job.weights)
        case "tensorboard":
            files = _events(job)
        case _:
            files = _code(planned, job.way)
    return Answer(content=_zip(files))


def _code(planned: Plan, way: str) -> Mapping[str, bytes]:
    from playground.export.notebook import notebook
    from playground.worker.exporting import export_script

    made = export_script(planned)
    if way == "notebook":
        return {"notebook.ipynb": notebook(made.code).encode(), **made.files}
    return {"script.py": made.code.encode(), **made.files}


def _model(planned: Plan, weights: bytes) -> Mapping[str, bytes]:
    from playground.export.model import raw_model, save
    from playground.export.program import predict_script

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        save(raw_model(planned, from_npz(weights)), planned, path)
        content = path.read_bytes()
    program = "predict_model.py"
    return {"model.keras": content, program: predict_script(planned, "model.keras", program).encode()}


def _events(job: TakeAway) -> Mapping[str, bytes]:
    from playground.export.tensorboard import write_events

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_events(job.curves, job.learning_rate, folder)
        return {
            str(file.relative_to(folder)): file.read_bytes()
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        }


def _check(planned: Plan, job: TakeAway) -> Mapping[str, object]:
    from playground.worker.checking import check
    from playground.worker.exporting import export_script

    branch = planned.experiment.branch
    first = (branch.epoch if branch is not None else 0) + 1
    own = {name: values[first:] for name, values in job.curves.items()}
    return asdict(check(export_script(planned), own))


def _zip(files: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()
