// Single keys for review, on until the switch turns them off (WCAG 2.1.4), and words that are
// selected in the text fill the form for what was missed. Everything here has a button too.

// Each act by its Arabic letter and by the key where an Arabic keyboard has it, so that it works
// whatever layout is on.
const KEYS = {
  next: ["ن", "KeyK"],
  previous: ["س", "KeyS"],
  confirm: ["ت", "KeyJ"],
  reject: ["ر", "KeyV"],
  main: ["ق", "KeyR"],
  chain: ["م", "KeyL"],
  day: ["ي", "KeyD"],
  kind: ["ع", "KeyU"],
  span: ["ط", "Quote"],
  alias: ["ا", "KeyH"],
  new: ["ج", "BracketLeft"],
  missed: ["ف", "KeyT"],
  undo: ["ز", "Period"],
  reading1: ["1", "Digit1"],
  reading2: ["2", "Digit2"],
  reading3: ["3", "Digit3"],
};
// Forms stand beside the current finding alone: another is opened with them.
const CHANGES = ["main", "chain", "day", "kind", "span"];
const REMEMBERED = "archive-review-keys";
const TYPING = "input:not([type=checkbox], [type=radio]), textarea, select";

const findings = [...document.querySelectorAll("[data-finding]")];
const missed = document.querySelector("#missed");
const row = document.querySelector("[data-keys-switch]");
const switcher = row?.querySelector("input");
const list = document.querySelector("[data-keys-list]");

let at = Math.max(0, findings.findIndex((one) => one.hasAttribute("data-current")));

function showKeys() {
  document.body.classList.toggle("keys-on", switcher.checked);
  if (list) list.hidden = !switcher.checked;
}

function makeCurrent(step) {
  if (!findings.length) return;
  at = (at + step + findings.length) % findings.length;
  for (const one of findings) {
    const current = one === findings[at];
    one.classList.toggle("finding--current", current);
    one.querySelector("[data-key=confirm]")?.classList.toggle("act--first", current);
  }
  findings[at].focus({ preventScroll: true });
  findings[at].scrollIntoView({ block: "center" });
}

function openMissed() {
  if (!missed) return;
  missed.open = true;
  missed.scrollIntoView({ block: "center" });
  missed.querySelector("input:not([type=hidden]), select")?.focus();
}

function focusField(details) {
  details?.querySelector("form input:not([type=hidden]), form select")?.focus();
}

function openWith(link, act) {
  const address = new URL(link.href);
  address.searchParams.set("do", act);
  location.assign(address);
}

// A `<details>` opens on its first field; a button or a link is pressed.
function press(act) {
  const near = findings[at]?.querySelector(`[data-key=${act}]`);
  const element = near ?? document.querySelector(`[data-foot] [data-key=${act}]`);
  if (!element) {
    const link = CHANGES.includes(act) && findings[at]?.querySelector("[data-change]");
    if (link) openWith(link, act);
  } else if (element.matches("details")) {
    element.open = true;
    focusField(element);
  } else {
    element.click();
  }
}

function act(name) {
  if (name === "missed") openMissed();
  else if (name === "previous") makeCurrent(-1);
  else if (name === "next" && findings.length > 1) makeCurrent(1);
  else press(name);
}

function pressed(event) {
  for (const [name, [letter, code]] of Object.entries(KEYS)) {
    if (event.key === letter || event.code === code) return name;
  }
  return "";
}

function keysAreOn() {
  return switcher ? switcher.checked : localStorage.getItem(REMEMBERED) !== "off";
}

if (row && switcher) {
  row.hidden = false;
  switcher.checked = localStorage.getItem(REMEMBERED) !== "off";
  showKeys();
  switcher.addEventListener("change", () => {
    localStorage.setItem(REMEMBERED, switcher.checked ? "on" : "off");
    showKeys();
  });
}

document.addEventListener("keydown", (event) => {
  const change = event.key === "Escape" && event.target.closest(".change[open]");
  if (change) {
    change.open = false;
    findings[at]?.focus({ preventScroll: true });
  }
  const name = pressed(event);
  if (!name || !keysAreOn() || event.repeat || event.target.matches(TYPING)) return;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  act(name);
});

// A key decides about the current finding: it is in view before one is pressed.
if (!location.hash) findings[at]?.scrollIntoView({ block: "center" });
// Last of all: a finding named in the address takes the focus while the page loads.
addEventListener("load", () => focusField(document.querySelector("[data-current] .change[open]")));

document.querySelector("[data-foot] [data-key=missed]")?.addEventListener("click", (event) => {
  event.preventDefault();
  openMissed();
});

// What is selected inside one passage.

function selectedWords() {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  const inside = range.commonAncestorContainer;
  const text = (inside.nodeType === Node.TEXT_NODE ? inside.parentElement : inside).closest("[data-text]");
  if (!text) return null;
  const words = plain(range.cloneContents());
  if (!words.trim()) return null;
  const before = document.createRange();
  before.selectNodeContents(text);
  before.setEnd(range.startContainer, range.startOffset);
  const occurrence = plain(before.cloneContents()).split(words.trim()).length;
  const repeated = plain(text.cloneNode(true)).split(words.trim()).length > 2;
  const passage = text.closest("[data-passage]").dataset.passage;
  return { words: words.trim(), passage, occurrence: repeated ? occurrence : "" };
}

// The published words alone, without the numbers of findings.
function plain(part) {
  for (const number of part.querySelectorAll("[data-number]")) number.remove();
  return part.textContent;
}

document.addEventListener("selectionchange", () => {
  const chosen = missed && selectedWords();
  if (!chosen) return;
  const form = missed.querySelector("[data-missed]");
  form.elements["missed-first"].value = chosen.words;
  form.elements["missed-passage"].value = chosen.passage;
  form.elements["missed-occurrence"].value = chosen.occurrence;
});

const help = document.querySelector("[data-missed-help]");
if (help) help.hidden = false;
