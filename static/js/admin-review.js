// Moves an editor from one undecided flag to the next. Off until the switch is turned on, since
// single keys get in the way of those who dictate or use a screen reader.

const guesses = [...document.querySelectorAll("[data-guess]")];
const form = document.querySelector(".review");

if (form && guesses.length) {
  const remembered = "archive-review-keys";
  const switcher = document.createElement("input");
  switcher.type = "checkbox";
  switcher.id = "review-keys";
  switcher.checked = localStorage.getItem(remembered) === "on";
  const label = document.createElement("label");
  label.htmlFor = switcher.id;
  label.textContent = "اختصارات: «ن» للملاحظة التالية و«س» للسابقة";
  const row = document.createElement("p");
  row.className = "field field--tick";
  row.append(switcher, label);
  form.before(row);
  switcher.addEventListener("change", () => {
    localStorage.setItem(remembered, switcher.checked ? "on" : "off");
  });

  const steps = { KeyK: 1, KeyS: -1 };
  let at = -1;
  document.addEventListener("keydown", (event) => {
    const typing = event.target.matches("input:not([type=radio], [type=checkbox]), textarea, select");
    const step = steps[event.code];
    if (!switcher.checked || typing || !step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    at = (at + step + guesses.length) % guesses.length;
    const answer = guesses[at].querySelector("input");
    (answer ?? guesses[at]).focus();
    guesses[at].scrollIntoView({ block: "center" });
  });
}
