// The page of a session: shows the state that the server works out, sends what is typed, keeps it if the server is gone.
import { WORDS } from "/static/words.js";
import { futures } from "/static/futures.js";
import { make, proposalFile, put, say, show as drawn } from "/static/drawing.js";

const $ = (id) => document.getElementById(id);
const READY = 2000; // milliseconds after which what draws years is started, so that a first question finds it ready
const PAUSE = 700; // milliseconds without a change, after which the verdict is looked at again by both engines
const TOKEN = new URLSearchParams(location.search).get("token") || sessionStorage.getItem("token") || "";
sessionStorage.setItem("token", TOKEN);
let lang = localStorage.getItem("lang") || ((navigator.language || "fr").startsWith("en") ? "en" : "fr");
let state = null;
let busy = null; // the change that is being judged
let again = false; // more was typed meanwhile
let pause = 0;
const typed = new Map(); // cells typed and not yet judged, by line and column
const ticked = new Map(); // who is there and what is presented, not yet taken
let whole = null; // lines that came or went and are not yet judged
let rows = [];

async function ask(path, body) {
  const options = { headers: { Authorization: `Bearer ${TOKEN}` } };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`, options);
  } catch (error) {
    $("dead").hidden = false;
    throw error;
  }
  $("dead").hidden = true;
  const found = await answer.json();
  if (answer.ok) return found;
  refused(found);
  return null;
}

function refused(found) {
  const errors = found.errors && found.errors.length ? found.errors : [{ message: found.message }];
  problems(errors.map((each) => ({ message: each.message[lang], hint: each.hint ? each.hint[lang] : "", where: each.where ? each.where[lang] : "" })));
}

function problems(list) {
  put($("problems"), list.map((each) => make("li", [each.where, each.message, each.hint].filter(Boolean).join(" – "))));
  $("problems").hidden = !list.length;
}

function show(found) {
  if (state && found.told < state.told && found.lang === state.lang) return; // an older answer that came late
  state = found;
  problems(found.problems);
  draw();
}

function draw() {
  for (const [name, value] of ticked) {
    if (name === "presented") Object.assign(state.presented, { rows: value, ticks: null });
    else if (name === "corrected") state.consigned.rows = state.consigned.rows.map((row) => ({ ...row, ...value.find((each) => each[state.key] === row[state.key]) }));
    else state[name] = value;
  }
  rows = (whole || state.rows).map((row) => ({ ...row }));
  for (const [place, text] of typed) {
    const [line, column] = JSON.parse(place);
    const row = rows.find((each) => each[state.key] === line);
    if (row) row[column] = text;
  }
  drawn(state, rows, WORDS[lang], doing);
  futures(state, WORDS[lang], doing);
}

// What is typed goes at once; while it is judged the rest waits, and goes in one piece.
async function flush() {
  if (busy) { again = true; return; }
  clearTimeout(pause);
  const sent = [...typed];
  const list = whole;
  const marks = [...ticked];
  const cells = sent.map(([place, text]) => { const [line, column] = JSON.parse(place); return { line, column, text }; });
  busy = ask("/v1/session/what", { rows: list, cells, ...Object.fromEntries(marks) });
  try {
    const found = await busy;
    for (const [place, text] of sent) if (typed.get(place) === text) typed.delete(place);
    for (const [name, value] of marks) if (ticked.get(name) === value) ticked.delete(name);
    if (whole === list) whole = null;
    if (found) { show(found); looked(); }
  } catch {
    setTimeout(() => { if (typed.size || ticked.size || whole) flush(); }, 1000); // the server is gone: what is typed stays, and goes when it is back
  } finally {
    busy = null;
  }
  if (again) { again = false; flush(); }
}

function looked() {
  clearTimeout(pause);
  pause = setTimeout(() => ask("/v1/session/pause", {}).then((found) => found && show(found), () => {}), PAUSE);
}

async function act(path, body) {
  while (busy) await busy.catch(() => {});
  const found = await ask(path, typeof body === "function" ? body() : body).catch(() => null);
  if (found) { show(found); looked(); }
  return found;
}
const what = (change) => act("/v1/session/what", change);
async function attempt(body) {
  $("elsewhere").textContent = WORDS[lang].working;
  try { return await act("/v1/session/try", body); } finally { $("elsewhere").textContent = ""; }
}

const doing = {
  type(line, column, text) {
    const row = rows.find((each) => each[state.key] === line);
    if (row) row[column] = text;
    typed.set(JSON.stringify([line, column]), text);
    flush();
  },
  rows(list) { whole = list; draw(); flush(); },
  add() { doing.rows([...rows, { [state.key]: fresh() }]); },
  remove(line) { doing.rows(rows.filter((row) => row[state.key] !== line)); },
  fix(line) { return attempt({ what: "fix", line }); },
  way(number) { return attempt({ what: "way", number }); },
  read(key, value) { return what({ readings: Object.fromEntries(state.readings.map((each) => [each.key, each.key === key ? value : each.chosen])) }); },
  ask,
  async futures(body) {
    while (busy) await busy.catch(() => {});
    return ask("/v1/session/futures", body).catch(() => null);
  },
  tick(name, value) { ticked.set(name, value); flush(); },
  async fetch(name, path = `file/${encodeURIComponent(name)}`) {
    const answer = await fetch(`/v1/session/${path}?lang=${lang}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
    if (answer.ok) give(await answer.blob(), name); else refused(await answer.json());
  },
};

