//! A pack leaves the house: its act, its checkpoint and its proof belong together, and nothing goes out that contradicts what went before.
use super::*;
use crate::{Bundle, Given, proof_beside};
use isms::proof;

pub(crate) fn pack<'a>(f: &File, pdf: &'a [u8]) -> Given<'a> {
    let head = f.isms().checkpoint();
    Given { pdf, pages: 3, audit: "surveillance", as_of: day("2026-03-01"), from: None, head }
}

#[test]
fn act_checkpoint_and_proof_are_made_as_one() {
    let (dir, path) = place();
    let mut f = grown(&path, 20);
    let to = dir.path().join("p.pdf");
    let before = f.isms().checkpoint();
    let made = f.give_out(&pack(&f, b"%PDF one"), Bundle::begin(&to).unwrap(), BY, clock(30)).unwrap();
    assert_eq!((made.seq, &made.head), (Some(before.size as u32 + 1), &f.isms().checkpoint()));
    let kept = f.checkpoints().unwrap();
    assert_eq!((kept.len(), kept[0].size, kept[0].root), (1, made.head.size, made.head.root));
    assert_eq!(kept[0].purpose, "surveillance pack");
    let text = std::fs::read_to_string(proof_beside(&to)).unwrap();
    let read = proof::read(&text).unwrap();
    assert_eq!((read.text(), &read.head, &read.printed.head), (text, &made.head, &before));
    assert!(read.alone(&isms::ledger::sha256(b"%PDF one"), None).iter().all(|s| s.holds));
    assert!(read.in_file(f.isms(), "f").iter().all(|s| s.holds));
    let report = f.verify().unwrap();
    assert!(report.ok, "{:?}", report.problems);
    // The same after opening anew; and a pack of an earlier day extends the one before all the same.
    drop(f);
    let mut f = File::open(&path).unwrap();
    assert_eq!(proof::last_pack(f.isms()), Some(before));
    let early = Given { head: f.isms().as_of_act(7).checkpoint(), ..pack(&f, b"%PDF two") };
    f.give_out(&early, Bundle::begin(&to).unwrap(), BY, clock(31)).unwrap();
    let second = proof::read(&std::fs::read_to_string(proof_beside(&to)).unwrap()).unwrap();
    assert_eq!(second.printed.head.size, 7);
    let held = proof::Earlier { name: "the first", head: read.head.clone(), log: Some(&read.log) };
    assert!(second.against(&held).unwrap().holds);
}

#[test]
fn nothing_goes_out_that_contradicts_what_went_before() {
    let (dir, path) = place();
    let mut f = grown(&path, 20);
    let to = dir.path().join("p.pdf");
    let nothing = |f: &File, acts: u32| {
        assert!(!to.exists() && !proof_beside(&to).exists() && f.isms().last_seq() == acts);
        assert_eq!(
            std::fs::read_dir(dir.path())
                .unwrap()
                .filter(|e| e.as_ref().unwrap().file_name().to_string_lossy().starts_with(".p."))
                .count(),
            0
        );
    };
    let acts = f.isms().last_seq();
    // A checkpoint of another file.
    let mut strange = pack(&f, b"%PDF");
    strange.head.root[0] ^= 1;
    let refused = f.give_out(&strange, Bundle::begin(&to).unwrap(), BY, clock(30)).map(drop).unwrap_err();
    assert!(
        refused.to_string().contains("The checkpoint that is printed in this pack is none of this file."),
        "{refused}"
    );
    nothing(&f, acts);
    // A checkpoint that left the house is another one than this history gives.
    f.conn.execute_batch("INSERT INTO checkpoint (n, size, root, day, note, purpose) VALUES (1, 9, zeroblob(32), '2026-02-01', '', 'pack')").unwrap();
    let refused = f.give_out(&pack(&f, b"%PDF"), Bundle::begin(&to).unwrap(), BY, clock(30)).map(drop).unwrap_err();
    assert!(
        refused
            .to_string()
            .contains("The trail differs from what was seen on 1 February 2026, between act 1 and act 9."),
        "{refused}"
    );
    assert_eq!(
        f.not_extended().unwrap().as_deref(),
        Some("The trail differs from what was seen on 1 February 2026, between act 1 and act 9.")
    );
    nothing(&f, acts);
}

#[test]
fn a_file_for_reading_only_gives_a_pack_without_proof_and_says_so() {
    let (dir, path) = place();
    let mut f = grown(&path, 10);
    let (to, acts) = (dir.path().join("p.pdf"), f.isms().last_seq());
    f.hold_read_only("It was opened for viewing.");
    let made = f.give_out(&pack(&f, b"%PDF"), Bundle::begin(&to).unwrap(), BY, clock(30)).unwrap();
    assert_eq!((made.seq, made.proof, f.isms().last_seq()), (None, None, acts));
    assert_eq!(
        made.unproven.as_deref(),
        Some(
            "The file is open for reading only, so this pack is not recorded in the trail and has no proof beside it. It was opened for viewing."
        )
    );
    assert_eq!(std::fs::read(&to).unwrap(), b"%PDF");
    // The proof of another pack is not left beside it.
    std::fs::write(proof_beside(&to), "of another").unwrap();
    f.give_out(&pack(&f, b"%PDF 2"), Bundle::begin(&to).unwrap(), BY, clock(30)).map(drop).unwrap_err();
    assert_eq!(std::fs::read(&to).unwrap(), b"%PDF");
}

#[test]
#[cfg(unix)]
fn of_a_file_that_vanished_nothing_is_given_out() {
    let (dir, path) = place();
    let mut f = grown(&path, 10);
    let to = dir.path().join("p.pdf");
    std::fs::rename(&path, dir.path().join("away.isms")).unwrap();
    let Err(ActError::Fault(fault)) =
        f.give_out(&pack(&f, b"%PDF"), crate::Bundle::begin(&to).unwrap(), BY, clock(30)).map(drop)
    else {
        panic!()
    };
    assert_eq!(fault.trouble, crate::Trouble::Moved);
    assert!(!to.exists() && !proof_beside(&to).exists());
}
