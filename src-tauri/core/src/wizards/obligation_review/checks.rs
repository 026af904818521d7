//! What the review of law and contracts checks beyond types, in the owner's words; and which rows, choices and dates its pages have.
//! Yellow makes think, red stops; neither answers.
use super::{answered_by, changes, cited_by, demands, duties, follows, obligation};
use crate::catalog::{CLOCKS, clock as clock_of};
use crate::dates;
use crate::isms::Record;
use crate::kind::{Choice, Ty};
use crate::wizard::{Judge, Page, Row, Run};
use chrono::NaiveDate;
use serde_json::{Value, json};

pub(super) fn text_shape(run: &Run, page: &mut Page) {
    let version = obligation(run).and_then(|o| o.source_version.as_ref()).map(|v| v.to_string());
    if run.isms.last_mark(&run.subject).is_none() {
        if let Some(a) = page.the("text") {
            a.label = "Is the text still as it is recorded here?".into();
        }
    }
    if let Some(a) = page.the("version") {
        a.last = version.map_or(Value::Null, Value::from);
    }
}
pub(super) fn text(run: &Run, judge: &mut Judge) {
    let version = run.says("text", "version").trim();
    let before =
        obligation(run).and_then(|o| o.source_version.as_ref()).map(|v| v.trim().to_string()).unwrap_or_default();
    match run.says("text", "text") {
        "same" => {
            if run.says("text", "looked").trim().is_empty() {
                judge.red(
                    "looked",
                    "It is the same text. Where did you look? Without that, nobody can believe it next year.",
                );
            }
            if !version.is_empty() && !before.is_empty() && version != before {
                judge.red(
                    "version",
                    format!("You say that it is the same text, but the version on record is \u{201c}{before}\u{201d}. Which is right?"),
                );
            }
        }
        "changed" if version.is_empty() => {
            judge.red("version", "Which version do you read today? Write its date or number.")
        }
        "changed" if version == before => judge.red(
            "version",
            format!("\u{201c}{before}\u{201d} is the version that you read last time. Which one is new?"),
        ),
        _ => {}
    }
}

pub(super) fn applies_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("applies_why") {
        a.last = run.body().get("applies_why").cloned().unwrap_or_default();
    }
}
pub(super) fn applies(run: &Run, judge: &mut Judge) {
    let now = run.says("applies", "applies");
    if now.is_empty() {
        return;
    }
    let before = run.body().get("applies").and_then(Value::as_str).unwrap_or_default().to_string();
    let why = run.says("applies", "applies_why").trim();
    if now == "no" {
        if let Some(law) = ticked(run) {
            judge.red(
                "applies",
                format!(
                    "You ticked {law} among the laws that bind you, and now say that {} does not. Which is right?",
                    run.subject
                ),
            );
        }
        if why.is_empty() {
            judge.red("applies_why", "A \u{201c}no\u{201d} needs the reason: size, sector, country or role.");
        }
    } else if now != before && why.is_empty() {
        judge.red("applies_why", format!("It said \u{201c}{before}\u{201d} before. Why is that different now?"));
    }
}
/// The law of the organization's list from which this obligation comes.
fn ticked(run: &Run) -> Option<&'static str> {
    const NAMES: [(&str, &[&str], &str); 15] = [
        ("uk_gdpr", &["uk gdpr"], "UK GDPR"),
        ("gdpr", &["gdpr"], "GDPR"),
        ("nis2_essential", &["nis2", "nis 2"], "NIS2"),
        ("nis2_important", &["nis2", "nis 2"], "NIS2"),
        ("dora", &["dora"], "DORA"),
        ("cra", &["cra", "cyber resilience act"], "the Cyber Resilience Act"),
        ("eidas", &["eidas"], "eIDAS"),
        ("cer", &["cer"], "CER"),
        ("ai_act", &["ai act"], "the AI Act"),
        ("ch_isa", &["isa", "isg"], "the Swiss Information Security Act"),
        ("ch_fadp", &["fadp", "dsg", "ndsg"], "the Swiss data protection act"),
        ("uk_nis", &["uk nis"], "UK NIS"),
        ("hipaa", &["hipaa"], "HIPAA"),
        ("nydfs", &["nydfs", "nycrr 500"], "NYDFS"),
        ("sec", &["sec"], "the SEC rules"),
    ];
    let o = obligation(run)?;
    if !matches!(crate::staleness::word(&o.sort), "law" | "regulation") {
        return None;
    }
    let words: String = o.source.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let padded = format!(" {} ", words.split_whitespace().collect::<Vec<_>>().join(" "));
    let names = |list: &[&str]| list.iter().any(|n| padded.contains(&format!(" {n} ")));
    let clocks = o.clock.as_ref().and_then(|c| clock_of(c)).map_or(&[][..], |c| c.of);
    let laws = &run.isms.organization()?.laws;
    // "UK GDPR" is not the GDPR: the first that fits the words says which it is.
    let by_name = NAMES.iter().find(|(_, n, _)| names(n)).map(|x| x.2);
    laws.iter().map(crate::staleness::word).find_map(|law| {
        let (_, _, said) = NAMES.iter().find(|n| n.0 == law)?;
        (by_name == Some(said) || clocks.contains(&law)).then_some(*said)
    })
}

