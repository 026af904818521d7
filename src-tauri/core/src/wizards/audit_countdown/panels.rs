//! What stands beside the questions before an audit.
use super::facts::*;
use crate::dates::add_days;
use crate::preflight::{self, Finding, InWeek, Severity, spell};
use crate::wizard::{PanelPart, Run, panel};

fn weeks_words(run: &Run) -> String {
    let Some(day) = begins(run) else { return "No day is known yet; the gaps are spread over twelve weeks.".into() };
    let days = days_left(run).max(0);
    let left = if days < 14 { format!("{days} days") } else { format!("{} weeks", days / 7) };
    format!("{left} until {}.", run.say_day(day))
}
/// The gaps by owner: how many, how many this week, how long.
pub(super) fn by_owner(run: &Run, out: &mut Vec<PanelPart>) {
    let found = found(run);
    out.push(PanelPart::text("Weeks left", weeks_words(run)));
    let all = found.by_week();
    let mut owners: Vec<(&str, Vec<&InWeek>)> = Vec::new();
    for w in &all {
        match owners.iter_mut().find(|(o, _)| *o == w.finding.owner) {
            Some((_, list)) => list.push(w),
            None => owners.push((&w.finding.owner, vec![w])),
        }
    }
    let line = |(who, list): &(&str, Vec<&InWeek>)| {
        let now = list.iter().filter(|w| w.week == 0).count();
        let who = if who.is_empty() { "nobody".into() } else { run.name(who) };
        format!(
            "- {who}: {}, {now} this week, {}",
            list.len(),
            spell(preflight::minutes(list.iter().map(|w| w.finding)))
        )
    };
    let lines: Vec<String> = owners.iter().map(line).collect();
    out.push(PanelPart::text(
        "By owner",
        if lines.is_empty() { "Nothing would be noticed.".into() } else { lines.join("\n") },
    ));
    out.push(PanelPart::text("In short", found.summary()));
}
/// What mends one gap, and what to write to whom it is given.
pub(super) fn of_gap(run: &Run, f: &Finding, w: &InWeek) -> Vec<PanelPart> {
    let mut out = Vec::new();
    let mends = match (f.wizard, f.minutes) {
        (Some(name), Some(m)) => {
            let title = crate::wizards::wizard(name).map_or(name, |g| g.title);
            let latest =
                f.latest.map(|d| format!(" The latest sensible day is {}.", run.say_day(d))).unwrap_or_default();
            format!("{title}, about {}.{latest}", spell(m))
        }
        _ if f.help.is_empty() => "Nothing mends it; it is only good to know.".into(),
        _ => format!("What mends it: {}.", f.help),
    };
    out.push(PanelPart::text("What mends it", mends));
    if !f.note.is_empty() {
        out.push(PanelPart::text("Where it comes from", format!("{}.", f.note)));
    }
    if let Some(ix) = run.isms.ix(&f.place) {
        out.push(PanelPart::Links {
            title: "The record".into(),
            links: vec![panel::link_shown(run, ix, "", String::new())],
        });
    }
    out.push(PanelPart::text("If you give it to somebody: a mail", mail(run, f, w)));
    out
}
pub(super) fn mail(run: &Run, f: &Finding, w: &InWeek) -> String {
    let audit = begins(run).map(|d| format!(" The auditor comes on {}.", run.say_day(d))).unwrap_or_default();
    let time = f.minutes.map(|m| format!(" It takes about {}.", spell(m))).unwrap_or_default();
    format!(
        "This would be noticed at the audit: {}{audit} Can you see to it by {}?{time}\n\n{}",
        with_stop(&f.sentence),
        run.say_day(w.until),
        run.name(run.by)
    )
}
fn with_stop(text: &str) -> String {
    if text.ends_with(['.', '?']) { text.to_string() } else { format!("{text}.") }
}
pub(super) fn placed(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(a) = begins(run) {
        let day = |days: i64| run.say_day(add_days(a, -days));
        out.push(PanelPart::text(
            "90, 60, 14 days",
            format!(
                "- Internal audit reported: by {}\n- Management review: by {}\n- Pack: {}",
                day(90),
                day(60),
                day(14)
            ),
        ));
    }
    let state = |done: bool| if done { "done in this period" } else { "not yet in this period" };
    out.push(PanelPart::text(
        "How it stands",
        format!(
            "- Internal audit: {}\n- Management review: {}",
            state(internal_is_reported(run)),
            state(review_is_minuted(run))
        ),
    ));
}
pub(super) fn drawn(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "How they are drawn",
        format!(
            "By the audit and the day, {}: the same for everybody who looks today, others on the next visit.",
            run.say_day(run.today)
        ),
    ));
    let links = samples(run)
        .into_iter()
        .filter_map(|(c, _)| run.isms.ix(&c))
        .map(|ix| panel::link_shown(run, ix, "", String::new()));
    out.push(PanelPart::Links { title: "The records".into(), links: links.collect() });
}
pub(super) fn colleagues(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What an auditor asks",
        "- Where is the policy?\n- What do you do with a strange mail?\n- What changed lately?\n\nAn auditor asks whoever stands nearby. Asking is no test of your colleagues; it tests how you told them.",
    ));
}
pub(super) fn changes(run: &Run, out: &mut Vec<PanelPart>) {
    let open = untold(run);
    let lines: Vec<String> =
        open.iter().map(|c| format!("- {c} {}", run.isms.record(c).map(|r| r.title()).unwrap_or_default())).collect();
    out.push(PanelPart::text(
        "Still to be told",
        if lines.is_empty() { "No change says that the body is still to be told.".into() } else { lines.join("\n") },
    ));
}
pub(super) fn open(run: &Run, out: &mut Vec<PanelPart>) {
    let found = found(run);
    out.push(PanelPart::text("Weeks left", weeks_words(run)));
    out.push(PanelPart::text("In short", found.summary()));
    out.push(PanelPart::text(
        "Where it is printed",
        "In the pack, beside the gap: why, plan and day, as you write them here.",
    ));
}
pub(super) fn pack(run: &Run, out: &mut Vec<PanelPart>) {
    let found = found(run);
    let undeclared = found.findings.iter().filter(|f| f.severity == Severity::Stop && f.declared.is_none()).count();
    out.push(PanelPart::text("In short", found.summary()));
    out.push(PanelPart::text(
        "Where it is built",
        if undeclared == 0 {
            "Print, The pack for an audit.".to_string()
        } else {
            format!(
                "Print, The pack for an audit. {undeclared} that would stop it have no word from you in the file yet."
            )
        },
    ));
}
pub(super) fn room(run: &Run, out: &mut Vec<PanelPart>) {
    let last = visits(run).last().map(|v| v.held_on.0);
    out.push(PanelPart::text("Weeks left", weeks_words(run)));
    out.push(PanelPart::text(
        "To print",
        match last {
            Some(d) => format!(
                "Your answers are printed with the record of this visit. The last visit was on {}.",
                run.say_day(d)
            ),
            None => "Your answers are printed with the record of this visit.".into(),
        },
    ));
}
