//! What a record kind declares, and what everything generic is driven by: the fields with their types, read from the struct's schema.
//! A kind is one file under `kinds/` and one line of `kinds.rs`; nothing else knows its name.
use crate::check::Check;
use crate::refusal::Refusal;
use crate::words::*;
use schemars::{JsonSchema, generate::SchemaSettings};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::any::Any as StdAny;

/// A set of kinds that a link may lead to.
pub trait Kinds {
    const NAMES: &'static [&'static str];
}
impl<K: Kind> Kinds for K {
    const NAMES: &'static [&'static str] = &[K::NAME];
}
impl<A: Kind, B: Kind> Kinds for (A, B) {
    const NAMES: &'static [&'static str] = &[A::NAME, B::NAME];
}
impl<A: Kind, B: Kind, C: Kind> Kinds for (A, B, C) {
    const NAMES: &'static [&'static str] = &[A::NAME, B::NAME, C::NAME];
}
/// Every kind.
pub struct Any;
impl Kinds for Any {
    const NAMES: &'static [&'static str] = &[];
}

/// Group of the list of places (UX 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Group {
    Threats,
    Business,
    Rules,
    Audit,
}

/// A move between states that the owner may make, with its verb. One without a verb has no button: a guide goes that way in one act.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Arrow {
    pub from: &'static str,
    pub to: &'static str,
    pub verb: &'static str,
}
pub const fn arrow(from: &'static str, to: &'static str, verb: &'static str) -> Arrow {
    Arrow { from, to, verb }
}

/// A facet: a named group of material fields that a rule may ask for alone. Facet 0 is always "all that is material, the state and retirement".
pub type Facet = (&'static str, &'static [&'static str]);

/// A record kind. The struct's doc comment says what it is; each field's doc comment is the question that the owner reads (up to the first
/// question mark) and its hint (the rest); the field's type is its control, its check and its link. `Option` and sets need not be answered.
///
/// `title`, `notes`, `tags`, `evidence`, and for reviewed kinds `owner` and `review_every`, are in `Common` and not repeated in the struct,
/// unless the kind asks them in other words. `state` and `retired` are kept by the program.
pub trait Kind: Serialize + DeserializeOwned + JsonSchema + Send + Sync + 'static {
    /// Stored; never renamed.
    const NAME: &'static str;
    const PREFIX: &'static str;
    /// Digits of the number in a code.
    const PAD: usize = 3;
    const TITLE: &'static str;
    const PLURAL: &'static str;
    const CLAUSE: &'static str;
    /// Name of a symbol in `ui/icons.svg`.
    const ICON: &'static str;
    const GROUP: Group;
    /// Not among the places at first, but under "More".
    const MORE: bool = false;
    /// Version of the body; `upcast` lifts older ones.
    const VERSION: u32 = 1;
    /// A target that a person reviews.
    const REVIEWED: bool = false;
    /// Has a `title` of its own. Proofs have none; theirs is made by `title`.
    const TITLED: bool = true;
    /// A proof: never edited; a wrong one is retired with a why and recorded anew.
    const PROOF: bool = false;
    /// Keeps a `secret` beside its fields: 32 random bytes that are made when it is added and never change. Nobody gives one, nothing shows it.
    const KEYED: bool = false;
    /// Names of the material fields (mark M of DOMAIN 2).
    const MATERIAL: &'static [&'static str] = &[];
    /// Facets that rules ask for, at most 7.
    const FACETS: &'static [Facet] = &[];
    /// Fields whose edge passes a change on to what rests on this record (DOMAIN 3.6).
    const CONDUCTS: &'static [&'static str] = &[];
    /// First: the state of a new record. Empty: the kind has no states.
    const STATES: &'static [&'static str] = &[];
    const ARROWS: &'static [Arrow] = &[];
    /// Is a change of state material?
    const STATE_MATERIAL: bool = true;
    /// Columns of its register, in order.
    const COLUMNS: &'static [&'static str] = &[];
    /// The guide that its items offer, and the verb on the button.
    const WIZARD: Option<&'static str> = None;
    const VERB: &'static str = "Review";
    /// The guides among which a record has its own, where that depends on the record; `guide` says which.
    const GUIDES: &'static [&'static str] = &[];
    /// Fields that say whose the record is. It goes with people who are erased if it is theirs alone: one link leads to them, or all of several
    /// do and nobody else's record rests on it.
    const WHOSE: &'static [&'static str] = &[];
    /// How often it is looked at unless the record or a routine says otherwise: (every, unit, lead in days).
    const EVERY: Option<(u32, Unit, u32)> = None;
    /// Routine number of the programme (DOMAIN 4) that gives the kind its cadence: "risk-review" …; empty: none.
    const ROUTINE: &'static str = "";

    /// Title of a kind that has none of its own.
    fn title(&self) -> String {
        String::new()
    }
    /// The guide of this record, and the verb on its button.
    fn guide(&self) -> Option<(&'static str, &'static str)> {
        Self::WIZARD.map(|w| (w, Self::VERB))
    }
    /// Bounds that no type can say: one field against another, or against the rest of the file.
    fn check(&self, _: &Check) -> Vec<Refusal> {
        Vec::new()
    }
    /// Is this news active (DOMAIN 2, "Active")? Only for kinds with ⇒ edges.
    fn active(&self, _state: &str) -> bool {
        false
    }
    /// Values of a field that mean the same to a fingerprint: ("works", ["yes", "not_checked", ""]) (DOMAIN 3.10, 2).
    const ALIKE: &'static [(&'static str, &'static [&'static str])] = &[];
    /// Fills in what is kept by the program, on every save, before the checks.
    fn complete(_body: &mut serde_json::Map<String, Value>, _: &Check) {}
    /// What an erased record was on a day, as far as the facts that stayed tell: put into the body that stands in for the one that is gone.
    fn as_it_was(_body: &mut serde_json::Map<String, Value>, _on: chrono::NaiveDate) {}
    /// Lifts the body of an older version. Old bytes stay as they were hashed.
    fn upcast(_from: u32, body: Value) -> Value {
        body
    }
    /// A complete, plausible body: for tests, the schema's example and the benchmarks. Links name codes of other examples ("P-0", "A-1").
    fn example() -> Value;
}

