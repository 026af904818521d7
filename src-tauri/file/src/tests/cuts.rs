//! P2: the power fails. What the disk was told is recorded; then the disk is rebuilt as it may lie there after a cut at any moment: of what
//! was not yet made durable each sector of 512 bytes is there, not there or torn, and names and lengths are there up to some point. Then
//! P1's question: what was acknowledged is there, and the file is whole. That the simulation bites is shown by settings that are worse.
//! Each run is a process of its own, for the recording disk is the whole process's.
use super::shim::{self, Told};
use super::tamper::Dice;
use super::*;
use std::collections::{BTreeMap, HashMap};
use std::process::Stdio;

const RUN: &str = "tests::cuts::run_on_a_recording_disk";
const SECTOR: usize = 512;
type Sector = [u8; SECTOR];

/// A file as the disk has it.
#[derive(Clone, Default)]
struct Inode {
    /// As it was when it was made durable last.
    durable: Vec<u8>,
    /// As the program sees it.
    now: Vec<u8>,
    /// What each sector has been since, oldest first.
    since: BTreeMap<usize, Vec<Sector>>,
}
impl Inode {
    fn sector(bytes: &[u8], n: usize) -> Sector {
        let mut s = [0; SECTOR];
        if let Some(from) = bytes.get(n * SECTOR..) {
            let len = from.len().min(SECTOR);
            s[..len].copy_from_slice(&from[..len]);
        }
        s
    }
}
/// Names and lengths: they become durable in order.
#[derive(Clone)]
enum Fact {
    Create(PathBuf, u32),
    Delete(PathBuf),
    Size(u32, u64),
}
struct Disk {
    first: BTreeMap<PathBuf, u32>,
    inodes: HashMap<u32, Inode>,
    facts: Vec<Fact>,
    /// So many of them are durable for certain.
    certain: usize,
    saved: Option<(u32, [u8; 32])>,
}
type Files = BTreeMap<PathBuf, Vec<u8>>;
impl Disk {
    fn new(path: &Path, files: &Files) -> Disk {
        let (mut first, mut inodes) = (BTreeMap::new(), HashMap::new());
        for (n, path) in [(0, path.to_path_buf()), (1, crate::open::journal_of(path))] {
            if let Some(bytes) = files.get(&path) {
                inodes.insert(n, Inode { durable: bytes.clone(), now: bytes.clone(), since: BTreeMap::new() });
                first.insert(path, n);
            }
        }
        Disk { first, inodes, facts: Vec::new(), certain: 0, saved: None }
    }
    fn hear(&mut self, told: &Told) {
        let last = |facts: &[Fact], which: &dyn Fn(&Fact) -> bool| facts.iter().rposition(which).map_or(0, |n| n + 1);
        match told {
            Told::Create(path, n) => {
                self.facts.push(Fact::Create(path.clone(), *n));
                self.inodes.insert(*n, Inode::default());
            }
            Told::Delete(path) => self.facts.push(Fact::Delete(path.clone())),
            Told::Write(n, at, bytes) => {
                let inode = self.inodes.get_mut(n).unwrap();
                let (at, end) = (*at as usize, *at as usize + bytes.len());
                if end > inode.now.len() {
                    inode.now.resize(end, 0);
                    self.facts.push(Fact::Size(*n, end as u64));
                }
                inode.now[at..end].copy_from_slice(bytes);
                for s in at / SECTOR..end.div_ceil(SECTOR) {
                    let is = Inode::sector(&inode.now, s);
                    inode.since.entry(s).or_default().push(is);
                }
            }
            Told::Size(n, size) => {
                self.inodes.get_mut(n).unwrap().now.resize(*size as usize, 0);
                self.facts.push(Fact::Size(*n, *size));
            }
            Told::Sync(n) => {
                let inode = self.inodes.get_mut(n).unwrap();
                inode.durable = inode.now.clone();
                inode.since.clear();
                let own = last(&self.facts, &|f| matches!(f, Fact::Size(m, _) if m == n));
                self.certain = self.certain.max(own);
            }
            Told::Folder => {
                let names = last(&self.facts, &|f| !matches!(f, Fact::Size(..)));
                self.certain = self.certain.max(names);
            }
            Told::Saved(seq, root) => self.saved = Some((*seq, *root)),
        }
    }
    /// What may lie there after a power cut at this moment.
    fn cut(&self, dice: &mut Dice) -> Files {
        let known = self.certain + dice.roll(self.facts.len() - self.certain + 1);
        let (mut names, mut sizes) = (self.first.clone(), HashMap::new());
        for fact in &self.facts[..known] {
            match fact {
                Fact::Create(path, n) => drop(names.insert(path.clone(), *n)),
                Fact::Delete(path) => drop(names.remove(path)),
                Fact::Size(n, size) => drop(sizes.insert(*n, *size as usize)),
            }
        }
        // Disks differ: most of it there, half of it, hardly any, and all mixed up and torn.
        let mood = dice.roll(4);
        let mut files = Files::new();
        for (path, n) in names {
            let inode = &self.inodes[&n];
            let length = sizes.get(&n).copied().unwrap_or(if n <= 1 { inode.durable.len() } else { 0 });
            let mut bytes = inode.durable.clone();
            bytes.resize(length, 0);
            for (s, since) in &inode.since {
                let mut before = Inode::sector(&inode.durable, *s);
                if s * SECTOR >= inode.durable.len() && dice.roll(4) == 0 {
                    // What lay on the disk there before.
                    before.iter_mut().enumerate().for_each(|(i, b)| *b = (i * 7 + s) as u8);
                }
                let mut pick = || match dice.roll(10) {
                    r if mood == 0 && r > 0 || mood == 1 && r > 4 || mood == 2 && r > 8 => since[since.len() - 1],
                    _ if mood < 3 => before,
                    _ => [&[before], &since[..]].concat()[dice.roll(since.len() + 1)],
                };
                let mut is = pick();
                let other = pick();
                if dice.roll(8) == 0 {
                    is[SECTOR / 2..].copy_from_slice(&other[SECTOR / 2..]);
                }
                if let Some(place) = bytes.get_mut(s * SECTOR..) {
                    let len = place.len().min(SECTOR);
                    place[..len].copy_from_slice(&is[..len]);
                }
            }
            files.insert(path, bytes);
        }
        files
    }
}

