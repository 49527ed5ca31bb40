// Makes a letter one to fill in: fields, the words in their place, and the ways to take it along.

import { make, useStyles } from "./dom.js";
import { keep, recall } from "./storage.js";

const KEY = "iv-letters";
// Some mail programs and Windows itself drop what is beyond about 2,000 characters of an address.
const LONGEST_ADDRESS = 1900;

let values = recallValues();
let styles;

/** Put the words that are kept in this browser into all letters of the page. */
export function fillLetters() {
  document.querySelectorAll("[data-blank]").forEach(fillBlank);
  document.querySelectorAll("[data-field]").forEach((field) => {
    const value = values.get(field.dataset.field) ?? "";
    if (field.value != value) field.value = value;
  });
  document
    .querySelectorAll("[data-mail]")
    .forEach((link) => (link.href = mailAddress(link.closest("[data-letter]"))));
}

/** Open the form under a letter, or close it. */
export async function toggleLetter(letter, button) {
  await (styles ??= useStyles("letter-form"));
  const form = letter.querySelector("form") ?? addForm(letter);
  const isOpen = button.getAttribute("aria-expanded") == "true";
  form.hidden = isOpen;
  button.setAttribute("aria-expanded", !isOpen);
  if (isOpen) return;
  const fields = [...form.querySelectorAll("[data-field]")];
  (fields.find((field) => !field.value) ?? fields[0] ?? form.querySelector("button")).focus();
}

// Another tab may change the values, and so may a page from which the reader comes back to this one.
addEventListener("storage", ({ key }) => (key == KEY || key === null) && recallLetters());
addEventListener("pageshow", ({ persisted }) => persisted && recallLetters());

// The values

function recallValues() {
  const kept = Object.entries(recall(KEY) ?? {});
  return new Map(kept.filter(([, value]) => typeof value == "string"));
}

function recallLetters() {
  values = recallValues();
  fillLetters();
}

function setValue(name, value) {
  if (value.trim()) values.set(name, value);
  else values.delete(name);
  keep(KEY, values.size ? Object.fromEntries(values) : null);
  fillLetters();
}

function forget() {
  values.clear();
  keep(KEY, null);
  fillLetters();
}

// The letter

function fillBlank(blank) {
  const value = values.get(blank.dataset.blank)?.trim();
  blank.textContent = value ?? `[${blank.dataset.blank}]`;
  blank.classList.toggle("iv-blank--filled", value !== undefined);
}

function blanksOf(letter) {
  const names = [...letter.querySelectorAll("[data-blank]")].map((blank) => blank.dataset.blank);
  return [...new Set(names)];
}

function bodyOf(letter) {
  return letter.querySelector(".iv-letter__body").textContent;
}

function subjectOf(letter) {
  return letter.querySelector(".iv-letter__subject")?.textContent.replace(/^Subject:\s*/, "") ?? "";
}

function isLong(letter) {
  return fullAddress(letter).length > LONGEST_ADDRESS;
}

function fullAddress(letter) {
  const body = bodyOf(letter).replaceAll("\n", "\r\n");
  return `mailto:?subject=${encodeURIComponent(subjectOf(letter))}&body=${encodeURIComponent(body)}`;
}

function mailAddress(letter) {
  return isLong(letter) ? fullAddress(letter).split("&body=")[0] : fullAddress(letter);
}

// The form

function addForm(letter) {
  const isLetter = letter.dataset.letter == "letter";
  const names = blanksOf(letter);
  const form = make("form", { class: "iv-letter-form", autocomplete: "off", "aria-label": titleOf(letter) });
  if (names.length) form.append(fieldset(letter, names));
  form.append(tools(letter, isLetter), make("p", { class: "iv-letter-form__status", role: "status" }));
  if (names.length) form.append(privacy(letter));
  form.addEventListener("submit", (event) => event.preventDefault());
  letter.append(form);
  fillLetters();
  return form;
}

function titleOf(letter) {
  return letter.querySelector(".iv-letter__title").textContent;
}

function fieldset(letter, names) {
  const fields = names.map((name, number) => field(name, `${letter.id}-${number}`));
  return make(
    "fieldset",
    { class: "iv-letter-form__fields" },
    make("legend", {}, "Fill in the blanks"),
    ...fields,
  );
}

