// Suggestions under a search box, as the ARIA combobox with a list: arrows choose, Enter goes,
// Escape closes. What is set in the form goes with the question, so that filters stay set. Without
// this script the box is a plain form.
const PAUSE = 150; // milliseconds after the last letter
const ARABIC = document.documentElement.lang === "ar";

// How many there are, for whoever can't see the list.
function counted(count) {
  if (!ARABIC) return count === 1 ? "1 suggestion" : `${count} suggestions`;
  if (count === 1) return "اقتراح واحد";
  if (count === 2) return "اقتراحان";
  return count > 10 ? `${count} اقتراحاً` : `${count} اقتراحات`;
}

function attach(box) {
  const input = box.querySelector("input[name=q]");
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id}-suggestions`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", ARABIC ? "اقتراحات" : "Suggestions");
  list.hidden = true;
  const told = document.createElement("span");
  told.className = "hidden";
  told.setAttribute("role", "status");
  box.append(list, told);
  for (const [name, value] of [
    ["role", "combobox"], ["aria-autocomplete", "list"], ["aria-haspopup", "listbox"],
    ["aria-controls", list.id], ["aria-expanded", "false"],
  ]) input.setAttribute(name, value);

  let options = [];
  let chosen = -1;
  let timer = 0;
  let asked = null;

  function close() {
    clearTimeout(timer);
    asked?.abort();
    list.hidden = true;
    told.textContent = "";
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function choose(number) {
    list.children[chosen]?.setAttribute("aria-selected", "false");
    chosen = number;
    if (chosen < 0) return input.removeAttribute("aria-activedescendant");
    list.children[chosen].setAttribute("aria-selected", "true");
    list.children[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[chosen].id);
  }

  function row(option, number) {
    const item = document.createElement("li");
    item.id = `${list.id}-${number}`;
    item.setAttribute("role", "option");
    item.setAttribute("aria-selected", "false");
    const name = document.createElement("bdi");
    name.textContent = option.label;
    const language = /[\u0600-\u06ff]/.test(option.label) ? "ar" : "en";
    if (language !== document.documentElement.lang) name.lang = language;
    const about = document.createElement("small");
    about.textContent = option.about;
    item.append(name, about);
    item.addEventListener("mousedown", (event) => event.preventDefault());
    item.addEventListener("click", () => location.assign(option.address));
    return item;
  }

  async function ask() {
    asked?.abort();
    asked = new AbortController();
    const typed = input.value.trim();
    if (typed.length < 2) return close();
    try {
      const fields = [...new FormData(input.form)].filter(([, value]) => value);
      const answer = await fetch(`${box.dataset.autocomplete}?${new URLSearchParams(fields)}`, { signal: asked.signal });
      options = answer.ok ? (await answer.json()).suggestions : [];
    } catch (error) {
      if (error.name === "AbortError") return;
      options = []; // the box goes on as a plain form
    }
    list.replaceChildren(...options.map(row));
    chosen = -1;
    list.hidden = options.length === 0;
    input.setAttribute("aria-expanded", String(options.length > 0));
    input.removeAttribute("aria-activedescendant");
    told.textContent = options.length ? counted(options.length) : "";
  }

  input.addEventListener("input", () => {
    input.dir = input.value ? "auto" : document.documentElement.dir;
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (list.hidden) {
      if (event.key === "ArrowDown" && !event.shiftKey) { event.preventDefault(); ask(); }
      return;
    }
    if (event.key === "Escape") { event.preventDefault(); close(); }
    if (event.key === "ArrowDown") { event.preventDefault(); choose((chosen + 1) % options.length); }
    if (event.key === "ArrowUp") { event.preventDefault(); choose(chosen < 1 ? options.length - 1 : chosen - 1); }
    if (event.key === "Enter" && chosen >= 0) { event.preventDefault(); location.assign(options[chosen].address); }
  });
  input.addEventListener("blur", close);
}

document.querySelectorAll("[data-autocomplete]").forEach(attach);
