// Behind the scenes: the panel for the curious.
import { listen, say, words } from "./deeds.js";

const body = document.getElementById("behind-body"), button = document.getElementById("behind-button");
const at = document.body.dataset;
let shown = null, waiting = false;

/** Something has changed: look again, but not more often than one can read. */
export function stirred() {
  if (body.hidden || waiting) return;
  waiting = true;
  setTimeout(() => { waiting = false; draw(); }, 400);
}

async function draw() {
  const asked = new URLSearchParams({ as: at.as, in: at.in, lang: at.lang });
  const answer = await fetch(`/page/behind?${asked}`).then(each => each.json());
  body.innerHTML = answer.html;
  showPayload();
}

function open(isOpen) {
  body.hidden = !isOpen;
  button.setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("curious", isOpen);
  if (isOpen) draw();
}

function showPayload() {
  const section = document.getElementById("payload");
  if (!section || !shown) return;
  section.hidden = false;
  section.querySelector("pre").textContent = shown.payload;
  section.querySelector(".why").textContent = shown.why;
}

async function look(message) {
  const { channel, ts } = message.dataset, asked = new URLSearchParams({ as: at.as, channel, ts });
  shown = await fetch(`/page/payload?${asked}`).then(each => each.json());
  open(true);
}

export function listenToCurious() {
  button.addEventListener("click", () => open(body.hidden));
  listen("click", "[data-payload]", each => { each.closest("details").open = false; look(each.closest("[data-ts]")); });
  listen("click", "[data-copy]", async () => {
    await navigator.clipboard.writeText(shown.blocks);
    say(words.copied);
  });
}
