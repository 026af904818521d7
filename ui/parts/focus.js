// Focus is never lost: when what had it is taken off the page, the page's heading gets it.
// It must never take focus from something that still stands.

/** @param {HTMLElement} root */
export function keepFocus(root) {
  /** @type {Element | null} */
  let last = null;
  addEventListener("focusin", (e) => (last = /** @type {Element} */ (e.target)));
  const look = () => {
    if (!last || last.isConnected || document.activeElement !== document.body) return;
    last = null;
    const box = document.querySelector("[aria-modal=true]");
    /** @type {HTMLElement | null} */ (box ? box.querySelector("h2") : document.querySelector("h1"))?.focus({ preventScroll: true });
  };
  new MutationObserver(() => requestAnimationFrame(look)).observe(root, { childList: true, subtree: true });
}
