//! What stands beside each question of the digest.
//! It shows; it must never answer.
use super::items::{beside, items, last_why, risks_of};
use super::{chosen_assets, item, past_digests};
use crate::dates;
use crate::isms::Record;
use crate::kinds::{Action, Incident, Review, Threat, Vulnerability};
use crate::staleness::word;
use crate::wizard::{PanelPart, Run, panel};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// A source of news with what it brought so far.
#[derive(Default)]
pub(super) struct SourceSeen {
    pub(super) items: usize,
    pub(super) mattered: usize,
    newest: Option<NaiveDate>,
    /// Newest day of an item that mattered.
    pub(super) last_mattered: Option<NaiveDate>,
}
pub(super) fn sources(run: &Run) -> BTreeMap<String, SourceSeen> {
    let mut out: BTreeMap<String, SourceSeen> = BTreeMap::new();
    for (_, _, t) in run.isms.live::<Threat>() {
        let s = out.entry(t.source.to_string()).or_default();
        s.items += 1;
        s.newest = s.newest.max(Some(t.published_on.0));
        if word(&t.relevant) == "yes" {
            s.mattered += 1;
            s.last_mattered = s.last_mattered.max(Some(t.published_on.0));
        }
    }
    let mut held: Vec<&Review> =
        run.isms.live::<Review>().map(|(_, _, v)| v).filter(|v| &*v.wizard == super::WIZARD.name).collect();
    held.sort_by_key(|v| v.held_on.0);
    for v in held {
        for a in &v.answers {
            match &*a.field {
                // Dropped, unless it brings something again; a later digest that keeps it finds it here only then.
                "sources" => {
                    let dropped = a.answer.split("; ").filter(|s| s.ends_with("drop"));
                    for (name, _) in dropped.filter_map(|s| s.split_once(": ")) {
                        if out.get(name).is_some_and(|s| s.newest.is_none_or(|d| d <= v.held_on.0)) {
                            out.remove(name);
                        }
                    }
                }
                "new_source" => {
                    out.entry(a.answer.trim().to_string()).or_default();
                }
                _ => {}
            }
        }
    }
    out
}
pub(super) fn bring(run: &Run, out: &mut Vec<PanelPart>) {
    let lines: Vec<String> = sources(run)
        .iter()
        .map(|(name, s)| match s.newest {
            Some(d) => {
                format!("- **{name}**: newest of {}; {} brought, {} mattered", run.say_day(d), s.items, s.mattered)
            }
            None => format!("- **{name}**: new to you, nothing brought yet"),
        })
        .collect();
    out.push(PanelPart::text(
        "Your sources",
        if lines.is_empty() {
            "Nothing has been brought yet. Good ones to begin with: the list of weaknesses used in attacks (KEV), the advisories of your makers, the newsletter of your national authority.".to_string()
        } else {
            lines.join("\n")
        },
    ));
    let all = items(run);
    let waiting = all.all.iter().filter(|i| i.code.is_some() && i.back.is_empty()).count();
    let back = all.all.iter().filter(|i| !i.back.is_empty()).count();
    let mut says = Vec::new();
    if waiting > 0 {
        says.push(format!("{waiting} {} from before.", if waiting == 1 { "waits" } else { "wait" }));
    }
    if back > 0 {
        says.push(format!(
            "{back} that you dismissed {} something that you have since.",
            if back == 1 { "fits" } else { "fit" }
        ));
    }
    if !says.is_empty() {
        out.push(PanelPart::text("Already here", says.join(" ")));
    }
    if !all.by_product {
        out.push(PanelPart::text("How it is matched", NO_PRODUCT));
    }
}
const NO_PRODUCT: &str =
    "No asset names a product: matching is by words only. Fill in product and maker for your 10 most exposed assets.";

