/** The wire between the window and Rust: every command with its arguments and its answer. `call("register", {kind})` is checked against this.
 *  All commands reject with `Refused` (the owner can mend it) or `Faulted` (the machine or the file cannot). Dates are "2026-11-24". */

export type Code = string; // "R-012", "P-007/CRS-02", "REGISTER"
export type Day = string;
export type StateName = "never reviewed" | "overdue" | "due soon" | "stale" | "current" | "not applicable"; // stored names; the words on screen are UX's ("Out of step")

export interface Mistake { code: string; where: string; text: string; hint: string }
/** `also`: further mistakes of the same attempt. */
export interface Refused { refused: Mistake & { also?: Mistake[] } }
export interface Faulted { fault: { text: string; lost: string; still: string; detail: string } }

/** A sentence whose nouns are links. */
export type Sentence = (string | { code: Code; text: string })[];
export interface Reason { rule: string; state: StateName; text: string; sentence: Sentence; input: Code | null; changed: Day | null; reviewed: Day | null; path: Code[]; contradiction: boolean }
export interface Item {
  id: Code; kind: string; title: string; states: StateName[]; due: Day | null; since: Day | null; reasons: Reason[];
  /** Guide that mends it, on what, with which verb ("Review", "Assess", "Record"), whether it exists in this version, and minutes. */
  wizard: string | null; about: Code[]; verb: string; available: boolean; minutes: number; put_off_until: Day | null; record: Code | null;
  /** Address of the place where it is mended, where there is neither a record nor a guide. */ place: string;
}

/** ---- declared once in Rust, drives registers, records and forms ---- */
export type Ty =
  | { is: "text" | "prose" | "personal_text" | "personal_prose" | "date" | "moment" | "score" | "percent" | "count" | "number" | "money" | "bool" | "cadence" | "clauses" | "approval" | "version" | "link" | "codes" }
  | { is: "choice" | "many"; of: Choice[] }
  | { is: "ref" | "refs"; kinds: string[]; edge: "rests_on" | "bears_on" | "mutual" | null }
  | { is: "row"; of: Field[] }           // one row with its own fields
  | { is: "list"; of: Field[] }          // rows with their own fields
  | { is: "texts" }                      // List<Text>
  | { is: "drop"; of: string };          // a file, read into rows; only in guides
export interface Dropped { file: string; evidence?: Code; rows: Record<string, any>[]; notes?: string[] }
export interface Choice { name: string; label: string; meaning: string }
export interface Field {
  name: string; question: string; hint: string; ty: Ty; required: boolean;
  /** "status=partly|in_place": asked for only when that holds; empty: always. */ case: string;
  material: boolean; facets: string[]; conducts: boolean; /** Kept by the program: shown, never asked. */ program: boolean;
}
export interface KindInfo {
  name: string; prefix: string; title: string; plural: string; about: string; clause: string; icon: string; group: string; reviewed: boolean;
  fields: Field[]; columns: string[]; states: string[]; arrows: { from: string; to: string; verb: string }[]; wizard: string | null; wizard_verb: string; proof: boolean; /** Else its guide makes one. */ form: boolean;
  /** The same records in a drawing of their own, beside the list. */ drawn: { screen: string; word: string; icon: string } | null; /** Are there texts of ours to begin one with? */ starters: boolean;
}

export interface Session {
  path: string; file_name: string; organization: string; owner: { code: Code; name: string; role: string };
  /** The day that everything is shown as of; for the demo its own day until the owner goes on with the real one. */
  today: Day; real_today: Day; demo: boolean; read_only: string | null;
  kinds: KindInfo[]; wizards: { name: string; title: string; clause: string; about: string; minutes: number }[];
  reports: { name: string; title: string; clause: string; about: string; of: string[] }[];
  places: PlaceGroup[]; accept_up_to: number; likelihood_words: Word[]; impact_words: Word[]; bands: Band[]; zone: string;
  can_undo: string | null; can_redo: string | null; drafts: Draft[];
  /** Forms begun and not saved, by code or "new:kind". */ words: Record<string, any>; /** Where the owner was last; empty: Today. */ address: string;
  /** What is to be said of copies that lie beside the file because it was changed in two places. */ copies: string[];
}
export interface Word { score: number; word: string; meaning: string }
export interface Band { name: string; from: number; to: number; rank: 0 | 1 | 2 | 3 }
export interface PlaceGroup { title: string; places: { kind: string | null; screen: string; title: string; icon: string; count: number; more: boolean }[] }
export interface Draft { draft: number; wizard: string; title: string; about: Code[]; step: string; minutes_left: number; kept_at: string }

