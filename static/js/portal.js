// Enhancements only: every page works without this file.
(() => {
  "use strict";
  const each = (selector, run) => document.querySelectorAll(selector).forEach(run);
  const make = (tag, props) => Object.assign(document.createElement(tag), props);

  // Error summary: older browsers know `autofocus` on fields alone.
  if (!("autofocus" in HTMLElement.prototype)) document.querySelector(".errores")?.focus();

  // A second click within five seconds does not send the form twice.
  each("form[method=post]", (form) => form.addEventListener("submit", (event) => {
    if (form.dataset.sent && Date.now() - form.dataset.sent < 5000) event.preventDefault();
    else form.dataset.sent = Date.now();
  }));

  // <time data-cuenta datetime="…">: what is left until that instant.
  each("time[data-cuenta]", (time) => {
    const end = new Date(time.dateTime).getTime();
    const left = make("span", { className: "suave cifra" });
    time.after(" ", left);
    const tick = () => {
      const seconds = Math.max(0, Math.round((end - Date.now()) / 1000));
      const two = String(seconds % 60).padStart(2, "0");
      left.textContent = seconds ? `(faltan ${Math.floor(seconds / 60)}:${two})` : "(ya venció)";
      if (seconds) setTimeout(tick, 1000);
    };
    tick();
  });

  // <a data-sondeo>: ask for this very page until it no longer holds the link; <div data-avance> shows how far it is.
  each("a[data-sondeo]", (link) => {
    let wait = 1000;
    const ask = async () => {
      try {
        const answer = await fetch(link.href, { headers: { Accept: "text/html" } });
        const page = answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
        if (page && !page.querySelector("[data-sondeo]")) return location.reload();
        each("[data-avance]", (shown) => shown.replaceChildren(...page?.querySelector("[data-avance]")?.childNodes ?? shown.childNodes));
      } catch { /* no network: ask again later */ }
      wait = Math.min(wait * 1.5, 10000);
      setTimeout(ask, wait);
    };
    setTimeout(ask, wait);
  });

  // <code data-copiar>: a button that copies it.
  each("[data-copiar]", (code) => {
    if (!navigator.clipboard) return;
    const button = make("button", { type: "button", className: "boton boton-secundario boton-corto", textContent: "Copiar" });
    const said = make("span", { className: "oculto" });
    said.setAttribute("role", "status");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(code.textContent.trim());
      button.textContent = said.textContent = "Copiado";
      setTimeout(() => { button.textContent = "Copiar"; said.textContent = ""; }, 3000);
    });
    code.after(button, said);
  });

  // A clave: a button that shows what was typed.
  each("input[type=password]", (input) => {
    const button = make("button", { type: "button", className: "boton boton-secundario boton-corto", textContent: "Mostrar" });
    button.setAttribute("aria-label", "Mostrar la clave");
    button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", () => {
      const show = input.type === "password";
      input.type = show ? "text" : "password";
      button.textContent = show ? "Ocultar" : "Mostrar";
      button.setAttribute("aria-pressed", String(show));
    });
    const row = make("span", { className: "con-boton" });
    input.replaceWith(row);
    row.append(input, button);
    input.form?.addEventListener("submit", () => { input.type = "password"; });
  });

  // <input data-medidor>: how a new clave looks while it is typed. The server has the last word.
  each("input[data-medidor]", (input) => {
    const minimum = Number(input.minLength) || 12;
    const meter = make("meter", { min: 0, max: 4, low: 2, high: 3, optimum: 4, value: 0, className: "medidor", hidden: true });
    meter.setAttribute("aria-hidden", "true");
    const said = make("p", { className: "suave" });
    said.setAttribute("role", "status");
    (input.closest(".con-boton") ?? input).after(meter, said);
    const judge = (clave) => {
      const missing = minimum - [...clave].length;
      if (missing > 0) return [1, missing === 1 ? "Falta 1 carácter." : `Faltan ${missing} caracteres.`];
      const different = new Set(clave.toLowerCase()).size;
      const words = clave.trim().split(/[\s\-_.]+/).filter((word) => word.length > 2).length;
      if (different < 6 || /^\d+$/.test(clave)) return [1, "Fácil de adivinar: use varias palabras distintas."];
      if (clave.length >= 18 && (words > 2 || different > 12)) return [4, "Se ve fuerte."];
      return different > 8 ? [3, "Se ve bien. Al continuar la revisamos."] : [2, "Puede mejorar: agregue otra palabra."];
    };
    input.addEventListener("input", () => {
      meter.hidden = !input.value;
      [meter.value, said.textContent] = input.value ? judge(input.value) : [0, ""];
    });
  });

  // <select data-propia="ID">: the field of that id is there only for a question in one's own words.
  each("select[data-propia]", (select) => {
    const field = document.getElementById(select.dataset.propia).closest(".campo");
    const show = () => { field.hidden = select.value !== "propia"; };
    select.addEventListener("change", show);
    show();
  });

  // <form data-huella="CAMPO">: send the SHA-256 of the chosen file in CAMPO, and keep the file here.
  each("form[data-huella]", (form) => form.addEventListener("submit", async (event) => {
    const file = form.querySelector("input[type=file]");
    const chosen = file.files[0];
    if (event.defaultPrevented || !chosen || !window.crypto?.subtle) return;
    event.preventDefault();
    try {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await chosen.arrayBuffer()));
      form.elements[form.dataset.huella].value = Array.from(digest, (b) => b.toString(16).padStart(2, "0")).join("");
      file.disabled = true;
    } catch { /* unreadable here: send the file itself */ }
    form.submit();
  }));

  // <input data-filtra="ID">: hide what does not match in the list as one types.
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  each("input[data-filtra]", (input) => {
    const items = [...document.querySelectorAll(`#${input.dataset.filtra} li`)].map((item) => [item, plain(item.textContent)]);
    const count = make("p", { className: "suave" });
    count.setAttribute("role", "status");
    input.form.after(count);
    input.addEventListener("input", () => {
      const words = plain(input.value).split(/\s+/).map((word) => word.replace(/(?<=...)e?s$/, ""));
      let shown = 0;
      items.forEach(([item, text]) => { shown += !(item.hidden = !words.every((word) => text.includes(word))); });
      count.textContent = input.value ? (shown === 1 ? "1 trámite" : `${shown} trámites`) : "";
      each(`#${input.dataset.filtra} section`, (s) => { s.hidden = !s.querySelector("li:not([hidden])"); });
    });
  });

  // data-sesion="…" data-seguir="…": two minutes before the session ends, ask whether to go on.
  const session = document.querySelector("[data-sesion]")?.dataset;
  if (session && window.HTMLDialogElement) {
    const NOTICE = 120000, KEY = "sesion-termina";
    const leave = document.querySelector("header form[action$='/salir/']");
    const dialog = make("dialog", { className: "sesion" });
    const title = make("h2", { id: "sesion-titulo" });
    const text = make("p", { id: "sesion-texto" });
    const stay = make("button", { type: "button", className: "boton", textContent: "Seguir" });
    const quit = make("button", { type: "button", className: "boton boton-secundario", textContent: "Salir" });
    const row = make("div", { className: "acciones" });
    row.append(stay, quit);
    dialog.append(title, text, row);
    dialog.setAttribute("aria-labelledby", title.id);
    dialog.setAttribute("aria-describedby", text.id);
    document.body.append(dialog);
    let end, before, after;
    const clock = () => new Date(end).toLocaleTimeString("es-EC", { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "America/Guayaquil" });
    const say = (heading, words, may) => {
      title.textContent = heading;
      text.textContent = words;
      stay.hidden = quit.hidden = !may;
      if (!dialog.open) dialog.showModal();
    };
    const plan = (instant) => {
      end = instant;
      clearTimeout(before);
      clearTimeout(after);
      if (dialog.open && end - Date.now() > NOTICE) dialog.close();
      before = setTimeout(() => say(`Su sesión termina a las ${clock()}`, "Por seguridad se cierra cuando no se usa. Si sigue, no pierde lo que escribió.", true), Math.max(0, end - NOTICE - Date.now()));
      after = setTimeout(() => {
        row.replaceChildren(make("button", { type: "button", className: "boton", textContent: "Entendido" }));
        row.firstChild.addEventListener("click", () => dialog.close());
        say(`Su sesión terminó a las ${clock()}`, "Si estaba escribiendo, envíelo: ingresará otra vez y lo encontrará.", false);
        row.firstChild.focus();
      }, Math.max(0, end - Date.now()));
    };
    const tell = (instant) => {
      plan(instant);
      try { localStorage.setItem(KEY, String(instant)); } catch { /* storage is off: this window alone knows */ }
    };
    stay.addEventListener("click", async () => {
      try {
        const answer = await fetch(session.seguir, { method: "POST", headers: { "X-CSRFToken": leave.elements.csrfmiddlewaretoken.value } });
        if (answer.redirected || !answer.ok) throw new Error("ended");
        const told = await answer.json();
        tell(Date.now() + told.quedan * 1000);
        if (told.quedan * 1000 > NOTICE) dialog.close();
        else say(`Su sesión termina a las ${told.hora}`, "Han pasado ocho horas desde que ingresó y ya no se puede alargar. Termine y envíe lo que escribió.", true);
      } catch { say("No se pudo seguir", "Envíe lo que escribió: si su sesión terminó, ingresará otra vez y lo encontrará.", true); }
    });
    quit.addEventListener("click", () => leave.requestSubmit());
    // What another window did keeps this one open too.
    addEventListener("storage", (event) => { if (event.key === KEY && Number(event.newValue) > end) plan(Number(event.newValue)); });
    tell(new Date(session.sesion).getTime());
  }

  // <button data-imprimir hidden>: prints this page.
  each("[data-imprimir]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });

  // Paper shows what is folded.
  addEventListener("beforeprint", () => each("details:not([open])", (d) => { d.open = true; d.dataset.folded = ""; }));
  addEventListener("afterprint", () => each("details[data-folded]", (d) => { d.open = false; delete d.dataset.folded; }));
})();
