// Takes the address of a page or of one of its sections along.

/** Open the system's dialog for sharing; where there is none or it fails, copy the address. */
export async function sharePage(button) {
  const { href } = document.querySelector("link[rel=canonical]");
  const title = document.querySelector("h1").textContent;
  try {
    await navigator.share({ title, url: href });
  } catch (error) {
    // The reader closed the dialog.
    if (error.name == "AbortError") return;
    await copy(button, href);
  }
}

/** Copy the address of a section. */
export function copyAddress(button, id) {
  const { href } = document.querySelector("link[rel=canonical]");
  return copy(button, `${href}#${id}`);
}

async function copy(button, address) {
  const done = await navigator.clipboard.writeText(address).then(
    () => "Copied",
    () => {
      // Without permission or without HTTPS: in the address bar the reader can copy it by hand.
      history.replaceState(null, "", new URL(address).hash || location.href);
      return "Copy it from the address bar";
    },
  );
  say(button, done);
}

/** Say what was done beside the button, for some seconds. */
function say(button, text) {
  document.querySelector(".iv-said")?.remove();
  const said = document.createElement("span");
  said.className = "iv-said";
  said.role = "status";
  button.after(said);
  // A live region must be there before its words are.
  requestAnimationFrame(() => (said.textContent = text));
  setTimeout(() => said.remove(), 4000);
}
