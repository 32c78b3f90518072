/*
 * What a reader would find wrong with the banner of a page, as sentences; none when all is well.
 * `plain` is the same page without a banner, as `page.features` tells it.
 */
(() => {
  const banner = () => document.querySelector("#outage-banner");
  const boxOf = (element) => element.getBoundingClientRect();
  const nextFrame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  const name = (element) => `<${element.localName}> "${element.textContent.trim().slice(0, 20)}"`;
  const shift = { total: 0, sources: [] };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      shift.total += entry.value;
      shift.sources.push(...entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 60)));
    }
  }).observe({ type: "layout-shift", buffered: true });

  // What a theme does smoothly would not be done when it is looked at.
  document.documentElement.style.scrollBehavior = "auto";

  /** Points of a box that are inside the window; none where nothing is shown. */
  function* points(box) {
    if (!box.width) return;
    for (const across of [0.02, 0.25, 0.5, 0.75, 0.98]) {
      for (const down of [0.1, 0.5, 0.9]) {
        const x = box.left + across * box.width;
        const y = box.top + down * box.height;
        if (x >= 0 && y >= 0 && x < innerWidth && y < innerHeight) yield [x, y];
      }
    }
  }

  const hits = (box, wanted) =>
    [...points(box)].filter(([x, y]) => wanted(document.elementFromPoint(x, y)));

  const headers = () => [...document.querySelectorAll("[data-header]")];

  const luminance = ([red, green, blue]) => {
    const linear = (part) =>
      part <= 10 ? part / 3294 : Math.pow((part / 255 + 0.055) / 1.055, 2.4);
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  };
  const channels = (colour) => colour.match(/[\d.]+/g).map(Number);

  function contrast(element) {
    const ink = channels(getComputedStyle(element).webkitTextFillColor);
    let ground = element;
    while (ground && channels(getComputedStyle(ground).backgroundColor)[3] === 0) {
      ground = ground.parentElement;
    }
    const colours = [ink, channels(getComputedStyle(ground).backgroundColor)];
    const [light, dark] = colours.map(luminance).sort((one, other) => other - one);
    return (light + 0.05) / (dark + 0.05);
  }

  function features() {
    return {
      width: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
      headers: headers().map((header) => [boxOf(header).left, boxOf(header).top]),
    };
  }

  function* unseen() {
    const box = boxOf(banner());
    if (box.top < 0 || box.top > innerHeight / 3) yield `the banner begins at ${box.top}`;
    if (box.height < 30 || box.height > 0.9 * innerHeight) yield `it is ${box.height} high`;
    if (box.width < Math.min(600, 0.75 * innerWidth)) yield `it is ${box.width} wide`;
    for (const element of banner().querySelectorAll("h2, p, span, a, time, button")) {
      const text = [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim());
      if (element.hidden || element.dataset.said || !text[0]) continue;
      const { left, right, width, height } = boxOf(element);
      const size = parseFloat(getComputedStyle(element).fontSize);
      if (!width || !height) yield `${name(element)} is not shown`;
      if (left < 0 || right > innerWidth) yield `${name(element)} is outside the window, ${left} to ${right}`;
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) {
        yield `${name(element)} is invisible`;
      }
      for (const part of element.getClientRects()) {
        const covered = hits(part, (hit) => !banner().contains(hit));
        const by = covered[0] && document.elementFromPoint(...covered[0]);
        if (by) yield `${name(element)} is covered by <${by.localName} ${by.className}>`;
        if (part.top < box.top || part.bottom > box.bottom) yield `${name(element)} hangs out`;
      }
      if (size < 13 || size > 24) yield `${name(element)} is ${size} px high`;
      if (contrast(element) < 4.5) yield `${name(element)} has a contrast of ${contrast(element)}`;
    }
  }

  function* disclosed() {
    for (const link of document.querySelectorAll(".skip")) {
      if (boxOf(link).bottom > 0) yield `the skip link is shown at ${boxOf(link).top}`;
    }
  }

  /** The line that tells a reader who has scrolled of news. */
  function* newsUnseen() {
    const bar = document.createElement("div");
    bar.className = "outage-waiting";
    bar.textContent = "The shop is back";
    document.querySelector("#outage-news").append(bar);
    const { left, right, bottom, height } = boxOf(bar);
    if (left !== 0 || Math.abs(right - document.documentElement.clientWidth) > 1) {
      yield `the news are from ${left} to ${right}`;
    }
    if (bottom !== innerHeight || height < 30 || height > 100) yield `they end at ${bottom}`;
    if (hits(boxOf(bar), (hit) => hit !== bar)[0]) yield "they are covered";
    if (contrast(bar) < 4.5) yield `they have a contrast of ${contrast(bar)}`;
    bar.remove();
  }

  const wider = (plain) =>
    features().width > plain.width
      ? [`the page is ${features().width} px wide, not ${plain.width}`]
      : [];

  async function covering() {
    const found = [];
    const height = boxOf(banner()).bottom;
    const wanted = [...headers(), document.querySelector("h1")];
    for (const y of [0, 0.3 * height, height, 2 * height, 1500]) {
      scrollTo(0, y);
      await nextFrame();
      await nextFrame();
      for (const element of wanted) {
        if (hits(boxOf(element), (hit) => banner().contains(hit))[0]) {
          found.push(`scrolled to ${Math.round(scrollY)}, it covers ${name(element)}`);
        }
        if (y === 0 && getComputedStyle(element).visibility === "visible") {
          const { top, bottom, height: own } = boxOf(element);
          if (element.matches("[data-header]") && top >= innerHeight) {
            found.push(`${name(element)} is pushed out of the window, to ${top}`);
          }
          const isFixed = getComputedStyle(element).position === "fixed";
          if (isFixed && own <= innerHeight && bottom > innerHeight + 1) {
            found.push(`${name(element)} is cut off at the bottom, at ${bottom}`);
          }
        }
      }
    }
    return found;
  }

  /** Far down, what the theme fixes is where it is without a banner. */
  async function displaced(plain) {
    scrollTo(0, 1500);
    await nextFrame();
    await nextFrame();
    return headers().flatMap((header, index) => {
      const [, top] = plain.headersFarDown[index];
      const isFixed = getComputedStyle(header).position === "fixed" && !header.offsetParent;
      const moved = isFixed && scrollY > 1400 && Math.abs(boxOf(header).top - top) > 1;
      return moved ? [`far down ${name(header)} is at ${boxOf(header).top}, not ${top}`] : [];
    });
  }

  async function unreachable() {
    const end = document.querySelector("[data-end]");
    end.scrollIntoView({ block: "end" });
    await nextFrame();
    await nextFrame();
    end.scrollIntoView({ block: "nearest" });
    const { top, bottom } = boxOf(end);
    for (let parent = end.parentElement; parent; parent = parent.parentElement) {
      parent.scrollTop = 0;
    }
    await nextFrame();
    return bottom <= innerHeight + 1 && top >= 0 ? [] : [`the end of the page is at ${bottom}`];
  }

  /** Without the banner all is as if there had never been one. */
  async function leftBehind(plain) {
    scrollTo(0, 0);
    document.querySelector("#outage-banner li").remove();
    await nextFrame();
    await nextFrame();
    return features().headers.flatMap(([left, top], index) => {
      const [oldLeft, oldTop] = plain.headers[index];
      const isMoved = Math.abs(left - oldLeft) > 1 || Math.abs(top - oldTop) > 1;
      const header = name(headers()[index]);
      return isMoved ? [`with no notice ${header} is at ${left}, ${top}, not ${oldTop}`] : [];
    });
  }

  globalThis.checks = {
    async features() {
      scrollTo(0, 0);
      await nextFrame();
      await nextFrame();
      const atRest = features();
      scrollTo(0, 1500);
      await nextFrame();
      await nextFrame();
      return { ...atRest, headersFarDown: features().headers };
    },
    withoutScripts: (plain) => [...unseen(), ...wider(plain)],
    async withScripts(plain) {
      await nextFrame();
      await nextFrame();
      return [
        ...failures,
        ...(shift.total > 0 ? [`the layout shifts by ${shift.total}: ${shift.sources}`] : []),
        ...unseen(),
        ...disclosed(),
        ...newsUnseen(),
        ...wider(plain),
        ...(await covering()),
        ...(await displaced(plain)),
        ...(await unreachable()),
        ...(await leftBehind(plain)),
      ];
    },
  };
})();
