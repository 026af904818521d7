//! From what the owner asks for to what will be written: checks everything, allots codes, makes revisions, fingerprints and the act's body.
//! Pure: it changes nothing. `apply` enters what was planned, and cannot fail; the file calls it once the transaction is durable.
use crate::act::{Act, Change, Declare, Proposal, Stamp, Verb};
use crate::canonical;
use crate::check::{self, Check};
use crate::erase::{self, Asked, Erases, Erasure};
use crate::isms::{self, Derived, FACETS, Isms, Ix, Record, Revision, Seq, json_of};
use crate::kind::{KindInfo, Ty};
use crate::kinds::{KindId, kind_id, kinds};
use crate::ledger;
use crate::proof::Pack;
use crate::refusal::Refusal;
use serde_json::{Map, Value, json};
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

/// Everything that one act will write.
pub struct Planned {
    pub act: Act,
    /// In the order of the act's commitments.
    pub revisions: Vec<PlannedRevision>,
    /// What the names of the proposal ("@risk") became.
    pub codes: HashMap<String, String>,
    /// Files that go with it, each of which a revision of evidence names.
    pub files: Vec<PlannedFile>,
    /// What an act of erasure takes away.
    pub erases: Option<Erases>,
}
pub struct PlannedFile {
    pub sha256: [u8; 32],
    pub name: String,
    pub media_type: &'static str,
    pub bytes: Arc<[u8]>,
}
pub struct PlannedRevision {
    pub kind: KindId,
    pub code: Arc<str>,
    pub ix: Ix,
    pub fresh: bool,
    /// From 1.
    pub version: u32,
    pub revision: Revision,
    /// Declared fields whose value differs.
    pub changed: Vec<String>,
    /// Links after this revision: field, record.
    pub links: Vec<(u16, Ix)>,
}

/// Files that are kept become changes of evidence with the facts of the file, and the bytes apart.
fn with_files(changes: Vec<Change>) -> (Vec<Change>, Vec<PlannedFile>) {
    use sha2::{Digest, Sha256};
    let mut files = Vec::new();
    let changes = changes
        .into_iter()
        .map(|c| match c {
            Change::Keep { code, name, media_type, bytes, mut fields } => {
                let sha256: [u8; 32] = Sha256::digest(&bytes).into();
                fields.insert(
                    "file".into(),
                    json!({"name": name, "media_type": media_type, "sha256": hex(&sha256), "size": bytes.len()}),
                );
                files.push(PlannedFile { sha256, name, media_type, bytes });
                Change::Put { kind: "evidence".into(), code: Some(code), fields, declare: Declare::Nothing }
            }
            other => other,
        })
        .collect();
    (changes, files)
}