/** After every act: what was done, for the toast, and the places with their counts. */
export interface FoundText { id: Code; title: string; question: string; text: string }
/** What erasing people would do. */
export interface Erasure {
  of: { id: Code; name: string; becomes: string }[];
  button: string; goes: string[]; stays: string[];
  emptied: { id: Code; kind: string; title: string; answers: string[]; versions: number }[];
  files: { id: Code; name: string; size: number }[];
  replaced: Code[]; earlier: { id: Code; version: number }[]; reasons: number[];
  texts: FoundText[]; kept: FoundText[]; perhaps: FoundText[]; shared: { id: Code; title: string }[];
  reason: "time_over" | "before_time"; /** Kept until then, by your own times. */ until: Day | null;
  /** Why it cannot be done as things are. */ stops: { code: string; where: string; text: string; hint: string }[];
}
export interface Outcome { seq: number; did: string; why: string; changed: Code[]; became_current: Code[]; became_stale: Code[]; session: Session; next: Item | null }

export interface Row { id: Code; title: string; states: StateName[]; due: Day | null; retired: boolean; body: Record<string, any>; reason: string; level?: number; residual?: number; /** Its guide, where that is not the same for the whole kind. */ guide?: string }
export interface Register { kind: string; as_of: Day; rows: Row[]; titles: Record<Code, string>; counts: Record<StateName, number> }

export interface LinkShown { id: Code; title: string; kind: string; field: string; states: StateName[]; moved: boolean; says: string }
export interface Change { field: string; question: string; was: any; now: any; ty: Ty }
export interface HistoryEntry { seq: number; at: string; on: Day; by: string; by_name: string; verb: string; did: string; why: string; changes: Change[]; review: Code | null; undone: boolean }
export interface RecordShown {
  id: Code; kind: string; title: string; as_of: Day; states: StateName[]; due: Day | null; reasons: Reason[]; item: Item | null; guide: { name: string; verb: string } | null; body: Record<string, any>; retired: string | null; titles: Record<Code, string>;
  rests_on: LinkShown[]; news: LinkShown[]; rested_on_by: LinkShown[]; also: LinkShown[]; evidence: EvidenceShown[]; history: HistoryEntry[];
  reviews: { id: Code; held_on: Day; by: string; outcome: string; why: string }[];
  verbs: { verb: string; label: string; to: string; enabled: boolean; missing: string }[];
  /** When what named them was erased: nothing is done with it any more. */ erased?: string;
  level?: { now: number; after: number; then: number | null };
  /** What became of it month by month, where it recurs. */ strip?: Strip;
  /** Clauses and controls that nothing else answers once it is retired. */ alone_answers?: string[];
  /** The same in a drawing of its own. */ drawn?: { screen: string; word: string; icon: string };
  /** Files that can be made of it. */ saves?: Saves[];
}
export interface EvidenceShown { id: Code; shows: string; collected_on: Day; age: string; name: string | null; size: number | null; valid_until: Day | null; note: string }

export interface ImpactLine { id: Code; title: string; kind: string; rule: string; state: State; path: Code[]; text: string; sentence: Sentence }
export interface Impact { material: boolean; fields: string[]; would_be_stale: ImpactLine[]; by_kind: Record<string, number>; /** "3 policies and 2 controls fall out of step." */ says: string; /** What follows when a rule among them changes: courses, and how many people. */ then: string }
/** A text of ours to begin a record with; `body` is the form that it fills. */
export interface Starter { name: string; title: string; sort: string; answers: string[]; missing: string[]; why: Sentence; places: number; body: Record<string, any> }

export interface Today {
  best: Item | null; groups: { title: string; items: Item[] }[]; flood: { text: string; rule: string; about: Code[]; wizard: string | null }[];
  countdown: { title: string; days: number; on: Day; who: string; milestones: { text: string; on: Day; state: StateName; go: string }[] } | null;
  minutes: number; budget: number;
  currency: Counts & { /** what still holds, now and at the last audit */ percent: number | null; then: number | null; then_on: Day | null; trend: string };
  put_aside: { count: number; until: Day | null }; since: { on: Day | null; sentences: string[] }; next_quiet: Day | null;
}

