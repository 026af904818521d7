//! What the digest checks beyond types, in the owner's words; and which rows, choices and proposals its pages have.
//! Yellow makes think, red stops; neither answers.
use super::items::{items, risks_of};
use super::panels::{self, sources};
use super::{chosen_assets, item, providers, reachable, routine};
use crate::kind::{Choice, Ty};
use crate::kinds::Fits;
use crate::staleness::word;
use crate::wizard::{Judge, Page, Row, Run, short};
use serde_json::{Value, json};

fn choice(name: &str) -> Choice {
    Choice { name: name.into(), label: name.into(), meaning: String::new() }
}
/// Something was dropped or written down, or waits from before.
fn brought(run: &Run) -> bool {
    run.answer("bring", "files").is_some() || !items(run).all.is_empty()
}
pub(super) fn bring_shape(run: &Run, page: &mut Page) {
    page.asks.iter_mut().for_each(|a| a.required = false);
    if brought(run) {
        page.drop("none_sources");
        page.drop("none_why");
        return;
    }
    let known = sources(run);
    if known.is_empty() {
        page.drop("none_sources");
    } else if let Some(a) = page.the("none_sources") {
        a.ty = Ty::Many { of: known.keys().map(|s| choice(s)).collect() };
    }
}
pub(super) fn bring(run: &Run, judge: &mut Judge) {
    if !brought(run) {
        if run.says("bring", "none_why").trim().is_empty() {
            judge.red("none_why", "Nothing was brought. Say where you looked and what for: looking and finding nothing is a result, not looking is a gap.");
        } else if routine(run).is_none() {
            judge.red("none_why", "There is no routine for this digest in your programme, so there is nothing that this could be a performance of. Add the routine first.");
        }
    }
    if let Some(file) = run.answer("bring", "files") {
        let n = file["rows"].as_array().map_or(0, Vec::len);
        let seen = items(run).seen;
        if seen > 0 {
            judge.yellow("files", format!("{seen} of {n} you have already seen; they are skipped."));
        }
    }
}

pub(super) fn sort_shape(run: &Run, page: &mut Page) {
    let all = items(run);
    for (field, some) in [("bulk", all.nothing.len()), ("rest", all.rest.len())] {
        if some == 0 {
            page.drop(field);
        }
    }
    if all.rows.is_empty() {
        page.drop("items");
    } else if let Some(a) = page.the("items") {
        a.rows = Some(all.rows.clone());
    }
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
}
pub(super) fn sort(run: &Run, judge: &mut Judge) {
    let all = items(run);
    for i in all.shown.iter().map(|n| &all.all[*n]) {
        let cells = run.answer("sort", "items").and_then(|v| v.get(&i.key));
        let says = |f: &str| cells.and_then(|c| c[f].as_str()).unwrap_or_default().trim();
        let short_one = |text: &str| !text.is_empty() && text.chars().count() < 10;
        if says("relevant") == "later" && i.later >= 2 {
            judge.red("items", format!("{}: it was put off twice already. Say yes or no.", i.title));
        }
        for f in ["why", "other", "sentence"] {
            let asked = match f {
                "why" => says("relevant") == "yes",
                "other" => says("because") == "other",
                _ => says("relevant") == "no" && i.strong(),
            };
            if asked && short_one(says(f)) {
                judge.red(
                    "items",
                    format!(
                        "{}: \u{201c}{}\u{201d} does not tell next year's you anything. Say what you went by.",
                        i.title,
                        says(f)
                    ),
                );
            }
        }
    }
}

pub(super) fn touch_shape(run: &Run, page: &mut Page) {
    let Some(i) = item(run) else { return };
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
    if let Some(a) = page.the("assets") {
        a.required = false;
        a.value = json!(proposed(run));
    }
    if let Some(a) = page.the("exploited") {
        if i.attacked() || i.exploited == "claimed" {
            a.value = i.exploited.clone().into();
            a.required = false;
        }
    }
    if let Some(a) = page.the("risks") {
        a.value = json!(risks_of(run, &chosen_assets(run)).into_iter().take(8).collect::<Vec<_>>());
    }
    if !super::chosen_risks(run).is_empty() {
        page.drop("no_risk_because");
    }
}
/// Assets and providers that it fits by more than words.
pub(super) fn proposed(run: &Run) -> Vec<String> {
    item(run)
        .filter(|i| i.fit.how >= Fits::Maker)
        .map(|i| i.fit.assets.iter().chain(&i.fit.suppliers).cloned().collect())
        .unwrap_or_default()
}
pub(super) fn touch(run: &Run, judge: &mut Judge) {
    let nothing = chosen_assets(run).is_empty() && providers(run).is_empty();
    if run.is("touch", "level", "operational") && nothing {
        judge.red("assets", "It is something to act on now, but nothing of yours is named. What does it concern?");
    }
    let missing = !matches!(run.says("touch", "wants_new_risk"), "" | "no");
    let because = run.says("touch", "no_risk_because").trim();
    if super::chosen_risks(run).is_empty() && !missing {
        if because.is_empty() {
            judge.red("risks", "It concerns you, and yet it touches no risk. Name the risks, say that one is missing, or say why it touches none.");
        } else if because.chars().count() < 10 {
            judge.red(
                "no_risk_because",
                format!("\u{201c}{because}\u{201d} does not tell next year's you anything. Say what you went by."),
            );
        }
    }
    if item(run).is_some_and(|i| i.attacked()) && run.is("touch", "exploited", "unknown") {
        judge.yellow("exploited", "The source says that it is used in attacks. Do you know better?");
    }
}

