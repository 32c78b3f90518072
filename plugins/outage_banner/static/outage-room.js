/*
 * Room for the banner in a theme that pins something to the window or to the page, or that lays out
 * its body otherwise than as a column. `OUTAGE_MAKE_ROOM` leaves it out.
 */
() => {
  const { body, documentElement: root } = document;
  const banner = document.getElementById("outage-banner");
  if (banner.makeRoom) return;
  const paper = matchMedia("print");
  /** Styles that `put` replaced, as they were. */
  const replaced = [];
  /** What the theme pins to the window or to the page. */
  let pinned = [];
  let height;

  const boxOf = (element) => element.getBoundingClientRect();

  const set = ({ style }, name, value) =>
    style.setProperty(name, value.at ? value : `${value}px`, "important");

  /** @param {HTMLElement} element @param {string} name @param {number | string} value or pixels */
  function put(element, name, value) {
    replaced.push([element.style, name, element.style.getPropertyValue(name)]);
    set(element, name, value);
  }

  function putBack() {
    const [style, ...before] = replaced.pop();
    style.setProperty(...before);
  }

  /** What is fixed follows the banner as it scrolls away; the rest scrolls with it. */
  function follow() {
    const gone = Math.max(0, height - Math.max(0, boxOf(banner).bottom));
    for (const { element, margin, limit } of pinned) {
      const back = element.offsetParent ? 0 : gone;
      set(element, "margin-top", margin - back);
      if (limit) set(element, "max-height", limit + back);
    }
  }

  /**
   * The banner stands in the flow of the body, which moves down what is in it, and not what the
   * theme pins to the window or to the page. Where the banner is squeezed, has others beside it or
   * overlaps one, it is lifted out of the flow to the top of the page. On paper it needs no room.
   */
  function makeRoom() {
    while (replaced[0]) putBack();
    pinned = [];
    height = banner.offsetHeight;
    if (!height || paper.matches) return;
    const { clientWidth } = root;
    const style = getComputedStyle(body);
    const padding = parseFloat(style.paddingTop);
    const scrolled = scrollY || body.scrollTop;
    const pageBoxOf = (element) => {
      const box = boxOf(element);
      if (element.offsetParent) box.y += scrolled;
      return box;
    };
    const own = pageBoxOf(banner);
    const overlaps = ({ top, bottom, left, right }) =>
      Math.min(own.bottom, bottom) - Math.max(own.top, top) > 1 &&
      Math.min(own.right, right) - Math.max(own.left, left) > 1;

    for (const element of body.querySelectorAll("*")) {
      const { position, marginTop, height: inner, zIndex } = getComputedStyle(element);
      const { offsetParent } = element;
      if (!/abs|fix/.test(position) || zIndex < 0 || (offsetParent && offsetParent !== body))
        continue;
      const box = pageBoxOf(element);
      const isSeen = box.width && box.bottom > 0 && box.right > 0 && box.left < clientWidth;
      const isBefore = element.compareDocumentPosition(banner) & 4;
      if (isSeen || isBefore) {
        const margin = parseFloat(marginTop);
        pinned.push({ element, box, isSeen, margin, limit: parseFloat(inner) });
      }
    }
    set(body, "transition-property", "none");
    put(body, "padding-top", padding + 1);
    for (const one of pinned) one.isMoved = pageBoxOf(one.element).top !== one.box.top;
    putBack();
    const others = [...body.children].filter((element) => element !== banner).map(pageBoxOf);
    const isLifted =
      /flex|grid/.test(style.display) ||
      own.width < 0.9 * Math.min(clientWidth, 640) ||
      own.right > clientWidth + 1 ||
      [...others, ...pinned.map(({ box }) => box)].some(overlaps);
    if (isLifted) {
      put(banner, "position", "absolute");
      put(banner, "width", clientWidth);
      put(banner, "top", 0);
      put(banner, "left", 0);
      const { top, left } = pageBoxOf(banner);
      put(banner, "top", -top);
      put(banner, "left", -left);
      height = banner.offsetHeight;
      put(body, "padding-top", padding + height);
    }
    pinned = pinned.filter(({ element, isSeen, isMoved }) => {
      if (!element.offsetParent) return isSeen && (isMoved || isLifted);
      // What the flow moves needs nothing, but a skip link that was hidden above the page.
      return isMoved ? isLifted && !isSeen : isSeen;
    });
    for (const one of pinned) {
      const { element, box, isMoved } = one;
      if (!isMoved) one.margin += height;
      else if (element.offsetParent) one.margin -= height;
      const bottom = box.bottom - (isMoved && own.height);
      one.limit = Math.abs(bottom - innerHeight) < 2 && one.limit - height;
      set(element, "transition-property", "background, color, opacity, padding, transform");
      put(element, "margin-top", 0);
      put(element, "max-height", "");
    }
    follow();

    if ((getComputedStyle(root).overflowY + style.overflowY).includes("hidden")) {
      for (const element of [body, ...body.children]) {
        const hidden = boxOf(element).bottom - innerHeight;
        if (hidden > 0 && hidden <= height) {
          put(element, "max-height", parseFloat(getComputedStyle(element).height) - hidden);
        }
      }
    }
    put(banner, "--layer", "0");
    const box = boxOf(banner);
    const isSeen = [0.06, 0.5, 0.94].every((part) => {
      const hit = document.elementFromPoint(box.left + box.width * part, box.top + height * part);
      return !hit || banner.contains(hit);
    });
    if (!isSeen) putBack();
  }

  const arrival = new MutationObserver(makeRoom);
  arrival.observe(root, { childList: true, subtree: true });
  addEventListener("resize", makeRoom);
  paper.onchange = makeRoom;
  addEventListener("load", () => {
    arrival.disconnect();
    makeRoom();
  });
  // After the listeners of the theme, and at the top as if the page had just come.
  const move = ({ target }) =>
    requestAnimationFrame(target === document && scrollY <= 0 ? makeRoom : follow);
  addEventListener("scroll", move, { capture: true, passive: true });
  new MutationObserver(makeRoom).observe(banner, {
    attributeFilter: ["class", "hidden"],
    childList: true,
    subtree: true,
  });
  banner.makeRoom = makeRoom;
  makeRoom();
};
