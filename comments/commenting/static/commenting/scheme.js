// Before the first paint, so that a reader's own choice of scheme never flashes.
try {
  const scheme = localStorage.getItem("iv-scheme");
  if (scheme) document.documentElement.dataset.scheme = scheme;
} catch {}