/// Fields of every kind, and of every reviewed kind.
#[derive(Clone, Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct Common {
    /// What do you call it?
    pub title: Option<Text>,
    /// Who answers for it?
    pub owner: Option<Ref<crate::kinds::Person>>,
    /// How often should it be looked at? Empty: as the programme says.
    pub review_every: Option<Cadence>,
    /// What proves it?
    #[serde(default)]
    #[schemars(extend("personal" = true))]
    pub evidence: Refs<crate::kinds::Evidence>,
    /// Anything else worth knowing?
    #[schemars(extend("personal" = true))]
    pub notes: Option<Prose>,
    /// Words to find it by?
    #[serde(default)]
    #[schemars(extend("personal" = true))]
    pub tags: Vec<Text>,
    /// (kept by the program) Where it stands.
    pub state: Option<String>,
    /// (kept by the program) Why it no longer exists, applies, or is done.
    pub retired: Option<String>,
    /// (kept by the program) Was only ever added by an act that was undone.
    #[serde(default)]
    pub withdrawn: bool,
}

/// What a field may hold: its check, its control, its link.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Ty {
    Text,
    Prose,
    /// On the wire the page is told the control, so some words share a name.
    #[serde(rename = "prose")]
    LongProse,
    /// Words taken out of a file.
    #[serde(rename = "prose")]
    FileText,
    PersonalText,
    PersonalProse,
    Link,
    Moment,
    Number,
    #[serde(rename = "text")]
    Target,
    Date,
    #[serde(rename = "date")]
    Past,
    Score,
    Percent,
    Count,
    Money,
    Bool,
    Version,
    Cadence,
    Clauses,
    Approval,
    Choice {
        of: Vec<Choice>,
    },
    Many {
        of: Vec<Choice>,
    },
    Ref {
        kinds: Vec<String>,
        edge: Option<Edge>,
    },
    Refs {
        kinds: Vec<String>,
        edge: Option<Edge>,
    },
    Texts,
    #[serde(rename = "codes")]
    Targets,
    /// A row with its own fields.
    Row {
        of: Vec<Field>,
    },
    /// Up to 500 rows.
    List {
        of: Vec<Field>,
    },
    /// A file of this sort, read into rows; only in guides.
    Drop {
        of: String,
    },
    /// Free JSON of the program.
    #[serde(rename = "text")]
    Free,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Choice {
    /// Stored.
    pub name: String,
    /// On the button.
    pub label: String,
    pub meaning: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Field {
    /// Stored; never renamed.
    pub name: String,
    pub question: String,
    pub hint: String,
    pub ty: Ty,
    pub required: bool,
    /// "status=partly|in_place": asked for, and then required, only when that holds. Empty: always.
    pub case: String,
    pub material: bool,
    /// Names of the facets it belongs to.
    pub facets: Vec<String>,
    pub conducts: bool,
    /// Kept by the program: shown, never asked.
    pub program: bool,
    /// Goes when the record is erased (GDPR Art. 17); all others say that something was so, and stay.
    #[serde(skip)]
    pub personal: bool,
}

/// A kind with its type erased. One per kind, made once.
pub struct KindInfo {
    pub name: &'static str,
    pub prefix: &'static str,
    pub pad: usize,
    pub title: &'static str,
    pub plural: &'static str,
    /// The struct's doc comment.
    pub about: String,
    pub clause: &'static str,
    pub icon: &'static str,
    pub group: Group,
    pub more: bool,
    pub version: u32,
    pub reviewed: bool,
    pub titled: bool,
    pub proof: bool,
    pub keyed: bool,
    pub fields: Vec<Field>,
    pub facets: &'static [Facet],
    pub states: &'static [&'static str],
    pub arrows: &'static [Arrow],
    pub state_material: bool,
    pub columns: &'static [&'static str],
    pub wizard: Option<&'static str>,
    pub verb: &'static str,
    pub guides: &'static [&'static str],
    pub guide: fn(&(dyn StdAny + Send + Sync)) -> Option<(&'static str, &'static str)>,
    pub whose: &'static [&'static str],
    pub every: Option<(u32, Unit, u32)>,
    pub routine: &'static str,
    /// JSON Schema of the whole body, with "title" = the question of each field.
    pub schema: Value,
    pub decode: fn(&str) -> Result<std::sync::Arc<dyn StdAny + Send + Sync>, String>,
    pub title_of: fn(&(dyn StdAny + Send + Sync)) -> String,
    pub check: fn(&(dyn StdAny + Send + Sync), &Check) -> Vec<Refusal>,
    pub active: fn(&(dyn StdAny + Send + Sync), &str) -> bool,
    pub alike: &'static [(&'static str, &'static [&'static str])],
    pub complete: fn(&mut serde_json::Map<String, Value>, &Check),
    pub as_it_was: fn(&mut serde_json::Map<String, Value>, chrono::NaiveDate),
    pub upcast: fn(u32, Value) -> Value,
    pub example: fn() -> Value,
}

