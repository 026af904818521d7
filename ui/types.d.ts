// Written by `cargo xtask types` from the kinds in src-tauri/core/src/kinds. Not edited by hand.

export interface Approval { by: string; on: string; how: "in_app" | "signed" | "email" | "minutes"; proof?: string[] }
export interface Cadence { every: number; unit: "day" | "week" | "month" | "year"; from?: "last" | "audit" | { fixed: string }; lead_days?: number; window_days?: number }
export interface Money { minor: number; currency: string }

/** One person has confirmed that they have read one policy version. Clause 7.3. */
export interface Acknowledgement {
  /** Version of the body. */
  v: number;
  /** Who? */
  person: string;
  /** Which policy? */
  policy: string;
  /** In which version? */
  policy_version: string;
  /** When? */
  on: string;
  /** In what way? */
  how: "campaign_file" | "sheet" | "email" | "in_app";
  /** To which campaign was it the answer? */
  campaign?: string;
  /** Where is the signed sheet or the mail? */
  proof?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Something to be done by someone until a day. Clause 8.3. */
export interface Action {
  /** Version of the body. */
  v: number;
  state: "open" | "doing" | "done" | "checked" | "dropped";
  /** What do you call it? */
  title: string;
  /** What sort of action is it? */
  sort: "treatment" | "corrective" | "correction" | "improvement" | "decision" | "supplier" | "vulnerability" | "change";
  /** What exactly is to be done, and how will one see that it is done? */
  what: string;
  /** What does it come from? */
  from?: string;
  /** Who does it? */
  owner: string;
  /** Until when? */
  due: string;
  /** Until when was it first to be done? */
  first_due?: string;
  /** Why was it put off, the last time? */
  moved_why?: string;
  /** When was it done? */
  done_on?: string;
  /** What was done in the end? */
  result?: string;
  /** After how many days will you check that it worked? */
  check_after_days?: number;
  /** When was that checked? */
  checked_on?: string;
  /** Did it work? */
  effective?: "yes" | "partly" | "no";
  /** How can you tell? */
  effective_because?: string;
  /** Why was it dropped? */
  dropped_why?: string;
  /** Who agreed that it is dropped? */
  dropped_with?: string;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Information, or something that holds or moves it: what you would miss or regret if it leaked, were wrong or were gone. Clause A.5.9. */
export interface Asset {
  /** Version of the body. */
  v: number;
  state: "planned" | "in_use";
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What kind of thing is it? */
  what: "information" | "application" | "platform" | "device" | "network" | "site" | "service" | "people" | "other";
  /** What is it used for? */
  purpose: string;
  /** How sensitive is what it holds? */
  classification: "public" | "internal" | "confidential" | "secret";
  /** Does it hold personal data? */
  personal_data: "none" | "ordinary" | "special";
  /** How bad if it leaked? */
  confidentiality: number;
  /** How bad if it were wrong? */
  integrity: number;
  /** How bad if it were gone? */
  availability: number;
  /** Where is it, or where does it run? */
  runs_where: string;
  /** From where can it be reached? */
  exposed: "internet" | "partners" | "internal" | "offline";
  /** Who provides or runs it for you? */
  supplier?: string[];
  /** What does it need in order to work? */
  depends_on?: string[];
  /** Which product? */
  product?: string;
  /** Which maker? */
  vendor?: string;
  /** Which version? */
  release?: string;
  /** Who uses it? */
  users?: string;
  /** How fast must it be back? */
  restore_within?: string;
  /** How much work may be lost? */
  lose_at_most?: string;
  /** In use since? */
  since?: string;
  /** In use until? */
  until?: string;
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** One internal or external audit. Clause 9.2. */
export interface Audit {
  /** Version of the body. */
  v: number;
  state: "planned" | "held" | "reported" | "closed";
  /** What do you call it? */
  title: string;
  /** What sort of audit is it? */
  sort: "internal" | "surveillance" | "recertification" | "special" | "customer" | "supplier" | "stage_1" | "stage_2";
  /** Planned for? */
  planned_on?: string;
  /** Held from? */
  held_from?: string;
  /** Held until? */
  held_until?: string;
  /** What should it show? */
  aims: string;
  /** How? */
  method: string;
  /** Which clauses and controls? */
  covers?: string[];
  /** Which areas, sites or suppliers? */
  areas?: string[];
  /** Who audits? */
  auditor: string;
  /** Why is that person able to audit? */
  auditor_able?: string;
  /** Why do they not judge their own work? */
  independent_because?: string;
  /** What was looked at, what was seen? */
  checklist?: { clause: string; question: string; seen?: string; verdict: "conforms" | "minor" | "major" | "observation" | "opportunity" | "not_looked_at"; evidence?: string[]; interviewed?: string }[];
  /** What is the verdict, good things too? */
  summary?: string;
  /** Which findings? */
  findings?: string[];
  /** When did management get the report? */
  reported_on?: string;
  /** Who got it? */
  reported_to?: string[];
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Some people are asked to read or learn one version of a course or policy, each by a file of their own. Clause 7.3. */
export interface Campaign {
  /** Version of the body. */
  v: number;
  state: "out" | "closed";
  /** What shall they read or learn? */
  of: string;
  /** In which version? */
  version: string;
  /** Who gets it? */
  people: string[];
  /** Which questions are asked? */
  quiz?: { question: string; a: string; b: string; c?: string; d?: string; right: "a" | "b" | "c" | "d" }[];
  /** From which result on is it passed? */
  pass_mark?: number;
  /** What do you write to them? */
  words: string;
  /** Which language is the text in? */
  lang?: "en" | "cs" | "da" | "nl" | "fi" | "fr" | "de" | "el" | "hu" | "it" | "nb" | "pl" | "pt" | "ro" | "es" | "sv" | "tr" | "uk";
  /** Until when shall they answer? */
  until: string;
  /** To which address do the answers come? */
  answers_to: string;
  /** On which day did the files go out? */
  sent_on: string;
  /** Which answers came? */
  answered?: { person: string; on: string; score?: number; passed: boolean; answer: string }[];
  /** Who was reminded, when? */
  reminded?: { person: string; on: string; then: "remind" | "away" | "talk" | "next_date" }[];
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A planned or noticed change of the business, its technology or the management system. Clause 6.3. */
export interface Change {
  /** Version of the body. */
  v: number;
  state: "idea" | "screened" | "approved" | "done" | "checked" | "dropped";
  /** What do you call it? */
  title: string;
  /** What is changing? */
  sort: "initiative" | "system" | "supplier" | "site" | "role" | "process" | "organization" | "isms" | "law";
  /** What exactly? */
  what: string;
  /** Why? */
  why: string;
  /** When does it take effect? */
  when: string;
  /** Did it happen before you could plan it? */
  unplanned: boolean;
  /** Who sees to it? */
  owner?: string;
  /** New data? */
  screening?: { question: string; answer: "yes" | "no" | "unsure"; note?: string }[];
  /** Which assets does it touch? */
  assets?: string[];
  /** Which activities? */
  processes?: string[];
  /** Which suppliers? */
  suppliers?: string[];
  /** Which risks? */
  risks?: string[];
  /** Which policies? */
  policies?: string[];
  /** Which controls? */
  controls?: string[];
  /** Must the certification body be told? */
  tell_cb: "no" | "yes" | "done";
  /** Who said yes? */
  approved?: Approval;
  /** When will you look whether it went well? */
  after_check_on?: string;
  /** What came of it? */
  outcome?: string;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A line of the Statement of Applicability: whether the control is needed, why, how it is done here, and whether it works. Clause 6.1.3. */
export interface Control {
  /** Version of the body. */
  v: number;
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** Number in Annex A, or your own? */
  number: string;
  /** Do you need this control? */
  applies: "yes" | "no";
  /** What makes it necessary? */
  because_of?: ("risk" | "law" | "contract" | "business" | "good_practice")[];
  /** Why is it in, or why is it out? */
  justification: string;
  /** How far is it? */
  status?: "planned" | "partly" | "not_started" | "in_place";
  /** Until when will it be in place? */
  done_by?: string;
  /** How do you do it here, concretely? */
  how?: string;
  /** Which documents rule it? */
  policies?: string[];
  /** Which laws or contracts ask for it? */
  obligations?: string[];
  /** On which systems does it rest? */
  assets?: string[];
  /** On which suppliers does it rest? */
  suppliers?: string[];
  /** Which recurring task keeps it working? */
  routines?: string[];
  /** How do you know that it works? */
  how_checked?: string;
  /** Did it work at the last look? */
  works?: "yes" | "partly" | "no" | "not_checked";
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Training or awareness content, with its versions. Clause 7.3. */
export interface Course {
  /** Version of the body. */
  v: number;
  state: "draft" | "offered";
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** Should people know (awareness) or be able to do (competence)? */
  aim: "awareness" | "competence";
  /** What should they know or be able to do afterwards? */
  teaches: string;
  /** Where is the material? */
  content?: string;
  /** Or its address? */
  content_link?: string;
  /** Which version? */
  version: string;
  /** Does this version change what anyone must know or do? */
  change: "major" | "minor";
  /** What changed? */
  changed_what?: string;
  /** For whom? */
  for_roles?: string[];
  /** How often must it be repeated? */
  repeat?: Cadence;
  /** Within how many days of joining? */
  within_days?: number;
  /** From which result on is it passed? */
  pass_mark?: number;
  /** Which policies does it teach? */
  policies?: string[];
  /** Which controls does it serve? */
  controls?: string[];
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A file, note or address that proves something. Clause 7.5. */
export interface Evidence {
  /** Version of the body. */
  v: number;
  /** Which file? */
  file?: { sha256: string; name: string; size: number; media_type: string };
  /** Which address? */
  link?: string;
  /** What did you see? */
  note?: string;
  /** What does it show? */
  shows: string;
  /** What does it prove? */
  about?: string[];
  /** From which day does it speak? */
  from_date?: string;
  /** Until which day? */
  until_date?: string;
  /** When was it taken? */
  collected_on: string;
  /** By whom? */
  collected_by?: string;
  /** Until when does it count? */
  valid_until?: string;
  /** Who may see it? */
  classification: "public" | "internal" | "confidential" | "secret";
  /** Does it name people? */
  personal: boolean;
  /** Which older evidence does it replace? */
  replaces?: string;
  /** Anything else worth knowing? */
  notes?: string;
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Permission to deviate from a rule for a while, with something else done instead. Clause A.5.36. */
export interface Exception {
  /** Version of the body. */
  v: number;
  state: "asked" | "granted" | "ended" | "refused";
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** From which rule or control? */
  from_rule: string[];
  /** For whom, or for what? */
  for_what: string;
  /** Why can the rule not be kept? */
  why: string;
  /** What is done instead? */
  instead: string;
  /** Which risks rise by it? */
  risks?: string[];
  /** No risk rises, because? */
  no_risk_because?: string;
  /** Who allows it? */
  approved?: Approval;
  /** From when? */
  from: string;
  /** Until when? */
  until: string;
  /** How often was it extended? */
  extended?: number;
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Something went wrong, or nearly. Clause A.5.26. */
export interface Incident {
  /** Version of the body. */
  v: number;
  state: "open" | "contained" | "recovered" | "closed";
  /** What do you call it? */
  title: string;
  /** What happened? */
  what: string;
  /** When did you notice? */
  noticed_at: string;
  /** By whom or by what was it noticed? */
  noticed_by?: string;
  /** From when on were you reasonably sure? */
  aware_at?: string;
  /** Which facts came to light later, each from when on? */
  awareness?: { of: "personal_data" | "high_risk" | "significance"; from: string }[];
  /** How serious? */
  class: "event" | "incident" | "major" | "near_miss";
  /** What was lost? */
  loss?: ("confidentiality" | "integrity" | "availability")[];
  /** Is personal data involved? */
  personal_data: "no" | "yes" | "unclear";
  /** Whose data, about how many people, what kind? */
  whose_data?: string;
  /** What does it mean for the people concerned? */
  risk_to_people?: "unlikely" | "risk" | "high_risk" | "not_judged";
  /** Why is that so? */
  people_why?: string;
  /** Serious disruption, loss, or harm to others? */
  significant?: "no" | "yes" | "not_judged";
  /** When was it classed as major? */
  classified_at?: string;
  /** What was hit? */
  assets?: string[];
  /** Which suppliers were involved? */
  suppliers?: string[];
  /** Which risks came true? */
  risks?: string[];
  /** Which controls failed or were missing? */
  controls?: string[];
  /** Which rules were missing or not followed? */
  policies?: string[];
  /** Who had to be told, who was, when? */
  notifications?: { clock: string; from?: string; due?: string; sent?: string; to?: string; evidence?: string; answer: "sent" | "not_needed"; why?: string }[];
  /** What was done, step by step, and when? */
  steps?: { at: string; what: string }[];
  /** What was kept as proof, where, and who had it? */
  custody?: { what: string; place: string; who: string; since?: string }[];
  /** Under control when? */
  contained_on?: string;
  /** Back to normal when? */
  recovered_on?: string;
  /** What was done to get it under control and back to normal? */
  done?: string;
  /** What do you learn from it? */
  lessons?: string;
  /** Was a rule not met? */
  nonconformity?: string;
  /** If no rule was broken and no control failed: how do you know? */
  no_rule_because?: string;
  /** If it says nothing about risks, controls or rules: why? */
  says_nothing_because?: string;
  /** How many hours of work did it cost? */
  cost_hours?: number;
  /** How much money did it cost? */
  cost_money?: Money;
  /** How many customers felt it? */
  customers_hit?: number;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Top management looked at the management system, at all set topics, and decided. Clause 9.3. */
export interface ManagementReview {
  /** Version of the body. */
  v: number;
  state: "prepared" | "held" | "minuted";
  /** What do you call it? */
  title: string;
  /** When was it held? */
  held_on: string;
  /** Since when do you look back? */
  period_from: string;
  /** Who was there? */
  present: string[];
  /** What do you say to each topic? */
  inputs?: { topic: string; said?: string; refs?: string[] }[];
  /** Is the ISMS enough for its task? */
  adequate: { answer: "yes" | "partly" | "no"; why: string };
  /** Does it fit the organization? */
  suitable: { answer: "yes" | "partly" | "no"; why: string };
  /** Does it have the effect that you want? */
  effective: { answer: "yes" | "partly" | "no"; why: string };
  /** Are people, time and money enough? */
  resources: string;
  /** What is decided, by whom, until when? */
  decisions?: { what: string; action?: string }[];
  /** Who approved the minutes? */
  minutes_approved?: Approval;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A requirement was not met, or an auditor remarked something. Clause 10.2. */
export interface Nonconformity {
  /** Version of the body. */
  v: number;
  state: "raised" | "answered" | "acting" | "verifying" | "closed" | "noted";
  /** What do you call it? */
  title: string;
  /** How was it graded? */
  grade: "major" | "minor" | "observation" | "opportunity";
  /** Where does it come from? */
  source: "internal_audit" | "external_audit" | "incident" | "staff" | "customer" | "own_check";
  /** From which audit? */
  audit?: string;
  /** Which requirement was not met? */
  requirement?: string[];
  /** Which rule of your own? */
  own_rule?: string;
  /** What was found, with the evidence seen? */
  what: string;
  /** When? */
  raised_on: string;
  /** Which risks does it say something about? */
  risks?: string[];
  /** Which controls? */
  controls?: string[];
  /** Which policies? */
  policies?: string[];
  /** Which suppliers? */
  suppliers?: string[];
  /** What was done at once? */
  correction?: string;
  /** On which day was that done? */
  corrected_on?: string;
  /** Did it have consequences, and what was done about those? */
  harm?: string;
  /** Does or could the same exist elsewhere? */
  elsewhere?: string;
  /** Why did it happen? */
  cause?: string;
  /** Why, and why that? */
  whys?: string[];
  /** What removes the cause? */
  actions?: string[];
  /** If nothing is to be done about the cause: why? */
  no_action_because?: string;
  /** If it says nothing about risks, controls, rules or suppliers: why? */
  says_nothing_because?: string;
  /** Until when must the certification body have your answer? */
  answer_due?: string;
  /** When was the answer sent? */
  answered_on?: string;
  /** Until when must it be closed? */
  close_due?: string;
  /** When did the body confirm the closure? */
  closed_by_cb_on?: string;
  /** Has this been found before? */
  repeats?: string;
  /** If it was: why did the last cure not last? */
  repeats_why?: string;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A security aim with a measure, an owner and a date. Clause 6.2. */
export interface Objective {
  /** Version of the body. */
  v: number;
  state: "set" | "reached" | "missed" | "dropped";
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What do you want to reach? */
  aim: string;
  /** What number tells you? */
  measured_by: string;
  /** In which unit? */
  unit: string;
  /** Which way is better? */
  better: "higher" | "lower" | "within";
  /** Which value? */
  target: string;
  /** From which value on? */
  target_low?: string;
  /** Until when? */
  by_when: string;
  /** How often is it measured? */
  measure_every: Cadence;
  /** Who measures? */
  who_measures: string;
  /** Who judges the result? */
  who_reads: string;
  /** What will be done, with which means? */
  plan: string;
  /** Measured values? */
  measurements?: { date: string; number: string; note?: string; evidence?: string; struck?: string }[];
  /** Which risks does it lower? */
  risks?: string[];
  /** Which policy does it serve? */
  policies?: string[];
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A law, regulation, contract or promise that binds you, cited to the article. Clause A.5.31. */
export interface Obligation {
  /** Version of the body. */
  v: number;
  state: "watching" | "binding" | "ended";
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What sort of requirement is it? */
  sort: "law" | "regulation" | "contract" | "standard" | "licence" | "own_promise";
  /** Where does it come from? */
  source: string;
  /** Which country, or which customer? */
  jurisdiction: string;
  /** What must you do, in your own words? */
  demands: string;
  /** Does it apply to you? */
  applies: "yes" | "no" | "unclear";
  /** Why, or why not? */
  applies_why: string;
  /** From when? */
  in_force_from?: string;
  /** Until when? */
  ends_on?: string;
  /** Does it start a reporting clock? */
  clock?: string;
  /** If it is a clock of its own: how many hours, to whom? */
  own_clock_hours?: number;
  /** How do you learn of changes to it? */
  how_kept_up: string;
  /** Which version or date of the text did you read? */
  source_version?: string;
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** The organization, what the certificate covers, the yardsticks and the certificate itself. Clause 4.1. */
export interface Organization {
  /** Version of the body. */
  v: number;
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What is the organization's legal name? */
  name: string;
  /** What does it do, for whom? */
  does: string;
  /** How many people work within the scope? */
  headcount: number;
  /** From where do you work? */
  sites?: { place: string; sort: "office" | "data_centre" | "home" | "other" }[];
  /** What does the certificate cover, word for word as on the certificate? */
  scope: string;
  /** What is left out, and where do others do something for you? */
  scope_edges: string;
  /** What inside makes security harder or easier? */
  issues_inside: string;
  /** What outside does: market, law, technology, attackers? */
  issues_outside: string;
  /** Does climate change matter for your information security? */
  climate: "relevant" | "not_relevant";
  /** Why, or why not? */
  climate_why: string;
  /** Who has a stake, what do they expect, which of it do you answer through the ISMS? */
  parties: { who: string; expects: string; answered: "through_isms" | "otherwise" | "not"; obligations?: string[] }[];
  /** Who directs the organization? */
  top_management: string[];
  /** Who looks after the ISMS and reports on it to management? */
  isms_owner: string;
  /** Which roles are there, what must each know or be able to do, which courses follow? */
  role_list?: { role: string; needs?: string; courses?: string[] }[];
  /** What does each likelihood score mean? */
  likelihood_words: { score: number; word: string; meaning?: string }[];
  /** What does each impact score mean? */
  impact_words: { score: number; word: string; meaning?: string }[];
  /** From which product of the scores is a risk low, medium, high, very high? */
  bands: { name: string; from: number; to: number; colour?: string }[];
  /** Up to which level is a risk acceptable without more ado? */
  accept_up_to: number;
  /** Who may accept more than that, and for how many months at most? */
  accept_above: { band: string; by: "risk_owner" | "top_management" | "nobody"; months: number }[];
  /** In how many days must a weakness be dealt with? */
  vulnerability_days: { severity: "exploited" | "critical" | "high" | "medium" | "low"; days: number }[];
  /** Within how many days must a newcomer be trained and have read the rules? */
  joiner_days: number;
  /** Which of these laws apply to you? */
  laws?: ("gdpr" | "uk_gdpr" | "nis2_essential" | "nis2_important" | "dora" | "cra" | "eidas" | "cer" | "ai_act" | "ch_isa" | "ch_fadp" | "uk_nis" | "hipaa" | "nydfs" | "sec" | "other")[];
  /** Which reporting clocks run otherwise for you? */
  clock_terms?: { clock: string; runs: boolean; hours?: number; why: string; read_on: string }[];
  /** What do you tell whom about security, when and how? */
  communication?: { what: string; to_whom: string; when: string; how: string; by: string }[];
  /** What is the certificate's number? */
  certificate_number?: string;
  /** Which body certifies you? */
  certificate_body?: string;
  /** By whom is the body accredited? */
  accreditation?: string;
  /** On which day did the body decide to certify? */
  decided_on?: string;
  /** When were you first certified, by any body? */
  first_decided_on?: string;
  /** Is it valid, or has the body suspended it? */
  certificate_state?: "valid" | "suspended" | "withdrawn";
  /** Since when? */
  state_since?: string;
  /** What does your contract with the body say: days to answer a finding, days to close it, how long before expiry to audit? */
  body_terms?: { term: "answer_finding" | "close_finding" | "audit_before_expiry"; days: number }[];
  /** Until when is it valid? */
  expires_on?: string;
  /** Which version of the Statement of Applicability does the certificate name? */
  soa_on_certificate?: string;
  /** When will the auditor come next? */
  next_external_audit?: string;
  /** Time zone? */
  zone: string;
  /** Currency? */
  currency: string;
  /** Days off? */
  weekend?: ("mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun")[];
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Someone who works within the scope, or decides for it. Clause 7.2. */
export interface Person {
  /** Version of the body. */
  v: number;
  state: "active" | "left" | "erased";
  /** What is the person's name? */
  title: string;
  /** E-mail address? */
  email?: string;
  /** In what capacity? */
  standing: "employee" | "contractor" | "temporary" | "board" | "intern";
  /** Which roles from your list? */
  roles: string[];
  /** First day? */
  joined_on: string;
  /** Last day? */
  left_on?: string;
  /** Away for long, from when? */
  away_from?: string;
  /** Until when? */
  away_until?: string;
  /** Why is this person able to do the security part of the job? */
  able_because?: string;
  /** Which certificates, diplomas or references show it? */
  competence_proof?: string[];
  /** When was the confidentiality agreement signed? */
  confidentiality_on?: string;
  /** Was the background checked as your rules ask? */
  screened?: "done" | "not_needed" | "open";
  /** Access closed? */
  accounts_closed_on?: string;
  /** Equipment back? */
  things_returned_on?: string;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A controlled document: the policy, topic rules, procedures, plans, the method papers. Clause 7.5. */
export interface Policy {
  /** Version of the body. */
  v: number;
  state: "draft" | "in_approval" | "in_force" | "withdrawn";
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What sort of document is it? */
  sort: "policy" | "procedure" | "plan" | "method" | "topic_policy" | "record_form" | "external";
  /** The text? */
  text?: string;
  /** Or the file? */
  file?: string;
  /** The words of the file, for search and comparison. */
  file_text?: string;
  /** Which version? */
  version: string;
  /** Does this version change what anyone must do? */
  change: "major" | "minor";
  /** What changed, in two sentences that staff will read? */
  changed_what?: string;
  /** Who approved it? */
  approved?: Approval;
  /** From when does it hold? */
  in_force_from?: string;
  /** Who may see it? */
  classification: "public" | "internal" | "confidential";
  /** Whom does it concern? */
  for_roles?: string[];
  /** Must they confirm that they have read it? */
  must_be_read: "no" | "once_a_major" | "yearly";
  /** Which clauses and controls does it serve? */
  answers?: string[];
  /** Which laws or contracts does it answer? */
  obligations?: string[];
  /** Under which policy does it stand? */
  parent?: string;
  /** Where do people find it? */
  kept_where: string;
  /** The next version, while it is written and approved. */
  draft?: { text?: string; file?: string; file_text?: string; version?: string; change?: "major" | "minor"; changed_what?: string; for_roles?: string[]; in_force_from?: string; state?: "draft" | "in_approval"; since?: string };
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** An activity of the business or of the ISMS that must work. Clause 8.1. */
export interface Process {
  /** Version of the body. */
  v: number;
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What happens in it, and what comes out? */
  does: string;
  /** How bad if it stood still for a day? */
  critical: number;
  /** How long may it stand still at most? */
  down_at_most?: string;
  /** Which assets does it need? */
  assets?: string[];
  /** Which suppliers does it need? */
  suppliers?: string[];
  /** Which laws or contracts govern it? */
  obligations?: string[];
  /** Does it handle personal data? */
  personal_data: "none" | "ordinary" | "special";
  /** How can you tell that it runs as it should? */
  criteria?: string;
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** What a person attested on a day: what was looked at, what was found, and who stands by it. Clause 8.2. */
export interface Review {
  /** Version of the body. */
  v: number;
  /** With which guide? */
  wizard: string;
  /** What was looked at? */
  about: string[];
  /** On which day was it looked at? */
  held_on: string;
  /** Why was it written up later? */
  late_why?: string;
  /** Who reviewed? */
  by: string;
  /** Who else took part? */
  with?: string[];
  /** What is the result? */
  outcome: "holds" | "holds_with_actions" | "changed" | "does_not_hold" | "no_effect" | "carried_over" | "put_off" | "sooner";
  /** Why? */
  why: string;
  /** In a batch: what is the result of each? */
  each?: { target: string; outcome: "holds" | "holds_with_actions" | "changed" | "does_not_hold" | "no_effect" | "carried_over" | "put_off" | "sooner"; why?: string }[];
  /** (no effect) Which change does not touch it? */
  input?: string;
  /** (program) What was on the screen: the reasons, word for word. */
  saw?: { target: string; rule: string; text: string; matters?: string; why?: string }[];
  /** (program) What was answered, as it was asked? */
  answers?: { target?: string; step: string; field: string; question: string; answer: string; who?: string }[];
  /** What follows? */
  actions?: string[];
  /** Is it to be looked at sooner than the cadence says? */
  next_by?: string;
  /** (a routine's performance) Why was the one before skipped? */
  skipped_why?: string;
  /** Who signed it off? */
  signed?: Approval;
  /** Anything else worth knowing? */
  notes?: string;
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Something that could happen to your information, how likely and how bad it is, what is done about it, and who said yes. Clause 8.2. */
export interface Risk {
  /** Version of the body. */
  v: number;
  state: "open" | "treated";
  /** What could happen? */
  title: string;
  /** How would it come about, and what would it lead to? */
  because: string;
  /** Who has the say over this risk? */
  owner: string;
  /** What would be lost? */
  harms: ("confidentiality" | "integrity" | "availability")[];
  /** Which assets would it hit? */
  assets?: string[];
  /** Which activities? */
  processes?: string[];
  /** Through which suppliers could it come? */
  suppliers?: string[];
  /** Which laws or contracts would it break? */
  obligations?: string[];
  /** Which controls work against it today? */
  controls?: string[];
  /** How likely is it, with today's controls? */
  likelihood: number;
  /** How bad would it be, with today's controls? */
  impact: number;
  /** What makes you say so? */
  scores_why: string;
  /** What do you decide? */
  treatment: "modify" | "retain" | "avoid" | "share";
  /** Why that? */
  treatment_why: string;
  /** Which controls will be added or made stronger? */
  planned_controls?: string[];
  /** What will be done, by whom, until when? */
  actions?: string[];
  /** How likely do you expect it to be afterwards? */
  residual_likelihood: number;
  /** How bad do you expect it to be afterwards? */
  residual_impact: number;
  /** Why is what is left higher than it stands today? */
  residual_why?: string;
  /** Has the risk owner approved the treatment? */
  plan_approved?: Approval;
  /** Who has accepted what is left? */
  accepted?: Approval;
  /** Until when does that acceptance hold? */
  accepted_until?: string;
  /** Which version of the criteria did these scores use? */
  scored_by_criteria?: number;
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A task that recurs; the programme is the set of all routines. Clause 8.1. */
export interface Routine {
  /** Version of the body. */
  v: number;
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What is done, step by step, in a few lines? */
  what: string;
  /** How often, counted from when, how long before do you want to know? */
  cadence: Cadence;
  /** With which guide is it done? */
  wizard?: string;
  /** On what is it done? */
  about?: string[];
  /** Which clauses and controls does it serve? */
  serves?: string[];
  /** How long does it take? */
  minutes?: number;
  /** What must be left as proof? */
  proof_needed: "none" | "note" | "evidence";
  /** Since when? */
  started_on: string;
  /** Paused from when? */
  paused_from?: string;
  /** Paused until when? */
  paused_until?: string;
  /** Why is it paused? */
  paused_why?: string;
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** Someone outside on whom your information depends. Clause A.5.22. */
export interface Supplier {
  /** Version of the body. */
  v: number;
  state: "considered" | "in_use" | "leaving";
  /** What do you call it? */
  title: string;
  /** Who answers for it? */
  owner: string;
  /** What does this supplier do for you? */
  service: string;
  /** What if they failed, or leaked? */
  critical: "critical" | "important" | "minor";
  /** What of yours can they reach? */
  access: ("our_data" | "our_systems" | "our_premises" | "builds_our_product" | "none")[];
  /** Do they handle personal data for you? */
  personal_data: "none" | "processor" | "controller" | "joint";
  /** In which countries is your data? */
  data_where?: string;
  /** On whom do they depend that matters to you? */
  subcontractors?: string;
  /** When does the contract end, or renew? */
  contract_ends?: string;
  /** How long before must you give notice? */
  notice_days?: number;
  /** Does the contract say what they must do for security? */
  security_clauses: "yes" | "partly" | "no";
  /** When was the data processing agreement signed? */
  processing_agreement_on?: string;
  /** What shows that they are secure, until when, and does it cover what you buy? */
  assurance?: { sort: "questionnaire" | "visit" | "other" | "iso27001" | "soc2" | "tisax" | "c5" | "pentest"; valid_until?: string; evidence?: string; covers_our_service?: boolean }[];
  /** Within how many hours must they tell you of an incident? */
  must_tell_us_hours?: number;
  /** How would you leave them, and get your data back? */
  exit?: string;
  /** How did the last assessment end? */
  last_result?: "fine" | "fine_with_actions" | "not_acceptable";
  /** Which laws or contracts govern this relation? */
  obligations?: string[];
  /** How often should it be looked at? */
  review_every?: Cadence;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** An item of threat news, and whether it concerns you. Clause A.5.7. */
export interface Threat {
  /** Version of the body. */
  v: number;
  state: "new" | "judged";
  /** What do you call it? */
  title: string;
  /** What is new out there? */
  says: string;
  /** Who says so? */
  source: string;
  /** Where? */
  source_link?: string;
  /** When? */
  published_on: string;
  /** Is it a trend, a method of attack, or a concrete thing to act on? */
  level: "strategic" | "tactical" | "operational";
  /** Does it concern you? */
  relevant: "yes" | "no" | "not_judged";
  /** Why, or why not? */
  relevant_why?: string;
  /** Is it being used in attacks? */
  exploited: "unknown" | "claimed" | "confirmed";
  /** Which of your assets does it concern? */
  assets?: string[];
  /** Which risks does it change? */
  risks?: string[];
  /** Is a risk missing from your register? */
  wants_new_risk?: boolean;
  /** Under which number does the source list it? */
  item?: string;
  /** Which maker does it concern? */
  vendor?: string;
  /** Which product? */
  product?: string;
  /** How well did it fit what you have? */
  fits?: "nothing" | "words" | "maker" | "product";
  /** How often was the answer put off? */
  put_off?: number;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** One person, one course version, one date, one result. Clause 7.2. */
export interface TrainingRecord {
  /** Version of the body. */
  v: number;
  /** Who? */
  person: string;
  /** Which course? */
  course: string;
  /** In which version? */
  course_version: string;
  /** When? */
  on: string;
  /** How did it end? */
  result: "attended" | "passed" | "failed" | "excused";
  /** With which result? */
  score?: number;
  /** In what way? */
  how: "session" | "self_study" | "campaign_file" | "external";
  /** Who taught it? */
  taught_by?: string;
  /** Did it close the gap? */
  effective?: "not_asked" | "yes" | "no";
  /** How do you know? */
  effective_because?: string;
  /** To which campaign was it the answer? */
  campaign?: string;
  /** What shows that they were there? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

/** A weakness found by scan, test, advisory or report. Clause A.8.8. */
export interface Vulnerability {
  /** Version of the body. */
  v: number;
  state: "open" | "fixed" | "verified" | "accepted" | "false_alarm";
  /** What do you call it? */
  title: string;
  /** How was it found? */
  found_by: "scan" | "pentest" | "advisory" | "audit" | "staff" | "supplier" | "outsider";
  /** When? */
  found_on: string;
  /** Where is it? */
  assets?: string[];
  /** CVE or other numbers? */
  identifiers?: string[];
  /** On which hosts or addresses was it seen? */
  hosts?: string[];
  /** How serious is it? */
  severity: "low" | "medium" | "high" | "critical";
  /** CVSS vector, if known? */
  vector?: string;
  /** Is it being used in attacks? */
  exploited: "unknown" | "claimed" | "confirmed";
  /** Which risks does it change? */
  risks?: string[];
  /** What do you do about it? */
  decision: "open" | "fix" | "reduce" | "accept" | "false_alarm";
  /** Why? */
  decided_because?: string;
  /** Which permission to deviate covers it? */
  exception?: string;
  /** Until when? */
  due: string;
  /** Fixed when? */
  fixed_on?: string;
  /** Checked again when? */
  retested_on?: string;
  /** What proves it? */
  evidence?: string[];
  /** Anything else worth knowing? */
  notes?: string;
  /** Words to find it by? */
  tags?: string[];
  /** Why it no longer exists, applies, or is done. */
  retired?: string;
}

export interface Kinds { acknowledgement: Acknowledgement; action: Action; asset: Asset; audit: Audit; campaign: Campaign; change: Change; control: Control; course: Course; evidence: Evidence; exception: Exception; incident: Incident; management_review: ManagementReview; nonconformity: Nonconformity; objective: Objective; obligation: Obligation; organization: Organization; person: Person; policy: Policy; process: Process; review: Review; risk: Risk; routine: Routine; supplier: Supplier; threat: Threat; training_record: TrainingRecord; vulnerability: Vulnerability }
