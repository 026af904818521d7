//! Whatever is written in records stays words, on every screen.
use crate::Watched;
use crate::payloads::{Planted, letters, payloads, plant};
use crate::{LISTEN, LOOK};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use stories::window::Window;
use stories::{Desk, SCREENS};

/// The fields of a form and what stands in them.
const FORM: &str = "return Object.fromEntries([...document.querySelectorAll('main input, main textarea')].map((e, i) => [e.id || `${i}`, e.value]))";
/// What the listed attempts of one text would do in a page without a policy.
const RAW: &str = "const [texts, done] = arguments; let ran = 0; (async () => { for (const t of texts) { delete window.__canary; const d = document.createElement('div'); d.innerHTML = t; document.body.append(d); await new Promise(r => setTimeout(r, 20)); if (window.__canary !== undefined && !(window.__canary instanceof Node)) ran++; d.remove(); } done(ran); })()";

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
            let asked = form.get(format!("f-{field}")).is_some() || field.contains('[') && !values.is_empty();
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
    assert!(read > 700 && watched.seen > 400, "{read} texts read on {} pages", watched.seen);

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
    assert!(watched.letters().contains(&letters(&all[0])), "the whys stand in the trail");
    assert!(watched.wrong.is_empty(), "{}", watched.wrong.join("\n"));

    // It bites: as markup the same texts are noticed, each by what it made, and the policy stops what they would do.
    let markup = "const d = document.createElement('div'); d.id = 'raw'; document.body.append(d); d.innerHTML = arguments[0]; window.__stopped.length = 0; window.__faults.length = 0";
    let (mut noticed, mut stopped) = (0, 0);
    for text in all.iter().step_by(4) {
        watched.window.script(markup, &[json!(text)]);
        watched.window.settled();
        let found = watched.window.script(LOOK, &[]);
        let many =
            watched.window.script("document.getElementById('raw').remove(); return window.__stopped.length", &[]);
        noticed += usize::from(found.as_array().is_some_and(|f| !f.is_empty()));
        stopped += many.as_u64().unwrap_or_default();
    }
    assert!(noticed > 20 && stopped > 5, "{noticed} noticed, {stopped} stopped");
    let browser = Window::browser(desk.dir.path(), (900, 700));
    browser.opens(&desk.write("empty.html", "<!doctype html><body>"));
    let ran = browser.script_async(RAW, &[json!(all)]);
    assert!(ran.as_u64().is_some_and(|n| n > 40), "{ran} ran in a page without a policy");
    println!(
        "{read} texts read on {} pages; as markup {noticed} of 75 noticed, {stopped} things stopped, {ran} run without a policy",
        watched.seen
    );
}
