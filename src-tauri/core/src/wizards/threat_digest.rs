//! What is new out there, and does it matter to us: the month's news brought in, sorted, and followed up.
//! It must never dismiss anything by itself; what is dismissed together is said so, and comes back when something fits.
mod checks;
mod items;
pub(super) mod panels;
mod questions;

use crate::dates;
use crate::kinds::Review;
use crate::wizard::{About, Done, Part, Run, Step, Wizard, ask, short};
use checks::*;

use items::{Item, items};
use questions as q;
use serde_json::{Map, Value, json};
use std::rc::Rc;

pub(super) static WIZARD: Wizard = Wizard {
    name: "threat-digest",
    title: "What is new out there",
    clause: "A.5.7",
    about: About::Chosen(&["routine", "threat"]),
    minutes: 15,
    parts: &[Part::Once(FIRST), Part::Each(yes, EACH), Part::Once(LAST)],
    words,
    at_check: panels::at_check,
    finish,
};
static FIRST: &[Step] = &[
    ask::<q::Bring>("bring", "What is new")
        .least(&[("none_why", 10)])
        .shape(bring_shape)
        .panel(panels::bring)
        .judge(bring),
    ask::<q::Sort>("sort", "Does it concern us")
        .heading("Does it concern us?", "Y yes, N no, L later. Matches come first; the rest can be dismissed together.")
        .when("if there is anything to judge", |r| !items(r).all.is_empty())
        .shape(sort_shape)
        .panel(panels::sort)
        .judge(sort),
];
static EACH: &[Step] = &[
    ask::<q::Touch>("touch", "What it touches")
        .heading("{item}", "")
        .when("for each that concerns you", |_| true)
        .shape(touch_shape)
        .panel(panels::touch)
        .judge(touch),
    ask::<q::NewRisk>("new-risk", "A new risk")
        .heading("{item}", "")
        .when("if a risk is missing and is written down now", |r| r.is("touch", "wants_new_risk", "yes"))
        .shape(risk_shape)
        .panel(crate::wizard::panel::scale),
    ask::<q::Act>("act", "What is done")
        .heading("{item}", "")
        .when("for each that concerns you", |_| true)
        .cases(&[
            ("nothing_why", "now=nothing"),
            ("severity", "now=patch"),
            ("tasks", "now=task"),
            ("tell_whom", "now=tell"),
            ("tell", "now=tell"),
            ("rules", "now=rule"),
        ])
        .least(&[("nothing_why", 10), ("tell", 10)])
        .shape(act_shape)
        .panel(panels::act)
        .judge(act),
];
static LAST: &[Step] = &[
    ask::<q::Inside>("inside", "In our own house").cases(&[("events", "odd=yes")]).panel(panels::inside).judge(inside),
    ask::<q::Drift>("drift", "The weather")
        .when("at every third digest", |r| past_digests(r) % 3 == 2)
        .least(&[("trend_why", 10)])
        .shape(drift_shape)
        .panel(panels::drift),
];

