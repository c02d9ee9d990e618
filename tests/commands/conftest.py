"""A run that was trained once for all tests of a file."""

import json
from collections.abc import Iterator

import pytest

CONTENT = {
    "data": {"dataset": "cereals", "features": ["sugars", "manufacturer"], "test": {}},
    "training": {"epochs": 3, "loss": "mse", "optimizer": {"learning_rate": 0.05}},
}


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The id of a run that is kept, in an installation of its own."""
    folder = tmp_path_factory.mktemp("exports")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", f"sqlite:///{folder / 'playground.db'}")
        patch.setenv("PLAYGROUND_FILES", str(folder / "files"))
        file = folder / "experiment.json"
        file.write_text(json.dumps(CONTENT))
        from playground.commands.source import source_of, train_or_load

        yield train_or_load(source_of(str(file), [])).id
