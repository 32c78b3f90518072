// @ts-check
/**
 * A reader's words -> the posts that hold them, found by Pagefind's index of the built site.
 *
 * @typedef {{ url: string, excerpt: string, meta: { title: string, date?: string } }} Post
 * @typedef {{ results: { data: () => Promise<Post> }[] }} Found
 * @typedef {{ options: (options: { baseUrl: string, noWorker: boolean }) => Promise<void>,
 *             search: (words: string) => Promise<Found> }} Index
 */

(() => {
  const LISTED = 20;
  const PAUSE_MILLISECONDS = 200;

  /** The blog's root: this file is `theme/js/search.js` below it. */
  const { src } = /** @type {HTMLScriptElement} */ (document.currentScript);
  const root = new URL("../../", src);
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form[role=search]"));
  const field = /** @type {HTMLInputElement} */ (document.getElementById("words"));
  const found = /** @type {HTMLElement} */ (document.getElementById("found"));
  const results = /** @type {HTMLElement} */ (document.getElementById("results"));

  /** @type {Promise<Index> | undefined} */
  let loading;
  let latest = 0;
  let timer = 0;

  /** Load the index once, when a reader first searches. @returns {Promise<Index>} */
  function loadIndex() {
    loading ??= import(new URL("pagefind/pagefind.js", root).href).then(async (index) => {
      // A worker would need a content security policy of its own to run WebAssembly.
      await index.options({ baseUrl: root.pathname, noWorker: true });
      return index;
    });
    return loading;
  }

  /** @param {Post} post @returns {HTMLLIElement} */
  function listItem(post) {
    const item = document.createElement("li");
    const link = document.createElement("a");
    link.href = post.url;
    link.textContent = post.meta.title;
    const excerpt = document.createElement("p");
    excerpt.innerHTML = post.excerpt; // Pagefind escapes the text; <mark> is its only markup.
    const date = document.createElement("p");
    date.className = "meta";
    date.textContent = post.meta.date ?? "";
    item.append(link, date, excerpt);
    return item;
  }

  /** @param {number} count @param {string} words @returns {string} */
  function summary(count, words) {
    if (count === 0) return `No post holds “${words}”.`;
    const posts = count === 1 ? "1 post holds" : `${count} posts hold`;
    const listed = count > LISTED ? ` The best ${LISTED} are listed.` : "";
    return `${posts} “${words}”.${listed}`;
  }

  /** Show what holds the words in the field, unless newer words have come meanwhile. */
  async function search() {
    const turn = ++latest;
    const words = field.value.trim();
    const address = new URL(location.href);
    if (words) address.searchParams.set("q", words);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
    if (!words) {
      found.textContent = "";
      results.replaceChildren();
      return;
    }
    try {
      const { results: hits } = await (await loadIndex()).search(words);
      const posts = await Promise.all(hits.slice(0, LISTED).map((hit) => hit.data()));
      if (turn !== latest) return;
      results.replaceChildren(...posts.map(listItem));
      found.textContent = summary(hits.length, words);
    } catch {
      loading = undefined;
      results.replaceChildren();
      found.textContent = "The search index could not be read. The archives list every post.";
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(search, PAUSE_MILLISECONDS);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    search();
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) search();
})();
