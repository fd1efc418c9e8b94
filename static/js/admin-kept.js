// Keeps in this browser what an editor types, until it is sent and saved: a page left, a tab
// closed or a session that ended loses nothing. Without this script the form works as it is.

const form = document.querySelector("form[data-kept]");
const prefix = "archive-kept:";
const days = 14;

function read(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch { /* full, or not allowed: the page works without */ }
}

function forgetOld() {
  for (const key of Object.keys(localStorage)) {
    if (!key.startsWith(prefix)) continue;
    const kept = read(key);
    if (!kept || Date.now() - kept.at > days * 864e5) localStorage.removeItem(key);
  }
}

// A page that says that something was saved: what was sent from here needs no keeping.
if (document.querySelector(".messagelist .success")) {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(prefix) && read(key)?.sent) localStorage.removeItem(key);
  }
}

if (form) {
  forgetOld();
  const key = prefix + form.dataset.kept;
  // Hidden fields that say what the page was opened with.
  const bases = (form.dataset.base ?? "").split(" ").map((name) => form.elements[name]).filter(Boolean);
  const typed = [...form.elements].filter((field) => field.matches("textarea[name], input[type=text][name], input[type=url][name]"));
  const values = () => Object.fromEntries(typed.map((field) => [field.name, field.value]));
  const seen = () => Object.fromEntries(bases.map((field) => [field.name, field.value]));
  const opened = values();
  const openedBase = seen();
  const putBack = (from) => {
    for (const field of bases) field.value = from[field.name] ?? field.value;
  };
  let changed = "answered" in form.dataset;
  let sending = false;

  const keep = (sent = false) => {
    write(key, { at: Date.now(), base: seen(), fields: values(), sent });
  };

  const tell = () => {
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.setAttribute("role", "status");
    const words = document.createElement("p");
    words.textContent = "استُعيد ما كتبته في هذه الصفحة ولم تحفظه. ";
    const drop = document.createElement("button");
    drop.type = "button";
    drop.className = "button-plain";
    drop.textContent = "تخلّص منه";
    drop.addEventListener("click", () => {
      for (const field of typed) field.value = opened[field.name];
      putBack(openedBase);
      localStorage.removeItem(key);
      changed = false;
      notice.remove();
      typed[0]?.focus();
    });
    notice.append(words, drop);
    form.before(notice);
  };

  const kept = read(key);
  const differs = kept && typed.some((field) => field.name in kept.fields && kept.fields[field.name] !== field.value);
  if (changed) {
    keep();
  } else if (differs) {
    for (const field of typed) field.value = kept.fields[field.name] ?? field.value;
    // What was typed over an older text is merged with today's when it is sent.
    putBack(kept.base);
    changed = true;
    tell();
  } else if (kept) {
    localStorage.removeItem(key);
  }

  let waiting;
  form.addEventListener("input", () => {
    changed = true;
    clearTimeout(waiting);
    waiting = setTimeout(keep, 400);
  });
  form.addEventListener("submit", () => {
    sending = true;
    clearTimeout(waiting);
    if (changed) keep(true);
  });
  addEventListener("pageshow", () => { sending = false; });
  addEventListener("beforeunload", (event) => {
    if (!changed || sending) return;
    keep();
    event.preventDefault();
  });
}
