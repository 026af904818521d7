//! The life of a controlled document (DOMAIN 2.11): its versions, the words of any of them, what two differ in, what a new one costs; and
//! the acts by which a draft is kept, asked for, approved or refused. Each act is one proposal; who may approve is said by the kind.
use crate::act::{Change, Proposal, Verb};
use crate::compare::{Compared, compare};
use crate::isms::{Isms, Record, json_of};
use crate::kinds::person::at_work;
use crate::kinds::{DraftState, Evidence, Person, Policy, VersionChange};
use crate::refusal::Refusal;
use crate::report::how_words;
use crate::staleness::{self, Currency};
use crate::view::{ImpactLine, impact_line};
use crate::wizard::strings;
use crate::words::Version;
use crate::{Stamp, dates};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// What is compared while it is written, and the version that waits.
pub const WRITING: &str = "writing";
pub const DRAFT: &str = "draft";

/// One version of a document: in force, earlier, or still a draft.
#[derive(Clone, Debug, Serialize)]
pub struct VersionShown {
    /// By which it is asked for: "2.1", "draft".
    pub key: String,
    pub number: String,
    /// "in force", "approved" (its day lies ahead), "earlier", "draft", "in approval"
    pub state: &'static str,
    pub from: Option<NaiveDate>,
    /// When it was written down: of a draft.
    pub since: Option<NaiveDate>,
    pub approved_by: Option<String>,
    pub approver: String,
    /// "12 March 2026, by e-mail"
    pub approved: String,
    pub approved_on: Option<NaiveDate>,
    pub proof: Vec<String>,
    /// "major", "minor"
    pub change: String,
    pub changed_what: String,
    pub file: Option<String>,
    /// Can it be compared? Else why not.
    pub no_words: Option<String>,
}
fn text<'a>(b: &'a Map<String, Value>, field: &str) -> &'a str {
    b.get(field).and_then(Value::as_str).unwrap_or_default()
}
fn day(b: &Map<String, Value>, field: &str) -> Option<NaiveDate> {
    dates::parse(text(b, field))
}

/// The words of a version, as Markdown: written here, or taken out of its file. Else why there are none.
fn words_of(isms: &Isms, b: &Map<String, Value>) -> Result<String, String> {
    for field in ["text", "file_text"] {
        if !text(b, field).is_empty() {
            return Ok(text(b, field).to_string());
        }
    }
    let file = text(b, "file");
    if file.is_empty() {
        return Err("There is no text yet.".into());
    }
    let name = isms.get::<Evidence>(file).and_then(|e| e.file.as_ref()).map_or(String::new(), |f| f.name.to_string());
    let what = if name.is_empty() { file.to_string() } else { format!("{name} ({file})") };
    Err(match name.rsplit_once('.').map(|(_, e)| e.to_lowercase()).as_deref() {
        Some("docx" | "pdf") => format!("Differences not shown: file. No words were taken out of {what}."),
        _ => format!("Differences not shown: file. Words are taken out of DOCX and PDF only; this one is {what}."),
    })
}
/// "I. Fennel"
fn short(isms: &Isms, person: &str) -> String {
    let name = isms.name_of(person);
    let mut parts: Vec<&str> = name.split_whitespace().collect();
    match parts.pop() {
        Some(last) if !parts.is_empty() => {
            let first: Vec<String> =
                parts[..1].iter().filter_map(|p| p.chars().next()).map(|c| format!("{c}.")).collect();
            format!("{} {last}", first.join(" "))
        }
        _ => name,
    }
}
fn shown(isms: &Isms, key: &str, state: &'static str, b: &Map<String, Value>) -> VersionShown {
    let a = b.get("approved").and_then(Value::as_object).cloned().unwrap_or_default();
    let by = Some(text(&a, "by").to_string()).filter(|s| !s.is_empty());
    VersionShown {
        key: key.into(),
        number: text(b, "version").into(),
        state,
        from: day(b, "in_force_from"),
        since: day(b, "since"),
        approver: by.as_deref().map(|p| short(isms, p)).unwrap_or_default(),
        approved: day(&a, "on").map(|d| format!("{d}, {}", how_words(text(&a, "how")))).unwrap_or_default(),
        approved_on: day(&a, "on"),
        approved_by: by,
        proof: a.get("proof").map(strings).unwrap_or_default(),
        change: text(b, "change").into(),
        changed_what: text(b, "changed_what").into(),
        file: Some(text(b, "file").to_string()).filter(|s| !s.is_empty()),
        no_words: words_of(isms, b).err(),
    }
}

