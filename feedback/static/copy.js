// Puts a text on the clipboard at the press of a button. Without it the text can be selected.
"use strict";

for (const button of document.querySelectorAll("button[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
    button.nextElementSibling.textContent = button.dataset.done;
  });
}
