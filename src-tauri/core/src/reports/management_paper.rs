//! The paper that goes to top management before its review: what is asked of it, then each topic on a few lines, then what is to be signed.
//! It must never answer a topic, nor ask for less than the facts of the file ask for (9.3.2).
use super::{currency, objectives, risk_register};
use crate::dates::{add_months, say};
use crate::doc::{Answer, Block, Cell, Chart, Part, Row, Section, Sheet, Span, Table, column};
use crate::isms::{Isms, Record};
use crate::kinds::organization::MayAccept;
use crate::kinds::{Action, ManagementReview, Objective, Risk, TOPICS};
use crate::refusal::Refusal;
use crate::report::paper::{level, ours};
use crate::report::{Body, Paper, Report, Scope, bold, count, heading, one_line, plain, purpose, section, soft};
use crate::staleness::Item;
use crate::topics::{self, Facts, Look, Standing, Trend};
use crate::view;
use chrono::NaiveDate;
use std::cell::OnceCell;
use std::rc::Rc;

pub(super) const REPORT: Report = Report {
    name: "management-paper",
    title: "Paper for the management review",
    clause: "9.3",
    about: "",
    of: &[],
    build,
};

/// Records that a line names; the rest is counted.
const NAMED: usize = 3;
/// Decisions of last time, and acceptances to give: more of these are named.
const NAMED_IN_FULL: usize = 8;

/// A report that looks: what is worked out once.
pub(super) struct Seen<'a> {
    p: &'a Paper<'a>,
    kept: OnceCell<Rc<Trend>>,
}
impl<'a> Seen<'a> {
    pub fn new(p: &'a Paper<'a>) -> Seen<'a> {
        Seen { p, kept: OnceCell::new() }
    }
    pub fn look(&'a self, since: NaiveDate) -> Look<'a> {
        Look {
            isms: self.p.isms,
            today: self.p.day(),
            since,
            last: topics::last_minuted(self.p.isms, ""),
            by: self,
            full: true,
        }
    }
}
impl Standing for Seen<'_> {
    fn standing(&self, id: &str) -> Option<&Item> {
        self.p.item(id)
    }
    fn kept(&self, make: &dyn Fn() -> Trend) -> Rc<Trend> {
        self.kept.get_or_init(|| Rc::new(make())).clone()
    }
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let last = topics::last_minuted(p.isms, "");
    let since = p
        .scope
        .from
        .or_else(|| last.map(|(_, _, m)| m.held_on.0))
        .unwrap_or_else(|| add_months(p.day(), -12))
        .min(p.day());
    // What stands beside the facts is compared with the same day.
    let scope = Scope { from: Some(since), ..p.scope.clone() };
    let then = Paper::new(p.isms, &scope)?;
    let seen = Seen::new(p);
    let look = seen.look(since);
    Ok(vec![
        section("management-paper", "Paper for the management review", &["9.3"], false, asked(p, &look)),
        section("management-topics", "The topics", &["9.3"], false, all_topics(p, &then, &look)),
        section("management-sign", "Acceptances to sign", &["9.3", "6.1.3"], false, to_sign(p)),
    ])
}

// ---- page 1: what is asked for

