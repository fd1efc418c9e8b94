// Copy what a link or button names in `data-copy`; without this script a link simply leads there.
const words = document.documentElement.lang === "ar" ? "نُسخ" : "Copied";

const AN_ADDRESS = /https?:\/\/\S+$/;

// A link that names the wording it was copied from and its day beside the address of today, so
// that it can be followed when that is gone (Robust Links).
function robustLink(text, shown) {
  const address = text.match(AN_ADDRESS)?.[0];
  if (!address || !shown) return null;
  const { pathname } = new URL(address);
  const number = /\/p\/[^/]+\/$/.test(pathname) ? `r${shown.dataset.revision}/` : `r/${shown.dataset.revision}/`;
  const link = document.createElement("a");
  link.href = address;
  link.dataset.originalurl = address;
  link.dataset.versionurl = /\/(p|a)\/[^/]+\/$/.test(pathname) ? address + number : address;
  link.dataset.versiondate = shown.dataset.captured;
  link.textContent = address;
  const words = document.createElement("span");
  words.append(text.slice(0, -address.length), link);
  return words.innerHTML;
}

async function write(text, html) {
  if (!html || !window.ClipboardItem || !navigator.clipboard.write) {
    await navigator.clipboard.writeText(text);
    return;
  }
  await navigator.clipboard.write([new ClipboardItem({
    "text/plain": new Blob([text], { type: "text/plain" }),
    "text/html": new Blob([html], { type: "text/html" }),
  })]);
}

async function copy(control) {
  const text = control.dataset.copy;
  await write(text, robustLink(text, control.closest("[data-revision]")));
  const label = control.dataset.label ?? control.textContent;
  control.dataset.label = label;
  control.textContent = words;
  setTimeout(() => { control.textContent = label; }, 2500);
}

if (navigator.clipboard) {
  document.querySelectorAll("[data-copy-passage]").forEach((item) => { item.hidden = false; });
  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-copy]");
    if (!control || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    // Where copying is refused, the link does what links do.
    copy(control).catch(() => { if (control.href) location.assign(control.href); });
  });
  document.querySelectorAll("[data-copy]").forEach((control) => control.setAttribute("aria-live", "polite"));
}

document.querySelectorAll("[data-print]").forEach((item) => {
  item.hidden = false;
  item.addEventListener("click", () => window.print());
});