/// What an opening after the cut finds.
#[derive(Debug, PartialEq)]
enum Found {
    Whole,
    Lost,
    Broken(String),
}
fn opened(path: &Path, saved: Option<(u32, [u8; 32])>) -> Found {
    let f = match File::open(path) {
        Ok(f) => f,
        Err(e) => return Found::Broken(format!("{e} {}", e.detail)),
    };
    if let Some(why) = f.read_only() {
        return Found::Broken(why.into());
    }
    match f.verify() {
        Ok(r) if r.ok => {}
        Ok(r) => return Found::Broken(format!("{:?}", r.problems)),
        Err(e) => return Found::Broken(format!("{e} {}", e.detail)),
    }
    let (seq, root) = saved.unwrap_or((0, [0; 32]));
    if f.isms().last_seq() < seq {
        return Found::Lost;
    }
    let leaves = f.isms().leaves();
    if seq > 0 && isms::ledger::root(&leaves[..seq as usize]) != root {
        return Found::Broken("another history".into());
    }
    // One act at most may be there that was not yet acknowledged.
    if f.isms().last_seq() > seq + 1 {
        return Found::Broken(format!("{} acts, {seq} acknowledged", f.isms().last_seq()));
    }
    Found::Whole
}
fn lay(dir: &Path, files: &Files) {
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        let _ = std::fs::remove_file(entry.path()).or_else(|_| std::fs::remove_dir_all(entry.path()));
    }
    for (path, bytes) in files {
        std::fs::write(path, bytes).unwrap();
    }
}
/// A folder in memory where there is one: what a disk would do is simulated, and the true one need not do it.
fn memory() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm").unwrap_or_else(|_| tempfile::tempdir().unwrap())
}

/// An owner's hour, acknowledged act by act, with a closing and an opening in it.
fn hour(path: &Path, settings: &str) {
    let open = || {
        let f = File::open(path).unwrap();
        assert!(f.read_only().is_none(), "{:?}", f.read_only());
        f.conn.execute_batch(settings).unwrap();
        f
    };
    let mut f = open();
    for i in 0..24u32 {
        if i == 12 {
            drop(f);
            f = open();
        }
        // Every other part of it with so little memory that pages are written before their commit.
        f.conn.execute_batch(if i % 8 < 4 { "PRAGMA cache_size = 4" } else { "PRAGMA cache_size = -32768" }).unwrap();
        let done = match i % 6 {
            1 => f.undo("", BY, clock(9)).unwrap(),
            2 => {
                let Value::Object(fields) = json!({"shows": "A list", "collected_on": "2026-01-30", "classification": "internal", "personal": false})
                else {
                    unreachable!()
                };
                let bytes = vec![i as u8; 60_000];
                f.attach(&["A-0".into()], "a.bin", "", std::io::Cursor::new(bytes), fields, BY, clock(9)).unwrap().done
            }
            3 => f.redo(BY, clock(9)).or_else(|_| f.undo("", BY, clock(9))).unwrap(),
            5 => {
                let many = (0..12).map(|n| {
                    add(
                        "asset",
                        None,
                        like("asset", json!({"title": format!("Asset {i} {n}"), "notes": "y".repeat(3_000)})),
                    )
                });
                do_(&mut f, Verb::Add, "A round of all rooms.", many.collect()).unwrap()
            }
            _ => do_(
                &mut f,
                Verb::Change,
                "",
                vec![add("asset", Some("A-0"), json!({"purpose": format!("Purpose {i}")}))],
            )
            .unwrap(),
        };
        shim::saved(done.seq, f.isms().root());
    }
}

