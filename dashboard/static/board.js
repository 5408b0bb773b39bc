/* Updates in place. Every page works without it; nothing here decides anything. */
(() => {
  "use strict";
  const main = () => document.querySelector("main");
  const today = (page) => page.querySelector("time[data-today]");

  /* quiet: nobody asked for it just now, so the focus stays where it is. */
  async function put(answer, quiet) {
    const text = await answer.text();
    const page = new DOMParser().parseFromString(text, "text/html");
    const fresh = page.querySelector("main");
    if (!fresh) { location.assign(answer.url); return; }
    main().replaceWith(fresh);
    document.title = page.title;
    const day = today(page);
    if (day && today(document)) today(document).replaceWith(day);
    if (answer.url !== location.href) {
      history.replaceState({ ours: true }, "");
      history.pushState({ ours: true }, "", answer.url);
    }
    if (quiet) return;
    fresh.tabIndex = -1;
    /* What is wrong is in sight, also where it stands above a long form. */
    const first = fresh.querySelector("[data-focus], [aria-invalid=true]") || fresh.querySelector("[role=alert]");
    if (first && first.tabIndex < 0) first.tabIndex = -1;
    (first || fresh).focus({ preventScroll: !first });
  }

  /* What was not taken: said above the form, which keeps what was typed into it. */
  async function above(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const said = page.querySelector(".alone");
    main().querySelectorAll(".alone").forEach((before) => before.remove());
    main().prepend(said);
    said.tabIndex = -1;
    said.focus();
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
        const answer = await fetch(form.action, { method: "POST", body });
        if (answer.status !== 413 && answer.status < 500) { await put(answer); return; }
        await above(answer);
        if (button) button.disabled = false;
      }
    } catch {
      form.submit();
    }
  });

  document.addEventListener("change", (event) => {
    const field = event.target;
    if (field.matches("form[data-in-place][method=get] select")) field.form.requestSubmit();
  });

  /* Back and forth among what was put in place; a jump within the page is none of it. */
  window.addEventListener("popstate", (event) => {
    if (event.state && event.state.ours) location.reload();
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  /* Demo only: the calendar runs by itself. Each step is what the button “next day” does. */
  const PACE = 1500;
  const player = () => document.querySelector("[data-play]");
  let playing = false;

  function turn(on, said) {
    playing = on;
    sessionStorage.setItem("playing", on ? "yes" : "");
    const button = player();
    if (!button) return;
    button.hidden = false;
    button.textContent = on ? button.dataset.stop : button.dataset.play;
    button.parentElement.querySelector("[data-played]").textContent = said ? button.dataset[said] : "";
  }

  async function step() {
    const form = player().form;
    const body = new FormData(form);
    body.set("days", "1");
    body.set("back", location.pathname + location.search);
    const before = today(document).dateTime, focused = document.activeElement === player();
    const answer = await fetch(form.action, { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    await put(answer, true);
    if (!player()) throw new Error("logged out");
    turn(playing, today(document).dateTime === before ? "end" : "");
    if (focused) player().focus({ preventScroll: true });
    return today(document).dateTime !== before;
  }

  async function play() {
    turn(true);
    try {
      while (playing) {
        await new Promise((go) => setTimeout(go, PACE));
        if (playing && !await step()) turn(false, "end");
      }
    } catch { turn(false, "failed"); }
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-play]")) return;
    if (playing) turn(false); else play();
  });
  /* Whoever begins to write is not to lose it to the next day. */
  document.addEventListener("focusin", (event) => {
    if (playing && event.target.matches("textarea, input, select")) turn(false);
  });
  if (player()) {
    if (sessionStorage.getItem("playing") === "yes") play(); else turn(false);
  }

  /* On a phone the pages are a strip: the one that is open is in sight. */
  const strip = document.querySelector(".side nav");
  const here = strip && strip.querySelector("[aria-current]");
  if (here) strip.scrollLeft += here.getBoundingClientRect().left - 60;

  const every = Number(document.body.dataset.refresh || 0);
  if (every) {
    /* The last picture stands while none comes, or a page to log in comes instead; and says so. */
    const stopped = () => { document.querySelector("[data-stopped]").hidden = false; };
    setInterval(async () => {
      try {
        const answer = await fetch(location.href);
        if (answer.ok && !answer.redirected) await put(answer, true); else stopped();
      } catch { stopped(); }
    }, every * 1000);
  }
})();
