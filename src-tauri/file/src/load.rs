//! From rows to `Isms`: reads acts, revisions, records and links as stored. What does not read is named, never replaced by a default.
//! It must never write.
use crate::fault::Fault;
use chrono::{DateTime, NaiveDate, Utc};
use isms::isms::{Broken, Derived, FACETS, Revision, Stored};
use isms::kinds::{KindId, kind_id, kinds};
use isms::{Act, Isms, Ix, Seq, Verb};
use rusqlite::{Connection, Row};
use std::collections::HashMap;
use std::sync::Arc;

pub(crate) const ACTS: &str = "SELECT seq, at, day, by, verb, why, why_salt, undoes, body, leaf FROM act ORDER BY seq";
pub(crate) const REVISIONS: &str =
    "SELECT id, act, record, version, salt, body, commitment, derived FROM revision ORDER BY id";
pub(crate) const RECORDS: &str = "SELECT id, kind, code, head FROM record ORDER BY id";
pub(crate) const LINKS: &str = "SELECT src, field, dst FROM link ORDER BY src, n";

/// The first row of the file: which trail, how long, with which head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) log: String,
    pub(crate) size: u64,
    pub(crate) root: [u8; 32],
}
pub(crate) fn meta(conn: &Connection) -> rusqlite::Result<Meta> {
    conn.query_row("SELECT log, size, root FROM meta WHERE one = 1", [], |r| {
        Ok(Meta { log: r.get(0)?, size: r.get::<_, i64>(1)? as u64, root: r.get(2)? })
    })
}

/// What was read, and what could not be.
pub(crate) struct Loaded {
    pub(crate) isms: Isms,
    pub(crate) broken: Vec<Broken>,
    /// A foreign key that leads nowhere.
    pub(crate) dangling: Option<String>,
}

/// Reads the whole file; acts on a second connection beside the revisions where one is given.
pub(crate) fn load(conn: &Connection, second: Option<Connection>) -> Result<Loaded, Fault> {
    let head = meta(conn)?;
    let ((acts, mut wrong), rest) = match second {
        Some(second) => std::thread::scope(|s| {
            let acts = s.spawn(move || acts(&second));
            let rest = records(conn);
            (acts.join().unwrap_or_else(|_| Err(Fault::damaged("The trail could not be read."))), rest)
        }),
        None => (acts(conn), records(conn)),
    }
    .transposed()?;
    let Rest { stored, made, links, broken, dangling } = rest;
    wrong.extend(broken);
    let mut acts = acts;
    let n = acts.len();
    for (seq, ix, version) in made {
        match acts.get_mut((seq as usize).wrapping_sub(1)) {
            Some(a) => a.made.push((ix, version)),
            None => wrong.push(Broken {
                record: stored.get(ix as usize).map_or_else(String::new, |s| s.code.to_string()),
                why: format!("it names act {seq}, which is not there"),
            }),
        }
    }
    let (isms, broken) = Isms::load(&head.log, acts, stored, Some(links));
    wrong.extend(broken);
    if head.size != n as u64 || isms.root() != head.root {
        wrong.push(Broken {
            record: "trail".into(),
            why: format!("the trail has {n} acts, and its head is of {}", head.size),
        });
    }
    Ok(Loaded { isms, broken: wrong, dangling })
}

/// Two results into a result of two.
trait Transposed<A, B> {
    fn transposed(self) -> Result<(A, B), Fault>;
}
impl<A, B> Transposed<A, B> for (Result<A, Fault>, Result<B, Fault>) {
    fn transposed(self) -> Result<(A, B), Fault> {
        Ok((self.0?, self.1?))
    }
}

fn acts(conn: &Connection) -> Result<(Vec<Act>, Vec<Broken>), Fault> {
    let mut q = conn.prepare(ACTS)?;
    let mut rows = q.query([])?;
    let mut acts: Vec<Act> = Vec::new();
    let mut names: HashMap<String, Arc<str>> = HashMap::new();
    let none: Arc<str> = "".into();
    while let Some(row) = rows.next()? {
        let expected = acts.len() as Seq + 1;
        let act = act(row, &mut names, &none)?.filter(|a| a.seq == expected);
        match act {
            Some(a) => acts.push(a),
            // Later acts cannot be placed: the trail is shown up to here.
            None => {
                return Ok((
                    acts,
                    vec![Broken { record: format!("act {expected}"), why: "it is missing or cannot be read".into() }],
                ));
            }
        }
    }
    Ok((acts, Vec::new()))
}