// The name of a new line: the one that the server says comes next, or the first after it that is free.
function fresh() {
  let name = state.next;
  while (rows.some((row) => row[state.key] === name)) name = name.replace(/\d+$/, (digits) => String(Number(digits) + 1).padStart(digits.length, "0"));
  return name;
}

function give(blob, name) {
  const link = make("a", null, { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function drop(files) {
  const content = {};
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    content[file.name] = btoa(text);
  }
  await act("/v1/session/files", { files: content });
  $("files").value = "";
}

$("files").addEventListener("change", () => drop($("files").files));
document.addEventListener("dragover", (event) => { event.preventDefault(); $("drop").classList.add("over"); });
document.addEventListener("dragleave", () => $("drop").classList.remove("over"));
document.addEventListener("drop", (event) => { event.preventDefault(); $("drop").classList.remove("over"); if (event.dataTransfer.files.length) drop(event.dataTransfer.files); });
$("session").addEventListener("change", () => what({ session: $("session").value }));
$("as-of").addEventListener("change", () => $("as-of").value && what({ as_of: $("as-of").value }));
$("add").addEventListener("click", () => {
  doing.add();
  const field = $("lines").tBodies[0].rows[rows.length - 1]?.cells[1]?.firstChild;
  if (field) field.focus();
});
$("requests").addEventListener("click", () => attempt({ what: "requests" }));
$("undo").addEventListener("click", () => attempt({ what: "undo" }));
$("repair").addEventListener("click", () => attempt({ what: "repair" }));
$("method").addEventListener("change", () => { if ($("method").value) attempt({ what: "share", method: $("method").value }); $("method").value = ""; });
$("vote").addEventListener("click", () => act("/v1/session/consign", () => ({ seen: state.version })));
$("save").addEventListener("click", () => give(proposalFile(state, rows), "proposition.csv"));
$("lang").addEventListener("change", () => { lang = $("lang").value; localStorage.setItem("lang", lang); act("/v1/session"); });
$("projector").addEventListener("click", () => $("projector").setAttribute("aria-pressed", String(document.body.classList.toggle("projector"))));
window.addEventListener("beforeunload", (event) => { if (typed.size || ticked.size || whole) event.preventDefault(); });

// What changes elsewhere: another browser of the session, a second look.
function told(found) {
  if (!state || found.version === state.version) return;
  const words = WORDS[lang];
  const key = found.key;
  const before = new Map(rows.map((row) => [row[key], row]));
  const after = new Map(found.rows.map((row) => [row[key], row]));
  const said = [...before.keys()].filter((id) => !after.has(id)).map((id) => `${id} ${words.gone}`);
  for (const [id, row] of after) {
    const was = before.get(id);
    if (!was) said.push(`${id} ${words.added}`);
    else for (const each of found.columns) if ((was[each.code] || "") !== (row[each.code] || "")) said.push(`${id} ${each.header} ${was[each.code] || "–"} → ${row[each.code] || "–"}`);
  }
  $("elsewhere").textContent = said.length ? `${words.elsewhere} ${said.join(" ; ")}` : "";
}

async function follow() {
  for (;;) {
    try {
      const since = state && state.lang === lang ? state.told : -1;
      const found = await ask(`/v1/session?since=${since}`);
      if (found && found.lang === lang && !busy && (!state || found.told > state.told)) { told(found); show(found); }
      if (!found) await new Promise((done) => setTimeout(done, 1000));
    } catch {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}
say(lang, WORDS[lang]);
follow();
looked();
setTimeout(() => ask("/v1/session/futures?ready=true").catch(() => {}), READY);
