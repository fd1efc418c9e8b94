// What htmx leaves to the page: choices apply at once, the focus and its place are kept, counts
// are announced. Without this script a button applies the filters.
const PAUSE = 200; // milliseconds after the last letter
const form = document.querySelector("[data-search]");
const said = document.querySelector("[data-announce]");
const wide = matchMedia("(width >= 60rem)");
let before = null; // what had the focus, where it stood, whether the filters were open
let applied = false; // by the button or Enter: whoever does that wants to see the results

const panel = () => form.querySelector("[data-fold]");
const inFilters = (element) => Boolean(element?.closest(".facets"));

function sameAs(element) {
  if (element.id) return document.getElementById(element.id);
  const alike = [...form.elements].filter((one) => one.name && one.name === element.name);
  return alike.find((one) => one.value === element.value) ?? null;
}

form.addEventListener("change", ({ target }) => {
  if (!inFilters(target) || !["checkbox", "radio"].includes(target.type)) return;
  if (target.checked && target.type === "checkbox") {
    const opposite = target.value.startsWith("-") ? target.value.slice(1) : `-${target.value}`;
    for (const one of form.elements) {
      if (one.name === target.name && one.value === opposite) one.checked = false;
    }
  }
  form.requestSubmit();
});

form.addEventListener("submit", ({ submitter }) => {
  applied = Boolean(submitter) && (inFilters(submitter) || inFilters(document.activeElement));
});

document.body.addEventListener("htmx:beforeSwap", () => {
  const active = document.activeElement;
  before = { active, top: active.getBoundingClientRect().top, open: panel()?.open };
});

document.body.addEventListener("htmx:afterSettle", () => {
  const count = document.querySelector("#count");
  if (!count || !before) return;
  said.textContent = count.textContent.trim().replace(/\s+/g, " ");
  if (panel()) panel().open = before.open && !(applied && !wide.matches);
  const kept = before.active !== document.body && sameAs(before.active);
  if (kept && !(applied && inFilters(kept))) {
    kept.focus({ preventScroll: true });
    if (inFilters(kept)) scrollBy({ top: kept.getBoundingClientRect().top - before.top, behavior: "instant" });
  } else {
    count.focus({ preventScroll: true });
    if (applied) count.scrollIntoView({ block: "nearest" });
  }
  applied = false;
  before = null;
});

// Long lists are filtered while one types.
let timer = 0;
let asked = null;

async function narrow(field) {
  asked?.abort();
  asked = new AbortController();
  const address = `${field.dataset.narrow}&few=1&find=${encodeURIComponent(field.value.trim())}`;
  try {
    const answer = await fetch(address, { signal: asked.signal });
    if (!answer.ok) return;
    const rows = field.closest("fieldset").querySelector(".facet__rows");
    rows.innerHTML = await answer.text();
    said.textContent = rows.querySelector(".note").textContent.trim();
  } catch (error) {
    if (error.name !== "AbortError") throw error;
  }
}

form.addEventListener("input", ({ target }) => {
  if (!target.matches("[data-narrow]")) return;
  clearTimeout(timer);
  timer = setTimeout(narrow, PAUSE, target);
});
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.target.matches("[data-narrow]")) event.preventDefault();
});

// A failed request is shown as the page that it is.
document.body.addEventListener("htmx:responseError", (event) => {
  location.assign(event.detail.pathInfo.finalRequestPath);
});
document.body.addEventListener("htmx:sendError", (event) => {
  location.assign(event.detail.pathInfo.finalRequestPath);
});
