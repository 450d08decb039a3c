// What is on the page: drawn from the state alone, every text as a text; what is being typed is left as it is.
const $ = (id) => document.getElementById(id);

export function make(tag, text, attributes = {}) {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) node.textContent = text;
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  return node;
}

// Replaces what a node holds, unless it would look the same: the focus and what a screen reader tells stay in place.
export function put(node, list) {
  const whole = make(node.tagName);
  whole.append(...list);
  if (whole.innerHTML === node.innerHTML) return false;
  node.replaceChildren(...whole.childNodes);
  return true;
}

function button(text, work, attributes = {}) {
  const node = make("button", text, { type: "button", ...attributes });
  node.addEventListener("click", work);
  return node;
}

// What the page says of itself: there before the server has answered.
export function say(lang, words) {
  document.documentElement.lang = lang;
  for (const node of document.querySelectorAll("[data-say]")) {
    const text = words[node.dataset.say];
    if (node.textContent !== text) node.textContent = text;
  }
  $("lang").value = lang;
}

export function show(state, rows, words, doing) {
  say(state.lang, words);
  $("title").textContent = state.title;
  $("name").textContent = state.name;
  const head = state.headline || { text: words.unread, kind: "unknown", beside: "" };
  if ($("verdict").textContent !== head.text) $("verdict").textContent = head.text;
  $("verdict").dataset.kind = head.kind;
  $("verdict").dataset.version = state.version;
  $("beside").textContent = head.beside;
  document.title = `${head.text} – innosprint`;
  unread(state.unread, words, doing);
  choices($("session"), state.sessions.map((each) => [each.code, `${each.code} ${each.day}`]), state.session);
  if (document.activeElement !== $("as-of")) $("as-of").value = state.as_of;
  $("undo").disabled = !state.undo;
  $("requests").disabled = !state.requests;
  $("repair").disabled = !state.lines.some((line) => line.broken);
  ways(state, words, doing);
  lines(state, rows, words, doing);
  $("second").textContent = state.second ? `${state.second.ok ? "✓" : "✗"} ${state.second.text}` : "";
  if (state.second && !state.second.ok) $("second").setAttribute("role", "alert"); else $("second").removeAttribute("role");
  balance(state, words);
  list($("steps"), state.steps.map((each) => [each.when, each.who, each.what].filter(Boolean).join(" – ")));
  list($("missing"), state.missing.map(([text, depth]) => "\u2003".repeat(Math.max(0, depth - 1)) + text));
  $("steps-part").hidden = !state.steps.length;
  $("missing-part").hidden = !state.missing.length;
  others(state);
  names("present", state, doing);
  names("by", state, doing);
  presented(state, words, doing);
  consigned(state, words, doing);
  const files = state.files.map((name) => { const item = make("li"); item.append(button(`${words.file} ${name}`, () => doing.fetch(name), { "data-file": name })); return item; });
  const notes = state.notes.map((text) => make("li", text));
  keep($("written"), JSON.stringify([words.file, state.files, state.notes]), () => $("written").replaceChildren(...notes, ...files));
  keep($("readings"), JSON.stringify(state.readings), () => readings(state, doing));
}

// Draws a part again only where what it shows has changed.
export function keep(node, shown, draw) {
  if (node.dataset.shown === shown) return;
  node.dataset.shown = shown;
  draw();
}

export function list(node, texts) { put(node, texts.map((text) => make("li", text))); }

function choices(select, options, chosen) {
  const all = options.some(([value]) => value === chosen) ? options : [["", "–"], ...options];
  put(select, all.map(([value, text]) => make("option", text, { value })));
  select.value = chosen || "";
}

function ways(state, words, doing) {
  const shown = state.ways.length > 1 ? state.ways : [];
  $("ways").hidden = !shown.length;
  keep($("ways"), JSON.stringify([words.other, shown]), () => $("ways").replaceChildren(...shown.map((text, number) => {
    const item = make("li");
    item.append(button(`${words.other} ${text}`, () => doing.way(number)));
    return item;
  })));
}

// What was dropped and could not be read: what to mend, and the files in which it is marked.
function unread(found, words, doing) {
  $("unread").hidden = !found;
  keep($("unread"), JSON.stringify([words.mend, found]), () => $("unread").replaceChildren(...(!found ? [] : [
    make("p", `${words.mend} ${found.name}`),
    make("ul"),
    ...found.files.map((each) => button(`${words.file} ${each.name}`, () => doing.fetch(each.name, `unread/${each.form}`), { "data-unread": each.form })),
  ])));
  if (found) list($("unread").querySelector("ul"), found.problems);
}

