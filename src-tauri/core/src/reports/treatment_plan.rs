//! The treatment plan: what is being done about which risk, by whom, until when, whether it worked; then what is carried knowingly.
//! It must never leave out an action that is late, nor a risk to be reduced for which nothing is planned (6.1.3 e, 8.3).
use super::acceptances;
use super::risk_register::{self, Line};
use super::risk_sheet::{due_days, times};
use crate::doc::{Block, Cell, Chart, Form, Row, Section, Series, Span};
use crate::isms::{Ix, Record};
use crate::kinds::action::Effective;
use crate::kinds::{Action, Risk};
use crate::refusal::Refusal;
use crate::report::chart::{by_year, counts, months, step, top};
use crate::report::paper::{level_after, level_now};
use crate::report::register::{list, of, owed};
use crate::report::{Body, Paper, Report, bold, heading, plain, purpose, section, soft};
use chrono::NaiveDate;

pub(super) const REPORT: Report =
    Report { name: "treatment-plan", title: "Treatment plan", clause: "6.1.3", about: "", of: &["action"], build };

/// An action and the risk that it is for.
struct Task<'a> {
    ix: Ix,
    record: &'a Record,
    action: &'a Action,
    risk: &'a Line<'a>,
}
impl Task<'_> {
    fn open(&self) -> bool {
        matches!(self.record.state(), "open" | "doing")
    }
    fn late(&self, p: &Paper) -> bool {
        self.open() && self.action.due.0 < p.day()
    }
    fn done(&self) -> Option<NaiveDate> {
        self.action.done_on.map(|d| d.0)
    }
    /// Scored lower after it was done than it was on that day.
    fn confirmed(&self, p: &Paper) -> bool {
        let Some(done) = self.done() else { return false };
        let then = self.risk.record.at(p.isms.last_act_of(done)).and_then(crate::report::paper::scores);
        then.is_some_and(|(l, i)| self.risk.now.number < u32::from(l) * u32::from(i))
    }
}

/// Every action that a risk names or that comes from one, with its risk: late first, then by date.
fn tasks<'a>(p: &'a Paper, lines: &'a [Line]) -> Vec<Task<'a>> {
    let mut out: Vec<Task> = Vec::new();
    for risk in lines {
        let mut of: Vec<Ix> = p.isms.linked(risk.record, "actions").collect();
        of.extend(risk.record.inn.iter().map(|(s, _)| *s));
        of.sort_unstable();
        of.dedup();
        for ix in of {
            let record = p.isms.rec(ix);
            if let (Some(action), true) = (record.get::<Action>(), record.live()) {
                out.push(Task { ix, record, action, risk });
            }
        }
    }
    out.sort_by(|a, b| {
        let key = |t: &Task| (!t.late(p), !t.open(), t.action.due.0);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.record.code.cmp(&b.record.code))
            .then_with(|| a.risk.record.code.cmp(&b.risk.record.code))
    });
    out
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let one = p.narrowed(&["person"], "P-004")?;
    let lines = risk_register::lines(p);
    let all = tasks(p, &lines);
    let mine = |t: &&Task| one.is_none_or(|(_, r)| *t.action.owner == *r.code);
    let shown: Vec<&Task> = all
        .iter()
        .filter(mine)
        .filter(|t| t.open() || p.recent(t.done().or(Some(p.isms.day_of(t.record.head().seq)))))
        .collect();
    let done: Vec<&&Task> = shown.iter().filter(|t| t.done().is_some()).collect();
    let in_time = done.iter().filter(|t| t.done() <= due_days(t.record).0).count();
    let late = shown.iter().filter(|t| t.late(p)).count();
    let twice = shown.iter().filter(|t| due_days(t.record).1.len() > 2).count();
    let confirmed = done.iter().filter(|t| t.confirmed(p)).count();
    let bare: Vec<&str> = lines
        .iter()
        .filter(|l| Body::of(l.record).text("treatment") == "modify" && l.now.number > p.accept_up_to())
        .filter(|l| !all.iter().any(|t| t.risk.record.code == l.record.code && t.open()))
        .map(|l| &*l.record.code)
        .collect();
    let whose = one.map(|(_, r)| format!(" of {}", p.short(&r.code))).unwrap_or_default();
    let mut note = vec![
        bold("Order: "),
        plain("late first, then open ones by date, then those that are done. "),
        bold("Drawn: "),
        plain(format!(
            "all{whose} that are open, and those done or dropped{}. An action for two risks stands in two rows.",
            p.since_words()
        )),
    ];
    if !bare.is_empty() {
        note.push(bold(" To be reduced, above the line, and no action is open: "));
        note.extend(p.codes(bare.iter().copied()));
        note.push(plain("."));
    }
    let mut blocks = vec![
        purpose("What is being done, what came of it, what is carried knowingly."),
        Block::Figures(vec![
            (of(in_time, done.len()), "of those done were done by their first date".into()),
            (late.to_string(), "are late".into()),
            (twice.to_string(), "were moved over twice".into()),
            (of(confirmed, done.len()), "of those done were confirmed by a lower score".into()),
            (bare.len().to_string(), "risks above the line are to be reduced, and no action is open".into()),
        ]),
    ];
    blocks.extend(by_month(p, &all));
    blocks.push(heading("Actions"));
    blocks.push(Block::Note(note));
    blocks.push(list(
        &[
            ("Risk", 44.0),
            ("Level \u{2192} aim", 38.0),
            ("Action", 43.0),
            ("Owner", 25.0),
            ("First date", 18.0),
            ("Date now", 18.0),
            ("Done", 18.0),
            ("Proof", 16.0),
            ("Worked?", 20.0),
            ("Flag", 17.0),
        ],
        shown
            .iter()
            .enumerate()
            // An action for two risks has its place in the first of its rows.
            .map(|(i, t)| line(p, t, !shown.iter().take(i).any(|before| before.ix == t.ix)))
            .collect(),
        all.len(),
        ("action for a risk", "actions for risks"),
        "No action for a risk is on record.",
    ));
    blocks.push(heading("Carried knowingly"));
    blocks.push(acceptances::table(p, &lines));
    Ok(vec![section("treatment-plan", "Treatment plan", &["6.1.3", "8.3"], true, blocks)])
}

