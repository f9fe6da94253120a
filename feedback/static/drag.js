// Lets people drag comments to a theme, on a big screen. Without it they are ticked and moved with
// the select box, which does the same on every device.
"use strict";

const form = document.querySelector("form[data-drop]");
const { target, name } = form.elements;
const lines = [...form.querySelectorAll("label.line")];
const places = document.createElement("ul");

places.className = "places";
places.setAttribute("aria-hidden", "true");
for (const option of target.options) {
  const place = document.createElement("li");
  place.textContent = option.textContent;
  place.addEventListener("dragover", (event) => {
    event.preventDefault();
    place.classList.add("over");
  });
  place.addEventListener("dragleave", () => place.classList.remove("over"));
  place.addEventListener("drop", (event) => {
    event.preventDefault();
    place.classList.remove("over");
    target.value = option.value;
    if (option.value === form.dataset.drop) name.focus();
    else form.requestSubmit();
  });
  places.append(place);
}
form.append(places);

for (const line of lines) {
  line.draggable = true;
  line.addEventListener("dragstart", (event) => {
    line.querySelector("input").checked = true;
    event.dataTransfer.setData("text/plain", "");
    event.dataTransfer.effectAllowed = "move";
    form.classList.add("dragging");
  });
  line.addEventListener("dragend", () => form.classList.remove("dragging"));
}
