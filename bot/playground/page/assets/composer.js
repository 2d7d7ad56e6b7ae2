// Writing messages and commands, with the commands of the app's manifest completed.
import { going, listen, post, say, upload, words } from "./deeds.js";
import { walk } from "./forms.js";

const listOf = area => document.getElementById(area.getAttribute("aria-controls"));

async function send(form) {
  const area = form.querySelector("textarea"), text = area.value.trim();
  if (!text) return;
  area.value = "";
  complete(area);
  await going.done;
  const { in: channel } = document.body.dataset;
  const answer = await post("act", { kind: "say", text, channel, thread: form.dataset.thread });
  if (answer.trouble) { say(answer.trouble); area.value = text; }
}

/** Offer the commands that begin like what was typed. */
function complete(area) {
  const list = listOf(area), typed = area.value;
  const fits = typed.startsWith("/") && !typed.includes(" ") ? words.commands.filter(each => each.name.startsWith(typed)) : [];
  list.replaceChildren(...fits.map(each => {
    const line = Object.assign(document.createElement("li"), { role: "option", id: `${list.id}${each.name}` });
    const name = Object.assign(document.createElement("strong"), { textContent: each.name });
    line.append(name, ` ${each.hint} `, Object.assign(document.createElement("small"), { textContent: each.description }));
    line.dataset.name = each.name;
    return line;
  }));
  list.hidden = !fits.length;
  area.removeAttribute("aria-activedescendant");
  area.style.height = "";
}

function take(area, option) {
  area.value = `${option.dataset.name} `;
  complete(area);
  area.focus();
}

/** Put something into the composer of the channel. */
export function write(text) {
  const area = document.querySelector("#main .composer textarea");
  if (!area) return;
  area.value = text;
  area.focus();
  complete(area);
}

async function share(file) {
  const answer = await upload(file, { channel: document.body.dataset.in });
  if (answer.trouble) say(answer.trouble);
}

export function listenToComposers() {
  document.addEventListener("submit", event => { if (event.target.matches(".composer")) send(event.target); });
  listen("input", ".composer textarea", complete);
  listen("keydown", ".composer textarea", (area, event) => {
    const option = walk(area, listOf(area), event);
    if (event.key === "Escape") listOf(area).hidden = true;
    if (event.key === "Tab" && option) { event.preventDefault(); take(area, option); }
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (option && area.value.trim() !== option.dataset.name) take(area, option);
    else send(area.form);
  });
  listen("click", ".completion [role=option]", option => take(option.closest("form").querySelector("textarea"), option));
  listen("change", ".attach input", input => { [...input.files].forEach(share); input.value = ""; });
  listen("dragover", "#main", (_main, event) => event.preventDefault());
  listen("drop", "#main", (_main, event) => { event.preventDefault(); [...event.dataTransfer.files].forEach(share); });
}
