// The banner as time passes: of each thing to say, the variant that is true now.
(() => {
  const LONGEST_WAIT = 3600000; // A laptop's sleep stops timers; an hour later it is right anyway.
  const banner = document.getElementById("outage-banner");
  if (!banner) return;

  /** @type {number | undefined} */
  let timer;

  /** Show what is true now, and come back when the next window opens or closes. */
  function tell() {
    const now = Date.now();
    let next = now + LONGEST_WAIT;
    for (const said of document.querySelectorAll("[data-from], [data-until]")) {
      const from = Date.parse(said.dataset.from ?? "") || -Infinity;
      const until = Date.parse(said.dataset.until ?? "") || Infinity;
      said.hidden = now < from || now >= until;
      for (const turn of [from, until]) if (turn > now && turn < next) next = turn;
    }
    banner.hidden = !banner.querySelector("li:not([hidden])");
    clearTimeout(timer);
    timer = setTimeout(tell, next - now);
  }

  tell();
  document.addEventListener("DOMContentLoaded", tell);
  addEventListener("pageshow", tell);
  document.addEventListener("visibilitychange", tell);
})();
