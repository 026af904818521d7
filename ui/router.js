// Addresses: every place, record, filter and day has one, after the #. Reads, writes and remembers them.
// It must never know what a screen shows.

/** @typedef {{ path: string[], query: Record<string, string> }} Address */

/** @param {string} hash @returns {Address} */
export function parse(hash) {
  const [path, query = ""] = hash.replace(/^#?\/?/, "").split("?");
  return { path: path.split("/").filter(Boolean).map(decodeURIComponent), query: Object.fromEntries(new URLSearchParams(query)) };
}

/** @param {string[]} path @param {Record<string, string | null | undefined>} [query] */
export function address(path, query = {}) {
  const q = new URLSearchParams();
  for (const [k, v] of Object.entries(query)) if (v != null && v !== "") q.set(k, v);
  const s = q.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${s ? `?${s}` : ""}`;
}

/** The address of a record. @param {string} code @param {string | null} [asof] */
export const record = (code, asof) => address(["record", code], { asof });

/** @param {string} to */
export function go(to) {
  if (location.hash === to) dispatchEvent(new HashChangeEvent("hashchange"));
  else location.hash = to;
}

/** The same page with another query; no step of its own in the way back. @param {Record<string, string | null | undefined>} query */
export function refine(query) {
  const now = parse(location.hash);
  history.replaceState(null, "", address(now.path, { ...now.query, ...query }));
  dispatchEvent(new HashChangeEvent("hashchange"));
}
