// Links of a record, each with its kind's icon, ≠ where it moved, and one line.
// It must never decide what moved.
/** @import { LinkShown } from "../commands.d.ts" */
import { html } from "../html.js";
import { record } from "../router.js";
import { Icon, kindNamed, kindOf, Mark } from "./marks.js";

/** @param {{ links: LinkShown[], asof?: string | null, brief?: boolean }} p */
export function Links({ links, asof, brief }) {
  return html`<ul class="links">${links.map((l) => html`<li><${Icon} name=${kindNamed(l.kind)?.icon ?? kindOf(l.id)?.icon ?? "link"} /><span><span class="code faint">${l.id}</span> <a href=${record(l.id, asof)}>${l.title}</a></span>${l.moved ? html`<span><${Mark} state="stale" /></span>` : html`<span></span>`}${l.says && (!brief || l.moved) ? html`<span class="why">${l.says}</span>` : null}</li>`)}</ul>`;
}