/// What an act is about, beside the records that it makes.
enum About<'a> {
    Records,
    /// The act that is undone or redone.
    Act(Seq),
    Pack(&'a Pack),
    Erased(&'a Erasure),
}

/// A record as the proposal will leave it.
struct Draft {
    kind: KindId,
    code: String,
    was: Option<Map<String, Value>>,
    now: Map<String, Value>,
    declare: Declare,
    /// The revision whose body comes back (undo, redo).
    restores: Option<Derived>,
}

impl Isms {
    /// May this be done, and what exactly will be written? All mistakes are named at once.
    pub fn plan(&self, proposal: Proposal, stamp: &mut Stamp) -> Result<Planned, Refusal> {
        sayable(&proposal.why)?;
        if proposal.verb == Verb::Erase {
            return Err(Refusal::new(
                "state",
                "",
                "What names people is erased by an act of its own.",
                "`isms erase` and the person's record do it, after a preview.",
            ));
        }
        let mut drafts: Vec<Draft> = Vec::new();
        let mut names: HashMap<String, String> = HashMap::new();
        let mut at: HashMap<String, usize> = HashMap::new();
        let mut taken: HashMap<KindId, u32> = HashMap::new();
        let mut bad = Vec::new();
        // Names first, so that links inside one proposal may point forwards and in circles.
        let (mut changes, files) = with_files(proposal.changes);
        // Codes that the proposal gives itself come first: the next free one lies after them.
        for change in &changes {
            if let Change::Put { kind, code: Some(code), .. } = change {
                let number = kind_id(kind).and_then(|k| Some((k, isms::number_in(code, kinds()[k as usize].prefix)?)));
                if let Some((k, n)) = number.filter(|_| self.record(code).is_none()) {
                    let past = taken.entry(k).or_insert(0);
                    *past = (*past).max(n.saturating_sub(self.highest(k)));
                }
            }
        }
        for change in &mut changes {
            if let Change::Put { kind, code, .. } = change {
                let Some(k) = kind_id(kind) else {
                    return Err(Refusal::new(
                        "unknown",
                        kind.clone(),
                        format!("There is no kind of record \u{201c}{kind}\u{201d}."),
                        "`isms kinds` lists them.",
                    ));
                };
                let name = code.clone().unwrap_or_default();
                if name.is_empty() || name.starts_with('@') {
                    let n = taken.entry(k).or_insert(0);
                    *n += 1;
                    let info = &kinds()[k as usize];
                    let given = if info.prefix == "ORG" { "ORG".to_string() } else { info.code(self.highest(k) + *n) };
                    if !name.is_empty() {
                        names.insert(name, given.clone());
                    }
                    *code = Some(given);
                }
            }
        }
        for change in changes {
            match change {
                Change::Put { kind, code, mut fields, declare } => {
                    let (Some(k), Some(code)) = (kind_id(&kind), code) else { continue };
                    let info = &kinds()[k as usize];
                    if info.keyed && fields.remove("secret").is_some() {
                        bad.push(Refusal::new(
                            "unknown",
                            format!("{code}.secret"),
                            "Its secret is made by the program.",
                            "Leave it out.",
                        ));
                    }
                    if !names.is_empty() {
                        fields.values_mut().for_each(|v| rename(v, &names));
                    }
                    let i = match at.get(&code) {
                        Some(i) => *i,
                        None => {
                            let was = match self.record(&code) {
                                Some(r) if r.kind != k => {
                                    bad.push(Refusal::new(
                                        "link",
                                        code.clone(),
                                        format!(
                                            "{code} is a {}, not a {}.",
                                            r.info().title.to_lowercase(),
                                            info.title.to_lowercase()
                                        ),
                                        "Give the right kind, or another code.",
                                    ));
                                    continue;
                                }
                                Some(r) => Some(r.body_json()),
                                None => {
                                    if let Err(r) = code_fits(info, &code) {
                                        bad.push(r);
                                        continue;
                                    }
                                    None
                                }
                            };
                            if info.proof && was.is_some() {
                                bad.push(Refusal::new(
                                    "closed",
                                    code.clone(),
                                    format!("{code} is a proof and is never edited."),
                                    "Retire it with a why and record it anew.",
                                ));
                                continue;
                            }
                            drafts.push(Draft {
                                kind: k,
                                code: code.clone(),
                                now: was.clone().unwrap_or_default(),
                                was,
                                declare,
                                restores: None,
                            });
                            at.insert(code.clone(), drafts.len() - 1);
                            drafts.len() - 1
                        }
                    };
                    let d = &mut drafts[i];
                    if declare != Declare::Nothing {
                        d.declare = declare;
                    }
                    for (name, v) in fields {
                        if canonical::empty(&v) {
                            d.now.remove(&name);
                        } else {
                            d.now.insert(name, v);
                        }
                    }
                    if d.was.is_none() && !info.states.is_empty() && !d.now.contains_key("state") {
                        d.now.insert("state".into(), info.states[0].into());
                    }
                }
                Change::Retire { code, .. } | Change::Restore { code } if self.record(&code).is_none() => {
                    bad.push(Refusal::new(
                        "link",
                        code.clone(),
                        format!("There is no \u{201c}{code}\u{201d} in this file."),
                        "Give the code of a record, like R-012.",
                    ));
                }
                Change::Retire { code, why } => {
                    if why.trim().chars().count() < 3 {
                        bad.push(Refusal::new(
                            "field",
                            format!("{code}.retired"),
                            "It is not said why.",
                            "Say in one sentence why it no longer exists, applies, or is done.",
                        ));
                    }
                    self.set(&mut drafts, &mut at, &code, "retired", Value::String(why));
                }
                Change::Restore { code } => self.set(&mut drafts, &mut at, &code, "retired", Value::Null),
                // The one was made a change of evidence above; the other is an act of its own.
                Change::Keep { .. } | Change::Erase(_) => {}
            }
        }
        for d in drafts.iter_mut().filter(|d| kinds()[d.kind as usize].keyed && d.was.is_none()) {
            d.now.insert("secret".into(), hex(&(stamp.salt)()).into());
        }
        if drafts.is_empty() && bad.is_empty() && proposal.verb != Verb::Setting {
            return Err(Refusal::new("field", "", "Nothing is to be changed.", "Change something, or leave it."));
        }
        self.judge(&mut drafts, stamp, &mut bad);
        Refusal::all(bad)?;
        if drafts.iter().all(|d| d.was.as_ref() == Some(&d.now) && d.declare != Declare::Material) && !drafts.is_empty()
        {
            return Err(Refusal::new(
                "field",
                drafts[0].code.clone(),
                "Nothing is different from what is recorded.",
                "Change something, or leave it.",
            ));
        }
        drafts.retain(|d| d.was.as_ref() != Some(&d.now) || d.declare == Declare::Material);
        Ok(Planned { files, ..self.write_out(proposal.verb, proposal.why, About::Records, drafts, names, stamp) })
    }

    fn highest(&self, k: KindId) -> u32 {
        isms::number_in(&self.next_code(k), kinds()[k as usize].prefix).unwrap_or(1) - 1
    }
    fn set(&self, drafts: &mut Vec<Draft>, at: &mut HashMap<String, usize>, code: &str, key: &str, v: Value) {
        let Some(r) = self.record(code) else { return };
        let i = *at.entry(code.to_string()).or_insert_with(|| {
            let was = r.body_json();
            drafts.push(Draft {
                kind: r.kind,
                code: code.into(),
                now: was.clone(),
                was: Some(was),
                declare: Declare::Nothing,
                restores: None,
            });
            drafts.len() - 1
        });
        if v.is_null() {
            drafts[i].now.remove(key);
        } else {
            drafts[i].now.insert(key.into(), v);
        }
    }

    /// Completes and checks each draft against the file as it will be.
    fn judge(&self, drafts: &mut [Draft], stamp: &Stamp, bad: &mut Vec<Refusal>) {
        let fresh: HashMap<String, &'static str> = drafts
            .iter()
            .filter(|d| d.was.is_none())
            .map(|d| (d.code.clone(), kinds()[d.kind as usize].name))
            .collect();
        let known = |code: &str| {
            fresh
                .get(code)
                .copied()
                .or_else(|| self.record(code).filter(|r| !r.common.withdrawn).map(|r| r.info().name))
        };
        for d in drafts.iter_mut() {
            let info = &kinds()[d.kind as usize];
            check::normal(info, &mut d.now);
            let snapshot = d.now.clone();
            let c = Check {
                isms: self,
                today: stamp.on,
                kind: info,
                code: &d.code,
                now: &snapshot,
                was: d.was.as_ref(),
                known: &known,
            };
            (info.complete)(&mut d.now, &c);
            d.now.insert("v".into(), info.version.into());
            let mut whole = Value::Object(std::mem::take(&mut d.now));
            canonical::tidy(&mut whole);
            if let Value::Object(m) = whole {
                d.now = m;
            }
            let c = Check {
                isms: self,
                today: stamp.on,
                kind: info,
                code: &d.code,
                now: &d.now,
                was: d.was.as_ref(),
                known: &known,
            };
            let mut wrong = c.fields();
            let (from, to) = (d.was.as_ref().and_then(|w| w.get("state")).and_then(Value::as_str), c.state());
            if from == Some("erased") {
                bad.push(Refusal::new(
                    "closed",
                    d.code.clone(),
                    format!("What named {} was erased; it stays as it is.", d.code),
                    "Whoever comes back is added as somebody new.",
                ));
                continue;
            }
            if to == "erased" {
                bad.push(Refusal::new(
                    "state",
                    format!("{}.state", d.code),
                    format!("{} is erased by an act of its own.", d.code),
                    "`isms erase` and the person's record do it, after a preview.",
                ));
                continue;
            }
            if let Some(from) = from {
                if from != to && !info.arrows.iter().any(|a| a.from == from && a.to == to) {
                    let ways: Vec<&str> = info.arrows.iter().filter(|a| a.from == from).map(|a| a.to).collect();
                    let hint = if ways.is_empty() {
                        "It stays as it is.".to_string()
                    } else {
                        format!("From {} it can become: {}.", from.replace('_', " "), ways.join(", ").replace('_', " "))
                    };
                    wrong.push(Refusal::new(
                        "state",
                        format!("{}.state", d.code),
                        format!(
                            "{} is {}; it cannot become {} from there.",
                            d.code,
                            from.replace('_', " "),
                            to.replace('_', " ")
                        ),
                        hint,
                    ));
                }
            }
            if d.declare == Declare::Correction {
                let held = d.was.as_ref().map(|w| substance(info, w, &d.now)).unwrap_or_default();
                if !held.is_empty() {
                    wrong.push(Refusal::new(
                        "closed",
                        format!("{}.{}", d.code, held[0]),
                        format!("A change of {} is never only a correction.", held.join(", ").replace('_', " ")),
                        "Save it as a change.",
                    ));
                }
            }
            if wrong.is_empty() {
                match (info.decode)(&Value::Object(d.now.clone()).to_string()) {
                    Ok(body) => wrong.extend((info.check)(&*body, &c)),
                    Err(e) => wrong.push(Refusal::new("field", d.code.clone(), e, "Give each field in its own form.")),
                }
            }
            bad.extend(wrong);
        }
    }

    fn write_out(
        &self,
        verb: Verb,
        why: String,
        about: About,
        drafts: Vec<Draft>,
        codes: HashMap<String, String>,
        stamp: &mut Stamp,
    ) -> Planned {
        let seq = self.last_seq() + 1;
        let mut next = self.records.len() as Ix;
        let ixs: HashMap<String, Ix> = drafts
            .iter()
            .map(|d| {
                let ix = self.ix(&d.code).unwrap_or_else(|| {
                    next += 1;
                    next - 1
                });
                (d.code.clone(), ix)
            })
            .collect();
        let mut revisions = Vec::with_capacity(drafts.len());
        let mut listed = Vec::with_capacity(drafts.len());
        for d in drafts {
            let info = &kinds()[d.kind as usize];
            let old = self.record(&d.code);
            let changed = differing(info, d.was.as_ref(), &d.now);
            let derived =
                d.restores.unwrap_or_else(|| derive(info, old.map_or(&[], |r| &r.revisions), &d.now, d.declare, seq));
            let mut links = Vec::new();
            if !d.now.contains_key("withdrawn") {
                isms::links_in(info, &d.now, &mut |f, code| {
                    if let Some(ix) = ixs.get(code).copied().or_else(|| self.ix(code)) {
                        if !links.contains(&(f, ix)) {
                            links.push((f, ix));
                        }
                    }
                });
            }
            let body: Arc<str> = canonical::text(&Value::Object(d.now)).into();
            let salt = (stamp.salt)();
            let commitment = ledger::commitment(&salt, body.as_bytes());
            let version = old.map_or(0, |r| r.revisions.len() as u32) + 1;
            let mut line =
                json!({"rec": d.code, "kind": info.name, "ver": version, "chg": changed, "cm": hex(&commitment)});
            if d.declare != Declare::Nothing {
                line["as"] = json!(d.declare);
            }
            listed.push(line);
            let code: Arc<str> = old.map_or_else(|| d.code.as_str().into(), |r| r.code.clone());
            revisions.push(PlannedRevision {
                kind: d.kind,
                ix: ixs[&d.code],
                code,
                fresh: old.is_none(),
                version,
                changed,
                links,
                revision: Revision { seq, body: Some(body), salt: Some(salt), commitment, derived },
            });
        }
        let why_salt = (!why.is_empty()).then(|| (stamp.salt)());
        let mut body = json!({"v": 1, "log": &*self.log, "seq": seq, "at": stamp.at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string(), "on": stamp.on.to_string(), "by": stamp.by, "verb": verb.name(), "cm": listed});
        if let Some(salt) = &why_salt {
            body["why"] = hex(&ledger::commitment(salt, why.as_bytes())).into();
        }
        let mut undoes = None;
        match about {
            About::Records => {}
            About::Act(s) => {
                body["undoes"] = s.into();
                undoes = Some(s);
            }
            About::Pack(pack) => body["pack"] = pack.json(),
            About::Erased(e) => body["erased"] = erase::in_act(self, e),
        }
        canonical::tidy(&mut body);
        let body: Arc<str> = canonical::text(&body).into();
        let made = revisions.iter().map(|r| (r.ix, r.version)).collect();
        let act = Act {
            seq,
            at: stamp.at,
            on: stamp.on,
            by: stamp.by.as_str().into(),
            verb,
            why: why.into(),
            undoes,
            leaf: ledger::leaf(body.as_bytes()),
            body,
            made,
            why_salt,
        };
        Planned { act, revisions, codes, files: Vec::new(), erases: None }
    }

    /// A pack leaves the house: the act that says which. Refused where the checkpoint that it shows is none of this trail.
    pub fn plan_pack(&self, pack: &Pack, stamp: &mut Stamp) -> Result<Planned, Refusal> {
        let shown = self.leaves().get(..pack.head.size as usize).map(ledger::root);
        if pack.head.size == 0 || shown != Some(pack.head.root) {
            return Err(Refusal::new(
                "proof",
                pack.file.clone(),
                "The checkpoint that is printed in this pack is none of this file.",
                "Make the pack from this file.",
            ));
        }
        Ok(self.write_out(Verb::Export, String::new(), About::Pack(pack), Vec::new(), HashMap::new(), stamp))
    }

    /// What names people is erased, as one act. All that stands in the way is named at once.
    pub fn plan_erase(&self, asked: &Asked, stamp: &mut Stamp) -> Result<Planned, Refusal> {
        let e = erase::look(self, asked, stamp.on)?;
        Refusal::all(e.stops.clone())?;
        self.erased_as(&e, &e.why, stamp)
    }
    /// In an older copy: what a newer file of this trail erased is erased again. None where nothing is left to do.
    pub fn plan_erase_again(&self, from: &erase::Erasures, stamp: &mut Stamp) -> Option<Result<Planned, Refusal>> {
        let e = erase::again(self, from, stamp.on)?;
        Some(e.and_then(|e| self.erased_as(&e, "Erased again: this copy is from before the erasure.", stamp)))
    }
    fn erased_as(&self, e: &Erasure, why: &str, stamp: &mut Stamp) -> Result<Planned, Refusal> {
        let mut drafts = Vec::new();
        for (ix, now) in &e.bodies {
            let r = self.rec(*ix);
            // What is emptied no longer answers what its kind asks for; it must still be read.
            if let Err(why) = (r.info().decode)(&Value::Object(now.clone()).to_string()) {
                return Err(Refusal::new("field", &*r.code, format!("{} cannot be emptied: {why}.", r.code), ""));
            }
            let d = Draft {
                kind: r.kind,
                code: r.code.to_string(),
                was: Some(r.body_json()),
                now: now.clone(),
                declare: Declare::Correction,
                restores: None,
            };
            drafts.push(d);
        }
        let about = About::Erased(e);
        let planned = self.write_out(Verb::Erase, why.to_string(), about, drafts, HashMap::new(), stamp);
        Ok(Planned { erases: Some(e.erases.clone()), ..planned })
    }

    /// Undo of the last act that is not yet undone, as a new act. Refuses, with names, where a later act touched the same records, and
    /// where a pack left the house since: what somebody else holds cannot be taken back.
    pub fn plan_undo(&self, why: String, stamp: &mut Stamp) -> Result<Planned, Refusal> {
        sayable(&why)?;
        let Some(act) = self.undoable() else { return Err(Refusal::new("undo", "", "There is nothing to undo.", "")) };
        if act.verb == Verb::Export {
            return Err(Refusal::new(
                "undo",
                format!("act {}", act.seq),
                format!("A pack that left the house cannot be undone (act {} of {}).", act.seq, act.on),
                "What is wrong in it is changed in its record, with a why; the next pack shows both.",
            ));
        }
        if act.verb == Verb::Erase {
            return Err(Refusal::new(
                "undo",
                format!("act {}", act.seq),
                format!("What was erased cannot come back (act {} of {}).", act.seq, act.on),
                "The content is gone, and with it the key to what is in the trail. What lies before it cannot be undone either; change it by hand.",
            ));
        }
        let mut drafts = Vec::new();
        for (ix, version) in &act.made {
            let r = self.rec(*ix);
            let made = &r.revisions[*version as usize - 1];
            if r.head().body != made.body {
                let later = self.act(r.head().seq).map_or(0, |a| a.seq);
                return Err(Refusal::new(
                    "undo",
                    &*r.code,
                    format!("{} was changed again by act {later} of {}.", r.code, self.day_of(later)),
                    "Undo that act first, or change the record by hand.",
                ));
            }
            let was = json_of(made);
            let (now, restores) = if *version > 1 {
                let before = &r.revisions[*version as usize - 2];
                (json_of(before), before.derived)
            } else {
                let mut gone = was.clone();
                gone.insert("withdrawn".into(), true.into());
                (gone, Derived { active: false, retired: true, ..made.derived })
            };
            // A record that others link to by now cannot vanish.
            if *version == 1 {
                if let Some((src, _)) =
                    r.inn.iter().find(|(s, _)| !act.made.iter().any(|(m, _)| m == s) && !self.rec(*s).common.withdrawn)
                {
                    return Err(Refusal::new(
                        "undo",
                        &*r.code,
                        format!("{} now links to {}, which this act added.", self.rec(*src).code, r.code),
                        "Take the link away first, or retire the record.",
                    ));
                }
            }
            drafts.push(Draft {
                kind: r.kind,
                code: r.code.to_string(),
                was: Some(was),
                now,
                declare: Declare::Nothing,
                restores: Some(restores),
            });
        }
        let seq = act.seq;
        Ok(self.write_out(Verb::Undo, why, About::Act(seq), drafts, HashMap::new(), stamp))
    }

    /// Redo of the act that was undone last, as a new act.
    pub fn plan_redo(&self, stamp: &mut Stamp) -> Result<Planned, Refusal> {
        let Some(act) = self.redoable() else {
            return Err(Refusal::new("undo", "", "There is nothing to do again.", ""));
        };
        let drafts = act
            .made
            .iter()
            .map(|(ix, version)| {
                let r = self.rec(*ix);
                let made = &r.revisions[*version as usize - 1];
                Draft {
                    kind: r.kind,
                    code: r.code.to_string(),
                    was: Some(r.body_json()),
                    now: json_of(made),
                    declare: Declare::Nothing,
                    restores: Some(made.derived),
                }
            })
            .collect();
        let seq = act.seq;
        Ok(self.write_out(Verb::Redo, String::new(), About::Act(seq), drafts, HashMap::new(), stamp))
    }

    /// Enters what was planned and is now durable.
    pub fn apply(&mut self, planned: &Planned) {
        self.push_act(Arc::new(planned.act.clone()));
        let mut touched = Vec::new();
        for p in &planned.revisions {
            let info = &kinds()[p.kind as usize];
            // Planned bodies were decoded when they were judged; a body that does not decode here would be a bug of ours, shown by `verify`.
            let Ok((common, body)) = isms::decode(info, &p.revision) else { continue };
            if p.fresh {
                self.put_record(Record {
                    kind: p.kind,
                    code: p.code.clone(),
                    common,
                    body,
                    revisions: vec![p.revision.clone()],
                    out: Vec::new(),
                    inn: Vec::new(),
                    marks: Vec::new(),
                });
            } else {
                let r = self.rec_mut(p.ix);
                r.common = common;
                r.body = body;
                r.revisions.push(p.revision.clone());
            }
            touched.push(p.ix);
        }
        for p in &planned.revisions {
            self.set_links(p.ix, &p.links);
        }
        for ix in touched {
            if self.rec(ix).info().name == "review" {
                self.mark(ix);
            }
        }
        if let Some(e) = &planned.erases {
            self.forget(e);
        }
    }
}

/// Fields in which the two differ, state and retirement among them.
fn differing(info: &KindInfo, was: Option<&Map<String, Value>>, now: &Map<String, Value>) -> Vec<String> {
    let none = Map::new();
    let was = was.unwrap_or(&none);
    let program = ["state", "retired", "withdrawn"].into_iter();
    info.fields
        .iter()
        .map(|f| f.name.as_str())
        .chain(program)
        .filter(|n| was.get(*n) != now.get(*n))
        .map(String::from)
        .collect()
}

/// What a correction may never touch (DOMAIN 3.5, 2).
fn substance(info: &KindInfo, was: &Map<String, Value>, now: &Map<String, Value>) -> Vec<String> {
    const NEVER: [&str; 10] = [
        "treatment",
        "applies",
        "status",
        "state",
        "bands",
        "accept_up_to",
        "in_force_from",
        "decided_on",
        "expires_on",
        "certificate_state",
    ];
    differing(info, Some(was), now)
        .into_iter()
        .filter(|n| NEVER.contains(&n.as_str()) || n == "retired" || info.field(n).is_some_and(|f| f.ty == Ty::Score))
        .collect()
}

/// Fingerprints, activity and retirement of a revision that follows the given ones (DOMAIN 3.1).
pub fn derive(info: &KindInfo, before: &[Revision], now: &Map<String, Value>, declare: Declare, seq: Seq) -> Derived {
    let text = if info.has_news() { Value::Object(now.clone()).to_string() } else { String::new() };
    let derived: Vec<Derived> = before.iter().map(|r| r.derived).collect();
    derive_after(
        info,
        &derived,
        &|n| before[n].body.is_some().then(|| Cow::Owned(json_of(&before[n]))),
        now,
        &text,
        declare,
        seq,
    )
}

/// The same for one who has the earlier versions parsed, and the text of this one (`verify`, which asks it of every revision).
/// `body` gives the fields of an earlier version; none of an erased one.
pub fn derive_after<'a>(
    info: &KindInfo,
    before: &[Derived],
    body: &dyn Fn(usize) -> Option<Cow<'a, Map<String, Value>>>,
    now: &Map<String, Value>,
    text: &str,
    declare: Declare,
    seq: Seq,
) -> Derived {
    let retired = now.contains_key("retired") || now.contains_key("withdrawn");
    let state = now.get("state").and_then(Value::as_str).unwrap_or_default();
    let active = info.has_news() && !retired && (info.decode)(text).is_ok_and(|b| (info.active)(&*b, state));
    let Some(last) = before.last() else { return Derived { prints: [seq; FACETS], active, retired } };
    let was = body(before.len() - 1).unwrap_or_default();
    let mut prints = last.prints;
    for (facet, print) in prints.iter_mut().enumerate().take(info.facets.len() + 1) {
        *print = match declare {
            Declare::Material => seq,
            Declare::Correction => *print,
            Declare::Nothing => {
                let values = facet_values(info, facet, now);
                if facet_values(info, facet, &was) == values {
                    continue;
                }
                let same = |n: &usize| body(*n).is_some_and(|b| facet_values(info, facet, &b) == values);
                (0..before.len()).rev().find(same).map_or(seq, |n| before[n].prints[facet])
            }
        };
    }
    Derived { prints, active, retired }
}