/// Beside the list while no row is looked at.
pub(super) fn sort(run: &Run, out: &mut Vec<PanelPart>) {
    let all = items(run);
    let n = |how| all.all.iter().filter(|i| i.fit.how == how).count();
    use crate::kinds::Fits;
    let mut says = format!(
        "- {} fit by product\n- {} by maker\n- {} by words only\n- {} nothing that you have",
        n(Fits::Product),
        n(Fits::Maker),
        n(Fits::Words),
        n(Fits::Nothing)
    );
    if all.seen > 0 {
        says += &format!("\n- {} you have already seen", all.seen);
    }
    out.push(PanelPart::text("How they fit", says));
    if !all.by_product {
        out.push(PanelPart::text("How it is matched", NO_PRODUCT));
    }
}
pub(super) fn touch(run: &Run, out: &mut Vec<PanelPart>) {
    if let Some(i) = item(run) {
        out.extend(beside(run, &i));
    }
    let risks: Vec<_> = risks_of(run, &chosen_assets(run))
        .iter()
        .take(8)
        .filter_map(|c| run.isms.ix(c))
        .map(|ix| panel::link_shown(run, ix, "risks", last_why(run, ix)))
        .collect();
    out.push(if risks.is_empty() {
        PanelPart::text("Risks of what you chose", "No risk rests on it yet.")
    } else {
        PanelPart::Links { title: "Risks of what you chose".into(), links: risks }
    });
}
pub(super) fn act(run: &Run, out: &mut Vec<PanelPart>) {
    let assets = chosen_assets(run);
    let open: Vec<_> = run
        .isms
        .live::<Vulnerability>()
        .filter(|(_, r, v)| r.state() == "open" && v.assets.iter().any(|a| assets.contains(a)))
        .map(|(ix, _, v)| {
            panel::link_shown(run, ix, "assets", format!("{}, until {}", v.severity.word(), run.say_day(v.due.0)))
        })
        .collect();
    out.push(if open.is_empty() {
        PanelPart::text("Open weaknesses there", "None is open.")
    } else {
        PanelPart::Links { title: "Open weaknesses there".into(), links: open }
    });
    let actions: Vec<_> = run
        .isms
        .live::<Action>()
        .filter(|(_, r, a)| {
            matches!(r.state(), "open" | "doing") && a.from.as_ref().is_some_and(|f| assets.contains(&f.0))
        })
        .map(|(ix, _, a)| panel::link_shown(run, ix, "from", format!("until {}", run.say_day(a.due.0))))
        .collect();
    if !actions.is_empty() {
        out.push(PanelPart::Links { title: "Open actions there".into(), links: actions });
    }
    out.push(PanelPart::text("Your own deadlines", deadlines(run)));
}
/// "exploited 3 days, critical 7 …"
pub(in crate::wizards) fn deadlines(run: &Run) -> String {
    let rows: Vec<String> = run
        .isms
        .organization()
        .map(|o| o.vulnerability_days.iter().map(|d| format!("- {}: {} days", word(&d.severity), d.days.0)).collect())
        .unwrap_or_default();
    if rows.is_empty() { "You have not set any.".into() } else { rows.join("\n") }
}
pub(super) fn inside(run: &Run, out: &mut Vec<PanelPart>) {
    let since = dates::add_months(run.today, -3);
    let seen = |r: &Record| run.isms.day_of(r.added()) >= since;
    let links: Vec<_> = run
        .isms
        .live::<Incident>()
        .filter(|(_, r, _)| seen(r))
        .map(|(ix, _, i)| {
            panel::link_shown(
                run,
                ix,
                "what",
                format!("{}, {}", word(&i.class).replace('_', " "), run.isms.rec(ix).state()),
            )
        })
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("The last three months", "Nothing was recorded. A year without a single event is rare; an auditor asks whether anyone would have said so.")
    } else {
        PanelPart::Links { title: "The last three months".into(), links }
    });
}
pub(super) fn drift(run: &Run, out: &mut Vec<PanelPart>) {
    let since = dates::add_months(run.today, -12);
    let mut months: BTreeMap<(i32, u32), [usize; 2]> = BTreeMap::new();
    let mut kinds: BTreeMap<&str, [usize; 2]> = BTreeMap::new();
    for (_, r, t) in run.isms.live::<Threat>().filter(|(_, r, _)| r.state() == "judged") {
        let on = run.isms.day_of(r.head().seq);
        if on < since {
            continue;
        }
        let yes = usize::from(word(&t.relevant) == "yes");
        for at in
            [months.entry((on.year(), on.month())).or_default(), kinds.entry(level_word(word(&t.level))).or_default()]
        {
            at[0] += 1;
            at[1] += yes;
        }
    }
    let share = |[n, yes]: &[usize; 2]| {
        format!("{n} judged, {yes} concerned you ({} %)", (yes * 100).checked_div(*n).unwrap_or(0))
    };
    let lines: Vec<String> = months.iter().map(|((y, m), at)| format!("- {y}-{m:02}: {}", share(at))).collect();
    out.push(PanelPart::text(
        "Twelve months",
        if lines.is_empty() { "Nothing was judged yet.".to_string() } else { lines.join("\n") },
    ));
    let lines: Vec<String> = kinds.iter().map(|(k, at)| format!("- {k}: {}", share(at))).collect();
    if !lines.is_empty() {
        out.push(PanelPart::text("By sort", lines.join("\n")));
    }
    out.push(PanelPart::text(
        "How often",
        format!("This is asked at every third digest; this is number {}.", past_digests(run) + 1),
    ));
}
pub(super) fn level_word(level: &str) -> &'static str {
    match level {
        "strategic" => "trends",
        "tactical" => "ways of attacking",
        _ => "things to act on",
    }
}
/// Beside the answers when they are read once more.
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("In short", super::counts(run)));
}