/// The policy with this code.
fn policy<'a>(isms: &'a Isms, code: &str) -> Result<(&'a Record, &'a Policy), Refusal> {
    let found = isms.record(code).filter(|r| !r.common.withdrawn).and_then(|r| Some((r, r.get::<Policy>()?)));
    found.ok_or_else(|| {
        Refusal::new(
            "link",
            code,
            format!("There is no policy \u{201c}{code}\u{201d} in this file on that day."),
            "Give the code of one, like POL-01.",
        )
    })
}
/// Was no version ever in force?
fn is_first(r: &Record) -> bool {
    matches!(r.state(), "draft" | "in_approval")
}
/// The number that the next version gets.
pub fn next_number(r: &Record, p: &Policy, change: VersionChange) -> Version {
    match (is_first(r) && p.approved.is_none(), change) {
        (true, _) => p.version,
        (_, VersionChange::Major) => Version { major: p.version.major.saturating_add(1), minor: 0 },
        (_, VersionChange::Minor) => Version { minor: p.version.minor.saturating_add(1), ..p.version },
    }
}

/// A version with the body that it had.
struct Held {
    shown: VersionShown,
    body: Map<String, Value>,
}
/// All versions as they stand on a day, newest first; the draft before them. Earlier versions are earlier revisions; what was undone is
/// none. An approved version comes in force on its day; until then the one before it holds (2.11).
fn held(isms: &Isms, today: NaiveDate, code: &str) -> Result<Vec<Held>, Refusal> {
    let (r, p) = policy(isms, code)?;
    let mut out: Vec<Held> = Vec::new();
    for v in &r.revisions {
        let body = json_of(v);
        let Ok(number) = text(&body, "version").parse::<Version>() else { continue };
        if text(&body, "state") != "in_force" || number > p.version {
            continue;
        }
        let one = Held { shown: shown(isms, text(&body, "version"), "earlier", &body), body };
        match out.iter_mut().find(|h| h.shown.key == one.shown.key) {
            Some(same) => *same = one,
            None => out.push(one),
        }
    }
    out.sort_by_key(|h| h.shown.number.parse::<Version>().unwrap_or_default());
    let head = r.body_json();
    if r.state() == "in_force" {
        let begun = |h: &Held| h.shown.from.is_none_or(|d| d <= today);
        let holds = out.iter().rposition(begun);
        for (n, h) in out.iter_mut().enumerate().skip(holds.unwrap_or(0)) {
            h.shown.state = if Some(n) == holds { "in force" } else { "approved" };
        }
    }
    if is_first(r) {
        let state = if r.state() == "draft" { "draft" } else { "in approval" };
        out.push(Held { shown: shown(isms, DRAFT, state, &head), body: head });
    } else if let Some(d) = head.get("draft").and_then(Value::as_object) {
        let mut body = d.clone();
        if text(&body, "version").is_empty() {
            let change = p.draft.as_ref().and_then(|d| d.change).unwrap_or(VersionChange::Major);
            body.insert("version".into(), next_number(r, p, change).to_string().into());
        }
        let state = if text(&body, "state") == "draft" { "draft" } else { "in approval" };
        out.push(Held { shown: shown(isms, DRAFT, state, &body), body });
    }
    out.reverse();
    Ok(out)
}
/// Every version of a document, newest first, the draft before them.
pub fn versions(isms: &Isms, today: NaiveDate, code: &str) -> Result<Vec<VersionShown>, Refusal> {
    Ok(held(isms, today, code)?.into_iter().map(|h| h.shown).collect())
}
/// One version with its words, or why there are none. `which`: "2.1", "draft"; none: the one in force, or the draft of the first.
pub fn version(
    isms: &Isms,
    today: NaiveDate,
    code: &str,
    which: Option<&str>,
) -> Result<(VersionShown, Result<String, String>), Refusal> {
    let all = held(isms, today, code)?;
    let list: Vec<String> = all.iter().map(|h| h.shown.key.clone()).collect();
    // None holds: the one that will, the last that did, or the draft of the first.
    let holds = all.iter().any(|h| h.shown.state == "in force");
    let found = all.into_iter().find(|h| match which {
        Some(w) => h.shown.key == w || h.shown.number == w,
        None if holds => h.shown.state == "in force",
        None => h.shown.key != DRAFT || list.len() == 1,
    });
    found.map(|h| (h.shown, words_of(isms, &h.body))).ok_or_else(|| {
        Refusal::new(
            "unknown",
            code,
            format!("{code} has no version \u{201c}{}\u{201d}.", which.unwrap_or_default()),
            format!("It has: {}.", if list.is_empty() { "none".into() } else { list.join(", ") }),
        )
    })
}

