// The parts that need no window: days, order, differences, Markdown.
// It must never need a library or a browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { addMonths, away, left, offsetAt, readDay, readTime, sayBack, sayDay, shortDay } from "../pure/dates.js";
import { words } from "../pure/diff.js";
import { idle } from "../pure/idle.js";
import * as writing from "../pure/writing.js";
import { blocks, runs } from "../pure/markdown.js";
import { asked, empty, finds, same, sorted, worst } from "../pure/sort.js";

const TODAY = "2026-11-24"; // a Tuesday

test("a day is read as people write it", () => {
  const read = {
    "12 jan": "2027-01-12", "12 January 2028": "2028-01-12", "jan 12": "2027-01-12", "3 nov": "2026-11-03", "12.1.27": "2027-01-12", "12/1/2027": "2027-01-12", "5.12.": "2026-12-05",
    "2027-02-28": "2027-02-28", "+6m": "2027-05-24", "in 2 weeks": "2026-12-08", "+1y": "2027-11-24", "-3d": "2026-11-21", "3 days ago": "2026-11-21", today: TODAY, tomorrow: "2026-11-25",
    fri: "2026-11-27", "next fri": "2026-11-27", tuesday: "2026-12-01", "last fri": "2026-11-20", "last tue": "2026-11-17", " 1st Dec ": "2026-12-01",
  };
  for (const [typed, day] of Object.entries(read)) assert.equal(readDay(typed, TODAY), day, typed);
  for (const typed of ["", "31 feb", "soon", "2027-13-01", "12", "99.99.2027", "m"]) assert.equal(readDay(typed, TODAY), null, typed);
});

test("a day is said back with its weekday and how far it is", () => {
  assert.equal(sayBack("2027-03-04", TODAY), "Thu 4 March 2027 (in 14 weeks)");
  assert.equal(sayDay("2026-11-18", TODAY), "18 November");
  assert.equal(sayDay("2025-11-18", TODAY), "18 November 2025");
  assert.equal(shortDay("2027-01-12", TODAY), "12 Jan");
  assert.equal(away("2026-11-18", TODAY), "6 days ago");
  assert.equal(away(TODAY, TODAY), "today");
  assert.equal(addMonths("2027-08-31", 6), "2028-02-29");
});

test("a moment has the offset of its place, and a clock says how long it runs", () => {
  assert.equal(offsetAt("2026-04-20T14:10", "Europe/London"), "+01:00");
  assert.equal(offsetAt("2026-11-20T14:10", "Europe/London"), "+00:00");
  assert.equal(offsetAt("2026-03-29T03:30", "Europe/Berlin"), "+02:00");
  assert.equal(offsetAt("2026-01-01T00:10", "America/St_Johns"), "-03:30");
  assert.match(offsetAt("2026-01-01T00:10", "Nowhere/Land"), /^[+-]\d\d:\d\d$/);
  for (const [typed, time] of Object.entries({ "8:40": "08:40", "0840": "08:40", 8: "08:00", "23.59": "23:59", "24:00": null, "8:4": null, "": null })) assert.equal(readTime(typed), time, typed);
  for (const [minutes, words] of [[2460, "41 hours left"], [50, "50 minutes left"], [1, "1 minute left"], [33120, "23 days left"], [-180, "3 hours late"]]) assert.equal(left(minutes), words);
});

test("rows stand in order, empty ones last, codes by their numbers", () => {
  const row = (id, body, more = {}) => ({ id, title: id, states: [], due: null, retired: false, body, reason: "", ...more });
  const rows = [row("R-10", { n: 2 }), row("R-9", { n: 3 }), row("R-1", {})];
  const ids = (by) => sorted(rows, by, String).map((r) => r.id);
  assert.deepEqual(ids({ column: "code", down: false }), ["R-1", "R-9", "R-10"]);
  assert.deepEqual(ids({ column: "n", down: true }), ["R-9", "R-10", "R-1"]);
  assert.deepEqual(ids({ column: "n", down: false }), ["R-10", "R-9", "R-1"]);
  assert.ok(worst(["overdue", "stale"]) < worst(["current"]));
});

test("a field is asked for only when its case holds", () => {
  assert.ok(asked("", {}));
  assert.ok(asked("status=partly|in_place", { status: "in_place" }));
  assert.ok(!asked("status=partly|in_place", { status: "planned" }));
  assert.ok(!asked("status=partly", {}));
  assert.ok(asked("personal=yes", { personal: true }));
  assert.ok(asked("harms=integrity", { harms: ["integrity", "availability"] }));
  assert.ok(empty([]) && empty("") && !empty(0) && !empty(false));
  assert.ok(same(null, "") && same(["A-1"], ["A-1"]) && !same("a", "b"));
  assert.ok(finds("r-012 measurement data in benchlog", "Bench R-012") && !finds("r-012", "r-013"));
});

test("a difference keeps every word of both texts", () => {
  const was = "The CTO judges whether a product of ours is concerned.";
  const now = "The head of software judges whether a product is concerned, and keeps the account.";
  const d = words(was, now);
  assert.equal(d.filter((p) => p.op !== "added").map((p) => p.text).join(""), was);
  assert.equal(d.filter((p) => p.op !== "removed").map((p) => p.text).join(""), now);
  assert.ok(d.some((p) => p.op === "removed" && p.text.includes("CTO")));
  assert.deepEqual(words("same", "same"), [{ op: "same", text: "same" }]);
});