impl KindInfo {
    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|f| f.name == name)
    }
    pub fn field_ix(&self, name: &str) -> Option<u16> {
        self.fields.iter().position(|f| f.name == name).map(|i| i as u16)
    }
    /// Number of a facet: 0 is all that is material.
    pub fn facet(&self, name: &str) -> usize {
        self.facets.iter().position(|(n, _)| *n == name).map_or(0, |i| i + 1)
    }
    /// "R-012"; own controls "SOA-X01" and the like are given, not counted.
    pub fn code(&self, number: u32) -> String {
        format!("{}-{:0pad$}", self.prefix, number, pad = self.pad)
    }
    pub fn has_news(&self) -> bool {
        self.fields.iter().any(|f| matches!(&f.ty, Ty::Refs { edge: Some(Edge::BearsOn), .. }))
    }
}

/// The kind as everything generic sees it.
pub fn info<K: Kind>() -> KindInfo {
    let schema = schema_of::<K>();
    let common = schema_of::<Common>();
    let mut fields = Vec::new();
    let mut push = |mut f: Field| {
        f.material = K::MATERIAL.contains(&f.name.as_str());
        f.facets = K::FACETS
            .iter()
            .filter(|(_, names)| names.contains(&f.name.as_str()))
            .map(|(n, _)| n.to_string())
            .collect();
        f.conducts = K::CONDUCTS.contains(&f.name.as_str());
        fields.push(f);
    };
    let own = fields_of(&schema);
    let has = |name: &str| own.iter().any(|f| f.name == name);
    let shared = fields_of(&common);
    let take = |name: &str| shared.iter().find(|f| f.name == name).cloned();
    if K::TITLED && !has("title") {
        if let Some(mut f) = take("title") {
            f.required = true;
            push(f);
        }
    }
    if K::REVIEWED && !has("owner") {
        if let Some(mut f) = take("owner") {
            f.required = true;
            push(f);
        }
    }
    own.iter().cloned().for_each(&mut push);
    if K::REVIEWED {
        take("review_every").into_iter().for_each(&mut push);
    }
    if !K::PROOF {
        take("evidence").into_iter().for_each(&mut push);
    }
    take("notes").into_iter().for_each(&mut push);
    if !K::PROOF {
        take("tags").into_iter().for_each(&mut push);
    }
    let about = schema.get("description").and_then(Value::as_str).unwrap_or_default().to_string();
    let schema = whole_schema(K::NAME, &about, &fields);
    KindInfo {
        name: K::NAME,
        prefix: K::PREFIX,
        pad: K::PAD,
        title: K::TITLE,
        plural: K::PLURAL,
        about,
        clause: K::CLAUSE,
        icon: K::ICON,
        group: K::GROUP,
        more: K::MORE,
        version: K::VERSION,
        reviewed: K::REVIEWED,
        titled: K::TITLED,
        proof: K::PROOF,
        keyed: K::KEYED,
        fields,
        facets: K::FACETS,
        states: K::STATES,
        arrows: K::ARROWS,
        state_material: K::STATE_MATERIAL,
        columns: K::COLUMNS,
        wizard: K::WIZARD,
        verb: K::VERB,
        guides: K::GUIDES,
        guide: |body| body.downcast_ref::<K>().and_then(K::guide),
        whose: K::WHOSE,
        every: K::EVERY,
        routine: K::ROUTINE,
        schema,
        decode: |text| {
            serde_json::from_str::<K>(text)
                .map(|k| std::sync::Arc::new(k) as std::sync::Arc<dyn StdAny + Send + Sync>)
                .map_err(|e| unread(&e))
        },
        title_of: |body| body.downcast_ref::<K>().map(K::title).unwrap_or_default(),
        check: |body, check| body.downcast_ref::<K>().map(|k| k.check(check)).unwrap_or_default(),
        active: |body, state| body.downcast_ref::<K>().is_some_and(|k| k.active(state)),
        alike: K::ALIKE,
        complete: K::complete,
        as_it_was: K::as_it_was,
        upcast: K::upcast,
        example: K::example,
    }
}

