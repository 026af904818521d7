//! What is missing from the register of risks: news that asked for one, things that nothing covers, what people worry about, doubles.
//! It must never score for the owner; what it adds is not reviewed yet and falls due in two weeks.
mod checks;
mod find;
mod panels;
mod questions;

use crate::act::Change;
use crate::catalog::WORRIES;
use crate::isms::Record;
use crate::kinds::Risk;
use crate::wizard::{About, CHANGED, Done, Part, Run, Step, Wizard, ask, strings};
use checks::*;
use find::*;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "risk-identification",
    title: "What is missing from the register?",
    clause: "8.2",
    about: About::Whole("REGISTER"),
    minutes: 60,
    parts: &[Part::Once(STEPS)],
    words: |_, _| None,
    at_check: |run, out| crate::wizard::panel::matrix(run, out),
    finish,
};

static STEPS: &[Step] = &[
    CHANGED.shape(changed_shape),
    ask::<q::With>("with", "Who is there").panel(panels::with).judge(with),
    ask::<q::AskedFor>("asked-for", "News that asked for a risk")
        .when("if news asked for a risk", |r| !asked_for(r).is_empty())
        .shape(|r, p| items_shape(r, p, "asked", asked_for(r)))
        .panel(panels::asked)
        .judge(|r, j| items(r, "asked-for", "asked", j)),
    ask::<q::Uncovered>("uncovered", "What nothing covers")
        .when("if something that matters stands in no risk", |r| !uncovered(r).is_empty())
        .shape(|r, p| items_shape(r, p, "uncovered", uncovered(r)))
        .panel(panels::uncovered)
        .judge(|r, j| items(r, "uncovered", "uncovered", j)),
    ask::<q::Changed>("changes", "What changed")
        .when("if something changed in the last half-year", |r| !changes(r).is_empty())
        .shape(|r, p| items_shape(r, p, "changes", changes(r)))
        .panel(panels::changes)
        .judge(|r, j| items(r, "changes", "changes", j)),
    ask::<q::Worried>("worry", "What worries you").panel(panels::worry).judge(worry),
    ask::<q::Catalogue>("catalogue", "Have you thought of these")
        .shape(catalogue_shape)
        .panel(panels::catalogue)
        .judge(catalogue),
    ask::<q::Doubles>("doubles", "Doubles")
        .when("if two risks look alike", |r| !doubles(r).is_empty())
        .shape(doubles_shape)
        .panel(panels::doubles),
    ask::<q::Fresh>("new-risks", "The new ones")
        .when("if something new was found", |r| !fresh(r).is_empty())
        .shape(fresh_shape)
        .panel(panels::fresh)
        .judge(judge_fresh),
];

