// Safari shows a picture in the system's scheme, whatever the reader has chosen. There, once they choose, each drawing stands
// in the page itself.

const DARK = /\(prefers-color-scheme:\s*dark\)/g;
let drawings;

/** Show every drawing of the page in the scheme that the reader chose; one that does not load stays as it is. */
export async function recolor(isDark) {
  const pictures = [...document.querySelectorAll('img[src$=".svg"]')];
  drawings ??= Promise.allSettled(pictures.map(draw));
  for (const { value } of await drawings) {
    if (!value) continue;
    value.sheet.replaceSync(value.rules.replace(DARK, isDark ? " all" : " not all"));
    value.picture.replaceWith(value.place);
  }
}

/** Return what can take the place of a picture: its drawing, with a sheet for its own rules apart from the page. */
async function draw(picture) {
  const text = await (await fetch(picture.src)).text();
  // The policy forbids a style in the page, even in a text that is only parsed.
  const harmless = text.replace(/<(\/?)style\b/g, "<$1metadata");
  const drawing = new DOMParser().parseFromString(harmless, "image/svg+xml").documentElement;
  const styles = drawing.querySelector("metadata");
  const rules = `:host,svg{display:block;inline-size:100%;block-size:auto}${styles.textContent}`;
  drawing.querySelector("title")?.remove(); // it would appear under the pointer
  const place = document.createElement("span");
  place.className = picture.className;
  place.role = picture.alt ? "img" : "presentation";
  place.ariaLabel = picture.alt || null;
  const shadow = place.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(drawing);
  return { picture, place, sheet, rules };
}