pub(super) fn asks_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("demands") {
        // A text to be edited, not a judgement.
        a.value = run.body().get("demands").cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
pub(super) fn asks(run: &Run, judge: &mut Judge) {
    let now = demands(run);
    let n = now.chars().count();
    if n < 10 {
        judge.red("demands", "Say what you must do, in one sentence each duty.");
    } else if n > 2_000 {
        judge.yellow(
            "demands",
            format!("{n} characters read like the text of the law itself. Say how you do it: who, what, until when?"),
        );
    }
    let same = obligation(run).is_some_and(|o| o.demands.trim() == now);
    if changes(run) && same {
        judge.yellow("demands", "The text changed, and what you must do stands word for word as before. Is that so?");
    }
}

pub(super) fn answer_shape(run: &Run, page: &mut Page) {
    let rows: Vec<Row> =
        duties(run).into_iter().enumerate().map(|(n, duty)| Row::new((n + 1).to_string(), duty, "", "")).collect();
    if let Some(a) = page.the("answer") {
        let cited = cited_by(run);
        if !cited.is_empty() {
            // Which ones cite it is known; whether they answer it is asked.
            a.value =
                rows.iter().map(|r| (r.id.clone(), json!({"by": cited}))).collect::<serde_json::Map<_, _>>().into();
        }
        a.rows = Some(rows);
    }
}
pub(super) fn answer(run: &Run, judge: &mut Judge) {
    let (mut used, mut all) = (Vec::new(), true);
    for n in 1..=duties(run).len() {
        let row = run.answer("answer", "answer").and_then(|v| v.get(n.to_string()));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default();
        match text("is") {
            "yes" => {
                let by = answered_by(run, n);
                for code in &by {
                    match run.isms.record(code) {
                        Some(r) if !r.live() => judge
                            .red("answer", format!("{code} was retired. Choose what took its place, or remove it.")),
                        Some(r) if r.info().name == "control" && !in_place(r) => judge.yellow(
                            "answer",
                            format!("{code} {} is not in place yet. Does it answer this today?", r.title()),
                        ),
                        _ => {}
                    }
                }
                used.extend(by);
            }
            "not_yet" => {
                if let Some(d) = dates::parse(text("until")).filter(|d| *d <= run.today) {
                    judge
                        .red("answer", format!("{} is not in the future. Until when will it be done?", run.say_day(d)));
                }
            }
            _ => all = false,
        }
    }
    if let (true, Some(idle)) = (all, cited_by(run).into_iter().find(|c| !used.contains(c))) {
        judge.yellow("answer", format!("{idle} cites this and answers no duty of it. Does it still belong here?"));
    }
}
fn in_place(r: &Record) -> bool {
    matches!(r.body_json().get("status").and_then(Value::as_str), Some("in_place" | "partly"))
}

pub(super) fn touch_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("touch") {
        a.rows = Some(
            follows(run)
                .into_iter()
                .map(|(ix, _)| {
                    let r = run.isms.rec(ix);
                    let sort = r.info().title.to_lowercase();
                    Row::new(
                        &*r.code,
                        format!("{} {}", r.code, r.title()),
                        "",
                        super::panels::next(run, r).map_or(sort.clone(), |n| format!("{sort}; {n}")),
                    )
                })
                .collect(),
        );
    }
}
pub(super) fn touch(run: &Run, judge: &mut Judge) {
    for (code, row) in run.by_row("touch", "touch") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default();
        if text("then") == "leave" && text("why").trim().chars().count() < 10 {
            judge.red(
                "touch",
                format!("Why does the change not touch {code}? Say it in at least 10 characters, as you would to the auditor."),
            );
        }
    }
}

