"use strict";
(() => {
  const language = document.documentElement.lang;
  const order = new Intl.Collator(language, { numeric: true, sensitivity: "base" });

  const value = (row, place) => {
    const cell = row.cells[place];
    return cell.dataset.value ?? cell.textContent.trim();
  };

  const compare = (kind, place) => (one, other) => {
    const [first, second] = [value(one, place), value(other, place)];
    const difference = kind === "number" ? Number.parseFloat(first) - Number.parseFloat(second) : NaN;
    return Number.isNaN(difference) ? order.compare(first, second) : difference;
  };

  const sort = (head) => {
    const upwards = head.getAttribute("aria-sort") !== "ascending";
    const body = head.closest("table").tBodies[0];
    const rows = [...body.rows].sort(compare(head.dataset.sort, head.cellIndex));
    if (!upwards) rows.reverse();
    for (const other of head.parentNode.cells) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", upwards ? "ascending" : "descending");
    body.append(...rows);
  };

  const plain = (text) => text.normalize("NFKC").toLocaleLowerCase(language);

  const filter = (field) => {
    const words = plain(field.value).split(/\s+/).filter(Boolean);
    const rows = [...document.getElementById(field.dataset.table).tBodies[0].rows];
    let found = 0;
    for (const row of rows) {
      const text = plain(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      if (!row.hidden) found += 1;
    }
    const output = field.parentNode.querySelector("output");
    output.value = words.length ? output.dataset.of.replace("{found}", found).replace("{all}", rows.length) : "";
  };

  for (const head of document.querySelectorAll("th[data-sort]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => sort(head));
    head.append(button);
  }
  for (const field of document.querySelectorAll("input[data-table]")) {
    field.closest("p").hidden = false;
    field.addEventListener("input", () => filter(field));
  }
})();
