//! Read again what binds: is the text the same, does it bind, what does it ask, what answers it, and what follows from a change.
//! It must never say that a law does not touch something; it asks why.
mod batch;
mod checks;
mod panels;
mod questions;

use crate::act::Change;
use crate::dates;
use crate::decide;
use crate::isms::Ix;
use crate::kinds::Obligation;
use crate::staleness::{self, Reason, Target};
use crate::wizard::{About, CHANGED, Done, Part, Run, Step, Wizard, ask, short};
use checks::*;
use questions as q;
use serde_json::{Map, Value, json};

pub(super) static WIZARD: Wizard = Wizard {
    name: "obligation-review",
    title: "Law and contracts",
    clause: "A.5.31",
    about: About::Records("obligation"),
    minutes: 5,
    parts: &[
        Part::Once(batch::BEFORE),
        Part::Each(batch::first, STEPS),
        Part::Once(batch::QUIET),
        Part::Each(batch::looked_closer, STEPS),
        Part::Once(batch::AFTER),
    ],
    words,
    at_check: panels::at_check,
    finish,
};

const CHANGES: &str = "if the text changed";

static STEPS: &[Step] = &[
    ask::<q::Touched>("touched", "Now or later").when("when several are gone through", |r| r.many()),
    CHANGED.when("", on),
    ask::<q::Read>("text", "The text").when("", on).facts(&["text"]).shape(text_shape).panel(panels::law).judge(text),
    ask::<q::New>("new", "What is different").when(CHANGES, changes).least(&[("new", 10)]).panel(panels::law),
    ask::<q::Binds>("applies", "Does it bind you")
        .when("", on)
        .least(&[("applies_why", 10)])
        .shape(applies_shape)
        .panel(panels::applies)
        .judge(applies),
    ask::<q::Asks>("asks", "What it asks")
        .when("unless it does not bind you", |r| on(r) && !r.is("applies", "applies", "no"))
        .shape(asks_shape)
        .panel(panels::law)
        .judge(asks),
    ask::<q::Answer>("answer", "What answers it")
        .when("if it binds you", binds)
        .shape(answer_shape)
        .panel(panels::answer)
        .judge(answer),
    ask::<q::Touch>("touch", "What follows")
        .when("if the text changed and something rests on it", |r| changes(r) && !follows(r).is_empty())
        .shape(touch_shape)
        .panel(panels::chain)
        .judge(touch),
    ask::<q::Fast>("clock", "How fast to report")
        .when("unless it does not bind you", |r| on(r) && !r.is("applies", "applies", "no"))
        .cases(&[("own_clock_hours", "clock=own")])
        .shape(clock_shape)
        .panel(panels::clock)
        .judge(clock),
    ask::<q::Tell>("people", "Whom to tell")
        .when(CHANGES, changes)
        .cases(&[
            ("nobody_why", "whom=nobody"),
            ("roles", "whom=roles"),
            ("how", "whom=roles"),
            ("course", "how=course"),
        ])
        .least(&[("nobody_why", 10)])
        .shape(people_shape)
        .panel(panels::people)
        .judge(people),
    ask::<q::Holds>("from", "From when").when("", on).shape(from_shape).panel(panels::law).judge(from),
    ask::<q::Watch>("watch", "The next change").when("", on).shape(watch_shape).panel(panels::watch).judge(watch),
];

