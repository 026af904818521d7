//! What the questions about a change check beyond types, in the owner's words; and which rows, choices and approvals their pages have.
//! Yellow makes think, red stops; neither answers.
use super::*;
use crate::dates::{add_days, days_between};
use crate::kinds::Action;
use crate::wizard::{Judge, Page, Row};
use chrono::NaiveDate;
use serde_json::{Map, Value, json};

pub(super) fn text<'a>(row: &'a Map<String, Value>, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}

pub(super) fn what_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("owner") {
        a.value = run.by.into();
    }
}
pub(super) fn what(run: &Run, judge: &mut Judge) {
    if let Some(d) = when(run).filter(|d| *d < run.today) {
        judge.yellow(
            "when",
            format!("{} has passed. It is recorded as unplanned, which is no fault; you are asked what it did to you meanwhile.", run.say_day(d)),
        );
    }
}

pub(super) fn seven_shape(n: usize, page: &mut Page) {
    if let Some(a) = page.the("answer") {
        a.label = SEVEN[n].into();
    }
}
pub(super) fn seven(n: usize, run: &Run, judge: &mut Judge) {
    // Said on the last of them, once all are answered.
    if n != (0..SEVEN.len()).rev().find(|n| asked(run, *n)).unwrap_or_default() || answer(run, n).is_empty() {
        return;
    }
    let (yes, open) = (yeses(run).len(), unsure(run).len());
    if yes + open == 0 {
        judge.yellow(
            "answer",
            "Seven times no. Would it change what an auditor sees? If not, it need not be recorded here.",
        );
    }
    if open * 2 > SEVEN.len() {
        judge.yellow(
            "answer",
            format!("{open} of seven are not sure. Each becomes a question to the person you named; ask them before anybody says yes."),
        );
    }
}

pub(super) fn supplier_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("known") {
        a.value = known_supplier(run).map_or(Value::Null, Value::from);
    }
    let known = known_supplier(run).and_then(|s| run.isms.record(&s)).map(crate::isms::Record::body_json);
    for field in ["service", "access", "data_where"] {
        if let (Some(a), Some(body)) = (page.the(field), &known) {
            // Of one that is on record stands what they do and reach today, to be mended.
            a.value = body.get(field).cloned().unwrap_or_default();
            a.last = Value::Null;
        }
    }
}
pub(super) fn supplier(run: &Run, judge: &mut Judge) {
    let (known, name) = (known_supplier(run), run.says("supplier", "name").trim());
    match (&known, name.is_empty()) {
        (None, true) => judge.red("name", "Who is it? Choose one that you have, or say what the new one is called."),
        (Some(k), false) => judge.red("name", format!("You chose {k} and gave a new name. Which of the two is it?")),
        _ => {}
    }
    let same = |r: &crate::isms::Record| r.live() && r.title().trim().eq_ignore_ascii_case(name);
    if let Some((_, r)) = run.isms.each("supplier").find(|(_, r)| !name.is_empty() && same(r)) {
        judge.red("name", format!("{} {} is on record already. Choose it instead.", r.code, r.title()));
    }
    let access = run.codes("supplier", "access");
    if access.len() > 1 && access.iter().any(|a| a == "none") {
        judge.red("access", "They can reach nothing, and yet something is named. Take one of the two away.");
    }
}

pub(super) fn things(run: &Run, judge: &mut Judge) {
    let names = new_things(run);
    for (i, name) in names.iter().enumerate() {
        if names[..i].contains(name) {
            judge.red("things", format!("\u{201c}{name}\u{201d} is there twice. Take one away."));
        }
        let same = |r: &crate::isms::Record| r.live() && r.title().trim().eq_ignore_ascii_case(name);
        if let Some((_, r)) = run.isms.each("asset").find(|(_, r)| same(r)) {
            judge.red(
                "things",
                format!("{} {} is on record already. Take it away here; you can tick it soon.", r.code, r.title()),
            );
        }
    }
    if names.len() < run.table("things", "things").len() && !judge.has("things") {
        judge.red("things", "One of them has no name.");
    }
}
pub(super) fn worth_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("worth") {
        a.rows = Some(new_things(run).into_iter().map(|t| Row::new(t.clone(), t, "", "")).collect());
        a.optional_word = false;
    }
}

