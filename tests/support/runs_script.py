"""The script of the page of runs for one person, without a browser."""

from streamlit.testing.v1 import AppTest

from playground.runs import Group, Run
from tests.support.kept_runs import ME, Kept, experiment


def visit(**query: str) -> AppTest:
    """The page of runs for its address and person."""
    app = AppTest.from_file("../../pages/start.py", default_timeout=600)
    app.switch_page("runs.py")
    for name, value in query.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return app


def compare(*runs: Run) -> AppTest:
    return visit(compare=",".join(run.id for run in runs))


def text(app: AppTest) -> str:
    found = [*app.markdown, *app.caption, *app.info, *app.error]
    return "\n".join(element.value.replace("\\", "") for element in found)


def names(app: AppTest) -> list[str]:
    return [str(name) for name in app.dataframe[0].value["called"]]


def press(app: AppTest, key: str) -> AppTest:
    next(button for button in app.button if button.key == key).click().run()
    assert not app.exception
    return app


def a_sweep(kept: Kept, *bests: float) -> Group:
    experiments = [experiment(batch_size=2 ** (n + 3)) for n in range(len(bests))]
    settings = {"over": [["training.batch_size", [2 ** (n + 3) for n in range(len(bests))]]]}
    group = kept.runs.groups.start(experiments, ME, "sweep", [str(n) for n in range(len(bests))], settings)
    for run, best in zip(group.runs, bests, strict=True):
        kept.engine.train(run, 1.0, best)
        assert run.wait(20)
    return group