fn asked(p: &Paper, look: &Look) -> Vec<Block> {
    let t = look.trend();
    let since = say(look.since, p.day());
    let risks = p.isms.live::<Risk>().count();
    let aims = p.isms.live::<Objective>().filter(|(_, r, _)| r.state() == "set").count();
    let holds = t.moments.last().map(|m| (m.all.holds(), m.all.total)).unwrap_or_default();
    let mut blocks = vec![
        purpose(&format!(
            "What you are asked to judge and to decide, and what the file knows of each topic since {since}{}.",
            look.last.map_or_else(String::new, |(_, r, m)| if m.held_on.0 == look.since {
                format!(", the day of {}", r.code)
            } else {
                String::new()
            })
        )),
        Block::Figures(vec![
            (format!("{} of {}", holds.0, holds.1), "things that the rules watch hold".into()),
            (format!("{} of {risks}", t.now.above), format!("risks above the line; {} then", t.then.above)),
            (t.now.findings.to_string(), format!("open findings; {} then", t.then.findings)),
            (
                format!("{} of {}", t.now.late, t.now.open),
                format!("things to do are late; {} of {} then", t.then.late, t.then.open),
            ),
            (format!("{} of {aims}", t.now.off), "objectives off target".into()),
        ]),
        heading("The verdict that is asked for"),
        Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows: verdict(look) }] }),
        heading("The decisions that are asked for"),
    ];
    let rows = decisions(p, look);
    if rows.is_empty() {
        blocks.push(Block::Para(vec![plain(
            "None by what the file knows: no risk above the line waits for a word, no objective that runs is off target, nothing decided last time is late, no finding came again, and the last verdict was yes.",
        )]));
    } else {
        let n = rows.len();
        let columns = vec![column("Topic", 14.0), column("What is asked", 62.0), column("Because", 94.0)];
        blocks.push(Block::Table(Table {
            columns,
            rows,
            foot: format!("{n} of {} shown", count(n, "question", "questions")),
        }));
    }
    blocks
}
/// The three questions, and the means; beside them what was said last time.
fn verdict(look: &Look) -> Vec<(String, Vec<Answer>)> {
    let last = look.last.map(|(_, r, m)| (r, m));
    let before = |say: &dyn Fn(&ManagementReview) -> (String, String)| -> Vec<Answer> {
        let Some((r, m)) = last else {
            return vec![Answer::Spans(vec![soft("There was no review in this file before.")])];
        };
        let (answer, why) = say(m);
        let mut out = vec![Answer::Spans(vec![soft(format!("Last time, {}{answer}:", r.code))])];
        out.push(Answer::Recorded(why));
        out
    };
    let judged = |j: &crate::kinds::management_review::Judgement| {
        (format!(": {}", crate::staleness::word(&j.answer)), j.why.trim().to_string())
    };
    let ask = |q: &str, before: Vec<Answer>| {
        let mut out = vec![Answer::Spans(vec![bold("yes \u{b7} partly \u{b7} no, because:")])];
        out.extend(before);
        (q.to_string(), out)
    };
    vec![
        ask("Is it enough for its task?", before(&|m| judged(&m.adequate))),
        ask("Does it fit who we are?", before(&|m| judged(&m.suitable))),
        ask("Does it have the effect that we want?", before(&|m| judged(&m.effective))),
        ask("Are people, time and money enough?", before(&|m| (String::new(), m.resources.trim().to_string()))),
    ]
}
/// What the facts of the file ask to be decided: topic, question, because.
fn decisions(p: &Paper, look: &Look) -> Vec<Row> {
    let mut out: Vec<(&str, Vec<Span>, Vec<Span>)> = Vec::new();
    let late = |r: &Record, a: &Action| matches!(r.state(), "open" | "doing") && a.due.0 < look.today;
    if let Some((_, _, m)) = look.last {
        for d in &m.decisions {
            let Some((r, a)) = d.action.as_ref().and_then(|a| Some((p.isms.record(a)?, p.isms.get::<Action>(a)?)))
            else {
                continue;
            };
            if late(r, a) {
                let what = vec![
                    plain("New day, other means, or drop it: "),
                    p.code(&r.code),
                    plain(format!(" {}", r.title())),
                ];
                let why = vec![plain(format!("Decided last time; {} had it due on {}.", p.short(&a.owner), a.due.0))];
                out.push(("a1", what, why));
            }
        }
    }
    let ours = |r: &Record| {
        look.last
            .is_some_and(|(_, m, _)| r.get::<Action>().is_some_and(|a| a.from.as_ref().is_some_and(|f| **f == *m.code)))
    };
    let others: Vec<Vec<Span>> = p
        .isms
        .live::<Action>()
        .filter(|(_, r, a)| late(r, a) && !ours(r))
        .map(|(_, r, _)| vec![p.code(&r.code)])
        .collect();
    if !others.is_empty() {
        let n = others.len();
        let mut why = vec![plain(format!("{} past the day: ", count(n, "thing to do is", "things to do are")))];
        why.extend(crate::report::join(others, ", "));
        why.push(plain("."));
        out.push(("d2", vec![plain("New days, more means, or drop them: what is late")], why));
    }
    for (_, r, n) in p.isms.live::<crate::kinds::Nonconformity>() {
        if let Some(before) = n.repeats.as_ref().filter(|_| r.state() != "closed") {
            let what = vec![plain("What else cures it: "), p.code(&r.code), plain(format!(" {}", r.title()))];
            out.push(("d1", what, vec![plain("It was found again after "), p.code(before), plain(".")]));
        }
    }
    for code in topics::off(p.isms) {
        let (Some(r), Some(o)) = (p.isms.record(&code), p.isms.get::<Objective>(&code)) else { continue };
        let now = objectives::newest(o).map(|m| format!("{} on {}", objectives::with_unit(o, &m.number), m.date.0));
        let what =
            vec![plain("Do something about it, or leave it so: "), p.code(&code), plain(format!(" {}", r.title()))];
        let why = format!(
            "Off target: {}; the aim is {} by {}.",
            now.unwrap_or_default(),
            objectives::target(o),
            o.by_when.0
        );
        out.push(("d4", what, vec![plain(why)]));
    }
    for code in topics::to_accept(p.isms, look.today) {
        let (Some(r), Some(k)) = (p.isms.record(&code), p.isms.get::<Risk>(&code)) else { continue };
        let what = vec![plain("Accept it, or treat it otherwise: "), p.code(&code), plain(format!(" {}", r.title()))];
        let stands = level(p.isms, topics::carried(k), 0);
        let why = format!(
            "Carried at {} {}, above the line of {}; {}.",
            stands.number,
            stands.word,
            p.accept_up_to(),
            accepted(k, look.today)
        );
        out.push(("f1", what, vec![plain(why)]));
    }
    if let Some((_, r, m)) = look.last {
        for (what, j) in
            [("enough for its task", &m.adequate), ("fitting", &m.suitable), ("having its effect", &m.effective)]
        {
            let answer = crate::staleness::word(&j.answer);
            if answer != "yes" {
                let asks = vec![plain(format!("What follows from not being {what}, or that it is now"))];
                out.push((
                    "verdict",
                    asks,
                    vec![
                        p.code(&r.code),
                        plain(format!(" said \u{201c}{answer}\u{201d}: ")),
                        Span::Recorded(one_line(&j.why)),
                    ],
                ));
            }
        }
    }
    out.into_iter()
        .map(|(topic, what, why)| Row::Cells {
            cells: vec![topic.into(), what.into(), why.into()],
            id: None,
            reasons: Vec::new(),
        })
        .collect()
}
/// "accepted until 2026-11-20, which is over", "accepted by nobody"
fn accepted(k: &Risk, today: NaiveDate) -> String {
    match (&k.accepted, k.accepted_until) {
        (Some(_), Some(d)) if d.0 < today => format!("its acceptance ended on {}", d.0),
        (Some(_), Some(d)) => format!("its acceptance ends on {}", d.0),
        (Some(_), None) => "accepted without an end".into(),
        (None, _) => "accepted by nobody".into(),
    }
}

