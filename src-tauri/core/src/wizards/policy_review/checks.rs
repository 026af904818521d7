//! What the review of a policy checks beyond types, in the owner's words; and which rows, choices and approvals its pages have.
//! Yellow makes think, red stops; neither answers.
use super::{
    concerned, first, given_file, major, next_version, policy, rewritten, role_list, roles_now, teaching, text_before,
    text_begun, text_now, withdrawn,
};
use crate::dates;
use crate::kind::{Choice, Ty};
use crate::kinds::{Nonconformity, Policy, VersionChange};
use crate::wizard::{CHANGED, Judge, Page, Row, Run, all_reasons, gone_person, must_matter};
use chrono::NaiveDate;
use serde_json::{Value, json};

/// The three heads under which the inputs stand.
pub(super) const HEADS: [&str; 3] = ["The law and contracts", "What happened here", "How we work now"];
pub(super) fn head_of(kind: &str) -> usize {
    match kind {
        "obligation" => 0,
        "incident" | "nonconformity" | "exception" | "control" | "threat" | "vulnerability" => 1,
        _ => 2,
    }
}
/// The reasons in the order of their heads, each under its own.
pub(super) fn changed_shape(run: &Run, page: &mut Page) {
    (CHANGED.shape)(run, page);
    let kind_of =
        |id: &str| id.split_once(':').and_then(|(_, code)| run.isms.record(code)).map_or("", |r| r.info().name);
    for a in &mut page.asks {
        for row in a.rows.iter_mut().flatten() {
            let head = HEADS[head_of(kind_of(&row.id))];
            row.detail = if row.detail.is_empty() { head.into() } else { format!("{head}. {}", row.detail) };
        }
        if let Some(rows) = &mut a.rows {
            rows.sort_by_key(|r| head_of(kind_of(&r.id)));
        }
    }
}

pub(super) fn practice(run: &Run, judge: &mut Judge) {
    let nobody = run.codes("practice", "asked").is_empty() && run.says("practice", "asked_role").trim().is_empty();
    if nobody {
        judge.yellow("asked", "A policy that nobody was asked about is what an auditor tests first.");
    }
    for row in run.table("practice", "habit") {
        if let Some(d) = row.get("until").and_then(Value::as_str).and_then(dates::parse).filter(|d| *d <= run.today) {
            judge.red("habit", format!("{} is not in the future. Until when will it be done?", run.say_day(d)));
        }
    }
}

/// Open findings that name the policy.
pub(super) fn findings(run: &Run) -> Vec<String> {
    run.isms
        .live::<Nonconformity>()
        .filter(|(_, r, n)| !matches!(r.state(), "closed" | "noted") && n.policies.contains(&run.subject))
        .map(|(_, r, _)| r.code.to_string())
        .collect()
}
pub(super) fn fit(run: &Run, judge: &mut Judge) {
    let answered = |f: &str| !run.says("fit", f).is_empty();
    let not_yes = ["suitable", "adequate", "effective"].iter().any(|f| answered(f) && !run.is("fit", f, "yes"));
    if not_yes && run.says("fit", "fit_why").trim().is_empty() {
        judge.red("fit_why", "Why? Say in one sentence what does not fit, is not said, or has no effect.");
    }
    if run.is("fit", "effective", "yes") {
        if let Some(nc) = findings(run).first() {
            judge.yellow(
                "effective",
                format!("You say that it has its effect, but {nc} (open) concerns it. Which is right?"),
            );
        }
    }
}

pub(super) fn decide(run: &Run, judge: &mut Judge) {
    if run.is("decide", "course", "leave") {
        if let Some((_, r)) = all_reasons(run).into_iter().find(|(_, r)| must_matter(run, r) && r.rule.dagger) {
            judge.red("course", format!("{} It cannot stay as it is.", r.text(run.isms)));
        }
        if run.is("practice", "practised", "no") && matches!(run.says("practice", "which_changes"), "rule" | "both") {
            judge.red("course", "You said that people do not do what it says and that the rule will change. Then it cannot stay as it is.");
        }
    }
    if withdrawn(run) {
        let Some(p) = policy(run) else { return };
        let others = |clause: &str| {
            run.isms.live::<Policy>().any(|(_, r, o)| {
                *r.code != *run.subject && r.state() == "in_force" && o.answers.0.iter().any(|c| c == clause)
            })
        };
        for clause in ["5.2", "6.1.2", "6.1.3"] {
            if p.answers.0.iter().any(|c| c == clause) && !others(clause) {
                judge.red("withdraw_why", format!("It is the last one that answers {clause}, which the standard wants in writing. Put another in force first."));
            }
        }
        if run.codes("decide", "answered_by").contains(&run.subject) {
            judge.red("answered_by", "It cannot be answered by the document that goes.");
        }
    }
}

