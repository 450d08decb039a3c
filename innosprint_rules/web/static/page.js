// The page of a session: shows the state that the server works out, sends what is typed, keeps it if the server is gone.
const WORDS = {
  fr: { skip: "Aller aux lignes", language: "Langue", projector: "Vidéoprojecteur", dead: "Le serveur ne répond plus : rien de ce qui est écrit ici n’est perdu ; relancez « innosprint serve » ou attendez.", open: "Dossier", choose: "Déposer ou choisir un classeur, ou les fichiers d’un dossier :", lines: "Lignes à voter", session: "Session", day: "Jour", add: "Ajouter une ligne", undo: "Annuler", repair: "Rendre conforme", share: "Répartir", investor: "au mieux des notes (investor)", proportional: "à parts égales (proportional)", greedy: "les mieux notées d’abord (greedy)", save: "Enregistrer la proposition", paste: "Des lignes copiées d’un tableur se collent dans une cellule.", caption: "Lignes proposées et verdict", balance: "Solde", steps: "À faire", consign: "Consigner le vote", present: "Présents", by: "Décideurs (sans réponse : les présents)", vote: "Consigner dans une copie", readings: "Lectures du texte", verdict: "Verdict", remove: "Retirer", before: "avant", after: "si tout est voté", accepted: "acceptée", refused: "refusée", unread: "Les données ne peuvent être lues", file: "Télécharger", none: "Aucune ligne proposée" },
  en: { skip: "Go to the lines", language: "Language", projector: "Projector", dead: "The server does not answer: nothing written here is lost; start “innosprint serve” again or wait.", open: "Dossier", choose: "Drop or choose a workbook, or the files of a folder:", lines: "Lines to vote", session: "Session", day: "Day", add: "Add a line", undo: "Undo", repair: "Make it comply", share: "Share out", investor: "best for the scores (investor)", proportional: "the same part of each (proportional)", greedy: "best rated first (greedy)", save: "Save the proposal", paste: "Rows copied from a spreadsheet can be pasted into a cell.", caption: "Proposed lines and verdict", balance: "Balance", steps: "To do", consign: "Write the vote down", present: "Present", by: "Deciders (none chosen: those present)", vote: "Write it into a copy", readings: "Readings of the text", verdict: "Verdict", remove: "Remove", before: "before", after: "if all is voted", accepted: "accepted", refused: "refused", unread: "The data cannot be read", file: "Download", none: "No line is proposed" },
};
const $ = (id) => document.getElementById(id);
const TOKEN = new URLSearchParams(location.search).get("token") || sessionStorage.getItem("token") || "";
sessionStorage.setItem("token", TOKEN);
let lang = localStorage.getItem("lang") || ((navigator.language || "fr").startsWith("en") ? "en" : "fr");
let state = null;
let rows = [];
let sending = 0;
let timer = 0;

