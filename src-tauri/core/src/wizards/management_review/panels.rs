//! What stands beside each topic of the management review: the facts of the file, and what was said last time; all of it as the paper to send.
//! It shows; it must never answer.
use super::*;
use crate::wizard::panel::{self, Point};

/// Facts as parts of a panel: records as links, sentences as text.
fn shown(run: &Run, all: Vec<Facts>, out: &mut Vec<PanelPart>) {
    for f in all {
        if f.lines.is_empty() {
            out.push(PanelPart::text(f.title, f.none));
            continue;
        }
        let (linked, plain): (Vec<_>, Vec<_>) = f.lines.into_iter().partition(|(ix, _)| ix.is_some());
        if !linked.is_empty() {
            let rest = linked.len().saturating_sub(MOST);
            let links = linked
                .into_iter()
                .take(MOST)
                .filter_map(|(ix, says)| Some(panel::link_shown(run, ix?, "about", says)))
                .collect();
            out.push(PanelPart::Links { title: f.title.clone(), links });
            if rest > 0 {
                out.push(PanelPart::text(f.title, format!("And {rest} more, in their register.")));
            }
        } else {
            let text = match plain.as_slice() {
                [(_, one)] => one.clone(),
                many => many.iter().map(|(_, s)| format!("- {s}")).collect::<Vec<_>>().join("\n"),
            };
            out.push(PanelPart::text(f.title, text));
        }
    }
}
/// Records that a panel shows of one title at most.
pub(super) const MOST: usize = 12;

