//! What a report says, as a semantic tree: headings, prose, tables, account-book sheets, charts, links. From it come the PDF, the
//! preview on the screen and the spreadsheet. It knows what a thing *is* (a level, a state, a recorded word), never where it is drawn.
use chrono::NaiveDate;
use serde::Serialize;
use std::sync::Arc;

/// One report or pack. Same data, same `Doc`; same `Doc`, same bytes.
#[derive(Clone, Debug, Serialize)]
pub struct Doc {
    /// "Risk register"
    pub title: String,
    pub organization: String,
    /// In words: "Confidential: for the certification body".
    pub classification: String,
    pub as_of: NaiveDate,
    /// Ledger head that the figures are of. Printed in the foot of each page.
    pub checkpoint: Option<Checkpoint>,
    /// "Draft" stands in the head of each page, in words.
    pub draft: bool,
    pub sections: Vec<Section>,
    /// Files bound into the PDF (PDF/A-3), in this order. Their sum is bounded by who builds the pack, not here.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<Attached>,
}

/// A file that goes along inside the PDF: the proof behind a line of the evidence index.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Attached {
    /// A label like "EV-012 restore of May.pdf"; the press makes it safe and unique.
    pub name: String,
    /// "application/pdf". The press refuses what is not on its list.
    pub media_type: String,
    /// What it shows, in a sentence.
    pub description: String,
    /// The day it was taken on.
    pub day: NaiveDate,
    pub relationship: Relationship,
    /// Shared, never copied with the `Doc`; not for the screen.
    #[serde(skip)]
    pub bytes: Arc<[u8]>,
}

/// What an attached file is to the pages (PDF/A-3, AFRelationship).
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Relationship {
    /// It goes beyond the pages: a proof.
    Supplement,
    /// What a table or chart of the pages is drawn from: a register as CSV.
    Data,
}

/// A Merkle tree head of the trail.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Checkpoint {
    /// Number of acts.
    pub size: u64,
    /// SHA-256 tree head, 32 bytes (RFC 9162, 2.1.1).
    pub root: [u8; 32],
}

impl Checkpoint {
    /// "BC57-4F34": the first eight hexadecimal digits, for the foot of a page.
    pub fn short(&self) -> String {
        let g = self.groups();
        format!("{}-{}", g[0], g[1])
    }
    /// All 64 digits in 16 groups of four.
    pub fn groups(&self) -> Vec<String> {
        self.root.chunks(2).map(|b| format!("{:02X}{:02X}", b[0], b[1])).collect()
    }
}

/// A section begins on a new page and has an entry in the outline.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// Section number of a pack ("7"); none in a single report.
    pub number: Option<u32>,
    pub title: String,
    /// Clauses and controls shown: printed at the outer margin. "6.1.2", "A.5.1".
    pub clauses: Vec<String>,
    pub landscape: bool,
    /// Target of links: "section-7".
    pub id: String,
    /// It goes on with the numbered section before it, on its other side or on a page of its own.
    pub part: bool,
    /// Document control (7.5.3): at most two lines, at the top of each page of the section. Empty: none.
    pub control: Vec<String>,
    pub blocks: Vec<Block>,
}

/// A run of text.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Span {
    Text(String),
    Bold(String),
    /// Secondary words, in the second ink.
    Soft(String),
    /// What is owed or wrong: red ink.
    Red(String),
    /// Words of the record itself: a why, a cause, an answer as it was written. Set in the record face (serif).
    Recorded(String),
    /// A link to the place with this id in the same document ("R-012"). Where no such place exists it is printed as plain text.
    /// An empty `text` prints the number of the page that the place is on ("34"; a dash where there is no such place).
    Link {
        text: String,
        to: String,
    },
    /// What a comparison added (underlined), removed (struck through).
    Added(String),
    Removed(String),
}