/// Digests that were held before.
fn past_digests(run: &Run) -> usize {
    run.isms.live::<Review>().filter(|(_, _, v)| &*v.wizard == "threat-digest").count()
}
fn routine(run: &Run) -> Option<String> {
    super::routine::performed(run).into_iter().next()
}
/// Keys of the items that concern us, in the order of the list.
fn yes(run: &Run) -> Vec<String> {
    let all = items(run);
    all.shown.iter().map(|n| all.all[*n].key.clone()).filter(|k| answer_of(run, k, "relevant") == "yes").collect()
}
/// What was said of an item in the list.
fn answer_of<'a>(run: &Run<'a>, key: &str, field: &str) -> &'a str {
    run.answers.get("sort", "items").and_then(|v| v.get(key)?.get(field)?.as_str()).unwrap_or_default()
}
/// The item that the present steps are about.
fn item(run: &Run) -> Option<Rc<Item>> {
    let all = items(run);
    let n = all.all.iter().position(|i| i.key == run.subject)?;
    Some(all.all[n].clone())
}
fn chosen(run: &Run) -> Vec<String> {
    run.codes_or("touch", "assets", &proposed(run))
}
fn chosen_assets(run: &Run) -> Vec<String> {
    chosen(run).into_iter().filter(|c| is_asset(run, c)).collect()
}
/// Suppliers whose service is hit.
fn providers(run: &Run) -> Vec<String> {
    chosen(run).into_iter().filter(|c| run.isms.get::<crate::kinds::Supplier>(c).is_some()).collect()
}
fn chosen_risks(run: &Run) -> Vec<String> {
    let before: Vec<String> = items::risks_of(run, &chosen_assets(run)).into_iter().take(8).collect();
    run.codes_or("touch", "risks", &before)
}
fn reachable(run: &Run) -> bool {
    chosen_assets(run).iter().any(|a| exposed(run, a))
}
/// As answered, or as the source says.
fn exploited(run: &Run) -> String {
    match run.says("touch", "exploited") {
        "" => item(run).map(|i| i.exploited.clone()).filter(|e| !e.is_empty()).unwrap_or_else(|| "unknown".into()),
        given => given.to_string(),
    }
}
fn attacked(run: &Run) -> bool {
    exploited(run) == "confirmed"
}
fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "n" => Some(items(run).nothing.len().to_string()),
        "m" => Some(items(run).rest.len().to_string()),
        "item" => item(run).map(|i| i.title.clone()),
        _ => None,
    }
}
fn severity(run: &Run) -> crate::kinds::Severity {
    let given = run.says("act", "severity");
    let from = item(run).and_then(|i| {
        let known = crate::cvss::score(&i.vector).ok().and_then(|s| s.severity());
        known.or_else(|| serde_json::from_value(i.severity.clone().into()).ok())
    });
    serde_json::from_value(given.into()).ok().or(from).unwrap_or(crate::kinds::Severity::High)
}
/// Until when the organization's own rules want it fixed.
fn fix_by(run: &Run) -> chrono::NaiveDate {
    let days = run.isms.organization().map_or(30, |o| o.weakness_days(severity(run), attacked(run)));
    dates::add_days(run.today, i64::from(days))
}
/// "28 new, 5 concern us, 2 risks to look at, 1 weakness to fix by 30 June"
fn counts(run: &Run) -> String {
    let all = items(run);
    let new = all.all.iter().filter(|i| i.code.is_none()).count();
    let concern = yes(run);
    let mut risks: Vec<String> = concern.iter().flat_map(|k| chosen_risks(&run.each(k))).collect();
    risks.sort();
    risks.dedup();
    let fixes: Vec<_> = concern
        .iter()
        .map(|k| run.each(k))
        .filter(|r| r.codes("act", "now").iter().any(|n| n == "patch"))
        .map(|r| fix_by(&r))
        .collect();
    let plural = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let mut parts = vec![format!("{new} new"), format!("{} us", plural(concern.len(), "concerns", "concern"))];
    if !risks.is_empty() {
        parts.push(format!("{} to look at", plural(risks.len(), "risk", "risks")));
    }
    if let Some(first) = fixes.iter().min() {
        parts.push(format!("{} to fix by {}", plural(fixes.len(), "weakness", "weaknesses"), run.say_day(*first)));
    }
    let later = all.shown.iter().filter(|n| answer_of(run, &all.all[**n].key, "relevant") == "later").count();
    if later > 0 {
        parts.push(format!("{later} put off"));
    }
    let (bulk, single) = (dismissed(run).len(), all.shown.len());
    if bulk > 0 {
        parts.push(format!("{bulk} dismissed together"));
    }
    if all.seen > 0 {
        parts.push(format!("{} seen before", all.seen));
    }
    format!("{}. {single} looked at singly.", parts.join(", "))
}
/// What was dismissed together, by number in the list.
fn dismissed(run: &Run) -> Vec<usize> {
    let all = items(run);
    let mut out = Vec::new();
    if run.is("sort", "bulk", "yes") {
        out.extend(&all.nothing);
    }
    if run.is("sort", "rest", "yes") {
        out.extend(&all.rest);
    }
    out
}

