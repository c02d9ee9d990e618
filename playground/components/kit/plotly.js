// The chart library, loaded once for the page from the app itself.

let loading = null;

/** Resolves to Plotly. Rejects with a sentence if it cannot be loaded; the next call tries again. */
export function plotly() {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = new URL("../plotly.min.js", import.meta.url);
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => {
      loading = null;
      script.remove();
      reject(new Error("The chart could not be loaded from the server. Reload the page to try again."));
    };
    document.head.append(script);
  });
  return loading;
}