function field(name, id) {
  const input = make("input", { id, "data-field": name, enterkeyhint: "next", ...kindOf(name) });
  input.addEventListener("input", () => setValue(name, input.value));
  input.addEventListener("keydown", nextOnEnter);
  const label = make("label", { for: id }, name[0].toUpperCase() + name.slice(1));
  return make("div", { class: "iv-letter-form__field" }, label, input);
}

/** Return the attributes that suit what a blank is called; only the reader's own data may fill itself in. */
function kindOf(name) {
  // Some browsers send what is spell-checked to a server, and nothing here may leave.
  const quiet = { type: "text", autocomplete: "off", spellcheck: "false" };
  const own = /^(?:my|your)\b/i.test(name);
  if (/\be-?mail\b/i.test(name)) return { ...quiet, type: "email", ...(own && { autocomplete: "email" }) };
  if (/\b(?:tele)?phone\b/i.test(name)) return { ...quiet, type: "tel", ...(own && { autocomplete: "tel" }) };
  if (/^(?:my|your)(?: full)? name$/i.test(name))
    return { ...quiet, autocomplete: "name", autocapitalize: "words" };
  if (/\bname$|company|employer/i.test(name)) return { ...quiet, autocapitalize: "words" };
  return quiet;
}

function nextOnEnter(event) {
  if (event.key != "Enter" || event.isComposing) return;
  event.preventDefault();
  const stops = [...event.target.form.querySelectorAll("input, .iv-letter-form__tools button")];
  stops[stops.indexOf(event.target) + 1]?.focus();
}

function tools(letter, isLetter) {
  const row = make("div", { class: "iv-letter-form__tools" });
  row.append(
    action(
      isLetter ? "Copy the letter" : "Copy the script",
      () => copy(letter, bodyOf(letter), "Copied."),
      "iv-button--first",
    ),
  );
  if (isLetter) {
    row.append(
      action("Copy the subject", () =>
        copy(letter, subjectOf(letter), "Subject copied.", ".iv-letter__subject"),
      ),
    );
    row.append(mailLink(letter));
  }
  row.append(action("Save as .txt", () => save(letter)));
  return row;
}

function action(text, act, kind = "") {
  const button = make("button", { type: "button", class: `iv-button ${kind}`.trim() }, text);
  button.addEventListener("click", act);
  return button;
}

function mailLink(letter) {
  const link = make("a", { class: "iv-button", "data-mail": "", href: "mailto:" }, "Email");
  link.addEventListener("click", () => {
    if (isLong(letter))
      copy(
        letter,
        bodyOf(letter),
        "The letter is too long to hand to every mail program, so it is copied: paste it into the email.",
      );
    else say(letter, `Your mail program should open.${stillEmpty(letter)}`);
  });
  return link;
}

function privacy(letter) {
  const button = action("Forget what I typed", () => {
    forget();
    say(letter, "Forgotten, in this letter and in all others.");
  });
  return make(
    "p",
    { class: "iv-letter-form__privacy" },
    "What you type stays in this browser. It fills in the site's other letters and is never sent to us. ",
    button,
  );
}

// The ways to take it along

async function copy(letter, text, done, part = ".iv-letter__body") {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without permission or without HTTPS: select it, so that the reader can copy it by hand if the old way fails too.
    getSelection().selectAllChildren(letter.querySelector(part));
    if (!document.execCommand("copy"))
      return say(letter, "Your browser did not let us copy. The text is selected: copy it yourself.");
  }
  say(letter, `${done}${stillEmpty(letter, part)}`);
}

function save(letter) {
  const subject = subjectOf(letter);
  const text = `${subject && `Subject: ${subject}\n\n`}${bodyOf(letter)}\n`;
  const href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const name = letter.id.replace(`${letter.dataset.letter}-`, "") || "letter";
  make("a", { href, download: `${name}.txt` }).click();
  // Safari reads the address only after the click has been handled.
  setTimeout(() => URL.revokeObjectURL(href), 10000);
  say(letter, `Saved as ${name}.txt.${stillEmpty(letter)}`);
}

function stillEmpty(letter, part = ".iv-letter__text") {
  const empty = blanksOf(letter.querySelector(part)).filter((name) => !values.has(name));
  return empty.length ? ` Still to fill in: ${empty.join(", ")}.` : "";
}

function say(letter, text) {
  const status = letter.querySelector("[role=status]");
  status.textContent = "";
  // A pause, or the same words said twice would be read out once.
  setTimeout(() => (status.textContent = text), 50);
}