/// Two versions side by side.
#[derive(Clone, Debug, Serialize)]
pub struct TextsCompared {
    pub was: VersionShown,
    pub now: VersionShown,
    /// Why no differences are shown.
    pub not_shown: Option<String>,
    pub says: String,
    #[serde(flatten)]
    pub compared: Compared,
}
/// Which two versions are compared where these are named; none named: the latest two.
pub fn compared_keys(
    isms: &Isms,
    today: NaiveDate,
    code: &str,
    was: Option<&str>,
    now: Option<&str>,
) -> Result<(String, String), Refusal> {
    let all = versions(isms, today, code)?;
    let now = version(isms, today, code, now.or(all.first().map(|v| v.key.as_str())))?.0.key;
    let before = all.iter().position(|v| v.key == now).and_then(|i| all.get(i + 1)).or(all.last());
    let was = version(isms, today, code, was.or(before.map(|v| v.key.as_str())))?.0.key;
    Ok((was, now))
}
/// What two versions differ in. `now` may be [`WRITING`]: then `writing` is its text. None named: the latest two.
pub fn compare_versions(
    isms: &Isms,
    today: NaiveDate,
    code: &str,
    was: Option<&str>,
    now: Option<&str>,
    writing: Option<&str>,
) -> Result<TextsCompared, Refusal> {
    let all = versions(isms, today, code)?;
    let key = |i: usize| all.get(i).or(all.last()).map(|v| v.key.clone());
    let at = |k: &str| all.iter().position(|v| v.key == k || v.number == k);
    let now_key = now.map(String::from).or_else(|| key(0));
    let (now, now_words) = match (now_key.as_deref(), writing) {
        (Some(WRITING), Some(w)) => {
            let (mut v, _) = version(isms, today, code, key(0).as_deref())?;
            (v.key, v.state, v.no_words) = (WRITING.into(), "draft", None);
            (v, Ok(w.to_string()))
        }
        (k, _) => version(isms, today, code, k)?,
    };
    let was_key = was.map(String::from).or_else(|| match now.key.as_str() {
        WRITING => all.iter().find(|v| v.key != DRAFT).map(|v| v.key.clone()).or_else(|| key(0)),
        k => at(k).and_then(|i| key(i + 1)),
    });
    let (was, was_words) = version(isms, today, code, was_key.as_deref())?;
    let (compared, not_shown) = match (was_words, now_words) {
        (Ok(a), Ok(b)) => (compare(&a, &b), None),
        (Err(why), _) => (Compared::default(), Some(format!("Version {}: {why}", was.number))),
        (_, Err(why)) => (Compared::default(), Some(format!("Version {}: {why}", now.number))),
    };
    let says = not_shown.clone().unwrap_or_else(|| compared.says());
    Ok(TextsCompared { was, now, not_shown, says, compared })
}

