"""What a page fetches of a network once, in the browser's own JavaScript."""

from playwright.sync_api import Page

from tests.support.bare_curves import BareCurves

# Fetches the scenes of networks, each with the digest of its training rows; returns whose rows were asked for.
SCRIPT = """async ([module, networks]) => {
  const asked = [];
  window.fetch = async (address) => {
    const [, name, what] = address.split("/");
    if (what === "rows") asked.push(name);
    const rows = networks[name];
    return what === "rows" ? new Response(rows) : Response.json({ network: rows && { rows } });
  };
  const { loadScene } = await import(module);
  const texts = [];
  for (const name of Object.keys(networks)) {
    const { rows } = await loadScene(`/${name}`, name);
    texts.push(rows && new TextDecoder().decode(rows));
  }
  return [asked, texts];
}"""


def test_networks_that_learn_from_the_same_rows_have_them_fetched_once(
    server: BareCurves, window: Page
) -> None:
    window.goto(f"{server.url}/assets/kit/series.js")
    networks = {"first": "spiral", "wider": "spiral", "large": None, "other": "circle", "deeper": "spiral"}
    asked, rows = window.evaluate(SCRIPT, [f"{server.url}/assets/picture/scenes.js", networks])
    assert asked == ["first", "other"]
    assert rows == [*networks.values()]
