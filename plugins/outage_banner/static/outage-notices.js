/*
 * The notices of a banner as one reader has them: with their own time beside the site's, folded or
 * dismissed as they like. Behind this function stand its words, put there by `assets.script`.
 */
(words) => {
  if (customElements.get("outage-notices")) return;

  /** Of the notices that the reader folded or dismissed, the incident and its newest update. */
  let memory = [];
  /** What to do for each notice when another page has changed the memory. */
  const shows = [];

  function recall() {
    try {
      memory = [...JSON.parse(localStorage.outageBanner)];
    } catch {} // No storage, or nothing in it.
  }

  for (const change of ["pageshow", "storage"]) {
    addEventListener(change, () => {
      recall();
      for (const show of shows) show();
    });
  }

  /** An outage can be folded, anything else dismissed. @param {HTMLElement} notice */
  function addButton(notice) {
    const { version } = notice.dataset;
    const isOutage = notice.matches(".outage-down, .outage-degraded");
    const state = isOutage ? "outage-folded" : "outage-dismissed";
    const button = document.createElement("button");
    const show = () => {
      const isAway = memory.includes(version);
      notice.classList.toggle(state, isAway);
      if (isOutage) button.ariaExpanded = !isAway;
    };
    button.type = "button";
    button.textContent = isOutage ? words.full : words.dismiss;
    button.onclick = () => {
      const isAway = notice.classList.contains(state);
      recall();
      memory = memory.filter((one) => one !== version).slice(-50);
      if (!isAway) memory.push(version);
      try {
        localStorage.outageBanner = JSON.stringify(memory);
      } catch {} // Then it holds for this page.
      show();
    };
    shows.push(show);
    recall();
    show();
    notice.querySelector("h2").after(button);
  }

  const banner = document.getElementById("outage-banner");
  customElements.define(
    "outage-notices",
    class extends HTMLElement {
      connectedCallback() {
        this.querySelectorAll("li").forEach(addButton);
        this.addLocalTimes();
        new MutationObserver(() => this.addLocalTimes()).observe(this, {
          childList: true,
          subtree: true,
        });
      }

      /** Behind each time the reader's own, where clocks differ. */
      addLocalTimes() {
        for (const time of this.querySelectorAll("time:not([title])")) {
          const at = new Date(time.dateTime);
          const clock = new Date(at - at.getTimezoneOffset() * 60000).toISOString();
          time.title = at.toLocaleString(banner.lang, {
            weekday: "short",
            hour: "numeric",
            minute: "numeric",
          });
          if (!time.dateTime.startsWith(clock.slice(0, 16))) {
            time.after(` (${words.local.replace("{at}", time.title)})`);
          }
        }
      }
    },
  );
};