/// What putting a version in force would ask of people, and put out of step.
#[derive(Clone, Debug, Serialize)]
pub struct Price {
    pub number: String,
    /// People who have to confirm anew that they have read it.
    pub people: usize,
    pub out_of_step: Vec<ImpactLine>,
}
/// Everything beside the words on the page of a policy.
#[derive(Clone, Debug, Serialize)]
pub struct PolicyShown {
    pub versions: Vec<VersionShown>,
    /// No version was ever in force.
    pub first: bool,
    pub major: Price,
    pub minor: Price,
    /// The words of the draft, and where it is a file.
    pub draft: Option<DraftShown>,
    /// The words that a new draft begins with: those in force.
    pub words: String,
    pub may_approve: Vec<String>,
    pub may_approve_minor: Vec<String>,
    /// Two weeks to read for a real change.
    pub proposed_from: NaiveDate,
}
#[derive(Clone, Debug, Serialize)]
pub struct DraftShown {
    pub state: &'static str,
    pub text: String,
    pub file: Option<String>,
    pub change: String,
    pub changed_what: String,
    pub from: Option<NaiveDate>,
}
/// Active people whom it concerns by their roles; none named: everyone.
fn concerned(isms: &Isms, p: &Policy, today: NaiveDate) -> usize {
    at_work(isms, today).filter(|(_, x)| p.concerns(&x.roles)).count()
}
fn price(isms: &Isms, currency: &Currency, today: NaiveDate, r: &Record, p: &Policy, change: VersionChange) -> Price {
    let number = next_number(r, p, change).to_string();
    let people = if change == VersionChange::Major && p.must_be_read() { concerned(isms, p, today) } else { 0 };
    let mut out_of_step = Vec::new();
    if r.state() == "in_force" {
        let fields = json!({"version": number, "change": change, "changed_what": "It changes.", "draft": null});
        let mut none = || [0; 32];
        let mut stamp = Stamp { at: chrono::DateTime::UNIX_EPOCH, on: today, by: String::new(), salt: &mut none };
        let proposal =
            Proposal { verb: Verb::Publish, why: String::new(), changes: vec![Change::put("policy", &r.code, fields)] };
        if let Ok(planned) = isms.plan(proposal, &mut stamp) {
            let outlook = staleness::impact_of(isms, currency, &planned);
            out_of_step = staleness::told(outlook.known())
                .into_iter()
                .map(|x| impact_line(&outlook.after, x))
                .filter(|l| !l.id.contains('/') && l.id != *r.code)
                .collect();
        }
    }
    Price { number, people, out_of_step }
}
/// The page of a policy.
pub fn policy_shown(isms: &Isms, currency: &Currency, today: NaiveDate, code: &str) -> Result<PolicyShown, Refusal> {
    let (r, p) = policy(isms, code)?;
    let all = held(isms, today, code)?;
    let draft = all.iter().find(|h| h.shown.key == DRAFT).map(|h| DraftShown {
        state: h.shown.state,
        text: text(&h.body, "text").into(),
        file: h.shown.file.clone(),
        change: h.shown.change.clone(),
        changed_what: h.shown.changed_what.clone(),
        from: h.shown.from,
    });
    let words = all.iter().find(|h| h.shown.key != DRAFT).map(|h| text(&h.body, "text").to_string());
    Ok(PolicyShown {
        first: is_first(r),
        major: price(isms, currency, today, r, p, VersionChange::Major),
        minor: price(isms, currency, today, r, p, VersionChange::Minor),
        may_approve: p.approvers(isms, code, VersionChange::Major),
        may_approve_minor: p.approvers(isms, code, VersionChange::Minor),
        proposed_from: if is_first(r) { today } else { dates::add_days(today, 14) },
        words: words.unwrap_or_default(),
        draft,
        versions: all.into_iter().map(|h| h.shown).collect(),
    })
}

