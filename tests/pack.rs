//! The pack in the owner's hands: from a gap to its declaration, the choices, cancelled and made, checked by who gets it; and a full disk.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test says by panicking what is missing.
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;
use stories::Desk;
use stories::owner::Owner;

const ENTER: &str = "\u{e007}";
const F8: &str = "\u{e038}";

fn listed(dir: &Path) -> BTreeMap<String, u64> {
    let all = std::fs::read_dir(dir).unwrap().flatten();
    all.map(|e| (e.file_name().to_string_lossy().into_owned(), e.metadata().unwrap().len())).collect()
}

#[test]
fn from_a_gap_to_the_pack_that_is_handed_over() {
    let desk = Desk::default();
    let file = desk.demo("pack.isms");
    for name in ["restore.txt", "backup.txt"] {
        desk.write(name, format!("The log of {name}: all came back."));
        desk.isms(&["attach", "pack.isms", "SOA-8.13", name]).ok();
    }
    let o = Owner::at(desk, file);
    let dialog = o.desk.path("dialog");
    o.goes("#/pack");
    o.window.sees("checks ran just now");
    o.window.sees("Reader\u{2019}s guide");
    // A gap by the keyboard alone: to it, and what is said of it.
    o.window.keys(F8);
    let first = o.window.script("return document.activeElement.querySelector('.rule-id')?.innerText ?? ''", &[]);
    assert!(first.as_str().is_some_and(|c| !c.is_empty()), "no gap has the focus");
    o.window.keys("d");
    o.window.sees("Declare what stays open");
    o.window.keys("too short");
    o.window.keys(ENTER);
    o.focuses("#dc-until");
    o.window.keys(ENTER);
    o.window.sees("It is not said what is planned");
    o.types("dc-why", "The auditor whom we had asked fell ill in September.");
    o.types("dc-plan", "Another one is booked; until then the rows stay on the list.");
    o.types("dc-until", "2027-01-31");
    o.focuses(".sheet-dialog .btn.primary");
    o.window.keys(ENTER);
    o.window.sees("Declared: The auditor whom we had asked fell ill in September.");
    // Fewer sections, the proofs beside it.
    o.presses("Choose sections");
    o.focuses("#pk-s-currency");
    o.window.keys(" ");
    o.window.settled();
    o.focuses("#pk-s-trail");
    o.window.keys(" ");
    o.window.settled();
    o.presses("Done");
    o.window.sees("2 sections left out");
    o.window.choose("pk-evidence", "beside");
    // Cancelled: nothing is there.
    o.focuses(".bar .btn.primary");
    o.window.keys(ENTER);
    o.window.sees("Make a draft");
    o.window.script(
        "const t = setInterval(() => { const b = [...document.querySelectorAll('.work .btn')].find(b => b.innerText === 'Cancel'); if (b) { clearInterval(t); b.click(); } }, 5)",
        &[],
    );
    o.focuses(".sheet-dialog .btn.primary");
    o.window.keys(ENTER);
    o.window.sees("Cancelled. No pack was made; a former one is untouched.");
    assert!(listed(&dialog).keys().all(|n| !n.contains("pack")), "{:?}", listed(&dialog));
    // Made.
    o.presses("Make the pack");
    o.presses("Choose where");
    o.window.sees("its proof beside it");
    // The toast stands for ten seconds only; a slow machine reads the pages longer.
    o.presses("Show in folder");
    let text = o.pdf("pack-2026-11-24.pdf");
    assert!(
        text.contains("fell ill in September") && text.contains("Draft") && !text.contains("month by month"),
        "{}",
        &text[..1500.min(text.len())]
    );
    o.window.sees("Left the house");
    let shown = std::fs::read_to_string(dialog.join("shown.txt")).unwrap();
    assert_eq!(Path::new(&shown), dialog);
    let files = std::fs::read_dir(dialog.join("pack-2026-11-24 files")).unwrap().count();
    assert_eq!(files, 3, "two files and their list");
    // Would it be found within a minute?
    o.presses("Try the one-minute test");
    o.window.sees("1 of 5");
    o.presses("Show the page");
    let told = o.window.script("return document.querySelector('.sample-card .note')?.innerText ?? ''", &[]);
    assert!(
        told.as_str().is_some_and(|t| t.starts_with("Page ") || t.starts_with("The pack does not show it")),
        "{told}"
    );
    for _ in 0..4 {
        o.within(".sheet-dialog", "Next");
    }
    o.within(".sheet-dialog", "End");
    o.window.sees("5 records looked for");
    o.within(".sheet-dialog", "Done");
    // What was chosen is there when the page is opened again.
    o.goes("#/today");
    o.goes("#/pack");
    o.window.sees("2 sections left out");
    let chosen = o.window.script("return document.getElementById('pk-evidence').value", &[]);
    assert_eq!(chosen, json!("beside"));
    // Who gets it checks it.
    let written = o.leaves();
    let pdf = dialog.join("pack-2026-11-24.pdf");
    let said = written.desk.isms(&["verify", &pdf.to_string_lossy()]).ok().out;
    assert!(said.contains("yes"), "{said}");
}

