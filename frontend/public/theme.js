// Before the first paint, so that a dark room is not lit by a white flash.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem('mp-theme');
  } catch {
    // Storage may be closed; the system's own preference stands.
  }
  const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
