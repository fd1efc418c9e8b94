// What htmx leaves to the page: the count is announced, and focus stays where it makes sense.
const said = document.querySelector("[data-announce]");
let leaving = null;
let applied = false;

document.body.addEventListener("htmx:beforeSwap", () => {
  leaving = document.activeElement?.id || null;
});

// Filters lie above the results on a phone: whoever applies them is shown what was found.
document.body.addEventListener("submit", (event) => {
  applied = [event.submitter, document.activeElement].some((each) => each?.closest(".facets"));
});

document.body.addEventListener("htmx:afterSettle", () => {
  const count = document.querySelector("#count");
  if (!count) return;
  if (applied) count.scrollIntoView({ block: "nearest" });
  applied = false;
  said.textContent = count.textContent.trim().replace(/\s+/g, " ");
  const kept = leaving && document.getElementById(leaving);
  if (kept) kept.focus({ preventScroll: true });
  else if (document.activeElement === document.body) count.focus({ preventScroll: true });
});

// A failed request is shown as the page that it is.
document.body.addEventListener("htmx:responseError", (event) => {
  location.assign(event.detail.pathInfo.finalRequestPath);
});
document.body.addEventListener("htmx:sendError", (event) => {
  location.assign(event.detail.pathInfo.finalRequestPath);
});