fn act(row: &Row, names: &mut HashMap<String, Arc<str>>, none: &Arc<str>) -> Result<Option<Act>, Fault> {
    let text = |i: usize| row.get_ref(i).ok().and_then(|v| v.as_str().ok());
    let (Some(at), Some(day), Some(by), Some(verb), Some(body)) = (text(1), text(2), text(3), text(4), text(8)) else {
        return Ok(None);
    };
    let (Some(at), Some(on), Some(verb)) = (moment(at), day.parse::<NaiveDate>().ok(), verb_named(verb)) else {
        return Ok(None);
    };
    let by = match names.get(by) {
        Some(b) => b.clone(),
        None => names.entry(by.to_string()).or_insert_with(|| by.into()).clone(),
    };
    let why = match text(5) {
        Some(w) if !w.is_empty() => w.into(),
        _ => none.clone(),
    };
    let Ok(leaf) = row.get::<_, [u8; 32]>(9) else { return Ok(None) };
    let Ok(seq) = Seq::try_from(row.get::<_, i64>(0)?) else { return Ok(None) };
    let (Ok(undoes), Ok(why_salt)) = (row.get(7), row.get(6)) else { return Ok(None) };
    Ok(Some(Act { seq, at, on, by, verb, why, undoes, body: body.into(), leaf, made: Vec::new(), why_salt }))
}
pub(crate) fn moment(text: &str) -> Option<DateTime<Utc>> {
    DateTime::parse_from_rfc3339(text).ok().map(|t| t.with_timezone(&Utc))
}
/// The moment as it stands in the act's body.
pub fn moment_text(at: &DateTime<Utc>) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

const VERBS: [Verb; 18] = [
    Verb::Add,
    Verb::Change,
    Verb::State,
    Verb::Publish,
    Verb::Review,
    Verb::Measure,
    Verb::NoEffect,
    Verb::PutOff,
    Verb::Spread,
    Verb::Retire,
    Verb::Restore,
    Verb::Undo,
    Verb::Redo,
    Verb::Import,
    Verb::Attach,
    Verb::Export,
    Verb::Erase,
    Verb::Setting,
];
pub(crate) fn verb_named(name: &str) -> Option<Verb> {
    VERBS.into_iter().find(|v| v.name() == name)
}

struct Rest {
    stored: Vec<Stored>,
    /// (act, record, version) in the order in which they were made.
    made: Vec<(Seq, Ix, u32)>,
    links: Vec<(Ix, u16, Ix)>,
    broken: Vec<Broken>,
    dangling: Option<String>,
}

/// Where records are by their number in the file. The numbers of a strange file may be anything: nothing is sized by them.
#[derive(Default)]
struct Places {
    in_order: Vec<Option<Ix>>,
    others: HashMap<i64, Option<Ix>>,
}
impl Places {
    fn next(&self) -> i64 {
        (self.in_order.len() + self.others.len()) as i64 + 1
    }
    fn put(&mut self, id: i64, ix: Option<Ix>) {
        if self.others.is_empty() && id == self.next() {
            self.in_order.push(ix);
        } else {
            self.others.insert(id, ix);
        }
    }
    fn of(&self, id: i64) -> Option<Option<Ix>> {
        let in_order = usize::try_from(id - 1).ok().and_then(|i| self.in_order.get(i).copied());
        in_order.or_else(|| self.others.get(&id).copied())
    }
}