fn schema_of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12()
        .with(|s| s.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<T>()
        .to_value()
}

/// The fields of a struct's schema, in the order in which they are declared. Also used for the questions of wizards.
pub fn fields_of(schema: &Value) -> Vec<Field> {
    let required: Vec<&str> = schema
        .get("required")
        .and_then(Value::as_array)
        .map(|a| a.iter().filter_map(Value::as_str).collect())
        .unwrap_or_default();
    let Some(properties) = schema.get("properties").and_then(Value::as_object) else { return Vec::new() };
    properties
        .iter()
        .map(|(name, s)| {
            let doc = s.get("description").and_then(Value::as_str).unwrap_or_default();
            let told = doc.strip_prefix("(kept by the program)");
            let (question, hint) = question_and_hint(told.unwrap_or(doc));
            Field {
                name: name.clone(),
                question,
                hint,
                personal: s.get("personal") == Some(&Value::Bool(true))
                    || matches!(Ty::of(s), Ty::PersonalText | Ty::PersonalProse),
                ty: Ty::of(s),
                required: required.contains(&name.as_str()),
                case: s.get("case").and_then(Value::as_str).unwrap_or_default().to_string(),
                material: false,
                facets: Vec::new(),
                conducts: false,
                program: told.is_some(),
            }
        })
        .collect()
}
/// Fields of any struct of questions.
pub fn questions<T: JsonSchema>() -> Vec<Field> {
    fields_of(&schema_of::<T>())
}

/// "Who has the say over it? The one with the money." → question, hint.
fn question_and_hint(doc: &str) -> (String, String) {
    let doc = doc.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = doc.find("? ").map(|i| i + 1).or_else(|| doc.find(". ").map(|i| i + 1)).unwrap_or(doc.len());
    (doc[..end].trim().to_string(), doc[end..].trim().to_string())
}

