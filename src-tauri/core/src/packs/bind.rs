//! Binds reports into one document: numbers, openings, links that lead both ways, the guide last of all. It must never bind a section
//! that is not whole: a refusal of one report is a refusal of the pack.
use super::{Bound, Going, Pack, Part, frame, section as by_name};
use crate::doc::{Block, Doc, Row, Section, Span};
use crate::isms::Isms;
use crate::preflight::{self, Preflight, Severity};
use crate::refusal::Refusal;
use crate::report::{Paper, Scope, plain};
use crate::reports;
use std::collections::BTreeSet;

/// A numbered section as it is being bound.
struct Chosen {
    bound: &'static Bound,
    number: u32,
}

/// Builds a pack of the file as it stood at the end of the scope's day. A refusal where the proof itself would be false
/// (`checkpoint-does-not-extend`, `trail-broken`), where a name is unknown, or where the period lies ahead. With a stop that nobody
/// declared, "Draft" stands in the head of each page of a pack that states its gaps.
pub fn build(isms: &Isms, pack: &'static Pack, scope: &Scope) -> Result<Doc, Refusal> {
    build_telling(isms, pack, scope, &mut |_, _| true)
}
/// The same, telling which section is being bound (its place in the list, from 0, and its title): `false` ends it with the refusal
/// `cancelled`.
pub fn build_telling(
    isms: &Isms,
    pack: &'static Pack,
    scope: &Scope,
    tell: &mut dyn FnMut(usize, &str) -> bool,
) -> Result<Doc, Refusal> {
    made(isms, pack, scope, tell).map(|(doc, _)| doc)
}
/// The pack, and which section of the catalogue each of its sections is of.
fn made(
    isms: &Isms,
    pack: &'static Pack,
    scope: &Scope,
    tell: &mut dyn FnMut(usize, &str) -> bool,
) -> Result<(Doc, Vec<&'static str>), Refusal> {
    let last = isms.last_act_of(scope.as_of);
    let stood;
    let isms = if last < isms.last_seq() {
        stood = isms.as_of_act(last);
        &stood
    } else {
        isms
    };
    let mut scope = scope.clone();
    scope.from = scope.from.or_else(|| (pack.since)(isms, scope.as_of));
    let chosen = chosen(pack, &scope)?;
    let choices = preflight::Choices { names: scope.names, ..preflight::Choices::default() };
    let found = preflight::run(isms, scope.as_of, &choices, &scope.pack.facts);
    if let Some(f) = found.findings.iter().find(|f| f.severity == Severity::Refuse) {
        return Err(Refusal::new(
            f.code,
            f.place.clone(),
            f.sentence.clone(),
            "Nothing is exported: `isms verify` shows where the trail breaks.",
        ));
    }
    // Only a pack that states its gaps owes a word on each grave one.
    scope.draft |=
        pack.states_gaps() && found.findings.iter().any(|f| f.severity == Severity::Stop && f.declared.is_none());
    let mut p = Paper::new(isms, &scope)?;
    p.pack = Some(pack);
    let mut out: Vec<(&'static str, Section)> = Vec::new();
    let mut guide_at = None;
    for (i, c) in chosen.iter().enumerate() {
        if !tell(i, c.bound.title) {
            return Err(cancelled());
        }
        if c.bound.parts.iter().any(|x| matches!(x, Part::Guide)) {
            guide_at = Some((out.len(), c));
            continue;
        }
        let sections = if c.bound.asks() { asked(&mut p, c.number)? } else { bind(&mut p, &found, c)? };
        if c.bound.asks() {
            p.cited = Some(cited(&p, &sections));
        }
        out.extend(sections.into_iter().map(|s| (c.bound.name, s)));
    }
    if pack.gaps_first && !scope.pack.gaps_last && chosen.iter().any(|c| c.bound.name == "gaps") {
        let at = out.iter().take_while(|(name, _)| matches!(*name, "cover" | "guide")).count();
        out.insert(at, ("gaps", reports::gaps::first_page(&p, &found)));
    }
    if let Some((at, c)) = guide_at {
        let mut guide = reports::readers_guide::guide(&p, out.iter().map(|(_, s)| s), c.number);
        guide.number = Some(c.number);
        out.insert(at, (c.bound.name, guide));
    }
    let (names, mut sections): (Vec<&'static str>, Vec<Section>) = out.into_iter().unzip();
    one_place_each(&mut sections);
    let doc = Doc {
        title: title(&sections, pack),
        organization: isms.organization().map(|o| o.name.to_string()).unwrap_or_default(),
        classification: scope.classification.clone(),
        as_of: scope.as_of,
        checkpoint: Some(isms.checkpoint()),
        draft: scope.draft,
        sections,
        files: Vec::new(),
    };
    Ok((doc, names))
}
/// The files of proof that go out with a pack: none without the index that lists them; with a pack on one question, those that its reports
/// name or rest on.
pub fn going(isms: &Isms, pack: &'static Pack, scope: &Scope) -> Result<Vec<Going>, Refusal> {
    let chosen = chosen(pack, scope)?;
    if chosen.iter().all(|c| c.bound.name != "evidence") {
        return Ok(Vec::new());
    }
    let mut all = super::choices::may_go(isms, scope.names);
    if let Some(c) = chosen.iter().find(|c| c.bound.asks()) {
        let mut p = Paper::new(isms, scope)?;
        let sections = asked(&mut p, c.number)?;
        let cited = cited(&p, &sections);
        all.retain(|f| cited.contains(&f.code));
    }
    Ok(all)
}
/// Codes of the proofs that some sections name, or that prove one of the records that have a place in them.
fn cited(p: &Paper, sections: &[Section]) -> BTreeSet<String> {
    let mut out = BTreeSet::new();
    let (places, links) = crate::doc::places_and_links(sections);
    for code in places.iter().chain(p.scope.pack.reports.iter().filter_map(|(_, about)| about.as_ref())) {
        if let Some(ix) = p.isms.ix(code) {
            out.extend(p.proofs(ix).into_iter().map(|(e, _)| p.isms.rec(e).code.to_string()));
        }
    }
    let evidence = |c: &String| p.isms.record(c).is_some_and(|r| r.info().name == "evidence");
    out.extend(links.into_iter().filter(evidence));
    out
}
/// Who asked for it wants it no longer.
pub fn cancelled() -> Refusal {
    Refusal::new("cancelled", "", "The pack was cancelled.", "Nothing was written.")
}
/// One section as it will be printed, bound alone: without the pages that the whole pack gives, and so at once. The guide, which is
/// nothing without the others, is bound with them.
pub fn preview(isms: &Isms, pack: &'static Pack, scope: &Scope, name: &str) -> Result<Doc, Refusal> {
    let numbers = numbered(pack, scope);
    let mut scope = scope.clone();
    if name != "guide" {
        scope.pack.sections = vec![name.to_string()];
        scope.pack.gaps_last = true;
    }
    let (mut doc, names) = made(isms, pack, &scope, &mut |_, _| true)?;
    let mut of = names.into_iter();
    doc.sections.retain(|_| of.next() == Some(name));
    // As it counts in the whole.
    if let (Some((_, whole)), Some(alone)) =
        (numbers.iter().find(|(b, _)| b.name == name), doc.sections.first().and_then(|s| s.number))
    {
        doc.sections.iter_mut().for_each(|s| s.number = s.number.map(|n| n - alone + whole));
    }
    Ok(doc)
}
/// The sections of a pack as they are chosen, each with its number in it.
pub fn numbered(pack: &'static Pack, scope: &Scope) -> Vec<(&'static Bound, u32)> {
    chosen(pack, scope).map(|all| all.into_iter().map(|c| (c.bound, c.number)).collect()).unwrap_or_default()
}
fn title(out: &[Section], pack: &Pack) -> String {
    match out.first().and_then(|s| s.blocks.first()) {
        Some(Block::Cover(c)) => c.subtitle.lines().next().unwrap_or(pack.cover).to_string(),
        _ => pack.cover.to_string(),
    }
}

fn chosen(pack: &'static Pack, scope: &Scope) -> Result<Vec<Chosen>, Refusal> {
    for name in &scope.pack.sections {
        if !pack.sections.contains(&name.as_str()) {
            return Err(Refusal::new(
                "unknown",
                name.clone(),
                format!("There is no section \u{201c}{name}\u{201d} in the pack \u{201c}{}\u{201d}.", pack.name),
                format!("It is one of: {}.", pack.sections.join(", ")),
            ));
        }
    }
    let all: &[String] = &scope.pack.sections;
    let take = |b: &&'static Bound| b.always() || all.is_empty() || all.iter().any(|s| s == b.name);
    let bound: Vec<&'static Bound> = pack.sections.iter().filter_map(|name| by_name(name)).filter(take).collect();
    if scope.pack.reports.is_empty() && bound.iter().any(|b| b.asks()) {
        return Err(Refusal::new(
            "field",
            "reports",
            "A pack on one question needs at least one report, and none is named.",
            "Name one, like `suppliers`, or `risk-sheet:R-012`.",
        ));
    }
    let mut next = 1;
    let number = |bound: &'static Bound| {
        let number = if pack.numbered { bound.number } else { next };
        next += if bound.asks() { scope.pack.reports.len() as u32 } else { 1 };
        Chosen { bound, number }
    };
    Ok(bound.into_iter().map(number).collect())
}

/// The sections that one section of the pack is printed as: one, and one more for each part that lies on its other side or has a page of its own.
fn bind(p: &mut Paper, found: &Preflight, c: &Chosen) -> Result<Vec<Section>, Refusal> {
    let mut made: Vec<(Section, bool)> = Vec::new();
    for part in c.bound.parts {
        match part {
            Part::Whole(name) => made.extend(report(p, name, None)?.into_iter().map(|s| (s, false))),
            Part::Each(name, which) => {
                for code in which(p) {
                    let mut sheet = report(p, name, Some(code.clone()))?;
                    // The sheet is the place of its record.
                    if let Some(first) = sheet.first_mut() {
                        first.id = code;
                    }
                    made.extend(sheet.into_iter().map(|s| (s, true)));
                }
            }
            Part::Contents => {
                let list = reports::readers_guide::contents(p);
                made.push((crate::report::section(c.bound.name, c.bound.title, &[], false, list), false));
            }
            Part::Guide | Part::Asked => {}
        }
    }
    let single = made.len() == 1;
    let mut out: Vec<Section> = Vec::new();
    for (mut s, sheet) in made {
        match out.last_mut() {
            None => {
                let own = s.title.clone();
                if !single || !own.starts_with(&format!("{} since ", c.bound.title)) {
                    s.title = c.bound.title.into();
                }
                s.number = Some(c.number);
                if !c.bound.clauses.is_empty() {
                    s.clauses = c.bound.clauses.iter().map(ToString::to_string).collect();
                }
                if !matches!(s.blocks.first(), Some(Block::Cover(_))) {
                    let mut blocks = frame::opening(p, found, c.bound);
                    // Title and purpose stand over the section, not twice.
                    let same = single || own == s.title;
                    if !same {
                        blocks.push(part_heading(&own, None));
                    }
                    if is_purpose(s.blocks.first()) && (same || says(s.blocks.first(), c.bound.purpose)) {
                        s.blocks.remove(0);
                    }
                    blocks.append(&mut s.blocks);
                    s.blocks = blocks;
                }
                out.push(s);
            }
            Some(last)
                if !sheet && last.landscape == s.landscape && last.control.is_empty() && s.control.is_empty() =>
            {
                last.blocks.push(part_heading(&s.title, Some(s.id)));
                last.blocks.append(&mut s.blocks);
            }
            Some(_) => {
                s.number = Some(c.number);
                s.part = true;
                out.push(s);
            }
        }
    }
    if out.is_empty() {
        let mut blocks = frame::opening(p, found, c.bound);
        blocks.push(Block::Para(vec![plain(format!("Nothing of it is on record{}.", p.since_words()))]));
        let mut s = crate::report::section(c.bound.name, c.bound.title, c.bound.clauses, false, blocks);
        s.number = Some(c.number);
        out.push(s);
    }
    Ok(out)
}
fn part_heading(title: &str, id: Option<String>) -> Block {
    Block::Heading { level: 1, spans: vec![plain(title)], id }
}
fn is_purpose(b: Option<&Block>) -> bool {
    matches!(b, Some(Block::Para(spans)) if matches!(spans.as_slice(), [Span::Soft(_)]))
}
fn says(b: Option<&Block>, words: &str) -> bool {
    matches!(b, Some(Block::Para(spans)) if matches!(spans.as_slice(), [Span::Soft(s)] if s == words))
}
fn report(p: &mut Paper, name: &str, about: Option<String>) -> Result<Vec<Section>, Refusal> {
    let Some(report) = reports::report(name) else {
        return Err(Refusal::new(
            "unknown",
            name,
            format!("There is no report \u{201c}{name}\u{201d}."),
            "`isms report FILE` lists them.",
        ));
    };
    p.scope.about = about;
    if !report.about.is_empty() {
        crate::report::about(p.isms, report, &p.scope)?;
    }
    let made = (report.build)(p);
    p.scope.about = None;
    made
}
/// The reports that the owner chose, each a section of its own: the first with this number.
fn asked(p: &mut Paper, number: u32) -> Result<Vec<Section>, Refusal> {
    let mut out = Vec::new();
    for (n, (name, about)) in (number..).zip(p.scope.pack.reports.clone()) {
        for (j, mut s) in report(p, &name, about)?.into_iter().enumerate() {
            s.number = Some(n);
            s.part = j > 0;
            out.push(s);
        }
    }
    Ok(out)
}

/// Each id is one place. The sheet of a record is it, then a heading, then the first row of a table: where a record has a sheet of its own, its
/// row in a register is called `row-CODE`.
fn one_place_each(out: &mut [Section]) {
    let mut taken: BTreeSet<String> = out.iter().map(|s| s.id.clone()).collect();
    let mut whole: BTreeSet<String> = taken.clone();
    for b in out.iter_mut().flat_map(|s| &mut s.blocks) {
        let id = match b {
            Block::Heading { id, .. } => id,
            Block::Sheet(x) => &mut x.id,
            _ => continue,
        };
        if let Some(own) = id.take() {
            if taken.insert(own.clone()) {
                whole.insert(own.clone());
                *id = Some(own);
            }
        }
    }
    for b in out.iter_mut().flat_map(|s| &mut s.blocks) {
        let Block::Table(t) = b else { continue };
        for row in &mut t.rows {
            let Row::Cells { id, .. } = row else { continue };
            let Some(code) = id.take() else { continue };
            let name = if whole.contains(&code) { format!("row-{code}") } else { code };
            *id = taken.insert(name.clone()).then_some(name);
        }
    }
}
