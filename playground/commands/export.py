"""`export`: a run, or the experiment of a preset or a file, in a form that needs no Playground."""

import argparse
from collections.abc import Callable, Mapping
from pathlib import Path

from playground.commands import Commands
from playground.commands.source import Source, judgement_of, source_of, train_or_load, weights_of
from playground.errors import ExperimentError, Problem

Written = Mapping[Path, bytes]


def add(commands: Commands) -> None:
    """Adds the command."""
    parser = commands.add_parser("export", help="take a run or an experiment away, as a script, a model, …")
    parser.add_argument(
        "source", metavar="RUN_OR_FILE", help="a run's id, a preset, or the file of an experiment"
    )
    parser.add_argument("--as", dest="way", required=True, choices=list(_WAYS), help="what to make of it")
    parser.add_argument(
        "-o",
        dest="path",
        required=True,
        type=Path,
        metavar="PATH",
        help="the file to write; a folder for tensorboard",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="training.epochs=50",
        help="change a setting of a preset or a file; may be repeated",
    )
    parser.set_defaults(run=_export)


def _export(arguments: argparse.Namespace) -> int:
    path: Path = arguments.path
    try:
        if path.is_dir() and arguments.way != "tensorboard":
            raise ExperimentError(Problem(str(path), "this is a folder; name the file to write."))
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = _WAYS[arguments.way](source_of(arguments.source, arguments.set), path)
        for file, content in beside.items():
            if file.exists() and file.read_bytes() != content:
                raise ExperimentError(
                    Problem(str(file), "another file has this name already; export into another folder.")
                )
        for file, content in beside.items():
            file.write_bytes(content)
    except OSError as error:
        raise ExperimentError(
            Problem(str(error.filename or path), f"cannot be written ({error.strerror}).")
        ) from None
    print("\n".join(map(str, dict.fromkeys([path, *beside]))))
    return 0


def _script(source: Source, path: Path) -> Written:
    return _code(source, path, lambda code: code)


def _notebook(source: Source, path: Path) -> Written:
    from playground.export.notebook import notebook

    return _code(source, path, notebook)


def _code(source: Source, path: Path, form: Callable[[str], str]) -> Written:
    if source.planned.experiment.branch or source.planned.experiment.twin:
        from playground.worker.exporting import export_script

        exported_code = export_script(source.planned)
    else:
        from playground.export.script import script

        exported_code = script(source.planned)
    path.write_text(form(exported_code.code), "utf-8")
    return {path.parent / name: content for name, content in exported_code.files.items()}


def _model(source: Source, path: Path) -> Written:
    if path.suffix != ".keras":
        raise ExperimentError(Problem(str(path), "the name of a model's file ends with .keras."))
    weights = weights_of(train_or_load(source))
    from playground.export.model import raw_model, save
    from playground.export.program import predict_script

    save(raw_model(source.planned, weights), source.planned, path)
    program = path.with_name(f"predict_{path.stem}.py")
    return {program: predict_script(source.planned, path.name, program.name).encode()}


def _history(source: Source, path: Path) -> Written:
    from playground.export.history import history

    run = train_or_load(source)
    path.write_text(history(run.curves, run.learning_rate), "utf-8")
    return {}


def _experiment(source: Source, path: Path) -> Written:
    path.write_text(source.planned.experiment.model_dump_json(indent=2) + "\n", "utf-8")
    return {}


def _report(source: Source, path: Path) -> Written:
    from playground.runs.reporting import report_of

    run = train_or_load(source)
    if run.kept is None:
        path.write_text(report_of(run), "utf-8")
        return {}
    weights = weights_of(run)
    path.write_text(report_of(run, judgement_of(source, run, weights), weights), "utf-8")
    return {}


def _tensorboard(source: Source, path: Path) -> Written:
    run = train_or_load(source)
    from playground.export.tensorboard import write_events

    write_events(run.curves, run.learning_rate, path)
    return {}


# Each function writes the file and returns the files that belong beside it.
_WAYS: Mapping[str, Callable[[Source, Path], Written]] = {
    "script": _script,
    "notebook": _notebook,
    "model": _model,
    "report": _report,
    "history": _history,
    "experiment": _experiment,
    "tensorboard": _tensorboard,
}
