// Says at once what would be refused: how many files were chosen, how large they are together, and
// which of them is larger than the archive takes. Without scripts the server says the same.

const form = document.querySelector("form[data-most]");
const told = form?.querySelector("[data-chosen]");
const MEGABYTE = 1024 * 1024;

const chosen = () =>
  [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
const megabytes = (bytes) => Math.ceil(bytes / MEGABYTE);

function look() {
  const files = chosen();
  const most = Number(form.dataset.most);
  const largest = Number(form.dataset.file);
  const together = Number(form.dataset.all);
  const sum = files.reduce((bytes, file) => bytes + file.size, 0);
  const lines = [`عدد الملفات: ${files.length}، وحجمها معاً ${megabytes(sum)} ميغابايت.`];
  const tooMany = files.length > most;
  const tooMuch = sum > together;
  if (tooMany) lines.push(`الحد الأعلى ${most} ملف في المرة: أرسلها على دفعات.`);
  if (tooMuch) lines.push(`الحد الأعلى ${megabytes(together)} ميغابايت في المرة: أرسلها على دفعات.`);
  for (const file of files.filter((one) => one.size > largest)) {
    lines.push(`«${file.name}» أكبر من ${megabytes(largest)} ميغابايت: لن يُقرأ، ويُقرأ غيره.`);
  }
  told.hidden = files.length === 0;
  told.className = lines.length > 1 ? "notice" : "quiet";
  told.textContent = lines.join(" ");
  return !tooMany && !tooMuch;
}

if (form) {
  form.addEventListener("change", (event) => event.target.type === "file" && look());
  form.addEventListener("submit", (event) => {
    if (look()) return;
    event.preventDefault();
    told.scrollIntoView({ block: "center" });
  });
}
