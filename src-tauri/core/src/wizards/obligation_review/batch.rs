//! Several obligations at once: first those that something touched, one by one; then the quiet ones, one key a row; then new contracts, once.
//! There is no "all hold": each was on the screen.
use super::super::sitting::{Sitting, choose, choose_panel, choose_shape, chosen};
use super::{obligation, on, one, questions as q};
use crate::act::Change;
use crate::kinds::{Obligation, Outcome};
use crate::wizard::{Done, Page, PanelPart, Row, Run, Step, ask, changed_reasons, is_material, panel};
use serde_json::{Value, json};

const SEVERAL: &str = "when several are gone through";

pub(super) static BEFORE: &[Step] = &[ask::<q::Choose>("choose", "Which ones")
    .when(SEVERAL, |r| r.many())
    .shape(choose_shape)
    .panel(choose_panel)
    .judge(choose)];

pub(super) static QUIET: &[Step] = &[ask::<q::Quiet>("quiet", "The quiet ones")
    .when("several, some of them untouched", |r| r.many() && !SITTING.quiet(r).is_empty())
    .shape(quiet_shape)
    .panel(quiet_panel)];

pub(super) static AFTER: &[Step] = &[
    ask::<q::QuietWhy>("quiet_why", "What you went by")
        .when("several, some of them hold untouched", |r| r.many() && !SITTING.held(r).is_empty())
        .least(&[("quiet_why", 20)])
        .panel(quiet_panel),
    ask::<q::Contracts>("contracts", "New contracts")
        .when(SEVERAL, |r| r.many())
        .cases(&[("contracts", "signed=these")])
        .panel(contracts_panel),
];

static SITTING: Sitting = Sitting { touched, seconds: 300 };
pub(super) fn first(run: &Run) -> Vec<String> {
    SITTING.first(run)
}
pub(super) fn looked_closer(run: &Run) -> Vec<String> {
    SITTING.looked_closer(run)
}
pub(super) fn count(run: &Run) -> usize {
    SITTING.count(run)
}
pub(super) fn minutes(run: &Run) -> usize {
    SITTING.minutes(run)
}
/// Does this one want a look of its own: a reason, a day that comes, a doubt, or no look so far?
fn touched(run: &Run, code: &str) -> bool {
    !changed_reasons(&run.of(code)).is_empty()
        || run.isms.last_mark(code).is_none()
        || run.item(code).is_some_and(|i| i.reasons.iter().any(|r| r.rule.id.starts_with("obligation-")))
}

fn quiet_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("quiet") {
        a.rows = Some(
            SITTING
                .quiet(run)
                .iter()
                .filter_map(|code| {
                    let o = run.isms.get::<Obligation>(code)?;
                    let version = o
                        .source_version
                        .as_ref()
                        .map_or_else(|| "no version is on record".to_string(), |v| format!("text last read: {v}"));
                    let title = run.isms.record(code)?.title();
                    Some(Row::new(
                        code.as_str(),
                        format!("{code} {title}"),
                        o.demands.to_string(),
                        format!("{}; {version}", &*o.source),
                    ))
                })
                .collect(),
        );
    }
}
fn quiet_panel(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "What changed",
        "Nothing that was recorded bears on these since each was last read. Only the source can say whether its text is another.",
    ));
    let lines: Vec<String> = SITTING
        .quiet(run)
        .iter()
        .filter_map(|c| Some(format!("- {c}: {}", &*run.isms.get::<Obligation>(c)?.how_kept_up)))
        .collect();
    if !lines.is_empty() {
        out.push(PanelPart::text("How you hear of changes", lines.join("\n")));
    }
}
fn contracts_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = run
        .isms
        .live::<Obligation>()
        .filter(|(_, _, o)| crate::staleness::word(&o.sort) == "contract")
        .map(|(ix, _, o)| panel::link_shown(run, ix, "sort", o.jurisdiction.to_string()))
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("Contracts on record", "No contract is on record yet.")
    } else {
        PanelPart::Links { title: "Contracts on record".into(), links }
    });
}

/// One review with a result for each; what was put aside stays due.
pub(super) fn finish(run: &Run, done: &mut Done) {
    let mut about = Vec::new();
    let mut aside = 0;
    for code in SITTING.singly(run) {
        let at = run.of(&code);
        if !on(&at) {
            aside += 1;
            continue;
        }
        let (had, acted) = (done.changes.len(), done.actions.len());
        one(&at, done);
        let itself = |c: &str| c == code;
        let outcome = if done.changes[had..].iter().any(|c| is_material(&at, c, &itself)) {
            Outcome::Changed
        } else if done.actions.len() > acted || crate::wizard::unknowns_of(&at) > 0 {
            Outcome::HoldsWithActions
        } else {
            Outcome::Holds
        };
        let why = [at.says("new", "new"), at.says("applies", "applies_why"), at.says("text", "looked")];
        let why = why.into_iter().find(|w| !w.trim().is_empty()).unwrap_or_default();
        done.each.push((code.clone(), outcome, why.trim().to_string()));
        about.push(code);
    }
    for code in SITTING.held(run) {
        done.each.push((code.clone(), Outcome::Holds, run.says("quiet_why", "quiet_why").trim().to_string()));
        about.push(code);
    }
    for row in run.table("contracts", "contracts").into_iter().filter(|_| run.is("contracts", "signed", "these")) {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim().to_string();
        let since = run.fill("{date}");
        let owner = chosen(run)
            .first()
            .and_then(|c| obligation(&run.of(c)).and(run.isms.record(c)?.common.owner.as_ref()))
            .map_or_else(|| run.by.to_string(), |o| o.to_string());
        done.changes.push(Change::add("obligation", json!({
            "title": crate::wizard::short(&format!("Contract with {}", text("with"))), "owner": owner, "sort": "contract", "source": text("place"), "jurisdiction": text("with"),
            "demands": text("asks"), "applies": "yes", "applies_why": format!("A contract signed since {since}."), "how_kept_up": text("kept_up"), "clock": "none", "state": "binding",
        })));
    }
    let n = |o: Outcome| done.each.iter().filter(|e| e.1 == o).count();
    let parts: Vec<String> = [
        (n(Outcome::Holds), "hold"),
        (n(Outcome::HoldsWithActions), "hold with things to do"),
        (n(Outcome::Changed), "changed"),
        (aside, "put aside"),
    ]
    .into_iter()
    .filter(|(count, _)| *count > 0)
    .map(|(count, word)| format!("{count} {word}"))
    .collect();
    done.notes.push(("How many?".into(), parts.join(", ")));
    done.notes.extend(SITTING.took(run));
    done.about = Some(about);
}
