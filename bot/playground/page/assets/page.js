// Where somebody is on the page, what arrives there, and how she goes elsewhere.
import { beSent, going, listen, post, say, words } from "./deeds.js";
import { drawForms } from "./forms.js";
import { listenToComposers, write } from "./composer.js";
import { listenToCurious, stirred } from "./behind.js";
import { listenToTour } from "./tour.js";

export const at = document.body.dataset;
const byId = id => document.getElementById(id);
const tab = crypto.randomUUID();
let stream;

const query = () => new URLSearchParams({ as: at.as, in: at.in, view: at.view, thread: at.thread, lang: at.lang });

/** Go somewhere, as somebody: `{as, in, view, thread}`; what isn't named stays. Deeds wait until she is there. */
export function go(where) {
  Object.assign(at, where);
  going.done = arrive().catch(() => say(words.away));
  return going.done;
}

async function arrive() {
  const answer = await fetch(`/page/parts?${query()}`).then(each => each.json());
  const draft = document.querySelector("#main .composer textarea")?.value;
  Object.assign(at, answer.where, { seen: answer.seen });
  for (const [id, html] of Object.entries(answer.parts)) {
    if (id === "forms") drawForms(html);
    else draw(id, html);
  }
  if (draft) write(draft);
  showClock(answer.clock);
  byId("who").value = at.as;
  history.replaceState(null, "", `?${query()}`);
  hear();
  toEnd("log");
  toEnd("replies");
}

function draw(id, html) {
  const part = byId(id);
  part.innerHTML = html;
  if (id === "thread") part.hidden = !html;
}

function hear() {
  stream?.close();
  stream = new EventSource(`/page/events?${query()}&tab=${tab}&since=${at.seen}`);
  stream.onmessage = event => {
    at.seen = event.lastEventId;
    for (const each of JSON.parse(event.data)) arrivals[each.name](each);
  };
  stream.onerror = () => { if (stream.readyState === EventSource.CLOSED) say(words.away); };
}

const arrivals = {
  reload: () => go({ view: "", thread: "" }),
  part: each => draw(each.id, each.html),
  forms: each => drawForms(each.html),
  home: each => { const home = byId("home"); if (home) home.innerHTML = each.html; },
  clock: showClock,
  stirred,
  gone: each => document.querySelectorAll(`[data-ts="${CSS.escape(each.ts)}"]`).forEach(old => old.remove()),
  message: each => {
    if (!each.thread) place("log", each);
    if (at.thread && (each.thread || each.ts) === at.thread) place("replies", each);
  },
};

/** Put a message where it belongs: over its older self, or at the end. */
function place(id, { ts, html }) {
  const log = byId(id);
  if (!log) return;
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const message = holder.content.firstElementChild;
  const older = log.querySelector(`:scope > [data-ts="${CSS.escape(ts)}"]`);
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  if (older) swap(older, message);
  else {
    byId("empty")?.remove();
    log.append(message);
    markDays(log);
  }
  if (isAtEnd) log.scrollTop = log.scrollHeight;
}

/** Change a message in place; whoever stands on one of its buttons stays there. */
function swap(older, message) {
  const held = older.contains(document.activeElement) && document.activeElement.dataset;
  older.replaceWith(message);
  if (held?.action) message.querySelector(`[data-action="${CSS.escape(held.action)}"]`)?.focus();
  markDays(message.parentElement);
}

/** Draw a line where a new day begins. */
function markDays(log) {
  let day = "";
  for (const each of log.querySelectorAll(":scope > .message")) {
    each.classList.toggle("new-day", each.dataset.day !== day);
    day = each.dataset.day;
  }
}

function toEnd(id) {
  const log = byId(id);
  if (!log) return;
  markDays(log);
  log.scrollTop = log.scrollHeight;
}

function showClock(clock) {
  byId("clock").textContent = clock.text;
  byId("clock").dateTime = clock.local;
  const date = byId("date");
  if (!date || document.activeElement === date) return;
  date.min = date.value = clock.local;
}

async function travel(to) {
  const buttons = document.querySelectorAll("[data-travel]");
  buttons.forEach(each => each.setAttribute("aria-disabled", "true"));
  byId("clock").classList.add("travelling");
  const answer = await post("travel", { to: to === "date" ? byId("date").value : to, language: at.lang });
  byId("clock").classList.remove("travelling");
  buttons.forEach(each => each.removeAttribute("aria-disabled"));
  if (answer.trouble) say(answer.trouble);
}

async function start(key) {
  await post("start", { key });
  const [empty, prepared] = words.starts;
  if (key === empty && prepared) say(words.fresh, words.undo, () => start(prepared));
}

listen("click", "[data-go]", (link, event) => {
  event.preventDefault();
  go({ in: link.dataset.go, view: "", thread: "" }).then(() => byId("main").focus({ preventScroll: true }));
});
listen("click", "[data-tab]", tab => {
  go({ view: tab.dataset.tab, thread: "" }).then(() => byId(tab.id).focus());
  if (tab.dataset.tab) post("act", { kind: "home" });
});
listen("keydown", "[role=tab]", (tab, event) => {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const other = tab.nextElementSibling || tab.previousElementSibling;
  other.focus();
});
listen("click", "button[data-thread]", button => {
  const { thread } = button.dataset;
  go({ thread }).then(() => (thread ? document.querySelector("#thread textarea") : byId("main")).focus());
});
listen("click", "[data-travel]", button => button.hasAttribute("aria-disabled") || travel(button.dataset.travel));
listen("click", "[data-start]", button => start(button.dataset.start));
listen("change", "#who", who => go({ as: who.value, in: at.in, view: at.view, thread: "" }));
listen("click", "[data-show-rows]", button => {
  button.parentElement.querySelector("tbody[hidden]").hidden = false;
  button.remove();
});
document.addEventListener("click", event => {
  for (const open of document.querySelectorAll("details.overflow[open]")) {
    if (!open.contains(event.target)) open.open = false;
  }
});
document.addEventListener("keydown", event => {
  const open = event.key === "Escape" && document.activeElement?.closest("details.overflow[open]");
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});

beSent(at);
listenToComposers();
listenToCurious();
listenToTour();
drawForms(byId("forms").innerHTML);
toEnd("log");
toEnd("replies");
hear();