fn line(p: &Paper, t: &Task, first_of_it: bool) -> Row {
    let (first, moved) = due_days(t.record);
    let day = |d: Option<NaiveDate>| d.map_or(Cell::Empty, |d| Cell::from(d.to_string()));
    let risk: &Risk = t.risk.risk;
    let mut now = vec![vec![plain(t.action.due.0.to_string())]];
    if !moved.is_empty() {
        now.push(vec![soft(format!("moved {}", times(moved.len())))]);
    }
    let proofs: Vec<&str> = p.proofs(t.ix).into_iter().take(3).map(|(e, _)| &*p.isms.rec(e).code).collect();
    let said = match t.action.effective {
        Some(Effective::No) => Span::Red("no".into()),
        Some(_) => plain(Body::of(t.record).word("effective").to_lowercase()),
        None => soft("not yet checked"),
    };
    let worked = match t.record.state() {
        "dropped" => vec![soft("dropped")].into(),
        _ if t.done().is_some() => {
            let score = if t.confirmed(p) { soft("score is lower since") } else { bold("score is not lower") };
            Cell::Lines(vec![vec![said], vec![score]])
        }
        _ if t.late(p) => owed("late"),
        _ => vec![soft("open")].into(),
    };
    Row::Cells {
        cells: vec![
            vec![p.code(&t.risk.record.code), plain(" "), bold(t.risk.record.title())].into(),
            Cell::Levels { then: Some(level_now(p.isms, risk)), now: level_after(p.isms, risk) },
            vec![p.code(&t.record.code), plain(format!(" {}", t.record.title()))].into(),
            p.who(&t.action.owner).into(),
            day(first),
            Cell::Lines(now),
            match t.done() {
                None if t.late(p) => vec![Span::Red("not done".into())].into(),
                d => day(d),
            },
            if proofs.is_empty() { Cell::Empty } else { p.codes(proofs).into() },
            worked,
            p.flag(&t.record.code),
        ],
        id: first_of_it.then(|| t.record.code.to_string()),
        reasons: p.reasons(&t.record.code),
    }
}

/// Opened and done, month by month; each action once.
fn by_month(p: &Paper, all: &[Task]) -> Vec<Block> {
    let mut each: Vec<&Task> = all.iter().collect();
    each.sort_by_key(|t| t.ix);
    each.dedup_by_key(|t| t.ix);
    let opened: Vec<NaiveDate> = each.iter().map(|t| p.isms.day_of(t.record.added())).collect();
    let done: Vec<NaiveDate> = each.iter().filter_map(|t| t.done()).collect();
    let Some(begin) = opened.iter().chain(&done).min() else { return Vec::new() };
    let months = months(*begin, p.day());
    let (o, d) = (counts(&months, &opened), counts(&months, &done));
    let most = o.iter().chain(&d).copied().max().unwrap_or(1);
    let series =
        |name: &str, of: &[usize]| Series { name: name.into(), values: of.iter().map(|n| Some(*n as u32)).collect() };
    let sentence = format!(
        "In these months {} were opened and {} were done; {} are open.",
        o.iter().sum::<usize>(),
        d.iter().sum::<usize>(),
        each.iter().filter(|t| t.open()).count()
    );
    let chart = Chart {
        caption: "Actions opened and done, by month".into(),
        steps: months.iter().map(step).collect(),
        top: top(most),
        foot: 0,
        places: 0,
        unit: String::new(),
        form: Form::Lines,
        series: vec![series("opened", &o), series("done", &d)],
        sentence: sentence.clone(),
    };
    let numbers = by_year(&chart, 257.0);
    vec![Block::Chart(chart), Block::Note(vec![plain(sentence)]), numbers]
}