// ---- the topics

fn all_topics(p: &Paper, then: &Paper, look: &Look) -> Vec<Block> {
    let mut blocks = vec![
        purpose("What the file knows of each topic, and how it moved."),
        Block::Note(vec![
            bold("Drawn: "),
            plain(format!(
                "everything that the registers hold of a topic since {}, counted; {NAMED} records of a line are named, of decisions and acceptances {NAMED_IN_FULL}. Each is in its register in full.",
                look.since
            )),
        ]),
    ];
    for (id, words) in TOPICS {
        blocks.push(heading(topic_title(id, words)));
        let named = if matches!(id, "a1" | "f1") { NAMED_IN_FULL } else { NAMED };
        let rows = facts(p, look, id, named);
        blocks.push(Block::Sheet(Sheet { id: None, parts: vec![Part { title: String::new(), rows }] }));
        blocks.extend(chart(p, then, look, id));
    }
    blocks
}
/// "a1  What became of the last decisions"
pub(super) fn topic_title(id: &str, words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
    format!("{id} \u{b7} {first}{}", letters.as_str())
}
/// What the file knows of a topic, a row for each fact.
pub(super) fn facts(p: &Paper, look: &Look, topic: &str, named: usize) -> Vec<(String, Vec<Answer>)> {
    topics::of(look, topic).into_iter().map(|f| (ours(&f.title), fact(p, look.isms, f, named))).collect()
}
fn fact(p: &Paper, isms: &Isms, f: Facts, named: usize) -> Vec<Answer> {
    if f.lines.is_empty() {
        return vec![Answer::Spans(vec![soft(ours(f.none))])];
    }
    let all = f.lines.len();
    let mut out: Vec<Answer> = f
        .lines
        .into_iter()
        .take(if f.recorded { all } else { named })
        .map(|(ix, says)| {
            let said = p.people.redact(&ours(&says.replace('_', " ")));
            match ix.map(|ix| isms.rec(ix)) {
                _ if f.recorded => Answer::Recorded(says),
                None => Answer::Spans(vec![plain(said)]),
                Some(r) if p.people.known(&r.code) => {
                    Answer::Spans(vec![plain(p.who(&r.code)), soft(format!(": {said}"))])
                }
                Some(r) if said.starts_with(&*r.code) => Answer::Spans(p.linked(&said)),
                Some(r) if said.is_empty() => Answer::Spans(vec![p.code(&r.code), plain(format!(" {}", p.title(r)))]),
                Some(r) => {
                    Answer::Spans(vec![p.code(&r.code), plain(format!(" {}", p.title(r))), soft(format!(": {said}"))])
                }
            }
        })
        .collect();
    let rest = all - out.len();
    if rest > 0 {
        out.push(Answer::Spans(vec![soft(format!("and {rest} more, {all} in all"))]));
    }
    out
}
/// At most one a topic.
fn chart(p: &Paper, then: &Paper, look: &Look, topic: &str) -> Option<Block> {
    let chart: Option<Chart> = match topic {
        "d2" => view::months(p.isms, p.day(), Some(look.since.max(add_months(p.day(), -35))), None)
            .ok()
            .filter(|m| m.days.len() > 1)
            .map(|m| currency::everything(&m)),
        // The one that is off target; else the first that runs.
        "d4" => {
            let running =
                p.isms.live::<Objective>().filter(|(_, r, _)| r.state() == "set").map(|(_, r, _)| r.code.to_string());
            topics::off(p.isms).into_iter().chain(running).find_map(|code| objectives::chart(p, &code))
        }
        "f1" => return (p.isms.live::<Risk>().count() > 0).then(|| risk_register::pair(then)),
        _ => None,
    };
    chart.map(Block::Chart)
}