fn finish(run: &Run, done: &mut Done) {
    done.with = run.codes("with", "with");
    let (mut kept, mut dropped) = (0, 0);
    for f in fresh(run) {
        let row = run.answer("new-risks", "fresh").and_then(|v| v.get(&f.id));
        match row.and_then(|r| r.get("keep")).and_then(Value::as_str) {
            Some("keep") => {
                kept += 1;
                let name = format!("@new-{kept}");
                add(run, &f, row, &name, done);
                link(run, &f.id, &name, done);
            }
            Some("drop") => dropped += 1,
            _ => {}
        }
    }
    for (code, row) in all_items(run) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        let answer = match text("then") {
            "new" => format!("a new risk: {}", text("title")),
            "belongs" => {
                link(run, code, text("risk"), done);
                format!("belongs to {}", text("risk"))
            }
            "none" => format!("no risk, because: {}", text("because")),
            _ => continue,
        };
        done.of.push((code.to_string(), "Is a risk missing because of it?".into(), answer));
    }
    let merged = merge(run, done);
    done.changed = kept + merged > 0;
    let known = run.isms.live::<Risk>().count();
    done.notes.push((
        "How many?".into(),
        format!(
            "{known} risks before, {kept} new, {merged} merged, {dropped} dropped, {} after",
            known + kept - merged
        ),
    ));
    super::routine::perform(run, done);
}
/// A new risk: with an owner and links, not reviewed, not decided.
fn add(run: &Run, f: &Found, row: Option<&Value>, name: &str, done: &mut Done) {
    let Some(row) = row else { return };
    let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
    let mut hits: Vec<String> = row.get("hits").map(strings).unwrap_or_default();
    if matches!(kind_of(run, &f.id), "asset" | "process" | "supplier") && !hits.contains(&f.id) {
        hits.push(f.id.clone());
    }
    let of = |kind: &str| hits.iter().filter(|c| kind_of(run, c) == kind).cloned().collect::<Vec<_>>();
    let (l, i) = (row.get("likelihood").cloned().unwrap_or_default(), row.get("impact").cloned().unwrap_or_default());
    let on = run.say_day(run.today);
    // What the file says of itself: nobody has judged these yet.
    done.changes.push(Change::put("risk", name, json!({
        "title": f.title, "because": text("because"), "owner": text("owner"), "harms": row.get("harms").cloned().unwrap_or_default(),
        "assets": of("asset"), "processes": of("process"), "suppliers": of("supplier"),
        "likelihood": l, "impact": i, "scores_why": format!("A first guess when it was found on {on}; not reviewed yet."),
        "treatment": "modify", "treatment_why": format!("Not decided yet: found on {on}, to be reviewed within two weeks."),
        "residual_likelihood": l, "residual_impact": i, "scored_by_criteria": run.isms.criteria(),
    })));
}
fn kind_of(run: &Run, code: &str) -> &'static str {
    run.isms.record(code).map_or("", |r| r.info().name)
}
/// News names the risk; a risk names what it hits.
fn link(run: &Run, code: &str, risk: &str, done: &mut Done) {
    match kind_of(run, code) {
        kind @ ("threat" | "incident" | "change" | "nonconformity") => more(run, kind, code, "risks", risk, done),
        // A new one has it among its links already.
        "asset" if !risk.starts_with('@') => more(run, "risk", risk, "assets", code, done),
        "process" if !risk.starts_with('@') => more(run, "risk", risk, "processes", code, done),
        "supplier" if !risk.starts_with('@') => more(run, "risk", risk, "suppliers", code, done),
        "obligation" => more(run, "risk", risk, "obligations", code, done),
        _ => {}
    }
}
/// One more link of a record, beside those that it has or gets by this.
fn more(run: &Run, kind: &str, code: &str, field: &str, link: &str, done: &mut Done) {
    let given = done.changes.iter().find_map(|c| match c {
        Change::Put { code: Some(x), fields, .. } if x == code => fields.get(field).cloned(),
        _ => None,
    });
    let before = || run.isms.record(code).map(Record::body_json).unwrap_or_default().get(field).cloned();
    let mut list = strings(&given.or_else(before).unwrap_or_default());
    if !list.iter().any(|l| l == link) {
        list.push(link.to_string());
        done.put(kind, code, json!({field: list}));
    }
}
/// Of two that are the same the first stays, with the links of both.
fn merge(run: &Run, done: &mut Done) -> usize {
    let mut gone: Vec<String> = Vec::new();
    for (a, b) in doubles(run) {
        if run.row("doubles", "doubles", &format!("{a}+{b}")) != "merge" || gone.contains(&a) || gone.contains(&b) {
            continue;
        }
        let (Some(first), Some(second)) = (run.isms.record(&a), run.isms.record(&b)) else { continue };
        let (was, other) = (first.body_json(), second.body_json());
        let mut set = Map::new();
        for field in ["assets", "processes", "suppliers", "obligations", "controls", "actions", "evidence"] {
            let mut list = was.get(field).map(strings).unwrap_or_default();
            let had = list.len();
            for code in other.get(field).map(strings).unwrap_or_default() {
                if !list.contains(&code) {
                    list.push(code);
                }
            }
            if list.len() > had {
                set.insert(field.into(), json!(list));
            }
        }
        if !set.is_empty() {
            done.put("risk", &a, Value::Object(set));
        }
        done.changes.push(Change::Retire { code: b.clone(), why: format!("The same as {a} {}.", first.title()) });
        gone.push(b);
    }
    gone.len()
}
