//! What changed in the Statement of Applicability: every version, and each line before and after, with its why (6.1.3 d).
//! It must never leave out a version, nor print a change without the act that made it.
use super::soa::changes;
use crate::doc::{Block, Cell, Section};
use crate::isms::Isms;
use crate::refusal::Refusal;
use crate::report::paper::why_of;
use crate::report::register::{drawn, listing};
use crate::report::{
    Paper, Report, Scope, VersionNamed, Versions, heading, one_line, plain, purpose, section, soft, thousands,
};
use crate::soa::{self, ANNEX_A, SoaVersion};

pub(super) const REPORT: Report = Report {
    name: "soa-changes",
    title: "Changes of the Statement of Applicability",
    clause: "6.1.3",
    about: "",
    of: &[],
    build,
};

pub(super) fn versions(isms: &Isms, scope: &Scope) -> Versions {
    let all = soa::soa_versions(isms);
    let key = |v: Option<&SoaVersion>| v.map(|v| v.version.to_string());
    let (was, now) = scope.versions.clone();
    // Nothing asked: the whole way, from the first version on or from the day of the comparison.
    let begins = all.iter().rev().find(|v| scope.from.is_some_and(|f| v.on <= f)).or(all.first());
    let picked = was.or_else(|| key(begins)).into_iter().chain(now.or_else(|| key(all.last()))).collect();
    let of = all.iter().rev().map(|v| {
        let number = v.version.to_string();
        VersionNamed { key: number.clone(), number, state: String::new(), from: Some(v.on) }
    });
    Versions { of: of.collect(), picked }
}
/// Versions that are asked for and are not there.
fn unknown(p: &Paper, versions: &[SoaVersion]) -> Result<(), Refusal> {
    let there: Vec<String> = versions.iter().map(|v| v.version.to_string()).collect();
    let (was, now) = &p.scope.versions;
    match was.iter().chain(now).find(|asked| !there.contains(asked)) {
        Some(asked) => Err(Refusal::new(
            "unknown",
            "soa-changes",
            format!("The Statement of Applicability has no version \u{201c}{asked}\u{201d}."),
            format!("It has: {}.", if there.is_empty() { "none".into() } else { there.join(", ") }),
        )),
        None => Ok(()),
    }
}

fn build(p: &Paper) -> Result<Vec<Section>, Refusal> {
    let versions = soa::soa_versions(p.isms);
    unknown(p, &versions)?;
    let major = versions.iter().filter(|v| v.version.minor == 0).count();
    let late = versions.iter().filter(|v| p.from.is_some_and(|f| v.on > f)).count();
    let lines = p.isms.each("control").filter(|(_, r)| r.live()).count();
    let annex = p.isms.each("control").filter(|(_, r)| r.live() && soa::of_annex(&r.code)).count();
    let mut blocks = vec![
        purpose("Each version of the Statement, what made it, and each line before and after."),
        Block::Figures(vec![
            (versions.last().map_or_else(|| "none".into(), |v| v.version.to_string()), "is the version now".into()),
            (versions.len().to_string(), format!("versions, {major} of them with a new whole number")),
            (
                if p.from.is_some() { late.to_string() } else { "\u{2013}".into() },
                format!("versions{}", p.since_words()),
            ),
            (format!("{annex} of {ANNEX_A}"), format!("controls of Annex A stand in it, among {lines} lines")),
        ]),
        heading("Versions"),
        drawn(
            "newest first",
            "all. The first is the one with which all controls of Annex A stood in the file; from then on each act that changes a line makes one.",
        ),
        listing(
            &[("Version", 22.0), ("Since", 26.0), ("Act", 24.0), ("Lines touched", 64.0), ("Why, as recorded", 121.0)],
            versions
                .iter()
                .rev()
                .map(|v| {
                    let why = one_line(&why_of(p.isms, v.seq));
                    let mut touched: Vec<String> = p
                        .isms
                        .act(v.seq)
                        .into_iter()
                        .flat_map(|a| a.made.iter())
                        .map(|(ix, _)| p.isms.rec(*ix))
                        .filter(|r| r.info().name == "control")
                        .map(|r| r.code.to_string())
                        .collect();
                    touched.sort_by(|a, b| soa::order(a).cmp(&soa::order(b)));
                    let cell: Cell = match touched.len() {
                        _ if v.seq == versions[0].seq => vec![soft("all of Annex A stood in the file")].into(),
                        n if n > 8 => format!("{n} lines").into(),
                        _ => p.codes(touched.iter().map(String::as_str)).into(),
                    };
                    vec![
                        v.version.to_string().into(),
                        v.on.to_string().into(),
                        thousands(v.seq as usize).into(),
                        cell,
                        if why.is_empty() {
                            vec![soft("none was given")].into()
                        } else {
                            vec![crate::doc::Span::Recorded(why)].into()
                        },
                    ]
                })
                .collect(),
            ("version", "versions"),
            "No version yet: not all controls of Annex A stand in this file.",
        ),
    ];
    blocks.extend(changes(p, &versions));
    if p.from.is_none() && p.scope.versions.0.is_none() && !versions.is_empty() {
        blocks.push(Block::Note(vec![plain("Give a day to compare with, and each line is shown before and after.")]));
    }
    Ok(vec![section("soa-changes", "Changes of the Statement of Applicability", &["6.1.3"], true, blocks)])
}
