/*
 * The banner of an open page: of each thing to say it shows the variant that is true by now, and it
 * asks for news. Behind this function stand its settings, put there by `assets.script`.
 */
({ pollSeconds, fragment, words }) => {
  const address = new URL(fragment, document.currentScript.src);
  const rules = { createHTML: (html) => html };
  const policy = window.trustedTypes?.createPolicy("outage-banner", rules) ?? rules;

  /** Markup as nodes of a document in which nothing runs. @param {string} html */
  const parse = (html) =>
    new DOMParser().parseFromString(policy.createHTML(html), "text/html").body;

  /** What was scrolled last: the page, or in some themes an element of it. */
  let scroller = document.body;
  addEventListener("scroll", ({ target }) => (scroller = target), true);

  const isScrolled = () => scrollY + document.body.scrollTop + (scroller.scrollTop || 0) > 0;

  /** @param {HTMLElement} banner empty, or as it was when the page was built */
  function start(banner) {
    /** @param {string} selector @param {HTMLElement} [root] */
    const all = (selector, root = banner) => [...root.querySelectorAll(selector)];
    const { lang, dir } = banner;
    const news = document.createElement("div");
    const failed = document.createElement("p");
    const seen = [banner.dataset.version];
    /** @type {HTMLElement | undefined} */
    let waiting;
    let sheet = all("link")[0];
    let checked = Date.parse(banner.dataset.updated) || Date.now();
    let clockError = 0;
    let failures = 0;
    let lastTick = 0;
    let pollAt = 0;
    // Never ready to ask where nothing can answer: opened from a disk.
    let isAsking = !location.host;

    /** Show what is true now. */
    function tell() {
      const now = Date.now() + clockError;
      const timed = ":is(outage-banner, .outage-section) :is([data-from], [data-until])";
      for (const said of all(timed, document)) {
        const { from, until, said: html } = said.dataset;
        const isOver = now < Date.parse(from) || now >= Date.parse(until);
        if (html && !isOver) {
          said.append(...parse(html).childNodes);
          delete said.dataset.said;
        }
        if (said.hidden !== isOver) said.hidden = isOver;
      }
      banner.hidden = !all("li:not([hidden])")[0];
      // Themes display what is hidden, and an empty banner has no stylesheet.
      banner.style.display = banner.hidden ? "none" : "";
    }

    /** @param {HTMLElement} next what is shown from now on */
    function swap(next) {
      const held = document.activeElement.closest("#outage-banner li");
      const part = held && all("a, button", held).indexOf(document.activeElement);
      const id = held?.dataset.version.split(" ")[0];
      all("outage-notices")[0]?.remove();
      banner.append(...all("outage-notices", next));
      Object.assign(banner.dataset, next.dataset);
      if (waiting) news.textContent = "";
      waiting = null;
      if (sheet !== next.sheet) sheet?.remove();
      sheet = next.sheet;
      tell();
      if (held) {
        all(`[data-version^="${id} "] :is(a, button)`)[part]?.focus();
      }
    }

    /**
     * The stylesheet and script that `next` needs; those that do not come in time are a failure.
     * @param {HTMLElement} next
     */
    async function bring(next) {
      const link = all("link", next)[0];
      next.sheet = link?.href === sheet?.href ? sheet : link?.cloneNode();
      if (!link || next.sheet === sheet) return;
      try {
        await new Promise((done, failed) => {
          next.sheet.onload = () => import(all("script", next)[0].src).then(done, failed);
          next.sheet.onerror = failed;
          setTimeout(failed, 10_000);
          document.head.append(next.sheet);
        });
      } catch (error) {
        next.sheet.remove();
        throw error;
      }
    }

    /** Only newer replaces older, and nothing moves under the reader. @param {HTMLElement} next */
    async function hear(next) {
      const { dataset } = waiting ?? banner;
      const { updated, version } = next.dataset;
      const lead = (Date.parse(updated) || 0) - (Date.parse(dataset.updated) || 0);
      if (lead < 0 || (!lead && seen.includes(version))) return;
      if (version === dataset.version) return Object.assign(dataset, next.dataset);
      await bring(next);
      seen.push(version);
      const changed = all("li", next).filter(
        (notice) => !all(`[data-version="${notice.dataset.version}"]`)[0],
      );
      if (banner.hidden && !changed[0]) return swap(next);
      const bar = document.createElement("p");
      if (!changed[0]) bar.textContent = words.changed;
      for (const notice of changed) {
        bar.append(...all("h2", notice)[0].cloneNode(true).childNodes, " ");
      }
      news.replaceChildren(bar);
      if (!isScrolled()) return swap(next);
      if (waiting && waiting.sheet !== next.sheet && waiting.sheet !== sheet) {
        waiting.sheet?.remove();
      }
      waiting = next;
      const show = document.createElement("button");
      show.textContent = words.show;
      show.onclick = () => {
        swap(waiting);
        for (const box of [window, document.body, scroller]) {
          box.scrollTo?.({ top: 0, behavior: "instant" });
        }
        all("a")[0]?.focus({ preventScroll: true });
      };
      bar.className = "outage-waiting";
      bar.append(show);
    }

    async function poll() {
      isAsking = true;
      try {
        const response = await fetch(address, {
          cache: "no-store",
          signal: AbortSignal.timeout(10_000),
        });
        const served = Date.parse(response.headers.get("date"));
        const error = served + response.headers.get("age") * 1000 - Date.now();
        // Its relative links are as seen from its own address.
        const html = (await response.text()).replaceAll('="../', `="${address}/../../`);
        const isWhole = html.length < 1e6 && html.trim().endsWith("</outage-banner>");
        const next = isWhole && parse(html).firstElementChild;
        // Whatever else answers, with whatever status, is no banner.
        if (next.id !== banner.id) throw html;
        clockError = Math.abs(error) > 60_000 ? error : 0;
        await hear(next);
        checked = Date.now() + clockError;
        failures = 0;
      } catch {
        failures++;
        failed.textContent = words.failed.replace(
          "{at}",
          new Date(checked).toLocaleString(lang, { dateStyle: "medium", timeStyle: "long" }),
        );
      }
      isAsking = false;
      const pause = Math.min(pollSeconds * 2 ** failures, 900);
      pollAt = Date.now() + pause * (0.8 + 0.4 * Math.random()) * 1000;
    }

    function tick() {
      const now = Date.now();
      if (document.hidden) return;
      tell();
      if (!isScrolled()) {
        if (waiting) swap(waiting);
        if (!failures) failed.remove();
        else if (!failed.isConnected) all("ul")[0]?.after(failed);
      }
      // After a sleep, in a tab shown again, or when the clock was set.
      if (Math.abs(now - lastTick) > 5_000) pollAt = 0;
      lastTick = now;
      if (pollSeconds && now >= pollAt && !isAsking) poll();
    }

    // Below the screen, so that only what waits is seen.
    const style = "position:fixed;inset:100% 0 auto;height:0";
    Object.assign(news, { id: "outage-news", role: "status", lang, dir, style });
    document.documentElement.append(news);
    failed.className = "outage-said";
    setInterval(tick, 1000);
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
};
