// Zoom carries the whole layout: text size, and with it the widths at which the layout changes.
// It must never know what is shown.

/** Every rule of the style sheets that holds up to a width in rem, with that width. @type {{ rule: CSSMediaRule, rem: number }[] | null} */
let widths = null;

function collect() {
  widths = [];
  const walk = (/** @type {CSSRuleList} */ rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSImportRule && rule.styleSheet) walk(rule.styleSheet.cssRules);
      const m = rule instanceof CSSMediaRule && rule.media.mediaText.match(/^\(max-width: ([\d.]+)rem\)$/);
      if (m) widths?.push({ rule: /** @type {CSSMediaRule} */ (rule), rem: Number(m[1]) });
    }
  };
  for (const sheet of document.styleSheets) walk(sheet.cssRules);
}

/** @param {number} percent */
export function fitZoom(percent) {
  if (!widths) collect();
  document.documentElement.style.fontSize = percent === 100 ? "" : `${percent}%`;
  for (const w of widths ?? []) w.rule.media.mediaText = `(max-width: ${(w.rem * percent) / 100}rem)`;
}
