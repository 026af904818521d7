//! Every report, of the demo and of a new file, printed and walked by the checker; a second reader's word on the largest.
use crate::file::Checked;
use crate::{filed, specimen, tool};
use isms::report::{Report, Scope, build};
use isms::{Isms, packs, reports};
use isms_press::{Paper, Pdf, pdf_on};

#[path = "../../../core/tests/fennel/mod.rs"]
mod fennel;
use fennel::{fennel, scope, today};

/// The reports in two halves of about the same weight, side by side.
fn each(check: impl Fn(&Report) + Sync) {
    std::thread::scope(|both| {
        for half in 0..2 {
            let check = &check;
            both.spawn(move || reports::all().iter().skip(half).step_by(2).for_each(check));
        }
    });
}
fn checked(name: &str, doc: &isms::doc::Doc, paper: Paper) -> Pdf {
    let pdf = pdf_on(doc, paper).unwrap_or_else(|e| panic!("{name}: {e}"));
    eprintln!("{name}: {} pages", pdf.pages); // Which one, should the checker panic.
    let file = Checked::new(&pdf.bytes);
    file.all();
    assert_eq!(file.pages(), pdf.pages, "{name}");
    pdf
}

#[test]
fn every_report_of_the_demo_keeps_the_rules() {
    fennel();
    each(|report| {
        let doc = build(fennel(), report.name, &scope(report.name)).unwrap_or_else(|r| panic!("{}: {r}", report.name));
        checked(report.name, &doc, Paper::A4);
    });
}

#[test]
fn every_report_of_a_new_file_keeps_the_rules() {
    let new = Isms::new("0");
    each(|report| {
        // A sheet is about a record, and there is none: that it says so is another test's matter.
        if report.about.is_empty() {
            let doc = build(&new, report.name, &Scope::on(today())).unwrap_or_else(|r| panic!("{}: {r}", report.name));
            checked(report.name, &doc, Paper::Letter);
        }
    });
}

/// A pack of the demo, as it is bound if nobody chooses.
fn bound(name: &str) -> isms::doc::Doc {
    let reports = if name == "topic" { vec![("suppliers".into(), None)] } else { Vec::new() };
    let scope = Scope { pack: packs::Choices { reports, ..packs::Choices::default() }, ..Scope::on(today()) };
    let pack = packs::pack(name).unwrap_or_else(|| panic!("no pack {name}"));
    packs::build(fennel(), pack, &scope).unwrap_or_else(|r| panic!("{name}: {r}"))
}

#[test]
fn every_pack_keeps_the_rules_and_qpdf_finds_nothing_to_say() {
    fennel();
    let mut made: Vec<Pdf> = packs::PACKS.iter().map(|p| checked(p.name, &bound(p.name), Paper::Letter)).collect();
    made.push(checked("specimen", &specimen::specimen(), Paper::A4));
    for pdf in made {
        let (_folder, path) = filed(&pdf.bytes);
        let (said, fine) = tool("qpdf", &["--check", &path]);
        assert!(fine && said.contains("No syntax or stream encoding errors found"), "{said}");
        assert!(!said.to_lowercase().contains("warning"), "{said}");
    }
}

#[test]
fn the_guide_of_the_pack_is_one_page_with_a_page_for_each_clause() {
    let pdf = checked("surveillance", &bound("surveillance"), Paper::A4);
    assert_eq!((pdf.places["section-guide"], pdf.places["section-known-gaps"]), (2, 3));
}