export interface Counts { current: number; soon: number; stale: number; overdue: number; never: number; total: number }
export interface CurrencyField extends Counts { percent: number | null; /** "45 of 48 hold: 2 out of step, 1 overdue" */ says: string; /** the register as of that day */ go: string }
export interface CurrencyRow { sort: string; title: string; group: string; fields: CurrencyField[]; /** per cent at the last audit */ then: number | null }
export interface CurrencyMonths {
  days: Day[]; rows: CurrencyRow[]; all: CurrencyRow; then_on: Day | null; then_what: string; trend: string; lowest: string;
  spread: { /** things looked at in each month */ months: number[]; weekdays: number[]; total: number; says: string[] };
}

export interface MatrixShown {
  as_of: Day; since: Day | null; fields: { rank: number; codes: Code[] }[][]; accept_up_to: number;
  moves: { code: Code; title: string; from: [number, number]; to: [number, number]; why: string; on: Day | null; higher: boolean }[];
  titles: Record<Code, string>; days: NamedDay[];
}
export interface NamedDay { on: Day; what: string }

/** ---- training: one field for each person and course or policy that must be read ---- */
export type Trained = "done" | "soon" | "overdue" | "new_version" | "not_yet" | "not_asked" | "away";
export interface PersonRow { person: Code; name: string; roles: string[]; joined: Day; top: boolean; cells: { standing: Trained; text: string }[] }   // cells in the order of the columns
export interface Training {
  columns: { id: Code; title: string; version: string; sort: "course" | "policy" }[];
  rows: PersonRow[]; totals: { id: Code; done: number; of: number }[];
  missing: { title: string; why: string; state: StateName; about: Code[] }[];
}
export interface TrainingCell { id: Code; states: StateName[]; says: string; lines: { state: StateName; text: string; why: string; on: Day | null; record: Code | null }[] }

/** ---- from a law to the last person who reads or learns because of it ---- */
export interface Knot {
  id: Code; title: string; kind: string; version: string; stage: string; states: StateName[]; reasons: Reason[];
  /** In the column before, from which it hangs. */ from: Code[]; /** "Version 3.0 waits for approval since 4 November." */ waits: string; item: Item | null;
}
export interface Circle { of: Code; title: string; version: string; must: "read" | "learn"; says: string; state: StateName; word: string; done: Concerned[]; owed: Concerned[]; /** New to it, and still within their time. */ ahead: Concerned[]; away: Concerned[] }
export interface Concerned { id: Code; name: string; states: StateName[]; why: string }
export interface Chain {
  law: Knot; source: string; jurisdiction: string; demands: string; read: string; policies: Knot[]; courses: Knot[]; people: Circle[]; also: { title: string; knots: Knot[] }[];
  says: string; whole: boolean; /** Where it breaks off. */ gaps: Sentence[]; /** What a change of substance would do. */ would: string; then: string; /** Where to go on, so that it becomes whole. */ next: Item | null;
}