function make(tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

async function ask(path, body) {
  const joined = path.includes("?") ? "&" : "?";
  const options = { headers: { Authorization: `Bearer ${TOKEN}` } };
  if (body !== undefined) {
    options.method = "POST";
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let answer;
  try {
    answer = await fetch(`${path}${joined}lang=${lang}`, options);
  } catch (error) {
    $("dead").hidden = false;
    throw error;
  }
  $("dead").hidden = true;
  const found = await answer.json();
  if (!answer.ok) {
    const errors = found.errors && found.errors.length ? found.errors : [{ message: found.detail }];
    problems(errors.map((each) => ({ message: each.message[lang], hint: each.hint ? each.hint[lang] : "", where: each.where ? each.where[lang] : "" })));
    return null;
  }
  return found;
}

async function send(path, body) {
  sending += 1;
  const mine = sending;
  const found = await ask(path, body);
  if (found && mine === sending) show(found);
  return found;
}

function problems(list) {
  $("problems").replaceChildren(...list.map((each) => make("li", [each.where, each.message, each.hint].filter(Boolean).join(" – "))));
}

function show(found) {
  state = found;
  const words = WORDS[lang];
  const typing = document.activeElement && document.activeElement.closest("#lines tbody");
  const place = typing ? document.activeElement.dataset.at : null;
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = words[node.dataset.say];
  $("lang").value = lang;
  $("title").textContent = found.title;
  $("name").textContent = found.name;
  const head = found.headline || { text: words.unread, kind: "unknown", beside: "" };
  $("verdict").textContent = head.text;
  $("verdict").dataset.kind = head.kind;
  $("beside").textContent = head.beside;
  document.title = `${head.text} – innosprint`;
  problems(found.problems);
  choices($("session"), found.sessions.map((each) => [each.code, `${each.code} ${each.day}`]), found.session);
  if (found.as_of && document.activeElement !== $("as-of")) $("as-of").value = found.as_of;
  $("undo").disabled = !found.undo;
  if (!timer) rows = found.rows.map((row) => ({ ...row }));
  table(place);
  balance(found, words);
  $("steps").replaceChildren(...found.steps.map((each) => make("li", [each.when, each.who, each.what].filter(Boolean).join(" – "))));
  members("present", found.members);
  members("by", found.members);
  $("written").replaceChildren(...found.files.map((name) => {
    const button = make("button", `${words.file} ${name}`, { type: "button" });
    button.addEventListener("click", () => fetchFile(name));
    const item = make("li");
    item.append(button);
    return item;
  }));
  readings(found);
}

function choices(select, options, chosen) {
  const list = options.some(([value]) => value === chosen) ? options : [["", ""], ...options];
  select.replaceChildren(...list.map(([value, text]) => make("option", text, { value })));
  select.value = chosen || "";
}

function table(place) {
  const words = WORDS[lang];
  const head = make("tr");
  for (const each of state.columns) head.append(make("th", each.header, { scope: "col" }));
  head.append(make("th", words.verdict, { scope: "col" }), make("th", words.remove, { scope: "col" }));
  $("lines").tHead.replaceChildren(head);
  const body = $("lines").tBodies[0];
  const judged = new Map(state.lines.map((line) => [line.id, line]));
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((row, number) => {
    let line = body.rows[number];
    if (!line) {
      line = body.insertRow();
      for (const each of state.columns) line.append(cell(each, number));
      line.append(make("td", null, { class: "verdict" }));
      const gone = make("td");
      const button = make("button", "×", { type: "button" });
      button.addEventListener("click", () => { rows.splice(line.rowIndex - 1, 1); changed(0); table(null); });
      gone.append(button);
      line.append(gone);
    }
    state.columns.forEach((each, at) => {
      const field = line.cells[at].firstChild;
      line.cells[at].dataset.header = each.header;
      field.setAttribute("aria-label", `${each.header}, ${row.id || number + 1}`);
      if (field.options && field.options.length) { field.options[0].textContent = words.accepted; field.options[1].textContent = words.refused; }
      const value = each.code === state.status ? (row[each.code] === state.refused ? state.refused : "") : row[each.code] || "";
      if (field !== document.activeElement && field.value !== value) field.value = value;
    });
    line.cells[state.columns.length + 1].firstChild.setAttribute("aria-label", `${words.remove} ${row.id || number + 1}`);
    verdict(line.cells[state.columns.length], judged.get(row.id), words);
  });
  if (place) { const again = body.querySelector(`[data-at="${CSS.escape(place)}"]`); if (again && again !== document.activeElement) again.focus(); }
}

function cell(column, number) {
  const td = make("td");
  let field;
  if (column.code === state.status) {
    field = make("select");
    field.append(make("option", "", { value: "" }), make("option", "", { value: state.refused }));
  } else {
    field = make("input", null, { type: "text", autocomplete: "off", inputmode: column.code === state.amount ? "decimal" : "text" });
  }
  field.dataset.at = `${number}/${column.code}`;
  const take = () => { rows[td.parentNode.rowIndex - 1][column.code] = field.value; changed(120); };
  field.addEventListener("input", take);
  field.addEventListener("change", take);
  field.addEventListener("paste", (event) => paste(event, td.parentNode.rowIndex - 1, column.code));
  td.append(field);
  return td;
}

function verdict(td, line, words) {
  td.dataset.header = words.verdict;
  td.replaceChildren();
  if (!line) return;
  td.append(make("span", `${line.mark} ${line.word}`, { class: "mark" }));
  if (!line.why.length) return;
  const list = make("ul", null, { class: "why" });
  for (const each of line.why) list.append(make("li", [`${each.rule} ${each.text}`, each.remedy].filter(Boolean).join(" → ")));
  td.append(list);
}

function paste(event, row, code) {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const codes = state.columns.map((each) => each.code);
  const start = codes.indexOf(code);
  text.split("\n").forEach((line, down) => {
    rows[row + down] = rows[row + down] || {};
    line.split("\t").forEach((value, right) => { if (codes[start + right]) rows[row + down][codes[start + right]] = value; });
  });
  changed(0);
}

function changed(wait) {
  clearTimeout(timer);
  timer = setTimeout(() => { timer = 0; send("/v1/session/what", { rows: rows.map((row) => ({ ...row })) }).catch(() => {}); }, wait);
}

function balance(found, words) {
  const two = found.balance.some((each) => each.amounts.length > 1);
  const head = make("tr");
  head.append(make("th", words.balance, { scope: "col" }), make("th", two ? words.before : "€", { scope: "col", class: "figure" }));
  if (two) head.append(make("th", words.after, { scope: "col", class: "figure" }));
  $("balance").tHead.replaceChildren(head);
  $("balance").tBodies[0].replaceChildren(...found.balance.map((each) => {
    const line = make("tr");
    line.append(make("th", each.over ? `✗ ${each.name}` : each.name, { scope: "row" }));
    for (const value of each.amounts) line.append(make("td", value, { class: "figure" }));
    return line;
  }));
}

function members(id, names) {
  const box = $(id);
  if (box.querySelectorAll("input").length === names.length) return;
  for (const node of [...box.querySelectorAll("label")]) node.remove();
  for (const name of names) {
    const label = make("label", null, { class: "chip" });
    const input = make("input", null, { type: "checkbox", value: name });
    label.append(input, ` ${name}`);
    box.append(label);
  }
}

const ticked = (id) => [...$(id).querySelectorAll("input:checked")].map((each) => each.value).join("; ") || null;

function readings(found) {
  $("readings").replaceChildren(...found.readings.map((each) => {
    const line = make("p");
    const label = make("label", `${each.key} ${each.question} `);
    const select = make("select");
    for (const option of each.options) select.append(make("option", option.text, { value: option.value }));
    select.value = each.chosen;
    select.addEventListener("change", () => {
      const chosen = Object.fromEntries(found.readings.map((other) => [other.key, other.key === each.key ? select.value : other.chosen]));
      send("/v1/session/what", { readings: chosen });
    });
    label.append(select);
    line.append(label);
    return line;
  }));
}

async function fetchFile(name) {
  const answer = await fetch(`/v1/session/file/${encodeURIComponent(name)}`, { headers: { Authorization: `Bearer ${TOKEN}` } });
  const link = make("a", null, { href: URL.createObjectURL(await answer.blob()), download: name });
  link.click();
}

async function drop(files) {
  const content = {};
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    let text = "";
    for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
    content[file.name] = btoa(text);
  }
  await send("/v1/session/files", { files: content });
}

$("files").addEventListener("change", () => drop($("files").files));
document.addEventListener("dragover", (event) => { event.preventDefault(); $("drop").classList.add("over"); });
document.addEventListener("drop", (event) => { event.preventDefault(); $("drop").classList.remove("over"); if (event.dataTransfer.files.length) drop(event.dataTransfer.files); });
$("session").addEventListener("change", () => send("/v1/session/what", { session: $("session").value }));
$("as-of").addEventListener("change", () => $("as-of").value && send("/v1/session/what", { as_of: $("as-of").value }));
$("add").addEventListener("click", () => { rows.push({}); changed(0); table(`${rows.length - 1}/${state.columns[1].code}`); });
$("undo").addEventListener("click", () => send("/v1/session/try", { what: "undo" }));
$("repair").addEventListener("click", () => send("/v1/session/try", { what: "repair" }));
$("method").addEventListener("change", () => { if ($("method").value) send("/v1/session/try", { what: "share", method: $("method").value }); $("method").value = ""; });
$("vote").addEventListener("click", () => send("/v1/session/consign", { present: ticked("present"), by: ticked("by"), seen: state.version }));
$("save").addEventListener("click", () => {
  const quote = (text) => (/[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : /^[=+\-@\t\r]/.test(text) ? `'${text}` : text);
  const codes = state.columns.map((each) => each.code);
  const lines = [["session", ...codes], ...rows.map((row) => [state.session || "", ...codes.map((code) => row[code] || "")])];
  const blob = new Blob(["\ufeff", lines.map((line) => line.map(quote).join(";")).join("\r\n"), "\r\n"], { type: "text/csv" });
  make("a", null, { href: URL.createObjectURL(blob), download: "proposition.csv" }).click();
});
$("lang").addEventListener("change", () => { lang = $("lang").value; localStorage.setItem("lang", lang); send("/v1/session"); });
$("projector").addEventListener("click", () => {
  const on = document.body.classList.toggle("projector");
  $("projector").setAttribute("aria-pressed", String(on));
});

async function follow() {
  for (;;) {
    try {
      const found = await ask(`/v1/session?since=${state ? state.version : -1}`);
      if (found && !timer && (!state || found.version !== state.version || found.lang !== state.lang) && found.lang === lang) show(found);
    } catch {
      await new Promise((done) => setTimeout(done, 1000));
    }
  }
}
send("/v1/session").then(follow, follow);