// lines --------------------------------------------------------------------------------------------------------------

function lines(state, rows, words, doing) {
  const head = make("tr");
  for (const each of state.columns) head.append(make("th", each.header, { scope: "col", ...(state.prose.includes(each.code) ? { class: "prose" } : {}) }));
  head.append(make("th", words.verdict, { scope: "col" }), make("th", words.remove, { scope: "col" }));
  put($("lines").tHead, [head]);
  const body = $("lines").tBodies[0];
  const judged = new Map(state.lines.map((line) => [line.id, line]));
  while (body.rows.length > rows.length) body.deleteRow(-1);
  rows.forEach((row, number) => {
    const line = body.rows[number] || blank(body, state, doing, number);
    line.dataset.line = row[state.key] || "";
    state.columns.forEach((each, at) => {
      const field = line.cells[at].firstChild;
      line.cells[at].dataset.header = each.header;
      field.setAttribute("aria-label", `${each.header}, ${row[state.key] || number + 1}`);
      if (field.options) { field.options[0].textContent = words.accepted; field.options[1].textContent = words.refused; }
      const value = each.code === state.status ? (row[each.code] === state.refused ? state.refused : "") : row[each.code] || "";
      if (field.value !== value && !(field === document.activeElement && line.dataset.line === field.dataset.line && field.dataset.typing)) field.value = value;
      field.dataset.line = line.dataset.line;
      if (state.problems.some((one) => one.line === line.dataset.line && one.column === each.code)) field.setAttribute("aria-invalid", "true"); else field.removeAttribute("aria-invalid");
    });
    line.lastChild.firstChild.setAttribute("aria-label", `${words.remove} ${row[state.key] || number + 1}`);
    verdict(line.cells[state.columns.length], judged.get(row[state.key]), words, doing);
  });
}

function blank(body, state, doing, number) {
  const line = body.insertRow();
  for (const each of state.columns) line.append(cell(each, state, doing, number));
  line.append(make("td", null, { class: "verdict" }));
  const gone = make("td");
  gone.append(button("×", () => doing.remove(line.dataset.line)));
  line.append(gone);
  return line;
}

function cell(column, state, doing, number) {
  const td = make("td");
  let field;
  if (column.code === state.status) {
    field = make("select");
    field.append(make("option", "", { value: "" }), make("option", "", { value: state.refused }));
  } else if (state.prose.includes(column.code)) {
    field = make("textarea", null, { rows: "1" });
    td.className = "prose";
  } else {
    field = make("input", null, { type: "text", autocomplete: "off", inputmode: column.code === state.amount ? "decimal" : "text" });
    if (column.code === state.key) field.readOnly = true;
  }
  field.dataset.at = `${number}/${column.code}`;
  const take = () => { field.dataset.typing = "1"; doing.type(td.parentNode.dataset.line, column.code, field.value); };
  field.addEventListener(column.code === state.status ? "change" : "input", take);
  field.addEventListener("blur", () => { delete field.dataset.typing; });
  field.addEventListener("paste", (event) => paste(event, td.parentNode.rowIndex - 1, column.code, state, doing));
  td.append(field);
  return td;
}

function verdict(td, line, words, doing) {
  td.dataset.header = words.verdict;
  keep(td, JSON.stringify([line, words.verdict]), () => {
    td.replaceChildren();
    if (!line) return;
    td.append(make("span", `${line.mark} ${line.word}`, { class: "mark" }));
    const why = make("ul", null, { class: "why" });
    for (const each of line.why) why.append(make("li", [`${each.rule} ${each.text}`, each.remedy].filter(Boolean).join(" → ")));
    if (line.why.length) td.append(why);
    if (line.fix) td.append(button(line.fix.charAt(0).toUpperCase() + line.fix.slice(1), () => doing.fix(line.id), { class: "fix" }));
  });
}