/// What mattered of what changed: each must be dealt with in the text.
pub(super) fn mattered(run: &Run) -> Vec<(String, String)> {
    all_reasons(run)
        .into_iter()
        .filter(|(id, _)| run.row("changed", "matters", id) == "yes")
        .map(|(id, r)| (id, r.text(run.isms)))
        .collect()
}
pub(super) fn text_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("draft") {
        a.value = text_begun(run).into();
        a.last = Value::Null;
        a.optional_word = false;
    }
    if let Some(a) = page.the("file") {
        a.optional_word = false;
        a.last = Value::Null;
    }
    let rows = mattered(run);
    if rows.is_empty() {
        page.drop("dealt");
    } else if let Some(a) = page.the("dealt") {
        a.rows = Some(rows.into_iter().map(|(id, text)| Row::new(id, text, "", "Dealt with in the text?")).collect());
    }
}
pub(super) fn text(run: &Run, judge: &mut Judge) {
    let written = run.says("text", "draft").trim();
    let held = policy(run).and_then(|p| p.file.as_ref());
    match given_file(run) {
        None if written.is_empty() => judge.red("draft", "There is no text yet. Change the text, or give a new file."),
        None if written == text_before(run).trim() => {
            judge.red("draft", "This is the text that is in force. Change something, or decide to leave it as it is.");
        }
        Some(_) if !written.is_empty() && written != text_begun(run).trim() => {
            judge.red("file", "There is a text and a file. Give one of the two.");
        }
        Some((code, _)) if held.is_some_and(|f| ***f == *code) => {
            judge.red("file", "This is the file that is in force. Give another, or decide to leave it as it is.");
        }
        _ => {}
    }
    for (id, _) in mattered(run) {
        let said = run.row("text", "dealt", &id).to_lowercase();
        if said.starts_with("not needed")
            && said.trim_start_matches("not needed").trim_start_matches(", because").trim().chars().count() < 10
        {
            judge.red("dealt", "Not needed, because? Say it in at least 10 characters.");
        }
    }
}

pub(super) fn duty_shape(run: &Run, page: &mut Page) {
    for a in &mut page.asks {
        a.last = Value::Null;
    }
    if first(run) {
        if let Some(a) = page.the("change") {
            a.hint = format!("This is the first version: it becomes {}.", next_version(run, true));
        }
    }
}
pub(super) fn duty(run: &Run, judge: &mut Judge) {
    let what = run.says("duty", "changed_what");
    let n = what.chars().count();
    if n > 400 {
        judge.red(
            "changed_what",
            format!("{n} characters are too many to be read before the text. Two sentences, at most 400 characters."),
        );
    }
    if run.is("duty", "change", "minor") {
        let (was, now) = (text_before(run), text_now(run));
        // Where the words of a file are not known, nothing is said of them.
        if let Some(rule) = changed_duty(&was, &now).filter(|_| !was.is_empty() && !now.is_empty() || first(run)) {
            judge.yellow(
                "change",
                format!("You changed a rule (\u{201c}{rule}\u{201d}). Does really nobody act differently?"),
            );
        }
    }
}
/// The words of a duty that stands in only one of two texts: must, may not, only, within n days.
pub(super) fn changed_duty(was: &str, now: &str) -> Option<String> {
    let sentences = |t: &str| -> Vec<String> {
        t.split(['.', '\n', '!', ';'])
            .map(|s| s.split_whitespace().collect::<Vec<_>>().join(" "))
            .filter(|s| duty_in(s).is_some())
            .collect()
    };
    let (a, b) = (sentences(was), sentences(now));
    b.iter().find(|s| !a.contains(s)).or_else(|| a.iter().find(|s| !b.contains(s))).and_then(|s| duty_in(s))
}
fn duty_in(sentence: &str) -> Option<String> {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> = sentence.split_whitespace().collect();
    if let Some(at) = words
        .windows(3)
        .position(|w| w[0].eq_ignore_ascii_case("within") && w[1].chars().next().is_some_and(|c| c.is_ascii_digit()))
    {
        return Some(words[at..at + 3].join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_string());
    }
    ["must not", "may not", "must", "shall", "only"]
        .into_iter()
        .find(|w| {
            lower
                .split(|c: char| !c.is_alphanumeric())
                .collect::<Vec<_>>()
                .join(" ")
                .split(' ')
                .collect::<Vec<_>>()
                .windows(w.split(' ').count())
                .any(|x| x.join(" ") == **w)
        })
        .map(String::from)
}

