//! The kind's own checks for each row, by planning it alone; a refusal is brought back to the row and column that it came from.
//! Nothing is written: a plan changes nothing.
use crate::cells::Work;
use crate::draft::{Draft, Extra, RowError, What};
use chrono::{NaiveDate, NaiveTime};
use isms::{Change, Declare, Isms, Proposal, Refusal, Stamp, Verb};
use serde_json::{Map, Value as Json, json};

/// The changes of a row, and of what hangs on it.
pub(crate) fn changes(
    kind: &str,
    row: u32,
    mut fields: Map<String, Json>,
    extras: &[Extra],
    code: &str,
) -> Vec<Change> {
    let mut out = Vec::new();
    for (i, x) in extras.iter().enumerate() {
        let name = format!("@x{row}-{i}");
        let mut extra = x.fields.clone();
        extra.insert("from".into(), code.into());
        let list = fields.entry(x.listed_in).or_insert_with(|| json!([]));
        if let Some(a) = list.as_array_mut() {
            a.push(name.clone().into());
        }
        out.push(Change::Put { kind: x.kind.into(), code: Some(name), fields: extra, declare: Declare::Nothing });
    }
    out.insert(0, Change::Put { kind: kind.into(), code: Some(code.into()), fields, declare: Declare::Nothing });
    out
}
pub(crate) fn shared(list: &[(String, Extra)]) -> Vec<Change> {
    list.iter()
        .map(|(name, x)| Change::Put {
            kind: x.kind.into(),
            code: Some(name.clone()),
            fields: x.fields.clone(),
            declare: Declare::Nothing,
        })
        .collect()
}

fn stamp<'a>(today: NaiveDate, salt: &'a mut dyn FnMut() -> [u8; 32]) -> Stamp<'a> {
    Stamp { at: today.and_time(NaiveTime::MIN).and_utc(), on: today, by: "P-001".into(), salt }
}
/// Can it be planned? All mistakes are in the refusal.
pub(crate) fn plan(isms: &Isms, today: NaiveDate, proposal: Proposal) -> Result<(), Refusal> {
    let mut salt = || [0u8; 32];
    isms.plan(proposal, &mut stamp(today, &mut salt)).map(|_| ())
}

/// Plans each row that would do something, and hangs what is refused on it.
pub(crate) fn rows(work: &Work, drafts: &mut [Draft], most: usize) -> usize {
    let mut checked = 0;
    let fresh = isms::kinds::kind_id(work.info.name).map(|k| work.isms.next_code(k)).unwrap_or_default();
    for d in drafts.iter_mut().filter(|d| matches!(d.what, What::New | What::Changed) && d.errors.is_empty()) {
        if checked == most {
            break;
        }
        checked += 1;
        let code = d.code.clone().unwrap_or_else(|| fresh.clone());
        let mut list = shared(&work.shared);
        list.extend(changes(work.info.name, d.row, d.fields.clone(), &d.extras, &code));
        if d.fields.is_empty() && d.extras.is_empty() {
            continue;
        }
        if let Err(r) = plan(work.isms, work.today, Proposal { verb: Verb::Import, why: String::new(), changes: list })
        {
            for one in r.each() {
                d.errors.push(error(work, d, &code, one));
            }
            d.what = What::Wrong;
        }
    }
    checked
}

fn error(work: &Work, d: &Draft, code: &str, r: &Refusal) -> RowError {
    let field = r.place.strip_prefix(code).map(|p| p.trim_start_matches('.')).unwrap_or_default();
    let field = field.split(['.', '[']).next().unwrap_or_default();
    let places: &[&str] = match field {
        "assurance" => &["iso27001_until"],
        "title" | "person" => &["title", "last_name", "email"],
        "because_of" => &["because_of", "because_law", "because_contract"],
        _ => &[],
    };
    let column = work.column(field).or_else(|| places.iter().find_map(|p| work.column(p)));
    let value = column
        .and_then(|c| work.table.rows.iter().find(|l| l.number == d.row).map(|l| work.cell(l, c).show()))
        .unwrap_or_default();
    let text = if r.hint.is_empty() { r.text.clone() } else { format!("{} {}", r.text, r.hint) };
    RowError {
        column: column.map(|c| c.name.clone()).unwrap_or_default(),
        value: crate::fold::shown(&value),
        text,
        mend: Vec::new(),
    }
}

/// A day, the next one, and who: with the records that were looked at.
type Looked = ((NaiveDate, Option<NaiveDate>, String), Vec<String>);
/// "Last reviewed on" of the rows as reviews that are carried over: one a day and person.
pub(crate) fn reviews(work_isms: &Isms, file: &str, wizard: &str, drafts: &[&Draft]) -> Vec<Change> {
    let mut groups: Vec<Looked> = Vec::new();
    for d in drafts {
        let (Some((on, next)), Some(code)) = (d.reviewed, &d.code) else { continue };
        let own = d.fields.get("owner").and_then(Json::as_str).map(String::from);
        let was =
            || work_isms.record(code).and_then(|r| r.body_json().get("owner").and_then(Json::as_str).map(String::from));
        let Some(by) = own.or_else(was) else { continue };
        let id = (on, next, by);
        match groups.iter_mut().find(|(g, _)| *g == id) {
            Some((_, about)) => about.push(code.clone()),
            None => groups.push((id, vec![code.clone()])),
        }
    }
    groups
        .into_iter()
        .map(|((on, next, by), about)| {
            let mut fields = Map::new();
            fields.insert("wizard".into(), wizard.into());
            fields.insert("about".into(), about.into());
            fields.insert("held_on".into(), on.to_string().into());
            fields.insert("by".into(), by.into());
            fields.insert("outcome".into(), "carried_over".into());
            fields.insert(
                "why".into(),
                format!("Carried over from {file}, which says that it was last reviewed on this day.").into(),
            );
            if let Some(n) = next {
                fields.insert("next_by".into(), n.to_string().into());
            }
            Change::Put { kind: "review".into(), code: None, fields, declare: Declare::Nothing }
        })
        .collect()
}