/** ---- the programme: routines month by month ---- */
export type Became = "skipped" | "skipped_said" | "overdue" | "due_soon" | "late" | "tolerated" | "done" | "looked" | "ahead" | "again" | "paused";
export interface Occasion { became: Became; due: Day | null; on: Day | null; days_late: number; review: Code | null; why: string; count: number; says: string }
/** `month`: its first day. `text`: in small beside the mark. */
export interface StripCell { month: Day; mark: Became | null; text: string; times: Occasion[]; says: string }
export interface Strip { from: Day; to: Day; now: Day; cells: StripCell[] }
export interface RoutineShown {
  id: Code; title: string; owner: Code; owner_name: string; every: string; counted: string; lead_days: number; window_days: number; minutes: number; minutes_a_year: number;
  proof: string; serves: string[]; wizard: string; guide: string; each: string | null; states: StateName[]; reasons: string[]; due: Day | null; paused: boolean; item: Item | null; cells: StripCell[]; alone_answers: string[];
}
export interface Programme {
  as_of: Day; from: Day; to: Day; now: Day; months: { month: Day; minutes: number; yours: number; crowded: boolean; ahead: boolean }[]; routines: RoutineShown[];
  minutes_a_year: number; mean: number; budget: number; skipped: number; unexplained: number; says: string[]; titles: Record<Code, string>;
}
/** ---- calendar: the same facts in the fields of the drawing (`lanes`), in the list (`events`) and in the days of the first month (`weeks`) ---- */
export type Standing = "overdue" | "out of step" | "due soon" | "planned" | "done";
export interface CalendarEvent {
  id: Code; codes: Code[]; kind: string; lane: string; label: string; title: string; /** Its true day; none of what only needs a look. */ on: Day | null; /** The day it stands on. */ at: Day;
  state: Standing; why: string; /** Address. */ go: string; verb: string; minutes: number; who: Code[]; names: string; /** It follows an earlier one that is not done yet. */ again: boolean;
}
export interface CalendarLine { state: Standing; label: string; count: number; codes: Code[]; /** Where it is one thing. */ go: string | null; audit: boolean }
export interface SheetDay { on: Day; off: boolean; today: boolean; outside: boolean; /** Numbers of `events`. */ events: number[]; /** Of those that fall on a day off and are offered here. */ offered: number[] }
export interface SpreadOffer { text: string; holds: string; moves: { id: Code; title: string; due: Day; by: Day }[]; months: { month: Day; was: number; will: number }[] }
export interface Crowded { month: Day; minutes: number; text: string; because: string; offer: SpreadOffer | null }
export interface CalendarShown {
  from: Day; until: Day; today: Day;
  certificate: { decided: Day; ends: Day; /** per cent */ gone: number; marks: { what: string; how: string; on: Day; at: number; below: boolean; /** a row further down */ deep: boolean; id: Code | null }[]; says: string; warning: string } | null;
  months: { first: Day; now: boolean; audit: boolean; minutes: number; over: boolean }[]; lanes: { lane: string; title: string; fields: CalendarLine[][] }[]; events: CalendarEvent[];
  /** minutes a month */ budget: number; crowded: Crowded[]; weeks: SheetDay[][];
}

/** ---- policies: versions, their words side by side, the way of a draft ---- */
export interface Version {
  /** "2.1", "draft" */ key: string; number: string; state: "in force" | "approved" | "earlier" | "draft" | "in approval"; from: Day | null; since: Day | null; approved_by: Code | null; approver: string; approved: string; approved_on: Day | null; proof: Code[];
  change: "major" | "minor" | ""; changed_what: string; file: Code | null; /** Why it cannot be compared. */ no_words: string | null;
}
export interface Price { number: string; people: number; out_of_step: ImpactLine[] }
export interface PolicyShown {
  versions: Version[]; first: boolean; major: Price; minor: Price; words: string; may_approve: Code[]; may_approve_minor: Code[]; proposed_from: Day;
  draft: { state: "draft" | "in approval"; text: string; file: Code | null; change: "major" | "minor" | ""; changed_what: string; from: Day | null } | null;
}
export interface Written { text?: string; change?: "major" | "minor"; changed_what?: string; in_force_from?: Day | null; ask?: boolean }
export interface WordPiece { op: "same" | "added" | "removed"; look: "plain" | "bold" | "emphasis" | "code"; text: string }
export interface TextPart { is: "heading" | "paragraph" | "item" | "row" | "lines"; level?: number; depth?: number; number?: number | null; head?: boolean; fate: "same" | "changed" | "added" | "removed"; place: number | null; cells: WordPiece[][] }
export interface Compared { places: number; added: number; removed: number; parts: TextPart[] }
export interface TextsCompared extends Compared { was: Version; now: Version; not_shown: string | null; says: string }

