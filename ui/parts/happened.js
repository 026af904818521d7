// The one door for news: asks in plain words what happened and opens the right form or guide.
// It must never judge the news.
import { html } from "../html.js";
import { address, go } from "../router.js";
import { session, set } from "../store.js";
import { Icon, kindNamed } from "./marks.js";

/** What happened, and in which kind it is written down. */
const NEWS = [
  { kind: "incident", says: "Something went wrong", more: "A lost phone, a mail to the wrong customer, an hour of standstill, a suspicion." },
  { kind: "person", says: "Someone joined, moved or left", more: "Roles, training and access follow." },
  { kind: "supplier", says: "A supplier changed", more: "Owner, place, subcontractors, contract, certificate." },
  { kind: "change", says: "Something is changing", more: "A new tool, supplier, site or product; a system moved or switched off; other duties." },
  { kind: "obligation", says: "A law or a contract changed", more: "A new duty, a new date, a customer’s new clause." },
  { kind: "threat", says: "A warning was read", more: "From a bulletin, a maker, an authority, the news." },
];

export function happened() {
  set({ dialog: { title: "What happened?", view: () => html`<${Door} />` } });
}
function Door() {
  const known = NEWS.filter((n) => kindNamed(n.kind));
  const existing = new Set(["person", "supplier", "obligation"]);
  const open = (/** @type {string} */ kind) => {
    set({ dialog: null });
    const guide = session().wizards.find((w) => w.name === kind || w.name === `${kind}-record` || w.name === `${kind}-intake`);
    go(existing.has(kind) ? address([kind]) : guide ? address(["wizard", guide.name, ""]) : address(["new", kind]));
  };
  return html`<div class="ways slim-ways">${known.map((n) => html`<button type="button" onClick=${() => open(n.kind)}><${Icon} name=${kindNamed(n.kind)?.icon ?? "plus"} /><span><b>${n.says}</b><small>${n.more}</small></span><${Icon} name="right" /></button>`)}</div>`;
}
