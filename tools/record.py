"""Records the run with which a first visit opens: `python tools/record.py [PRESET]`.

It trains the preset as a worker does and stores the weights of every epoch in data/recordings/. Record it again if the
preset, or the form of experiments, has changed; a test tells.
"""

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playground.experiment.presets import presets  # noqa: E402
from playground.messages.events import Started  # noqa: E402
from playground.pictures.picture_maker import PictureMaker  # noqa: E402
from playground.pictures.weights import encode_several  # noqa: E402
from playground.plan import plan  # noqa: E402
from playground.runs import Run  # noqa: E402
from playground.showing.recording import FOLDER  # noqa: E402
from playground.worker.control import Control  # noqa: E402
from playground.worker.job import train  # noqa: E402

# The fields for a recorded network; other fields belong to runs, which have an owner and a time.
OF_A_NETWORK = frozenset(
    {"units", "loss_title", "epoch", "from", "curves", "best", "kept", "passed_over", "evaluated", "remarks"}
    | {"parameters", "paused", "batch", "learning_rate", "learning_rates", "pictures"}
)


def record(name: str) -> None:
    """Trains a preset and stores the recording."""
    experiment = plan(presets()[name]).experiment
    run = Run("recording", "", experiment)
    run.hear([Started()])
    picture_maker = PictureMaker(run.hear)
    train(experiment, run.hear, Control(), picture_maker)
    picture_maker.close()
    curves = {key: value for key, value in run.since(0).items() if key in OF_A_NETWORK}
    content = {"experiment": experiment.model_dump(mode="json"), "curves": curves}
    FOLDER.mkdir(parents=True, exist_ok=True)
    file = FOLDER / f"{name}.json"
    file.write_text(json.dumps(content, separators=(",", ":")) + "\n", "utf-8")
    contents = run.film.spread(run.film.size)
    file.with_suffix(".weights").write_bytes(encode_several(contents, None))
    print(f"{file.relative_to(ROOT)}: {len(contents)} epochs")


if __name__ == "__main__":
    record(sys.argv[1] if len(sys.argv) > 1 else next(iter(presets())))
