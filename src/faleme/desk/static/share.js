// Copies a page's address, prints it, hands it to the system's own sharing where there is one. Links need none of this.
"use strict";
(() => {
  const root = document.documentElement;
  root.classList.add("scripted");
  if (typeof navigator.share === "function") root.classList.add("can-share");
  const copy = async (address) => {
    try {
      await navigator.clipboard.writeText(address);
    } catch { // no clipboard without a secure context: the old way
      const field = document.body.appendChild(document.createElement("textarea"));
      field.value = address;
      field.select();
      document.execCommand("copy");
      field.remove();
    }
  };
  document.addEventListener("click", async (event) => {
    const button = event.target.closest(".share [data-do]");
    if (!button) return;
    const bar = button.closest(".share");
    const { address, title } = bar.dataset;
    if (button.dataset.do === "print") print();
    if (button.dataset.do === "share") navigator.share({ title, url: address }).catch(() => {});
    if (button.dataset.do === "copy") {
      await copy(address);
      button.focus();
      bar.querySelector(".share-note").textContent = button.dataset.done;
    }
  });
})();