impl Ty {
    /// Reads the type from the schema of a field.
    pub fn of(schema: &Value) -> Ty {
        // Option<T>: anyOf [T, null], or type: ["string", "null"]
        if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
            if let Some(inner) = any.iter().find(|s| s.get("type").and_then(Value::as_str) != Some("null")) {
                return Ty::of(inner);
            }
        }
        let kinds = || {
            schema
                .get("kinds")
                .and_then(Value::as_array)
                .map(|a| a.iter().filter_map(Value::as_str).map(String::from).collect())
                .unwrap_or_default()
        };
        let edge = || schema.get("edge").and_then(|e| serde_json::from_value(e.clone()).ok()).flatten();
        match schema.get("x").and_then(Value::as_str) {
            Some("text") => return Ty::Text,
            Some("prose") => return Ty::Prose,
            Some("long_prose") => return Ty::LongProse,
            Some("file_text") => return Ty::FileText,
            Some("personal_text") => return Ty::PersonalText,
            Some("personal_prose") => return Ty::PersonalProse,
            Some("link") => return Ty::Link,
            Some("moment") => return Ty::Moment,
            Some("number") => return Ty::Number,
            Some("target") => return Ty::Target,
            Some("date") => return Ty::Date,
            Some("past") => return Ty::Past,
            Some("score") => return Ty::Score,
            Some("percent") => return Ty::Percent,
            Some("count") => return Ty::Count,
            Some("money") => return Ty::Money,
            Some("version") => return Ty::Version,
            Some("cadence") => return Ty::Cadence,
            Some("clauses") => return Ty::Clauses,
            Some("approval") => return Ty::Approval,
            Some("drop") => {
                return Ty::Drop { of: schema.get("of").and_then(Value::as_str).unwrap_or("table").to_string() };
            }
            Some("ref") => return Ty::Ref { kinds: kinds(), edge: edge() },
            Some("refs") => return Ty::Refs { kinds: kinds(), edge: edge() },
            _ => {}
        }
        if let Some(of) = choices(schema) {
            return Ty::Choice { of };
        }
        let types: Vec<&str> = match schema.get("type") {
            Some(Value::String(s)) => vec![s],
            Some(Value::Array(a)) => a.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        if types.contains(&"boolean") {
            return Ty::Bool;
        }
        if types.contains(&"array") {
            let item = schema.get("items").cloned().unwrap_or_default();
            return match Ty::of(&item) {
                Ty::Text | Ty::PersonalText => Ty::Texts,
                Ty::Target => Ty::Targets,
                Ty::Choice { of } => Ty::Many { of },
                Ty::Row { of } => Ty::List { of },
                Ty::Ref { kinds, edge } => Ty::Refs { kinds, edge },
                _ => Ty::Free,
            };
        }
        if types.contains(&"object") && schema.get("properties").is_some() {
            return Ty::Row { of: fields_of(schema) };
        }
        if types.contains(&"string") {
            return Ty::Text;
        }
        if types.contains(&"integer") {
            return Ty::Count;
        }
        Ty::Free
    }
}

fn choices(schema: &Value) -> Option<Vec<Choice>> {
    let make = |name: &str, doc: &str| {
        let (label, meaning) = match doc.split_once(". ") {
            Some((a, b)) => (a.trim_end_matches('.').to_string(), b.to_string()),
            None => (doc.trim_end_matches('.').to_string(), String::new()),
        };
        let label = if label.is_empty() { name.replace('_', " ") } else { label };
        Choice { name: name.to_string(), label, meaning }
    };
    if let Some(list) = schema.get("enum").and_then(Value::as_array) {
        return Some(list.iter().filter_map(Value::as_str).map(|n| make(n, "")).collect());
    }
    let list = schema.get("oneOf").and_then(Value::as_array)?;
    let mut out = Vec::new();
    for one in list {
        if let Some(name) = one.get("const").and_then(Value::as_str) {
            out.push(make(name, one.get("description").and_then(Value::as_str).unwrap_or_default()));
        } else if let Some(names) = one.get("enum").and_then(Value::as_array) {
            out.extend(names.iter().filter_map(Value::as_str).map(|n| make(n, "")));
        } else if one.get("type").and_then(Value::as_str) != Some("null") {
            return None;
        }
    }
    Some(out)
}