pub(super) fn touch_shape(run: &Run, page: &mut Page) {
    for field in &TOUCHED[..3] {
        if let Some(a) = page.the(field) {
            a.value = json!(touched(run, field));
            a.last = Value::Null;
        }
    }
}
pub(super) fn touch(run: &Run, judge: &mut Judge) {
    let shown = known_supplier(run).filter(|s| !touched(run, "suppliers").contains(s));
    if let Some(s) = shown {
        judge.yellow("suppliers", format!("You named {s} before. Does the change not touch them?"));
    }
}
pub(super) fn touches_nothing(run: &Run) -> bool {
    TOUCHED.iter().all(|f| touched(run, f).is_empty()) && new_things(run).is_empty() && !new_supplier(run)
}
pub(super) fn touch_rules_shape(run: &Run, page: &mut Page) {
    for field in &TOUCHED[3..] {
        if let Some(a) = page.the(field) {
            a.value = json!(touched(run, field));
            a.last = Value::Null;
        }
    }
    if !touches_nothing(run) {
        page.drop("nothing_why");
    } else if let Some(a) = page.the("nothing_why") {
        a.required = false; // Asked once the page is answered and nothing is ticked.
    }
}
pub(super) fn touch_rules(run: &Run, judge: &mut Judge) {
    if touches_nothing(run) && run.says("touch-rules", "nothing_why").trim().is_empty() {
        judge.red(
            "nothing_why",
            "It touches nothing that you have on record. Name one thing, or say why it touches none.",
        );
    }
}

pub(super) fn wrong(run: &Run, judge: &mut Judge) {
    let lines = run.table("risks", "wrong");
    let none = run.says("risks", "none_because").trim();
    match (lines.is_empty(), none.is_empty()) {
        (true, true) => judge.red("wrong", "What could go wrong? Name it, or say below why nothing could."),
        (false, false) => {
            judge.red("none_because", "You named what could go wrong and say that nothing could. Which is right?")
        }
        _ => {}
    }
    let hit = ["assets", "processes", "suppliers"].iter().any(|f| !touched(run, f).is_empty());
    if !lines.is_empty() && !hit && new_things(run).is_empty() && !new_supplier(run) {
        judge.red(
            "wrong",
            "A risk hits something. Go back and name at least one thing, activity or supplier that the change touches.",
        );
    }
    for (i, line) in lines.iter().enumerate() {
        if !text(line, "title").is_empty() && lines[..i].iter().any(|b| text(b, "title") == text(line, "title")) {
            judge.red("wrong", format!("\u{201c}{}\u{201d} is there twice. Take one away.", text(line, "title")));
        }
    }
}
pub(super) fn levels_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("level") {
        let row = |l: &&Map<String, Value>| {
            Row::new(
                text(l, "title"),
                text(l, "title"),
                text(l, "because"),
                format!("To do about it: {}", text(l, "about_it")),
            )
        };
        a.rows = Some(run.table("risks", "wrong").iter().map(row).collect());
        a.optional_word = false;
    }
}

/// The last day on which something can be done before it goes live; none if that has passed.
fn before(run: &Run) -> Option<NaiveDate> {
    when(run).filter(|d| *d > run.today)
}
fn tasks(run: &Run, step: &str, field: &str, judge: &mut Judge) {
    for row in run.table(step, field) {
        if let Some(d) = crate::dates::parse(text(row, "until")).filter(|d| *d < run.today) {
            judge.red(field, format!("{} has passed. Until when will it be done?", run.say_day(d)));
        }
    }
}
pub(super) fn needs(run: &Run, judge: &mut Judge) {
    tasks(run, "needs", "needs", judge);
    for row in run.table("needs", "needs") {
        let until = crate::dates::parse(text(row, "until"));
        if let (Some(d), Some(live)) = (until, before(run)) {
            if d >= live {
                judge.red(
                    "needs",
                    format!(
                        "{} is not before it goes live ({}). Choose an earlier day.",
                        run.say_day(d),
                        run.say_day(live)
                    ),
                );
            }
        }
    }
    if run.table("needs", "needs").is_empty() {
        judge.yellow("needs", "Nothing has to be true before it goes live. Is that so, with what you answered?");
    }
}

/// Why the certification body should be told; none: nothing speaks for it.
pub(super) fn tell_because(run: &Run) -> Option<&'static str> {
    if answer(run, 5) == "yes" {
        return Some("the scope, a site or what you sell changes");
    }
    match sort(run) {
        "site" => Some("a site changes"),
        "organization" => Some("the organization changes: who owns it, who leads it, how many you are"),
        _ => None,
    }
}
pub(super) fn tell_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("tell") {
        let known = change(run).map(|c| word(&c.tell_cb)).filter(|w| *w == "yes");
        a.value = known.unwrap_or(if tell_because(run).is_some() { "yes" } else { "no" }).into();
    }
}
pub(super) fn tell(run: &Run, judge: &mut Judge) {
    if let (true, Some(why)) = (run.is("tell", "tell", "no"), tell_because(run)) {
        judge.yellow("tell", format!("You say no, yet {why}. Most contracts with the body ask for word of that."));
    }
    if let Some(d) = run.day("tell", "tell_by").filter(|d| *d < run.today) {
        judge.red("tell_by", format!("{} has passed. By when will you tell them?", run.say_day(d)));
    }
}

