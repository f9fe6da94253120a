// Keeps a page about a long job up to date, until the job has ended. Without it there is a link.
"use strict";

const EVERY_MS = 2000;

async function lookAgain() {
  const shown = document.getElementById("job");
  try {
    const response = await fetch(location.href, { redirect: "error" });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const news = page.getElementById("job");
      if (news && news.textContent !== shown.textContent) {
        shown.replaceChildren(...news.childNodes);
        if (!("busy" in news.dataset)) return;
      }
    }
  } catch {
    // No network for a moment: the next look may do better.
  }
  setTimeout(lookAgain, EVERY_MS);
}

if ("busy" in document.getElementById("job").dataset) setTimeout(lookAgain, EVERY_MS);