fn whole_schema(name: &str, about: &str, fields: &[Field]) -> Value {
    let mut properties = serde_json::Map::new();
    for f in fields {
        let mut s = f.ty.schema();
        if let Some(o) = s.as_object_mut() {
            o.insert("title".into(), f.question.clone().into());
            if !f.hint.is_empty() {
                o.insert("description".into(), f.hint.clone().into());
            }
        }
        properties.insert(f.name.clone(), s);
    }
    let required: Vec<&str> = fields.iter().filter(|f| f.required).map(|f| f.name.as_str()).collect();
    serde_json::json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": format!("isms:{name}"), "description": about, "type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

impl Ty {
    /// Plain JSON Schema of a value of this type.
    pub fn schema(&self) -> Value {
        use serde_json::json;
        let names = |of: &[Choice]| of.iter().map(|c| c.name.clone()).collect::<Vec<_>>();
        match self {
            Ty::Text | Ty::PersonalText => json!({"type": "string", "minLength": 1, "maxLength": 200}),
            Ty::Prose | Ty::PersonalProse => json!({"type": "string", "maxLength": 20_000}),
            Ty::LongProse => json!({"type": "string", "maxLength": 200_000}),
            Ty::FileText => json!({"type": "string", "maxLength": 1_000_000}),
            Ty::Link => json!({"type": "string", "maxLength": 2000}),
            Ty::Moment => json!({"type": "string", "format": "date-time"}),
            Ty::Number => json!({"type": ["string", "number"]}),
            Ty::Target => json!({"type": "string"}),
            Ty::Date | Ty::Past => json!({"type": "string", "format": "date"}),
            Ty::Score => json!({"type": "integer", "minimum": 1, "maximum": 5}),
            Ty::Percent => json!({"type": "integer", "minimum": 0, "maximum": 100}),
            Ty::Count => json!({"type": "integer", "minimum": 0}),
            Ty::Money => {
                json!({"type": "object", "properties": {"minor": {"type": "integer"}, "currency": {"type": "string"}}, "required": ["minor", "currency"]})
            }
            Ty::Bool => json!({"type": "boolean"}),
            Ty::Version => json!({"type": "string", "pattern": "^[0-9]+\\.[0-9]+$"}),
            Ty::Cadence => {
                json!({"type": "object", "properties": {"every": {"type": "integer", "minimum": 1, "maximum": 60}, "unit": {"enum": ["day", "week", "month", "year"]}, "from": {}, "lead_days": {"type": "integer"}, "window_days": {"type": "integer"}}, "required": ["every", "unit"]})
            }
            Ty::Clauses | Ty::Texts | Ty::Targets => json!({"type": "array", "items": {"type": "string"}}),
            Ty::Approval => {
                json!({"type": "object", "properties": {"by": {"type": "string"}, "on": {"type": "string", "format": "date"}, "how": {"enum": ["in_app", "signed", "email", "minutes"]}, "proof": {"type": "array", "items": {"type": "string"}}}, "required": ["by", "on", "how"]})
            }
            Ty::Choice { of } => json!({"enum": names(of)}),
            Ty::Many { of } => json!({"type": "array", "uniqueItems": true, "items": {"enum": names(of)}}),
            Ty::Ref { .. } => json!({"type": "string"}),
            Ty::Refs { .. } => json!({"type": "array", "uniqueItems": true, "items": {"type": "string"}}),
            Ty::Row { of } => {
                let p: serde_json::Map<String, Value> = of.iter().map(|f| (f.name.clone(), f.ty.schema())).collect();
                json!({"type": "object", "properties": p})
            }
            Ty::List { of } => json!({"type": "array", "maxItems": 500, "items": Ty::Row { of: of.clone() }.schema()}),
            Ty::Drop { .. } => {
                json!({"type": "object", "properties": {"file": {"type": "string"}, "rows": {"type": "array"}}, "required": ["file"]})
            }
            Ty::Free => json!({}),
        }
    }
}

/// Why stored content is not that of its kind, in words without those of a parser: "missing field \u{201c}title\u{201d}".
pub(crate) fn unread(e: &serde_json::Error) -> String {
    if !e.is_data() {
        return format!("its content breaks off or is none, from column {} on", e.column());
    }
    let text = e.to_string();
    let text = text.split(" at line ").next().unwrap_or_default().split(", expected").next().unwrap_or_default();
    let mut open = false;
    let quoted = text.chars().map(|c| match c {
        '`' => {
            open = !open;
            if open { '\u{201c}' } else { '\u{201d}' }
        }
        c => c,
    });
    crate::caution::legible(&quoted.collect::<String>(), 120)
}