/** ---- wizards ---- */
export interface Question {
  field: string; ty: Ty; label: string; hint: string; required: boolean; dont_know: boolean; choices?: Choice[];
  /** Where a question is asked of each of several things: one row a thing. Its answer is {row: value}; where `ty` is a list, {row: {field: value}}, and `fields` says which of
   *  them that row is asked (absent: all, each by its own case). Questions with the same rows stand in one table; one named "x_why" is asked of those rows whose x is "no". */
  rows?: { id: string; title: string; sentence: Sentence; detail: string; fields?: string[]; /** To be seen at a glance. */ flags?: { state: StateName; text: string }[]; /** Beside the questions while that row is looked at. */ panel?: PanelPart[] }[]; last: any; value: any; optional_word: boolean; /** Who alone may give this approval. */ people?: Code[];
  /** Asked only when that holds of the answers of this step, as Field.case: "still=words". Empty or absent: always. */ case?: string;
}
export type PanelPart =
  | { part: "text"; title: string; text: string }
  | { part: "reasons"; title: string; reasons: { reason: Reason; was: string; now: string; by: string; on: Day; why: string }[] }
  | { part: "links"; title: string; links: LinkShown[] }
  | { part: "evidence"; title: string; evidence: EvidenceShown[] }
  | { part: "scale"; title: string; words: Word[] }
  | { part: "similar"; title: string; risks: { id: Code; title: string; likelihood: number; impact: number; why: string }[] }
  | { part: "matrix"; title: string; matrix: MatrixShown; mark: Code }
  | { part: "last"; title: string; answer: string; by: string; on: Day; why: string }
  | { part: "people"; title: string; people: { id: Code; name: string; role: string; note: string }[] }
  | { part: "record"; title: string; id: Code }
  | { part: "diff"; title: string; compared: Compared }
  /** Amounts, and the line that none should pass. */
  | { part: "bars"; title: string; unit: string; bars: { label: string; value: number; over: boolean }[]; line: number }
  /** At most eight measured values, oldest first. */
  | { part: "trend"; title: string; unit: string; points: { on: Day; value: number; off: boolean }[]; target: number }
  | { part: "clocks"; title: string; clocks: ClockShown[] }
  | { part: "letter"; title: string; text: string }
  | { part: "print"; title: string; text: string; report: string; about: Code | null; from: Day | null };
/** A duty to tell someone in time; `minutes` are left at the moment of showing. */
export interface ClockShown { id: string; law: string; to: string; says: string; until: string | null; answered: boolean; minutes: number | null }
export interface Step { id: string; heading: string; hint: string; title: string; questions: Question[]; panel: PanelPart[] }
export interface Warning { field: string; level: "yellow" | "red"; text: string }
export interface CheckShown {
  answers: { step: string; field: string; label: string; shown: string; who: string }[];
  changes: { id: Code; title: string; changes: Change[] }[]; adds: { id: Code; kind: string; title: string }[]; again: ImpactLine[]; current: Code[]; warnings: Warning[];
}
export interface WizardShown {
  draft: number; wizard: string; title: string; clause: string; about: { id: Code; title: string }[]; steps: { id: string; title: string; done: boolean }[]; at: number;
  step: Step; /** Of the present step. */ answers: Record<string, Record<string, any>>; warnings: Warning[]; check: CheckShown | null; proposed: { outcome: string; next: Day | null; statement: string } | null; minutes_left: number; count_changed: boolean; titles: Record<Code, string>;
  /** What was decided elsewhere since the draft was kept. */ moved: string[];
}
/** A file that was chosen or dropped; `begins`: the guide that it is meant for. */
export interface InHand { handle: number; name: string; size: number; known: Code | null; refused: string | null; caution: string | null; begins: { wizard: string; about: Code; step: string } | null }
/** Files that can be saved of a record, and the words on the button. */
export interface Saves { id: Code; label: string; says: string; again: boolean }
export interface Finished { outcome: Outcome; review: Code; doc: any; saves: Saves[]; /** Guides that a new version asks for. */ follows: { wizard: string; about: Code; label: string }[]; /** Laws whose chain runs through what was reviewed. */ chains: { id: Code; title: string }[] }

/** ---- import ---- */
export interface ImportShown {
  handle: number; source: string; recognised_as: string; kinds: { name: string; title: string }[]; sheets: string[]; sheet: string; encoding: string;
  columns: { column: string; example: string; field: string | null; why: string }[]; fields: { name: string; question: string; required: boolean }[];
  asks: { id: string; text: string; choices: { name: string; label: string }[]; answer: string | null }[];
  rows: { row: number; what: "new" | "changed" | "same" | "wrong" | "left_out"; id: Code | null; title: string; changes: Change[]; errors: { column: string; value: string; text: string; mend: string[] }[] }[];
  counts: { adds: number; changes: number; unchanged: number; errors: number; left_out: number }; notes: string[];
}

/** One list of an answer of type `drop` of `lists`. */
export interface ListRead {
  id: string; file: string; evidence?: Code; kind?: string; kinds?: { name: string; title: string }[]; later?: boolean; refused?: string;
  choices: { kind: string | null; sheet: string | null; mapping: Record<string, string | null>; answers: Record<string, string> }; look?: Omit<ImportShown, "handle" | "kinds">;
}

