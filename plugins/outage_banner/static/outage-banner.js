/*
 * The banner of an open page: of each thing to say it shows the variant that is true by now, and it
 * asks for news. Behind this function stand its settings, put there by `assets.script`.
 */
(({ pollSeconds, fragment, words }) => {
  const SECOND = 1000;
  const UNSEEN = "position: fixed; clip-path: inset(50%)";
  const address = new URL(fragment, document.currentScript.src);
  const policy = window.trustedTypes?.createPolicy("outage-banner", { createHTML: (html) => html });

  /** Markup as nodes of a document in which nothing runs. @param {string} html */
  const parse = (html) =>
    new DOMParser().parseFromString(policy ? policy.createHTML(html) : html, "text/html").body;

  const isScrolled = () => scrollY + document.body.scrollTop > 0;

  /** @param {HTMLElement} banner empty, or as it was when the page was built */
  function start(banner) {
    /** @param {string} selector @param {HTMLElement} [root] */
    const all = (selector, root = banner) => [...root.querySelectorAll(selector)];
    const news = document.createElement("div");
    const failed = document.createElement("p");
    const seen = [banner.dataset.version];
    /** @type {HTMLElement | undefined} */
    let waiting;
    let sheet = all("link")[0];
    let checked = Date.parse(banner.dataset.updated) || performance.timeOrigin;
    let clockError = 0;
    let failures = 0;
    let lastTick = 0;
    let pollAt = pollSeconds ? 0 : Infinity;

    /** Show what is true now. */
    function tell() {
      const now = Date.now() + clockError;
      for (const said of all("[data-from], [data-until]", document)) {
        const { from, until, said: html } = said.dataset;
        const isOver = now < Date.parse(from) || now >= Date.parse(until);
        if (html && !isOver) {
          said.append(...parse(html).childNodes);
          delete said.dataset.said;
        }
        if (said.hidden !== isOver) said.hidden = isOver;
      }
      banner.hidden = !all("li:not([hidden])")[0];
    }

    /** @param {HTMLElement} next what is shown from now on */
    function swap(next) {
      const focused = all("a, button").indexOf(document.activeElement);
      all("outage-notices")[0]?.remove();
      banner.append(...all("outage-notices", next));
      Object.assign(banner.dataset, next.dataset);
      waiting = null;
      news.style = UNSEEN;
      if (!all("link", next)[0]) sheet = sheet?.remove();
      tell();
      all("a, button")[focused]?.focus({ preventScroll: true });
    }

    /** Only newer replaces older, and nothing moves under the reader. @param {HTMLElement} next */
    async function hear(next) {
      const { dataset } = waiting ?? banner;
      const { updated, version } = next.dataset;
      const lead = (Date.parse(updated) || 0) - (Date.parse(dataset.updated) || 0);
      if (lead < 0 || (!lead && seen.includes(version))) return;
      if (version === dataset.version) return (dataset.updated = updated);
      seen.push(version);
      const link = all("link", next)[0];
      if (link && link.href !== sheet?.href) {
        const old = sheet;
        sheet = link.cloneNode();
        await new Promise((done) => {
          sheet.onload = sheet.onerror = done;
          document.head.append(sheet);
        });
        await import(all("outage-notices + script", next)[0].src).catch(() => {});
        old?.remove();
      }
      const told = all("li").map((notice) => notice.dataset.version);
      const changed = all("li", next).find((notice) => !told.includes(notice.dataset.version));
      news.textContent = changed ? all("h2", changed)[0].textContent : words.changed;
      if (!isScrolled()) return swap(next);
      waiting = next;
      const show = document.createElement("button");
      show.textContent = words.show;
      show.onclick = () => {
        scrollTo(0, 0);
        swap(waiting);
        all("a")[0]?.focus();
      };
      news.append(" ", show);
      news.style = "";
    }

    /** The banner as the server has it now. */
    async function ask() {
      const response = await fetch(address, {
        cache: "no-store",
        signal: AbortSignal.timeout(10 * SECOND),
      });
      const served = Date.parse(response.headers.get("date"));
      const error = served + response.headers.get("age") * SECOND - Date.now();
      const html = await response.text();
      const isWhole = html.length < 1e6 && html.trim().endsWith("</outage-banner>");
      const next = response.ok && isWhole && parse(html).firstElementChild;
      if (next.id !== banner.id) throw html;
      clockError = Math.abs(error) > 60 * SECOND ? error : 0;
      return next;
    }

    async function poll() {
      pollAt = Infinity;
      try {
        await hear(await ask());
        checked = Date.now() + clockError;
        failures = 0;
      } catch {
        failures++;
        const at = new Date(checked).toLocaleString(banner.lang, {
          dateStyle: "medium",
          timeStyle: "short",
        });
        failed.textContent = words.failed.replace("{at}", at);
      }
      const pause = Math.min(pollSeconds * 2 ** failures, 900);
      pollAt = Date.now() + pause * (0.8 + 0.4 * Math.random()) * SECOND;
    }

    function tick() {
      const now = Date.now();
      if (document.hidden) return;
      tell();
      if (!isScrolled()) {
        if (waiting) swap(waiting);
        if (failures) all("ul")[0]?.after(failed);
        else failed.remove();
      }
      // After a sleep, in a tab shown again, or when the clock was set.
      if (Math.abs(now - lastTick) > 5 * SECOND) pollAt = 0;
      lastTick = now;
      if (now >= pollAt) poll();
    }

    const { lang, dir } = banner;
    Object.assign(news, { id: "outage-news", role: "status", lang, dir, style: UNSEEN });
    document.documentElement.append(news);
    failed.className = "outage-said";
    setInterval(tick, SECOND);
    addEventListener("pageshow", tick);
    addEventListener("visibilitychange", tick);
    addEventListener("online", () => {
      pollAt = 0;
      tick();
    });
    tell();
  }

  customElements.define(
    "outage-banner",
    class extends HTMLElement {
      connectedCallback() {
        start(this);
      }
    },
  );
})
