//! Speed and memory of taking in 2 GB of evidence, beside the raw copy of the same bytes in the same run:
//! `cargo bench -p isms-file --bench evidence`. It must never be compared across machines: only the ratio says something.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used)]
use isms::{Change, Proposal, Verb};
use isms_file::{Clock, File, LARGEST};
use serde_json::{Map, Value, json};
use std::io::{Read, Seek, Write};
use std::path::Path;
use std::time::{Duration, Instant};

const FILES: u64 = 4;

fn main() {
    let dir = tempfile::tempdir().unwrap();
    let from = dir.path().join("from");
    noise(&from, FILES * LARGEST);
    // In turns, so that what else the machine does falls on both; the first round fills the caches and is not counted.
    let (mut copies, mut takes, mut locked) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..4 {
        let (c, t, l) = (copy(&from, dir.path()), take(&from, dir.path(), false), take(&from, dir.path(), true));
        if round > 0 {
            copies.push(c);
            takes.push(t);
            locked.push(l);
        }
    }
    let (copy, plain, locked) = (median(copies), median(takes), median(locked));
    println!("raw copy of {} MB, on the disk:  {:>6.2} s", (FILES * LARGEST) >> 20, copy.as_secs_f64());
    println!("taken in as {FILES} acts:          {:>6.2} s = {:.2}x", plain.as_secs_f64(), ratio(plain, copy));
    println!("into a locked file:           {:>6.2} s = {:.2}x", locked.as_secs_f64(), ratio(locked, copy));
    println!("most memory of the run:       {:>6}", peak());
}

fn ratio(a: Duration, b: Duration) -> f64 {
    a.as_secs_f64() / b.as_secs_f64()
}
fn median(mut v: Vec<Duration>) -> Duration {
    v.sort();
    v[v.len() / 2]
}
/// Bytes that nothing makes smaller, and no two pieces of which are the same.
fn noise(path: &Path, size: u64) {
    let mut out = std::io::BufWriter::with_capacity(1 << 20, std::fs::File::create(path).unwrap());
    let mut x = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..size / 8 {
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        out.write_all(&x.to_le_bytes()).unwrap();
    }
    out.flush().unwrap();
}
/// Read in pieces of one MiB, written to a new file, and on the disk at the end.
fn copy(from: &Path, dir: &Path) -> Duration {
    let to = dir.join("copy");
    let start = Instant::now();
    let (mut a, mut b) = (std::fs::File::open(from).unwrap(), std::fs::File::create(&to).unwrap());
    let mut piece = vec![0; 1 << 20];
    loop {
        match a.read(&mut piece).unwrap() {
            0 => break,
            n => b.write_all(&piece[..n]).unwrap(),
        }
    }
    b.sync_all().unwrap();
    let took = start.elapsed();
    std::fs::remove_file(&to).unwrap();
    took
}
/// The same bytes as four files of the largest size that is taken in, each an act of its own.
fn take(from: &Path, dir: &Path, locked: bool) -> Duration {
    let path = dir.join("book.isms");
    let mut f = File::create(&path).unwrap();
    let clock = Clock { at: "2026-11-24T09:00:00Z".parse().unwrap(), on: "2026-11-24".parse().unwrap() };
    let mut me = (isms::kinds::kind("person").unwrap().example)();
    me["title"] = json!("Ada Keeper");
    let p = Proposal { verb: Verb::Add, why: String::new(), changes: vec![Change::put("person", "P-0", me)] };
    f.act(p, "P-0", clock).unwrap();
    if locked {
        f.relock(Some(&isms_file::Code::draw())).unwrap();
    }
    let mut bytes = std::fs::File::open(from).unwrap();
    let start = Instant::now();
    for i in 0..FILES {
        let part = Part { of: &mut bytes, start: i * LARGEST, at: 0 };
        let fields = json!({"shows": format!("Part {i}"), "collected_on": "2026-11-24", "collected_by": "P-0", "classification": "internal", "personal": false});
        let Value::Object(fields) = fields else { unreachable!() };
        let fields: Map<String, Value> = fields;
        f.attach(&["P-0".into()], "part.bin", "", part, fields, "P-0", clock).unwrap();
    }
    let took = start.elapsed();
    drop(f);
    std::fs::remove_file(&path).unwrap();
    took
}
/// A stretch of a file, as a file of its own.
struct Part<'a> {
    of: &'a mut std::fs::File,
    start: u64,
    at: u64,
}
impl Read for Part<'_> {
    fn read(&mut self, to: &mut [u8]) -> std::io::Result<usize> {
        let room = to.len().min((LARGEST - self.at) as usize);
        self.of.seek(std::io::SeekFrom::Start(self.start + self.at))?;
        let n = self.of.read(&mut to[..room])?;
        self.at += n as u64;
        Ok(n)
    }
}
impl Seek for Part<'_> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        match to {
            std::io::SeekFrom::Start(n) => self.at = n,
            _ => return Err(std::io::ErrorKind::Unsupported.into()),
        }
        Ok(self.at)
    }
}
/// The most memory that this process had in use.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|l| l.strip_prefix("VmHWM:")).unwrap_or("not told here").trim();
    line.strip_suffix(" kB")
        .and_then(|k| k.parse::<u64>().ok())
        .map_or(line.to_string(), |k| format!("{} MB", k / 1000))
}