/** ---- trail ---- */
export interface TrailShown {
  acts: HistoryEntry[]; total: number; checkpoint: { size: number; groups: string[]; on: Day }; checkpoints: { size: number; short: string; on: Day; purpose: string }[]; verified: { ok: boolean; acts: number; text: string; problems: { where: string; text: string }[] } | null;
}

/** `go`: an address ("#/trail") or a code. `run`, a name and after a colon what it is done to: undo, redo, happened, keys, close, save_copy, theme, zoom_in, zoom_out, zoom_reset, settings, go_on_today, checkpoint,
 *  export:xlsx, bring_in:risk, as_of:2026-01-14, new:risk, edit:R-012, attach:R-012, retire:R-012, put_off:R-012, compare:R-012, print:risk-register; or an address. */
export interface PaletteEntry { group: "Do" | "Go to" | "In the words of the record"; label: string; detail: string; icon: string; go: string | null; run: string | null; keys: string }

/** How the open file is locked. `number` tells codes apart without giving one away. */
export interface LockShown { locked: boolean; number: string | null; /** one answers */ keyring: boolean; /** it holds the code */ kept: boolean; found_on: Day | null; look_for_it: boolean; group: number }
/** A code that was just drawn, and which two groups are typed back. */
export interface Drawn { groups: string[]; number: string; ask: [number, number]; keyring: boolean }
export interface Settings { theme: "system" | "light" | "dark"; single_keys: boolean; /** per cent, 80 to 200 */ zoom: number; /** minutes a month */ budget: number; /** one notification a day */ remind: boolean; remind_names: boolean; at_login: boolean; /** minutes; nought: never */ hide_after: number }

/** ---- backups ---- */
export interface BackupShown { place: number; number: number; on: Day; /** "14:05"; empty: not known */ at: string; acts: number; bytes: number; before: string; /** What restoring it would cost. */ loses: string }
export interface BackupsShown {
  /** When the last good one was made, and what it holds. */ last: string; /** The program's own, then the second place if there is one. */ places: { folder: string; says: string; trouble: string }[];
  /** Newest first in each place. */ list: BackupShown[]; advice: string; /** What Today says too. */ today: string; /** Under which a trial can be recorded. */ routine: { id: Code; title: string } | null; /** Why the last one could not be made. */ failed: string | null;
}
export interface Restored { session: Session; says: string }

/** What is chosen of a pack. */
export interface PackRequest {
  pack: string; audit: Code | null; from: Day | null; as_of: Day | null; sections: string[]; reports: [string, Code | null][];
  names: "initials" | "full" | "roles"; evidence: "index" | "beside" | "inside"; paper: "a4" | "letter";
  classification: string; copy_for: string; released_by: string; long: boolean; draft: boolean; gaps_last: boolean;
}
export interface PackGap {
  severity: "refuse" | "stop" | "weak" | "note"; check: string; place: string; sentence: Sentence; at: string; note: string;
  /** Empty: nothing mends it. */ verb: string; go: string; minutes: number | null; latest: Day | null; declared: string | null; declares: boolean;
}
/** `number`: none where it is left out; `mark`: the gravest of its gaps. */
export interface PackSection { name: string; number: number | null; title: string; clauses: string; purpose: string; mark: "" | PackGap["severity"]; gaps: number; always: boolean }
export interface PackFor { id: Code; title: string; on: Day | null }
export interface PackShown {
  pack: string; title: string; audit: PackFor | null; notes: string[]; from: Day | null; as_of: Day;
  packs: { name: string; title: string; about: string; classification: string }[]; audits: PackFor[]; sections: PackSection[]; gaps: PackGap[];
  counts: ["stop" | "weak" | "note", number][]; undeclared: number; refused: string | null; ran: number; waits: number;
  questions: { name: string; title: string; clause: string; about: string }[];
  /** Files that may go out, their bytes, how many are held back. */ files: [number, number, number]; most_inside: number;
  given: { seq: number; on: Day; file: string; title: string; pages: number; checkpoint: string }[]; classification: string;
}
/** `page`: none where the chosen sections do not show it. */
export interface PackSample { register: string; code: Code; title: string; ask: string; page: number | null; section: string | null }
export interface PackMade { cancelled: boolean; path: string; name: string; pages: number; draft: boolean; proof: boolean; inside: number; beside: number; notes: string[] }