// ---- the last page

fn to_sign(p: &Paper) -> Vec<Block> {
    let mut blocks =
        vec![purpose("Risks above the line that wait for a word, or whose acceptance ends within 90 days.")];
    let list: Vec<(&Record, &Risk)> = topics::to_accept(p.isms, p.day())
        .iter()
        .filter_map(|c| Some((p.isms.record(c)?, p.isms.get::<Risk>(c)?)))
        .collect();
    if list.is_empty() {
        blocks.push(Block::Para(vec![plain(format!(
            "None on {}: no acceptance is missing, and none ends within 90 days.",
            p.day()
        ))]));
        return blocks;
    }
    let n = list.len();
    let rows = list
        .iter()
        .map(|(r, k)| {
            let carried = topics::carried(k);
            Row::Cells {
                cells: vec![
                    vec![p.code(&r.code)].into(),
                    Cell::Lines(vec![
                        vec![bold(r.title())],
                        vec![soft(format!("decided: {}", Body::of(r).word("treatment").to_lowercase()))],
                    ]),
                    Cell::Level(level(p.isms, carried, k.scored_by_criteria.map_or(0, |c| c.0))),
                    so_far(p, k),
                    who_may(p, r, carried).into(),
                    // Room for a hand.
                    Cell::Lines(vec![vec![plain("\u{a0}")]; 4]),
                ],
                id: None,
                reasons: Vec::new(),
            }
        })
        .collect();
    let columns = vec![
        column("Code", 14.0),
        column("Risk", 39.0),
        column("Carried", 21.0),
        column("So far", 18.0),
        column("Who may accept", 29.0),
        column("Until, name, signature", 49.0),
    ];
    blocks.push(Block::Table(Table {
        columns,
        rows,
        foot: format!("{n} of {} to give shown", count(n, "acceptance", "acceptances")),
    }));
    blocks.push(Block::Note(vec![plain(
        "A signature here accepts the level carried until the day written beside it. It counts once it is recorded in the risk, with these pages as its proof.",
    )]));
    blocks
}
fn so_far(p: &Paper, k: &Risk) -> Cell {
    match (&k.accepted, k.accepted_until) {
        (Some(a), Some(d)) => {
            let end = if d.0 < p.day() { Span::Red(format!("ended {}", d.0)) } else { plain(format!("until {}", d.0)) };
            Cell::Lines(vec![vec![plain(p.short(&a.by))], vec![end]])
        }
        (Some(a), None) => vec![plain(p.short(&a.by))].into(),
        (None, _) => vec![Span::Red("by nobody".into())].into(),
    }
}
/// By the organization's own rule, and for how long at most.
fn who_may(p: &Paper, r: &Record, carried: u32) -> String {
    let Some(rule) = p.isms.organization().and_then(|o| o.accept_rule(carried)) else {
        return r.common.owner.as_ref().map(|o| p.who(o)).unwrap_or_default();
    };
    let who = match rule.by {
        MayAccept::TopManagement => "top management".to_string(),
        MayAccept::RiskOwner => r.common.owner.as_ref().map_or_else(|| "its owner".into(), |o| p.who(o)),
        MayAccept::Nobody => return "nobody: it must be treated".into(),
    };
    format!("{who}, until {} at most", add_months(p.day(), rule.months.0 as i32))
}
