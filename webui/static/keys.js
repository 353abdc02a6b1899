// Keys for those who like them; every page works without this file.
// "/" puts the cursor in the search box; "j" and "k" go down and up the list of hits or lines; in a document
// "n" and "p" go to the next and the previous passage, "l" and "h" to the next and the previous page.
"use strict";

(() => {
  const isTyping = (target) => target.closest("input, textarea, select, [contenteditable]") !== null;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === "/") {
      const box = document.getElementById("q");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "j" || event.key === "k") {
      const stops = [...document.querySelectorAll(".hits h2 a, .lines a, .list td:first-child a")];
      const at = stops.indexOf(document.activeElement);
      const stop = stops[event.key === "j" ? at + 1 : at < 0 ? stops.length - 1 : at - 1];
      if (!stop) return;
      stop.focus({ preventScroll: true });
      stop.scrollIntoView({ block: "center" });
    } else if (event.key === "h" || event.key === "l") {
      document.querySelector(`.facsimile nav a[aria-keyshortcuts=${event.key}]`)?.click();
    } else if (event.key === "n" || event.key === "p") {
      document.querySelector(`nav a[rel=${event.key === "n" ? "next" : "prev"}]`)?.click();
    }
  });

  // A field left empty says nothing, and the address of a search is there to be passed on.
  document.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  });

  // A long document is shown in part, and what follows "#" never reaches the server:
  // ask again for the part that holds the passage or the line.
  const anchor = decodeURIComponent(location.hash.slice(1));
  if (anchor && document.querySelector("[data-partial]") && !document.getElementById(anchor)) {
    const address = new URL(location.href);
    const isPassage = anchor.startsWith("c");
    const [name, value] = isPassage ? ["chunk", anchor.slice(1)] : ["line", String(Math.max(1, anchor.slice(1) - 5))];
    if ((isPassage || /^L\d+$/.test(anchor)) && address.searchParams.get(name) !== value) {
      address.searchParams.delete(isPassage ? "line" : "chunk");
      address.searchParams.set(name, value);
      location.replace(address);
    }
  }
})();
