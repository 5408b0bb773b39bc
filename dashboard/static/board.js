/* Updates in place. Every page works without it; nothing here decides anything. */
(() => {
  "use strict";
  const main = () => document.querySelector("main");

  async function put(answer) {
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("main");
    if (!fresh) { location.assign(answer.url); return; }
    main().replaceWith(fresh);
    document.title = page.title;
    if (answer.url !== location.href) {
      history.replaceState({ ours: true }, "");
      history.pushState({ ours: true }, "", answer.url);
    }
    fresh.tabIndex = -1;
    const first = fresh.querySelector("[data-focus], [aria-invalid=true]");
    (first || fresh).focus({ preventScroll: !first });
  }

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("form[data-in-place]")) return;
    event.preventDefault();
    const button = event.submitter;
    const body = new FormData(form, button);
    if (button) button.disabled = true;
    try {
      if (form.method === "get") {
        const query = new URLSearchParams(body);
        for (const [name, value] of [...query]) if (!value) query.delete(name);
        await put(await fetch(`${form.action.split("?")[0]}?${query}`));
      } else {
        await put(await fetch(form.action, { method: "POST", body }));
      }
    } catch {
      form.submit();
    }
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("[data-all]")) {
      const boxes = field.closest("form").querySelectorAll(`input[name="${field.dataset.all}"]`);
      boxes.forEach((box) => { box.checked = field.checked; });
    }
    if (field.matches("form[data-in-place][method=get] select")) field.form.requestSubmit();
  });

  /* Back and forth among what was put in place; a jump within the page is none of it. */
  window.addEventListener("popstate", (event) => {
    if (event.state && event.state.ours) location.reload();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  /* On a phone the pages are a strip: the one that is open is in sight. */
  const strip = document.querySelector(".side nav");
  const here = strip && strip.querySelector("[aria-current]");
  if (here) strip.scrollLeft += here.getBoundingClientRect().left - 60;

  const every = Number(document.body.dataset.refresh || 0);
  if (every) {
    setInterval(async () => {
      try {
        const answer = await fetch(location.href);
        if (answer.ok) await put(answer);
      } catch { /* the next one may get through */ }
    }, every * 1000);
  }
})();