/// Who may say yes: top management, who looks after the ISMS, and who sees to the change.
pub(super) fn may_approve(run: &Run) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let org = run.isms.organization();
    let all = org.into_iter().flat_map(|o| o.top_management.iter().cloned().chain([o.isms_owner.to_string()]));
    for p in all.chain([owner(run)]) {
        if !p.is_empty() && !out.contains(&p) && crate::wizard::gone_person(run, &p).is_none() {
            out.push(p);
        }
    }
    out
}
pub(super) fn approve_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("approved") {
        a.people = may_approve(run);
        a.only = "Only who leads, who looks after the ISMS or who sees to the change may say yes:".into();
    }
}
pub(super) fn approve(run: &Run, judge: &mut Judge) {
    let open = unsure(run).len();
    if open > 0 && run.approval("yes", "approved").is_some() {
        judge.yellow(
            "approved",
            format!(
                "{open} of the seven {} still not sure. Does whoever says yes know that?",
                if open == 1 { "is" } else { "are" }
            ),
        );
    }
}

pub(super) fn back_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("after_check_on") {
        let kept = change(run).and_then(|c| c.after_check_on).map(|d| d.0);
        let from = when(run).unwrap_or(run.today).max(run.today);
        a.value = kept.filter(|d| *d > run.today).unwrap_or_else(|| add_days(from, 60)).to_string().into();
        a.last = Value::Null;
    }
}
pub(super) fn back(run: &Run, judge: &mut Judge) {
    let Some(d) = run.day("back", "after_check_on") else { return };
    if d <= run.today {
        judge.red("after_check_on", format!("{} is not in the future. When will you look?", run.say_day(d)));
    } else if let Some(live) = when(run).filter(|w| d <= *w) {
        judge.red("after_check_on", format!("It goes live on {} only. Look some time after that.", run.say_day(live)));
    } else if days_between(when(run).unwrap_or(run.today).max(run.today), d) > 366 {
        judge.yellow("after_check_on", "That is more than a year after. Will anyone remember what was meant?");
    }
}

pub(super) fn live_shape(run: &Run, page: &mut Page) {
    let done = visit(run) == Visit::Back;
    if done {
        page.drop("live");
        page.drop("new_when");
        page.drop("drop_why");
    }
    let label = if done { "When did it go live?" } else { "When?" };
    if let Some(a) = page.the("live_on") {
        a.label = label.into();
        a.case = if done { String::new() } else { a.case.clone() };
        a.value = when(run).filter(|d| *d <= run.today).map_or(Value::Null, |d| d.to_string().into());
    }
}
pub(super) fn live(run: &Run, judge: &mut Judge) {
    if let Some(d) = run.day("live", "new_when").filter(|d| *d <= run.today && run.is("live", "live", "not_yet")) {
        judge.red("new_when", format!("{} is not in the future. From when will it be?", run.say_day(d)));
    }
    let approved = change(run).and_then(|c| c.approved.as_ref()).map(|a| a.on.0);
    if let (Some(on), Some(yes)) = (run.day("live", "live_on"), approved) {
        if on < yes && !unplanned(run) {
            judge.yellow("live_on", format!("It went live before anybody had said yes ({}).", run.say_day(yes)));
        }
    }
}
pub(super) fn held_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("held") {
        let row = |code: &String| {
            let r = run.isms.get::<Action>(code)?;
            let state = run.isms.record(code)?.state();
            Some(Row::new(
                code.as_str(),
                format!("{code} {}", crate::wizard::short(&r.what)),
                "",
                format!("{}, due {}; {state}", run.name(&r.owner), run.say_day(r.due.0)),
            ))
        };
        a.rows = Some(needed(run).iter().filter_map(row).collect());
    }
}
pub(super) fn held(run: &Run, judge: &mut Judge) {
    for (code, row) in run.by_row("held", "held") {
        let how = row.get("how").and_then(Value::as_str).unwrap_or_default().trim();
        if !how.is_empty() && how.chars().count() < 5 {
            judge.red(
                "held",
                format!("{code}: \u{201c}{how}\u{201d} does not tell next year's you anything. How do you know?"),
            );
        }
    }
}
pub(super) fn mend(run: &Run, judge: &mut Judge) {
    tasks(run, "mend", "mend", judge);
}