export interface Commands {
  start: { args: {}; out: { version: string; recent: { path: string; name: string; folder: string; needs: number | null; opened: string; missing: boolean }[]; session: Session | null; settings: Settings; problem: string | null; /** The file that was named does not open, and a backup of it would help. */ damaged: { where: string; text: string; hint: string } | null; /** Its name, where its code is asked for. */ locked: string | null } };
  open_file: { args: {}; out: Session | null };                       // the dialog is opened by Rust; null: cancelled
  open_recent: { args: { path: string }; out: Session };              // only paths of the recent list
  new_file: { args: { name: string; certified: Day }; out: Session | null };
  open_demo: { args: {}; out: Session };
  close_file: { args: {}; out: null };
  session: { args: {}; out: Session };
  go_on_today: { args: {}; out: Session };                            // leaves the demo's day
  set: { args: { settings: Settings }; out: Settings };
  today: { args: {}; out: Today };
  register: { args: { kind: string; as_of?: Day | null }; out: Register };
  record: { args: { id: Code; as_of?: Day | null }; out: RecordShown };
  compare: { args: { id: Code; from: Day; to: Day }; out: Change[] };
  days: { args: {}; out: NamedDay[] };
  matrix: { args: { since?: Day | null; as_of?: Day | null }; out: MatrixShown };
  training: { args: { as_of?: Day | null }; out: Training };
  training_cell: { args: { id: Code; as_of?: Day | null }; out: TrainingCell };   // "P-007/CRS-02"
  chain: { args: { id: Code; as_of?: Day | null }; out: Chain };
  starters: { args: { kind: string }; out: Starter[] };
  programme: { args: { as_of?: Day | null; from?: Day | null; to?: Day | null }; out: Programme };
  currency: { args: { from?: Day | null }; out: CurrencyMonths };
  calendar: { args: { from: Day | null; months: number }; out: CalendarShown };
  impact_of: { args: { kind: string; id: Code | null; body: Record<string, any> }; out: Impact };
  put: { args: { kind: string; id: Code | null; body: Record<string, any>; why: string; declare: "correction" | "material" | null }; out: Outcome };
  move_state: { args: { id: Code; to: string; body: Record<string, any>; why: string }; out: Outcome };
  erase_look: { args: { ids: Code[]; why: string; keep_texts: boolean }; out: Erasure };
  erase: { args: { ids: Code[]; why: string; keep_texts: boolean }; out: Outcome };   // never undone
  retire: { args: { id: Code; why: string }; out: Outcome };
  restore: { args: { id: Code; why: string }; out: Outcome };
  put_off: { args: { id: Code; until: Day; why: string }; out: Outcome };
  no_effect: { args: { target: Code; input: Code; why: string }; out: Outcome };
  spread: { args: { moves: { id: Code; by: Day }[]; why: string }; out: Outcome };   // earlier days only; one act
  undo: { args: { why: string }; out: Outcome };
  redo: { args: {}; out: Outcome };
  choose_evidence: { args: {}; out: InHand[] };  // dropped files arrive as the event "dropped" with the same rows
  attach: { args: { id: Code; handles: number[]; shows: string; collected_on: Day; from_date: Day | null; until_date: Day | null; personal: boolean }; out: Outcome };
  save_evidence: { args: { id: Code }; out: string | null };
  wizard_start: { args: { wizard: string; about: Code[] }; out: WizardShown };   // resumes the draft of the same subject
  wizard_draft: { args: { draft: number; step: string; answers: Record<string, any> }; out: { kept: boolean; warnings: Warning[] } };   // while typing
  wizard_next: { args: { draft: number; step: string; answers: Record<string, any> }; out: WizardShown };
  wizard_go: { args: { draft: number; step: string }; out: WizardShown };
  wizard_finish: { args: { draft: number; answers: Record<string, any> }; out: Finished };
  wizard_discard: { args: { draft: number }; out: Session };
  /** Files for a question of type `drop`, none: they are chosen now; null: none was chosen. */
  wizard_drop: { args: { draft: number; step: string; field: string; handles: number[] }; out: Dropped | null };
  /** The files of a campaign and their drafts, into a folder; null: none was chosen. */
  save_files: { args: { id: Code; again: boolean }; out: { path: string; files: number } | null };
  /** What is chosen of one list of such an answer; null: it is taken away. */
  wizard_list: { args: { draft: number; step: string; field: string; list: string; choices: Record<string, any> | null }; out: Dropped | null };
  import_choose: { args: {}; out: ImportShown | null };
  import_look: { args: { handle: number; kind: string | null; sheet: string | null; mapping: Record<string, string | null>; answers: Record<string, string> }; out: ImportShown };
  import_apply: { args: { handle: number; skip_wrong: boolean }; out: Outcome };
  versions: { args: { id: Code; as_of?: Day | null }; out: PolicyShown };
  compare_text: { args: { id: Code; was: string | null; now: string | null; text: string | null }; out: TextsCompared };
  write_draft: { args: { id: Code; written: Written }; out: Outcome };
  draft_from_file: { args: { id: Code; handle: number | null; written: Written }; out: Outcome | null };
  ask_approval: { args: { id: Code }; out: Outcome };
  approve_draft: { args: { id: Code; approval: any; from: Day | null }; out: Outcome };
  refuse_draft: { args: { id: Code; why: string }; out: Outcome };
  discard_draft: { args: { id: Code; why: string }; out: Outcome };
  keep_words: { args: { key: string; body: Record<string, any> | null }; out: null };
  remember: { args: { address: string }; out: null };
  trail: { args: { before: number | null; find: string }; out: TrailShown };
  verify: { args: {}; out: TrailShown["verified"] };
  checkpoint: { args: { purpose: string }; out: TrailShown };
  preview: { args: { report: string; about?: Code | null; as_of?: Day | null; from?: Day | null; versions?: string[] }; out: any };     // the Doc, as JSON, and { versions: { of: { key, number, state, from }[], picked: string[] } | null }
  print_report: { args: { report: string; about?: Code | null; as_of?: Day | null; from?: Day | null; versions?: string[]; format?: "pdf" | "xlsx" | "csv" }; out: { path: string; pages: number } | null };
  pack_shown: { args: { request: PackRequest | null }; out: { request: PackRequest; shown: PackShown; busy: boolean } };
  pack_checked: { args: {}; out: boolean };
  pack_pages: { args: { request: PackRequest }; out: { count: number; begins: Record<string, number>; samples: PackSample[] } | null };
  pack_preview: { args: { request: PackRequest | null; section: string }; out: any };     // the Doc, as JSON
  pack_gaps: { args: {}; out: number };
  declare_gap: { args: { check: string; place: string; why: string; plan: string; until: Day }; out: Outcome };
  make_pack: { args: { request: PackRequest }; out: PackMade | null };
  cancel_pack: { args: {}; out: null };
  show_made: { args: { folder: boolean }; out: null };
  backups: { args: {}; out: BackupsShown };
  lock_shown: { args: {}; out: LockShown };
  draw_code: { args: {}; out: Drawn };
  save_recovery_page: { args: {}; out: string | null };
  lock_file: { args: { first: string; second: string; keep: boolean }; out: Session };
  find_page: { args: { group: number; typed: string }; out: null };
  take_lock_off: { args: {}; out: Session };
  unlock: { args: { code: string; keep: boolean }; out: Session };
  /** The name of the locked file that was closed; null where the file stays open. */
  hide: { args: {}; out: string | null };
  back_up_now: { args: {}; out: { /** Was there anything new? */ made: boolean; kept: BackupsShown } };
  choose_second_place: { args: {}; out: BackupsShown | null };        // the dialog is opened by Rust; null: cancelled
  leave_second_place: { args: {}; out: BackupsShown };                // what lies there stays there
  show_backups: { args: { place: number }; out: null };
  try_backups: { args: {}; out: { ok: boolean; says: string[] } };    // restored to temporary files; nothing is recorded yet
  record_trial: { args: {}; out: Outcome };                           // of the last trial
  drop_older_backups: { args: {}; out: /** how many were taken away */ number };
  restore_backup: { args: { place: number; number: number }; out: Restored };
  open_newest_backup: { args: {}; out: Restored };                    // of the file that was refused last with the code "damaged"
  export_tables: { args: { format: "csv" | "xlsx" | "json" }; out: string | null };
  save_calendar: { args: {}; out: { path: string; entries: number; gone: number } | null };
  save_copy: { args: {}; out: string | null };
  save_digest: { args: { format: "txt" | "eml" }; out: string | null };
  palette: { args: { find: string }; out: PaletteEntry[] };
}