// Rows copied from a spreadsheet: a first row of headers says which columns they are, else they follow the cell.
function paste(event, at, code, state, doing) {
  const text = event.clipboardData.getData("text/plain").replace(/\r\n?/g, "\n").replace(/\n$/, "");
  if (!/[\t\n]/.test(text)) return;
  event.preventDefault();
  const codes = state.columns.map((each) => each.code);
  const table = cells(text);
  const names = new Map();
  const fold = (name) => name.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("_", " ").trim().toLowerCase();
  for (const each of [...state.file, ...state.columns]) names.set(fold(each.header), each.code).set(fold(each.code), each.code);
  const heads = table[0].map((name) => names.get(fold(name)));
  const titled = heads.filter(Boolean).length > 1;
  const into = titled ? heads : codes.slice(codes.indexOf(code));
  const rows = state.rows.map((row) => ({ ...row }));
  table.slice(titled ? 1 : 0).forEach((line, down) => {
    const row = rows[at + down] || (rows[at + down] = {});
    line.forEach((value, right) => { if (into[right] && !(into[right] === state.key && !value)) row[into[right]] = value; });
  });
  doing.rows(rows);
}

// A spreadsheet quotes a cell that holds a line break, a tab or a quote.
function cells(text) {
  const table = [[""]];
  for (let at = 0; at < text.length; at += 1) {
    const row = table[table.length - 1];
    if (text[at] === '"' && row[row.length - 1] === "" && /^"(?:[^"]|"")*"(?=\t|\n|$)/.test(text.slice(at))) {
      const quoted = text.slice(at).match(/^"((?:[^"]|"")*)"/);
      row[row.length - 1] = quoted[1].replaceAll('""', '"');
      at += quoted[0].length - 1;
    } else if (text[at] === "\t") row.push("");
    else if (text[at] === "\n") table.push([""]);
    else row[row.length - 1] += text[at];
  }
  return table;
}