/// Shorthand for one plain run.
pub fn text(s: impl Into<String>) -> Vec<Span> {
    vec![Span::Text(s.into())]
}
/// Shorthand for a link to the record with this code.
pub fn link(code: impl Into<String>) -> Span {
    let to = code.into();
    Span::Link { text: to.clone(), to }
}
/// "R-012, p. 34": a link with the number of its page. Where the document has no such place, its words alone.
pub fn paged(link: Span) -> Vec<Span> {
    let number = match &link {
        Span::Link { to, .. } => Span::Link { text: String::new(), to: to.clone() },
        _ => return vec![link],
    };
    vec![link, Span::Text(PAGED.into()), number]
}
/// What stands between a code and the number of its page.
pub const PAGED: &str = ", p. ";

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// Level 1: 12/15 bold; level 2: 9.5/12 bold. `id` makes it a target of links. With an outline entry.
    Heading {
        level: u8,
        spans: Vec<Span>,
        id: Option<String>,
    },
    /// Prose in the report's face, at most 125 mm wide.
    Para(Vec<Span>),
    /// Markdown of a record (a policy's text), set in the record face. Headings, paragraphs, lists, bold, emphasis, links as text.
    Recorded(String),
    /// A part of a comparison in the record face: with a bar at its left where it changed. `lead`: the mark of an item.
    Compared {
        changed: bool,
        heading: bool,
        lead: String,
        spans: Vec<Span>,
    },
    /// Small type, second ink: how it was drawn, what was left out.
    Note(Vec<Span>),
    Bullets(Vec<Vec<Span>>),
    /// Figures of a section, side by side: ("48", "risks"), ("6", "above the line").
    Figures(Vec<(String, String)>),
    Table(Table),
    /// A table whose rows stand close: the reader's guide (PAPER 4).
    Close(Table),
    /// Blocks beside one another, each with its share of the width. They stay on one page.
    Beside(Vec<(f32, Vec<Block>)>),
    Sheet(Sheet),
    Matrix(Matrix),
    /// Two matrices of the same size side by side: then and now.
    MatrixPair {
        then: Matrix,
        now: Matrix,
    },
    Grid(Grid),
    Chart(Chart),
    Cells(Cells),
    Signature(Signature),
    /// The checkpoint in full: number of acts and 16 groups of four, between a single rule and a double rule, with a QR code of the hex digits.
    Checkpoint {
        checkpoint: Checkpoint,
        /// The day at whose end the file stood so.
        on: NaiveDate,
        caption: Vec<Span>,
    },
    Cover(Cover),
    /// The list of sections with their pages. Filled by the press, each line a link.
    Contents,
    PageBreak,
}

/// First page of a pack.
#[derive(Clone, Debug, Serialize)]
pub struct Cover {
    pub name: String,
    pub subtitle: String,
    /// Rows of the account-book sheet: label, answer.
    pub rows: Vec<(String, Vec<Span>)>,
    /// Five figures with words. Of the words the first line says what is counted (bold), the rest of how many.
    pub figures: Vec<(String, String)>,
    pub checkpoint: Option<Checkpoint>,
    pub checkpoint_caption: Vec<Span>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Table {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Last line at the right: "55 of 55 risks shown".
    pub foot: String,
}

#[derive(Clone, Debug, Serialize)]
pub struct Column {
    pub head: String,
    /// Share of the width. In millimetres where the sum is 170 (portrait) or 257 (landscape).
    pub width: f32,
    /// Numbers stand at the right.
    pub right: bool,
}

/// Shorthand for a left-aligned column.
pub fn column(head: &str, width: f32) -> Column {
    Column { head: head.into(), width, right: false }
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Row {
    Cells {
        cells: Vec<Cell>,
        /// Target of links.
        id: Option<String>,
        /// Sentences under the row, joined to it (why it is out of step).
        reasons: Vec<Vec<Span>>,
    },
    /// A line over the rows that follow, one sentence.
    Group(Vec<Span>),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cell {
    Spans(Vec<Span>),
    /// Several paragraphs or links under one another.
    Lines(Vec<Vec<Span>>),
    Level(Level),
    /// "then → now".
    Levels {
        then: Option<Level>,
        now: Level,
    },
    /// Flags under one another, time before truth.
    States(Vec<State>),
    Empty,
}

impl Cell {
    /// Does nothing stand in it?
    pub fn is_empty(&self) -> bool {
        match self {
            Cell::Empty => true,
            Cell::Spans(spans) => spans.is_empty(),
            _ => false,
        }
    }
}
impl From<&str> for Cell {
    fn from(s: &str) -> Self {
        if s.is_empty() { Cell::Empty } else { Cell::Spans(text(s)) }
    }
}
impl From<String> for Cell {
    fn from(s: String) -> Self {
        s.as_str().into()
    }
}
impl From<Vec<Span>> for Cell {
    fn from(s: Vec<Span>) -> Self {
        Cell::Spans(s)
    }
}

/// A risk level: number, band by rank (0 low, 1 medium, 2 high, 3 very high) and its word.
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct Level {
    pub number: u32,
    pub rank: u8,
    pub word: String,
}

/// State of an item as it is drawn: mark and word (DOMAIN 3.2; UX 6).
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum State {
    NeverReviewed,
    Overdue,
    DueSoon,
    Stale,
    Current,
    NotApplicable,
}

impl State {
    /// The word on screen and paper.
    pub fn word(self) -> &'static str {
        match self {
            State::NeverReviewed => "never reviewed",
            State::Overdue => "overdue",
            State::DueSoon => "due soon",
            State::Stale => "out of step",
            State::Current => "current",
            State::NotApplicable => "not applicable",
        }
    }
}

/// An account-book sheet: labels left of the red double rule, answers right of it.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    pub id: Option<String>,
    pub parts: Vec<Part>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Empty: rows without a title.
    pub title: String,
    pub rows: Vec<(String, Vec<Answer>)>,
}
/// What stands right of the rule; several under one another.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    Spans(Vec<Span>),
    /// Markdown of the record.
    Recorded(String),
    Level(Level),
    States(Vec<State>),
}

