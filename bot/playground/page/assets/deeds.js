// What people do with buttons, menus and pickers, and how the server hears of it.
const byId = id => document.getElementById(id);
export const words = JSON.parse(byId("words").content.textContent);
export const listeners = [];
/** Whatever somebody does, does the person she is by then: deeds wait for her to be there. */
export const going = { done: Promise.resolve() };
let at;

/** Remember whose deeds these are. */
export function beSent(where) { at = where; }

/** Hear an event on whatever matches, now or later. */
export function listen(kind, selector, heard) {
  document.addEventListener(kind, event => {
    const target = event.target.closest?.(selector);
    if (target) heard(target, event);
  });
}

/** Send a deed; gives what the server says at once. */
export async function post(path, body) {
  await going.done;
  const as = at.as;
  try {
    const answer = await fetch(`/page/${path}`, {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ as, ...body }),
    }).then(each => each.json());
    if (answer.done) listeners.forEach(each => each(answer.done));
    return answer;
  } catch {
    return { trouble: words.away };
  }
}

/** Send a file; gives its id. */
export async function upload(file, { sample = "", channel = "" } = {}) {
  const asked = new URLSearchParams({ as: at.as, name: file.name, sample, channel });
  const answer = await fetch(`/page/upload?${asked}`, { method: "POST", body: sample ? "" : file });
  return answer.json();
}

/** Say something in passing, with one thing to do about it if need be. */
export function say(text, button = "", act = null) {
  const toast = byId("toast");
  toast.replaceChildren(text);
  if (button) {
    const made = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: button });
    made.addEventListener("click", () => { toast.replaceChildren(); act(); });
    toast.append(" ", made);
  }
  clearTimeout(say.timer);
  say.timer = setTimeout(() => toast.replaceChildren(), button ? 15000 : 5000);
}

/** What a control holds: a word, several, or null. */
export function valueOf(control) {
  if (control.matches("input, textarea, select")) return control.value || null;
  if (control.matches(".drop")) return [...control.querySelectorAll("[data-file]")].map(each => each.dataset.file);
  if (control.matches(".search") && !("many" in control.dataset)) {
    return control.querySelector(".chosen input:checked")?.value || null;
  }
  const chosen = [...control.querySelectorAll("input:checked")].map(each => each.value);
  return control.dataset.control === "radio_buttons" ? chosen[0] || null : chosen;
}

/** Where a control stands: in a form, or in a message. */
function placeOf(control) {
  const view = control.closest("[data-view]:not(body)");
  if (view) return { view: view.dataset.view };
  const { channel, ts } = control.closest("[data-ts]").dataset;
  return { channel, ts };
}

/** Ask first when the app wants that. */
async function isConfirmed(control) {
  if (!("confirm" in control.dataset)) return true;
  const dialog = control.nextElementSibling;
  dialog.showModal();
  return new Promise(resolve => {
    const end = answer => { dialog.close(); resolve(answer); };
    dialog.querySelector("[data-confirmed]").onclick = () => end(true);
    dialog.querySelector("[data-denied]").onclick = () => end(false);
    dialog.oncancel = () => end(false);
  });
}

/** Use a control. */
export async function use(control, value) {
  if (control.getAttribute("aria-busy") || !await isConfirmed(control)) return;
  control.setAttribute("aria-busy", "true");
  const { block, action } = control.dataset;
  const answer = await post("act", { kind: "act", block, action, value, ...placeOf(control) });
  control.removeAttribute("aria-busy");
  if (answer.trouble) say(words.trouble);
}

/** Ask the app what a menu offers. */
export const suggest = (control, value) =>
  post("act", { kind: "suggest", block: control.dataset.block, action: control.dataset.action, value, ...placeOf(control) });

listen("click", "[data-act]", button => use(button, button.dataset.value));
listen("click", "[data-choice]", button => {
  const menu = button.closest("details");
  menu.open = false;
  if (button.dataset.url) window.open(button.dataset.url, "_blank", "noopener,noreferrer");
  use(menu, button.dataset.choice);
});
listen("change", "[data-sends]", control => use(control, valueOf(control)));
listen("keydown", "input[data-sends]", (input, event) => {
  if (event.key !== "Enter" || input.type !== "text") return;
  event.preventDefault();
  use(input, valueOf(input));
});
listen("click", "[data-shortcut]", async button => {
  const { ts, channel } = button.closest("[data-ts]")?.dataset || {};
  button.closest("details").open = false;
  const answer = await post("act", { kind: "shortcut", callback_id: button.dataset.shortcut, ts, channel });
  if (answer.trouble) say(words.trouble);
});