/// Not a test of its own: one recording, and many states of its disk.
#[test]
fn run_on_a_recording_disk() {
    let var = |name: &str| std::env::var(name).ok();
    let (Some(settings), Some(states), Some(seed)) =
        (var("ISMS_CUT_SETTINGS"), var("ISMS_CUT_STATES"), var("ISMS_CUT_SEED"))
    else {
        return;
    };
    let (states, mut dice): (usize, _) = (states.parse().unwrap(), Dice(seed.parse().unwrap()));
    shim::register();
    let dir = memory();
    let path = dir.path().canonicalize().unwrap().join("book.isms");
    drop(grown(&path, 12));
    let first = Files::from([(path.clone(), std::fs::read(&path).unwrap())]);
    let head = File::open_read_only(&path).unwrap().isms().checkpoint();
    shim::record(&path);
    hour(&path, &settings);
    let told = shim::recorded();
    let mut moments: Vec<usize> = (0..states).map(|_| dice.roll(told.len() + 1)).collect();
    moments.sort_unstable();
    let mut disk = Disk::new(&path, &first);
    disk.saved = Some((head.size as u32, head.root));
    let (mut heard, mut journals, mut twice, mut lost, mut broken) = (0, 0, 0, 0, Vec::new());
    for moment in moments {
        told[heard..moment].iter().for_each(|t| disk.hear(t));
        heard = moment;
        let mut files = disk.cut(&mut dice);
        lay(dir.path(), &files);
        let hot = files.get(&crate::open::journal_of(&path)).is_some_and(|j| !j.is_empty());
        journals += usize::from(hot);
        // The power fails once more while the first cut is put in order.
        if hot && dice.roll(4) == 0 {
            twice += 1;
            shim::record(&path);
            let found = opened(&path, disk.saved);
            let again = shim::recorded();
            if found == Found::Whole {
                let mut second = Disk::new(&path, &files);
                again[..dice.roll(again.len() + 1)].iter().for_each(|t| second.hear(t));
                files = second.cut(&mut dice);
            }
            lay(dir.path(), &files);
        }
        match opened(&path, disk.saved) {
            Found::Whole => {}
            Found::Lost => lost += 1,
            Found::Broken(why) => broken.push(format!("after {moment} of {}: {why}", told.len())),
        }
        assert!(!dir.path().join(".book.isms.recovery").exists() || !broken.is_empty());
    }
    let shown = broken.first().cloned().unwrap_or_default();
    println!(
        "\ncuts: {states} states of {} operations, {journals} with a journal, {twice} cut twice; lost {lost}, broken {} {shown}",
        told.len(),
        broken.len()
    );
}

/// Lost and broken states of each run.
fn runs(of: &[(&str, &str, usize)]) -> Vec<(usize, usize)> {
    let children: Vec<_> = of
        .iter()
        .map(|(settings, seed, states)| {
            let vars = [
                ("ISMS_CUT_SETTINGS", settings.to_string()),
                ("ISMS_CUT_STATES", states.to_string()),
                ("ISMS_CUT_SEED", seed.to_string()),
            ];
            another(RUN, &vars).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let mut all = Vec::new();
    for (child, (settings, ..)) in children.into_iter().zip(of) {
        let out = child.wait_with_output().unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned();
        assert!(out.status.success(), "{settings}: {text}\n{}", String::from_utf8_lossy(&out.stderr));
        let line =
            text.lines().find(|l| l.starts_with("cuts: ")).unwrap_or_else(|| panic!("the run did not happen: {text}"));
        println!("{settings:?} {line}");
        let number = |after: &str| -> usize {
            let rest = &line[line.find(after).unwrap() + after.len()..];
            rest.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap()
        };
        all.push((number("lost "), number("broken ")));
    }
    all
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let states: usize = std::env::var("ISMS_CUTS").ok().and_then(|n| n.parse().ok()).unwrap_or(2_000);
    let half = states.div_ceil(2);
    assert_eq!(
        runs(&[("", "1", half), ("", "2", half)]),
        [(0, 0), (0, 0)],
        "of states in which something is lost or broken"
    );
}

#[test]
fn the_simulated_power_cut_bites_where_the_settings_are_worse() {
    let found = runs(&[
        ("PRAGMA synchronous = OFF", "3", 150),
        ("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL", "4", 400),
    ]);
    assert!(found[0].1 > 0, "without a sync the file breaks");
    assert!(found[1].0 > 0, "a journal whose deletion is not durable takes the last act back");
}
