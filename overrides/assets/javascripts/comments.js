// Lets a reader comment in place. Loaded on first use; the form works without it.

import { make, useStyles } from "./dom.js";
import { keep, recall } from "./storage.js";

const KEY = "iv-comments";
const TWO_WEEKS = 12096e5; // What is not on the page by then will not come.
const DOWN = "Comments do not answer: try again later. Your text is kept in this browser.";

let section, page, form, home, button, cancel, status, service;

/** Show what this browser keeps for the page. */
export function restore(place) {
  if (section) return;
  section = place;
  page = place.dataset.comments;
  form = place.querySelector("form");
  home = form.parentElement;
  useStyles("comments");
  status = make("p", { role: "status" });
  form.append(status);
  button = form.querySelector("button");
  button.textContent = "Post comment";
  form.addEventListener("input", keepDraft);
  form.addEventListener("submit", post);
  const { draft, waiting } = kept();
  waiting?.forEach((each) => (Date.now() - each.at < TWO_WEEKS && show(each)) || forget(each.id));
  if (field("text").value) return keepDraft(); // Typed before this file was here.
  if (!draft) return;
  for (const name in draft) field(name).value = draft[name];
  answer(section.querySelector(`[data-reply="${draft.parent}"]`));
}

export function begin(place) {
  restore(place);
  ask().catch(() => say(DOWN));
}

export function reply(place, link) {
  restore(place);
  answer(link);
  keepDraft();
  field("text").focus();
}

export async function showNewer(place) {
  restore(place);
  service = null;
  const told = place.querySelector("[data-newer] + *");
  told.textContent = "";
  told.textContent = await ask().then(
    (count) => (count ? `${count} new, shown above.` : "Nothing newer."),
    () => DOWN,
  );
}

// The service

/** Ask once for a token and newer comments; return how many are new. */
async function ask() {
  const query = new URLSearchParams({ thread: page, after: section.dataset.newest });
  service ??= fetch(address(`token/?${query}`)).then((response) => response.json());
  try {
    return (await service).comments.filter(show).length;
  } catch (error) {
    service = null;
    throw error;
  }
}

function address(path) {
  return new URL(`../${path}`, form.action);
}

async function post(event) {
  event.preventDefault();
  if (form.ariaBusy) return;
  form.ariaBusy = true;
  const body = new FormData(form, event.submitter);
  form.querySelectorAll(".iv-error").forEach((error) => error.remove());
  for (const each of form.elements) each.removeAttribute("aria-invalid");
  say("Sending …");
  const said = await send(body).catch(() => ({ errors: { "": DOWN } }));
  form.ariaBusy = null;
  if (said.id) accept(said);
  else refuse(said);
}

async function send(body) {
  await ask();
  const { token, stamp } = await service;
  body.set("csrfmiddlewaretoken", token);
  body.set("stamp", stamp);
  body.set("employer", recall("iv-letters")?.company ?? "");
  const response = await fetch(address("post/"), { method: "POST", headers: { Accept: "application/json" }, body });
  if (response.status != 400) service = null; // The token is used, or too old.
  return response.json();
}

function accept(comment) {
  comment.parent = field("parent").value;
  comment.at = Date.now();
  field("text").value = "";
  answer();
  show(comment);
  keepPage({ waiting: [...(kept().waiting ?? []), comment] });
  say(comment.state == "pending" ? "Thank you. One of us reads it first." : "Thank you. It is published.");
  placeOf(comment.id).focus();
}

function refuse({ errors = {}, warnings = [] }) {
  say(errors[""] ?? "");
  for (const name in errors) {
    const input = field(name);
    if (!input?.labels?.length) continue;
    input.setAttribute("aria-invalid", true);
    // Among the words that describe the field, so that it is read with them.
    document.getElementById(`${input.id}-help`).prepend(make("strong", { class: "iv-error" }, errors[name]));
  }
  if (warnings.length) {
    const anyway = make("button", { class: "iv-button", name: "confirmed", value: 1 }, "Post anyway");
    const texts = warnings.map((text) => make("p", {}, text));
    button.before(make("div", { class: "iv-error", role: "alert" }, ...texts, anyway));
  }
  form.querySelector("[aria-invalid], [name=confirmed]")?.focus();
}

