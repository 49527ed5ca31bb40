// Two small things that every part needs which makes elements.

/** Return an element with attributes and children; a text is always text, never markup. */
export function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** Load a style sheet of ours; resolves when it applies, or when it is clear that it will not come. */
export function useStyles(name) {
  const href = new URL(`../stylesheets/${name}.css`, import.meta.url).href;
  return new Promise((resolve) => {
    const link = make("link", { rel: "stylesheet", href });
    link.onload = link.onerror = resolve;
    document.head.append(link);
  });
}