fn records(conn: &Connection) -> Result<Rest, Fault> {
    let mut stored: Vec<Stored> = Vec::new();
    let mut heads: Vec<u32> = Vec::new();
    let (mut broken, mut dangling) = (Vec::new(), None);
    // Number of a record in the file to its place in `stored`: one less, unless something is wrong.
    let mut place = Places::default();
    let mut kinds_seen: Vec<(String, Option<KindId>)> = Vec::new();
    let mut q = conn.prepare(RECORDS)?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (id, kind, code): (i64, _, String) = (row.get(0)?, row.get_ref(1)?, row.get(2)?);
        let kind = kind.as_str().unwrap_or_default();
        let known = match kinds_seen.iter().find(|(n, _)| n == kind) {
            Some((_, k)) => *k,
            None => {
                kinds_seen.push((kind.to_string(), kind_id(kind)));
                kind_id(kind)
            }
        };
        if id != place.next() {
            let why = format!("it has number {id}, and the next is {}", place.next());
            broken.push(Broken { record: code.clone(), why });
        }
        match known {
            Some(kind) => {
                place.put(id, Some(stored.len() as Ix));
                stored.push(Stored { kind, code: code.into(), revisions: Vec::new() });
                // What is no number of a version is no version that there is.
                heads.push(u32::try_from(row.get::<_, i64>(3)?).unwrap_or(0));
            }
            None => {
                broken.push(Broken { record: code, why: format!("this version knows no kind \u{201c}{kind}\u{201d}") });
                place.put(id, None);
            }
        }
    }
    let at = |id: i64| place.of(id).flatten();
    // A number of no record at all; one of a kind that is not known is named above.
    let nowhere = |id: i64| place.of(id).is_none();

    let mut made = Vec::new();
    let mut q = conn.prepare(REVISIONS)?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (act, record, version): (i64, i64, i64) = (row.get(1)?, row.get(2)?, row.get(3)?);
        let (act, version) = (Seq::try_from(act).unwrap_or(0), u32::try_from(version).unwrap_or(0));
        let Some(ix) = at(record) else {
            if nowhere(record) {
                dangling.get_or_insert(format!("a version is of record {record}, which is not there"));
            }
            continue;
        };
        let s = &mut stored[ix as usize];
        let body = row.get_ref(5)?;
        let body: Option<Arc<str>> = match body.as_str_or_null() {
            Ok(b) => b.map(Arc::from),
            Err(_) => {
                broken.push(Broken { record: s.code.to_string(), why: format!("its version {version} is not text") });
                Some("".into())
            }
        };
        let derived = row.get_ref(7)?.as_bytes().ok().and_then(derived_from);
        let in_order = version as usize == s.revisions.len() + 1;
        let sealed: Result<(Option<[u8; 32]>, [u8; 32]), _> = row.get(4).and_then(|s| Ok((s, row.get(6)?)));
        let (Some(derived), Ok((salt, commitment)), true) = (derived, sealed, in_order) else {
            broken.push(Broken { record: s.code.to_string(), why: format!("its version {version} cannot be placed") });
            continue;
        };
        made.push((act, ix, version));
        s.revisions.push(Revision { seq: act, body, salt, commitment, derived });
    }
    for (s, head) in stored.iter().zip(&heads) {
        if s.revisions.len() != *head as usize {
            broken.push(Broken {
                record: s.code.to_string(),
                why: format!("it stands at version {head} and has {}", s.revisions.len()),
            });
        }
    }

    let mut links = Vec::new();
    let mut q = conn.prepare(LINKS)?;
    let mut rows = q.query([])?;
    while let Some(row) = rows.next()? {
        let (src, dst): (i64, i64) = (row.get(0)?, row.get(2)?);
        let (Some(from), Some(to)) = (at(src), at(dst)) else {
            if nowhere(src) || nowhere(dst) {
                let name =
                    |id: i64| at(id).map_or_else(|| format!("record {id}"), |ix| stored[ix as usize].code.to_string());
                dangling.get_or_insert(format!("{} links to {}, which is not there", name(src), name(dst)));
            }
            continue;
        };
        let (src, dst) = (from, to);
        let info = &kinds()[stored[src as usize].kind as usize];
        let name = row.get_ref(1)?.as_str().unwrap_or_default();
        match info.field_ix(name) {
            Some(field) => links.push((src, field, dst)),
            None => broken.push(Broken {
                record: stored[src as usize].code.to_string(),
                why: format!("it has a link from \u{201c}{name}\u{201d}, which is no field of it"),
            }),
        }
    }
    Ok(Rest { stored, made, links, broken, dangling })
}

/// `{"p":[1,1,1,1,1,1,1,1],"a":0,"r":0}`
pub(crate) fn derived_text(d: &Derived) -> String {
    use std::fmt::Write;
    let mut s = String::with_capacity(48);
    s.push_str("{\"p\":[");
    for (i, p) in d.prints.iter().enumerate() {
        let _ = write!(s, "{}{p}", if i == 0 { "" } else { "," });
    }
    let _ = write!(s, "],\"a\":{},\"r\":{}}}", u8::from(d.active), u8::from(d.retired));
    s
}
pub(crate) fn derived_from(text: &[u8]) -> Option<Derived> {
    let mut rest = text.strip_prefix(b"{\"p\":[")?;
    let mut prints = [0; FACETS];
    for (i, print) in prints.iter_mut().enumerate() {
        let digits = rest.iter().take_while(|b| b.is_ascii_digit()).count();
        if digits == 0 || digits > 9 {
            return None;
        }
        *print = rest[..digits].iter().fold(0, |n, b| n * 10 + Seq::from(b - b'0'));
        rest = rest[digits..].strip_prefix(if i + 1 == FACETS { b"]" } else { b"," })?;
    }
    let flag = |b: u8| match b {
        b'0' => Some(false),
        b'1' => Some(true),
        _ => None,
    };
    match rest {
        [b',', b'"', b'a', b'"', b':', a, b',', b'"', b'r', b'"', b':', r, b'}'] => {
            Some(Derived { prints, active: flag(*a)?, retired: flag(*r)? })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn derived_columns_come_back_as_they_went() {
        let d = Derived { prints: [1, 22, 333, 4444, 55555, 666666, 7777777, 88888888], active: true, retired: false };
        let text = derived_text(&d);
        assert_eq!(text, r#"{"p":[1,22,333,4444,55555,666666,7777777,88888888],"a":1,"r":0}"#);
        assert_eq!(derived_from(text.as_bytes()), Some(d));
        for bad in [
            "",
            "{}",
            r#"{"p":[1,1,1,1,1,1,1],"a":0,"r":0}"#,
            r#"{"p":[1,1,1,1,1,1,1,1],"a":2,"r":0}"#,
            r#"{"p":[1,1,1,1,1,1,1,1],"a":0,"r":0} "#,
        ] {
            assert_eq!(derived_from(bad.as_bytes()), None, "{bad}");
        }
    }

    #[test]
    fn every_verb_is_read_back() {
        for v in VERBS {
            assert_eq!(verb_named(v.name()), Some(v));
        }
        assert_eq!(verb_named("delete"), None);
    }
}