// The form

function field(name) {
  return form.elements[name];
}

function say(text) {
  status.textContent = text;
}

/** Put the form below the comment of a reply link, or back. */
function answer(link) {
  cancel?.remove();
  form.querySelector("h3").textContent = link?.ariaLabel ?? "Add a comment";
  field("parent").value = link?.dataset.reply ?? "";
  if (!link) return home.append(form);
  cancel = make("button", { type: "button", class: "iv-button" }, "Cancel the reply");
  cancel.addEventListener("click", () => {
    answer();
    keepDraft();
    link.focus();
  });
  button.after(cancel);
  link.parentElement.after(form);
}

// A comment

function placeOf(id) {
  return document.getElementById(`comment-${id}`);
}

/** Put a comment where it belongs; return whether the page lacked it. */
function show(comment) {
  if (placeOf(comment.id)) return false;
  const answered = placeOf(comment.parent);
  const item = answered?.parentElement;
  // The deepest list that is indented holds all that would be deeper.
  const list = item
    ? (item.closest("ol ol ol ol") ?? item.querySelector(":scope > ol") ?? item.appendChild(make("ol")))
    : section.querySelector("ol");
  list.append(make("li", {}, element(comment)));
  if (comment.state == "pending") return true;
  const count = section.querySelector("[data-count]");
  const total = ++count.dataset.count;
  count.textContent = `${total} thought${total > 1 ? "s" : ""}`;
  return true;
}

function element({ id, name, created, html, state, edit_until }) {
  const link = (words, href, more) => make("a", { class: "iv-comment__reply", href, ...more }, words);
  const author = name || "Anonymous";
  const day = new Date(created).toLocaleDateString("en-US", { dateStyle: "long", timeZone: "UTC" });
  const head = make("p", { class: "iv-comment__head" }, make("b", { class: "iv-comment__author" }, author), " ");
  head.append(make("a", { href: `#comment-${id}` }, make("time", { datetime: created }, day)));
  const text = make("div", { class: "iv-prose" });
  // Sanitized by the service; the site's policy lets nothing in it run.
  text.append(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  const comment = make("div", { class: "iv-comment", id: `comment-${id}`, tabindex: -1 }, head, text);
  if (state == "pending") {
    comment.classList.add("iv-comment--waiting");
    head.append(" ", make("span", { class: "iv-comment__mark" }, "Only you see it yet"));
  } else {
    const query = new URLSearchParams({ thread: page, parent: id });
    comment.append(link("Reply", `${form.action}?${query}`, { "data-reply": id, "aria-label": `Reply to ${author}` }));
  }
  if (new Date(edit_until) > Date.now())
    for (const act of ["edit", "delete"]) {
      const way = link(act == "edit" ? "Edit" : "Delete", address(`${id}/${act}/`));
      way.addEventListener("click", () => forget(id));
      comment.append(" ", way);
    }
  return comment;
}

// What the browser keeps

function kept() {
  return recall(KEY)?.[page] ?? {};
}

function keepPage(values) {
  const pages = { ...recall(KEY), [page]: values };
  if (!values.draft && !values.waiting?.length) delete pages[page];
  keep(KEY, Object.keys(pages).length ? pages : null);
}

function forget(id) {
  const { draft, waiting } = kept();
  keepPage({ draft, waiting: waiting?.filter((each) => each.id != id) });
}

/** Keep what is written, but no email address. */
function keepDraft() {
  const [text, name, parent] = ["text", "name", "parent"].map((each) => field(each).value);
  keepPage({ ...kept(), draft: text && { text, name, parent } });
}
