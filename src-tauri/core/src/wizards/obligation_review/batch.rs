//! Several obligations at once: first those that something touched, one by one; then the quiet ones, one key a row; then new contracts, once.
//! There is no "all hold": each was on the screen.
use super::{obligation, on, one, questions as q};
use crate::act::Change;
use crate::kinds::{Obligation, Outcome};
use crate::wizard::{Done, Judge, Page, PanelPart, Row, Run, Step, ask, changed_reasons, is_material, panel};
use serde_json::{Value, json};

const SEVERAL: &str = "when several are gone through";

pub(super) static BEFORE: &[Step] = &[ask::<q::Choose>("choose", "Which ones")
    .when(SEVERAL, |r| r.many())
    .shape(choose_shape)
    .panel(choose_panel)
    .judge(choose)];

pub(super) static QUIET: &[Step] = &[ask::<q::Quiet>("quiet", "The quiet ones")
    .when("several, some of them untouched", |r| r.many() && !quiet(r).is_empty())
    .shape(quiet_shape)
    .panel(quiet_panel)];

pub(super) static AFTER: &[Step] = &[
    ask::<q::QuietWhy>("quiet_why", "What you went by")
        .when("several, some of them hold untouched", |r| r.many() && !held(r).is_empty())
        .least(&[("quiet_why", 20)])
        .panel(quiet_panel),
    ask::<q::Contracts>("contracts", "New contracts")
        .when(SEVERAL, |r| r.many())
        .cases(&[("contracts", "signed=these")])
        .panel(contracts_panel),
];

fn chosen(run: &Run) -> Vec<String> {
    if run.many() {
        run.codes_or("choose", "which", run.about)
            .into_iter()
            .filter(|c| run.isms.get::<Obligation>(c).is_some())
            .collect()
    } else {
        run.about.to_vec()
    }
}
/// Does this one want a look of its own: a reason, a day that comes, a doubt, or no look so far?
fn touched(run: &Run, code: &str) -> bool {
    !changed_reasons(&run.of(code)).is_empty()
        || run.isms.last_mark(code).is_none()
        || run.item(code).is_some_and(|i| i.reasons.iter().any(|r| r.rule.id.starts_with("obligation-")))
}
/// Shown first: the best attention goes to what matters.
pub(super) fn first(run: &Run) -> Vec<String> {
    if run.many() { chosen(run).into_iter().filter(|c| touched(run, c)).collect() } else { run.about.to_vec() }
}
fn quiet(run: &Run) -> Vec<String> {
    chosen(run).into_iter().filter(|c| !touched(run, c)).collect()
}
/// Quiet ones that asked for a closer look all the same.
pub(super) fn looked_closer(run: &Run) -> Vec<String> {
    if !run.many() {
        return Vec::new();
    }
    quiet(run).into_iter().filter(|c| run.row("quiet", "quiet", c) == "look_closer").collect()
}
fn held(run: &Run) -> Vec<String> {
    quiet(run).into_iter().filter(|c| run.row("quiet", "quiet", c) == "holds").collect()
}
fn singly(run: &Run) -> Vec<String> {
    first(run).into_iter().chain(looked_closer(run)).collect()
}
pub(super) fn count(run: &Run) -> usize {
    let held = held(run).len();
    if held > 0 { held } else { chosen(run).len() }
}
/// Twenty seconds for one that nothing touched, five minutes for one that something touched.
pub(super) fn minutes(run: &Run) -> usize {
    (first(run).len() * 300 + quiet(run).len() * 20).div_ceil(60)
}

fn choose_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("which") {
        a.value = json!(run.about);
        a.hint = a.hint.replace("{n}", &chosen(run).len().to_string());
        a.optional_word = false;
    }
}
fn choose(run: &Run, judge: &mut Judge) {
    if chosen(run).is_empty() {
        judge.red("which", "Choose at least one.");
    }
    for code in chosen(run).iter().filter(|c| !run.about.contains(c)) {
        judge.red(
            "which",
            format!("{code} is not among those that you began with. Begin again with it, or leave it out."),
        );
    }
}
fn choose_panel(run: &Run, out: &mut Vec<PanelPart>) {
    let all = chosen(run);
    let links = all.iter().filter_map(|c| run.isms.ix(c)).map(|ix| {
        let says = run
            .item(&run.isms.rec(ix).code)
            .and_then(|i| i.reasons.first().map(|r| r.text(run.isms)))
            .unwrap_or_else(|| "nothing has changed".into());
        panel::link_shown(run, ix, "about", says)
    });
    out.push(PanelPart::Links { title: "What there is to say of each".into(), links: links.collect() });
}
fn quiet_shape(run: &Run, page: &mut Page) {
    if let Some(a) = page.the("quiet") {
        a.rows = Some(
            quiet(run)
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
    let lines: Vec<String> = quiet(run)
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
    for code in singly(run) {
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
    for code in held(run) {
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
    if let Some(s) = run.answers.get("quiet", "quiet__seconds").and_then(Value::as_u64) {
        done.notes.push((
            "How long did the quiet ones take?".into(),
            format!("{s} seconds for {}; {} were opened", quiet(run).len(), looked_closer(run).len()),
        ));
    }
    done.about = Some(about);
}