test("Markdown becomes a tree, and markup stays text", () => {
  const tree = blocks("# Rule\nFirst line\ngoes on.\n\n1. one\n2. two **strong**\n\n- a\n- b\n  more");
  assert.deepEqual(tree.map((b) => b.is), ["heading", "paragraph", "list", "list"]);
  assert.equal(tree[1].is === "paragraph" && tree[1].runs[0].text, "First line goes on.");
  assert.ok(tree[2].is === "list" && tree[2].ordered && tree[2].items.length === 2);
  assert.ok(tree[3].is === "list" && !tree[3].ordered && tree[3].items[1].map((r) => r.text).join("") === "b more");
  assert.deepEqual(runs("a **b** _c_ `d` [e](https://x)").map((r) => r.is), ["text", "bold", "text", "emphasis", "text", "code", "text", "link"]);
  assert.deepEqual(runs("<img src=x onerror=y> snake_case_name 2 * 3 * 4"), [{ is: "text", text: "<img src=x onerror=y> snake_case_name 2 * 3 * 4" }]);
});

test("a table is a table, and a sign after a backslash is only a sign", () => {
  const tree = blocks("Before.\n\n| Who | What |\n|---|---|\n| Rui | looks \\| asks |\n| Ana |\n\nAfter \\*all\\*.");
  assert.deepEqual(tree.map((b) => b.is), ["paragraph", "table", "paragraph"]);
  const t = tree[1];
  assert.ok(t.is === "table");
  assert.deepEqual(t.rows.map((r) => r.map((c) => c.map((x) => x.text).join(""))), [["Rui", "looks | asks"], ["Ana", ""]]);
  assert.ok(tree[2].is === "paragraph");
  assert.deepEqual(tree[2].runs, [{ is: "text", text: "After *all*." }]);
  assert.deepEqual(blocks("a | b\nnot a table").map((b) => b.is), ["paragraph"]);
});

test("the tools of the editor change only what is selected, and can be taken back", () => {
  const use = (e, t) => t.slice(0, e.from) + e.text + t.slice(e.to);
  const t = "One two\nthree\nfour";
  assert.equal(use(writing.bold(t, 4, 7), t), "One **two**\nthree\nfour");
  assert.equal(use(writing.bold("One **two**", 6, 9), "One **two**"), "One two");
  assert.equal(use(writing.heading(t, 9, 9), t), "One two\n## three\nfour");
  assert.equal(use(writing.heading("### a", 5, 5), "### a"), "a");
  assert.equal(use(writing.list(true, t, 9, 18), t), "One two\n\n1. three\n2. four");
  assert.equal(use(writing.list(true, "1. a\n2. b", 0, 9), "1. a\n2. b"), "a\nb");
  assert.equal(use(writing.enter("1. a", 4, 4), "1. a"), "1. a\n2. ");
  assert.equal(use(writing.enter("- a\n- ", 6, 6), "- a\n- "), "- a\n");
  assert.equal(writing.enter("plain", 5, 5), null);
  assert.equal(use(writing.link("SOA-5.24", "see", 3, 3), "see"), "see SOA-5.24");
});

test("the symbols in the page are those of icons.svg, and nothing puts markup into it", () => {
  const here = new URL("../", import.meta.url);
  const symbols = (file) => [...readFileSync(new URL(file, here), "utf8").matchAll(/<symbol[\s\S]*?<\/symbol>/g)].map((m) => m[0]);
  assert.ok(symbols("icons.svg").length > 40);
  assert.deepEqual(symbols("index.html"), symbols("icons.svg"));
  const page = readFileSync(new URL("index.html", here), "utf8");
  assert.ok(!/<script(?![^>]*src=)|\sstyle=|\son[a-z]+=/.test(page), "no inline script or style");
});

test("only bridge.js names the shell, and no file writes markup", async () => {
  const { readdirSync } = await import("node:fs");
  const here = new URL("../", import.meta.url);
  const files = readdirSync(here, { recursive: true }).map(String).filter((f) => f.endsWith(".js") && !/^(vendor|tests)/.test(f));
  assert.ok(files.length > 30);
  for (const f of files) {
    const text = readFileSync(new URL(f, here), "utf8");
    assert.ok(text.startsWith("// ") && text.split("\n")[1].startsWith("// "), `${f} says what it is and must never know`);
    assert.ok(!/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/.test(text), `${f} puts markup or code into the page`);
    if (f !== "bridge.js") assert.ok(!/__TAURI/.test(text), `${f} names the shell`);
    assert.ok(text.split("\n").length < 600, `${f} is too long`);
  }
});

test("nobody is here after the minutes that were chosen, and never where none were", () => {
  const at = 1_000_000;
  assert.equal(idle(at + 10 * 60_000 - 1, at, 10), false);
  assert.equal(idle(at + 10 * 60_000, at, 10), true);
  assert.equal(idle(at + 24 * 3_600_000, at, 0), false);
  // A clock that went back is no absence.
  assert.equal(idle(at - 1, at, 5), false);
});

test("whatever the palette offers to do, it does", () => {
  const rust = readFileSync(new URL("../../src-tauri/core/src/view/palette.rs", import.meta.url), "utf8");
  const page = readFileSync(new URL("../parts/palette.js", import.meta.url), "utf8");
  const runs = page.slice(page.indexOf("const RUNS = {"), page.indexOf("\n};"));
  const named = new Set([...rust.matchAll(/Some\("([a-z_]+)"\)/g)].map((m) => m[1]));
  assert.ok(named.size > 8, [...named].join(" "));
  for (const name of named) assert.match(runs, new RegExp(`\\b${name}\\b *[:,(]`), `nothing is done by ${name}`);
});
