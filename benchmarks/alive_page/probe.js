// Notes, frame by frame, which epoch the page shows, from the latest press of Train on: `window.alive`.

(() => {
  const alive = (window.alive = { clicked: null });
  const last = {};
  addEventListener(
    "click",
    ({ target }) => {
      if (!target.closest?.(".st-key-train button")) return;
      // changed, drawn, charts: milliseconds from the press; [time, epoch] of each picture; times of redrawn charts
      Object.assign(alive, { clicked: performance.now(), changed: null, drawn: [], charts: [] });
      last.words = document.querySelector(".run-bar")?.innerText;
    },
    true,
  );
  const tick = (now) => {
    const picture = document.querySelector(".picture")?.dataset;
    const version = document.querySelector(".live-curves")?.dataset.version;
    if (alive.clicked != null) {
      const since = Math.max(now - alive.clicked, 0);
      if (alive.changed == null && document.querySelector(".run-bar")?.innerText !== last.words) alive.changed = since;
      if (picture?.epoch != null && picture.epoch !== last.epoch) alive.drawn.push([since, Number(picture.epoch)]);
      if (version !== last.version) alive.charts.push(since);
    }
    Object.assign(last, { epoch: picture?.epoch, version });
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
})();
