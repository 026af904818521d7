//! The window against what is written in it, against script that did run, and against a look at the disk afterwards.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
#[path = "hardened/payloads.rs"]
mod payloads;

use payloads::{Planted, letters, payloads, plant};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stories::window::Window;
use stories::{Desk, SCREENS};

/// Begins to listen for what the content policy stopped, and remembers how the page began.
const LISTEN: &str = "window.__stopped = []; addEventListener('securitypolicyviolation', e => window.__stopped.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`)); window.__begun = {place: location.origin + location.pathname, head: document.querySelectorAll('script, link, meta, style').length};";
/// What is wrong with the page as it stands: nothing, where all that was written is text.
const LOOK: &str = r#"
const bad = [];
if (window.__canary !== undefined) bad.push(`the canary is ${window.__canary}`);
if (!window.__begun) return ['the page began anew'];
if (location.origin + location.pathname !== window.__begun.place) bad.push(`it is at ${location.href}`);
if (document.querySelectorAll('script, link, meta, style').length !== window.__begun.head) bad.push('another script, link, meta or style');
for (const s of window.__stopped) bad.push(`stopped: ${s}`);
for (const f of window.__faults) bad.push(`fault: ${f.at} ${f.text}`);
const never = new Set('img iframe object embed video audio base math marquee template frame frameset applet portal noscript foreignobject animate set body'.split(' '));
for (const e of document.querySelectorAll('*')) {
  const tag = e.localName.toLowerCase();
  const ours = e === document.body || tag === 'img' && e.getAttribute('src') === 'icon.svg' && e.attributes.length === 4;
  if (never.has(tag) && !ours || /xq\d/.test(tag)) bad.push(`an element ${tag}: ${e.outerHTML.slice(0, 120)}`);
  for (const a of e.attributes) {
    const name = a.name.toLowerCase(), v = a.value;
    if (name.startsWith('on') || /xq\d/.test(name) || name === 'srcdoc') bad.push(`an attribute ${name} of ${tag}: ${v.slice(0, 80)}`);
    const leads = ['href', 'xlink:href', 'src', 'action', 'formaction', 'data', 'poster', 'background', 'ping', 'cite'].includes(name);
    if (leads && (/^[\s\x00-\x1f]*(javascript|data|vbscript|https?|file|blob):/i.test(v) || e.localName === 'a' && !v.startsWith('#'))) bad.push(`${tag} leads to ${v.slice(0, 80)}`);
    if (['id', 'name', 'class', 'style', 'for', 'form', 'target'].includes(name) && /xq\d|__canary/.test(v)) bad.push(`${name} of ${tag}: ${v.slice(0, 80)}`);
  }
}
if (document.getElementById('__canary') || document.forms.length && document.forms.__canary) bad.push('the canary is an element');
return bad;
"#;

/// The fields of a form and what stands in them.
const FORM: &str = "return Object.fromEntries([...document.querySelectorAll('main input, main textarea')].map((e, i) => [e.id || `${i}`, e.value]))";
/// What the listed attempts of one text would do in a page without a policy.
const RAW: &str = "const [texts, done] = arguments; let ran = 0; (async () => { for (const t of texts) { delete window.__canary; const d = document.createElement('div'); d.innerHTML = t; document.body.append(d); await new Promise(r => setTimeout(r, 20)); if (window.__canary !== undefined && !(window.__canary instanceof Node)) ran++; d.remove(); } done(ran); })()";

/// A window whose pages are looked at one by one.
struct Watched {
    window: Window,
    wrong: Vec<String>,
    seen: usize,
}
impl Watched {
    fn opens(desk: &Desk, file: &str, today: &str) -> Watched {
        std::fs::create_dir_all(desk.path("dialog")).expect("a folder");
        let (path, home, dialog) = (desk.path(file), desk.path("home"), desk.path("dialog"));
        let window = Window::open(
            &[&path.to_string_lossy()],
            &[
                ("ISMS_HOME", &home.to_string_lossy()),
                ("ISMS_DIALOG", &dialog.to_string_lossy()),
                ("ISMS_TODAY", today),
            ],
            (1280, 800),
        );
        window.sees("The best next step");
        window.script(LISTEN, &[]);
        Watched { window, wrong: Vec::new(), seen: 0 }
    }
    fn calls(&self, command: &str, args: Value) -> Value {
        let out = self.window.script_async("const [name, args, done] = arguments; window.__TAURI_INTERNALS__.invoke(name, args).then(done, e => done({no: e}))", &[json!(command), args]);
        assert!(out.get("no").is_none(), "{command}: {out}");
        out
    }
    fn goes(&mut self, address: &str) {
        self.window.go(address);
        self.looks(address);
    }
    fn looks(&mut self, at: &str) {
        self.window.settled();
        self.seen += 1;
        let found = self.window.script(LOOK, &[]);
        let Some(found) = found.as_array() else { panic!("{at}: no look: {found}") };
        self.wrong.extend(found.iter().map(|f| format!("{at}: {}", f.as_str().unwrap_or_default())));
    }
    /// What stands there: the words, with what is folded away.
    fn letters(&self) -> String {
        let all = self.window.script("return document.getElementById('main').textContent", &[]);
        letters(all.as_str().expect("a page"))
    }
}

