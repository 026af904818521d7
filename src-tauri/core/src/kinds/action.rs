//! An action: something to be done by someone until a day. 6.1.1, 6.1.3 e, 6.2, 8.3, 9.3.3, 10.1, 10.2.
use super::Person;
use crate::check::Check;
use crate::kind::{Any, Arrow, Group, Kind, arrow};
use crate::refusal::Refusal;
use crate::words::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Something to be done by someone until a day.
#[derive(Clone, Debug, Serialize, Deserialize, JsonSchema)]
pub struct Action {
    /// What sort of action is it?
    pub sort: ActionSort,
    /// What exactly is to be done, and how will one see that it is done?
    pub what: Prose,
    /// What does it come from?
    pub from: Option<Ref<Any>>,
    /// Who does it?
    pub owner: Ref<Person>,
    /// Until when?
    pub due: Date,
    /// (kept by the program) Until when was it first to be done?
    pub first_due: Option<Date>,
    /// Why was it put off, the last time?
    pub moved_why: Option<Prose>,
    /// When was it done?
    #[schemars(extend("case" = "state=done|checked"))]
    pub done_on: Option<Past>,
    /// What was done in the end?
    pub result: Option<Prose>,
    /// After how many days will you check that it worked?
    pub check_after_days: Option<Count>,
    /// When was that checked?
    pub checked_on: Option<Past>,
    /// Did it work?
    #[schemars(extend("case" = "state=checked"))]
    pub effective: Option<Effective>,
    /// How can you tell?
    pub effective_because: Option<Prose>,
    /// Why was it dropped?
    #[schemars(extend("case" = "state=dropped"))]
    pub dropped_why: Option<Prose>,
    /// Who agreed that it is dropped?
    pub dropped_with: Option<Ref<Person>>,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActionSort {
    Treatment,
    Corrective,
    Correction,
    Improvement,
    Decision,
    Supplier,
    Vulnerability,
    Change,
}
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Effective {
    Yes,
    Partly,
    No,
}
impl Kind for Action {
    const NAME: &'static str = "action";
    const PREFIX: &'static str = "ACT";
    const TITLE: &'static str = "Action";
    const PLURAL: &'static str = "Actions";
    const CLAUSE: &'static str = "8.3";
    const ICON: &'static str = "action";
    const GROUP: Group = Group::Audit;
    const MATERIAL: &'static [&'static str] = &["what", "done_on", "effective"];
    const STATES: &'static [&'static str] = &["open", "doing", "done", "checked", "dropped"];
    const ARROWS: &'static [Arrow] = &[
        arrow("open", "doing", "Begin"),
        arrow("open", "done", "Record as done"),
        arrow("doing", "done", "Record as done"),
        arrow("done", "checked", "Record the check"),
        arrow("open", "dropped", "Drop"),
        arrow("doing", "dropped", "Drop"),
        arrow("checked", "open", "Open again"),
        arrow("done", "open", "Open again"),
    ];
    const COLUMNS: &'static [&'static str] = &["title", "owner", "due", "sort", "from"];
    const WIZARD: Option<&'static str> = Some("action-round");
    const VERB: &'static str = "Go through";

    fn complete(body: &mut Map<String, Value>, c: &Check) {
        // The first date is kept and shown, however often the action is put off.
        let first = c
            .was
            .and_then(|w| w.get("first_due"))
            .or_else(|| c.was.and_then(|w| w.get("due")))
            .or_else(|| body.get("due"))
            .cloned();
        if let Some(d) = first {
            body.insert("first_due".into(), d);
        }
        let asks = matches!(body.get("sort").and_then(Value::as_str), Some("corrective" | "treatment"));
        if asks && !body.contains_key("check_after_days") {
            body.insert("check_after_days".into(), 90.into());
        }
    }
    fn check(&self, c: &Check) -> Vec<Refusal> {
        let mut bad = Vec::new();
        if self.check_after_days.is_some_and(|d| !(7..=365).contains(&d.0)) {
            bad.push(c.field(
                "check_after_days",
                "That is too soon or too late to see an effect.",
                "Give 7 to 365 days.",
            ));
        }
        if let (Some(done), Some(checked)) = (self.done_on, self.checked_on) {
            if checked <= done {
                bad.push(c.field(
                    "checked_on",
                    &format!("The check lies before the action was done ({}).", done.0),
                    "When did you check?",
                ));
            }
        }
        if self.checked_on.is_some() && self.effective.is_none() {
            bad.push(c.field("effective", "It is not said whether it worked.", "Answer yes, partly or no."));
        }
        bad
    }
    fn example() -> Value {
        json!({"title": "Encrypt the laptops", "sort": "treatment", "what": "All disks encrypted; the list shows it.", "owner": "P-0", "due": "2026-12-31", "check_after_days": 90, "state": "open"})
    }
}