/// The obligation as it is recorded.
fn obligation<'a>(run: &Run<'a>) -> Option<&'a Obligation> {
    run.record()?.get()
}
/// Is it gone through now, and not put aside?
fn on(run: &Run) -> bool {
    !run.is("touched", "look", "later")
}
fn changes(run: &Run) -> bool {
    on(run) && run.is("text", "text", "changed")
}
fn binds(run: &Run) -> bool {
    on(run) && run.is("applies", "applies", "yes")
}
/// What it asks: as written here, or as it stands.
fn demands(run: &Run) -> String {
    match run.says("asks", "demands").trim() {
        "" => obligation(run).map(|o| o.demands.trim().to_string()).unwrap_or_default(),
        given => given.to_string(),
    }
}
/// Its duties: one a sentence or line.
fn duties(run: &Run) -> Vec<String> {
    const SHORT: [&str; 8] = ["art", "no", "nos", "para", "sec", "e.g", "i.e", "vs"];
    let mut out: Vec<String> = Vec::new();
    for line in demands(run).lines().map(|l| l.trim().trim_start_matches(['-', '*', ' '])) {
        let mut one = String::new();
        for word in line.split_whitespace() {
            one.push_str(if one.is_empty() { "" } else { " " });
            one.push_str(word);
            let bare = word.trim_end_matches('.').to_lowercase();
            let ends = word.ends_with([';', '!', '?']) || (word.ends_with('.') && !SHORT.contains(&bare.as_str()));
            if ends && one.split(' ').count() > 1 {
                out.push(std::mem::take(&mut one).trim_end_matches(';').to_string());
            }
        }
        if !one.is_empty() {
            out.push(one);
        }
    }
    out.truncate(30);
    out
}
/// Policies and controls that cite it, by code.
fn cited_by(run: &Run) -> Vec<String> {
    let Some(r) = run.record() else { return Vec::new() };
    let mut out: Vec<String> = r
        .inn
        .iter()
        .map(|(src, _)| run.isms.rec(*src))
        .filter(|s| s.live() && matches!(s.info().name, "policy" | "control"))
        .map(|s| s.code.to_string())
        .collect();
    out.dedup();
    out
}
/// What answers a duty.
fn answered_by(run: &Run, duty: usize) -> Vec<String> {
    run.answer("answer", "answer")
        .and_then(|v| v.get(duty.to_string())?.get("by"))
        .map(crate::wizard::strings)
        .unwrap_or_default()
}
/// What becomes out of step by a change of it and may be left with a why: the record, and the reason.
fn follows(run: &Run) -> Vec<(Ix, Reason)> {
    rests(run)
        .into_iter()
        .filter(|(ix, r)| r.rule.takes_no_effect() && run.isms.rec(*ix).last_review().is_some())
        .collect()
}
/// Everything that becomes out of step by a change of it, once each.
fn rests(run: &Run) -> Vec<(Ix, Reason)> {
    let Some(own) = run.isms.ix(&run.subject) else { return Vec::new() };
    let mut out: Vec<(Ix, Reason)> = Vec::new();
    // Beside nothing: what an earlier change of it has put out of step already is answered here too.
    let nothing = staleness::Currency { today: run.today, items: Vec::new() };
    for r in staleness::impact(run.isms, &nothing, own, &["source_version", "demands"]) {
        if let Target::Record(ix) = r.target {
            if ix != own && out.iter().all(|(have, _)| *have != ix) {
                out.push((ix, r));
            }
        }
    }
    out
}

fn words(run: &Run, word: &str) -> Option<String> {
    match word {
        "source" => Some(obligation(run)?.source.to_string()),
        "n" => Some(batch::count(run).to_string()),
        "m" => Some(batch::minutes(run).to_string()),
        _ => None,
    }
}

fn finish(run: &Run, done: &mut Done) {
    if run.many() {
        return batch::finish(run, done);
    }
    one(run, done);
}

