//! Files that are locked with a recovery code: P16, altered pages, changing the code, and what lies on the disk.
use super::*;
use crate::{Ask, Code, OpenRefused, Why};

fn locked(path: &Path) -> Code {
    let code = Code::draw();
    let mut f = File::create_as(path, Some(&code)).unwrap();
    do_(&mut f, Verb::Add, "", vec![add("person", Some("P-0"), example("person"))]).unwrap();
    do_(
        &mut f,
        Verb::Add,
        "A marker that no disk may show: heliotrope.",
        vec![add("organization", Some("ORG"), example("organization"))],
    )
    .unwrap();
    do_(
        &mut f,
        Verb::Add,
        "",
        vec![add("asset", None, like("asset", json!({"title": "Heliotrope server", "notes": "z".repeat(19_000)})))],
    )
    .unwrap();
    whole(&f);
    code
}
fn refused(path: &Path, code: Option<&Code>) -> OpenRefused {
    File::open_as(path, Ask::Write, code).err().expect("refused")
}
fn shows(path: &Path, words: &str) -> bool {
    let bytes = std::fs::read(path).unwrap();
    bytes.windows(words.len()).any(|w| w.eq_ignore_ascii_case(words.as_bytes()))
}

#[test]
fn wrong_codes_change_nothing_and_the_right_one_opens() {
    let (dir, path) = place();
    let code = locked(&path);
    let before = std::fs::read(&path).unwrap();
    if super::code().is_none() {
        let r = refused(&path, None);
        assert_eq!(
            (r.why, r.text.as_str()),
            (Why::Locked, "It is locked with a recovery code, or it is not an ISMS file.")
        );
    }
    // ISMS_TRIES: 1,000 before a release.
    let tries = std::env::var("ISMS_TRIES").ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    for _ in 0..tries {
        let r = refused(&path, Some(&Code::draw()));
        assert_eq!((r.why, r.text.as_str()), (Why::WrongCode, "Wrong recovery code, or not an ISMS file."));
        assert!(!r.to_string().contains(&*code.groups()[0]));
    }
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1, "nothing beside it");
    let f = File::open_as(&path, Ask::Write, Some(&code)).unwrap();
    assert!(f.is_locked() && f.read_only().is_none());
    // A second opening by the same process may not look at the bytes, and needs the code all the same.
    let second = File::open_as(&path, Ask::Read, Some(&code)).unwrap();
    assert_eq!(second.isms().last_seq(), 3);
    assert_eq!(File::open_as(&path, Ask::Read, Some(&Code::draw())).err().unwrap().why, Why::Damaged);
}

#[test]
fn nothing_of_the_content_lies_on_the_disk() {
    let (dir, path) = place();
    let code = locked(&path);
    let mut f = File::open_as(&path, Ask::Write, Some(&code)).unwrap();
    f.save_copy(dir.path().join("copy.isms")).unwrap();
    do_(&mut f, Verb::Change, "", vec![add("asset", Some("A-001"), json!({"title": "Heliotrope again"}))]).unwrap();
    drop(f);
    for entry in std::fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        assert!(!shows(&path, "heliotrope") && !shows(&path, "SQLite format"), "{}", path.display());
    }
    let copy = File::open_as(dir.path().join("copy.isms"), Ask::Read, Some(&code)).unwrap();
    assert_eq!(copy.isms().last_seq(), 3);
}

#[test]
fn an_altered_page_is_named() {
    let (_dir, path) = place();
    let code = locked(&path);
    let good = std::fs::read(&path).unwrap();
    let pages = good.len() / 4096;
    assert!(pages > 10);
    let mut named = 0;
    for page in 1..=pages {
        let mut bytes = good.clone();
        bytes[(page - 1) * 4096 + 700] ^= 4;
        std::fs::write(&path, &bytes).unwrap();
        let r = refused(&path, Some(&code));
        if page == 1 {
            assert_eq!(r.why, Why::WrongCode);
        } else {
            assert_eq!(
                (r.why, r.text.as_str()),
                (Why::Damaged, format!("Page {page} was altered or damaged.").as_str()),
                "{}",
                r.detail
            );
            named += 1;
        }
    }
    assert_eq!(named, pages - 1);
    // Cut short: the first page says how many there should be.
    for keep in [1, pages / 2, pages - 1] {
        std::fs::write(&path, &good[..keep * 4096]).unwrap();
        let r = refused(&path, Some(&code));
        assert!(matches!(r.why, Why::Damaged | Why::Incomplete), "{keep}: {r}");
    }
    std::fs::write(&path, &good[..good.len() - 100]).unwrap();
    assert_eq!(refused(&path, Some(&code)).text, "Not an ISMS file, or a locked one of which a part is missing.");
}

#[test]
fn the_code_is_changed_without_changing_anything_else() {
    let (dir, path) = place();
    let first = locked(&path);
    let mut f = File::open_as(&path, Ask::Write, Some(&first)).unwrap();
    let bytes = vec![7; 3 << 20];
    let fields = super::moving::fields();
    let scan =
        f.attach(&["A-001".into()], "scan.bin", "", std::io::Cursor::new(&bytes), fields, BY, clock(9)).unwrap().sha256;
    let before = known(f.isms());
    let second = Code::draw();
    f.relock(Some(&second)).unwrap();
    assert_eq!(known(f.isms()), before);
    do_(&mut f, Verb::Change, "", vec![add("asset", Some("A-001"), json!({"title": "After the change"}))]).unwrap();
    whole(&f);
    drop(f);
    if super::code().is_none() {
        assert_eq!(refused(&path, Some(&first)).why, Why::WrongCode);
    }
    let mut f = File::open_as(&path, Ask::Write, Some(&second)).unwrap();
    let last = known(f.isms());
    f.relock(None).unwrap();
    assert!(!f.is_locked() && shows(&path, "heliotrope"));
    drop(f);
    let mut f = File::open_as(&path, Ask::Write, None).unwrap();
    assert_eq!(known(f.isms()), last);
    whole(&f);
    f.relock(Some(&first)).unwrap();
    assert!(!shows(&path, "heliotrope"));
    assert!(f.evidence_all(&scan).unwrap() == bytes);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 2, "the file and its lock");
    drop(f);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
}
