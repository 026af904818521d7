//! What the look at a supplier checks beyond types, in the owner's words; and which rows and values its pages have.
//! Yellow makes think, red stops; neither answers.
use super::*;
use crate::dates::{add_days, parse};
use crate::wizard::{Judge, Page, Row};
use serde_json::Map;

pub(super) fn text<'a>(row: &'a Map<String, Value>, field: &str) -> &'a str {
    row.get(field).and_then(Value::as_str).unwrap_or_default()
}
/// Facts stand there as they are recorded, to be mended.
fn as_recorded(run: &Run, page: &mut Page, fields: &[&str]) {
    let body = run.body();
    for field in fields {
        if let Some(a) = page.the(field) {
            a.value = body.get(*field).cloned().unwrap_or_default();
            a.last = Value::Null;
        }
    }
}

pub(super) fn reach_shape(run: &Run, page: &mut Page) {
    as_recorded(run, page, &["access", "data_where", "subcontractors", "personal_data"]);
}
pub(super) fn reach(run: &Run, judge: &mut Judge) {
    let access = run.codes("reach", "access");
    if access.len() > 1 && access.iter().any(|a| a == "none") {
        judge.red("access", "They can reach nothing, and yet something is named. Take one of the two away.");
    }
    if run.is("reach", "personal_data", "processor") && !access.iter().any(|a| a == "our_data") {
        judge.yellow("access", "They handle personal data by your order and cannot reach your data. Is that so?");
    }
}

/// Active incidents and threats that name them.
pub(super) fn news(run: &Run) -> Vec<crate::isms::Ix> {
    let Some(me) = run.record() else { return Vec::new() };
    let mut out: Vec<_> = me.inn.iter().map(|(ix, _)| *ix).collect();
    out.retain(|ix| {
        let r = run.isms.rec(*ix);
        r.live() && matches!(r.info().name, "incident" | "threat")
    });
    out.sort_unstable();
    out.dedup();
    out
}
pub(super) fn past_shape(run: &Run, page: &mut Page) {
    let first = run.isms.last_mark(&run.subject).is_none();
    if let Some(a) = page.the("past") {
        if first {
            a.label = "What has gone wrong with them so far?".into();
        }
        if news(run).is_empty() {
            if let crate::kind::Ty::Choice { of } = &a.ty {
                a.choices = Some(of.iter().filter(|c| c.name != "known").cloned().collect());
            }
        }
    }
}
pub(super) fn past(run: &Run, judge: &mut Judge) {
    let since = run.isms.last_mark(&run.subject).map(|m| m.held_on);
    let fresh = |ix: &crate::isms::Ix| since.is_none_or(|d| run.isms.day_of(run.isms.rec(*ix).added()) > d);
    if run.is("past", "past", "nothing") {
        if let Some(r) =
            news(run).iter().filter(|ix| fresh(ix)).map(|ix| run.isms.rec(*ix)).find(|r| r.info().name == "incident")
        {
            judge.red("past", format!("You say nothing, but {} {} names them. Which is right?", r.code, r.title()));
        }
    }
    for row in run.table("past", "events") {
        if let Ok(at) = chrono::DateTime::parse_from_str(text(row, "noticed_at"), "%Y-%m-%dT%H:%M%:z") {
            if at.date_naive() > run.today {
                judge.red("events", format!("{} has not happened yet. When was it?", run.say_day(at.date_naive())));
            }
        }
    }
}

