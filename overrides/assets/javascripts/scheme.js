// Stands in every page and runs before its first paint, so that a reader's own choice of scheme never flashes.
try {
  const scheme = localStorage.getItem("iv-scheme");
  if (scheme) document.documentElement.dataset.scheme = scheme;
} catch {
  // A browser that forbids storage follows the system.
}