// ---- the acts

/// What the owner wrote of the next version; what is not given stays as it is in the draft.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Written {
    pub text: Option<String>,
    /// Code of the file that is its text.
    pub file: Option<String>,
    pub file_text: Option<String>,
    pub change: Option<VersionChange>,
    pub changed_what: Option<String>,
    pub in_force_from: Option<NaiveDate>,
    /// Goes on to ask for approval in the same act.
    pub ask: bool,
}
fn gone(r: &Record) -> Result<(), Refusal> {
    if r.retired() || r.state() == "withdrawn" {
        return Err(Refusal::new(
            "state",
            &*r.code,
            format!("{} was withdrawn.", r.code),
            "Bring it back first, or write another.",
        ));
    }
    Ok(())
}
fn proposal(verb: Verb, why: &str, code: &str, fields: Map<String, Value>) -> Proposal {
    Proposal { verb, why: why.trim().into(), changes: vec![Change::put("policy", code, Value::Object(fields))] }
}
/// Keeps what was written as the draft of the next version; of a document that was never in force, as its text.
pub fn write(isms: &Isms, today: NaiveDate, code: &str, w: &Written) -> Result<Proposal, Refusal> {
    let (r, p) = policy(isms, code)?;
    gone(r)?;
    let first = is_first(r);
    if w.text.is_some() && w.file.is_some() {
        return Err(Refusal::new(
            "field",
            format!("{code}.text"),
            "There is a text and a file.",
            "Give one of the two.",
        ));
    }
    if w.text.as_ref().is_some_and(|t| t.trim().is_empty()) {
        return Err(Refusal::new(
            "field",
            format!("{code}.text"),
            "There is no text yet.",
            "Write it, or attach a file.",
        ));
    }
    let head = r.body_json();
    let before = head.get("draft").and_then(Value::as_object).cloned();
    let fresh = before.is_none() && !first;
    let mut d = if first { Map::new() } else { before.unwrap_or_default() };
    if let Some(t) = &w.text {
        d.insert("text".into(), t.clone().into());
        d.insert("file".into(), Value::Null);
        d.insert("file_text".into(), Value::Null);
    }
    if let Some(f) = &w.file {
        d.insert("file".into(), f.clone().into());
        d.insert("file_text".into(), w.file_text.clone().map_or(Value::Null, Value::from));
        d.insert("text".into(), Value::Null);
    }
    let same = |f: &str| d.get(f).filter(|v| !v.is_null()) == head.get(f);
    if fresh && w.text.is_none() && w.file.is_none() || !first && same("text") && same("file") && same("file_text") {
        return Err(Refusal::new(
            "field",
            format!("{code}.text"),
            format!("This is the text of version {}, which is in force.", p.version),
            "Change something, or leave it.",
        ));
    }
    if let Some(what) = &w.changed_what {
        if what.chars().count() > 400 {
            return Err(Refusal::new(
                "field",
                format!("{code}.changed_what"),
                format!("{} characters are too many to be read before the text.", what.chars().count()),
                "Two sentences, at most 400 characters.",
            ));
        }
        d.insert("changed_what".into(), what.trim().into());
    }
    if let Some(from) = w.in_force_from {
        d.insert("in_force_from".into(), from.to_string().into());
    }
    if first {
        d.insert("change".into(), "major".into());
    } else {
        let change = w.change.or(p.draft.as_ref().and_then(|d| d.change));
        if let Some(change) = change {
            d.insert("change".into(), json!(change));
            d.insert("version".into(), next_number(r, p, change).to_string().into());
        }
        d.insert("state".into(), "draft".into());
        d.insert("since".into(), today.to_string().into());
    }
    if w.ask {
        ready(code, &d, &head, first)?;
        d.insert("state".into(), "in_approval".into());
    } else if first && r.state() == "in_approval" {
        d.insert("state".into(), "draft".into());
    }
    if first {
        return Ok(proposal(if w.ask { Verb::State } else { Verb::Change }, "", code, d));
    }
    d.retain(|_, v| !v.is_null());
    Ok(proposal(Verb::Change, "", code, Map::from_iter([("draft".to_string(), Value::Object(d))])))
}
/// Is everything said that who approves has to know?
fn ready(code: &str, d: &Map<String, Value>, head: &Map<String, Value>, first: bool) -> Result<(), Refusal> {
    let has =
        |f: &str| d.get(f).or(if first { head.get(f) } else { None }).is_some_and(|v| !crate::canonical::empty(v));
    let mut bad = Vec::new();
    if !has("text") && !has("file") {
        bad.push(Refusal::new("field", format!("{code}.text"), "There is no text yet.", "Write it, or attach a file."));
    }
    if !first && !has("change") {
        bad.push(Refusal::new(
            "field",
            format!("{code}.change"),
            "It is not said whether anyone has to act differently.",
            "Yes makes it the next whole number, no the next after the point.",
        ));
    }
    if !first && !has("changed_what") {
        bad.push(Refusal::new(
            "field",
            format!("{code}.changed_what"),
            "It is not said what changed.",
            "Tell your colleagues in two sentences.",
        ));
    }
    Refusal::all(bad)
}
/// Where the draft stands, or a refusal that there is none.
fn waiting(r: &Record, p: &Policy) -> Result<bool, Refusal> {
    gone(r)?;
    if is_first(r) {
        return Ok(r.state() == "in_approval");
    }
    match &p.draft {
        Some(d) => Ok(d.state != Some(DraftState::Draft)),
        None => Err(Refusal::new(
            "state",
            &*r.code,
            format!("{} has no draft: version {} is in force.", r.code, p.version),
            "Write the next version first.",
        )),
    }
}
fn draft_with(r: &Record, set: &[(&str, Value)]) -> Map<String, Value> {
    let mut d = r.body_json().get("draft").and_then(Value::as_object).cloned().unwrap_or_default();
    for (f, v) in set {
        d.insert((*f).into(), v.clone());
    }
    Map::from_iter([("draft".to_string(), Value::Object(d))])
}
/// Asks for approval of the draft as it stands.
pub fn ask(isms: &Isms, today: NaiveDate, code: &str) -> Result<Proposal, Refusal> {
    let (r, p) = policy(isms, code)?;
    if waiting(r, p)? {
        return Err(Refusal::new(
            "state",
            code,
            "Its approval was asked for already.",
            "Approve it, or refuse it with why.",
        ));
    }
    let head = r.body_json();
    let first = is_first(r);
    let d = head.get("draft").and_then(Value::as_object).cloned().unwrap_or_default();
    ready(code, &d, &head, first)?;
    if first {
        return Ok(proposal(Verb::State, "", code, Map::from_iter([("state".to_string(), "in_approval".into())])));
    }
    let fields = draft_with(r, &[("state", "in_approval".into()), ("since", today.to_string().into())]);
    let why = format!("Approval of version {} is asked for.", text(&d, "version"));
    Ok(proposal(Verb::Change, &why, code, fields))
}
/// Puts the draft in force: its words into the record, the next number, who approved it when and how. One act.
pub fn approve(
    isms: &Isms,
    today: NaiveDate,
    sits_here: &str,
    code: &str,
    approval: &Value,
    from: Option<NaiveDate>,
) -> Result<Proposal, Refusal> {
    let (r, p) = policy(isms, code)?;
    waiting(r, p)?;
    let first = is_first(r);
    let head = r.body_json();
    let d = head.get("draft").and_then(Value::as_object).cloned().unwrap_or_default();
    ready(code, &d, &head, first)?;
    let said = approval.as_object().cloned().unwrap_or_default();
    let change = if first {
        VersionChange::Major
    } else {
        p.draft.as_ref().and_then(|d| d.change).unwrap_or(VersionChange::Major)
    };
    let by = text(&said, "by");
    let may = p.approvers(isms, code, change);
    if !by.is_empty() && !may.iter().any(|m| m == by) {
        let who: Vec<String> = may.iter().map(|m| isms.name_of(m)).collect();
        return Err(Refusal::new(
            "approval",
            format!("{code}.approved"),
            format!("{} may not approve this version.", isms.name_of(by)),
            format!("Only these may decide it: {}.", who.join(" or ")),
        ));
    }
    let left =
        isms.get::<Person>(by).is_some_and(|x| x.left_on.is_some_and(|l| day(&said, "on").is_some_and(|on| on > l.0)));
    if left {
        return Err(Refusal::new(
            "approval",
            format!("{code}.approved"),
            format!("{} had left by that day.", isms.name_of(by)),
            "Somebody who is here has to approve it.",
        ));
    }
    if text(&said, "how") == "in_app" && !by.is_empty() && by != sits_here {
        return Err(Refusal::new(
            "approval",
            format!("{code}.approved"),
            format!("{} does not sit here now; {} does.", isms.name_of(by), isms.name_of(sits_here)),
            "Say how you have their word: signed paper, e-mail or minutes, with its proof.",
        ));
    }
    let on = day(&said, "on").unwrap_or(today);
    let from = from
        .or_else(|| day(if first { &head } else { &d }, "in_force_from").filter(|f| *f >= on))
        .unwrap_or(on.max(today));
    let mut set = Map::new();
    if !first {
        for f in ["text", "file", "file_text", "changed_what"] {
            set.insert(f.into(), d.get(f).cloned().unwrap_or_default());
        }
        if let Some(roles) = d.get("for_roles").filter(|v| !crate::canonical::empty(v)) {
            set.insert("for_roles".into(), roles.clone());
        }
        set.insert("change".into(), json!(change));
        set.insert("version".into(), next_number(r, p, change).to_string().into());
        set.insert("draft".into(), Value::Null);
    }
    set.insert("approved".into(), Value::Object(said));
    set.insert("in_force_from".into(), from.to_string().into());
    set.insert("state".into(), "in_force".into());
    Ok(proposal(Verb::Publish, "", code, set))
}
/// Not approved, and why: back to being a draft.
pub fn refuse(isms: &Isms, today: NaiveDate, code: &str, why: &str) -> Result<Proposal, Refusal> {
    let (r, p) = policy(isms, code)?;
    if !waiting(r, p)? {
        return Err(Refusal::new(
            "state",
            code,
            "Nobody was asked to approve it yet.",
            "Ask for approval, or go on writing.",
        ));
    }
    if why.trim().chars().count() < 10 {
        return Err(Refusal::new(
            "field",
            "why",
            "It is not said why.",
            "Say in one sentence what has to be different.",
        ));
    }
    if is_first(r) {
        return Ok(proposal(Verb::State, why, code, Map::from_iter([("state".to_string(), "draft".into())])));
    }
    let fields = draft_with(r, &[("state", "draft".into()), ("since", today.to_string().into())]);
    Ok(proposal(Verb::Change, &format!("Not approved: {}", why.trim()), code, fields))
}
/// The draft is given up; the version in force stays.
pub fn drop_draft(isms: &Isms, code: &str, why: &str) -> Result<Proposal, Refusal> {
    let (r, p) = policy(isms, code)?;
    waiting(r, p)?;
    if is_first(r) {
        return Err(Refusal::new("state", code, "It is the first version.", "Retire the policy instead, with why."));
    }
    if why.trim().chars().count() < 10 {
        return Err(Refusal::new("field", "why", "It is not said why.", "Say in one sentence why it is not needed."));
    }
    Ok(proposal(Verb::Change, why, code, Map::from_iter([("draft".to_string(), Value::Null)])))
}