/// The risk matrix: likelihood upwards, impact to the right, 5 by 5.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    pub caption: String,
    /// `fields[likelihood - 1][impact - 1]`
    pub fields: Vec<Vec<Field>>,
    pub likelihood_words: Vec<String>,
    pub impact_words: Vec<String>,
    /// Highest acceptable product: the line runs along the fields above it.
    pub accept_up_to: u32,
    pub moves: Vec<Move>,
}
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    pub rank: u8,
    pub codes: Vec<String>,
}
/// A risk that moved between two days. Scores from 1 to 5.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    pub code: String,
    pub from: (u8, u8),
    pub to: (u8, u8),
}

/// People by courses or policies: one mark a field, with version and date.
#[derive(Clone, Debug, Serialize)]
pub struct Grid {
    /// Heads: code, short title.
    pub columns: Vec<(String, String)>,
    pub rows: Vec<GridRow>,
    pub foot: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct GridRow {
    pub code: String,
    /// Initials or name, role, "joined 2024-03".
    pub who: String,
    pub role: String,
    pub joined: String,
    pub marks: Vec<GridMark>,
}
#[derive(Clone, Debug, Serialize)]
pub struct GridMark {
    pub mark: Mark,
    /// "2.0 · 26-03-04"; empty for what does not concern the person.
    pub text: String,
}
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Mark {
    /// Up to date.
    Full,
    /// To be repeated.
    Repeat,
    /// Of an earlier version.
    Earlier,
    /// Never done, and due.
    Never,
    /// Not yet due.
    NotYet,
    /// Does not concern this person.
    None,
    Away,
}

/// Small cells drawn in rows: the months of routines, the audits of each clause. Shape and sign first, tint second (PAPER 7).
#[derive(Clone, Debug, Serialize)]
pub struct Cells {
    /// Heads of the columns: what stands above several of them ("2026"), and each ("J", "S").
    pub columns: Vec<(String, String)>,
    /// The same columns for a spreadsheet and the ear, where there is no room above to look at: "2026-05", "I 24".
    pub names: Vec<String>,
    /// Side by side, where they are several.
    pub parts: Vec<CellPart>,
    /// Millimetres: a row's words, and a cell with its space.
    pub words: f32,
    pub cell: f32,
    /// A row, mm.
    pub row: f32,
    /// What the words at the end of each row are ("In time"); empty: there are none.
    pub end: String,
    /// What each shape means: shape, sign inside, words.
    pub key: Vec<(CellForm, String, String)>,
    /// What it shows, for those who do not see it.
    pub sentence: String,
}
#[derive(Clone, Debug, Serialize)]
pub struct CellPart {
    /// Empty: none.
    pub title: String,
    pub rows: Vec<CellRow>,
}
#[derive(Clone, Debug, Serialize)]
pub struct CellRow {
    /// Number or code. A link, where it is a place of the document.
    pub code: String,
    pub title: String,
    /// Not as it should be: its code stands in bold.
    pub strong: bool,
    pub cells: Vec<CellMark>,
    /// Columns at the end over which one dashed frame stands: nobody looked in time.
    pub missing: usize,
    /// "9 of 10", and whether that is fewer than it should be.
    pub end: String,
    pub short: bool,
}
#[derive(Clone, Debug, Serialize, PartialEq, Eq)]
pub struct CellMark {
    pub form: CellForm,
    pub text: String,
}
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum CellForm {
    Empty,
    /// Nothing was to be done.
    Dot,
    /// Done, or conforms.
    Light,
    /// Done late: hatched.
    Hatched,
    /// A finding: framed, in bold.
    Framed,
    /// Not done: framed and crossed.
    Crossed,
    /// Open: a frame.
    Open,
    /// Words alone.
    Bare,
}
impl CellForm {
    /// In words, beside the sign.
    pub fn word(self) -> &'static str {
        match self {
            CellForm::Empty | CellForm::Light | CellForm::Bare | CellForm::Framed => "",
            CellForm::Dot => "\u{b7}",
            CellForm::Hatched => "late",
            CellForm::Crossed => "not done",
            CellForm::Open => "due",
        }
    }
}