#[test]
fn three_hundred_payloads_on_every_screen_stay_words() {
    let desk = Desk::default();
    desk.demo("d.isms");
    let prefer = ["R-012", "R-038", "POL-10", "ORG", "RT-14", "OB-005", "CRS-01"];
    let (planted, refused) = plant(&desk, "d.isms", &prefer);
    let all = payloads();
    assert_eq!(all.len(), 300);
    let used: BTreeSet<usize> = planted.iter().flat_map(|p| p.numbers.iter().copied()).collect();
    assert_eq!(used.len(), 300, "each stands somewhere");
    // Only what takes words of its own refuses them.
    let own: BTreeSet<&str> = refused.iter().map(String::as_str).collect();
    let takes = [
        "audit.checklist[1].clause",
        "control.number",
        "course.content_link",
        "evidence.link",
        "management_review.inputs[1].topic",
        "obligation.clock",
        "policy.file_text",
        "policy.text",
        "threat.source_link",
        "vulnerability.vector",
    ];
    assert!(own.iter().all(|f| takes.contains(f)), "{own:?}");
    // Elsewhere than in fields: the text of a policy, the name of a file of evidence.
    desk.write("policy.md", all.join("\n\n"));
    desk.isms(&["policy", "d.isms", "POL-10", "write", "--text", "policy.md", "--change", "major", "--what", &all[4]])
        .ok();
    let name = "xq999 <img src=x onerror=window.__canary=999>.txt";
    desk.write(name, "words");
    desk.isms(&["attach", "d.isms", "R-012", name, "--shows", &all[3]]).ok();

    let mut watched = Watched::opens(&desk, "d.isms", "2026-11-30");
    let session = watched.calls("go_on_today", json!({}));
    watched.window.script("location.reload()", &[]);
    watched.window.sees("30 November");
    watched.window.settled();
    watched.window.script(LISTEN, &[]);
    for (_, address) in SCREENS {
        watched.goes(address);
    }
    let kinds = session["kinds"].as_array().expect("kinds").clone();
    let reports = session["reports"].as_array().expect("reports").clone();
    let (mut gone, mut read) = (Vec::new(), 0);
    for Planted { kind, id, texts, .. } in &planted {
        let info = kinds.iter().find(|k| k["name"] == **kind).expect("a kind");
        watched.goes(&format!("#/record/{id}"));
        let page = watched.letters();
        watched.goes(&format!("#/record/{id}?asof=2026-11-26"));
        let past = watched.letters();
        watched.goes(&format!("#/edit/{id}"));
        let form = watched.window.script(FORM, &[]);
        let values: BTreeSet<&str> = form.as_object().expect("a form").values().filter_map(Value::as_str).collect();
        for (field, text) in texts {
            // In a form each sign as it was written; a field that is not asked for as things are stays away.
            let asked = form.get(&format!("f-{field}")).is_some() || field.contains('[') && !values.is_empty();
            if asked && !values.contains(text.as_str()) {
                gone.push(format!("{id}.{field} in its form: {text}"));
            }
            for part in text.split("\n\n").map(letters) {
                if !(asked || page.contains(&part)) {
                    gone.push(format!("{id}.{field}: {part}"));
                }
                // The day before yesterday it stood there too.
                if page.contains(&part) && !past.contains(&part) {
                    gone.push(format!("{id}.{field} as of 26 November: {part}"));
                }
                read += 1;
            }
        }
        watched.goes(&format!("#/record/{id}?show=compare&asof=2026-11-20"));
        watched.goes(&format!("#/{kind}?asof=2026-11-26"));
        watched.goes(&format!("#/{kind}?find=xq&at={id}"));
        if let Some(guide) = info["wizard"].as_str() {
            watched.goes(&format!("#/wizard/{guide}/{id}"));
        }
        for report in reports.iter().filter(|r| r["of"].as_array().is_some_and(|of| of.contains(&json!(kind)))) {
            watched.goes(&format!("#/print/{}?about={id}", report["name"].as_str().expect("a name")));
        }
    }
    assert!(gone.is_empty(), "{}", gone.join("\n"));
    assert!(read > 1_000 && watched.seen > 400, "{read} texts read on {} pages", watched.seen);

    // Found by one's own words: in the palette, in the trail, in a register.
    for Planted { numbers, .. } in &planted {
        watched.window.chord(&["\u{e009}"], "k");
        watched.window.settled();
        watched.window.keys(&format!("xq{:03}", numbers[0]));
        watched.looks("the palette");
        watched.window.keys("\u{e00c}");
        watched.window.settled();
    }
    watched.goes("#/trail");
    watched.window.write("Find", "xq00");
    watched.looks("the trail, searched");
    assert!(watched.letters().contains(&letters(&all[3])), "the whys stand in the trail");
    assert!(watched.wrong.is_empty(), "{}", watched.wrong.join("\n"));

    // It bites: as markup the same texts are noticed, each by what it made, and the policy stops what they would do.
    let markup =
        "const d = document.createElement('div'); d.id = 'raw'; document.body.append(d); d.innerHTML = arguments[0]";
    let mut noticed = 0;
    for text in &all {
        watched.window.script(markup, &[json!(text)]);
        let found = watched.window.script(LOOK, &[]);
        watched.window.script("document.getElementById('raw').remove()", &[]);
        noticed += usize::from(found.as_array().is_some_and(|f| !f.is_empty()));
    }
    let after = watched.window.script("return [window.__stopped.length, String(window.__canary)]", &[]);
    println!("noticed {noticed}, {after}");
    let browser = Window::browser(desk.dir.path(), (900, 700));
    browser.opens(&desk.write("empty.html", "<!doctype html><body>"));
    let ran = browser.script_async(RAW, &[json!(all)]);
    println!("ran {ran} read {read} seen {}", watched.seen);
}
