//! The file of one person: text, questions, and a button that saves the answer. One HTML file that any browser opens, without a network.
//! It must never load anything from anywhere, nor know which answers are right.
use super::{as_asked, find, key, number, title_of};
use crate::isms::Isms;
use crate::kinds::{Campaign, Course, Policy};
use crate::plan::hex;
use crate::refusal::Refusal;
use base64::{Engine, prelude::BASE64_STANDARD};
use chrono::NaiveDate;
use pulldown_cmark::{CowStr, Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use serde_json::json;
use sha2::{Digest, Sha256};

const PAGE: &str = include_str!("page.html");
const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What is to be read, where it is a file. Text stands in the page; anything else can be saved from it.
#[derive(Clone, Debug)]
pub struct Material {
    pub name: String,
    pub media_type: String,
    pub bytes: Vec<u8>,
}
/// The largest file that is put into the page, in bytes: each mail carries it.
pub const LARGEST_MATERIAL: usize = 5 << 20;

/// The file of one person.
pub fn page(
    isms: &Isms,
    code: &str,
    person: &str,
    material: Option<&Material>,
    today: NaiveDate,
) -> Result<String, Refusal> {
    let c = find(isms, code)?;
    let house = isms.organization().map(|o| o.name.to_string()).unwrap_or_default();
    let title = title_of(isms, &c.of);
    let asked = json!({
        "campaign": code, "number": number(c, code), "person": person, "of": *c.of, "version": c.version.to_string(),
        "key": hex(&key(c, code, person)), "questions": c.quiz.len(), "file": answer_name(code, person),
    });
    let to = c.answers_to.to_string();
    let mailto = format!("mailto:{}?subject={}", percent(&to), percent(&format!("Answer {code} {person}")));
    let print = if c.quiz.is_empty() { "" } else { "What is right is not in this file." };
    let stand = if isms.get::<Policy>(&c.of).is_some() { "I have read it" } else { "I have done it" };
    // What is filled in is never looked through again, so that no text of the owner's is taken for a place.
    Ok(fill(PAGE, |place| {
        Some(match place {
            "style-hash" => hash(STYLE),
            "script-hash" => hash(SCRIPT),
            "style" => STYLE.to_string(),
            "script" => SCRIPT.to_string(),
            "lang" => crate::staleness::word(&c.lang.unwrap_or_default()).to_string(),
            "title" => escape(&title),
            "house" => escape(&house),
            "name" => escape(&isms.name_of(person)),
            "version" => c.version.to_string(),
            "until" => c.until.0.format("%-d %B %Y").to_string(),
            "words" => markdown(&c.words),
            "text" => text(isms, c, material, today),
            "quiz" => quiz(c),
            "stand" => stand.into(),
            "file" => escape(&answer_name(code, person)),
            "mailto" => escape(&mailto),
            "answers-to" => escape(&to),
            "code" => escape(code),
            "person" => escape(person),
            "print" => print.into(),
            "asked" => in_script(&asked.to_string()),
            _ => return None,
        })
    }))
}
/// Under which name the answer is saved.
pub(super) fn answer_name(code: &str, person: &str) -> String {
    format!("{code} {person}.isms-answer")
}

fn fill(page: &str, with: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(page.len() + STYLE.len() + SCRIPT.len());
    let mut rest = page;
    while let Some(open) = rest.find('{') {
        let close = rest[open..].find('}').map(|n| open + n);
        match close.and_then(|close| Some((close, with(&rest[open + 1..close])?))) {
            Some((close, filled)) => {
                out.push_str(&rest[..open]);
                out.push_str(&filled);
                rest = &rest[close + 1..];
            }
            None => {
                out.push_str(&rest[..=open]);
                rest = &rest[open + 1..];
            }
        }
    }
    out + rest
}
/// "sha256-…" of an inline style or script, as a content security policy names it.
fn hash(of: &str) -> String {
    format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(of.as_bytes())))
}
fn escape(s: &str) -> String {
    s.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
/// JSON inside a script element: nothing in it can end the element.
fn in_script(json: &str) -> String {
    json.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
fn percent(s: &str) -> String {
    s.bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'@' => (b as char).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect()
}

fn text(isms: &Isms, c: &Campaign, material: Option<&Material>, today: NaiveDate) -> String {
    let mut out = String::new();
    let mut part = |title: &str, body: String| {
        let id = format!("part-{}", out.matches("<section").count());
        out.push_str(&format!(
            "<section aria-labelledby=\"{id}\"><h2 id=\"{id}\" lang=\"en\">{title}</h2>{body}</section>\n"
        ));
    };
    let article = |html: String| format!("<div class=\"text\">{html}</div>");
    let changed = |what: Option<&str>, first: bool| what.filter(|w| !first && !w.trim().is_empty()).map(markdown);
    if let Some(p) = as_asked::<Policy>(isms, c, "policy") {
        if let Some(what) =
            changed(p.changed_what.as_deref(), p.version == crate::words::Version { major: 1, minor: 0 })
        {
            part("What changed", what);
        }
        if let Some(from) = p.in_force_from.filter(|d| d.0 > today) {
            part("From when", format!("<p lang=\"en\">It holds from {}.</p>", from.0.format("%-d %B %Y")));
        }
        if let Some(t) = &p.text {
            part("The text", article(markdown(t)));
        }
    }
    if let Some(x) = as_asked::<Course>(isms, c, "course") {
        if let Some(what) =
            changed(x.changed_what.as_deref(), x.version == crate::words::Version { major: 1, minor: 0 })
        {
            part("What changed", what);
        }
        part("What you should know afterwards", article(markdown(&x.teaches)));
        if let Some(link) = x.content_link.as_ref().filter(|l| web(l)) {
            part("Where the material is", format!("<p><a href=\"{0}\" rel=\"noreferrer\">{0}</a></p>", escape(link)));
        }
    }
    if let Some(m) = material {
        let as_text = std::str::from_utf8(&m.bytes).ok().filter(|t| {
            m.media_type.starts_with("text/") && !m.media_type.contains("html") && t.chars().count() <= 200_000
        });
        match as_text {
            Some(t) => part("The text", article(markdown(t))),
            None => {
                let kb = m.bytes.len().div_ceil(1024);
                let size = if kb < 1024 { format!("{kb} KB") } else { format!("{:.1} MB", kb as f64 / 1024.0) };
                part(
                    "The material",
                    format!(
                        "<p lang=\"en\"><a download=\"{0}\" href=\"data:application/octet-stream;base64,{1}\">Save {0}</a> <span class=\"dim\">({size}; it comes with this file)</span></p><p class=\"small dim\" lang=\"en\">Save it, open it, read it; then answer here.</p>",
                        escape(&m.name),
                        BASE64_STANDARD.encode(&m.bytes)
                    ),
                );
            }
        }
    }
    out
}
fn quiz(c: &Campaign) -> String {
    if c.quiz.is_empty() {
        return String::new();
    }
    let n = c.quiz.len();
    let mark = c.pass_mark.map_or(0, |m| m.0);
    let mut out = format!(
        "<section aria-labelledby=\"quiz\"><h2 id=\"quiz\" lang=\"en\">{}</h2><p class=\"dim\" lang=\"en\">Passed from {mark} % on. You may look it up above.</p>\n",
        if n == 1 { "One question".into() } else { format!("{n} questions") }
    );
    for (i, q) in c.quiz.iter().enumerate() {
        out.push_str(&format!(
            "<fieldset id=\"q{i}\"><legend><span class=\"n\">{}</span>{}</legend><div>",
            i + 1,
            escape(&q.question)
        ));
        for (j, choice) in q.choices().into_iter().enumerate() {
            out.push_str(&format!(
                "<label class=\"choice\" for=\"q{i}-{j}\"><input type=\"radio\" name=\"q{i}\" id=\"q{i}-{j}\" value=\"{j}\"><span>{}</span></label>",
                escape(choice)
            ));
        }
        out.push_str("</div></fieldset>\n");
    }
    out + "</section>"
}

fn web(address: &str) -> bool {
    let a = address.trim().to_lowercase();
    ["https://", "http://", "mailto:"].iter().any(|s| a.starts_with(s))
}
/// Markdown as HTML: HTML in it stands there as text, pictures as their words, and links lead only to the web and to mail.
fn markdown(text: &str) -> String {
    let mut open: Vec<bool> = Vec::new();
    let events = Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).filter_map(move |e| {
        Some(match e {
            Event::Html(t) | Event::InlineHtml(t) => Event::Text(t),
            Event::Start(Tag::HtmlBlock) => Event::Start(Tag::Paragraph),
            Event::End(TagEnd::HtmlBlock) => Event::End(TagEnd::Paragraph),
            // The page has two levels above the text.
            Event::Start(Tag::Heading { level, .. }) => {
                Event::Start(Tag::Heading { level: deeper(level), id: None, classes: Vec::new(), attrs: Vec::new() })
            }
            Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(deeper(level))),
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => return None,
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                open.push(web(&dest_url));
                if !web(&dest_url) {
                    return None;
                }
                Event::Start(Tag::Link { link_type, dest_url, title: CowStr::from(""), id: CowStr::from("") })
            }
            Event::End(TagEnd::Link) => {
                if !open.pop().unwrap_or(false) {
                    return None;
                }
                Event::End(TagEnd::Link)
            }
            other => other,
        })
    });
    let mut out = String::new();
    pulldown_cmark::html::push_html(&mut out, events);
    out
}
/// Markdown as plain words, for a mail.
pub(super) fn words(text: &str) -> String {
    let mut out = String::new();
    for e in Parser::new(text) {
        match e {
            Event::Text(t) | Event::Code(t) | Event::Html(t) | Event::InlineHtml(t) => out.push_str(&t),
            Event::SoftBreak | Event::HardBreak => out.push('\n'),
            Event::Start(Tag::Item) => out.push_str("- "),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::List(_)) => out.push_str("\n\n"),
            Event::End(TagEnd::Item) => out.push('\n'),
            _ => {}
        }
    }
    out.trim().to_string()
}
fn deeper(level: HeadingLevel) -> HeadingLevel {
    match level {
        HeadingLevel::H1 => HeadingLevel::H3,
        HeadingLevel::H2 => HeadingLevel::H4,
        HeadingLevel::H3 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}