#[test]
fn on_a_full_disk_there_is_the_whole_pack_or_nothing_new() {
    let d = Desk::default();
    d.isms(&["new", "d.isms", "--name", "Fennel", "--certified", "2025-11-20"]).ok();
    let out = d.path("out");
    std::fs::create_dir(&out).unwrap();
    let args = "pack d.isms --audit topic --reports risk-register --out out/p.pdf";
    let isms = stories::program("isms");
    // Files may grow to so many blocks of 512 bytes; what is more, the disk refuses.
    let limited = |blocks: u32| {
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec {} {args}", isms.display());
        let run = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(d.dir.path())
            .env("ISMS_TODAY", "2026-11-24")
            .output()
            .unwrap();
        (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned())
    };
    let (mut refused, mut made) = (0, 0);
    for blocks in [1, 2, 8, 32, 64, 128, 256, 512, 1024, 4096] {
        let before = listed(&out);
        match limited(blocks) {
            (Some(0), _) => {
                made += 1;
                assert_eq!(listed(&out).into_keys().collect::<Vec<_>>(), ["p.isms-proof", "p.pdf"]);
                d.isms(&["verify", "out/p.pdf"]).ok();
            }
            (code, said) => {
                refused += 1;
                assert!(matches!(code, Some(2 | 3)), "{blocks} blocks: {code:?} {said}");
                assert_eq!(listed(&out), before, "{blocks} blocks left something");
            }
        }
        d.isms(&["verify", "d.isms"]).ok();
    }
    assert!(refused > 1 && made > 0, "{refused} refused, {made} made");
}

#[test]
fn a_gap_is_declared_on_the_command_line() {
    let d = Desk::default();
    d.demo("d.isms");
    let gaps = || d.isms(&["pack", "d.isms", "--preflight", "--json"]).json()["findings"].as_array().unwrap().clone();
    let gap = gaps().into_iter().find(|f| f["severity"] == "stop").unwrap();
    let (check, place) = (gap["code"].as_str().unwrap(), gap["place"].as_str().unwrap());
    let say = |until: &str, check: &str| {
        d.isms(&[
            "pack",
            "d.isms",
            "--declare",
            check,
            place,
            "--why",
            "The auditor fell ill in September",
            "--plan",
            "Another one is booked for January",
            "--until",
            until,
        ])
    };
    assert!(say("2027-01-31", "no-such-check").ends(2).err.contains("There is no such gap today."));
    assert!(say("2026-01-31", check).ends(2).err.contains("The day is past."));
    say("2027-01-31", check).ok();
    let now = gaps().into_iter().find(|f| f["code"] == check && f["place"] == place).unwrap();
    assert_eq!(
        now["declared"],
        "The auditor fell ill in September. Until then: Another one is booked for January. By 2027-01-31."
    );
}