pub(super) fn audience_shape(run: &Run, page: &mut Page) {
    let roles = role_list(run);
    if let Some(a) = page.the("for_roles") {
        a.value = json!(roles_now(run));
        if !roles.is_empty() {
            let of: Vec<Choice> =
                roles.iter().map(|r| Choice { name: r.clone(), label: r.clone(), meaning: String::new() }).collect();
            a.ty = Ty::Many { of };
        }
    }
    if let Some(a) = page.the("courses") {
        a.value = json!(teaching(run));
    }
}
pub(super) fn audience(run: &Run, judge: &mut Judge) {
    let known = role_list(run);
    for role in roles_now(run).iter().filter(|r| !known.contains(r)) {
        judge.red("for_roles", format!("There is no role \u{201c}{role}\u{201d} in your list."));
    }
    if !roles_now(run).is_empty() && concerned(run, &roles_now(run)).is_empty() {
        judge.yellow("for_roles", "Nobody has one of these roles today.");
    }
    if run.is("audience", "must_be_read", "no") {
        let wanted = ["5.2", "A.5.10", "A.6.7", "A.7.7"];
        if let Some(c) = policy(run).and_then(|p| p.answers.0.iter().find(|c| wanted.contains(&c.as_str()))) {
            judge.yellow(
                "must_be_read",
                format!("It answers {c}, which everyone must know. Does really nobody confirm that they have read it?"),
            );
        }
    }
    if let Some(d) =
        run.day("audience", "tell_by").filter(|d| run.is("audience", "tell_outside", "yes") && *d <= run.today)
    {
        judge.red("tell_by", format!("{} is not in the future.", run.say_day(d)));
    }
}

/// What the version that this makes changes; where the text stays or goes, it is as weighty as a real change.
fn change(run: &Run) -> VersionChange {
    if rewritten(run) && !first(run) && run.is("duty", "change", "minor") {
        VersionChange::Minor
    } else {
        VersionChange::Major
    }
}
/// Who may approve, as the kind says (DOMAIN 2.11): of the policy itself top management, and its owner where nobody acts differently; of
/// others the owner or above.
pub(super) fn may_approve(run: &Run) -> Vec<String> {
    policy(run).map(|p| p.approvers(run.isms, &run.subject, change(run))).unwrap_or_default()
}
fn is_policy(run: &Run) -> bool {
    run.body().get("sort").and_then(Value::as_str) == Some("policy")
}
/// The text changes, it goes, or the approval that there is does not hold.
pub(super) fn must_approve(run: &Run) -> bool {
    if run.says("decide", "course").is_empty() {
        return false;
    }
    rewritten(run) || withdrawn(run) || !approval_stands(run)
}
fn approval_stands(run: &Run) -> bool {
    let Some(a) = policy(run).and_then(|p| p.approved.as_ref()) else { return false };
    // Whoever approved may have left since; what counts is whether the policy's approver still may.
    let may = policy(run).map(|p| p.approvers(run.isms, &run.subject, p.change)).unwrap_or_default();
    !is_policy(run) || may.contains(&a.by.0) && gone_person(run, &a.by).is_none()
}
pub(super) fn approve_shape(run: &Run, page: &mut Page) {
    let owner = run.record().and_then(|r| r.common.owner.as_ref()).map(|o| run.name(o)).unwrap_or_default();
    let top_only = is_policy(run) && change(run) == VersionChange::Major;
    if let Some(a) = page.the("approved") {
        a.hint = match (is_policy(run), top_only) {
            (true, true) => "Someone of top management.".into(),
            (true, false) => format!("{owner}, since nobody has to act differently; or someone of top management."),
            _ => format!("{owner} or above."),
        };
        a.people = may_approve(run);
        a.only = if top_only {
            "Only top management may approve the policy:".into()
        } else {
            format!("Only {owner} or above may approve {}:", run.subject)
        };
        if withdrawn(run) {
            a.label = "Who says that it may go?".into();
        } else if !rewritten(run) {
            a.label = "Who approves it as it stands?".into();
        }
    }
    if !rewritten(run) {
        page.drop("in_force_from");
    } else if let Some(a) = page.the("in_force_from") {
        a.value = proposed_from(run).to_string().into();
        a.last = Value::Null;
    }
}
/// Two weeks to read for a real change; today for mere words.
pub(super) fn proposed_from(run: &Run) -> NaiveDate {
    if major(run) && !first(run) { dates::add_days(run.today, 14) } else { run.today }
}
pub(super) fn approve(run: &Run, judge: &mut Judge) {
    let on = run.answer("approve", "approved").and_then(|v| v.get("on")?.as_str()).and_then(dates::parse);
    if let (Some(on), Some(from)) = (on, run.day("approve", "in_force_from")) {
        if from < on {
            judge.red(
                "in_force_from",
                format!("It would hold before it was approved ({}). Give that day or a later one.", run.say_day(on)),
            );
        }
    }
}

pub(super) fn place_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("kept_where") {
        a.value = run.body().get("kept_where").cloned().unwrap_or_default();
    }
    if !rewritten(run) || first(run) {
        page.drop("old_out");
    }
}