pub(super) fn topic(run: &Run, topic: &str, out: &mut Vec<PanelPart>) {
    shown(run, facts(run, topic), out);
    match topic {
        "d2" | "d4" => trends(run, out),
        "f1" => out.push(PanelPart::Matrix {
            title: "Where the risks lie, now and then".into(),
            matrix: crate::matrix::matrix(run.isms, run.today, Some(since(run))),
            mark: String::new(),
        }),
        _ => {}
    }
    said_before(run, topic, out);
}
/// The values of each aim beside its line.
fn trends(run: &Run, out: &mut Vec<PanelPart>) {
    for (_, r, o) in run.isms.live::<Objective>().filter(|(_, r, _)| r.state() == "set").take(6) {
        let mut points: Vec<Point> = o
            .measurements
            .iter()
            .filter(|m| m.struck.is_none())
            .map(|m| Point { on: m.date.0, value: m.number.value(), off: !o.on_target(m.number.value()) })
            .collect();
        points.sort_by_key(|p| p.on);
        let points = points.split_off(points.len().saturating_sub(8));
        if points.len() > 1 {
            out.push(PanelPart::Trend {
                title: format!("{} {}", r.code, r.title()),
                unit: o.unit.to_string(),
                points,
                target: o.target.value(),
            });
        }
    }
}
fn said_before(run: &Run, topic: &str, out: &mut Vec<PanelPart>) {
    let Some((_, r, m)) = last_minuted(run) else { return };
    let Some(said) = m.inputs.iter().find(|i| &*i.topic == topic).and_then(|i| i.said.as_ref()) else { return };
    out.push(PanelPart::Last {
        title: "What was said last time".into(),
        answer: said.to_string(),
        by: r.code.to_string(),
        on: m.held_on.0,
        why: String::new(),
    });
}
pub(super) fn when(run: &Run, out: &mut Vec<PanelPart>) {
    let org = run.isms.organization();
    let top = org.map(|o| o.top_management.to_vec()).unwrap_or_default();
    panel::people(run, "Top management", &top, out);
    panel::people(run, "Looks after the ISMS", &org.map(|o| vec![o.isms_owner.to_string()]).unwrap_or_default(), out);
    out.push(match last_minuted(run) {
        Some((ix, _, m)) => PanelPart::Links {
            title: "The last one".into(),
            links: vec![panel::link_shown(run, ix, "about", format!("held on {}", run.say_day(m.held_on.0)))],
        },
        None => PanelPart::text("The last one", "There was none in this file yet."),
    });
    if let Some(next) = org.and_then(|o| o.next_external_audit) {
        out.push(PanelPart::text("The next audit", format!("The auditor comes on {}.", run.say_day(next.0))));
    }
}
/// The paper in full, to copy and to send ahead.
pub(super) fn before(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::Print {
        title: "The paper as a PDF".into(),
        text: "Verdicts and decisions asked for, every topic on a few lines with its trend, acceptances to sign."
            .into(),
        report: "management-paper",
        about: None,
        from: Some(since(run)),
    });
    let mut text = format!(
        "Management review of {}\nFacts since {}, as they stand on {}\n",
        run.say_day(held_on(run)),
        run.say_day(since(run)),
        run.say_day(run.today)
    );
    for (id, heading) in HEADINGS {
        text.push_str(&format!("\n{id}  {heading}\n"));
        for f in facts(run, id) {
            text.push_str(&format!("{}\n", f.title));
            if f.lines.is_empty() {
                text.push_str(&format!("- {}\n", f.none));
            }
            for (ix, says) in f.lines {
                let record = ix.map(|ix| run.isms.rec(ix)).map(|r| format!("{} {}: ", r.code, r.title()));
                text.push_str(&format!("- {}{says}\n", record.unwrap_or_default()));
            }
        }
    }
    text.push_str(
        "\nThen: are the means enough, is the ISMS enough, does it fit, does it have an effect; what is decided.\n",
    );
    out.push(PanelPart::Letter { title: "The paper".into(), text });
}
pub(super) fn means(run: &Run, out: &mut Vec<PanelPart>) {
    let t = look(run).trend();
    let head = |c: &topics::Counted| (c.late, c.open);
    let ((late, open), (was_late, was_open)) = (head(&t.now), head(&t.then));
    out.push(PanelPart::text(
        "Things to do that are late",
        format!("{late} of {open} now; {was_late} of {was_open} on {}.", run.say_day(since(run))),
    ));
    let minutes: u32 = run
        .isms
        .live::<crate::kinds::Routine>()
        .map(|(_, _, r)| r.minutes.map_or(30, |m| m.0) * 365 / r.cadence.days().max(1))
        .sum();
    out.push(PanelPart::text("What the routines ask", format!("About {} hours a year.", minutes.div_ceil(60))));
    if let Some((_, _, m)) = last_minuted(run) {
        out.push(PanelPart::text("What was said last time", m.resources.to_string()));
    }
}
pub(super) fn verdict(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "Three questions",
        "- **Enough**: does it reach what it must, for its risks and its promises?\n- **Fits**: does it suit the size and the way you work?\n- **Effect**: do fewer things go wrong, and are they cured?",
    ));
    if let Some((_, _, m)) = last_minuted(run) {
        let say = |j: &crate::kinds::management_review::Judgement| {
            format!("{}: {}", crate::staleness::word(&j.answer), j.why.trim())
        };
        out.push(PanelPart::text(
            "What was said last time",
            format!("- Enough: {}\n- Fits: {}\n- Effect: {}", say(&m.adequate), say(&m.suitable), say(&m.effective)),
        ));
    }
}
/// What was said on the pages before and seems to ask for a decision.
pub(super) fn decide(run: &Run, out: &mut Vec<PanelPart>) {
    let mut open = Vec::new();
    for (code, row) in run.by_row("d4", "off") {
        let text = |f: &str| row.get(f).and_then(Value::as_str).unwrap_or_default().trim();
        if text("then") == "decide" {
            open.push(format!("- {code}: {} (decided above)", text("what")));
        }
    }
    for (field, name) in [("enough", "Enough for its task"), ("fits", "Fits"), ("works", "Has the effect")] {
        if matches!(run.says("verdict", field), "partly" | "no") {
            let why = run.says("verdict", &format!("{field}_why"));
            open.push(format!("- {name}: {}. {}", run.says("verdict", field), why.trim()));
        }
    }
    if run.is("means", "enough", "no") {
        open.push(format!("- The means are not enough. {}", run.says("means", "why").trim()));
    }
    for code in topics::to_accept(run.isms, run.today) {
        if run.answer("f1", "accept").and_then(|v| v.get(&code)).and_then(|r| r.get("given")) == Some(&"no".into()) {
            open.push(format!("- {code} stands above the line and is not accepted."));
        }
    }
    out.push(PanelPart::text(
        "What seems to ask for it",
        if open.is_empty() { "Nothing that was said so far.".into() } else { open.join("\n") },
    ));
}
pub(super) fn gaps(run: &Run, out: &mut Vec<PanelPart>) {
    for topic in empty_topics(run) {
        shown(run, facts(run, topic), out);
    }
}
/// The record as it stands, and the state of the log that these minutes can be held against.
pub(super) fn minutes(run: &Run, out: &mut Vec<PanelPart>) {
    if review(run).is_some() {
        out.push(PanelPart::Record { title: "The minutes".into(), id: run.subject.clone() });
        out.push(PanelPart::Print {
            title: "The minutes as a PDF".into(),
            text: "What was shown, what was said, what was decided and how it stands, with the checkpoint of that day."
                .into(),
            report: "management-minutes",
            about: Some(run.subject.clone()),
            from: None,
        });
    }
    out.push(PanelPart::text("Printed in the minutes", checkpoint(run)));
    out.push(PanelPart::text(
        "What is this?",
        "The checkpoint stands for everything that was recorded until now. Whoever has these minutes can prove later that nothing before them was changed.",
    ));
}
