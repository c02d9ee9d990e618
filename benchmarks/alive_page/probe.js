// Notes, frame by frame, which epoch the page shows, from the latest press of Train on: `window.alive`; with `usable`,
// milliseconds from the beginning until Train could be pressed, `shift`, by how much the page moved meanwhile, and
// `redrawn`, milliseconds from the latest choice in a menu until another untrained network was drawn.

(() => {
  const alive = (window.alive = { clicked: null, usable: null, shift: 0, redrawn: null });
  const last = {};
  let added = null;
  const moved = (list) => list.getEntries().forEach((entry) => entry.hadRecentInput || (alive.shift += entry.value));
  new PerformanceObserver(moved).observe({ type: "layout-shift", buffered: true });
  // A picture of another network loses its epoch before it is drawn.
  const drawn = ({ target }) => {
    if (added == null || !target.matches(".picture") || target.dataset.epoch == null || target.dataset.of !== "untrained") return;
    alive.redrawn = performance.now() - added;
    added = null;
  };
  new MutationObserver((records) => records.forEach(drawn)).observe(document, { subtree: true, attributeFilter: ["data-epoch"] });
  addEventListener(
    "click",
    ({ target }) => {
      if (!target.closest?.(".st-key-train button")) return;
      // changed, drawn, charts: milliseconds from the press; [time, epoch] of each picture of the run; times of redrawn charts
      Object.assign(alive, { clicked: performance.now(), changed: null, drawn: [], charts: [] });
      last.words = document.querySelector(".run-bar")?.innerText;
    },
    true,
  );
  addEventListener(
    "pointerdown",
    ({ target }) => {
      if (target.closest?.("[role=menuitem]")) [added, alive.redrawn] = [performance.now(), null];
    },
    true,
  );
  const nodes = new Map(); // by selector; a search in every frame would add to what is measured
  const find = (selector) => {
    if (!nodes.get(selector)?.isConnected) nodes.set(selector, document.querySelector(selector));
    return nodes.get(selector);
  };
  const tick = (now) => {
    const picture = find(".picture")?.dataset;
    const version = find(".live-curves")?.dataset.version;
    if (alive.usable == null && document.querySelector(".st-key-train button:not([disabled])")) alive.usable = now;
    if (alive.clicked != null) {
      const since = Math.max(now - alive.clicked, 0);
      if (alive.changed == null && document.querySelector(".run-bar")?.innerText !== last.words) alive.changed = since;
      if (picture?.epoch != null && picture.of === "run" && picture.epoch !== last.epoch) alive.drawn.push([since, Number(picture.epoch)]);
      if (version !== last.version) alive.charts.push(since);
    }
    Object.assign(last, { epoch: picture?.epoch, version });
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})();