// A file that `check --proposal` reads and a French spreadsheet opens: made here, so that it can be saved without a server.
export function proposalFile(state, rows) {
  const quote = (text) => { const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text; return /[;"\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe; };
  const value = (row, code) => (code === state.meeting ? row[code] || state.session : code === state.amount ? (row[code] || "").replace(/^(\d+)\.(\d\d)$/, "$1,$2") : row[code]) || "";
  const table = [state.file.map((each) => each.header), ...rows.map((row) => state.file.map((each) => value(row, each.code)))];
  return new Blob(["\ufeff", table.map((line) => line.map(quote).join(";")).join("\r\n"), "\r\n"], { type: "text/csv" });
}

// the rest -----------------------------------------------------------------------------------------------------------

function balance(state, words) {
  const two = state.balance.some((each) => each.amounts.length > 1);
  const head = make("tr");
  head.append(make("th", words.balance, { scope: "col" }), make("th", two ? words.before : "€", { scope: "col", class: "figure" }));
  if (two) head.append(make("th", words.after, { scope: "col", class: "figure" }));
  put($("balance").tHead, [head]);
  put($("balance").tBodies[0], state.balance.map((each) => {
    const line = make("tr");
    line.append(make("th", each.over ? `✗ ${each.name}` : each.name, { scope: "row" }));
    for (const value of each.amounts) line.append(make("td", value, { class: "figure" }));
    return line;
  }));
}

function others(state) {
  $("others").hidden = !state.others.length;
  put($("others").lastElementChild, state.others.flatMap((each) => {
    const why = make("ul");
    for (const one of each.why) why.append(make("li", [`${one.rule} ${one.text}`, one.remedy].filter(Boolean).join(" → ")));
    return [make("h3", each.title), why];
  }));
}

function names(id, state, doing) {
  const box = $(id);
  keep(box, JSON.stringify(state.members), () => {
    for (const node of box.querySelectorAll("label")) node.remove();
    for (const name of state.members) {
      const label = make("label", null, { class: "chip" });
      const input = make("input", null, { type: "checkbox", value: name });
      input.addEventListener("change", () => doing.tick(id, [...box.querySelectorAll("input:checked")].map((each) => each.value)));
      label.append(input, ` ${name}`);
      box.append(label);
    }
  });
  for (const input of box.querySelectorAll("input")) input.checked = state[id].includes(input.value);
}

function presented(state, words, doing) {
  const found = state.presented;
  $("presented-part").hidden = !found || !found.rows.length;
  if (!found) return;
  keep($("presented"), JSON.stringify([words.told, found.columns, found.rows.map((row) => row[found.who])]), () => {
    const head = make("tr");
    head.append(make("th", found.heading, { scope: "col" }), ...found.columns.map((each) => make("th", each.header, { scope: "col" })));
    $("presented").tHead.replaceChildren(head);
    $("presented").tBodies[0].replaceChildren(...found.rows.map((row) => {
      const line = make("tr");
      line.append(make("th", row[found.who], { scope: "row" }));
      for (const each of found.columns) {
        const td = make("td");
        const input = make("input", null, { type: "checkbox", "aria-label": `${each.header}, ${row[found.who]}`, "data-who": row[found.who], "data-code": each.code });
        const text = make("input", null, { type: "text", autocomplete: "off", maxlength: "5000", "aria-label": `${each.header}, ${row[found.who]}, ${words.told}`, placeholder: words.told, "data-said": row[found.who], "data-code": each.code });
        input.addEventListener("change", () => { if (!input.checked) text.value = ""; doing.tick("presented", ticks(found)); });
        text.addEventListener("change", () => { if (text.value.trim()) input.checked = true; doing.tick("presented", ticks(found)); });
        td.append(input, text);
        line.append(td);
      }
      return line;
    }));
  });
  found.rows.forEach((row, at) => {
    for (const each of found.columns) {
      const [input, text] = pair(row[found.who], each.code);
      const cell = row[each.code] || "";
      const plain = PLAIN.includes(cell);
      input.checked = found.ticks ? found.ticks[at][each.code] : Boolean(cell) && cell !== "non";
      input.dataset.cell = cell;
      if (text !== document.activeElement && text.value !== (plain ? "" : cell)) text.value = plain ? "" : cell;
    }
  });
}

const PLAIN = ["oui", "non"]; // what a tick says without words

function pair(who, code) {
  const at = `="${CSS.escape(who)}"][data-code="${CSS.escape(code)}"]`;
  return [$("presented").querySelector(`[data-who${at}`), $("presented").querySelector(`[data-said${at}`)];
}

function ticks(found) {
  return found.rows.map((row) => ({ [found.who]: row[found.who], ...Object.fromEntries(found.columns.map((each) => {
    const [input, text] = pair(row[found.who], each.code);
    if (!input) return [each.code, row[each.code] || ""]; // the line is gone meanwhile
    return [each.code, text.value.trim() || (input.checked ? "oui" : input.dataset.cell === "non" ? "non" : "")];
  })) }));
}

// What is consigned already, to be corrected once no other line is to be voted.
function consigned(state, words, doing) {
  const { columns, rows, open } = state.consigned;
  $("consigned-part").hidden = !rows.length;
  $("consigned-note").hidden = !rows.length || open;
  keep($("consigned"), JSON.stringify([state.lang, columns, rows.map((row) => row[state.key])]), () => {
    const head = make("tr");
    head.append(...columns.map((each) => make("th", each.header, { scope: "col" })));
    $("consigned").tHead.replaceChildren(head);
    $("consigned").tBodies[0].replaceChildren(...rows.map((row) => {
      const line = make("tr");
      for (const each of columns) {
        const td = make(each.code === state.key ? "th" : "td", null, each.code === state.key ? { scope: "row" } : {});
        const name = { "aria-label": `${each.header}, ${row[state.key]}`, "data-line": row[state.key], "data-code": each.code };
        if (each.code === state.status) {
          const field = make("select", null, name);
          field.append(make("option", words.accepted, { value: "" }), make("option", words.refused, { value: state.refused }));
          td.append(field);
        } else if (each.code === state.amount) td.append(make("input", null, { type: "text", inputmode: "decimal", autocomplete: "off", ...name }));
        else td.textContent = row[each.code] || "";
        if (td.firstElementChild) td.firstElementChild.addEventListener("change", () => doing.tick("corrected", corrected(state)));
        line.append(td);
      }
      return line;
    }));
  });
  for (const field of $("consigned").querySelectorAll("[data-line]")) {
    const row = rows.find((each) => each[state.key] === field.dataset.line);
    const cell = (row && row[field.dataset.code]) || "";
    const value = field.dataset.code === state.status && cell !== state.refused ? "" : cell;
    field.disabled = !open;
    if (field !== document.activeElement && field.value !== value) field.value = value;
  }
}

function corrected(state) {
  return state.consigned.rows.map((row) => ({ [state.key]: row[state.key], ...Object.fromEntries([...$("consigned").querySelectorAll(`[data-line="${CSS.escape(row[state.key])}"]`)].map((field) => [field.dataset.code, field.value])) }));
}

function readings(state, doing) {
  $("readings").replaceChildren(...state.readings.map((each) => {
    const line = make("p");
    const label = make("label", `${each.key} ${each.question} `);
    const select = make("select");
    for (const option of each.options) select.append(make("option", option.text, { value: option.value }));
    select.value = each.chosen;
    select.addEventListener("change", () => doing.read(each.key, select.value));
    label.append(select);
    line.append(label);
    return line;
  }));
}