pub(super) fn assurance_shape(run: &Run, page: &mut Page) {
    as_recorded(run, page, &["assurance"]);
}
/// The sort of a proof, in words.
pub(super) fn sort_words(sort: &str) -> &str {
    match sort {
        "iso27001" => "ISO 27001 certificate",
        "soc2" => "SOC 2 report",
        "tisax" => "TISAX label",
        "c5" => "C5 report",
        "pentest" => "penetration test",
        other => other,
    }
}
pub(super) fn assurance(run: &Run, judge: &mut Judge) {
    let all = rows(run);
    let accepted = !run.says("assurance", "without_why").trim().is_empty();
    for row in &all {
        let what = sort_words(text(row, "sort"));
        let covers = row.get("covers_our_service").and_then(Value::as_bool) == Some(true);
        if text(row, "holder") == "other" && covers {
            judge.red("assurance", format!("The {what} names another firm. Then it does not cover what you buy: say no, or get the one that names yours."));
        }
        if let Some(d) =
            parse(text(row, "valid_until")).filter(|d| *d < run.today && covers && !covered(run) && !accepted)
        {
            judge.red(
                "assurance",
                format!(
                    "The {what} ran out on {}. Put the new one here, or say below why you go on without.",
                    run.say_day(d)
                ),
            );
        }
        let by = text(row, "signed_by").to_lowercase();
        if text(row, "sort") == "questionnaire"
            && ["sales", "account manager", "key account", "marketing"].iter().any(|w| by.contains(w))
        {
            judge.yellow(
                "assurance",
                "Whoever sells answers so that you buy. Ask for the signature of whoever runs their security.",
            );
        }
    }
    if critical(run) == "critical" && !covered(run) && !accepted && !judge.has("assurance") {
        judge.red("without_why", "They are critical, and nothing that counts today shows that they are secure for what you buy. Add what does, or say why you go on.");
    }
}

pub(super) fn contract_shape(run: &Run, page: &mut Page) {
    as_recorded(run, page, &["must_tell_us_hours", "contract_ends", "notice_days"]);
}
pub(super) fn contract(run: &Run, judge: &mut Judge) {
    let ends = run.day("contract", "contract_ends");
    let notice = run.answer("contract", "notice_days").and_then(Value::as_i64);
    if let Some(d) = ends.filter(|d| *d < run.today) {
        judge.yellow("contract_ends", format!("It ended on {}. What holds between you now?", run.say_day(d)));
    } else if let (Some(d), Some(n)) = (ends, notice) {
        let by = add_days(d, -n);
        if by < run.today {
            judge.yellow(
                "notice_days",
                format!("Notice had to be given by {}; it runs on past {}.", run.say_day(by), run.say_day(d)),
            );
        }
    }
    if run.is("contract", "security_clauses", "yes") && run.answer("contract", "must_tell_us_hours").is_none() {
        judge.yellow(
            "must_tell_us_hours",
            "You say that the contract covers it. Within how many hours must they tell you?",
        );
    }
}

pub(super) fn privacy_shape(run: &Run, page: &mut Page) {
    as_recorded(run, page, &["processing_agreement_on"]);
}
pub(super) fn privacy(run: &Run, judge: &mut Judge) {
    if run.says("privacy", "processing_agreement_on").is_empty() && personal(run) == "processor" {
        judge.yellow(
            "processing_agreement_on",
            "Without it they must not handle personal data for you (GDPR Art. 28). It goes on your list.",
        );
    }
}

pub(super) fn setup_shape(_: &Run, page: &mut Page) {
    if let Some(a) = page.the("jobs") {
        a.rows = Some(JOBS.iter().map(|(id, what)| Row::new(*id, *what, "", "")).collect());
    }
}
pub(super) fn setup(run: &Run, judge: &mut Judge) {
    let nobody: Vec<&str> =
        JOBS.iter().filter(|(id, _)| run.row("setup", "jobs", id) == "nobody").map(|(_, what)| *what).collect();
    if !nobody.is_empty() {
        judge.yellow("jobs", format!("{} Nobody, you say. It goes on your list.", nobody.join(" ")));
    }
}

pub(super) fn result_shape(run: &Run, page: &mut Page) {
    if run.record().is_none_or(|r| r.state() != "considered") {
        page.drop("use_now");
    }
}
pub(super) fn result(run: &Run, judge: &mut Judge) {
    if run.is("result", "last_result", "fine") {
        if let [first, ..] = against(run).as_slice() {
            judge.red("last_result", format!("You say that it is fine, but {first}. What is to be done about it?"));
        }
    }
    for row in run.table("result", "todo") {
        if let Some(d) = parse(text(row, "until")).filter(|d| *d <= run.today) {
            judge.red("todo", format!("{} is not in the future. Until when will it be done?", run.say_day(d)));
        }
    }
    if run.is("result", "use_now", "yes") && !covered(run) && !minor(run) {
        judge.yellow(
            "use_now",
            "Nothing that counts today shows that they are secure for what you buy. Do you use them all the same?",
        );
    }
}
