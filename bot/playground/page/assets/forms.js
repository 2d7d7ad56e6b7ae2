// Modals: stacked dialogs whose answers survive when the app draws a form anew.
import { listen, post, say, suggest, upload, use, valueOf, words } from "./deeds.js";

const holder = () => document.getElementById("forms");
const controlsOf = form => [...form.querySelectorAll("[data-control]:not(.button):not(details)")];
const placed = control => `${control.dataset.block}\n${control.dataset.action}`;

/** Draw the modals before somebody: keep those that are as they were, change those that aren't, open new ones. */
export function drawForms(html) {
  const fresh = document.createElement("template");
  fresh.innerHTML = html;
  const wanted = [...fresh.content.children], back = document.activeElement;
  for (const old of [...holder().children]) {
    if (!wanted.some(each => each.id === old.id)) { old.close(); old.remove(); }
  }
  for (const each of wanted) {
    const old = document.getElementById(each.id);
    if (!old) holder().append(each);
    else if (old.dataset.hash !== each.dataset.hash) changed(old, each);
    const dialog = document.getElementById(each.id);
    if (!dialog.open) { dialog.showModal(); focusFirst(dialog); }
  }
  if (!wanted.length && back?.isConnected && !holder().contains(back)) back.focus?.();
}

function focusFirst(dialog) {
  const first = dialog.querySelector("[autofocus]") || dialog.querySelector(".body :is(input, select, textarea, button)");
  (first || dialog.querySelector("footer .button:last-child"))?.focus();
}

/** What was typed stays where block and action stay, as in Slack. */
function changed(old, fresh) {
  const held = new Map(controlsOf(old).map(each => [placed(each), each]));
  const focus = document.activeElement?.id;
  old.querySelector("form").replaceWith(fresh.querySelector("form"));
  old.dataset.hash = fresh.dataset.hash;
  old.setAttribute("aria-label", fresh.getAttribute("aria-label"));
  for (const control of controlsOf(old)) {
    const before = held.get(placed(control));
    if (before && before.dataset.control === control.dataset.control) keep(before, control);
  }
  if (focus && old.contains(document.getElementById(focus))) document.getElementById(focus).focus();
  else focusFirst(old);
}

function keep(before, control) {
  if (control.matches("input, textarea, select")) {
    if (control.matches("select") && ![...control.options].some(each => each.value === before.value)) return;
    control.value = before.value;
  } else if (control.matches(".drop")) {
    control.querySelector(".files").replaceWith(before.querySelector(".files"));
  } else if (control.matches(".search")) {
    control.querySelectorAll(".chosen").forEach(each => each.remove());
    control.prepend(...before.querySelectorAll(".chosen"));
  } else {
    const chosen = new Set([...before.querySelectorAll("input:checked")].map(each => each.value));
    control.querySelectorAll("input[type=checkbox], input[type=radio]").forEach(each => { each.checked = chosen.has(each.value); });
  }
}

async function submit(dialog) {
  if (dialog.getAttribute("aria-busy")) return;
  const values = {};
  for (const control of controlsOf(dialog)) {
    (values[control.dataset.block] ||= {})[control.dataset.action] = valueOf(control);
  }
  dialog.setAttribute("aria-busy", "true");
  complain(dialog, {});
  const answer = await post("act", { kind: "submit", view: dialog.dataset.view, values });
  dialog.removeAttribute("aria-busy");
  complain(dialog, answer.trouble ? { "": answer.trouble } : answer.errors);
}

/** Show each complaint at its question, and go to the first. */
function complain(dialog, errors) {
  dialog.querySelector(".trouble").textContent = errors[""] || "";
  let first;
  for (const field of dialog.querySelectorAll("[data-field]")) {
    const error = errors[field.dataset.field] || "";
    field.querySelector(".error").textContent = words[error] || error;
    const inputs = field.querySelectorAll("input, textarea, select");
    inputs.forEach(each => error ? each.setAttribute("aria-invalid", "true") : each.removeAttribute("aria-invalid"));
    if (error) first ||= inputs[0];
  }
  first?.focus();
}