/// Everything that the answers about one obligation change.
fn one(run: &Run, done: &mut Done) {
    let Some(r) = run.record() else { return };
    let body = run.body();
    let mut set = Map::new();
    let mut put = |field: &str, v: Value| {
        if body.get(field) != Some(&v) && (body.contains_key(field) || !crate::canonical::empty(&v)) {
            set.insert(field.into(), v);
        }
    };
    for (step, field) in [
        ("applies", "applies"),
        ("applies", "applies_why"),
        ("asks", "demands"),
        ("watch", "how_kept_up"),
        ("clock", "clock"),
    ] {
        let said = run.says(step, field).trim();
        if !said.is_empty() {
            put(field, said.into());
        }
    }
    let version = run.says("text", "version").trim();
    if !version.is_empty() {
        put("source_version", version.into());
    }
    let hours = run.answer("clock", "own_clock_hours").cloned().unwrap_or_default();
    if run.answer("clock", "clock").is_some() {
        put("own_clock_hours", if run.is("clock", "clock", "own") { hours } else { Value::Null });
    }
    let whom = run.says("clock", "to_whom").trim();
    if !whom.is_empty() && clock_now(run) != "none" {
        put("notes", with_addressee(body.get("notes").and_then(Value::as_str).unwrap_or_default(), whom).into());
    }
    for field in ["in_force_from", "ends_on"] {
        put(field, day_now(run, field).map_or(Value::Null, |d| d.to_string().into()));
    }
    let proofs = run.codes("text", "proof");
    if !proofs.is_empty() {
        let mut all = r.common.evidence.to_vec();
        all.extend(proofs.into_iter().filter(|p| !r.common.evidence.contains(p)));
        put("evidence", json!(all));
    }
    if let Some(state) = state(run) {
        put("state", state.into());
    }
    if !set.is_empty() {
        done.changes.push(Change::put("obligation", &run.subject, Value::Object(set)));
    }
    let owner = r.common.owner.as_ref().map_or_else(|| run.by.to_string(), |o| o.to_string());
    answers(run, &owner, done);
    left(run, done);
    tell(run, &owner, done);
    if run.is("applies", "applies", "unclear") {
        let what = format!(
            "Find out whether {} {} binds us: {}",
            run.subject,
            r.title(),
            run.says("applies", "applies_why").trim()
        );
        done.action(
            "decision",
            what.trim_end_matches([':', ' ']),
            &run.subject,
            run.by,
            dates::add_days(run.today, 14),
        );
    }
}
/// Binding once it holds, ended once it is over.
fn state(run: &Run) -> Option<&'static str> {
    let now = run.record()?.state();
    let over = day_now(run, "ends_on").is_some_and(|d| d < run.today);
    let holds = day_now(run, "in_force_from").is_some_and(|d| d <= run.today);
    match now {
        "watching" | "binding" if over => Some("ended"),
        "watching" if holds && binds(run) => Some("binding"),
        _ => None,
    }
}
/// "Report to: …" stands as one line of the notes.
fn with_addressee(notes: &str, whom: &str) -> String {
    const LINE: &str = "Report to: ";
    let mut lines: Vec<String> = notes.lines().filter(|l| !l.starts_with(LINE)).map(String::from).collect();
    lines.push(format!("{LINE}{whom}"));
    lines.join("\n")
}
/// The rules and controls that answer a duty cite the obligation from now on; what nothing answers yet becomes an action.
fn answers(run: &Run, owner: &str, done: &mut Done) {
    if !binds(run) {
        return;
    }
    for (n, duty) in duties(run).iter().enumerate().map(|(n, d)| (n + 1, d)) {
        let row = run.answer("answer", "answer").and_then(|v| v.get(n.to_string()));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default();
        match text("is") {
            "yes" => answered_by(run, n).iter().for_each(|code| cite(run, code, done)),
            "not_yet" => {
                let who = if text("who").is_empty() { owner } else { text("who") };
                if let Some(until) = dates::parse(text("until")) {
                    let what = format!("{}\n\nSo that this is met: {duty}", text("what").trim());
                    done.action("improvement", &what, &run.subject, who, until);
                }
            }
            _ => {}
        }
    }
}
fn cite(run: &Run, code: &str, done: &mut Done) {
    let Some(r) = run.isms.record(code) else { return };
    let kind = r.info().name;
    // Another obligation of the same batch may have added itself already.
    let given = done.changes.iter().find_map(|c| match c {
        Change::Put { code: Some(x), fields, .. } if x == code => fields.get("obligations").cloned(),
        _ => None,
    });
    let mut list =
        crate::wizard::strings(&given.or_else(|| r.body_json().get("obligations").cloned()).unwrap_or_default());
    if !list.contains(&run.subject) {
        list.push(run.subject.clone());
        done.put(kind, code, json!({"obligations": list}));
    }
}
/// What is left untouched by the change: a decision for each, with its why.
fn left(run: &Run, done: &mut Done) {
    if !changes(run) {
        return;
    }
    for (ix, _) in follows(run) {
        let code = &run.isms.rec(ix).code;
        let row = run.answer("touch", "touch").and_then(|v| v.get(&**code));
        let text = |f: &str| row.and_then(|r| r.get(f)).and_then(Value::as_str).unwrap_or_default();
        if text("then") == "leave" {
            done.changes.push(decide::decision(code, &run.subject, run.today, run.by, text("why").trim()));
        }
    }
}
/// Those who must know: a course that is brought up to date, or a campaign.
fn tell(run: &Run, owner: &str, done: &mut Done) {
    if !changes(run) || !run.is("people", "whom", "roles") {
        return;
    }
    let title = run.record().map(|r| r.title()).unwrap_or_default();
    let roles = run.codes("people", "roles").join(", ");
    let news = short(run.says("new", "new"));
    let due = dates::add_days(run.today, 30);
    if run.is("people", "how", "campaign") {
        let what = format!("Send a campaign file about {} {title} to {roles}: {news}", run.subject);
        done.action("improvement", &what, &run.subject, owner, due);
        return;
    }
    let course = run.says("people", "course");
    let (what, who) = match run.isms.record(course) {
        Some(c) => (
            format!("Bring {course} {} up to date with {} {title}, for {roles}: {news}", c.title(), run.subject),
            c.common.owner.as_ref().map_or_else(|| owner.to_string(), |o| o.to_string()),
        ),
        None => (format!("Make a course about {} {title} for {roles}: {news}", run.subject), owner.to_string()),
    };
    done.action("improvement", &what, &run.subject, &who, due);
}
