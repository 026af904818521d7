//! A file of format 1 as the first version wrote it, kept beside this test. It must open for ever, be whole, show the same records with the
//! same bodies and the same trail, and take another act. `ISMS_FREEZE=1` writes both anew, which is right for a new format only: then the
//! old one stays, and the new one gets a name of its own.
use super::*;
use std::fmt::Write;

const TITLE: &str = "format-1";

/// What a file shows, as text: its trail, and each register with every record as it is stored.
fn shown(f: &File) -> String {
    let isms = f.isms();
    let mut out = String::new();
    writeln!(out, "trail {}: {} acts, {}", isms.log, isms.last_seq(), isms.checkpoint().groups().join(" ")).unwrap();
    for k in isms::kinds::kinds() {
        let all: Vec<_> = isms.each(k.name).collect();
        if all.is_empty() {
            continue;
        }
        writeln!(out, "\n{}", k.name).unwrap();
        for (_, r) in all {
            let gone = if r.common.withdrawn { ", undone" } else { "" };
            writeln!(out, "{} {} ({}{gone}), version {}", r.code, r.title(), r.state(), r.revisions.len()).unwrap();
            writeln!(out, "    {}", r.revisions.last().and_then(|v| v.body.as_deref()).unwrap_or("-")).unwrap();
        }
    }
    for k in f.checkpoints().unwrap() {
        writeln!(out, "\ncheckpoint of {} acts for {} on {}", k.size, k.purpose, k.day.unwrap()).unwrap();
    }
    for d in f.drafts().unwrap() {
        writeln!(out, "draft of {} about {:?} at {}: {}", d.wizard, d.about, d.step, d.answers).unwrap();
    }
    out
}
fn beside(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/tests/frozen").join(name)
}
fn freeze() {
    let (_dir, path) = place();
    let mut f = grown(&path, 18);
    let Value::Object(fields) =
        json!({"shows": "A list", "collected_on": "2026-01-30", "classification": "internal", "personal": false})
    else {
        unreachable!()
    };
    f.attach(&["A-0".into()], "list.txt", "text/plain", std::io::Cursor::new(b"one\ntwo\n"), fields, BY, clock(9))
        .unwrap();
    do_(&mut f, Verb::Retire, "", vec![isms::Change::Retire { code: "A-001".into(), why: "Given away.".into() }])
        .unwrap();
    f.checkpoint("surveillance pack", day("2026-03-01")).unwrap();
    f.keep_draft(&crate::Draft {
        id: None,
        wizard: "risk-review".into(),
        about: vec!["R-001".into()],
        step: "facts".into(),
        answers: json!({"a": "b"}),
        kept_at: clock(9).at,
    })
    .unwrap();
    std::fs::create_dir_all(beside("")).unwrap();
    std::fs::write(beside(&format!("{TITLE}.txt")), shown(&f)).unwrap();
    drop(f);
    std::fs::copy(&path, beside(&format!("{TITLE}.isms"))).unwrap();
}

#[test]
fn a_file_of_the_first_format_opens_for_ever() {
    if std::env::var_os("ISMS_FREEZE").is_some() {
        freeze();
    }
    let frozen = std::fs::read(beside(&format!("{TITLE}.isms"))).unwrap();
    assert!(frozen.len() < 200_000);
    let wanted = std::fs::read_to_string(beside(&format!("{TITLE}.txt"))).unwrap().replace("\r\n", "\n");
    let (_dir, path) = place();
    std::fs::write(&path, &frozen).unwrap();
    for open in [|p: &Path| File::open_read_only(p), |p: &Path| File::open(p)] {
        let f = open(&path).unwrap_or_else(|e| panic!("{e} {}", e.detail));
        assert_eq!(shown(&f), wanted);
        whole(&f);
    }
    let mut f = File::open(&path).unwrap();
    assert_eq!(f.read_only(), None);
    let (_, evidence) = f.isms().each("evidence").next().unwrap();
    assert_eq!(f.evidence_of(&evidence.code).unwrap(), b"one\ntwo\n");
    let before = f.isms().checkpoint();
    f.undo("It goes on.", BY, clock(30)).unwrap();
    assert!(matches!(f.extends(&before), crate::Standing::Extends { .. }));
    drop(f);
    whole(&File::open(&path).unwrap());
}