/// Figures over steps (months, weekdays), drawn: bars that are stacked, or lines told apart by dash and marker. The numbers stand in a table
/// beside it.
#[derive(Clone, Debug, Serialize)]
pub struct Chart {
    pub caption: String,
    /// What stands under each step: "2025-01"; as many are printed as fit.
    pub steps: Vec<String>,
    /// The highest value of the scale.
    pub top: u32,
    /// Where the scale begins: 0 for all that is counted.
    pub foot: u32,
    /// Digits after the point of every value and of the scale: 998 with one is 99.8.
    pub places: u8,
    /// After each number of the scale: " %".
    pub unit: String,
    pub form: Form,
    pub series: Vec<Series>,
    /// What the chart says, for those who do not see it.
    pub sentence: String,
}
impl Chart {
    /// "99.8", without the unit.
    pub fn number(&self, value: u32) -> String {
        let of = 10u32.pow(u32::from(self.places.min(9)));
        match self.places.min(9) as usize {
            0 => value.to_string(),
            places => format!("{}.{:0places$}", value / of, value % of),
        }
    }
}
#[derive(Clone, Copy, Debug, Serialize, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Form {
    /// Series from the foot up; at most four.
    Bars,
    /// The first line is the strong one; at most six.
    Lines,
    /// Single things by step: the first series is the limit of each, drawn as a short line; every other has one thing a step, drawn as a dot.
    Dots,
}
#[derive(Clone, Debug, Serialize)]
pub struct Series {
    pub name: String,
    /// One a step; a gap stays a gap.
    pub values: Vec<Option<u32>>,
}

/// Who signed: single rule above, double rule below.
#[derive(Clone, Debug, Serialize)]
pub struct Signature {
    /// Name and role; what was signed; day, way and proof.
    pub signers: Vec<(String, String, String)>,
    /// "Act 3,412 of the trail, 2026-11-11."
    pub sentence: String,
}

/// Ids of the places in some sections, and where their links lead; both as often as they stand.
pub fn places_and_links(sections: &[Section]) -> (Vec<String>, Vec<String>) {
    fn walk(v: &serde_json::Value, places: &mut Vec<String>, links: &mut Vec<String>) {
        match v {
            serde_json::Value::Object(o) => {
                let text = |v: Option<&serde_json::Value>| v.and_then(|v| v.as_str()).map(String::from);
                links.extend(text(o.get("link").and_then(|l| l.get("to"))));
                places.extend(text(o.get("id")));
                o.values().for_each(|v| walk(v, places, links));
            }
            serde_json::Value::Array(a) => a.iter().for_each(|v| walk(v, places, links)),
            _ => {}
        }
    }
    let (mut places, mut links) = (Vec::new(), Vec::new());
    if let Ok(v) = serde_json::to_value(sections) {
        walk(&v, &mut places, &mut links);
    }
    (places, links)
}