async function take(drop, files, sample = "") {
  for (const file of files) {
    const stored = await upload(file, { sample });
    if (stored.trouble) { say(stored.trouble); continue; }
    const line = Object.assign(document.createElement("li"), { textContent: `${stored.name} ` });
    line.dataset.file = stored.id;
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "button small", textContent: words.remove });
    line.append(remove);
    const list = drop.querySelector(".files");
    if (Number(drop.dataset.most) === 1) list.replaceChildren();
    list.append(line);
  }
  if ("sends" in drop.dataset) use(drop, valueOf(drop));
}

async function offer(input) {
  const control = input.closest(".search"), list = control.querySelector("[role=listbox]");
  if (input.value.length < Number(input.dataset.least)) return show(input, list, false);
  const answer = await suggest(control, input.value);
  list.replaceChildren(...answer.options.map((each, place) => {
    const line = Object.assign(document.createElement("li"), { role: "option", id: `${list.id}-${place}`, textContent: each.text.text });
    line.dataset.value = each.value;
    return line;
  }));
  show(input, list, answer.options.length > 0);
}

function show(input, list, isOpen) {
  list.hidden = !isOpen;
  input.setAttribute("aria-expanded", String(isOpen));
  if (!isOpen) input.removeAttribute("aria-activedescendant");
}

function choose(input, option) {
  const control = input.closest(".search"), chosen = document.createElement("label");
  const box = Object.assign(document.createElement("input"), { type: "checkbox", value: option.dataset.value });
  box.defaultChecked = box.checked = true;
  chosen.className = "chosen";
  chosen.append(box, " ", option.textContent);
  if (!("many" in control.dataset)) control.querySelectorAll(".chosen").forEach(each => each.remove());
  input.before(chosen);
  input.value = "";
  show(input, option.parentElement, false);
  if ("sends" in control.dataset) use(control, valueOf(control));
}

/** Move through a list of options with the arrows; gives the option that Enter means. */
export function walk(input, list, event) {
  const options = [...list.children], now = options.findIndex(each => each.id === input.getAttribute("aria-activedescendant"));
  if (list.hidden || !options.length) return null;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    const next = options[(now + (event.key === "ArrowDown" ? 1 : options.length - 1) + options.length) % options.length];
    options.forEach(each => each.setAttribute("aria-selected", String(each === next)));
    input.setAttribute("aria-activedescendant", next.id);
    next.scrollIntoView({ block: "nearest" });
  }
  return options[now] || null;
}

document.addEventListener("submit", event => {
  event.preventDefault();
  const dialog = event.target.closest("dialog");
  if (dialog) submit(dialog);
});
document.addEventListener("cancel", event => {
  if (!event.target.matches?.("dialog.modal")) return;
  event.preventDefault();
  post("act", { kind: "close", view: event.target.dataset.view });
}, true);
listen("click", "[data-close]", button => post("act", { kind: "close", view: button.closest("dialog").dataset.view }));
listen("change", ".drop input[type=file]", input => { take(input.closest(".drop"), [...input.files]); input.value = ""; });
listen("click", "[data-sample]", button => take(button.closest(".drop"), [{ name: button.dataset.sample }], "yes"));
listen("click", "[data-file] button", button => button.parentElement.remove());
listen("dragover", ".drop", (_drop, event) => event.preventDefault());
listen("drop", ".drop", (drop, event) => { event.preventDefault(); take(drop, [...event.dataTransfer.files]); });
listen("input", ".search > input", input => offer(input));
listen("focusin", ".search > input", input => offer(input));
listen("keydown", ".search > input", (input, event) => {
  const list = input.closest(".search").querySelector("[role=listbox]"), option = walk(input, list, event);
  if (event.key === "Enter") { event.preventDefault(); if (option) choose(input, option); }
});
listen("click", ".search [role=option]", option => choose(option.closest(".search").querySelector(":scope > input"), option));