/// The material values of a facet, for comparing.
fn facet_values(info: &KindInfo, facet: usize, body: &Map<String, Value>) -> Vec<Value> {
    let value = |name: &str| {
        let v = body.get(name).cloned().unwrap_or_default();
        match info.alike.iter().find(|(f, _)| *f == name) {
            Some((_, same)) if same.contains(&v.as_str().unwrap_or_default()) => Value::Null,
            _ => v,
        }
    };
    let mut out: Vec<Value> = match facet {
        0 => info.fields.iter().filter(|f| f.material).map(|f| value(&f.name)).collect(),
        n => info.facets[n - 1].1.iter().map(|n| value(n)).collect(),
    };
    if facet == 0 && info.state_material {
        out.push(value("state"));
    }
    out.push(Value::Bool(body.contains_key("retired")));
    out
}

/// A code that an import or the owner gave: `[A-Z]{1,6}-[0-9A-Za-z.]{1,12}`; ORG for the organization.
fn code_fits(info: &KindInfo, code: &str) -> Result<(), Refusal> {
    let ok = (info.prefix == "ORG" && code == "ORG")
        || code.split_once('-').is_some_and(|(a, b)| {
            (1..=6).contains(&a.len())
                && a.chars().all(|c| c.is_ascii_uppercase())
                && (1..=12).contains(&b.len())
                && b.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
        });
    if ok {
        Ok(())
    } else {
        Err(Refusal::new(
            "field",
            code,
            format!("\u{201c}{code}\u{201d} cannot be a code."),
            format!("Write it like {}.", info.code(12)),
        ))
    }
}

