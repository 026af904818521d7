//! What stands beside each question of the stock-take.
//! It shows; it must never answer.
use super::*;
use crate::wizard::PanelPart;
use std::collections::BTreeMap;

pub(super) fn choose(run: &Run, out: &mut Vec<PanelPart>) {
    let mut kinds: BTreeMap<&'static str, (usize, usize)> = BTreeMap::new();
    for (_, r, a) in run.isms.live::<Asset>() {
        let n = kinds.entry(word(&a.what)).or_default();
        n.0 += 1;
        n.1 += usize::from(due(run, &r.code));
    }
    let lines: Vec<String> =
        kinds.iter().map(|(k, (all, look))| format!("- {k}: {all}, of which {look} need a look")).collect();
    out.push(PanelPart::text(
        "What is on record",
        if lines.is_empty() {
            "Nothing yet. Compare with a list, and add what is there.".into()
        } else {
            lines.join("\n")
        },
    ));
    out.push(PanelPart::text("What is this?", "A stock-take says what you have, where it is and who answers for it. What nobody knows of nobody protects; an auditor picks five things and asks where they are."));
}
pub(super) fn changed(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = causes(run)
        .into_iter()
        .filter_map(|(_, r, touched)| {
            Some(panel::link_shown(run, r.input?, "changed", format!("touches {}", touched.join(", "))))
        })
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text("What changed", "Nothing that these rest on has changed.")
    } else {
        PanelPart::Links { title: "What changed, and what it touches".into(), links }
    });
}
pub(super) fn compare(run: &Run, out: &mut Vec<PanelPart>) {
    let heads = list::headers(run);
    if heads.is_empty() {
        out.push(PanelPart::text("What to drop", "A table as CSV or XLSX with one line a thing: an export of your device management, of your cloud account, of your licences. It stays on this machine and is kept as proof."));
    } else {
        let (there, here) = (list::only_there(run), list::only_here(run));
        let both = scope(run).iter().filter(|c| !list::differs(run, c).is_empty()).count();
        out.push(PanelPart::text(
            "What the comparison says",
            format!("{} only on the list, {} only here, {both} said differently.\n\nNames are taken from the column \u{201c}{}\u{201d}.", there.len(), here.len(), list::name_column(run).unwrap_or_default()),
        ));
    }
    out.push(PanelPart::text("Many alike", "Three hundred laptops need not be three hundred records. One thing with a count is enough; the list with the serial numbers is its proof."));
}
/// The words for how bad it would be; nothing is asked of how likely.
pub(super) fn worth(run: &Run, out: &mut Vec<PanelPart>) {
    panel::scale(run, out);
    out.remove(0);
}
pub(super) fn each(run: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text("What to look at", "Where is it now? Who answers for it? Has it come to hold more than it was meant to? Can it be reached from outside by now?"));
    let other: Vec<String> = stays(run)
        .iter()
        .map(|c| (c, list::differs(run, c)))
        .filter(|(_, d)| !d.is_empty())
        .map(|(c, d)| format!("- {c} {}", d.join("; ")))
        .collect();
    out.push(PanelPart::text(
        "What the list says otherwise",
        if other.is_empty() { "Nothing, or there is no list.".into() } else { other.join("\n") },
    ));
}
pub(super) fn need(run: &Run, out: &mut Vec<PanelPart>) {
    for code in critical(run).iter().take(8) {
        let Some(ix) = run.isms.ix(code) else { continue };
        let at = run.of(code);
        let rests: Vec<_> = run
            .isms
            .rec(ix)
            .inn
            .iter()
            .filter(|(s, _)| run.isms.rec(*s).live() && matches!(run.isms.rec(*s).info().name, "process" | "asset"))
            .map(|(s, _)| panel::link_shown(&at, *s, "needs", panel::one_line(run, run.isms.rec(*s))))
            .collect();
        if !rests.is_empty() {
            out.push(PanelPart::Links { title: format!("What rests on {code}"), links: rests });
        }
    }
    out.push(PanelPart::text("Why this is asked", "What a thing needs tells which change reaches it. How fast it must be back says how often it is to be backed up, and what a drill is measured by."));
}
pub(super) fn orphan(_: &Run, out: &mut Vec<PanelPart>) {
    out.push(PanelPart::text(
        "Why this is asked",
        "What is nobody's is patched by nobody and missed by nobody. Either someone takes it, or it goes.",
    ));
}
pub(super) fn process(run: &Run, out: &mut Vec<PanelPart>) {
    let links: Vec<_> = run
        .isms
        .live::<Process>()
        .map(|(ix, _, p)| {
            panel::link_shown(
                run,
                ix,
                "process",
                format!("needs {} things and {} suppliers", p.assets.len(), p.suppliers.len()),
            )
        })
        .collect();
    out.push(if links.is_empty() {
        PanelPart::text(
            "Activities on record",
            "None yet. Think of what customers would notice by noon if it stood still.",
        )
    } else {
        PanelPart::Links { title: "Activities on record".into(), links }
    });
}
/// How many, and what becomes of them.
pub(super) fn at_check(run: &Run, out: &mut Vec<PanelPart>) {
    let all = scope(run);
    let fates = |f: &str| all.iter().filter(|c| list::fate(run, c) == f).count();
    let lines = [
        format!("{} things gone through, {} changed", all.len(), changing(run).len()),
        format!("{} added, {} gone, {} lost", record::added(run).len(), fates("gone"), fates("lost")),
        format!("{} activities looked at", activities(run).len()),
    ];
    out.push(PanelPart::text("The stock-take", lines.map(|l| format!("- {l}")).join("\n")));
}