fn finish(run: &Run, done: &mut Done) {
    let all = items(run);
    let evidence = evidence(run);
    let mut about: Vec<String> = routine(run).into_iter().collect();
    for i in all.shown.iter().map(|n| &all.all[*n]) {
        let name = name_of(i);
        match answer_of(run, &i.key, "relevant") {
            "yes" => {
                concerns(&run.each(&i.key), i, &name, &evidence, done);
                about.push(name);
            }
            "no" => {
                let mut body = base(run, i, &evidence);
                let ready = ready(answer_of(run, &i.key, "because"));
                let own = [answer_of(run, &i.key, "other"), answer_of(run, &i.key, "sentence")];
                let why: Vec<&str> =
                    [ready, own[0].trim(), own[1].trim()].into_iter().filter(|w| !w.is_empty()).collect();
                body.insert("relevant".into(), "no".into());
                body.insert("relevant_why".into(), why.join(" ").into());
                body.insert("state".into(), "judged".into());
                done.put("threat", &name, Value::Object(body));
                about.push(name);
            }
            "later" => {
                let mut body = base(run, i, &evidence);
                body.insert("put_off".into(), (i.later + 1).into());
                if i.code.is_none() {
                    body.insert("relevant".into(), "not_judged".into());
                    body.insert("state".into(), "new".into());
                }
                done.put("threat", &name, Value::Object(body));
            }
            _ => {}
        }
    }
    let together = dismissed(run);
    for i in together.iter().map(|n| &all.all[*n]) {
        let name = name_of(i);
        let fits = if i.fit.how == crate::kinds::Fits::Nothing {
            "It matches nothing that you have."
        } else {
            "It fits by maker or words only, and less well than the others of that day."
        };
        let mut body = base(run, i, &evidence);
        body.insert("relevant".into(), "no".into());
        body.insert(
            "relevant_why".into(),
            format!("{fits} Dismissed together with others ({} in all), not read singly.", together.len()).into(),
        );
        body.insert("state".into(), "judged".into());
        done.put("threat", &name, Value::Object(body));
        about.push(name);
    }
    odd(run, done);
    if !about.is_empty() {
        done.about = Some(about);
    }
    done.notes.push(("What came of it?".into(), counts(run)));
}
/// The source files, each once.
fn evidence(run: &Run) -> Vec<String> {
    let Some(f) = run.answer("bring", "files") else { return Vec::new() };
    let also = f["also"].as_array().into_iter().flatten().filter_map(|a| a["evidence"].as_str());
    f["evidence"].as_str().into_iter().chain(also).filter(|e| run.isms.record(e).is_some()).map(String::from).collect()
}
/// By which the same proposal links to it.
fn name_of(i: &Item) -> String {
    i.code.clone().unwrap_or_else(|| format!("@{}", i.key))
}
fn ready(because: &str) -> &'static str {
    match because {
        "not_used" => "We do not use it.",
        "fixed" => "Already fixed.",
        "not_reachable" => "Not reachable from outside.",
        "provider" => "Our provider handles it.",
        "not_our_trade" => "Does not fit our size or trade.",
        _ => "",
    }
}
/// What is recorded of an item whatever is said of it. Of one that is here already only how well it fits.
fn base(run: &Run, i: &Item, evidence: &[String]) -> Map<String, Value> {
    let mut body = Map::new();
    let mut put = |k: &str, v: Value| {
        if !crate::canonical::empty(&v) {
            body.insert(k.into(), v);
        }
    };
    put("fits", json!(i.fit.how));
    if i.code.is_some() {
        return body;
    }
    put("title", short(&i.title).into());
    put("says", if i.says.is_empty() { i.title.clone() } else { i.says.clone() }.into());
    put("source", i.source.clone().into());
    put("source_link", i.url.clone().into());
    put("published_on", if i.published.is_empty() { run.today.to_string() } else { i.published.clone() }.into());
    put("level", level_of(i).into());
    put("exploited", if i.exploited.is_empty() { "unknown" } else { &i.exploited }.into());
    put("item", i.number.clone().into());
    put("vendor", i.vendor.clone().into());
    put("product", i.product.clone().into());
    if !i.number.is_empty() {
        put("evidence", json!(evidence));
    }
    body
}
/// One that concerns us: judged, with what follows from it.
fn concerns(run: &Run, i: &Item, name: &str, evidence: &[String], done: &mut Done) {
    let (assets, mut risks) = (chosen_assets(run), chosen_risks(run));
    if run.is("touch", "wants_new_risk", "yes") {
        risks.push(new_risk(run, i, name, &assets, done));
    }
    let mut body = base(run, i, evidence);
    let mut why = answer_of(run, &i.key, "why").trim().to_string();
    let none = run.says("touch", "no_risk_because").trim();
    if risks.is_empty() && !none.is_empty() {
        why += &format!(" No risk is made worse: {none}");
    }
    for (k, v) in [
        ("relevant", json!("yes")),
        ("relevant_why", why.into()),
        ("state", "judged".into()),
        ("level", run.says("touch", "level").into()),
        ("exploited", exploited(run).into()),
        ("assets", json!(assets)),
        ("risks", json!(risks)),
    ] {
        body.insert(k.into(), v);
    }
    if run.is("touch", "wants_new_risk", "later") {
        body.insert("wants_new_risk".into(), true.into());
    }
    done.put("threat", name, Value::Object(body));
    for s in providers(run) {
        let what = format!(
            "Ask {} what they have done about it, and look at them again: {}",
            run.isms.record(&s).map_or_else(|| s.clone(), crate::isms::Record::title),
            i.title
        );
        done.action("supplier", &what, &s, &owner_of(run, &s), dates::add_days(run.today, 14));
    }
    for now in run.codes("act", "now") {
        match now.as_str() {
            "patch" => {
                weakness(run, i, name, &assets, &risks, evidence, done);
            }
            "task" => {
                for t in run.table("act", "tasks") {
                    let text = |f: &str| t.get(f).and_then(Value::as_str).unwrap_or_default();
                    if let Some(until) = dates::parse(text("until")) {
                        done.action("improvement", text("what"), name, text("who"), until);
                    }
                }
            }
            "tell" => told(run, name, done),
            "rule" => {
                for p in run.codes("act", "rules") {
                    let what = format!("Change {p} because of this news: {}", i.title);
                    done.action("improvement", &what, name, &owner_of(run, &p), dates::add_days(run.today, 30));
                }
            }
            _ => {}
        }
    }
    if run.codes("act", "now").iter().any(|n| n == "nothing") && !run.says("act", "nothing_why").is_empty() {
        done.notes
            .push((format!("{}: why is nothing more needed?", i.title), run.says("act", "nothing_why").trim().into()));
    }
    done.notes
        .push((format!("{}: what sort of news is it?", i.title), describe_level(run.says("touch", "level")).into()));
}
fn weakness(
    run: &Run,
    i: &Item,
    name: &str,
    assets: &[String],
    risks: &[String],
    evidence: &[String],
    done: &mut Done,
) {
    let mut numbers = vec![i.number.clone()];
    numbers.extend(i.cve.iter().filter(|c| **c != i.number).cloned());
    numbers.retain(|n| !n.is_empty());
    let mut body = json!({
        "title": short(&i.title), "found_by": "advisory", "found_on": run.today.to_string(), "assets": assets, "identifiers": numbers,
        "severity": severity(run).word(), "exploited": exploited(run), "risks": risks, "decision": "fix", "due": fix_by(run).to_string(),
        "state": "open", "evidence": evidence,
    });
    if crate::cvss::score(&i.vector).is_ok() {
        body["vector"] = i.vector.clone().into();
    }
    done.put("vulnerability", &format!("@fix-{}", name.trim_start_matches('@')), body);
}
/// A risk in its short form: scored once, its treatment not decided, and not reviewed.
fn new_risk(run: &Run, i: &Item, name: &str, assets: &[String], done: &mut Done) -> String {
    let named = format!("@risk-{}", name.trim_start_matches('@'));
    let (likelihood, impact) = (run.score("new-risk", "likelihood"), run.score("new-risk", "impact"));
    done.put(
        "risk",
        &named,
        json!({
            "title": run.says("new-risk", "title"), "because": if i.says.is_empty() { &i.title } else { &i.says }, "owner": run.says("new-risk", "owner"),
            "harms": run.codes("new-risk", "harms"), "assets": assets, "suppliers": providers(run), "likelihood": likelihood, "impact": impact,
            "scores_why": format!("As news of it came in ({}). {}", i.source, answer_of(run, &i.key, "why").trim()), "treatment": "modify",
            "treatment_why": "Not decided yet; the first review of this risk decides it.", "residual_likelihood": likelihood, "residual_impact": impact,
        }),
    );
    named
}
/// What people were told, as a proof of communication (7.4).
fn told(run: &Run, name: &str, done: &mut Done) {
    let whom = run.codes("act", "tell_whom").join(", ");
    let text = run.says("act", "tell").trim();
    done.put(
        "evidence",
        &format!("@told-{}", name.trim_start_matches('@')),
        json!({"note": text, "shows": short(&format!("What was told to {whom}")), "about": [name], "collected_on": run.today.to_string(), "collected_by": run.by, "classification": "internal", "personal": false}),
    );
    done.notes.push((format!("Text to send to {whom}"), text.into()));
}
/// Each thing that was odd becomes an event; what it was is found out in its own guide.
fn odd(run: &Run, done: &mut Done) {
    if !run.is("inside", "odd", "yes") {
        return;
    }
    for (n, e) in run.table("inside", "events").into_iter().enumerate() {
        let text = |f: &str| e.get(f).and_then(Value::as_str).unwrap_or_default();
        done.put(
            "incident",
            &format!("@odd-{n}"),
            json!({"title": short(text("what")), "what": text("what"), "noticed_at": text("when"), "class": "event", "personal_data": "unclear",
                "risk_to_people": "not_judged", "significant": "not_judged", "notes": format!("Noticed by {}; told at the digest of {}.", text("who"), run.today), "state": "open"}),
        );
    }
}
