// How the year may end if the lines are voted: asked, followed while years are drawn, and refined in place.
import { keep, list, make, put } from "/static/drawing.js";

const $ = (id) => document.getElementById(id);
const SVG = "http://www.w3.org/2000/svg";
let known = null; // what the server told last
let lost = false; // it is gone, and with it what was being drawn
let pursuing = false;
let again = false; // something changed while an answer was on its way, which may be of before
let now = null; // the state of the session, the words and what the page can do

// Draws what is known, and follows what is being drawn until it ends; called with each state of the session.
export function futures(state, words, doing) {
  now = { state, words, doing };
  const { number, running } = state.futures;
  if (known && known.number && !number) lost = true; // another server than that which drew them
  else if (!known || known.lang !== state.lang || (number && (known.number !== number || known.running !== running))) pursue();
  paint();
}

async function pursue() {
  again = pursuing;
  if (pursuing) return;
  pursuing = true;
  try {
    do {
      again = false;
      const found = await now.doing.ask(`/v1/session/futures?since=${known && known.lang === now.state.lang ? known.told : -1}`);
      if (!found) break;
      known = found;
      lost = false;
      paint();
    } while (known.running || again);
  } catch {
    lost = Boolean(known && known.running); // what was told stays
    paint();
  } finally {
    pursuing = false;
  }
}

async function ask(what) {
  const found = await now.doing.futures({ what, scenario: $("scenario").value || undefined });
  if (!found) return;
  known = found;
  lost = false;
  paint();
  pursue();
}

$("draw").addEventListener("click", () => ask(going() ? "stop" : "draw"));
$("again").addEventListener("click", () => { $("draw").focus(); ask("draw"); });

function going() { return Boolean(known && known.running && !lost); }

function paint() {
  const { state, words } = now;
  const stale = Boolean(known && known.figures) && (state.futures.stale || lost);
  const found = known && known.lang === state.lang ? known : null;
  $("draw").textContent = going() ? words.halt : words.draw;
  $("draw").disabled = !going() && (state.problems.length > 0 || !(state.name || state.rows.length));
  if (!found) return;
  if (put($("scenario"), found.scenarios.map(([value, text]) => make("option", text, { value }))) || going()) $("scenario").value = found.scenario;
  $("scenario").disabled = going();
  progress(found, words);
  list($("futures-problem"), found.problem ? [found.problem].flat() : []);
  $("futures-problem").hidden = !found.problem;
  $("stale").hidden = !stale;
  $("stale-why").textContent = stale ? `⚠ ${lost ? words.lost : words.stale}` : "";
  $("again").hidden = lost || state.problems.length > 0;
  $("futures").dataset.stale = stale;
  $("futures").dataset.figures = Boolean(found.figures);
  figures(found, words);
}

function progress(found, words) {
  const { doing, done } = found;
  $("futures-now").hidden = !going();
  $("futures-doing").textContent = going() ? [doing ? doing.text : words.working, doing && doing.left, found.note].filter(Boolean).join(" – ") : "";
  if (going() && done) { $("futures-bar").max = done[1]; $("futures-bar").value = done[0]; } else $("futures-bar").removeAttribute("value");
}

function figures(found, words) {
  const told = found.figures;
  $("futures-figures").hidden = !told;
  put($("futures-about"), [...(found.about || []), found.assumed].filter(Boolean).map((text) => make("li", text)));
  $("futures-about").hidden = !found.number || !(told || going());
  if (!told) return;
  keep($("futures-figures"), JSON.stringify([found.lang, told, found.stopped, found.page]), () => {
    $("futures-years").textContent = [told.years, found.stopped ? words.stopped : ""].filter(Boolean).join(" – ");
    if ($("futures-headline").textContent !== told.headline) $("futures-headline").textContent = told.headline;
    table($("futures-shares"), told.shares, words, words.what);
    list($("futures-returned"), told.returned);
    $("futures-often").hidden = !told.rules.length;
    table($("futures-often"), told.rules, words, words.rule, told.often);
    list($("futures-notes"), told.notes);
    const button = make("button", `${words.whole} ${found.page}`, { type: "button" });
    button.addEventListener("click", () => now.doing.fetch(found.page, "futures/page"));
    $("futures-page").replaceChildren(...(found.page ? [button] : []));
  });
}

function table(node, rows, words, what, caption) {
  const head = make("tr");
  head.append(make("th", what, { scope: "col" }), make("th", words.part, { scope: "col", class: "figure" }), make("th", words.margin, { scope: "col" }));
  put(node, [...(caption ? [make("caption", caption)] : []), make("thead"), make("tbody")].map((part) => {
    if (part.tagName === "THEAD") part.append(head);
    if (part.tagName === "TBODY") part.append(...rows.map(row));
    return part;
  }));
}

function row(each) {
  const line = make("tr");
  const margin = make("td", null, { class: "margin" });
  margin.append(make("span", each.margin), bar(each));
  line.append(make("th", each.name, { scope: "row" }), make("td", each.share, { class: "figure" }), margin);
  return line;
}

// Where a share stands between none and all of the years, and between which it lies: told in words beside it.
function bar({ at, low, high }) {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["viewBox", "0 0 100 8"], ["preserveAspectRatio", "none"], ["aria-hidden", "true"], ["class", "bar"]]) svg.setAttribute(name, value);
  for (const [name, x, width] of [["whole", 0, 100], ["between", Math.min(low, 99), Math.max(high - low, 1)], ["at", Math.min(Math.max(at - 0.3, 0), 99.4), 0.6]]) {
    const part = document.createElementNS(SVG, "rect");
    for (const [key, value] of [["class", name], ["x", x], ["y", name === "at" ? 0 : 2], ["width", width], ["height", name === "at" ? 8 : 4]]) part.setAttribute(key, value);
    svg.append(part);
  }
  return svg;
}
