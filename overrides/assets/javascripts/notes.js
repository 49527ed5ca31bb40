// Shows a source or a footnote beside the place where it is cited.

import { make, useStyles } from "./dom.js";

const MARGIN = 16; // pixels to the edge of the window

let note, closed, styles;

/** Open the note that a link leads to; if it is open already, close it. */
export async function showNote(link) {
  const source = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!source) return location.assign(link.href);
  note ??= create();
  // A press outside closes what is open, and so does the press that this click began with.
  if (closed.link == link && performance.now() - closed.at < 500) return;
  await (styles ??= useStyles("notes"));
  note.replaceChildren(...contentOf(source), goTo(link));
  note.ariaLabel = link.ariaLabel ?? `Note ${link.textContent}`;
  note.link = link;
  link.parentElement.after(note);
  note.showPopover();
  place(link);
  note.focus();
}

function create() {
  const element = make("div", { class: "iv-note", role: "note", popover: "", tabindex: -1 });
  closed = {};
  element.addEventListener("toggle", ({ newState }) => {
    if (newState == "closed") closed = { link: element.link, at: performance.now() };
  });
  return element;
}

/** Return a copy of what the list says, without the ways back from there. */
function contentOf(source) {
  const copy = source.cloneNode(true);
  copy.querySelectorAll(".footnote-backref").forEach((back) => back.remove());
  copy.querySelectorAll("[id]").forEach((element) => element.removeAttribute("id"));
  return copy.childNodes;
}

function goTo({ hash }) {
  const link = make("a", { class: "iv-note__list", href: hash }, "In the list");
  link.addEventListener("click", () => note.hidePopover());
  return link;
}

/** Put the note below the link, or above where there is no room, and within the window. */
function place(link) {
  const at = link.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = note;
  const room = document.documentElement.clientWidth - width - MARGIN;
  const left = Math.max(MARGIN, Math.min(at.left - width / 2, room));
  const below = at.bottom + 8;
  const isAbove = below + height > innerHeight && at.top > height;
  note.style.left = `${left + scrollX}px`;
  note.style.top = `${(isAbove ? at.top - height - 8 : below) + scrollY}px`;
}
