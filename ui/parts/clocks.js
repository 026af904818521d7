// Duties to tell someone in time, at the top of every page of a guide: the next first, counting down.
// It must never decide whether somebody has to be told.
/** @import { ClockShown, WizardShown } from "../commands.d.ts" */
import { html, useEffect, useState } from "../html.js";
import { left } from "../pure/dates.js";
import { Icon } from "./marks.js";

/** @param {{ shown: WizardShown }} p */
export function Clocks({ shown }) {
  const part = shown.step.panel.find((p) => p.part === "clocks");
  const clocks = part?.part === "clocks" ? part.clocks : [];
  const [begun, setBegun] = useState(() => performance.now());
  const [, tick] = useState(0);
  useEffect(() => setBegun(performance.now()), [shown]);
  useEffect(() => {
    if (!clocks.length) return;
    const t = setInterval(() => tick((n) => n + 1), 20000);
    return () => clearInterval(t);
  }, [clocks.length]);
  const [all, setAll] = useState(false);
  if (!clocks.length) return null;
  const shownNow = all ? clocks : clocks.slice(0, 3);
  const gone = Math.floor((performance.now() - begun) / 60000);
  const minutes = (/** @type {ClockShown} */ c) => (c.minutes === null ? null : c.minutes - gone);
  return html`<section class="clocks small" aria-label=${part?.title}><${Icon} name="clock" /><ul>${shownNow.map((c) => {
    const m = minutes(c);
    return html`<li class=${c.answered ? "faint" : m !== null && m < 0 ? "late" : m !== null && m < 1440 ? "soon" : ""}><b>${c.law}:</b> ${!c.answered && m !== null ? `${left(m)}, ` : ""}${c.says}</li>`;
  })}${clocks.length > 3 ? html`<li><button type="button" class="linkish" aria-expanded=${all ? "true" : "false"} onClick=${() => setAll(!all)}>${all ? "only the next" : `and ${clocks.length - 3} more`}</button></li>` : null}</ul></section>`;
}
