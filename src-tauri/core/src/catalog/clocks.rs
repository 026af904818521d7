//! Reporting clocks of laws and contracts (DOMAIN 6). Not legal advice: each row has its source, and the owner may answer any with a why.
//! Facts as known in November 2026; where a limit changed since, or does not apply, `organization.clock_terms` says so and goes first.
//! When a clock runs is `clock.rs`.

/// A duty to tell someone within a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    /// Stored in notifications and obligations; never renamed.
    pub id: &'static str,
    /// Name and article.
    pub law: &'static str,
    /// Names in `organization.laws` of which one must apply; empty: depends on a contract.
    pub of: &'static [&'static str],
    /// What starts it.
    pub starts: &'static str,
    /// Hours after the start.
    pub hours: Option<u32>,
    /// Months after the start, to the end of that day (DOMAIN 7.1).
    pub months: Option<u32>,
    /// It runs for what one became aware of on this day (year, month, day) or later; none: always, as far as a file reaches back.
    pub since: Option<(i32, u32, u32)>,
    /// The limit in words: "72 hours", "without undue delay".
    pub limit: &'static str,
    pub to: &'static str,
}

const fn row(
    id: &'static str,
    law: &'static str,
    of: &'static [&'static str],
    starts: &'static str,
    hours: Option<u32>,
    limit: &'static str,
    to: &'static str,
) -> Clock {
    Clock { id, law, of, starts, hours, months: None, since: None, limit, to }
}
const fn month(
    id: &'static str,
    law: &'static str,
    of: &'static [&'static str],
    starts: &'static str,
    to: &'static str,
) -> Clock {
    Clock { id, law, of, starts, hours: None, months: Some(1), since: None, limit: "1 month", to }
}
/// The duties to report of the Cyber Resilience Act apply since 2026-09-11.
const fn cra(c: Clock) -> Clock {
    Clock { since: Some((2026, 9, 11)), ..c }
}
const NIS2: &[&str] = &["nis2_essential", "nis2_important"];

/// All clocks, in the order of DOMAIN 6.
#[rustfmt::skip]
pub const CLOCKS: [Clock; 31] = [
    row("gdpr-33", "GDPR Art. 33(1)", &["gdpr"], "aware", Some(72), "72 hours; later only with reasons", "supervisory authority"),
    row("gdpr-33-2", "GDPR Art. 33(2)", &["gdpr"], "aware", None, "without undue delay", "the controller, our customer"),
    row("gdpr-33-5", "GDPR Art. 33(5)", &["gdpr"], "", None, "always recorded, also if not reported", "own register"),
    row("gdpr-34", "GDPR Art. 34(1)", &["gdpr"], "aware of the high risk", Some(72), "without undue delay; reminder at 72 hours", "the people concerned"),
    row("uk-33", "UK GDPR Art. 33, 34", &["uk_gdpr"], "aware", Some(72), "72 hours", "ICO"),
    row("nis2-early", "NIS2 Art. 23(4)(a)", NIS2, "aware", Some(24), "24 hours, early warning", "CSIRT or authority"),
    row("nis2-72", "NIS2 Art. 23(4)(b)", NIS2, "aware", Some(72), "72 hours, notification; trust service providers 24 hours", "CSIRT or authority"),
    row("nis2-interim", "NIS2 Art. 23(4)(c)", NIS2, "request", None, "as asked", "CSIRT or authority"),
    month("nis2-final", "NIS2 Art. 23(4)(d)", NIS2, "sending of the 72 hour notification", "CSIRT or authority"),
    row("nis2-users", "NIS2 Art. 23(1), (2)", NIS2, "aware", None, "without undue delay", "customers"),
    row("nis2-significant", "Reg. (EU) 2024/2690", NIS2, "", None, "thresholds of significance", ""),
    row("nis2-master", "NIS2 Art. 3(4), 27(3)", NIS2, "change of registered data", Some(336), "2 weeks; 3 months for Art. 27 entities", "authority"),
    row("dora-initial", "DORA Art. 19(4)(a)", &["dora"], "classified as major", Some(4), "4 hours, and not later than 24 hours after aware", "competent authority"),
    row("dora-interim", "DORA Art. 19(4)(b)", &["dora"], "sending of the initial notification", Some(72), "72 hours; updated on recovery", "competent authority"),
    month("dora-final", "DORA Art. 19(4)(c)", &["dora"], "last intermediate report", "competent authority"),
    row("dora-provider", "DORA Art. 30", &[], "as the contract says", None, "the contract's hours", "the customer"),
    cra(row("cra-early", "CRA Art. 14(2)(a), (4)(a)", &["cra"], "aware", Some(24), "24 hours", "coordinator CSIRT and ENISA")),
    cra(row("cra-72", "CRA Art. 14(2)(b), (4)(b)", &["cra"], "aware", Some(72), "72 hours", "coordinator CSIRT and ENISA")),
    cra(row("cra-final-vuln", "CRA Art. 14(2)(c)", &["cra"], "a corrective measure is available", Some(336), "14 days", "coordinator CSIRT and ENISA")),
    cra(month("cra-final-incident", "CRA Art. 14(4)(c)", &["cra"], "sending of the 72 hour notification", "coordinator CSIRT and ENISA")),
    cra(row("cra-users", "CRA Art. 14(8)", &["cra"], "aware", None, "without undue delay", "users of the product")),
    row("ch-isa", "CH Information Security Act Art. 74a to 74e", &["ch_isa"], "discovered", Some(24), "24 hours, completed within 14 days", "federal cyber office"),
    row("ch-fadp", "CH FADP Art. 24", &["ch_fadp"], "aware", None, "as soon as possible", "FDPIC"),
    row("eidas", "eIDAS Art. 19a, 24", &["eidas"], "aware", Some(24), "24 hours", "supervisory body"),
    row("cer", "CER Directive Art. 15", &["cer"], "aware", Some(24), "24 hours, detailed report within 1 month", "authority"),
    row("ai-73", "AI Act Art. 73", &["ai_act"], "link established or aware", Some(360), "15 days; 10 days (death); 2 days (widespread, critical infrastructure)", "market surveillance"),
    row("hipaa", "45 CFR 164.404 to 164.410", &["hipaa"], "discovery", Some(1440), "60 days at most", "people, HHS, covered entity"),
    row("nydfs", "23 NYCRR 500.17", &["nydfs"], "determination", Some(72), "72 hours", "DFS"),
    row("sec-8k", "Form 8-K Item 1.05", &["sec"], "materiality determined", None, "4 business days", "SEC"),
    row("uk-nis", "NIS Regulations 2018", &["uk_nis"], "aware", Some(72), "72 hours", "authority"),
    row("own", "a contract, insurer or customer", &[], "aware, or as it says", None, "its hours", "its addressee"),
];

/// One clock by its id.
pub fn clock(id: &str) -> Option<&'static Clock> {
    CLOCKS.iter().find(|c| c.id == id)
}
/// All of them, in their order.
pub fn clocks() -> &'static [Clock] {
    &CLOCKS
}
