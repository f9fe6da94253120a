// On a class tablet all questions share one entry of the browser's history, so that going back
// never shows a pupil's answers; and who still types is not asked whether they are there.
// Everything works without this file: the browser then asks before it shows such a page again.
"use strict";
{
  const start = document.currentScript.dataset.start;
  const PATIENCE_MS = 300_000;
  let leaving;
  let isBusy = false;

  const beginWaiting = () => {
    clearTimeout(leaving);
    leaving = setTimeout(() => location.replace(start), PATIENCE_MS);
    const question = document.querySelector(".idle");
    if (question) question.replaceWith(question.cloneNode(true));
  };

  const show = (html) => {
    const page = new DOMParser().parseFromString(html, "text/html");
    document.documentElement.replaceWith(page.documentElement);
    const target = document.querySelector("[autofocus]") ?? document.querySelector("main");
    target.tabIndex = -1;
    target.focus();
    scrollTo(0, 0);
    beginWaiting();
  };

  addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    const { target: form, submitter: button } = event;
    const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
    const body = new URLSearchParams(new FormData(form, button));
    try {
      const answer = await fetch(address, { method: "POST", body });
      if (answer.redirected) location.assign(answer.url);
      else show(await answer.text());
    } catch {
      document.querySelector(".offline").classList.add("wrong");
    }
    isBusy = false;
  });

  addEventListener("input", beginWaiting);
  addEventListener("pagehide", () => document.body.replaceChildren());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  beginWaiting();
}
