// The guided tour: stops that notice by themselves when they are over.
import { listeners, words } from "./deeds.js";
import { at, go } from "./page.js";
import { write } from "./composer.js";

const tour = document.getElementById("tour"), button = document.getElementById("tour-button");
const stops = tour ? [...tour.querySelectorAll(".stop")] : [];
let now = 0, left = new Set();

function show(number) {
  now = number;
  stops.forEach((each, place) => { each.hidden = place !== number; });
  left = new Set((stops[number].dataset.doneBy || "").split(" ").filter(Boolean));
  stops[number].querySelector(".done").textContent = "";
  stops[number].querySelector("[data-tour=there]").focus();
}

function open(isOpen) {
  tour.hidden = !isOpen;
  button.setAttribute("aria-expanded", String(isOpen));
  document.body.classList.toggle("touring", isOpen);
  if (isOpen) show(now);
  else button.focus();
}

/** Be the person of a stop, in its channel, with its command in the composer. */
async function there({ person, channel, types }) {
  const who = [...document.getElementById("who").options].find(each => each.text === person);
  await go({ as: who ? who.value : at.as, view: "", thread: "" });
  const links = [...document.querySelectorAll("#channels a")];
  const link = links.find(each => each.querySelector(".name").textContent === channel);
  if (link) await go({ in: link.dataset.go });
  if (types) write(types);
  else document.getElementById("log")?.focus();
}

function heard(done) {
  if (tour.hidden) return;
  const before = left.size;
  for (const each of left) if (done === each || done.startsWith(`${each} `)) left.delete(each);
  if (before && !left.size) stops[now].querySelector(".done").textContent = words.done;
}

export function listenToTour() {
  if (!tour) return;
  listeners.push(heard);
  button.addEventListener("click", () => open(tour.hidden));
  tour.addEventListener("click", event => {
    const what = event.target.closest("[data-tour]")?.dataset.tour;
    if (what === "there") there(stops[now].dataset);
    if (what === "close") open(false);
    if (what === "next") { if (now + 1 < stops.length) show(now + 1); else { now = 0; open(false); } }
  });
  tour.addEventListener("keydown", event => { if (event.key === "Escape") open(false); });
}
