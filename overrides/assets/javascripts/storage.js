// What the browser keeps for the reader; where storage is forbidden, nothing breaks and nothing is kept.

/** Return what is kept under a name, or null if there is nothing to be read. */
export function recall(name) {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
}

/** Keep a value under a name; null forgets it. Return whether the browser allowed it. */
export function keep(name, value) {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
