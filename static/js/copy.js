// Copy what a link or button names in `data-copy`; without this script a link simply leads there.
const words = document.documentElement.lang === "ar" ? "نُسخ" : "Copied";

async function copy(control) {
  await navigator.clipboard.writeText(control.dataset.copy);
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