fn rename(v: &mut Value, names: &HashMap<String, String>) {
    match v {
        Value::String(s) if s.starts_with('@') => {
            if let Some(code) = names.get(s.as_str()) {
                *s = code.clone();
            }
        }
        Value::Array(a) => a.iter_mut().for_each(|v| rename(v, names)),
        Value::Object(o) => o.values_mut().for_each(|v| rename(v, names)),
        _ => {}
    }
}

/// 64 hexadecimal digits as a hash; nothing where they are not that.
pub fn unhex(text: &str) -> Option<[u8; 32]> {
    let digit = |c: u8| (c as char).to_digit(16).map(|d| d as u8);
    let mut out = [0; 32];
    if text.len() != 64 {
        return None;
    }
    for (two, h) in text.as_bytes().chunks(2).zip(&mut out) {
        *h = digit(two[0])? << 4 | digit(two[1])?;
    }
    Some(out)
}

pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|b| format!("{b:02x}")).collect()
}

/// The longest reason of an act, in characters.
pub const LONGEST_WHY: usize = 4_000;
/// May this stand in the trail as somebody's reason, or as what a checkpoint is for? Words, line breaks and tabs; nothing that is not seen.
pub fn sayable(why: &str) -> Result<(), Refusal> {
    let n = why.chars().count();
    if n > LONGEST_WHY {
        let text = format!("The reason has {n} characters.");
        return Err(Refusal::new("field", "why", text, format!("At most {LONGEST_WHY} fit; say it shorter.")));
    }
    if why.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r')) {
        let text = "There are signs in the reason that nobody can see.";
        return Err(Refusal::new("field", "why", text, "Type it again instead of pasting it."));
    }
    Ok(())
}
