//! What the review of the context checks beyond types, in the owner's words; and which rows and texts its pages have.
//! Yellow makes think, red stops; neither answers.
use super::{at_the_edge, org, roles_held};
use crate::dates;
use crate::wizard::{Judge, Page, Row, Run};
use serde_json::Value;

/// Texts of the record are edited where they stand; they are no judgement.
pub(super) fn edited(run: &Run, page: &mut Page) {
    let body = run.body();
    for a in page.asks.iter_mut().filter(|a| a.field.starts_with("issues_") || a.field == "scope_edges") {
        a.value = body.get(&a.field).cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
/// "Nothing" is an answer with a why.
pub(super) fn nothing(run: &Run, step: &str, field: &str, judge: &mut Judge) {
    if crate::wizard::bare_nothing(run.says(step, field)) && !judge.has(field) {
        judge.red(field, "Nothing? Say how you can tell: whom you asked, what you looked at.");
    }
}

pub(super) fn parties_shape(run: &Run, page: &mut Page) {
    if let (Some(a), Some(o)) = (page.the("parties"), org(run)) {
        let say = |p: &crate::kinds::organization::Party| match crate::staleness::word(&p.answered) {
            "through_isms" => "met through the ISMS",
            "otherwise" => "met otherwise",
            _ => "not met",
        };
        a.last = Value::Null;
        a.rows = Some(o.parties.iter().map(|p| Row::new(&*p.who, &*p.who, &*p.expects, say(p))).collect());
    }
    // The climate of this page is what others expect, not the answer of the page before.
    if let Some(a) = page.the("climate") {
        a.last = Value::Null;
    }
}
pub(super) fn parties(run: &Run, judge: &mut Judge) {
    let all = org(run).map(|o| o.parties.len()).unwrap_or_default();
    let gone = run
        .by_row("parties", "parties")
        .iter()
        .filter(|(_, r)| r.get("is").and_then(Value::as_str) == Some("gone"))
        .count();
    let new = run.table("parties", "new");
    if gone == all && all > 0 && new.is_empty() {
        judge.red("parties", "Then nobody would expect anything of you. Who is new?");
    }
    for row in &new {
        let who = row.get("who").and_then(Value::as_str).unwrap_or_default().trim();
        if org(run).is_some_and(|o| o.parties.iter().any(|p| p.who.trim().eq_ignore_ascii_case(who))) {
            judge.red("new", format!("{who} is in the list already. Say above what changed."));
        }
    }
    if run.is("parties", "climate", "yes") && run.is("climate", "climate", "not_relevant") {
        judge.red(
            "climate",
            "You said that climate change does not matter, but somebody expects something about it. Which is right?",
        );
    }
}

pub(super) fn scope_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("scope") {
        a.value = run.body().get("scope").cloned().unwrap_or_default();
        a.last = Value::Null;
    }
}
pub(super) fn scope(run: &Run, judge: &mut Judge) {
    let before = org(run).map(|o| o.scope.trim().to_string()).unwrap_or_default();
    let now = run.says("scope", "scope").trim();
    if run.is("scope", "scope_true", "no") && !now.is_empty() && now != before {
        judge.yellow("scope", "This is no longer what the certificate says. Until the body agrees, the certificate covers the old words only.");
    }
}

pub(super) fn edges_shape(run: &Run, page: &mut Page) {
    edited(run, page);
    let rows: Vec<Row> = at_the_edge(run)
        .into_iter()
        .filter_map(|(code, s)| {
            let r = run.isms.record(code)?;
            let owner = r.common.owner.as_ref().map_or_else(|| "nobody".to_string(), |o| run.name(o));
            Some(Row::new(code, format!("{code} {}", r.title()), &*s.service, format!("{owner} answers for it")))
        })
        .collect();
    if rows.is_empty() {
        page.drop("edges");
    } else if let Some(a) = page.the("edges") {
        a.rows = Some(rows);
    }
}
pub(super) fn edges(run: &Run, judge: &mut Judge) {
    for (code, _) in at_the_edge(run) {
        let row = run.answer("edges", "edges").and_then(|v| v.get(code));
        let right = row.and_then(|r| r.get("right")).and_then(Value::as_str);
        let owner = run.isms.record(code).and_then(|r| r.common.owner.as_ref());
        if let (Some("yes"), Some(text)) = (right, owner.and_then(|o| crate::wizard::gone_person(run, o))) {
            judge.red("edges", format!("{code}: {text} Choose who answers for it now."));
        }
        let who = row.and_then(|r| r.get("who")).and_then(Value::as_str).unwrap_or_default();
        if let (Some("no"), Some(text)) = (right, crate::wizard::gone_person(run, who)) {
            judge.red("edges", format!("{code}: {text} Choose who answers for it now."));
        }
    }
}

pub(super) fn roles_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("roles") {
        a.last = Value::Null;
        a.rows = Some(
            roles_held(run)
                .into_iter()
                .map(|(role, who)| {
                    let names: Vec<String> = who.iter().map(|p| run.name(p)).collect();
                    let needs = org(run)
                        .and_then(|o| o.role_list.iter().find(|r| *r.role == role)?.needs.as_ref())
                        .map(|n| n.to_string())
                        .unwrap_or_default();
                    Row::new(
                        role.as_str(),
                        role.as_str(),
                        needs,
                        if names.is_empty() { "nobody has it".to_string() } else { names.join(", ") },
                    )
                })
                .collect(),
        );
    }
}
pub(super) fn roles(run: &Run, judge: &mut Judge) {
    for (role, who) in roles_held(run) {
        let row = run.answer("roles", "roles").and_then(|v| v.get(&role));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default();
        if text("held") == "yes" && who.is_empty() {
            judge.red("roles", format!("Nobody who is here has the role \u{201c}{role}\u{201d}. Who shall have it?"));
        }
        if text("held") == "no" {
            if let Some(d) = dates::parse(text("until")).filter(|d| *d <= run.today) {
                judge.red("roles", format!("{role}: {} is not in the future.", run.say_day(d)));
            }
            if let Some(gone) = crate::wizard::gone_person(run, text("who")) {
                judge.red("roles", format!("{role}: {gone} Choose who has the say now."));
            }
        }
    }
}

pub(super) fn tell(run: &Run, judge: &mut Judge) {
    if run.is("tell", "tell", "no") && run.is("scope", "scope_true", "no") {
        judge.red(
            "tell",
            "You said that the scope is no longer true word for word. The certification body must hear of it, or the text is put back.",
        );
    }
    if let Some(d) = run.day("tell", "tell_by").filter(|d| run.is("tell", "tell", "will") && *d <= run.today) {
        judge.red("tell_by", format!("{} is not in the future. By when will you tell them?", run.say_day(d)));
    }
}

/// Asked once a year: unless a review of the last eleven months has the answer.
pub(super) fn mark_is_due(run: &Run) -> bool {
    let from = dates::add_months(run.today, -11);
    !run.isms.marks_of(&run.subject).iter().filter(|m| m.held_on > from).any(|m| {
        run.isms
            .rec(m.review)
            .get::<crate::kinds::Review>()
            .is_some_and(|r| r.wizard.0 == run.wizard.name && r.answers.iter().any(|a| a.step.0 == "mark"))
    })
}