pub(super) fn act_shape(run: &Run, page: &mut Page) {
    let Some(i) = item(run) else { return };
    page.asks.iter_mut().for_each(|a| a.optional_word = a.field == "now");
    if !(super::attacked(run) && reachable(run)) {
        page.drop("nothing_why");
    }
    if let Some(a) = page.the("severity") {
        let known = crate::cvss::score(&i.vector).ok().and_then(|s| s.severity()).map(|s| s.word().to_string());
        let word = known.unwrap_or_else(|| i.severity.clone());
        if !word.is_empty() {
            a.value = word.into();
            a.required = false;
        }
    }
    if let Some(a) = page.the("tell_whom") {
        let roles: Vec<Choice> =
            run.isms.organization().map(|o| o.role_list.iter().map(|r| choice(&r.role)).collect()).unwrap_or_default();
        if !roles.is_empty() {
            a.ty = Ty::Many { of: roles };
        }
    }
}
pub(super) fn act(run: &Run, judge: &mut Judge) {
    let now = run.codes("act", "now");
    let has = |x: &str| now.iter().any(|n| n == x);
    if has("nothing") && now.len() > 1 {
        judge.red("now", "You say that nothing more is needed, and name something to do. Which is right?");
    }
    if has("patch") && chosen_assets(run).is_empty() {
        judge.red("now", "A weakness to fix needs a place: name on the page before what of yours it concerns.");
    }
    for t in run.table("act", "tasks").into_iter().filter(|_| has("task")) {
        let until = t.get("until").and_then(Value::as_str).and_then(crate::dates::parse);
        if let Some(d) = until.filter(|d| *d <= run.today) {
            judge.red("tasks", format!("{} is not in the future. Until when is it to be done?", run.say_day(d)));
        }
    }
}

pub(super) fn risk_shape(run: &Run, page: &mut Page) {
    page.asks.iter_mut().for_each(|a| a.optional_word = false);
    if let (Some(i), Some(a)) = (item(run), page.the("title")) {
        a.last = short(&i.title).into();
    }
}

pub(super) fn inside(run: &Run, judge: &mut Judge) {
    for e in run.table("inside", "events").into_iter().filter(|_| run.is("inside", "odd", "yes")) {
        let when = e.get("when").and_then(Value::as_str).and_then(|w| crate::kinds::incident::moment(w).ok());
        if let Some(w) = when.filter(|w| w.date_naive() > run.today) {
            judge.red("events", format!("{} has not happened yet. When was it noticed?", run.say_day(w.date_naive())));
        }
        let what = e.get("what").and_then(Value::as_str).unwrap_or_default();
        if names_somebody(run, what) {
            judge.yellow("events", "This names a person. The text goes into the pack. Use the role instead?");
        }
    }
}
/// Is the name of a person of the file in this text?
pub(in crate::wizards) fn names_somebody(run: &Run, text: &str) -> bool {
    run.isms.each("person").filter(|(_, r)| r.live()).any(|(_, r)| {
        let name = r.title();
        name.split_whitespace().count() > 1 && text.contains(&name)
    })
}

pub(super) fn drift_shape(run: &Run, page: &mut Page) {
    let since = crate::dates::add_months(run.today, -12);
    let rows: Vec<Row> = sources(run)
        .iter()
        .map(|(name, s)| {
            let silent = s.last_mattered.is_none_or(|d| d < since);
            let says =
                if silent { format!("{name} has brought nothing that mattered for a year.") } else { String::new() };
            Row::new(name.as_str(), name.as_str(), says, format!("{} brought, {} mattered", s.items, s.mattered))
        })
        .collect();
    if rows.is_empty() {
        page.drop("sources");
    } else if let Some(a) = page.the("sources") {
        a.required = true;
        a.rows = Some(rows);
    }
}
/// Words for what a threat is stored as where nobody was asked: what was dismissed.
pub(super) fn level_of(i: &super::items::Item) -> &'static str {
    if i.product.is_empty() && i.cve.is_empty() { "strategic" } else { "operational" }
}
pub(super) fn describe_level(level: &str) -> &'static str {
    panels::level_word(level)
}
/// "the risk's owner" of a record, or who acts.
pub(super) fn owner_of(run: &Run, code: &str) -> String {
    let gone = |p: &str| crate::wizard::gone_person(run, p).is_some();
    run.isms
        .record(code)
        .and_then(|r| r.common.owner.as_ref())
        .map(|o| o.to_string())
        .filter(|o| !gone(o))
        .unwrap_or_else(|| run.by.to_string())
}
pub(super) fn is_asset(run: &Run, code: &str) -> bool {
    run.isms.record(code).is_some_and(|r| r.info().name == "asset")
}
pub(super) fn exposed(run: &Run, code: &str) -> bool {
    run.isms.get::<crate::kinds::Asset>(code).is_some_and(|a| word(&a.exposed) == "internet")
}