/// The clock as answered, or as it stands.
pub(super) fn clock_now(run: &Run) -> String {
    match run.says("clock", "clock") {
        "" => obligation(run).and_then(|o| o.clock.as_ref()).map_or_else(|| "none".into(), |c| c.to_string()),
        given => given.into(),
    }
}
pub(super) fn clock_shape(run: &Run, page: &mut Page) {
    let choice = |name: &str, label: String| Choice { name: name.into(), label, meaning: String::new() };
    let mut of = vec![choice("none", "no".into()), choice("own", "hours of its own".into())];
    of.extend(
        CLOCKS.iter().filter(|c| c.id != "own").map(|c| {
            choice(c.id, format!("{}: {}, to {}", c.law, c.limit, c.to).trim_end_matches(", to ").to_string())
        }),
    );
    if let Some(a) = page.the("clock") {
        a.value = clock_now(run).into();
        a.last = Value::Null;
        a.ty = Ty::Choice { of };
    }
    if let Some(a) = page.the("own_clock_hours") {
        a.value = run.body().get("own_clock_hours").cloned().unwrap_or_default();
        a.last = Value::Null;
    }
    if let Some(a) = page.the("to_whom") {
        let notes = run.body().get("notes").and_then(Value::as_str).unwrap_or_default().to_string();
        a.value = notes.lines().find_map(|l| l.strip_prefix("Report to: ")).map_or(Value::Null, Value::from);
    }
}
pub(super) fn clock(run: &Run, judge: &mut Judge) {
    let now = clock_now(run);
    if !matches!(now.as_str(), "none" | "own") && clock_of(&now).is_none() {
        judge.red("clock", format!("There is no clock \u{201c}{now}\u{201d}. Choose none, own, or one of the list."));
    } else if now == "own" && run.answer("clock", "own_clock_hours").and_then(Value::as_u64) == Some(0) {
        judge.red("own_clock_hours", "Within 0 hours nobody can report anything. How many does it give you?");
    } else if now != "none" && run.says("clock", "to_whom").trim().is_empty() {
        judge.red("to_whom", "To whom must you report? When the clock runs, nobody has time to look for the address.");
    }
}

/// The organization's roles.
fn roles(run: &Run) -> Vec<String> {
    run.isms.organization().map(|o| o.role_list.iter().map(|r| r.role.to_string()).collect()).unwrap_or_default()
}
pub(super) fn people_shape(run: &Run, page: &mut Page) {
    let all = roles(run);
    if let Some(a) = page.the("roles").filter(|_| !all.is_empty()) {
        let of = all.iter().map(|r| Choice { name: r.clone(), label: r.clone(), meaning: String::new() }).collect();
        a.ty = Ty::Many { of };
    }
}
pub(super) fn people(run: &Run, judge: &mut Judge) {
    let known = roles(run);
    for role in run.codes("people", "roles").iter().filter(|r| !known.contains(r)) {
        judge.red("roles", format!("There is no role \u{201c}{role}\u{201d} in your list."));
    }
}

/// A day as answered (also taken away), or as it stands.
pub(super) fn day_now(run: &Run, field: &str) -> Option<NaiveDate> {
    let step = format!("{}from", run.prefix);
    match run.answers.0.get(&step).and_then(|s| s.get(field)) {
        Some(v) => v.as_str().and_then(dates::parse),
        None => run.body().get(field).and_then(Value::as_str).and_then(dates::parse),
    }
}
pub(super) fn from_shape(run: &Run, page: &mut Page) {
    for a in &mut page.asks {
        a.value = run.body().get(&a.field).cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
pub(super) fn from(run: &Run, judge: &mut Judge) {
    if let (Some(a), Some(b)) = (day_now(run, "in_force_from"), day_now(run, "ends_on")) {
        if b < a {
            judge.red("ends_on", format!("It would end before it begins ({}). Give a later day.", run.say_day(a)));
        }
    }
}

pub(super) fn watch_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("how_kept_up") {
        a.value = run.body().get("how_kept_up").cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
pub(super) fn watch(run: &Run, judge: &mut Judge) {
    const NOWHERE: [&str; 9] =
        ["internet", "web", "google", "online", "search", "news", "ourselves", "myself", "nothing"];
    let said = match run.says("watch", "how_kept_up").trim() {
        "" => obligation(run).map(|o| o.how_kept_up.to_string()).unwrap_or_default(),
        given => given.to_string(),
    };
    let bare = said.trim().trim_end_matches('.').to_lowercase();
    let bare = bare.trim_start_matches("the ").trim_start_matches("from the ").trim_start_matches("on the ");
    if bare.is_empty() || NOWHERE.contains(&bare) {
        judge.red(
            "how_kept_up",
            format!("\u{201c}{}\u{201d} does not come to you. Name what does: a newsletter, your lawyer, the regulator's feed.", said.trim()),
        );
    }
}
