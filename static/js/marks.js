// Step from marked word to marked word, on a page that was opened from a search.
const bar = document.querySelector("[data-marks]");
const marks = [...document.querySelectorAll("mark[id^='m-']")];

function button(label, text, step) {
  const control = document.createElement("button");
  control.type = "button";
  control.setAttribute("aria-label", label);
  control.textContent = text;
  control.addEventListener("click", () => go(step));
  return control;
}

let at = -1;
const position = document.createElement("span");
position.setAttribute("aria-live", "polite");

function go(step) {
  marks[at]?.classList.remove("here");
  at = (at + step + marks.length) % marks.length;
  marks[at].classList.add("here");
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  marks[at].scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
  position.textContent = `${at + 1} / ${marks.length}`;
}

if (bar && marks.length > 1) {
  const arabic = document.documentElement.lang === "ar";
  const [previous, next] = arabic ? ["الكلمة السابقة", "الكلمة التالية"] : ["Previous word", "Next word"];
  bar.classList.add("stepper--live");
  bar.querySelector("a").remove();
  bar.append(button(previous, "↑", -1), button(next, "↓", 1), position);
}
